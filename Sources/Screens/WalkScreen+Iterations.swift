import Kernels
import Learning
package import Lessons
import Pictures
import Saying
import SourceText
import Training
import Typesetting

/// The curve of a training, of which each point opens: the lesson has the numbers then that the
/// training had after that iteration.
extension WalkScreen {
  // MARK: - Along the curve

  /// Chooses another iteration of a training that is over.
  mutating func choose(_ key: Key, _ view: inout TrainingView) {
    let iterations = view.progress.record.iterations
    guard view.isOver, !iterations.isEmpty else {
      message = "Along the curve it goes when the training has ended; x stops it."
      return
    }
    let last = iterations.count - 1
    let here = view.chosen.flatMap { own in iterations.lastIndex { $0.number == own } } ?? last
    let step = max(1, iterations.count / max(1, style.width))
    let next =
      switch key {
      case .home: 0
      case .end: last
      case .right: min(last, here + step)
      default: max(0, here - step)
      }
    view.chosen = next == last ? nil : iterations[next].number
  }

  func toldChoice(_ view: TrainingView) -> String? {
    let iterations = view.progress.record.iterations
    guard view.isOver, let chosen = view.chosen,
      let index = iterations.lastIndex(where: { $0.number == chosen })
    else { return nil }
    return iterations[index].told(
      after: index > 0 ? iterations[index - 1] : nil, study.lesson.style)
  }

  mutating func open(_ view: TrainingView) -> [Effect] {
    guard view.isOver, let latest = view.progress.latest else {
      message = "A point of the curve opens when the training has ended; x stops it."
      return []
    }
    return look(at: view.chosen ?? latest.number, of: view.plan, from: .training(view))
  }

  // MARK: - To an iteration and back

  /// Opens the cost of an iteration. Where the lesson has other numbers it is asked for those.
  mutating func look(at iteration: Int, of place: Int, from origin: Mode) -> [Effect] {
    let plan = study.lesson.plans[place]
    if plan.found?.iteration == iteration {
      openCost(of: place, from: origin)
      return []
    }
    var view = TrainingView(
      plan: place, progress: SearchProgress(all: iteration, theta: plan.start))
    view.lookingFrom = origin
    mode = .training(view)
    return [.train(.look(plan: place, iteration: iteration))]
  }

  private mutating func openCost(of place: Int, from origin: Mode) {
    let plan = study.lesson.plans[place]
    mode = origin
    guard let number = plan.openedCost else { return }
    let remark = plan.origin(study.lesson.style, back: Command.restore.name(.keys))
    mode = .opening([OpenedNumber(number, in: study.lesson, remark: remark)], from: origin)
  }

  /// The lesson with the numbers that were asked for.
  package mutating func look(_ lesson: Lesson) {
    guard case .training(let view) = mode, let origin = view.lookingFrom else { return }
    take(lesson)
    message = nil
    openCost(of: view.plan, from: renewed(origin))
  }

  /// The lesson with what was found, after numbers of iterations were looked at.
  package mutating func lookAtLast(_ lesson: Lesson) {
    let said = message.map { $0 + " " } ?? ""
    take(lesson)
    mode = renewed(mode)
    message = said + "The numbers are those of the last iteration again."
  }

  /// Where one was, for the numbers cannot be had.
  package mutating func stay(saying reason: String) {
    guard case .training(let view) = mode, let origin = view.lookingFrom else { return }
    mode = origin
    message = reason
  }

  /// The same with the numbers of the lesson as it is now.
  private func renewed(_ mode: Mode) -> Mode {
    switch mode {
    case .picture(let old):
      guard let shown = pictureHere else { return .reading }
      var cursor = old
      cursor.shown = shown
      return .picture(cursor)
    case .opening(_, let origin): return renewed(origin)
    case .training: return mode
    default: return .reading
    }
  }

  /// Whether the lesson has numbers of an iteration that is looked at.
  var isLookingBack: Bool { study.lesson.plans.contains { $0.found?.last != nil } }

  /// The key that goes back from there.
  var keysBack: [(String, String)] {
    isLookingBack ? [(Command.restore.entry.key, Command.restore.entry.brief)] : []
  }

  /// All givens as they were, and what trainings have found.
  mutating func restore() -> [Effect] {
    guard isLookingBack else {
      return change { study throws(Study.Refusal) in try study.giveBack() }
    }
    let changed =
      study.givens.isEmpty
      ? [] : change { study throws(Study.Refusal) in try study.giveBack() }
    return changed + [.train(.lookAtLast)]
  }

  /// What trainings have found, where the numbers are of an iteration.
  mutating func restoreTraining() -> [Effect] {
    guard isLookingBack else {
      message = "The numbers are those of the last iteration."
      return []
    }
    return [.train(.lookAtLast)]
  }

  // MARK: - Meanwhile

  /// Only leaving it means something meanwhile.
  mutating func wait(_ key: Key, _ view: TrainingView, from origin: Mode) -> [Effect] {
    switch key {
    case "q": return [.quit]
    case .escape, .backspace, "x":
      mode = origin
      message = "Stopped. The lesson has the numbers that it had."
      return [.train(.stop)]
    default:
      message =
        "The training is done once more, up to iteration \(view.progress.all). Esc stops it."
      return []
    }
  }

  func waiting(_ view: TrainingView) -> String {
    "the training is done once more, up to iteration \(view.progress.all)"
  }
}
