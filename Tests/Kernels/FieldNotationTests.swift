import Kernels
import Matrices
import Notation
import SourceText
import Testing

/// The notation of the field, with values worked out by hand or with NumPy.
struct `Notation of the field` {
  private static func read(_ text: String) -> (workspace: Workspace, findings: [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    return (workspace, read.findings + result.findings)
  }

  private static let sequence = #"""
    u_1 = (0.2, 0.5)
    u_2 = (0.7, -0.3)
    k_0 = (0, 0.1)
    V = \begin{bmatrix} 0.3 & -0.2 \\ 0.4 & 0.6 \end{bmatrix}
    k_t = \tanh(V u_t + k_{t-1})

    """#

  private static let scores = #"""
    s = (3, 1, 2)
    c = (2, 3)

    """#

  private static let chain = #"""
    a = \begin{bmatrix} 0.7 & 0.3 \\ 0.4 & 0.6 \end{bmatrix}
    b = \begin{bmatrix} 0.5 & 0.4 & 0.1 \\ 0.1 & 0.3 & 0.6 \end{bmatrix}
    o = (1, 3)
    \alpha_1(j) = b_j(o_1)
    \alpha_t(j) = \left[ \sum_{i=1}^2 \alpha_{t-1}(i) a_{ij} \right] b_j(o_t) \quad 1 \le j \le 2, t = 2
    P(y = k \mid x) = a_{1k}

    """#

  /// E[v] = 0.2 + 1 + 1.2 = 2.4, E[v²] = 0.2 + 2 + 4.8 = 7.
  private static let expectation = #"""
    p = (0.2, 0.5, 0.3)
    v = (1, 2, 4)
    E[v] = \sum_i p_i v_i

    """#

  struct Case: Sendable {
    var text: String
    var expected: [Double]
  }

  private static let cases: [Case] = [
    // A parenthesis ends what a function is of, whether it has a power or not.
    Case(
      text: "x = 0.3\n"
        + #"y = (\log x (1 - 2 x)^2, \sin x (1 + x)^{-2}, \log x (1 - 2 x))"#,
      expected: [-0.19263564869214983, 0.17486402761026007, -0.4815891217303745]),
    Case(text: sequence + "y = k_2", expected: [0.22604858267235617, 0.49769958407690684]),
    Case(
      text: #"M = \begin{bmatrix} 0.7 & 0.3 \\ 0.2 & 0.8 \end{bmatrix}"# + "\n" + #"z_0 = (1, 0)"#
        + "\n" + #"z_{t+1} = M^T z_t, \qquad t = 0, 1, 2"# + "\n" + "y = z_3",
      expected: [0.475, 0.525]),
    Case(
      text: "b_3 = 1\n" + #"b_t = 2 b_{t+1}, \text{ for } t = 2, \ldots, 1"# + "\ny = b_1",
      expected: [4]),
    Case(text: "W^1 = 2\nW^2 = 3\na^0 = 1\na^l = W^l a^{l-1}\ny = a^2", expected: [6]),
    Case(text: #"x^{(1)} = 2"# + "\n" + #"x^{(2)} = 3"# + "\nv_t = x_t^2\ny = v_2", expected: [9]),
    Case(text: #"\sigma^2 = 4"# + "\n" + #"y = \sqrt{\sigma^2}"#, expected: [2]),
    // Worked out by hand: Σ over i < j of x_i x_j is 2 + 4 + 8; Σ (x_i − x_j)² is 1 + 9 + 4.
    Case(text: "x = (1, 2, 4)\n" + #"y = \sum_{i<j} x_i x_j"#, expected: [14]),
    Case(text: "x = (1, 2, 4)\n" + #"y = \sum_{i \ne j} x_i x_j"#, expected: [28]),
    Case(
      text: "x = (1, 2, 4)\n" + #"y = \sum_{1 \le i < j \le 3} (x_i - x_j)^2"#, expected: [14]),
    Case(
      text: "x = (1, 2, 4)\n" + #"y_j = \sum_{i<j} x_i, \quad j = 1, \ldots, 3"#,
      expected: [0, 1, 3]),
    Case(text: #"y = \sum_{0 \le k < 4} k + \sum_{1 \le k \le 4} k^2"#, expected: [36]),
    Case(text: #"n = 5"# + "\n" + #"y = n! + \binom{n}{2} - 2 \cdot -n"#, expected: [140]),
    Case(text: #"f(k) = \frac{2^k}{k!}"# + "\n" + "y = f(3) + f(0)", expected: [7.0 / 3]),
    Case(
      text: #"P(X = m) = 2^m, \quad m = 0, 1, 2"# + "\n" + "y = P(X = 2) + P(X = 0)", expected: [5]),
    Case(
      text: #"w_k = 2^k, \quad k = 0, \ldots, 3"# + "\n" + #"y = \sum_{k=0}^3 w_k"#, expected: [15]),
    Case(
      text: "p_0 = 1\n"
        + #"\begin{aligned} p_k &= 2 p_{k-1} \\ y &= 7 \end{aligned}, \quad k = 1, 2"#,
      expected: [7]),
    Case(
      text: "p_0 = 1\n"
        + #"\begin{aligned} p_k &= 2 p_{k-1} \\ r_k &= p_k + 1 \end{aligned}, \quad k = 1, 2"#
        + "\ny = r_2", expected: [5]),
    Case(
      text: #"\sigma^2 = 4"# + "\n" + #"\sigma_1 = 3"# + "\n"
        + #"y = \sigma^2 \sigma(0) + \sigma_1"#, expected: [5]),
    Case(
      text: #"\sigma(z) = z + 1"# + "\n" + #"\sigma^2 = 4"# + "\n" + #"y = \sigma^2 \sigma(1)"#,
      expected: [8]),
    Case(
      text: #"\theta = (1, 2)"# + "\n" + #"\theta^{(0)} = \theta"# + "\n"
        + #"\theta^{(k+1)} = 3 \theta^{(k)}, \quad k = 0, 1"# + "\n"
        + #"y = \theta^{(2)} - \theta"#,
      expected: [8, 16]),
    Case(text: "m = 2\nm_1 = 5\ny = m m_1", expected: [10]),
    Case(
      text: #"\vec r = (1, 2, 3)"# + "\n" + #"y = \vec r \times (0, 1, 2)"#, expected: [1, -2, 1]),
    Case(
      text: #"\vec v = (3, -4)"# + "\n" + #"y = |\vec v|^2 + |\vec v - \vec v|"#, expected: [25]),
    Case(
      text: #"X = \begin{bmatrix} 1 & 0 \\ 1 & 1 \\ 1 & 2 \end{bmatrix}"#
        + "\nz = (1, 3, 5)\ny = (X'X)^{-1} X'z",
      expected: [1, 2]),
    Case(text: "x = (1, 2)\ny = (x - 3 x)'x + x'x", expected: [-5]),
    Case(
      text: #"A = \begin{bmatrix} 2 & 1 \\ 0 & 3 \end{bmatrix}"# + "\n"
        + #"y = \det(A - I) + \det(2 I + A)"#,
      expected: [22]),
    Case(text: #"y = 2 \mathbf{1}_2 + \mathbf{0}_2"#, expected: [2, 2]),
    Case(text: #"y = \sin 30^\circ + \cosh 0 + \sinh 0 + \cot \frac{\pi}{4}"#, expected: [2.5]),
    Case(text: #"y = 6 \div 4"#, expected: [1.5]),
    Case(text: #"y = 3 \text{ cm}"#, expected: [3]),
    // A word that has a value is a factor.
    Case(text: #"\text{rate} = 5"# + "\n" + #"y = 2 \text{rate}"#, expected: [10]),
    Case(
      text: #"\text{rate} = 5, \quad \text{loss} = 3"# + "\n" + #"y = 2\,\text{rate}, \quad z = 1"#,
      expected: [10]),
    Case(text: #"\text{cm} = 5"# + "\n" + #"y = 2 \cdot \text{cm}"#, expected: [10]),
    // A word behind a sign is a bound.
    Case(
      text: #"\text{first} = 2, \quad \text{last} = 4"# + "\n"
        + #"y = \sum_{i = \text{first}}^{\text{last}} i^2"#, expected: [29]),
    Case(
      text: "x = (1, 2, 3)\n" + #"\text{count} = 2"# + "\n"
        + #"y_i = 2 x_i, \quad 1 \le i \le \text{count}"#, expected: [2, 4]),
    Case(
      text: "y = 0\n" + #"\text{count} = 3"# + "\n"
        + #"\text{for } i = 1, \ldots, \text{count}: \quad y := y + i"#, expected: [6]),
    Case(
      text: "y = 0\n" + #"\text{for } i = 1 \text{ to } 4: \quad y := y + i"#, expected: [10]),
    Case(text: "x = (1, 2, 3)\n" + #"y = \sum_{\text{for all } i} x_i"#, expected: [6]),
    // Where one end is stated the other one is that of what there is.
    Case(text: "x = (1, 2, 3)\n" + #"y_i = 2 x_i, \quad i \le 2"#, expected: [2, 4]),
    Case(text: "x = (1, 2, 3)\n" + #"y_i = 2 x_i \text{ for } i < 3"#, expected: [2, 4]),
    Case(text: "x = (1, 2, 3)\n" + #"y_i = 2 x_i, \quad i \ge 1"#, expected: [2, 4, 6]),
    Case(text: #"y_i = i^2, \quad i \le 3"#, expected: [1, 4, 9]),
    Case(
      text: "u_0 = 1\n" + #"u_n = 2 u_{n-1}, \quad n \ge 1, n \le 4"# + "\ny = u_4", expected: [16]),
    // What has a value is a factor: of a function the power is one of the value.
    Case(
      text: #"\text{loss} = 3, \quad \lambda = 0.5"# + "\n" + #"y = \text{loss} (1 - \lambda)^2"#,
      expected: [0.75]),
    Case(text: "f = 3\nr = 0.5\n" + "y = 1 + f (1 - r)^2", expected: [1.75]),
    Case(text: "f(x) = 3 x\nr = 0.5\n" + "y = f(1 - r)^2", expected: [2.25]),
    Case(text: "b = 8\n" + #"y = \log_2(b)^2"#, expected: [9]),
    // An entry of the transpose or of the inverse: a number is not transposed.
    Case(
      text: #"A = \begin{bmatrix} 4 & 1 \\ 2 & 3 \end{bmatrix}"# + "\nx = (1, 5)\n"
        + #"y_i = \sum_j A^T_{ij} x_j"#, expected: [14, 16]),
    Case(
      text: #"A = \begin{bmatrix} 4 & 1 \\ 2 & 3 \end{bmatrix}"# + "\n" + #"y = A^{-1}_{11}"#,
      expected: [0.3]),
    Case(
      text: #"A^{(1)} = \begin{bmatrix} 4 & 1 \\ 2 & 3 \end{bmatrix}"# + "\n"
        + #"y = (A^{(1)} A^{(1)})^T_{12} + A^{(1)T}_{12}"#, expected: [16]),
    Case(
      text: #"A = \begin{bmatrix} 4 & 1 \\ 2 & 3 \end{bmatrix}"# + "\n" + #"y = A_{11}^{-1}"#,
      expected: [0.25]),
    Case(
      text: #"A = \begin{bmatrix} 4 & 1 \\ 2 & 3 \end{bmatrix}"# + "\n" + #"y = A^{\circ 2}"#,
      expected: [16, 1, 4, 9]),
    // Upright letters are one word.
    Case(
      text: #"\mathrm{TP} = 8, \quad \mathrm{FP} = 2"# + "\n"
        + #"y = \frac{\mathrm{TP}}{\mathrm{TP} + \mathrm{FP}}"#, expected: [0.8]),
    Case(text: #"\mathrm{lr}_0 = 5"# + "\n" + #"y = 2 \mathrm{lr}_0"#, expected: [10]),
    Case(text: #"\mathrm{err}(x) = 5 x"# + "\n" + #"y = \mathrm{err}(2)"#, expected: [10]),
    Case(text: "a = 3\nb = 2\n" + #"y = \mathrm{ab}"#, expected: [6]),
    // At the end of a formula, too: a remark is a word that is no name.
    Case(text: "x = 3\n" + #"\text{rate} = 5"# + "\n" + #"y = x \text{rate}"#, expected: [15]),
    Case(
      text: #"\text{bias} = 3, \quad \text{variance} = 2"# + "\n"
        + #"y = \text{bias}^2 + \text{variance}"#, expected: [11]),
    Case(
      text: #"\text{rate} = 5, \quad \text{loss} = 3"# + "\n"
        + #"y = 2 - \text{rate} \text{loss} \text{ (so far)}"#, expected: [-13]),
    Case(text: #"y = x \text{rate}, \quad x = 3, \quad \text{rate} = 2"#, expected: [6]),
    Case(text: #"\text{rate}\, = 5"# + "\n" + #"y = \text{rate}\,\text{rate}"#, expected: [25]),
    Case(
      text: #"\text{rate} = 5"# + "\n" + #"y = \text{rate} \qquad \text{rate}"#, expected: [5]),
    Case(
      text: #"\text{rate} = 5"# + "\n" + #"\text{limit} = 2"# + "\n"
        + #"y = \begin{cases} 1 & \text{rate} > \text{limit} \\ 0 & \text{otherwise} \end{cases}"#,
      expected: [1]),
    Case(
      text: #"\text{count} = 3"# + "\n" + #"y = \sum_{i=1}^{\text{count}} i + \text{count}"#,
      expected: [9]),
    Case(text: #"y = 2 \cdot 10^3\,\mathrm{kg}\,\mathrm{m}/\mathrm{s}^2"#, expected: [2000]),
    Case(text: expectation + "y = E[v^2] - E[v]^2", expected: [1.24]),
    Case(
      text: expectation + #"y = \mathbb{E}_p[2 v + 1] + \operatorname{Var}_p(v)"#, expected: [7.04]),
    Case(text: "E[X] = 3\nE[X^2] = 10\ny = E[X^2] - E[X]^2", expected: [1]),
    Case(text: #"y = a x, \quad a = 2, \quad x = 3"#, expected: [6]),
    Case(
      text: #"u_n = \frac{1}{2} u_{n-1}, \quad n = 1, 2, \quad u_0 = 8"# + "\ny = u_2",
      expected: [2]),
    Case(
      text: "DW = 3\nse(DW) = 2\nx = (1, 2)\nx_{RMS} = 4\ny = DW x_{RMS} + se(DW)", expected: [14]),
    Case(text: "r_1 = (0, 1)\nr_2 = (2, 3)\n" + #"y = \sum_{k=1}^2 r_{k,2}"#, expected: [4]),
    Case(text: #"\mu = 3"# + "\n" + #"\mu^F := \mu + 1"# + "\n" + #"y = 2 \mu^F"#, expected: [8]),
    Case(text: "g = 2\ng' = 3 g\ny = g' + 1", expected: [7]),
    Case(
      text: "c = (1, 2, 3)\n" + #"y_j = j^2 + c_j \quad (1 \le j \le 3)"#, expected: [2, 6, 12]),
    Case(text: scores + "y_i = s_{c_i}", expected: [1, 2]),
    Case(text: scores + #"y_i = \sum_{j \ne c_i} \max(0, s_j - s_{c_i} + 1)"#, expected: [5, 2]),
    Case(text: scores + #"y = \sum_{i=1}^{2} 1\{c_i = 2\} + \mathbb{1}(s_1 > 9)"#, expected: [1]),
    Case(text: scores + #"B = \{1, 3\}"# + "\n" + #"y = \sum_{i \in B} s_i"#, expected: [5]),
    Case(text: scores + #"y = \sum_i \sum_{j > i} s_i s_j"#, expected: [11]),
    Case(text: scores + #"y = \arg\max_i s_i"#, expected: [1]),
    Case(text: scores + #"y = \arg\min_{j=2}^{3} s_j"#, expected: [2]),
    Case(text: scores + #"y = \max_{i=2}^{3} s_i"#, expected: [2]),
    Case(text: scores + #"y = \log \sum_j e^{s_j}"#, expected: [3.4076059644443806]),
    Case(text: "g = (3, -2)\ny = 0.9 g^2", expected: [8.1, 3.6]),
    Case(
      text: #"D = \begin{bmatrix} 4 & 0 \\ 0 & 9 \end{bmatrix}"# + "\ny = D^{-1/2}",
      expected: [0.5, 0, 0, 1.0 / 3]),
    Case(
      text: #"A = \begin{bmatrix} 1 & 2 \\ 0 & 1 \end{bmatrix}"# + "\nn = 3\ny = A^n A^{-2}",
      expected: [1, 2, 0, 1]),
    Case(
      text: "a = (1, 2)\nb = (3, 5)\n" + #"y = a \cdot b + \langle a, b \rangle"#, expected: [26]),
    Case(
      text: "a = (1, 2)\nb = (3, 5)\n" + #"y = \begin{bmatrix} a & b \end{bmatrix}"#,
      expected: [1, 3, 2, 5]),
    Case(text: "x = (1, 2, 3, 4)\nn = 4\n" + #"y = x_1 + \cdots + x_n"#, expected: [10]),
    Case(
      text: "x = (1, 2, 3, 4)\n" + #"y = \begin{bmatrix} x_1^2 \\ \vdots \\ x_4^2 \end{bmatrix}"#,
      expected: [1, 4, 9, 16]),
    Case(text: chain + #"y_j = \alpha_2(j)"#, expected: [0.039, 0.126]),
    Case(
      text: chain + #"y = \sum_k P(y = k \mid x) \log P(y = k \mid x)"#,
      expected: [-0.6108643020548935]),
    Case(text: "v = (1, 2)\n" + #"y = \partial_v \|v\|^2"#, expected: [2, 4]),
    Case(text: "v = (1, -4)\n" + #"y = \sum_i \mid v_i \mid"#, expected: [5]),
    Case(
      text: "p = (0.2, 0.8)\n" + #"y = -\sum_x p(x) \log_2 p(x)"#, expected: [0.7219280948873623]),
    Case(
      text: scores + #"y_i = \sum_j \delta_{ij} s_j \quad (1 \le i \le 3)"#, expected: [3, 1, 2]),
  ]

  /// Lines of which the last gives y its value, row by row.
  @Test(arguments: cases)
  func `a formula has its value`(one: Case) throws {
    let (text, expected) = (one.text, one.expected)
    let (workspace, findings) = Self.read(text)
    #expect(findings.filter { $0.severity == .error }.map(\.summary) == [], "\(text)")
    let value = try #require(workspace.values[Name("y")], "\(text)")
    #expect(value.elements.count == expected.count)
    for (ours, wanted) in zip(value.elements, expected) {
      #expect(abs(ours - wanted) <= 1e-12 * max(1, abs(wanted)), "\(text)")
    }
  }

  /// What ran before means what it meant.
  private static let old: [Case] = [
    // A power of a value is one, also below the line that gives it.
    Case(text: "a = 2\na^2 = 4\ny = a^3", expected: [8]),
    // An index of entries beside names with numbers gives a column.
    Case(text: "a = (1, 2)\nx_1 = 3\nx_2 = 4\ny_i = a_i + x_i", expected: [4, 6]),
    // A number in parentheses behind a value is a factor.
    Case(text: "a = (1, 2)\ny = a (2)", expected: [2, 4]),
    // An index that members and entries have runs over the entries.
    Case(
      text: "c = (1, 2)\nx^{(1)} = 1\nx^{(2)} = 2\nx^{(3)} = 3\ny = \\sum_i c_i x^{(i)}",
      expected: [5]),
  ]

  @Test(arguments: old)
  func `no new reading changes an old value`(one: Case) throws {
    let (text, expected) = (one.text, one.expected)
    let (workspace, findings) = Self.read(text)
    #expect(findings.filter { $0.severity == .error }.map(\.summary) == [], "\(text)")
    #expect(workspace.values[Name("y")]?.elements == expected)
  }

  /// Where two readings fit, or none, a finding says so and no value is made up.
  private static let unclear: [(String, FindingKind)] = [
    ("\\sigma^2 = 4\n\\sigma = 3\ny = \\sigma^2", FindingKind.twoReadings),
    ("a = (1, 2)\nb = (3, 5)\n" + #"y = a - a \cdot b"#, .ambiguousProduct),
    ("a = (1, 2)\nb = (3, 5)\ny = (a - b)^2", .powerOfVector),
    ("x = (1, 2)\n" + #"y = x_1 + \cdots + 7"#, .doesNotRun),
    ("x_{k+1} = 2 x_k", .noFirstMember),
    // Not 2, 3, …, 6.
    ("x = (1, 2, 3, 4, 5, 6)\n" + #"y_t = 2 x_t, \qquad t = 2, 4, \ldots, 6"#, .doesNotRun),
    ("x = (1, 2, 3, 4)\n" + #"y_t = 2 x_t, \qquad t \in \{4, 2, \ldots, 1\}"#, .doesNotRun),
    ("y = P(x = 1)", .undefinedName),
    // All numbers would be summed.
    ("x = (1, 2, 3)\n" + #"y = \sum_{i \text{ odd}} x_i"#, .doesNotRun),
    (#"y = \sum_{i=1, i \text{ odd}}^{5} i"#, .doesNotRun),
    ("x = (1, 2, 3)\n" + #"y = \max_{\text{even } i} x_i"#, .doesNotRun),
    // Only some of the numbers.
    ("y = 0\n" + #"\text{for } i = 1, 3, 5: \quad y := y + i"#, .doesNotRun),
    ("y = 0\n" + #"\text{for } i = 1, 3, \ldots, 9: \quad y := y + i"#, .doesNotRun),
    ("y = 0\n" + #"\text{for odd } i = 1, \ldots, 9: \quad y := y + i"#, .doesNotRun),
    ("y = 0\n" + #"\text{for } i = 1, \ldots, 5 \text{ except } 2: \quad y := y + i"#, .doesNotRun),
    ("y = 0\n" + #"\text{for } i = 5, \ldots, 2: \quad y := y + i"#, .doesNotRun),
    (
      "y = 0\n" + #"\text{for } i = 1, \ldots, 4: \quad y := y + i \quad \text{if } i > 2"#,
      .doesNotRun
    ),
    ("x = (1, 2, 3)\n" + #"y_i = 2 x_i, \quad i = 1, 3"#, .doesNotRun),
    // And these have no first entry, or one that is not there.
    ("x = (1, 2, 3)\n" + #"y_i = 2 x_i, \quad i > 1"#, .outOfRange),
    ("x = (1, 2, 3)\n" + #"y_i = 2 x_i, \quad i \le 5"#, .outOfRange),
  ]

  @Test(arguments: unclear)
  func `where two readings fit there is a finding`(text: String, kind: FindingKind) {
    let (workspace, findings) = Self.read(text)
    #expect(findings.contains { $0.kind == kind && $0.severity == .error }, "\(text)")
    #expect(workspace.values[Name("y")].map { $0 == Matrix(0) } ?? true)
  }

  @Test(arguments: ["text", "mathrm"])
  func `a unit that is a name has two readings`(command: String) {
    let (_, findings) = Self.read(#"\\#(command){cm} = 5"# + "\n" + #"y = 2 \\#(command){cm}"#)
    #expect(findings.map(\.kind) == [.twoReadings])
    #expect(findings.first?.help?.contains(#"\cdot before it"#) == true)
  }

  /// A name that is spelt wrongly would be passed over in silence.
  @Test(arguments: [
    (#"y = x \text{raet}"#, true), (#"y = x \quad \text{doubled}"#, false),
    (#"y = x \text{ (as above)}"#, false), (#"y = x, \text{doubled}"#, false),
    (#"y = x \text{ as above}"#, true),
  ])
  func `a word right behind a formula is said to be a remark`(formula: String, isSaid: Bool) {
    let (workspace, findings) = Self.read("x = 3\n" + #"\text{rate} = 5"# + "\n" + formula)
    #expect(findings.map(\.kind) == (isSaid ? [.unit] : []))
    #expect(workspace.values[Name("y")]?.elements == [3])
  }

  /// Passed over, they would leave another number.
  @Test(arguments: ["percent", " squared", " divided by two", " million"], ["x", "7"])
  func `words that change a number are an error`(words: String, value: String) {
    let (_, findings) = Self.read("x = 3\n" + #"y = \#(value) \text{\#(words)}"#)
    #expect(findings.map(\.kind) == [.unit])
    #expect(findings.map(\.severity) == [.error])
  }

  /// Of values in the same fence, too: it would be defined, and nothing claimed.
  @Test func `a product on the left claims`() {
    let (workspace, findings) = Self.read("x = 3\ny = 4\nxy = 11")
    #expect(workspace.values[Name(#"\text{xy}"#)] == nil)
    #expect(findings.isEmpty)
    #expect(workspace.history.entries.contains { if case .claim = $0 { true } else { false } })
  }

  /// Both are read by some.
  @Test(arguments: [
    #"\sin \pi/2"#, #"x \log x/x"#, "x/x(x+1)", #"x/x \log x"#, "x/2 x",
  ])
  func `what stands behind a slash is said`(formula: String) {
    let (_, findings) = Self.read("x = 3\ny = " + formula)
    #expect(findings.map(\.kind) == [.twoReadings], "\(formula)")
    #expect(findings.map(\.severity) == [.hint])
  }
}
