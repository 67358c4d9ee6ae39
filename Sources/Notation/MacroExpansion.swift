import SourceText

/// Bytes, each with the place in the lesson that it comes from.
struct TracedText {
  var bytes: [UInt8] = []
  var places: [Range<Int>] = []

  mutating func append(_ byte: UInt8, from place: Range<Int>) {
    bytes.append(byte)
    places.append(place)
  }

  mutating func append(_ other: TracedText) {
    // \alpha and a letter of an argument are no longer command together.
    if let last = bytes.last, last.isLetter, let next = other.bytes.first, next.isLetter,
      let start = bytes.lastIndex(where: { !$0.isLetter }), bytes[start] == UInt8(ascii: "\\"),
      let place = places.last, !isEscaped(start)
    {
      append(UInt8(ascii: " "), from: place)
    }
    bytes += other.bytes
    places += other.places
  }

  /// Whether a backslash is the second of two.
  private func isEscaped(_ index: Int) -> Bool {
    bytes[..<index].reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  func part(_ range: Range<Int>) -> TracedText {
    TracedText(bytes: Array(bytes[range]), places: Array(places[range]))
  }
}

/// One text with the macros that are known.
struct MacroExpansion {
  let source: MathSource
  var macros: Macros
  var output = TracedText()
  var findings: [Finding] = []
  var isChanged = false
  var refused: Set<String> = []
  private var uses = 0
  private var isEnded = false

  init(_ source: MathSource, _ macros: Macros) {
    (self.source, self.macros) = (source, macros)
  }

  mutating func run() {
    var whole = TracedText()
    for index in source.text.indices {
      whole.append(source.text[index], from: source.location(at: index).bytes)
    }
    expand(whole, inside: [])
  }

  // MARK: - Going through a text

  /// Puts a text into the output, with what its macros stand for.
  private mutating func expand(_ text: TracedText, inside: [String]) {
    var index = 0
    while index < text.bytes.count, !isEnded {
      let byte = text.bytes[index]
      if byte == UInt8(ascii: "%"), inside.isEmpty {
        let end = text.bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? text.bytes.count
        output.append(text.part(index..<end))
        index = end
        continue
      }
      guard byte == UInt8(ascii: "\\"), let name = Self.command(text, index) else {
        // What follows a backslash belongs to it.
        let count = byte == UInt8(ascii: "\\") ? 2 : 1
        output.append(text.part(index..<min(text.bytes.count, index + count)))
        index += count
        continue
      }
      let end = index + 1 + name.utf8.count
      if Macros.definers.contains(name) {
        define(name, text, index, &index)
      } else if let macro = macros[name] {
        use(name, macro, text, index..<end, &index, inside)
      } else {
        output.append(text.part(index..<end))
        index = end
      }
    }
  }

  private static func command(_ text: TracedText, _ index: Int) -> String? {
    let name = text.bytes[(index + 1)...].prefix { $0.isLetter }
    return name.isEmpty ? nil : String(decoding: name, as: UTF8.self)
  }

  /// A statement ends with its line, and so does what it takes.
  private static func skipBlanks(_ text: TracedText, _ index: Int) -> Int {
    text.bytes[min(index, text.bytes.count)...].firstIndex {
      $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t")
    } ?? text.bytes.count
  }

  /// What stands between an opening sign and its closing one, and the index behind it.
  private static func group(
    _ text: TracedText, _ start: Int, _ open: Character = "{", _ close: Character = "}"
  ) -> (inner: Range<Int>, end: Int)? {
    let (open, close) = (open.asciiValue ?? 0, close.asciiValue ?? 0)
    guard start < text.bytes.count, text.bytes[start] == open else { return nil }
    var depth = 0
    var index = start
    while index < text.bytes.count {
      let byte = text.bytes[index]
      if byte == UInt8(ascii: "\\") {
        index += 2
        continue
      }
      if byte == open { depth += 1 }
      if byte == close {
        depth -= 1
        if depth == 0 { return (start + 1..<index, index + 1) }
      }
      index += 1
    }
    return nil
  }

  // MARK: - Uses

