package import SourceText

/// Reads mathematics as it is typed at a prompt, `delta2 = (W2' delta3) .* f'(z2)`, into the same
/// tree that LaTeX is read into. Always returns a tree; what is wrong with it is in the findings.
///
/// Names are looked up in a vocabulary of spellings; an unknown one is taken apart by the usual
/// rules (`rho_hat` is ρ̂, `W2` is W⁽²⁾), so that what is said of it later has a name.
package struct KeyboardReader {
  let file: SourceFile
  let vocabulary: [String: MathTree]
  private let functions: Set<String>
  var tokens: [KeyboardToken] = []
  var position = 0
  private var depth = 0
  private var findings: [Finding] = []

  /// Longer answers are a slip of the clipboard.
  package static let longest = 20_000

  /// - Parameters:
  ///   - vocabulary: how names are spelled, and what each spelling means.
  ///   - functions: spellings after which a prime means the derivative.
  package static func read(
    _ file: SourceFile, vocabulary: [String: MathTree], functions: Set<String>
  ) -> ReadMath {
    var reader = KeyboardReader(file, vocabulary, functions)
    guard file.bytes.count <= longest else {
      reader.report(
        .formulaTooLong, Location(file, file.bytes.indices).prefix(1),
        "This has \(file.bytes.count) characters, and \(longest) can be read",
        help: "Type the formula alone.")
      return ReadMath(lines: [], findings: reader.findings)
    }
    reader.tokens = KeyboardToken.tokens(file)
    let nodes = reader.row(until: [])
    let lines = nodes.isEmpty ? [] : [MathTree.row(nodes)]
    return ReadMath(lines: lines, findings: reader.findings.inReadingOrder())
  }

  private init(_ file: SourceFile, _ vocabulary: [String: MathTree], _ functions: Set<String>) {
    self.file = file
    self.vocabulary = vocabulary
    self.functions = functions.union(Self.words).union(["f", "g"])
  }

  private static let words: Set<String> = [
    "log", "ln", "exp", "sqrt", "tanh", "sin", "cos", "arcsin", "arccos", "arctan", "max", "min",
    "tr", "diag", "det", "sign",
    "abs", "norm", "sum", "prod",
  ]

  mutating func report(
    _ kind: FindingKind, _ location: Location, _ summary: String, help: String? = nil
  ) {
    findings.append(Finding(kind, at: location, summary, help: help))
  }

  // MARK: - Rows

  var endOfText: Location { Location(file, file.bytes.count..<file.bytes.count) }

  var current: KeyboardToken? { tokens.indices.contains(position) ? tokens[position] : nil }

  /// Nodes up to a closing sign, which is left for the caller.
  private mutating func row(until closers: Set<String>) -> [MathTree] {
    depth += 1
    defer { depth -= 1 }
    var nodes: [MathTree] = []
    while let token = current {
      if closers.contains(token.text) { break }
      guard depth <= 60 else {
        report(.nestedTooDeep, token.location, "This is nested more than 60 deep")
        position = tokens.count
        break
      }
      let before = position
      nodes += item(after: nodes.last)
      if position == before { position += 1 }
    }
    return nodes
  }

  /// An operator, or a factor with its scripts.
  mutating func item(after previous: MathTree?) -> [MathTree] {
    guard let token = current else { return [] }
    if let latex = Self.operators[token.text], let symbol = Symbols.named(latex) {
      position += 1
      return [MathTree(.symbol(symbol), token.location)]
    }
    // The matrix product of @ is what standing side by side means.
    if token.text == "@" {
      position += 1
      return Symbols.named("\\cdot").map { [MathTree(.symbol($0), token.location)] } ?? []
    }
    if [")", "]", "}"].contains(token.text) {
      report(
        .unbalanced, token.location, "This \(token.text) closes nothing", help: "Take it away.")
      position += 1
      return []
    }
    if token.kind == .number, let previous, (previous.scripts?.base ?? previous).isNumber {
      report(
        .numerals, previous.location.through(token.location),
        "Two numbers stand side by side: \(previous.oneLine()) and \(token.text)",
        help: "Write * between factors, + in a mixed number, and entries in brackets.")
    }
    if let derivative = derivative() { return scripted([derivative]) }
    guard let factor = factor() else { return [] }
    return scripted(factor)
  }

  static let operators: [String: String] = [
    "+": "+", "-": "-", "−": "-", "*": "*", "/": "/", "./": "/", "÷": "/", ".*": "\\circ",
    "∘": "\\circ", "•": "\\bullet", "⊙": "\\odot", "·": "\\cdot", "×": "\\times", "=": "=",
    "<": "<", ">": ">", "<=": "\\le", "≤": "\\le", ">=": "\\ge", "≥": "\\ge", "≈": "\\approx",
    "~": "\\approx", ":=": ":=", ",": ",", ";": ";", ":": ":",
  ]

  /// `'`, `.T`, `ᵀ` and powers behind a factor.
  mutating func scripted(_ factor: [MathTree]) -> [MathTree] {
    var factor = factor
    while let token = current, let last = factor.last {
      let location = last.location.through(token.location)
      switch token.text {
      case "'", "’", "′", "ᵀ", ".T":
        position += 1
        let transposition = MathTree(.letter("T"), token.location)
        factor[factor.count - 1] = MathTree(
          .scripts(last, primes: 0, lower: nil, upper: transposition), location)
      case "^", "**", ".^":
        position += 1
        guard let exponent = exponent() else {
          report(
            .missingArgument, token.location, "Nothing follows \(token.text)",
            help: "Write the exponent.")
          return factor
        }
        // Entry by entry, as A^{\circ 2} is written.
        let sign = token.text == ".^" ? Symbols.named("\\circ") : nil
        let upper = sign.map {
          MathTree.row([MathTree(.symbol($0), token.location)] + exponent.nodes)
        }
        factor[factor.count - 1] = MathTree(
          .scripts(last, primes: 0, lower: nil, upper: upper ?? exponent),
          last.location.through(exponent.location))
      default:
        guard token.kind == .raised, let digits = token.raisedDigits else { return factor }
        position += 1
        factor[factor.count - 1] = MathTree(
          .scripts(last, primes: 0, lower: nil, upper: MathTree(.number(digits), token.location)),
          location)
      }
    }
    return factor
  }

  private mutating func exponent() -> MathTree? {
    guard let token = current else { return nil }
    if token.text == "-" || token.text == "−", let minus = Symbols.named("-") {
      position += 1
      guard let inner = factor() else { return nil }
      return .row([MathTree(.symbol(minus), token.location)] + inner)
    }
    guard let inner = factor() else { return nil }
    // Parentheses around an exponent only hold it together.
    if inner.count == 1, let inside = inner[0].insideParentheses { return inside }
    return .row(inner)
  }

  // MARK: - Factors

  mutating func factor() -> [MathTree]? {
    guard let token = current else { return nil }
    switch token.kind {
    case .number:
      position += 1
      return [MathTree(.number(token.text), token.location)]
    case .name: return name(token)
    case .raised, .sign: break
    }
    switch token.text {
    case "(": return group("(", ")", "(", ")").map { [$0] }
    case "{": return group("{", "}", "(", ")").map { [$0] }
    case "[": return matrix().map { [$0] }
    case "|": return group("|", "|", "|", "|").map { [$0] }
    case "‖", "||": return group(token.text, token.text, "\\|", "\\|").map { [$0] }
    default:
      report(
        .doesNotRun, token.location, "\(token.text) cannot be read here",
        help: "Formulas are typed as in: (W2' delta3) .* f'(z2)")
      position += 1
      return nil
    }
  }

  private mutating func group(
    _ open: String, _ close: String, _ left: String, _ right: String
  ) -> MathTree? {
    guard let start = current else { return nil }
    position += 1
    let inner = row(until: [close])
    guard let end = current else {
      report(
        .unbalanced, start.location, "This \(open) is never closed", help: "Close it with \(close)."
      )
      return MathTree(
        .delimited(left, .row(inner), right), start.location.through(endOfText))
    }
    position += 1
    return MathTree(
      .delimited(left, .row(inner), right), start.location.through(end.location))
  }

  /// A name, a function with its argument, or `sum(i, …)`.
  private mutating func name(_ token: KeyboardToken) -> [MathTree]? {
    position += 1
    var primes = 0
    let isFunction = functions.contains(token.text)
    if isFunction {
      while let next = current, ["'", "’", "′"].contains(next.text) {
        primes += 1
        position += 1
      }
    }
    if isFunction, primes == 0, let built = call(token) { return [built] }
    if !isFunction, let names = namesSideBySide(token) { return names }
    var tree =
      Self.words.contains(token.text)
      ? MathTree(.function(token.text), token.location) : resolved(token.text, token.location)
    // W_{3,2}
    if token.text.hasSuffix("_"), token.text.count > 1, current?.text == "{",
      let group = group("{", "}", "(", ")"), let index = group.delimited?.inner
    {
      let head = token.location.dropLast(1)
      tree = resolved(String(token.text.dropLast()), head).indexed(
        by: index, token.location.through(group.location))
    }
    // J(W,b;x,y), which J alone stands for, too.
    let parts = tree.nodes
    if primes == 0, parts.count == 2, parts[1].insideParentheses != nil, current?.text == "(",
      current?.hasSpaceBefore == false, let group = group("(", ")", "(", ")")
    {
      return [MathTree(.row([parts[0], group]), token.location.through(group.location))]
    }
    if primes > 0 {
      let end = tokens[position - 1].location
      tree = MathTree(
        .scripts(tree, primes: primes, lower: nil, upper: nil), token.location.through(end))
    }
    return [tree]
  }

  /// Functions whose LaTeX is more than a word: `sum(i, x_i)`, `norm(v)`, `sqrt(x)`.
  private mutating func call(_ token: KeyboardToken) -> MathTree? {
    guard ["sum", "prod", "norm", "sqrt"].contains(token.text), current?.text == "(" else {
      return nil
    }
    guard let group = group("(", ")", "(", ")"), let inner = group.delimited?.inner else {
      return nil
    }
    let location = token.location.through(group.location)
    let parts = inner.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }
      .map { MathTree.row(Array($0)) }
    switch token.text {
    case "sqrt": return MathTree(.root(inner, index: nil), location)
    case "norm":
      let whole = MathTree(.delimited("\\|", parts[0], "\\|"), location)
      guard parts.count == 2 else { return whole }
      return MathTree(.scripts(whole, primes: 0, lower: parts[1], upper: nil), location)
    default: return fold(token, parts, location)
    }
  }

  /// `sum(i, body)` and `sum(i, 1, m, body)`.
  private mutating func fold(
    _ token: KeyboardToken, _ parts: [MathTree], _ location: Location
  ) -> MathTree? {
    guard parts.count == 2 || parts.count == 4, let body = parts.last,
      let symbol = Symbols.named(token.text == "sum" ? "\\sum" : "\\prod"),
      let equals = Symbols.named("=")
    else {
      report(
        .missingArgument, location, "\(token.text) takes an index and what is summed over it",
        help: "Write \(token.text)(i, x_i), or with bounds \(token.text)(i, 1, m, x_i).")
      return MathTree(.unknown(token.text), location)
    }
    var lower = parts[0]
    var upper: MathTree?
    if parts.count == 4 {
      lower = .row(
        parts[0].nodes + [MathTree(.symbol(equals), parts[0].location)] + parts[1].nodes)
      upper = parts[2]
    }
    let sign = MathTree(
      .scripts(
        MathTree(.symbol(symbol), token.location), primes: 0, lower: lower, upper: upper),
      token.location)
    // The parentheses of the call end the sum.
    return MathTree(.delimited("(", .row([sign] + body.nodes), ")"), location)
  }
}
