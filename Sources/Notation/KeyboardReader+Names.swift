import SourceText

extension KeyboardReader {
  /// The tree of a spelling: known, known with an index behind, or taken apart.
  func resolved(_ text: String, _ range: Range<Int>) -> MathTree {
    if let known = vocabulary[text] { return MathTree(known.content, range) }
    func split(_ tail: Int) -> (String, Range<Int>, tail: Range<Int>) {
      let size = text.suffix(tail).utf8.count
      let place = range.upperBound - size
      return (String(text.dropLast(tail)), range.lowerBound..<place, place..<range.upperBound)
    }
    if let underscore = text.lastIndex(of: "_") {
      let tail = String(text[text.index(after: underscore)...])
      let (_, _, place) = split(tail.count)
      let head = String(text[..<underscore])
      if vocabulary[head] != nil, !tail.isEmpty, tail.count <= 3 {
        return resolved(head, range.lowerBound..<place.lowerBound - 1)
          .indexed(by: Self.index(tail, from: place.lowerBound), range)
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
      if sign == "_" { return base.indexed(by: number, range) }
      let isMember = digits.hasPrefix("(")
      return MathTree(
        .scripts(
          base, primes: 0, lower: nil,
          upper: isMember ? MathTree(.delimited("(", number, ")"), place) : number), range)
    }
    // x1 where only x is known: its first entry.
    let digits = text.reversed().prefix { $0.isASCII && $0.isNumber }.count
    if digits > 0, digits < text.count {
      let (head, own, place) = split(digits)
      if vocabulary[head] != nil {
        return resolved(head, own).indexed(
          by: MathTree(.number(String(text.suffix(digits))), place), range)
      }
    }
    return Self.guessed(text, range)
  }

  private static func index(_ text: String, from start: Int) -> MathTree {
    if Int(text) != nil { return MathTree(.number(text), start..<start + text.utf8.count) }
    return .row(
      text.enumerated().map { offset, character in
        let range = start + offset..<start + offset + 1
        return MathTree(
          character.isNumber ? .number(String(character)) : .letter(String(character)), range)
      })
  }

  /// A spelling that is in no vocabulary: a letter or the word of a Greek one, accents, a number.
  static func guessed(_ text: String, _ range: Range<Int>) -> MathTree {
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
      tree = MathTree(.letter(latex), range)
    } else if Symbols.letter("\\" + base) != nil {
      tree = MathTree(.letter("\\" + base), range)
    } else if base.count == 1 {
      tree = MathTree(.letter(base), range)
    } else {
      return MathTree(.text(text), range)
    }
    for accent in accents { tree = MathTree(.accent(accent, tree), range) }
    guard !member.isEmpty else { return tree }
    let number = MathTree(.number(member), range)
    let upper = MathTree(.delimited("(", number, ")"), range)
    return MathTree(.scripts(tree, primes: 0, lower: nil, upper: upper), range)
  }
}

extension MathTree {
  /// The tree of a name with an index.
  func indexed(by index: MathTree, _ range: Range<Int>) -> MathTree {
    if case .scripts(let base, let primes, nil, let upper) = content {
      return MathTree(.scripts(base, primes: primes, lower: index, upper: upper), range)
    }
    return MathTree(
      .scripts(MathTree(content, range), primes: 0, lower: index, upper: nil), range)
  }
}
