import Kernels
import Learning
import Lessons
import Notation
import Questions
import Reasons
import SourceText
import TestSupport
import Testing

/// Derivations as items of practice: which rule, which line, and the rest.
struct `Practice of derivations` {
  private static let course = ["04-output-error", "08-sparsity", "10-rho-hat-gradient"]

  private static func items(_ kind: Item.Kind, of lesson: Lesson) -> [Item] {
    Item.items(of: lesson).filter { $0.kind == kind }
  }

  private static func lesson(_ name: String) throws -> Lesson {
    try Repository.lesson("lessons/\(name).md")
  }

  @Test(arguments: course) func `the author's own lines finish it from every place`(
    name: String
  ) throws {
    let lesson = try Self.lesson(name)
    let items = Self.items(.derivation, of: lesson)
    #expect(!items.isEmpty)
    for item in items {
      let chain = try #require(item.equations.first)
      for level in 0..<chain.sides.count + 2 {
        let question = try #require(Question(item, of: lesson, level: level, seed: 3), "\(item.id)")
        let standing = max(1, chain.sides.count - 1 - level)
        #expect(question.check.question.lines.count == standing, "\(item.id), level \(level)")
        #expect(question.isBare == (standing == 1))
        var attempt = Attempt(question.check)
        let takesBack = attempt.takeLineBack()
        #expect(!takesBack, "what stands from the beginning stays")
        let judge = Judge(question.check, in: question.lesson)
        for tree in chain.writtenSides.dropFirst(standing) where !attempt.isSolved {
          attempt.answer(tree.latex, by: judge)
          #expect(attempt.replies.last?.holds == true, "\(tree.latex): \(attempt.replies)")
        }
        #expect(attempt.isSolved && attempt.outcome == .right, "\(item.id), level \(level)")
      }
    }
  }

  /// In a broken world an activity may become more than all, and the logarithm of the rest has no
  /// value: that says nothing of the step.
  @Test(arguments: course) func `rules are the same whatever the numbers are`(name: String) throws {
    let lesson = try Self.lesson(name)
    for chain in lesson.equations where chain.isDerivation {
      let rules = chain.reasons(in: lesson.workspace).map { $0.reason.rules }
      for seed: UInt64 in 1...8 {
        var fresh = FreshNumbers(seed: seed)
        var replay = Replay(of: lesson.workspace, giving: fresh.givens(of: lesson.workspace))
        let own = try #require(replay.run([chain]).first)
        #expect(own.reasons(in: replay.end()).map { $0.reason.rules } == rules, "seed \(seed)")
      }
    }
  }

  @Test(arguments: course) func `one of the choices is the rule, and it is told when asked`(
    name: String
  ) throws {
    let lesson = try Self.lesson(name)
    var asked = 0
    for item in Self.items(.reason, of: lesson) {
      for seed: UInt64 in 1...4 {
        guard let question = Question(item, of: lesson, level: 0, seed: seed) else { continue }
        asked += 1
        let chain = try #require(item.equations.first)
        let reasons = chain.reasons(in: lesson.workspace)
        let right = try #require(question.check.question.rightChoices?.first)
        let choices = try #require(question.choices)
        #expect((3...4).contains(choices.count) && Set(choices).count == choices.count)
        let line = try #require(
          question.check.question.lines.firstIndex {
            if case .asked? = $0.why { true } else { false }
          })
        let rules = reasons[line - 1].reason.rules
        #expect(rules.map(\.text) == [choices[right - 1]], "\(item.id), line \(line + 1)")
        // What might be taken for it is not among the rules of the step.
        for (index, choice) in choices.enumerated() where index != right - 1 {
          #expect(!rules.map(\.text).contains(choice))
        }
        var attempt = Attempt(question.check)
        attempt.answer("\(right % choices.count + 1)", by: Judge(question.check, in: lesson))
        attempt.answer("\(right)", by: Judge(question.check, in: lesson))
        #expect(attempt.isSolved && attempt.outcome == .helped)
      }
    }
    #expect(asked > 0)
  }

  @Test func `a line may be written in one's own way, and a wrong one names what was due`() throws {
    let lesson = try Self.lesson("08-sparsity")
    for item in Self.items(.line, of: lesson) {
      let question = try #require(Question(item, of: lesson, level: 0, seed: 5))
      var attempt = Attempt(question.check)
      let judge = Judge(question.check, in: question.lesson)
      attempt.answer("7", by: judge)
      let due = try #require(attempt.replies.last?.due)
      #expect(Set(due.map(\.id)) == Set(question.rules.map(\.id)), "\(item.id)")
    }
  }

  @Test func `a rule that went wrong comes back with another derivation, until it is used`() throws
  {
    let lessons = try Self.course.map(Self.lesson)
    let here = try #require(Self.items(.derivation, of: lessons[0]).first)
    let missed = MissedRule(rule: "d-factor", lesson: lessons[0].name, item: here.id)
    let line = JournalEvent.rule(missed, isMissed: true).line
    let progress = Progress(journal: line)
    #expect(progress.missedRules == [missed])
    #expect(Progress(journal: Progress.compacted(line)).missedRules == [missed])
    var practice = Practice(lessons, progress, count: 6, day: 20_000, seed: 1, isRepeatable: false)
    let index = try #require(practice.questions.firstIndex { $0.aim?.rule == "d-factor" })
    let question = practice.questions[index]
    #expect(question.rules.contains { $0.id == "d-factor" })
    #expect(question.item.kind == .line)
    #expect(question.item.derivationID != here.id || question.item.lesson != here.lesson)
    while practice.current?.item.id != question.item.id { _ = practice.finish(Attempt()) }
    var attempt = Attempt(question.check)
    let judge = Judge(question.check, in: question.lesson)
    let standing = question.check.question.lines.count
    attempt.answer(
      try #require(question.item.equations.first).writtenSides[standing].latex, by: judge)
    #expect(attempt.outcome == .right)
    let events = practice.finish(attempt)
    #expect(Progress(journal: line + events.map(\.line).joined()).missedRules.isEmpty)
  }
}

extension Question {
  /// What one chooses from.
  fileprivate var choices: [String]? {
    for part in lesson.steps[0].parts {
      if case .prose(.list(let items, _, _, _)) = part {
        return items.map { item in
          item.map { block in
            if case .paragraph(let inlines) = block { inlines.plainText } else { "" }
          }.joined()
        }
      }
    }
    return nil
  }
}
