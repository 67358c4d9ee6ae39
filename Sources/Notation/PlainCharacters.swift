/// What characters beside ASCII plainly are, when a formula was copied from a page or typed with an
/// editor that means well: `–` is a minus sign, `²` an exponent, `½` a half, `𝑥` is x.
enum PlainCharacter: Equatable {
  /// The ASCII character that it stands for.
  case ascii(UInt8)
  /// Part of a name or number that is set higher or lower: its plain form.
  case raised(Character)
  case lowered(Character)
  /// `½`.
  case fraction(String, String)
  /// `√`.
  case root
  /// Stands over the letter before it.
  case accent(MathTree.Accent)
  /// A letter or sign in LaTeX's spelling.
  case latex(String)
  /// Has no width and no meaning: zero-width spaces and joiners, soft hyphens.
  case nothing

  /// Nil for what is a sign of its own, or nothing that is known.
  init?(_ scalar: Unicode.Scalar) {
    if let known = Self.signs[scalar] {
      self = known
    } else if let (isRaised, plain) = RaisedCharacters.script(Character(scalar)) {
      self = isRaised ? .raised(plain) : .lowered(plain)
    } else if let accent = Self.accents[scalar] {
      self = .accent(accent)
    } else if let plain = Self.variant(scalar) {
      self = plain
    } else {
      return nil
    }
  }

  private static let signs: [Unicode.Scalar: PlainCharacter] = {
    var signs: [Unicode.Scalar: PlainCharacter] = ["√": .root]
    for dash in "\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2212}\u{FE63}".unicodeScalars {
      signs[dash] = .ascii(UInt8(ascii: "-"))
    }
    for slash in "\u{2044}\u{2215}".unicodeScalars { signs[slash] = .ascii(UInt8(ascii: "/")) }
    for mark in "‘’´ʹ".unicodeScalars { signs[mark] = .ascii(UInt8(ascii: "'")) }
    for empty in "\u{200B}\u{200C}\u{200D}\u{2060}\u{FEFF}\u{AD}\u{FE0E}\u{FE0F}".unicodeScalars {
      signs[empty] = .nothing
    }
    let letters: [Unicode.Scalar: String] = [
      "∆": "\\Delta", "\u{2126}": "\\Omega", "∙": "\\cdot", "ℎ": "h",
    ]
    for (sign, latex) in letters { signs[sign] = .latex(latex) }
    let fractions: [Unicode.Scalar: (String, String)] = [
      "½": ("1", "2"), "⅓": ("1", "3"), "⅔": ("2", "3"), "¼": ("1", "4"), "¾": ("3", "4"),
      "⅕": ("1", "5"), "⅖": ("2", "5"), "⅗": ("3", "5"), "⅘": ("4", "5"), "⅙": ("1", "6"),
      "⅚": ("5", "6"), "⅐": ("1", "7"), "⅛": ("1", "8"), "⅜": ("3", "8"), "⅝": ("5", "8"),
      "⅞": ("7", "8"), "⅑": ("1", "9"), "⅒": ("1", "10"),
    ]
    for (sign, (above, below)) in fractions { signs[sign] = .fraction(above, below) }
    return signs
  }()

  private static let accents: [Unicode.Scalar: MathTree.Accent] = {
    var accents: [Unicode.Scalar: MathTree.Accent] = [:]
    for accent in MathTree.Accent.allCases {
      if let mark = accent.combining.unicodeScalars.first, accents[mark] == nil {
        accents[mark] = accent
      }
    }
    return accents
  }()

  /// Full-width forms, and the letters and digits that Unicode has in bold, italics and the like.
  private static func variant(_ scalar: Unicode.Scalar) -> PlainCharacter? {
    let value = scalar.value
    func ascii(_ first: Character, _ offset: UInt32) -> PlainCharacter {
      .ascii((first.asciiValue ?? 0) + UInt8(truncatingIfNeeded: offset))
    }
    switch value {
    case 0xFF01...0xFF5E: return ascii("!", value - 0xFF01)
    // Thirteen alphabets of 26 capitals and 26 small letters.
    case 0x1D400...0x1D6A3:
      let place = (value - 0x1D400) % 52
      return place < 26 ? ascii("A", place) : ascii("a", place - 26)
    case 0x1D7CE...0x1D7FF: return ascii("0", (value - 0x1D7CE) % 10)
    // Five Greek alphabets, each with ∇, ∂ and six other shapes of letters.
    case 0x1D6A8...0x1D7C9:
      let greek = Array(
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑκφϱϖ")
      let letter = greek[Int(value - 0x1D6A8) % 58]
      return .latex(Symbols.written(String(letter)) ?? String(letter))
    default: return nil
    }
  }
}
