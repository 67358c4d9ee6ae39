import SourceText

extension KeyboardReader {
  /// The tree of a spelling: known, known with an index behind, or taken apart.
  func resolved(_ text: String, _ location: Location) -> MathTree {
    if let known = vocabulary[text] { return known.moved(to: location) }
    func split(_ tail: Int) -> (String, Location, tail: Location) {
      let size = text.suffix(tail).utf8.count
      return (String(text.dropLast(tail)), location.dropLast(size), location.suffix(size))
    }
    if let underscore = text.lastIndex(of: "_") {
      let tail = String(text[text.index(after: underscore)...])
      let (_, own, place) = split(tail.count)
      let head = String(text[..<underscore])
      if vocabulary[head] != nil, !tail.isEmpty, tail.count <= 3 {
        return resolved(head, own.dropLast(1)).indexed(by: Self.index(tail, place), location)
      }
    }
    // x₁ is an entry, x² a power, unless they are names themselves.
    for sign in ["^", "_"] {
      let count = text.reversed().prefix {
        RaisedCharacters.plain($0)?.hasPrefix(sign) == true
      }.count
      guard count > 0, count < text.count else { continue }
      let (head, own, place) = split(count)
      let digits = text.suffix(count).compactMap { RaisedCharacters.plain($0)?.dropFirst() }
        .joined()
      let base = resolved(head, own)
      let plain = digits.filter { $0 != "(" && $0 != ")" }
      let number = MathTree(Int(plain) == nil ? .letter(plain) : .number(plain), place)
      if sign == "_" { return base.indexed(by: number, location) }
      let isMember = digits.hasPrefix("(")
      return MathTree(
        .scripts(
          base, primes: 0, lower: nil,
          upper: isMember ? MathTree(.delimited("(", number, ")"), place) : number), location)
    }
    // x1 where only x is known: its first entry.
    let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits > 0, digits < text.count {
      let (head, own, place) = split(digits)
      if vocabulary[head] != nil {
        return resolved(head, own).indexed(
          by: MathTree(.number(String(text.suffix(digits))), place), location)
      }
    }
    return Self.guessed(text, location)
  }

  private static func index(_ text: String, _ location: Location) -> MathTree {
    if Int(text) != nil { return MathTree(.number(text), location) }
    var rest = location
    return .row(
      text.map { character in
        let size = character.utf8.count
        defer { rest = rest.dropFirst(size) }
        return MathTree(
          character.isNumber ? .number(String(character)) : .letter(String(character)),
          rest.prefix(size))
      })
  }

  /// Names of the lesson that are typed without a space, `ac` for a c, where the letters are no name
  /// themselves; nil where they are not all names.
  func namesSideBySide(_ token: KeyboardToken) -> [MathTree]? {
    let text = token.text
    guard text.count > 1, text.allSatisfy({ $0.isASCII && $0.isLetter }), vocabulary[text] == nil,
      Self.guessed(text, token.location).text != nil, let parts = names(in: text[...])
    else { return nil }
    var start = 0
    return parts.map { part in
      defer { start += part.utf8.count }
      return resolved(String(part), token.location.dropFirst(start).prefix(part.utf8.count))
    }
  }

  /// The longest names first.
  private func names(in text: Substring) -> [Substring]? {
    guard !text.isEmpty else { return [] }
    for count in stride(from: text.count, to: 0, by: -1) {
      let name = text.prefix(count)
      guard vocabulary[String(name)] != nil, let rest = names(in: text.dropFirst(count)) else {
        continue
      }
      return [name] + rest
    }
    return nil
  }

  /// A spelling that is in no vocabulary: a letter or the word of a Greek one, accents, a number.
  static func guessed(_ text: String, _ location: Location) -> MathTree {
    var rest = text[...]
    var member = ""
    while let last = rest.last, last.isASCII, last.isNumber, rest.count > 1 {
      member.insert(last, at: member.startIndex)
      rest = rest.dropLast()
    }
    var accents: [MathTree.Accent] = []
    for accent in [MathTree.Accent.hat, .tilde, .bar, .vec, .dot] {
      let word = accent.rawValue
      guard rest.hasSuffix(word), rest.count > word.count else { continue }
      rest = rest.dropLast(word.count)
      if rest.hasSuffix("_"), rest.count > 1 { rest = rest.dropLast() }
      accents.append(accent)
    }
    let base = String(rest)
    var tree: MathTree
    if let latex = Symbols.written(base), Symbols.letter(latex) != nil {
      tree = MathTree(.letter(latex), location)
    } else if Symbols.letter("\\" + base) != nil {
      tree = MathTree(.letter("\\" + base), location)
    } else if base.count == 1 {
      tree = MathTree(.letter(base), location)
    } else {
      return MathTree(.text(text), location)
    }
    for accent in accents { tree = MathTree(.accent(accent, tree), location) }
    guard !member.isEmpty else { return tree }
    let number = MathTree(.number(member), location)
    let upper = MathTree(.delimited("(", number, ")"), location)
    return MathTree(.scripts(tree, primes: 0, lower: nil, upper: upper), location)
  }
}

extension MathTree {
  /// The tree of a name with an index.
  func indexed(by index: MathTree, _ location: Location) -> MathTree {
    if var scripts, scripts.lower == nil {
      scripts.lower = index
      return MathTree(scripts.content, location)
    }
    return MathTree(
      .scripts(MathTree(content, location), primes: 0, lower: index, upper: nil), location)
  }
}
