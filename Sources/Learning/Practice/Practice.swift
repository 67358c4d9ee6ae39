import Kernels
package import Lessons
package import Questions

/// A set of questions at fresh numbers. What went wrong is asked once more at its end, with other
/// numbers and more of it worked out.
package struct Practice: Sendable {
  package private(set) var questions: [Question] = []
  package private(set) var outcomes: [Memory.Outcome?] = []
  private let lessons: [String: Lesson]
  private let memories: [String: [String: Memory]]
  private let seed: UInt64
  private let day: Int

  /// - Parameters:
  ///   - count: how many questions, as far as the lessons have so many.
  ///   - day: today, counted from 1970-01-01.
  ///   - seed: draws the numbers; and, when `isRepeatable`, the questions, which then do not depend
  ///     on what is due.
  package init(
    _ lessons: [Lesson], _ progress: Progress, count: Int, day: Int, seed: UInt64,
    isRepeatable: Bool
  ) {
    self.lessons = Dictionary(
      lessons.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    memories = progress.memories
    self.seed = seed
    self.day = day
    var numbers = RandomNumbers(seed: seed)
    let items = lessons.flatMap(Item.items).shuffled(using: &numbers)
    var found: [Question] = []
    for item in isRepeatable ? items : inTurn(items) where found.count < count {
      if let question = question(item, again: 0) { found.append(question) }
    }
    // The easier kinds come first.
    questions = Item.Kind.allCases.flatMap { kind in found.filter { $0.item.kind == kind } }
  }

  /// What is due, the longest overdue first; what is new; what is not due yet.
  private func inTurn(_ items: [Item]) -> [Item] {
    let known = items.compactMap { item in memory(item).map { (item: item, due: $0.due) } }
      .sorted { $0.due < $1.due }
    let new = items.filter { memory($0) == nil }
    return known.filter { $0.due <= day }.map(\.item) + new
      + known.filter { $0.due > day }.map(\.item)
  }

  private func memory(_ item: Item) -> Memory? { memories[item.lesson]?[item.id] }

  private func question(_ item: Item, again: UInt64) -> Question? {
    guard let lesson = lessons[item.lesson] else { return nil }
    let level = max(0, (memory(item)?.level ?? 0) - Int(again))
    return Question(
      item, of: lesson, level: level, seed: seed ^ RandomNumbers.seed("\(item.id) \(again)"))
  }

  package var current: Question? {
    questions.indices.contains(outcomes.count) ? questions[outcomes.count] : nil
  }

  /// `question 2 of 6`.
  package var counter: String { "question \(outcomes.count + 1) of \(questions.count)" }

  /// Goes on from the current question. One that was left in the middle is no success and no
  /// failure.
  /// - Returns: the events for the journal; none when nothing was tried.
  package mutating func finish(_ attempt: Attempt, isLeft: Bool = false) -> [JournalEvent] {
    guard let question = current else { return [] }
    let outcome = isLeft && attempt.canHelp ? nil : attempt.outcome
    outcomes.append(outcome)
    let isFirst = questions.count(where: { $0.item.id == question.item.id }) == 1
    if outcome == .wrong, isFirst, let again = self.question(question.item, again: 1) {
      questions.append(again)
    }
    let item = question.item
    let tries = attempt.replies.filter(\.isTry).map { reply in
      JournalEvent.tried(
        lesson: item.lesson, item: item.id,
        Try(
          result: reply.isRight ? .right : .wrong, typed: reply.typed,
          slips: KeptSlips(reply.made)))
    }
    return tries
      + (outcome.map {
        [JournalEvent($0, practising: item, on: day, attempt, isBare: question.isBare)]
      } ?? [])
  }

  /// `4 of 6 right at the first try, 1 in the end, 1 not yet.`
  package var summary: String {
    func count(_ outcome: Memory.Outcome) -> Int { outcomes.count { $0 == outcome } }
    let tried = outcomes.count { $0 != nil }
    guard tried > 0 else { return "Nothing was answered." }
    var parts = ["\(count(.right)) of \(tried) right at the first try"]
    if count(.helped) > 0 { parts.append("\(count(.helped)) in the end") }
    if count(.wrong) > 0 { parts.append("\(count(.wrong)) not yet") }
    return parts.joined(separator: ", ") + "."
  }
}
