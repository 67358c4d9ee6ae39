import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

private func lessons() throws -> [Lesson] {
  try ["04-output-error", "05-hidden-error", "06-gradients"].map {
    try Repository.lesson("lessons/\($0).md")
  }
}

private func practice(
  _ lessons: [Lesson], _ journal: String = "", count: Int, seed: UInt64 = 3, day: Int = 100
) -> Practice {
  Practice(
    lessons, Progress(journal: journal), count: count, day: day, seed: seed,
    isRepeatable: journal.isEmpty)
}

struct `A set that is interleaved` {
  @Test(arguments: 1...6)
  func `has no two neighbours of one kind or lesson`(seed: UInt64) throws {
    let questions = practice(try lessons(), count: 6, seed: seed).questions
    #expect(questions.count == 6)
    for (one, next) in zip(questions, questions.dropFirst()) {
      #expect(one.item.kind != next.item.kind, "\(questions.map(\.item.id))")
      #expect(one.item.lesson != next.item.lesson, "\(questions.map(\.item.lesson))")
    }
  }

  @Test func `of one lesson has no two neighbours of one kind`() throws {
    let questions = practice([try lessons()[1]], count: 8).questions
    #expect(questions.count == 8)
    for (one, next) in zip(questions, questions.dropFirst()) {
      #expect(one.item.kind != next.item.kind)
    }
  }

  @Test func `asks for shapes that are not always the lesson's`() throws {
    let lesson = try lessons()[1]
    let item = try #require(Item.items(of: lesson).first { $0.kind == .shape })
    let shapes = try (1...UInt64(8)).map { seed -> Shape in
      let question = try #require(Question(item, of: lesson, level: 0, seed: seed))
      let value = try #require(question.check.value)
      let judge = Judge(question.check, in: question.lesson)
      #expect(try judge.judge("\(value.shape)").isRight)
      return value.shape
    }
    #expect(Set(shapes).count > 2, "\(shapes)")
  }

  @Test func `asks for no number that is one addition, and says what names mean`() throws {
    for lesson in try lessons() {
      for item in Item.items(of: lesson) where item.kind == .entry {
        guard let question = Question(item, of: lesson, level: 0, seed: 5) else { continue }
        let kernel = try #require(question.check.kernel)
        guard kernel.endsInOneAddition else { continue }
        // What was done last stands not alone: two lines are left to be worked out.
        #expect(question.check.hints.count > 0, "\(item.id)")
      }
    }
    let lesson = try lessons()[1]
    let item = try #require(
      Item.items(of: lesson).first { $0.id == "entry \\delta^{(2)}" })
    let question = try #require(Question(item, of: lesson, level: 0, seed: 5))
    let prose = question.lesson.steps[0].parts.compactMap { part in
      if case .prose(.paragraph(let inlines)) = part { inlines.plainText } else { nil }
    }.joined(separator: "\n")
    #expect(prose.hasPrefix("From “The whole layer”."), "\(prose)")
    #expect(prose.contains("z⁽²⁾ = W⁽¹⁾ x + b⁽¹⁾ = "), "\(prose)")
  }
}

struct `Orders that are asked for` {
  /// Two lines that need nothing of one another may stand either way.
  @Test func `can be got wrong, and hints say one line after the other`() throws {
    var count = 0
    for lesson in try lessons() {
      for item in Item.items(of: lesson) where item.kind == .order {
        for level in 0...3 {
          guard let question = Question(item, of: lesson, level: level, seed: 4) else { continue }
          guard case .order(let order) = question.check.kind else { continue }
          count += 1
          let solution = order.arrangement.solution
          let prose = question.lesson.steps[0].parts.compactMap { part in
            if case .prose(.paragraph(let inlines)) = part { inlines.plainText } else { nil }
          }.joined()
          let told =
            prose.split(separator: "begins with ").dropFirst().first?
            .filter(\.isNumber).count ?? 0
          let reversed = solution.prefix(told) + solution.dropFirst(told).reversed()
          #expect(order.arrangement.problem(with: Array(reversed)) != nil, "\(prose)")
          let hinted = question.check.hints.compactMap { Int($0.filter(\.isNumber)) }
          #expect(hinted == Array(solution.dropFirst(told).dropLast(2)))
        }
      }
    }
    #expect(count > 4)
  }
}

struct `A slip that comes back` {
  /// A usual slip of δ⁽²⁾ that has one name, as somebody typed it in the lesson.
  private func journal(_ lesson: Lesson) throws -> (slip: SlipFact, journal: String) {
    let checks = lesson.steps.flatMap(\.checks).filter {
      $0.kernel != nil
        && ["number", "vector"].contains($0.kindName)
    }
    for check in checks {
      let stop = try #require(Study(lesson).walk.stops.firstIndex { $0.check?.id == check.id })
      for slip in Slips(of: try #require(check.kernel), check.tree, in: check.workspace).slips {
        var study = Study(lesson)
        study.go(to: Walk.Place(stop: stop))
        let numbers = slip.value.elements.map { "\(($0 * 1e4).rounded() / 1e4)" }
        let events = study.answer("[\(numbers.joined(separator: "; "))]")
          .map { $0.at(second: 100 * 86_400) }
        guard events.contains(where: { if case .again = $0 { true } else { false } }) else {
          continue
        }
        return (slip.fact, events.map(\.line).joined())
      }
    }
    throw Missing()
  }

  @Test func `is to be found, then made rightly, and then gone`() throws {
    let lesson = try lessons()[1]
    let (slip, made) = try journal(lesson)
    var journal = made
    let mistake = try #require(
      Progress(journal: journal).mistakes["hidden-error"]?.first, "\(journal)")
    #expect(mistake.stage == .find)
    #expect(Progress(journal: journal).due(on: 100) == 1)

    var set = practice([lesson], journal, count: 3)
    while let question = set.current, question.aim == nil { _ = set.finish(Attempt()) }
    let find = try #require(set.current)
    #expect(find.item.kind == .slip)
    guard case .slip(let question) = find.check.kind else { throw Missing() }
    #expect(question.run.explanation.hasPrefix(slip.told(of: .they)))
    var attempt = Attempt()
    attempt.answer(find.check.key, by: Judge(find.check, in: find.lesson))
    journal += set.finish(attempt).map(\.line).joined()
    #expect(Progress(journal: journal).mistakes["hidden-error"]?.map(\.stage) == [.make])

    // The entry comes in the same set, and in the next one while it is not right.
    #expect(set.questions.contains { $0.aim?.mistake?.stage == .make })
    var next = practice([lesson], journal, count: 1)
    let entry = try #require(next.current)
    #expect(entry.aim?.mistake?.stage == .make && entry.item.id == "entry \(mistake.formula)")
    let kernel = try #require(entry.check.kernel)
    var right = Attempt()
    right.answer(
      "\(kernel.valueByHand(in: entry.check.workspace).elements[0])",
      by: Judge(entry.check, in: entry.lesson))
    journal += next.finish(right).map(\.line).joined()
    #expect(Progress(journal: journal).mistakes.isEmpty)
  }

  private struct Missing: Error {}
}
