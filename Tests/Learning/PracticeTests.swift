import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

/// The answer of somebody who knows: by hand where it is a number, as it is typed where it is a
/// formula.
private func rightAnswer(_ check: Check) throws -> String {
  switch check.kind {
  case .shape: return "\(try #require(check.value).shape)"
  case .formula:
    return try #require(KeyboardWriter(Spellings(check.workspace)).text(check.tree))
  case .value:
    let kernel = try #require(check.kernel)
    return "\(kernel.valueByHand(in: check.workspace).elements[0])"
  case .order, .slip, .choice: return check.key
  case .derive(let derive):
    return derive.author.trees.dropFirst(derive.lines.count)
      .map(\.latex).joined(separator: "; ")
  }
}

private func text(_ question: Question) -> String {
  question.lesson.steps[0].parts.map { part in
    switch part {
    case .prose(.paragraph(let inlines)): inlines.plainText
    case .check(let check): "\(check.key) \(lines(check))"
    default: "?"
    }
  }.joined(separator: "\n")
}

private func lines(_ check: Check) -> String {
  switch check.kind {
  case .slip(let slip):
    slip.run.lines.map { "\($0.tree.oneLine()) \($0.value)" }.joined(separator: "\n")
  case .order(let order): order.arrangement.lines.map { $0.tree.oneLine() }.joined(separator: "\n")
  default: ""
  }
}

struct `Practice on fresh numbers` {
  @Test(arguments: Repository.lessonPaths)
  func `every lesson asks questions that can be answered`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let items = Item.items(of: lesson)
    #expect(Set(items.map(\.id)).count == items.count)
    var kinds: Set<Item.Kind> = []
    for item in items {
      guard let question = Question(item, of: lesson, level: 0, seed: 7) else { continue }
      kinds.insert(item.kind)
      let judge = Judge(question.check, in: question.lesson)
      let answer = try rightAnswer(question.check)
      #expect(try judge.judge(answer).isRight, "\(item.id): \(answer)")
      guard item.kind == .entry, let kernel = question.check.kernel else { continue }
      for slip in Slips(of: kernel, question.check.tree, in: question.check.workspace).slips {
        let answer = "\(slip.value.elements[0])"
        #expect(try !judge.judge(answer).isRight, "\(item.id): \(slip.fact.told())")
      }
    }
    #expect(kinds.contains(.entry))
    #expect(kinds.count > 2, "\(kinds)")
  }

  @Test func `a seed repeats a question, another one has other numbers`() throws {
    let lesson = try Repository.lesson("lessons/05-hidden-error.md")
    for item in Item.items(of: lesson) where item.kind != .shape && item.kind != .formula {
      guard let first = Question(item, of: lesson, level: 0, seed: 1) else { continue }
      let again = try #require(Question(item, of: lesson, level: 0, seed: 1))
      #expect(text(first) == text(again))
      let other = try #require(Question(item, of: lesson, level: 0, seed: 2))
      // Lines of formulas say no number.
      let saysNumbers = ![.order, .reason, .line, .derivation].contains(item.kind)
      #expect(!saysNumbers || text(first) != text(other), "\(item.id)")
    }
  }

  @Test func `the worked example fades from its end`() throws {
    let lesson = try Repository.lesson("lessons/05-hidden-error.md")
    let item = try #require(
      Item.items(of: lesson).first { $0.kind == .entry && $0.id.hasSuffix("\\delta^{(2)}") })
    let pages = try (0...8).map { level in
      try #require(Question(item, of: lesson, level: level, seed: 1))
    }
    let lengths = pages.map { $0.lesson.steps[0].parts.count }
    #expect(zip(lengths, lengths.dropFirst()).allSatisfy { $0 == $1 + 1 || $0 == $1 })
    #expect(lengths[0] > lengths[8])
    // What is hidden is given back by hints, one step at a time, but for the answer itself.
    for (page, hidden) in zip(pages, 0...) {
      #expect(page.check.hints.count == min(hidden, lengths[0] - lengths[8]))
    }
    // At last there are the formula, what goes into it, and the question.
    #expect(text(pages[8]).split(separator: "\n").filter { $0.hasPrefix("=") }.isEmpty)
  }

  @Test(arguments: 1...20)
  func `fresh numbers have few digits and stay what they are`(seed: Int) throws {
    for path in Repository.lessonPaths {
      let lesson = try Repository.lesson(path)
      var numbers = FreshNumbers(seed: UInt64(seed))
      let givens = numbers.givens(of: lesson.workspace)
      #expect(!givens.isEmpty)
      // Examples are counted, whatever the numbers are.
      let count = givens.first { $0.key.shown == "m" }
      #expect(count == nil, "\(path)")
      for (name, value) in givens {
        let own = try #require(lesson.workspace.given(name))
        #expect(value.shape == own.shape)
        for (drawn, given) in zip(value.elements, own.elements) {
          #expect(
            "\(drawn)".filter(\.isNumber).drop { $0 == "0" }.count <= 3, "\(name.shown) \(drawn)")
          #expect(given == 0 || drawn != 0, "\(name.shown)")
          if own.shape.isScalar, given > 0, given < 1 { #expect(drawn > 0 && drawn < 1) }
        }
      }
    }
  }
}

