import SourceText
import Testing

struct `Explanations` {
  @Test(arguments: FindingKind.allCases)
  func `every kind of finding is explained in sentences`(kind: FindingKind) {
    let text = kind.explanation
    #expect(text.count > 60, "\(kind.rawValue)")
    #expect(text.hasSuffix("."), "\(kind.rawValue)")
    #expect(text.visible == text)
    // Parts that are joined without a space between them run two words together.
    #expect(text.firstMatch(of: /[a-z][.;,][A-Za-z]{2}/) == nil, "\(text)")
    #expect(!text.contains("  "), "\(text)")
  }

  @Test func `no two kinds have the same explanation or id`() {
    #expect(Set(FindingKind.allCases.map(\.explanation)).count == FindingKind.allCases.count)
    #expect(Set(FindingKind.allCases.map(\.rawValue)).count == FindingKind.allCases.count)
    for kind in FindingKind.allCases {
      #expect(kind.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
    }
  }
}

struct `The nearest word` {
  private static let words = ["hidden-error", "cost", "gradients", "sparsity", "W"]

  @Test(arguments: [
    ("hiden-error", "hidden-error"), ("hidden-eror", "hidden-error"), ("coat", "cost"),
    // Two neighbours that are swapped are one slip.
    ("gradeints", "gradients"), ("sparstiy", "sparsity"), ("gradient", "gradients"),
    ("w", "W"),
  ])
  func `is one that a slip of the fingers makes`(typed: String, meant: String) {
    #expect(nearest(to: typed, among: Self.words) == meant)
  }

  @Test(arguments: ["error", "x", "cabs", "co", "gr", "", "hidden"])
  func `is none where more than slips are between`(typed: String) {
    #expect(nearest(to: typed, among: Self.words) == nil)
  }

  @Test func `of several is the one with the fewest slips, and never the word itself`() {
    #expect(nearest(to: "delta", among: ["delta", "deltas", "dleats"]) == "deltas")
    #expect(nearest(to: "abcd", among: ["abxy", "abcx"]) == "abcx")
    #expect(nearest(to: "cost", among: ["cost"]) == nil)
  }
}

struct `Findings as they are printed` {
  private func print(_ text: String, _ part: String, _ summary: String = "Wrong") -> [String] {
    let file = SourceFile(path: "a.md", text: text)
    let start =
      text.utf8.count - (text.firstRange(of: part).map { text[$0.lowerBound...].utf8.count } ?? 0)
    let place = Location(file, start..<start + part.utf8.count)
    return FindingPrinter().lines(Finding(.check, at: place, summary))
  }

