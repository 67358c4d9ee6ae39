import Notation

/// What names are called in Python: `W1`, `delta3`, `rho_hat`; no two the same.
struct NumPyNames {
  private var given: [Name: String] = [:]
  private var taken: Set<String> = Self.reserved

  private static let reserved: Set<String> = [
    "lambda", "in", "is", "if", "or", "and", "not", "as", "def", "del", "for", "from", "import",
    "pass", "with", "try", "None", "True", "False", "np", "sum", "range", "derivative", "absolute",
  ]

  /// The name in Python, chosen when it is first asked for.
  mutating func callAsFunction(_ name: Name) -> String {
    if let known = given[name] { return known }
    let chosen = free(name.spelled)
    given[name] = chosen
    return chosen
  }

  /// A new name that nothing else has.
  mutating func free(_ wanted: String) -> String {
    var chosen = wanted
    if taken.contains(chosen) { chosen += "_" }
    var count = 2
    while taken.contains(chosen) {
      chosen = "\(wanted)_\(count)"
      count += 1
    }
    taken.insert(chosen)
    return chosen
  }
}

extension Name {
  /// The name as it is typed: Greek letters and accents by their words, members and labels behind.
  package var spelled: String {
    if isDerivative {
      let parts = [arguments, label].map { MathReader.read($0).identifier }
      return "d\(parts[0])_d\(parts[1])"
    }
    var text = MathReader.read(base).identifier
    for accent in accents { text += "_\(accent.rawValue)" }
    if !label.isEmpty {
      let plain = label.replacing("+", with: "plus").replacing("-", with: "minus")
      text += "_" + MathReader.read(plain).identifier
    }
    if let member { text += String(member).replacing("-", with: "m") }
    if isStarred { text += "_star" }
    if !arguments.isEmpty { text += "_" + MathReader.read(arguments).identifier }
    return text
  }
}

extension MathTree {
  /// Its letters and digits with the words of Greek letters, other signs as underscores.
  fileprivate var identifier: String {
    let ascii = oneLine(ascii: true)
    let kept = ascii.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    return String(kept).split(separator: "_").joined(separator: "_")
  }
}
