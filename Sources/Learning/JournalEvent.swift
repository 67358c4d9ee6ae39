import Kernels
import Lessons
package import Matrices
import Questions
import SourceText

/// What a line of the journal says. Its text is made and read in `JournalEvent+Lines.swift`.
package enum JournalEvent: Sendable, Equatable {
  case place(lesson: String, Progress.Bookmark)
  case finished(lesson: String)
  /// All changed givens, by their names in LaTeX.
  case givens(lesson: String, [String: Matrix<Double>])
  /// A try at a question of a lesson, or help with it.
  case answer(lesson: String, id: String, Try)
  /// A line of a derivation as it was typed, or that the last one that held was taken back.
  case line(lesson: String, id: String, LineResult, text: String)
  /// A try at an item of practice.
  case tried(lesson: String, item: String, Try)
  case practice(lesson: String, item: String, Memory.Outcome, Sitting)
  /// An item is asked again from this day on: its formula was got wrong in the lesson.
  case due(lesson: String, item: String, day: Int?)
  /// What many lines about an item come to.
  case memory(lesson: String, item: String, Memory)
  case again(lesson: String, Mistake)
  /// A rule went wrong in a derivation, or was used where it came back.
  case rule(MissedRule, isMissed: Bool)
  /// From here on the lesson has the numbers of this name.
  case seed(lesson: String, String)
  /// Nothing is known of the lesson any more.
  case reset(lesson: String)
  /// Of a newer version of the program, or an event that this one does not know.
  case newer, unknown

  /// When an item was practised, and how.
  package struct Sitting: Sendable, Equatable {
    /// Counted from 1970-01-01.
    var day: Int
    var tries: Int
    var helps: Int
    /// Whether nothing was shown beside the question; nil where an older version did not say.
    var isBare: Bool?
  }

  /// What became of a line of a derivation.
  package enum LineResult: String, Sendable {
    case right, wrong
    /// It was told.
    case told
    case takenBack = "back"
  }
}

/// What a student did with a question.
package struct Try: Sendable, Equatable {
  package var result: Progress.AttemptResult
  /// Nil for help, and for what an older version kept.
  package var typed: String?
  package var slips: KeptSlips
  /// Since 1970-01-01 00:00 on the student's clock; nil for what is not written yet, and for what
  /// an older version kept.
  package var second: Int?

  package init(
    result: Progress.AttemptResult, typed: String? = nil, slips: KeptSlips = .none,
    second: Int? = nil
  ) {
    (self.result, self.typed, self.slips, self.second) = (result, typed, slips, second)
  }
}

// MARK: - What happened

extension JournalEvent {
  /// Where a student is; a lesson that is done is finished wherever that is.
  package init(_ study: Study) {
    self =
      study.isDone && study.walk.isAtEnd ? .finished(lesson: study.lesson.name) : .init(study.walk)
  }

  /// Where a walk is.
  package init(_ walk: Walk) {
    let lesson = walk.lesson.name
    guard let stop = walk.stop else {
      self = .place(lesson: lesson, Progress.Bookmark(step: "", stop: 0, revealed: 0))
      return
    }
    let start = walk.start(of: stop.step) ?? 0
    self = .place(
      lesson: lesson,
      Progress.Bookmark(
        step: walk.lesson.steps[stop.step].id, stop: walk.place.stop - start,
        revealed: walk.place.revealed))
  }

  /// Which givens of a study are changed.
  package init(givensOf study: Study) {
    let givens = study.givens.map { ($0.key.latex, $0.value) }
    self = .givens(lesson: study.lesson.name, Dictionary(givens, uniquingKeysWith: { $1 }))
  }

  /// How it went with an item.
  init(
    _ outcome: Memory.Outcome, practising item: Item, on day: Int, _ attempt: Attempt, isBare: Bool
  ) {
    self = .practice(
      lesson: item.lesson, item: item.id, outcome,
      Sitting(day: day, tries: attempt.tries, helps: attempt.helps, isBare: isBare))
  }

  /// The event with the time at which it is written, where it tells that.
  package func at(second: Int) -> JournalEvent {
    switch self {
    case .answer(let lesson, let id, var attempt):
      attempt.second = second
      return .answer(lesson: lesson, id: id, attempt)
    case .tried(let lesson, let item, var attempt):
      attempt.second = second
      return .tried(lesson: lesson, item: item, attempt)
    case .due(let lesson, let item, nil):
      return .due(lesson: lesson, item: item, day: second / 86_400)
    case .place, .finished, .givens, .line, .practice, .due, .memory, .again, .rule, .seed, .reset,
      .newer,
      .unknown:
      return self
    }
  }

  /// Whether it keeps what a student typed.
  package var keepsTyped: Bool {
    switch self {
    case .answer(_, _, let attempt), .tried(_, _, let attempt): attempt.typed != nil
    case .place, .finished, .givens, .line, .practice, .due, .memory, .again, .rule, .seed, .reset,
      .newer,
      .unknown:
      false
    }
  }
}
