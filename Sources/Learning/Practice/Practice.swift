import Kernels
package import Lessons
import Notation
package import Questions
import Reasons

/// A set of questions at fresh numbers, no two neighbours of one kind or of one lesson where that can
/// be. Slips that were made come back in it: first to be found, then as an entry in which they would
/// show most. What went wrong is asked once more, with other numbers and more of it worked out.
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
    let most = max(1, count / 3)
    var found = isRepeatable ? [] : mistaken(progress, most: most)
    if !isRepeatable { found += missed(progress, most: most - found.count) }
    let items = lessons.flatMap(Item.items).shuffled(using: &numbers)
      .kindAfterKind(
        Item.Kind.allCases.prefix(1) + Item.Kind.allCases.dropFirst().shuffled(using: &numbers)
      )
      .filter { item in !found.contains { $0.item.isSame(as: item) } }
    var left: [Item] = []
    var mix = Mix(found, count: count, lessons: lessons.count)
    for item in isRepeatable ? items : inTurn(items) where found.count < count {
      guard mix.takes(item) else {
        left.append(item)
        continue
      }
      guard let question = question(item, again: 0) else { continue }
      found.append(question)
      mix.add(item)
    }
    // Rather more of a kind than too few.
    for item in left where found.count < count {
      if let question = question(item, again: 0) { found.append(question) }
    }
    // The easier kinds come first, as far as the mixture lets them.
    questions = Item.Kind.allCases.flatMap { kind in found.filter { $0.item.kind == kind } }
      .interleaved()
  }

  /// How many of a kind and of a lesson still fit into a set without two of them being neighbours.
  private struct Mix {
    private let most: Int
    /// Of one lesson fewer, where there are several: its kinds stand apart from others, too.
    private let mostOfLesson: Int
    private var kinds: [Item.Kind: Int] = [:]
    private var lessons: [String: Int] = [:]

    init(_ questions: [Question], count: Int, lessons: Int) {
      most = (count + 1) / 2
      mostOfLesson = lessons > 2 ? (count + 2) / 3 : lessons > 1 ? most : count
      for question in questions { add(question.item) }
    }

    func takes(_ item: Item) -> Bool {
      kinds[item.kind, default: 0] < most
        && lessons[item.lesson, default: 0] < mostOfLesson
    }

    mutating func add(_ item: Item) {
      kinds[item.kind, default: 0] += 1
      lessons[item.lesson, default: 0] += 1
    }
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

  private func question(_ item: Item, again: UInt64, aim: Question.Aim? = nil) -> Question? {
    guard let lesson = lessons[item.lesson] else { return nil }
    let level = max(0, (memory(item)?.level ?? 0) - Int(again))
    return Question(
      item, of: lesson, level: level, seed: seed ^ RandomNumbers.seed("\(item.id) \(again)"),
      aim: aim)
  }

  // MARK: - Slips that come back

  /// Questions for the slips that were made, the oldest first.
  private func mistaken(_ progress: Progress, most: Int) -> [Question] {
    let mistakes = lessons.values.sorted { $0.name < $1.name }.flatMap { lesson in
      (progress.mistakes[lesson.name] ?? []).map { (lesson: lesson, mistake: $0) }
    }
    var found: [Question] = []
    for (lesson, mistake) in mistakes where found.count < most {
      if let question = question(mistake, in: lesson) { found.append(question) }
    }
    return found
  }

  /// The slip to be found; where it cannot be written into a run, the entry at once.
  private func question(_ mistake: Mistake, in lesson: Lesson) -> Question? {
    var aim = mistake
    if aim.stage == .find {
      let runs =
        Item.items(of: lesson).filter { item in
          item.kind == .slip
            && Run(item.equations).lines.contains { $0.names.contains { $0.latex == aim.formula } }
        } + [Item.slip(in: aim.formula, of: lesson)].compactMap(\.self)
      for run in runs {
        if let question = question(run, again: 0, aim: .mistake(aim)) { return question }
      }
      aim.stage = .make
    }
    let entry = Item.items(of: lesson).first {
      $0.kind == .entry && $0.equations.first?.worked?.lead.latex == aim.formula
    }
    return entry.flatMap { question($0, again: 2, aim: .mistake(aim)) }
  }

  // MARK: - Rules that come back

  /// Questions for the rules that went wrong, the oldest first.
  private func missed(_ progress: Progress, most: Int) -> [Question] {
    var found: [Question] = []
    for missed in progress.missedRules where found.count < most {
      if let question = question(missed) { found.append(question) }
    }
    return found
  }

  /// The line to which the rule leads in another derivation: of the same lesson first, then of the
  /// others in their order; of the same one where no other needs it.
  private func question(_ missed: MissedRule) -> Question? {
    let sorted = lessons.values.sorted { $0.name < $1.name }
    let near =
      sorted.filter { $0.name == missed.lesson } + sorted.filter { $0.name != missed.lesson }
    let items = near.flatMap { lesson in
      Item.items(of: lesson).filter { $0.kind == .line }.map { (lesson: lesson, item: $0) }
    }
    func isSame(_ item: Item) -> Bool {
      item.lesson == missed.lesson && item.derivationID == missed.item
    }
    let others = items.filter { !isSame($0.item) } + items.filter { isSame($0.item) }
    let found = others.prefix(Self.mostDerivations).first { lesson, item in
      item.equations.first?.reasons(in: lesson.workspace).contains { reason in
        reason.reason.rules.contains { $0.id == missed.rule }
      } ?? false
    }
    return found.flatMap { question($0.item, again: 0, aim: .rule(missed.rule)) }
  }

  /// So many derivations are looked through for a rule.
  private static let mostDerivations = 30

  // MARK: - Answering

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
    let item = question.item
    let outcome = isLeft && attempt.canHelp ? nil : attempt.outcome
    outcomes.append(outcome)
    let isFirst = questions.count(where: { $0.item.id == item.id }) == 1
    if outcome == .wrong, isFirst, let again = self.question(item, again: 1) { insert(again) }
    var events = attempt.replies.filter(\.isTry).map { reply in
      JournalEvent.tried(
        lesson: item.lesson, item: item.id,
        Try(
          result: reply.holds ? .right : .wrong, typed: reply.typed,
          slips: KeptSlips(reply.made)))
    }
    let made = attempt.replies.compactMap { item.mistake($0.made) }
    for (index, mistake) in made.enumerated() where made.firstIndex(of: mistake) == index {
      events.append(.again(lesson: item.lesson, mistake))
    }
    events += rules(question, attempt, outcome)
    if let aim = question.aim?.mistake, outcome == .right || outcome == .helped {
      events += goOn(from: aim, unless: made.contains { $0.isOf(aim) }, of: item)
    }
    if let outcome {
      events.append(
        JournalEvent(outcome, practising: item, on: day, attempt, isBare: question.isBare))
    }
    return events
  }

  /// Which rules of a derivation went wrong, or were used where one came back.
  private func rules(
    _ question: Question, _ attempt: Attempt, _ outcome: Memory.Outcome?
  ) -> [JournalEvent] {
    let item = question.item
    // Where one is to be named, a wrong try says which.
    let isWrong = outcome == .wrong || attempt.replies.contains { $0.isTry && !$0.holds }
    var missed = attempt.replies.flatMap(\.due)
    if missed.isEmpty, isWrong { missed = question.rules }
    var events = missed.missed(in: item)
    if events.isEmpty, let rule = question.aim?.rule, outcome == .right || outcome == .helped {
      events.append(
        .rule(MissedRule(rule: rule, lesson: item.lesson, item: item.derivationID), isMissed: false)
      )
    }
    return events
  }

  /// What comes of a slip that was found, or of its entry that was right.
  private mutating func goOn(
    from aim: Mistake, unless isMadeAgain: Bool, of item: Item
  ) -> [JournalEvent] {
    guard !isMadeAgain else { return [] }
    var next = aim
    next.stage = aim.stage == .find ? .make : .mended
    if next.stage == .make, let lesson = lessons[item.lesson],
      let entry = question(next, in: lesson)
    {
      insert(entry)
    }
    return [.again(lesson: item.lesson, next)]
  }

  /// One question more: as late as can be, and not beside one of its kind.
  private mutating func insert(_ question: Question) {
    let places = (outcomes.count + 1..<max(outcomes.count + 1, questions.count)).reversed()
    let end = questions.count
    func fits(_ place: Int) -> Bool {
      [place - 1, place].allSatisfy { index in
        !questions.indices.contains(index) || !questions[index].isLike(question)
      }
    }
    let place = fits(end) ? end : places.first(where: fits) ?? end
    questions.insert(question, at: place)
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

extension Question {
  /// Whether two are of one kind.
  fileprivate func isLike(_ other: Question) -> Bool { item.kind == other.item.kind }
}

extension [Item] {
  /// One of each kind, the easiest first, then another of each: of some kinds there are many more
  /// than of others.
  fileprivate func kindAfterKind(_ order: [Item.Kind]) -> [Item] {
    let kinds = order.map { kind in filter { $0.kind == kind } }
    let most = kinds.map(\.count).max() ?? 0
    return (0..<most).flatMap { place in
      kinds.compactMap { place < $0.count ? $0[place] : nil }
    }
  }
}

extension [Question] {
  /// The same in an order in which no two neighbours are of one kind or of one lesson; where there is
  /// none, of one kind; where there is none either, as they are.
  fileprivate func interleaved() -> [Question] {
    let hasLessons = Set(map(\.item.lesson)).count > 1
    func isApart(_ a: Question, _ b: Question) -> Bool {
      a.item.kind != b.item.kind && (!hasLessons || a.item.lesson != b.item.lesson)
    }
    return arranged(isApart) ?? arranged { !$0.isLike($1) } ?? self
  }

  private func arranged(_ isApart: (Question, Question) -> Bool) -> [Question]? {
    var tries = 0
    func go(_ done: [Question], _ rest: [Question]) -> [Question]? {
      guard !rest.isEmpty else { return done }
      tries += 1
      guard tries < Self.mostTries else { return nil }
      // Of the kinds that may come, first the one of which most are left: others fit anywhere.
      func left(_ question: Question) -> Int { rest.count(where: question.isLike) }
      func isNext(_ index: Int) -> Bool { done.last.map { isApart($0, rest[index]) } ?? true }
      let order = rest.indices.filter { isNext($0) }
        .sorted { (left(rest[$1]), $0) < (left(rest[$0]), $1) }
      for index in order {
        var others = rest
        let next = others.remove(at: index)
        if let found = go(done + [next], others) { return found }
      }
      return nil
    }
    return go([], self)
  }

  private static let mostTries = 5_000
}
