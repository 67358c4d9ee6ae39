package import Kernels
package import Matrices
import Notation
import SourceText

/// Sets an opened number: what it is called, the arithmetic with names, the arithmetic with
/// numbers, and what it comes to.
package struct OpeningTypesetter: Sendable {
  private let style: PageStyle
  private let numbers: NumberStyle

  package init(_ style: PageStyle, _ numbers: NumberStyle) {
    self.style = style
    self.numbers = numbers
  }

  /// - Parameter selected: the operand under the cursor.
  package func lines(_ opening: Opening, selected: Int? = nil) -> [StyledLine] {
    let layout = MathLayout(ascii: style.ascii)
    let title = layout.box(opening.title)
    let indent = min(2 + title.width, style.equationWidth / 3)
    func set(_ tree: MathTree, head: Box? = nil) -> [StyledLine] {
      let box = layout.box(tree, width: style.equationWidth - indent - 3)
      let sign = Box(text: " = ", .operator)
      let left = head ?? .spaces(indent - 2)
      let row = left.width <= indent - 2 ? Box.beside([left, sign, box]) : nil
      let lines =
        row?.lines ?? (left.lines + Box.beside([.spaces(indent - 2), sign, box]).lines)
      return lines.map { line in
        (.spaces(2) + line).trimmed()
          .with(.selected) { $0.tag != nil && $0.tag == selected.map { .part($0) } }
      }
    }
    var lines: [StyledLine] = []
    let value = Matrix(opening.value).tree(numbers)
    guard let symbols = opening.symbols, let arithmetic = opening.numbers else {
      return set(value, head: title)
    }
    // What has no name of its own is called by its arithmetic.
    if symbols == opening.title {
      lines += set(arithmetic, head: title)
    } else {
      lines += set(symbols, head: title)
      lines.append([])
      lines += set(arithmetic)
    }
    lines.append([])
    lines += set(value)
    return lines
  }
}
