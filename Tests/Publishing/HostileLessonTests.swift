import Lessons
import Notation
import Saying
import SourceText
import TestSupport
import Testing

@testable import Publishing

/// What a lesson of somebody else says stays text, wherever it stands in a page.
struct `A hostile lesson` {
  static let payloads = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)", "javascript:alert(1)", "</script><script>alert(1)</script>",
    "<!--", "]]>", "<math><mi xlink:href=javascript:alert(1)>x", "&lt;script&gt;", "\u{202E}evil",
    "data:text/html,<script>alert(1)</script>", "//evil.example/x.js", "vbscript:x",
    "\\u003cscript>",
  ]

  /// Lessons with the payload at every place where text of a lesson gets into a page.
  static func lessons(_ payload: String) -> [String] {
    let quoted = payload.replacing("'", with: "''")
    return [
      "---\ntitle: '\(quoted)'\n---\n\n## A\n\ntext\n", "## \(payload)\n\ntext\n",
      "## A\n\n\(payload)\n",
      "## A\n\n**\(payload)** *\(payload)* `\(payload)` ~~\(payload)~~\n",
      "## A\n\n[words](<\(payload)>) [\(payload)](x.md \"\(payload)\")\n",
      "## A\n\n![\(payload)](<\(payload)> \"\(payload)\")\n", "## A\n\n```\n\(payload)\n```\n",
      "## A\n\n| \(payload) | b |\n|---|---|\n| \(payload) | c |\n", "## A\n\n> \(payload)\n",
      "## A\n\n- \(payload)\n\n1. \(payload)\n",
      "## A\n\n$`\(payload)`$ and $\\text{\(payload)}$\n",
      "## A\n\n```math\nx = \\text{\(payload)}\n```\n", "## A\n\n```math\n\(payload)\n```\n",
      "## A\n\n```math\nx = 1\n```\n\nHow much?\n\n<!-- check\n= x\n? \(payload)\n~ 2 x: \(payload)\n-->\n",
      "## A\n\n- [ ] \(payload)\n- [ ] b\n\n<!-- check\n= 1\n? \(payload)\n-->\n",
      "## A\n\n```math\nx = 1\n```\n\n```plot\ny: x^2\nover: x from 0 to 1\ncaption: '\(quoted)'\n```\n",
    ]
  }

  @Test(arguments: payloads)
  func `runs nothing`(payload: String) {
    for text in Self.lessons(payload) {
      let file = SourceFile(path: "evil.md", bytes: Array(text.utf8))
      let lesson = LessonReader(.none).lesson(file)
      var frame = PageFrame(version: "0")
      frame.course = payload
      frame.links.contents = "index.html"
      let written = LessonPage(lesson, in: frame).written(
        open: "evil.open.html", program: "evil.program.js")
      let problems = [written.html, written.open ?? ""].flatMap(PageReader.problems)
      #expect(problems.isEmpty, "\(problems) in \(text)")
    }
  }

  @Test func `an address that runs something is none`() {
    for text in [
      "javascript:alert(1)", "JaVaScRiPt:x", " javascript:x", "data:text/html,x", "vbscript:x",
      "file:///etc/passwd", "blob:x", "java\tscript:x", "https://a b", "https://a\u{0}",
    ] {
      #expect(Address(outside: text) == nil, "\(text)")
    }
    #expect(Address(file: "//evil.example/x").text == "evil.example/x")
    #expect(Address(file: "javascript:x").text == "javascript%3Ax")
    #expect(Address(outside: "https://example.org/a?b=c#d")?.text == "https://example.org/a?b=c#d")
  }
}

/// A reader of pages that knows as little as the writer promises: elements and attributes of a short
/// list, every value in quotation marks.
enum PageReader {
  static func problems(_ html: String) -> [String] {
    var problems: [String] = []
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      rest = rest[start...]
      if rest.hasPrefix("<!DOCTYPE html>") {
        rest = rest.dropFirst(15)
        continue
      }
      guard let end = rest.firstIndex(of: ">") else {
        problems.append("an element without an end: \(rest.prefix(40))")
        break
      }
      let tag = rest[rest.index(after: rest.startIndex)..<end]
      rest = rest[rest.index(after: end)...]
      problems += self.problems(tag: tag)
      if tag.hasPrefix("script type=\"application/json\"") {
        let data = rest.prefix { $0 != "<" }
        if !rest.dropFirst(data.count).hasPrefix("</script>") { problems.append("< within data") }
        rest = rest.dropFirst(data.count)
      }
    }
    if html.unicodeScalars.contains(where: { $0.value == 0x202E }) {
      problems.append("a hidden sign")
    }
    return problems
  }

  /// How large a page is without the pictures in it.
  static func bytesBeforePictures(_ html: String) -> Int {
    html.utf8.count
      - html.matches(of: /src="(data:[^"]*)"/).reduce(0) { $0 + $1.1.utf8.count }
  }

  /// What is a picture, and nothing else where it stands.
  private static let pictures = ["data:image/png;base64,", "data:image/svg+xml;base64,"]

  private static func problems(tag: Substring) -> [String] {
    var problems: [String] = []
    let name = tag.drop { $0 == "/" }.prefix { $0.isLetter || $0.isNumber }
    if Markup.Element(rawValue: String(name)) == nil { problems.append("an element <\(tag)") }
    var rest = tag.drop { $0 == "/" }.dropFirst(name.count)
    while !rest.isEmpty {
      guard let match = rest.prefixMatch(of: /\ ([a-zA-Z-]+)="([^"<>]*)"/) else {
        problems.append("attributes of <\(tag)")
        break
      }
      let (attribute, value) = (match.1.lowercased(), match.2.lowercased())
      if attribute.hasPrefix("on") || attribute == "style" || attribute == "srcdoc" {
        problems.append("an attribute \(attribute)")
      }
      if ["href", "src"].contains(attribute),
        value.contains(":"),
        !(["https://", "http://", "mailto:"] + pictures).contains(where: { value.hasPrefix($0) })
      {
        problems.append("an address \(value)")
      }
      if attribute == "src", value.contains("//"), !pictures.contains(where: value.hasPrefix) {
        problems.append("a request to \(value)")
      }
      if name == "script", attribute == "src", !["page.js", "numbers.js"].contains(value) {
        problems.append("a script \(value)")
      }
      rest = rest[match.range.upperBound...]
    }
    return problems
  }
}
