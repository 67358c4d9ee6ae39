/// The formulas of a page that would be too large with each line written out: from line to line
/// only a part of a formula changes, and what stays is written once.
///
/// In the page an empty element is left in the place of each, and the script makes them.
final class SharedFormulas {
  private enum Word: Hashable {
    case said(String)
    /// All that is said of a matrix, by the part of `NodeTable` that it is.
    case matrix(Int)
  }

  private let nodes: NodeTable
  private var formulas: [JSONValue] = []
  private var words: [Word: Int] = [:]
  private var wordList: [Word] = []
  private let notes = TextTable()
  /// The words of the formula before.
  private var before: [Int] = []

  init(_ nodes: NodeTable) { self.nodes = nodes }

  /// The same with its formulas on lines of their own taken out, and what is noted beside them.
  func taken(from markup: Markup) -> Markup {
    switch markup {
    case .element(.div, [.kind("wide")], _): return place(of: markup, note: nil) ?? markup
    case .element(.li, let attributes, let inner) where inner.count > 1:
      guard case .element(.span, [.kind("note")], let note) = inner[1], note.count == 1,
        case .text(let text) = note[0], let place = place(of: inner[0], note: text)
      else { return .element(.li, attributes, inner.map { taken(from: $0) }) }
      return .element(.li, attributes, [place] + inner.dropFirst(2).map { taken(from: $0) })
    case .element(let element, let attributes, let inner):
      return .element(element, attributes, inner.map { taken(from: $0) })
    case .several(let parts): return .several(parts.map { taken(from: $0) })
    case .text, .data: return markup
    }
  }

  /// What stands in the page for a formula: they are made in their order.
  private func place(of wide: Markup, note: String?) -> Markup? {
    guard case .element(.div, [.kind("wide")], let inner) = wide, inner.count == 1,
      case .element(.math, let attributes, let parts) = inner[0],
      case .math(.spoken(let spoken))? = attributes.first
    else { return nil }
    let node = nodes.place(of: .element(.mrow, [], parts), keepsTexts: true)
    formulas.append(
      .list(
        [.whole(node)] + words(of: spoken) + (note.map { [.whole(notes.place(of: $0))] } ?? [])))
    return .element(.div, [.kind("wide"), .data(.formula, "")], [])
  }

  var json: [(key: String, value: JSONValue)] {
    [
      ("formulas", .list(formulas)), ("words", .list(writtenWords)),
      ("notes", notes.json),
    ]
  }

  // MARK: - Words

  /// What is said of a formula: the words that are not those of the formula before, then how many
  /// of its first and of its last ones are. It has few words, again and again: each is one sign, or
  /// two. What is said of a matrix is one of them, which the script makes of its cells.
  private func words(of text: String) -> [JSONValue] {
    let own = places(of: text.split(separator: " "))
    var first = 0
    while first < min(own.count, before.count), own[first] == before[first] { first += 1 }
    var last = 0
    while last < min(own.count, before.count) - first,
      own[own.count - 1 - last] == before[before.count - 1 - last]
    { last += 1 }
    before = own
    let signs = own[first..<own.count - last].flatMap(WordCode.signs)
    return [.string(String(decoding: signs, as: UTF8.self)), .whole(first), .whole(last)]
  }

  /// Of words, and of matrices, which are one word each.
  private func places(of words: [Substring]) -> [Int] {
    var places: [Int] = []
    var start = 0
    while start < words.count {
      if let (place, end) = matrix(from: start, words) {
        places.append(place)
        start = end
      } else {
        places.append(place(of: .said(String(words[start]))))
        start += 1
      }
    }
    return places
  }

  /// The matrix whose words begin at one of them, and where they end.
  private func matrix(from start: Int, _ words: [Substring]) -> (place: Int, end: Int)? {
    guard start + 5 < words.count, words[start + 1] == "by", words[start + 3] == "matrix,",
      let last = words[start...].firstIndex(of: "matrix"), words[last - 1] == "end",
      let part = nodes.matrix(said: words[start...last].joined(separator: " "))
    else { return nil }
    return (place(of: .matrix(part)), last + 1)
  }

  private func place(of word: Word) -> Int {
    if let known = words[word] { return known }
    words[word] = wordList.count
    wordList.append(word)
    return wordList.count - 1
  }

  /// Words with blanks between, and the parts that are matrices.
  private var writtenWords: [JSONValue] {
    var written: [JSONValue] = []
    var said: [String] = []
    func end() {
      if !said.isEmpty { written.append(.string(said.joined(separator: " "))) }
      said = []
    }
    for word in wordList {
      switch word {
      case .said(let word): said.append(word)
      case .matrix(let part):
        end()
        written.append(.whole(part))
      }
    }
    end()
    return written
  }
}

/// Numbers of words as signs that need no escape in JSON or within a page: the first 58 one sign
/// each, then two, then four. `formulas.js` reads them.
enum WordCode {
  private static let signs = (UInt8(ascii: "!")...UInt8(ascii: "~")).filter {
    !"\"\\<>&'".utf8.contains($0)
  }
  static let single = 58
  private static let base = signs.count

  /// A number below 7,744 as two signs.
  static func pair(_ number: Int) -> [UInt8]? {
    number < base * base ? [signs[number / base], signs[number % base]] : nil
  }

  static func signs(of place: Int) -> [UInt8] {
    if place < single { return [signs[place]] }
    let rest = place - single
    let leads = base - single - 1
    if rest < leads * base {
      return [signs[single + rest / base], signs[rest % base]]
    }
    let far = rest - leads * base
    // 681,472 words more than the others: no page has so many.
    precondition(far < base * base * base, "a page with \(place) different words")
    return [
      signs[base - 1], signs[far / (base * base)], signs[far / base % base], signs[far % base],
    ]
  }
}
