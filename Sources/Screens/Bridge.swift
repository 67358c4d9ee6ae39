import Learning
import Lessons
import Notation
import SourceText
import Typesetting

/// The end of a lesson leads on: what was answered, what one can do now, what is due, the next
/// lesson.
func bridge(_ study: Study, _ contents: Contents, _ manner: Command.Manner) -> [String] {
  let end = study.end
  var lines = ["The end of the lesson: \(study.lesson.title)."]
  if end.count > 0 {
    let questions = "question\(end.count == 1 ? "" : "s")"
    lines.append(
      end.answered == end.count
        ? end.count == 1 ? "Its question is answered." : "All \(end.count) questions are answered."
        : "\(end.answered) of \(end.count) \(questions) answered.")
    if !end.openSteps.isEmpty {
      let steps = end.openSteps.map(String.init).joined(separator: ", ")
      let go = manner == .keys ? "\(end.openSteps[0]) Enter" : "go \(end.openSteps[0])"
      lines.append("Open in step \(steps): \(go) goes there.")
    }
  }
  if !end.skills.isEmpty { lines.append("You can now \(end.skills.joined(separator: "; ")).") }
  if contents.due > 0 {
    lines.append(contents.dueText)
  }
  if let next = contents.next(after: study.lesson.name) {
    lines.append("Enter goes on to the next lesson: \(next.title).")
  } else if contents.lessons.last?.name == study.lesson.name {
    lines.append("It is the last lesson of the course.")
  }
  return lines
}

extension WalkScreen {
  func bridgeLines() -> [StyledLine] {
    let lines = bridge(study, contents, .keys)
    return lines.enumerated().flatMap { index, line in
      label(line, index == 0 ? .heading : .text).filled(width: style.width) + [[]]
    }
  }

  mutating func leaveBridge(_ key: Key) -> [Effect] {
    switch key {
    case .enter, .character(" "), .right, .character("l"):
      guard let next = contents.next(after: study.lesson.name) else {
        message = "No lesson follows this one. t shows the contents, q quits."
        return []
      }
      return [.open(path: next.path)]
    case .escape, .backspace, .left, .character("h"):
      mode = .reading
      return []
    case .character(let digit) where digit.isASCII && digit.isNumber:
      // The last stop may be a question, which it would answer.
      mode = .input(.step, text: String(digit))
      return []
    case .character, .up, .down, .home, .end, .pageUp, .pageDown, .tab, .backTab, .delete, .control,
      .paste, .scroll, .click, .background, .unknown:
      mode = .reading
      return update(key)
    }
  }
}
