import Kernels
package import Lessons
package import Matrices
import Notation
import SourceText

/// What was said to one answer, or instead of one.
package struct Reply: Sendable {
  /// The answer as it was read, to be shown back; nil when it is no matrix.
  package var read: Matrix<Double>?
  /// Row by row which entries are right, when that is told.
  package var entries: [Bool]?
  package var text: String
  package var isRight = false
  /// Whether it was a try: what cannot be read costs nothing.
  package var isTry = true
}

/// The tries at one question. They are not limited; with each wrong one more is said: the verdict,
/// then which entries, then what went wrong or a hint, and at last the answer.
package struct Attempt: Sendable {
  package private(set) var replies: [Reply] = []
  /// Wrong tries, and hints that were asked for.
  private var rung = 0
  private var hints = 0
  package private(set) var isSolved = false
  package private(set) var isRevealed = false

  package var tries: Int { replies.count { $0.isTry } }

  /// - Parameter isSolved: whether the question was answered on another day.
  package init(isSolved: Bool = false) { self.isSolved = isSolved }

  private mutating func say(_ reply: Reply) {
    replies.append(reply)
    if reply.isRight { isSolved = true }
  }

  /// Marks an answer as it was typed.
  package mutating func answer(_ text: String, to check: Check, in lesson: Lesson) {
    let reader = AnswerReader(check, lesson)
    do {
      switch check.kind {
      case .choice(let right, let count):
        let chosen = try reader.choices(text, of: count)
        sayVerdict(check, isRight: chosen == right, choiceHelp(chosen, right))
      case .shape:
        let shape = try reader.shape(text)
        let key = check.value?.shape ?? .scalar
        let isTurned = shape == key.transposed
        sayVerdict(
          check, isRight: shape == key,
          isTurned ? "Rows and columns are the other way round." : nil)
      case .value: mark(try reader.value(text), check, reader.marking)
      case .formula:
        let (kernel, value) = try reader.formula(text)
        if let key = check.kernel, Slips.agree(kernel, key, in: check.workspace) {
          say(Reply(read: value, text: "Right.", isRight: true))
        } else if case .right = reader.marking.mark(value) {
          rung += 1
          say(Reply(read: value, text: "It gives this number here, and not with other givens."))
        } else {
          mark(value, check, reader.marking)
        }
      }
    } catch {
      say(Reply(text: error.reason, isTry: false))
    }
  }

  /// What can be said of a wrong choice without giving it away; nil when a hint says more.
  private func choiceHelp(_ chosen: Set<Int>, _ right: Set<Int>) -> String? {
    guard right.count > 1 else { return nil }
    if chosen.isSubset(of: right) { return "These are right; more are." }
    return right.isSubset(of: chosen)
      ? "The right ones are among them; not all are." : "Some of these are wrong."
  }

  private mutating func sayVerdict(_ check: Check, isRight: Bool, _ help: String?) {
    if isRight { return say(Reply(text: "Right.", isRight: true)) }
    rung += 1
    say(Reply(text: rung > 1 ? help ?? nextHint(check) : "Not yet."))
  }

  private mutating func mark(_ answer: Matrix<Double>, _ check: Check, _ marking: Marking) {
    switch marking.mark(answer) {
    case .right: say(Reply(read: answer, text: "Right.", isRight: true))
    case .shape(let shape, let isTransposed):
      rung += 1
      say(
        Reply(
          read: answer,
          text: "Yours is \(answer.shape), it is \(shape)" + (isTransposed ? ": transposed?" : "."))
      )
    case .wrong(let entries, let reading):
      rung += 1
      let own = check.known.first { marking.matches(answer, $0.value) }?.message
      let showsEntries = rung > 1 && entries.count > 1
      let text: String
      if rung <= (entries.count > 1 ? 2 : 1) {
        text = rung == 1 ? "Not yet." : "Not yet: ✓ is right, ✗ is not."
      } else {
        text = own ?? reading?.text ?? nextHint(check)
      }
      say(Reply(read: answer, entries: showsEntries ? entries : nil, text: text))
    }
  }

  // MARK: - Help

  private mutating func nextHint(_ check: Check) -> String {
    guard hints < check.hints.count else {
      return "Not yet. Ask for a hint to see the answer."
    }
    hints += 1
    return check.hints[hints - 1]
  }

  /// Whether anything is left that could be said.
  package var canHelp: Bool { !isRevealed && !isSolved }

  /// One rung more: the next hint, and after the last one the answer.
  package mutating func help(_ check: Check, _ style: NumberStyle) {
    guard canHelp else { return }
    if hints < check.hints.count {
      say(Reply(text: nextHint(check), isTry: false))
      return
    }
    isRevealed = true
    switch check.kind {
    case .choice(let right, _):
      let list = right.sorted().map(String.init).joined(separator: ", ")
      say(Reply(text: "It is \(list).", isTry: false))
    case .shape: say(Reply(text: "It is \(check.value?.shape ?? .scalar).", isTry: false))
    case .value: say(Reply(read: check.value, text: "It is this.", isTry: false))
    case .formula:
      let spelled = KeyboardWriter(Spellings(check.workspace)).text(check.definition)
      say(Reply(text: "It is \(spelled ?? check.definition.oneLine()).", isTry: false))
    }
  }
}

