import Kernels
package import Matrices
import Notation
package import Questions
import SourceText

/// Turns what was said to the answers of a question into lines.
package struct ReplyTypesetter: Sendable {
  private let style: PageStyle
  private let numbers: NumberStyle

  package init(_ style: PageStyle, _ numbers: NumberStyle) {
    self.style = style
    self.numbers = numbers
  }

  package func lines(_ replies: some Sequence<Reply>) -> [StyledLine] { replies.flatMap(lines) }

  private func lines(_ reply: Reply) -> [StyledLine] {
    var lines: [StyledLine] = []
    if let read = reply.read {
      let tree = reply.entries.map { marked(read, $0) } ?? read.tree(numbers)
      let box = MathLayout(ascii: style.ascii).box(tree, width: style.equationWidth - 6)
      lines += box.lines.map { (.spaces(4) + $0).trimmed() }
      if !read.shape.isScalar { lines[box.baseline] += remark("   \(read.shape)") }
    }
    let working = reply.working.flatMap { tree in
      let box = MathLayout(ascii: style.ascii).box(
        .row(MathTree.sign("=") + tree.nodes, .nowhere), width: style.equationWidth - 6)
      return box.lines.map { (.spaces(4) + $0).trimmed() }
    }
    if let line = reply.line { return self.lines(line, reply) }
    let mark = reply.isRight ? "✓ " : reply.isTry ? "✗ " : ""
    let role: Role = reply.isRight ? .good : reply.isTry ? .bad : .remark
    return lines
      + (.spaces(2) + style.words(mark + reply.text, role)).filled(width: style.width) + working
      + reply.formulas.flatMap {
        EquationTypesetter(style).set($0, prefix: .spaces(2), marked: nil, note: [])
      }
  }

  /// A line of a derivation with its number, why it follows at its right, and below it what is
  /// said.
  private func lines(_ line: ShownLine, _ reply: Reply) -> [StyledLine] {
    let role: Role = reply.isTry && !line.holds ? .bad : .remark
    let said = (.spaces(4) + style.words(reply.text, role)).filled(width: style.width)
    return reply.isHint ? said + self.line(line) : self.line(line) + said
  }

  /// The line alone.
  package func line(_ line: ShownLine) -> [StyledLine] {
    let mark = line.holds ? (style.ascii ? "yes" : "✓") : (style.ascii ? "NO" : "✗")
    let isPointing = line.holds && line.mark != nil || line.number == 1
    let note =
      isPointing
      ? []
      : style.words(line.why + (line.why.isEmpty ? "" : " "), .remark)
        + StyledLine(mark, line.holds ? .good : .bad)
    let sign = line.number == 1 ? "  " : "= "
    return EquationTypesetter(style).set(
      line.tree, prefix: StyledLine("\(line.number) ", .strong) + StyledLine(sign, .operator),
      marked: line.mark, note: note)
  }

  /// Every entry with ✓ or ✗.
  private func marked(_ matrix: Matrix<Double>, _ entries: [Bool]) -> MathTree {
    let texts = numbers.texts(matrix.elements)
    let width = texts.map(\.count).max() ?? 0
    let rows = (0..<matrix.shape.rows).map { row in
      (0..<matrix.shape.columns).map { column -> MathTree in
        let index = row * matrix.shape.columns + column
        let mark = entries[index] ? (style.ascii ? "ok" : "✓") : (style.ascii ? "no" : "✗")
        let blank = String(repeating: " ", count: width - texts[index].count)
        return MathTree(.text("\(blank)\(texts[index]) \(mark)"), .nowhere)
      }
    }
    return MathTree(.table(.bmatrix, rows), .nowhere)
  }

  private func remark(_ text: String) -> StyledLine { style.words(text, .remark) }
}