struct `What comes round again` {
  @Test func `a box on, a box back, twice as long each time`() {
    var memory = Memory(day: 100)
    var due: [Int] = []
    for _ in 0..<5 {
      memory = memory.after(.right, day: memory.due, isBare: true)
      due.append(memory.due)
    }
    // At level 0 no card moves; then Leitner's boxes at 1, 2, 4 and 8 days.
    #expect(due == [100, 101, 103, 107, 115])
    #expect(memory.level == 5)
    #expect(memory.isSolid(on: 110))
    #expect(!memory.isSolid(on: 115))
    #expect(memory.after(.helped, day: 131, isBare: true).level == 5)
    #expect(memory.after(.wrong, day: 131, isBare: true).level == 4)
    #expect(Memory(day: 5).after(.wrong, day: 5, isBare: true).level == 0)
    #expect(Memory(day: 5).after(.wrong, day: 5, isBare: true).due == 5)
  }

  private func practice(_ journal: String, day: Int, count: Int = 4) throws -> Practice {
    Practice(
      [try Repository.lesson("lessons/01-forward-propagation.md")], Progress(journal: journal),
      count: count, day: day, seed: 3, isRepeatable: false)
  }

  @Test func `what is due comes before what is new, what is not due after it`() throws {
    let lesson = "forward-propagation"
    let journal = [
      "1\tpractice\t\(lesson)\tentry z^{(2)}\tright\t100\t1\t0",
      "1\tpractice\t\(lesson)\tentry z^{(2)}\tright\t100\t1\t0",
      "1\tpractice\t\(lesson)\tshape z^{(2)}\twrong\t100\t4\t1",
    ].joined(separator: "\n")
    let ids = try practice(journal, day: 100, count: 40).questions.map(\.item.id)
    let one = try practice(journal, day: 100, count: 1).questions.map(\.item.id)
    #expect(one == ["shape z^{(2)}"])
    #expect(ids.contains("entry z^{(2)}"))
    let early = try practice(journal, day: 100, count: ids.count - 1).questions.map(\.item.id)
    #expect(!early.contains("entry z^{(2)}"))
    #expect(
      try practice(journal, day: 101, count: 2).questions.map(\.item.id) == [
        "shape z^{(2)}", "entry z^{(2)}",
      ])
  }

  @Test func `a set: what went wrong comes again, tries and hints decide`() throws {
    var practice = try practice("", day: 200)
    let first = try #require(practice.current)
    #expect(practice.counter == "question 1 of 4")
    var wrong = Attempt()
    #expect(first.item.kind == .shape)
    for answer in ["17x18", "18x17"] {
      wrong.answer(answer, by: Judge(first.check, in: first.lesson))
    }
    let lines = practice.finish(wrong).map(\.line)
    let head = "forward-propagation\t\(first.item.id)"
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("2\ttried\t\(head)\twrong") })
    #expect(lines.last == "2\tpractice\t\(head)\twrong\t200\t2\t0\tshown\n")
    #expect(practice.questions.count == 5)
    #expect(practice.questions.last?.item.id == first.item.id)
    let again = try #require(practice.questions.last)
    #expect(first.item.kind == .shape || text(again) != text(first))

    let second = try #require(practice.current)
    var helped = Attempt()
    helped.help(second.check)
    helped.answer(try rightAnswer(second.check), by: Judge(second.check, in: second.lesson))
    let helpedLine = practice.finish(helped).last?.line
    #expect(helpedLine?.contains("\thelped\t") == true)

    let third = try #require(practice.current)
    var right = Attempt()
    right.answer("what?", by: Judge(third.check, in: third.lesson))
    right.answer(try rightAnswer(third.check), by: Judge(third.check, in: third.lesson))
    let rightLine = practice.finish(right).last?.line
    #expect(rightLine?.contains("\tright\t") == true)
    // Passed over, or left in the middle: neither a success nor a failure.
    let passed = practice.finish(Attempt())
    #expect(passed.isEmpty)
    let left = practice.finish(wrong, isLeft: true)
    #expect(!left.contains { if case .practice = $0 { true } else { false } })
    #expect(practice.current == nil)
  }

  @Test func `what went wrong comes again with more of it worked out`() throws {
    let item = "1\tpractice\thidden-error\tentry \\delta^{(2)}\tright\t"
    var practice = Practice(
      [try Repository.lesson("lessons/05-hidden-error.md")],
      Progress(journal: [1, 2, 4].map { item + "\($0)\t1\t0\n" }.joined()), count: 1, day: 100,
      seed: 1,
      isRepeatable: false)
    let first = try #require(practice.current)
    #expect(first.item.id == "entry \\delta^{(2)}")
    var wrong = Attempt()
    wrong.answer("17", by: Judge(first.check, in: first.lesson))
    _ = practice.finish(wrong)
    let again = try #require(practice.current)
    func steps(_ question: Question) -> Int { question.lesson.steps[0].parts.count }
    #expect(steps(again) == steps(first) + 1)
  }

  @Test func `the journal keeps it, apart from where one reads`() {
    let place = "1\tplace\tcost\tcost\t0\t0\n"
    let item = "1\tpractice\tforward-propagation\tentry z^{(2)}\t"
    let progress = Progress(
      journal: place + item + "right\t100\t1\t0\n" + item + "right\t101\t1\t0\n")
    #expect(progress.latest == "cost")
    #expect(progress.memories["forward-propagation"]?["entry z^{(2)}"]?.level == 2)
    #expect(progress.practised("forward-propagation", on: 101).due == 0)
    #expect(progress.practised("forward-propagation", on: 102).due == 1)
    for torn in ["right\t", "right\tx", "fine\t100", "right\t-5", "right\t99999999999999999999"] {
      #expect(Progress(journal: item + torn).memories.isEmpty, "\(torn)")
      #expect(Progress(journal: item + torn + "\t1\t0").memories.isEmpty, "\(torn)")
    }
    let reset = Progress(
      journal: item + "right\t100\t1\t0\n" + JournalEvent.reset(lesson: "forward-propagation").line)
    #expect(reset.memories.isEmpty)
  }
}
