import Terminal
import TestSupport
import Testing

struct `What the program is asked for` {
  @Test func `the version is the newest one of the changelog`() throws {
    let run = try Desk().run("--version")
    let heading = try #require(
      try Repository.text("CHANGELOG.md").split(separator: "\n").first { $0.hasPrefix("## ") })
    let version = heading.dropFirst(3).prefix { !$0.isWhitespace }
    #expect(run.output == version + "\n")
    #expect(run.output == "0.2.0\n")
    #expect((run.status, run.error) == (0, ""))
  }

  @Test func `help names every command and is no error`() throws {
    for arguments in ["--help", "help"] {
      let run = try Desk().run(arguments)
      #expect((run.status, run.error) == (0, ""))
      for command in ["walk", "list", "status", "practice", "show", "check", "reset"] {
        #expect(run.output.contains("\n  \(command) "), "\(command)")
      }
    }
  }

  @Test(arguments: [
    (["--wrong"], "Unknown option '--wrong'"),
    (["show"], "Missing expected argument '<lesson>'"),
    (["reset"], "Missing expected argument '<lesson>'"),
    (["show", "1", "--as", "xml"], "The value 'xml' is invalid for '--as"),
    (["list", "1"], "Unexpected argument '1'"),
    (["practice", "--seed", "-3"], "seed"),
    (["list", "--color", "sometimes"], "The value 'sometimes' is invalid for '--color"),
    (["list", "--theme", "blue"], "The value 'blue' is invalid for '--theme"),
  ])
  func `wrong usage is said on standard error, and the status is 2`(
    arguments: [String], sentence: String
  ) throws {
    let run = try Desk().run(arguments)
    #expect(run.status == 2)
    #expect(run.output == "")
    #expect(run.error.contains(sentence), "\(run.error)")
    #expect(run.error.contains("Usage: longhand "), "\(run.error)")
  }

  @Test(arguments: [
    (
      "frist",
      "longhand: there is no lesson frist. Did you mean the lesson first?\n"
    ),
    ("lst", "longhand: there is no lesson lst. Did you mean the command list?\n"),
    (
      "something-else",
      "longhand: there is no lesson something-else. The course has: first, second.\n"
    ),
    ("7", "longhand: there is no lesson 7. The course has: first, second.\n"),
    ("none.md", "longhand: none.md: there is no such file\n"),
    ("no/where", "longhand: no/where: there is no such file\n"),
  ])
  func `what is no lesson is said with what there is`(argument: String, error: String) throws {
    let run = try Desk().run("show", argument)
    #expect((run.status, run.output, run.error) == (2, "", error))
  }

  @Test func `a folder is no lesson, and without a course its folder is named`() throws {
    let desk = try Desk()
    let folder = desk.run("show", desk.folder + "/course")
    #expect(
      folder.error == "longhand: \(desk.folder)/course: this is a folder, not a lesson\n")
    #expect(folder.status == 2)
    let nowhere = desk.run("show", "zero-sum", "--lessons", desk.folder + "/nowhere/")
    #expect(
      nowhere.error
        == "longhand: there is no lesson zero-sum, and no course in \(desk.folder)/nowhere. Name a "
        + "file, or the folder of the lessons with --lessons.\n")
  }

  @Test func `one lesson by file, name, and number with and without zeros`() throws {
    let desk = try Desk()
    let shown = desk.run("show", desk.folder + "/course/02-second.md")
    #expect(shown.status == 0)
    #expect(shown.output.contains("u = 2z"))
    for argument in ["second", "2", "02"] {
      #expect(desk.run("show", argument).output == shown.output, "\(argument)")
    }
  }

  @Test func `an option goes before the environment, and that before the folder lessons`() throws {
    let desk = try Desk()
    try desk.write("1. [Other](01-other.md)\n", to: "other/README.md")
    try desk.write("Words.\n", to: "other/01-other.md")
    #expect(desk.run("list").output.contains("first"))
    #expect(
      desk.run("list", "--lessons", desk.folder + "/other").output == "         other  Other\n")
    desk.environment["LONGHAND_LESSONS"] = ""
    let none = desk.run("show", "something")
    #expect(!none.error.contains(desk.folder), "\(none.error)")
  }
}

struct `How the program writes` {
  @Test func `no escapes in a pipe, unless they are asked for`() throws {
    let desk = try Desk()
    #expect(!desk.run("show", "1").output.contains("\u{1B}"))
    let always = desk.run("show", "1", "--color", "always")
    #expect(always.output.contains("\u{1B}["))
    // What a row of marks says in a pipe, underlining says in a terminal.
    func words(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { !$0.allSatisfy { " ╌".contains($0) } }
    }
    #expect(words(always.text) == words(desk.run("show", "1").output))
    #expect(!desk.run("show", "1", "--color", "always", "--plain").output.contains("\u{1B}"))
  }

