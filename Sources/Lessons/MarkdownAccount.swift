import Questions
import SourceText

/// What has been read of a lesson's Markdown, and what has not: where an author would expect to see
/// something, or to be asked it, and nothing of it comes out, that is a finding at its place.
struct MarkdownAccount {
  private let file: SourceFile
  private let standIns: StandIns
  /// The addresses of all links.
  var links: Set<String> = []
  /// Whether each line belongs to something that was read.
  private var isRead: [Bool]
  /// Comments that came out: as comments, or as text.
  private var accounted: Set<Int> = []
  private var found: [Finding] = []
  /// The end of the last tag that was reported.
  private var lastTag = 0
  private var tagLine = -1

  init(_ file: SourceFile, from start: Int, _ standIns: StandIns) {
    self.file = file
    self.standIns = standIns
    isRead = file.lineStarts.map { $0 < start }
  }

  /// - Parameter lines: counted from 0.
  mutating func reads(_ lines: ClosedRange<Int>) {
    for line in lines.clamped(to: 0...isRead.count - 1) { isRead[line] = true }
  }

  // MARK: - Comments

  /// Comments that stand in code, or where a text is shown as it is written.
  mutating func shows(_ comments: [Int]) { accounted.formUnion(comments) }

  /// The self-check that a comment is; nil for any other.
  ///
  /// - Parameter isWhole: whether Markdown has it to its end.
  mutating func check(_ index: Int, isWhole: Bool) -> CheckComment? {
    accounted.insert(index)
    let comment = standIns.comments[index]
    let opening = comment.bytes.lowerBound..<comment.bytes.lowerBound + 4
    guard comment.isClosed else {
      report(
        .notRead, at: opening, "This comment never ends, and nothing behind it is shown",
        help: "Write --> where it ends.")
      return nil
    }
    let inner = comment.bytes.lowerBound + 4..<comment.bytes.upperBound - 3
    let word = firstWord(inner)
    guard file.text(word).lowercased() == "check" else {
      if let line = key(in: inner, behind: word) {
        report(
          .check, .warning, at: line,
          "This line looks like the key of a self-check, and its comment is none",
          help: "A self-check begins with the word check: <!-- check")
      }
      return nil
    }
    guard isWhole else {
      report(
        .check, at: opening, "Markdown ends this self-check before its -->",
        help: "Indent all its lines as far as the first one.")
      return nil
    }
    var start = word.upperBound
    if start < inner.upperBound, file.bytes[start] == UInt8(ascii: ":") { start += 1 }
    return CheckComment(
      bytes: comment.bytes, lines: StandIns.lines(start..<inner.upperBound, of: file))
  }

  /// The word with which a comment begins, behind blanks, line breaks and further hyphens.
  private func firstWord(_ inner: Range<Int>) -> Range<Int> {
    var start = inner.lowerBound
    let skipped = Set(" \t\r\n-".utf8)
    while start < inner.upperBound, skipped.contains(file.bytes[start]) { start += 1 }
    let text = file.text(start..<inner.upperBound)
    return start..<start + text.prefix { $0.isLetter || $0 == "-" }.utf8.count
  }

  /// A line that begins with =, as the key of a self-check does.
  private func key(in inner: Range<Int>, behind word: Range<Int>) -> Range<Int>? {
    for line in StandIns.lines(word.upperBound..<inner.upperBound, of: file) {
      let text = file.text(line)
      let plain = text.drop { $0 == " " || $0 == "\t" }
      if plain.hasPrefix("= "), plain.contains(where: { $0.isLetter || $0.isNumber }) {
        return line.upperBound - plain.utf8.count..<line.upperBound
      }
    }
    return nil
  }

  /// Comments that Markdown takes for text, because of what is in them.
  private func unseenChecks() -> [Finding] {
    standIns.comments.indices.compactMap { index in
      let bytes = standIns.comments[index].bytes
      guard !accounted.contains(index), bytes.count >= 7,
        file.text(firstWord(bytes.lowerBound + 4..<bytes.upperBound)).lowercased() == "check"
      else { return nil }
      return Finding(
        .check, at: Location(file, bytes.lowerBound..<bytes.lowerBound + 4),
        "To Markdown this self-check is no comment, and it is shown as text",
        help: "Let it stand alone, with a blank line before it, and without -- inside.")
    }
  }

  // MARK: - Tags

  /// A tag of which a terminal has nothing to show.
  mutating func unknown(_ tag: String, from line: Int) {
    guard file.lineStarts.indices.contains(line) else { return }
    let written = Array(tag.prefix { $0 != "\n" }.utf8)
    // Tags come in their order, and so each is looked for behind the one before.
    let start = max(file.lineStarts[line], lastTag)
    let text = file.bytes[start..<min(file.bytes.count, start + 10_000)]
    let found = text.firstRange(of: written)
    let place = found ?? file.lineStarts[line]..<file.lineStarts[line]
    lastTag = max(lastTag, found?.upperBound ?? 0)
    // Once a line: a line full of them says the same many times.
    let placed = file.line(at: place.lowerBound)
    guard placed != tagLine else { return }
    tagLine = placed
    let isTyped = !tag.contains("=") && !tag.contains(" ")
    report(
      .notRead, .warning, at: place,
      "Markdown takes this for a tag of HTML, and nothing of it is shown",
      help: isTyped
        ? "Where it is meant to be read, write \\<, or put it between backticks."
        : "Say in words what there is to see, or give a link.")
  }

