import Notation
import SourceText

extension StringProtocol {
  /// The text in ASCII, signs and raised characters as words: `W⁽²⁾ᵀ` is `W 2 transpose`.
  package var spoken: String {
    let text = String(self).visibleLines.spelledOutPowersOfTen
    guard !text.utf8.allSatisfy({ $0 < 0x80 }) else { return text }
    var spoken = ""
    /// Whether the last character was raised, or lowered; nil for one on the line.
    var wasRaised: Bool?
    for character in text {
      guard !character.isASCII, let (isRaised, plain) = RaisedCharacters.script(character) else {
        spoken += character.isASCII ? String(character) : character.spokenSign
        wasRaised = nil
        continue
      }
      switch plain {
      case "(": spoken += " "
      case ")": break
      case "T": spoken += " transpose"
      default:
        if wasRaised != isRaised, spoken.last != " " { spoken += isRaised ? " " : " sub" }
        spoken += (isRaised ? "" : " ") + String(plain).transliterated
      }
      wasRaised = isRaised
    }
    // A formula may stand beside it: the blanks at its ends are kept.
    let words = spoken.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
    guard !words.isEmpty else { return spoken.isEmpty ? "" : " " }
    return (spoken.first == " " ? " " : "") + words + (spoken.last == " " ? " " : "")
  }
}

extension String {
  /// `3.52e-5` and `1.3e−9` as `3.52 times ten to the minus 5`: a voice drops the minus behind an
  /// e.
  var spelledOutPowersOfTen: String {
    guard contains("e") else { return self }
    return replacing(/([0-9])e([-−+]?)([0-9]+)/) { match in
      let sign = match.2.isEmpty || match.2 == "+" ? "" : "minus "
      return "\(match.1) times ten to the \(sign)\(match.3)"
    }
  }
}

extension Character {
  fileprivate var spokenSign: String {
    switch self {
    case "×": " by "
    case "→": " to "
    case "−": "minus "
    case "·": " times "
    case "∘": " entry by entry "
    case "✓": "right"
    case "✗": "wrong"
    case "′": " prime"
    case "Σ", "∑": "sum "
    case "∂": "partial "
    case "∇": "nabla "
    case "≤": " at most "
    case "≥": " at least "
    case "≈": " approximately "
    case "√": "square root of "
    case "‖": " norm "
    default: String(self).transliterated
    }
  }
}
