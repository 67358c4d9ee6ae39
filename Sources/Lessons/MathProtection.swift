import SourceText

/// Takes the mathematics of prose out of Markdown's sight before cmark reads it: `$…$`, `$$…$$` and
/// ``$`…`$`` become code spans that hold a private character and a number. Lines stay lines, so
/// that cmark's line numbers are the file's. Code, `\$` and prices such as $5 stay as they are.
struct MathProtection {
  /// A formula found in prose: the bytes of its LaTeX in the file.
  struct Formula {
    var latex: Range<Int>
    var isDisplay: Bool
  }

  /// U+E000 and U+E001, private characters that a lesson cannot bring in: they are replaced.
  static let marker: Character = "\u{E000}"
  /// A `\|`, which cmark would hand over as a bare `|` that separates the cells of a table.
  static let escapedBar: Character = "\u{E001}"

  private let bytes: [UInt8]
  private var position: Int
  private(set) var text: [UInt8] = []
  private(set) var formulas: [Formula] = []
  private var paragraph = 0..<0
  /// Where no dollar closes a formula, as a search before has found.
  private var unclosed = 0..<0

  /// - Parameter start: where the Markdown begins; what stands before, front matter, becomes blank.
  init(_ file: SourceFile, from start: Int) {
    bytes = Self.withoutPrivateCharacters(file.bytes)
    position = start
    text.reserveCapacity(bytes.count)
    for byte in bytes[..<start] where byte == UInt8(ascii: "\n") { text.append(byte) }
    while position < bytes.count { readLine() }
  }

  /// The two private characters become U+FFFD, which is as long.
  private static func withoutPrivateCharacters(_ bytes: [UInt8]) -> [UInt8] {
    var clean = bytes
    for index in bytes.indices where bytes[index] == 0xEE && index + 2 < bytes.count {
      guard bytes[index + 1] == 0x80, bytes[index + 2] & 0xFE == 0x80 else { continue }
      clean.replaceSubrange(index..<index + 3, with: "\u{FFFD}".utf8)
    }
    return clean
  }

  // MARK: - Lines

  private mutating func readLine() {
    if let fence = fence(at: position) { return copyFence(fence) }
    let end = lineEnd(position)
    while position < min(end, bytes.count) { readInline() }
    // A formula may have taken the line break with it.
    if position == end, position < bytes.count { copy(1) }
  }

