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

  /// `||`, which is a norm where it is not two bars.
  fileprivate var isPairOfBars: Bool { kind == .character("\\|") && location.text == "||" }
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
  /// Signs that begin a comment right behind a digit.
  private(set) var percents: [Location] = []

  init(_ source: MathSource) {
    self.source = source
    while position < source.text.count { readToken() }
    separateBars()
  }

  /// `|x||y|`: two bars side by side close one absolute value and open the next, where a line has an
  /// odd number of such pairs and one is open.
  private mutating func separateBars() {
    guard tokens.contains(where: \.isPairOfBars) else { return }
    let lines = tokens.split(omittingEmptySubsequences: false) { $0.kind == .newline }
    var separated: [MathToken] = []
    for (number, line) in lines.enumerated() {
      if number > 0 { separated.append(tokens[line.startIndex - 1]) }
      let isOdd = !line.count(where: \.isPairOfBars).isMultiple(of: 2)
      separated += isOdd ? Self.separatingBars(line) : Array(line)
    }
    tokens = separated
  }

  private static func separatingBars(_ line: ArraySlice<MathToken>) -> [MathToken] {
    var separated: [MathToken] = []
    // How many single bars are open, in each group.
    var isOpen = [false]
    for token in line {
      switch token.kind {
      case .openBrace, .character("("), .character("["), .begin: isOpen.append(false)
      case .closeBrace, .character(")"), .character("]"), .end:
        if isOpen.count > 1 { isOpen.removeLast() }
      case .character("|"): isOpen[isOpen.count - 1].toggle()
      case .character("\\|") where token.isPairOfBars && isOpen[isOpen.count - 1]:
        let bars = [token.location.prefix(1), token.location.dropFirst(1)]
        separated += bars.map { MathToken(kind: .character("|"), location: $0) }
        continue
      case .command, .letter, .number, .character, .superscript, .subscript, .ampersand, .lineEnd,
        .newline, .prime, .text:
        break
      }
      separated.append(token)
    }
    return separated
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
    case UInt8(ascii: "%"): readComment(from: start)
    case UInt8(ascii: "\\"): readCommand(from: start)
    case UInt8(ascii: "|") where byte() == UInt8(ascii: "|"):
      position += 1
      add(.character("\\|"), from: start)
    case UInt8(ascii: ":") where byte() == UInt8(ascii: "="):
      position += 1
      add(.character(":="), from: start)
    case _ where first.isDigit || (first == UInt8(ascii: ".") && byte()?.isDigit == true):
      readNumber(from: start)
    case 0x80...: readUnicode(from: start)
    default: add(Self.sign(first), from: start)
    }
  }

  /// What one ASCII character is by itself.
  private static func sign(_ byte: UInt8) -> MathToken.Kind {
    switch byte {
    case UInt8(ascii: "{"): .openBrace
    case UInt8(ascii: "}"): .closeBrace
    case UInt8(ascii: "^"): .superscript
    case UInt8(ascii: "_"): .subscript
    case UInt8(ascii: "&"): .ampersand
    case UInt8(ascii: "'"): .prime
    case _ where byte.isDigit: .number(String(UnicodeScalar(byte)))
    case _ where byte.isLetter: .letter(String(UnicodeScalar(byte)))
    default: .character(String(UnicodeScalar(byte)).visible)
    }
  }

  /// From `%` to the end of the line. One right behind a digit was more likely meant as per cent.
  private mutating func readComment(from start: Int) {
    if start > 0, text[start - 1].isDigit { percents.append(source.location(at: start)) }
    while let next = byte(), next != UInt8(ascii: "\n") { position += 1 }
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
    let scalar = scalar(from: start)
    if let scalar, let plain = PlainCharacter(scalar) { return add(plain, from: start) }
    let written = string(start..<position)
    switch Symbols.written(written) {
    case "'": add(.prime, from: start)
    case let latex? where Symbols.letter(latex) != nil: add(.letter(latex), from: start)
    case let latex?: add(.character(latex), from: start)
    case nil where written.first?.isLetter == true: add(.letter(written), from: start)
    case nil where written.first?.isWhitespace == true: break
    // A name for it, since what it looks like may be nothing at all.
    case nil: add(.character(scalar?.isHidden == true ? "\u{FFFD}" : written), from: start)
    }
  }

  /// The character that begins at a byte, and goes to the position afterwards.
  private mutating func scalar(from start: Int) -> Unicode.Scalar? {
    position = start + 1
    while let next = byte(), next & 0xC0 == 0x80 { position += 1 }
    return String(decoding: text[start..<position], as: UTF8.self).unicodeScalars.first
  }

  private mutating func add(_ plain: PlainCharacter, from start: Int) {
    switch plain {
    case .nothing: break
    case .latex(let latex):
      let isSign = latex.count > 1 && Symbols.letter(latex) == nil
      add(isSign ? .character(latex) : .letter(latex), from: start)
    case .ascii(let byte) where byte.isDigit: readVariantNumber(byte, from: start)
    case .ascii(let byte): add(Self.sign(byte), from: start)
    case .fraction(let above, let below):
      add(.command("frac"), from: start)
      for digits in [above, below] {
        add(.openBrace, from: start)
        add(.number(digits), from: start)
        add(.closeBrace, from: start)
      }
    case .root:
      add(.command("sqrt"), from: start)
      // \sqrt25 would take the 2 alone.
      if let next = byte(), next.isDigit {
        add(.openBrace, from: start)
        position += 1
        readNumber(from: position - 1)
        add(.closeBrace, from: position - 1)
      }
    case .accent(let accent):
      guard let last = tokens.last, case .letter = last.kind else {
        return add(.character(string(start..<position)), from: start)
      }
      tokens.removeLast()
      add(.command(accent.rawValue), from: start)
      tokens.append(last)
    case .raised(let character): addScript(.superscript, character, from: start)
    case .lowered(let character): addScript(.subscript, character, from: start)
    }
  }

  /// `x⁽²⁾`, `x₁₂`: characters in a row are one script.
  private mutating func addScript(
    _ sign: MathToken.Kind, _ first: Character, from start: Int
  ) {
    add(sign, from: start)
    add(.openBrace, from: start)
    addScripted(first, from: start)
    while true {
      let begin = position
      guard let next = byte(), next >= 0x80, let scalar = scalar(from: begin),
        let (isRaised, plain) = RaisedCharacters.script(Character(scalar)),
        isRaised == (sign == .superscript)
      else {
        position = begin
        return add(.closeBrace, from: position - 1)
      }
      addScripted(plain, from: begin)
    }
  }

  private mutating func addScripted(_ plain: Character, from start: Int) {
    if let digit = plain.wholeNumberValue, case .number(let digits)? = tokens.last?.kind {
      let location = tokens.removeLast().location
      tokens.append(
        MathToken(
          kind: .number(digits + String(digit)),
          location: location.through(source.location(at: position - 1))))
    } else if let byte = plain.asciiValue {
      add(Self.sign(byte), from: start)
    } else {
      let latex = Symbols.written(String(plain)) ?? String(plain)
      add(Symbols.letter(latex) == nil ? .character(latex) : .letter(latex), from: start)
    }
  }

  /// `１２`, and `𝟏𝟐`.
  private mutating func readVariantNumber(_ first: UInt8, from start: Int) {
    var digits = String(UnicodeScalar(first))
    while let next = byte() {
      let before = position
      if next.isDigit || next == UInt8(ascii: ".") && !digits.contains(".") {
        position += 1
        digits.unicodeScalars.append(UnicodeScalar(next))
      } else if next >= 0x80, let scalar = scalar(from: before),
        case .ascii(let byte) = PlainCharacter(scalar), byte.isDigit || byte == UInt8(ascii: ".")
      {
        digits.unicodeScalars.append(UnicodeScalar(byte))
      } else {
        position = before
        break
      }
    }
    add(.number(digits), from: start)
  }

  private mutating func readCommand(from start: Int) {
    guard let next = byte() else { return add(.character("\\"), from: start) }
    guard next.isLetter else {
      position += 1
      while next >= 0x80, let more = byte(), more & 0xC0 == 0x80 { position += 1 }
      if next == UInt8(ascii: "\\") {
        skipLineGap()
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
    if name == "cr" { return add(.lineEnd, from: start) }
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

  /// `*` and `[2ex]` behind `\\`, which say how far down the next line stands.
  private mutating func skipLineGap() {
    if byte() == UInt8(ascii: "*") { position += 1 }
    guard byte() == UInt8(ascii: "["),
      let end = text[position...].prefix(20).firstIndex(of: UInt8(ascii: "]"))
    else { return }
    let length = String(decoding: text[position + 1..<end], as: UTF8.self)
    let unit = length.drop { $0.isNumber || ".- ".contains($0) }
    let units: Set<Substring> = ["ex", "em", "pt", "mm", "cm", "in", "px", "mu", "pc", "bp"]
    if unit != length[...], units.contains(unit) { position = end + 1 }
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
