/// What commands the terminal. It holds numbers, and text only where it is coded, so nothing that
/// comes from outside can become a command.
package enum ControlSequence: Sendable, Equatable {
  /// The look of what follows, as SGR parameters; plain without any.
  case look([Int])
  /// The cursor goes to a cell, counted from 1.
  case move(row: Int, column: Int)
  case clear
  /// What is written between the two appears at once.
  case beginUpdate, endUpdate
  /// OSC 11: the terminal answers with the colour of its background, like a key.
  case askForBackground
  /// OSC 52: the terminal, also at the other end of ssh, puts a text on the clipboard.
  case copy(String)

  fileprivate var code: String {
    switch self {
    case .look(let parameters):
      let plain = parameters.isEmpty ? "0" : parameters.map(String.init).joined(separator: ";")
      return "\u{1B}[\(plain)m"
    case .move(let row, let column): return "\u{1B}[\(row);\(column)H"
    case .clear: return "\u{1B}[2J"
    case .beginUpdate: return "\u{1B}[?2026h"
    case .endUpdate: return "\u{1B}[?2026l"
    case .askForBackground: return "\u{1B}]11;?\u{1B}\\"
    // What is pasted later reaches a terminal, too.
    case .copy(let text): return "\u{1B}]52;c;\(Self.base64(text.visibleLines.utf8))\u{1B}\\"
    }
  }

  private static func base64(_ text: String.UTF8View) -> String {
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let bytes = text.map(UInt32.init)
    var coded = ""
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(0) { $0 << 8 | $1 } << UInt32(8 * (3 - group.count))
      for place in 0..<4 {
        let letter = letters[Int(bits >> UInt32(18 - 6 * place)) & 63]
        coded.append(place <= group.count ? letter : "=")
      }
    }
    return coded
  }
}

/// What is on its way to the terminal. Text enters as it may be shown (`visibleLines`); commands
/// enter as `ControlSequence`; there is no third way, and the terminal takes nothing else.
package struct TerminalText: Sendable, Equatable {
  /// What the terminal gets.
  package private(set) var written = ""

  package init() {}

  package init(_ text: some StringProtocol) { append(text) }

  package init(_ sequence: ControlSequence) { append(sequence) }

  package var isEmpty: Bool { written.isEmpty }

  package mutating func append(_ text: some StringProtocol) { written += String(text).visibleLines }

  package mutating func append(_ character: Character) { written.append(character.visible) }

  package mutating func append(_ sequence: ControlSequence) { written += sequence.code }

  package mutating func append(_ other: TerminalText) { written += other.written }
}
