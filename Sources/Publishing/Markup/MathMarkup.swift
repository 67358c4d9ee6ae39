import Notation
import SourceText

/// Formulas as MathML Core, from the tree that everything else reads.
struct MathMarkup {
  /// The place of a number that can be opened among those of the page.
  var number: (NumberTag) -> Int? = { _ in nil }
  /// The part that is reduced next.
  var marked: Location?

  // MARK: - Formulas

  /// - Parameters:
  ///   - spoken: the formula in words, for who has no MathML.
  ///   - isBlock: whether it stands on lines of its own.
  func formula(_ tree: MathTree, spoken: String, isBlock: Bool = false) -> Markup {
    var attributes: [Markup.Attribute] = [.math(.spoken(spoken))]
    if isBlock { attributes.append(.math(.block)) }
    return .element(.math, attributes, row(tree.nodes))
  }

  /// The nodes side by side.
  func row(_ nodes: [MathTree]) -> [Markup] {
    var written: [Markup] = []
    var index = 0
    while index < nodes.count {
      let count = markedCount(from: index, nodes)
      if count > 0, count < nodes.count || nodes.count > 1 {
        var inner = self
        inner.marked = nil
        var parts = (index..<index + count).map { inner.gapped($0, nodes) }
        // At an end of a row MathML would take it for a sign.
        if index > 0 { parts[0] = Self.between(parts[0]) }
        written.append(.element(.mrow, [.kind("next")], parts))
        index += count
      } else {
        written.append(gapped(index, nodes))
        index += 1
      }
    }
    return written
  }

  /// An operation that stays one between two operands, where nothing else says what it is.
  private static func between(_ markup: Markup) -> Markup {
    guard case .element(.mo, [], let inner) = markup else { return markup }
    return .element(.mo, [.math(.infix)], inner)
  }

  /// How many neighbours, from one on, are the part that is reduced next.
  private func markedCount(from index: Int, _ nodes: [MathTree]) -> Int {
    guard let marked, !marked.isEmpty, nodes[index].location.startsWith(marked),
      let last = nodes[index...].firstIndex(where: { $0.location.endsWith(marked) }),
      nodes[index...last].allSatisfy({ marked.contains($0.location) || $0.location.isEmpty })
    else { return 0 }
    return last - index + 1
  }

  /// A node with the space before it that MathML does not set by itself.
  private func gapped(_ index: Int, _ nodes: [MathTree]) -> Markup {
    let before = index > 0 ? nodes[index - 1] : nil
    let own = node(nodes[index], after: before, first: index < 2 ? nil : nodes[index - 2])
    guard let before, needsGap(before, nodes[index]) else { return own }
    return .several([.element(.mspace, [.math(.width(0.167))]), own])
  }

  private func needsGap(_ left: MathTree, _ right: MathTree) -> Bool {
    if left.isSpace || right.isSpace { return false }
    let (leftKind, rightKind) = (Spacing.kind(left, after: nil), Spacing.kind(right, after: left))
    switch (leftKind, rightKind) {
    case (.function, .ordinary): return !Spacing.isDelimited(right)
    case (.ordinary, .function), (.closing, .function): return true
    case (.ordinary, .ordinary):
      return Spacing.isTall(left) || Spacing.isTall(right) || left.isText || right.isText
        || isNumeric(left) && isNumeric(right)
    default: return false
    }
  }

  private func isNumeric(_ tree: MathTree) -> Bool { tree.isNumber || tree.tag != nil }

  /// One element for what may be several.
  func group(_ tree: MathTree) -> Markup {
    if tree.row == nil || number(of: tree) != nil || tree.location == marked {
      return node(tree, after: nil, first: nil)
    }
    let parts = row(tree.nodes)
    return parts.count == 1 ? parts[0] : .element(.mrow, [], parts)
  }

  /// What stands between fences or below a root: a number with a sign is one there, too.
  private func inside(_ tree: MathTree) -> [Markup] {
    row(number(of: tree) == nil ? tree.nodes : [tree])
  }

  /// What stands behind an opening fence: MathML knows a sign by its place, which is the second one
  /// there.
  private func fenced(_ tree: MathTree) -> [Markup] {
    var parts = inside(tree)
    if let first = tree.nodes.first, first.symbol != nil, Spacing.kind(first, after: nil) == .sign,
      case .element(.mo, [], let sign)? = parts.first
    {
      parts[0] = .element(.mo, [.math(.prefix)], sign)
    }
    return parts
  }

