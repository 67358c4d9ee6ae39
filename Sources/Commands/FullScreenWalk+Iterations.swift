import Learning
import Lessons
import Saying
import Screens
import Training

/// Looking at what a training had after an iteration: it is done once more up to there, as fast as it
/// can, for its numbers were not kept.
extension FullScreenWalk {
  /// What was found, whichever iteration is looked at.
  func lastFound(of plan: TrainingPlan) -> StoredMinimum? {
    trainings.found[plan.key] ?? TrainingCache(session.surroundings).minimum(plan)
  }

  mutating func look(at iteration: Int, of place: Int) {
    // The curve is that of the lesson's own numbers.
    let plan = reader.study.original.plans[place]
    if lastFound(of: plan)?.iteration == iteration {
      trainings.lookedAt[plan.key] = nil
      show { $0.look($1) }
      return
    }
    var orders = SearchOrders()
    orders.pace = .unbounded
    let (files, path, found) = (session.files, path, lessonReader.trained)
    trainings.plan = place
    trainings.run = TrainingRun(
      plan, goingOnFrom: nil, isOfPlan: true, orders, until: iteration,
      threads: session.surroundings.processors
    ) {
      guard let path else { return nil }
      return LessonReader(files, showingAllData: true, trained: found).lesson(at: path)
        .plans.dropFirst(place).first
    }
    session.surroundings.screen.keepsSomething(true)
  }

  /// The run up to an iteration has ended.
  mutating func arrive(_ run: TrainingRun) {
    let progress = run.progress
    guard let iteration = progress.latest, iteration.number == run.last else {
      return reader.stay(
        saying: "The training does not come to iteration \(run.last ?? 0) any more.")
    }
    let key = run.plan.key
    guard let found = lastFound(of: run.plan),
      let other = found.looking(at: iteration, progress.theta)
    else {
      return reader.stay(
        saying: iteration.isAnother(reader.study.lesson.style, anew: "T, then 0,"))
    }
    trainings.lookedAt[key] = other
    show { $0.look($1) }
  }

  mutating func lookAtLast() {
    trainings.lookedAt = [:]
    show { $0.lookAtLast($1) }
  }

  private mutating func show(_ take: (inout WalkScreen, Lesson) -> Void) {
    guard let path else { return }
    let lesson = session.computing { numbered(lessonReader.lesson(at: path)) }
    take(&reader, lesson)
  }
}
