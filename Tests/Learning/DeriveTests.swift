import Kernels
import Learning
import Lessons
import Notation
import Questions
import SourceText
import TestSupport
import Testing

/// Lines of a student's own derivation: the average activity by one weight, as in lesson 10.
struct `A derivation of one's own` {
  private static let text = #"""
    # Small

    ```math
    \begin{aligned}
    m &= 4 \\
    n &= 4 \\
    x &= \begin{bmatrix} 0.9 & 0.1 & 0.8 \\ 0.1 & 0.8 & 0.2 \\ 0.4 & 0.3 & 0.6 \\ 0.7 & 0.5 & 0.1 \end{bmatrix} \\
    W &= \begin{bmatrix} 0.1 & 0.2 \\ -0.3 & 0.4 \\ 0.5 & -0.6 \end{bmatrix} \\
    b &= \begin{bmatrix} 0.1 \\ -0.2 \end{bmatrix} \\
    g(z) &= \frac{1}{1 + e^{-z}} \\
    \hat\rho_l &= \frac{1}{m} \sum_{i=1}^m g(W_{:,l}^T x_{i,:}^T + b_l) \\
    s &= \sum_{i=1}^n b_1
    \end{aligned}
    ```

    ## The slope

    ```math
    \begin{aligned}
    \frac{\partial \hat\rho_l}{\partial W_{jl}} &= \frac{\partial \left[ \frac{1}{m} \sum_{i=1}^m g(W_{:,l}^T x_{i,:}^T + b_l) \right]}{\partial W_{jl}} \\
    &= \frac{1}{m} \sum_{i=1}^m \frac{\partial g(W_{:,l}^T x_{i,:}^T + b_l)}{\partial W_{jl}} \\
    &= \frac{1}{m} \sum_{i=1}^m g'(W_{:,l}^T x_{i,:}^T + b_l) x_{ij}
    \end{aligned}
    ```

    Write it.