  // MARK: - Nodes

  private func node(_ tree: MathTree, after before: MathTree?, first: MathTree?) -> Markup {
    if let marked, tree.location == marked, !marked.isEmpty {
      var inner = self
      inner.marked = nil
      return .element(.mrow, [.kind("next")], inner.node(tree, after: before, first: first))
    }
    if let own = taggedNumber(tree, after: before, first: first) { return own }
    switch tree.content {
    case .row(let nodes): return .element(.mrow, [], row(nodes))
    case .number(let digits): return .element(.mn, [], text: digits)
    case .letter(let letter): return self.letter(letter)
    case .function(let name):
      return .element(.mi, name.count == 1 ? [.math(.upright)] : [], text: name)
    case .text(let text): return .element(.mtext, [], text: text)
    case .symbol(let symbol): return self.symbol(symbol, tree, after: before)
    case .fraction(let above, let below):
      return .element(.mfrac, [], [group(above), group(below)])
    case .binomial(let above, let below):
      let fraction = Markup.element(.mfrac, [.math(.noLine)], [group(above), group(below)])
      return .element(.mrow, [], [fence("("), fraction, fence(")")])
    case .root(let radicand, nil): return .element(.msqrt, [], inside(radicand))
    case .root(let radicand, let index?):
      return .element(.mroot, [], [group(radicand), group(index)])
    case .scripts(let base, let primes, let lower, let upper):
      return scripts(base, primes, lower, upper)
    case .accent(let accent, let base): return accented(accent, base)
    case .styled(let font, let inner): return styled(font, inner)
    case .delimited(let open, let inner, let close):
      let parts = open.isEmpty ? inside(inner) : fenced(inner)
      return delimited(open, parts, close, stretches: holdsTall(inner))
    case .table(let environment, let rows): return table(environment, rows)
    case .stacked(let base, let over, let under, let brace):
      return stacked(base, over, under, brace)
    case .space(let width):
      let widths = [0, 0.167, 1, 1, 2]
      return .element(.mspace, [.math(.width(widths[min(max(width, 0), 4)]))])
    case .lineBreak: return .element(.mspace, [.math(.width(1))])
    case .unknown(let text): return .element(.mtext, [.kind("unread")], text: text)
    }
  }

  /// The place of a number among those that can be opened.
  private func number(of tree: MathTree) -> Int? { tree.tag.flatMap(number) }

  /// A number that can be opened, with its sign, and in parentheses where it needs them now: they
  /// come and go with the sign when a given is changed.
  private func taggedNumber(
    _ tree: MathTree, after before: MathTree?, first: MathTree?
  ) -> Markup? {
    if let place = number(of: tree), let text = tree.numberText {
      let isSoft = before.map { needsParentheses(after: $0, first) } ?? false
      return .element(
        .mn, [.data(.n, String(place))] + (isSoft ? [.data(.soft, "")] : []), text: text)
    }
    guard let inner = tree.insideParentheses, let place = number(of: inner),
      let text = inner.numberText, text.hasPrefix("−"), isAdded(tree, around: inner, before)
    else { return nil }
    return .element(
      .mn, [.data(.n, String(place)), .data(.soft, "")], text: "(\(text))")
  }

  /// Whether a negative number in this place is set in parentheses.
  private func needsParentheses(after before: MathTree, _ first: MathTree?) -> Bool {
    guard !before.isSpace else { return false }
    switch Spacing.kind(before, after: first) {
    case .ordinary, .closing, .binary, .sign: return true
    case .relation, .punctuation, .opening, .large, .function, .prefix, .slash: return false
    }
  }

  /// Whether the parentheses are not the lesson's own, and stand only for the sake of the sign.
  private func isAdded(_ tree: MathTree, around inner: MathTree, _ before: MathTree?) -> Bool {
    if !inner.location.isEmpty { return tree.location.count <= inner.location.count }
    guard let before else { return true }
    switch Spacing.kind(before, after: nil) {
    case .binary, .sign: return true
    case .ordinary, .closing, .relation, .punctuation, .opening, .large, .function, .prefix,
      .slash:
      return false
    }
  }

