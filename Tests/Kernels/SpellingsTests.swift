import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// What is typed at a prompt means what the LaTeX beside it means.
struct `Keyboard spelling` {
  static let givens = #"""
    W^{(1)} = \begin{bmatrix} 1 & 2 \\ 3 & 5 \\ 4 & -1 \end{bmatrix}
    W^{(2)} = \begin{bmatrix} 2 & 1 \\ 0 & 3 \end{bmatrix}
    z^{(2)} = (0.1, -0.4)
    \delta^{(3)} = (0.5, 0.25)
    \hat{\rho} = (0.2, 0.3)
    \rho = 0.1
    \tilde{x} = (1, 2, 3)
    x = (4, 5, 6)
    J_{\text{sparse}} = 3
    f(z) = \frac{1}{1 + e^{-z}}
    """#

  static let workspace: Workspace = {
    let file = SourceFile(path: "givens", text: givens)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    _ = EquationReader.read(read.lines, in: file, &workspace)
    return workspace
  }()

  private func value(_ typed: String) -> (Matrix<Double>?, [Finding]) {
    let file = SourceFile(path: "answer", text: typed)
    let read = Spellings(Self.workspace).read(file)
    guard let line = read.lines.first else { return (nil, read.findings) }
    let result = EquationReader.value(of: line, in: file, Self.workspace)
    return (result.value, read.findings + result.findings)
  }

  private func value(latex: String) -> Matrix<Double>? {
    let file = SourceFile(path: "latex", text: latex)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    return read.lines.first.flatMap { EquationReader.value(of: $0, in: file, Self.workspace).value }
  }

  @Test(arguments: [
    ("(W2' delta3) .* f'(z2)", #"((W^{(2)})^T \delta^{(3)}) \circ f'(z^{(2)})"#),
    ("(W⁽²⁾ᵀ δ³) ∘ f′(z⁽²⁾)", #"((W^{(2)})^T \delta^{(3)}) \circ f'(z^{(2)})"#),
    ("W1 @ W2", #"W^{(1)} W^{(2)}"#),
    ("rho/rho_hat - (1-rho)./(1 - ρ̂)", #"\frac{\rho}{\hat\rho} - \frac{1-\rho}{1-\hat\rho}"#),
    ("rhohat.T rhohat", #"\hat\rho^T \hat\rho"#),
    ("x_tilde - x", #"\tilde x - x"#),
    ("x_2^2 + x1", #"x_2^2 + x_1"#),
    ("W1_31 - W1_{3,2}", #"W^{(1)}_{31} - W^{(1)}_{3,2}"#),
    ("x₂² - 3x₁", #"x_2^2 - 3 x_1"#),
    ("[1 2; 3 -4] delta3", #"\begin{bmatrix} 1 & 2 \\ 3 & -4 \end{bmatrix} \delta^{(3)}"#),
    (
      "[[1,2],[3,4]] - [.5 5e-1; 1/2 −0.5]",
      #"\begin{bmatrix} 0.5 & 1.5 \\ 2.5 & 4.5 \end{bmatrix}"#
    ),
    ("[0.5; 1 - 2; 3]", #"(0.5, -1, 3)"#),
    ("[x_1 - 1 x_2; x_3 -x_1]", #"\begin{bmatrix} 3 & 5 \\ 6 & -4 \end{bmatrix}"#),
    ("sum(i, x_i^2)", #"\sum_i x_i^2"#),
    ("2 sum(i, 1, 2, x_i) + 1", #"2 (\sum_{i=1}^{2} x_i) + 1"#),
    ("norm(x)^2 + norm(W1, F) + norm(x, 1)", #"\|x\|^2 + \|W^{(1)}\|_F + \|x\|_1"#),
    ("‖x‖ + |delta3| + exp(rho) log 2", #"\|x\| + |\delta^{(3)}| + \exp(\rho) \log 2"#),
    ("Jsparse + J_sparse", #"2 J_{\text{sparse}}"#),
    ("-2^-1 x", #"-\frac12 x"#),
    ("sqrt(abs(-4)) ** 2", "4"), ("W1 * W2", #"W^{(1)} W^{(2)}"#),
    ("abs(W1' W1)", #"\operatorname{abs}((W^{(1)})^T W^{(1)})"#),
    ("|W1' W1|", #"\det((W^{(1)})^T W^{(1)})"#),
    ("∂(norm(x)^2)/∂x_2", #"\frac{\partial \|x\|^2}{\partial x_2}"#),
    ("d(x_1^2 x_2)/d(x_1) x_3", #"\frac{\partial (x_1^2 x_2)}{\partial x_1} x_3"#),
    ("3 D(rho^2, rho) + 1", #"3 \frac{\partial \rho^2}{\partial \rho} + 1"#),
    ("∂f(x_1)/∂x_1", #"\frac{\partial f(x_1)}{\partial x_1}"#),
  ])
  func `means what the LaTeX means`(typed: String, latex: String) throws {
    let (value, findings) = value(typed)
    #expect(findings.allSatisfy { $0.severity < .error }, "\(typed): \(findings.map(\.summary))")
    let expected = try #require(self.value(latex: latex), "\(latex)")
    #expect(try #require(value).isClose(to: expected, tolerance: 1e-14))
  }

  @Test(arguments: [
    ("(W1' W1) * (W1' W1)", FindingKind.ambiguousProduct), ("W1 W1", .shapeMismatch),
    ("delta4", .undefinedName),
    ("(W1", .unbalanced), ("W1)", .unbalanced), ("[1 2; 3]", .shapeMismatch),
    ("x +", .missingArgument),
    ("x ^", .missingArgument), ("sum(i)", .missingArgument), ("€ 3", .doesNotRun),
    ("x # 3", .doesNotRun), ("∂x_1", .doesNotRun), ("∂x_1/2", .doesNotRun), ("x_9", .outOfRange),
    (String(repeating: "(", count: 400), .unbalanced),
    (String(repeating: "∂(", count: 50), .unbalanced),
    (String(repeating: "D(x, ", count: 50), .unbalanced),
    (String(repeating: "∂", count: 5000), .doesNotRun),
    (String(repeating: "1+", count: 60_000), .formulaTooLong),
  ])
  func `what is wrong is said, at a place inside the text`(typed: String, kind: FindingKind) {
    let (_, findings) = value(typed)
    #expect(
      findings.contains { $0.kind == kind }, "\(typed.prefix(40)): \(findings.map(\.summary))")
    for finding in findings {
      #expect(finding.location.bytes.upperBound <= typed.utf8.count)
    }
  }

  @Test func `a name of two signs is written as it is typed`() throws {
    let file = SourceFile(
      path: "a", text: "m = 4\n\\Delta W^{(1)} = 3\ng = m \\Delta W^{(1)} + 1\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let equations = EquationReader.read(read.lines, in: file, &workspace).equations
    let side = try #require(equations.last?.sides.first)
    #expect(KeyboardWriter(Spellings(workspace)).text(side.tree) == "m DeltaW1 + 1")
  }

  @Test func `a name with a number below it is written so beneath another script, too`() throws {
    let file = SourceFile(path: "a", text: "G_1 = 2\nG_2 = 3\ng = G_1 + G_2^T + G_2^2\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let equations = EquationReader.read(read.lines, in: file, &workspace).equations
    let side = try #require(equations.last?.sides.first)
    #expect(KeyboardWriter(Spellings(workspace)).text(side.tree) == "G1 + G2' + G2^2")
  }

  @Test(arguments: [
    (#"\frac{\partial e^{2 x_1}}{\partial x_1}"#, "d(e^(2 x_1))/d(x_1)"),
    (#"x_2 \frac{\partial (x_1^2)}{\partial x_1} + \pi"#, "x_2 d(x_1^2)/d(x_1) + pi"),
  ])
  func `a derivative is written as it is typed`(latex: String, typed: String) throws {
    let file = SourceFile(path: "latex", text: latex)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    let tree = try #require(read.lines.first)
    #expect(KeyboardWriter(Spellings(Self.workspace)).text(tree) == typed)
    let expected = try #require(value(latex: latex))
    #expect(try #require(value(typed).0).isClose(to: expected, tolerance: 1e-14))
  }

  @Test func `names that would be spelled alike are told apart or refused`() {
    let file = SourceFile(path: "a", text: "W_1 = 2\nW^{(1)} = 3\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let found = EquationReader.checked(read.lines, in: file, &workspace)
    #expect(found.findings.map(\.summary) == [])
    let spellings = Spellings(workspace)
    #expect(spellings.vocabulary["W1"] != nil)
    #expect(spellings.vocabulary["W_1"] != nil)
  }
}
