import SourceText

/// A word, number or sign of a typed formula.
struct KeyboardToken {
  enum Kind { case name, number, sign, raised }

  var kind: Kind
  var text: String
  var location: Location
  var hasSpaceBefore = false
  var hasSpaceAfter = false

  /// The digits of a raised number: 2 for ².
  var raisedDigits: String? {
    let digits = text.compactMap { RaisedCharacters.plain($0)?.dropFirst() }.joined()
    return Int(digits) == nil ? nil : digits
  }

  private static let pairs: Set<String> = [
    ".*", "./", ".^", ".T", "**", "<=", ">=", ":=", "||",
  ]

  static func tokens(_ file: SourceFile) -> [KeyboardToken] {
    let characters = Array(file.text(file.bytes.indices))
    var tokens: [KeyboardToken] = []
    var offset = 0
    var index = 0
    var space = false
    func length(_ range: Range<Int>) -> Int {
      characters[range].reduce(0) { $0 + $1.utf8.count }
    }
    while index < characters.count {
      let character = characters[index]
      if character.isWhitespace, character != "\n" {
        space = true
        if !tokens.isEmpty { tokens[tokens.count - 1].hasSpaceAfter = true }
        offset += character.utf8.count
        index += 1
        continue
      }
      var end = index + 1
      let kind: Kind
      if character.isDigit
        || character == "." && index + 1 < characters.count
          && characters[index + 1].isDigit
      {
        kind = .number
        end = numberEnd(characters, index)
      } else if character.isNameStart {
        kind = .name
        while end < characters.count, characters[end].continuesName { end += 1 }
        end = raisedEnd(characters, end)
      } else if RaisedCharacters.plain(character) != nil, character != "′" {
        kind = .raised
        while end < characters.count, RaisedCharacters.plain(characters[end]) != nil { end += 1 }
      } else {
        kind = .sign
        if end < characters.count, pairs.contains(String(characters[index...end])) { end += 1 }
      }
      let size = length(index..<end)
      tokens.append(
        KeyboardToken(
          kind: kind, text: String(characters[index..<end]),
          location: Location(file, offset..<offset + size),
          hasSpaceBefore: space))
      space = false
      offset += size
      index = end
    }
    return tokens
  }

  /// `12`, `0.5`, `.5`, `1e-3`.
  private static func numberEnd(_ characters: [Character], _ start: Int) -> Int {
    var end = start
    while end < characters.count, characters[end].isDigit { end += 1 }
    if end < characters.count, characters[end] == ".",
      end + 1 >= characters.count
        || !["*", "/", "^", "T"].contains(characters[end + 1])
    {
      end += 1
      while end < characters.count, characters[end].isDigit { end += 1 }
    }
    guard end < characters.count, ["e", "E"].contains(characters[end]) else { return end }
    var exponent = end + 1
    if exponent < characters.count, ["-", "+", "−"].contains(characters[exponent]) {
      exponent += 1
    }
    guard exponent < characters.count, characters[exponent].isDigit else { return end }
    while exponent < characters.count, characters[exponent].isDigit { exponent += 1 }
    return exponent
  }

  /// δ³ and W⁽¹⁾ are names with their raised number.
  private static func raisedEnd(_ characters: [Character], _ start: Int) -> Int {
    var end = start
    while end < characters.count, characters[end] != "′", characters[end] != "ᵀ",
      RaisedCharacters.plain(characters[end]) != nil
    {
      end += 1
    }
    return end
  }
}

extension Character {
  fileprivate var isDigit: Bool { isASCII && isNumber }

  /// A letter, with whatever accent; raised letters and signs are none.
  fileprivate var isNameStart: Bool {
    isLetter && RaisedCharacters.plain(self) == nil && self != "ᵀ"
  }

  fileprivate var continuesName: Bool { isNameStart || isDigit || self == "_" }
}