  private func letter(_ letter: String) -> Markup {
    guard let symbol = Symbols.letter(letter) else { return .element(.mi, [], text: letter) }
    // As in TeX, Greek capitals stand upright.
    let name = letter.dropFirst()
    let isUpright = name.first?.isUppercase == true || ["hbar", "ell", "aleph"].contains(name)
    return .element(.mi, isUpright ? [.math(.upright)] : [], text: symbol.unicode)
  }

  private func symbol(_ symbol: Symbol, _ tree: MathTree, after before: MathTree?) -> Markup {
    switch symbol.class {
    case .ordinary:
      if ["\\partial", "\\nabla", "\\infty", "\\emptyset", "\\varnothing", "\\top", "\\bot"]
        .contains(symbol.latex)
      {
        let attributes: [Markup.Attribute] =
          symbol.latex == "\\partial" ? [] : [.math(.upright)]
        return .element(.mi, attributes, text: symbol.unicode)
      }
      return .element(.mo, [.math(.noSpace)], text: symbol.unicode)
    case .binary where Spacing.kind(tree, after: before) == .sign:
      return .element(.mo, before == nil ? [] : [.math(.prefix)], text: symbol.unicode)
    case .binary where symbol.latex == "/":
      return .element(.mo, [.math(.noSpace), .math(.stretches(false))], text: symbol.unicode)
    case .binary:
      // MathML's table gives these less room than TeX.
      let isSmall = ["\\circ", "\\bullet", "\\odot"].contains(symbol.latex)
      return .element(.mo, isSmall ? [.math(.binary)] : [], text: symbol.unicode)
    case .relation, .punctuation: return .element(.mo, [], text: symbol.unicode)
    case .opening, .closing, .bar:
      return .element(.mo, [.math(.stretches(false)), .math(.noSpace)], text: symbol.unicode)
    case .large: return .element(.mo, [.math(.still)], text: symbol.unicode)
    }
  }

  // MARK: - Scripts and accents