  private mutating func use(
    _ name: String, _ macro: Macros.Macro, _ text: TracedText, _ command: Range<Int>,
    _ index: inout Int, _ inside: [String]
  ) {
    isChanged = true
    var end = command.upperBound
    var arguments: [TracedText] = []
    if let first = macro.first, macro.arity > 0 {
      if let group = Self.group(text, Self.skipBlanks(text, end), "[", "]") {
        arguments.append(text.part(group.inner))
        end = group.end
      } else {
        arguments.append(
          TracedText(bytes: first, places: first.map { _ in place(text, command) }))
      }
    }
    while arguments.count < macro.arity {
      guard let (argument, next) = Self.argument(text, end) else {
        index = end
        refuse(name, place(text, command))
        return fail(
          place(text, command.lowerBound..<end),
          "\\\(name) takes \(Self.count(macro.arity)), and "
            + "gets \(arguments.count == 0 ? "none" : String(arguments.count))",
          "Write each in braces behind it: \\\(name)"
            + String(repeating: "{…}", count: macro.arity) + ".")
      }
      arguments.append(argument)
      end = next
    }
    index = end
    let whole = place(text, command.lowerBound..<end)
    guard !inside.contains(name) else {
      refuse(name, whole)
      return fail(
        whole, "\\\(name) stands for something that uses \\\(name) again, without end",
        "Write out what it stands for in its definition, or give one of them another name.")
    }
    uses += 1
    guard uses <= Macros.most, inside.count < Macros.deepest,
      output.bytes.count + macro.body.count <= Macros.longest
    else {
      isEnded = true
      return fail(
        whole,
        "What the macros stand for here is longer than \(Macros.longest) signs, or uses "
          + "others more than \(Macros.most) times",
        "Write it out where it is used, or make the macros shorter.", .formulaTooLong)
    }
    expand(filled(macro.body, arguments, at: whole), inside: inside + [name])
  }

  /// The command stays where it is, for who reads the formula to pass over.
  private mutating func refuse(_ name: String, _ place: Range<Int>) {
    refused.insert(name)
    for byte in "\\\(name) ".utf8 { output.append(byte, from: place) }
  }

  private static func count(_ number: Int) -> String {
    number == 1 ? "1 argument" : "\(number) arguments"
  }

