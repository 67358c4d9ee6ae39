import SourceText

extension MathReader {
  /// One atom, without its scripts. Returns nil for what prints nothing.
  mutating func readAtom(_ index: inout Int, _ end: Int, after previous: MathTree?) -> MathTree? {
    let token = tokens[index]
    let here = token.location
    guard atoms < Self.deepest else {
      index += 1
      return tooDeep(here)
    }
    atoms += 1
    defer { atoms -= 1 }
    switch token.kind {
    case .newline: break
    case .ampersand: reportAmpersand(here)
    case .lineEnd:
      index += 1
      return MathTree(.lineBreak, here)
    case .letter(let letter):
      index += 1
      return MathTree(.letter(letter), here)
    case .number(let digits):
      index += 1
      return MathTree(.number(digits), here)
    case .text(let content, let command):
      index += 1
      return readText(content, command, here)
    case .character(let character):
      return readSymbol(character, &index, end)
    case .openBrace:
      guard let close = closer[index] else { break }
      let inner = readRow(index + 1..<close)
      index = close + 1
      // 0{,}5: the braces say that this comma separates nothing.
      return inner.isSymbol(",") ? MathTree(.row([inner]), inner.location) : inner
    case .begin(let name):
      if let table = readEnvironment(&index, name) { return table }
    case .command(let name):
      return readCommand(name, &index, end)
    case .closeBrace, .end, .superscript, .subscript, .prime: break
    }
    index += 1
    return nil
  }

  private mutating func readText(
    _ content: String, _ command: String, _ location: Location
  ) -> MathTree? {
    switch command {
    case "label", "tag", "vspace", "color": return nil
    case "hspace": return MathTree(.space(1), location)
    case "operatorname":
      let words = content.replacing("\\,", with: " ").replacing("\\;", with: " ")
        .split(separator: " ").joined(separator: " ")
      return MathTree(.function(words.filter { $0 != "\\" }), location)
    default:
      let text = content.replacing("\\_", with: "_").replacing("\\%", with: "%")
      return MathTree(.text(text), location)
    }
  }

  private mutating func readSymbol(
    _ spelling: String, _ index: inout Int, _ end: Int
  ) -> MathTree {
    let here = tokens[index].location
    guard let symbol = Symbols.named(spelling) else {
      index += 1
      if purpose == .live { reportCharacter(spelling, here) }
      return MathTree(.unknown(spelling), here)
    }
    switch symbol.class {
    case .opening: return readBracketed(&index, symbol)
    case .bar: return readBar(&index, end, symbol)
    default:
      index += 1
      return MathTree(.symbol(symbol), here)
    }
  }

  /// Only between the entries of a table does it say something. A table that is never ended has
  /// been reported.
  private mutating func reportAmpersand(_ location: Location) {
    guard !findings.contains(where: { $0.kind == .unbalanced }) else { return }
    report(
      .unbalanced, .warning, at: location, "This & stands in no matrix and in no aligned lines",
      help: "Take it away, or write what it separates between \\begin{…} and \\end{…}.")
  }

  private mutating func reportCharacter(_ spelling: String, _ location: Location) {
    let name = location.text.unicodeScalars.first?.described ?? spelling
    report(
      .unknownCharacter, at: location, "The character \(spelling) (\(name)) has no meaning here",
      help: "Write what it stands for as LaTeX, or take it away.")
  }

  private static let spaces: [String: Int] = [
    ",": 1, ":": 1, ">": 1, ";": 1, " ": 1, "!": 0, "quad": 2, "qquad": 4, "enspace": 1,
    "thinspace": 1, "enskip": 1,
  ]

  /// Commands that change nothing a terminal can show.
  private static let silent: Set<String> = [
    "displaystyle", "textstyle", "scriptstyle", "scriptscriptstyle", "limits", "nolimits",
    "nonumber", "notag", "noindent", "hline", "strut", "mathstrut", "allowbreak", "relax",
    "centering", "rm", "bf", "it", "cal", "small", "large", "left", "right",
  ]

  private static let fontAliases: [String: MathTree.Font] = [
    "mathnormal": .mathit, "pmb": .boldsymbol, "Bbb": .mathbb,
  ]

  private static let accentAliases: [String: MathTree.Accent] = ["overbar": .overline]

  private mutating func readCommand(
    _ name: String, _ index: inout Int, _ end: Int
  ) -> MathTree? {
    let start = index
    func whole() -> Location { location(of: start..<max(start + 1, index)) }

    if let width = Self.spaces[name] {
      index += 1
      return width == 0 ? nil : MathTree(.space(width), whole())
    }
    if Self.sizes.contains(name) {
      index += 1
      guard index < end else { return nil }
      return readAtom(&index, end, after: nil)
    }
    if name == "left", let group = readLeftRight(&index) { return group }
    if Self.silent.contains(name) {
      index += 1
      return nil
    }
    if Symbols.letter("\\" + name) != nil {
      index += 1
      return MathTree(.letter("\\" + name), whole())
    }
    if Symbols.named("\\" + name) != nil { return readSymbol("\\" + name, &index, end) }
    if FunctionWords.commands.contains(name) {
      index += 1
      return MathTree(.function(name), whole())
    }
    if let font = MathTree.Font(rawValue: name) ?? Self.fontAliases[name] {
      let inner = readArgument(&index, end, of: "\\" + name)
      return MathTree(.styled(font, inner), whole())
    }
    if let accent = MathTree.Accent(rawValue: name) ?? Self.accentAliases[name] {
      let inner = readArgument(&index, end, of: "\\" + name)
      return MathTree(.accent(accent, inner), whole())
    }
    return readStructure(name, &index, end)
  }

