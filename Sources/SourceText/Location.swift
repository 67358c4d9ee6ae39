/// Where something stands: bytes of one text.
///
/// A location knows its text, and is joined with others only within it: what was typed at a prompt
/// and what a lesson says never become one bytes. Nothing here fails, whatever is joined with what.
package struct Location: Sendable {
  package let file: SourceFile
  /// For who cuts or changes the text itself; what is joined is joined here.
  package let bytes: Range<Int>

  package init(_ file: SourceFile, _ bytes: Range<Int>) {
    self.file = file
    self.bytes = bytes
  }

  private init(_ file: SourceFile, from lower: Int, to upper: Int) {
    self.init(file, lower..<max(lower, upper))
  }

  /// Of what no text holds, such as a sign that was put into a formula.
  package static let nowhere = Location(SourceFile(path: "", bytes: []), 0..<0)

  // MARK: - Parts and wholes

  /// An empty location, where this one begins or ends.
  package var start: Location { Location(file, from: bytes.lowerBound, to: bytes.lowerBound) }
  package var end: Location { Location(file, from: bytes.upperBound, to: bytes.upperBound) }

  /// From the beginning of whichever comes first to the end of the other. A location in another
  /// text adds nothing, and nowhere is no text.
  package func through(_ other: Location) -> Location {
    guard file === other.file else { return file === Self.nowhere.file ? other : self }
    return Location(
      file, from: min(bytes.lowerBound, other.bytes.lowerBound),
      to: max(bytes.upperBound, other.bytes.upperBound))
  }

  /// What lies between this and a later location of the same text.
  package func gap(to other: Location) -> Location {
    file === other.file
      ? Location(file, from: bytes.upperBound, to: other.bytes.lowerBound) : end
  }

  /// The first so many bytes, and the rest without them.
  package func prefix(_ count: Int) -> Location {
    Location(file, from: bytes.lowerBound, to: min(bytes.upperBound, bytes.lowerBound + count))
  }

  package func dropFirst(_ count: Int) -> Location {
    Location(file, from: min(bytes.upperBound, bytes.lowerBound + count), to: bytes.upperBound)
  }

  /// The last so many bytes, and what stands before them.
  package func suffix(_ count: Int) -> Location { dropFirst(max(0, self.count - count)) }

  package func dropLast(_ count: Int) -> Location { prefix(max(0, self.count - count)) }

  // MARK: - Asking

  package var isEmpty: Bool { bytes.isEmpty }

  /// In bytes.
  package var count: Int { bytes.count }

  /// The bytes, as they stand.
  package var text: String { file.text(bytes) }

  package func contains(_ other: Location) -> Bool {
    file === other.file && bytes.lowerBound <= other.bytes.lowerBound
      && other.bytes.upperBound <= bytes.upperBound
  }

  package func overlaps(_ other: Location) -> Bool {
    file === other.file && bytes.overlaps(other.bytes)
  }

  /// Whether it begins, or ends, where another does.
  package func startsWith(_ other: Location) -> Bool {
    file === other.file && bytes.lowerBound == other.bytes.lowerBound
  }

  package func endsWith(_ other: Location) -> Bool {
    file === other.file && bytes.upperBound == other.bytes.upperBound
  }

  /// Whether it begins before another one does, in the same text.
  package func startsBefore(_ other: Location) -> Bool {
    file === other.file && bytes.lowerBound < other.bytes.lowerBound
  }

  package func endsBefore(_ other: Location) -> Bool {
    file === other.file && bytes.upperBound < other.bytes.upperBound
  }

  // MARK: - For people

  /// The place in the text that a person wrote, where this one was made from it.
  package var asWritten: Location {
    guard let written = file.written else { return self }
    let places = written.places
    guard !places.isEmpty else { return Location(written.file, 0..<0) }
    let first = places[min(bytes.lowerBound, places.count - 1)]
    if bytes.isEmpty {
      let place = bytes.lowerBound < places.count ? first.lowerBound : first.upperBound
      return Location(written.file, place..<place)
    }
    let covered = places[bytes.clamped(to: places.indices)]
    let lower = covered.map(\.lowerBound).min() ?? first.lowerBound
    return Location(written.file, lower..<max(lower, covered.map(\.upperBound).max() ?? lower))
  }

  /// Whether it stands in the text that a person wrote as it stands here, so that a change of it
  /// can be made there.
  package var isAsWritten: Bool {
    guard let written = file.written else { return true }
    let places = written.places[bytes.clamped(to: written.places.indices)]
    return !places.isEmpty && places.allSatisfy { $0.count == 1 }
      && zip(places, places.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound }
  }

  /// Line and column of its first byte, and of the byte after its last, both from 1.
  package var position: (line: Int, column: Int) {
    let place = asWritten
    return place.file.position(at: place.bytes.lowerBound)
  }

  package var endPosition: (line: Int, column: Int) {
    let place = asWritten
    return place.file.position(at: place.bytes.upperBound)
  }

  /// `path:line:column`, as editors and terminals understand it.
  package var label: String { "\(file.path):\(position.line):\(position.column)" }
}

extension Location: Hashable {
  package static func == (a: Location, b: Location) -> Bool {
    a.file === b.file && a.bytes == b.bytes
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(ObjectIdentifier(file))
    hasher.combine(bytes)
  }
}
