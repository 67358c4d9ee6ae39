import Lessons
package import Questions

/// The questions of a lesson: tries at them, help, and what of it the journal keeps.
extension Study {
  /// Whether the question here has been answered in this sitting; one from another day may be
  /// answered again.
  package var isAnswered: Bool {
    guard let check = walk.stop?.check, let attempt = attempts[check.id] else { return false }
    return attempt.isSolved && !attempt.replies.isEmpty
  }

  package func attempt(_ check: Check) -> Attempt { attempts[check.id] ?? Attempt(check) }

  /// Questions that were answered on another day.
  mutating func restore(answered ids: some Sequence<String>) {
    for id in ids { attempts[id] = Attempt(isSolved: true) }
  }

  /// Derivations of which lines were written on another day.
  mutating func restore(derivations: [String: [String]]) {
    for check in lesson.steps.flatMap(\.checks) {
      guard let lines = derivations[check.id], attempts[check.id] == nil else { continue }
      let judge = Judge(check, in: lesson)
      for line in lines { attempts[check.id, default: Attempt(check)].answer(line, by: judge) }
    }
  }

  /// Takes back the last line of the derivation here.
  package mutating func takeLineBack() -> [JournalEvent] {
    guard let check = walk.stop?.check,
      attempts[check.id]?.takeLineBack() == true
    else { return [] }
    return [.line(lesson: lesson.name, id: check.id, .takenBack, text: "")]
  }

  /// Marks an answer to the question here.
  /// - Returns: the events for the journal; none when it was no try.
  package mutating func answer(_ text: String) -> [JournalEvent] {
    guard let check = walk.stop?.check, !isAnswered else { return [] }
    let carried = lesson.carried(to: check) { attempts[$0.id]?.wrongValues ?? [] }
    let judge = Judge(check, in: lesson, carried: carried)
    let wasDone = isDone
    let before = attempt(check)
    attempts[check.id, default: Attempt(check)].answer(text, by: judge)
    guard let reply = attempts[check.id]?.replies.last, reply.isTry else { return [] }
    let lines = lines(since: before, of: check, typed: text)
    // A line that leaves something to be done is no answer yet.
    if !reply.isRight, reply.holds { return lines }
    let kept = Try(
      result: reply.isRight ? .right : .wrong, typed: text, slips: KeptSlips(reply.made))
    return lines + [.answer(lesson: lesson.name, id: check.id, kept)]
      + (reply.isRight ? [] : comesBack(check, reply.made)) + done(since: wasDone)
  }

  /// A hint to the question here, at last the answer.
  /// - Returns: the events for the journal; none when nothing is left to say, or nothing is asked.
  package mutating func hint() -> [JournalEvent] {
    guard let check = walk.stop?.check, attempt(check).canHelp else { return [] }
    let wasDone = isDone
    let before = attempt(check)
    attempts[check.id, default: Attempt(check)].help(check)
    let told = attempt(check).derivation.lines.dropFirst(before.derivation.lines.count).map {
      JournalEvent.line(lesson: lesson.name, id: check.id, .told, text: $0.text)
    }
    let isShown = attempt(check).isRevealed
    return told
      + [.answer(lesson: lesson.name, id: check.id, Try(result: isShown ? .shown : .helped))]
      + (isShown ? comesBack(check, []) : []) + done(since: wasDone)
  }

  /// The lines of a derivation that an answer brought.
  private func lines(
    since before: Attempt, of check: Check, typed text: String
  ) -> [JournalEvent] {
    let after = attempt(check)
    let right = after.derivation.lines.dropFirst(before.derivation.lines.count).map {
      JournalEvent.line(lesson: lesson.name, id: check.id, .right, text: $0.text)
    }
    guard let last = after.replies.last?.line, !last.holds else { return right }
    return right + [.line(lesson: lesson.name, id: check.id, .wrong, text: text)]
  }

  /// What went wrong here comes back in practice: the formula that was asked for is due, the first
  /// time that it goes wrong, and a slip that has one name is to be found.
  private func comesBack(_ check: Check, _ made: [Marking.Made]) -> [JournalEvent] {
    let derivation = Item.derivation(askedBy: check, in: lesson)
    guard let item = derivation ?? Item.entry(askedBy: check, in: lesson) else { return [] }
    let isFirst = attempt(check).replies.count { $0.isTry && !$0.holds } < 2
    return (isFirst ? [.due(lesson: lesson.name, item: item.id, day: nil)] : [])
      + (attempt(check).replies.last?.due ?? []).missed(in: item)
      + (item.mistake(made).map { [.again(lesson: lesson.name, $0)] } ?? [])
  }

  private func done(since wasDone: Bool) -> [JournalEvent] {
    isDone && !wasDone ? [.finished(lesson: lesson.name)] : []
  }
}
