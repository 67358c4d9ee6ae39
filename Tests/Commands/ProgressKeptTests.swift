import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What of `status --as json` these tests read.
private struct StatusJSON: Decodable {
  struct Lesson: Decodable {
    struct Question: Decodable {
      var id: String
      var tries: [String]
      var answered: Bool
    }

    struct Practice: Decodable, Equatable {
      var id: String
      var level: Int
      var due: String
      var isDue: Bool
      var isSolid: Bool
    }

    var lesson: String
    var title: String
    var read: Bool
    var steps: Int
    var seen: Int
    var questions: [Question]
    var practice: [Practice]
  }

  var lessons: [Lesson]
  var latest: String?
}

extension Desk {
  fileprivate func keep(_ lines: String...) throws {
    try write(lines.map { $0 + "\n" }.joined(), to: String(journalPath.dropFirst(folder.count + 1)))
  }

  fileprivate func status() throws -> StatusJSON {
    try JSONDecoder().decode(
      StatusJSON.self, from: Data(run("status", "--as", "json").output.utf8))
  }
}

struct `The list of lessons` {
  @Test func `marks what is done and what is begun`() throws {
    let desk = try Desk()
    #expect(
      desk.run("list").output
        == "         first   The first\n         second  The second, with δ\n")
    try desk.keep("1\tplace\tsecond\tfurther\t0\t1", "1\tfinished\tfirst")
    #expect(
      desk.run("list").output
        == "✓ done   first   The first\n· begun  second  The second, with δ\n")
    #expect(
      desk.run("list", "--ascii").output
        == "+ done   first   The first\n- begun  second  The second, with delta\n")
  }

  @Test func `of a folder without contents is a finding`() throws {
    let desk = try Desk(course: false)
    let run = desk.run("list")
    #expect((run.status, run.output) == (1, ""))
    #expect(
      run.error.contains("README.md:1:1: error: The contents of the course cannot be read: there "))
    #expect(run.error.contains("help: Name the folder of the lessons with --lessons."))
  }
}

struct `The status` {
  @Test func `of a course that nobody has begun`() throws {
    let run = try Desk().run("status")
    #expect((run.status, run.error) == (0, ""))
    #expect(
      run.output == """
        first   ░░░░░░░░░░\u{20}\u{20}
        second  ░░░░░░░░░░\u{20}\u{20}

        0 lessons done, 0 lessons begun, 2 in the course.

        """)
  }

  @Test func `steps, answers, practice and lessons from elsewhere`() throws {
    let desk = try Desk()
    try desk.keep(
      "1\tfinished\tsecond", "1\tplace\tfirst\tone-product\t2\t0",
      "1\tanswer\tfirst\tone-product/1\twrong", "1\tanswer\tfirst\tone-product/1\tright",
      // Right once, seven days ago, with all but the end in view: due at once. Right three times,
      // the last yesterday: the third box is asked again after two days.
      "1\tpractice\tfirst\tshape z\tright\t20771\t1\t0",
      "1\tpractice\tfirst\tentry z\tright\t20770\t1\t0",
      "1\tpractice\tfirst\tentry z\tright\t20772\t1\t0",
      "1\tpractice\tfirst\tentry z\tright\t20777\t1\t0",
      "1\tplace\tmy-own\t\t0\t0")
    let run = desk.run("status")
    #expect(
      run.output == """
        first   █████░░░░░  1 of 2 steps  1 question answered, 1 solid, 1 due
        second  ██████████  done
        my-own  begun  not in this course

        1 lesson done, 1 lesson begun, 2 in the course.
        Last: my-own.

        Due for practice (longhand practice):
          Predict the shape: z  first

        Solid:
          Work out a number: z  first

        """, "\(run.output)")
    let status = try desk.status()
    #expect(status.latest == "my-own")
    #expect(status.lessons.map(\.lesson) == ["first", "second"])
    #expect(status.lessons.map(\.title) == ["The first", "The second, with δ"])
    #expect(status.lessons.map(\.read) == [false, true])
    #expect(status.lessons.map(\.seen) == [1, 1])
    #expect(status.lessons.map(\.steps) == [2, 1])
    let question = try #require(status.lessons[0].questions.first)
    #expect((question.id, question.tries) == ("one-product/1", ["wrong", "right"]))
    #expect(question.answered)
    // Day 20777 is 2026-11-20, two days later it is the 22nd; day 20771 is the 14th.
    #expect(
      status.lessons[0].practice == [
        .init(id: "entry z", level: 3, due: "2026-11-22", isDue: false, isSolid: true),
        .init(id: "shape z", level: 1, due: "2026-11-14", isDue: true, isSolid: false),
      ])
  }

  @Test func `what is due comes with the day`() throws {
    let desk = try Desk()
    let right = "1\tpractice\tfirst\tshape z\tright\t20778\t1\t0"
    try desk.keep(right, right)
    #expect(!desk.run("status").output.contains("Due"))
    desk.today += 1
    #expect(desk.run("status").output.contains("Due"))
    #expect(try desk.status().lessons[0].practice.map(\.due) == ["2026-11-22"])
  }

  @Test func `a screenful of what is due, and how many more`() throws {
    let desk = try Desk()
    let lines = (1...9).map { "1\tpractice\tfirst\tshape z_\($0)\twrong\t20000\t1\t0\n" }
    try desk.write(lines.joined(), to: Desk.journal)
    let output = desk.run("status").output
    #expect(output.split(separator: "\n").count { $0.contains("Predict the shape") } == 6)
    #expect(output.contains("  and 3 more\n"))
    #expect(output.contains("first   ░░░░░░░░░░    9 due"))
  }

  @Test func `without a course there are still the lessons one has begun`() throws {
    let desk = try Desk(course: false)
    let nothing = desk.run("status")
    #expect((nothing.status, nothing.output) == (1, ""))
    try desk.keep("1\tfinished\tmy-own")
    let run = desk.run("status")
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("my-own  done  not in this course\n"), "\(run.output)")
    #expect(run.error.contains("The contents of the course cannot be read"))
  }
}

