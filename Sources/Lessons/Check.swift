package import Kernels
package import Matrices
package import Notation
package import SourceText

/// A self-check: what the question before it asks for, with everything that marking needs. The key is
/// a formula over the lesson's names, so it cannot drift.
package struct Check: Sendable {
  package enum Kind: Sendable, Equatable {
    /// A number, a vector or a matrix.
    case value
    case shape
    /// A formula is typed and compared by its values.
    case formula
    /// The numbers of the right choices, counted from 1, and how many there are.
    case choice(right: Set<Int>, of: Int)
  }

  /// A wrong answer that the author expects.
  package struct KnownSlip: Sendable {
    package var kernel: Kernel
    package var value: Matrix<Double>
    package var message: String
  }

  /// The step's anchor and the number of the check in it.
  package var id: String
  package var location: Location
  package var kind: Kind
  /// The key as it is written; empty for a choice.
  package var tree: MathTree
  package var kernel: Kernel?
  package var value: Matrix<Double>?
  /// Given one after the other.
  package var hints: [String]
  package var known: [KnownSlip]
  /// The names and values at this place of the lesson.
  package var workspace: Workspace
}

extension Check {
  /// The kind for tools: number, vector, matrix, shape, formula, choice.
  package var kindName: String {
    switch kind {
    case .shape: return "shape"
    case .formula: return "formula"
    case .choice: return "choice"
    case .value:
      let shape = value?.shape ?? .scalar
      return shape.isScalar ? "number" : shape.isVector ? "vector" : "matrix"
    }
  }

  /// The same question at other values of the names.
  func moved(to workspace: Workspace) -> Check {
    var check = self
    let scope = Scope<Double>(workspace)
    check.workspace = workspace
    check.value = kernel?.value(in: scope)
    for index in known.indices { check.known[index].value = known[index].kernel.value(in: scope) }
    return check
  }
}

/// Reads the comment of a self-check.
struct CheckReader {
  let file: SourceFile
  let workspace: Workspace
  /// Whether the key is also marked by its own rule, for authors.
  let isThorough: Bool
  private(set) var findings: [Finding] = []

  init(file: SourceFile, workspace: Workspace, isThorough: Bool) {
    self.file = file
    self.workspace = workspace
    self.isThorough = isThorough
  }

  private mutating func report(
    _ kind: FindingKind = .check, at range: Range<Int>, _ summary: String, help: String
  ) {
    findings.append(Finding(kind, at: Location(file, range), summary, help: help))
  }

  /// - Parameter question: the block before the comment; a task list there holds the choices.
  mutating func read(_ lines: [Range<Int>], after question: Block?, id: String) -> Check? {
    let whole = (lines.first?.lowerBound ?? 0)..<(lines.last?.upperBound ?? 0)
    var check: Check?
    var hints: [String] = []
    var slips: [Range<Int>] = []
    for (index, line) in lines.enumerated() {
      guard let line = content(of: line, isFirst: index == 0) else { continue }
      let body = trimmed(line.lowerBound + 1..<line.upperBound)
      switch file.bytes[line.lowerBound] {
      case UInt8(ascii: "="):
        guard check == nil else {
          report(at: line, "This check has two keys", help: "Keep one line that begins with =.")
          continue
        }
        check = key(body, question, id, Location(file, whole))
      case UInt8(ascii: "?"): hints.append(file.text(body))
      case UInt8(ascii: "~"): slips.append(body)
      default:
        report(
          at: line, "A line of a check begins with =, ? or ~",
          help: "= is the key, ? a hint, ~ a wrong formula with what to say to it.")
      }
    }
    guard var check else {
      if findings.isEmpty {
        report(at: whole, "This check has no key", help: "Add a line that begins with =.")
      }
      return nil
    }
    check.hints = hints
    for slip in slips { if let known = knownSlip(slip, check) { check.known.append(known) } }
    return check
  }

  // MARK: - Lines

