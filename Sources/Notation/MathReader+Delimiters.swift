import SourceText

extension MathReader {
  private enum Opening {
    case brace, left
    case begin(String)
    case bracket(String)

    var isBracket: Bool { if case .bracket = self { true } else { false } }
  }

  private static let closing: [String: Set<String>] = [
    // Half-open intervals pair a round with a square bracket.
    "(": [")", "]"], "[": ["]", ")"], "\\{": ["\\}", "\\rbrace"], "\\lbrace": ["\\}", "\\rbrace"],
    "\\langle": ["\\rangle"], "\\lfloor": ["\\rfloor"], "\\lceil": ["\\rceil"],
    "\\lVert": ["\\rVert"], "\\lvert": ["\\rvert"], "\\lbrack": ["\\rbrack"],
  ]

  static let sizes: Set<String> = [
    "big", "Big", "bigg", "Bigg", "bigl", "Bigl", "biggl", "Biggl", "bigr", "Bigr", "biggr",
    "Biggr", "bigm", "Bigm", "biggm", "Biggm",
  ]

  /// Pairs every opening token with its closing one. Braces, `\left…\right` and environments are
  /// walls: a bracket inside cannot be closed outside. What is left over is a finding.
  mutating func matchDelimiters() {
    var open: [(index: Int, kind: Opening)] = []

    func unmatched(_ index: Int, _ what: String, _ help: String) {
      report(.unbalanced, at: tokens[index].location, what, help: help)
    }
    /// Drops the brackets that a wall or the end of a cell leaves open.
    func dropBrackets() {
      while let last = open.last, case .bracket(let bracket) = last.kind {
        open.removeLast()
        if purpose == .live {
          unmatched(last.index, "This \(bracket) is never closed", "Close it, or take it away.")
        }
      }
    }
    for index in tokens.indices {
      if case .command(let command) = tokens[index > 0 ? index - 1 : 0].kind, index > 0,
        ["left", "right", "middle"].contains(command)
      {
        continue
      }
      switch tokens[index].kind {
      case .openBrace: open.append((index, .brace))
      case .begin(let name): open.append((index, .begin(name)))
      case .command("left"): open.append((index, .left))
      case .closeBrace:
        dropBrackets()
        if let last = open.last, case .brace = last.kind {
          closer[open.removeLast().index] = index
        } else {
          unmatched(index, "This } closes nothing", "Take it away, or open it with {.")
        }
      case .command("right"):
        dropBrackets()
        if let last = open.last, case .left = last.kind {
          closer[open.removeLast().index] = index
        } else {
          unmatched(index, "\\right without \\left", "Open it with \\left, or drop \\right.")
        }
      case .end(let name):
        dropBrackets()
        if let wall = open.lastIndex(where: {
          if case .begin(name) = $0.kind { true } else { false }
        }) {
          for lost in open[(wall + 1)...] { reportOpen(lost.index, lost.kind) }
          closer[open[wall].index] = index
          open.removeSubrange(wall...)
        } else {
          unmatched(
            index, "\\end{\(name)} without \\begin{\(name)}", "Begin it, or take it away.")
        }
      case .ampersand, .lineEnd: dropBrackets()
      // A bracket may go on over the end of a line, but not into the next statement.
      case .newline where purpose == .live && lineHoldsEquals(after: index): dropBrackets()
      case .character(let character): matchBracket(character, index, &open)
      case .command(let name): matchBracket("\\" + name, index, &open)
      default: break
      }
    }
    dropBrackets()
    for lost in open { reportOpen(lost.index, lost.kind) }
  }

  private func lineHoldsEquals(after newline: Int) -> Bool {
    tokens[(newline + 1)...].prefix { $0.kind != .newline && $0.kind != .lineEnd }
      .contains { $0.kind == .character("=") }
  }

  private mutating func matchBracket(
    _ spelling: String, _ index: Int, _ open: inout [(index: Int, kind: Opening)]
  ) {
    if Self.closing[spelling] != nil {
      open.append((index, .bracket(spelling)))
    } else if let symbol = Symbols.named(spelling), symbol.class == .closing {
      guard let last = open.last, case .bracket(let bracket) = last.kind else {
        if purpose == .live {
          report(
            .unbalanced, at: tokens[index].location, "This \(spelling) closes nothing",
            help: "Take it away, or open it before.")
        }
        return
      }
      if Self.closing[bracket]?.contains(spelling) == true {
        closer[last.index] = index
        open.removeLast()
      } else if purpose == .live {
        report(
          .unbalanced, at: tokens[index].location,
          "This \(spelling) does not close the \(bracket) before it",
          help: "Close what was opened last first.")
      }
    }
  }

  private mutating func reportOpen(_ index: Int, _ kind: Opening) {
    switch kind {
    case .brace:
      report(
        .unbalanced, at: tokens[index].location, "This { is never closed",
        help: "Add the } where its group ends.")
    case .left:
      report(
        .unbalanced, at: tokens[index].location, "\\left without \\right",
        help: "Close it with \\right, or with \\right. if nothing is to be printed.")
    case .begin(let name):
      report(
        .unbalanced, at: tokens[index].location, "\\begin{\(name)} is never ended",
        help: "Add \\end{\(name)} after its last row.")
    case .bracket(let bracket):
      if purpose == .live {
        report(
          .unbalanced, at: tokens[index].location, "This \(bracket) is never closed",
          help: "Close it, or take it away.")
      }
    }
  }

