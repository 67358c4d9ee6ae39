/// Tables, task lists and strikethrough as on GitHub, on top of what CommonMark has read.
package enum GitHubMarkdown {
  /// A paragraph whose second line is a row of dashes is a table.
  static func table(_ inlines: [Inline]) -> Block? {
    let lines = inlines.split(omittingEmptySubsequences: false) {
      if case .softBreak = $0 { true } else { false }
    }.map(Array.init)
    guard lines.count >= 2, let alignments = alignments(lines[1]) else { return nil }
    let header = cells(lines[0])
    guard header.count == alignments.count else { return nil }
    let rows = lines.dropFirst(2).map { line in
      let cells = cells(line)
      return (0..<header.count).map { $0 < cells.count ? cells[$0] : [] }
    }
    return .table(header: header, rows: rows, alignments: alignments)
  }

  private static func alignments(_ line: [Inline]) -> [ColumnAlignment]? {
    guard line.count == 1, case .text(let text) = line[0], text.contains("-"), text.contains("|")
    else { return nil }
    var alignments: [ColumnAlignment] = []
    for part in trimmedBars(text).split(separator: "|", omittingEmptySubsequences: false) {
      let cell = part.filter { $0 != " " && $0 != "\t" }
      let dashes = cell.drop { $0 == ":" }.prefix { $0 == "-" }
      guard !dashes.isEmpty, cell.allSatisfy({ $0 == "-" || $0 == ":" }) else { return nil }
      switch (cell.hasPrefix(":"), cell.hasSuffix(":")) {
      case (true, true): alignments.append(.centre)
      case (false, true): alignments.append(.right)
      default: alignments.append(.left)
      }
    }
    return alignments
  }

  private static func trimmedBars(_ text: String) -> Substring {
    var text = text[...]
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    if text.first == "|" { text.removeFirst() }
    if text.last == "|" { text.removeLast() }
    return text
  }

  private static func cells(_ line: [Inline]) -> [[Inline]] {
    var cells: [[Inline]] = [[]]
    for inline in line {
      guard case .text(let text) = inline else {
        cells[cells.count - 1].append(inline)
        continue
      }
      for (index, part) in text.split(separator: "|", omittingEmptySubsequences: false).enumerated()
      {
        if index > 0 { cells.append([]) }
        if !part.isEmpty { cells[cells.count - 1].append(.text(String(part))) }
      }
    }
    func isBlank(_ cell: [Inline]) -> Bool { cell.plainText.allSatisfy(\.isWhitespace) }
    if let first = cells.first, cells.count > 1, isBlank(first) { cells.removeFirst() }
    if let last = cells.last, cells.count > 1, isBlank(last) { cells.removeLast() }
    return cells.map { finishing(trimmed($0)) }
  }

  private static func trimmed(_ cell: [Inline]) -> [Inline] {
    var cell = cell
    if case .text(let text)? = cell.first {
      cell[0] = .text(String(text.drop(while: \.isWhitespace)))
    }
    if case .text(var text)? = cell.last {
      while text.last?.isWhitespace == true { text.removeLast() }
      cell[cell.count - 1] = .text(text)
    }
    return cell
  }

  /// Escaped bars as bars, `~~…~~` as strikethrough.
  static func finishing(_ inlines: [Inline]) -> [Inline] {
    inlines.flatMap { inline -> [Inline] in
      guard case .text(let text) = inline else { return [inline] }
      // Most text holds neither; a look at the bytes costs little.
      let escaped = text.utf8.contains(0xEE)
      guard escaped || text.utf8.contains(UInt8(ascii: "~")) else { return [inline] }
      let plain = text.replacing(String(MathProtection.escapedBar), with: "|")
      let parts = plain.split(separator: "~~", omittingEmptySubsequences: false)
      guard parts.count >= 3 else { return [.text(plain)] }
      return parts.enumerated().compactMap { index, part -> Inline? in
        guard !part.isEmpty else { return nil }
        let isStruck = index % 2 == 1 && index < parts.count - 1
        return isStruck ? .strikethrough([.text(String(part))]) : .text(String(part))
      }
    }
  }

  /// The mark of a task list item and what follows it.
  package static func task(_ item: [Block]) -> (isDone: Bool, rest: [Block])? {
    guard case .paragraph(var inlines)? = item.first, case .text(let text)? = inlines.first
    else { return nil }
    for (mark, isDone) in [("[ ] ", false), ("[x] ", true), ("[X] ", true)]
    where text.hasPrefix(mark) {
      inlines[0] = .text(String(text.dropFirst(mark.count)))
      return (isDone, [.paragraph(inlines)] + item.dropFirst())
    }
    return nil
  }
}
