package import Notation
package import SourceText

/// Lays a formula out as a box of terminal cells.
///
///     MathLayout().box(MathReader.read(#"\frac{1}{1 + e^{-z}}"#)).lines.map(\.text)
///     //     1
///     // ────────
///     // 1 + e⁻ᶻ
package struct MathLayout: Sendable {
  package var ascii: Bool
  /// The part of the formula that is to be marked.
  package var marked: Location?
  /// Matrices wider than this show their first columns and their last.
  var matrixWidth = Int.max

  /// Whether what is marked gets a rule below it, for terminals that cannot highlight.
  package var underlinesMarks: Bool

  package init(
    ascii: Bool = false, marked: Location? = nil, underlinesMarks: Bool = false
  ) {
    self.ascii = ascii
    self.marked = marked
    self.underlinesMarks = underlinesMarks
  }

  var writer: OneLineWriter { OneLineWriter(ascii: ascii, isCompact: false) }

  package func box(_ tree: MathTree) -> Box {
    var box = unmarkedBox(tree)
    if let tag = tree.tag { box = box.mapping { $0.tag = tag } }
    return isMarked(tree.location) ? box.marked() : box
  }

  func isMarked(_ location: Location) -> Bool {
    guard let marked else { return false }
    // A dot that was put between two numbers has a place and no bytes of its own.
    if location.isEmpty { return marked.startsBefore(location) && location.endsBefore(marked) }
    return marked.contains(location)
  }

  private func unmarkedBox(_ tree: MathTree) -> Box {
    switch tree.content {
    case .row(let nodes): return row(nodes)
    case .number(let digits): return Box(text: writer.number(digits), .number)
    case .letter(let letter): return Box(text: writer.letter(letter), .name)
    case .function(let name): return Box(text: name, .text)
    case .text(let text): return Box(text: text, .text)
    case .symbol(let symbol):
      return Box(text: ascii ? symbol.ascii : symbol.unicode, .operator)
    case .fraction(let above, let below): return fraction(above, below, bar: true)
    case .binomial(let above, let below):
      return delimited("(", fraction(above, below, bar: false), ")")
    case .root(let radicand, let index): return root(radicand, index)
    case .scripts(let base, let primes, let lower, let upper):
      return scripts(base, primes, lower, upper)
    case .accent(let accent, let base): return self.accent(accent, base)
    case .styled(let font, let inner):
      if !ascii, let letter = font.letter(writer.text(inner)) { return Box(text: letter, .name) }
      return box(inner)
    case .delimited(let open, let inner, let close): return delimited(open, box(inner), close)
    case .table(let environment, let rows): return table(environment, rows)
    case .stacked(let base, let over, let under, let brace):
      return stacked(base, over, under, brace)
    case .space(let width): return .spaces(width)
    case .lineBreak: return .empty
    case .unknown(let text): return Box(text: text, .bad)
    }
  }

  // MARK: - Rows

  private func row(_ nodes: [MathTree]) -> Box {
    guard !nodes.isEmpty else { return .empty }
    var boxes: [Box] = []
    for (index, node) in nodes.enumerated() {
      boxes += gap(nodes, before: index)
      boxes.append(box(node))
    }
    return .beside(boxes)
  }

  /// The space before a node of a row; marked when it lies inside what is marked.
  func gap(_ nodes: [MathTree], before index: Int) -> [Box] {
    guard index > 0 else { return [] }
    let before = index > 1 ? nodes[index - 2] : nil
    var width = Spacing.between(nodes[index - 1], nodes[index], before: before, ascii: ascii)
    // A minus against a fraction bar would be taken for a part of it.
    if nodes[index].isFraction, Spacing.kind(nodes[index - 1], after: before) == .sign {
      width = 1
    }
    guard width > 0 else { return [] }
    let space = Box.spaces(width)
    let inside = isMarked(nodes[index - 1].location) && isMarked(nodes[index].location)
    return [inside ? space.marked() : space]
  }

  // MARK: - Fractions, roots, accents

  private func fraction(_ above: MathTree, _ below: MathTree, bar: Bool) -> Box {
    let upper = box(above)
    let lower = box(below)
    guard bar else { return .stacked([upper, .spaces(1), lower], baselineIn: 1) }
    // A bar longer than the bars inside it shows which division comes last.
    let holdsBar = upper.height > 1 || lower.height > 1
    let width = max(upper.width, lower.width, 1) + (holdsBar ? 2 : 0)
    let rule = Box(text: String(repeating: ascii ? "-" : "─", count: width), .operator)
    return .stacked([upper, rule, lower], baselineIn: 1)
  }

  private func root(_ radicand: MathTree, _ index: MathTree?) -> Box {
    let inner = box(radicand)
    let sign = OneLineWriter(ascii: ascii, isCompact: true)
      .text(MathTree(.root(MathTree(.row([]), .nowhere), index: index), .nowhere))
      .filter { $0 != "(" && $0 != ")" }
    if ascii {
      return .beside([Box(text: "sqrt", .operator), delimited("(", inner, ")")])
    }
    if inner.width == 1, inner.height == 1 {
      return .beside([Box(text: sign, .operator), inner])
    }
    var lines: [StyledLine] = [
      .spaces(sign.cellWidth) + StyledLine(String(repeating: "_", count: inner.width), .operator)
    ]
    for (row, line) in inner.lines.enumerated() {
      let isLast = row == inner.height - 1
      lines.append(
        (isLast
          ? StyledLine(sign, .operator)
          : .spaces(sign.cellWidth - 1) + StyledLine("⎸", .operator)) + line)
    }
    return Box(lines: lines, baseline: inner.baseline + 1)
  }

  private func accent(_ accent: MathTree.Accent, _ base: MathTree) -> Box {
    let inner = box(base)
    if inner.height == 1, inner.width <= 1 || ascii {
      return Box(text: writer.accent(accent, inner.lines[0].text), .name)
    }
    let line = Box(
      text: String(
        repeating: ascii && accent.line == "→" ? "-" : accent.line,
        count: accent.line == "_" || accent.line == "→" ? inner.width : 1), .operator)
    if accent == .underline { return .stacked([inner, line], baselineIn: 0) }
    return .stacked([line, inner], baselineIn: 1)
  }

  private func stacked(
    _ base: MathTree, _ over: MathTree?, _ under: MathTree?, _ brace: MathTree.Brace?
  ) -> Box {
    var boxes = [box(base)]
    var index = 0
    if let brace, boxes[0].width > 0 {
      let width = boxes[0].width
      let line: String
      if ascii || width < 3 {
        line = String(repeating: "~", count: width)
      } else {
        let left = String(repeating: "─", count: (width - 1) / 2)
        let right = String(repeating: "─", count: width - 1 - left.count)
        line =
          brace == .underbrace
          ? "╰" + left.dropFirst() + "┬" + right.dropFirst() + "╯"
          : "╭" + left.dropFirst() + "┴" + right.dropFirst() + "╮"
      }
      if brace == .underbrace {
        boxes.append(Box(text: line, .operator))
      } else {
        boxes.insert(Box(text: line, .operator), at: 0)
        index = 1
      }
    }
    if let over {
      boxes.insert(script(over), at: 0)
      index += 1
    }
    if let under { boxes.append(script(under)) }
    return .stacked(boxes, baselineIn: index)
  }

  /// A script set as a box of its own: tight when it fits on a line.
  func script(_ tree: MathTree) -> Box {
    switch tree.content {
    case .table, .fraction: return box(tree)
    case .function, .text: return box(tree)
    case .row(let nodes) where nodes.contains(where: Spacing.isTall): return box(tree)
    case .row, .number, .letter, .symbol, .binomial, .root, .scripts, .accent, .styled, .delimited,
      .stacked, .space, .lineBreak, .unknown:
      return Box(text: tree.compact(ascii: ascii), .name)
    }
  }
}
