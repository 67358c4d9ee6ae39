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
      "## A\n\n:::\(payload)\n\(payload)\n:::\n", "# \(payload)\n\n## A {#\(payload)}\n\ntext\n",
      "## A\n\n```\(payload)\nq\n```\n\n<div title='\(payload)'>\n\(payload)\n</div>\n",
      "## A\n\n$\\newcommand{\\evil}{\\text{\(payload)}} \\evil$\n",
      "## A\n\n```math\nx = 1 % \(payload)\n```\n\n```math\nx = 2\n```\n",
      derivation(payload),
    ] + questions(payload) + pictures(payload, quoted)
  }

  private static func derivation(_ payload: String) -> String {
    """
    ## A

    ```math
    \\text{\(payload)} = 2 \\\\
    f(z) = z^2
    ```

    ```math
    \\begin{aligned}
    \\frac{\\partial f(\\text{\(payload)})}{\\partial \\text{\(payload)}}
    &= f'(\\text{\(payload)}) % \(payload) \\\\
    &= 2 \\text{\(payload)} % \(payload)
    \\end{aligned}
    ```
    """
  }

  /// Every kind of question, with its hints.
  private static func questions(_ payload: String) -> [String] {
    let formulas = "```math\nx = 2 \\\\\ny = 3 x \\\\\nh = y^2\n```\n"
    return ["y", "shape y", "formula h", "order y, h", "slip y, h", "slip number y, h"].map {
      "## A\n\n\(formulas)\n\(payload)?\n\n<!-- check\n= \($0)\n? \(payload)\n-->\n"
    }
  }

  /// What draws, trains and is drawn.
  private static func pictures(_ payload: String, _ quoted: String) -> [String] {
    let name = "k_{\\text{\(payload)}}"
    let given =
      "## A\n\n```math\n\(name) = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\n```\n\n"
    let caption = "caption: '\(quoted)'"
    return [
      "## A\n\n```math\n\(name) \\in \\mathbb{R}^{2 \\times 3} \\\\\n\(name) \\sim \\mathcal{U}(-1, 1)\n```\n",
      given + "```tiles\nrows: \(name)\ntile: 1 × 2\ncalled: '\(quoted)'\n\(caption)\n```\n",
      given + "```plot\nof: p^2, \(name)_{11} p\nover: p\nfrom: 0\nto: 1\n\(caption)\n```\n",
      given + "```math\nu = \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix}\n```\n\n"
        + "```math\nf(z) = \\tanh(z)\n```\n\n"
        + "```network\ninput: u\nweights: \(name)\nsums: z\nactivations: a\n\(caption)\n```\n",
      "## A\n\n```data\nname: P\nfile: '\(quoted)'\nexamples: m\n```\n\n```math\nw = 1\n```\n\n"
        + "```math\nJ(w) = w^2\n```\n\n```train\nminimise: J(w)\nby: w\ndata: P\nwatch: '\(quoted)'\n```\n\n"
        + "```plot\nof: J(w)\nover: iterations\n\(caption)\n```\n",
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

  /// Of the course, of lessons and their neighbours, of files.
  @Test(arguments: payloads)
  func `runs nothing by its titles and names`(payload: String) {
    let name = payload.filter { $0 != "/" && $0 != ">" && $0 != "<" }
    let files = Files.texts([
      "README.md": "# \(payload)\n\n1. [\(payload)](<\(name).md>)\n2. [b](b.md)\n\n\(payload)\n",
      "\(name).md": "# \(payload)\n\n## \(payload)\n\n[b](b.md)\n",
      "b.md": "# \(payload)\n\n## B\n\n[a](<\(name).md#\(payload)>) ![p](<\(name).png>)\n",
      "\(name).png": "a picture",
    ])
    let course = Course.read(".", files)
    let lessons = course.entries.map { LessonReader(files).lesson(at: $0.path) }
    let pages = Site(course, lessons, files, version: "0").files
    #expect(pages.contains { $0.name == "index.html" } && pages.contains { $0.name == "b.html" })
    for page in pages where page.name.hasSuffix(".html") {
      let problems = PageReader.problems(String(decoding: page.bytes, as: UTF8.self))
      #expect(problems.isEmpty, "\(problems) in \(page.name)")
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
