import Kernels
import Lessons
import Matrices
import Notation
import SourceText

/// Reads answers, each kind in its own way; says where one cannot be read.
struct AnswerReader {
  private let check: Check

  init(_ check: Check) { self.check = check }

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
    let words = try readable(text).split { $0 == "," || $0.isWhitespace }
    let numbers = words.map { Int($0) }
    guard !numbers.contains(nil), numbers.allSatisfy({ (1...count).contains($0 ?? 0) }) else {
      throw TypedNumbers.Unreadable(
        reason: "Type the number of a choice, 1 to \(count), or several with commas.")
    }
    return Set(numbers.compactMap { $0 })
  }

  /// The number of a line.
  func line(_ text: String, of count: Int) throws(TypedNumbers.Unreadable) -> Int {
    let words = try readable(text).split(whereSeparator: \.isWhitespace)
    guard words.count == 1, let line = Int(words[0]), (1...count).contains(line) else {
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
  func value(_ text: String) throws(TypedNumbers.Unreadable) -> Matrix<Double> {
    var text = withoutName(try readable(text))
    let key = check.value?.shape ?? .scalar
    if text.contains("\\") { return try computed(text) }
    // A list in any brackets, with or without a T, is a vector as the question asks for it.
    if let list = Self.list(text) { text = list }
    // Rows without brackets: 1 2; 3 4.
    if text.contains(";"), !text.contains("[") { text = "[\(text)]" }
    if !text.contains("[") {
      // Numbers in a row are a vector when a vector is asked for; 1,5 is asked about.
      let numbers = try TypedNumbers(text, count: key.count)
      if numbers.values.count == 1 { return Matrix(numbers.values[0]) }
      let shape =
        key.columns == 1 ? Shape(numbers.values.count, 1) : Shape(1, numbers.values.count)
      return Matrix(shape: shape, elements: numbers.values)
    }
    return try computed(text)
  }

  private func computed(_ text: String) throws(TypedNumbers.Unreadable) -> Matrix<Double> {
    let (kernel, value) = try formula(text)
    guard kernel.names.isEmpty else {
      throw TypedNumbers.Unreadable(
        reason: "Numbers are asked for here, and \(text.prefix(30)) is a formula.")
    }
    return value
  }

  /// `= 1.25` and `y = 1.25` answer with what stands behind the sign.
  private func withoutName(_ text: String) -> String {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].contains(where: { "[]{};,<>:".contains($0) }),
      parts[1].contains(where: { !$0.isWhitespace })
    else { return text }
    return String(parts[1])
  }

  /// What stands in one pair of brackets around numbers only: `[1, 2, 3]^T`, `{1, 2}`, `(1 2)`.
  private static func list(_ text: String) -> String? {
    var inner = text[...]
    func trim() {
      while inner.last?.isWhitespace == true { inner.removeLast() }
      while inner.first?.isWhitespace == true { inner.removeFirst() }
    }
    trim()
    for turned in ["^T", "^{T}", ".T", "'", "ᵀ"] where inner.hasSuffix(turned) {
      inner.removeLast(turned.count)
      trim()
      break
    }
    guard let first = inner.first, let last = inner.last,
      ["[]", "()", "{}"].contains("\(first)\(last)")
    else { return nil }
    inner = inner.dropFirst().dropLast()
    let isFlat = inner.allSatisfy { $0.isNumber || $0.isWhitespace || "+-−.,/eE".contains($0) }
    return isFlat && inner.contains { $0 == "," || $0.isWhitespace } ? String(inner) : nil
  }

  /// A formula over the lesson's names, with its value.
  func formula(
    _ text: String
  ) throws(TypedNumbers.Unreadable) -> (kernel: Kernel, value: Matrix<Double>) {
    var text = try readable(text)
    if let first = text.first(where: { !$0.isWhitespace }), first == "=" {
      text = withoutName(text)
    }
    let file = SourceFile(path: "answer", text: text)
    let isLaTeX = text.contains("\\")
    let read =
      isLaTeX
      ? MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      : Spellings(check.workspace).read(file)
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

  /// At the keyboard LaTeX would be no help.
  private func help(_ finding: Finding) -> String? {
    finding.kind == .ambiguousProduct
      ? "Type @ or nothing for the matrix product, .* for the one entry by entry." : finding.help
  }

  private func unreadable(_ finding: Finding, _ file: SourceFile) -> TypedNumbers.Unreadable {
    // What is wrong with the lesson's own words has no place in what was typed.
    let isTyped = finding.location.file === file
    let place = isTyped ? " (at character \(finding.location.position.column))" : ""
    return TypedNumbers.Unreadable(
      reason: "\(finding.summary)\(place)." + (help(finding).map { " \($0)" } ?? ""))
  }
}
