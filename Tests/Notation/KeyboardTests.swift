import Notation
import SourceText
import Testing

/// What is typed at a prompt, and the LaTeX that means the same: by hand, from the table in
/// Documentation/notation.md.
struct `Typed mathematics` {
  private static let names = [
    "W2": #"W^{(2)}"#, "W1": #"W^{(1)}"#, "delta3": #"\delta^{(3)}"#, "z2": #"z^{(2)}"#,
    "rho_hat": #"\hat{\rho}"#, "x": "x", "y": "y", "m": "m", "A": "A", "v": "v", "f": "f",
    "lambda": #"\lambda"#, "W": "W",
  ]

  private static let vocabulary = names.mapValues { MathReader.read($0) }

  private func read(_ typed: String) -> ReadMath {
    KeyboardReader.read(
      SourceFile(path: "typed", text: typed), vocabulary: Self.vocabulary, functions: ["f"])
  }

  static let cases: [(typed: String, latex: String)] = [
    ("(W2' delta3) .* f'(z2)", #"({W^{(2)}}^T \delta^{(3)}) \circ f'(z^{(2)})"#),
    ("W2.T @ delta3", #"{W^{(2)}}^T \cdot \delta^{(3)}"#),
    ("A'", "A^T"), ("Aᵀ", "A^T"), ("A v", "A v"), ("A @ v", #"A \cdot v"#),
    ("x ∘ y", #"x \circ y"#),
    ("x • y", #"x \circ y"#), ("x .* y", #"x \circ y"#), ("x / m", #"x / m"#),
    ("x^2", "x^2"), ("x**2", "x^2"), ("x^(m+1)", "x^{m + 1}"), ("x^-1", "x^{-1}"),
    ("x₁", "x_1"), ("x_1", "x_1"), ("x1", "x_1"), ("x²", "x^2"), ("W2_12", #"W^{(2)}_{12}"#),
    ("W2_{1,2}", #"W^{(2)}_{1,2}"#), ("sum(i, x_i)", #"(\sum_i x_i)"#),
    ("sum(i, 1, m, x_i)", #"(\sum_{i=1}^{m} x_i)"#), ("prod(i, x_i)", #"(\prod_i x_i)"#),
    ("norm(v)", #"\|v\|"#), ("norm(A, F)", #"\|A\|_F"#), ("norm(v, 1)", #"\|v\|_1"#),
    ("abs(x)", #"\operatorname{abs}(x)"#), ("|x|", "|x|"), ("‖v‖", #"\|v\|"#),
    ("sqrt(x)", #"\sqrt{x}"#),
    ("exp(x)", #"\exp(x)"#), ("log(x)", #"\log(x)"#), ("1 - rho_hat", #"1 - \hat{\rho}"#),
    ("[1 2; 3 4]", #"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#),
    ("[[1, 2], [3, 4]]", #"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#),
    ("[1; 2]", #"\begin{bmatrix} 1 \\ 2 \end{bmatrix}"#), ("-x", "-x"), ("2 x", "2 x"),
    ("lambda W1", #"\lambda W^{(1)}"#),
    // What is in no vocabulary is taken apart by the usual rules.
    ("theta", #"\theta"#), ("q_hat", #"\hat{q}"#), ("qtilde", #"\tilde{q}"#),
    ("q3", #"q^{(3)}"#), ("unheard", #"\text{unheard}"#),
  ]

  @Test(arguments: cases.indices)
  func `is the tree that LaTeX would be`(index: Int) {
    let (typed, latex) = Self.cases[index]
    let result = read(typed)
    #expect(result.findings.map(\.summary) == [], "\(typed)")
    let wanted = MathReader.read(latex)
    #expect(
      result.lines.map { $0.oneLine().replacing("•", with: "∘") } == [
        wanted.oneLine().replacing("•", with: "∘")
      ], "\(typed): \(result.lines.map(\.latex))")
  }

  static let broken: [(typed: String, kind: FindingKind, column: Int)] = [
    ("(x + y", .unbalanced, 1), ("x + [1 2", .unbalanced, 5), ("|x", .unbalanced, 1),
    ("sum(x)", .missingArgument, 1), ("prod(i, 1, x)", .missingArgument, 1),
    ("x ? y", .doesNotRun, 3), ("x & y", .doesNotRun, 3), ("x + )", .unbalanced, 5),
  ]

  @Test(arguments: broken.indices)
  func `that is broken says where`(index: Int) {
    let (typed, kind, column) = Self.broken[index]
    let findings = read(typed).findings
    #expect(findings.first?.kind == kind, "\(typed): \(findings.map(\.summary))")
    #expect(findings.first?.location.position.column == column, "\(typed)")
  }

  @Test func `of any length ends, and too much of it is refused`() {
    let long = read(String(repeating: "x", count: KeyboardReader.longest + 1))
    #expect(long.lines.isEmpty)
    #expect(long.findings.map(\.kind) == [.formulaTooLong])
    let deep = read(String(repeating: "(", count: 5000) + "x")
    #expect(!deep.findings.isEmpty)
    #expect(read("").lines.isEmpty && read("   ").lines.isEmpty)
  }

  @Test func `keeps the place of every name`() throws {
    let tree = try #require(read("x + W2_12").lines.first)
    #expect(tree.location.text == "x + W2_12")
    let last = try #require(tree.nodes.last)
    #expect(last.location.text == "W2_12")
  }
}

/// LaTeX that is written: by hand what it must be, and the same tree when it is read.
struct `Written LaTeX` {
  static let cases: [(written: String, latex: String)] = [
    (#"\frac12"#, #"\frac{1}{2}"#), (#"\binom n k"#, #"\binom{n}{k}"#),
    (#"\sqrt[3]{x}"#, #"\sqrt[3]{x}"#), (#"x'_{12}^{ij}"#, #"x'_{12}^{ij}"#),
    (#"x_{1}^{2}"#, "x_1^2"), (#"\hat x"#, #"\hat{x}"#), (#"\mathbf x"#, #"\mathbf{x}"#),
    (#"\operatorname{softmax}(z)"#, #"\operatorname{softmax}(z)"#), (#"\log x"#, #"\log x"#),
    (#"\left( \frac{a}{b} \right)"#, #"\left(\frac{a}{b}\right)"#),
    (#"\left. x \right|"#, #"\left.x\right|"#),
    (#"a+b=c"#, "a + b = c"), (#"f(x,y)"#, "f(x, y)"), (#"2\cdot 3"#, #"2 \cdot 3"#),
    (#"\alpha\beta x"#, #"\alpha\beta x"#), (#"a\quad b"#, #"a\quad b"#),
    (#"\underbrace{x}_{n}"#, #"\underbrace{x}_n"#), (#"\overset{!}{=}"#, #"\overset{!}{=}"#),
    (#"\begin{cases} 1 & x \\ 2 & y \end{cases}"#, #"\begin{cases} 1 & x \\ 2 & y \end{cases}"#),
    (#"{\frac{a}{b}}^2"#, #"{\frac{a}{b}}^2"#), (#"- x"#, "-x"),
  ]

  @Test(arguments: cases.indices)
  func `is read again as the same tree`(index: Int) {
    let (written, latex) = Self.cases[index]
    let tree = MathReader.read(written)
    #expect(tree.latex == latex)
    #expect(MathReader.read(tree.latex) == tree)
  }
}
