import Notation
import SourceText
import Typesetting

/// The keys, for the full screen and for line mode: every action has one of each.
package enum Help {
  package struct Entry: Sendable {
    package var keys: String
    package var word: String
    package var what: String
  }

  /// What no key does.
  static let practice = "longhand practice asks from all lessons you began, at fresh numbers."

  package static let entries: [(title: String, entries: [Entry])] = [
    (
      "Going on",
      [
        Entry(keys: "Space → l Enter", word: "next", what: "the next operation"),
        Entry(keys: "← h Backspace", word: "back", what: "back by one"),
        Entry(keys: ".", word: "finish", what: "finish this equation"),
        Entry(keys: "n p  PgDn PgUp", word: "step, previous", what: "next, previous step"),
        Entry(keys: "g G", word: "first, last", what: "the beginning, the end"),
        Entry(keys: "3 Enter", word: "go 3", what: "to step 3"),
        Entry(keys: "↑ ↓ k j", word: "", what: "scroll; the mouse wheel, too"),
      ]
    ),
    (
      "Numbers",
      [
        Entry(keys: "Tab Shift-Tab", word: "", what: "to the numbers, from value to value"),
        Entry(keys: "arrows", word: "", what: "from entry to entry"),
        Entry(keys: "o", word: "open W1_12", what: "open: the arithmetic that made it"),
        Entry(keys: "u", word: "used W1_12", what: "where it is used"),
        Entry(keys: "e", word: "change W1_12 = 0.5", what: "change a given: what if?"),
        Entry(keys: "U R X", word: "undo, redo, restore", what: "take back, again, all back"),
        Entry(keys: "Esc", word: "close", what: "back out"),
      ]
    ),
    (
      "Questions",
      [
        Entry(keys: "a", word: "answer 0.5", what: "answer the question here; a matrix in a grid"),
        Entry(keys: "H", word: "hint", what: "a hint; at last the answer"),
      ]
    ),
    (
      "Around",
      [
        Entry(keys: "t", word: "contents", what: "the lessons and steps"),
        Entry(keys: "", word: "lesson NAME", what: "another lesson"),
        Entry(keys: "/", word: "search words", what: "search this lesson"),
        Entry(keys: "c", word: "numpy", what: "as NumPy and on one line"),
        Entry(keys: "y", word: "copy latex", what: "copy as LaTeX, keyboard, NumPy"),
        Entry(keys: "r", word: "reload", what: "read the file again"),
        Entry(keys: "?", word: "help", what: "this"),
        Entry(keys: "q Ctrl-C", word: "quit", what: "quit; the place is kept"),
      ]
    ),
  ]
}

extension WalkScreen {
  func helpLines() -> [StyledLine] {
    let width = Help.entries.flatMap(\.entries).map(\.keys.count).max() ?? 0
    var lines: [StyledLine] = []
    for (title, entries) in Help.entries {
      lines += [[], .spaces(2) + label(title, .heading)]
      for entry in entries where !entry.keys.isEmpty {
        let keys = label(entry.keys, .strong)
        lines.append(
          .spaces(4) + keys + .spaces(width - keys.cellWidth + 3) + label(entry.what, .text))
      }
    }
    let practice = ProseTypesetter(style).wrapped(Help.practice, .muted)
    return lines + [[]] + practice.map { .spaces(2) + $0 }
  }

  mutating func readHelp(_ key: Key, _ scroll: Int) -> [Effect] {
    let limit = max(0, helpLines().count - bodyRows)
    switch key {
    case .down, .character("j"), .character(" "): mode = .help(scroll: min(limit, scroll + 1))
    case .up, .character("k"): mode = .help(scroll: max(0, scroll - 1))
    case .pageDown: mode = .help(scroll: min(limit, scroll + bodyRows))
    case .pageUp: mode = .help(scroll: max(0, scroll - bodyRows))
    case .scroll(let lines): mode = .help(scroll: max(0, min(limit, scroll + lines)))
    default: mode = .reading
    }
    return []
  }
}
