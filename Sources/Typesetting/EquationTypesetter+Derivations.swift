import Kernels
import Notation
import Reasons
import Saying
import SourceText

/// Derivations: a line below the other, and at the right of each why it follows.
extension EquationTypesetter {
  /// What a derivation begins with.
  func beginning(_ formula: Shown.Formula) -> [StyledLine] {
    let tree = formula.equation.sides.first?.tree ?? formula.tree
    return set(
      tree, prefix: .spaces(2), marked: nil, note: style.words(formula.remark.text, .muted))
  }

  func line(_ line: Shown.DerivationLine) -> [StyledLine] {
    let mark = line.verdict.holds ? (style.ascii ? "yes" : "✓") : (style.ascii ? "NO" : "✗")
    let words =
      line.verdict.holds ? line.reasonText : "line \(line.number): \(line.verdict.degreeText)"
    let note =
      style.words(words + (words.isEmpty ? "" : " "), line.verdict.holds ? .remark : .bad)
      + StyledLine(mark, line.verdict.holds ? .good : .bad)
    let sign = StyledLine(line.relation.oneLine(ascii: style.ascii) + " ", .operator)
    return set(line.tree, prefix: .spaces(2) + sign, marked: line.next, note: note)
  }

  func reason(of line: Shown.DerivationLine) -> [StyledLine] {
    if let text = line.withoutRule { return remark(text) }
    var lines = remark("Line \(line.number):")
    for rule in line.reason?.rules ?? [] {
      let name = style.words(rule.text, .remark)
      lines +=
        rule.formula.map {
          set(MathReader.read($0), prefix: .spaces(2), marked: nil, note: name)
        } ?? [.spaces(Self.indent + 2) + name]
    }
    for part in line.parts.prefix(3) {
      let arrow = StyledLine(style.ascii ? "-> " : "→ ", .operator)
      lines += set(part.before, prefix: .spaces(2), marked: nil, note: [])
      lines += set(part.after, prefix: .spaces(2) + arrow, marked: nil, note: [])
    }
    return lines
  }

  private func remark(_ text: String) -> [StyledLine] {
    (.spaces(Self.indent) + style.words(text, .remark)).filled(width: style.equationWidth)
  }
}
