import Lessons
import Terminal
import TestSupport
import Testing

@testable import Commands

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
    try desk.write("1\tfinished\tfirst\n", to: ".local/state/longhand/progress")
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
    #expect(Course.identity(of: desk.folder + "/course", DiskFiles.files) == nil)
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
