import Kernels
import Learning
import Lessons
import Notation
import Questions
import Saying
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
      return lineAskedFor.map(typesetter.reason) ?? []
    case .values:
      return lineAskedFor.map(typesetter.numbers) ?? []
    }
  }

  /// The line of a derivation that was written or shown last.
  private var lineAskedFor: Shown.DerivationLine? {
    mutating get { writtenLine ?? typesetter.derivationLine(of: study.walk) }
  }

  private func answers() -> [StyledLine] {
    guard let check = study.walk.stop?.check else { return [] }
    let attempt = study.attempt(check)
    // What could not be read is of no use when the next has been typed.
    let said = attempt.replies.enumerated().filter { index, reply in
      index == attempt.replies.count - 1 || !reply.isUnreadable
    }
    let replies = ReplyTypesetter(style, study.lesson.style).lines(said.map(\.element))
    if case .grid(let grid) = mode {
      return replies + (replies.isEmpty ? [] : [[]]) + grid.lines(ascii: style.ascii)
    }
    let words =
      if case .input(.line, _) = mode { Self.lineWords } else {
        invitation(check, attempt, .keys)
      }
    return replies + label("  " + words, .remark).filled(width: style.width)
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
