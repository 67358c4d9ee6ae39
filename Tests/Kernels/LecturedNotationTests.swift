import Kernels
import Matrices
import Notation
import SourceText
import Testing

/// Formulas as lecturers of many fields write them, with values from NumPy.
struct `Notation of lectures` {
  private static func read(_ text: String) -> (workspace: Workspace, findings: [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    return (workspace, read.findings + result.findings)
  }

  struct Case: Sendable {
    var text: String
    var expected: [Double]
  }

  private static let givens = #"""
    x = -2
    v = (2, -3)
    A = \begin{bmatrix} 2 & 1 \\ 0.5 & 3 \end{bmatrix}
    w = (1, -3, 2, 0.5)

    """#

  private static let cases: [Case] = [
    // Bars behind a function are not the parentheses of its argument.
    Case(text: givens + #"y = \exp|x|"#, expected: [7.38905609893065]),
    Case(text: givens + #"y = \tanh\left|x\right| x"#, expected: [-1.9280551601516338]),
    Case(text: givens + #"y = \log\|v\|"#, expected: [1.2824746787307684]),
    Case(text: givens + #"y = \sigma|x|"#, expected: [0.8807970779778825]),
    Case(text: givens + "f(t) = t^2 + t\n" + "y = f|x| + f\\|v\\|", expected: [22.60555127546399]),
    Case(text: givens + #"y = \log|A| + \log |x|"#, expected: [2.3978952727983707]),
    Case(text: givens + #"y = \cos[x] + \cos\{x\}"#, expected: [-0.8322936730942848]),
    // A case that is not taken has no say.
    Case(
      text: givens + #"y = \begin{cases} x & x > 0 \\ 3(e^x - 1) & x \leq 0 \end{cases}"#,
      expected: [-2.593994150290162]),
    Case(
      text: "u = 0\n" + #"y = \begin{cases} \frac{\sin u}{u} & u \ne 0 \\ 1 & u = 0 \end{cases}"#,
      expected: [1]),
    // A primed name has entries as any other.
    Case(
      text: givens + #"v'_s = \sum_{i=1}^2 A_{si} v_i"# + "\n" + "y = v'_2 - 2 v'_1",
      expected: [-10]),
    Case(text: givens + #"v'_s = \sum_{s'} A_{ss'} v_{s'}"# + "\ny = v'", expected: [1, -8]),
    // Norms of more indices.
    Case(text: givens + #"y = \|w\|_\infty + \|w - 1\|_\infty^2"#, expected: [19]),
    Case(text: givens + #"y = \|w\|_3"#, expected: [3.305744509228972]),
    Case(text: givens + "y = A^{-T} v", expected: [1.3636363636363635, -1.4545454545454546]),
    // An index with a factor, and parts below each other.
    Case(text: givens + #"y_i = \max(w_{2i-1}, w_{2i}), \quad i = 1, 2"#, expected: [1, 2]),
    Case(text: givens + "y = [v; x]", expected: [2, -3, -2]),
    // A sign above a name belongs to it, once it is given.
    Case(
      text: givens + "P^- = 2 A\n" + #"\hat v^- = P^- v"# + "\n" + #"y = \hat v^-"#,
      expected: [2, -16]),
    // A power or an index behind a call is one of its value.
    Case(text: givens + "k(t) = t^2 + 1\n" + "y = k(3)^2 + k(A)_{12}", expected: [102]),
    Case(text: givens + "h_2(A) = A + v\n" + "y_i = h_2(A)_{1i}", expected: [4, 3]),
    Case(
      text: givens + #"\tilde g(A) = 2 A + v"# + "\n" + #"y_i = \tilde g(A)_{1i}"#,
      expected: [6, 4]),
    // Two bars side by side, where they are no norm.
    Case(text: givens + #"y = \frac{|x||w_2|}{2} + |x|"#, expected: [5]),
    Case(text: givens + #"y = |w_2||x|"#, expected: [6]),
    Case(text: givens + #"y = ||v||^2 + |w_2 - ||v||^2| + \left|x\right|"#, expected: [31]),
    Case(text: givens + #"y = x q, \quad \text{where } q = 3"#, expected: [-6]),
  ]

  @Test(arguments: cases)
  func `a formula has its value`(one: Case) throws {
    let (workspace, findings) = Self.read(one.text)
    #expect(findings.allSatisfy { $0.severity == .hint }, "\(findings.map(\.summary))")
    let value = try #require(workspace.values[Name("y")])
    #expect(value.elements.count == one.expected.count)
    for (own, other) in zip(value.elements, one.expected) {
      #expect(abs(own - other) <= 1e-12 * max(1, abs(other)), "\(one.text)")
    }
  }

  private static let matrices = #"""
    Q = \begin{bmatrix} 1 & 0 \\ 0.5 & 1 \end{bmatrix}
    K = \begin{bmatrix} 1 & 1 \\ 0 & 2 \\ 1 & -1 \end{bmatrix}
    b = (1, 2)

    """#

  /// What could be meant in two ways is told, and nothing that is meant in one.
  private static let told: [(text: String, kind: FindingKind)] = [
    (matrices + #"Y = \text{softmax}(Q K^T)"#, .wholeMatrix),
    (matrices + #"Y = \operatorname{argmax}(Q K^T)"#, .wholeMatrix),
    (matrices + "Z = K Q\n" + #"Y = \text{softmax}(Z)"#, .wholeMatrix),
    (matrices + #"\pi = 0.4"# + "\n" + #"y = \frac{1}{\sqrt{2\pi}}"#, .givenConstant),
    (matrices + "l = 2\n" + #"\tilde\rho_l = \sum_{i=1}^2 K_{li}"#, .givenIndex),
    (matrices + "l = 2\n" + #"p_l = e^{b_l} / \sum_i e^{b_i}"#, .givenIndex),
  ]

  @Test(arguments: told)
  func `what could be meant in two ways is told`(text: String, kind: FindingKind) {
    let findings = Self.read(text).findings
    #expect(findings.map(\.kind) == [kind], "\(findings.map(\.summary))")
  }

  /// What a name that has no value says by itself, and what to write.
  private static let advice: [(text: String, help: String)] = [
    (givens + #"y = \bar w"#, #"\bar{w} = \operatorname{mean}(w)"#),
    (givens + "s^2 = 4\ny = s", #"write \sqrt{s^{2}}"#),
    (givens + "y = v^* v", "write v^T"),
    (givens + "f(x) = x^2\ny = f'(x)", "f(z) = …"),
    (givens + #"y = \text{ReLU}(w)"#, #"\text{ReLU}(z) = \max(0, z)"#),
    (givens + #"y = \text{std}(w)"#, #"\sqrt{\operatorname{var}(x)}"#),
    (givens + "y = [v, x]", "[h; x]"),
    (
      givens + "P^{(1)} = A\nP^{(2)} = 2 A\n" + #"Q_{sa} = A_{sa} + \sum_t P^{(a)}_{st} v_t"#,
      "Q^{(a)}_{s} = …"
    ),
    (givens + "y = 1. + x", "Write 1 or 1.0"),
    (givens + "k = 3\n" + #"P(X = k) = \frac{2^k e^{-2}}{k!}"#, "(X = j) = …"),
    (givens + #"y_i = \sum_{j=1}^2 w_{i+j-1}"#, #", \quad i = 1, \ldots, 3"#),
    (givens + #"y = \|A\|_\infty"#, "row sum"),
  ]

  @Test(arguments: advice)
  func `a finding says what to write`(text: String, help: String) throws {
    let findings = Self.read(text).findings
    #expect(findings.count == 1)
    #expect(try #require(findings.first?.help).contains(help), "\(findings.map(\.help))")
  }

  private static let plain = [
    matrices + #"Y = \text{softmax}(K Q + (1, 2, 3))"#,
    matrices + #"Y = \text{softmax}\left(K^T \begin{bmatrix} Q \\ b^T \end{bmatrix}\right)"#,
    matrices + #"Y = \text{softmax}((Q K^T)^T)^T"#,
    matrices + #"Y = K \text{softmax}(K^T K)"#,
    matrices + "Z = K Q + (1, 2, 3)\n" + #"Y = \operatorname{argmax}(\text{softmax}(Z))"#,
    matrices + #"y = 2 \pi r, \quad r = 3"#,
    matrices + "l = 2\nn_l = 3",
    matrices + "l = 2\n" + #"n_l = b_l, \quad l > 0"#,
    matrices + #"y_l = \sum_{i=1}^2 K_{li}"#,
    matrices + "l = 2\n" + #"n_l = \sum_{l=1}^3 K_{l1}"#,
  ]

  @Test(arguments: plain)
  func `nothing is told of what is meant in one way`(text: String) {
    let findings = Self.read(text).findings
    #expect(findings.isEmpty, "\(findings.map(\.summary))")
  }
}
