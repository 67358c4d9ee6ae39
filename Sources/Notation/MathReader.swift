import SourceText

/// Reads LaTeX into a `MathTree`. Always returns a tree: what it does not know stands in it as
/// written, and every such place is a finding.
///
/// All delimiters are matched in one pass over the tokens beforehand. Each construct then reads a
/// slice of tokens whose end is known, so nothing is tried twice and no bracket, however it is
/// missing, loses what follows.
package struct MathReader {
  /// What a formula is read for.
  package enum Purpose: Sendable {
    /// To be run: a line break ends a statement, and a lone bracket is a mistake.
    case live
    /// To be read: line breaks are spaces, and `]0, 1[` is nobody's mistake.
    case shown
  }

  /// Deeper than this nothing is read: formulas of people stay below ten.
  package static let deepest = 60

  /// More signs than this are no formula of a lesson: a matrix of 100×100 has a tenth of them.
  package static let longest = 200_000

  let source: MathSource
  let purpose: Purpose
  var tokens: [MathToken]
  /// For each opening token the token that closes it.
  var closer: [Int: Int] = [:]
  var findings: [Finding] = []
  var depth = 0
  /// How many atoms are being read as arguments of each other, as in `\sqrt\sqrt x`.
  var atoms = 0
  /// Where the row stands that is read next.
  var place = Surroundings.row
  /// Commands of which it has been said why they are not read.
  var refused: Set<String> = []
  private var saidTooDeep = false

  private init(_ source: MathSource, for purpose: Purpose) {
    self.source = source
    self.purpose = purpose
    let lexer = MathLexer(source)
    tokens = lexer.tokens
    for sign in lexer.percents where purpose == .live { reportPercent(sign) }
    matchDelimiters()
  }

  package static func read(_ source: MathSource, for purpose: Purpose) -> ReadMath {
    var macros = Macros()
    return read(source, for: purpose, &macros)
  }

  /// - Parameter macros: what is known of them before, and after.
  package static func read(
    _ source: MathSource, for purpose: Purpose, _ macros: inout Macros
  ) -> ReadMath {
    let written = source
    let (source, problems, refused) = macros.expanding(written)
    var reader = MathReader(source, for: purpose)
    reader.refused = refused
    guard reader.tokens.count <= longest else { return reader.tooLong() }
    let lines = reader.readLines(reader.tokens.indices)
    // Those of the formula stand in it as its macros made it, to be compared with its parts.
    return ReadMath(
      lines: lines, findings: problems + reader.findings.inReadingOrder(),
      definesMacros: written.definesMacros)
  }

  /// One formula as one tree, for prose and tests.
  package static func read(_ latex: String) -> MathTree {
    let read = read(MathSource(latex), for: .shown)
    var nodes: [MathTree] = []
    for (index, line) in read.lines.enumerated() {
      if index > 0 { nodes.append(MathTree(.lineBreak, line.location)) }
      nodes += line.nodes
    }
    return .row(nodes)
  }

  private mutating func tooLong() -> ReadMath {
    let whole = location(of: tokens.indices)
    report(
      .formulaTooLong, at: whole.prefix(1),
      "This formula has \(tokens.count) signs, and \(Self.longest) can be read",
      help: "Cut it into several, each with a name.")
    return ReadMath(lines: [MathTree(.unknown("…"), whole)], findings: findings)
  }

  // MARK: - Lines

  private mutating func readLines(_ slice: Range<Int>) -> [MathTree] {
    var lines: [MathTree] = []
    var start = slice.lowerBound
    var index = start
    func endsLine(_ index: Int) -> Bool {
      switch tokens[index].kind {
      case .lineEnd: true
      case .newline: purpose == .live
      default: false
      }
    }
    while index < slice.upperBound {
      if endsLine(index) {
        if start < index { lines.append(readRow(start..<index)) }
        start = index + 1
        index = start
      } else {
        index = (closer[index] ?? index) + 1
      }
    }
    if start < slice.upperBound { lines.append(readRow(start..<slice.upperBound)) }
    return lines.filter { !$0.isEmpty }
  }

  // MARK: - Rows

  /// Nodes side by side, up to the end of the slice.
  mutating func readRow(_ slice: Range<Int>) -> MathTree {
    let whole = location(of: slice)
    let place = self.place
    self.place = .row
    guard depth < Self.deepest else { return tooDeep(whole) }
    depth += 1
    defer { depth -= 1 }

    var nodes: [MathTree] = []
    var index = slice.lowerBound
    while index < slice.upperBound {
      if case .command(let name) = tokens[index].kind, ["over", "choose", "atop"].contains(name) {
        let above = MathTree.row(nodes)
        let below = readRow(index + 1..<slice.upperBound)
        let content: MathTree.Content =
          name == "choose" ? .binomial(above, below) : .fraction(above, below)
        return MathTree(content, whole)
      }
      let before = index
      if let node = readScripted(&index, slice.upperBound, after: nodes.last) { nodes.append(node) }
      // Every turn consumes a token; whatever a construct did, reading comes to its end.
      if index <= before { index = before + 1 }
    }
    return .row(joiningNumerals(nodes, in: place), whole)
  }

  /// Stands for what is nested too deep; said once a formula.
  mutating func tooDeep(_ location: Location) -> MathTree {
    if !saidTooDeep {
      saidTooDeep = true
      report(
        .nestedTooDeep, at: location, "This is nested more than \(Self.deepest) deep",
        help: "Give the inner part a name of its own and use the name here.")
    }
    return MathTree(.unknown("…"), location)
  }

  func location(of slice: Range<Int>) -> Location {
    guard let first = slice.first else {
      return slice.lowerBound < tokens.count
        ? tokens[slice.lowerBound].location.start
        : tokens.last?.location.end ?? source.start
    }
    return tokens[first].location.through(tokens[slice.upperBound - 1].location)
  }

  /// An atom with the primes and scripts that follow it.
  private mutating func readScripted(
    _ index: inout Int, _ end: Int, after previous: MathTree?
  ) -> MathTree? {
    let start = index
    let base: MathTree
    switch tokens[index].kind {
    case .superscript, .subscript, .prime:
      base = MathTree(.row([]), location(of: index..<index))
    default:
      guard let atom = readAtom(&index, end, after: previous) else { return nil }
      base = atom
    }
    var primes = 0
    var (lowers, uppers): ([MathTree], [MathTree]) = ([], [])
    var isRefused = false
    // What is wrong with one atom is said once, however many scripts follow.
    func refuse(_ index: Int, _ sign: String) {
      if !isRefused { reportSecondScript(index, sign) }
      isRefused = true
    }
    scripts: while index < end {
      switch tokens[index].kind {
      case .prime:
        if !uppers.isEmpty { refuse(index, "^") }
        primes += 1
        index += 1
      case .command("prime") where primes > 0:
        primes += 1
        index += 1
      case .superscript:
        let sign = index
        let script = readArgument(&index, end, of: "^")
        if script.isSymbol("\\prime") {
          primes += 1
        } else {
          if !uppers.isEmpty { refuse(sign, "^") }
          uppers.append(script)
        }
      case .subscript:
        let sign = index
        let script = readArgument(&index, end, of: "_")
        if !lowers.isEmpty { refuse(sign, "_") }
        lowers.append(script)
      case .command("limits"), .command("nolimits"), .command("displaylimits"):
        index += 1
      case .newline where continuesWithScript(index, end):
        index += 1
      default: break scripts
      }
    }
    func joined(_ scripts: [MathTree]) -> MathTree? {
      scripts.count > 1 ? .row(scripts.flatMap(\.nodes)) : scripts.first
    }
    let (lower, upper) = (joined(lowers), joined(uppers))
    guard primes > 0 || lower != nil || upper != nil else { return base }
    let whole = location(of: start..<index)
    if isRefused, purpose == .live { return MathTree(.unknown(whole.text), whole) }
    // The label of a brace stands beside the brace, not as its index.
    if let braced = base.stacked, let brace = braced.brace {
      return MathTree(
        .stacked(
          braced.base, over: braced.over ?? upper, under: braced.under ?? lower, brace: brace),
        whole)
    }
    return MathTree(.scripts(base, primes: primes, lower: lower, upper: upper), whole)
  }

  /// TeX refuses it, and so does GitHub, because it could belong to either.
  private mutating func reportSecondScript(_ index: Int, _ sign: String) {
    report(
      .secondScript, purpose == .live ? .error : .warning, at: tokens[index].location,
      "A second \(sign == "_" ? "subscript" : "superscript") follows the first, and TeX allows one",
      help: "Put what belongs together in braces: {a\(sign)b}\(sign)c or a\(sign){b\(sign)c}.")
  }

  private mutating func reportPercent(_ sign: Location) {
    report(
      .percent, .warning, at: sign, "A % right behind a number begins a comment",
      help: "For per cent write \\%; before a comment leave a space.")
  }

  private func continuesWithScript(_ index: Int, _ end: Int) -> Bool {
    guard purpose == .shown, index + 1 < end else { return false }
    return tokens[index + 1].kind == .superscript || tokens[index + 1].kind == .subscript
  }

  /// The argument after a command or script sign: a braced group or one atom.
  mutating func readArgument(_ index: inout Int, _ end: Int, of owner: String) -> MathTree {
    let ownerIndex = index
    index += 1
    while index < end, tokens[index].kind == .newline { index += 1 }
    guard index < end, !endsArgument(tokens[index].kind) else {
      report(
        .missingArgument, at: tokens[ownerIndex].location, "Nothing follows \(owner)",
        help: "Write what belongs to it in braces: \(owner){…}.")
      return MathTree(.row([]), location(of: ownerIndex..<ownerIndex + 1))
    }
    if tokens[index].kind == .openBrace, let close = closer[index], close < end {
      place = owner == "_" ? .script : .row
      let inner = readRow(index + 1..<close)
      index = close + 1
      return inner
    }
    if purpose == .live, let unbraced = readUnbraced(&index, end, of: owner) { return unbraced }
    // One digit of a longer number: \frac12 is a half.
    if case .number(let digits) = tokens[index].kind, digits.count > 1 {
      return splitDigit(index, digits)
    }
    return readAtom(&index, end, after: nil) ?? MathTree(.row([]), location(of: index..<index))
  }

  private func endsArgument(_ kind: MathToken.Kind) -> Bool {
    switch kind {
    case .superscript, .subscript, .ampersand, .lineEnd, .closeBrace, .end: true
    default: false
    }
  }

  private mutating func splitDigit(_ index: Int, _ digits: String) -> MathTree {
    let whole = tokens[index].location
    tokens[index] = MathToken(
      kind: .number(String(digits.dropFirst())), location: whole.dropFirst(1))
    return MathTree(.number(String(digits.prefix(1))), whole.prefix(1))
  }

  // MARK: - Findings

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at location: Location,
    _ summary: String, help: String? = nil
  ) {
    findings.append(
      Finding(kind, severity, at: location, summary, help: help))
  }
}
