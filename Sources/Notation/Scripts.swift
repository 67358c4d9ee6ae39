/// The characters that Unicode has raised or lowered, so that W⁽¹⁾ and xᵢⱼ stay on one line.
package enum RaisedCharacters {
  private static let pairs: (raised: [Character: Character], lowered: [Character: Character]) = {
    func table(_ plain: String, _ changed: String) -> [Character: Character] {
      Dictionary(zip(plain, changed)) { first, _ in first }
    }
    let raised = table(
      "0123456789+−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVWβγδθφχ⊤⊺*′",
      "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂᵝᵞᵟᶿᵠᵡᵀᵀ*′")
    let lowered = table(
      "0123456789+−=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ")
    return (raised, lowered)
  }()

  /// The plain form of a raised or lowered character, with its sign: `^2`, `_i`.
  static func plain(_ character: Character) -> String? {
    if let found = pairs.raised.first(where: { $0.value == character && $0.key != character }) {
      return "^" + String(found.key).transliterated
    }
    if let found = pairs.lowered.first(where: { $0.value == character && $0.key != character }) {
      return "_" + String(found.key).transliterated
    }
    return nil
  }

  /// The character that is raised or lowered: a letter, digit or sign.
  package static func script(_ character: Character) -> (isRaised: Bool, plain: Character)? {
    // Other signs of transposition look the same when they are raised.
    if character == "ᵀ" { return (true, "T") }
    if let (plain, _) = pairs.raised.first(where: { $1 == character && $0 != character }) {
      return (true, plain)
    }
    return pairs.lowered.first { $1 == character && $0 != character }.map { (false, $0.key) }
  }

  package static func raised(_ text: String) -> String? { convert(text, pairs.raised) }
  package static func lowered(_ text: String) -> String? { convert(text, pairs.lowered) }

  private static func convert(_ text: String, _ table: [Character: Character]) -> String? {
    guard !text.isEmpty else { return nil }
    var converted = ""
    for character in text {
      guard let other = table[character] else { return nil }
      converted.append(other)
    }
    return converted
  }
}

/// Accents as combining characters, and as the words of the ASCII spelling (`rho_hat`).
extension MathTree.Accent {
  package var combining: String {
    switch self {
    case .hat, .widehat: "\u{302}"
    case .tilde, .widetilde: "\u{303}"
    case .bar, .overline: "\u{304}"
    case .vec, .overrightarrow: "\u{20D7}"
    case .overleftarrow: "\u{20D6}"
    case .dot: "\u{307}"
    case .ddot: "\u{308}"
    case .check: "\u{30C}"
    case .breve: "\u{306}"
    case .acute: "\u{301}"
    case .grave: "\u{300}"
    case .mathring: "\u{30A}"
    case .underline: "\u{332}"
    }
  }

  /// The character for a line of its own over more than one letter.
  package var line: Character {
    switch self {
    case .hat, .widehat: "^"
    case .tilde, .widetilde: "~"
    case .vec, .overrightarrow: "→"
    case .overleftarrow: "←"
    case .dot: "˙"
    case .ddot: "¨"
    default: "_"
    }
  }

  var word: String {
    switch self {
    case .widehat: "hat"
    case .widetilde: "tilde"
    case .overline: "bar"
    case .overrightarrow: "vec"
    default: rawValue
    }
  }
}

/// Letters of `\mathbb` and `\mathcal` that every terminal font has; others stay plain letters.
extension MathTree.Font {
  package func letter(_ plain: String) -> String? {
    switch self {
    case .mathbb:
      ["R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "P": "ℙ", "H": "ℍ", "E": "𝔼"][plain]
    case .mathcal, .mathscr:
      [
        "L": "ℒ", "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "M": "ℳ", "R": "ℛ",
      ][plain]
    default: nil
    }
  }
}