  /// A group in braces, or one sign.
  private static func argument(_ text: TracedText, _ start: Int) -> (TracedText, end: Int)? {
    let index = skipBlanks(text, start)
    guard index < text.bytes.count, text.bytes[index] != UInt8(ascii: "\n") else { return nil }
    if let group = group(text, index) { return (text.part(group.inner), group.end) }
    switch text.bytes[index] {
    case UInt8(ascii: "}"), UInt8(ascii: "{"), UInt8(ascii: "&"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      return nil
    case UInt8(ascii: "\\"):
      if let name = command(text, index) {
        let end = index + 1 + name.utf8.count
        return (text.part(index..<end), end)
      }
      guard index + 1 < text.bytes.count, text.bytes[index + 1] != UInt8(ascii: "\\") else {
        return nil
      }
      return (text.part(index..<index + 2), index + 2)
    default:
      var end = index + 1
      while end < text.bytes.count, text.bytes[end] & 0xC0 == 0x80 { end += 1 }
      return (text.part(index..<end), end)
    }
  }

  /// The body with the arguments for #1, #2, …
  private func filled(_ body: [UInt8], _ arguments: [TracedText], at place: Range<Int>)
    -> TracedText
  {
    var filled = TracedText()
    var index = 0
    var isBehindArgument = false
    while index < body.count {
      if body[index] == UInt8(ascii: "#"), index + 1 < body.count, body[index + 1].isDigit,
        index == 0 || body[index - 1] != UInt8(ascii: "\\")
      {
        let number = Int(body[index + 1] - UInt8(ascii: "0"))
        if arguments.indices.contains(number - 1) { filled.append(arguments[number - 1]) }
        index += 2
        isBehindArgument = true
      } else {
        if isBehindArgument {
          filled.append(TracedText(bytes: [body[index]], places: [place]))
        } else {
          filled.append(body[index], from: place)
        }
        isBehindArgument = false
        index += 1
      }
    }
    return filled
  }

  // MARK: - Definitions

  private mutating func define(
    _ definer: String, _ text: TracedText, _ start: Int, _ index: inout Int
  ) {
    isChanged = true
    var end = start + 1 + definer.utf8.count
    if end < text.bytes.count, text.bytes[end] == UInt8(ascii: "*") { end += 1 }
    end = Self.skipBlanks(text, end)
    var name: String?
    if let group = Self.group(text, end) {
      let inner = Self.skipBlanks(text, group.inner.lowerBound)
      if inner < group.inner.upperBound, text.bytes[inner] == UInt8(ascii: "\\") {
        name = Self.command(text, inner)
        let behind = Self.skipBlanks(text, inner + 1 + (name?.utf8.count ?? 0))
        if behind < group.inner.upperBound { name = nil }
      }
      end = group.end
    } else if end < text.bytes.count, text.bytes[end] == UInt8(ascii: "\\") {
      name = Self.command(text, end)
      end += 1 + (name?.utf8.count ?? 0)
    }
    let head = place(text, start..<max(start + 1, end))
    index = end
    guard let name, !Macros.definers.contains(name) else {
      return fail(
        head, "Which command \\\(definer) defines cannot be told",
        "Write \\\(definer){\\name}{what it stands for}.")
    }
    guard let (arity, first) = parameters(definer, name, text, &end, head) else {
      // What it would stand for is passed over with it.
      let line = text.bytes[end...].prefix { $0 != UInt8(ascii: "\n") }
      let body = line.firstIndex(of: UInt8(ascii: "{")).flatMap { Self.group(text, $0) }
      index = body?.end ?? end
      return
    }
    end = Self.skipBlanks(text, end)
    guard let group = Self.group(text, end) else {
      index = end
      return fail(
        head, "What \\\(name) stands for is missing", "Write it in braces behind: {…}.")
    }
    index = group.end
    var body = Array(text.bytes[group.inner])
    if definer == "DeclareMathOperator" { body = Array("\\operatorname{".utf8) + body + [0x7D] }
    let macro = Macros.Macro(arity: arity, first: first, body: body)
    for (offset, byte) in body.enumerated().dropLast() where byte == UInt8(ascii: "#") {
      let next = body[offset + 1]
      guard offset == 0 || body[offset - 1] != UInt8(ascii: "\\"),
        !next.isDigit || !(1...max(1, arity)).contains(Int(next - 0x30)) || arity == 0
      else { continue }
      return fail(
        head,
        "\\\(name) has \(Self.count(arity)), and #\(String(UnicodeScalar(next)).visible) is none",
        "Write how many it has: \\newcommand{\\\(name)}[…]{…}.")
    }
    if definer == "newcommand" || definer == "DeclareMathOperator", let known = macros[name],
      known != macro, macros.isOwn(name)
    {
      return fail(
        head, "\\\(name) is defined already, and stands for something else",
        "Take another name, or write \\renewcommand where it changes.")
    }
    if definer == "providecommand", macros[name] != nil { return }
    macros[name] = macro
    guard !findings.contains(where: { $0.severity == .hint }) else { return }
    findings.append(
      Finding(
        .macro, .hint, at: Location(source.file, head),
        "\\\(name) is put in where it is used; GitHub shows no macros",
        help: "For GitHub write out what it stands for."))
  }

  /// `[2][x]`, or `#1#2` of `\def`.
  private mutating func parameters(
    _ definer: String, _ name: String, _ text: TracedText, _ end: inout Int, _ head: Range<Int>
  ) -> (arity: Int, first: [UInt8]?)? {
    if definer == "def" {
      var arity = 0
      while end + 1 < text.bytes.count, text.bytes[end] == UInt8(ascii: "#"),
        text.bytes[end + 1] == UInt8(ascii: "1") + UInt8(arity), arity < 9
      {
        arity += 1
        end += 2
      }
      guard end < text.bytes.count, text.bytes[end] != UInt8(ascii: "{"),
        text.bytes[Self.skipBlanks(text, end)...].first != UInt8(ascii: "{")
      else { return (arity, nil) }
      fail(
        head, "The arguments of \\\(name) are written in a way that is not read",
        "Write \\newcommand{\\\(name)}[number of arguments]{…}.")
      return nil
    }
    guard let group = Self.group(text, Self.skipBlanks(text, end), "[", "]") else {
      return (0, nil)
    }
    let count = String(decoding: text.bytes[group.inner], as: UTF8.self).filter { $0 != " " }
    guard let arity = Int(count), (0...9).contains(arity) else {
      end = group.end
      fail(
        place(text, group.inner), "A macro has 0 to 9 arguments, and not \(count.visible)",
        "Write how many: \\newcommand{\\\(name)}[1]{…}.")
      return nil
    }
    end = group.end
    guard let first = Self.group(text, Self.skipBlanks(text, end), "[", "]") else {
      return (arity, nil)
    }
    end = first.end
    return (arity, Array(text.bytes[first.inner]))
  }

  // MARK: - Places and findings

  /// Where a part of a text comes from.
  private func place(_ text: TracedText, _ range: Range<Int>) -> Range<Int> {
    let places = text.places[range.clamped(to: text.places.indices)]
    guard let first = places.first, let last = places.last else { return 0..<0 }
    let lower = min(first.lowerBound, last.lowerBound)
    return lower..<max(first.upperBound, last.upperBound, lower)
  }

  private mutating func fail(
    _ place: Range<Int>, _ summary: String, _ help: String, _ kind: FindingKind = .macro
  ) {
    findings.append(Finding(kind, at: Location(source.file, place), summary, help: help))
  }
}
