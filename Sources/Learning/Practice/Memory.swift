package import Questions

/// What is known of a student and one question: how often it was right, and when it comes round
/// again.
///
/// This is Leitner's box of cards (*So lernt man lernen*, 1972): right moves a card one box on,
/// wrong one back, and each box waits twice as long as the one before. Read as memory, the box is
/// the logarithm of the half-life, 2^(right − wrong) days: the fixed-weight case of Settles and
/// Meeder, "A Trainable Spaced Repetition Model for Language Learning" (ACL 2016). The level says
/// how much of a worked example is hidden, from its last step backwards (Renkl and Atkinson,
/// "Structuring the Transition From Example Study to Problem Solving", 2003). At level 0 all but the
/// end is shown, which says nothing of memory: who is right there gets on to level 1, and the
/// card stays where it is.
package struct Memory: Equatable, Sendable {
  /// From 0; the higher, the less of the worked example is shown.
  package private(set) var level = 0
  /// How often it was right with nothing shown since it was wrong last.
  private(set) var bare = 0
  /// The day on which it was asked last, counted from 1970-01-01.
  private(set) var day: Int
  /// The day from which on it is asked whatever the box says: its formula was got wrong in a lesson.
  private(set) var called: Int?

  /// What became of a question.
  package enum Outcome: String, Sendable {
    /// Right at the first try, without a hint.
    case right
    /// Right in the end.
    case helped
    /// Not answered, or shown.
    case wrong
  }

  package init(day: Int) { self.day = day }

  init(level: Int, bare: Int, day: Int, called: Int?) {
    self.level = min(max(0, level), Self.highest)
    self.bare = max(0, bare)
    (self.day, self.called) = (day, called)
  }

  /// After one more time.
  ///
  /// - Parameter isBare: whether nothing was shown beside the question.
  package func after(_ outcome: Outcome, day: Int, isBare: Bool) -> Memory {
    var memory = Memory(day: day)
    switch outcome {
    case .right:
      memory.level = min(level + 1, Self.highest)
      memory.bare = bare + (isBare ? 1 : 0)
    case .helped:
      memory.level = level
      memory.bare = bare
    case .wrong: memory.level = max(0, level - 1)
    }
    return memory
  }

  /// The same of a line of the journal. Where an older version has not said what was shown, it was
  /// nothing from the second time on.
  func after(_ outcome: Outcome, _ sitting: JournalEvent.Sitting) -> Memory {
    after(outcome, day: sitting.day, isBare: sitting.isBare ?? (level > 0))
  }

  /// To be asked from a day on.
  func called(on day: Int) -> Memory {
    var memory = self
    memory.called = min(called ?? day, day)
    return memory
  }

  /// 256 days are long enough for a course.
  private static let highest = 10

  /// Days until it comes round again: none in the first box, then 1, 2, 4, …
  private var interval: Int { box == 0 ? 0 : 1 << (box - 1) }

  /// Who was right with the worked example in view has not moved on.
  private var box: Int { max(0, level - 1) }

  /// The day from which on it is to be asked again.
  package var due: Int { min(day + interval, called ?? Int.max) }

  /// Right three times more often than wrong, twice with nothing shown, and not forgotten since.
  package func isSolid(on day: Int) -> Bool { level >= 3 && bare >= 2 && due > day }
}

extension Attempt {
  /// How it went; nil when nothing was tried.
  package var outcome: Memory.Outcome? {
    if isSolved, !replies.isEmpty { return isFaultless ? .right : .helped }
    return tries == 0 && !isRevealed ? nil : .wrong
  }
}
