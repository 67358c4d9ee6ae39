package import Lessons
import Notation
import Questions
import SourceText

/// What a student hands in of a lesson: every try that was typed, in order, as a file of answers
/// that `AnswerSheet` reads, and that is marked as it was when it was typed.
package struct HandIn: Sendable {
  package private(set) var tries = 0
  /// The questions that were tried, and those that were not.
  package private(set) var tried: [String] = []
  package private(set) var open: [String] = []
  /// Tries with changed givens, or with the numbers of another name: these were other questions.
  package private(set) var changed = 0
  /// The questions that an older version of the program kept, without what was typed.
  package private(set) var untyped: [String] = []
  package private(set) var text = ""

  /// - Parameter lesson: with the numbers of its author.
  package init(_ lesson: Lesson, _ progress: Progress) {
    let name = lesson.name
    let seed = progress.seeds[name]
    let checks = lesson.steps.flatMap(\.checks)
    let ids = checks.map(\.id)
    let ofNumbers = Set(checks.filter { $0.question.isCarriedOn }.map(\.id))
    var lines = [
      "# Answers to \(name), for longhand check --answers. A question may have several tries.",
      "lesson: \(name)", "version: \(lesson.questionsVersion)",
    ]
    if let seed { lines.append("seed: \(seed)") }
    lines.append("")
    var seen: Set<String> = []
    var old: Set<String> = []
    for kept in progress.tries[name] ?? [] {
      switch kept.attempt.result {
      case .helped, .shown: continue
      case .right, .wrong: break
      }
      guard let typed = kept.attempt.typed else {
        old.insert(kept.id)
        continue
      }
      let line = "\(kept.id.visible): \(typed.asTyped(inRows: ofNumbers.contains(kept.id)))"
      if kept.isChanged || kept.seed != seed {
        changed += 1
        let reason = kept.isChanged ? "with changed givens" : "with other numbers"
        lines += line.split(separator: "\n").map { "# \(reason): \($0)" }
      } else {
        tries += 1
        seen.insert(kept.id)
        lines.append(line)
      }
    }
    tried = ids.filter(seen.contains)
    open = ids.filter { !seen.contains($0) }
    untyped = ids.filter { old.contains($0) && !seen.contains($0) }
    text = lines.joined(separator: "\n") + "\n"
  }
}

extension String {
  /// What is read of it, as it was read when it was typed; rows of numbers after the first are
  /// indented.
  fileprivate func asTyped(inRows: Bool) -> String {
    guard inRows, !contains(where: { "[({\\".contains($0) }) else { return plainlyTyped.visible }
    return split(whereSeparator: \.isNewline).map(\.plainlyTyped.visible)
      .joined(separator: "\n  ")
  }
}
