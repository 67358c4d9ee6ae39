package import Notation
package import Questions
import SourceText

/// A block of a lesson's Markdown, as plain values.
package indirect enum Block: Sendable {
  case heading(level: Int, [Inline])
  case paragraph([Inline])
  case code(String)
  /// A fence with info string `math`, before it is read.
  case live(LiveFence)
  /// - Parameter continues: whether the first item goes on with one that was cut, and has no mark.
  case list(items: [[Block]], firstNumber: Int?, isTight: Bool, continues: Bool)
  case quote([Block])
  case table(header: [[Inline]], rows: [[[Inline]]], alignments: [ColumnAlignment])
  case rule
  case check(CheckComment)
}

extension Block {
  /// Whether nothing of it is seen: spaces.
  var isBlank: Bool {
    switch self {
    case .paragraph(let inlines), .heading(_, let inlines):
      inlines.plainText.allSatisfy(\.isWhitespace)
    case .code, .live, .table, .rule, .check: false
    case .list(let items, _, _, _): items.joined().allSatisfy(\.isBlank)
    case .quote(let blocks): blocks.allSatisfy(\.isBlank)
    }
  }
}

package enum ColumnAlignment: Sendable { case left, centre, right }

package struct LiveFence: Sendable {
  /// The lines of the fence as pieces of the file.
  package var lines: [Range<Int>]
  /// The macros that are known where it begins.
  package var macros = Macros()
}

package indirect enum Inline: Sendable {
  case text(String)
  case code(String)
  case math(MathTree, isDisplay: Bool)
  case emphasis([Inline])
  case strong([Inline])
  case strikethrough([Inline])
  case link([Inline], destination: String, title: String)
  case image([Inline], destination: String, title: String)
  case softBreak
  case lineBreak
}

extension [Inline] {
  /// The text without any marking, formulas on one line.
  package var plainText: String { plainText(ascii: false) }

  package func plainText(ascii: Bool) -> String {
    map { inline in
      switch inline {
      case .text(let text), .code(let text): text.visible
      case .math(let tree, _): tree.oneLine(ascii: ascii)
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
        .link(let inner, _, _), .image(let inner, _, _):
        inner.plainText(ascii: ascii)
      case .softBreak, .lineBreak: " "
      }
    }.joined()
  }
}
