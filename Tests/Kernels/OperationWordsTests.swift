import Kernels
import Matrices
import Notation
import SourceText
import Testing

/// How operations are called and written, by hand.
struct `Words for operations` {
  private static let givens = #"""
    A = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 7 \end{bmatrix}
    S = \begin{bmatrix} 2 & 1 \\ 1 & 3 \end{bmatrix}
    v = (1, 2, 3)
    r = \begin{bmatrix} 1 & 5 & 3 \end{bmatrix}
    c = 0.5

    """#

  private func read(_ formula: String) throws -> (equation: Equation, numPy: [String]) {
    let file = SourceFile(path: "case", text: Self.givens + "q = \(formula)\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    let errors = (read.findings + result.findings).filter { $0.severity == .error }
    try #require(errors.map(\.summary) == [], "\(formula)")
    var writer = NumPyWriter(workspace)
    let lines = result.equations.map { writer.lines($0) }
    return (try #require(result.equations.last), lines.last ?? [])
  }

  static let cases: [(formula: String, label: String, numPy: String)] = [
    (#"\operatorname{mean}(A)"#, "mean", "q = np.mean(A)"),
    (#"\operatorname{var}(A)"#, "variance", "q = np.mean((A - np.mean(A))**2)"),
    (#"\operatorname{softmax}(A)"#, "softmax of every column", "q = softmax(A)"),
    (#"\operatorname{softmax}(v)"#, "softmax", "q = softmax(v)"),
    (#"\operatorname{softmax}(r)"#, "softmax", "q = softmax(r)"),
    (
      #"\operatorname{argmax}(A)"#, "place of the largest of every column",
      "q = np.argmax(A, axis=0)[None, :] + 1"
    ),
    (#"\operatorname{argmax}(r)"#, "place of the largest", "q = np.argmax(r) + 1"),
    (#"\operatorname{tr}(S)"#, "trace", "q = np.trace(S)"),
    (#"\det S"#, "determinant", "q = np.linalg.det(S)"),
    (#"S^{-1}"#, "inverse", "q = np.linalg.inv(S)"),
    (#"\operatorname{eig}(S)"#, "eigenvalues", "q = eigenvalues(S)"),
    (#"\operatorname{eigvec}(S)"#, "eigenvectors", "q = eigenvectors(S)"),
    (#"\operatorname{diag}(v)"#, "diagonal matrix", "q = np.diagflat(v)"),
    (#"A^T"#, "transpose", "q = A.T"),
    (#"A v"#, "matrix product", "q = A @ v"),
    (#"A \circ A"#, "Hadamard product", "q = A * A"),
    (#"c A"#, "product", "q = c * A"),
    (#"A + A"#, "sum", "q = A + A"),
    (#"A - c"#, "difference", "q = A - c"),
    (#"\|A\|_F"#, "norm", "q = np.sqrt(np.sum(A**2))"),
    (#"\|v\|_1"#, "norm", "q = np.sum(absolute(v))"),
  ]

  @Test(arguments: cases.indices)
  func `are a teacher's, and Python's`(index: Int) throws {
    let (formula, label, numPy) = Self.cases[index]
    let (equation, lines) = try read(formula)
    let labels = equation.reductions(ValueStyle(NumberStyle())).map(\.reduction.act.label)
    #expect(labels.last == label, "\(formula): \(labels)")
    #expect(lines.last == numPy, "\(formula)")
  }

  static let misfits: [(formula: String, summary: String)] = [
    (#"\operatorname{tr}(A)"#, "tr needs a square matrix, and gets 2×3"),
    (#"\det A"#, "det needs a square matrix, and gets 2×3"),
    (#"A^{-1}"#, "A is 2×3: only a square matrix has an inverse"),
    (#"\operatorname{eig}(A)"#, "eig needs a square matrix, and gets 2×3"),
    (#"\operatorname{eigvec}(A)"#, "eigvec needs a square matrix, and gets 2×3"),
    (#"\operatorname{diag}(A)"#, "diag needs a vector, and gets 2×3"),
    (#"A A"#, "A and A cannot be multiplied: 2×3 and 2×3"),
    (#"A + S"#, "A and S cannot be added: 2×3 and 2×2"),
    (#"A \circ S"#, "A and S cannot be multiplied entry by entry: 2×3 and 2×2"),
    (#"\frac{A}{S}"#, "A cannot be divided by S: 2×3 and 2×2"),
  ]

  @Test(arguments: misfits.indices)
  func `say why operands do not fit`(index: Int) {
    let (formula, summary) = Self.misfits[index]
    let file = SourceFile(path: "case", text: Self.givens + "q = \(formula)\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let findings = EquationReader.read(read.lines, in: file, &workspace).findings
    #expect(findings.filter { $0.severity == .error }.map(\.summary) == [summary])
    #expect(findings.allSatisfy { $0.kind == .shapeMismatch || $0.severity < .error })
    #expect(workspace.values[Name("q")] == nil)
  }
}

struct `Draws and their parameters` {
  private func workspace(_ text: String) -> Workspace {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let found = EquationReader.read(read.lines, in: file, &workspace).findings
    #expect(found.filter { $0.severity == .error }.map(\.summary) == [])
    return workspace
  }

  /// A uniform number is a + u(b − a): by b it moves with u, by a with 1 − u. A normal one is
  /// μ + nσ: by μ it moves with 1, by σ with n.
  @Test func `carry the slope of a parameter`() throws {
    let values = workspace(
      #"""
      a = -1
      b = 3
      \mu = 2
      t = 0.5
      x = (1, 2, 3)
      y = x + \mathcal{U}(a, b)
      z = x + \mathcal{N}(\mu, t)
      J = y^T y
      K = z^T z
      p = \frac{\partial J}{\partial b}
      q = \frac{\partial J}{\partial a}
      g = \frac{\partial K}{\partial \mu}
      h = \frac{\partial K}{\partial t}
      """#
    ).values
    func value(_ name: String) throws -> [Double] { try #require(values[Name(name)]).elements }
    let (x, y, z) = (try value("x"), try value("y"), try value("z"))
    let shares = zip(x, y).map { ($1 - $0 + 1) / 4 }
    #expect(shares.allSatisfy { (0..<1).contains($0) })
    func expect(_ name: String, _ expected: [Double]) throws {
      let sum = expected.reduce(0, +)
      #expect((try value(name)[0] - sum).magnitude < 1e-12 * max(1, sum.magnitude), "\(name)")
    }
    try expect("p", zip(y, shares).map { 2 * $0 * $1 })
    try expect("q", zip(y, shares).map { 2 * $0 * (1 - $1) })
    try expect("g", z.map { 2 * $0 })
    try expect("h", zip(x, z).map { 2 * $1 * ($1 - $0 - 2) / 0.5 })
  }

  @Test func `move with other parameters and stay the same draws`() throws {
    let text = "x = (1, 2, 3)\ny = x + \\mathcal{U}(0, 1)\n"
    let one = try #require(workspace(text).values[Name("y")])
    let wide = workspace(text.replacing("(0, 1)", with: "(10, 20)"))
    let two = try #require(wide.values[Name("y")])
    for (index, x) in [1.0, 2, 3].enumerated() {
      let share = one.elements[index] - x
      #expect((two.elements[index] - x - 10 - 10 * share).magnitude < 1e-12)
    }
  }
}

struct `Names that would be typed alike` {
  private func findings(_ text: String) -> [String] {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    _ = EquationReader.read(read.lines, in: file, &workspace)
    return Spellings(workspace).findings(workspace, in: file).map {
      "\($0.location.position.line) \($0.severity.rawValue): \($0.summary)"
    }
  }

  @Test func `are a hint at the later of them, once`() {
    #expect(findings("x_1 = 2\nx = (1, 2)\n") == [])
    #expect(findings("\\hat{x} = 2\nx = 3\n") == [])
    let clashes = findings("x_{\\text{ab}} = 2\n\\text{xa}_{\\text{b}} = 3\n")
    #expect(clashes.count == 1)
    #expect(clashes.first?.hasPrefix("2 hint: ") == true, "\(clashes)")
    #expect(clashes.first?.hasSuffix(" would both be typed xab") == true, "\(clashes)")
  }
}
