import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Saying
import SourceText
import Typesetting

/// A number that has been opened, and which of the numbers in it the cursor is on.
struct OpenedNumber: Sendable {
  var number: OpenNumber
  var shown: ShownOpening
  var selected = 0
  /// Said of it and of all that is opened in it.
  var remark: String?

  init(_ number: OpenNumber, in lesson: Lesson, remark: String? = nil) {
    self.number = number
    self.remark = remark
    shown = ShownOpening(number, in: lesson)
  }

  var opening: Opening { shown.opening }
}

/// The cursor on the numbers of a page, and what can be asked about the one it is on.
extension WalkScreen {
  // MARK: - The cursor

  /// The shown numbers that can be seen on the screen, or all of the page when there are none.
  private mutating func candidates() -> [Page.Position] {
    let all = page.positions()
    let visible = all.filter { (scroll..<scroll + bodyRows).contains($0.line) }
    return visible.isEmpty ? all : visible
  }

  /// Puts the cursor on the first or the last value on the screen, at its first number.
  mutating func enterNumbers(last: Bool) {
    let candidates = candidates()
    guard let edge = last ? candidates.last : candidates.first else {
      message = "There are no numbers on this page yet. Space goes on."
      return
    }
    let whole = edge.number.whole
    let first = candidates.first { $0.chunk == edge.chunk && $0.number.whole == whole }
    select(Cursor(number: (first ?? edge).number, chunk: edge.chunk))
  }

  mutating func select(_ cursor: Cursor) {
    mode = .numbers(cursor)
    guard let line = position(of: cursor)?.line else { return }
    scroll = min(max(scroll, line - bodyRows + 1), line)
  }

  private mutating func position(of cursor: Cursor) -> Page.Position? {
    page.positions().first { $0.number == cursor.number && $0.chunk == cursor.chunk }
  }

  mutating func moveCursor(_ key: Key, _ cursor: Cursor) -> [Effect] {
    if let command = Command.meant(by: key, in: .numbers) { return act(command, key, on: cursor) }
    switch key {
    case .tab: nextValue(cursor, by: 1)
    case .backTab: nextValue(cursor, by: -1)
    case .home: jump(cursor) { _ in (nil, 0) }
    case .end: jump(cursor) { (nil, $0.columns - 1) }
    case .pageUp: jump(cursor) { _ in (0, nil) }
    case .pageDown: jump(cursor) { ($0.rows - 1, nil) }
    case .scroll(let lines): scroll = min(scrollLimit, max(0, scroll + lines))
    case .click(let row, let column): click(row, column)
    case .character(let other):
      // What is asked for without a number leaves the numbers.
      guard let command = Command.meant(by: key, in: .reading), command.leavesNumbers else {
        message =
          "\(other) does nothing on a number. Esc leaves the numbers, ? shows the keys."
        break
      }
      mode = .reading
      return update(key)
    case .up, .down, .left, .right, .enter, .backspace, .delete, .escape, .control, .paste,
      .background, .unknown:
      break
    }
    return []
  }

  private mutating func act(_ command: Command, _ key: Key, on cursor: Cursor) -> [Effect] {
    switch command {
    case .open: open(cursor)
    case .uses: showUses(of: number(cursor), from: .numbers(cursor))
    case .change: return edit(number(cursor), from: .numbers(cursor))
    case .close: mode = .reading
    case .move:
      switch key {
      case .left, "h": step(cursor, rows: 0, columns: -1)
      case .right, "l": step(cursor, rows: 0, columns: 1)
      case .up, "k": step(cursor, rows: -1, columns: 0)
      default: step(cursor, rows: 1, columns: 0)
      }
    case .next, .back, .finish, .nextStep, .previousStep, .first, .last, .goToStep, .scrollUp,
      .scrollDown, .scrollLeft, .scrollRight, .lastNumber, .firstNumber, .undo, .redo, .restore,
      .answer, .hint, .contents, .lesson, .search, .numPy, .reason, .values, .copy, .reload, .help,
      .quit, .picture, .network, .save, .otherDots, .train, .pause, .oneIteration, .faster, .slower,
      .stopTraining, .beginAnew, .otherView, .otherScale:
      break
    }
    return []
  }

  mutating func number(_ cursor: Cursor) -> OpenNumber? { study.number(cursor.number) }

  /// To the neighbour in the value; from its edge to the nearest number on that side.
  private mutating func step(_ cursor: Cursor, rows: Int, columns: Int) {
    let id = cursor.number
    if let shape = study.shape(id) {
      let row = id.entry / shape.columns + rows
      let column = id.entry % shape.columns + columns
      if (0..<shape.rows).contains(row), (0..<shape.columns).contains(column) {
        return show(row, column, of: shape, cursor)
      }
    }
    guard let here = position(of: cursor) else { return }
    let middle = (here.columns.lowerBound + here.columns.upperBound) / 2
    func distance(_ other: Page.Position) -> Int? {
      let down = other.line - here.line
      let right = (other.columns.lowerBound + other.columns.upperBound) / 2 - middle
      if rows != 0 { return down.signum() == rows ? abs(down) * 4 + abs(right) : nil }
      return right.signum() == columns && abs(down) <= 6 ? abs(right) + abs(down) * 4 : nil
    }
    let nearest = page.positions()
      .compactMap { other in distance(other).map { (other, $0) } }
      .min { $0.1 < $1.1 }
    guard let next = nearest?.0 else { return }
    select(Cursor(number: next.number, chunk: next.chunk))
  }

  private mutating func jump(_ cursor: Cursor, _ place: (Shape) -> (row: Int?, column: Int?)) {
    let id = cursor.number
    guard let shape = study.shape(id) else { return }
    let (row, column) = place(shape)
    show(row ?? id.entry / shape.columns, column ?? id.entry % shape.columns, of: shape, cursor)
  }

