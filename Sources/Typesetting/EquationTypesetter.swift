package import Kernels
package import Matrices
package import Notation
import SourceText

/// Sets equations, their reductions and verdicts: the formula at the left, and at the right in its
/// middle line what is said about it.
package struct EquationTypesetter: Sendable {
  let style: PageStyle
  package let values: ValueStyle

  static let indent = 2

  package init(_ style: PageStyle, _ values: ValueStyle) {
    self.style = style
    self.values = values
  }

  /// The equation as the lesson writes it, with its shape; values of names that need no step
  /// follow at once.
  ///
  /// - Parameters:
  ///   - place: its place in the lesson; with it the numbers carry their tags.
  ///   - before: the equation with the givens of the lesson, when they have been changed.
  package func equation(
    _ equation: Equation, place: Int? = nil, before: Equation? = nil
  ) -> [StyledLine] {
    let note: StyledLine
    if let letter = equation.ruleLetter, equation.runs {
      let shown = MathReader.read(letter).oneLine(ascii: style.ascii)
      note = StyledLine("for every \(shown)", .muted)
    } else if !equation.runs {
      note = StyledLine("does not run: see longhand check", .bad)
    } else {
      let shape = equation.shape.flatMap { $0.isScalar ? nil : shown($0) }
      note = StyledLine(shape ?? "", .muted)
    }
    guard equation.runs, !equation.hasReductions, let side = equation.sides.first else {
      return set(equation.tree, prefix: [], marked: nil, note: note)
    }
    let last = side.kernel.nodes.count - 1
    let id = place.map { NumberID(equation: $0, side: 0).with(node: last) }
    let old = before?.value.flatMap { $0 == side.value ? nil : $0 }
    let value =
      old.map { side.value.tree(values, id, before: $0) } ?? side.value.tree(values, id)
    // A given shows itself; a renaming what it renames.
    if side.isWrittenOut {
      let shape = side.value.shape
      let part = side.value.part(values, id)
      let fits = part.rows.count == shape.rows && part.columns.count == shape.columns
      let typed = id.map { side.tree.taggingEntries(of: shape, $0) } ?? side.tree
      let written = old == nil && fits ? typed : value
      return set(
        equation.tree.replacing([side.tree.location: written]), prefix: [], marked: nil, note: note)
        + window(side.value, id)
    }
    return set(equation.tree, prefix: [], marked: nil, note: note)
      + set(value, prefix: equalsSign(equation), marked: nil, note: [])
      + window(side.value, id)
  }

  /// One of several formulas with its number, and what it came to.
  package func numbered(
    _ number: Int, _ tree: MathTree, _ value: Matrix<Double>? = nil
  ) -> [StyledLine] {
    let prefix = StyledLine("\(number)  ", .strong)
    guard let value else { return set(tree, prefix: prefix, marked: nil, note: []) }
    let equals = Symbols.named("=").map { [MathTree(.symbol($0), .nowhere)] } ?? []
    let whole = MathTree.row(tree.nodes + equals + [value.tree(values, nil)], .nowhere)
    return set(whole, prefix: prefix, marked: nil, note: []) + window(value, nil)
  }

  /// What an equation came to with the givens of the lesson, and comes to now.
  package func changes(
    _ equation: Equation, before: Equation, place: Int? = nil
  ) -> [StyledLine] {
    equation.sides.indices.flatMap { index -> [StyledLine] in
      let side = equation.sides[index]
      let old = before.sides[index].value
      guard equation.hasReductions, side.value != old else { return [] }
      let id = place.map {
        NumberID(equation: $0, side: index).with(node: side.kernel.nodes.count - 1)
      }
      return set(
        side.value.tree(values, id, before: old), prefix: equalsSign(equation), marked: nil,
        note: style.words("in the lesson → with your numbers", .remark))
    }
  }

  /// `rows 1 to 20 of 100` below a matrix of which only a part is shown.
  private func window(_ value: Matrix<Double>, _ id: NumberID?) -> [StyledLine] {
    let shape = value.shape
    let part = value.part(values, id)
    guard part.rows.count < shape.rows || part.columns.count < shape.columns else { return [] }
    return [
      .spaces(Self.indent)
        + StyledLine(
          "rows \(part.rows.lowerBound + 1) to \(part.rows.upperBound) of \(shape.rows), columns "
            + "\(part.columns.lowerBound + 1) to \(part.columns.upperBound) of \(shape.columns)",
          .remark)
    ]
  }

  /// One reduction. What will be reduced next is marked in it.
  package func reduction(
    _ index: Int, of reductions: [(side: Int, reduction: Reduction)], in equation: Equation
  ) -> [StyledLine] {
    let (side, reduction) = reductions[index]
    let isFirst = index == 0 || reductions[index - 1].side != side
    let next =
      index + 1 < reductions.count && reductions[index + 1].side == side
      ? reductions[index + 1].reduction.location : nil
    var lines: [StyledLine] = []
    let sides = Set(reductions.map(\.side)).count
    if isFirst, sides > 1 {
      if index > 0 { lines.append([]) }
      let name = equation.sides.count == 2 && equation.names.isEmpty ? Self.hands : Self.ordinals
      lines.append(
        .spaces(Self.indent) + StyledLine(side < name.count ? name[side] : "next formula", .muted))
    } else if style.hasAttributes, reduction.tree.holdsMatrix {
      lines.append([])
    }
    var prefix = equalsSign(equation)
    if let lead = reduction.lead {
      // The lead ends where the equals sign of the equation stands, if it finds room there.
      let box = MathLayout(ascii: style.ascii).box(lead)
      if let line = box.lines.first, box.height == 1 {
        prefix =
          .spaces(max(0, prefix.cellWidth - 3 - box.width)) + line + StyledLine(" = ", .operator)
      }
    }
    lines += set(reduction.tree, prefix: prefix, marked: next, note: note(reduction))
    if let value = reduction.value { lines += window(value, reduction.id) }
    return lines
  }

  private static let hands = ["left side", "right side"]
  private static let ordinals = [
    "first formula", "second formula", "third formula", "fourth formula", "fifth formula",
  ]

  /// ✓ or ✗ for every claim, with the largest difference.
  package func verdicts(_ equation: Equation) -> [StyledLine] {
    equation.claims.flatMap { claim -> [StyledLine] in
      let mark = claim.holds ? (style.ascii ? "yes" : "✓") : (style.ascii ? "NO" : "✗")
      let left = equation.sides[claim.left].tree.oneLine(ascii: style.ascii)
      let right = equation.sides[claim.left + 1].tree.oneLine(ascii: style.ascii)
      let relation = claim.relation.oneLine(ascii: style.ascii)
      let largest = claim.difference.largest
      let difference =
        equation.missing(claim)
        ?? Self.degree(claim.verdict, isExact: largest == 0, difference(largest))
      let isOrder = !claim.relation.isSymbol("=", "\\equiv", "\\approx")
      func text(_ statement: String) -> String {
        isOrder && claim.holds ? "\(mark) \(statement)" : "\(mark) \(statement)  \(difference)"
      }
      let whole = text("\(left) \(relation) \(right)")
      let isWide = whole.cellWidth + Self.indent > style.equationWidth
      let short = text(claim.holds ? "the two sides agree" : "the two sides differ")
      let line = StyledLine(isWide ? short : whole, claim.holds ? .good : .bad)
      return (.spaces(Self.indent) + line).filled(width: style.equationWidth)
    }
  }

  /// How far a claim holds or fails.
  private static func degree(_ verdict: Verdict, isExact: Bool, _ difference: String) -> String {
    switch verdict {
    case .holds where isExact: "exactly"
    case .holds: "but for rounding (largest difference \(difference))"
    case .untold: "as far as rounding lets one tell (largest difference \(difference))"
    case .fails: "the largest difference is \(difference)"
    }
  }

  /// Why something on the page has no value.
  package func breakdown(_ sentence: String) -> [StyledLine] {
    let line = StyledLine((style.ascii ? "NO " : "✗ ") + ascii(sentence), .bad)
    return (.spaces(Self.indent) + line).filled(width: style.equationWidth)
  }

  private func difference(_ value: Double) -> String {
    ascii(NumberStyle(decimals: 2).text(value))
  }

  // MARK: - Setting

  private func shown(_ shape: Shape) -> String { ascii(shape.description) }

  private func ascii(_ text: String) -> String {
    style.ascii ? text.replacing("×", with: "x").replacing("−", with: "-") : text
  }

  /// `names → numbers`, or `matrix product  W⁽²⁾ a⁽²⁾`.
  private func note(_ reduction: Reduction) -> StyledLine {
    let label = reduction.act.label
    guard let subterm = reduction.subterm?.withoutParentheses.oneLine(ascii: style.ascii) else {
      return StyledLine(style.ascii ? label.transliterated : label, .remark)
    }
    let line = StyledLine(style.ascii ? label.transliterated : label, .remark)
    guard subterm.cellWidth <= 24, !reduction.act.isOfEveryEntry, label != subterm else {
      return line
    }
    return line + StyledLine(": \(subterm)", .muted)
  }

  /// The column of the equation's own = sign, so that the reductions stand below it.
  private func equalsSign(_ equation: Equation) -> StyledLine {
    let nodes = equation.tree.nodes
    var column = 2
    if !equation.names.isEmpty, let relation = nodes.firstIndex(where: { $0.isSymbol("=") }),
      relation > 0
    {
      let width = MathLayout(ascii: style.ascii).box(.row(nodes[..<relation])).width + 1
      if width <= style.equationWidth / 6 { column = width }
    }
    return .spaces(column) + StyledLine("= ", .operator)
  }

  /// A formula with a prefix in its middle line and a note at the right edge; a note that finds no
  /// room stands below.
  private func set(
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

extension Equation {
  /// Which sides of a claim have no value to be compared.
  fileprivate func missing(_ claim: Claim) -> String? {
    switch (sides[claim.left].value.isFinite, sides[claim.left + 1].value.isFinite) {
    case (true, true): nil
    case (false, true): "the left side has no value"
    case (true, false): "the right side has no value"
    case (false, false): "neither side has a value"
    }
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
