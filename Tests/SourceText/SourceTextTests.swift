import SourceText
import Testing

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

  @Test func `control characters never reach the terminal`() {
    #expect("a\u{1B}[2J\tb\n".withoutControlCharacters == "a·[2J b ")
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
