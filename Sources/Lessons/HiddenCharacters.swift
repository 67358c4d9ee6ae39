import SourceText

/// Characters of a lesson that cannot be seen: as they are, or written as an entity of Markdown or
/// an escape of YAML. They are shown as `�`, and an author hardly ever means them.
struct HiddenCharacters {
  /// What Markdown and YAML made of the file: an entity in code means nothing, and neither does a
  /// backslash in a plain value.
  let read: Set<Unicode.Scalar>
  /// Where front matter ends and Markdown begins.
  let markdown: Int

  /// One finding a line at most: a line full of them says the same many times.
  func findings(in file: SourceFile) -> [Finding] {
    (0..<file.lineCount).compactMap { line in
      let range = file.lineRange(line)
      // Nearly all lines hold nothing that would need a closer look.
      let mayHide = file.bytes[range].contains {
        !(0x20..<0x7F).contains($0) || $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: "\\")
      }
      guard mayHide else { return nil }
      let text = file.text(range)
      let raw = text.hidden.first { $0.offset > 0 || line > 0 || $0.scalar != "\u{FEFF}" }
        .map { Found(offset: $0.offset, length: UTF8.width($0.scalar), scalar: $0.scalar) }
      let written =
        read.isEmpty
        ? nil
        : range.lowerBound < markdown ? escape(in: text) : entity(in: text)
      guard let found = [raw, written].compactMap({ $0 }).min(by: { $0.offset < $1.offset }) else {
        return nil
      }
      let start = range.lowerBound + found.offset
      return Finding(
        .hiddenCharacters, .warning, at: Location(file, start..<start + found.length),
        "\(found.scalar.described) cannot be seen; it is shown as \u{FFFD}",
        help: "Delete it.")
    }
  }

  private struct Found {
    var offset: Int
    var length: Int
    var scalar: Unicode.Scalar
  }

  // MARK: - Ways to write them

  /// `&#27;`, `&#x202E;`, `&shy;`.
  private func entity(in text: String) -> Found? {
    first(in: text, beginning: "&") { rest in
      guard let end = rest.prefix(40).firstIndex(of: ";") else { return nil }
      let name = rest[..<end]
      let length = name.utf8.count + 1
      guard name.first == "#" else { return Self.entities[String(name)].map { ($0, length) } }
      let digits = name.dropFirst()
      let isHexadecimal = digits.first == "x" || digits.first == "X"
      let number = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return number.flatMap(Unicode.Scalar.init).map { ($0, length) }
    }
  }

  /// `\e`, `\x1B`, `\u202E`, `\U000E0041`.
  private func escape(in text: String) -> Found? {
    first(in: text, beginning: "\\") { rest in
      guard let letter = rest.first else { return nil }
      if let digits = ["x": 2, "u": 4, "U": 8][letter] {
        let number = UInt32(rest.dropFirst().prefix(digits), radix: 16)
        return number.flatMap(Unicode.Scalar.init).map { ($0, digits + 1) }
      }
      return Self.escapes[letter].map { ($0, 1) }
    }
  }

  /// The first that stands for a character which was read. What follows the beginning tells which,
  /// and how many bytes it took.
  private func first(
    in text: String, beginning: Character,
    _ decode: (Substring) -> (scalar: Unicode.Scalar, length: Int)?
  ) -> Found? {
    for index in text.indices where text[index] == beginning {
      guard let (scalar, length) = decode(text[index...].dropFirst()), read.contains(scalar) else {
        continue
      }
      return Found(
        offset: text[..<index].utf8.count, length: length + 1, scalar: scalar)
    }
    return nil
  }

  /// HTML's names of characters that cannot be seen.
  private static let entities: [String: Unicode.Scalar] = [
    "shy": "\u{AD}", "zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}",
    "ZeroWidthSpace": "\u{200B}", "NegativeVeryThinSpace": "\u{200B}",
    "NegativeThinSpace": "\u{200B}", "NegativeMediumSpace": "\u{200B}",
    "NegativeThickSpace": "\u{200B}", "NoBreak": "\u{2060}", "ApplyFunction": "\u{2061}",
    "af": "\u{2061}", "InvisibleTimes": "\u{2062}", "it": "\u{2062}",
    "InvisibleComma": "\u{2063}", "ic": "\u{2063}",
  ]

  private static let escapes: [Character: Unicode.Scalar] = [
    "0": "\u{0}", "a": "\u{7}", "b": "\u{8}", "v": "\u{B}", "f": "\u{C}", "e": "\u{1B}",
    "N": "\u{85}", "L": "\u{2028}", "P": "\u{2029}",
  ]
}
