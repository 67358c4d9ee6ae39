import CCommonMark
import Notation
import SourceText

/// The only door to libcmark: its tree is copied into values in one pass and freed; no pointer
/// leaves this file.
struct CommonMarkConverter {
  private struct Open {
    var type: cmark_node_type
    var blocks: [Block] = []
    var inlines: [Inline] = []
    var items: [[Block]] = []
  }

  /// Deeper than this, what is nested joins what it is nested in: values that hold each other
  /// thousands deep could not be let go of again.
  private static let deepest = 50

  private let file: SourceFile
  private let formulas: [MathProtection.Formula]
  private var stack: [Open] = []
  private var skipped = 0
  private(set) var findings: [Finding] = []
  /// Characters in texts and addresses that cannot be seen, entities among them.
  private(set) var hidden: Set<Unicode.Scalar> = []
  /// The blocks of the document, each with the line (from 0) on which it begins.
  private(set) var blocks: [(block: Block, line: Int)] = []

  init(_ file: SourceFile, from start: Int) {
    self.file = file
    let protected = MathProtection(file, from: start)
    formulas = protected.formulas
    let root = protected.text.withUnsafeBytes { text in
      cmark_parse_document(
        text.baseAddress?.assumingMemoryBound(to: CChar.self), text.count, CMARK_OPT_DEFAULT)
    }
    guard let root else { return }
    defer { cmark_node_free(root) }
    guard let iterator = cmark_iter_new(root) else { return }
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      if event == CMARK_EVENT_DONE { break }
      guard let node = cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER { enter(node) } else { exit(node) }
    }
  }

  // MARK: - Walking

  private mutating func enter(_ node: OpaquePointer) {
    let type = cmark_node_get_type(node)
    note([cmark_node_get_literal(node), cmark_node_get_url(node), cmark_node_get_title(node)])
    switch type {
    case CMARK_NODE_TEXT: add(.text(literal(node)))
    case CMARK_NODE_SOFTBREAK: add(.softBreak)
    case CMARK_NODE_LINEBREAK: add(.lineBreak)
    case CMARK_NODE_CODE: add(code(literal(node)))
    case CMARK_NODE_HTML_INLINE: break
    case CMARK_NODE_HTML_BLOCK: add(html(node), node)
    case CMARK_NODE_THEMATIC_BREAK: add(.rule, node)
    case CMARK_NODE_CODE_BLOCK: add(fence(node), node)
    default:
      if stack.count >= Self.deepest { skipped += 1 } else { stack.append(Open(type: type)) }
    }
  }

  private mutating func exit(_ node: OpaquePointer) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    guard let open = stack.popLast() else { return }
    let inlines = joiningTexts(open.inlines)
    switch open.type {
    case CMARK_NODE_DOCUMENT: break
    case CMARK_NODE_PARAGRAPH: add(paragraph(inlines), node)
    case CMARK_NODE_HEADING:
      add(.heading(level: Int(cmark_node_get_heading_level(node)), inlines), node)
    case CMARK_NODE_BLOCK_QUOTE: add(.quote(open.blocks), node)
    case CMARK_NODE_ITEM:
      if stack.last?.type == CMARK_NODE_LIST {
        stack[stack.count - 1].items.append(open.blocks)
      } else {
        for block in open.blocks { add(block, node) }
      }
    case CMARK_NODE_LIST:
      let isOrdered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
      add(
        .list(
          items: open.items, firstNumber: isOrdered ? Int(cmark_node_get_list_start(node)) : nil,
          isTight: cmark_node_get_list_tight(node) != 0), node)
    case CMARK_NODE_EMPH: add(.emphasis(inlines))
    case CMARK_NODE_STRONG: add(.strong(inlines))
    case CMARK_NODE_LINK: add(.link(inlines, destination: destination(node)))
    case CMARK_NODE_IMAGE: add(.image(inlines, destination: destination(node)))
    default: for inline in inlines { add(inline) }
    }
  }

  private mutating func add(_ inline: Inline) {
    guard let last = stack.indices.last else { return }
    stack[last].inlines.append(inline)
  }

  private mutating func add(_ block: Block, _ node: OpaquePointer) {
    guard let last = stack.indices.last else { return }
    if stack[last].type == CMARK_NODE_DOCUMENT {
      blocks.append((block, max(0, Int(cmark_node_get_start_line(node)) - 1)))
    } else {
      stack[last].blocks.append(block)
    }
  }

  // MARK: - Leaves

  private mutating func note(_ texts: [UnsafePointer<CChar>?]) {
    for case let text? in texts { hidden.formUnion(String(cString: text).hidden.map(\.scalar)) }
  }

  private func literal(_ node: OpaquePointer) -> String {
    cmark_node_get_literal(node).map { String(cString: $0) } ?? ""
  }

  private func destination(_ node: OpaquePointer) -> String {
    cmark_node_get_url(node).map { String(cString: $0) } ?? ""
  }

  private mutating func code(_ text: String) -> Inline {
    guard text.first == MathProtection.marker, let index = Int(text.dropFirst()),
      formulas.indices.contains(index)
    else { return .code(text.replacing(String(MathProtection.escapedBar), with: "\\|")) }
    let formula = formulas[index]
    let read = MathReader.read(MathSource(file, formula.latex), for: .shown)
    findings += read.findings
    var nodes: [MathTree] = []
    for (position, line) in read.lines.enumerated() {
      if position > 0 { nodes.append(MathTree(.lineBreak, line.location)) }
      nodes += line.nodes
    }
    return .math(.row(nodes), isDisplay: formula.isDisplay)
  }

  private func fence(_ node: OpaquePointer) -> Block {
    let text = literal(node)
    let info = cmark_node_get_fence_info(node).map { String(cString: $0) } ?? ""
    guard info.split(separator: " ").first == "math" else { return .code(text) }
    // cmark takes the indentation off each line of a fence: a line is the end of its source line.
    let first = Int(cmark_node_get_start_line(node))
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    let pieces = lines.enumerated().map { index, line -> Range<Int> in
      let whole = file.lineRange(first + index)
      let length = line.last == "\r" ? line.utf8.count - 1 : line.utf8.count
      return max(whole.lowerBound, whole.upperBound - length)..<whole.upperBound
    }
    return .live(LiveFence(lines: pieces))
  }

  /// A comment `<!-- check … -->` is the key of a question.
  private func html(_ node: OpaquePointer) -> Block {
    let text = literal(node)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let head = lines.first?.split(separator: " ").prefix(2), head.first == "<!--",
      head.last?.prefix(while: \.isLetter) == "check"
    else { return .html(text) }
    let first = Int(cmark_node_get_start_line(node)) - 1
    return .check(
      lines.indices.dropLast(text.hasSuffix("\n") ? 1 : 0).map { file.lineRange(first + $0) })
  }

  // MARK: - What base CommonMark does not know

  private func joiningTexts(_ inlines: [Inline]) -> [Inline] {
    var joined: [Inline] = []
    for inline in inlines {
      if case .text(let next) = inline, case .text(let before)? = joined.last {
        joined[joined.count - 1] = .text(before + next)
      } else {
        joined.append(inline)
      }
    }
    return joined
  }

  private func paragraph(_ inlines: [Inline]) -> Block {
    GitHubMarkdown.table(inlines) ?? .paragraph(GitHubMarkdown.finishing(inlines))
  }
}
