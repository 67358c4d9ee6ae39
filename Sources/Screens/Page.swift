import Kernels
import Learning
import Notation
import Saying
import SourceText
import Typesetting

/// The step one is in, as far as it has been walked, set in lines: what scrolls in the middle of
/// the screen.
struct Page: Sendable {
  /// Lines that belong together: what stands at a stop before its first reduction, or one
  /// reduction, or the panel below them.
  struct Chunk: Sendable {
    enum Part: Equatable, Sendable {
      case opening
      case reduction(Int)
      case panel
    }
    var stop: Int
    var part: Part
    var lines: Range<Int>
  }

  /// One shown number: where its digits stand.
  struct Position: Sendable {
    var number: NumberID
    var chunk: Int
    var line: Int
    var columns: Range<Int>
  }

  /// Whole rows of the screen.
  private(set) var lines: [StyledLine] = []
  private(set) var chunks: [Chunk] = []

  fileprivate mutating func add(_ part: Chunk.Part, of stop: Int, _ new: [StyledLine]) {
    let start = lines.count
    lines += new
    chunks.append(Chunk(stop: stop, part: part, lines: start..<lines.count))
  }

  fileprivate mutating func addBlankLine(_ line: StyledLine) {
    lines.append(line)
    if let last = chunks.indices.last {
      chunks[last].lines = chunks[last].lines.lowerBound..<lines.count
    }
  }

  /// Where the current stop begins.
  func start(of stop: Int) -> Int {
    chunks.first { $0.stop == stop }?.lines.lowerBound ?? 0
  }

  private var located: [Position]?

  /// All shown numbers, in reading order.
  mutating func positions() -> [Position] {
    if let located { return located }
    let found = locate()
    located = found
    return found
  }

  private func locate() -> [Position] {
    chunks.indices.flatMap { chunk in
      chunks[chunk].lines.flatMap { line -> [Position] in
        var found: [Position] = []
        for (column, cell) in lines[line].enumerated() {
          guard case .value(let number) = cell.tag else { continue }
          if let last = found.last, last.number == number, last.columns.upperBound == column {
            found[found.count - 1].columns = last.columns.lowerBound..<column + 1
          } else {
            found.append(
              Position(number: number, chunk: chunk, line: line, columns: column..<column + 1))
          }
        }
        return found
      }
    }
  }

  /// The same lines with the cells that show a number highlighted.
  func line(_ index: Int, selecting number: NumberID?, in chunk: Int?) -> StyledLine {
    guard let number, let chunk, chunks.indices.contains(chunk), chunks[chunk].lines.contains(index)
    else { return lines[index] }
    return lines[index].with(.selected) { $0.tag == .value(number) }
  }
}

/// Sets pages, and keeps what it has set: going on by one reduction sets one reduction.
struct PageTypesetter: Sendable {
  private let presenter: Presenter
  private let typesetter: StopTypesetter
  private struct Stop: Sendable {
    var shown: Shown
    var opening: [StyledLine]
    var lines: [Int: [StyledLine]] = [:]
    /// The lines of a part as they look at some place of the walk.
    var looks: [Int: [[StyledLine]]] = [:]
  }

  private enum Look: Int { case current, marked, done }

  private var stops: [Int: Stop] = [:]
  /// A line as a row of the screen.
  private let row: @Sendable (StyledLine) -> StyledLine

  init(
    _ presenter: Presenter, _ typesetter: StopTypesetter,
    row: @escaping @Sendable (StyledLine) -> StyledLine
  ) {
    self.presenter = presenter
    self.typesetter = typesetter
    self.row = row
  }

  private mutating func prepare(_ stop: Int, _ walk: Walk) {
    guard stops[stop] == nil else { return }
    let shown = presenter.shown(stop, of: walk)
    stops[stop] = Stop(shown: shown, opening: typesetter.opening(shown))
  }

  private mutating func line(_ index: Int, at stop: Int, _ walk: Walk) -> [StyledLine] {
    if let known = stops[stop]?.lines[index] { return known }
    guard let own = stops[stop] else { return [] }
    let lines = typesetter.piece(index, of: own.shown)
    stops[stop]?.lines[index] = lines
    return lines
  }

  /// Everything of a stop in lines, for searching.
  mutating func whole(_ stop: Int, _ walk: Walk) -> [StyledLine] {
    prepare(stop, walk)
    let pieces = stops[stop]?.shown.pieces ?? 0..<0
    return (stops[stop]?.opening ?? []) + pieces.flatMap { line($0, at: stop, walk) }
  }

  /// The widest line of the step up to the place of the walk.
  mutating func widest(of walk: Walk) -> Int {
    guard let current = walk.stop else { return 0 }
    return ((walk.start(of: current.step) ?? 0)...walk.place.stop).map { stop in
      prepare(stop, walk)
      let lines = (stops[stop]?.opening ?? []) + (stops[stop]?.lines.values.flatMap { $0 } ?? [])
      return lines.map(\.cellWidth).max() ?? 0
    }.max() ?? 0
  }

  func reason(of line: Shown.DerivationLine) -> [StyledLine] { typesetter.reason(of: line) }

  func numbers(of line: Shown.DerivationLine) -> [StyledLine] { typesetter.numbers(of: line) }

  /// The line of a derivation that was shown last in this step.
  mutating func derivationLine(of walk: Walk) -> Shown.DerivationLine? {
    guard let current = walk.stop else { return nil }
    for index in ((walk.start(of: current.step) ?? 0)...walk.place.stop).reversed() {
      prepare(index, walk)
      guard let lines = stops[index]?.shown.derivation, !lines.isEmpty else { continue }
      let revealed = index < walk.place.stop ? lines.count : walk.place.revealed
      return revealed > 0 ? lines[revealed - 1] : nil
    }
    return nil
  }

  /// The step up to the place of the walk.
  mutating func page(_ walk: Walk, panel: [StyledLine]) -> Page {
    var page = Page()
    guard let current = walk.stop else { return page }
    let first = walk.start(of: current.step) ?? 0
    for index in first...walk.place.stop {
      prepare(index, walk)
      guard let stop = stops[index] else { continue }
      let isDone = index < walk.place.stop
      let revealed = isDone ? stop.shown.pieces.count : walk.place.revealed
      if index > first { page.addBlankLine(row([])) }
      page.add(.opening, of: index, lines(nil, at: index, walk, isDone ? .done : .current))
      for reduction in 0..<revealed {
        // What was just reduced is marked in the line above; older marks are gone.
        let look: Look = isDone ? .done : reduction == revealed - 2 ? .marked : .current
        page.add(.reduction(reduction), of: index, lines(reduction, at: index, walk, look))
      }
    }
    if !panel.isEmpty {
      page.addBlankLine(row([]))
      page.add(.panel, of: walk.place.stop, panel.map(row))
    }
    return page
  }

  /// The lines of a reduction, or of what stands before the first, as they look just now.
  private mutating func lines(
    _ reduction: Int?, at stop: Int, _ walk: Walk, _ look: Look
  ) -> [StyledLine] {
    let key = reduction ?? -1
    if let known = stops[stop]?.looks[key]?[look.rawValue], !known.isEmpty { return known }
    let plain = reduction.map { line($0, at: stop, walk) } ?? stops[stop]?.opening ?? []
    let looking = plain.map { line in
      line.map { cell in
        var cell = cell
        if look == .done { cell.emphasis.insert(.dimmed) }
        if look != .marked {
          cell.isMarked = false
          cell.endsMark = false
        }
        return cell
      }
    }.map(row)
    stops[stop]?.looks[key, default: [[], [], []]][look.rawValue] = looking
    return looking
  }
}
