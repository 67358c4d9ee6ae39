import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
import Training
import Typesetting

/// From the state to the screen.
extension WalkScreen {
  /// The screen as it is to look now: exactly as large as the terminal.
  package func frame() -> Frame {
    var frame = Frame(columns: columns, rows: rows)
    drawHead(&frame)
    drawBody(&frame)
    drawFoot(&frame)
    return frame
  }

  // MARK: - Lines

  func label(_ text: String, _ role: Role) -> StyledLine { style.words(text, role) }

  var cut: Character { style.ascii ? ">" : "…" }

  // MARK: - Head and foot

  private func drawHead(_ frame: inout Frame) {
    guard headRows > 0 else { return }
    let place = self.place
    let room = columns - place.cellWidth - 2 * margin
    let title = label(study.lesson.title, .heading)
    if room >= 8 {
      frame.put(title.prefix(fitting: room - 1, cut), row: 0, column: margin)
      frame.put(place, row: 0, column: columns - place.cellWidth - margin)
    } else {
      frame.put(title, row: 0, cut: cut)
    }
    if headRows > 1 {
      frame.put(rule(), row: 1)
    }
  }

  private func rule() -> StyledLine {
    StyledLine(String(repeating: style.ascii ? "-" : "─", count: columns), .muted)
  }

  /// `step 3 of 9`.
  private var place: StyledLine {
    let named = study.lesson.namedSteps
    if let counter { return label(counter, .muted) }
    guard let step = study.walk.stop?.step else { return [] }
    var parts = study.givens.isEmpty ? [] : ["changed givens"]
    parts += study.lesson.plans.compactMap(\.found).filter { $0.last != nil }
      .map { "iteration \($0.iterations)" }
    if let number = named.firstIndex(of: step) {
      parts.append("step \(number + 1) of \(named.count)")
    } else if !named.isEmpty {
      parts.append("before step 1 of \(named.count)")
    }
    return label(parts.joined(separator: " · "), .muted)
  }

  private func drawFoot(_ frame: inout Frame) {
    guard footRows > 0 else { return }
    var lines = footRows > 1 ? [status, keyLine] : [message.map { label($0, .remark) } ?? keyLine]
    if footRows > 1, case .input = mode, let message {
      lines[1] = label(message, .remark)
    } else if footRows > 1, let message, status.cellWidth > columns - 2 * margin {
      // What does not fit on a line takes that of the keys until the next key.
      lines = label(message, .remark).filled(width: columns - 2 * margin)
    }
    for (row, line) in lines.prefix(footRows).enumerated() {
      frame.put(line, row: rows - footRows + row, column: margin, cut: cut)
    }
  }

  /// As many keys as fit; how to get help and how to leave are always among them.
  private var keyLine: StyledLine {
    var keys = keys
    func joined() -> StyledLine {
      keys.enumerated().flatMap { index, pair in
        label(index == 0 ? "" : " · ", .muted) + label(pair.0, .strong)
          + label(" " + pair.1, .muted)
      }
    }
    let kept = 2
    while joined().cellWidth > columns - 2, keys.count > kept + 1 {
      keys.remove(at: keys.count - kept - 1)
    }
    return joined()
  }

  /// What is said, asked, or known about the number under the cursor.
  private var status: StyledLine {
    if case .input(let input, let text) = mode {
      let asked = label(question(input), .remark)
      return asked + typed(text, room: max(4, columns - asked.cellWidth - 2 * margin - 2))
    }
    if let message { return label(message, .remark) }
    switch mode {
    case .numbers(let cursor): return describe(cursor)
    case .picture(let cursor): return label(told(cursor), .remark)
    case .training(let view): return label(told(view), .remark)
    case .found(let search):
      return label(
        "\(search.text.prefix(30)): \(search.selected + 1) of \(search.places.count)", .remark)
    case .reading:
      let below = scroll < scrollLimit ? ["more below"] : []
      let right = isCutSideways.right ? ["\(Command.scrollRight.entry.key) more at the right"] : []
      return label((below + right).joined(separator: " · "), .remark)
    default: return []
    }
  }

  /// What is typed, as much as there is room for, with the cursor in it.
  private func typed(_ text: String, room: Int) -> StyledLine {
    let ahead = String(text.dropLast(behindCursor)).visible
    let behind = String(text.suffix(behindCursor)).visible
    var cursor = behind.isEmpty ? StyledLine(" ", .text) : label(String(behind.prefix(1)), .strong)
    for cell in cursor.indices { cursor[cell].emphasis.insert(.selected) }
    let left = label(ahead.lastCells(max(2, room - min(behind.cellWidth, room / 2))), .strong)
    let rest = label(String(behind.dropFirst()), .strong)
    return left + cursor + rest.prefix(fitting: max(0, room - left.cellWidth), cut)
  }

