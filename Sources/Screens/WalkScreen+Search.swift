import Learning
import Notation
import SourceText
import Typesetting

/// What was searched for, and where it is.
struct Search: Sendable {
  var text: String
  /// Places that hold it, in order, and the one that is shown.
  var places: [Walk.Place]
  var selected: Int
  /// Where the search was begun.
  var origin: Walk.Place
}

extension WalkScreen {
  // MARK: - Finding

  /// The stops that hold a text, in prose or in formulas, with the reduction by which it is shown.
  private mutating func places(of text: String) -> [Walk.Place] {
    study.walk.stops.indices.compactMap { stop in
      guard self.text(of: stop).holds(text) else { return nil }
      return Walk.Place(stop: stop, revealed: Int.max)
    }
  }

  mutating func search(_ text: String) -> [Effect] {
    mode = .reading
    guard !text.allSatisfy(\.isWhitespace) else { return [] }
    let places = places(of: text)
    guard !places.isEmpty else {
      message = "\(text.prefix(30)) is not in this lesson."
      return []
    }
    let origin = study.walk.place
    let next = places.firstIndex { $0.stop >= origin.stop } ?? 0
    show(Search(text: text, places: places, selected: next, origin: origin))
    return []
  }

  private mutating func show(_ search: Search) {
    go(to: search.places[search.selected])
    mode = .found(search)
    guard let line = firstMatch(search.text) else { return }
    scroll = max(0, min(scrollLimit, line - bodyRows / 3))
  }

  mutating func goThrough(_ key: Key, _ search: Search) -> [Effect] {
    var search = search
    func moved(by offset: Int) {
      search.selected =
        (search.selected + offset + search.places.count) % search.places.count
    }
    switch key {
    case .enter, .character("n"), .tab: moved(by: 1)
    case .character("N"), .character("p"), .backTab: moved(by: -1)
    case .backspace:
      mode = .reading
      go(to: search.origin)
      return []
    case .escape:
      mode = .reading
      return []
    case .up, .down, .character("j"), .character("k"), .scroll:
      mode = .reading
      _ = update(key)
      mode = .found(search)
      return []
    default:
      mode = .reading
      return update(key)
    }
    show(search)
    return []
  }

  // MARK: - Highlighting

  /// While one types: the first match on the page.
  mutating func highlight(_ text: String) {
    guard let line = firstMatch(text) else { return }
    if !(scroll..<scroll + bodyRows).contains(line) {
      scroll = max(0, min(scrollLimit, line - bodyRows / 3))
    }
  }

  var searched: String? {
    switch mode {
    case .input(.search, let text): text
    case .found(let search): search.text
    default: nil
    }
  }

  private func firstMatch(_ text: String) -> Int? {
    let current = page.start(of: study.walk.place.stop)
    let lines = page.matches(of: text).keys.sorted()
    return lines.first { $0 >= current } ?? lines.first
  }
}

extension Page {
  /// The cells that hold a text, by line: matches may go on in the next line, as text does.
  func matches(of text: String) -> [Int: Set<Int>] {
    let wanted = Array(text.searched)
    guard !wanted.isEmpty else { return [:] }
    // One row of letters, blanks squeezed, each with where it stands.
    var letters: [(letter: Character, line: Int, cell: Int)] = []
    for (line, cells) in lines.enumerated() {
      if let last = letters.last, last.letter != " " { letters.append((" ", line, -1)) }
      for (index, cell) in cells.enumerated() where cell.character != Frame.continuation {
        let shown = cell.character == " " ? " " : String(cell.character).searched
        for letter in shown {
          if letter == " ", letters.last.map({ $0.letter == " " }) ?? true { continue }
          letters.append((letter, line, index))
        }
      }
    }
    var found: [Int: Set<Int>] = [:]
    guard letters.count >= wanted.count else { return [:] }
    for start in 0...(letters.count - wanted.count)
    where zip(wanted, letters[start...]).allSatisfy({ $0 == $1.letter }) {
      for (_, line, cell) in letters[start..<start + wanted.count] where cell >= 0 {
        found[line, default: []].insert(cell)
      }
    }
    return found
  }
}

extension [StyledLine] {
  /// Whether a text stands in the lines, perhaps broken between two of them.
  func holds(_ text: String) -> Bool {
    let wanted = text.searched
    return !wanted.isEmpty
      && map { $0.text.searched }.joined(separator: " ").squeezed.contains(wanted)
  }
}

extension StringProtocol {
  /// As it is compared: lower case, and letters of mathematics as they are typed, so that delta
  /// finds δ.
  fileprivate var searched: String { String(self).transliterated.lowercased().squeezed }

  fileprivate var squeezed: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
