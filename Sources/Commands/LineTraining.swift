import Lessons
import Matrices
import Notation
import Saying
import SourceText
import Training
import Typesetting

/// Training where lines are written: one at the beginning, every few seconds and at the end. What
/// was found is kept.
struct LineTraining {
  let session: Session
  /// Whatever was found before.
  var beginsAnew = false

  private static let betweenLines = Duration.seconds(5)

  /// - Returns: what was found, now or before, and how the search ended if there was one.
  func train(
    _ plan: TrainingPlan, _ cost: LessonCost
  ) throws -> (found: StoredMinimum, reason: Minimum.Reason?) {
    let cache = TrainingCache(session.surroundings)
    let numbers = NumberStyle()
    let earlier = beginsAnew ? nil : cache.minimum(plan)
    if let earlier, earlier.isDone {
      try write(
        "trained before: J = \(numbers.text(earlier.cost)) after \(earlier.iterations) iterations")
      return (earlier, nil)
    }
    var progress =
      earlier.map { SearchProgress($0, all: plan.iterations) }
      ?? SearchProgress(all: plan.iterations, theta: plan.start)
    let done = earlier?.iterations ?? 0
    let search = Minimizer(plan.method, iterations: plan.iterations - done)
    let began = ContinuousClock.now
    var said = began
    var failure: (any Error)?
    let found = search.minimum(from: progress.theta, of: cost.evaluate) { iteration, theta in
      let now = ContinuousClock.now
      var own = iteration
      own.number += done
      progress.note(own, theta)
      progress.time = now - began
      if iteration.number == 0 || now - said >= Self.betweenLines {
        said = now
        do { try write(progress.line(numbers)) } catch { failure = error }
      }
      return failure == nil && !session.surroundings.isInterrupted()
    }
    let stored = StoredMinimum(found, after: done, record: progress.record)
    let problem = cache.keep(stored, of: plan)
    if let failure { throw failure }
    progress.time = ContinuousClock.now - began
    try write(
      "\(found.reason.told(after: stored.iterations)): J = \(numbers.text(found.cost)), ‖∇J‖ = "
        + "\(numbers.text(found.slope)), \(progress.timeText), \(found.evaluations) evaluations")
    if let problem { session.complain("what was found cannot be kept (\(problem))") }
    return (stored, found.reason)
  }

  /// The training once more, up to an iteration.
  ///
  /// - Returns: what it had there; nil where it was interrupted before.
  func arrive(
    at last: Int, of plan: TrainingPlan, _ cost: LessonCost
  ) throws -> (Iteration, theta: [Double])? {
    var progress = SearchProgress(all: last, theta: plan.start)
    let began = ContinuousClock.now
    var said = began
    var failure: (any Error)?
    try write("the training is done once more, up to iteration \(last)")
    _ = Minimizer(plan.method, iterations: plan.iterations)
      .minimum(from: plan.start, of: cost.evaluate) { iteration, theta in
        let now = ContinuousClock.now
        progress.note(iteration, theta)
        progress.time = now - began
        if now - said >= Self.betweenLines {
          said = now
          do { try write(progress.line(NumberStyle())) } catch { failure = error }
        }
        return failure == nil && !session.surroundings.isInterrupted() && iteration.number != last
      }
    if let failure { throw failure }
    return progress.latest.flatMap { $0.number == last ? ($0, progress.theta) : nil }
  }

  private func write(_ line: String) throws {
    let own =
      session.speech != nil ? line.spoken : session.style.ascii ? line.transliterated : line
    try session.write(own + "\n")
  }
}
