import Learning
import Lessons
import Matrices
import Questions
import Saying
import Typesetting

/// The prompt for the lines of a derivation: letters are text there, and what can be asked for is a
/// word, or a key that writes nothing.
extension WalkScreen {
  /// What a line asks for, where it is no formula.
  private static let words: [Command] = [.hint, .reason, .values, .undo, .close]

  static let lineWords =
    "Type the next line. The words hint, why, values and undo ask for that instead."

  mutating func enterLine(_ text: String) -> [Effect] {
    behindCursor = 0
    let word = text.filter { !$0.isWhitespace }.lowercased()
    if let command = Command.named(word), Self.words.contains(command) {
      mode = .input(.line, text: "")
      return ask(command)
    }
    guard !word.isEmpty else {
      message = "Type what the next line says. Tab gives a hint, Esc leaves."
      return []
    }
    let effects = answer(text)
    guard let check = study.walk.stop?.check else { return effects }
    let attempt = study.attempt(check)
    // What does not hold, or cannot be read, stays to be mended.
    let holds = attempt.replies.last?.line?.holds ?? false
    if attempt.canHelp { mode = .input(.line, text: holds ? "" : text) }
    showAnswers()
    return effects
  }

  /// A hint, the reason or the numbers of the last line, or that line taken back.
  mutating func ask(_ command: Command) -> [Effect] {
    if command == .hint {
      let effects = hint()
      if let check = study.walk.stop?.check, !study.attempt(check).canHelp { mode = .reading }
      showAnswers()
      return effects
    }
    if command == .undo {
      let events = study.takeLineBack()
      if events.isEmpty { message = "Only the first line stands." }
      showAnswers()
      return events.map { .record($0) }
    }
    guard command != .close else {
      mode = .reading
      showAnswers()
      return []
    }
    guard writtenLine != nil else {
      message = "You have written no line yet."
      return []
    }
    let panel = panel(of: command)
    shownPanel = shownPanel == panel ? nil : panel
    setPage()
    scroll = scrollLimit
    return []
  }

  /// The last line that one has written of the derivation here.
  var writtenLine: Shown.DerivationLine? {
    study.walk.stop?.check.flatMap { check in
      Shown.DerivationLine(
        lastOf: study.attempt(check), check, style.values(study.lesson.style))
    }
  }

  /// `3 = `, before what is typed.
  var linePrompt: String {
    let number = study.walk.stop?.check.map { study.attempt($0).derivation.next } ?? 2
    return "\(number) = "
  }
}
