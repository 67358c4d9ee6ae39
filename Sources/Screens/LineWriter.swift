import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
import Typesetting

/// How line mode writes what is said: set on a page for eyes, or in words for ears. Lines are only
/// ever appended.
protocol LineWriter: Sendable {
  /// How numbers are written, and how much of a large value.
  var values: ValueStyle { get }

  func title(_ text: String) -> [StyledLine]
  /// What stands at a stop before its first reduction.
  func opening(_ shown: Shown) -> [StyledLine]
  /// One reduction, or one line of a derivation; after the last one the verdicts.
  func piece(_ index: Int, of shown: Shown) -> [StyledLine]
  /// Why a line of a derivation follows, and its numbers.
  func reason(of line: Shown.DerivationLine) -> [StyledLine]
  func numbers(of line: Shown.DerivationLine) -> [StyledLine]
  /// What a question waits for, or that it is done.
  func invitation(_ text: String) -> [StyledLine]
  func replies(_ replies: some Sequence<Reply>) -> [StyledLine]
  /// An opened number, the numbers in it counted.
  func number(_ shown: ShownOpening) -> [StyledLine]
  func uses(_ uses: ShownUses) -> [StyledLine]
  /// One tile of a picture with its numbers.
  func tile(_ index: Int, of shown: ShownPicture) -> [StyledLine]
  /// One unit of a network.
  func unit(_ index: Int, of shown: ShownPicture) -> [StyledLine]
  /// A step in the contents.
  func step(_ number: Int, _ title: [Inline], remark: String) -> [StyledLine]
  /// A lesson in the contents, or a word of the help.
  func entry(_ name: String, _ remark: String, width: Int) -> [StyledLine]
  func heading(_ text: String) -> [StyledLine]
  func code(_ text: String) -> [StyledLine]
  func formula(_ tree: MathTree) -> [StyledLine]
  /// Something that the program says.
  func remark(_ text: String) -> [StyledLine]
}

/// Line mode for eyes.
struct PageLines: LineWriter {
  private let style: PageStyle
  let values: ValueStyle
  private let stops: StopTypesetter
  let pictures: PictureTypesetter

  init(_ style: PageStyle, _ numbers: NumberStyle) {
    self.style = style
    var values = style.values(numbers)
    values.putsLargeByShape = true
    self.values = values
    stops = StopTypesetter(style)
    pictures = PictureTypesetter(style)
  }

  private var numbers: NumberStyle { values.numbers }

  private func label(_ text: String, _ role: Role) -> StyledLine { style.words(text, role) }

  private func filled(_ lines: StyledLine...) -> [StyledLine] {
    lines.flatMap { $0.filled(width: style.width) }
  }

  func title(_ text: String) -> [StyledLine] { stops.title(text) }

  func opening(_ shown: Shown) -> [StyledLine] { filled(stops.opening(shown)) }

  func piece(_ index: Int, of shown: Shown) -> [StyledLine] {
    filled(stops.piece(index, of: shown))
  }

  func reason(of line: Shown.DerivationLine) -> [StyledLine] { filled(stops.reason(of: line)) }

  func numbers(of line: Shown.DerivationLine) -> [StyledLine] { filled(stops.numbers(of: line)) }

  private func filled(_ lines: [StyledLine]) -> [StyledLine] {
    lines.flatMap { $0.filled(width: style.width) }
  }

  func invitation(_ text: String) -> [StyledLine] { filled(label("  " + text, .remark)) }

  func replies(_ replies: some Sequence<Reply>) -> [StyledLine] {
    filled(ReplyTypesetter(style, numbers).lines(replies))
  }

  func number(_ shown: ShownOpening) -> [StyledLine] {
    let operands = shown.opening.operands.enumerated().map { index, operand in
      label("  \(index + 1): ", .remark)
        + StyledLine(operand.title.oneLine(ascii: style.ascii), .name)
        + label(" = " + numbers.text(operand.value), .text)
    }
    let origin = shown.origin(change: Command.change.name(.words))
    return filled(
      OpeningTypesetter(style, numbers).lines(shown.opening) + operands
        + [label("  " + origin, .remark)])
  }

  func uses(_ uses: ShownUses) -> [StyledLine] {
    let title = uses.title.oneLine(ascii: style.ascii)
    return filled(
      [label("\(title) is used in", .remark)]
        + uses.rows.map { row in
          let step = row.step.plainText(ascii: style.ascii)
          let entries = row.entries.text
          return .spaces(2) + StyledLine(row.formula.oneLine(ascii: style.ascii), .name)
            + StyledLine(entries.isEmpty ? "" : "  \(entries)", .text)
            + label(step.isEmpty ? "" : "  \(step)", .remark)
        })
  }

  func step(_ number: Int, _ title: [Inline], remark: String) -> [StyledLine] {
    filled(
      .spaces(2) + StyledLine("\(number). \(title.plainText(ascii: style.ascii))")
        + label(remark.isEmpty ? "" : "  " + remark, .remark))
  }

  func entry(_ name: String, _ remark: String, width: Int) -> [StyledLine] {
    let blank = String(repeating: " ", count: max(2, width - name.count))
    return filled(StyledLine(name, .strong) + label(blank + remark, .remark))
  }

  func heading(_ text: String) -> [StyledLine] { filled(StyledLine(text, .heading)) }

  func code(_ text: String) -> [StyledLine] { filled(StyledLine("  " + text, .code)) }

  func formula(_ tree: MathTree) -> [StyledLine] {
    filled(.spaces(2) + StyledLine(tree.oneLine(ascii: style.ascii), .name))
  }

  func remark(_ text: String) -> [StyledLine] { filled(label(text, .remark)) }
}
