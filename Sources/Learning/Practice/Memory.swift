package import Questions

/// What is known of a student and one question: how often it was right, and when it comes round
/// again.
///
/// This is Leitner's box of cards (*So lernt man lernen*, 1972): right moves a card one box on,
/// wrong one back, and each box waits twice as long as the one before. Read as memory, the box is
/// the logarithm of the half-life, 2^(right − wrong) days: the fixed-weight case of Settles and
/// Meeder, "A Trainable Spaced Repetition Model for Language Learning" (ACL 2016). The same number
/// says how much of a worked example is hidden, from its last step backwards (Renkl and Atkinson,
/// "Structuring the Transition From Example Study to Problem Solving", 2003).
package struct Memory: Equatable, Sendable {
  /// The box, from 0.
  package private(set) var level = 0
  /// The day on which it was asked last, counted from 1970-01-01.
  private(set) var day: Int

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

  /// After one more time.
  package func after(_ outcome: Outcome, day: Int) -> Memory {
    var memory = Memory(day: day)
    switch outcome {
    case .right: memory.level = min(level + 1, Self.highest)
    case .helped: memory.level = level
    case .wrong: memory.level = max(0, level - 1)
    }
    return memory
  }

  /// The fewest times that come to the same, all on the day on which it was asked last.
  var shortest: [Outcome] { level == 0 ? [.wrong] : Array(repeating: .right, count: level) }

  /// 256 days are long enough for a course.
  private static let highest = 9

  /// Days until it comes round again: none in the first box, then 1, 2, 4, …
  private var interval: Int { level == 0 ? 0 : 1 << (level - 1) }

  /// The day from which on it is to be asked again.
  package var due: Int { day + interval }

  /// Right three times more often than wrong, and not forgotten since.
  package func isSolid(on day: Int) -> Bool { level >= 3 && due > day }
}

extension Attempt {
  /// How it went; nil when nothing was tried.
  package var outcome: Memory.Outcome? {
    if isSolved, !replies.isEmpty { return tries == 1 && helps == 0 ? .right : .helped }
    return tries == 0 && !isRevealed ? nil : .wrong
  }
}