  /// Commands with arguments of their own.
  private mutating func readStructure(
    _ name: String, _ index: inout Int, _ end: Int
  ) -> MathTree? {
    let start = index
    func whole() -> Location { location(of: start..<max(start + 1, index)) }
    func argument() -> MathTree { readArgument(&index, end, of: "\\" + name) }
    /// A further argument: the index stands after the one before.
    func next() -> MathTree {
      index -= 1
      return argument()
    }
    switch name {
    case "frac", "dfrac", "tfrac", "cfrac":
      let numerator = argument()
      return MathTree(.fraction(numerator, next()), whole())
    case "binom", "dbinom", "tbinom":
      let upper = argument()
      return MathTree(.binomial(upper, next()), whole())
    case "sqrt":
      var degree: MathTree?
      if index + 1 < end, tokens[index + 1].kind == .character("["), let close = closer[index + 1] {
        degree = readRow(index + 2..<close)
        index = close
      }
      let radicand = argument()
      return MathTree(.root(radicand, index: degree), whole())
    case "overset", "stackrel":
      let over = argument()
      return MathTree(.stacked(next(), over: over, under: nil, brace: nil), whole())
    case "underset":
      let under = argument()
      return MathTree(.stacked(next(), over: nil, under: under, brace: nil), whole())
    case "underbrace", "overbrace":
      let inner = argument()
      return MathTree(
        .stacked(inner, over: nil, under: nil, brace: MathTree.Brace(rawValue: name)), whole())
    case "substack":
      guard index + 1 < end, tokens[index + 1].kind == .openBrace, let close = closer[index + 1]
      else { break }
      let rows = readCells(index + 2..<close)
      index = close + 1
      return MathTree(.table(.substack, rows), whole())
    case "mathop", "mathbin", "mathrel", "mathord", "mathopen", "mathclose", "mathpunct",
      "mathinner", "boxed", "smash", "mathstrut", "ensuremath":
      return argument()
    case "phantom", "hphantom", "vphantom":
      _ = argument()
      return nil
    case "middle":
      index += 1
      guard index < end else { return nil }
      return readAtom(&index, end, after: nil)
    case "not":
      return readNegated(&index, end)
    case "{", "}":
      break
    default: break
    }
    index = start + 1
    guard !refused.contains(name) else {
      return MathTree(.unknown("\\" + name), tokens[start].location)
    }
    // What many define for themselves, and GitHub does not know.
    if Self.common.contains(name) {
      let place = tokens[start].location
      let spelling = "\\operatorname{\(name)}"
      findings.append(
        Finding(
          .unknownCommand, .hint, at: place, "\\\(name) is read as \(spelling)",
          help: "GitHub shows only \(spelling).", fixes: [.init(place, spelling, "write it so")]))
      return MathTree(.function(name), place)
    }
    report(
      .unknownCommand, purpose == .live ? .error : .warning, at: tokens[start].location,
      "The command \\\(name) is not known",
      help: (nearestCommand(name).map { "Did you mean \($0)? " } ?? "") + "It is shown as written.")
    return MathTree(.unknown("\\" + name), tokens[start].location)
  }

  private static let common: Set<String> = [
    "argmax", "argmin", "diag", "tr", "sign", "sgn", "softmax", "Var", "var", "mean", "relu",
    "ReLU",
    "sigmoid",
  ]

  /// `\not=`, `\not\in`: the sign that follows, struck through.
  private mutating func readNegated(_ index: inout Int, _ end: Int) -> MathTree? {
    let start = index
    index += 1
    guard index < end, let node = readAtom(&index, end, after: nil) else { return nil }
    let whole = location(of: start..<index)
    guard let symbol = node.symbol else {
      guard purpose == .live else { return node }
      report(
        .doesNotRun, at: whole,
        "\\not strikes \(node.oneLine()) through, and only a relation can be",
        help: "Write \\not before =, \\in or another relation.")
      return MathTree(.unknown(whole.text), whole)
    }
    let known = ["=": "\\ne", "\\in": "\\notin", "\\mid": "\\nmid"]
    if let latex = known[symbol.latex], let negated = Symbols.named(latex) {
      return MathTree(.symbol(negated), whole)
    }
    return MathTree(
      .symbol(
        Symbol(
          latex: "\\not" + symbol.latex, unicode: symbol.unicode + "\u{338}",
          ascii: "not " + symbol.ascii, class: symbol.class)), whole)
  }

  private func nearestCommand(_ name: String) -> String? {
    let structures = ["frac", "sqrt", "left", "right", "begin", "end", "text", "underset"]
    let known =
      Symbols.letters.keys.map { String($0.dropFirst()) } + FunctionWords.commands + structures
      + MathTree.Font.allCases.map(\.rawValue) + MathTree.Accent.allCases.map(\.rawValue)
      + ["sum", "prod", "cdot", "times", "circ", "bullet", "odot", "partial", "nabla", "top"]
    return nearest(to: name, among: known).map { "\\" + $0 }
  }
}
