import SourceText

/// Takes the mathematics of prose out of Markdown's sight before cmark reads it: `$…$`, `$$…$$` and
/// ``$`…`$`` become stand-ins, line by line, and comments get a number. Code, `\$` and prices such
/// as $5 stay as they are.
struct MathProtection {
  private let file: SourceFile
  private let bytes: [UInt8]
  private var position: Int
  private(set) var text: [UInt8] = []
  private(set) var standIns: StandIns
  private var paragraph = 0..<0
  /// Where no dollar closes a formula, and where no comment ends, as a search before has found.
  private var unclosed = 0..<0
  private var uncommented = 0..<0
  /// The column at which the innermost open item of a list has its text; code is four behind it.
  private var contentColumn = 0
  private var isAfterBlank = true

  /// - Parameter start: where the Markdown begins; what stands before, front matter, becomes blank.
  init(_ file: SourceFile, from start: Int) {
    self.file = file
    bytes = StandIns.clean(file.bytes)
    standIns = StandIns(file)
    position = start
    text.reserveCapacity(bytes.count)
    for byte in bytes[..<start] where byte == UInt8(ascii: "\n") { text.append(byte) }
    while position < bytes.count { readLine() }
  }

  // MARK: - Lines

  private mutating func readLine() {
    let end = lineEnd(position)
    let head = head(of: position..<end)
    let isBlank = head.end >= end || head.end == end - 1 && bytes[head.end] == 0x0D
    if isBlank {
      isAfterBlank = true
      return copy(min(end + 1, bytes.count) - position)
    }
    let isCode = isAfterBlank && head.indentation >= contentColumn + 4
    // Code goes on until a line that is less indented; only such a line may begin anything else.
    if isCode { return copy(min(end + 1, bytes.count) - position) }
    if let column = head.contentColumn {
      contentColumn = column
    } else if isAfterBlank {
      contentColumn = min(contentColumn, head.indentation)
    }
    isAfterBlank = false
    if let fence = fence(at: head.end, before: end) { return copyFence(fence, head) }
    while position < end { readInline() }
    // A formula may have taken the line break with it.
    if position == end, position < bytes.count { copy(1) }
  }

  private func lineEnd(_ start: Int) -> Int {
    bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
  }

  /// The marks of quotations and lists, and the blanks, before the text of a line.
  private struct Head {
    var end: Int
    var isQuoted = false
    /// Of the text.
    var column = 0
    /// Of the first that is no blank or mark of a quotation.
    var indentation: Int
    /// Of the text behind the marks of a list.
    var contentColumn: Int?
  }

