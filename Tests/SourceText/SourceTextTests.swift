import SourceText
import Testing
import Typesetting

struct `Source files` {
  @Test func `an offset becomes line and column in characters`() {
    let file = SourceFile(path: "a.md", text: "first\nδ̂ = ρ\r\n\nend")
    #expect(file.position(at: 0) == (1, 1))
    let rho = "first\nδ̂ = ".utf8.count
    #expect(file.position(at: rho) == (2, 5))
    #expect(file.position(at: file.bytes.count) == (4, 4))
    #expect(file.text(file.lineRange(1)) == "δ̂ = ρ")
    #expect(file.lineRange(99).isEmpty)
  }

  @Test(arguments: [
    ("a", 1), ("ρ̂", 1), ("δ⁽³⁾", 4), ("∂", 1), ("漢字", 4), ("👍", 2), ("\u{301}", 0),
    ("x\u{200D}", 1),
    ("ᵀ", 1), ("⎡", 1),
  ])
  func `cells as terminals count them`(text: String, width: Int) {
    #expect(text.cellWidth == width)
  }

}

struct `Visible text` {
  @Test(arguments: [
    ("a\u{1B}[2J\tb\n", "a\u{FFFD}[2J b "), ("x\r\ny", "x y"), ("\u{9B}6n", "\u{FFFD}6n"),
    ("a\u{202E}b", "a\u{FFFD}b"), ("soft\u{AD}", "soft\u{FFFD}"),
    ("line\u{2028}line", "line\u{FFFD}line"), ("e\u{200D}x", "e\u{FFFD}x"),
    ("a\u{FE0F}", "a\u{FFFD}"), ("\u{E0041}", "\u{FFFD}"), ("\u{3164}", "\u{FFFD}"),
    ("\u{E000}\u{10FFFF}", "\u{FFFD}\u{FFFD}"), ("ρ̂ = ∑ é 漢", "ρ̂ = ∑ é 漢"),
    // What belongs to an emoji stays, once.
    ("👩\u{200D}🔬 ☀\u{FE0F} 1\u{FE0F}\u{20E3} 👍🏽", "👩\u{200D}🔬 ☀\u{FE0F} 1\u{FE0F}\u{20E3} 👍🏽"),
    ("☀\u{FE0F}\u{FE0F}", "☀\u{FE0F}\u{FFFD}"), ("👩\u{200D}", "👩\u{FFFD}"),
    ("1\u{FE0F}", "1\u{FFFD}"),
  ])
  func `what cannot be seen is seen`(text: String, shown: String) {
    #expect(text.visible == shown)
    #expect(text.visible.visible == shown)
    #expect(StyledLine(text).text == shown)
    #expect(TerminalText(text.visible).written == shown)
  }

  @Test func `lines stay lines only where they are meant`() {
    #expect("a\n\tb\r\n".visibleLines == "a\n b\n")
    #expect(TerminalText("a\nb\u{7}").written == "a\nb\u{FFFD}")
    #expect(Cell("\n", .text).character == " ")
    #expect(Cell("\u{1B}", .text).character == "\u{FFFD}")
  }

  @Test func `the shortcut leaves out no character that Unicode hides`() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      let hides: Set<Unicode.GeneralCategory> = [
        .control, .format, .privateUse, .lineSeparator, .paragraphSeparator,
      ]
      let isHidden =
        hides.contains(properties.generalCategory) || properties.isDefaultIgnorableCodePoint
        || properties.isNoncharacterCodePoint
      #expect(scalar.isHidden == isHidden, "\(scalar.described)")
    }
  }

  @Test func `commands hold no text`() {
    var text = TerminalText(.look([1, 31]))
    text.append("\u{1B}[2J")
    text.append(.look([]))
    #expect(text.written == "\u{1B}[1;31m\u{FFFD}[2J\u{1B}[0m")
    // From RFC 4648, and ESC as U+FFFD.
    let coded = [
      "": "", "f": "Zg==", "fo": "Zm8=", "foo": "Zm9v", "foob": "Zm9vYg==",
      "fooba": "Zm9vYmE=", "foobar": "Zm9vYmFy", "\u{1B}": "77+9",
    ]
    for (plain, expected) in coded {
      #expect(TerminalText(.copy(plain)).written == "\u{1B}]52;c;\(expected)\u{1B}\\")
    }
  }
}

struct `Printed findings` {
  @Test func `the caret stands under what is meant, in cells`() {
    let file = SourceFile(path: "a.md", text: "ok\n漢字 ρ̂ = W x\n")
    let start = "ok\n漢字 ρ̂ = ".utf8.count
    let finding = Finding(
      .shapeMismatch, at: Location(file, start..<start + 3), "they do not fit", help: "turn one",
      notes: [.init(Location(file, 0..<2), "here")])
    #expect(
      FindingPrinter().lines(finding) == [
        "a.md:2:8: error: they do not fit [shape-mismatch]",
        "    2 | 漢字 ρ̂ = W x",
        "      |          ^~~",
        "  a.md:1:1: note: here",
        "    1 | ok",
        "      | ^~",
        "  help: turn one",
      ])
  }

  @Test func `a line of a megabyte is cut around the caret`() {
    let file = SourceFile(path: "a.md", text: String(repeating: "x", count: 1_000_000))
    let lines = FindingPrinter().lines(
      Finding(.undefinedName, at: Location(file, 500_000..<500_003), "what"))
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.cellWidth <= FindingPrinter.excerptWidth + 12 })
    #expect(lines[2].hasSuffix("^~~"))
  }
}

struct `Nearest words` {
  @Test func `slips of the fingers are found, other words are not`() {
    #expect(nearest(to: "titel", among: ["title", "decimals"]) == "title")
    #expect(nearest(to: "decimal", among: ["title", "decimals"]) == "decimals")
    #expect(nearest(to: "W^{(3)}", among: ["W^{(1)}", "x"]) == "W^{(1)}")
    #expect(nearest(to: "elephant", among: ["title", "decimals"]) == nil)
    #expect(nearest(to: "b", among: ["W", "x"]) == nil)
    #expect(nearest(to: "b", among: ["W", "B"]) == "B")
  }
}
