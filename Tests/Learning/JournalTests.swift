import Kernels
import Learning
import Lessons
import Matrices
import Questions
import SourceText
import Testing

private func event(_ lines: String...) -> Progress {
  Progress(journal: lines.map { $0 + "\n" }.joined())
}

struct `What the journal keeps of answers` {
  @Test(arguments: [
    "0.5", "1 2\n3 4", "a\tb", "back\\slash \\u{41} \\", "\u{1B}[31m", "\u{202E}x", "= −½ ≈ 0,5",
    "\"quoted\", 'so'", "é😀", "\u{2028}",
  ])
  func `is what was typed, whatever it was`(typed: String) throws {
    let made: [Marking.Made] = [
      .slip(.further(.inside(Name("z"), .droppedFactor("f′(z)\t\u{1B}"))), ties: [.meanForSum]),
      .author("Half\n\"of\" it\u{202E}."), .pen(.copied(entry: 0, from: 1)),
    ]
    let attempt = Try(result: .wrong, typed: typed, slips: KeptSlips(made))
    let line = JournalEvent.answer(lesson: "walk", id: "one/1", attempt).at(second: 9).line
    #expect(line.filter(\.isNewline) == "\n")
    #expect(line.unicodeScalars.allSatisfy { !$0.isHidden || $0 == "\t" || $0 == "\n" })
    let kept = try #require(Progress(journal: line).tries["walk"]?.first)
    #expect(kept.id == "one/1" && kept.attempt.result == .wrong && kept.attempt.second == 9)
    #expect(kept.attempt.typed == typed)
    #expect(kept.attempt.slips.made == made)
    #expect(!kept.isChanged && kept.seed == nil)
  }

  @Test func `lines of older versions are read, and what they could say is written as they did`() {
    let old = event("1\tanswer\twalk\tone/1\twrong", "1\tanswer\twalk\tone/1\tright")
    #expect(old.answers["walk"]?["one/1"] == [.wrong, .right])
    #expect(old.tries["walk"]?.map(\.attempt.typed) == [nil, nil])
    #expect(!old.keepsTyped)
    let hint = JournalEvent.answer(lesson: "walk", id: "one/1", Try(result: .helped))
    #expect(hint.at(second: 7).line == "1\tanswer\twalk\tone/1\thelped\n")
  }

  @Test(arguments: [
    "2\tanswer\twalk\tone/1\twrong\t5\tx", "2\tanswer\twalk\tone/1\twrong\tx\ty\t",
    "2\tanswer\twalk\tone/1\tfine\t5\tx\t", "2\tanswer\twalk\tone/1",
    "2\tdue\twalk\tentry z\t-1", "2\tdue\twalk\tentry z", "2\tmemory\twalk\tz\t1\tx\t3",
    "2\tagain\twalk\tz\tlost\t[]", "2\tseed\twalk", "2\tanswer\twalk\tone/1\twrong\t5\tx\t\u{18}",
  ])
  func `a line that is torn or wrong is passed over`(line: String) {
    #expect(event(line) == Progress())
  }

  @Test func `slips of a newer version are none, and lose nothing else`() {
    let progress = event("2\tanswer\twalk\tone/1\twrong\t5\t7\t" + #"[{"new":{}}]"#)
    #expect(progress.tries["walk"]?.first?.attempt.typed == "7")
    #expect(progress.tries["walk"]?.first?.attempt.slips.made == [])
  }

  @Test func `givens and numbers that were changed are told from the lesson's`() {
    let answer = "2\tanswer\twalk\tone/1\tright\t5\t7\t"
    let progress = event(
      answer, "1\tgivens\twalk\tx=1x1:2.0", answer, "1\tgivens\twalk", answer, "2\tseed\twalk\tada",
      answer)
    #expect(progress.tries["walk"]?.map(\.isChanged) == [false, true, false, false])
    #expect(progress.tries["walk"]?.map(\.seed) == [nil, nil, nil, "ada"])
    #expect(progress.seeds == ["walk": "ada"])
    // With other numbers the questions are open again.
    #expect(progress.answers["walk"]?["one/1"] == [.right])
  }

  @Test func `a slip comes back until it is mended, and reset forgets all`() {
    let slip = #"[{"pen":{"_0":{"sign":{"entry":0}}}}]"#
    let find = "2\tagain\twalk\tz\tfind\t\(slip)"
    #expect(event(find).mistakes["walk"]?.map(\.stage) == [.find])
    let make = find.replacing("find", with: "make")
    #expect(event(find, make).mistakes["walk"]?.map(\.stage) == [.make])
    #expect(event(find, make, find.replacing("find", with: "mended")).mistakes.isEmpty)
    let all = event(
      find, "2\tanswer\twalk\tone/1\tright\t5\t7\t", "2\tseed\twalk\tada",
      "2\tdue\twalk\tentry z\t3", "1\treset\twalk")
    #expect(all.mistakes.isEmpty && all.tries.isEmpty && all.seeds.isEmpty && all.memories.isEmpty)
    #expect(all.lessons.isEmpty)
  }

  @Test func `an item that is called is due, whatever its box says`() {
    let right = "2\tpractice\twalk\tentry z\tright\t100\t1\t0\tbare"
    let solid = [right, right, right, right, right]
    #expect(Progress(journal: solid.map { $0 + "\n" }.joined()).due(on: 102) == 0)
    let called = solid + ["2\tdue\twalk\tentry z\t102"]
    let progress = Progress(journal: called.map { $0 + "\n" }.joined())
    #expect(progress.due(on: 101) == 0 && progress.due(on: 102) == 1)
    #expect(event("2\tdue\twalk\tentry z\t102").due(on: 102) == 1)
    let again = Progress(journal: (called + [right]).map { $0 + "\n" }.joined())
    #expect(again.due(on: 105) == 0)
  }
}
