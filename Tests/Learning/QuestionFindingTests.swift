import Kernels
import Learning
import Lessons
import Questions
import SourceText
import TestSupport
import Testing

private func findings(_ check: String) throws -> [String] {
  let text = #"""
    ```math
    x = \begin{bmatrix} 0.9 \\ 0.1 \end{bmatrix}
    y = \begin{bmatrix} 0.3 \\ 0.4 \end{bmatrix}
    S = \begin{bmatrix} 1 & 2 \\ 2 & 1 \end{bmatrix}
    W = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \end{bmatrix}
    p = 0.3004
    q = 0.3002
    w = (1, 2, 3, 4, 5, 6, 7)
    f(z) = \frac{1}{1 + e^{-z}}
    d = (x - y) \circ f'(y)
    e = d^T d
    ```

    What is it?

    <!-- check

    """#
  let lesson = LessonReader(.none).checkedLesson(
    SourceFile(path: "q.md", text: text + check + "\n-->\n"))
  try #require(!lesson.findings.contains { $0.severity == .error })
  return lesson.questionFindings().map { "\($0.kind.rawValue): \($0.summary)" }
}

struct `What check finds in questions` {
  @Test(arguments: ["= d", "= W x\n~ W^T x: Not transposed.", "= formula d", "= shape W x", "= e"])
  func `sound questions have no findings`(check: String) throws {
    #expect(try findings(check) == [])
  }

  @Test(arguments: [
    ("= 0.0004 x", "unanswerable-check: The answer is at most 0.00036 in size"),
    ("= 1000 (x_1 y_1 - 0.2699)", "unanswerable-check: Worked out by hand"),
    ("= w w^T", "unanswerable-check: The answer is 7×7: nobody types 49 numbers"),
    ("= formula \\frac{\\partial e}{\\partial W}", "unanswerable-check: "),
    ("= S^T x", "undiagnosable: With these numbers a slip gives the right answer"),
    ("= 2 p q", "undiagnosable: With these numbers two slips cannot be told apart"),
    ("= W x\n~ 2 x: Once.\n~ x + x: Twice.", "dead-slip: Who gives this wrong answer is told"),
    ("= \\max(x_1, y_1)\n~ y_1: The larger one.", "dead-slip: At "),
  ])
  func `what cannot be answered or told apart is found`(check: String, start: String) throws {
    let found = try findings(check)
    #expect(found.contains { $0.hasPrefix(start) }, "\(found)")
  }

  /// The help names a given with other numbers; with those nothing hides.
  @Test(arguments: [
    ("S = \\begin{bmatrix} 1 & 2 \\\\ 2 & 1 \\end{bmatrix}\nx = (0.9, 0.1)", "S^T x"),
    ("p = 0.3004\nq = 0.3002", "2 p q"),
  ])
  func `numbers that would not hide a slip are named`(givens: String, key: String) throws {
    func finding(_ givens: String) -> Finding? {
      let text = "```math\n\(givens)\n```\n\nWhat?\n\n<!-- check\n= \(key)\n-->\n"
      return LessonReader(.none).lesson(SourceFile(path: "q.md", text: text)).questionFindings()
        .first
    }
    let help = try #require(finding(givens)?.help)
    let match = try #require(help.firstMatch(of: /: with (.+?) = (.+), say\.$/), "\(help)")
    let lines = givens.split(separator: "\n").map { line in
      line.hasPrefix("\(match.1) = ") ? "\(match.1) = \(match.2)" : String(line)
    }
    let changed = lines.joined(separator: "\n")
    #expect(changed != givens)
    #expect(finding(changed) == nil, "\(changed)")
  }

  @Test func `the lessons of the course`() throws {
    for path in Repository.lessonPaths {
      let findings = try Repository.lesson(path).questionFindings()
      #expect(findings.isEmpty, "\(path): \(findings.map(\.summary))")
    }
  }
}
