import Kernels
import Lessons
import Matrices
import Notation
import SourceText

/// Reads answers, each kind in its own way; says where one cannot be read.
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

  private func readable(_ text: String) throws(TypedNumbers.Unreadable) -> String {
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

  func choices(_ text: String, of count: Int) throws(TypedNumbers.Unreadable) -> Set<Int> {
    let words = try readable(text).split { ",;&".contains($0) || $0.isWhitespace }
    let numbers = words.filter { !Self.isLead($0) }.map { Self.place($0) }
    guard !numbers.isEmpty, !numbers.contains(nil),
      numbers.allSatisfy({ (1...count).contains($0 ?? 0) })
    else {
      throw TypedNumbers.Unreadable(
        reason: "Type the number of a choice, 1 to \(count), or several with commas.")
    }
    return Set(numbers.compactMap { $0 })
  }

  /// Words that stand before a number: `line 3`, `2 and 3`, `no. 2`.
  private static func isLead(_ word: Substring) -> Bool {
    [
      "line", "row", "step", "no", "no.", "nr", "nr.", "number", "choice", "option", "answer",
      "and",
    ]
    .contains(word.lowercased())
  }

  /// `2`, `2.`, `(2)`, `#2`; `b` is the second.
  private static func place(_ word: Substring) -> Int? {
    let bare = word.filter { !"().[]#".contains($0) }
    if let number = Int(bare) { return number }
    guard bare.count == 1, let letter = bare.lowercased().utf8.first, (97...122).contains(letter)
    else { return nil }
    return Int(letter) - 96
  }

  /// The number of a line.
  func line(_ text: String, of count: Int) throws(TypedNumbers.Unreadable) -> Int {
    let words = try readable(text).split(whereSeparator: \.isWhitespace)
      .filter { !Self.isLead($0) }
    guard words.count == 1, let line = Self.place(words[0]), (1...count).contains(line) else {
      throw TypedNumbers.Unreadable(reason: "Type the number of one line, 1 to \(count).")
    }
    return line
  }

  /// Every number from 1 once, in some order.
  func order(_ text: String, of count: Int) throws(TypedNumbers.Unreadable) -> [Int] {
    var words = try readable(text).split { ",;->→".contains($0) || $0.isWhitespace }
    // 2143 is 2 1 4 3.
    if words.count == 1, count < 10 {
      words = words[0].indices.map { words[0][$0...$0] }
    }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.sorted() == Array(1...count) else {
      throw TypedNumbers.Unreadable(
        reason: "Type every number from 1 to \(count) once, what is computed first in front.")
    }
    return numbers
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
  func value(_ text: String) throws(TypedNumbers.Unreadable) -> TypedMatrix {
    // Lines are rows, which they would not be any more once they can be shown.
    let rows = text.split(whereSeparator: \.isNewline).joined(separator: ";")
    let isOpen = !text.contains { "[({\\".contains($0) }
    let text = withoutName(try readable(isOpen ? rows : text))
    let key = check.value?.shape ?? .scalar
    if let typed = try TypedMatrixReader(key: key).read(text) { return typed }
    let isFormula = text.contains { "[\\+*^√(".contains($0) }
    guard isFormula else {
      _ = try TypedNumbers(text, count: key.count)
      throw TypedNumbers.Unreadable(reason: "\(text.prefix(20)) cannot be read as a number.")
    }
    return TypedMatrix(try computed(text))
  }

  private func computed(_ text: String) throws(TypedNumbers.Unreadable) -> Matrix<Double> {
    let (kernel, value) = try formula(text)
    guard kernel.names.isEmpty else {
      throw TypedNumbers.Unreadable(
        reason: "Numbers are asked for here, and \(text.prefix(30)) is a formula.")
    }
    return value
  }

  /// `= 1.25`, `≈ 1.25` and `y = 1.25` answer with what stands behind the sign.
  private func withoutName(_ text: String) -> String {
    let parts = text.split(maxSplits: 1, omittingEmptySubsequences: false) { "=≈~≃".contains($0) }
    guard parts.count == 2, !parts[0].contains(where: { "[]{};,<>:".contains($0) }),
      parts[1].contains(where: { !$0.isWhitespace })
    else { return text }
    return withoutName(String(parts[1]))
  }

  /// A formula over the lesson's names, with its value.
  func formula(
    _ text: String
  ) throws(TypedNumbers.Unreadable) -> (kernel: Kernel, value: Matrix<Double>) {
    let text = Self.asTyped(withoutName(try readable(text)))
    let file = SourceFile(path: "answer", text: text)
    let isLaTeX = text.contains("\\")
    let read =
      isLaTeX
      ? MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      : (spellings ?? Spellings(check.workspace)).read(file)
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

  private func unreadable(_ finding: Finding, _ file: SourceFile) -> TypedNumbers.Unreadable {
    // What is wrong with the lesson's own words has no place in what was typed.
    let isTyped = finding.location.file === file
    let place = isTyped ? " (at character \(finding.location.position.column))" : ""
    return TypedNumbers.Unreadable(
      reason: "\(finding.summary)\(place)." + (help(finding).map { " \($0)" } ?? ""))
  }
}
