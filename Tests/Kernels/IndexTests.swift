import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// What becomes of an index: kept in one formula where that means the same for all of its numbers.
struct Indices {
  private static let givens = #"""
    x = (2, 3, 5)
    A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
    B = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
    W^{(1)} = 7
    W^{(2)} = 11
    n = 3
    E^{(2)} = (7, 9)
    E = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
    p_2 = 5
    p = (1, 5, 3)
    h(x) = 2 x
    h_2(x) = 100

    """#

  private static func read(_ statement: String) throws -> (Equation, Workspace) {
    let file = SourceFile(path: "case", text: givens + statement)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    let errors = (read.findings + result.findings).filter { $0.severity == .error }
    try #require(errors.map(\.summary) == [], "\(statement)")
    return (try #require(result.equations.last), workspace)
  }

  private static func terms(_ equation: Equation) throws -> Terms {
    try #require(
      equation.sides.first?.kernel.nodes.lazy.compactMap(\.operation.terms).first)
  }

  /// A statement, whether its index is kept, and its value worked out by hand, row by row.
  @Test(arguments: [
    (#"s = \sum_i x_i^2"#, true, [38.0]),
    (#"s = \sum_{i=1}^{2} x_i x_{i+1}"#, true, [21]),
    (#"s = \sum_{i=2}^{n} i x_{i-1}"#, true, [13]),
    (#"s = \sum_{i=1}^{n} (-1)^i x_i"#, true, [-4]),
    (#"s = \sum_j B_{:,j}"#, true, [6, 15]),
    (#"s = \sum_i \sum_j i B_{ij}"#, true, [36]),
    (#"s = \prod_{k=1}^{n} \frac{x_k}{k}"#, true, [5]),
    (#"s = \max_i (x_i - i)"#, true, [2]),
    (#"y_i = \sum_j B_{ij} x_j"#, true, [23, 53]),
    (#"C_{ij} = A_{ji} + i"#, true, [2, 4, 4, 6]),
    // 4 − i does not go along with i, W⁽ⁱ⁾ is a name of its own, a power of a matrix another
    // operation, and an inner sum that begins at i another sum.
    (#"s = \sum_{i=1}^{n} i x_{4-i}"#, false, [17]),
    (#"s = \sum_{i=1}^{2} W^{(i)} x_i"#, false, [47]),
    (#"M = \sum_{k=1}^{2} A^k"#, false, [8, 12, 18, 26]),
    (#"s = \sum_{i=1}^{n} \sum_{j=i}^{n} x_j"#, false, [23]),
    // The second column of E, the second entry of p and of h are names of their own.
    (#"s = \sum_{i=1}^{3} E^{(i)}"#, false, [11, 19]),
    (#"s = \sum_i p_i"#, false, [9]),
    (#"y_i = 2 p_i"#, false, [2, 10, 6]),
    (#"s = \sum_{i=1}^{3} h_i(x)"#, false, [114]),
  ])
  func `is kept or not, and means the same`(
    statement: String, isKept: Bool, value: [Double]
  ) throws {
    let (equation, _) = try Self.read(statement)
    let terms = try Self.terms(equation)
    #expect(terms.isKept == isKept)
    #expect(equation.value?.elements == value)
  }

  /// Three letters in a row are a word only where nothing binds them; values by hand.
  @Test(arguments: [
    (#"s = \sum_{i=1}^{3} \sum_{j=1}^{2} i j n"#, [54.0]),
    (#"Q_{ij} = i j n, \quad i = 1, 2, \; j = 1, 2, 3"#, [3.0, 6, 9, 6, 12, 18]),
    (#"s = \prod_{t=1}^{2} \sum_{q=1}^{2} (t q n + 1)"#, [220.0]),
    (#"g(u, v, w) = u v w \\ s = g(2, 3, 5)"#, [30.0]),
    (#"a_1 = 1 \\ a_{t+1} = a_t t n, \quad t = 1, 2 \\ s = a_3 + 0"#, [18.0]),
  ])
  func `letters that are bound are no word`(statement: String, value: [Double]) throws {
    let (equation, _) = try Self.read(statement)
    #expect(equation.sides.last?.value.elements == value)
  }

  @Test func `an instance has numbers for its indices, and the value of its term`() throws {
    let (equation, workspace) = try Self.read(#"C_{ij} = i B_{ij} + j"#)
    let terms = try Self.terms(equation)
    #expect(terms.count == 6)
    let values = (0..<6).map {
      terms.kernel($0).value(in: Scope<Double>(workspace)).elements[0]
    }
    #expect(values == [2, 4, 6, 9, 12, 15])
    #expect(values == equation.value?.elements)
  }

  @Test func `a number in a shown term is opened as what it is`() throws {
    let (equation, workspace) = try Self.read(#"s = \sum_i x_i^2"#)
    let side = try #require(equation.sides.first)
    let id = NumberID(equation: 0, side: 0)
    let replay = Replay(of: workspace)
    for (position, expected) in [4.0, 9, 25].enumerated() {
      let term = id.term(position, of: 0).with(node: 3)
      let number = try #require(OpenNumber(side, term, in: replay))
      #expect(number.value == expected)
      let opening = number.opening(NumberStyle())
      #expect(opening.symbols?.oneLine() == "x\(["₁", "₂", "₃"][position])²")
    }
    #expect(OpenNumber(side, id.term(3, of: 0), in: replay) == nil)
  }

  @Test func `an index that runs too far is said with the first number that is too large`() {
    let file = SourceFile(path: "case", text: Self.givens + #"s = \sum_{i=2}^{9} x_{i+1}"#)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    #expect(result.findings.map(\.summary) == ["x is 3×1: it has 3 rows, and no row 4"])
  }

  @Test func `ten thousand terms are one formula, and their sum is right`() throws {
    let numbers = (1...10_000).map { "\($0 % 7)" }.joined(separator: ", ")
    let (equation, _) = try Self.read(
      "v = (\(numbers))\n" + #"s = \sum_{i=1}^{10000} (v_i - 3)^2 + v_i"#)
    // 1428 whole weeks of 28 and 21, and 1, 2, 3, 4 at the end.
    #expect(equation.value?.elements == [1428 * 49 + 6 + 10])
    #expect(try Self.terms(equation).isKept)
  }

  @Test func `indices in the other order are a slip of their own`() throws {
    let (equation, workspace) = try Self.read(
      "u = (2, 3)\n" + #"q = \sum_i \sum_j A_{ij} u_j"#)
    let side = try #require(equation.sides.first)
    let slips = Slips(of: side.kernel, side.tree, in: workspace)
    let swapped = try #require(slips.slips.first { $0.kind == .swappedIndices })
    // 1·2 + 3·3 + 2·2 + 4·3 by columns; the formula has 1·2 + 2·3 + 3·2 + 4·3.
    #expect(side.value.elements == [26])
    #expect(swapped.value.elements == [27])
    #expect(swapped.tree?.oneLine() == "∑ᵢ ∑ⱼ Aⱼᵢ uⱼ")
  }
}

/// Reading says what does not run, checking what does not hold.
struct `Reading and checking` {
  private static func results(_ text: String) -> (read: [Finding], checked: [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let lines = MathReader.read(MathSource(file, file.bytes.indices), for: .live).lines
    var first = Workspace()
    var second = Workspace()
    return (
      EquationReader.read(lines, in: file, &first).findings,
      EquationReader.checked(lines, in: file, &second).findings
    )
  }

  @Test func `a claim that fails is no matter of reading`() {
    let (read, checked) = Self.results("a = 2\na^2 = 5")
    #expect(read.isEmpty)
    #expect(checked.map(\.kind) == [.claimFails])
  }

  @Test func `of the possible fixes those stay that fit`() throws {
    let (read, checked) = Self.results(
      #"W = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}"# + "\nx = (1, 2)\ny = W x")
    let (possible, tried) = (try #require(read.first), try #require(checked.first))
    #expect(possible.fixes.count > tried.fixes.count)
    #expect(tried.fixes.map(\.replacement) == ["W^T"])
  }

  @Test func `numbers that hide slips are those of the moment`() {
    let (_, checked) = Self.results("a = 1\nb = 3 a\na := 2\nc = 3 a + 4")
    #expect(checked.map(\.summary).filter { $0.hasPrefix("a is 1") }.count == 1)
  }
}