  /// The numbers after `\e[` that are colours: 30 to 37, 90 to 97, and what begins with 38.
  private func colours(_ output: String) -> Set<String> {
    let codes = output.split(separator: "\u{1B}[").dropFirst().flatMap { sequence in
      sequence.prefix { $0.isNumber || $0 == ";" || $0 == ":" }.split(
        separator: ";", omittingEmptySubsequences: false
      ).map(String.init)
    }
    return Set(
      codes.filter { code in
        Int(code).map { (30...38).contains($0) || (90...97).contains($0) } ?? false
      })
  }

  @Test(arguments: [
    (["TERM": "xterm-256color"], true, "indexed"),
    (["TERM": "xterm", "COLORTERM": "truecolor"], true, "direct"),
    (["TERM": "xterm-direct"], true, "direct"),
    (["TERM": "xterm"], true, "sixteen"),
    (["TERM": "vt220"], true, "none"),
    (["TERM": "xterm-mono"], true, "none"),
    (["TERM": "xterm-256color", "NO_COLOR": "1"], true, "none"),
    (["TERM": "xterm-256color", "NO_COLOR": ""], true, "indexed"),
    (["TERM": "dumb"], true, "none"),
    (["TERM": "xterm-256color"], false, "none"),
  ])
  func `as many colours as the environment says`(
    environment: [String: String], onTerminal: Bool, depth: String
  ) throws {
    let desk = try Desk()
    desk.environment.merge(environment) { $1 }
    if onTerminal { desk.terminal = (80, 24) }
    let output = desk.run("list", "--color", "auto").output + desk.run("show", "1").output
    let hasDirect = output.contains("38;2;")
    let hasIndexed = output.contains("38;5;")
    switch depth {
    case "direct": #expect(hasDirect && !hasIndexed)
    case "indexed": #expect(hasIndexed && !hasDirect)
    case "sixteen": #expect(!colours(output).isEmpty && !hasDirect && !hasIndexed)
    default: #expect(colours(output).isEmpty, "\(colours(output))")
    }
  }

  @Test func `a light background has colours of its own`() throws {
    let desk = try Desk()
    desk.terminal = (80, 24)
    desk.environment["TERM"] = "xterm-256color"
    func shown(_ theme: String) -> String { desk.run("show", "1", "--theme", theme).output }
    let (dark, light) = (shown("dark"), shown("light"))
    #expect(dark != light)
    for (value, expected) in [("15;0", dark), ("0;15", light), ("0;7", light), ("x", dark)] {
      desk.environment["COLORFGBG"] = value
      #expect(shown("auto") == expected, "\(value)")
    }
    #expect(shown("light") == light)
  }

  @Test(arguments: [
    ([:], false), (["LANG": "de_DE.UTF-8"], false), (["LC_ALL": "C"], true),
    (["LC_ALL": "", "LC_CTYPE": "C.utf8", "LANG": "C"], false),
    (["LC_CTYPE": "en_US.ISO-8859-1", "LANG": "en_US.UTF-8"], true),
  ])
  func `ASCII where the locale is something else than UTF-8`(
    locale: [String: String], isASCII: Bool
  ) throws {
    let desk = try Desk()
    desk.environment.merge(locale) { $1 }
    let output = desk.run("list").output + desk.run("show", "1").output
    #expect((output == output.filter(\.isASCII)) == isASCII, "\(output)")
    let ascii = desk.run("list", "--ascii").output
    #expect(ascii == ascii.filter(\.isASCII))
    #expect(ascii.contains("The second, with delta"))
  }

  @Test func `as wide as the terminal, or as COLUMNS says, or 80`() throws {
    let desk = try Desk()
    func widest() -> Int? { desk.run("show", "1", "--plain").lines.map(\.count).max() }
    #expect(widest() == 80)
    desk.environment["COLUMNS"] = "60"
    #expect(widest() == 60)
    desk.terminal = (47, 20)
    #expect(widest() == 47)
  }

  @Test func `a reader that has gone is no failure, and a full disk is one`() throws {
    let desk = try Desk()
    let closed = desk.run("show", "1", failure: .closed)
    #expect((closed.status, closed.error) == (0, ""))
    let full = desk.run("show", "1", failure: .failed(reason: "No space left on device"))
    #expect(full.status == 2)
    #expect(full.error == "longhand: cannot write: No space left on device\n")
  }

  @Test func `what hides or commands never comes out`() throws {
    let desk = try Desk()
    let run = desk.run("show", "a\u{1B}[31m\u{202E}b")
    #expect(run.error.hasPrefix("longhand: there is no lesson a�[31m�b. "), "\(run.error)")
  }
}
