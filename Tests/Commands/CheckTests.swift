import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What of `check --as json` these tests read.
struct CheckJSON: Decodable {
  struct Lesson: Decodable {
    var lesson: String
    var title: String
    var steps: [Step]
    var findings: [Finding]
  }

  struct Step: Decodable {
    var id: String
    var title: String
    var equations: [Equation]
    var questions: [Check]
  }

  struct Equation: Decodable {
    var line: Int
    var latex: String
    var kind: String
    var name: String?
    var shape: [Int]?
    var value: [[Double]]?
    var claims: [Claim]
    var reductions: [Reduction]
    var numpy: [String]
  }

  struct Reduction: Decodable {
    var latex: String
    var label: String
  }

  struct Claim: Decodable {
    var latex: String
    var holds: Bool
    var difference: Double
    var row: Int
    var column: Int
    var left: Double
    var right: Double
  }

  struct Check: Decodable {
    var line: Int
    var kind: String
    var key: String
  }

  struct Finding: Decodable {
    struct Fix: Decodable {
      var title: String
      var line: Int
      var column: Int
      var endColumn: Int
      var replacement: String
    }

    var id: String
    var severity: String
    var file: String
    var line: Int
    var column: Int
    var endColumn: Int
    var summary: String
    var help: String?
    var fixes: [Fix]
  }

  struct Answer: Decodable {
    var file: String
    var line: Int
    var lesson: String?
    var id: String
    var answer: String
    var right: Bool
    var text: String
  }

  var lessons: [Lesson]
  var findings: [Finding]
  var answers: [Answer]?

  static func read(_ output: String) throws -> CheckJSON {
    try JSONDecoder().decode(CheckJSON.self, from: Data(output.utf8))
  }
}

