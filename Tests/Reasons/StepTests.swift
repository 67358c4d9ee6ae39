import Kernels
import Lessons
import Reasons
import SourceText
import TestMaterial
import TestSupport
import Testing

/// Single steps: what is needed shows, and what is not does not.
struct StepTests {
  private static func chain(_ givens: String, _ lines: [String]) throws -> [[String]] {
    let lesson = LessonReader(.none).lesson(.derivation([givens], lines))
    #expect(!lesson.findings.contains { $0.severity == .error }, "\(lesson.findings)")
    let equation = try #require(lesson.equations.last)
    return equation.reasons(in: lesson.workspace).map { $0.reason.rules.map(\.id) }
  }

  private static let numbers = #"""
    n = 3
    t = 0.4
    c = 0.7
    A = \begin{bmatrix} 1.2 & 0.3 \\ -0.4 & 0.9 \end{bmatrix}
    B = \begin{bmatrix} 0.2 & -0.6 \\ 0.5 & 0.8 \end{bmatrix}
    x = \begin{bmatrix} 0.5 \\ -0.2 \\ 0.9 \end{bmatrix}
    u = \begin{bmatrix} 0.3 \\ 0.8 \end{bmatrix}
    S = \begin{bmatrix} 1.5 & 0.2 \\ 0.2 & 0.8 \end{bmatrix}
    q = \frac{e^t}{t}
    f(z) = \frac{1}{1 + e^{-z}}
    g(z) = z^2
    """#

  struct Step: Sendable, CustomTestStringConvertible {
    var above: String
    var line: String
    var rules: Set<String>
    var testDescription: String { "\(above) = \(line)" }
  }

  /// From textbooks of calculus, linear algebra and statistics; the rules are those that stand
  /// there.
  static let steps: [Step] = [
    Step(
      above: #"\frac{\partial (t^3)}{\partial t}"#, line: "3 t^2", rules: ["d-power", "d-linear"]),
    Step(
      above: #"\frac{\partial (t^2 e^t)}{\partial t}"#,
      line: #"\frac{\partial t^2}{\partial t} e^t + t^2 \frac{\partial e^t}{\partial t}"#,
      rules: ["d-product"]),
    Step(
      above: #"\frac{\partial f(c t)}{\partial t}"#,
      line: #"f'(c t) \frac{\partial (c t)}{\partial t}"#, rules: ["d-chain"]),
    Step(
      above: #"\frac{\partial \log (1 + t^2)}{\partial t}"#,
      line: #"\frac{1}{1 + t^2} \frac{\partial (1 + t^2)}{\partial t}"#, rules: ["d-log"]),
    Step(
      above: #"\frac{\partial \tanh (c t)}{\partial t}"#,
      line: #"(1 - \tanh^2 (c t)) \frac{\partial (c t)}{\partial t}"#, rules: ["d-chain"]),
    Step(above: #"(A B u)^T"#, line: #"u^T B^T A^T"#, rules: ["transpose-product"]),
    Step(above: #"(A + B) u"#, line: #"A u + B u"#, rules: ["distribute"]),
    Step(above: #"A u + B u"#, line: #"(A + B) u"#, rules: ["factor"]),
    Step(above: #"(t - c)^2"#, line: #"t^2 - 2 t c + c^2"#, rules: ["distribute"]),
    Step(above: #"\log (t c)"#, line: #"\log t + \log c"#, rules: ["log-quotient"]),
    Step(above: #"e^{t + c}"#, line: #"e^t e^c"#, rules: ["power-law"]),
    Step(above: #"(t c)^3"#, line: #"t^3 c^3"#, rules: ["power-of-product"]),
    Step(
      above: #"\sum_{i=1}^{n} c x_i"#, line: #"c \sum_{i=1}^{n} x_i"#, rules: ["sum-factor"]),
    Step(
      above: #"\sum_{i=1}^{n} (x_i + x_i^2)"#,
      line: #"\sum_{i=1}^{n} x_i + \sum_{i=1}^{n} x_i^2"#, rules: ["sum-split"]),
    Step(above: #"\sum_{i=1}^{n} c"#, line: "n c", rules: ["sum-constant"]),
    Step(above: #"\|x\|^2"#, line: #"\sum_{i=1}^{n} x_i^2"#, rules: ["norm"]),
    Step(above: #"x^T x"#, line: #"\sum_{i=1}^{n} x_i x_i"#, rules: ["product-as-sum"]),
    Step(above: #"\frac{c t}{t}"#, line: "c", rules: ["cancel"]),
    Step(above: #"t^2 t^3"#, line: "t^5", rules: ["power-of-product"]),
    Step(
      above: #"\frac{1}{t} + \frac{1}{c}"#, line: #"\frac{c + t}{t c}"#,
      rules: ["fraction"]),
    Step(above: #"(A B)^{-1}"#, line: #"B^{-1} A^{-1}"#, rules: ["inverse-product"]),
    Step(above: #"\det(A B)"#, line: #"\det(A) \det(B)"#, rules: ["det-product"]),
    Step(
      above: #"\operatorname{tr}(A B)"#, line: #"\operatorname{tr}(B A)"#, rules: ["trace-product"]),
    Step(
      above: #"A_{11} B_{12} + A_{12} B_{22}"#, line: #"(A B)_{12}"#, rules: ["recognise-product"]),
    Step(above: #"\sum_k S_{1k} u_k"#, line: #"\sum_k S_{k1} u_k"#, rules: ["given"]),
    // A rule is named only where what it says is true.
    Step(above: "f'(t) c", line: "f(t) (1 - f(t)) c", rules: ["sigmoid-slope"]),
    Step(above: "g'(t) c", line: "2 t c", rules: ["slope"]),
    Step(
      above: #"\frac{\partial q}{\partial t}"#, line: #"q - \frac{q}{t}"#,
      rules: ["d-quotient", "d-exp", "d-linear", "fold"]),
    // Only said in another order, or with another letter.
    Step(above: "t + c", line: "c + t", rules: []),
    Step(above: #"t c e^t"#, line: #"e^t t c"#, rules: []),
    Step(above: #"\sum_{i=1}^{n} x_i t"#, line: #"\sum_{k=1}^{n} t x_k"#, rules: []),
  ]

  @Test(arguments: steps)
  func rules(of step: Step) throws {
    let found = try Self.chain(Self.numbers, [step.above, step.line, step.line])
    #expect(Set(found.first ?? ["none"]) == step.rules)
  }

  /// Letters of indices say nothing, and neither do the givens.
  @Test(arguments: ["i", "j", "k", "p"], [0.4, 0.73, 1.9])
  func reasonsStayTheSame(_ letter: String, _ t: Double) throws {
    let numbers = Self.numbers.replacing("t = 0.4", with: "t = \(t)")
    let found = try Self.chain(
      numbers,
      [
        #"\frac{\partial [\sum_{\#(letter)=1}^{n} f(t x_\#(letter))]}{\partial t}"#,
        #"\sum_{i=1}^{n} \frac{\partial f(t x_i)}{\partial t}"#,
        #"\sum_{\#(letter)=1}^{n} f'(t x_\#(letter)) x_\#(letter)"#,
      ])
    #expect(found.map(Set.init) == [["d-swap"], ["d-chain", "d-linear"]])
  }

  /// Such a function is called with values of its shapes, and not with numbers.
  @Test func aFunctionOfMatricesIsLookedAtAsItIs() throws {
    let found = try Self.chain(
      Self.numbers
        + #"""

        D = \begin{bmatrix} 1 & 0.4 & -0.2 \\ 0.3 & 0.6 & 0.5 \end{bmatrix}
        V = \begin{bmatrix} 0.5 & 0.1 \\ -0.2 & 0.8 \\ 0.9 & 0.7 \end{bmatrix}
        h(M) = D M + A
        """#,
      [
        "u^T h(V) u", "u^T (D V + A) u", "u^T D V u + u^T A u",
      ])
    #expect(found == [["substitute"], ["distribute"]])
  }

  /// The first line may lead straight to the last one.
  @Test func aStepMayBeLong() throws {
    let found = try Self.chain(
      Self.numbers,
      [
        #"\frac{\partial [\frac{1}{n} \sum_{i=1}^{n} f(t x_i)]}{\partial t}"#,
        #"\frac{1}{n} \sum_{i=1}^{n} f'(t x_i) x_i"#,
        #"\frac{1}{n} \sum_{i=1}^{n} f(t x_i) (1 - f(t x_i)) x_i"#,
      ])
    #expect(found.first.map(Set.init)?.isSuperset(of: ["d-chain"]) == true)
    #expect(found.last.map(Set.init) == ["sigmoid-slope"])
  }
}
