import Learning
import Lessons
import Notation
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

/// Matrices of which only some rows find room, where formulas are reduced line by line.
struct `Large matrices` {
  private static let network = """
    ```math
    A \\in \\mathbb{R}^{60 \\times 60}, \\quad c \\in \\mathbb{R}^{60}
    B \\in \\mathbb{R}^{2 \\times 2}
    A \\sim \\mathcal{U}(-0.5, 0.5)
    B \\sim \\mathcal{U}(-0.5, 0.5)
    c \\sim \\mathcal{U}(-0.5, 0.5)
    ```

    ```math
    p = A c + c
    ```

    ```math
    q = \\|B\\|_F^2
    ```
    """

  private static func lineMode(_ text: String, speaks: Bool = false) -> LineMode {
    let lesson = LessonReader(.none).lesson(SourceFile(path: "l.md", text: text + "\n"))
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    return LineMode(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: false), speaks: speaks)
  }

  private static func texts(_ lines: [StyledLine]) -> [String] { lines.map(\.text) }

  private static func opening(_ text: String, speaks: Bool = false) -> [String] {
    var lineMode = lineMode(text, speaks: speaks)
    return texts(lineMode.opening())
  }

  @Test func `they stand in a formula by their shapes, and the value with its numbers`() {
    var lineMode = Self.lineMode(Self.network)
    _ = lineMode.opening()
    _ = lineMode.update("")
    let numbers = Self.texts(lineMode.update("").lines)
    #expect(numbers.contains { $0.hasPrefix("    = [60 × 60] [60 × 1] + c ") }, "\(numbers)")
    #expect(numbers.contains { $0.contains("values shows its numbers") })
    #expect(numbers.count < 6)
    let product = Self.texts(lineMode.update("").lines)
    #expect(product.contains { $0.hasPrefix("    = [60 × 1] + [60 × 1] ") }, "\(product)")
    // It is said once.
    #expect(!product.contains { $0.contains("values shows") || $0.contains("rows 1 to") })
    let value = Self.texts(lineMode.update("").lines)
    #expect(value.count == 24)
    #expect(value.last == "  rows 1 to 22 of 60")
    #expect(!value.contains { $0.contains("×") })
  }

  @Test func `values shows their numbers`() {
    var lineMode = Self.lineMode(Self.network)
    _ = lineMode.opening()
    for _ in 0..<3 { _ = lineMode.update("") }
    let product = Self.texts(lineMode.update("values").lines)
    #expect(product.count { $0.contains("⎤   ⎡") || $0.contains("⎥   ⎢") } > 15, "\(product)")
    #expect(product.last == "  rows 1 to 22 of 60")
    _ = lineMode.update("")
    let value = Self.texts(lineMode.update("values").lines)
    #expect(value.count == 1 && value[0].hasPrefix("All numbers"), "\(value)")
  }

  @Test func `small ones keep their numbers`() {
    var lineMode = Self.lineMode(Self.network)
    _ = lineMode.opening()
    for _ in 0..<5 { _ = lineMode.update("") }
    let norm = Self.texts(lineMode.update("").lines)
    #expect(norm.count { $0.contains("⎡") || $0.contains("⎣") } == 2, "\(norm)")
    #expect(!norm.contains { $0.contains("×") || $0.contains("values shows") })
  }

  @Test func `speech says them as before`() {
    var lineMode = Self.lineMode(Self.network, speaks: true)
    _ = lineMode.opening()
    _ = lineMode.update("")
    let numbers = Self.texts(lineMode.update("").lines).joined(separator: " ")
    #expect(numbers.contains("matrix") || numbers.contains("row"), "\(numbers)")
    #expect(!numbers.contains("60 times 60"))
  }

  /// A press for each name and one for each of its numbers taught nothing.
  @Test func `what is drawn in one fence is there at once, of large values a beginning`() {
    let opening = Self.opening(Self.network)
    #expect(opening.count { $0.contains("∼") } == 3)
    #expect(opening.contains("  rows 1 to 3 of 60, columns 1 to 7 of 60"), "\(opening)")
    #expect(opening.contains("  rows 1 to 3 of 60"))
    let spoken = Self.opening(Self.network, speaks: true)
    #expect(spoken.contains("Shown are rows 1 to 2 of 60."), "\(spoken)")
    // One matrix alone has as much room as any other.
    let alone = Self.opening(
      "```math\nA \\in \\mathbb{R}^{60}\nA \\sim \\mathcal{U}(0, 1)\n```")
    #expect(alone.contains("  rows 1 to 22 of 60"), "\(alone)")
  }

  /// Of a law with a name the number is put in first.
  @Test func `a draw in which something is to be computed is reduced`() {
    var lineMode = Self.lineMode(
      "```math\nq = 0.25\nM \\in \\mathbb{R}^2\nM \\sim \\text{Bernoulli}(1 - q)\n```")
    _ = lineMode.opening()
    #expect(Self.texts(lineMode.update("").lines).contains { $0.contains("Bernoulli(1 − q)") })
    #expect(
      Self.texts(lineMode.update("").lines).contains { $0.contains("Bernoulli(1 − 0.25)") })
  }
}