    <!-- check
    = derive \frac{\partial \hat\rho_l}{\partial W_{jl}} … \frac{1}{m} \sum_{i=1}^m g'(W_{:,l}^T x_{i,:}^T + b_l) x_{ij}
    -->
    """#

  static let lesson = LessonReader(.none).lesson(SourceFile(path: "small.md", text: text))

  private static let lines = [
    "d((1/m) sum(i, 1, m, g(W_{:,l}' x_{i,:}' + b_l)))/d(W_jl)",
    "(1/m) sum(i, 1, m, d(g(W_{:,l}' x_{i,:}' + b_l))/d(W_jl))",
    "(1/m) sum(i, 1, m, g'(W_{:,l}' x_{i,:}' + b_l) d(W_{:,l}' x_{i,:}' + b_l)/d(W_jl))",
    "(1/m) sum(i, 1, m, g'(W_{:,l}' x_{i,:}' + b_l) x_ij)",
  ]

  private func study() throws -> Study {
    #expect(Self.lesson.findings.map(\.summary) == [])
    var study = Study(Self.lesson)
    let stop = try #require(study.walk.stops.firstIndex { $0.check != nil })
    study.go(to: Walk.Place(stop: stop))
    return study
  }

  private func attempt(_ study: Study) throws -> Attempt {
    study.attempt(try #require(study.walk.stop?.check))
  }

  /// What is said to a line, behind others that stand.
  private func said(_ line: String, after lines: [String] = []) throws -> Reply {
    var study = try study()
    for line in lines + [line] { _ = study.answer(line) }
    return try #require(try attempt(study).replies.last)
  }

  @Test func `is asked for before it is shown`() throws {
    let stops = Walk(Self.lesson).stops
    let question = try #require(stops.firstIndex { $0.check != nil })
    #expect(stops[question + 1].equations.first?.isDerivation == true)
    #expect(stops.count { $0.equations.contains(where: \.isDerivation) } == 1)
    // Its numbers are opened by its own place among the equations.
    let place = stops[question + 1].firstEquation
    #expect(Self.lesson.equations[place].isDerivation)
  }

  @Test func `goes line by line to its end, each with its rules`() throws {
    var study = try study()
    var why: [String] = []
    for line in Self.lines {
      #expect(!study.isAnswered)
      _ = study.answer(line)
      why.append(try attempt(study).replies.last?.line?.why ?? "")
    }
    #expect(
      why == [
        "definition of ρ̂", "constant factor out, derivative inside the sum", "chain rule",
        "derivative of a linear formula",
      ])
    #expect(study.isAnswered)
  }

  @Test func `takes steps of any size, in LaTeX too`() throws {
    let last = try said(Self.lines[3])
    #expect(last.isRight)
    // R10: the rules of a long step, in order.
    let why = last.line?.why ?? ""
    #expect(why.hasPrefix("definition of ρ̂, chain rule"))
    let written = try said(
      #"&= \frac{1}{m} \sum_{t=1}^m x_{tj} \, g'(b_l + W_{:,l}^T x_{t,:}^T) \\"#)
    #expect(written.isRight)
  }

  @Test func `several lines at once are several lines`() throws {
    var study = try study()
    _ = study.answer(Self.lines.joined(separator: "; "))
    #expect(study.isAnswered)
    #expect(try attempt(study).derivation.lines.count == 4)
  }

  /// R9: what holds is on the lesson's way, between its lines, another way, or back.
  @Test func `a line that holds has its place`() throws {
    #expect(try said(Self.lines[0]).text == "It holds: that is line 2 of the lesson's 4.")
    #expect(try said(Self.lines[1]).text == "It holds: that is line 3 of the lesson's 4.")
    #expect(
      try said(Self.lines[2]).text == "It holds, between lines 3 and 4 of the lesson's 4.")
    #expect(
      try said(Self.lines[0], after: [Self.lines[1]]).text.hasPrefix("It holds: that is line 2"))
    #expect(
      try said(Self.lines[0], after: Array(Self.lines[...1])).text
        == "It holds, and goes back: line 2 said so already.")
    let other = #"\frac{\partial [\hat\rho_l + m]}{\partial W_{jl}}"#
    #expect(
      try said(other, after: [Self.lines[1]]).text == "It holds; the lesson goes another way.")
  }

  @Test(arguments: [
    (
      "(1/m) sum(i, 1, m, g'(W_{:,l}' x_{i,:}' + b_l))",
      "The inner derivative is missing: ∂f(u) = f′(u) ∂u, and f′(u) was written"
    ),
    (
      "(1/m) sum(i, 1, m, d(W_{:,l}' x_{i,:}' + b_l)/d(W_jl))",
      "The slope is missing: ∂f(u) = f′(u) ∂u, and ∂u was written"
    ),
    (
      "(1/m) sum(i, 1, m, g(W_{:,l}' x_{i,:}' + b_l) x_ij)",
      "The function stands where its slope belongs: f for f′"
    ),
    ("-(1/m) sum(i, 1, m, g'(W_{:,l}' x_{i,:}' + b_l) x_ij)", "A sign is turned"),
    ("sum(i, 1, m, d(g(W_{:,l}' x_{i,:}' + b_l))/d(W_jl))", "A constant factor is lost"),
  ])
  func `a wrong line is told what was done, and where it parts`(
    line: String, words: String
  ) throws {
    let reply = try said(line, after: Array(Self.lines[...1]))
    #expect(reply.line?.holds == false)
    #expect(reply.text.hasPrefix(words), "\(reply.text)")
    #expect(reply.text.contains("At j=1, l=1 it is 0.1263 above and "))
  }

  /// ∂ρ̂₁/∂W₁₁ by hand, from NumPy: 0.1263 = mean over i of g′(z_i) x_i1.
  @Test func `no line is added where one fails`() throws {
    var study = try study()
    _ = study.answer(Self.lines[0])
    _ = study.answer("2 \(Self.lines[1])")
    #expect(try attempt(study).derivation.lines.count == 1)
    _ = study.answer(Self.lines[1])
    #expect(try attempt(study).derivation.lines.count == 2)
  }

  @Test func `a number alone is compared with every entry`() throws {
    let reply = try said("0.1")
    #expect(
      reply.text
        == "It does not follow from the line above. At j=1, l=1 it is 0.1263 above and 0.1000 in this line."
    )
  }

  /// R7: n and m are both 4 here.
  @Test func `a size that no line has is no accident`() throws {
    let reply = try said(Self.lines[0].replacing("1/m", with: "1/n"))
    #expect(reply.line?.holds == false)
    #expect(reply.text.hasPrefix("n stands in none of the lines above"))
  }

  @Test(arguments: ["sum(i", "", "d(", #"\frac{"#, "x_{ijk}", "W_qr", "a = b = c", ";;"])
  func `what cannot be read costs nothing`(line: String) throws {
    var study = try study()
    #expect(study.answer(line).isEmpty)
    #expect(try attempt(study).tries == 0)
  }

  @Test func `hints tell the rule, the place, the rule as a formula, the line`() throws {
    var study = try study()
    _ = study.answer(Self.lines[1])
    var said: [String] = []
    for _ in 0..<4 {
      _ = study.hint()
      said.append(try attempt(study).replies.last?.text ?? "")
    }
    #expect(said[0] == "Next: chain rule, derivative of a linear formula.")
    #expect(said[1].hasPrefix("It is done here: ∂g("))
    #expect(said[2].hasPrefix("The rule as a formula"))
    #expect(said[3] == "The next line:")
    #expect(try attempt(study).isRevealed)
    #expect(!study.isAnswered)
  }

  /// Where the lesson goes from the first line to the last at once, hints do not.
  @Test func `lines that the lesson has not are told one by one`() throws {
    let lesson = LessonReader(.none).lesson(
      SourceFile(
        path: "one.md",
        text: #"""
          # One line

