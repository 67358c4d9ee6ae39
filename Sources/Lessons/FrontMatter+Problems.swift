import SourceText

extension FrontMatter.Problem {
  /// What libyaml refuses, in our words where it is one of the usual things.
  init(_ problem: YAMLProblem, _ start: Int, in file: SourceFile) {
    let unreadable = "This front matter cannot be read"
    self.init(bytes: problem.bytes, text: unreadable, help: "Write one key: value a line.")
    switch problem.reason {
    case .unreadable(let what):
      if let usual = PlainValue(around: start + problem.bytes.lowerBound, in: file)?.problem(start)
      {
        self = usual
      } else if let what {
        text += ": \(what)"
      }
    case .duplicateKeys(let keys):
      text = "A key stands here twice: \(keys.joined(separator: ", "))"
      help = "Keep one of them."
    case .alias(let name):
      text += ": *\(name) stands for a value that is written elsewhere"
      help = "Write the value itself."
    case .nestedTooDeep:
      text += ": it is nested more than \(YAMLReader.deepest) deep"
    }
  }
}

extension FrontMatter {
  /// What stands on the line of a value and is no part of it: to YAML a # behind a blank begins a
  /// comment, and a word that begins with ! or & is about the value.
  func unread(_ key: YAMLNode, _ value: YAMLNode, _ file: SourceFile) -> Problem? {
    // Behind a number or a name a comment is meant as one.
    guard value.text != nil, !["decimals", "continues", "notation"].contains(key.text),
      let plain = PlainValue(around: start + key.bytes.lowerBound, in: file)
    else { return nil }
    return plain.unread(start)
  }
}

/// The value of a line `key: value` that is in no quotes, as its author sees it: all that follows.
private struct PlainValue {
  let file: SourceFile
  let key: String
  let bytes: Range<Int>
  var text: String { file.text(bytes) }

  init?(around offset: Int, in file: SourceFile) {
    self.file = file
    let line = file.lineRange(file.line(at: min(offset, file.bytes.count)))
    let whole = file.text(line)
    key = String(whole.prefix { $0.isLetter || $0 == "_" || $0 == "-" })
    let rest = whole.dropFirst(key.count).drop { $0 == " " }
    guard !key.isEmpty, rest.hasPrefix(":") else { return nil }
    let value = rest.dropFirst().drop { $0 == " " }
    guard let first = value.first, first != "\"", first != "'" else { return nil }
    let end = line.upperBound - value.reversed().prefix(while: \.isWhitespace).count
    bytes = line.upperBound - value.utf8.count..<max(line.upperBound - value.utf8.count, end)
  }

  /// In quotes in which nothing but a quote has a meaning.
  private var quoted: String { "'" + text.replacing("'", with: "''") + "'" }

  private func problem(
    _ start: Int, at place: Range<Int>, _ summary: String, _ severity: Finding.Severity
  ) -> FrontMatter.Problem {
    FrontMatter.Problem(
      bytes: place.lowerBound - start..<place.upperBound - start, text: summary,
      help: "Put it in quotes: \(key): \(quoted)", severity: severity,
      fix: (bytes.lowerBound - start..<bytes.upperBound - start, quoted))
  }

  private func range(of found: Range<String.Index>) -> Range<Int> {
    let lower = bytes.lowerBound + text[..<found.lowerBound].utf8.count
    return lower..<lower + text[found].utf8.count
  }

  /// Why YAML refuses it.
  func problem(_ start: Int) -> FrontMatter.Problem? {
    if let first = text.first, "[{&*!|>%@`#,?".contains(first) {
      // Lists and the like may be meant; what is not closed or not allowed is told otherwise.
      guard !"[{".contains(first) || text.last != (first == "[" ? "]" : "}") else { return nil }
      return problem(
        start, at: bytes.prefix(1),
        "To YAML the \(first) with which this value begins is a sign "
          + "of its own", .error)
    }
    guard let colon = text.firstRange(of: ": ") ?? (text.hasSuffix(":") ? text.lastColon : nil)
    else { return nil }
    return problem(
      start, at: range(of: colon).prefix(1), "To YAML the colon in this value makes it a key",
      .error)
  }

  /// What of it YAML passes over.
  func unread(_ start: Int) -> FrontMatter.Problem? {
    if let first = text.first, "!&".contains(first), !text.hasPrefix("!!") {
      let word = text.prefix { $0 != " " }
      return problem(
        start, at: bytes.prefix(word.utf8.count), "To YAML this word is no part of the value",
        .warning)
    }
    guard let first = text.first, !"[{|>#".contains(first),
      let comment = text.firstRange(of: " #")
    else { return nil }
    let found = range(of: comment)
    return problem(
      start, at: found.lowerBound + 1..<bytes.upperBound,
      "To YAML this is a comment, and no part of the value", .warning)
  }
}

extension Range<Int> {
  fileprivate func prefix(_ count: Int) -> Range<Int> {
    lowerBound..<Swift.min(upperBound, lowerBound + count)
  }
}

extension String {
  fileprivate var lastColon: Range<Index>? { index(endIndex, offsetBy: -1)..<endIndex }
}
