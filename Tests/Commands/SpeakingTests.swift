import Testing

struct `Line mode for ears` {
  @Test(arguments: [(["--speak", "first"], nil), (["first"], "1")])
  func `says how it was switched on, and speaks`(arguments: [String], accessible: String?) throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    desk.environment["ACCESSIBLE"] = accessible
    let run = desk.run(arguments, input: String(repeating: "\n", count: 20))
    #expect(run.status == 0)
    #expect(run.begun == 0, "it took the screen")
    let how = accessible == nil ? "--speak" : "ACCESSIBLE=1"
    #expect(run.output.hasPrefix("Speech is on, by \(how). "))
    #expect(run.output.contains("Lesson: The first lesson.\n"))
    #expect(run.output.contains("Step 1 of 2: One product.\n"))
    #expect(run.output.contains("z equals W times x"))
    // By hand: [5; 11].
    #expect(run.output.contains("equals 2 by 1 matrix, row 1: 5; row 2: 11; end matrix"))
    #expect(run.output.utf8.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) })
  }

  @Test func `ACCESSIBLE=0 asks for nothing`() throws {
    let desk = try Desk()
    desk.environment["ACCESSIBLE"] = "0"
    let run = desk.run(["--plain", "first"], input: "\n")
    #expect(run.output.hasPrefix("The first lesson\n"))
  }

  @Test func `answers are read back, and marked in words`() throws {
    let desk = try Desk()
    let run = desk.run(["--speak", "first"], input: "\n\n7 10\n7 10\n5 11\nquit\n")
    #expect(run.output.contains("Read as 2 by 1 matrix, row 1: 7; row 2: 10; end matrix\n"))
    #expect(run.output.contains("Row 1: 7 wrong\n"))
    #expect(run.output.contains("Not right. "))
    #expect(run.output.contains("\nRight.\n"))
  }

  /// A line that is drawn again is said again.
  @Test(arguments: ["--speak", "--plain"])
  func `nothing is drawn a second time`(how: String) throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    let run = desk.run([how, "first"], input: String(repeating: "\n", count: 30))
    #expect(run.begun == 0, "it took the screen")
    #expect(!run.output.contains { "\r\u{1B}\u{8}".contains($0) })
    let lines = run.output.split(separator: "\n").filter { !$0.contains(" > ") }
    #expect(lines.count > 12)
    for (line, next) in zip(lines, lines.dropFirst()) { #expect(line != next, "\(line)") }
  }

  @Test func `a screen that was asked for in the environment stays in speech`() throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    desk.environment["ACCESSIBLE"] = "1"
    desk.environment["TERM"] = "xterm-256color"
    let run = desk.run(["--color", "always", "first"], input: "\nquit\n")
    #expect(run.begun == 0, "it took the screen")
    #expect(run.output.utf8.allSatisfy { $0 == 10 || (0x20..<0x7F).contains($0) })
  }
}
