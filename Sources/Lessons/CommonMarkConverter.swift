import CCommonMark
import Notation
import Questions
import SourceText

/// The only door to libcmark: its tree is copied into values in one pass and freed; no pointer
/// leaves this file.
struct CommonMarkConverter {
  struct Open {
    fileprivate var type: cmark_node_type
    /// Of HTML in the text, which is nested beside cmark's tree.
    var tag: HTMLTag?
    var blocks: [Block] = []
    var inlines: [Inline] = []
    var items: [[Block]] = []

    /// What holds blocks of HTML.
    static var html: Open { Open(type: CMARK_NODE_HTML_BLOCK) }

    /// An element of HTML in a text.
    static func element(_ tag: HTMLTag) -> Open { Open(type: CMARK_NODE_CUSTOM_INLINE, tag: tag) }
  }

  /// Deeper than this, what is nested joins what it is nested in: values that hold each other
  /// thousands deep could not be let go of again.
  static let deepest = 50

  let file: SourceFile
  let standIns: StandIns
  var stack: [Open] = []
  var skipped = 0
  var account: MarkdownAccount
  /// Self-checks inside a paragraph, which follow it.
  private var checks: [CheckComment] = []
  /// The numbers of the lists of HTML that are open; nil for those without.
  var counters: [Int?] = []
  var findings: [Finding] = []
  /// Characters in texts and addresses that cannot be seen, entities among them.
  private(set) var hidden: Set<Unicode.Scalar> = []
  /// The blocks of the document, each with the line (from 0) on which it begins.
  private(set) var blocks: [(block: Block, line: Int)] = []
  /// Fences with options, by the line on which they begin.
  private(set) var options: [Int: OptionFence] = [:]
  /// The macros that have been defined so far.
  var macros: Macros

