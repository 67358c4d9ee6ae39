import Kernels
import Lessons
import Notation
import Reasons
import SourceText
import TestMaterial
import TestSupport
import Testing

/// Derivatives that no author has derived: line by line, each of them verified. The last lines are
/// those that one writes by hand.
struct `Lines that are written` {
  private static let lesson = LessonReader(.none).lesson(
    SourceFile(
      path: "lesson.md",
      text: #"""
        ```math
        \begin{aligned}
        m &= 4 \\
        t &= 0.7 \\
        c &= 1.3 \\
        x &= \begin{bmatrix} 0.9 & 0.1 & 0.8 \\ 0.1 & 0.8 & 0.2 \\ 0.4 & 0.3 & 0.6 \\ 0.7 & 0.5 & 0.1 \end{bmatrix} \\
        W &= \begin{bmatrix} 0.1 & 0.2 \\ -0.3 & 0.4 \\ 0.5 & -0.6 \end{bmatrix} \\
        b &= \begin{bmatrix} 0.1 \\ -0.2 \end{bmatrix} \\
        g(z) &= \frac{1}{1 + e^{-z}} \\
        \hat\rho_l &= \frac{1}{m} \sum_{i=1}^m g(W_{:,l}^T x_{i,:}^T + b_l)
        \end{aligned}
        ```
        """#))

  private func written(_ formula: String) throws -> (last: String, count: Int, isDone: Bool) {
    let file = SourceFile(path: "formula", text: formula)
    let tree = try #require(
      MathReader.read(MathSource(file, file.bytes.indices), for: .live).lines.first)
    let (lines, isDone) = try DerivationWriter(Self.lesson.workspace).lines(
      below: tree.asSide(in: Self.lesson.workspace), in: file)
    for line in lines { #expect(!line.reason.rules.isEmpty || line.reason.isRearrangement) }
    return (lines.last?.tree.oneLine() ?? "", lines.count, isDone)
  }

  @Test(arguments: [
    (#"\frac{\partial [t^2 + c t]}{\partial t}"#, "2t + c"),
    (#"\frac{\partial [c t^3]}{\partial t}"#, "3ct²"),
    (#"\frac{\partial \log t}{\partial t}"#, "1/t"),
    (#"\frac{\partial g(c t)}{\partial t}"#, "g′(ct) c"),
    (#"\frac{\partial [t \log t]}{\partial t}"#, "log(t) + t 1/t"),
  ])
  func `end where one ends by hand`(formula: String, last: String) throws {
    let own = try written(formula)
    #expect(own.isDone)
    #expect(own.last == last)
  }

  @Test(arguments: [
    #"\frac{\partial \hat\rho_l}{\partial W_{jl}}"#, #"\frac{\partial e^{-c t}}{\partial t}"#,
    #"\frac{\partial \frac{t}{1 + t^2}}{\partial t}"#,
    #"\frac{\partial \sum_{k=1}^{2} b_k^2}{\partial b_i}"#,
  ])
  func `go on until no derivative is left`(formula: String) throws {
    #expect(try written(formula).isDone)
  }
}

/// R2: at every seed a step has draws at which its lines have values, and the same verdict.
struct `Draws that have values` {
  private static func lesson(_ chain: [String]) -> Lesson {
    LessonReader(.none).lesson(
      .derivation(
        [
          "r = 1.5", "p = 0.97", "q = 0.02", "a = 0.9", "n = 3",
          #"v = \begin{bmatrix} 0.99 \\ 0.5 \\ 0.01 \end{bmatrix}"#,
        ], chain))
  }

  /// Logarithms, roots and divisions near the edge of where they exist; right lines and wrong ones.
  @Test(arguments: [
    ([#"\log (p - q)"#, #"\log p + \log (1 - \frac{q}{p})"#], true),
    ([#"\sqrt{1 - p} \sqrt{1 - q}"#, #"\sqrt{(1 - p) (1 - q)}"#], true),
    (
      [#"\sum_{k=1}^{n} \log \frac{v_k}{1 - v_k}"#, #"\sum_{k=1}^{n} \log v_k - \log (1 - v_k)"#],
      true
    ),
    ([#"\arcsin (p a)"#, #"\arcsin (a p)"#], true),
    // At what is drawn for r, 127 and 545 of the 1,000 have no value.
    ([#"\log (2 (r - 1))"#, #"\log 2 + \log (r - 1)"#], true),
    ([#"\sqrt{2 - r}^2"#, #"2 - r"#], true),
    ([#"\log (p - q)"#, #"\log p - \log q"#], false),
    ([#"\sqrt{p^2 + q^2}"#, #"p + q"#], false),
  ])
  func `verdicts are one for all seeds`(chain: [String], holds: Bool) throws {
    let lesson = Self.lesson(chain)
    let equation = try #require(lesson.equations.last)
    let kernels = equation.sides.map(\.kernel)
    for seed in stride(from: UInt64(0), to: 1000, by: 1) {
      let drawn = DrawnLesson(
        lesson.workspace, at: equation.sides[0].moment, where: kernels, seed: seed)
      let follows = Reasons.follows(kernels[1], from: kernels[0], drawn)
      #expect(follows == holds, "\(chain), seed \(seed)")
      if follows != holds { break }
    }
  }

  /// R3: 0 = 0 by accident says nothing of what is not differentiated yet.
  @Test func `a derivative that is 0 is not the same as 0`() throws {
    let lesson = Self.lesson([#"\frac{\partial [p q]}{\partial a}"#, "0 p"])
    let kernels = try #require(lesson.equations.last).sides.map(\.kernel)
    let drawn = DrawnLesson(lesson.workspace, at: Replay(of: lesson.workspace).last, where: kernels)
    #expect(!Reasons.isSame(kernels[0], kernels[1], drawn))
    #expect(lesson.findings.contains { $0.kind == .constantDerivative })
  }
}

/// What an author says behind % instead of the rules that were found.
struct `A stated reason` {
  private func findings(_ said: String) -> [String] {
    LessonReader(.none).checkedLesson(
      SourceFile(
        path: "lesson.md",
        text: #"""
          ```math
          t = 0.4
          f(z) = \frac{1}{1 + e^{-z}}
          ```

          ```math
          \begin{aligned}
          \frac{\partial f(3 t)}{\partial t} &= f'(3 t) \frac{\partial [3 t]}{\partial t} \\ % \#(said)
          &= 3 f'(3 t)
          \end{aligned}
          ```
          """#)
    ).findings.map(\.summary)
  }

  @Test(arguments: ["chain rule", "Chain  Rule", "as everybody knows", "outer times inner"])
  func `stands where it may be so`(said: String) {
    #expect(findings(said) == [])
  }

  @Test(arguments: ["product rule", "quotient rule", "chain rule, power rule"])
  func `that the step does not need is a warning`(said: String) {
    let found = findings(said)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("This step does not need what is said of it:") == true)
  }
}
