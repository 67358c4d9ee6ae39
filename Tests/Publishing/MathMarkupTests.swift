import Notation
import SourceText
import Testing

@testable import Publishing

struct `Formulas as MathML` {
  private func written(_ latex: String) -> String {
    MarkupWriter.text(.several(MathMarkup().row(MathReader.read(latex).nodes)))
  }

  /// A fence around one row of signs would be too wide and too tall where it may grow.
  @Test(arguments: ["f(x)", "\\sigma(z^{(2)})", "(a + b)", "|x|", "\\|x\\|"])
  func `fences of one row do not grow`(latex: String) {
    let fences = written(latex).split(separator: "stretchy=\"false\"").count - 1
    #expect(fences >= 2 && fences % 2 == 0)
  }

  @Test func `fences around what is tall grow`() {
    #expect(!written("\\left(\\frac{1}{2}\\right)").contains("stretchy"))
    let matrix = "\\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}"
    #expect(!written(matrix).contains("stretchy"))
  }

  /// Raised once more a prime is too high and too small.
  @Test func `a prime stands on the line`() {
    #expect(written("f'") == "<mrow><mi>f</mi><mo lspace=\"0.08em\">′</mo></mrow>")
    #expect(written("x'_i").hasPrefix("<msub><mrow><mi>x</mi>"))
  }

  @Test func `a sign is no operation`() {
    #expect(written("a - x").contains("<mo>−</mo>"))
    #expect(written("a = -x").contains("<mo form=\"prefix\">−</mo>"))
  }

  /// There it is not the first of its row, by which MathML knows a sign.
  @Test(arguments: ["U(-0.05, 0.05)", "f(-x)", "\\left(-\\frac{x}{2}\\right)", "|-x|"])
  func `a sign behind a fence is no operation`(latex: String) {
    #expect(written(latex).contains("<mo form=\"prefix\">−</mo>"), "\(written(latex))")
    #expect(!written("(x - 1)").contains("prefix"))
  }

  /// Fonts of terminals have few of them.
  @Test func `script capitals are script capitals`() {
    #expect(written("\\mathcal{U}").contains(">𝒰<"))
    #expect(written("\\mathcal{N}").contains(">𝒩<"))
    #expect(written("\\mathscr{L}").contains(">ℒ<"))
  }

  /// What is reduced next may begin with an operation: it is none of the forms at an end of a row.
  @Test func `an operation that begins a marked part stays one`() {
    let tree = MathReader.read("a + b")
    let marked = Location(tree.location.file, 2..<5)
    let text = MarkupWriter.text(.several(MathMarkup(marked: marked).row(tree.nodes)))
    #expect(text.contains("<mrow class=\"next\"><mo form=\"infix\">+</mo>"), "\(text)")
  }

  @Test func `bounds of a sum stand above and below`() {
    #expect(written("\\sum_{i=1}^{m} x_i").contains("<munderover><mo movablelimits=\"false\">∑"))
    #expect(written("\\max_i x").contains("<munder><mi>max</mi>"))
  }
}
