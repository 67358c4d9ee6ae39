import Lessons
import Terminal
import TestSupport
import Testing

@testable import Commands

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `The folder of a course` {
  @Test func `is walked by its path`() throws {
    let desk = try Desk()
    desk.environment["LONGHAND_LESSONS"] = nil
    let run = desk.run(desk.folder + "/course/")
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output.contains("first   The first"), "\(run.output)")
    desk.terminal = (80, 24)
    let walk = desk.run([desk.folder + "/course"], events: [.bytes(Array("q".utf8))])
    #expect(walk.text.contains("The first lesson"), "\(walk.text)")
    #expect(desk.run(desk.folder).status == 1)
  }

  @Test func `that has a name keeps its progress apart, wherever it is`() throws {
    let desk = try Desk()
    for folder in ["one", "other"] {
      for (name, text) in Desk.course {
        let named = name == "README.md" ? text + "\n<!-- course: \(folder)-1a2b -->\n" : text
        try desk.write(named, to: folder + "/" + name)
      }
    }
    // An old journal, of courses without a name.
    try desk.write("1\tfinished\tfirst\n", to: Desk.sharedJournal)
    _ = desk.run(desk.folder + "/one/01-first.md", input: "step\nquit\n")
    _ = desk.run("second", "--lessons", desk.folder + "/other", input: "quit\n")
    func list(_ folder: String) -> String {
      desk.run("list", "--lessons", desk.folder + "/" + folder).output
    }
    #expect(list("one").hasPrefix("· begun  first"))
    #expect(list("one").contains("         second"))
    #expect(list("other").hasPrefix("         first"))
    #expect(list("other").contains("· begun  second"))
    #expect(list("course").hasPrefix("✓ done   first"))
  }

  @Test(arguments: ["<!-- course: ../x -->", "<!-- course: A -->", "<!-- course: -->", "course: a"])
  func `has no name that is none`(_ line: String) throws {
    let desk = try Desk()
    try desk.write(line + "\n", to: "course/README.md")
    let course = Course.read(desk.folder + "/course", DiskFiles.files)
    #expect(course.identity(in: "/a/course") == nil)
  }

  private static func put(_ text: String, in folder: String, at desk: Desk) throws {
    for (name, lesson) in Desk.course {
      try desk.write(name == "README.md" ? text : lesson, to: folder + "/" + name)
    }
  }
  private static let list = "\n\n1. [The first](01-first.md)\n2. [The second](02-second.md)\n"

  private func list(_ folder: String, at desk: Desk) -> [Substring] {
    desk.run("list", "--lessons", desk.folder + "/" + folder).lines
  }

  /// Neither says what it is: they are told apart by their titles, and each is known again where it
  /// has been moved to.
  @Test func `is known by its title`() throws {
    let desk = try Desk(course: false)
    try Self.put("# Linear maps" + Self.list, in: "one", at: desk)
    try Self.put("# Lineare Abbildungen" + Self.list, in: "other", at: desk)
    _ = desk.run("first", "--lessons", desk.folder + "/one", input: "step\nquit\n")
    #expect(list("one", at: desk)[0].hasPrefix("· begun  first"))
    #expect(list("other", at: desk)[0].hasPrefix("         first"))
    _ = desk.run(desk.folder + "/other/02-second.md", input: "quit\n")
    try FileManager.default.moveItem(
      atPath: desk.folder + "/one", toPath: desk.folder + "/elsewhere")
    #expect(list("elsewhere", at: desk)[0].hasPrefix("· begun  first"))
    #expect(list("elsewhere", at: desk)[1].hasPrefix("         second"))
    #expect(list("other", at: desk)[1].hasPrefix("· begun  second"))
  }

  /// Titles in other letters have no letters that would be in a name.
  @Test(arguments: [("# Матрицы", "# Графы"), ("", ""), ("## C++", "## C#")])
  func `is told from another one by its whole title, or by its place`(
    titles: (String, String)
  ) throws {
    let desk = try Desk(course: false)
    try Self.put(titles.0 + Self.list, in: "one", at: desk)
    try Self.put(titles.1 + Self.list, in: "other", at: desk)
    _ = desk.run("first", "--lessons", desk.folder + "/one", input: "step\nquit\n")
    #expect(list("one", at: desk)[0].hasPrefix("· begun  first"))
    #expect(list("other", at: desk)[0].hasPrefix("         first"))
  }

  /// Journals of a time when all courses without a name shared one are read, and left as they were.
  @Test func `goes on from what was kept before it was known`() throws {
    let desk = try Desk()
    let old = "1\tfinished\tfirst\n1\tplace\tsec"
    try desk.write(old, to: Desk.sharedJournal)
    #expect(list("course", at: desk)[0].hasPrefix("✓ done   first"))
    _ = desk.run("second", input: "quit\n")
    #expect(list("course", at: desk)[0].hasPrefix("✓ done   first"))
    #expect(list("course", at: desk)[1].hasPrefix("· begun  second"))
    #expect(desk.journal.first == "1\tfinished\tfirst")
    let shared = desk.folder + "/" + Desk.sharedJournal
    #expect(FileManager.default.contents(atPath: shared) == Data(old.utf8))
    let attributes = try FileManager.default.attributesOfItem(atPath: desk.journalPath)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let folder = desk.folder + "/.local/state/longhand"
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
  }

  /// An author who says what the course is takes nothing from anybody.
  @Test func `goes on from its title when it is given a name`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "step\nquit\n")
    let text = try #require(Desk.course["README.md"])
    try desk.write(text + "\n<!-- course: maps -->\n", to: "course/README.md")
    #expect(list("course", at: desk)[0].hasPrefix("· begun  first"))
    _ = desk.run("second", input: "quit\n")
    try desk.write(
      text.replacing("A course", with: "Another") + "\n<!-- course: maps -->\n",
      to: "course/README.md")
    #expect(list("course", at: desk)[0].hasPrefix("· begun  first"))
    #expect(list("course", at: desk)[1].hasPrefix("· begun  second"))
  }

  @Test func `is forgotten in older journals, too`() throws {
    let desk = try Desk()
    let shared = Desk.sharedJournal
    try desk.write(
      "1\tgivens\tfirst\tx=2x1:3.0,2.0\n1\tfinished\tfirst\n1\tfinished\tsecond\n", to: shared)
    #expect(desk.run("reset", "first").output == "Your progress in first is forgotten.\n")
    #expect(list("course", at: desk)[0].hasPrefix("         first"))
    #expect(list("course", at: desk)[1].hasPrefix("✓ done   second"))
    let left = FileManager.default.contents(atPath: desk.folder + "/" + shared)
    #expect(!String(decoding: left ?? Data(), as: UTF8.self).contains("x=2x1"))
  }

  @Test func `is beside the program where there is none here`() throws {
    let desk = try Desk()
    for (name, text) in Desk.course {
      try desk.write(text, to: "usr/share/longhand/lessons/" + name)
    }
    let found = Session.course(beside: desk.folder + "/usr/bin/longhand", DiskFiles.files)
    // Where the tests run there is a folder of lessons.
    #expect(["lessons", desk.folder + "/usr/share/longhand/lessons"].contains(found))
  }
}

