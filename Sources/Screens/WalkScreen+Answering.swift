import Learning
import Lessons
import Matrices
import Questions

/// Questions: an answer on a line or in a grid, and hints.
extension WalkScreen {
  mutating func beginAnswer() {
    guard let check = study.walk.stop?.check, !study.isAnswered else {
      message = study.isAnswered ? "It is answered." : "There is no question here."
      return
    }
    if let shape = check.question.grid {
      show(Grid(drafts[check.id] ?? "", isColumn: shape.columns == 1))
    } else {
      mode = .input(check.derivation == nil ? .answer : .line, text: "")
      if check.derivation != nil { showAnswers() }
    }
  }

  /// Whether a key begins an answer to the question here: a digit is no step then.
  func beginsAnswer(_ key: Key) -> Bool {
    guard case .character(let character) = key, "0123456789-−[(".contains(character),
      let check = study.walk.stop?.check, check.derivation == nil
    else { return false }
    return study.attempt(check).canHelp
  }

  mutating func beginAnswer(with key: Key) -> [Effect] {
    beginAnswer()
    if case .grid = mode {
      return type(key, Grid("", isColumn: study.walk.stop?.check?.question.grid?.columns == 1))
    }
    if case .character(let character) = key {
      mode = .input(.answer, text: String(character))
    }
    return []
  }

  private mutating func show(_ grid: Grid) {
    mode = .grid(grid)
    showAnswers()
  }

  mutating func type(_ key: Key, _ grid: Grid) -> [Effect] {
    var grid = grid
    switch key {
    case .escape:
      if let check = study.walk.stop?.check { drafts[check.id] = grid.text }
      mode = .reading
      showAnswers()
    case .character("["):
      mode = .input(.answer, text: grid.isEmpty ? "[" : grid.text)
      showAnswers()
    case .enter:
      if let empty = grid.findEmpty() {
        message = "There is no number in row \(empty.row), column \(empty.column) yet."
        show(grid)
        break
      }
      return answer(grid.text)
    default:
      message = grid.update(key)
      show(grid)
    }
    return []
  }

  /// The last answer to the question here, to be mended.
  var draft: String? { study.walk.stop?.check.flatMap { drafts[$0.id] } }

  mutating func answer(_ text: String) -> [Effect] {
    mode = .reading
    if let check = study.walk.stop?.check { drafts[check.id] = text }
    let events = study.answer(text)
    showAnswers()
    return events.map { .record($0) }
  }

  mutating func hint() -> [Effect] {
    let events = study.hint()
    guard !events.isEmpty else {
      message = study.walk.stop?.check == nil ? "There is no question here." : "All has been said."
      return []
    }
    showAnswers()
    return events.map { .record($0) }
  }

  /// What is typed, and what was said to answers, is below the question.
  mutating func showAnswers() {
    setPage()
    scroll = gridLine
  }

  /// The end of the page; above it when the row that is typed would not be seen.
  var gridLine: Int {
    guard case .grid(let grid) = mode else { return scrollLimit }
    return max(0, min(scrollLimit, page.lines.count - grid.cells.count + grid.row))
  }
}