struct `Forgetting a lesson` {
  @Test(arguments: ["first", "1", "01", "FILE"])
  func `by name, number or file`(argument: String) throws {
    let desk = try Desk()
    try desk.keep("1\tfinished\tfirst", "1\tfinished\tsecond")
    let run = desk.run(
      "reset", argument == "FILE" ? desk.folder + "/course/01-first.md" : argument)
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output == "Your progress in first is forgotten.\n")
    #expect(desk.journal == ["1\tfinished\tfirst", "1\tfinished\tsecond", "1\treset\tfirst"])
    #expect(try desk.status().lessons.map(\.read) == [false, true])
    #expect(desk.run("reset", "first").output == "There is no progress in first.\n")
    #expect(desk.journal.count == 3)
  }

  @Test func `also one whose file is gone`() throws {
    let desk = try Desk()
    try desk.keep("1\tfinished\tmy-own")
    #expect(desk.run("reset", "my-own").output == "Your progress in my-own is forgotten.\n")
    let unknown = desk.run("reset", "my-own")
    #expect(unknown.status == 2)
    #expect(unknown.error.hasPrefix("longhand: there is no lesson my-own. "))
  }
}

struct `The journal` {
  @Test func `is one line an event, for nobody else to read`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "\nquit\n")
    #expect(
      desk.journal == [
        "1\tplace\tfirst\tone-product\t0\t0", "1\tplace\tfirst\tone-product\t1\t0",
      ])
    let attributes = try FileManager.default.attributesOfItem(atPath: desk.journalPath)
    #expect(attributes[.posixPermissions].map { "\($0)" } == "\(0o600)")
  }

  @Test func `is kept where XDG_STATE_HOME says, when that is a full path`() throws {
    let desk = try Desk()
    desk.environment["XDG_STATE_HOME"] = desk.folder + "/elsewhere"
    _ = desk.run("first", input: "quit\n")
    #expect(desk.journal.isEmpty)
    let kept = desk.folder + "/elsewhere" + Desk.journal.dropFirst(".local/state".count)
    #expect(FileManager.default.fileExists(atPath: kept))
    desk.environment["XDG_STATE_HOME"] = "elsewhere"
    _ = desk.run("first", input: "quit\n")
    #expect(desk.journal.count == 1)
  }

  @Test(arguments: [
    (
      String?.none,
      "longhand: HOME is not set, so progress cannot be kept; reading goes on without.\n"
    ),
    (
      "some/where",
      "longhand: HOME is not set to a full path, so progress cannot be kept; reading goes on "
        + "without.\n"
    ),
  ])
  func `without a full path in HOME nothing is kept, and that is said once`(
    home: String?, error: String
  ) throws {
    let desk = try Desk()
    desk.environment["HOME"] = home
    let run = desk.run("first", input: "\n\n\nquit\n")
    #expect((run.status, run.error) == (0, error))
    #expect(desk.run("list").error == error)
    #expect(desk.run("status").error == error)
    #expect(desk.journal.isEmpty)
  }

  @Test func `broken lines are passed over and stay`() throws {
    let desk = try Desk()
    try desk.keep(
      "", "1", "\u{0}\u{1}", "1\tplace\tfirst", "1\tplace\tfirst\tx\ty\tz", "x\tfinished\tfirst",
      "1\tpractice\tfirst\tshape z\tright\t-4\t1\t0", "1\tfinished\tsecond",
      "1\tfinished\tfirst\u{18}")
    #expect(desk.run("list").output.hasPrefix("         first   The first\n✓ done   second"))
    #expect(desk.run("list").error == "")
    let before = desk.journal
    _ = desk.run("first", input: "quit\n")
    #expect(desk.journal == before + ["1\tplace\tfirst\tone-product\t0\t0"])
  }

  @Test func `a last line that is not ended is not read, and is ended before the next`() throws {
    let desk = try Desk()
    try desk.write("1\tfinished\tsecond\n1\tfinished\tfirst", to: Desk.journal)
    #expect(desk.run("list").output.hasPrefix("         first"))
    _ = desk.run("first", input: "quit\n")
    #expect(
      desk.journal == [
        "1\tfinished\tsecond", "1\tfinished\tfirst\u{18}",
        "1\tplace\tfirst\tone-product\t0\t0",
      ])
    #expect(desk.run("list").output.hasPrefix("· begun  first"))
  }

  @Test func `lines of a newer version are counted and kept`() throws {
    let desk = try Desk()
    try desk.keep("7\tplace\tfirst\tto come", "1\tfinished\tfirst")
    let notice =
      "longhand: 1 line of your progress are from a newer longhand; they are kept, and this one "
      + "cannot read them.\n"
    #expect(desk.run("list").error == notice)
    #expect(desk.run("list").output.hasPrefix("✓ done   first"))
    #expect(desk.run("second", input: "\nquit\n").error == notice)
    #expect(desk.journal.first == "7\tplace\tfirst\tto come")
    try desk.keep("7\ta\tb", "8\ta\tb")
    #expect(desk.run("status").error.contains("2 lines of your progress"))
  }

  @Test func `that cannot be written stops no walk, and is said once`() throws {
    let desk = try Desk()
    try desk.write("a file where the folder should be", to: ".local/state/longhand")
    let run = desk.run("first", input: "\n\n\n\n\n\nquit\n")
    #expect(run.status == 0)
    #expect(run.output.contains("matrix product: Wx"))
    let sentence =
      "longhand: progress cannot be kept (\(desk.journalPath): there is no such file); reading "
      + "goes on without.\n"
    #expect(run.error == sentence, "\(run.error)")
  }

  @Test func `on a disk that takes nothing stops no walk either`() throws {
    let desk = try Desk()
    // Nobody can make a folder there, whoever the tests run as.
    desk.environment["XDG_STATE_HOME"] = "/proc"
    let run = desk.run("first", input: "\n\nquit\n")
    #expect(run.status == 0)
    #expect(run.output.contains("What does the layer see?"))
    #expect(
      run.error.hasPrefix("longhand: progress cannot be kept (/proc/longhand/progress"),
      "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1)
    let again = desk.run("status")
    #expect(again.output.hasSuffix("0 lessons done, 0 lessons begun, 2 in the course.\n"))
  }

  @Test func `that is a folder is said when it is read`() throws {
    let desk = try Desk()
    try desk.write("", to: Desk.journal + "/file")
    let run = desk.run("list")
    #expect(run.status == 0)
    #expect(
      run.error
        == "longhand: progress cannot be read (\(desk.journalPath): this is no ordinary file); "
        + "reading goes on without.\n")
    let reset = desk.run("reset", "first")
    #expect(reset.output == "There is no progress in first.\n")
  }

  @Test func `eight programs at once lose no line of each other`() async throws {
    let desk = try Desk()
    let names = (1...8).map { "own-\($0)" }
    for name in names { try desk.write("## S\n\nOne.\n\n## T\n\nTwo.\n", to: name + ".md") }
    let (folder, environment) = (desk.folder, desk.environment)
    await withTaskGroup(of: Void.self) { group in
      for name in names {
        group.addTask {
          guard let other = try? Desk(course: false) else { return }
          other.environment = environment
          _ = other.run(folder + "/" + name + ".md", input: "\nfirst\nquit\n")
        }
      }
    }
    let kept = FileManager.default.contents(atPath: folder + "/" + Desk.sharedJournal)
    let lines = String(decoding: try #require(kept), as: UTF8.self).split(separator: "\n")
    for name in names {
      #expect(
        lines.filter { $0.split(separator: "\t")[2] == name } == [
          "1\tplace\t\(name)\ts\t0\t0", "1\tfinished\t\(name)", "1\tplace\t\(name)\ts\t0\t0",
        ])
    }
    #expect(lines.count == 24)
  }
}
