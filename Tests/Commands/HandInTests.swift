import SourceText
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Desk {
  fileprivate func text(_ path: String) throws -> String {
    String(
      decoding: try #require(FileManager.default.contents(atPath: folder + "/" + path)),
      as: UTF8.self)
  }

  /// What is written for people, without the breaks of its lines.
  fileprivate func said(_ run: Run) -> String { run.output.replacing("\n", with: " ") }

  fileprivate func answers(_ path: String) -> [String] {
    ["check", folder + "/course/01-first.md", "--answers", folder + "/" + path]
  }
}

/// By hand: W x = [5; 11], and the transpose of W by x is [7; 10].
struct `Handing in` {
  @Test func `writes what was typed, and a teacher's marks are those of the walk`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "\n\n7 10\n[5 11]\n[[5], [12]]\nhint\n5 11\nquit\n")
    let run = desk.run("hand-in", "first", desk.folder + "/ada.txt")
    #expect(run.status == 0, "\(run.error)")
    #expect(desk.said(run) == "2 tries at 1 question in \(desk.folder)/ada.txt. ")
    let lines = try desk.text("ada.txt").split(separator: "\n")
    #expect(lines[1] == "lesson: first")
    #expect(lines[2].hasPrefix("version: "))
    #expect(lines.dropFirst(3) == ["one-product/1: 7 10", "one-product/1: [5 11]"])
    let marked = desk.run(desk.answers("ada.txt"))
    #expect(
      marked.output.contains(
        "ada.txt:5: ✗ one-product/1: You transposed W; it stands here as it is.\n"),
      "\(marked.output)")
    #expect(marked.output.contains("ada.txt:6: ✓ one-product/1: Right.\n"))
    #expect(marked.error == "")
    // A second time it does not write over it.
    let again = desk.run("hand-in", "first", desk.folder + "/ada.txt")
    #expect(again.status == 2)
    #expect(again.error.contains("there is such a file already"))
    #expect(desk.run("hand-in", "first", "-").output == (try desk.text("ada.txt")))
  }

  /// Each line once, in order; what holds and is not the end is neither right nor wrong.
  @Test func `has the lines of a derivation`() throws {
    let desk = try Desk()
    try desk.write(
      #"""
      # Rates

      ## One

      ```math
      s = 0.4
      ```

      ```math
      \begin{aligned}
      \frac{\partial (s^2 + 3 s)}{\partial s} &= \frac{\partial s^2}{\partial s} + 3 \\
      &= 2 s + 3
      \end{aligned}
      ```

      Derive it yourself.

      <!-- check
      = derive \frac{\partial (s^2 + 3 s)}{\partial s} … 2 s + 3
      -->

      """#, to: "rates.md")
    let path = desk.folder + "/rates.md"
    _ = desk.run("--plain", path, input: "\n\nd(s^2)/d(s) + 3\ns + 3\n2 s + 3\nquit\n")
    let run = desk.run("hand-in", path, desk.folder + "/ada.txt")
    #expect(run.status == 0, "\(run.error)")
    #expect(
      try desk.text("ada.txt").split(separator: "\n").filter { $0.hasPrefix("one/1") } == [
        "one/1: d(s^2)/d(s) + 3", "one/1: s + 3", "one/1: 2 s + 3",
      ])
    let marked = desk.run("check", path, "--answers", desk.folder + "/ada.txt")
    let signs = marked.output.split(separator: "\n").compactMap { line in
      line.firstRange(of: " one/1: ").map { line[..<$0.lowerBound].last }
    }
    #expect(signs == ["·", "✗", "✓"], "\(marked.output)")
  }

  @Test func `is not possible before anything was answered, and says so`() throws {
    let desk = try Desk()
    try desk.write(
      "1\tanswer\tfirst\tone-product/1\tright\n", to: ".local/state/longhand/progress")
    let run = desk.run("hand-in", "first", "-")
    #expect((run.status, run.output) == (1, ""))
    #expect(
      run.error.hasPrefix(
        "longhand: there are no answers of yours to first (an older longhand did not keep what you "
          + "typed at one-product/1)."), "\(run.error)")
    let path = desk.folder + "/course/02-second.md"
    #expect(
      desk.run("hand-in", path, "-").error.contains("first: longhand \(path).\n"),
      "a name would be looked for in another course")
    #expect(desk.run("hand-in", "nosuch", "-").status == 2)
    #expect(desk.run("hand-in", "first").status == 2)
  }

  @Test func `leaves out tries with changed givens, and says so`() throws {
    let desk = try Desk()
    _ = desk.run("first", input: "\n\nchange x_1 = 0\n4 8\nquit\n")
    _ = desk.run("first", input: "restore\n7 10\nquit\n")
    let run = desk.run("hand-in", "first", desk.folder + "/a.txt")
    #expect(
      desk.said(run).hasPrefix("1 try at 1 question in ")
        && desk.said(run).contains("(1 with other numbers"), "\(run.output)\(run.error)")
    let text = try desk.text("a.txt")
    #expect(text.contains("# with changed givens: one-product/1: 4 8\n"))
    #expect(text.hasSuffix("one-product/1: 7 10\n"))
  }

  private static let sums = #"""
    ## S

    ```math
    x = \begin{bmatrix} 0.5 \\ 1.5 \end{bmatrix}
    ```

    ```math
    w = \begin{bmatrix} 0.2 \\ 0.7 \end{bmatrix}
    ```

    What is the product?

    <!-- check = w^T x -->

    """#

  @Test func `numbers of a name are the student's, kept, and the teacher's, too`() throws {
    let desk = try Desk()
    try desk.write(Self.sums, to: "course/03-sums.md")
    let lesson = desk.folder + "/course/03-sums.md"
    let shown = desk.run("show", lesson, "--seed", "ada").output
    #expect(shown == desk.run("show", lesson, "--seed", "ada").output)
    #expect(shown != desk.run("show", lesson).output)
    #expect(shown != desk.run("show", lesson, "--seed", "bob").output)
    // x and w as they are shown, and their product by hand.
    let numbers = shown.matches(of: /[⎡⎣] *([-−]?[0-9.]+) *[⎤⎦]/).compactMap {
      Double($0.output.1.replacing("−", with: "-"))
    }
    try #require(numbers.count >= 4)
    let product = numbers[0] * numbers[2] + numbers[1] * numbers[3]
    let input = "\n\n\(product)\nquit\n"
    let walked = desk.run([lesson, "--seed", "ada"], input: input)
    #expect(walked.output.contains("✓ Right."), "\(walked.output)")
    // Without the name it goes on with hers.
    #expect(desk.run(lesson, input: "hint\nquit\n").error == "")
    #expect(desk.journal.count { $0.hasPrefix("2\tseed\tsums\tada") } == 1)
    #expect(desk.run("hand-in", lesson, desk.folder + "/ada.txt").status == 0)
    #expect(try desk.text("ada.txt").contains("\nseed: ada\n"))
    let marked = desk.run("check", lesson, "--answers", desk.folder + "/ada.txt")
    #expect(marked.output.contains("ada.txt:6: ✓ s/1: Right."), "\(marked.output)")
    // By the numbers of the lesson they would be wrong: 0.5·0.2 + 1.5·0.7 = 1.15.
    #expect((product - 1.15).magnitude > 0.01)
    // As NumPy it has them, too: x and w stand there as they are shown.
    let python = desk.run("show", lesson, "--seed", "ada", "--as", "numpy").output
    let written = numbers.prefix(4).map { $0 == $0.rounded() ? "[\(Int($0))]" : "[\($0)]" }
    #expect(written.allSatisfy(python.contains), "\(python)")
    for name in ["", " ", "a\nb", String(repeating: "x", count: 101)] {
      #expect(desk.run(lesson, "--seed", name).status == 2, "\(name)")
    }
  }

  /// Its last claim says which numbers z has.
  @Test func `a lesson that other numbers would contradict says so`() throws {
    let run = try Desk().run("first", "--seed", "ada", input: "\n")
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("longhand: there are no numbers of ada for first: "))
  }
}

struct `A folder of answers` {
  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.write("one-product/1: 7 10\none-product/1: 5 11\n", to: "in/ada.txt")
    try desk.write("one-product/1: 7 10\n", to: "in/bob.txt")
    try desk.write("", to: "in/cid.txt")
    return desk
  }

  @Test func `as CSV is students by questions`() throws {
    let desk = try desk()
    let run = desk.run(desk.answers("in") + ["--as", "csv"])
    #expect(run.status == 1)
    let folder = desk.folder + "/in"
    #expect(
      run.lines == [
        "student,lesson,question,result,tries,slips,answer,file,line,note",
        "ada,first,one-product/1,right,2,\"You transposed W; it stands here as it is.\",\"5 11\","
          + "\(folder)/ada.txt,2,",
        "bob,first,one-product/1,wrong,1,\"You transposed W; it stands here as it is.\",\"7 10\","
          + "\(folder)/bob.txt,1,",
        "cid,first,one-product/1,none,0,,,\(folder)/cid.txt,,", "",
      ], "\(run.output)")
    let slips = desk.run(desk.answers("in") + ["--as", "csv", "--slips"])
    #expect(
      slips.lines == [
        "lesson,question,slip,times,students",
        "first,one-product/1,\"You transposed W; it stands here as it is.\",2,2", "",
      ])
  }

  @Test func `as lines of JSON is both`() throws {
    let desk = try desk()
    let run = desk.run(desk.answers("in") + ["--as", "jsonl"])
    let lines = run.lines.dropLast()
    #expect(lines.count == 4)
    #expect(
      lines[0].contains(#""kind":"question""#) && lines[0].contains(#""student":"ada""#)
        && lines[0].contains(#""tries":2"#))
    #expect(
      lines[3]
        == #"{"kind":"slip","lesson":"first","question":"one-product/1","slip":"You transposed W; "#
        + #"it stands here as it is.","students":2,"times":2}"#)
  }

  @Test func `what is hostile in it is told, and loses nothing else`() throws {
    let desk = try desk()
    try desk.write("one-product/1: =cmd|'/C calc'!A0\n@x: -1+2\n", to: "in/=d.txt")
    try desk.write([0xFF, 0xFE], to: "in/e.txt")
    try desk.write("lesson: other\nx/1: 3\n", to: "in/f.txt")
    try desk.write("lesson: first\nversion: 0\none-product/1: 5 11\n", to: "in/g,\"h\".txt")
    try desk.write("one-product/1: \(String(repeating: "1 ", count: 3_000_000))\n", to: "in/h.txt")
    try desk.write("x", to: "in/sub/i.txt")
    try desk.write("one-product/1: 5 11\u{1B}[2J\n", to: "in/.hidden")
    let run = desk.run(desk.answers("in") + ["--as", "csv"])
    #expect(run.status == 2)
    let rows = run.lines
    #expect(rows.contains { $0.hasPrefix("ada,first,one-product/1,right") })
    #expect(
      rows.contains { $0.hasPrefix(#""'=d",first,one-product/1,unread,0,,"'=cmd|'/C calc'!A0""#) },
      "\(run.output)")
    #expect(rows.contains { $0.hasPrefix(#""'=d",,"'@x",unknown,0,,"'-1+2""#) })
    #expect(rows.contains { $0.hasPrefix("e,") && $0.contains("this is no text in UTF-8") })
    #expect(rows.contains { $0.hasPrefix("f,,x/1,unknown") && $0.contains("the lesson other") })
    #expect(
      rows.contains {
        $0.hasPrefix(#""g,""h""",first,one-product/1,right"#) && $0.contains("another version")
      })
    #expect(rows.contains { $0.hasPrefix("h,") && $0.contains("more than 4 MiB") })
    #expect(rows.contains { $0.hasPrefix("sub,") && $0.contains("this is a folder") })
    #expect(!run.output.contains("hidden"))
    #expect(!run.output.contains("\u{1B}") && !run.error.contains("\u{1B}"))
    #expect(run.error.contains("/in/f.txt: these are answers to the lesson other"))
  }

  @Test func `without answers there is no table`() throws {
    let desk = try Desk()
    let lesson = desk.folder + "/course/01-first.md"
    #expect(desk.run("check", lesson, "--as", "csv").status == 2)
    #expect(desk.run("check", lesson, "--as", "jsonl").status == 2)
    #expect(desk.run("check", lesson, "--slips").status == 2)
    try FileManager.default.createDirectory(
      atPath: desk.folder + "/empty", withIntermediateDirectories: true)
    let empty = desk.run(desk.answers("empty") + ["--as", "csv"])
    #expect(empty.status == 2 && empty.error.contains("there are no files in this folder"))
  }
}
