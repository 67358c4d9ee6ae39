import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

private func lesson(_ matter: String) -> Lesson {
  LessonReader(.texts([:])).lesson(
    SourceFile(path: "lesson.md", text: "---\n\(matter)\n---\ntext\n"))
}

/// Line, columns and text of every finding, of which there is one in nearly every case.
private func findings(_ matter: String) -> [String] {
  lesson(matter).findings.filter { $0.kind != .hiddenCharacters }.map { finding in
    let (start, end) = (finding.location.position, finding.location.endPosition)
    return "\(start.line):\(start.column)-\(end.column) \(finding.summary)"
  }
}

private let unreadable = "This front matter cannot be read: "

struct `YAML of front matter` {
  @Test(arguments: [
    ("title: x\ntitle: y", "2:1-6 A key stands here twice: title"),
    ("title: x\n\"title\": y", "2:1-6 A key stands here twice: title"),
    ("zeta: 1\nalpha: 2\nzeta: 3\nalpha: 4", "3:1-6 A key stands here twice: alpha, zeta"),
    ("k: {long: 1, long: 2}", "2:5-9 A key stands here twice: long"),
  ])
  func `two keys of one name are found at the first`(matter: String, finding: String) {
    #expect(findings(matter) == [finding])
  }

  @Test(arguments: [
    ("title: x\n\tdecimals: 2", "3:1-2 found a tab character that violates indentation"),
    ("title:\n\tx", "3:1-2 found character that cannot start any token"),
    ("title: x\n...\ntitle: y", "4:1-2 did not find expected <document start>"),
    ("title: x\n--- y", "3:1-2 but found another document"),
    ("title: [x", "3:1-2 did not find expected ',' or ']'"),
    ("title: \"\\q\"", "2:9-10 found unknown escape character"),
    ("title: \"\\ud800\"", "2:11-12 found invalid Unicode character escape code"),
  ])
  func `what is no YAML is told at its place`(matter: String, finding: String) {
    let parts = finding.split(separator: " ", maxSplits: 1)
    #expect(findings(matter) == ["\(parts[0]) \(unreadable)\(parts[1])"])
  }

