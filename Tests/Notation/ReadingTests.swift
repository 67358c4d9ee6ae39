import Notation
import SourceText
import TestSupport
import Testing
import Typesetting

/// LaTeX, and what it is on one line in Unicode and ASCII.
private let lines: [(latex: String, unicode: String, ascii: String)] = [
  (#"z^{(2)} = W^{(1)} x + b^{(1)}"#, "z⁽²⁾ = W⁽¹⁾ x + b⁽¹⁾", "z^(2) = W^(1) x + b^(1)"),
  (#"\hat\rho_j"#, "ρ̂ⱼ", "rho_hat_j"),
  (#"\tilde{x}_{ij}"#, "x̃ᵢⱼ", "x_tilde_ij"),
  (
    #"-\frac{\rho}{\hat{\rho}} + \frac{1-\rho}{1-\hat{\rho}}"#, "−ρ/ρ̂ + (1 − ρ)/(1 − ρ̂)",
    "-rho/rho_hat + (1 - rho)/(1 - rho_hat)"
  ),
  (#"\text{KL}(\rho \| \hat\rho_j)"#, "KL(ρ‖ρ̂ⱼ)", "KL(rho||rho_hat_j)"),
  (#"\frac{1}{2} \|h_{W,b}(x) - y\|^2"#, "½ ‖h_(W,b)(x) − y‖²", "1/2 ||h_(W,b)(x) - y||^2"),
  (#"\sum_{i=1}^{m} x_i"#, "∑ᵢ₌₁ᵐ xᵢ", "sum_(i=1)^m x_i"),
  (#"(W^{(2)})^T \delta^{(3)}"#, "(W⁽²⁾)ᵀ δ⁽³⁾", "(W^(2))^T delta^(3)"),
  (#"a \bullet b \circ c \odot d"#, "a • b ∘ c ⊙ d", "a .* b .* c .* d"),
  (#"x \in \mathbb{R}^{3 \times 4}"#, "x ∈ ℝ^(3×4)", "x in R^(3x4)"),
  (#"\mathcal{L}(\theta) \leq \infty"#, "ℒ(θ) ≤ ∞", "L(theta) <= inf"),
  (#"\lambda W + \sqrt{2}"#, "λW + √2", "lambda W + sqrt(2)"),
  (#"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#, "[1 2; 3 4]", "[1 2; 3 4]"),
  (#"P(x | y) = |x|"#, "P(x|y) = |x|", "P(x|y) = |x|"),
  (#"a \not= b \not\in C"#, "a ≠ b ∉ C", "a /= b not in C"),
  (#"\underset{\theta}{\operatorname{arg\,min}} J"#, "arg min_θ J", "arg min_theta J"),
  (#"\log x - \exp(-z)"#, "log x − exp(−z)", "log x - exp(-z)"),
  (#"f'(z) + g''"#, "f′(z) + g′′", "f'(z) + g''"),
  (#"\Delta W^{(l)} := 0"#, "ΔW⁽ˡ⁾ := 0", "Delta W^(l) := 0"),
  ("ρ ∘ σ − 1", "ρ ∘ σ − 1", "rho .* sigma - 1"),
]

struct `Reading LaTeX` {
  @Test(arguments: lines.indices)
  func `a formula on one line`(index: Int) {
    let tree = MathReader.read(lines[index].latex)
    #expect(tree.oneLine() == lines[index].unicode)
    #expect(tree.oneLine(ascii: true) == lines[index].ascii)
  }

  @Test(arguments: lines.indices)
  func `what is written is read again as the same tree`(index: Int) {
    let tree = MathReader.read(lines[index].latex)
    #expect(MathReader.read(tree.latex) == tree, "\(tree.latex)")
  }

  @Test func `a bare fraction takes one digit each, and brackets of any size are the same tree`() {
    #expect(MathReader.read(#"\frac12"#) == MathReader.read(#"\frac{1}{2}"#))
    #expect(MathReader.read(#"\left( a \right)"#) == MathReader.read("(a)"))
    #expect(MathReader.read(#"\bigl( a \bigr)"#) == MathReader.read("(a)"))
  }

  @Test func `every node keeps its place in the file`() {
    let file = SourceFile(path: "a", text: #"abc \frac{x}{y_1} + z"#)
    let read = MathReader.read(MathSource(file, 4..<file.bytes.count), for: .shown)
    let nodes = read.lines[0].nodes
    #expect(nodes.map { $0.location.text } == [#"\frac{x}{y_1}"#, "+", "z"])
  }

  @Test func `lines of a fence keep their places although their indentation is gone`() {
    let file = SourceFile(path: "a", text: "  x = 1\n    y = 2\n")
    let source = MathSource(file, lines: [2..<7, 12..<17])
    let read = MathReader.read(source, for: .live)
    #expect(read.lines.map { $0.location.text } == ["x = 1", "y = 2"])
  }

  @Test func `the commands of two public courses are all known`() throws {
    let list = try Repository.text("Tests/Notation/latex-commands.txt")
    let body = try #require(list.split(separator: "\n").first { $0.hasPrefix("\\") })
    let commands = body.split(separator: " ").map { entry in
      String(entry[..<(entry.lastIndex(of: ":") ?? entry.endIndex)])
    }
    #expect(commands.count == 149)
    for command in commands {
      // Arguments and partners that any of the commands could want.
      let latex: String
      switch command {
      case "\\begin", "\\end": latex = #"\begin{bmatrix} a \end{bmatrix}"#
      case "\\left", "\\right": latex = #"\left( a \right)"#
      case "\\\\": latex = #"a \\ b"#
      case "\\hspace": latex = #"a \hspace{1em} b"#
      case "\\choose": latex = #"{n \choose k}"#
      default: latex = command + "{a}{b}"
      }
      let read = MathReader.read(MathSource(latex), for: .shown)
      #expect(read.findings.isEmpty, "\(command): \(read.findings.map(\.summary))")
      for ascii in [false, true] {
        let text = MathLayout(ascii: ascii).box(read.lines[0]).lines.map(\.text).joined()
        #expect(!text.contains(command) || command.count == 2, "\(command) is shown as \(text)")
        #expect(!ascii || text.allSatisfy(\.isASCII), "\(command) is shown as \(text)")
      }
    }
  }
}

struct `Copied formulas` {
  /// What is on a page, and what it plainly is in LaTeX.
  static let pairs = [
    ("z = 3 – 2", "z = 3 - 2"), ("z = −x", "z = -x"), ("a²", "a^{2}"), ("A⁻¹", "A^{-1}"),
    ("Aᵀ", "A^{T}"), ("W⁽¹⁾x₁₂", "W^{(1)} x_{12}"), ("xᵢⱼ", "x_{ij}"), ("½x", #"\frac{1}{2} x"#),
    ("⅒", #"\frac{1}{10}"#), ("√25 + √x", #"\sqrt{25} + \sqrt{x}"#), ("ｘ＝１２．５", "x=12.5"),
    ("𝑥 + 𝐱 + 𝜎(𝟏𝟐)", #"x + x + \sigma(12)"#), ("x̂ + ρ̃", #"\hat{x} + \tilde{\rho}"#),
    ("a\u{200B}b", "ab"), ("f’(x)", "f'(x)"), ("1⁄2", "1/2"), ("∆W", #"\Delta W"#),
    (#"1\,000"#, "1000"), (#"12\,345\,678.5"#, "12345678.5"), ("0{,}25", "0.25"),
    ("2{,}000{,}000", "2000000"), (#"1 \\[2ex] 2"#, #"1 \\ 2"#),
  ]

  private func read(_ text: String) -> ReadMath { MathReader.read(MathSource(text), for: .live) }

  @Test(arguments: pairs.indices)
  func `are what they plainly are`(index: Int) {
    let (copied, latex) = Self.pairs[index]
    #expect(read(copied).findings.map(\.summary) == [], "\(copied)")
    #expect(read(copied).lines == read(latex).lines, "\(copied)")
  }

  @Test(arguments: [
    ("3 € 5", FindingKind.unknownCharacter, 2), ("x ∎", .unknownCharacter, 2),
    ("4 5", .numerals, 0), ("y 2^3 4", .numerals, 2), (#"2\frac12"#, .numerals, 0),
    ("2½", .numerals, 0), ("1,000", .numerals, 0), ("1{,}000", .numerals, 0),
    ("1.5e-3", .numerals, 0), ("1.000.000", .numerals, 0), ("x^10", .unbraced, 2),
    ("x_12", .unbraced, 2), ("10^-3", .unbraced, 3), ("2^3^2", .secondScript, 3),
    ("x_1_2", .secondScript, 3), ("x^2'", .secondScript, 3), ("50%", .percent, 2),
    ("1 & x", .unbalanced, 2), (#"\not{3}"#, .doesNotRun, 0), (#"\def\v{x} \v"#, .macro, 0),
  ])
  func `are a finding at the place where they could be something else`(
    text: String, kind: FindingKind, column: Int
  ) throws {
    let findings = read(text).findings
    #expect(findings.map(\.kind) == [kind], "\(text)")
    #expect(try #require(findings.first).location.bytes.lowerBound == column, "\(text)")
  }

  @Test func `in prose nobody minds`() {
    for text in ["3 € 5", "4 5", "1,000", "x^10", "50%", "1.5e-3"] {
      #expect(MathReader.read(MathSource(text), for: .shown).findings.isEmpty, "\(text)")
    }
  }
}

struct `Broken LaTeX` {
  private static let pieces = [
    "{", "}", "(", ")", "[", "]", "\\left", "\\right", "\\left(", "\\right)", "\\begin{bmatrix}",
    "\\end{bmatrix}", "\\begin{cases}", "\\end{x}", "&", "\\\\", "^", "_", "'", "|", "\\|",
    "\\frac",
    "\\sqrt", "\\sqrt[", "x", "12", "+", "-", "=", "\\hat", "\\text{", "\\text{a}", "\\mathbf",
    "\n",
    "\\unknown", "$", "\\", "%", "ρ", "\u{301}", "\\sum", "\\over", "\\not", "\\big", "\\middle",
  ]

  @Test(arguments: 0..<300)
  func `any row of pieces gives a tree, boxes, and findings inside the text`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    let count = Int.random(in: 1...30, using: &numbers)
    let latex = (0..<count).map { _ in Self.pieces.randomElement(using: &numbers) ?? "" }
      .joined(separator: seed % 2 == 0 ? " " : "")
    for purpose in [MathReader.Purpose.live, .shown] {
      let source = MathSource(latex)
      let read = MathReader.read(source, for: purpose)
      for finding in read.findings {
        #expect(finding.location.bytes.upperBound <= latex.utf8.count, "\(latex)")
      }
      for line in read.lines {
        _ = line.oneLine()
        let box = MathLayout().box(line, width: 40)
        #expect(Set(box.lines.map(\.cellWidth)).count <= 1, "\(latex)")
      }
    }
  }

  @Test func `10,000 open brackets are one finding and no crash`() {
    for bracket in ["(", "{", "\\left("] {
      let latex =
        String(repeating: bracket, count: 10_000) + "x"
        + String(
          repeating: ["(": ")", "{": "}", "\\left(": "\\right)"][bracket] ?? "", count: 10_000)
      let read = MathReader.read(MathSource(latex), for: .live)
      #expect(read.findings.map(\.kind) == [.nestedTooDeep])
    }
    let open = MathReader.read(
      MathSource("y = " + String(repeating: "(", count: 10_000)), for: .live)
    #expect(open.findings.count == 10_000)
    #expect(open.findings.allSatisfy { $0.kind == .unbalanced })
  }
}