  /// - Parameter readsTexts: whether texts are wanted, and what is wrong in them; else there are
  ///   the fences.
  init(
    _ file: SourceFile, from start: Int, macros: Macros = Macros(), readsTexts: Bool = true
  ) {
    self.file = file
    self.macros = macros
    let protected = MathProtection(file, from: start)
    standIns = protected.standIns
    account = MarkdownAccount(file, from: start, standIns)
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
      if !readsTexts, event == CMARK_EVENT_ENTER, Self.holdsText(node) {
        cmark_iter_reset(iterator, node, CMARK_EVENT_EXIT)
      } else if event == CMARK_EVENT_ENTER {
        enter(node)
      } else {
        exit(node)
      }
    }
    if readsTexts { findings += account.findings() }
  }

  // MARK: - Walking

  private static func holdsText(_ node: OpaquePointer) -> Bool {
    let type = cmark_node_get_type(node)
    return type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING
  }

  private mutating func enter(_ node: OpaquePointer) {
    let type = cmark_node_get_type(node)
    switch type {
    case CMARK_NODE_TEXT: add(.text(noted(cmark_node_get_literal(node))))
    case CMARK_NODE_SOFTBREAK: add(.softBreak)
    case CMARK_NODE_LINEBREAK: add(.lineBreak)
    case CMARK_NODE_CODE: add(.code(written(cmark_node_get_literal(node))))
    case CMARK_NODE_HTML_INLINE:
      let tokens = HTMLToken.read(noted(cmark_node_get_literal(node)))
      addInline(tokens, line: line(around: node))
    case CMARK_NODE_HTML_BLOCK:
      let literal = noted(cmark_node_get_literal(node))
      account.lookForFences(in: standIns.restored(literal).text, line: line(node))
      for block in blocks(HTMLToken.read(literal), line: line(node)) { add(block, node) }
    case CMARK_NODE_THEMATIC_BREAK: add(.rule, node)
    case CMARK_NODE_CODE_BLOCK: add(fence(node), node)
    default:
      if stack.count >= Self.deepest { skipped += 1 } else { stack.append(Open(type: type)) }
    }
    if let parent = cmark_node_parent(node), cmark_node_get_type(parent) == CMARK_NODE_DOCUMENT {
      account.reads(line(node)...max(line(node), Int(cmark_node_get_end_line(node)) - 1))
    }
  }

  private mutating func exit(_ node: OpaquePointer) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    closeTags()
    guard let open = stack.popLast() else { return }
    let inlines = read(open.inlines)
    switch open.type {
    case CMARK_NODE_DOCUMENT: break
    case CMARK_NODE_PARAGRAPH:
      let (blocks, excess) = GitHubMarkdown.blocks(inlines)
      for block in blocks { add(block, node) }
      if case .table? = blocks.last { account.bars(of: formulas(inLinesOf: node)) }
      for (row, columns) in excess { account.excess(line(node) + row, columns) }
      addChecks(node)
    case CMARK_NODE_HEADING:
      add(
        .heading(
          level: Int(cmark_node_get_heading_level(node)), GitHubMarkdown.finishing(inlines)), node)
      addChecks(node)
    case CMARK_NODE_BLOCK_QUOTE: add(.quote(GitHubMarkdown.alert(open.blocks)), node)
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
          isTight: cmark_node_get_list_tight(node) != 0, continues: false), node)
    case CMARK_NODE_EMPH: add(.emphasis(inlines))
    case CMARK_NODE_STRONG: add(.strong(inlines))
    case CMARK_NODE_LINK:
      let destination = address(node)
      account.links.insert(destination)
      let isAutomatic = isAutomatic(open.inlines, node)
      let text = destination.trimmingPrefix("mailto:")
      add(
        .link(
          isAutomatic ? [.text(String(text))] : inlines, destination: destination,
          title: title(node)))
    case CMARK_NODE_IMAGE:
      let destination = address(node)
      account.links.insert(destination)
      add(.image(inlines, destination: destination, title: title(node)))
    default: for inline in inlines { add(inline) }
    }
  }

  mutating func add(_ inline: Inline) {
    guard let last = stack.indices.last else { return }
    stack[last].inlines.append(inline)
  }

  private mutating func add(_ block: Block, _ node: OpaquePointer) {
    guard let last = stack.indices.last else { return }
    if stack[last].type == CMARK_NODE_DOCUMENT {
      blocks.append((block, line(node)))
    } else {
      stack[last].blocks.append(block)
    }
  }

  /// A self-check inside a paragraph is one behind it.
  mutating func add(_ check: CheckComment) { checks.append(check) }

  private mutating func addChecks(_ node: OpaquePointer) {
    for check in checks { add(.check(check), node) }
    checks = []
  }

  /// The line (from 0) on which something begins.
  private func line(_ node: OpaquePointer) -> Int {
    max(0, Int(cmark_node_get_start_line(node)) - 1)
  }

  /// The bytes of the formulas in the lines of a block.
  private func formulas(inLinesOf node: OpaquePointer) -> [Range<Int>] {
    let lines = line(node)...max(line(node), Int(cmark_node_get_end_line(node)) - 1)
    return standIns.formulas.flatMap(\.latex).filter {
      lines.contains(file.line(at: $0.lowerBound))
    }
  }

  /// The line on which the paragraph or heading begins that something is in.
  private func line(around node: OpaquePointer) -> Int {
    var block = node
    while let parent = cmark_node_parent(block) {
      block = parent
      let type = cmark_node_get_type(block)
      if type == CMARK_NODE_PARAGRAPH || type == CMARK_NODE_HEADING { break }
    }
    return line(block)
  }

  // MARK: - Texts

  /// A text of cmark's, with the stand-ins in it.
  private mutating func noted(_ text: UnsafePointer<CChar>?) -> String {
    let text = text.map { String(cString: $0) } ?? ""
    hidden.formUnion(
      text.hidden.map(\.scalar).filter { !(0xE000...0xE003).contains($0.value) })
    return text
  }

  /// A text of cmark's as the lesson says it.
  private mutating func written(_ text: UnsafePointer<CChar>?, bar: String = "\\|") -> String {
    let (text, comments) = standIns.restored(noted(text), bar: bar)
    account.shows(comments)
    return text
  }

  private mutating func address(_ node: OpaquePointer) -> String {
    written(cmark_node_get_url(node), bar: "|")
  }

  /// Whether a link is an address in `<…>`, in which nothing is a formula.
  private func isAutomatic(_ inlines: [Inline], _ node: OpaquePointer) -> Bool {
    let address = cmark_node_get_url(node).map { String(cString: $0) } ?? ""
    let text = inlines.reduce(into: "") { text, inline in
      if case .text(let part) = inline { text += part }
    }
    return !text.isEmpty && (text == address || "mailto:" + text == address)
      && StandIns.mayStand(in: text)
  }

  private mutating func title(_ node: OpaquePointer) -> String {
    written(cmark_node_get_title(node), bar: "|")
  }

  /// A text of HTML, in which entities are characters.
  mutating func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var decoded = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "&") {
      decoded += rest[..<start]
      rest = rest[start...]
      guard let end = rest.prefix(40).firstIndex(of: ";") else {
        decoded.append(rest.removeFirst())
        continue
      }
      let entity = String(rest[...end])
      decoded += character(entity) ?? entity
      rest = rest[end...].dropFirst()
    }
    return decoded + rest
  }

  /// What cmark makes of an entity alone: it has the table.
  private mutating func character(_ entity: String) -> String? {
    guard entity.utf8.dropFirst().dropLast().allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x26 }),
      let root = cmark_parse_document(entity, entity.utf8.count, CMARK_OPT_DEFAULT)
    else { return nil }
    defer { cmark_node_free(root) }
    guard let paragraph = cmark_node_first_child(root),
      let text = cmark_node_first_child(paragraph),
      cmark_node_get_type(text) == CMARK_NODE_TEXT, cmark_node_next(text) == nil
    else { return nil }
    return noted(cmark_node_get_literal(text))
  }

  // MARK: - Code

  private mutating func fence(_ node: OpaquePointer) -> Block {
    let text = written(cmark_node_get_literal(node))
    let info = written(cmark_node_get_fence_info(node))
    let words = info.split(whereSeparator: \.isWhitespace)
    if let word = words.first.flatMap({ OptionFence.Word(rawValue: String($0)) }) {
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count - 1
      let first = line(node)
      let start = file.lineRange(min(first + 1, file.lineCount - 1)).lowerBound
      let last = file.lineRange(min(first + max(1, lines), file.lineCount - 1)).upperBound
      options[first] = OptionFence(
        word: word, heading: file.lineRange(first),
        body: lines == 0 ? start..<start : start..<max(start, last))
      return .code(text)
    }
    guard words.first == "math" else {
      if let word = words.first { account.fence(String(word), line(node)) }
      return .code(text)
    }
    if words.count > 1 { account.behindMath(line(node)) }
    // cmark takes the indentation off each line of a fence: a line is the end of its source line.
    // What is left of the indentation may be blanks that a tab became.
    let first = Int(cmark_node_get_start_line(node))
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    let pieces = lines.enumerated().map { index, line -> Range<Int> in
      let whole = file.lineRange(first + index)
      let plain = line.drop { $0 == " " || $0 == "\t" }
      let length = plain.last == "\r" ? plain.utf8.count - 1 : plain.utf8.count
      return max(whole.lowerBound, whole.upperBound - length)..<whole.upperBound
    }
    let fence = LiveFence(lines: pieces, macros: macros)
    macros.note(MathSource(file, lines: pieces))
    return .live(fence)
  }
}
