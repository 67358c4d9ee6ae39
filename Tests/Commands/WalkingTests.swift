import Terminal
import TestSupport
import Testing

struct `Walking a lesson line by line` {
  @Test func `an empty line goes on, and the end is kept`() throws {
    let desk = try Desk()
    let run = desk.run("first", input: String(repeating: "\n", count: 20))
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output.hasPrefix("The first lesson\n════════════════\n\n── 1 of 2 ── One product"))
    let end = """
        ✓ z = [5; 11]  exactly

      The end of the lesson: The first lesson.
      0 of 1 question answered.
      Open in step 1: go 1 goes there.

      """
    #expect(run.output.hasSuffix(end), "\(run.output)")
    #expect(run.begun == 0)
    #expect(desk.run("list").output.hasPrefix("· begun  first"))
    // Done when its question is, wherever one is then.
    let answered = desk.run("first", input: "first\n\n\n5 11\nquit\n")
    #expect(answered.output.contains("✓ Right."))
    #expect(desk.journal.contains("1\tfinished\tfirst"))
    #expect(desk.run("list").output.hasPrefix("✓ done   first"))
  }

  @Test func `one goes on where one stopped`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "\n\n\n\n\nquit\n")
    // The third stop is the product, and one of its two operations was done.
    #expect(desk.journal.last == "1\tplace\tfirst\tone-product\t3\t1")
    let again = desk.run("first", input: "")
    #expect(again.output.contains("names → numbers"))
    #expect(!again.output.contains("matrix product"))
    #expect(!again.output.contains("One product"))
    #expect(again.output.contains("You were here before; first is the beginning.\n"))
    let start = desk.run("first", input: "first\n")
    #expect(start.output.contains("One product"))
  }

  @Test func `a question is answered, and what was said is kept`() throws {
    let desk = try Desk()
    // By hand: W x = [5; 11], and the transpose of W by x is [7; 10].
    let run = desk.run("first", input: "\n\n7 10\n7 10\n7 10\n5 11\nquit\n")
    // Which entries, then which slip it is.
    #expect(run.output.contains("✗ Not yet: ✓ is right, ✗ is not. It looks like a slip"))
    #expect(run.output.contains("You transposed W; it stands here as it is.\n"))
    #expect(run.output.contains("  ✓ Right.\n"))
    let slip = #"[{"slip":{"_0":{"addedTranspose":{"of":"W"}},"ties":[]}}]"#
    // Day 20778 at midnight is second 1795219200.
    let wrong = "2\tanswer\tfirst\tone-product/1\twrong\t1795219200\t7 10\t\(slip)"
    #expect(
      desk.journal.filter { $0.contains("answer") } == [
        wrong, wrong, wrong, "2\tanswer\tfirst\tone-product/1\tright\t1795219200\t5 11\t",
      ])
    // Its formula is due, once, and the slip comes back.
    #expect(
      desk.journal.filter { $0.contains("\tdue\t") } == ["2\tdue\tfirst\tentry z\t20778"])
    #expect(desk.journal.contains("2\tagain\tfirst\tz\tfind\t\(slip)"))
    let told =
      "longhand: answers are kept in your own file here; longhand reset forgets them.\n"
    #expect(run.error == told)
    #expect(desk.run("first", input: "7 10\n").error == "")
  }

  @Test func `a changed given is followed, kept, and there the next time`() throws {
    let desk = try Desk()
    let run = desk.run("first", input: "step\nchange x_1 = 3\nfinish\nquit\n")
    #expect(run.output.contains("What if: "))
    #expect(desk.journal.contains("1\tgivens\tfirst\tx=2x1:3.0,2.0"))
    // By hand: 1·3 + 2·2 = 7 and 3·3 + 4·2 = 17.
    let again = desk.run("first", input: "first\n\n\n\n\n\n\n\nquit\n")
    #expect(again.output.contains("= ⎡ 7⎤"), "\(again.output)")
    #expect(again.output.contains("⎣17⎦"))
    #expect(again.output.contains("✗ z = [5; 11]"), "\(again.output)")
  }

  @Test func `a file is read again, and may be gone`() throws {
    let desk = try Desk()
    try desk.write("## S\n\nBefore.\n", to: "own.md")
    let run = desk.run([desk.folder + "/own.md"], input: "reload\nquit\n")
    #expect(run.output.contains("Read again."))
    #expect(run.output.contains("Before."))
    let empty = try Desk()
    // An empty file is no lesson; before it is walked that ends the program.
    try empty.write("", to: "own.md")
    let none = empty.run(empty.folder + "/own.md")
    #expect((none.status, none.output) == (1, ""))
    #expect(none.error.contains("There is nothing in this lesson"))
  }

  @Test func `errors of the lesson are said once, with the command that shows them`() throws {
    let desk = try Desk()
    try desk.write(Desk.broken, to: "broken.md")
    let run = desk.run([desk.folder + "/broken.md"], input: "\n\n\n")
    #expect(
      run.error
        == "longhand: this lesson has 1 error; longhand check \(desk.folder)/broken.md shows them.\n"
    )
    #expect(run.status == 0)
  }

  @Test func `words that do nothing, endless ones too`() throws {
    let desk = try Desk()
    let run = desk.run(
      "first", input: "nxet\n" + String(repeating: "z", count: 100_000) + "\nquit\n")
    #expect(run.output.contains("nxet does nothing here. Did you mean next?\n"))
    #expect(run.output.contains("zzzzzzzzzzzzzzzzzzzz does nothing here. help says what does.\n"))
  }

  @Test func `a prompt where a person types, and none in a pipe`() throws {
    let desk = try Desk()
    let piped = desk.run("first", "--plain", input: "quit\n")
    desk.terminal = (80, 24)
    let typed = desk.run("first", "--plain", input: "quit\n")
    #expect(typed.output.hasPrefix(piped.output.dropLast()))
    #expect(typed.output.count > piped.output.count)
    #expect(typed.begun == 0)
  }

  @Test func `what is typed as the last line without its end counts`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "step")
    #expect(desk.journal.last == "1\tplace\tfirst\ta-claim\t0\t0")
  }
}