  /// A line without the comment's own signs; nil when nothing is left.
  private func content(of line: Range<Int>, isFirst: Bool) -> Range<Int>? {
    var line = trimmed(line)
    if isFirst {
      let text = file.text(line)
      guard let word = text.firstRange(of: "check") else { return nil }
      line = trimmed(line.lowerBound + text[..<word.upperBound].utf8.count..<line.upperBound)
    }
    if file.text(line).hasSuffix("-->") {
      line = trimmed(line.lowerBound..<line.upperBound - 3)
    }
    return line.isEmpty ? nil : line
  }

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while start < end, isBlank(file.bytes[start]) { start += 1 }
    while end > start, isBlank(file.bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  // MARK: - Keys

  private mutating func key(
    _ body: Range<Int>, _ question: Block?, _ id: String, _ location: Location
  ) -> Check? {
    let text = file.text(body)
    var check = Check(
      id: id, location: location, kind: .value, tree: .row([], body), kernel: nil, value: nil,
      hints: [], known: [], workspace: workspace)
    if let count = choices(question) {
      let numbers = text.split { $0 == "," || $0 == " " }.map { Int($0) }
      let right = Set(numbers.compactMap { $0 })
      guard !numbers.isEmpty, !numbers.contains(nil), right.allSatisfy({ (1...count).contains($0) })
      else {
        report(
          at: body, "The key of a choice is the number of the right one, from 1 to \(count)",
          help: "Write = 2, or = 1, 3 when several are right.")
        return nil
      }
      check.kind = .choice(right: right, of: count)
      return check
    }
    var formula = body
    for (word, kind) in [("shape ", Check.Kind.shape), ("formula ", .formula)]
    where text.hasPrefix(word) {
      check.kind = kind
      formula = trimmed(body.lowerBound + word.utf8.count..<body.upperBound)
    }
    guard let (tree, kernel) = read(formula) else { return nil }
    check.tree = tree
    check.kernel = kernel
    let value = kernel.value(in: Scope<Double>(workspace))
    check.value = value
    guard value.elements.allSatisfy(\.isFinite) else {
      report(
        at: formula, "The key of this check is not finite",
        help: "Ask for something else, or change the lesson's numbers.")
      return nil
    }
    if isThorough, let slip = Slips(of: kernel, tree, in: workspace).hidden.first {
      findings.append(
        Finding(
          .undiagnosable, .warning, at: Location(file, formula),
          "With these numbers a slip gives the right answer: \(slip.sentence.dropLast())",
          help: "Change the numbers, so that who makes it can be told."))
    }
    return check
  }

  /// How many choices a task list offers.
  private func choices(_ question: Block?) -> Int? {
    guard case .list(let items, _, _)? = question,
      items.allSatisfy({ GitHubMarkdown.task($0) != nil })
    else { return nil }
    return items.count
  }

  private mutating func read(_ range: Range<Int>) -> (MathTree, Kernel)? {
    let read = MathReader.read(MathSource(file, range), for: .live)
    findings += read.findings
    guard let tree = read.lines.first else {
      report(at: range, "There is no formula here", help: "Write one, such as \\delta^{(2)}.")
      return nil
    }
    let found = EquationReader.kernel(of: tree, in: file, workspace)
    findings += found.findings.filter { $0.severity == .error }
    return found.kernel.map { (tree, $0) }
  }

  // MARK: - Known slips

  /// `formula: message`.
  private mutating func knownSlip(_ body: Range<Int>, _ check: Check) -> Check.KnownSlip? {
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
    guard let key = check.value else {
      report(at: body, "A choice has no wrong formulas", help: "Take this line away.")
      return nil
    }
    if value.shape == key.shape, value.isClose(to: key, tolerance: 1e-9) {
      report(
        .deadSlip, at: formula, "This wrong answer is the right one at the lesson's numbers",
        help: "Change the formula, or the numbers so that the two differ.")
    }
    return Check.KnownSlip(kernel: kernel, value: value, message: String(message))
  }
}
