package import Kernels
package import Lessons
import Matrices
import Notation
package import Questions
package import SourceText

extension Lesson {
  /// The lesson with what is wrong with its questions among its findings.
  package func checkingQuestions() -> Lesson {
    var lesson = self
    lesson.findings = (findings + questionFindings()).inReadingOrder()
    return lesson
  }

  /// What is wrong with its questions: each key is answered as a student would, and each known
  /// wrong answer given, at the lesson's numbers and at random draws of its givens.
  package func questionFindings() -> [Finding] {
    let checks = steps.flatMap(\.checks)
    guard !checks.isEmpty else { return [] }
    var trials = (0..<QuestionTrial.draws).map { Replay(of: workspace, drawing: $0) }
    return checks.flatMap { check -> [Finding] in
      let drawn = trials.indices.map {
        check.moved(to: trials[$0].workspace(at: check.workspace.moment))
      }
      return QuestionTrial(check, at: drawn, decimals: answerDecimals).findings
    }
  }

  /// Wrong values that other questions were answered with, by the names that have the right ones.
  func carried(
    to check: Check, from wrong: (Check) -> [Matrix<Double>]
  ) -> [Judge.Carried] {
    steps.flatMap(\.checks).flatMap { other -> [Judge.Carried] in
      guard other.id != check.id, other.question.isCarriedOn, let key = other.value else {
        return []
      }
      let values = wrong(other).filter { $0.shape == key.shape }
      guard !values.isEmpty else { return [] }
      let names = workspace.values.filter { $0.value == key && !workspace.isGiven($0.key) }.keys
        .sorted { $0.latex < $1.latex }
      let formula = other.tree.oneLine()
      let asked: Judgement.Carried =
        names.first.map { .name($0) }
        ?? (formula.count < Self.longestQuote ? .formula(formula) : .answerBefore)
      return values.map { Judge.Carried(asked: asked, names: names, right: key, wrong: $0) }
    }
  }

  /// A formula of so many characters is not quoted.
  private static let longestQuote = 30

  /// The decimals that an answer has: those that are shown, at most three.
  var answerDecimals: Int { min(style.decimals, 3) }
}

extension Judge {
  /// - Parameter slips: those of the key, when they have been made already.
  package init(
    _ check: Check, in lesson: Lesson, carried: [Carried] = [], slips: Slips? = nil
  ) {
    self.init(check, decimals: lesson.answerDecimals, carried: carried, slips: slips)
  }
}
