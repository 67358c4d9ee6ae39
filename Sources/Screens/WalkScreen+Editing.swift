import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText

/// Lines that are typed: another value for a given, what to search for, the number of a step.
extension WalkScreen {
  // MARK: - What if

  /// The first given on the page, when no number is selected.
  mutating func beginEdit() -> [Effect] {
    for position in page.positions() {
      let cursor = Cursor(number: position.number, chunk: position.chunk)
      if number(cursor)?.given != nil {
        select(cursor)
        message = "This is a given: e changes it. Tab and the arrows go to others."
        return []
      }
    }
    message = "Nothing is given on this page. Open a number (o) down to a given and change that."
    return []
  }

  mutating func edit(_ number: OpenNumber?, from origin: Mode) -> [Effect] {
    guard let number else { return [] }
    guard let given = number.given else {
      message = "This is computed, not given. Open it (o) down to a given, and change that."
      return []
    }
    mode = .input(
      .edit(given.name, row: given.row, column: given.column, from: origin), text: "")
    return []
  }

  /// A change of the givens, and what is said of it.
  mutating func change(
    _ change: (inout Study) throws(Study.Refusal) -> Study.Consequences
  ) -> [Effect] {
    do {
      let before = study.equations
      let outcome = try change(&study)
      setAll()
      scroll = min(scroll, scrollLimit)
      showFirstChange(from: before)
      let head = study.givens.isEmpty ? "The lesson's own givens: " : "What if: "
      message =
        head + (outcome.breakdown.map { "\($0) U takes it back. " } ?? "") + outcome.text + "."
      return [.record(JournalEvent(givensOf: study))]
    } catch {
      message = error.reason
      return []
    }
  }

  /// Brings to the screen the first computed number of the page that is another one now, unless one
  /// can be seen. A cursor that would be left behind is put down.
  private mutating func showFirstChange(from before: [Equation]) {
    let changed = page.positions().filter { position in
      let id = position.number
      guard id.terms.isEmpty, before.indices.contains(id.equation),
        study.equations[id.equation].kind != .given
      else { return false }
      return before[id.equation].value(id) != study.equations[id.equation].value(id)
    }
    let visible = scroll..<scroll + bodyRows
    guard let first = changed.first, !changed.contains(where: { visible.contains($0.line) })
    else { return }
    leaveNumbers()
    scroll = min(scrollLimit, max(0, first.line - bodyRows / 2))
  }

  /// One number, or the numbers of a row from the entry on.
  private mutating func give(
    _ text: String, to name: Name, row: Int, column: Int
  ) -> (effects: [Effect], isDone: Bool) {
    let answer: TypedNumbers
    do {
      answer = try TypedNumbers(text)
    } catch {
      message = error.reason
      return ([], false)
    }
    guard var matrix = study.given(name) else { return ([], true) }
    let first = answer.isRow ? 0 : column
    guard first + answer.values.count <= matrix.shape.columns || answer.values.count == 1,
      !answer.isRow || answer.values.count == matrix.shape.columns
    else {
      message =
        "These are \(answer.values.count) numbers, and a row of \(name.shown) has "
        + "\(matrix.shape.columns)."
      return ([], false)
    }
    for (offset, value) in answer.values.enumerated() {
      matrix.elements[row * matrix.shape.columns + first + offset] = value
    }
    return (change { study throws(Study.Refusal) in try study.give(name, matrix) }, true)
  }

  // MARK: - Typing

  /// No line that is typed is longer.
  private static let longestInput = 200
  private static let longestLine = 2000

  mutating func type(_ key: Key, _ input: Input, _ text: String) -> [Effect] {
    var text = text
    var cursor: String.Index { text.index(text.endIndex, offsetBy: -behindCursor) }
    let longest = input.isLong ? Self.longestLine : Self.longestInput
    switch key {
    case .character(let character):
      guard text.count < longest else {
        message = "That is as long as it can be."
        break
      }
      text.insert(character, at: cursor)
    case .paste(let pasted):
      let clean = pasted.visible
      text.insert(contentsOf: clean.prefix(longest - text.count), at: cursor)
      if clean.count > longest {
        message = "Only the first \(longest) characters were taken."
      }
    case .backspace:
      guard !text.isEmpty else { return leave(input) }
      if cursor > text.startIndex { text.remove(at: text.index(before: cursor)) }
    case .delete:
      guard behindCursor > 0 else { break }
      text.remove(at: cursor)
      behindCursor -= 1
    case .left: behindCursor = min(text.count, behindCursor + 1)
    case .right: behindCursor = max(0, behindCursor - 1)
    case .home, .control("a"): behindCursor = text.count
    case .end, .control("e"): behindCursor = 0
    case .control("u"): (text, behindCursor) = ("", 0)
    case .up:
      if input.isAnswer { (text, behindCursor) = (draft ?? text, 0) }
    case .tab:
      if case .setting(let place, let view) = input {
        behindCursor = 0
        return ask(place + 1, of: view)
      }
      if input.isLong { return ask(.hint) }
    case .pageUp: scroll = max(0, scroll - max(1, bodyRows - 2))
    case .pageDown: scroll = min(scrollLimit, scroll + max(1, bodyRows - 2))
    case .scroll(let lines): scroll = min(scrollLimit, max(0, scroll + lines))
    case .escape: return leave(input)
    case .enter: return finish(input, text)
    default: break
    }
    if case .step = input, text.isEmpty { return leave(input) }
    mode = .input(input, text: text)
    if case .search = input { highlight(text) }
    return []
  }

  private mutating func leave(_ input: Input) -> [Effect] {
    switch input {
    case .edit(_, _, _, let origin): mode = origin
    case .setting(_, let view): mode = .training(view)
    case .search, .step, .answer, .line: mode = .reading
    }
    if input.isLong { showAnswers() }
    return []
  }

  private mutating func finish(_ input: Input, _ text: String) -> [Effect] {
    switch input {
    case .search: return search(text)
    case .setting(let place, let view): return set(place, of: view, to: text)
    case .answer: return answer(text)
    case .line: return enterLine(text)
    case .step:
      mode = .reading
      guard let place = Int(text).flatMap({ study.walk.place(ofStep: $0) }) else {
        let count = study.lesson.namedSteps.count
        message =
          count == 0 ? Self.hasNoSteps : "The steps are 1 to \(count)."
        return []
      }
      go(to: place)
      return []
    case .edit(let name, let row, let column, let origin):
      guard !text.allSatisfy(\.isWhitespace) else { return leave(input) }
      let before = study.equations
      let (effects, isDone) = give(text, to: name, row: row, column: column)
      // What cannot be read stays to be mended.
      mode = .input(input, text: text)
      guard isDone else { return [] }
      // A number opened before has another value now.
      switch origin {
      case .numbers(let cursor), .opening(_, from: .numbers(let cursor)): select(cursor)
      default: mode = .reading
      }
      showFirstChange(from: before)
      return effects
    }
  }
}

extension WalkScreen.Input {
  /// Whether whole formulas are typed.
  var isLong: Bool { if case .line = self { true } else { false } }

  /// Whether it answers a question, so that the last answer may be mended.
  var isAnswer: Bool {
    switch self {
    case .answer, .line: true
    case .search, .step, .edit, .setting: false
    }
  }
}
