import Notation
import Questions
import SourceText

extension CommonMarkConverter {
  // MARK: - In a paragraph

  /// - Parameter line: where the paragraph begins.
  mutating func addInline(_ tokens: [HTMLToken], line: Int) {
    for token in tokens {
      lookForUnknown(token, line)
      switch token {
      case .text(let text): addText(text)
      case .comment(let text): if let check = check(text) { add(check) }
      case .open(let tag): open(tag, isInline: true)
      case .close(let tag): close(tag, isInline: true)
      }
    }
  }

  // MARK: - As a block

  /// The paragraphs, code and self-checks that a block of HTML holds.
  mutating func blocks(_ tokens: [HTMLToken], line: Int) -> [Block] {
    stack.append(.html)
    let base = stack.count - 1
    counters = []
    /// The text of a `<pre>` that is open, which stays as it stands.
    var code: String?
    func flush() {
      closeTags()
      let inlines = read(stack[base].inlines)
      stack[base].inlines = []
      if !inlines.plainText.allSatisfy(\.isWhitespace) {
        stack[base].blocks.append(.paragraph(GitHubMarkdown.finishing(inlines)))
      }
    }
    for token in tokens {
      lookForUnknown(token, line)
      switch token {
      case .text(let text):
        if code != nil { code? += plain(text) } else { addLines(text) }
      case .comment(let text):
        if let check = check(text) {
          flush()
          stack[base].blocks.append(.check(check))
        }
      case .open(let tag) where code == nil:
        if tag.isBlock && tag.name != "li" && tag.name != "tr" { flush() }
        if tag.name == "pre" { code = "" }
        if tag.name == "hr" { stack[base].blocks.append(.rule) }
        open(tag, isInline: false)
      case .open: break
      case .close(let tag):
        if tag.name == "pre", let text = code {
          stack[base].blocks.append(.code(text.hasPrefix("\n") ? String(text.dropFirst()) : text))
          code = nil
        }
        guard code == nil else { continue }
        close(tag, isInline: false)
        if tag.isBlock && tag.name != "li" && tag.name != "tr" { flush() }
      }
    }
    if let code { stack[base].blocks.append(.code(code)) }
    flush()
    return stack.removeLast().blocks
  }

  private mutating func addLines(_ text: String) {
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if index > 0 { add(.softBreak) }
      addText(String(line))
    }
  }

  // MARK: - Tags

  private mutating func open(_ tag: HTMLTag, isInline: Bool) {
    if isInline, tag.isBlock { add(.lineBreak) }
    switch tag.name {
    case "br": add(.lineBreak)
    case "img":
      add(
        .image(
          [.text(plain(tag.attributes["alt"] ?? ""))],
          destination: plain(tag.attributes["src"] ?? ""),
          title: plain(tag.attributes["title"] ?? "")))
    case "ol": counters.append(tag.attributes["start"].flatMap { Int($0) }.map { $0 &- 1 } ?? 0)
    case "ul", "menu": counters.append(nil)
    case "li":
      if !isInline { startLine() }
      if let last = counters.indices.last, let number = counters[last] {
        counters[last] = number &+ 1
        add(.text("\(number &+ 1). "))
      } else {
        add(.text("- "))
      }
    case "tr": if !isInline { startLine() }
    case "td", "th": if let last = stack.last?.inlines.last, !last.endsLine { add(.text(" | ")) }
    default: break
    }
    guard tag.look != .plain, stack.count < Self.deepest, skipped == 0 else { return }
    stack.append(.element(tag))
  }

  private mutating func lookForUnknown(_ token: HTMLToken, _ line: Int) {
    switch token {
    case .open(let tag) where !tag.isKnown:
      account.unknown(standIns.restored(tag.written).text, from: line)
    case .open, .close, .text, .comment: break
    }
  }

  private mutating func startLine() {
    closeTags()
    if let last = stack.last?.inlines.last, !last.endsLine { add(.lineBreak) }
  }

  private mutating func close(_ tag: HTMLTag, isInline: Bool) {
    if tag.name == "ol" || tag.name == "ul" || tag.name == "menu" { _ = counters.popLast() }
    let open = stack.reversed().prefix { $0.tag != nil }
    guard let depth = open.firstIndex(where: { $0.tag?.name == tag.name }) else { return }
    for _ in 0...open.distance(from: open.startIndex, to: depth) { closeTag() }
    if isInline, tag.isBlock { add(.lineBreak) }
  }

  /// Ends the tags that are open in a block which ends.
  mutating func closeTags() { while stack.last?.tag != nil { closeTag() } }

  private mutating func closeTag() {
    guard let open = stack.popLast(), let tag = open.tag else { return }
    let inlines = read(open.inlines)
    guard !inlines.isEmpty else { return }
    switch tag.look {
    case .plain: for inline in inlines { add(inline) }
    // A head of a table or a summary is strong already.
    case .strong:
      add(
        .strong(
          inlines.flatMap { inline in
            if case .strong(let inner) = inline { inner } else { [inline] }
          }
        ))
    case .emphasis: add(.emphasis(inlines))
    case .struck: add(.strikethrough(inlines))
    case .code: add(.code(inlines.plainText))
    case .link:
      let destination = plain(tag.attributes["href"] ?? "")
      account.links.insert(destination)
      add(.link(inlines, destination: destination, title: plain(tag.attributes["title"] ?? "")))
    case .raised: add(script(isRaised: true, inlines.plainText))
    case .lowered: add(script(isRaised: false, inlines.plainText))
    case .quoted:
      add(.text("“"))
      for inline in inlines { add(inline) }
      add(.text("”"))
    }
  }

  /// What is raised or lowered, as formulas write it: 10² and not 102.
  private func script(isRaised: Bool, _ text: String) -> Inline {
    // A hyphen that is raised is a minus.
    let tree = MathTree(.text(text.replacing("-", with: "−")), .nowhere)
    let base = MathTree(.text(""), .nowhere)
    return .math(
      MathTree(
        .scripts(
          base, primes: 0, lower: isRaised ? nil : tree, upper: isRaised ? tree : nil), .nowhere),
      isDisplay: false)
  }

  // MARK: - Texts

  private mutating func addText(_ text: String) { add(.text(plain(text))) }

  private mutating func plain(_ text: String) -> String {
    let (text, comments) = standIns.restored(text)
    account.shows(comments)
    return decoded(text)
  }

  // MARK: - Self-checks

  /// A comment that is the key of a question; any other is for who reads the source.
  private mutating func check(_ text: String) -> CheckComment? {
    guard let index = standIns.restored(text).comments.first else { return nil }
    return account.check(index, isWhole: text.hasSuffix("-->"))
  }
}

extension Inline {
  /// Whether what follows begins a line.
  fileprivate var endsLine: Bool {
    switch self {
    case .lineBreak: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    case .softBreak: true
    case .code, .math, .emphasis, .strong, .strikethrough, .link, .image: false
    }
  }
}
