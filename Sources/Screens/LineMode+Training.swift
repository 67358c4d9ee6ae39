import Learning
package import Lessons
import Saying
import Training
package import Typesetting

/// Training, as a word.
extension LineMode {
  mutating func train(
    _ text: String, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    let plans = study.lesson.plans
    guard !plans.isEmpty else { return remark("This lesson trains nothing.") }
    let stops = walk.stops.prefix(walk.place.stop + 1)
    let here = stops.last { $0.step == walk.stop?.step && $0.training != nil }?.training
    if let number = Int(text), number >= 0 {
      return look(at: number, of: here ?? 0, &effects)
    }
    guard ["", "again"].contains(text.lowercased()) else {
      return remark(
        "train trains what the lesson trains; train again begins anew; train 10 goes to what it had "
          + "after iteration 10.")
    }
    let place = here ?? plans.firstIndex { $0.found?.isDone != true } ?? 0
    effects.append(.train(.begin(plan: place, isAnew: !text.isEmpty)))
    return []
  }

  /// The lesson with what training has found.
  package mutating func take(_ lesson: Lesson) -> [StyledLine] {
    exchange(lesson)
    return remark("From here on the lesson has what was found.")
  }

  private mutating func exchange(_ lesson: Lesson) {
    study.take(lesson)
    trail = []
    shown = nil
  }

  // MARK: - To an iteration and back

  /// Opens the cost of an iteration. Where the lesson has other numbers it is asked for those.
  mutating func look(
    at number: Int, of place: Int, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    let found = study.lesson.plans[place].found
    guard let found else { return remark("Not trained yet: train trains it.") }
    let noted = found.record.iterations
    guard noted.contains(where: { $0.number == number }) else {
      let near = noted.min { abs($0.number - number) < abs($1.number - number) }?.number ?? 0
      return remark("No iteration \(number) was noted; the nearest is \(near).")
    }
    if found.iteration == number { return openCost(of: place) }
    effects.append(.train(.look(plan: place, iteration: number)))
    return []
  }

  private mutating func openCost(of place: Int) -> [StyledLine] {
    let plan = study.lesson.plans[place]
    guard let number = plan.openedCost else { return [] }
    trail = [number]
    let origin = plan.origin(study.lesson.style, back: Command.restore.name(.words))
    return lines(of: number) + remark(origin)
  }

  /// The lesson with the numbers of an iteration that were asked for.
  package mutating func look(_ lesson: Lesson, plan: Int) -> [StyledLine] {
    exchange(lesson)
    return openCost(of: plan)
  }

  /// The lesson with what was found, after numbers of iterations were looked at.
  package mutating func lookAtLast(_ lesson: Lesson) -> [StyledLine] {
    exchange(lesson)
    return remark("The numbers are those of the last iteration again.")
  }

  /// All givens as they were, and what trainings have found.
  mutating func restore(_ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    let isLookingBack = study.lesson.plans.contains { $0.found?.last != nil }
    if isLookingBack { effects.append(.train(.lookAtLast)) }
    guard !isLookingBack || !study.givens.isEmpty else { return [] }
    return changed(&effects) { study throws(Study.Refusal) in try study.giveBack() }
  }
}
