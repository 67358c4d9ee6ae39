import Lessons
import Notation
import Saying
import SourceText

/// Prose as markup: Markdown's blocks and the pieces of their paragraphs.
struct PageProse {
  /// Where links of the lessons lead among the pages.
  var links: PageLinks
  var speech: SpeechWriter
  /// The level of the highest heading in it.
  var level = 3

  func blocks(_ blocks: [Block]) -> [Markup] { blocks.map(block) }

  private func block(_ block: Block) -> Markup {
    switch block {
    case .heading(let level, let inlines):
      let headings: [Markup.Element] = [.h1, .h2, .h3, .h4, .h5, .h6]
      return .element(
        headings[min(max(level, self.level), 6) - 1], [], self.inlines(inlines))
    case .paragraph(let inlines): return .element(.p, [], self.inlines(inlines))
    case .code(let text): return .element(.pre, [.focusable(0)], .element(.code, text: text))
    case .list(let items, let first, let isTight, _):
      let rows = items.map { item -> Markup in
        if isTight, case .paragraph(let inlines)? = item.first {
          return .element(.li, [], self.inlines(inlines) + blocks(Array(item.dropFirst())))
        }
        return .element(.li, [], blocks(item))
      }
      guard let first else { return .element(.ul, [], rows) }
      return .element(.ol, first == 1 ? [] : [.start(first)], rows)
    case .quote(let inner): return .element(.blockquote, [], blocks(inner))
    case .table(let header, let rows, let alignments): return table(header, rows, alignments)
    case .rule: return .element(.hr)
    case .live, .check: return .nothing
    }
  }

  private func table(
    _ header: [[Inline]], _ rows: [[[Inline]]], _ alignments: [ColumnAlignment]
  ) -> Markup {
    func kind(_ column: Int) -> [Markup.Attribute] {
      switch column < alignments.count ? alignments[column] : .left {
      case .left: []
      case .centre: [.kind("centre")]
      case .right: [.kind("right")]
      }
    }
    func row(_ cells: [[Inline]], _ element: Markup.Element) -> Markup {
      .element(
        .tr, [],
        cells.enumerated().map { column, cell in
          let scope: [Markup.Attribute] = element == .th ? [.scope(.column)] : []
          return .element(element, kind(column) + scope, inlines(cell))
        })
    }
    return .element(
      .div, [.kind("wide"), .focusable(0), .role(.group), .label("Table")],
      .element(
        .table, [],
        .element(.thead, [], row(header, .th)),
        .element(.tbody, [], rows.map { row($0, .td) })))
  }

  // MARK: - Pieces of a paragraph

  func inlines(_ inlines: [Inline]) -> [Markup] {
    var written: [Markup] = []
    for (index, inline) in inlines.enumerated() {
      // The sign behind a formula stays on its line: a browser may break before it.
      if case .math(_, isDisplay: false) = inline, index + 1 < inlines.count,
        case .text(let text) = inlines[index + 1], let mark = Self.mark(text)
      {
        written.append(.element(.span, [.kind("kept")], self.inline(inline), .text(mark)))
      } else if index > 0, case .math(_, isDisplay: false) = inlines[index - 1],
        case .text(let text) = inline, let mark = Self.mark(text)
      {
        written.append(.text(String(text.dropFirst(mark.count))))
      } else {
        written.append(self.inline(inline))
      }
    }
    return written
  }

  /// The signs that a text begins with.
  private static func mark(_ text: String) -> String? {
    let mark = text.prefix { ",.;:!?)]".contains($0) }
    return mark.isEmpty ? nil : String(mark)
  }

  private func inline(_ inline: Inline) -> Markup {
    switch inline {
    case .text(let text): return .text(text)
    case .code(let text): return .element(.code, text: text)
    case .math(let tree, let isDisplay):
      let formula = MathMarkup().formula(tree, spoken: speech.text(tree), isBlock: isDisplay)
      return isDisplay ? .element(.span, [.kind("display"), .focusable(0)], formula) : formula
    case .emphasis(let inner): return .element(.em, [], inlines(inner))
    case .strong(let inner): return .element(.strong, [], inlines(inner))
    case .strikethrough(let inner): return .element(.del, [], inlines(inner))
    case .link(let inner, let destination, let title):
      guard let address = links.address(destination) else {
        return .element(.span, [], inlines(inner))
      }
      var attributes: [Markup.Attribute] = [.href(address)]
      if address.isOutside { attributes.append(.outside) }
      if !title.isEmpty { attributes.append(.title(title)) }
      return .element(.a, attributes, inlines(inner))
    case .image(let inner, let destination, let title):
      let words = inner.plainText
      // A picture elsewhere would be asked for as soon as the page is opened: a link waits.
      guard let address = links.image(destination) else {
        guard let outside = Address(outside: destination) else { return .text(words) }
        return .element(.a, [.href(outside), .outside], text: words.isEmpty ? "picture" : words)
      }
      var attributes: [Markup.Attribute] = [.source(address), .alternative(words), .lazy]
      if !title.isEmpty { attributes.append(.title(title)) }
      return .element(.img, attributes)
    case .softBreak: return .text(" ")
    case .lineBreak: return .element(.br)
    }
  }
}
