import Notation
import SourceText

extension MathLayout {
  func scripts(
    _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> Box {
    if primes == 0, hasLimits(base) { return limits(base, lower, upper) }
    var inner = box(base)
    // A power of a fraction needs to say how far it reaches.
    if base.isFraction, primes > 0 || upper != nil {
      inner = delimited("(", inner, ")")
    }
    return scripted(inner, primes, lower, upper)
  }

  /// A box with scripts at its right.
  func scripted(_ base: Box, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?) -> Box {
    var inner = base
    let role: Role = inner.lines.first?.last?.role == .number ? .number : .name
    // Beside a tall base raised characters stand in its first line, lowered ones in its last.
    var top = String(repeating: ascii ? "'" : "′", count: primes)
    var bottom = ""
    var raisedBox: Box?
    var loweredBox: Box?
    if let upper {
      if let text = inline(upper, RaisedCharacters.raised, sign: "^") {
        top += text
      } else {
        raisedBox = script(upper)
      }
    }
    if let lower {
      let shorten: (String) -> String? = { writer.shortLowered($0) }
      if let text = inline(lower, shorten, sign: "_") {
        bottom = text
      } else {
        loweredBox = script(lower)
      }
    }
    if inner.height == 1 {
      inner = .beside([inner, Box(text: top + bottom, role)])
    } else {
      inner = beside(inner, top: top, bottom: bottom, role)
    }
    return attach(inner, raised: raisedBox, lowered: loweredBox)
  }

  /// A script as characters on the line of its base, or nil when it needs lines of its own.
  private func inline(
    _ tree: MathTree, _ convert: (String) -> String?, sign: String
  ) -> String? {
    if tree.isFraction || tree.table != nil || tree.stacked != nil { return nil }
    if tree.isEmpty { return "" }
    let plain = tree.compact(ascii: ascii)
    if !ascii { return convert(plain) }
    let holds =
      plain.count == 1 || plain.allSatisfy { $0.isLetter || $0.isNumber }
      || (plain.hasPrefix("(") && plain.hasSuffix(")"))
    return sign + (holds ? plain : "(\(plain))")
  }

  private func beside(_ base: Box, top: String, bottom: String, _ role: Role) -> Box {
    let width = max(top.cellWidth, bottom.cellWidth)
    guard width > 0 else { return base }
    var lines: [StyledLine] = []
    for index in 0..<base.height {
      let text = index == 0 ? top : index == base.height - 1 ? bottom : ""
      lines.append(StyledLine(text, role) + .spaces(width - text.cellWidth))
    }
    return .beside([base, Box(lines: lines, baseline: base.baseline)])
  }

  /// Scripts with lines of their own, above and below the base's.
  private func attach(_ base: Box, raised: Box?, lowered: Box?) -> Box {
    guard raised != nil || lowered != nil else { return base }
    let width = max(raised?.width ?? 0, lowered?.width ?? 0)
    func padded(_ box: Box) -> [StyledLine] {
      box.lines.map { .spaces(base.width) + $0 + .spaces(width - box.width) }
    }
    let lines =
      (raised.map(padded) ?? []) + base.lines.map { $0 + .spaces(width) }
      + (lowered.map(padded) ?? [])
    return Box(lines: lines, baseline: (raised?.height ?? 0) + base.baseline)
  }

  /// Whether scripts belong above and below: sums, maxima, limits.
  private func hasLimits(_ base: MathTree) -> Bool {
    switch base.content {
    case .symbol(let symbol): symbol.class == .large && !symbol.latex.contains("int")
    case .function(let name): FunctionWords.withLimits.contains(name)
    case .stacked(_, _, _, let brace): brace != nil
    case .row, .number, .letter, .text, .fraction, .binomial, .root, .scripts, .accent, .styled,
      .delimited, .table, .space, .lineBreak, .unknown:
      false
    }
  }

  private func limits(_ base: MathTree, _ lower: MathTree?, _ upper: MathTree?) -> Box {
    var boxes = [box(base)]
    if let upper { boxes.insert(script(upper), at: 0) }
    if let lower { boxes.append(script(lower)) }
    return .stacked(boxes, baselineIn: upper == nil ? 0 : 1)
  }
}
