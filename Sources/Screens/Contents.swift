import Learning
import Lessons
import Notation
import SourceText
import Typesetting

/// The lessons of the course and the steps of this one, to choose from.
package struct Contents: Sendable {
  package struct Entry: Sendable {
    package enum State: Sendable { case untouched, begun, done }
    package var name: String
    package var title: String
    package var path: String
    package var state: State

    /// The number that its file begins with, by which it can be called.
    var number: Int? { Int(Paths.fileName(path).prefix(while: \.isNumber)) }

    package init(name: String, title: String, path: String, state: State) {
      self.name = name
      self.title = title
      self.path = path
      self.state = state
    }
  }

  /// A line of the contents, and where it leads.
  enum Row: Sendable {
    case lesson(Entry)
    case step(Int)
  }

  package var lessons: [Entry]
  /// Steps of this lesson that have been seen before, by their id.
  package var seen: Set<String>
  /// How many questions of practice are due today.
  package var due: Int

  package init(lessons: [Entry], seen: Set<String> = [], due: Int = 0) {
    self.lessons = lessons
    self.seen = seen
    self.due = due
  }

  /// What is due, and how it is asked for.
  package var dueText: String {
    "\(due) question\(due == 1 ? " is" : "s are") due for practice: longhand practice."
  }

  /// The lesson that follows one.
  func next(after name: String) -> Entry? {
    guard let index = lessons.firstIndex(where: { $0.name == name }), index + 1 < lessons.count
    else { return nil }
    return lessons[index + 1]
  }

  /// A lesson by its name or its number.
  func lesson(called name: String) -> Entry? {
    lessons.first { $0.name == name }
      ?? Int(name).flatMap { number in lessons.first { $0.number == number } }
  }

  /// The lessons, with the steps below the one that is open.
  func rows(_ walk: Walk) -> [Row] {
    let steps = walk.lesson.namedSteps
      .map(Row.step)
    guard let index = lessons.firstIndex(where: { $0.name == walk.lesson.name }) else {
      return steps + lessons.map(Row.lesson)
    }
    return lessons[...index].map(Row.lesson) + steps + lessons[(index + 1)...].map(Row.lesson)
  }

  /// The row of the step one is in.
  func place(of walk: Walk) -> Int {
    let rows = rows(walk)
    return rows.lastIndex { row in
      switch row {
      case .step(let step): step <= walk.stop?.step ?? 0
      case .lesson(let entry): entry.name == walk.lesson.name
      }
    } ?? 0
  }
}

extension WalkScreen {
  mutating func chooseContents(_ key: Key, _ selected: Int) -> [Effect] {
    let rows = contents.rows(study.walk)
    var selected = selected
    switch key {
    case .up, .character("k"), .backTab: selected -= 1
    case .down, .character("j"), .tab: selected += 1
    case .pageUp: selected -= bodyRows
    case .pageDown: selected += bodyRows
    case .home, .character("g"): selected = 0
    case .end, .character("G"): selected = rows.count - 1
    case .scroll(let lines): selected += lines.signum()
    case .click(let row, _):
      let index = row - headRows + contentsScroll(selected, rows.count)
      guard rows.indices.contains(index) else { break }
      return choose(rows[index])
    case .enter, .character(" "), .character("o"), .right, .character("l"):
      guard rows.indices.contains(selected) else { break }
      return choose(rows[selected])
    case .character(let digit) where digit.isASCII && digit.isNumber:
      mode = .input(.step, text: String(digit))
      return []
    case .escape, .backspace, .character("t"), .character("q"), .left, .character("h"):
      mode = .reading
      return []
    default: break
    }
    mode = .contents(selected: min(max(0, selected), max(0, rows.count - 1)))
    return []
  }

  private mutating func choose(_ row: Contents.Row) -> [Effect] {
    mode = .reading
    switch row {
    case .step(let step):
      if let stop = study.walk.start(of: step) {
        go(to: Walk.Place(stop: stop))
      }
      return []
    case .lesson(let entry):
      return entry.name == study.lesson.name ? [] : [.open(path: entry.path)]
    }
  }

  /// The first row of the contents on the screen, so that the selected one is to be seen.
  func contentsScroll(_ selected: Int, _ count: Int) -> Int {
    max(0, min(selected - bodyRows / 2, count - bodyRows))
  }

  func contentsLines(_ selected: Int) -> [StyledLine] {
    let steps = study.lesson.steps
    let named = study.lesson.namedSteps
    let here = study.walk.stop?.step
    return contents.rows(study.walk).enumerated().map { index, row in
      let line: StyledLine
      switch row {
      case .lesson(let entry):
        let isOpen = entry.name == study.lesson.name
        let mark = entry.state == .done ? "✓" : entry.state == .begun || isOpen ? "·" : " "
        line =
          label(" \(mark) ", entry.state == .done ? .good : .muted)
          + label(entry.number.map { "\($0). " } ?? "", .muted)
          + label(entry.title, isOpen ? .strong : .text)
      case .step(let step):
        let number = (named.firstIndex(of: step) ?? 0) + 1
        let isSeen = contents.seen.contains(steps[step].id) || step < here ?? 0
        let mark = step == here ? "▸" : isSeen ? "✓" : " "
        line =
          label("     \(mark) \(number). ", step == here ? .strong : isSeen ? .good : .muted)
          + StyledLine(steps[step].heading.plainText(ascii: style.ascii), .text)
      }
      return index == selected ? line.with(.selected) : line
    }
  }
}