  // MARK: - Reading what is matched

  /// `\left( … \right)`; the index is at `\left`.
  mutating func readLeftRight(_ index: inout Int) -> MathTree? {
    let start = index
    guard let close = closer[index] else { return nil }
    let (opening, next) = delimiter(index + 1)
    place = .brackets
    let inner = readRow(min(next, close)..<close)
    let (closing, end) = delimiter(close + 1)
    index = end
    return MathTree(.delimited(opening, inner, closing), location(of: start..<end))
  }

  /// The delimiter at an index, in LaTeX's spelling, and the index after it; `.` is none.
  private func delimiter(_ index: Int) -> (String, Int) {
    guard index < tokens.count else { return ("", index) }
    switch tokens[index].kind {
    case .character("."): return ("", index + 1)
    case .character("<"): return ("\\langle", index + 1)
    case .character(">"): return ("\\rangle", index + 1)
    case .character(let character): return (character, index + 1)
    case .command(let name): return ("\\" + name, index + 1)
    default: return ("", index)
    }
  }

  /// `( … )` and its kin; the index is at the opening bracket.
  mutating func readBracketed(_ index: inout Int, _ opening: Symbol) -> MathTree {
    let start = index
    guard let close = closer[index] else {
      index += 1
      return MathTree(.symbol(opening), tokens[start].location)
    }
    var innerEnd = close
    // \bigl( … \bigr): the size belongs to the bracket.
    if innerEnd > start + 1, case .command(let size) = tokens[innerEnd - 1].kind,
      Self.sizes.contains(size)
    {
      innerEnd -= 1
    }
    place = .brackets
    let inner = readRow(start + 1..<max(start + 1, innerEnd))
    index = close + 1
    return MathTree(
      .delimited(opening.latex, inner, spelling(close)), location(of: start..<index))
  }

  private func spelling(_ index: Int) -> String {
    switch tokens[index].kind {
    case .character(let character): character
    case .command(let name): "\\" + name
    default: ""
    }
  }

  /// `|…|` and `\|…\|`: a bar opens when the same bar follows at this level; a bar without a
  /// partner separates, as in P(x|y).
  mutating func readBar(_ index: inout Int, _ end: Int, _ bar: Symbol) -> MathTree {
    let start = index
    index += 1
    var cursor = index
    while cursor < end {
      if isBar(cursor, like: bar) {
        let inner = readRow(start + 1..<cursor)
        guard !inner.isEmpty else { break }
        index = cursor + 1
        return MathTree(.delimited(bar.latex, inner, bar.latex), location(of: start..<index))
      }
      cursor = (closer[cursor] ?? cursor) + 1
    }
    return MathTree(.symbol(bar), tokens[start].location)
  }

  private func isBar(_ index: Int, like bar: Symbol) -> Bool {
    switch tokens[index].kind {
    case .character(let spelling): Symbols.named(spelling)?.unicode == bar.unicode
    case .command(let name): Symbols.named("\\" + name)?.unicode == bar.unicode
    default: false
    }
  }

  /// `\begin{bmatrix} … \end{bmatrix}`; the index is at `\begin`.
  mutating func readEnvironment(_ index: inout Int, _ name: String) -> MathTree? {
    let start = index
    guard let close = closer[index] else { return nil }
    index = close + 1
    guard let environment = MathTree.Environment(rawValue: name) ?? starred(name) else {
      let whole = location(of: start..<index)
      report(
        .unknownCommand, purpose == .live ? .error : .warning, at: tokens[start].location,
        "The environment \(name) is not known",
        help: "Use bmatrix, pmatrix, cases or aligned.")
      return MathTree(.unknown(whole.text), whole)
    }
    var cellStart = start + 1
    // How entries are aligned, as mathtools has it.
    if environment.rawValue != name, cellStart < close,
      tokens[cellStart].kind == .character("["), let end = closer[cellStart], end < close
    {
      cellStart = end + 1
    }
    if environment == .array, cellStart < close, tokens[cellStart].kind == .openBrace,
      let end = closer[cellStart]
    {
      cellStart = end + 1
    }
    let rows = readCells(cellStart..<close, isMatrix: environment.isMatrix)
    return MathTree(.table(environment, rows), location(of: start..<index))
  }

  /// `bmatrix*` of mathtools, and `gather*`, which numbers nothing.
  private func starred(_ name: String) -> MathTree.Environment? {
    name.hasSuffix("*") ? MathTree.Environment(rawValue: String(name.dropLast())) : nil
  }

  mutating func readCells(_ slice: Range<Int>, isMatrix: Bool = false) -> [[MathTree]] {
    var rows: [[MathTree]] = []
    var row: [MathTree] = []
    var start = slice.lowerBound
    var index = start
    func cell(_ end: Int) {
      place = isMatrix ? .cell : .row
      row.append(readRow(start..<max(start, end)))
    }
    while index < slice.upperBound {
      switch tokens[index].kind {
      case .ampersand:
        cell(index)
        start = index + 1
        index = start
      case .lineEnd:
        cell(index)
        rows.append(row)
        row = []
        start = index + 1
        index = start
      default:
        index = (closer[index] ?? index) + 1
      }
    }
    cell(slice.upperBound)
    // A last row that is empty is only a \\ too many.
    if row.count > 1 || row.first?.isEmpty == false || rows.isEmpty { rows.append(row) }
    return rows
  }
}
