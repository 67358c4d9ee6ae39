extension String {
  /// A text of JSON in which what may not be shown stands as JSON escapes, so that tools get it as
  /// it was written and a terminal does not. It stands in strings only: around them JSON is ASCII.
  package var escapingHiddenAsJSON: String {
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      guard scalar.isHidden, scalar != "\n" else {
        text.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
      }
    }
    return String(text)
  }

  /// The text on one line, to be read back as it was by `unescaped`: a backslash is two, and what
  /// may not be shown, tabs and line breaks among it, is `\u{1b}`.
  package var escaped: String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) && $0 != 0x5C }) { return self }
    var text = ""
    for scalar in unicodeScalars {
      if scalar == "\\" {
        text += "\\\\"
      } else if scalar.isHidden {
        text += "\\u{" + String(scalar.value, radix: 16) + "}"
      } else {
        text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// What was escaped; what is no escape stays as it is.
  package var unescaped: String {
    guard utf8.contains(0x5C) else { return self }
    return replacing(/\\(?:\\|u\{([0-9a-f]{1,6})\})/) { match -> String in
      guard let digits = match.1 else { return "\\" }
      let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init)
      return scalar.map { String($0) } ?? String(match.0)
    }
  }
}
