package import Notation
import SourceText

/// Writes a formula as it is typed at a prompt: `delta2 = ((W2)' delta3) .* f'(z2)`. Reading it
/// with the same spellings gives a formula of the same meaning.
package struct KeyboardWriter {
  /// How each name is typed, by its LaTeX.
  private let words: [String: String]
  private let functions: Set<String>
  /// Indices of sums that are being written.
  private var indices: Set<String> = []

  package init(_ spellings: Spellings) {
    var words: [String: String] = [:]
    for (spelling, tree) in spellings.vocabulary where spelling.allSatisfy(\.isASCII) {
      let latex = tree.joiningDelta.latex
      let known = words[latex]
      // The usual spelling is the one without underscores, and the shorter one.
      let isBetter = known.map { (spelling.count, spelling) < ($0.count, $0) } ?? true
      if isBetter { words[latex] = spelling }
    }
    self.words = words
    functions = spellings.functions
  }

  /// - Returns: nil for what cannot be typed, such as ∇.
  package func text(_ tree: MathTree) -> String? {
    row(tree.nodes)
  }

  // MARK: - Rows

  private func row(_ nodes: [MathTree]) -> String? {
    var written = ""
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      // A product is written side by side, which means the same for numbers and matrices.
      let isDot = node.isSymbol("\\cdot", "\\times")
      let isBetweenNumbers =
        isDot && index > 0 && index + 1 < nodes.count
        && (nodes[index - 1].isNumber || nodes[index + 1].isNumber)
      if node.isBlank || isDot && !isBetweenNumbers {
        index += 1
        continue
      }
      let piece: String
      // J(W, b), which is typed J.
      if index + 1 < nodes.count, nodes[index + 1].isDelimited,
        let word = words[MathTree.row([node, nodes[index + 1]]).latex]
      {
        piece = word
        index += 2
      } else if let fold = Fold(node) {
        let body = fold.body(nodes[(index + 1)...])
        guard let text = self.fold(fold, nodes[body]) else { return nil }
        piece = text
        index = body.upperBound
      } else {
        guard let text = self.node(node) else { return nil }
        // log a/b is not log (a/b).
        let isArgument = index > 0 && nodes[index - 1].isFunctionWord
        piece = isArgument && node.needsGroup ? "(\(text))" : text
        index += 1
      }
      let isCall = piece.hasPrefix("(") && index > 1 && callee(nodes[index - 2])
      let isPunctuation = piece == "," || piece == ";"
      written += written.isEmpty || isCall || isPunctuation ? piece : " " + piece
    }
    return written
  }

  /// Whether what stands before parentheses is called with them.
  private func callee(_ node: MathTree) -> Bool {
    if node.isFunctionWord { return true }
    guard let text = self.node(node) else { return false }
    return functions.contains(text.filter { $0 != "'" })
  }

  // MARK: - Nodes

  private func node(_ node: MathTree) -> String? {
    if let word = words[node.latex] { return word }
    switch node.content {
    case .row(let nodes): return row(nodes)
    case .number(let digits): return digits.replacing("−", with: "-")
    case .letter(let letter) where indices.contains(letter): return node.oneLine(ascii: true)
    // Two numbers that have letters of their own where a lesson gives these no value.
    case .letter("e"): return "e"
    case .letter("\\pi"): return "pi"
    case .function(let name): return name
    case .symbol(let symbol): return Self.symbols[symbol.latex]
    case .fraction(let above, let below):
      if let derivative = derivative(above.nodes, below.nodes) { return derivative }
      guard let a = grouped(above), let b = grouped(below) else { return nil }
      return "\(a)/\(b)"
    case .root(let inner, nil): return text(inner).map { "sqrt(\($0))" }
    case .delimited(let open, let inner, _):
      guard let text = text(inner) else { return nil }
      switch open {
      // Of a square matrix bars are the determinant, and abs is not.
      case "|": return text.contains("|") ? "abs(\(text))" : "|\(text)|"
      case "\\|", "\\lVert": return "norm(\(text))"
      default: return "(\(text))"
      }
    case .scripts(let base, let primes, let lower, let upper):
      return scripts(base, primes, lower, upper)
    case .table(let environment, let rows) where environment.isMatrix:
      let lines = rows.map { cells in cells.map { text($0) } }
      guard lines.joined().allSatisfy({ $0 != nil }) else { return nil }
      return "["
        + lines.map { $0.compactMap { $0 }.joined(separator: ", ") }
        .joined(separator: "; ") + "]"
    case .letter, .text, .binomial, .root, .accent, .styled, .table, .stacked, .space, .lineBreak,
      .unknown:
      return nil
    }
  }

  /// `d(u)/d(z_1)`, which every keyboard has; a lesson's own d is another thing.
  private func derivative(_ above: [MathTree], _ below: [MathTree]) -> String? {
    guard above.count > 1, below.count > 1, above[0].isSymbol("\\partial"),
      below[0].isSymbol("\\partial"), !words.values.contains("d")
    else { return nil }
    func inside(_ nodes: [MathTree]) -> String? {
      let tree = MathTree.row(nodes)
      return text(tree.delimited?.inner ?? tree)
    }
    guard let quantity = inside(Array(above.dropFirst())),
      let variable = inside(Array(below.dropFirst()))
    else { return nil }
    return "d(\(quantity))/d(\(variable))"
  }

  private static let symbols: [String: String] = [
    "+": "+", "-": "-", "=": "=", "<": "<", ">": ">", ",": ",", ";": ";", ":": ":", ":=": ":=",
    "/": "/", "\\circ": ".*", "\\bullet": ".*", "\\odot": ".*", "\\cdot": "*", "\\times": "*",
    "*": "*", "\\le": "<=", "\\leq": "<=", "\\ge": ">=", "\\geq": ">=", "\\approx": "~",
  ]

  private func scripts(
    _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> String? {
    // ‖A‖_F² is the square of norm(A, F).
    if let group = base.delimited, group.open == "\\|", let lower, let text = text(group.inner),
      let kind = lower.latex == "F" ? "F" : self.text(lower)
    {
      return raised("norm(\(text), \(kind))", to: upper)
    }
    if primes > 0 {
      guard let name = node(base), lower == nil else { return nil }
      return raised(name + String(repeating: "'", count: primes), to: upper)
    }
    guard let lower else {
      // What has a number and no spelling, as the column x⁽³⁾ of x, cannot be typed.
      guard upper?.isMember != true else { return nil }
      guard let inner = grouped(base) else { return nil }
      return raised(inner, to: upper)
    }
    // A name whose number stands below it keeps it beneath another script: G_2^T is G2'.
    let numbered = MathTree(.scripts(base, primes: 0, lower: lower, upper: nil), .nowhere)
    if let upper, !upper.isMember, let word = words[numbered.latex] {
      return raised(word, to: upper)
    }
    // An index of a name that has a number of its own: W_{12}^{(1)} is W1_12.
    let isMember = upper?.isMember == true
    let name = MathTree(
      .scripts(base, primes: 0, lower: nil, upper: isMember ? upper : nil), .nowhere)
    let head = isMember ? words[name.latex] : grouped(base)
    guard let head, let index = index(lower) else { return nil }
    return raised(head + index, to: isMember ? nil : upper)
  }

  private func index(_ tree: MathTree) -> String? {
    guard let text = text(tree) else { return nil }
    let plain = text.filter { $0 != " " }
    let isShort = plain.count <= 3 && plain.allSatisfy { $0.isLetter || $0.isNumber }
    return isShort ? "_\(plain)" : "_{\(plain)}"
  }

  private func raised(_ text: String, to upper: MathTree?) -> String? {
    guard let upper else { return text }
    if upper.isTranspose { return text + "'" }
    if upper.nodes.count > 1, upper.nodes[0].isSymbol("\\circ", "\\odot") {
      return grouped(.row(Array(upper.nodes.dropFirst()))).map { "\(text).^\($0)" }
    }
    guard let exponent = grouped(upper) else { return nil }
    return "\(text)^\(exponent)"
  }

  /// In parentheses unless it is one piece.
  private func grouped(_ tree: MathTree) -> String? {
    guard let text = text(tree) else { return nil }
    let isOne = tree.nodes.count == 1 && !tree.needsGroup && !text.contains(" ")
    return isOne || text.hasPrefix("(") && tree.nodes.count == 1 ? text : "(\(text))"
  }

  // MARK: - Sums

  /// A large operator with its bounds.
  private struct Fold {
    var word: String
    var index: MathTree
    var bounds: (lower: MathTree, upper: MathTree)?

    init?(_ node: MathTree) {
      guard let scripts = node.scripts, scripts.primes == 0, let lower = scripts.lower,
        scripts.base.isSymbol("\\sum", "\\prod")
      else { return nil }
      word = scripts.base.isSymbol("\\sum") ? "sum" : "prod"
      let parts = lower.nodes.split { $0.isSymbol("=") }.map { MathTree.row(Array($0)) }
      index = parts[0]
      if parts.count == 2, let upper = scripts.upper { bounds = (parts[1], upper) }
    }

    /// The nodes that are summed: up to the end of the last term that mentions the index.
    func body(_ rest: ArraySlice<MathTree>) -> Range<Int> {
      let letter = index
      let last = rest.lastIndex { $0.first { $0 == letter } != nil } ?? rest.startIndex
      let end = rest[min(last + 1, rest.endIndex)...].firstIndex { $0.isSymbol("+", "-", "=") }
      return rest.startIndex..<(end ?? rest.endIndex)
    }
  }

  private func fold(_ fold: Fold, _ body: ArraySlice<MathTree>) -> String? {
    var inner = self
    inner.indices.insert(fold.index.latex)
    let index = fold.index.oneLine(ascii: true)
    guard let text = inner.row(Array(body)) else { return nil }
    guard let bounds = fold.bounds else { return "\(fold.word)(\(index), \(text))" }
    guard let lower = self.text(bounds.lower), let upper = self.text(bounds.upper) else {
      return nil
    }
    return "\(fold.word)(\(index), \(lower), \(upper), \(text))"
  }
}

extension MathTree {
  fileprivate var isFunctionWord: Bool {
    functionName != nil || scripts.map { $0.base.isFunctionWord } ?? false
  }

  fileprivate var isTranspose: Bool {
    isSymbol("\\top", "\\intercal") || letter == "T"
      || styled.map { $0.font == .mathsf && $0.inner.letter == "T" } ?? false
  }

  /// Whether it takes parentheses to stay one piece beside something.
  fileprivate var needsGroup: Bool { isFraction }

  /// ΔW⁽¹⁾ as statements have it: the script on both signs of the name.
  fileprivate var joiningDelta: MathTree {
    guard let nodes = row, nodes.count == 2, nodes[0].letter == "\\Delta",
      var scripts = nodes[1].scripts
    else { return self }
    scripts.base = MathTree.row([nodes[0], scripts.base], location)
    return MathTree(scripts.content, location)
  }
}
