import Kernels
import Matrices
import Notation
import SourceText

/// What answers to several kinds of question have in common, and how it is read.
struct AnswerReader {
  private let check: Check
  private let spellings: Spellings?

  /// - Parameter spellings: of the names at the check, when they are known already.
  init(_ check: Check, spellings: Spellings? = nil) {
    self.check = check
    self.spellings = spellings
  }

  /// Nobody types more.
  private static let longest = 2000

  func readable(_ text: String) throws(TypedNumbers.Unreadable) -> String {
    let clean = text.plainlyTyped.visible
    guard clean.contains(where: { !$0.isWhitespace }) else {
      throw TypedNumbers.Unreadable(reason: "There is no answer yet.")
    }
    guard clean.count <= Self.longest else {
      throw TypedNumbers.Unreadable(
        reason: "That is longer than \(Self.longest) characters; type the answer alone.")
    }
    return clean
  }

  /// Words that stand before a number: `line 3`, `2 and 3`, `no. 2`.
  static func isLead(_ word: Substring) -> Bool {
    [
      "line", "row", "step", "no", "no.", "nr", "nr.", "number", "choice", "option", "answer",
      "and",
    ]
    .contains(word.lowercased())
  }

  /// `2`, `2.`, `(2)`, `#2`; `b` is the second.
  static func place(_ word: Substring) -> Int? {
    let bare = word.filter { !"().[]#".contains($0) }
    if let number = Int(bare) { return number }
    guard bare.count == 1, let letter = bare.lowercased().utf8.first, (97...122).contains(letter)
    else { return nil }
    return Int(letter) - 96
  }

  /// `= 1.25`, `≈ 1.25` and `y = 1.25` answer with what stands behind the sign.
  static func withoutName(_ text: String) -> String {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { "=≈~≃".contains($0) }
    guard parts.count == 2, !parts[0].contains(where: { "[];,<>:".contains($0) }),
      // Of LaTeX a name has braces, which are closed again.
      parts[0].count(where: { $0 == "{" }) == parts[0].count(where: { $0 == "}" }),
      parts[1].contains(where: { !$0.isWhitespace })
    else { return text }
    return withoutName(String(parts[1]))
  }

  /// A formula over the lesson's names, with its value.
  func formula(
    _ text: String
  ) throws(TypedNumbers.Unreadable) -> (kernel: Kernel, value: Matrix<Double>) {
    let text = Self.withoutName(try readable(text))
    let (tree, file) = try self.tree(text)
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

  /// A formula as it is typed, in LaTeX or as at a keyboard.
  ///
  /// - Parameter isLaTeX: nil where a command says so.
  func tree(
    _ text: String, isLaTeX: Bool? = nil
  ) throws(TypedNumbers.Unreadable) -> (tree: MathTree, file: SourceFile) {
    let text = Self.asTyped(text)
    let file = SourceFile(path: "answer", text: text)
    let isLaTeX = isLaTeX ?? text.contains("\\")
    let read =
      isLaTeX
      ? MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      : (spellings ?? Spellings(check.workspace)).read(file)
    if let finding = read.findings.first { throw unreadable(finding, file) }
    guard let tree = read.lines.first else {
      throw TypedNumbers.Unreadable(reason: "There is no answer yet.")
    }
    return (tree, file)
  }

  /// What the keyboard spells otherwise: `‖W‖_F`, `sum(W.^2)`, and `λW2`, where a Greek letter is a
  /// factor.
  private static func asTyped(_ text: String) -> String {
    guard !text.contains("\\") else { return text }
    var text = text.replacing(/(?:‖|\|\|)([^‖|]+)(?:‖|\|\|)_?\{?F\}?/) { "norm(\($0.1), F)" }
    text = text.replacing(/sum\(([^(),]+?)\s*\.\^\s*2\)/) { "norm(\($0.1), F)^2" }
    return text.replacing(/([λαβημε])([A-Za-z])/) { "\($0.1) \($0.2)" }
  }

  /// At the keyboard LaTeX would be no help, and a student does not edit the lesson.
  private func help(_ finding: Finding) -> String? {
    if finding.kind == .ambiguousProduct {
      return "Type @ or nothing for the matrix product, .* for the one entry by entry."
    }
    guard finding.kind == .undefinedName else { return finding.help }
    let writer = KeyboardWriter(spellings ?? Spellings(check.workspace))
    let known = check.workspace.values.keys.filter(\.arguments.isEmpty)
      .compactMap { writer.text(MathReader.read($0.latex)) }.sorted().prefix(Self.mostNames)
    return known.isEmpty ? nil : "Names are typed \(known.joined(separator: ", "))."
  }

  /// More names than these are not read.
  private static let mostNames = 16

  /// What is wrong with what was typed, and where in it.
  func unreadable(_ finding: Finding, _ file: SourceFile) -> TypedNumbers.Unreadable {
    // What is wrong with the lesson's own words has no place in what was typed.
    let isTyped = finding.location.file === file
    let place = isTyped ? " (at character \(finding.location.position.column))" : ""
    return TypedNumbers.Unreadable(
      reason: "\(finding.summary)\(place)." + (help(finding).map { " \($0)" } ?? ""))
  }
}
