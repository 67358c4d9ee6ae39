package import Notation

/// Formulas in words, for ears: nothing is told by place or by a sign, every end is said, and what
/// is heard can be written down again as the same formula.
///
///     \delta^{(2)} = \left((W^{(2)})^T \delta^{(3)}\right) \circ f'(z^{(2)})
///     delta 2 equals open open W 2 close transpose times delta 3 close entry by entry
///       f prime of z 2
///
/// - What stands side by side is said with `times`; without a word between them, a letter and what
///   follows it are a member: `\delta^{(2)}` is `delta 2`.
/// - A script of one letter or number is said as it is (`W sub 1 2`, `x power n`), a longer one
///   with another word and up to its end (`subscript j minus 1 end subscript`).
/// - A function is said with `of`; its parentheses then are those of the argument, and are not said
///   around a single term.
/// - A list of indices is said with commas: `W subscript j, i end subscript`.
/// - Braces that only group are not said, as they are not seen.
package struct SpokenMath: Sendable {
  /// Letters that stand for functions, in LaTeX's spelling.
  private let functions: Set<String>
  /// Whether capitals have to be told from small letters, since there are both.
  private let saysCapitals: Bool

  package init(functions: Set<String> = [], saysCapitals: Bool = true) {
    self.functions = functions
    self.saysCapitals = saysCapitals
  }

  package func text(_ tree: MathTree) -> String { said(tree.nodes, isLimit: false) }

  // MARK: - Rows

  /// - Parameter isLimit: whether the word `of` ends what is said here.
  private func said(_ nodes: [MathTree], isLimit: Bool) -> String {
    var words: [String] = []
    var previous: MathTree?
    for node in nodes.flatMap(\.flattened) where !node.isSpace {
      if let before = previous, before.isOperand, node.isOperand {
        if !isLimit, isApplied(before), let inner = node.insideParentheses {
          words += ["of", argument(inner)]
          previous = node
          continue
        }
        if !before.isFunction { words.append("times") }
      }
      words.append(said(node, isLimit: isLimit))
      previous = node
    }
    return words.isEmpty ? "empty" : words.joined(separator: " ")
  }

  private func group(_ tree: MathTree) -> String {
    "group \(said(tree.nodes, isLimit: false)) end group"
  }

  /// The argument of a function: a single term as it is, anything else between open and close.
  private func argument(_ inner: MathTree) -> String {
    let isSingle =
      (inner.row == nil || inner.nodes.isNegative) && !inner.isDelimited && inner.isOperand
      && !inner.isFunction
      && !inner.isSpace
    return isSingle ? said(inner, isLimit: false) : "open \(text(inner)) close"
  }

  /// Whether parentheses behind it hold its argument.
  private func isApplied(_ node: MathTree) -> Bool {
    if let scripts = node.scripts {
      return scripts.base.row == nil && !scripts.base.isScripted && isApplied(scripts.base)
        && !scripts.base.takesLimits
    }
    return node.functionName != nil
      || (node.isLetter || node.isText) && functions.contains(node.latex)
  }

  // MARK: - Parts

  private func said(_ tree: MathTree, isLimit: Bool) -> String {
    switch tree.content {
    case .row(let nodes): return nodes.isNegative ? "negative \(text(nodes[1]))" : group(tree)
    case .number(let digits):
      return digits.replacing("−", with: "-").spelledOutPowersOfTen
    case .letter(let letter): return word(ofLetter: letter)
    case .function(let name):
      if let word = SpokenWords.functions[name] { return word }
      return FunctionWords.commands.contains(name)
        ? name : "function " + name.replacing(" ", with: "-")
    case .text(let text): return "quote \(text.spoken) unquote"
    case .symbol(let symbol): return SpokenWords.word(of: symbol)
    case .fraction(let above, let below):
      return "fraction \(text(above)) over \(text(below)) end fraction"
    case .binomial(let above, let below):
      return "binomial \(text(above)) choose \(text(below)) end binomial"
    case .root(let radicand, let index):
      return index.map { "root index \(text($0)) radicand \(text(radicand)) end root" }
        ?? "square root of \(text(radicand)) end root"
    case .scripts(let base, let primes, let lower, let upper):
      return said(
        MathTree.Scripts(base: base, primes: primes, lower: lower, upper: upper), isLimit: isLimit)
    case .accent(let accent, let base):
      let word = SpokenWords.accents[accent] ?? accent.rawValue
      return base.isLetter
        ? "\(text(base)) \(word)" : "accent \(word) over \(text(base)) end accent"
    case .styled(let font, let inner):
      return "\(SpokenWords.fonts[font] ?? font.rawValue) \(base(inner))"
    case .delimited(let open, let inner, let close):
      if let words = SpokenWords.delimiters["\(open) \(close)"] {
        return "\(words.open) \(text(inner)) \(words.close)"
      }
      return "left \(name(open)) \(text(inner)) right \(name(close))"
    case .table(let environment, let rows): return table(environment, rows)
    case .stacked(let base, let over, let under, let brace):
      return
        (["stacked", text(base)] + [brace?.rawValue].compactMap(\.self)
        + (over.map { ["above", text($0)] } ?? []) + (under.map { ["below", text($0)] } ?? [])
        + ["end stacked"]).joined(separator: " ")
    case .space: return ""
    case .lineBreak: return "new line"
    case .unknown(let text): return "unread \(text.spoken) end unread"
    }
  }

  private func name(_ delimiter: String) -> String {
    delimiter.isEmpty ? "nothing" : SpokenWords.name(delimiter)
  }

  private func word(ofLetter letter: String) -> String {
    if letter.hasSuffix("'") { return word(ofLetter: String(letter.dropLast())) + " prime" }
    if letter.count == 1, letter.first?.isASCII == true {
      let isCapital = letter.first?.isUppercase == true
      return isCapital && saysCapitals ? "capital \(letter.lowercased())" : letter
    }
    let name = SpokenWords.name(letter)
    guard Symbols.letter(letter) != nil else { return "letter \(name)" }
    if name.hasPrefix("var") { return "variant \(name.dropFirst(3))" }
    guard name.first?.isUppercase == true else { return name }
    // ℜ and ℑ are no capitals of anything.
    return Symbols.letter("\\" + name.lowercased()) == nil
      ? "letter \(name)" : "capital \(name.lowercased())"
  }

  private func table(_ environment: MathTree.Environment, _ rows: [[MathTree]]) -> String {
    let columns = rows.map(\.count).max() ?? 0
    let spoken = rows.enumerated().map { index, row in
      "row \(index + 1): " + row.map(text).joined(separator: ", ") + ";"
    }
    let word = SpokenWords.environments[environment] ?? environment.rawValue
    return (["\(rows.count) by \(columns) \(word),"] + spoken + ["end matrix"])
      .joined(separator: " ")
  }

  // MARK: - Scripts

  private func said(_ scripts: MathTree.Scripts, isLimit: Bool) -> String {
    if scripts.base.takesLimits, scripts.primes == 0, let lower = scripts.lower {
      let head = said(scripts.base, isLimit: isLimit)
      let limit = said(lower.nodes, isLimit: true)
      if let upper = scripts.upper {
        return "\(head) from \(limit) to \(said(upper.nodes, isLimit: true)) of"
      }
      return "\(head) for \(limit) of"
    }
    var words = [base(scripts.base)]
    words += Array(repeating: "prime", count: scripts.primes)
    var upper = scripts.upper
    if scripts.base.takesMember, let (member, rest) = upper?.member {
      words.append(said(member, isLimit: false))
      upper = rest
    }
    if let lower = scripts.lower {
      words.append(lowered(lower, isFramed: scripts.base.isFunction))
    }
    if let upper { words.append(power(upper)) }
    return words.joined(separator: " ")
  }

  /// What something stands at, so that it is clear where it begins.
  private func base(_ tree: MathTree) -> String {
    tree.row != nil || tree.isScripted ? group(tree) : said(tree, isLimit: false)
  }

  /// - Parameter isFramed: whether its end is always said: a number may follow without a word
  ///   between.
  private func lowered(_ tree: MathTree, isFramed: Bool) -> String {
    if !isFramed, let digits = tree.digits, digits.allSatisfy({ $0.isASCII && $0.isNumber }) {
      return "sub " + digits.map(String.init).joined(separator: " ")
    }
    if !isFramed, tree.isLetter { return "sub \(said(tree, isLimit: false))" }
    let isList =
      tree.nodes.count > 1 && tree.nodes.allSatisfy { $0.isLetter || $0.isNumber }
    let inner =
      isList
      ? tree.nodes.map { said($0, isLimit: false) }.joined(separator: ", ") : text(tree)
    return "subscript \(inner) end subscript"
  }

  private func power(_ tree: MathTree) -> String {
    if tree.letter == "T" { return "transpose" }
    if tree.isSymbol("\\top") { return "transposed" }
    if let digits = tree.digits {
      return SpokenWords.powers[digits] ?? "power \(said(tree, isLimit: false))"
    }
    if tree.isLetter { return "power \(said(tree, isLimit: false))" }
    if let row = tree.row, row.count == 2, row[0].isSymbol("-"), row[1].digits == "1" {
      return "inverse"
    }
    if let inner = tree.insideParentheses { return "upper \(text(inner)) end upper" }
    return "exponent \(text(tree)) end exponent"
  }
}

