// What of a text may be shown. Lessons, answers, journals, paths and the environment come from
// others, and some characters in them command a terminal, turn the order of what is read, or cannot
// be seen at all. The one place that says which, for layout, for the terminal and for `check`.

extension String {
  /// The text on one line as it may be shown: tabs and line breaks are a space, and every character
  /// that nobody could see, or that a terminal would obey, is `�`, one cell wide.
  package var visible: String { visible(keepingLines: false) }

  /// The same for a text of several lines, which stay lines.
  package var visibleLines: String { visible(keepingLines: true) }

  private func visible(keepingLines: Bool) -> String {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) || keepingLines && $0 == 0x0A }) {
      return self
    }
    var shown = String.UnicodeScalarView()
    forEachScalar { _, scalar, next, isHidden in
      switch scalar {
      case "\r" where next == "\n": break
      case "\n" where keepingLines: shown.append(scalar)
      case "\t", "\n", "\r": shown.append(" ")
      default: shown.append(isHidden ? .standIn : scalar)
      }
    }
    return String(shown)
  }

  /// The characters that are not shown as they are, each with the UTF-8 bytes before it. Tabs and
  /// line breaks are none of them.
  package var hidden: [(offset: Int, scalar: Unicode.Scalar)] {
    if utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return [] }
    var found: [(offset: Int, scalar: Unicode.Scalar)] = []
    forEachScalar { offset, scalar, next, isHidden in
      let isBreak = scalar == "\t" || scalar == "\n" || scalar == "\r" && next ?? "\n" == "\n"
      if isHidden, !isBreak { found.append((offset, scalar)) }
    }
    return found
  }

  private func forEachScalar(
    _ visit: (_ offset: Int, Unicode.Scalar, _ next: Unicode.Scalar?, _ isHidden: Bool) -> Void
  ) {
    var before: Unicode.Scalar?
    var offset = 0
    let scalars = unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      scalars.formIndex(after: &index)
      let next = index < scalars.endIndex ? scalars[index] : nil
      let isHidden = scalar.isHidden && !scalar.belongsToEmoji(after: before, before: next)
      visit(offset, scalar, next, isHidden)
      before = isHidden ? .standIn : scalar
      offset += UTF8.width(scalar)
    }
  }
}

extension Substring {
  /// The text on one line as it may be shown.
  package var visible: String { String(self).visible }
}

extension Character {
  /// The character as it may be shown in a cell: itself, or `�`.
  package var visible: Character {
    if !unicodeScalars.contains(where: \.isHidden) { return self }
    let shown = String(self).visible
    return shown.count == 1 ? Character(shown) : Character(.standIn)
  }
}

extension Unicode.Scalar {
  /// What stands for a character that is not shown. Nothing else looks like it, it is one cell wide
  /// everywhere, and bytes that are no UTF-8 become the same.
  fileprivate static let standIn: Unicode.Scalar = "\u{FFFD}"

  /// Controls, formats (among them those that turn the direction of text), separators of lines,
  /// what is private or no character, and what Unicode asks to show as nothing.
  package var isHidden: Bool {
    switch value {
    // Most text by far, and the signs of mathematics, without a look at Unicode's tables.
    case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x34F, 0x370..<0x600, 0x2010..<0x2028, 0x2070..<0x3164:
      return false
    default: break
    }
    switch properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator:
      return true
    default:
      return properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint
    }
  }

  /// Two invisible characters make one emoji of several signs and are kept there only: the joiner
  /// between two emoji, and one selector of the look right after an emoji.
  fileprivate func belongsToEmoji(
    after before: Unicode.Scalar?, before next: Unicode.Scalar?
  ) -> Bool {
    guard let before else { return false }
    switch value {
    case 0x200D:
      return (before.isEmoji || before.value == 0xFE0F) && next?.isEmoji == true
    case 0xFE0E: return before.isEmoji
    case 0xFE0F: return before.isEmoji || before.properties.isEmoji && next?.value == 0x20E3
    default: return false
    }
  }

  /// Digits are emoji to Unicode, as the first half of a keycap.
  private var isEmoji: Bool { !isASCII && properties.isEmoji }

  /// `U+202E RIGHT-TO-LEFT OVERRIDE`.
  package var described: String {
    let digits = String(value, radix: 16, uppercase: true)
    let number = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let name = properties.name ?? properties.nameAlias ?? Self.controls[value]
    return name.map { "\(number) \($0)" } ?? number
  }

  /// Controls have no name of their own in Unicode.
  private static let controls: [UInt32: String] = [
    0x00: "NUL", 0x07: "BEL", 0x08: "BACKSPACE", 0x0B: "VERTICAL TAB", 0x0C: "FORM FEED",
    0x0D: "CARRIAGE RETURN", 0x0E: "SHIFT OUT", 0x0F: "SHIFT IN", 0x1B: "ESC", 0x7F: "DEL",
    0x85: "NEXT LINE", 0x90: "DEVICE CONTROL STRING", 0x9B: "CONTROL SEQUENCE INTRODUCER",
    0x9C: "STRING TERMINATOR", 0x9D: "OPERATING SYSTEM COMMAND",
  ]
}