struct `Checking lessons` {
  @Test func `a sound course is counted`() throws {
    let desk = try Desk()
    let run = desk.run("check", desk.folder + "/course")
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output == "2 lessons, 5 live equations, 1 claim, 1 self-check: all sound\n")
    let one = desk.run("check", desk.folder + "/course/02-second.md")
    #expect(one.output == "1 lesson, 1 live equation, 0 claims, 0 self-checks: all sound\n")
    let contents = desk.run("check", desk.folder + "/course/README.md")
    #expect(contents.output == "1 course: all sound\n")
    #expect(contents.status == 0)
  }

  @Test(arguments: [
    ("ordre x", "Did you mean order?"), ("sort x", "A key is a formula"), ("matrix x", "A key"),
    ("number 3", "A key is a formula"), ("choice 2", "A key is a formula"),
  ])
  func `a kind of question that there is not is answered with those there are`(
    key: String, help: String
  ) throws {
    let desk = try Desk()
    let word = key.prefix { $0 != " " }
    try desk.write(
      "## S\n\n```math\nx = 1\n```\n\nWhat?\n\n<!-- check\n= \(key)\n-->\n", to: "a.md")
    let output = desk.run("check", desk.folder + "/a.md").output
    #expect(output.contains("There is no kind of question that is called \(word)"), "\(output)")
    #expect(output.contains("help: \(help)"), "\(output)")
    #expect(output.contains("1 error,"), "\(output)")
    // A name that is missing stays one.
    try desk.write(
      "## S\n\n```math\nx = 1\n```\n\nWhat?\n\n<!-- check\n= xyz + x\n-->\n", to: "b.md")
    let other = desk.run("check", desk.folder + "/b.md").output
    #expect(!other.contains("kind of question"), "\(other)")
  }

  @Test func `an error is drawn under its line, and the status is 1`() throws {
    let desk = try Desk()
    try desk.write(Desk.broken, to: "broken.md")
    let run = desk.run("check", desk.folder + "/broken.md")
    #expect((run.status, run.error) == (1, ""))
    let expected = """
      \(desk.folder)/broken.md:5:5: error: W and W cannot be multiplied: 1×2 and 1×2 \
      [shape-mismatch]
          5 | y = W W
            |     ^~~
        \(desk.folder)/broken.md:4:1: note: W is 1×2, given here
          4 | W = \\begin{bmatrix} 1 & 2 \\end{bmatrix}
            | ^

      """
    #expect(run.output.hasPrefix(expected), "\(run.output)")
    #expect(
      run.output.hasSuffix(
        "\n\n1 lesson, 2 live equations, 0 claims, 0 self-checks: 1 error, 0 warnings\n"))
  }

  @Test func `a claim that fails has its numbers in the JSON`() throws {
    let desk = try Desk()
    // By hand: [1 2; 3 4] [1; 2] = [5; 11], so that the second row is wrong by 1.
    try desk.write(
      #"""
      ## S

      ```math
      W = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
      W x = \begin{bmatrix} 5 \\ 12 \end{bmatrix}
      ```

      """#, to: "claim.md")
    let run = desk.run("check", "--as", "json", desk.folder + "/claim.md")
    #expect((run.status, run.error) == (1, ""))
    let lesson = try #require(try CheckJSON.read(run.output).lessons.first)
    let claim = try #require(lesson.steps[0].equations.last?.claims.first)
    #expect(!claim.holds)
    #expect((claim.row, claim.column, claim.left, claim.right) == (2, 1, 11, 12))
    #expect(claim.difference == 1)
    let finding = try #require(lesson.findings.first)
    #expect((finding.id, finding.severity, finding.line) == ("claim-fails", "error", 6))
    #expect(finding.file == desk.folder + "/claim.md")
  }

  @Test func `JSON has every equation and question of the lessons`() throws {
    let desk = try Desk()
    let report = try CheckJSON.read(
      desk.run("check", "--as", "json", desk.folder + "/course").output)
    #expect(report.lessons.map(\.lesson) == ["first", "second"])
    #expect(report.lessons.map(\.title) == ["The first lesson", "second"])
    #expect(report.findings.isEmpty && report.answers == nil)
    let steps = report.lessons.flatMap(\.steps)
    #expect(steps.map(\.id) == ["one-product", "a-claim", "further"])
    let equations = steps.flatMap(\.equations)
    #expect(equations.map(\.kind) == ["given", "given", "definition", "claim", "definition"])
    #expect(equations.map(\.line) == [8, 12, 20, 26, 8])
    #expect(equations.map(\.name) == ["x", "W", "z", nil, "u"])
    // By hand: z = [1·1 + 2·2; 3·1 + 4·2], and u is twice that.
    #expect(equations[2].value == [[5], [11]])
    #expect(equations[4].value == [[10], [22]])
    #expect(equations.map(\.shape) == [[2, 1], [2, 2], [2, 1], [2, 1], [2, 1]])
    #expect(equations[2].numpy == ["z = W @ x"])
    #expect(equations[2].reductions.last?.latex == #"\begin{bmatrix} 5 \\ 11 \end{bmatrix}"#)
    #expect(equations[3].claims.map(\.holds) == [true])
    let checks = steps.flatMap(\.questions)
    #expect(checks.map(\.line) == [17])
    #expect(checks.map(\.kind) == ["vector"])
    #expect(checks.map(\.key) == ["Wx"])
  }

  @Test func `a fix is a replacement of columns that makes the line fit`() throws {
    let desk = try Desk()
    try desk.write(Desk.broken, to: "broken.md")
    let lesson = try #require(
      try CheckJSON.read(desk.run("check", "--as", "json", desk.folder + "/broken.md").output)
        .lessons.first)
    let finding = try #require(lesson.findings.first)
    #expect((finding.line, finding.column, finding.endColumn) == (5, 5, 8))
    let fix = try #require(finding.fixes.first)
    #expect(fix.line == 5)
    var line = Array("y = W W")
    line.replaceSubrange((fix.column - 1)..<(fix.endColumn - 1), with: fix.replacement)
    try desk.write(
      Desk.broken.replacing("y = W W", with: String(line)), to: "mended.md")
    let mended = desk.run("check", desk.folder + "/mended.md")
    #expect(!mended.output.contains("error:"), "\(mended.output)")
  }

  @Test func `a hint alone is no failure, and a warning is one`() throws {
    let desk = try Desk()
    // Which norm of a matrix is meant is not said.
    try desk.write(
      "```math\nA = \\begin{bmatrix} 1 & 2 \\\\ 4 & 2 \\end{bmatrix}\nn = \\|A\\|\n```\n",
      to: "hint.md")
    let hint = desk.run("check", desk.folder + "/hint.md")
    #expect(hint.output.contains("hint.md:3:5: hint: "), "\(hint.output)")
    #expect(hint.status == 0)
    try desk.write("Words with a \u{200B}character.\n", to: "warned.md")
    let warning = desk.run("check", desk.folder + "/warned.md")
    #expect(warning.output.contains(": warning: "), "\(warning.output)")
    #expect(warning.output.hasSuffix(": 0 errors, 1 warning\n"), "\(warning.output)")
    #expect(warning.status == 1)
  }

  /// What `hand-in` was told is what its help has a teacher type.
  @Test func `a lesson is named as in the course`() throws {
    let desk = try Desk()
    try desk.write("# Two\n\n1. [A](01-a.md)\n", to: "course/README.md")
    try desk.write("## A\n\n```math\nx = 2\n```\n", to: "course/01-a.md")
    for name in ["a", "1"] {
      let run = desk.run("check", name, "--lessons", desk.folder + "/course")
      #expect(run.status == 0, "\(run.output)\(run.error)")
      #expect(run.output.hasPrefix("1 lesson"), "\(run.output)")
    }
    #expect(desk.run("check", "b", "--lessons", desk.folder + "/course").status == 2)
  }

  @Test func `what is not there is named, and the rest is checked`() throws {
    let desk = try Desk()
    try desk.write([], to: "empty/.keep")
    let missing = desk.run("check", desk.folder + "/none.md")
    #expect(missing.status == 2)
    #expect(missing.output == "")
    #expect(missing.error == "longhand: \(desk.folder)/none.md: there is no such file or folder\n")
    let empty = desk.run("check", desk.folder + "/empty")
    #expect(empty.status == 2)
    #expect(
      empty.error
        == "longhand: \(desk.folder)/empty: there are no lessons (files ending in .md) in this "
        + "folder\n")
    let both = desk.run("check", desk.folder + "/none.md", desk.folder + "/course/01-first.md")
    #expect(both.status == 2)
    #expect(
      both.output == "1 lesson, 4 live equations, 1 claim, 1 self-check: sound; not checked: "
        + "\(desk.folder)/none.md\n")
    let report = try CheckJSON.read(
      desk.run("check", "--as", "json", desk.folder + "/none.md").output)
    #expect(report.findings.map(\.id) == ["unreadable-file"])
    #expect(report.findings.map(\.file) == [desk.folder + "/none.md"])
    #expect(desk.run("check", "").error.hasPrefix("longhand: an empty path: "))
  }

  @Test(arguments: [
    ([UInt8](), "There is nothing in this lesson"),
    ([0xFF, 0xFE, 0x00], "not-text"),
    (Array("a\0b".utf8), "not-text"),
    (Array("text \u{E9}".unicodeScalars.map { UInt8($0.value) }), "byte 6, in line 1"),
  ])
  func `a file that is no lesson is a finding`(bytes: [UInt8], part: String) throws {
    let desk = try Desk()
    try desk.write(bytes, to: "broken.md")
    let run = desk.run("check", desk.folder + "/broken.md")
    #expect(run.status == 1)
    #expect(run.output.contains(part), "\(run.output)")
    #expect(run.output.contains("1 error"), "\(run.output)")
  }

  @Test func `a file of more than 4 MiB is not read whole`() throws {
    let desk = try Desk()
    try desk.write([UInt8](repeating: 0x61, count: (4 << 20) + 1), to: "long.md")
    let run = desk.run("check", desk.folder + "/long.md")
    #expect(run.status == 1)
    #expect(run.output.contains("there are more than 4 MiB in it"), "\(run.output)")
  }

  @Test func `a course that lists what is not there`() throws {
    let desk = try Desk()
    try desk.write("1. [One](01-frist.md)\n2. [Two](02-second.md)\n", to: "course/README.md")
    let run = desk.run("check", desk.folder + "/course")
    #expect(run.status == 1)
    #expect(run.output.contains("README.md:1:1: "), "\(run.output)")
    #expect(
      run.output.contains("The lesson 01-frist.md is listed here, and there is no such file"))
    #expect(run.output.contains("Did you mean 01-first.md?"))
    let report = try CheckJSON.read(
      desk.run("check", "--as", "json", desk.folder + "/course").output)
    #expect(report.findings.map(\.id) == ["course-link"])
    #expect(report.lessons.map(\.lesson) == ["first", "second"])
    try desk.write("Nothing is listed.\n", to: "course/README.md")
    let nothing = desk.run("check", desk.folder + "/course/README.md")
    #expect(nothing.status == 1)
    #expect(nothing.output.contains("No lessons are listed here"))
    #expect(nothing.output.hasSuffix("1 course: 1 error, 0 warnings\n"), "\(nothing.output)")
  }

  @Test func `nothing to check is wrong usage`() throws {
    let run = try Desk().run("check")
    #expect(run.status == 2)
    #expect(
      run.error
        == "longhand: check needs lessons, or folders of them: longhand check lessons\n")
  }

  @Test func `a kind of finding is explained by its id`() throws {
    let desk = try Desk()
    desk.environment["COLUMNS"] = "50"
    let run = desk.run("check", "--explain", "shape-mismatch")
    #expect((run.status, run.error) == (0, ""))
    #expect(run.output.contains("2×3 times 3×1 is"))
    #expect(run.lines.allSatisfy { $0.count <= 50 })
    #expect(run.lines.count > 4)
    let near = desk.run("check", "--explain", "shape-mismach")
    #expect((near.status, near.output) == (2, ""))
    #expect(
      near.error.hasPrefix(
        "longhand: there is no finding shape-mismach. Did you mean shape-mismatch? There are: "))
    #expect(near.error.contains(" claim-fails, "))
  }
}

struct `A file of answers` {
  private func mark(_ answers: String, _ more: String...) throws -> Desk.Run {
    let desk = try Desk()
    try desk.write(answers, to: "answers.txt")
    return desk.run(
      ["check", desk.folder + "/course", "--answers", desk.folder + "/answers.txt"] + more)
  }

  @Test func `a right one and what is not answered`() throws {
    let right = try mark("# by hand\none-product/1: [5; 11]\n")
    #expect(right.status == 0)
    #expect(right.output.contains("answers.txt:2: ✓ one-product/1: Right."), "\(right.output)")
    #expect(right.output.hasSuffix("1 of 1 answers right\n"))
    let none = try mark("# nothing\n")
    #expect(none.output.hasSuffix("0 of 0 answers right; not answered: one-product/1\n"))
    #expect(none.status == 0)
  }

  @Test func `a wrong one is told which slip it is, and the status is 1`() throws {
    // By hand: the transpose of W by x is [1·1 + 3·2; 2·1 + 4·2] = [7; 10].
    let run = try mark("one-product/1: [7; 10]\n", "--as", "json")
    #expect(run.status == 1)
    let answers = try #require(try CheckJSON.read(run.output).answers)
    #expect(answers.count == 1)
    #expect((answers[0].line, answers[0].id, answers[0].lesson) == (1, "one-product/1", "first"))
    #expect(!answers[0].right)
    #expect(answers[0].answer == "[7; 10]")
    #expect(answers[0].text == "You transposed W; it stands here as it is.")
  }

  @Test func `questions that are not there and answers that cannot be read`() throws {
    let run = try mark("one-prodct/1: 1\none-product/1: [5; \n")
    #expect(run.status == 1)
    #expect(run.output.contains("answers.txt:1: ✗ one-prodct/1: "), "\(run.output)")
    #expect(run.output.contains("answers.txt:2: ✗ one-product/1: "))
    #expect(run.output.contains("0 of 2 answers right"))
  }

  @Test func `a file of answers that cannot be read is wrong usage`() throws {
    let desk = try Desk()
    let lesson = desk.folder + "/course/01-first.md"
    let missing = desk.run("check", lesson, "--answers", desk.folder + "/none.txt")
    #expect(missing.status == 2)
    #expect(missing.error == "longhand: \(desk.folder)/none.txt: there is no such file\n")
    try desk.write([0x61, 0xE9, 0x0A], to: "latin.txt")
    let latin = desk.run("check", lesson, "--answers", desk.folder + "/latin.txt")
    #expect(latin.status == 2)
    #expect(latin.error.contains("this is no text in UTF-8; save the answers as UTF-8"))
  }
}