struct `Findings for code hosts` {
  @Test func `have places in code points, relative paths, and no region without a place`() throws {
    let desk = try Desk()
    // 𝛿 is two units of UTF-16 and one code point; the e with its accent two code points.
    let lesson = "## S\n\ne\u{301}𝛿 `a` $\\frob$ b\n"
    try desk.write(lesson, to: "a b/é:1.md")
    let run = desk.run(
      "check", "--as", "sarif", desk.folder + "/a b/é:1.md", desk.folder + "/none.md")
    #expect(run.status == 2)
    #expect(run.output.contains(#""columnKind" : "unicodeCodePoints""#))
    #expect(run.output.contains(#""version" : "2.1.0""#))
    #expect(run.output.contains("/a%20b/%C3%A9%3A1.md\""), "\(run.output)")
    #expect(run.output.contains(#""ruleId" : "unreadable-file""#))
    // One finding has a place, the other none.
    #expect(run.output.components(separatedBy: "\"region\"").count == 2, "\(run.output)")
    // By hand: e, its accent, 𝛿, a blank, `a`, a blank, $: the command begins as the tenth.
    #expect(run.output.contains(#""startColumn" : 10"#), "\(run.output)")
  }
}

extension String {
  fileprivate func components(separatedBy separator: String) -> [Substring] {
    split(separator: separator, omittingEmptySubsequences: false)
  }
}
