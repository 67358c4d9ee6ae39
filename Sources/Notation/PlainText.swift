extension StringProtocol {
  /// The text with what keyboards and clipboards make of ASCII turned back into it: dashes are a
  /// minus sign, full-width and italic characters plain ones, and what has no width is gone.
  package var plainlyTyped: String {
    guard !utf8.allSatisfy({ $0 < 0x80 }) else { return String(self) }
    var plain = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch PlainCharacter(scalar) {
      case .nothing: break
      case .ascii(let byte) where scalar != "′": plain.append(Unicode.Scalar(byte))
      // With a space, so that 2½ is not 21 halves.
      case .fraction(let above, let below): plain += " \(above)/\(below)".unicodeScalars
      case .ascii, .raised, .lowered, .root, .accent, .latex, nil: plain.append(scalar)
      }
    }
    return String(plain)
  }
}
