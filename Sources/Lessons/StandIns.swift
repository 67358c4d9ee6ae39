import SourceText

/// What stands in Markdown for what cmark is not to see, and the way back. A stand-in goes in at
/// one place and is looked for wherever text comes out of cmark, so none is ever shown: where
/// Markdown made something else of the place (code, HTML, an address), what the lesson says comes
/// back.
struct StandIns {
  /// A formula found in prose: the bytes of its LaTeX in the file, line by line.
  struct Formula {
    var latex: [Range<Int>]
    var isDisplay: Bool
    /// Its pieces.
    var pieces: Range<Int>
  }

  /// One line of a formula. Each has a stand-in of its own, so that lines stay lines, and cmark's
  /// line numbers are the file's.
  struct Piece {
    var formula: Int
    /// With the dollars.
    var source: Range<Int>
  }

  /// A comment, from `<!--` to behind `-->`, or to the end of the text where that is missing.
  struct Comment {
    var bytes: Range<Int>
    var isClosed: Bool
  }

  /// Private characters that a lesson cannot bring in: they are replaced. Dollars round a piece are
  /// punctuation to Markdown, as they are on GitHub; a letter would change emphasis beside it.
  static let piece: Unicode.Scalar = "\u{E000}"
  /// A `\|`, which cmark would hand over as a bare `|` that separates the cells of a table.
  static let escapedBar: Unicode.Scalar = "\u{E001}"
  /// The `[^` of a footnote, which is no link and no definition of one.
  static let footnote: Unicode.Scalar = "\u{E002}"
  /// Round the number of a comment, right behind its `<!--`.
  static let comment: Unicode.Scalar = "\u{E003}"

  /// What may stand before the text of a line: blanks, marks of quotations and lists.
  static let marks = Set(" \t>-*+0123456789.)".utf8)

  private let file: SourceFile
  var formulas: [Formula] = []
  var pieces: [Piece] = []
  var comments: [Comment] = []

  init(_ file: SourceFile) { self.file = file }

  /// The private characters become U+FFFD, which is as long, and a carriage return alone, which is
  /// a line's end to cmark and nowhere else, a control character.
  static func clean(_ bytes: [UInt8]) -> [UInt8] {
    var clean = bytes
    for index in bytes.indices {
      if bytes[index] == 0xEE, index + 2 < bytes.count {
        guard bytes[index + 1] == 0x80, bytes[index + 2] & 0xFC == 0x80 else { continue }
        clean.replaceSubrange(index..<index + 3, with: "\u{FFFD}".utf8)
      } else if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] != 0x0A {
        clean[index] = 0x01
      }
    }
    return clean
  }

  // MARK: - The way back

  /// Whether a text may hold any: a look at the bytes costs little.
  static func mayStand(in text: String) -> Bool { text.utf8.contains(0xEE) }

  /// A text as the lesson says it, with the numbers of the comments in it.
  ///
  /// - Parameter bar: what an escaped bar is there.
  func restored(_ text: String, bar: String = "\\|") -> (text: String, comments: [Int]) {
    guard Self.mayStand(in: text) else { return (text, []) }
    var plain = ""
    var comments: [Int] = []
    for part in parts(text) {
      switch part {
      case .text(let text): plain += text
      case .piece(let index): plain += file.text(pieces[index].source)
      case .comment(let index): comments.append(index)
      case .escapedBar: plain += bar
      }
    }
    return (plain, comments)
  }

  enum Part {
    case text(String)
    case piece(Int)
    case comment(Int)
    case escapedBar
  }

  /// A text cut at its stand-ins; `[^` is text again. By scalars, since an accent behind one would
  /// join it.
  func parts(_ text: String) -> [Part] {
    var parts: [Part] = []
    var plain = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    func flush() {
      if !plain.isEmpty { parts.append(.text(String(plain))) }
      plain = .init()
    }
    /// The number that follows, with the one scalar behind it.
    func number(below count: Int) -> Int? {
      let digits = rest.prefix { (0x30...0x39).contains($0.value) }
      guard let index = Int(String(digits)), index < count else { return nil }
      rest = rest.dropFirst(digits.count + 1)
      return index
    }
    while let scalar = rest.popFirst() {
      switch scalar {
      case "$" where rest.first == Self.piece:
        rest.removeFirst()
        guard let index = number(below: pieces.count) else { continue }
        flush()
        parts.append(.piece(index))
      case Self.comment:
        guard let index = number(below: comments.count) else { continue }
        flush()
        parts.append(.comment(index))
      case Self.escapedBar:
        flush()
        parts.append(.escapedBar)
      case Self.footnote: plain += "[^".unicodeScalars
      default: plain.append(scalar)
      }
    }
    flush()
    return parts
  }

  /// The pieces that stand in a text.
  func pieces(in text: String) -> [Int] {
    guard Self.mayStand(in: text) else { return [] }
    return parts(text).compactMap { if case .piece(let index) = $0 { index } else { nil } }
  }

  /// The lines of some bytes, each without the quotation marks and blanks of the block it is in.
  static func lines(_ range: Range<Int>, of file: SourceFile) -> [Range<Int>] {
    let first = file.line(at: range.lowerBound)
    let last = file.line(at: max(range.lowerBound, range.upperBound - 1))
    let isQuoted = depth(of: file, at: range.lowerBound) > 0
    return (first...max(first, last)).map { line in
      let whole = file.lineRange(line)
      guard line > first else {
        return range.lowerBound..<max(range.lowerBound, min(range.upperBound, whole.upperBound))
      }
      var start = whole.lowerBound
      while start < whole.upperBound, isPrefix(file.bytes[start], isQuoted) { start += 1 }
      let end = min(range.upperBound, whole.upperBound)
      return min(start, end)..<end
    }
  }

  private static func isPrefix(_ byte: UInt8, _ isQuoted: Bool) -> Bool {
    byte == 0x20 || byte == 0x09 || isQuoted && byte == UInt8(ascii: ">")
  }

  /// How many quotation marks stand at the head of the line that holds an offset.
  private static func depth(of file: SourceFile, at offset: Int) -> Int {
    let start = file.lineStarts[file.line(at: offset)]
    let head = file.bytes[start..<max(start, offset)].prefix { marks.contains($0) }
    return head.count { $0 == UInt8(ascii: ">") }
  }
}