  @Test(arguments: ["\u{1}", "\u{1B}", "\u{7F}", "\u{9B}", "\u{FFFE}"])
  func `control characters are found where they stand`(character: String) {
    #expect(
      findings("title: é\(character)") == ["2:9-10 \(unreadable)control characters are not allowed"]
    )
  }

  @Test(arguments: [
    ("title: \"é漢👩\u{200D}🔬\" x", "2:14-15 \(unreadable)did not find expected key"),
    ("{title: é漢👩\u{200D}🔬, decimals: many}", "2:24-28 \(decimals) many"),
    ("{title: e\u{301}e\u{301}, decimals: many}", "2:23-27 \(decimals) many"),
    ("title: é漢\ndecimals: ñandú", "3:11-16 \(decimals) ñandú"),
    ("title: é漢\r\ndecimals: many\r", "3:11-15 \(decimals) many"),
    ("title: é\r\ndecimals:\r", "3:10-10 \(decimals) "),
    // Lines end here for libyaml, and nowhere else.
    ("# é\u{2028}decimals: many", "2:15-19 \(decimals) many"),
    ("# é\u{85}decimals: many", "2:15-19 \(decimals) many"),
    ("title: a\rdecimals: many", "2:20-24 \(decimals) many"),
  ])
  func `characters of several bytes do not shift a place`(matter: String, finding: String) {
    #expect(findings(matter) == [finding])
  }

  private static let decimals = "decimals is a whole number from 0 to 12, and not"

  @Test(arguments: [
    ("title: One: two", "2:11-12 To YAML the colon in this value makes it a key", "'One: two'"),
    (
      "title: x\ndescription: It's: so", "3:18-19 To YAML the colon in this value makes it a key",
      "'It''s: so'"
    ),
    ("title: Really:", "2:14-15 To YAML the colon in this value makes it a key", "'Really:'"),
    (
      "title: @home", "2:8-9 To YAML the @ with which this value begins is a sign of its own",
      "'@home'"
    ),
    (
      "title: `x` y", "2:8-9 To YAML the ` with which this value begins is a sign of its own",
      "'`x` y'"
    ),
    (
      "title: [a] b", "2:8-9 To YAML the [ with which this value begins is a sign of its own",
      "'[a] b'"
    ),
    ("title: Part #2", "2:13-15 To YAML this is a comment, and no part of the value", "'Part #2'"),
    ("title: !a b", "2:8-10 To YAML this word is no part of the value", "'!a b'"),
  ])
  func `what wants quotes says so, with the quotes`(
    matter: String, finding: String, quoted: String
  ) {
    #expect(findings(matter) == [finding])
    let found = lesson(matter).findings
    #expect(found.first?.help?.hasSuffix(quoted) == true, "\(found)")
    #expect(found.first?.fixes.map(\.replacement) == [quoted])
    // With them it is read.
    let place = found[0].fixes[0].location.bytes
    var bytes = found[0].location.file.bytes
    bytes.replaceSubrange(place, with: quoted.utf8)
    let mended = LessonReader(.none).lesson(SourceFile(path: "a.md", bytes: bytes))
    #expect(mended.findings.map(\.summary) == [])
  }

  @Test func `who wrote it and the like are known keys, and comments stay comments`() {
    #expect(
      findings(
        "title: 'a' # b\nauthor: [A, B]\ndescription: >\n  long\nlicense: CC\nversion: 1.2\n"
          + "decimals: 2 # two") == [])
  }

  @Test(arguments: [
    ("--- \ntitle: A\n---\t\nx", 0), ("\n---\ntitle: A\n---\nx", 1),
    ("\u{FEFF}\r\n--- \r\ntitle: A\r\n---\r\nx", 1), (" ---\ntitle: A\n---\nx", 1),
  ])
  func `blanks and blank lines do not hide it`(text: String, hints: Int) {
    let read = LessonReader(.none).checkedLesson(SourceFile(path: "a.md", text: text))
    #expect(read.title == "A")
    #expect(read.findings.map(\.severity) == Array(repeating: .hint, count: hints))
    #expect(read.steps.count == 1 && read.steps[0].parts.count == 1)
  }

  @Test func `a rule behind a blank line is a rule, and what lists no keys is shown`() {
    let rule = LessonReader(.none).lesson(SourceFile(path: "a.md", text: "\n---\n\nA: b\n\n---\n"))
    #expect(rule.findings.isEmpty && rule.steps[0].parts.count == 3)
    let text = LessonReader(.none).lesson(SourceFile(path: "a.md", text: "---\nFoo\n---\nBar\n"))
    #expect(text.findings.map(\.kind) == [.frontMatter])
    #expect(text.steps.map(\.title).contains("Foo"))
    let foreign = SourceFile(path: "a.md", text: "+++\ntitle = 'A'\n+++\nx")
    #expect(LessonReader(.none).lesson(foreign).findings.map(\.kind) == [.frontMatter])
  }

  @Test func `a byte order mark does not hide it`() {
    let read = LessonReader(.texts([:])).lesson(
      SourceFile(path: "a.md", text: "\u{FEFF}---\ntitle: A title\ntitel: x\n---\ntext\n"))
    #expect(read.title == "A title")
    #expect(read.findings.map(\.summary) == ["The key titel is not known"])
    #expect(read.findings.first?.location.position.line == 3)
  }

  @Test func `a value is marked whole, and only on its first line`() {
    #expect(findings("decimals: \"many\"") == ["2:11-17 \(Self.decimals) many"])
    #expect(findings("decimals: [1, 2]") == ["2:11-17 \(Self.decimals) this"])
    #expect(findings("decimals: many\n  more") == ["2:11-15 \(Self.decimals) many more"])
    #expect(findings("? [a]\n: b") == ["2:3-6 The key  is not known"])
    #expect(findings("  - a") == ["2:3-6 Front matter is a list of keys with values"])
  }

  // MARK: - What would take time or memory

  @Test func `aliases are refused, however many stand for one another`() {
    let found = "\(unreadable)*a stands for a value that is written elsewhere"
    #expect(findings("key: &a x\ntitle: *a") == ["3:8-10 \(found)"])
    #expect(findings("title: *a") == ["2:8-10 \(found)"])
    // Ten tens of tens …: 10⁹ values, were they followed.
    var bomb = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for (name, inner) in zip("bcdefghi", "abcdefgh") {
      let aliases = Array(repeating: "*\(inner)", count: 10).joined(separator: ", ")
      bomb.append("\(name): &\(name) [\(aliases)]")
    }
    #expect(findings(bomb.joined(separator: "\n")) == ["3:8-10 \(found)"])
    // A value that holds itself.
    #expect(findings("a: &a [*a]") == ["2:8-10 \(found)"])
  }

  @Test func `an anchor and a tag change nothing, and a title is not meant to have one`() {
    let read = lesson("title: &a !!int A title\ndecimals: !!str 2")
    #expect(read.findings.map(\.summary) == ["To YAML this word is no part of the value"])
    #expect(read.title == "A title")
    #expect(read.style.decimals == 2)
  }

  @Test func `nesting 10,000 deep is refused`() {
    let found = "\(unreadable)it is nested more than 60 deep"
    // The mapping of the keys is the first of the 60.
    #expect(findings("key: " + String(repeating: "[", count: 10_000)) == ["2:65-66 \(found)"])
    #expect(findings("key: " + String(repeating: "{", count: 10_000)) == ["2:65-66 \(found)"])
    #expect(findings("key:\n" + String(repeating: "- ", count: 10_000)) == ["3:119-120 \(found)"])
    let sixty = String(repeating: "[", count: 59) + String(repeating: "]", count: 59)
    #expect(findings("key: " + sixty) == ["2:1-4 The key key is not known"])
  }

  @Test func `a line of 20,000 values is read, and what follows has its place`() {
    let values = Array(repeating: "é", count: 20_000).joined(separator: ", ")
    #expect(
      findings("title: [\(values)]\ndecimals: é")
        == ["2:1-6 The title is empty", "3:11-12 \(Self.decimals) é"])
  }

  @Test func `200 lines are read`() {
    let comments = String(repeating: "# é\n", count: 197)
    #expect(findings(comments + "decimals: many") == ["199:11-15 \(Self.decimals) many"])
    #expect(
      findings(comments + "# é\ndecimals: many") == [
        "1:1-4 The front matter that begins here is not ended within 200 lines"
      ])
  }
}