  @Test func `have the caret under the very cells`() {
    #expect(
      print("x\nδ = ρ̂ 漢 b\n", "b") == [
        "a.md:2:9: error: Wrong [check]", "    2 | δ = ρ̂ 漢 b", "      |         " + " " + "^",
      ])
    #expect(print("one two\n", "two").last == "      |     ^~~")
    #expect(print("漢字 x\n", "漢字").last == "      | ^~~~")
  }

  @Test func `cut a long line around the caret`() {
    let text = String(repeating: "a", count: 300) + "HERE" + String(repeating: "b", count: 300)
    let lines = print(text, "HERE")
    #expect(lines[1].contains("HERE"))
    #expect(lines[1].hasPrefix("    1 | …a"))
    #expect(lines[1].hasSuffix("b…"))
    #expect(lines[1].count <= 8 + FindingPrinter.excerptWidth + 2)
    let caret = lines[2].firstIndex(of: "^").map {
      lines[2].distance(from: lines[2].startIndex, to: $0)
    }
    let here = lines[1].firstRange(of: "HERE").map {
      lines[1].distance(from: lines[1].startIndex, to: $0.lowerBound)
    }
    #expect(caret == here)
  }

  @Test func `stay on their line, whatever a path or a sentence quotes`() {
    let lines = print("a\u{1B}[2J b\n", "b", "There is \u{1B}]0;title\u{7} in\nit")
    #expect(lines.count == 3)
    #expect(lines[0] == "a.md:1:7: error: There is �]0;title� in it [check]")
    #expect(lines[1] == "    1 | a�[2J b")
    #expect(lines[2] == "      |       ^")
  }

  @Test func `have notes, help and three fixes at most`() {
    let file = SourceFile(path: "a.md", text: "W x\n")
    func place(_ range: Range<Int>) -> Location { Location(file, range) }
    let finding = Finding(
      .shapeMismatch, .warning, at: place(0..<3), "It does not fit", help: "Turn it.",
      notes: [.init(place(2..<3), "x is here")],
      fixes: (1...5).map { .init(place(0..<1), "W^T", "way \($0)") })
    #expect(
      FindingPrinter().lines(finding) == [
        "a.md:1:1: warning: It does not fit [shape-mismatch]", "    1 | W x", "      | ^~~",
        "  a.md:1:3: note: x is here", "    1 | W x", "      |   ^", "  help: Turn it.",
        "  fix: way 1: W^T", "  fix: way 2: W^T", "  fix: way 3: W^T",
      ])
  }

  @Test func `come in reading order, the graver first, and each once`() {
    let a = SourceFile(path: "a.md", text: "text text")
    let b = SourceFile(path: "b.md", text: "text")
    func finding(
      _ kind: FindingKind, _ severity: Finding.Severity, _ file: SourceFile, _ start: Int
    ) -> Finding {
      Finding(kind, severity, at: Location(file, start..<start + 1), "\(kind) \(start)")
    }
    let found = [
      finding(.check, .error, b, 0), finding(.check, .hint, a, 5),
      finding(.redefined, .error, a, 5), finding(.check, .warning, a, 0),
      finding(.check, .error, b, 0),
    ].inReadingOrder()
    #expect(
      found.map { "\($0.location.file.path) \($0.location.bytes.lowerBound) \($0.severity)" } == [
        "a.md 0 warning", "a.md 5 error", "a.md 5 hint", "b.md 0 error",
      ])
  }
}

struct `Places in a text` {
  private let file = SourceFile(path: "a", text: "0123456789")
  private func place(_ range: Range<Int>) -> Location { Location(file, range) }

  @Test func `are joined within their text only`() {
    #expect(place(2..<4).through(place(6..<8)).text == "234567")
    #expect(place(6..<8).through(place(2..<4)).text == "234567")
    let other = Location(SourceFile(path: "a", text: "other"), 0..<5)
    #expect(place(2..<4).through(other).text == "23")
    #expect(Location.nowhere.through(place(2..<4)).text == "23")
    #expect(!place(0..<9).contains(other) && !place(0..<9).overlaps(other))
  }

  @Test func `are cut without reaching beyond themselves`() {
    let whole = place(2..<6)
    #expect(whole.prefix(2).text == "23")
    #expect(whole.prefix(99).text == "2345")
    #expect(whole.dropFirst(1).text == "345")
    #expect(whole.dropFirst(99).isEmpty)
    #expect(whole.suffix(3).text == "345")
    #expect(whole.dropLast(3).text == "2")
    #expect(whole.dropLast(99).isEmpty)
    #expect((whole.start.bytes, whole.end.bytes) == (2..<2, 6..<6))
    #expect(place(1..<3).gap(to: place(5..<7)).text == "34")
    #expect(place(5..<7).gap(to: place(1..<3)).isEmpty)
  }

  @Test func `know what they hold and where they begin and end`() {
    #expect(place(2..<6).contains(place(2..<6)) && place(2..<6).contains(place(3..<5)))
    #expect(!place(2..<6).contains(place(1..<3)) && !place(3..<5).contains(place(2..<6)))
    #expect(place(2..<4).overlaps(place(3..<9)) && !place(2..<4).overlaps(place(4..<9)))
    #expect(place(2..<4).startsWith(place(2..<9)) && place(2..<9).endsWith(place(7..<9)))
    #expect(place(2..<4).startsBefore(place(3..<4)) && !place(2..<4).startsBefore(place(2..<3)))
    #expect(place(2..<4).endsBefore(place(0..<5)) && !place(2..<4).endsBefore(place(3..<4)))
  }
}
