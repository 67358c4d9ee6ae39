import Notation
import Saying
import SourceText

/// Writes down what was heard: the way back from `SpokenMath`, for tests only. It knows the words,
/// and nothing of how they were chosen.
struct SpeechReader {
  private var tokens: [String]
  private var place = 0

  static func read(_ spoken: String) -> MathTree? {
    var reader = SpeechReader(spoken)
    let nodes = reader.row(until: [])
    return reader.place == reader.tokens.count ? .row(nodes, .nowhere) : nil
  }

  private init(_ spoken: String) {
    let numbers = spoken.replacing(/([0-9]) times ten to the (minus )?([0-9]+)/) { match in
      "\(match.1)e\(match.2 == nil ? "" : "-")\(match.3)"
    }
    tokens = numbers.split(separator: " ").flatMap { word -> [String] in
      guard let last = word.last, ",:;".contains(last), word.count > 1 else {
        return [String(word)]
      }
      return [String(word.dropLast()), String(last)]
    }
  }

  private var next: String? { place < tokens.count ? tokens[place] : nil }

  private mutating func take(_ phrase: String) -> Bool {
    let words = phrase.split(separator: " ").map(String.init)
    guard tokens[place...].starts(with: words) else { return false }
    place += words.count
    return true
  }

  /// The longest of some phrases that comes next.
  private mutating func take<Meaning>(
    _ phrases: [(phrase: String, meaning: Meaning)]
  ) -> Meaning? {
    for (phrase, meaning) in phrases where take(phrase) { return meaning }
    return nil
  }

  private static func phrases<Meaning>(_ table: [(String, Meaning)]) -> [(
    phrase: String, meaning: Meaning
  )] {
    table.map { (phrase: $0.0, meaning: $0.1) }.sorted {
      $0.phrase.split(separator: " ").count > $1.phrase.split(separator: " ").count
    }
  }

  private static let symbols = phrases(SpokenWords.symbols.map { ($1, $0) })
  private static let accents = phrases(SpokenWords.accents.map { ($1, $0) })
  private static let fonts = phrases(SpokenWords.fonts.map { ($1, $0) })
  private static let environments = phrases(SpokenWords.environments.map { ($1, $0) })
  private static let delimiters = phrases(SpokenWords.delimiters.map { ($1.open, ($0, $1.close)) })
  private static let functions = phrases(
    SpokenWords.functions.map { ($1, $0) } + FunctionWords.commands.map { ($0, $0) })

  private func tree(_ content: MathTree.Content) -> MathTree { MathTree(content, .nowhere) }

  // MARK: - Rows

  /// Up to one of the words, which is left.
  private mutating func row(until stops: Set<String>) -> [MathTree] {
    var nodes: [MathTree] = []
    while let word = next, !stops.contains(word), !startsEnd(stops) {
      let before = place
      if take("times") { continue }
      if take("empty") { continue }
      if take("of") {
        let argument = parenthesized()
        nodes.append(argument)
        continue
      }
      guard let node = item() else {
        place = before
        break
      }
      nodes.append(node)
    }
    return nodes
  }

  /// Whether a phrase of several words that ends the row comes next.
  private func startsEnd(_ stops: Set<String>) -> Bool {
    stops.contains { phrase in
      let words = phrase.split(separator: " ").map(String.init)
      return words.count > 1 && tokens[place...].starts(with: words)
    }
  }

  private mutating func whole(until end: String) -> MathTree {
    let nodes = row(until: [end])
    _ = take(end)
    return .row(nodes, .nowhere)
  }

  /// The argument of a function, whose parentheses may not have been said.
  private mutating func parenthesized() -> MathTree {
    if next == "open",
      place + 1 >= tokens.count || !["bracket", "brace", "angle"].contains(tokens[place + 1])
    {
      place += 1
      return tree(.delimited("(", whole(until: "close"), ")"))
    }
    return item().map { tree(.delimited("(", $0, ")")) } ?? .row([], .nowhere)
  }

  // MARK: - Items

  /// A part with its scripts.
  private mutating func item() -> MathTree? {
    guard let base = part() else { return nil }
    if base.symbol?.class == .large
      || base.functionName.map(FunctionWords.withLimits.contains) == true
    {
      if take("from") {
        let lower = row(until: ["to"])
        _ = take("to")
        let upper = row(until: ["of"])
        _ = take("of")
        return tree(
          .scripts(base, primes: 0, lower: .row(lower, .nowhere), upper: .row(upper, .nowhere)))
      }
      if take("for") {
        let lower = row(until: ["of"])
        _ = take("of")
        return tree(.scripts(base, primes: 0, lower: .row(lower, .nowhere), upper: nil))
      }
    }
    var primes = 0
    while take("prime") { primes += 1 }
    var member: MathTree?
    let takesMember = base.isLetter || base.isAccented || base.styled != nil || base.isDelimited
    if takesMember, let atom = atom(splitsDigits: false) {
      member = tree(.delimited("(", atom, ")"))
    }
    var lower: MathTree?
    if take("sub") { lower = atom(splitsDigits: true) }
    if take("subscript") {
      var atoms: [MathTree] = []
      let start = place
      while let atom = atom(splitsDigits: false) {
        atoms.append(atom)
        if !take(",") { break }
      }
      if atoms.count > 1, take("end subscript") {
        lower = .row(atoms, .nowhere)
      } else {
        place = start
        lower = whole(until: "end subscript")
      }
    }
    var upper = power()
    if let own = member {
      upper = upper.map { .row([own, $0], .nowhere) } ?? own
    }
    return primes == 0 && lower == nil && upper == nil
      ? base : tree(.scripts(base, primes: primes, lower: lower, upper: upper))
  }

