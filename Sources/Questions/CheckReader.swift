package import Kernels
import Matrices
package import Notation
package import SourceText

/// A comment that begins with the word check: the key of the question before it.
package struct CheckComment: Sendable {
  package var bytes: Range<Int>
  /// What stands behind that word, line by line.
  package var lines: [Range<Int>]

  package init(bytes: Range<Int>, lines: [Range<Int>]) {
    (self.bytes, self.lines) = (bytes, lines)
  }
}

/// What a check's comment takes from the text before it.
package struct QuestionText: Sendable {
  /// How many choices there are, when it is a list of tasks.
  package var choices: Int?
  /// The words of a paragraph, without formulas.
  package var words: [Substring]

  package init(choices: Int? = nil, words: [Substring] = []) {
    (self.choices, self.words) = (choices, words)
  }

  /// `to 2 decimals`, as a question says it.
  var decimals: Int? {
    guard let place = words.firstIndex(where: { ["decimal", "decimals"].contains($0) }),
      place > 1, words[place - 2] == "to"
    else { return nil }
    let numbers = ["one", "two", "three", "four", "five", "six"]
    let number = words[place - 1]
    return numbers.firstIndex { $0 == number }.map { $0 + 1 } ?? Int(number)
  }
}

/// Reads the comment of a self-check.
package struct CheckReader {
  /// A step of the lesson, as far as keys may name what it computes.
  package typealias Step = (id: String, equations: [Equation])

  let file: SourceFile
  let workspace: Workspace
  /// Of the check that is read.
  let id: String
  private let question: QuestionText
  /// Of the lesson up to here.
  let steps: () -> [Step]
  /// Those of the numbers that are shown.
  let decimals: Int
  package private(set) var findings: [Finding] = []
  /// The wrong answers that the author expects, as they are written.
  private var slips: [Range<Int>] = []
  /// The macros that are known.
  package var macros = Macros()

  /// - Parameter question: the text before the comment.
  package init(
    file: SourceFile, workspace: Workspace, id: String, after question: QuestionText,
    decimals: Int, steps: @escaping () -> [Step]
  ) {
    self.file = file
    self.workspace = workspace
    self.id = id
    self.question = question
    self.decimals = decimals
    self.steps = steps
  }

  var choices: Int? { question.choices }

  mutating func report(
    _ kind: FindingKind = .check, at range: Range<Int>, _ summary: String, help: String
  ) {
    findings.append(Finding(kind, at: Location(file, range), summary, help: help))
  }

  /// Hints that a kind of question gives where its author gives none.
  var ownHints: [String] = []

  package mutating func read(_ comment: CheckComment) -> Check? {
    var key: Range<Int>?
    var hints: [String] = []
    for line in comment.lines.map(trimmed) where !line.isEmpty {
      let body = trimmed(line.lowerBound + 1..<line.upperBound)
      switch file.bytes[line.lowerBound] {
      case UInt8(ascii: "="):
        if key == nil {
          key = body
        } else {
          report(at: line, "This check has two keys", help: "Keep one line that begins with =.")
        }
      case UInt8(ascii: "?"): hints.append(file.text(body))
      case UInt8(ascii: "~"): slips.append(body)
      default:
        report(
          at: line, "A line of a check begins with =, ? or ~",
          help: "= is the key, ? a hint, ~ a wrong formula with what to say to it. A comment that "
            + "is none begins with another word than check.")
      }
    }
    guard let key else {
      if findings.isEmpty {
        report(
          at: comment.bytes, "This check has no key",
          help: "Add a line that begins with =. A comment that is no check begins with another "
            + "word.")
      }
      return nil
    }
    guard let kind = kind(key) else { return nil }
    var check = Check(
      id: id, location: Location(file, comment.bytes), kind: kind,
      hints: hints.isEmpty ? ownHints : hints, in: workspace)
    check.decimals = question.decimals
    check.shownDecimals = decimals
    return check
  }

  private mutating func kind(_ line: Range<Int>) -> Check.Kind? {
    for kind in Check.Kind.all {
      guard let key = kind.key(in: line, of: self) else { continue }
      let before = findings.count
      guard let question = kind.init(key, by: &self) else {
        noteKind(line, since: before)
        return nil
      }
      if question.formulaKey == nil {
        for slip in slips {
          report(at: slip, "A choice has no wrong formulas", help: "Take this line away.")
        }
      }
      return question.kind
    }
    return nil
  }

  /// The words that say what kind of answer is asked for; without one it is what a formula comes to.
  private static let kinds = ["shape", "formula", "order", "slip", "derive"]
  /// Words for what a key says by itself: before a number no other word is taken for a kind.
  private static let needless = [
    "number", "value", "choice", "choices", "answer", "vector", "matrix",
  ]

  /// A key that cannot be read and begins with a word: whoever wrote it meant a kind of question.
  private mutating func noteKind(_ line: Range<Int>, since before: Int) {
    let text = file.text(line)
    let word = text.prefix { $0.isASCII && $0.isLetter }
    let rest = text.dropFirst(word.count)
    guard word.utf8.count > 2, rest.first == " ",
      let next = rest.first(where: { $0 != " " }),
      next.isLetter || next == "\\" || next.isNumber && Self.needless.contains(String(word)),
      !Self.kinds.contains(String(word)),
      findings[before...].contains(where: { $0.kind == .undefinedName })
    else { return }
    let near = nearest(to: String(word), among: Self.kinds)
    findings.removeSubrange(before...)
    report(
      at: line.lowerBound..<line.lowerBound + word.utf8.count,
      "There is no kind of question that is called \(word)",
      help: (near.map { "Did you mean \($0)? " } ?? "")
        + "A key is a formula; behind shape or formula it is one, too. order and slip are of the formulas "
        + "from one name to another (= order z … J), derive of a derivative. Behind a task list it is the "
        + "number of the right choice, or of several (= 1, 3).")
  }

  // MARK: - Lines

  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while start < end, isBlank(file.bytes[start]) { start += 1 }
    while end > start, isBlank(file.bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  // MARK: - Runs

  /// `z^{(2)}, a^{(2)}` or `z^{(2)} … a^{(3)}`: names that the lesson computes, or steps by their
  /// anchors; between two of them all that is computed from the one to the other.
  mutating func run(_ list: Range<Int>) -> Run? {
    let steps = steps()
    let all = steps.flatMap { step in step.equations.map { (step: step.id, equation: $0) } }
    let dots = ["…", "...", "\\ldots", "\\dots", "\\cdots"]
    var text = file.text(list)
    for spelling in dots { text = text.replacing(spelling, with: "…") }
    let isRange = text.contains("…")
    let words = isRange ? text.split(separator: "…").map(String.init) : Self.listed(text)
    var found: [Range<Int>] = []
    for word in words.map({ $0.split(separator: " ").joined(separator: " ") }) {
      let tree = MathReader.read(word)
      let places = all.indices.filter { index in
        let equation = all[index].equation
        return all[index].step == word
          || Run([equation]).lines.contains { MathReader.read($0.name.latex) == tree }
      }
      guard let first = places.first, let last = places.last else {
        let names = Set(Run(all.map(\.equation)).lines.map(\.name.latex) + steps.map(\.id))
        report(
          at: list, "\(word) is no formula or step of this lesson up to here",
          help: nearest(to: word, among: names.sorted()).map { "Did you mean \($0)?" }
            ?? "Name what the formulas compute, or a step by its anchor: = order z^{(2)}, a^{(2)}"
        )
        return nil
      }
      found.append(first..<last + 1)
    }
    if isRange {
      guard found.count == 2, found[0].lowerBound < found[1].upperBound else {
        report(
          at: list, "A range of formulas goes from an earlier to a later one",
          help: "Write the first, …, and the last: z^{(2)} … a^{(3)}")
        return nil
      }
      found = [found[0].lowerBound..<found[1].upperBound]
    }
    let run = Run(Set(found.joined()).sorted().map { all[$0].equation })
    guard run.lines.count > 1, run.lines.count <= Self.longestRun else {
      report(
        at: list,
        "This takes 2 to \(Self.longestRun) formulas that compute something; here are "
          + "\(run.lines.count)",
        help: "Name each of them, with commas, or the first and the last with … between.")
      return nil
    }
    return run
  }

  /// More lines than these are no question any more.
  private static let longestRun = 9

  /// The parts between commas that stand in no braces or parentheses.
  private static func listed(_ text: String) -> [String] {
    var depth = 0
    return text.split { character in
      if "({[".contains(character) { depth += 1 }
      if ")}]".contains(character) { depth -= 1 }
      return character == "," && depth == 0
    }.map(String.init)
  }

  // MARK: - Formulas

  /// A key that is a formula, with the wrong ones that are expected.
  mutating func formula(_ range: Range<Int>) -> FormulaKey? {
    guard let (tree, kernel) = read(range) else { return nil }
    var key = FormulaKey(tree, kernel, in: workspace)
    guard key.value.elements.allSatisfy(\.isFinite) else {
      report(
        at: range, "The key of this check is not finite",
        help: "Ask for something else, or change the lesson's numbers.")
      return nil
    }
    for slip in slips { if let known = knownSlip(slip, key) { key.known.append(known) } }
    return key
  }

  private mutating func read(_ range: Range<Int>) -> (MathTree, Kernel)? {
    let read = MathReader.read(MathSource(file, range), for: .live, &macros)
    findings += read.findings
    guard let tree = read.lines.first else {
      report(at: range, "There is no formula here", help: "Write one, such as \\delta^{(2)}.")
      return nil
    }
    let found = EquationReader.kernel(of: tree, in: file, workspace)
    findings += found.findings.filter { $0.severity == .error }
    return found.kernel.map { (tree, $0) }
  }

  /// `formula: message`.
  private mutating func knownSlip(_ body: Range<Int>, _ key: FormulaKey) -> KnownSlip? {
    let text = file.text(body)
    guard let colon = text.firstRange(of: ": ") else {
      report(
        at: body, "A known wrong answer needs what to say to it",
        help: "Write ~ formula: message.")
      return nil
    }
    let start = body.lowerBound
    let formula = trimmed(start..<start + text[..<colon.lowerBound].utf8.count)
    let message = text[colon.upperBound...].drop { $0 == " " }
    guard let (_, kernel) = read(formula) else { return nil }
    let value = kernel.value(in: Scope<Double>(workspace))
    if value.shape == key.value.shape, value.isClose(to: key.value, tolerance: 1e-9) {
      report(
        .deadSlip, at: formula, "This wrong answer is the right one at the lesson's numbers",
        help: "Change the formula, or the numbers so that the two differ.")
    }
    return KnownSlip(
      kernel: kernel, value: value, message: String(message), location: Location(file, formula))
  }
}