  private func question(_ input: Input) -> String {
    switch input {
    case .search: return "Search: "
    case .step: return "Go to step: "
    case .answer: return "Your answer: "
    case .line: return linePrompt
    case .edit(let name, let row, let column, _):
      guard let matrix = study.given(name) else { return "" }
      let entry = name.entry(row, column, of: matrix.shape).oneLine(ascii: style.ascii)
      let value = study.lesson.style.text(matrix[row, column])
      return "\(entry) is \(value). New: "
    case .setting(let place, let view): return question(place, view)
    }
  }

  private func describe(_ cursor: Cursor) -> StyledLine {
    var study = study
    guard let number = study.number(cursor.number) else { return [] }
    let title = number.title.oneLine(ascii: style.ascii)
    let value = label(study.lesson.style.text(number.value), .text)
    let given = number.given == nil ? "" : "  given"
    let id = cursor.number
    let shape = study.shape(id)
    let place =
      shape.map { shape in
        shape.isScalar || !number.leavesOut
          ? ""
          : "  row \(id.entry / shape.columns + 1), column \(id.entry % shape.columns + 1)"
      } ?? ""
    return StyledLine(title, .name) + label(" = ", .operator) + value
      + label(given + place, .remark)
  }

  /// The keys that mean something now, the most useful ones first.
  private var keys: [(String, String)] {
    func brief(_ commands: Command...) -> [(String, String)] {
      commands.map { ($0.entry.key, $0.entry.brief) }
    }
    switch mode {
    case .reading:
      let isEnd = counter == nil && study.walk.isAtEnd && scroll >= scrollLimit
      let asks = study.walk.stop?.check.map { study.attempt($0).canHelp } ?? false
      let step = (Command.nextStep.entry.key, Command.previousStep.entry.key)
      let edges = isCutSideways
      let sideways =
        (edges.right ? brief(.scrollRight) : []) + (edges.left ? brief(.scrollLeft) : [])
      return (asks ? brief(.answer, .hint) : [])
        + (isEnd ? [(Command.next.entry.key, "end")] : brief(.next)) + sideways + keysBack
        + brief(.open, .back)
        + (isAtDerivation ? brief(.reason, .values) : [])
        + pictureKeys
        + (offersTraining ? brief(.train) : [])
        + (study.walk.isRevealed ? [] : brief(.finish))
        + [("\(step.0)/\(step.1)", Command.nextStep.entry.brief)]
        + (study.givens.isEmpty ? [] : brief(.undo))
        + brief(.numPy, .contents, .search, .help, .quit)
    case .numbers:
      return [("arrows", Command.move.entry.brief)] + brief(.open, .uses, .change)
        + [(Key.tab.name, "next value")] + brief(.close)
    case .opening:
      return [("arrows", "choose")] + brief(.open, .uses, .change) + [(Key.escape.name, "back")]
    case .picture(let cursor): return keys(of: cursor)
    case .training(let view): return keys(of: view)
    case .uses, .contents: return [("arrows", "choose"), ("Enter", "go there"), ("Esc", "back")]
    case .help: return [("arrows", "scroll"), ("any other key", "back")]
    case .end:
      let next = contents.next(after: study.lesson.name) == nil ? [] : [("Enter", "next lesson")]
      return next + [("Esc", "back")] + brief(.contents, .quit)
    case .input(.line, _):
      return [("Enter", "check"), ("Tab", "hint")] + (draft == nil ? [] : [("↑", "last line")])
        + [("PgUp/PgDn", "scroll"), ("Ctrl-U", "empty"), ("Esc", "leave it")]
    case .input(.answer, _) where draft != nil:
      return [("Enter", "done"), ("↑", "last answer"), ("Esc", "leave it")]
    case .input(.setting, _):
      return [("Enter", "done"), ("Tab", "another one"), ("Esc", "leave it")]
    case .input: return [("Enter", "done"), ("Esc", "leave it")]
    case .grid:
      return [
        ("Enter", "done"), ("Tab", "next"), ("arrows", "move, grow"), ("[", "as text"),
        ("Esc", "leave it"),
      ]
    case .found: return [("n/N", "next, previous"), ("Backspace", "back"), ("Esc", "stay here")]
    case .copying: return [("l", "LaTeX"), ("k", "keyboard"), ("n", "NumPy"), ("Esc", "leave it")]
    }
  }

  // MARK: - Body

