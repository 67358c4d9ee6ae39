/// Tables, task lists and strikethrough as on GitHub, on top of what CommonMark has read.
package enum GitHubMarkdown {
  /// A row of a table with more cells than its header: the line, counted from the paragraph's
  /// first, and the columns that there are.
  typealias Excess = (line: Int, columns: Int)

  /// The blocks of a paragraph. From the line before a row of dashes it is a table.
  static func blocks(_ inlines: [Inline]) -> (blocks: [Block], excess: [Excess]) {
    let lines = inlines.split(omittingEmptySubsequences: false) {
      if case .softBreak = $0 { true } else { false }
    }.map(Array.init)
    for row in lines.indices.dropFirst() {
      guard let alignments = alignments(lines[row]) else { continue }
      let header = cells(lines[row - 1])
      guard header.count == alignments.count else { continue }
      let rows = lines[(row + 1)...].map(cells)
      let excess = rows.indices.filter { rows[$0].count > header.count }
        .map { (row + 1 + $0, header.count) }
      let table = Block.table(
        header: header,
        rows: rows.map { cells in (0..<header.count).map { $0 < cells.count ? cells[$0] : [] } },
        alignments: alignments)
      let before = Array(lines[..<(row - 1)].joined(separator: [.softBreak]))
      return (before.isEmpty ? [table] : [.paragraph(finishing(before)), table], excess)
    }
    return ([.paragraph(finishing(inlines))], [])
  }

  /// A quotation that begins with `[!NOTE]` and the like says so in words.
  static func alert(_ blocks: [Block]) -> [Block] {
    guard case .paragraph(let inlines)? = blocks.first, case .text(let mark)? = inlines.first,
      let name = alerts[mark.uppercased().filter { !$0.isWhitespace }]
    else { return blocks }
    let rest = inlines.dropFirst()
    switch rest.first {
    case nil: return [.paragraph([.strong([.text(name)])])] + blocks.dropFirst()
    case .softBreak, .lineBreak:
      return [.paragraph([.strong([.text(name)]), .lineBreak] + rest.dropFirst())]
        + blocks.dropFirst()
    default: return blocks
    }
  }

  private static let alerts = [
    "[!NOTE]": "Note", "[!TIP]": "Tip", "[!IMPORTANT]": "Important", "[!WARNING]": "Warning",
    "[!CAUTION]": "Caution",
  ]

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
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
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
    return cells.map { finishing(trimmed($0), isCell: true) }
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

  /// Escaped bars as bars, `~~…~~` as strikethrough. In code a `\|` is a bar only in a cell.
  static func finishing(_ inlines: [Inline], isCell: Bool = false) -> [Inline] {
    return inlines.flatMap { inline -> [Inline] in
      func inner(_ inlines: [Inline]) -> [Inline] { finishing(inlines, isCell: isCell) }
      switch inline {
      case .code(let text): return [.code(isCell ? text.replacing("\\|", with: "|") : text)]
      case .emphasis(let inlines): return [.emphasis(inner(inlines))]
      case .strong(let inlines): return [.strong(inner(inlines))]
      case .strikethrough(let inlines): return [.strikethrough(inner(inlines))]
      case .link(let inlines, let destination, let title):
        return [.link(inner(inlines), destination: destination, title: title)]
      case .image(let inlines, let destination, let title):
        return [.image(inner(inlines), destination: destination, title: title)]
      case .math, .softBreak, .lineBreak: return [inline]
      case .text: break
      }
      guard case .text(let text) = inline else { return [] }
      let plain =
        StandIns.mayStand(in: text)
        ? text.replacing(String(StandIns.escapedBar), with: "|") : text
      guard plain.utf8.contains(UInt8(ascii: "~")) else { return [.text(plain)] }
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
