import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `A new lesson` {
  @Test func `has five steps and four kinds of question, and is sound`() throws {
    let desk = try Desk()
    let path = desk.folder + "/04-hidden-error.md"
    let run = desk.run("new", path)
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output.contains("longhand preview \(path)\n"))
    #expect(
      desk.run("new", desk.folder + "/it's.md").output
        .contains("longhand preview '\(desk.folder)/it'\\''s.md'\n"))
    let check = desk.run("check", path)
    #expect(
      check.output == "1 lesson, 11 live equations, 2 claims, 4 self-checks: all sound\n",
      "\(check.output)")
    let lesson = desk.run("show", path, "--as", "json").output
    for kind in ["number", "shape", "choice", "formula"] {
      #expect(lesson.contains("\"kind\" : \"\(kind)\""), "\(kind)")
    }
    let text = desk.run("show", path).output
    #expect(text.hasPrefix("Hidden error\n"))
    #expect(text.contains("5 of 5"))
    // By hand: 0.3 · 0.5 − 0.4 · 0.8 + 0.2 = 0.03.
    #expect(text.contains("= 0.03  "))
  }

  @Test func `takes the title from any name`() throws {
    let desk = try Desk()
    for (name, title) in [
      ("it's: [x]", "It's: [x]"), ("c:d", "C:d"), ("@ja", "@ja"), ("7-true", "True"), ("δ", "Δ"),
    ] {
      let run = desk.run("new", desk.folder + "/" + name)
      #expect((run.status, run.error) == (0, ""))
      let path = desk.folder + "/" + name + ".md"
      #expect(desk.run("check", path).status == 0, "\(name)")
      #expect(desk.run("show", path).output.hasPrefix(title + "\n"), "\(name)")
    }
  }

  @Test func `is written over nothing`() throws {
    let desk = try Desk()
    let path = desk.folder + "/course/01-first.md"
    let before = desk.run("show", path).output
    let run = desk.run("new", path)
    #expect(run.status == 2)
    #expect(
      run.error
        == "longhand: \(path) is there already, and stays as it is. Choose another name.\n")
    #expect(desk.run("show", path).output == before)
  }

  @Test(arguments: [[], ["a.md", "--course", "b"], ["/"], ["-"], [""], ["/proc/none/a.md"]])
  func `needs a file that can be there`(_ arguments: [String]) throws {
    let run = try Desk().run(["new"] + arguments)
    #expect(run.status == 2)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("longhand: "), "\(run.error)")
  }

  @Test func `says what makes it a lesson of the course`() throws {
    let desk = try Desk()
    let run = desk.run("new", desk.folder + "/course/03-third.md")
    #expect(run.output.contains("README.md says so: 1. [Third](03-third.md)\n"), "\(run.output)")
  }
}

struct `A new course` {
  @Test func `has contents, a lesson and a workflow, and is sound`() throws {
    let desk = try Desk(course: false)
    let folder = desk.folder + "/made/here/linear-maps"
    let run = desk.run("new", "--course", folder)
    #expect((run.status, run.error) == (0, ""))
    #expect(desk.run("check", folder).output.hasSuffix(": all sound\n"))
    desk.environment["LONGHAND_LESSONS"] = folder
    #expect(desk.run("list").output == "         first-lesson  First lesson\n")
    let contents = FileManager.default.contents(atPath: folder + "/README.md") ?? Data()
    #expect(String(decoding: contents, as: UTF8.self).hasPrefix("# Linear maps\n"))
    let workflow = folder + "/.github/workflows/check.yml"
    #expect(FileManager.default.fileExists(atPath: workflow))
    // What it says is to be typed.
    let said = run.output.split(separator: "\n").compactMap { line in
      ["Check: longhand ", "Publish: longhand "].first(where: line.hasPrefix).map {
        line.dropFirst($0.count).split(separator: " ").map(String.init)
      }
    }
    #expect(said.count == 2)
    for arguments in said { #expect(desk.run(arguments).status == 0, "\(arguments)") }
    #expect(FileManager.default.fileExists(atPath: folder + "-pages/index.html"))
  }

  @Test func `is made around what is there, and over nothing`() throws {
    let desk = try Desk()
    let run = desk.run("new", "--course", desk.folder + "/course")
    #expect(run.status == 2)
    #expect(run.error.contains("README.md is there already"))
    #expect(!FileManager.default.fileExists(atPath: desk.folder + "/course/.github"))
    #expect(desk.run("new", "--course", desk.folder + "/course/01-first.md").status == 2)
  }
}