  private func head(of line: Range<Int>) -> Head {
    var head = Head(end: line.lowerBound, indentation: 0)
    var column = 0
    var isIndented = true
    while head.end < line.upperBound {
      let byte = bytes[head.end]
      var mark = 0
      switch byte {
      case 0x20: column += 1
      case 0x09: column += 4 - column % 4
      case UInt8(ascii: ">"): (column, head.isQuoted) = (0, true)
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): mark = 1
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        let digits = bytes[head.end..<line.upperBound].prefix {
          (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard digits.count < 10, digits.endIndex < line.upperBound,
          [UInt8(ascii: "."), UInt8(ascii: ")")].contains(bytes[digits.endIndex])
        else { return head }
        mark = digits.count + 1
      default: return head
      }
      if mark > 0 {
        let next = head.end + mark
        guard next == line.upperBound || [0x20, 0x09, 0x0D].contains(bytes[next]) else {
          return head
        }
        // Four blanks and more before a mark make it code, or text.
        if isIndented, column >= contentColumn + 4 { return head }
        isIndented = false
        column += mark
        head.column = column
        head.end = next
        head.contentColumn = column + 1
        continue
      }
      if isIndented { head.indentation = column }
      head.column = column
      head.end += 1
    }
    return head
  }

  /// The fence character and its length when code begins at an offset.
  private func fence(at start: Int, before end: Int) -> (character: UInt8, length: Int)? {
    guard start < end else { return nil }
    let character = bytes[start]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    let length = bytes[start..<end].prefix { $0 == character }.count
    guard length >= 3 else { return nil }
    // ```a``` on one line is a code span.
    let rest = bytes[start + length..<end]
    if character == UInt8(ascii: "`"), rest.contains(character) { return nil }
    return (character, length)
  }

  private mutating func copyFence(_ opening: (character: UInt8, length: Int), _ head: Head) {
    let isInItem = contentColumn > 0 && (head.column >= contentColumn || head.contentColumn != nil)
    copy(min(lineEnd(position) + 1, bytes.count) - position)
    while position < bytes.count {
      let end = lineEnd(position)
      // Code ends with what it stands in.
      let line = self.head(of: position..<end)
      if head.isQuoted, !line.isQuoted { return }
      let isBlank = bytes[line.end..<end].allSatisfy { $0 <= 0x20 }
      if isInItem, line.indentation < contentColumn, !isBlank || line.contentColumn != nil {
        return
      }
      var start = position
      while start < end, [0x20, 0x09, UInt8(ascii: ">")].contains(bytes[start]) { start += 1 }
      let closing = fence(at: start, before: end)
      copy(min(end + 1, bytes.count) - position)
      if let closing, closing.character == opening.character, closing.length >= opening.length,
        bytes[start + closing.length..<end].allSatisfy({ [0x20, 0x09, 0x0D].contains($0) })
      {
        return
      }
    }
  }

  // MARK: - Inlines

  private mutating func readInline() {
    switch bytes[position] {
    case UInt8(ascii: "\\") where position + 1 < bytes.count:
      if bytes[position + 1] == UInt8(ascii: "|") {
        put(StandIns.escapedBar)
        position += 2
      } else {
        copy(bytes[position + 1] == UInt8(ascii: "\n") ? 1 : 2)
      }
    case UInt8(ascii: "`"): copyCodeSpan()
    case UInt8(ascii: "$"): readDollar()
    case UInt8(ascii: "<") where matches("<!--", at: position): readComment()
    case UInt8(ascii: "[") where isFootnote():
      put(StandIns.footnote)
      position += 2
    default: copy(1)
    }
  }

  private mutating func copyCodeSpan() {
    let length = bytes[position...].prefix { $0 == UInt8(ascii: "`") }.count
    let limit = paragraphEnd(position)
    var cursor = position + length
    while cursor < limit {
      guard bytes[cursor] == UInt8(ascii: "`") else {
        cursor += 1
        continue
      }
      let run = bytes[cursor..<limit].prefix { $0 == UInt8(ascii: "`") }.count
      if run == length { return copy(cursor + run - position) }
      cursor += run
    }
    copy(length)
  }

  /// `[^label]` that is no link with an address.
  private func isFootnote() -> Bool {
    guard matches("[^", at: position) else { return false }
    let label = bytes[(position + 2)...].prefix(100).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[")
    }
    let end = label.endIndex
    guard !label.isEmpty, end < bytes.count, bytes[end] == UInt8(ascii: "]") else { return false }
    return end + 1 >= bytes.count || bytes[end + 1] != UInt8(ascii: "(")
  }

  /// A comment at the head of a line goes on to its end wherever that is; within a paragraph it has
  /// to end there, or it is text.
  private mutating func readComment() {
    let start = file.lineStarts[file.line(at: position)]
    let isBlock = bytes[start..<position].allSatisfy { StandIns.marks.contains($0) }
    let limit = isBlock ? bytes.count : paragraphEnd(position)
    var end: Int?
    if !uncommented.contains(position) || isBlock && uncommented.upperBound < limit {
      end = find("-->", from: position + 2, limit: limit).map { $0 + 3 }
      if end == nil { uncommented = position..<limit }
    }
    guard isBlock || end != nil else { return copy(4) }
    let comment = StandIns.Comment(bytes: position..<(end ?? limit), isClosed: end != nil)
    copy(4)
    // <!--> and <!---> are something else to Markdown, and a number would make comments of them.
    if let end, end - comment.bytes.lowerBound < 7 { return copy(end - position) }
    put(StandIns.comment)
    text += Array("\(standIns.comments.count)".utf8)
    put(StandIns.comment)
    standIns.comments.append(comment)
    if let end { copy(end - position) }
  }

  private mutating func readDollar() {
    let limit = paragraphEnd(position)
    if matches("$`", at: position), let end = find("`$", from: position + 2, limit: limit) {
      return protect(position + 2..<end, to: end + 2, isDisplay: false)
    }
    if matches("$$", at: position) {
      if let end = find("$$", from: position + 2, limit: limit), end > position + 2 {
        return protect(position + 2..<end, to: end + 2, isDisplay: true)
      }
      return copy(2)
    }
    if let end = closingDollar(limit) {
      return protect(position + 1..<end, to: end + 1, isDisplay: false)
    }
    copy(1)
  }

  /// As GitHub reads it: no space inside the dollars, no digit after them, so that "$5 and $6" are
  /// prices.
  private mutating func closingDollar(_ limit: Int) -> Int? {
    func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    let first = position + 1
    guard first < limit, !unclosed.contains(first), !isSpace(bytes[first]) else { return nil }
    if position > 0, Self.isWord(bytes[position - 1]) { return nil }
    var cursor = first
    while cursor < limit {
      if bytes[cursor] == UInt8(ascii: "\\") {
        cursor += 2
        continue
      }
      // Code is stronger than a dollar before it.
      if bytes[cursor] == UInt8(ascii: "`") { break }
      if bytes[cursor] == UInt8(ascii: "$"), cursor > first, !isSpace(bytes[cursor - 1]),
        cursor + 1 >= bytes.count || !Self.isWord(bytes[cursor + 1])
      {
        return cursor
      }
      cursor += 1
    }
    unclosed = first..<max(first, cursor)
    return nil
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// Where the paragraph ends that holds an offset: at a blank line. Looked for once a paragraph.
  private mutating func paragraphEnd(_ start: Int) -> Int {
    if paragraph.contains(start) { return paragraph.upperBound }
    var cursor = start
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: "\n") {
        var next = cursor + 1
        while next < bytes.count, bytes[next] == 0x20 || bytes[next] == 0x09 || bytes[next] == 0x0D
        {
          next += 1
        }
        if next >= bytes.count || bytes[next] == UInt8(ascii: "\n") { break }
      }
      cursor += 1
    }
    paragraph = start..<cursor
    return cursor
  }

