import Kernels
package import Lessons
import Matrices
import Notation
package import Questions
package import Reasons
import SourceText

/// An item at fresh numbers: a lesson of one step, which is walked and answered like any other.
package struct Question: Sendable {
  package let item: Item
  package let lesson: Lesson
  package let check: Check
  /// Whether nothing of it is worked out beside it.
  package let isBare: Bool
  /// What comes back with it.
  package let aim: Aim?
  /// The rules that it takes, of one about a derivation.
  package let rules: [Rule]

  /// What went wrong before, and for which a question is asked.
  package enum Aim: Sendable, Equatable {
    case mistake(Mistake)
    /// A rule, as tools know it.
    case rule(String)

    package var mistake: Mistake? { if case .mistake(let mistake) = self { mistake } else { nil } }
    package var rule: String? { if case .rule(let rule) = self { rule } else { nil } }
  }

  /// - Parameters:
  ///   - source: the lesson that the item is from.
  ///   - level: the box of the item; the higher, the less of the worked example is shown.
  ///   - seed: draws the numbers, and what of the item is asked.
  ///   - aim: a slip that is to be found in it, or that would show in its entry; or a rule that it
  ///     is to take.
  /// - Returns: nil when no numbers were found at which it can be answered and its slips be told.
  package init?(
    _ item: Item, of source: Lesson, level: Int, seed: UInt64, aim: Aim? = nil
  ) {
    // What is worked out by hand is written down with three decimals.
    var source = source
    source.style.decimals = source.answerDecimals
    var best: QuestionMaker.Made?
    for attempt in 0..<Self.draws where best?.confusable != 0 {
      let maker = QuestionMaker(
        item: item, source: source, level: level, seed: seed &+ attempt &* 0x9E37_79B9, aim: aim)
      guard let made = maker.question() else { continue }
      if made.confusable < best?.confusable ?? Int.max { best = made }
    }
    guard let best else { return nil }
    self.item = item
    self.aim = aim
    check = best.check
    rules = best.rules
    isBare = best.isBare
    lesson = source.asking(item.kind.title, best.prose, best.check)
  }

  /// Numbers that hide a slip, or at which one comes near the answer, are drawn again this often.
  private static let draws: UInt64 = 30
}

extension Lesson {
  /// A lesson of one question.
  fileprivate func asking(_ title: String, _ prose: [Block], _ check: Check) -> Lesson {
    var lesson = self
    lesson.title = "Practice: \(self.title)"
    lesson.steps = [
      Step(
        id: "practice", heading: [.text(title)], parts: prose.map { .prose($0) } + [.check(check)])
    ]
    lesson.findings = []
    return lesson
  }
}
