import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Claims hold within the bounds of rounding: what is true is never called wrong, however large the
/// numbers are, and what is wrong is found.
struct `Claims` {
  /// What is true for all numbers, of scalars x, y > 0 and z, and vectors u and v; from tables of
  /// identities, written down before anything was tried.
  static let identities = [
    #"\frac{e^{z}}{1 + e^{z}} = \sigma(z)"#,
    #"1 - \sigma(z) = \sigma(-z)"#,
    #"\frac{1 + \tanh(\frac{z}{2})}{2} = \sigma(z)"#,
    #"\tanh(z) = 2 \sigma(2 z) - 1"#,
    #"-\log(1 - \sigma(z)) = \log(1 + e^{z})"#,
    #"-\log(\sigma(z)) = \log(1 + e^{-z})"#,
    #"\log(e^{z}) = z"#,
    #"e^{\log x} = x"#,
    #"\log(x y) = \log x + \log y"#,
    #"\log \frac{x}{y} = \log x - \log y"#,
    #"(z + x)^2 = z^2 + 2 z x + x^2"#,
    #"(z + x)(z - x) = z^2 - x^2"#,
    #"(z - x)^3 = z^3 - 3 z^2 x + 3 z x^2 - x^3"#,
    #"\sin^2 z + \cos^2 z = 1"#,
    #"\sin(z + x) = \sin(z) \cos(x) + \cos(z) \sin(x)"#,
    #"\cos(2 z) = 1 - 2 \sin^2 z"#,
    #"\sqrt{x y} = \sqrt{x} \sqrt{y}"#,
    #"\frac{1}{\sqrt{x} + \sqrt{y}} (x - y) = \sqrt{x} - \sqrt{y}"#,
    #"\frac{1}{1 + e^{z}} = \frac{e^{-z}}{1 + e^{-z}}"#,
    #"\sqrt{z^2} = |z|"#,
    #"\max(z, x) = \frac{z + x + |z - x|}{2}"#,
    #"\begin{cases} z & z \ge x \\ x & \text{otherwise} \end{cases} = \max(z, x)"#,
    #"\arcsin(\sigma(z)) + \arccos(\sigma(z)) = \frac{\pi}{2}"#,
    #"\arctan x + \arctan \frac{1}{x} = \frac{\pi}{2}"#,
    #"\log_2(x y) = \log_2 x + \log_2 y"#,
    #"u^T v = v^T u"#,
    #"\|u + v\|^2 = \|u\|^2 + 2 u^T v + \|v\|^2"#,
    #"\|u - v\|^2 + \|u + v\|^2 = 2 \|u\|^2 + 2 \|v\|^2"#,
    #"\operatorname{tr}(u v^T) = v^T u"#,
    #"\operatorname{softmax}(u + z) = \operatorname{softmax}(u)"#,
    #"\sum_i \operatorname{softmax}(u)_i = 1"#,
    #"\operatorname{var}(u) = \operatorname{mean}(u \circ u) - \operatorname{mean}(u)^2"#,
    #"\frac{\partial}{\partial z} \log(1 + e^{z}) = \sigma(z)"#,
    #"\sum_i (u_i - \operatorname{mean}(u)) = 0"#,
    #"\operatorname{eigvec}(u u^T + v v^T)^T \operatorname{eigvec}(u u^T + v v^T) = I_3"#,
    #"f'(z) = f(z) (1 - f(z))"#,
    #"g'(z) = 1 - g(z)^2"#,
  ]

  private static func lesson(_ text: String) -> Lesson {
    LessonReader(.none).checkedLesson(
      SourceFile(path: "test.md", bytes: Array(text.utf8)))
  }

