/// What can come from a keyboard, a mouse, or the terminal itself.
package enum Key: Hashable, Sendable {
  case character(Character)
  case up, down, left, right, home, end, pageUp, pageDown
  case enter, tab, backTab, backspace, delete, escape
  /// Ctrl with a letter: `.control("c")`.
  case control(Character)
  /// Text that was pasted, all at once.
  case paste(String)
  case scroll(lines: Int)
  /// A click on a cell, counted from 0.
  case click(row: Int, column: Int)
  /// The terminal's answer to the question for its background.
  case background(isLight: Bool)
  /// A sequence that means nothing here.
  case unknown
}

/// Takes the bytes of a terminal apart into keys. A sequence may come in pieces; what is not yet
/// whole waits for the rest.
package struct KeyDecoder: Sendable {
  private var bytes: [UInt8] = []
  private var pasted: [UInt8]?

  /// More than this of a paste is not kept.
  package static let longestPaste = 100_000

  package init() {}

  /// Whether the bytes so far could be the Escape key or the beginning of a sequence: only time
  /// tells them apart.
  package var isWaiting: Bool { !bytes.isEmpty && pasted == nil }

  /// The keys that have become whole.
  package mutating func decode(_ input: some Sequence<UInt8>) -> [Key] {
    bytes += input
    var keys: [Key] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      if pasted != nil {
        guard let key = paste(&rest) else { break }
        if let key { keys.append(key) }
        continue
      }
      guard let (key, length) = Self.key(rest) else { break }
      rest = rest.dropFirst(length)
      if key == Self.pasteBegins {
        pasted = []
      } else {
        keys.append(key)
      }
    }
    bytes = Array(rest)
    return keys
  }

  /// Nothing more came: an escape by itself is the Escape key.
  package mutating func flush() -> [Key] {
    guard isWaiting else { return [] }
    defer { bytes = [] }
    return bytes == [0x1B] ? [.escape] : bytes == [0x1B, 0x1B] ? [.escape, .escape] : [.unknown]
  }

  // MARK: - Pasting

  /// Stands for the beginning of a paste; no terminal sends it.
  private static let pasteBegins = Key.paste("\u{1B}")
  private static let pasteEnds: [UInt8] = Array("\u{1B}[201~".utf8)

  /// Takes what belongs to the paste.
  /// - Returns: the paste when its end is there, no key while it goes on; nil when more must come.
  private mutating func paste(_ rest: inout ArraySlice<UInt8>) -> Key?? {
    let end = rest.indices.first { rest[$0...].starts(with: Self.pasteEnds) }
    // The end may be cut in two by the next read.
    let limit = end ?? max(rest.startIndex, rest.endIndex - Self.pasteEnds.count + 1)
    let room = max(0, Self.longestPaste - (pasted?.count ?? 0))
    pasted?.append(contentsOf: rest[..<limit].prefix(room))
    guard end != nil else {
      let isStuck = limit == rest.startIndex
      rest = rest[limit...]
      return isStuck ? nil : .some(nil)
    }
    rest = rest[(limit + Self.pasteEnds.count)...]
    defer { pasted = nil }
    return Key.paste(String(decoding: pasted ?? [], as: UTF8.self))
  }

  // MARK: - Keys

  /// The first key and its length in bytes; nil while it is not whole.
  private static func key(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1B: return escape(bytes)
    case 0x0D, 0x0A: return (.enter, 1)
    case 0x09: return (.tab, 1)
    case 0x7F, 0x08: return (.backspace, 1)
    case 0x00..<0x20:
      return (.control(Character(UnicodeScalar(first + 0x60))), 1)
    case 0x20..<0x80: return (.character(Character(UnicodeScalar(first))), 1)
    default:
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
      guard length > 1 else { return (.unknown, 1) }
      guard bytes.count >= length else { return nil }
      let character = String(validating: bytes.prefix(length), as: UTF8.self)?.first
      return (character.map(Key.character) ?? .unknown, length)
    }
  }

  private static func escape(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    guard let second = bytes.dropFirst().first else { return nil }
    switch second {
    case UInt8(ascii: "["), UInt8(ascii: "O"): return sequence(bytes)
    case UInt8(ascii: "]"): return answer(bytes)
    case 0x1B: return (.escape, 1)
    default:
      // Alt with a key is Escape and the key.
      return (.escape, 1)
    }
  }

  /// `ESC [ parameters final`.
  private static func sequence(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { (0x40...0x7E).contains($0) }) else {
      // Nothing that belongs here is longer.
      return bytes.count > 40 ? (.unknown, bytes.count) : nil
    }
    let length = end - bytes.startIndex + 1
    let text = String(decoding: body[..<end], as: UTF8.self)
    let final = body[end]
    if text.first == "<" { return (mouse(text.dropFirst(), isPress: final == 0x4D), length) }
    switch final {
    case UInt8(ascii: "A"): return (.up, length)
    case UInt8(ascii: "B"): return (.down, length)
    case UInt8(ascii: "C"): return (.right, length)
    case UInt8(ascii: "D"): return (.left, length)
    case UInt8(ascii: "H"): return (.home, length)
    case UInt8(ascii: "F"): return (.end, length)
    case UInt8(ascii: "Z"): return (.backTab, length)
    case UInt8(ascii: "M"): return (.enter, length)
    case UInt8(ascii: "~"):
      let number = text.split(separator: ";").first.flatMap { Int($0) }
      let keys: [Int: Key] = [
        1: .home, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
        200: pasteBegins,
      ]
      return (number.flatMap { keys[$0] } ?? .unknown, length)
    default: return (.unknown, length)
    }
  }

  /// `button;column;row`, counted from 1.
  private static func mouse(_ text: Substring, isPress: Bool) -> Key {
    let numbers = text.split(separator: ";").compactMap { Int($0) }
    guard numbers.count == 3, isPress else { return .unknown }
    switch numbers[0] {
    case 64: return .scroll(lines: -3)
    case 65: return .scroll(lines: 3)
    case 0: return .click(row: max(0, numbers[2] - 1), column: max(0, numbers[1] - 1))
    default: return .unknown
    }
  }

  /// `ESC ] 11 ; rgb:rrrr/gggg/bbbb` with BEL or ESC \ at its end: the colour of the background.
  private static func answer(_ bytes: ArraySlice<UInt8>) -> (Key, Int)? {
    guard
      let end = bytes.indices.dropFirst(2).first(where: {
        bytes[$0] == 0x07 || (bytes[$0] == 0x5C && bytes[$0 - 1] == 0x1B)
      })
    else { return bytes.count > 80 ? (.unknown, bytes.count) : nil }
    let length = end - bytes.startIndex + 1
    let text = String(decoding: bytes.dropFirst(2)[..<end], as: UTF8.self)
    guard text.hasPrefix("11;rgb:") else { return (.unknown, length) }
    let parts = text.dropFirst(7).split(separator: "/").map { part -> Double in
      let digits = part.prefix { $0.isHexDigit }
      let scale = Double((1 << (4 * digits.count)) - 1)
      return Double(Int(digits, radix: 16) ?? 0) / max(1, scale)
    }
    guard parts.count == 3 else { return (.unknown, length) }
    let light = 0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2]
    return (.background(isLight: light > 0.5), length)
  }
}