extension Check {
  /// The formula that the key stands for.
  fileprivate var definition: MathTree {
    kernel.flatMap { workspace.definition(of: $0) } ?? tree
  }
}

/// Reads answers, each kind in its own way; says where one cannot be read.
struct AnswerReader {
  private let check: Check
  private let lesson: Lesson

  init(_ check: Check, _ lesson: Lesson) {
    self.check = check
    self.lesson = lesson
  }

  /// Nobody types more.
  private static let longest = 2000

  var marking: Marking {
    let key = check.value ?? Matrix(0)
    let slips =
      check.kernel.map { Slips(of: $0, check.tree, in: check.workspace) } ?? Slips.none
    let factors = check.workspace.scalars.map { (name: $0.0.shown, value: $0.1) }
    return Marking(
      key, slips, known: check.known.map(\.value), decimals: min(lesson.style.decimals, 3),
      factors: factors)
  }

  private func readable(_ text: String) throws(TypedNumbers.Unreadable) -> String {
    let clean = text.withoutControlCharacters
    guard clean.contains(where: { !$0.isWhitespace }) else {
      throw TypedNumbers.Unreadable(reason: "There is no answer yet.")
    }
    guard clean.count <= Self.longest else {
      throw TypedNumbers.Unreadable(
        reason: "That is \(clean.count) characters; type the answer alone.")
    }
    return clean
  }

  func choices(_ text: String, of count: Int) throws(TypedNumbers.Unreadable) -> Set<Int> {
    let words = try readable(text).split { $0 == "," || $0.isWhitespace }
    let numbers = words.map { Int($0) }
    guard !numbers.contains(nil), numbers.allSatisfy({ (1...count).contains($0 ?? 0) }) else {
      throw TypedNumbers.Unreadable(
        reason: "Type the number of a choice, 1 to \(count), or several with commas.")
    }
    return Set(numbers.compactMap { $0 })
  }

  func shape(_ text: String) throws(TypedNumbers.Unreadable) -> Shape {
    let numbers = try readable(text).split { !$0.isNumber }.map { Int($0) }
    guard numbers.count == 2, let rows = numbers[0], let columns = numbers[1], rows > 0, columns > 0
    else {
      throw TypedNumbers.Unreadable(reason: "A shape is rows by columns, such as 3x2.")
    }
    return Shape(rows, columns)
  }

  /// A number, a vector or a matrix.
  func value(_ text: String) throws(TypedNumbers.Unreadable) -> Matrix<Double> {
    let text = try readable(text)
    let key = check.value?.shape ?? .scalar
    if !text.contains("[") {
      // Numbers in a row are a vector when a vector is asked for; 1,5 is asked about.
      let numbers = try TypedNumbers(text)
      if numbers.values.count == 1 { return Matrix(numbers.values[0]) }
      let shape =
        key.columns == 1 ? Shape(numbers.values.count, 1) : Shape(1, numbers.values.count)
      return Matrix(shape: shape, elements: numbers.values)
    }
    let (kernel, value) = try formula(text)
    guard kernel.names.isEmpty else {
      throw TypedNumbers.Unreadable(
        reason: "Numbers are asked for here, and \(text.prefix(30)) is a formula.")
    }
    return value
  }

  /// A formula over the lesson's names, with its value.
  func formula(
    _ text: String
  ) throws(TypedNumbers.Unreadable) -> (kernel: Kernel, value: Matrix<Double>) {
    let text = try readable(text)
    let file = SourceFile(path: "answer", text: text)
    let read = Spellings(check.workspace).read(file)
    if let finding = read.findings.first { throw unreadable(finding, file) }
    guard let tree = read.lines.first else {
      throw TypedNumbers.Unreadable(reason: "There is no answer yet.")
    }
    let found = EquationReader.kernel(of: tree, in: file, check.workspace)
    guard let kernel = found.kernel else {
      throw found.findings.first.map { unreadable($0, file) }
        ?? TypedNumbers.Unreadable(reason: "This cannot be computed.")
    }
    let value = kernel.value(in: Scope<Double>(check.workspace))
    guard value.elements.allSatisfy(\.isFinite) else {
      throw TypedNumbers.Unreadable(reason: "\(text.prefix(30)) is not finite.")
    }
    return (kernel, value)
  }

  private func unreadable(_ finding: Finding, _ file: SourceFile) -> TypedNumbers.Unreadable {
    let column = file.position(at: finding.location.range.lowerBound).column
    return TypedNumbers.Unreadable(
      reason: "\(finding.summary) (at character \(column))."
        + (finding.help.map { " \($0)" } ?? ""))
  }
}
