import Notation
package import SourceText
package import Typesetting

/// What roles look like. Attributes carry the meaning: bold, underline, reverse and dim are there
/// in every terminal; colours only help, and there is a set of them for dark and one for light
/// backgrounds. The colour of plain text is the terminal's own.
package struct Theme: Sendable {
  /// How many colours the terminal has.
  package enum Depth: Sendable, CaseIterable {
    case none, sixteen, indexed, direct
  }

  package enum Background: Sendable { case dark, light }

  package var depth: Depth
  package var background: Background

  package init(_ depth: Depth = .none, _ background: Background = .dark) {
    self.depth = depth
    self.background = background
  }

  /// A colour: 24 bits, and the one of the sixteen that stands for it. Of the sixteen only those
  /// are used that stand out against the background in the usual palettes.
  private struct Colour {
    var red: Int
    var green: Int
    var blue: Int
    var basic: Int

    init(_ hex: Int, _ basic: Int) {
      (red, green, blue) = (hex >> 16 & 0xFF, hex >> 8 & 0xFF, hex & 0xFF)
      self.basic = basic
    }

    /// The nearest of the 6 × 6 × 6 colours of 256.
    var index: Int {
      func step(_ value: Int) -> Int { value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40 }
      return 16 + 36 * step(red) + 6 * step(green) + step(blue)
    }
  }

  private func colour(_ role: Role) -> Colour? {
    switch (role, background) {
    case (.name, .dark): Colour(0x8FC7F5, 36)
    case (.name, .light): Colour(0x0B4F8A, 34)
    case (.code, .dark): Colour(0x9ED2B0, 36)
    case (.code, .light): Colour(0x1E5C3A, 34)
    case (.remark, .dark): Colour(0xE3C078, 33)
    case (.remark, .light): Colour(0x7A4B00, 35)
    case (.good, .dark): Colour(0x8FD694, 32)
    case (.good, .light): Colour(0x1B6B2A, 32)
    case (.bad, .dark): Colour(0xFF8F8F, 31)
    case (.bad, .light): Colour(0xA81818, 31)
    case (.muted, .dark), (.prompt, .dark): Colour(0x9AA3AD, 37)
    case (.muted, .light), (.prompt, .light): Colour(0x5A626B, 30)
    default: nil
    }
  }

  private func parameters(_ colour: Colour) -> [Int] {
    switch depth {
    case .none: []
    case .sixteen: [colour.basic]
    case .indexed: [38, 5, colour.index]
    case .direct: [38, 2, colour.red, colour.green, colour.blue]
    }
  }

  // MARK: - Greys

  /// Grey number 0 to 23 of the 256 colours are 8, 18, …, 238; black and white stand in the cube.
  private func parameters(grey: UInt8, isBackground: Bool) -> [Int] {
    let (level, code) = (Int(grey), isBackground ? 48 : 38)
    switch depth {
    case .none: return []
    case .sixteen:
      // Black, dark grey, light grey, white.
      let four = [30, 90, 37, 97][level / 64]
      return [isBackground ? four + 10 : four]
    case .indexed:
      return [code, 5, level < 4 ? 16 : level > 246 ? 231 : 232 + min(23, (level - 3) / 10)]
    case .direct: return [code, 2, level, level, level]
    }
  }

  /// The SGR parameters of a cell, such as 1 and 36; none for plain text.
  package func parameters(_ cell: Cell) -> [Int] {
    if let greys = cell.greys, depth != .none {
      let lower = greys.lower.map { self.parameters(grey: $0, isBackground: true) } ?? []
      return self.parameters(grey: greys.upper, isBackground: false) + lower
    }
    if cell.character == " ", !cell.isMarked, cell.emphasis.isDisjoint(with: [.selected, .found]) {
      return []
    }
    var parameters: [Int] = []
    if cell.emphasis.contains(.selected) { parameters.append(7) }
    if cell.emphasis.contains(.found) { parameters += [1, 4, 7] }
    if cell.emphasis.contains(.dimmed) {
      // Done: dim, and grey where there are greys, so that it can still be read.
      let grey = colour(.muted)
      let hasGrey = depth == .indexed || depth == .direct
      parameters += hasGrey ? grey.map(self.parameters) ?? [2] : [2]
      if cell.role == .heading { parameters.append(1) }
      return parameters
    }
    switch cell.role {
    case .heading, .strong: parameters.append(1)
    case .emphasis: parameters.append(3)
    case .link: parameters.append(4)
    case .muted, .prompt: if depth == .none || depth == .sixteen { parameters.append(2) }
    default: break
    }
    if cell.isMarked { parameters += cell.endsMark ? [1, 4] : [1] }
    if depth != .none, let colour = colour(cell.role) {
      let isGrey = cell.role == .muted || cell.role == .prompt
      // Dim text in another of the sixteen colours would vanish on some backgrounds.
      if !(isGrey && depth == .sixteen) { parameters += self.parameters(colour) }
    }
    return parameters
  }

  /// A line as text with control sequences.
  package func painted(_ line: StyledLine) -> TerminalText {
    var text = TerminalText()
    var current: [Int] = []
    for cell in line {
      let parameters = parameters(cell)
      if parameters != current {
        if !current.isEmpty { text.append(.look([])) }
        if !parameters.isEmpty { text.append(.look(parameters)) }
        current = parameters
      }
      text.append(cell.character)
    }
    if !current.isEmpty { text.append(.look([])) }
    return text
  }
}
