import Lessons
import Notation
import SourceText

/// A block of prose as JSON.
indirect enum BlockReport: Encodable, Sendable {
  case heading(level: Int, [InlineReport])
  case paragraph([InlineReport])
  case code(String)
  case list(items: [[BlockReport]], firstNumber: Int?, isTight: Bool)
  case quote([BlockReport])
  case table(header: [[InlineReport]], rows: [[[InlineReport]]], alignments: [String])
  case rule
  /// What is no prose: a fence or a comment that stands for an equation or a question elsewhere.
  case nothing

  init(_ block: Block) {
    switch block {
    case .heading(let level, let inlines):
      self = .heading(level: level, inlines.map(InlineReport.init))
    case .paragraph(let inlines): self = .paragraph(inlines.map(InlineReport.init))
    case .code(let text): self = .code(text)
    case .list(let items, let firstNumber, let isTight, _):
      self = .list(
        items: items.map { $0.map(BlockReport.init) }, firstNumber: firstNumber, isTight: isTight)
    case .quote(let blocks): self = .quote(blocks.map(BlockReport.init))
    case .table(let header, let rows, let alignments):
      self = .table(
        header: header.map { $0.map(InlineReport.init) },
        rows: rows.map { $0.map { $0.map(InlineReport.init) } },
        alignments: alignments.map { $0.word })
    case .rule: self = .rule
    case .live, .check: self = .nothing
    }
  }

  private enum Key: CodingKey {
    case kind, level, inlines, text, items, first, tight, blocks, header, rows, alignments
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func kind(_ word: String) throws { try container.encode(word, forKey: .kind) }
    switch self {
    case .heading(let level, let inlines):
      try kind("heading")
      try container.encode(level, forKey: .level)
      try container.encode(inlines, forKey: .inlines)
    case .paragraph(let inlines):
      try kind("paragraph")
      try container.encode(inlines, forKey: .inlines)
    case .code(let text):
      try kind("code")
      try container.encode(text, forKey: .text)
    case .list(let items, let firstNumber, let isTight):
      try kind("list")
      try container.encode(items, forKey: .items)
      try container.encodeIfPresent(firstNumber, forKey: .first)
      try container.encode(isTight, forKey: .tight)
    case .quote(let blocks):
      try kind("quote")
      try container.encode(blocks, forKey: .blocks)
    case .table(let header, let rows, let alignments):
      try kind("table")
      try container.encode(header, forKey: .header)
      try container.encode(rows, forKey: .rows)
      try container.encode(alignments, forKey: .alignments)
    case .rule: try kind("rule")
    case .nothing: try kind("nothing")
    }
  }
}

extension ColumnAlignment {
  fileprivate var word: String {
    switch self {
    case .left: "left"
    case .centre: "centre"
    case .right: "right"
    }
  }
}

/// A piece of a paragraph as JSON.
indirect enum InlineReport: Encodable, Sendable {
  case text(String)
  case code(String)
  case math(latex: String, display: Bool)
  case emphasis([InlineReport])
  case strong([InlineReport])
  case strikethrough([InlineReport])
  case link([InlineReport], destination: String, title: String)
  case image([InlineReport], destination: String, title: String)
  case softBreak
  case lineBreak

  init(_ inline: Inline) {
    switch inline {
    case .text(let text): self = .text(text)
    case .code(let text): self = .code(text)
    case .math(let tree, let isDisplay): self = .math(latex: tree.latex, display: isDisplay)
    case .emphasis(let inner): self = .emphasis(inner.map(Self.init))
    case .strong(let inner): self = .strong(inner.map(Self.init))
    case .strikethrough(let inner): self = .strikethrough(inner.map(Self.init))
    case .link(let inner, let destination, let title):
      self = .link(inner.map(Self.init), destination: destination, title: title)
    case .image(let inner, let destination, let title):
      self = .image(inner.map(Self.init), destination: destination, title: title)
    case .softBreak: self = .softBreak
    case .lineBreak: self = .lineBreak
    }
  }

  private enum Key: CodingKey { case kind, text, latex, display, inlines, destination, title }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    func put(_ kind: String, _ inner: [InlineReport]? = nil) throws {
      try container.encode(kind, forKey: .kind)
      try container.encodeIfPresent(inner, forKey: .inlines)
    }
    switch self {
    case .text(let text), .code(let text):
      if case .text = self { try put("text") } else { try put("code") }
      try container.encode(text, forKey: .text)
    case .math(let latex, let display):
      try put("math")
      try container.encode(latex, forKey: .latex)
      try container.encode(display, forKey: .display)
    case .emphasis(let inner): try put("emphasis", inner)
    case .strong(let inner): try put("strong", inner)
    case .strikethrough(let inner): try put("strikethrough", inner)
    case .link(let inner, let destination, let title):
      try put("link", inner)
      try container.encode(destination, forKey: .destination)
      try container.encode(title, forKey: .title)
    case .image(let inner, let destination, let title):
      try put("image", inner)
      try container.encode(destination, forKey: .destination)
      try container.encode(title, forKey: .title)
    case .softBreak: try put("softBreak")
    case .lineBreak: try put("lineBreak")
    }
  }
}
