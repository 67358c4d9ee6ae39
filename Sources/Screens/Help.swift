import Notation
import SourceText
import Typesetting

/// What the help says besides the table of commands.
enum Help {
  /// What no key does.
  static let practice = "longhand practice asks from all lessons you began, at fresh numbers."
}

extension WalkScreen {
  func helpLines() -> [StyledLine] {
    let width = Command.table.flatMap(\.rows).map(\.keys.count).max() ?? 0
    var lines: [StyledLine] = []
    for (title, rows) in Command.table {
      lines += [[], .spaces(2) + label(title, .heading)]
      for row in rows where !row.keys.isEmpty {
        let keys = label(row.keys, .strong)
        lines.append(
          .spaces(4) + keys + .spaces(width - keys.cellWidth + 3) + label(row.what, .text))
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