  private static func read(_ claim: String) throws -> Lesson {
    let text = #"""
      ```math
      f(t) = \frac{1}{1 + e^{-t}}
      g(t) = \tanh t
      x = 0.7
      y = 1.3
      z = -0.4
      u = (0.3, -0.8, 0.5)
      v = (-0.2, 0.9, 0.6)
      \#(claim)
      ```

      """#
    let lesson = Self.lesson(text)
    try #require(!lesson.findings.contains { $0.severity == .error }, "\(lesson.findings)")
    return lesson
  }

  @Test(arguments: identities.indices)
  func `what is true holds at a thousand draws`(index: Int) throws {
    let identity = Self.identities[index]
    let lesson = try Self.read(identity)
    #expect(!lesson.findings.contains { $0.severity == .warning && $0.kind != .undiagnosable })
    let equation = try #require(lesson.equations.last)
    var numbers = RandomNumbers(seed: UInt64(index))
    var told = 0
    for _ in 0..<1000 {
      var givens: [Name: Matrix<Double>] = [:]
      for name in ["x", "y"] { givens[Name(name)] = Matrix(numbers.uniform(in: 0.01...30)) }
      givens[Name("z")] = Matrix(numbers.uniform(in: -30...30))
      for name in ["u", "v"] {
        givens[Name(name)] = Matrix(shape: Shape(3, 1)) { _, _ in numbers.uniform(in: -30...30) }
      }
      var replay = Replay(of: lesson.workspace, giving: givens)
      let claim = try #require(replay.run([equation]).first?.claims.first)
      #expect(claim.holds, "\(identity) at \(givens): \(claim.difference)")
      if claim.verdict == .holds { told += 1 }
    }
    // A bound that is always too wide to tell would call everything true.
    #expect(told > 500, "\(identity): \(told)")
  }

  @Test(arguments: Repository.lessonPaths)
  func `a slip as a claim is found`(path: String) throws {
    let lesson = try Repository.lesson(path)
    var count = 0
    for equation in lesson.equations where [.definition, .claim].contains(equation.kind) {
      guard let side = equation.sides.last, equation.free.isEmpty else { continue }
      var replay = Replay(of: lesson.workspace)
      let workspace = replay.workspace(at: side.moment)
      for slip in Slips(of: side.kernel, side.tree, in: workspace).slips {
        count += 1
        let verdict = Slips.verdict(side.kernel, slip.kernel, in: workspace)
        #expect(verdict == .fails, "\(equation.tree.latex): \(slip.fact.told())")
      }
    }
    #expect(count > 0 || lesson.equations.isEmpty)
  }

  @Test func `numbers that cannot tell say so`() throws {
    let text = #"""
      ```math
      z = 36.5
      p = \sigma(z)
      -\log(1 - p) = \log(1 + e^{z})
      ```

      """#
    let lesson = Self.lesson(text)
    #expect(lesson.findings.map(\.kind) == [.claimUntold])
  }

  @Test func `givens that fulfil a condition are no coincidence`() throws {
    let text = #"""
      ```math
      U = \begin{bmatrix} 0.8 & -0.6 \\ 0.6 & 0.8 \end{bmatrix}
      x = (1.5, -0.3)
      U^T U = \begin{bmatrix} 1 & 0 \\ 0 & 1 \end{bmatrix}
      \|U x\|^2 = \|x\|^2
      p = (0.2, 0.5, 0.3)
      \sum_i p_i = 1
      1 - p_1 = p_2 + p_3
      P = \begin{bmatrix} 0.9 & 0.1 \\ 0.4 & 0.6 \end{bmatrix}
      q = \begin{bmatrix} 0.8 & 0.2 \end{bmatrix}
      q P = q
      ```

      """#
    let lesson = Self.lesson(text)
    // Only what random numbers cannot keep is said to be a condition.
    #expect(lesson.findings.map(\.severity) == [.hint], "\(lesson.findings.map(\.summary))")
    #expect(lesson.findings.first?.location.text == "q P = q")
  }

  /// Decimals are no doubles, and a value may be made from nothing that is given.
  @Test(arguments: [
    "0.1 + 0.2 - 0.3 = 0", "y = \\sqrt{2}\ny^2 - 2 = 0", "y = \\log 3\ne^y - 3 = 0",
    "y = 0.1 + 0.2\ny - 0.3 = 0", "y = \\frac13 - \\frac17\n21 y - 4 = 0",
    "q = (0.1, 0.7, 0.2)\n\\sum_i q_i - 1 = 0",
  ])
  func `what comes to 0 but for rounding is 0`(mathematics: String) {
    #expect(Self.lesson("```math\n\(mathematics)\n```\n").findings.map(\.summary) == [])
  }

  @Test(arguments: [
    "0.1 + 0.2 - 0.300000001 = 0", "y = \\sqrt{2}\ny^2 - 2.00000001 = 0",
    "y = 0.1 + 0.2\ny - 0.3000000001 = 0",
  ])
  func `what is 1 part in 10⁹ from 0 is not`(mathematics: String) {
    let findings = Self.lesson("```math\n\(mathematics)\n```\n").findings
    #expect(findings.map(\.kind) == [.claimFails])
  }

  /// That det A is 5 does not say that A is symmetric, though it is.
  @Test func `what a given happens to be is no condition`() {
    let text = #"""
      ```math
      A = \begin{bmatrix} 2 & 1 \\ 1 & 3 \end{bmatrix}
      x = (0.3, -0.8)
      \det A = 5
      y = A x
      y = A^T x
      ```

      """#
    let kinds = Self.lesson(text).findings.map(\.kind)
    #expect(kinds.contains(.claimNotGeneral))
  }
}