  private mutating func power() -> MathTree? {
    if take("transpose") { return tree(.letter("T")) }
    if take("transposed") { return Symbols.named("\\top").map { tree(.symbol($0)) } }
    for (digits, word) in SpokenWords.powers where take(word) { return tree(.number(digits)) }
    if take("inverse") {
      return Symbols.named("-").map { .row([tree(.symbol($0)), tree(.number("1"))], .nowhere) }
    }
    if take("upper") { return tree(.delimited("(", whole(until: "end upper"), ")")) }
    if take("power") { return atom(splitsDigits: false) }
    return take("exponent") ? whole(until: "end exponent") : nil
  }

  /// A letter or a number by itself.
  private mutating func atom(splitsDigits: Bool) -> MathTree? {
    guard let word = next else { return nil }
    if word.first?.isNumber == true {
      // 2 by 1 is a matrix.
      if place + 1 < tokens.count, tokens[place + 1] == "by" { return nil }
      place += 1
      var digits = word
      while splitsDigits, digits.allSatisfy(\.isNumber), let more = next, more.count == 1,
        more.first?.isNumber == true
      {
        digits += more
        place += 1
      }
      return tree(.number(digits.replacing("e-", with: "e−")))
    }
    return letter()
  }

  private mutating func letter() -> MathTree? {
    guard let word = next else { return nil }
    if word.count == 1, word.first?.isLetter == true {
      place += 1
      return tree(.letter(word))
    }
    if Symbols.letter("\\" + word) != nil {
      place += 1
      return tree(.letter("\\" + word))
    }
    guard ["capital", "variant", "letter"].contains(word), place + 1 < tokens.count else {
      return nil
    }
    let name = tokens[place + 1]
    place += 2
    switch word {
    case "capital":
      return tree(
        .letter(
          name.count == 1
            ? name.uppercased() : "\\" + name.prefix(1).uppercased() + name.dropFirst()))
    case "variant": return tree(.letter("\\var" + name))
    default: return tree(.letter("\\" + name))
    }
  }

  private mutating func part() -> MathTree? {
    if take("group") { return groupedRow() }
    if take("new line") { return tree(.lineBreak) }
    if take("negative"), let number = next, let minus = Symbols.named("-") {
      place += 1
      return tree(.row([tree(.symbol(minus)), tree(.number(number))]))
    }
    if take("fraction") {
      let above = row(until: ["over"])
      _ = take("over")
      return tree(.fraction(.row(above, .nowhere), whole(until: "end fraction")))
    }
    if take("binomial") {
      let above = row(until: ["choose"])
      _ = take("choose")
      return tree(.binomial(.row(above, .nowhere), whole(until: "end binomial")))
    }
    if take("square root of") { return tree(.root(whole(until: "end root"), index: nil)) }
    if take("root index") {
      let index = row(until: ["radicand"])
      _ = take("radicand")
      return tree(.root(whole(until: "end root"), index: .row(index, .nowhere)))
    }
    if take("quote") {
      var words: [String] = []
      while let word = next, word != "unquote" {
        words.append(word)
        place += 1
      }
      _ = take("unquote")
      return tree(.text(words.joined(separator: " ")))
    }
    if take("accent"), let accent = take(Self.accents) {
      _ = take("over")
      return tree(.accent(accent, whole(until: "end accent")))
    }
    if let (pair, close) = take(Self.delimiters) {
      let names = pair.split(separator: " ").map(String.init)
      return tree(.delimited(names[0], whole(until: close), names[1]))
    }
    if let rows = next.flatMap(Int.init), place + 1 < tokens.count, tokens[place + 1] == "by" {
      return table(rows)
    }
    if let symbol = take(Self.symbols).flatMap(Symbols.named) { return tree(.symbol(symbol)) }
    if take("function"), let name = next {
      place += 1
      return tree(.function(name.replacing("-", with: " ")))
    }
    if let font = take(Self.fonts) { return part().map { tree(.styled(font, $0)) } }
    if let letter = letter() {
      return take(Self.accents).map { tree(.accent($0, letter)) } ?? letter
    }
    if let name = take(Self.functions) { return tree(.function(name)) }
    return atom(splitsDigits: false)
  }

  private mutating func groupedRow() -> MathTree { whole(until: "end group") }

  private mutating func table(_ rows: Int) -> MathTree? {
    place += 3
    guard let environment = take(Self.environments) else { return nil }
    _ = take(",")
    var cells: [[MathTree]] = []
    for row in 1...max(1, rows) where take("row \(row) :") {
      var line: [MathTree] = []
      repeat { line.append(.row(self.row(until: [",", ";"]), .nowhere)) } while take(",")
      _ = take(";")
      cells.append(line)
    }
    _ = take("end matrix")
    return tree(.table(environment, cells))
  }
}
