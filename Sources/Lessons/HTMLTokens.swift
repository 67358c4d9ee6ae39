/// A piece of HTML as Markdown hands it over.
enum HTMLToken {
  case text(String)
  case open(HTMLTag)
  case close(HTMLTag)
  /// With its signs, as far as it goes.
  case comment(String)

  /// What is neither a tag nor a comment is text, `<?…?>` and `<!…>` too: it is shown as written.
  static func read(_ text: String) -> [HTMLToken] {
    var tokens: [HTMLToken] = []
    var plain: [UInt8] = []
    let bytes = Array(text.utf8)
    var position = 0
    func flush() {
      if !plain.isEmpty { tokens.append(.text(String(decoding: plain, as: UTF8.self))) }
      plain = []
    }
    while position < bytes.count {
      if bytes[position...].starts(with: "<!--".utf8) {
        flush()
        var end = position + 4
        while end < bytes.count, !bytes[..<end].suffix(3).elementsEqual("-->".utf8) { end += 1 }
        tokens.append(.comment(String(decoding: bytes[position..<end], as: UTF8.self)))
        position = end
      } else if bytes[position] == UInt8(ascii: "<"), let (tag, end) = tag(bytes, position) {
        flush()
        tokens.append(bytes[position + 1] == UInt8(ascii: "/") ? .close(tag) : .open(tag))
        position = end
      } else {
        plain.append(bytes[position])
        position += 1
      }
    }
    flush()
    return tokens
  }

  private static func tag(_ bytes: [UInt8], _ start: Int) -> (HTMLTag, end: Int)? {
    var cursor = start + 1
    if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "/") { cursor += 1 }
    func take(_ belongs: (UInt8) -> Bool) -> String {
      let from = cursor
      while cursor < bytes.count, belongs(bytes[cursor]) { cursor += 1 }
      return String(decoding: bytes[from..<cursor], as: UTF8.self)
    }
    func isLetter(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    guard cursor < bytes.count, isLetter(bytes[cursor]) else { return nil }
    let name = take { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    var tag = HTMLTag(name: name.lowercased(), attributes: [:], written: "")
    while cursor < bytes.count {
      _ = take { isBlank($0) || $0 == UInt8(ascii: "/") }
      guard cursor < bytes.count else { return nil }
      if bytes[cursor] == UInt8(ascii: ">") {
        tag.written = String(decoding: bytes[start...cursor], as: UTF8.self)
        return (tag, cursor + 1)
      }
      let key = take { !isBlank($0) && !"=>/".utf8.contains($0) }
      _ = take(isBlank)
      guard cursor < bytes.count, bytes[cursor] == UInt8(ascii: "=") else {
        // A sign that begins nothing ends the tag.
        guard !key.isEmpty else { return nil }
        continue
      }
      cursor += 1
      _ = take(isBlank)
      guard cursor < bytes.count else { return nil }
      let quote = bytes[cursor]
      var value: String
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        cursor += 1
        value = take { $0 != quote }
        cursor += 1
      } else {
        value = take { !isBlank($0) && $0 != UInt8(ascii: ">") }
      }
      tag.attributes[key.lowercased()] = value
    }
    return nil
  }
}

/// A tag by its name, in small letters.
struct HTMLTag {
  var name: String
  var attributes: [String: String]
  var written: String

  /// How what stands between the two tags is shown.
  enum Look {
    case plain, strong, emphasis, struck, code, link, raised, lowered, quoted
  }

  /// Whether it is known how to show what it holds. Any other tag is a finding, for who writes
  /// `vector<T>` or embeds a film wants it seen.
  var isKnown: Bool { isBlock || look != .plain || Self.transparent.contains(name) }

  /// Whether it begins and ends a paragraph.
  var isBlock: Bool { Self.blocks.contains(name) }

  var look: Look { Self.looks[name] ?? .plain }

  private static let looks: [String: Look] = [
    "b": .strong, "strong": .strong, "th": .strong, "summary": .strong, "caption": .strong,
    "h1": .strong, "h2": .strong, "h3": .strong, "h4": .strong, "h5": .strong, "h6": .strong,
    "dt": .strong, "legend": .strong, "mark": .strong,
    "i": .emphasis, "em": .emphasis, "cite": .emphasis, "dfn": .emphasis, "var": .emphasis,
    "figcaption": .emphasis,
    "s": .struck, "del": .struck, "strike": .struck,
    "code": .code, "kbd": .code, "samp": .code, "tt": .code,
    "a": .link, "sup": .raised, "sub": .lowered, "q": .quoted,
  ]

  private static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3",
    "h4", "h5", "h6", "header", "hgroup", "hr", "html", "legend", "li", "main", "menu", "nav",
    "ol", "p", "pre", "section", "summary", "table", "tr", "ul",
  ]

  private static let transparent: Set<String> = [
    "abbr", "bdi", "bdo", "big", "br", "col", "colgroup", "font", "head", "img", "ins", "label",
    "link", "meta", "nobr", "picture", "rb", "rp", "rt", "ruby", "small", "source", "span",
    "tbody", "td", "tfoot", "thead", "time", "u", "wbr",
  ]
}
