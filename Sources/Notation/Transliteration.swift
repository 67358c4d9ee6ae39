import SourceText

extension StringProtocol {
  /// The text in ASCII: signs of mathematics by their ASCII spelling, letters without accents,
  /// quotation marks and dashes as typewriters have them, anything else as `?`, what cannot be seen
  /// included.
  package var transliterated: String {
    let shown = String(self).visibleLines
    guard !shown.utf8.allSatisfy({ $0 < 0x80 }) else { return shown }
    var plain = ""
    // A run of raised characters has one sign before it: z^(2).
    var script: Character?
    for character in shown {
      let piece = character.isASCII ? String(character) : character.transliterated
      let own = character.isASCII ? nil : RaisedCharacters.plain(character)?.first
      plain += own != nil && own == script ? String(piece.dropFirst()) : piece
      script = own
    }
    return plain
  }
}

extension Character {
  private static let typewriter: [Character: String] = [
    "–": "-", "—": "--", "‘": "'", "’": "'", "“": "\"", "”": "\"", "«": "\"", "»": "\"",
    "…": "...", "•": "*", "·": "*", "−": "-", "\u{A0}": " ", "ß": "ss", "æ": "ae", "œ": "oe",
    "ø": "o", "ł": "l", "│": "|", "─": "-", "═": "=", "✓": "yes", "✗": "NO", "′": "'", "½": "1/2",
    "¼": "1/4", "¾": "3/4", "⅓": "1/3", "⅔": "2/3", "€": "EUR", "£": "GBP", "©": "(c)",
  ]

  fileprivate var transliterated: String {
    if let known = Self.typewriter[self] { return known }
    if let raised = RaisedCharacters.plain(self) { return raised }
    if let latex = Symbols.written(String(self)),
      let symbol = Symbols.named(latex) ?? Symbols.letter(latex)
    {
      return symbol.ascii
    }
    // ρ̂ is one character of two scalars; é may be one of one.
    let scalars = Array(unicodeScalars)
    if scalars.count > 1,
      let accent = MathTree.Accent.allCases.first(where: {
        $0.combining == String(scalars[1])
      })
    {
      return String(scalars[0]).transliterated + "_" + accent.word
    }
    if let base = Self.latinBases[scalars[0]] { return base }
    return "?"
  }

  private static let latinBases: [Unicode.Scalar: String] = {
    let groups = [
      "a": "àáâãäåāăą", "c": "çćč", "d": "ďđ", "e": "èéêëēėęě", "g": "ğ", "i": "ìíîïīı", "n": "ñńň",
      "o": "òóôõöō", "r": "řŕ", "s": "śšş", "t": "ťţ", "u": "ùúûüūů", "y": "ýÿ", "z": "źžż",
    ]
    var bases: [Unicode.Scalar: String] = [:]
    for (base, accented) in groups {
      for scalar in accented.unicodeScalars { bases[scalar] = base }
      for scalar in accented.uppercased().unicodeScalars where bases[scalar] == nil {
        bases[scalar] = base.uppercased()
      }
    }
    return bases
  }()
}
