/// One cell of a drawing, before it has a colour: a sign, and where two pixels share it, how bright
/// they are.
package struct PictureCell: Equatable, Sendable {
  /// What a cell is, beside its sign.
  package enum Part: Equatable, Sendable {
    case plain, axis, label
    /// Of a curve, from 0.
    case curve(Int)
    case mark
    /// What was chosen.
    case chosen
    /// Two pixels one above the other, from 0 (black) to 255 (white); there may be no lower one.
    case pixels(upper: UInt8, lower: UInt8?)
  }

  package var sign: Character
  package var part: Part

  package init(_ sign: Character, _ part: Part = .plain) { (self.sign, self.part) = (sign, part) }

  package static let blank = PictureCell(" ")

  package static func text(_ text: String, _ part: Part = .plain) -> [PictureCell] {
    text.map { PictureCell($0, part) }
  }
}

extension [PictureCell] {
  static func blanks(_ count: Int) -> [PictureCell] {
    Array(repeating: .blank, count: Swift.max(0, count))
  }

  /// With blanks behind it.
  func padded(to width: Int) -> [PictureCell] { self + .blanks(width - count) }

  package func withoutBlanksAtEnd() -> [PictureCell] {
    Array(reversed().drop { $0 == .blank }.reversed())
  }

  package var text: String { String(map(\.sign)) }
}

/// What a terminal can show of a picture.
package struct Rendition: Equatable, Sendable {
  /// Of brightness: colours; only brighter than the middle, or not; or a ramp of signs.
  package enum Greys: Equatable, Sendable { case colours, thresholds, signs }
  /// Of a curve: eight dots a cell, four, or one sign.
  package enum Dots: Equatable, Sendable, CaseIterable { case braille, blocks, signs }

  package var greys: Greys
  package var dots: Dots
  /// Whether all signs are those of ASCII.
  package var ascii: Bool

  package init(greys: Greys, dots: Dots, ascii: Bool) {
    self.greys = ascii ? .signs : greys
    self.dots = ascii ? .signs : dots
    self.ascii = ascii
  }

  /// What least and most bright are called.
  package var ends: (least: String, most: String) {
    switch greys {
    case .colours: ("black", "white")
    case .thresholds: ("blank", "filled")
    case .signs: ("blank", "#")
    }
  }
}
