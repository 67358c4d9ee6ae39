import Lessons
import Questions
import Saying
import Training

/// What a question waits for, or that it is done.
func invitation(_ check: Check, _ attempt: Attempt, _ manner: Command.Manner) -> String {
  if attempt.isSolved, attempt.replies.isEmpty { return "Answered." }
  if attempt.isSolved || attempt.isRevealed {
    return "\(manner == .keys ? Command.next.name(.keys) : "Enter") goes on."
  }
  let what = check.question.wanted(hasGrid: manner == .keys)
  if check.derivation != nil, manner == .words { return "Type \(what). hint helps." }
  let (answer, hint) = (Command.answer.name(manner), Command.hint.name(manner))
  switch manner {
  case .keys: return "\(answer) answers: \(what). \(hint) gives a hint."
  case .words: return "\(answer): \(what). \(hint) gives a hint."
  }
}

/// What can be done about a training, as words.
func invitation(_ plan: TrainingPlan) -> String {
  let train = Command.train.name(.words)
  guard let found = plan.found else { return "\(train) trains it." }
  if found.last != nil {
    return "\(Command.restore.name(.words)) goes back to the numbers of the last iteration."
  }
  return found.isDone ? "\(train) again begins anew." : "\(train) goes on."
}
