import Kernels
import Learning
import Lessons
import Notation
import Questions
import SourceText
import TestSupport
import Testing

/// By hand: z = (1.3; 0.95), u = 2z, v = u + x, s = v₁ + v₂.
private func check(_ key: String) throws -> (Check, Lesson) {
  let text = #"""
    ## S

    ```math
    x = \begin{bmatrix} 0.4 \\ 0.9 \end{bmatrix}
    ```

    ```math
    W = \begin{bmatrix} 1 & 1 \\ 2 & 0.1667 \end{bmatrix}
    ```

    ```math
    z = W x
    ```

    ```math
    u = 2 z
    ```

    ```math
    v = u + x
    ```

    ```math
    s = v_1 + v_2
    ```

    In which line is the slip?

    <!-- check
    = KEY
    -->
    """#
  let lesson = LessonReader(.none).lesson(
    SourceFile(path: "q.md", text: text.replacing("KEY", with: key)))
  #expect(lesson.findings.filter { $0.severity == .error }.isEmpty, "\(lesson.findings)")
  return (try #require(lesson.steps.flatMap(\.checks).first), lesson)
}

struct `A slip that is to be found in a lesson` {
  @Test(arguments: [("slip z … s", false), ("slip number z … s", true)])
  func `is in a formula, or in the number of a right one`(key: String, isInNumber: Bool) throws {
    let (check, lesson) = try check(key)
    guard case .slip(let question) = check.kind else { throw Missing() }
    let right = "The formula is right, and its number is not."
    #expect(question.run.explanation.hasPrefix(right) == isInNumber)
    let judge = Judge(check, in: lesson)
    let lines = (1...4).filter { (try? judge.judge("line \($0)").isRight) ?? false }
    #expect(lines == [question.run.wrong + 1])
    // Every formula is the lesson's, but for the one that was got wrong.
    let formulas = lesson.equations.suffix(4).map { $0.tree.oneLine() }
    let others = question.run.lines.enumerated().filter {
      $0.element.tree.oneLine() != formulas[$0.offset]
    }
    #expect(others.map(\.offset) == (isInNumber ? [] : [question.run.wrong]))
  }

  @Test(arguments: ["slip z … s", "slip number z … s"])
  func `leaves two lines open when help was given once`(key: String) throws {
    let (check, lesson) = try check(key)
    var attempt = Attempt()
    attempt.help(check)
    let said = try #require(attempt.replies.last?.text)
    let match = try #require(said.wholeMatch(of: /It is in line (\d) or (\d)\./))
    #expect([match.output.1, match.output.2].contains { $0 == check.key })
    #expect(attempt.canHelp)
    attempt.answer(check.key, by: Judge(check, in: lesson))
    #expect(attempt.isSolved)
  }

  @Test func `the course has both`() throws {
    let kinds = try ["02-many-examples", "04-output-error"].map { path -> Bool in
      let lesson = try Repository.lesson("lessons/\(path).md")
      for check in lesson.steps.flatMap(\.checks) {
        guard case .slip(let question) = check.kind else { continue }
        return question.run.explanation.hasPrefix("The formula is right")
      }
      throw Missing()
    }
    #expect(kinds == [true, false])
  }

  private struct Missing: Error {}
}
