extension MathTree {
  /// The formula on one line: `δ⁽²⁾ = ((W⁽²⁾)ᵀ δ⁽³⁾) ∘ f′(z⁽²⁾)`. Fractions become slashes with the
  /// parentheses they need, matrices `[1 2; 3 4]`.
  package func oneLine(ascii: Bool = false) -> String {
    OneLineWriter(ascii: ascii, isCompact: false).text(self)
  }

  /// Without the spaces around operators, as scripts are set.
  package func compact(ascii: Bool) -> String {
    OneLineWriter(ascii: ascii, isCompact: true).text(self)
  }
}

package struct OneLineWriter {
  package var ascii: Bool
  package var isCompact: Bool

  package init(ascii: Bool, isCompact: Bool) {
    self.ascii = ascii
    self.isCompact = isCompact
  }

  package func text(_ tree: MathTree) -> String {
    switch tree.content {
    case .row(let nodes): return row(nodes)
    case .number(let digits): return number(digits)
    case .letter(let letter): return self.letter(letter)
    case .function(let name): return name
    case .text(let text): return ascii ? text : text
    case .symbol(let symbol): return ascii ? symbol.ascii : symbol.unicode
    case .fraction(let above, let below): return fraction(above, below)
    case .binomial(let above, let below): return "C(\(text(above)), \(text(below)))"
    case .root(let radicand, let index):
      let degree = index.map(text)
      let sign = ascii ? "sqrt" : ["2": "√", "3": "∛", "4": "∜"][degree ?? "2"]
      let inner = text(radicand)
      let argument = inner.count == 1 && !ascii ? inner : "(\(inner))"
      return (sign ?? "√[\(degree ?? "")]") + argument
    case .scripts(let base, let primes, let lower, let upper):
      // The bounds of a sum are read from below.
      let isLarge = Spacing.kind(base, after: nil) == .large
      return scripts(text(base), primes, lower, upper, lowerFirst: isLarge)
    case .accent(let accent, let base): return self.accent(accent, text(base))
    case .styled(let font, let inner):
      let plain = text(inner)
      return (ascii ? nil : font.letter(plain)) ?? plain
    case .delimited(let open, let inner, let close):
      return delimiter(open) + text(inner) + delimiter(close)
    case .table(let environment, let rows): return table(environment, rows)
    case .stacked(let base, let over, let under, let brace):
      var written = text(base)
      if brace == nil || under != nil { written += under.map { "_" + bracketed($0) } ?? "" }
      return written + (over.map { "^" + bracketed($0) } ?? "")
    case .space(let width): return isCompact ? "" : String(repeating: " ", count: min(1, width))
    case .lineBreak: return " "
    case .unknown(let text): return text
    }
  }

  private func row(_ nodes: [MathTree]) -> String {
    var written = ""
    var previous: MathTree?
    for (index, node) in nodes.enumerated() {
      if node.isSpace, previous == nil { continue }
      if let previous, !isCompact, !written.hasSuffix(" ") {
        let gap = Spacing.between(
          previous, node, before: index > 1 ? nodes[index - 2] : nil, ascii: ascii)
        if gap > 0 { written += " " }
      } else if let previous, isCompact, ascii, Spacing.wordsTouch(previous, node) {
        written += " "
      }
      written += text(node)
      previous = node
    }
    return written
  }

  /// 3.5e−7 has a sign of its own.
  package func number(_ digits: String) -> String {
    ascii ? digits.replacing("−", with: "-").replacing("∞", with: "inf") : digits
  }

  package func letter(_ letter: String) -> String {
    guard let symbol = Symbols.letter(letter) else { return letter }
    return ascii ? symbol.ascii : symbol.unicode
  }

  private func fraction(_ above: MathTree, _ below: MathTree) -> String {
    let halves = ["1/2": "½", "1/3": "⅓", "1/4": "¼", "2/3": "⅔", "3/4": "¾"]
    let plain = "\(part(above))/\(part(below))"
    return ascii || isCompact ? plain : halves[plain] ?? plain
  }

  /// Numerator or denominator, in parentheses unless it holds together by itself.
  private func part(_ tree: MathTree) -> String {
    let holds: Bool
    switch tree.content {
    case .row(let nodes):
      holds =
        nodes.count == 2 && nodes[0].symbol?.latex == "\\partial"
        || !nodes.contains { $0.symbol?.class == .binary || $0.symbol?.class == .relation }
          && nodes.count <= 1
    case .fraction: holds = false
    case .number, .letter, .function, .text, .symbol, .binomial, .root, .scripts, .accent,
      .styled, .delimited, .table, .stacked, .space, .lineBreak, .unknown:
      holds = true
    }
    return holds ? text(tree) : "(\(text(tree)))"
  }

  package func accent(_ accent: MathTree.Accent, _ base: String) -> String {
    if ascii { return base + "_" + accent.word }
    if base.count == 1 { return base + accent.combining }
    return accent.word + "(" + base + ")"
  }

  private func scripts(
    _ base: String, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?, lowerFirst: Bool
  ) -> String {
    let primed = base + String(repeating: ascii ? "'" : "′", count: primes)
    let raised = upper.map { tree in
      let plain = tree.compact(ascii: ascii)
      return (ascii ? nil : RaisedCharacters.raised(plain)) ?? "^" + bracketed(tree, plain)
    }
    let lowered = lower.map { tree in
      let plain = tree.compact(ascii: ascii)
      return (ascii ? nil : shortLowered(plain)) ?? "_" + bracketed(tree, plain)
    }
    return primed
      + (lowerFirst ? [lowered, raised] : [raised, lowered]).compactMap(\.self).joined()
  }

  /// A word of lowered letters is hard to read; `J_sparse` is not.
  package func shortLowered(_ plain: String) -> String? {
    let isWord = plain.count > 3 && plain.allSatisfy(\.isLetter)
    return isWord ? nil : RaisedCharacters.lowered(plain)
  }

  private func bracketed(_ tree: MathTree) -> String {
    bracketed(tree, tree.compact(ascii: ascii))
  }

  /// A script in parentheses, unless it holds together by itself. What it is without them is made
  /// once: twice on each level is a thousand times on the tenth.
  private func bracketed(_ tree: MathTree, _ plain: String) -> String {
    let isWord =
      tree.nodes.allSatisfy { $0.symbol == nil }
      && plain.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
    let holds =
      isWord
      || tree.nodes.count == 1
        && (tree.symbol != nil || plain.hasPrefix("(") || plain.hasPrefix("["))
    return holds ? plain : "(\(plain))"
  }

  package func delimiter(_ latex: String) -> String {
    guard let symbol = Symbols.named(latex) else { return latex }
    return ascii ? symbol.ascii : symbol.unicode
  }

  private func table(_ environment: MathTree.Environment, _ rows: [[MathTree]]) -> String {
    let separator = environment.isAlignment ? "" : " "
    let lines = rows.map { $0.map(text).joined(separator: separator) }
    let inner = lines.joined(separator: environment.isAlignment ? "  " : "; ")
    return environment.isAlignment || environment == .substack ? inner : "[\(inner)]"
  }
}
