import Notation
import SourceText

extension StringProtocol {
  /// The text in ASCII, signs and raised characters as words: `W⁽²⁾ᵀ` is `W 2 transpose`.
  package var spoken: String {
    let text = String(self).visibleLines
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
    return spoken.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
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
