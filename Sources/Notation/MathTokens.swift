package import SourceText

/// Where the text of a formula stands in its file. A fence inside a list or quotation loses its
/// indentation, so each of its lines begins at an offset of its own.
package struct MathSource: Sendable {
  package var file: SourceFile
  package var text: [UInt8]
  /// For each line of the text: its first byte in the text, and in the file.
  private var lines: [(local: Int, source: Int)]

  /// A formula that stands in one piece in its file.
  package init(_ file: SourceFile, _ range: Range<Int>) {
    self.file = file
    text = Array(file.bytes[range])
    lines = [(0, range.lowerBound)]
  }

  /// A formula of several lines, each a piece of the file.
  package init(_ file: SourceFile, lines pieces: [Range<Int>]) {
    self.file = file
    text = []
    lines = []
    for piece in pieces {
      lines.append((text.count, piece.lowerBound))
      text += file.bytes[piece]
      text.append(UInt8(ascii: "\n"))
    }
    if lines.isEmpty { lines = [(0, 0)] }
  }

  package init(_ location: Location) { self.init(location.file, location.bytes) }

  package init(_ latex: String) {
    let file = SourceFile(path: "formula", text: latex)
    self.init(file, file.bytes.indices)
  }

  /// Where the formula begins in its file.
  var start: Location { Location(file, lines[0].source..<lines[0].source) }

  /// Where a byte of the text stands in the file.
  func location(at local: Int) -> Location {
    var low = 0
    var high = lines.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle].local <= local { low = middle } else { high = middle }
    }
    let offset = lines[low].source + local - lines[low].local
    return Location(file, offset..<offset + 1)
  }
}

struct MathToken {
  enum Kind: Equatable {
    /// `\name`, or `\` and one other character; without the backslash.
    case command(String)
    case letter(String)
    case number(String)
    /// Any other character, in LaTeX's spelling.
    case character(String)
    case openBrace, closeBrace, superscript, `subscript`, ampersand, lineEnd, newline, prime
    /// `\begin{name}`, `\end{name}`.
    case begin(String)
    case end(String)
    /// The raw content of `\text{…}` and its kin, with the command.
    case text(String, command: String)
  }

  var kind: Kind
  var location: Location
}

/// Splits LaTeX into tokens. Spaces and comments vanish; line breaks stay, as tokens.
struct MathLexer {
  static let textCommands: Set<String> = [
    "text", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "mbox", "hbox",
    "operatorname", "label", "tag", "hspace", "vspace", "color",
  ]

  private let source: MathSource
  private var position = 0
  private(set) var tokens: [MathToken] = []

  init(_ source: MathSource) {
    self.source = source
    while position < source.text.count { readToken() }
  }

  private var text: [UInt8] { source.text }

  private func byte(_ offset: Int = 0) -> UInt8? {
    position + offset < text.count ? text[position + offset] : nil
  }

  private mutating func add(_ kind: MathToken.Kind, from start: Int) {
    let last = source.location(at: position - 1)
    tokens.append(MathToken(kind: kind, location: source.location(at: start).through(last)))
  }

  private mutating func readToken() {
    let start = position
    let first = text[position]
    position += 1
    switch first {
    case UInt8(ascii: "\n"): add(.newline, from: start)
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "~"): break
    case UInt8(ascii: "%"):
      while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
    case UInt8(ascii: "\\"): readCommand(from: start)
    case UInt8(ascii: "{"): add(.openBrace, from: start)
    case UInt8(ascii: "}"): add(.closeBrace, from: start)
    case UInt8(ascii: "^"): add(.superscript, from: start)
    case UInt8(ascii: "_"): add(.subscript, from: start)
    case UInt8(ascii: "&"): add(.ampersand, from: start)
    case UInt8(ascii: "'"): add(.prime, from: start)
    case UInt8(ascii: "|") where byte() == UInt8(ascii: "|"):
      position += 1
      add(.character("\\|"), from: start)
    case UInt8(ascii: ":") where byte() == UInt8(ascii: "="):
      position += 1
      add(.character(":="), from: start)
    case _ where first.isDigit || (first == UInt8(ascii: ".") && byte()?.isDigit == true):
      readNumber(from: start)
    case _ where first.isLetter:
      add(.letter(String(UnicodeScalar(first))), from: start)
    case 0x80...: readUnicode(from: start)
    default: add(.character(String(UnicodeScalar(first)).visible), from: start)
    }
  }

  private mutating func readNumber(from start: Int) {
    var sawPoint = text[start] == UInt8(ascii: ".")
    while let next = byte() {
      if next.isDigit {
        position += 1
      } else if next == UInt8(ascii: "."), !sawPoint, byte(1)?.isDigit == true {
        sawPoint = true
        position += 1
      } else {
        break
      }
    }
    add(.number(string(start..<position)), from: start)
  }

  private mutating func readUnicode(from start: Int) {
    while let next = byte(), next & 0xC0 == 0x80 { position += 1 }
    let written = string(start..<position)
    switch Symbols.written(written) {
    case "'": add(.prime, from: start)
    case let latex? where Symbols.letter(latex) != nil: add(.letter(latex), from: start)
    case let latex?: add(.character(latex), from: start)
    case nil where written.first?.isLetter == true: add(.letter(written), from: start)
    case nil where written.first?.isWhitespace == true: break
    case nil: add(.character(written), from: start)
    }
  }

  private mutating func readCommand(from start: Int) {
    guard let next = byte() else { return add(.character("\\"), from: start) }
    guard next.isLetter else {
      position += 1
      while next >= 0x80, let more = byte(), more & 0xC0 == 0x80 { position += 1 }
      if next == UInt8(ascii: "\\") {
        add(.lineEnd, from: start)
      } else if next == UInt8(ascii: "\n") {
        add(.command(" "), from: start)
      } else {
        add(.command(string(start + 1..<position)), from: start)
      }
      return
    }
    while byte()?.isLetter == true { position += 1 }
    let name = string(start + 1..<position)
    if byte() == UInt8(ascii: "*"), name == "operatorname" || name == "hspace" { position += 1 }
    if name == "begin" || name == "end" {
      if let argument = bracedText() {
        let environment = argument.filter { !$0.isWhitespace }
        return add(name == "begin" ? .begin(environment) : .end(environment), from: start)
      }
    } else if Self.textCommands.contains(name), let argument = bracedText() {
      return add(.text(argument, command: name), from: start)
    }
    add(.command(name), from: start)
  }

  /// The raw text between the braces that follow, or nil without moving when there are none.
  private mutating func bracedText() -> String? {
    var cursor = position
    while cursor < text.count, text[cursor] == UInt8(ascii: " ") { cursor += 1 }
    guard cursor < text.count, text[cursor] == UInt8(ascii: "{") else { return nil }
    let start = cursor + 1
    var depth = 0
    while cursor < text.count {
      switch text[cursor] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        depth -= 1
        if depth == 0 {
          position = cursor + 1
          return string(start..<cursor)
        }
      case UInt8(ascii: "\\"): cursor += 1
      case UInt8(ascii: "\n") where cursor + 1 < text.count && text[cursor + 1] == text[cursor]:
        return nil
      default: break
      }
      cursor += 1
    }
    return nil
  }

  private func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self).visible
  }
}

extension UInt8 {
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }
}