extension [MathTree] {
  /// Whether it is a number with its sign.
  fileprivate var isNegative: Bool { count == 2 && self[0].isSymbol("-") && self[1].isNumber }
}

extension MathTree {
  /// The parts of what is only grouped; a number keeps its sign.
  fileprivate var flattened: [MathTree] {
    row.map { $0.isNegative ? [self] : $0.flatMap(\.flattened) } ?? [self]
  }

  fileprivate var isFunction: Bool {
    scripts.map { $0.base.isFunction && !($0.base.takesLimits && $0.lower != nil) }
      ?? (functionName != nil)
  }

  /// Whether it is a thing and no sign between things.
  fileprivate var isOperand: Bool {
    switch content {
    case .symbol, .space, .lineBreak: false
    case .scripts(let base, _, _, _): base.isOperand && !(base.takesLimits && isIndexed)
    case .row, .number, .letter, .function, .text, .fraction, .binomial, .root, .accent, .styled,
      .delimited, .table, .stacked, .unknown:
      true
    }
  }

  /// Whether a script below it is what it goes over.
  fileprivate var takesLimits: Bool {
    symbol?.class == .large || functionName.map(FunctionWords.withLimits.contains) == true
  }

  /// Whether a number or letter said right behind it is which member of it is meant.
  fileprivate var takesMember: Bool {
    switch content {
    case .letter, .accent, .styled, .delimited: true
    case .row, .number, .function, .text, .symbol, .fraction, .binomial, .root, .scripts, .table,
      .stacked, .space, .lineBreak, .unknown:
      false
    }
  }

  /// `(2)` and `(2)T` as a number of a member, with the transpose that may follow.
  fileprivate var member: (member: MathTree, rest: MathTree?)? {
    func single(_ tree: MathTree?) -> MathTree? {
      tree?.insideParentheses.flatMap { $0.isNumber || $0.isLetter ? $0 : nil }
    }
    if let member = single(self) { return (member, nil) }
    guard let row, row.count == 2, let member = single(row[0]),
      row[1].letter == "T" || row[1].isSymbol("\\top")
    else { return nil }
    return (member, row[1])
  }
}