struct `Going on in the course` {
  @Test func `in a pipe is the list of lessons`() throws {
    let desk = try Desk()
    let run = desk.run()
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output == desk.run("list").output + "\n")
  }

  @Test func `at a terminal is the lesson where one stopped, or the first unread`() throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    func walked() -> String? {
      let before = desk.journal.count
      _ = desk.run("--plain", input: "quit\n")
      return desk.journal.dropFirst(before).first?.split(separator: "\t")[2].description
    }
    #expect(walked() == "first")
    _ = desk.run("second", "--plain", input: "quit\n")
    #expect(walked() == "second")
    _ = desk.run("second", "--plain", input: "\n\n\n\n\n\n")
    #expect(desk.journal.last == "1\tfinished\tsecond")
    #expect(walked() == "first")
    _ = desk.run("first", "--plain", input: String(repeating: "\n", count: 20))
    // Its question is open.
    #expect(walked() == "first")
    _ = desk.run("first", "--plain", input: "first\n\n\n5 11\nquit\n")
    #expect(walked() == nil)
    #expect(desk.run("--plain").output.hasSuffix("\nEvery lesson is done.\n"))
  }

  @Test func `without a course there is nothing to go on with`() throws {
    let run = try Desk(course: false).run()
    #expect((run.status, run.output) == (1, ""))
    #expect(run.error.contains("The contents of the course cannot be read"))
  }

  @Test func `another lesson of the course is chosen by its word`() throws {
    let desk = try Desk()
    let run = desk.run("first", input: "contents\nlesson second\nquit\n")
    #expect(run.output.contains("The second, with δ"))
    #expect(desk.journal.last?.hasPrefix("1\tplace\tsecond\t") == true, "\(desk.journal)")
  }
}

