import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

private let mathematics = #"""
  ## The way

  ```math
  x = \begin{bmatrix} 0.9 \\ 0.1 \end{bmatrix}
  W = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \\ 1 & 3 \end{bmatrix}
  b = \begin{bmatrix} 0.2 \\ -0.3 \\ 0.1 \end{bmatrix}
  f(z) = \frac{1}{1 + e^{-z}}
  z = W x + b
  a = f(z)
  d = a \circ f'(z)
  E = \frac{1}{2} \|d\|^2
  ```

  Which?

  <!-- check

  """#

private func lesson(_ key: String) -> Lesson {
  LessonReader(.none).checkedLesson(
    SourceFile(path: "q.md", text: mathematics + key + "\n-->\n"))
}

private func check(_ key: String) throws -> Check {
  let lesson = lesson(key)
  try #require(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
  return try #require(lesson.steps.flatMap(\.checks).first)
}

private func replies(_ check: Check, _ answers: String...) -> [String] {
  var attempt = Attempt()
  let judge = Judge(check, in: lesson(""))
  for answer in answers { attempt.answer(answer, by: judge) }
  return attempt.replies.map(\.text)
}

struct `Runs of formulas` {
  @Test(arguments: ["order z … E", "order z, a, d, E", "order E, d, a, z", "order the-way"])
  func `any list or range of formulas can be put in order`(key: String) throws {
    let check = try check("= " + key)
    guard case .order(let order) = check.kind else { throw Wrong() }
    let arrangement = order.arrangement
    #expect(Set(arrangement.lines.map(\.name.shown)) == ["z", "a", "d", "E"])
    let right = arrangement.solution
    #expect(right.map { arrangement.lines[$0 - 1].name.shown } == ["z", "a", "d", "E"])
    #expect(arrangement.lines.map(\.name.shown) != ["z", "a", "d", "E"])
    #expect(replies(check, right.map(String.init).joined(separator: " ")) == ["Right."])
    #expect(replies(check, right.map(String.init).joined()) == ["Right."])
    let number = { (name: String) in
      (arrangement.lines.firstIndex { $0.name.shown == name } ?? -1) + 1
    }
    let (z, a, d, e) = (number("z"), number("a"), number("d"), number("E"))
    #expect(
      replies(check, "\(z) \(d) \(a) \(e)", "\(z) \(d) \(a) \(e)") == [
        "\(d) needs a, which comes only with \(a).", "\(d) needs a, which comes only with \(a).",
      ])
    #expect(replies(check, "1 2 3", "1 1 2 3").allSatisfy { $0.hasPrefix("Type every number") })
  }

  @Test func `every order in which each has what it needs is right`() throws {
    let file = SourceFile(
      path: "q.md",
      text: "```math\nx = 2\np = 3 x\nq = x + 1\nr = p q\n```\n\nWhich?\n\n"
        + "<!-- check\n= order p … r\n-->\n")
    let check = try #require(LessonReader(.none).lesson(file).steps.flatMap(\.checks).first)
    guard case .order(let order) = check.kind else { throw Wrong() }
    let arrangement = order.arrangement
    var right = arrangement.solution
    #expect(replies(check, right.map(String.init).joined(separator: " ")) == ["Right."])
    right.swapAt(0, 1)
    #expect(replies(check, right.map(String.init).joined(separator: " ")) == ["Right."])
  }

  @Test func `a slip is shown as it was run, and carried on`() throws {
    let lesson = lesson("= slip z … E")
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    guard case .slip(let slip) = check.kind else { throw Wrong() }
    let run = slip.run
    #expect(run.lines.count == 4)
    // Each line is computed again from its formula as it is shown and from the numbers above it.
    var workspace = check.workspace
    for (index, line) in run.lines.enumerated() {
      let sides = line.tree.nodes.split { $0.isSymbol("=") }
      let kernel = try #require(
        EquationReader.kernel(of: .row(sides[1]), in: lesson.file, workspace).kernel)
      let value = kernel.value(in: Scope<Double>(workspace))
      #expect(value.isClose(to: line.value), "line \(index + 1)")
      let name = try #require(workspace.values.keys.first { $0.shown == sides[0].first?.oneLine() })
      #expect((workspace.values[name] == line.value) == (index < run.wrong))
      workspace.assign([name: line.value])
    }
    let wrong = run.wrong
    let right = replies(check, "\(wrong + 1)")
    #expect(right == ["Right. \(run.explanation)"])
    for line in 0..<4 where line != wrong {
      #expect(
        replies(check, "\(line + 1)", "\(line + 1)").last
          == (line < wrong
            ? "Line \(line + 1) is right. Go on from there."
            : "Line \(line + 1) is right for the numbers above it; the slip came before."))
    }
    #expect(replies(check, "5").first == "Type the number of one line, 1 to 4.")
  }

  @Test func `with other givens it is the same slip in other numbers`() throws {
    let lesson = lesson("= slip z … E")
    let name = try #require(lesson.workspace.values.keys.first { $0.shown == "x" })
    let other = lesson.giving([name: Matrix(shape: Shape(2, 1), elements: [0.3, 0.7])])
    let checks = [lesson, other].flatMap { $0.steps.flatMap(\.checks) }
    guard case .slip(let before) = checks[0].kind, case .slip(let after) = checks[1].kind else {
      throw Wrong()
    }
    #expect(before.run.wrong == after.run.wrong)
    #expect(before.run.explanation == after.run.explanation)
    #expect(before.run.lines[0].value != after.run.lines[0].value)
  }

  @Test(arguments: [
    ("order z, foo", "foo is no formula or step"), ("order z", "This takes 2 to 9 formulas"),
    ("order E … z", "A range of formulas goes from"), ("slip a … q", "q is no formula or step"),
  ])
  func `what cannot be ordered is found`(key: String, summary: String) {
    let findings = lesson("= " + key).findings
    #expect(findings.contains { $0.summary.hasPrefix(summary) }, "\(findings.map(\.summary))")
  }
}

private struct Wrong: Error {}