  /// Selects an entry of the same value; where it is not on the page, the part of the value that is
  /// shown moves.
  private mutating func show(_ row: Int, _ column: Int, of shape: Shape, _ cursor: Cursor) {
    let id = cursor.number.with(entry: row * shape.columns + column)
    let next = Cursor(number: id, chunk: cursor.chunk)
    if position(of: next) == nil {
      let part = window.flatMap { $0.value == id.whole ? ($0.row, $0.column) : nil } ?? (0, 0)
      let shown = page.positions().filter {
        $0.chunk == cursor.chunk && $0.number.whole == id.whole
      }.map { $0.number.entry }
      let rows = Set(shown.map { $0 / shape.columns })
      let first =
        rows.contains(row) ? part.0 : row < part.0 ? row : max(0, row - max(1, rows.count) + 1)
      let columns = Set(shown.map { $0 % shape.columns })
      let left = columns.contains(column) ? part.1 : column < part.1 ? column : part.1 + 1
      window = (id.whole, first, left)
      setAll()
      if position(of: next) == nil {
        window = (id.whole, row, column)
        setAll()
      }
    }
    if position(of: next) != nil { select(next) }
  }

  /// The first number of the next or the previous value on the page.
  private mutating func nextValue(_ cursor: Cursor, by offset: Int) {
    var values: [Page.Position] = []
    for position in page.positions() {
      let whole = position.number.whole
      let isKnown = values.contains {
        $0.chunk == position.chunk && $0.number.whole == whole
      }
      if !isKnown { values.append(position) }
    }
    let whole = cursor.number.whole
    guard
      let index = values.firstIndex(where: {
        $0.chunk == cursor.chunk && $0.number.whole == whole
      })
    else { return enterNumbers(last: offset < 0) }
    let next = values[(index + offset + values.count) % values.count]
    select(Cursor(number: next.number, chunk: next.chunk))
  }

  /// A click on a number selects it; on the selected one it opens it.
  mutating func click(_ row: Int, _ column: Int) {
    let line = row - headRows + scroll
    guard row >= headRows, row < headRows + bodyRows,
      let hit = page.positions().first(where: {
        $0.line == line && $0.columns.contains(column)
      })
    else {
      mode = .reading
      return
    }
    let cursor = Cursor(number: hit.number, chunk: hit.chunk)
    if case .numbers(cursor) = mode { open(cursor) } else { select(cursor) }
  }

  // MARK: - Opening

  private mutating func open(_ cursor: Cursor) {
    guard let number = number(cursor) else { return }
    mode = .opening([OpenedNumber(number, in: study.lesson)], from: .numbers(cursor))
  }

  mutating func lookInside(_ key: Key, _ trail: [OpenedNumber], from origin: Mode) -> [Effect] {
    var trail = trail
    let last = trail.count - 1
    let count = trail[last].opening.operands.count
    func moved(by offset: Int) {
      guard count > 0 else { return }
      trail[last].selected = (trail[last].selected + offset + count) % count
    }
    let command = Command.meant(by: key, in: .opening)
    if command == .open {
      guard count > 0 else {
        message = "It is not made from other numbers. Esc goes back."
        return []
      }
      let number = trail[last].opening.operands[trail[last].selected]
      trail.append(OpenedNumber(number, in: study.lesson))
    } else if command == .uses {
      showUses(of: trail[last].number, from: .opening(trail, from: origin))
      return []
    } else if command == .change {
      return edit(trail[last].number, from: .opening(trail, from: origin))
    } else if command == .restore {
      return restoreTraining()
    } else if command == .close {
      guard trail.count > 1 else {
        if case .numbers(let cursor) = origin { select(cursor) } else { mode = origin }
        return []
      }
      trail.removeLast()
    }
    switch key {
    case .right, .down, .tab, "l", "j": moved(by: 1)
    case .left, .up, .backTab, "h", "k": moved(by: -1)
    case "q":
      mode = .reading
      return []
    case "?":
      message = "Arrows choose a number, o opens it, u where used, e changes a given, Esc back."
    default: break
    }
    mode = .opening(trail, from: origin)
    return []
  }

  // MARK: - Where it is used

  mutating func showUses(of number: OpenNumber?, from origin: Mode) {
    guard let number else { return }
    guard let uses = study.uses(of: number) else {
      message = "Only a number with a name is used elsewhere; this one is a step on the way."
      return
    }
    guard !uses.isEmpty else {
      message = "Nothing further down uses \(number.title.oneLine(ascii: style.ascii))."
      return
    }
    mode = .uses(UseList(ShownUses(of: number, uses, in: study)), from: origin)
  }

  mutating func goThrough(_ key: Key, _ list: UseList, from origin: Mode) -> [Effect] {
    var list = list
    switch key {
    case .down, .character("j"), .tab: list.selected = min(list.selected + 1, list.rows.count - 1)
    case .up, .character("k"), .backTab: list.selected = max(list.selected - 1, 0)
    case .scroll(let lines):
      list.selected = min(max(0, list.selected + lines.signum()), list.rows.count - 1)
    case .enter, .character("o"), .character(" "):
      mode = .reading
      go(to: list.rows[list.selected].place)
      return []
    case .escape, .backspace, .character("q"):
      mode = origin
      return []
    default: break
    }
    mode = .uses(list, from: origin)
    return []
  }
}

/// Where a number is used, as a list to choose from.
struct UseList: Sendable {
  var uses: ShownUses
  var selected = 0

  init(_ uses: ShownUses) { self.uses = uses }

  var rows: [ShownUses.Row] { uses.rows }
}