  // MARK: - Copying

  private mutating func copy(_ count: Int) {
    text += bytes[position..<position + count]
    position += count
  }

  private mutating func put(_ scalar: Unicode.Scalar) { text += Array(String(scalar).utf8) }

  private mutating func protect(_ latex: Range<Int>, to end: Int, isDisplay: Bool) {
    let formula = standIns.formulas.count
    let first = standIns.pieces.count
    var before = position
    for line in StandIns.lines(position..<end, of: file) {
      // The line break, and what the line has of the block around.
      text += bytes[before..<line.lowerBound]
      text.append(UInt8(ascii: "$"))
      put(StandIns.piece)
      text += Array("\(standIns.pieces.count)$".utf8)
      standIns.pieces.append(.init(formula: formula, source: line))
      before = line.upperBound
    }
    standIns.formulas.append(
      .init(
        latex: StandIns.lines(latex, of: file), isDisplay: isDisplay,
        pieces: first..<standIns.pieces.count))
    position = end
  }

  private func matches(_ pattern: String, at start: Int) -> Bool {
    matches(Array(pattern.utf8), at: start)
  }

  private func matches(_ pattern: [UInt8], at start: Int) -> Bool {
    start + pattern.count <= bytes.count
      && bytes[start..<start + pattern.count].elementsEqual(pattern)
  }

  private func find(_ pattern: String, from start: Int, limit: Int) -> Int? {
    let wanted = Array(pattern.utf8)
    var cursor = start
    while cursor + wanted.count <= limit {
      if bytes[cursor] == wanted[0], matches(wanted, at: cursor) { return cursor }
      cursor += 1
    }
    return nil
  }
}
