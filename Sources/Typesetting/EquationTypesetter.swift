import Kernels
import Notation
import Questions
import Saying
import SourceText

/// Sets equations, their reductions and verdicts: the formula at the left, and at the right in its
/// middle line what is said about it.
package struct EquationTypesetter: Sendable {
  let style: PageStyle

  static let indent = 2

  package init(_ style: PageStyle) { self.style = style }

  /// The equation as the lesson writes it, with its shape; values of names that need no step
  /// follow at once.
  func formula(_ formula: Shown.Formula) -> [StyledLine] {
    let role: Role = formula.remark == .doesNotRun ? .bad : .muted
    let note = style.words(formula.remark.text, role)
    return set(formula.tree, prefix: [], marked: nil, note: note)
      + (formula.value.map {
        set($0, prefix: equalsSign(formula.left), marked: nil, note: [])
      } ?? [])
      + window(formula.window)
  }

  /// One of several formulas with its number, and what it came to.
  func line(_ line: Shown.Line) -> [StyledLine] {
    let prefix = StyledLine("\(line.number)  ", .strong)
    if let why = line.why {
      let sign = StyledLine("= ", .operator)
      return set(
        line.tree, prefix: prefix + sign, marked: nil, note: style.words(why.text, .remark))
    }
    guard let value = line.value else {
      return set(line.tree, prefix: prefix, marked: nil, note: [])
    }
    let whole = MathTree.row(line.tree.nodes + MathTree.sign("=") + [value], .nowhere)
    return set(whole, prefix: prefix, marked: nil, note: []) + window(line.window)
  }

  /// What an equation came to with the givens of the lesson, and comes to now.
  func change(_ change: Shown.Change, left: MathTree?) -> [StyledLine] {
    set(
      change.tree, prefix: equalsSign(left), marked: nil,
      note: style.words("in the lesson → with your numbers", .remark))
  }

  /// `rows 1 to 20 of 100` below a matrix of which only a part is shown.
  private func window(_ window: Shown.Window?) -> [StyledLine] {
    window.map { [.spaces(Self.indent) + StyledLine($0.text, .remark)] } ?? []
  }

  /// One reduction. What will be reduced next is marked in it.
  func reduction(_ shown: Shown.Reduction, left: MathTree?) -> [StyledLine] {
    let reduction = shown.reduction
    var lines: [StyledLine] = []
    if let side = shown.begins {
      if shown.isLaterSide { lines.append([]) }
      lines.append(.spaces(Self.indent) + StyledLine(side.text, .muted))
    } else if style.hasAttributes, reduction.tree.holdsMatrix {
      lines.append([])
    }
    var prefix = equalsSign(left)
    if let lead = reduction.lead {
      // The lead ends where the equals sign of the equation stands, if it finds room there.
      let box = MathLayout(ascii: style.ascii).box(lead)
      if let line = box.lines.first, box.height == 1 {
        prefix =
          .spaces(max(0, prefix.cellWidth - 3 - box.width)) + line + StyledLine(" = ", .operator)
      }
    }
    return lines
      + set(reduction.tree, prefix: prefix, marked: shown.next, note: note(reduction))
      + window(shown.window)
  }

  /// ✓ or ✗ for every claim, with the largest difference.
  func verdict(_ verdict: Shown.Verdict) -> [StyledLine] {
    let mark = verdict.holds ? (style.ascii ? "yes" : "✓") : (style.ascii ? "NO" : "✗")
    let degree = verdict.degreeText.isEmpty ? "" : "  \(ascii(verdict.degreeText))"
    let statement = [verdict.left, verdict.relation, verdict.right]
      .map { $0.oneLine(ascii: style.ascii) }.joined(separator: " ")
    let whole = "\(mark) \(statement)\(degree)"
    let isWide = whole.cellWidth + Self.indent > style.equationWidth
    let line = StyledLine(
      isWide ? "\(mark) \(verdict.shortText)\(degree)" : whole, verdict.holds ? .good : .bad)
    return (.spaces(Self.indent) + line).filled(width: style.equationWidth)
  }

  /// Why something on the page has no value.
  func breakdown(_ sentence: String) -> [StyledLine] {
    let line = StyledLine((style.ascii ? "NO " : "✗ ") + ascii(sentence), .bad)
    return (.spaces(Self.indent) + line).filled(width: style.equationWidth)
  }

  // MARK: - Setting

  private func ascii(_ text: String) -> String {
    style.ascii ? text.replacing("×", with: "x").replacing("−", with: "-") : text
  }

  /// `names → numbers`, or `matrix product: W⁽²⁾ a⁽²⁾`.
  private func note(_ reduction: Reduction) -> StyledLine {
    let label = style.words(reduction.act.label, .remark)
    return label
      + (reduction.namedPart(ascii: style.ascii).map { StyledLine(": \($0)", .muted) } ?? [])
  }

  /// The column of the equation's own = sign, so that the reductions stand below it.
  private func equalsSign(_ left: MathTree?) -> StyledLine {
    var column = 2
    if let left {
      let width = MathLayout(ascii: style.ascii).box(left).width + 1
      if width <= style.equationWidth / 6 { column = width }
    }
    return .spaces(column) + StyledLine("= ", .operator)
  }

  /// A formula with a prefix in its middle line and a note at the right edge; a note that finds no
  /// room stands below.
  func set(
    _ tree: MathTree, prefix: StyledLine, marked: Location?, note: StyledLine
  ) -> [StyledLine] {
    let width = style.equationWidth - Self.indent - prefix.cellWidth
    let layout = MathLayout(
      ascii: style.ascii, marked: marked, underlinesMarks: !style.hasAttributes)
    let box = layout.box(tree, width: width)
    var lines = box.lines.enumerated().map { row, line -> StyledLine in
      let head = row == box.baseline ? prefix : .spaces(prefix.cellWidth)
      return (.spaces(Self.indent) + head + line).trimmed()
    }
    guard !note.isEmpty else { return lines }
    // Level with the formula; else in its last line; else below.
    let column = min(style.equationWidth, 100) - note.cellWidth
    let rows = [box.baseline, lines.count - 1]
    if let row = rows.first(where: { lines[$0].cellWidth + 3 <= column }) {
      lines[row] += .spaces(column - lines[row].cellWidth) + note
    } else if note.cellWidth + 4 <= style.equationWidth {
      lines.append(.spaces(max(4, column)) + note)
    } else {
      lines += (.spaces(Self.indent) + note).filled(width: style.equationWidth)
    }
    return lines
  }
}

extension MathTree {
  /// Whether it takes more than a line.
  fileprivate var holdsMatrix: Bool {
    nodes.contains { MathLayout().box($0).height > 1 }
  }
}

extension StyledLine {
  /// A line that is too long broken at its spaces, the rest a little further in.
  package func filled(width: Int) -> [StyledLine] {
    guard cellWidth > width else { return [self] }
    let indent = prefix { $0.character == " " }.count
    let room = Swift.max(8, width - indent - 2)
    var lines: [StyledLine] = [[]]
    for word in split(whereSeparator: { $0.character == " " }).map(Array.init) {
      let last = lines[lines.count - 1]
      if !last.isEmpty, last.cellWidth + 1 + word.cellWidth > room {
        lines.append(word)
      } else {
        lines[lines.count - 1] += (last.isEmpty ? [] : .spaces(1)) + word
      }
    }
    return lines.enumerated().map { .spaces(indent + ($0 > 0 ? 2 : 0)) + $1 }
  }
}