struct `Walking a lesson on a screen of its own` {
  @Test func `the screen is begun, drawn on and put back`() throws {
    let desk = try Desk()
    let run = desk.type(" ", " ", "q", at: ["first"])
    #expect((run.status, run.begun, run.error) == (0, 1, ""))
    #expect(run.ended >= 1)
    #expect(run.text.contains("Weights meet an input."))
    #expect(desk.journal.first == "1\tplace\tfirst\tone-product\t0\t0")
    #expect(desk.journal.count == 3)
  }

  @Test func `one that cannot be drawn on is said`() throws {
    let desk = try Desk()
    desk.takesScreen = false
    let run = desk.type("q", at: ["first"])
    #expect(run.status == 2)
    #expect(
      run.error == "longhand: this terminal cannot be drawn on; --plain writes lines instead.\n")
  }

  @Test func `a terminal is asked for its background where nobody has chosen`() throws {
    let desk = try Desk()
    desk.environment["TERM"] = "xterm-256color"
    let question = "\u{1B}]11;?"
    // A light terminal answers, and then the accents are others.
    let unanswered = desk.type("q", at: ["first"])
    #expect(unanswered.output.contains(question))
    let answered = desk.type("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "q", at: ["first"])
    #expect(answered.output.count > unanswered.output.count)
    desk.environment["COLORFGBG"] = "0;15"
    #expect(!desk.type("q", at: ["first"]).output.contains(question))
  }

  @Test func `a file is read again; one that is empty leaves what was there`() throws {
    let desk = try Desk()
    try desk.write("## S\n\nBefore.\n", to: "own.md")
    desk.terminal = (80, 24)
    let path = desk.folder + "/own.md"
    var reads = 0
    let again = desk.run([path], events: [.bytes(Array("r".utf8)), .bytes(Array("q".utf8))]) {
      // While the screen waits for the first key, somebody writes the file.
      if reads == 0 { try? desk.write("## S\n\nAfter.\n", to: "own.md") }
      reads += 1
    }
    #expect(again.text.contains("Before."))
    #expect(again.text.contains("After."))
    let emptied = desk.run([path], events: [.bytes(Array("r".utf8)), .bytes(Array("q".utf8))]) {
      try? desk.write("", to: "own.md")
    }
    #expect(emptied.text.contains("The file is empty or cannot be read just now"))
  }

  @Test func `another size is drawn anew`() throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    let run = desk.run(
      ["first"], events: [.redraw, .timeout, .bytes(Array("q".utf8))]
    ) { desk.terminal = (40, 12) }
    #expect(run.text.components(of: "Weights meet an input.") >= 2)
    #expect(run.status == 0)
  }

  @Test func `progress that cannot be kept is said on the screen`() throws {
    let desk = try Desk()
    try desk.write("a file where the folder should be", to: ".local/state/longhand")
    let run = desk.type(" ", "q", at: ["first"])
    #expect(run.text.contains("Progress cannot be kept"), "\(run.text)")
    #expect((run.status, run.error) == (0, ""))
  }

  @Test func `going on without a word opens the first lesson, and the contents another`() throws {
    let desk = try Desk()
    let run = desk.type("t", "G", "\r", "q", at: [])
    #expect(run.status == 0)
    #expect(run.text.contains("The first"))
    #expect(desk.journal.last?.hasPrefix("1\tplace\tsecond\t") == true, "\(desk.journal)")
    #expect(run.begun == 2)
  }

  @Test func `what is copied goes to the terminal`() throws {
    let desk = try Desk()
    let run = desk.type("n", "y", "l", "q", at: ["first"])
    // As terminals take it, in base 64: made by Python of `z = \begin{bmatrix} 5 \\ 11
    // \end{bmatrix}`.
    let copied = "eiA9IFxiZWdpbntibWF0cml4fSA1IFxcIDExIFxlbmR7Ym1hdHJpeH0="
    #expect(run.output.contains("\u{1B}]52;c;\(copied)"), "\(run.output.debugDescription)")
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
