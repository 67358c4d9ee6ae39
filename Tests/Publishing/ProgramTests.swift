import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

@testable import Kernels
@testable import Publishing

/// What a page computes with other givens, and of what it says that it does not.
struct `The program of a page` {
  private func lesson(_ statements: String) -> Lesson {
    let text = "## A\n\n```math\n\(statements)\n```\n"
    return LessonReader(.none).lesson(SourceFile(path: "a.md", bytes: Array(text.utf8)))
  }

  private func page(_ statements: String) -> LessonPage.Written {
    LessonPage(lesson(statements), in: PageFrame(version: "0"))
      .written(open: "a.open.html", program: "a.program.js")
  }

  /// How the value of each equation's first side follows.
  private func kinds(_ statements: String) -> (kinds: [[Recorded.Kind]], tape: Tape) {
    let lesson = lesson(statements)
    let recorder = Recorder(of: lesson.workspace)
    let kinds = lesson.equations.map { equation in
      equation.sides.first.flatMap { recorder.value(of: $0)?.elements.map(\.kind) } ?? []
    }
    return (kinds, recorder.tape)
  }

  private func isStep(_ kind: Recorded.Kind) -> Bool {
    if case .step = kind { return true }
    return false
  }

  private func group(_ kind: Recorded.Kind?) -> Int? {
    if case .left(let group)? = kind { return group }
    return nil
  }

  /// Between parentheses that are there in any case a sign belongs to its number, too.
  @Test func `a negative number in parentheses is one number`() {
    let html = page("x = -0.46 \\\\ f(z) = \\frac{1}{1 + e^{-z}} \\\\ y = f(x)").html
    #expect(html.contains(/<mo stretchy="false">\(<\/mo><mn data-n="[0-9]+">−0.46<\/mn>/))
  }

  @Test func `a number of a tuple has its sign`() {
    #expect(page("w = (3, -4) \\\\ v = 2 w").html.contains(/<mn data-n="[0-9]+">−4<\/mn>/))
  }

  @Test(arguments: [
    "p = \\text{softmax}(z)", "p = \\text{argmax}(z)", "p = \\max_i z_i",
    "M \\in \\mathbb{R}^{2 \\times 3} \\\\ M \\sim \\text{Bernoulli}(z_1)",
    "p = \\begin{bmatrix} z_1 & 2 \\\\ 1 & z_2 \\end{bmatrix}^{-1}",
  ])
  func `what looks at numbers follows where it can be told how`(statement: String) throws {
    let (kinds, tape) = kinds(
      "z = \\begin{bmatrix} 0.3 \\\\ 0.7 \\\\ 0.2 \\end{bmatrix} \\\\ " + statement)
    let last = try #require(kinds.last)
    #expect(!last.isEmpty && last.allSatisfy(isStep), "\(last)")
    #expect(tape.left.isEmpty)
    #expect(tape.decisions.isEmpty == !statement.hasSuffix("^{-1}"))
  }

  /// Rounds, of which only one is on the tape, take a softmax as well as anything else.
  @Test func `a loop with a softmax follows`() throws {
    let (kinds, tape) = kinds(
      """
      z = \\begin{bmatrix} 0.3 \\\\ 0.7 \\end{bmatrix} \\\\
      \\text{for } k = 1, \\ldots, 50: \\quad z := z - 0.1 \\text{softmax}(z) \\\\
      y = 2 z
      """)
    #expect(!tape.loops.isEmpty && tape.left.isEmpty)
    #expect(try #require(kinds.last).allSatisfy(isStep))
  }

  @Test(arguments: [
    "\\text{eig}(A)", "\\text{eigvec}(A)", "\\|A\\|_2", "n!", "\\nabla_A \\max_i A_{1i}",
  ])
  func `what was decided by numbers once is on the tape, too`(formula: String) throws {
    let (kinds, tape) = kinds(
      "A = \\begin{bmatrix} 2 & 1 \\\\ 1 & 3 \\end{bmatrix} \\\\ n = 4 \\\\ V = \(formula)")
    let last = try #require(kinds.last)
    #expect(tape.left.isEmpty && last.contains(where: isStep), "\(last)")
  }

  /// What an operation saw of a number is a constant to what it does next: all that it gives is left
  /// out, with every given behind any of it.
  @Test func `an operation that looks at a number has all givens behind it`() throws {
    let tape = Tape()
    let (seen, other) = (Recorded.given(3, on: tape), Recorded.given(5, on: tape))
    tape.begin(isLeftOut: false, most: .max, mostConstants: .max)
    let value = Recorded(seen.value + 1) * other
    let place = try #require(tape.end(giving: [value]).looked)
    #expect(tape.left[-1 - place] == [0, 1])
  }

  /// A product of large matrices is left out; what is small, before and behind it, is not.
  @Test func `what is too much is left out alone`() throws {
    let (kinds, tape) = kinds(
      """
      q = 2, \\quad r = 3 \\\\
      A \\in \\mathbb{R}^{64 \\times 64}, \\quad B \\in \\mathbb{R}^{64 \\times 64} \\\\
      A \\sim \\mathcal{U}(0, 1) \\\\
      B \\sim \\mathcal{U}(0, 1) \\\\
      s = q + 1 \\\\
      P = A (q B) \\\\
      t = r s
      """)
    let groups = Set(kinds.joined().compactMap { group($0) })
    #expect(groups.count >= 1 && groups.allSatisfy { tape.left[$0] == [0] })
    #expect(try #require(kinds.last).allSatisfy(isStep))
    #expect(tape.steps.count < 40_000)
  }

  /// Each names the edition, so that an old page does not compute with a new program.
  @Test func `a long program is a file beside the page`() throws {
    let written = page(
      """
      \\theta = \\begin{bmatrix} 0.5 & -0.4 & 0.3 & 0.2 \\\\ -0.3 & 0.6 & 0.2 & 0.1 \\end{bmatrix}
      \\\\
      X \\in \\mathbb{R}^{4 \\times 90} \\\\
      X \\sim \\mathcal{N}(0, 1) \\\\
      E(\\theta) = \\|\\theta X\\|_F^2 \\\\
      \\text{for } k = 1, \\ldots, 50: \\quad \\theta := \\theta - 0.001 \\nabla_\\theta E(\\theta)
      """)
    let program = try #require(written.program)
    let first = /^longhand\.loaded\({"edition":"([0-9a-z]+)"/
    let edition = try #require(program.firstMatch(of: first))
    #expect(written.html.contains("\"beside\":[\"a.program.js\",\"\(edition.1)\"]"))
    #expect(program.hasSuffix(");\n") && !program.contains("<"))
    #expect(page("x = 2 \\\\ y = 3 x").program == nil)
  }
}
