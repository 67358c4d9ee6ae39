package import Lessons
import Notation
import SourceText

/// Sets the prose of a lesson in lines of a given width.
package struct ProseTypesetter: Sendable {
  let style: PageStyle

  package init(_ style: PageStyle) { self.style = style }

  /// A block with its indentation; no blank lines before or after.
  package func lines(_ block: Block) -> [StyledLine] { lines(block, width: style.proseWidth) }

  func lines(_ block: Block, width: Int) -> [StyledLine] {
    switch block {
    case .heading(let level, let inlines): return heading(level, inlines, width)
    case .paragraph(let inlines): return paragraph(inlines, width)
    case .code(let text): return code(text, width)
    case .live, .check: return []
    case .list(let items, let firstNumber, let isTight, let continues):
      return list(items, firstNumber, isTight, continues, width)
    case .quote(let blocks):
      let bar = StyledLine(style.ascii ? "| " : "│ ", .muted)
      return self.lines(blocks, width: width - 2).map { bar + $0 }
    case .table(let header, let rows, let alignments):
      return table(header, rows, alignments, width)
    case .rule:
      return [StyledLine(String(repeating: style.ascii ? "-" : "─", count: width), .muted)]
    }
  }

  /// Blocks with a blank line between them.
  package func lines(
    _ blocks: [Block], width: Int? = nil, isTight: Bool = false
  ) -> [StyledLine] {
    var all: [StyledLine] = []
    for block in blocks {
      let lines = lines(block, width: width ?? style.proseWidth)
      if !all.isEmpty, !lines.isEmpty, !isTight { all.append([]) }
      all += lines
    }
    return all
  }

  /// Plain text filled into lines.
  package func wrapped(_ text: String, _ role: Role) -> [StyledLine] {
    wrapped([.text(text)], role, style.proseWidth)
  }

  /// Plain text filled into lines of a width.
  package func filled(_ text: String, _ role: Role, width: Int) -> [StyledLine] {
    wrapped([.text(text)], role, max(8, width))
  }

  // MARK: - Paragraphs

  private func heading(_ level: Int, _ inlines: [Inline], _ width: Int) -> [StyledLine] {
    let title = wrapped(inlines, .heading, width)
    let rule = level <= 2 ? (style.ascii ? "=" : "═") : (style.ascii ? "-" : "─")
    let length = title.map(\.cellWidth).max() ?? 0
    return title + [StyledLine(String(repeating: rule, count: length), .muted)]
  }

  private func paragraph(_ inlines: [Inline], _ width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    var text: [Inline] = []
    let layout = MathLayout(ascii: style.ascii)
    for inline in sideBySide(inlines, width - 4) {
      guard case .math(let tree, true) = inline else {
        text.append(inline)
        continue
      }
      lines += wrapped(text, .text, width)
      text = []
      let box = layout.box(tree, width: width - 4)
      if lines.last?.isEmpty == false { lines.append([]) }
      lines += box.lines.map { (.spaces(4) + $0).trimmed() }
      lines.append([])
    }
    lines += wrapped(text, .text, width)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Displayed formulas with nothing at all between them stand beside one another where they find
  /// room.
  private func sideBySide(_ inlines: [Inline], _ width: Int) -> [Inline] {
    var joined: [Inline] = []
    let layout = MathLayout(ascii: style.ascii)
    for inline in inlines {
      if case .math(let tree, true) = inline, case .math(let before, true)? = joined.last {
        let gap = MathTree(.text(String(repeating: " ", count: 4)), .nowhere)
        let both = MathTree.row(before.nodes + [gap] + tree.nodes, .nowhere)
        if layout.box(both).width <= width {
          joined[joined.count - 1] = .math(both, isDisplay: true)
          continue
        }
      }
      joined.append(inline)
    }
    return joined
  }

  /// Words filled into lines.
  func wrapped(_ inlines: [Inline], _ role: Role, _ width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    var line: StyledLine = []
    var lineWidth = 0
    func newLine() {
      lines.append(line.trimmed())
      line = []
      lineWidth = 0
    }
    for word in words(inlines, role) {
      if word.breaks {
        newLine()
        continue
      }
      let gap = word.gap && !line.isEmpty ? 1 : 0
      let wordWidth = word.cells.cellWidth
      if !line.isEmpty, word.gap, lineWidth + gap + wordWidth > width { newLine() }
      if word.gap, !line.isEmpty {
        line.append(Cell(" ", word.gapRole))
        lineWidth += 1
      }
      for cell in word.cells {
        if lineWidth + cell.character.cellWidth > width, !line.isEmpty { newLine() }
        line.append(cell)
        lineWidth += cell.character.cellWidth
      }
    }
    if !line.isEmpty { newLine() }
    return lines
  }

  /// Cells that stay on one line; `gap` says whether a space, and so a break, may stand before.
  struct Word {
    var cells: StyledLine
    var gap: Bool
    var gapRole = Role.text
    var breaks = false
  }

  func words(_ inlines: [Inline], _ role: Role) -> [Word] {
    var words: [Word] = []
    var gap = false
    /// - Parameter isTied: whether all of it stays on one line.
    func add(_ text: String, _ role: Role, isTied: Bool = false) {
      var current: StyledLine = []
      // The space before the first word belongs to what stands before.
      var gapRole = Role.text
      func flush() {
        guard !current.isEmpty else { return }
        if !gap, let last = words.indices.last, !words[last].breaks {
          words[last].cells += current
        } else {
          words.append(Word(cells: current, gap: gap, gapRole: gapRole))
        }
        gapRole = role
        current = []
        gap = false
      }
      for character in style.ascii ? text.visible.transliterated : text.visible {
        if character == " ", !isTied {
          flush()
          gap = true
        } else {
          current.append(Cell(character, role))
        }
      }
      flush()
    }
    func visit(_ inlines: [Inline], _ role: Role) {
      for inline in inlines {
        switch inline {
        case .text(let text): add(text, role)
        case .code(let text): add(style.hasAttributes ? text : "`\(text)`", .code)
        case .math(let tree, _): addMath(tree)
        case .emphasis(let inner): marked("*", inner, .emphasis)
        case .strong(let inner): marked("**", inner, .strong)
        case .strikethrough(let inner): wrap("~~", inner, .muted)
        case .link(let inner, let destination, let title):
          visit(inner, .link)
          // Other addresses lead nowhere from here, and the title is what one points at sees.
          if destination.leadsAway { addBehind(inner, destination, title) }
        case .image(let inner, let destination, let title):
          add("[\(inner.plainText)]", .muted)
          addBehind([], destination, title)
        case .softBreak: gap = true
        case .lineBreak:
          words.append(Word(cells: [], gap: false, breaks: true))
          gap = false
        }
      }
    }
    /// The address and the title of a link, as far as its text does not say the same.
    func addBehind(_ inner: [Inline], _ destination: String, _ title: String) {
      let text = inner.plainText
      let isSaid = text == destination || "mailto:" + text == destination
      let parts = [isSaid ? "" : destination, title.isEmpty ? "" : "“\(title)”"]
      let said = parts.filter { !$0.isEmpty }.joined(separator: ", ")
      if !said.isEmpty { add(" (\(said))", .muted) }
    }
    func wrap(_ mark: String, _ inner: [Inline], _ role: Role) {
      add(mark, role)
      visit(inner, role)
      add(mark, role)
    }
    func marked(_ mark: String, _ inner: [Inline], _ role: Role) {
      if style.hasAttributes { visit(inner, role) } else { wrap(mark, inner, role) }
    }
    /// A short formula stays together; a long one may break where it has spaces.
    func addMath(_ tree: MathTree) {
      let text = tree.oneLine(ascii: style.ascii)
      add(text, .name, isTied: text.cellWidth <= 24)
    }
    visit(inlines, role)
    return words
  }

  // MARK: - Code, lists

  private func code(_ text: String, _ width: Int) -> [StyledLine] {
    var lines: [StyledLine] = []
    for source in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let plain = source.expandingTabs.visible
      var rest = StyledLine(style.ascii ? plain.transliterated : plain, .code)[...]
      if style.scrollsSideways {
        lines.append(.spaces(4) + rest)
        continue
      }
      repeat {
        var room = max(8, width - 4)
        let piece = rest.prefix {
          room -= $0.character.cellWidth
          return room >= 0
        }
        lines.append(.spaces(4) + piece)
        rest = rest.dropFirst(piece.count)
      } while !rest.isEmpty
    }
    if lines.last?.allSatisfy({ $0.character == " " }) == true { lines.removeLast() }
    return lines
  }

  private func list(
    _ items: [[Block]], _ firstNumber: Int?, _ isTight: Bool, _ continues: Bool, _ width: Int
  ) -> [StyledLine] {
    var all: [StyledLine] = []
    let last = (firstNumber ?? 0) + items.count - 1
    for (index, item) in items.enumerated() {
      var item = item
      var mark = style.ascii ? "-" : "•"
      if let firstNumber {
        let number = "\(firstNumber + index)."
        mark = String(repeating: " ", count: max(0, "\(last).".count - number.count)) + number
      } else if let task = GitHubMarkdown.task(item) {
        mark = task.isDone ? "[x]" : "[ ]"
        item = task.rest
      }
      if continues, index == 0 { mark = String(repeating: " ", count: mark.count) }
      var inner = lines(item, width: max(10, width - mark.count - 3), isTight: isTight)
      if inner.isEmpty { inner = [[]] }
      if !isTight, !all.isEmpty { all.append([]) }
      for (row, line) in inner.enumerated() {
        let head = row == 0 ? StyledLine("  \(mark) ", .muted) : .spaces(mark.count + 3)
        all.append((head + line).trimmed())
      }
    }
    return all
  }
}

extension String {
  /// Whether it says where something is wherever it is read: with a scheme, as https: and mailto:.
  fileprivate var leadsAway: Bool {
    guard let colon = firstIndex(of: ":") else { return false }
    let scheme = self[..<colon]
    return scheme.count > 1
      && scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+.-".contains($0)) }
  }
}

extension Substring {
  /// Tabs as the blanks up to the next fourth column, as Markdown counts them.
  fileprivate var expandingTabs: String {
    guard utf8.contains(UInt8(ascii: "\t")) else { return String(self) }
    var expanded = ""
    var column = 0
    for character in self {
      guard character == "\t" else {
        expanded.append(character)
        column += character.cellWidth
        continue
      }
      let blanks = 4 - column % 4
      expanded += String(repeating: " ", count: blanks)
      column += blanks
    }
    return expanded
  }
}