  private func lineEnd(_ start: Int) -> Int {
    bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  /// The fence character and its length when a line opens a code block.
  private func fence(at start: Int) -> (character: UInt8, length: Int)? {
    var cursor = start
    while cursor < bytes.count, Self.indentation.contains(bytes[cursor]) { cursor += 1 }
    guard cursor < bytes.count else { return nil }
    let character = bytes[cursor]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    let length = bytes[cursor...].prefix { $0 == character }.count
    guard length >= 3 else { return nil }
    // ```a``` on one line is a code span.
    let rest = bytes[cursor + length..<lineEnd(cursor)]
    if character == UInt8(ascii: "`"), rest.contains(character) { return nil }
    return (character, length)
  }

  /// Quotation and list marks, and spaces, may stand before a fence.
  private static let indentation: Set<UInt8> = Set(" \t>-*+".utf8)

  private mutating func copyFence(_ opening: (character: UInt8, length: Int)) {
    copy(min(lineEnd(position) + 1, bytes.count) - position)
    while position < bytes.count {
      let closing = fence(at: position)
      copy(min(lineEnd(position) + 1, bytes.count) - position)
      if let closing, closing.character == opening.character, closing.length >= opening.length {
        return
      }
    }
  }

  // MARK: - Inlines

  private mutating func readInline() {
    switch bytes[position] {
    case UInt8(ascii: "\\") where position + 1 < bytes.count:
      if bytes[position + 1] == UInt8(ascii: "|") {
        text += Array(String(Self.escapedBar).utf8)
        position += 2
      } else {
        copy(bytes[position + 1] == UInt8(ascii: "\n") ? 1 : 2)
      }
    case UInt8(ascii: "`"): copyCodeSpan()
    case UInt8(ascii: "$"): readDollar()
    case UInt8(ascii: "<") where matches("<!--", at: position):
      let end = find("-->", from: position, limit: bytes.count).map { $0 + 3 } ?? bytes.count
      copy(end - position)
    default: copy(1)
    }
  }

  private mutating func copyCodeSpan() {
    let length = bytes[position...].prefix { $0 == UInt8(ascii: "`") }.count
    let limit = paragraphEnd(position)
    var cursor = position + length
    while cursor < limit {
      guard bytes[cursor] == UInt8(ascii: "`") else {
        cursor += 1
        continue
      }
      let run = bytes[cursor..<limit].prefix { $0 == UInt8(ascii: "`") }.count
      if run == length { return copy(cursor + run - position) }
      cursor += run
    }
    copy(length)
  }

  private mutating func readDollar() {
    let limit = paragraphEnd(position)
    if matches("$`", at: position), let end = find("`$", from: position + 2, limit: limit) {
      return protect(position + 2..<end, to: end + 2, isDisplay: false)
    }
    if matches("$$", at: position) {
      if let end = find("$$", from: position + 2, limit: limit), end > position + 2 {
        return protect(position + 2..<end, to: end + 2, isDisplay: true)
      }
      return copy(2)
    }
    if let end = closingDollar(limit) {
      return protect(position + 1..<end, to: end + 1, isDisplay: false)
    }
    copy(1)
  }

  /// As GitHub reads it: no space inside the dollars, no digit after them, so that "$5 and $6" are
  /// prices.
  private mutating func closingDollar(_ limit: Int) -> Int? {
    func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    let first = position + 1
    guard first < limit, !unclosed.contains(first), !isSpace(bytes[first]) else { return nil }
    if position > 0, Self.isWord(bytes[position - 1]) { return nil }
    var cursor = first
    while cursor < limit {
      if bytes[cursor] == UInt8(ascii: "\\") {
        cursor += 2
        continue
      }
      // Code is stronger than a dollar before it.
      if bytes[cursor] == UInt8(ascii: "`") { break }
      if bytes[cursor] == UInt8(ascii: "$"), cursor > first, !isSpace(bytes[cursor - 1]),
        cursor + 1 >= bytes.count || !Self.isWord(bytes[cursor + 1])
      {
        return cursor
      }
      cursor += 1
    }
    unclosed = first..<max(first, cursor)
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Where the paragraph ends that holds an offset: at a blank line. Looked for once a paragraph.
  private mutating func paragraphEnd(_ start: Int) -> Int {
    if paragraph.contains(start) { return paragraph.upperBound }
    var cursor = start
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: "\n") {
        var next = cursor + 1
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 || bytes[next] == 0x0D
        {
          next += 1
        }
        if next >= bytes.count || bytes[next] == UInt8(ascii: "\n") { break }
      }
      cursor += 1
    }
    paragraph = start..<cursor
    return cursor
  }

  // MARK: - Copying

  private mutating func copy(_ count: Int) {
    text += bytes[position..<position + count]
    position += count
  }

  private mutating func protect(_ latex: Range<Int>, to end: Int, isDisplay: Bool) {
    text += Array("`\(Self.marker)\(formulas.count)`".utf8)
    formulas.append(Formula(latex: latex, isDisplay: isDisplay))
    for byte in bytes[position..<end] where byte == UInt8(ascii: "\n") { text.append(byte) }
    position = end
  }

  private func matches(_ pattern: String, at start: Int) -> Bool {
    matches(Array(pattern.utf8), at: start)
  }

  private func matches(_ pattern: [UInt8], at start: Int) -> Bool {
    start + pattern.count <= bytes.count
      && bytes[start..<start + pattern.count].elementsEqual(pattern)
  }

  private func find(_ pattern: String, from start: Int, limit: Int) -> Int? {
    let wanted = Array(pattern.utf8)
    var cursor = start
    while cursor + wanted.count <= limit {
      if bytes[cursor] == wanted[0], matches(wanted, at: cursor) { return cursor }
      cursor += 1
    }
    return nil
  }
}
