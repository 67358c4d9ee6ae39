import Lessons
import SourceText
import TestSupport
import Testing

/// The places of hidden characters in a lesson.
private func places(_ text: String) -> [String] {
  LessonReader(.texts([:])).checkedLesson(SourceFile(path: "lesson.md", text: text))
    .findings.filter { $0.kind == .hiddenCharacters }.map { finding in
      let place = finding.location.position
      let character = finding.summary.split(separator: " cannot")[0]
      return "\(place.line):\(place.column) \(finding.severity.rawValue) \(character)"
    }
}

struct `Hidden characters` {
  @Test(arguments: [
    ("a \u{1B}[2J\u{7}", "1:3 warning U+001B ESC"),
    ("a\u{202E}b", "1:2 warning U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("ρ\u{200B}", "1:2 warning U+200B ZERO WIDTH SPACE"),
    ("\u{9B}6n", "1:1 warning U+009B CONTROL SEQUENCE INTRODUCER"),
    ("x\n\u{FEFF}y", "2:1 warning U+FEFF ZERO WIDTH NO-BREAK SPACE"),
    ("x\n\n```math\na = 1 % \u{2066}\n```", "4:9 warning U+2066 LEFT-TO-RIGHT ISOLATE"),
    ("## A &#27;]0;x&#7;", "1:6 warning U+001B ESC"),
    ("[x](<http://e/&#x202E;>)", "1:15 warning U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("word&shy;s and &zwj;", "1:5 warning U+00AD SOFT HYPHEN"),
    ("`&#7;` is not &#7;", "1:2 warning U+0007 BEL"),
    ("---\ntitle: \"\\e[2J\"\n---\nx", "2:9 warning U+001B ESC"),
    ("---\ntitle: \"a\\u202E\"\n---\nx", "2:10 warning U+202E RIGHT-TO-LEFT OVERRIDE"),
    ("---\nauthors: [\"\\x9b\"]\n---\nx", "2:12 warning U+009B CONTROL SEQUENCE INTRODUCER"),
    ("x\ry", "1:2 warning U+000D CARRIAGE RETURN"),
  ])
  func `are found at their place`(text: String, place: String) {
    // Between two escapes that mean the same and differ by being code nothing tells apart.
    #expect(places(text) == [place])
  }

  @Test(arguments: [
    "\u{FEFF}# A title\n\n\tcode\r\nwords\r\n", "`&#27;` and \\&#27;", "```\n&#x202e; \\e\n```",
    "👩\u{200D}🔬 ☀\u{FE0F} 1\u{FE0F}\u{20E3}", "a&#10;b&#9;c &amp; &copy; \\e",
    "---\ntitle: plain \\e\n---\nx", "ρ̂ = ∑ é 漢 “q” … ⁽²⁾",
  ])
  func `are not what means something`(text: String) {
    #expect(places(text) == [])
  }

  @Test func `are said once a line`() {
    #expect(places(String(repeating: "\u{200B}\u{1B}&#7;", count: 50) + "\n\u{200B}").count == 2)
  }

  @Test func `stay out of titles, anchors and names`() {
    let lesson = LessonReader(.texts([:])).lesson(
      SourceFile(path: "01-a\u{1B}b.md", text: "# T\u{202E}\n\n## A&#10;B\u{200B}\n"))
    #expect(lesson.title == "T\u{FFFD}")
    #expect(lesson.name == "a\u{FFFD}b")
    #expect(lesson.steps.last?.title == "A B\u{FFFD}")
    #expect(lesson.steps.last?.id == "a-b")
  }
}
