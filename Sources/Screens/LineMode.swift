package import Learning
import Lessons
package import Notation
package import Typesetting

/// The append-only reader: for pipes, screen readers and terminals that can do nothing. Pure: a
/// command in, lines out.
package struct LineMode: Sendable {
  package enum Command: Equatable, Sendable {
    case next, back, finish, nextStep, previousStep, first, help, quit
    case unknown(String)
  }

  package private(set) var walk: Walk
  package private(set) var isOver = false
  private let printer: StopPrinter

  package init(_ walk: Walk, _ style: PageStyle) {
    self.walk = walk
    printer = StopPrinter(walk.lesson, style)
  }

  /// The title and the place where the walk begins.
  ///
  /// - Parameter isTitled: whether the title has been written already.
  package func opening(isTitled: Bool = false) -> [StyledLine] {
    (isTitled ? [] : printer.title()) + [[]] + here()
  }

  /// Does what a key asks for.
  /// - Returns: the lines to append.
  package mutating func update(_ command: Command) -> [StyledLine] {
    let before = walk.place
    switch command {
    case .next:
      guard walk.next() else {
        isOver = true
        return []
      }
      return after(before)
    case .back: return walk.back() ? replaced() : [Self.remark("This is the beginning.")]
    case .finish:
      guard walk.finish() else { return after(before, moved: walk.next()) }
      guard let stop = walk.stop else { return [] }
      return (before.revealed..<walk.place.revealed).flatMap { printer.reduction($0, of: stop) }
    case .nextStep:
      return walk.nextStep() ? [[]] + here() : [Self.remark("This is the last step.")]
    case .previousStep:
      return walk.previousStep() ? [[]] + here() : [Self.remark("This is the first step.")]
    case .first:
      walk.go(to: Walk.Place())
      return [[]] + here()
    case .help: return Self.help
    case .quit:
      isOver = true
      return []
    case .unknown(let key):
      return [Self.remark("\(key) does nothing here. ? shows the keys.")]
    }
  }

  private func after(_ before: Walk.Place, moved: Bool = true) -> [StyledLine] {
    guard moved, let stop = walk.stop else { return [] }
    if walk.place.stop == before.stop {
      return printer.reduction(walk.place.revealed - 1, of: stop)
    }
    return [[]] + here()
  }

  /// What went before cannot be taken off the paper: the place is written again.
  private func replaced() -> [StyledLine] {
    guard let stop = walk.stop else { return [] }
    let head = [[], Self.remark("back:")]
    if walk.place.revealed > 0 {
      return head + printer.reduction(walk.place.revealed - 1, of: stop)
    }
    return head + here()
  }

  private func here() -> [StyledLine] {
    guard let stop = walk.stop else { return [] }
    let first = walk.stops.firstIndex { $0.step == stop.step }
    var lines = printer.opening(stop, isFirstOfStep: first == walk.place.stop)
    for index in 0..<walk.place.revealed { lines += printer.reduction(index, of: stop) }
    return lines
  }

  private static func remark(_ text: String) -> StyledLine { StyledLine(text, .remark) }

  // MARK: - Keys

  /// The valid keys, for the prompt.
  package var prompt: String {
    let next = walk.isAtEnd ? "Space end" : "Space next"
    let finish =
      walk.place.revealed < (walk.stop?.reductions.count ?? 0) ? " · . finish" : ""
    return "\(next)\(finish) · b back · n/p step · ? help · q quit"
  }

  private static let help: [StyledLine] = [
    remark("Space, Enter  the next operation"),
    remark("b             back by one"),
    remark(".             finish this equation"),
    remark("n, p          next, previous step"),
    remark("g             back to the beginning"),
    remark("q             quit; the place is kept"),
  ]

  /// A line of input, for when there are no keys: nothing is next, a word or a row of keys is what
  /// it says.
  package static func commands(line: String) -> [Command] {
    let words: [String: Command] = [
      "": .next, "next": .next, "back": .back, "finish": .finish, "step": .nextStep,
      "previous": .previousStep, "first": .first, "help": .help, "quit": .quit, "exit": .quit,
    ]
    let word = line.trimmingSpaces
    if let command = words[word.lowercased()] { return [command] }
    if word.count > 8 { return [.unknown(String(word.prefix(20)))] }
    return word.map(command(key:))
  }

  package static func command(key: Character) -> Command {
    switch key {
    case " ", "\n", "\r", "l", "→", "↓": .next
    case "b", "h", "←", "↑", "\u{7F}", "\u{8}": .back
    case ".": .finish
    case "n": .nextStep
    case "p": .previousStep
    case "g": .first
    case "?": .help
    case "q", "\u{3}", "\u{4}": .quit
    default:
      .unknown(
        key.isASCII && !key.isLetter && !key.isNumber && !key.isPunctuation
          ? "This key" : String(key))
    }
  }
}

extension String {
  fileprivate var trimmingSpaces: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
