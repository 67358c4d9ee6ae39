import TestSupport
import Testing

struct `Practising` {
  @Test func `a seed asks everyone the same`() throws {
    let one = try Desk().run("practice", "first", "--seed", "3", "--count", "2")
    let other = try Desk().run("practice", "first", "--seed", "3", "--count", "2")
    #expect(one.output == other.output)
    #expect(one.output.contains("question 1 of 2, from first\n"))
    #expect(one.output.hasSuffix("\nNothing was answered.\n"))
    #expect(one.status == 0)
    let seeds = try (4...8).map {
      try Desk().run("practice", "first", "--seed", "\($0)", "--count", "2").output
    }
    #expect(seeds.contains { $0 != one.output })
  }

  @Test func `an answer is kept with its day, and asked again when it is due`() throws {
    let desk = try Desk()
    // The shape of a 2×2 by a 2×1 is 2×1, whatever the numbers.
    let input = "2x1\n\n"
    let run = desk.run(
      ["practice", "first", "--seed", "3", "--count", "1"], input: input)
    #expect(run.output.contains("What shape is z?"), "\(run.output)")
    #expect(run.output.contains("  ✓ Right.\n"))
    #expect(run.output.hasSuffix("\n1 of 1 right at the first try.\n"))
    #expect(
      desk.journal == [
        "2\ttried\tfirst\tshape z\tright\t1795219200\t2x1\t",
        "2\tpractice\tfirst\tshape z\tright\t20778\t1\t0\tshown",
      ])
    // Who had all in view is asked again at once, then with less of it, and then a day later.
    #expect(desk.run("status").output.contains("Predict the shape: z  first"))
    // At other sizes, which only a look at the question tells: W is … by …, and x is a column.
    let repeated = ["practice", "first", "--seed", "3", "--count", "1"]
    let look = desk.run(repeated)
    #expect(look.output.contains("What shape is z?"))
    let rows = try #require(look.output.firstMatch(of: /W is (\d)×\d/)).output.1
    _ = desk.run(repeated, input: "\(rows)x1\n\n")
    #expect(
      desk.journal.last == "2\tpractice\tfirst\tshape z\tright\t20778\t1\t0\tbare")
    #expect(!desk.run("status").output.contains("Due for practice"))
    desk.today += 1
    #expect(desk.run("status").output.contains("Predict the shape: z  first"))
  }

  @Test func `a wrong answer that is shown comes once more at the end`() throws {
    let desk = try Desk()
    let input = "1x2\n" + String(repeating: "hint\n", count: 12) + "\n"
    let run = desk.run(
      ["practice", "first", "--seed", "3", "--count", "1"], input: input)
    #expect(run.output.contains("question 1 of 1"))
    #expect(run.output.contains("✗"))
    #expect(run.output.contains("question 2 of 2"))
    #expect(run.output.contains("1 not yet."))
    let kept = desk.journal.filter { $0.contains("\tpractice\t") }
    #expect(kept.count == 1)
    #expect(kept.first?.hasPrefix("2\tpractice\tfirst\tshape z\twrong\t20778\t") == true)
  }

  @Test func `without a lesson it is what one has begun, with a seed the whole course`() throws {
    let desk = try Desk()
    func lessons(_ arguments: String...) -> Set<Substring> {
      let input = String(repeating: "\n", count: 40)
      let heads = desk.run(["practice", "--count", "50"] + arguments, input: input).lines.filter {
        $0.hasPrefix("question ")
      }
      return Set(heads.map { $0.split(separator: " ").last ?? "" })
    }
    #expect(lessons() == ["first"])
    #expect(lessons("--seed", "1") == ["first", "second"])
    _ = desk.run("second", input: "quit\n")
    #expect(lessons() == ["second"])
  }

  @Test(arguments: [
    (["--count", "0"], "longhand: --count is a number of questions, 1 to 100\n"),
    (["--count", "101"], "longhand: --count is a number of questions, 1 to 100\n"),
    (
      ["--lessons", "/nowhere"],
      "longhand: there is no course in /nowhere. Name a lesson, or the "
        + "folder of the lessons with --lessons.\n"
    ),
  ])
  func `what cannot be asked`(arguments: [String], error: String) throws {
    let run = try Desk().run(["practice"] + arguments)
    #expect((run.status, run.output, run.error) == (2, "", error))
  }

  @Test func `a lesson without formulas, and one that is empty`() throws {
    let desk = try Desk()
    try desk.write("Words.\n", to: "words.md")
    try desk.write("", to: "empty.md")
    let words = desk.run("practice", desk.folder + "/words.md")
    #expect((words.status, words.output) == (1, ""))
    #expect(
      words.error.hasPrefix(
        "longhand: there is nothing to practise: no formula in words is worked out by hand"))
    let empty = desk.run("practice", desk.folder + "/empty.md")
    #expect((empty.status, empty.output) == (1, ""))
    #expect(empty.error.contains("There is nothing in this lesson"))
  }

  @Test func `on a screen of its own the counter stands for the step`() throws {
    let desk = try Desk()
    let run = desk.type(
      "a", "2x1\r", " ", " ", at: ["practice", "first", "--seed", "3", "--count", "1"])
    #expect(run.begun == 1)
    #expect(run.ended >= 1)
    #expect(run.text.contains("question 1 of 1"))
    #expect(!run.text.contains("step 1"))
    #expect(run.text.contains("1 of 1 right at the first try."), "\(run.text)")
    #expect(
      desk.journal.last == "2\tpractice\tfirst\tshape z\tright\t20778\t1\t0\tshown")
  }

  @Test func `progress that cannot be kept is said when the questions are over`() throws {
    let desk = try Desk()
    try desk.write("a file where the folder should be", to: ".local/state/longhand")
    let run = desk.run(
      ["practice", "first", "--seed", "3", "--count", "1"], input: "2x1\n\n")
    #expect(run.status == 0)
    #expect(run.error.hasPrefix("longhand: progress cannot be kept ("), "\(run.error)")
    #expect(run.output.hasSuffix("1 of 1 right at the first try.\n"))
  }
}
