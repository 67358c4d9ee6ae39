import Kernels
import Learning
import Lessons
import Notation
import Questions
import SourceText
import Typesetting

/// The equation in focus in other spellings: shown below it, or copied.
extension WalkScreen {
  /// What stands below the page: the answers to a question, and what was asked for of the newest
  /// formula.
  mutating func panel() -> [StyledLine] {
    let answers = answers()
    let asked = asked()
    return answers + (answers.isEmpty || asked.isEmpty ? [] : [[]]) + asked
  }

  private mutating func asked() -> [StyledLine] {
    switch shownPanel {
    case nil: return []
    case .code: return code()
    case .reason:
      return typesetter.derivationLine(of: study.walk).map(typesetter.reason) ?? []
    case .values:
      return typesetter.derivationLine(of: study.walk).map(typesetter.numbers) ?? []
    }
  }

  private func answers() -> [StyledLine] {
    guard let check = study.walk.stop?.check else { return [] }
    let attempt = study.attempt(check)
    let replies = ReplyTypesetter(style, study.lesson.style).lines(attempt.replies)
    if case .grid(let grid) = mode {
      return replies + (replies.isEmpty ? [] : [[]]) + grid.lines(ascii: style.ascii)
    }
    return replies
      + label("  " + invitation(check, attempt, .keys), .remark).filled(width: style.width)
  }

  private func code() -> [StyledLine] {
    guard let focus = Focus(study) else {
      return [label("  There is no formula here yet.", .remark)]
    }
    let prose = ProseTypesetter(style)
    func block(_ name: String, _ lines: [String]) -> [StyledLine] {
      let blank = String(repeating: " ", count: name.count)
      return lines.enumerated().flatMap { index, line -> [StyledLine] in
        let head = index == 0 ? name : blank
        let text = prose.filled(line, .code, width: style.width - name.count - 2)
        return text.enumerated().map { label($0 == 0 ? head : blank, .muted) + $1 }
      }
    }
    return block("  NumPy     ", focus.numPy.isEmpty ? ["nothing to compute"] : focus.numPy)
      + block("  one line  ", [focus.equation.tree.oneLine(ascii: style.ascii)])
  }

  mutating func beginCopy() {
    guard Focus(study) != nil else {
      message = "There is no formula here yet."
      return
    }
    mode = .copying
  }

  mutating func copy(_ key: Key) -> [Effect] {
    mode = .reading
    guard let focus = Focus(study) else { return [] }
    let spellings: [Key: Focus.Spelling] = [
      .character("l"): .latex, .character("k"): .keyboard, .character("n"): .numpy,
    ]
    guard let spelling = spellings[key] else { return [] }
    let text = focus.text(spelling)
    guard !text.isEmpty else {
      message = "This formula cannot be written so; LaTeX (l) can always be copied."
      return []
    }
    message = "Copied: \(text.prefix(60).replacing("\n", with: " "))"
    return [.copy(text)]
  }
}