          ```math
          t = 0.4
          c = 0.7
          ```

          ```math
          \frac{\partial (t^2 + \log (c t))}{\partial t} = 2 t + \frac{1}{t}
          ```

          Derive it.

          <!-- check
          = derive \frac{\partial (t^2 + \log (c t))}{\partial t}
          -->
          """#))
    #expect(lesson.findings.map(\.summary) == [])
    var study = Study(lesson)
    study.go(to: Walk.Place(stop: try #require(study.walk.stops.firstIndex { $0.check != nil })))
    var told: [String] = []
    for _ in 0..<40 where try attempt(study).canHelp {
      _ = study.hint()
      let reply = try #require(try attempt(study).replies.last)
      if reply.text == "The next line:" { told.append(reply.line?.tree.oneLine() ?? "") }
    }
    #expect(try attempt(study).isRevealed)
    #expect(told.count > 2, "\(told)")
    #expect(told.last?.contains("∂") == false)
  }

  @Test func `is kept line by line, and taken up again`() throws {
    var study = try study()
    var journal = ""
    func keep(_ events: [JournalEvent]) { journal += events.map(\.line).joined() }
    for line in [Self.lines[0], "2 m", Self.lines[1], Self.lines[2]] { keep(study.answer(line)) }
    keep(study.takeLineBack())
    #expect(journal.contains("\tline\tsmall\tthe-slope/1\twrong\t2 m\n") || journal.contains("2 m"))
    for journal in [journal, Progress.compacted(journal)] {
      let again = Progress(journal: journal).study(Self.lesson)
      let check = try #require(Self.lesson.steps.flatMap(\.checks).first)
      #expect(again.attempt(check).derivation.lines.map(\.text) == Array(Self.lines[...1]))
      #expect(!again.attempt(check).isSolved)
    }
  }

  @Test func `a file of answers may have one`() {
    let sheet = AnswerSheet(
      SourceFile(
        path: "answers.txt",
        text: "the-slope/1: \(Self.lines[0])\n  \(Self.lines[1])\n  \(Self.lines[3])\n"))
    #expect(sheet.marks(in: [Self.lesson]).map(\.isRight) == [true])
    let open = AnswerSheet(SourceFile(path: "answers.txt", text: "the-slope/1: \(Self.lines[0])\n"))
    #expect(open.marks(in: [Self.lesson]).map(\.isRight) == [false])
    #expect(open.marks(in: [Self.lesson])[0].text.hasPrefix("It holds"))
  }

  @Test func `a column of ones adds up, at other numbers too`() throws {
    let text = #"""
      # Ones

      ```math
      \begin{aligned}
      m &= 3 \\
      a &= \begin{bmatrix} 0.2 & 0.7 & 0.4 \\ 0.9 & 0.3 & 0.8 \end{bmatrix} \\
      u &= \begin{bmatrix} 1 \\ 1 \\ 1 \end{bmatrix} \\
      r &= \frac{1}{m} a u \\
      P &= \sum_{k=1}^2 r_k^2
      \end{aligned}
      ```

      ```math
      \begin{aligned}
      \frac{\partial P}{\partial a_{it}} &= \frac{\partial P}{\partial r_i} \, \frac{\partial r_i}{\partial a_{it}} \\
      &= 2 r_i \, \frac{\partial r_i}{\partial a_{it}} \\
      &= 2 r_i \frac{1}{m}
      \end{aligned}
      ```

      Write it.

      <!-- check
      = derive \frac{\partial P}{\partial a_{it}}
      -->
      """#
    let lesson = LessonReader(.none).lesson(SourceFile(path: "ones.md", text: text))
    #expect(lesson.findings.map(\.summary) == [])
    #expect(lesson.questionFindings().filter { $0.kind == .unanswerable }.map(\.summary) == [])
  }

  @Test func `the author's lines are tried as a student would`() {
    #expect(Self.lesson.questionFindings().map(\.summary) == [])
  }

  @Test(arguments: [
    (#"\frac{\partial \hat\rho_l}{\partial b_l}"#, "No derivation further up has the line"),
    (
      #"\frac{\partial \hat\rho_l}{\partial W_{jl}} … x_{ij}"#,
      "The derivation has no line that says x"
    ),
  ])
  func `a key that names no lines is a finding`(key: String, words: String) throws {
    let start = try #require(Self.text.firstRange(of: "= derive")?.lowerBound)
    let lesson = LessonReader(.none).lesson(
      SourceFile(path: "small.md", text: Self.text[..<start] + "= derive \(key)\n-->\n"))
    #expect(lesson.findings.count == 1)
    #expect(lesson.findings.first?.summary.hasPrefix(words) == true)
  }
}