  private func drawBody(_ frame: inout Frame) {
    let top = headRows
    switch mode {
    case .contents(let selected):
      let lines = contentsLines(selected)
      draw(lines, from: contentsScroll(selected, lines.count), &frame)
    case .help(let scroll): draw(helpLines(), from: scroll, &frame)
    case .end: draw(bridgeLines(), from: 0, &frame)
    case .opening(let trail, _):
      let lines = lines(of: trail)
      draw(lines, from: start(of: lines, below: trail.count - 1), &frame)
    case .training(let view), .input(.setting(_, let view), _):
      draw(lines(of: view), from: 0, &frame)
    case .picture(let cursor):
      let lines = lines(of: cursor)
      draw(lines.all, from: max(0, min(lines.top, lines.all.count - bodyRows)), &frame)
    case .uses(let list, _):
      let lines = lines(of: list)
      let row = list.selected + 2
      draw(lines, from: max(0, min(row - bodyRows / 2, lines.count - bodyRows)), &frame)
    default:
      var cursor: Cursor?
      if case .numbers(let own) = mode { cursor = own }
      let matches = searched.map { page.matches(of: $0) } ?? [:]
      for row in 0..<bodyRows where page.lines.indices.contains(scroll + row) {
        var line = page.line(scroll + row, selecting: cursor?.number, in: cursor?.chunk)
        for cell in matches[scroll + row] ?? [] { line[cell].emphasis.insert(.found) }
        frame.set(top + row, to: line)
      }
    }
    drawValues(&frame)
  }

  private func draw(_ lines: [StyledLine], from first: Int, _ frame: inout Frame) {
    for row in 0..<bodyRows where lines.indices.contains(first + row) {
      frame.put(lines[first + row], row: headRows + row, column: margin, cut: cut)
    }
  }

  // MARK: - Opened numbers

  private func lines(of trail: [OpenedNumber]) -> [StyledLine] {
    var lines: [StyledLine] = []
    for opened in trail.dropLast() {
      let opening = opened.opening
      let next = opening.operands[opened.selected]
      lines.append(
        .spaces(2) + formula(opening.title) + label(" = ", .operator)
          + number(opening.value) + label("   in it ", .muted) + formula(next.title))
    }
    if !lines.isEmpty { lines = lines.map { $0.with(.dimmed) } + [[]] }
    guard let last = trail.last else { return lines }
    return lines
      + OpeningTypesetter(style, study.lesson.style).lines(
        last.opening, selected: last.selected)
      + [[]]
      + (.spaces(2) + label(last.shown.origin(change: Command.change.name(.keys)), .remark))
      .filled(width: style.width)
      + (trail.first?.remark.map { remark in
        [[]] + (.spaces(2) + label(remark, .remark)).filled(width: style.width)
      } ?? [])
  }

  /// From where an opening is shown that is taller than the screen: its title, or the number in it
  /// that is chosen.
  private func start(of lines: [StyledLine], below opened: Int) -> Int {
    let title = opened > 0 ? opened + 1 : 0
    let chosen = lines.lastIndex { $0.contains { $0.emphasis.contains(.selected) } } ?? 0
    return max(0, min(title, lines.count - bodyRows), chosen - bodyRows + 1)
  }

  private func formula(_ tree: MathTree) -> StyledLine {
    StyledLine(tree.oneLine(ascii: style.ascii), .name)
  }

  private func number(_ value: Double) -> StyledLine {
    label(study.lesson.style.text(value), .number)
  }

  private func lines(of list: UseList) -> [StyledLine] {
    let count = list.rows.count
    let title = list.uses.title.oneLine(ascii: style.ascii)
    let head = label(
      "\(title) is used in \(count) formula\(count == 1 ? "" : "s") further down:", .text)
    let shown = list.rows.map { StyledLine($0.formula.oneLine(ascii: style.ascii), .name) }
    let width = shown.map(\.cellWidth).max() ?? 0
    let entries = list.rows.map(\.entries.text.cellWidth).max() ?? 0
    let formulas = min(width, max(8, columns / 2))
    return [.spaces(2) + head, []]
      + zip(list.rows, shown).enumerated().map { index, pair in
        let (row, formula) = (pair.0, pair.1.prefix(fitting: formulas, cut))
        let line =
          .spaces(4) + formula + .spaces(formulas - formula.cellWidth + 2)
          + label(row.entries.text, .text)
          + .spaces(entries - row.entries.text.cellWidth + 2)
          + label(row.step.plainText(ascii: style.ascii), .muted)
        return index == list.selected ? line.with(.selected) : line
      }
  }
}