  private func scripts(
    _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> Markup {
    // A prime raised once more would be too high and too small.
    let head =
      primes == 0
      ? soft(base)
      : .element(
        .mrow, [],
        [soft(base)]
          + (0..<primes).map {
            .element(.mo, $0 == 0 ? [.math(.spaceBefore(0.08))] : [], text: "′")
          })
    let hasLimits =
      base.symbol?.class == .large
      || base.functionName.map(FunctionWords.withLimits.contains) == true
    switch (lower, upper, hasLimits) {
    case (nil, nil, _): return head
    case (let lower?, nil, false): return .element(.msub, [], [head, group(lower)])
    case (nil, let upper?, false): return .element(.msup, [], [head, label(upper) ?? group(upper)])
    case (let lower?, let upper?, false):
      return .element(.msubsup, [], [head, group(lower), label(upper) ?? group(upper)])
    case (let lower?, nil, true): return .element(.munder, [], [head, group(lower)])
    case (nil, let upper?, true): return .element(.mover, [], [head, group(upper)])
    case (let lower?, let upper?, true):
      return .element(.munderover, [], [head, group(lower), group(upper)])
    }
  }

  /// A number in parentheses above a name, such as that of a layer, says which one is meant: it is one
  /// sign.
  private func label(_ upper: MathTree) -> Markup? {
    guard number(of: upper) == nil, let inner = upper.insideParentheses, number(of: inner) == nil,
      inner.tag == nil, let digits = inner.digits
    else { return nil }
    return .element(.mn, [], text: "(\(digits))")
  }

  /// What is raised to something: a negative number stands in parentheses.
  private func soft(_ base: MathTree) -> Markup {
    guard let place = number(of: base), let text = base.numberText else { return group(base) }
    return .element(.mn, [.data(.n, String(place)), .data(.soft, "")], text: text)
  }

  private func accented(_ accent: MathTree.Accent, _ base: MathTree) -> Markup {
    let (sign, isBelow, stretches): (String, Bool, Bool) =
      switch accent {
      case .hat: ("^", false, false)
      case .tilde: ("~", false, false)
      case .bar: ("¯", false, false)
      case .vec: ("→", false, false)
      case .dot: ("˙", false, false)
      case .ddot: ("¨", false, false)
      case .check: ("ˇ", false, false)
      case .breve: ("˘", false, false)
      case .acute: ("´", false, false)
      case .grave: ("`", false, false)
      case .mathring: ("˚", false, false)
      case .widehat: ("^", false, true)
      case .widetilde: ("~", false, true)
      case .overline: ("¯", false, true)
      case .underline: ("_", true, true)
      case .overrightarrow: ("→", false, true)
      case .overleftarrow: ("←", false, true)
      }
    let mark = Markup.element(.mo, [.math(.stretches(stretches))], text: sign)
    return isBelow
      ? .element(.munder, [.math(.accentUnder)], [group(base), mark])
      : .element(.mover, [.math(.accent)], [group(base), mark])
  }

  private func styled(_ font: MathTree.Font, _ inner: MathTree) -> Markup {
    if let letter = inner.letter, let plain = letter.first, letter.count == 1,
      let own = font.letter(letter) ?? font.bold(plain) ?? font.script(plain)
    {
      return .element(.mi, [.math(.upright)], text: own)
    }
    if let letter = inner.letter, font == .mathrm {
      return .element(.mi, [.math(.upright)], text: Symbols.letter(letter)?.unicode ?? letter)
    }
    return .element(.mrow, [.kind(font.rawValue)], group(inner))
  }

  private func stacked(
    _ base: MathTree, _ over: MathTree?, _ under: MathTree?, _ brace: MathTree.Brace?
  ) -> Markup {
    var inner = group(base)
    func mark(_ sign: String) -> Markup { .element(.mo, [.math(.stretches(true))], text: sign) }
    switch brace {
    case .overbrace: inner = .element(.mover, [], [inner, mark("⏞")])
    case .underbrace: inner = .element(.munder, [], [inner, mark("⏟")])
    case nil: break
    }
    if let over { inner = .element(.mover, [], [inner, group(over)]) }
    if let under { inner = .element(.munder, [], [inner, group(under)]) }
    return inner
  }

  // MARK: - Fences and tables

  /// The first or the last of what stands between fences, which MathML knows for one by its place.
  private func fence(_ sign: String, stretches: Bool = true) -> Markup {
    .element(.mo, stretches ? [] : [.math(.stretches(false))], text: sign)
  }

  private func delimited(
    _ open: String, _ inner: [Markup], _ close: String, stretches: Bool
  ) -> Markup {
    func sign(_ delimiter: String) -> String { Symbols.named(delimiter)?.unicode ?? delimiter }
    var parts = inner
    if !open.isEmpty { parts.insert(fence(sign(open), stretches: stretches), at: 0) }
    if !close.isEmpty { parts.append(fence(sign(close), stretches: stretches)) }
    return .element(.mrow, [], parts)
  }

  /// Whether brackets around it have to grow.
  private func holdsTall(_ tree: MathTree) -> Bool {
    switch tree.content {
    case .fraction, .table, .binomial, .stacked: true
    case .scripts(let base, _, let lower, let upper):
      holdsTall(base) || base.symbol?.class == .large && (lower != nil || upper != nil)
    case .row, .root, .accent, .styled, .delimited: tree.children.contains(where: holdsTall)
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: false
    }
  }

  /// What stands in a cell, which is a row by itself; a number with its sign is one number.
  private func entry(_ tree: MathTree) -> [Markup] {
    if number(of: tree) != nil || tree.location == marked { return [group(tree)] }
    if marked.map(tree.location.contains) != true, let text = tree.numberText {
      return [.element(.mn, [], text: text)]
    }
    return tree.row == nil ? [group(tree)] : row(tree.nodes)
  }

  private func table(_ environment: MathTree.Environment, _ rows: [[MathTree]]) -> Markup {
    let kind =
      environment.isAlignment
      ? "lines" : environment == .cases ? "cases" : environment == .substack ? "substack" : "matrix"
    let columns = rows.map(\.count).max() ?? 0
    let table = Markup.element(
      .mtable, [.kind(kind)],
      rows.map { row in
        .element(
          .mtr, [],
          (0..<columns).map { column in
            .element(.mtd, [], column < row.count ? entry(row[column]) : [])
          })
      })
    let (open, close) = environment.delimiters
    return open.isEmpty && close.isEmpty
      ? table : delimited(open, [table], close, stretches: true)
  }
}