  // MARK: - Fences

  /// A block of HTML ends at a blank line, and what looks like a fence in it is text.
  mutating func lookForFences(in html: String, line: Int) {
    for (index, text) in html.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let plain = text.drop { $0 == " " }
      guard plain.hasPrefix("```math") || plain.hasPrefix("~~~math") else { continue }
      // In a comment it is not meant to be seen.
      let start = file.lineRange(line + index)
      let isComment = standIns.comments.contains { $0.bytes.contains(start.lowerBound) }
      guard !isComment else { continue }
      report(
        .notRead, at: start, "This fence stands in HTML, and is not read",
        help: "Leave a blank line before it.")
    }
  }

  /// A fence with another first word than math.
  mutating func fence(_ word: String, _ line: Int) {
    let plain = word.lowercased().filter { $0.isLetter }
    guard ["math", "maths"].contains(plain) else { return }
    let range = self.word(word, in: file.lineRange(line))
    found.append(
      Finding(
        .notRead, .warning, at: Location(file, range),
        "This fence is shown as code and does not run: its first word is not math",
        help: "Write math, in small letters and alone.",
        fixes: [.init(Location(file, range), "math", "write math")]))
  }

  mutating func behindMath(_ line: Int) {
    let whole = file.lineRange(line)
    let word = word("math", in: whole)
    var start = word.upperBound
    while start < whole.upperBound, file.bytes[start] <= 0x20 { start += 1 }
    report(
      .notRead, at: start..<max(start, whole.upperBound), "What stands behind math is not read",
      help: "Formulas begin on the next line.")
  }

  private func word(_ word: String, in line: Range<Int>) -> Range<Int> {
    let text = file.text(line)
    guard let found = text.firstRange(of: word) else { return line }
    let start = line.lowerBound + text[..<found.lowerBound].utf8.count
    return start..<start + word.utf8.count
  }

  // MARK: - Tables, definitions

  mutating func excess(_ line: Int, _ columns: Int) {
    report(
      .notRead, at: file.lineRange(line),
      "This row has more cells than the head of its table, and they are not shown",
      help: "The head has \(columns). Where a | is meant, write \\|.")
  }

  /// The first bar of every formula in a table, where GitHub reads another thing than is meant.
  mutating func bars(of formulas: [Range<Int>]) {
    for formula in formulas {
      guard let bar = formula.first(where: { file.bytes[$0] == UInt8(ascii: "|") }) else {
        continue
      }
      if bar > formula.lowerBound, file.bytes[bar - 1] == UInt8(ascii: "\\") {
        report(
          .barInTable, .hint, at: bar - 1..<bar + 1, "In a table GitHub shows \\| as a single |",
          help: "Write \\lVert and \\rVert for a norm, \\lvert and \\rvert for an absolute value.")
      } else {
        report(
          .barInTable, .hint, at: bar..<bar + 1, "GitHub ends the cell of a table at this |",
          help: "Write \\mid, or \\lvert and \\rvert.")
      }
    }
  }

  /// Lines that belong to nothing are definitions of addresses. Who defines one that no link uses
  /// may have meant it as text.
  private func definitions() -> [Finding] {
    file.lineStarts.indices.compactMap { line in
      let range = file.lineRange(line)
      guard !isRead[line] else { return nil }
      let text = file.text(range).drop(while: \.isWhitespace)
      guard text.hasPrefix("["), let end = text.firstRange(of: "]:") else { return nil }
      // [//]: # (…) and [comment]: # (…) are how some write comments.
      let label = text[..<end.lowerBound].dropFirst().lowercased()
      if ["//", "_", "#", "-", "comment", "//comment"].contains(label) { return nil }
      let next = line + 1 < file.lineCount ? file.text(file.lineRange(line + 1)) : ""
      let address = text[end.upperBound...] + " " + next
      guard !links.contains(where: { !$0.isEmpty && address.contains($0) }) else { return nil }
      return Finding(
        .notRead, .hint, at: Location(file, range),
        "This line defines the address of a link that there is not, and is not shown",
        help: "Where it is meant to be read, put a backslash before the [.")
    }
  }

  // MARK: - Findings

  private mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at range: Range<Int>,
    _ summary: String, help: String
  ) {
    found.append(Finding(kind, severity, at: Location(file, range), summary, help: help))
  }

  func findings() -> [Finding] { found + unseenChecks() + definitions() }
}
