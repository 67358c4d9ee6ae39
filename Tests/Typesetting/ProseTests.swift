import Lessons
import Notation
import SourceText
import TestSupport
import Testing
import Typesetting

private let sample = #"""
  # Title

  A paragraph with *emphasis*, **strong words**, `code`, a [link](https://example.org/x) and the
  formula $z^{(2)} = W^{(1)} x + b^{(1)}$, which is long enough to need more than one line.

  - first item, which is so long that it takes a second line at any of these widths, surely
    - inner
  - [ ] open

  1. one
  2. two

  > Quoted words that go on for a while, so that they are filled into several lines too.

  | operation | what it does to the numbers of a matrix | sign |
  |:--|:-:|--:|
  | Hadamard product | multiplies entry by entry, and needs two matrices of one shape | $\circ$ |

  ```
  let code = "is kept as it stands"
  ```

  ---
  """#

private func lines(width: Int, ascii: Bool = false, attributes: Bool = false) -> [String] {
  let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: sample))
  let blocks = lesson.steps.flatMap(\.parts).compactMap { part -> Block? in
    if case .prose(let block) = part { return block }
    return nil
  }
  let typesetter = ProseTypesetter(
    PageStyle(width: width, ascii: ascii, hasAttributes: attributes))
  return typesetter.lines(blocks).map(\.text)
}

struct `Prose` {
  @Test func `at 60 columns`() {
    expectSame(
      lines(width: 60).joined(separator: "\n"),
      """
      A paragraph with *emphasis*, **strong words**, `code`, a
      link (https://example.org/x) and the formula
      z⁽²⁾ = W⁽¹⁾ x + b⁽¹⁾, which is long enough to need more than
      one line.

        • first item, which is so long that it takes a second line
          at any of these widths, surely
            • inner
        [ ] open

        1. one
        2. two

      │ Quoted words that go on for a while, so that they are
      │ filled into several lines too.

      operation           what it does to the numbers of a    sign
                                       matrix
      ────────────────────────────────────────────────────────────
      Hadamard product  multiplies entry by entry, and needs     ∘
                             two matrices of one shape

          let code = "is kept as it stands"

      ────────────────────────────────────────────────────────────
      """, "prose")
  }

  @Test(arguments: [40, 47, 60, 80, 200])
  func `no line is wider than the page, and nothing is lost`(width: Int) {
    let wide = lines(width: 400).joined(separator: " ")
    for ascii in [false, true] {
      let set = lines(width: width, ascii: ascii)
      #expect(set.allSatisfy { $0.cellWidth <= width })
      #expect(!ascii || set.allSatisfy { $0.allSatisfy(\.isASCII) })
      if !ascii {
        func letters(_ text: String) -> [Character: Int] {
          Dictionary(text.filter(\.isLetter).map { ($0, 1) }, uniquingKeysWith: +)
        }
        #expect(letters(set.joined()) == letters(wide))
      }
    }
  }

  @Test(arguments: [20, 33, 60, 80])
  func `HTML is filled into lines, and code counts cells`(width: Int) {
    let words = (1...40).map { "word\($0)" }.joined(separator: " ")
    let html =
      "<p>\(words) \(String(repeating: "x", count: 300))</p>\n    <b>漢字 — “q”</b>\n"
      + "<!-- nobody\nreads this --> <i>after</i>\n"
    let code = String(repeating: "漢x", count: 99)
    let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: html))
    let blocks = lesson.steps.flatMap(\.parts).compactMap { part -> Block? in
      if case .prose(let block) = part { return block }
      return nil
    }
    let text = "\(words)\(String(repeating: "x", count: 300))漢字—“q”after"
    do {
      for ascii in [false, true] {
        let style = PageStyle(width: width, ascii: ascii, hasAttributes: true)
        let typesetter = ProseTypesetter(style)
        #expect(typesetter.lines([.code(code)]).allSatisfy { $0.cellWidth <= width })
        let set = typesetter.lines(blocks).map(\.text)
        #expect(set.allSatisfy { $0.cellWidth <= width })
        guard !ascii else { continue }
        #expect(set.joined().filter { !$0.isWhitespace } == text.filter { !$0.isWhitespace })
      }
    }
  }

  /// The prose of a lesson, a line `=` where a formula or a question stands.
  private func page(_ text: String) -> [String] {
    let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: text))
    let typesetter = ProseTypesetter(PageStyle(width: 80, ascii: false, hasAttributes: false))
    return lesson.steps.flatMap(\.parts).flatMap { part -> [String] in
      switch part {
      case .prose(let block): typesetter.lines(block).map(\.text).filter { !$0.isEmpty }
      case .live, .check, .picture, .training: ["="]
      }
    }
  }

  @Test(arguments: [
    (
      "1. one\n   - in\n\n     ```math\n     x = 2\n     ```\n   - on\n2. two",
      ["  1. one", "       • in", "=", "       • on", "  2. two"]
    ),
    (
      "3. a\n   ```math\n   x = 2\n   ```\n   b\n4. ```math\n   y = 3\n   ```\n5. c",
      ["  3. a", "=", "     b", "  4.", "=", "  5. c"]
    ),
    ("- a\n- b\n  <!-- check = 1 -->\n- c", ["  • a", "  • b", "=", "  • c"]),
    ("> - a\n>\n>   ```math\n>   x = 2\n>   ```\n>   b", ["│   • a", "=", "│     b"]),
    ("1. a\n2.\n3. c", ["  1. a", "  2.", "  3. c"]),
  ])
  func `a list goes on behind what is cut out of it`(text: String, wanted: [String]) {
    #expect(page(text) == wanted)
  }

  @Test(arguments: [
    ("<https://a.b/c> <d@e.f>", "https://a.b/c d@e.f"), ("[d@e.f](mailto:d@e.f)", "d@e.f"),
    ("[write](mailto:d@e.f) [notes](a.pdf)", "write (mailto:d@e.f) notes"),
    ("[x](https://a.b 'T')", "x (https://a.b, “T”)"), ("![x](a.png 'T')", "[x] (a.png, “T”)"),
    ("```\na\tb\n\tc\n漢\td\n```", "    a   b|        c|    漢  d"), ("a\tb", "a b"),
    ("a<br>b", "a|b"),
  ])
  func `addresses are said once, and tabs are columns`(text: String, wanted: String) {
    #expect(page(text).joined(separator: "|") == wanted)
  }

  @Test func `where bold can be seen, the asterisks go`() {
    let text = lines(width: 80, attributes: true).joined()
    #expect(!text.contains("*") && !text.contains("`code`"))
  }

  @Test func `formulas with nothing between them stand side by side where they find room`() {
    let formulas = ["x = 1", "y = 2", "z = 3"].map {
      Inline.math(MathReader.read($0), isDisplay: true)
    }
    func set(_ width: Int) -> [String] {
      let style = PageStyle(width: width, ascii: false, hasAttributes: false)
      return ProseTypesetter(style).lines([.paragraph(formulas)]).map(\.text)
    }
    #expect(set(80) == ["    x = 1      y = 2      z = 3"])
    #expect(set(20) == ["    x = 1      y = 2", "", "    z = 3"])
    let words = ProseTypesetter(PageStyle(width: 80, ascii: false, hasAttributes: false))
      .lines([.paragraph([formulas[0], .text("and"), formulas[1]])]).map(\.text)
    #expect(words == ["    x = 1", "", "and", "", "    y = 2"])
  }
}
