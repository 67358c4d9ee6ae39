import Learning
import Lessons
import Screens
import Terminal
import Training

/// Training on the full screen: it goes on elsewhere, and is looked at ten times a second.
extension FullScreenWalk {
  /// How a training stands that goes on, or has ended while one was here.
  struct Trainings {
    var run: TrainingRun?
    /// Which of the lesson's plans it is.
    var plan = 0
    /// The last progress of each plan in this sitting, with the plan as it was then.
    var last: [Int: Last] = [:]
    /// What was found in this sitting, by the key of the plan as the lesson has it.
    var found: [String: StoredMinimum] = [:]
    /// Of which an earlier iteration is looked at, by the same key.
    var lookedAt: [String: StoredMinimum] = [:]
    /// When to look again.
    var due = ContinuousClock.now

    struct Last {
      var progress: SearchProgress
      /// Of the plan that led there.
      var key: String
      /// Whether numbers were changed on the way.
      var isMixed: Bool
    }
  }

  private static let betweenLooks = Duration.milliseconds(100)
  /// A line to a terminal far away may carry no more bytes a second.
  private static let mostBytes = 20_000

  /// How many milliseconds to wait for a key; nil while nothing moves.
  var patience: Int32? {
    guard trainings.run != nil else { return nil }
    let (seconds, attoseconds) = (trainings.due - ContinuousClock.now).components
    return Int32(max(0, seconds * 1000 + attoseconds / 1_000_000_000_000_000) + 1)
  }

  /// What was written has to get through before there is more.
  mutating func rest(after bytes: Int) {
    let sending = Duration.microseconds(bytes * 1_000_000 / Self.mostBytes)
    trainings.due = ContinuousClock.now + max(Self.betweenLooks, sending)
  }

  /// Reads the lesson with what was found, in this sitting or before.
  var lessonReader: LessonReader {
    let cache = TrainingCache(session.surroundings)
    let found = trainings.found.merging(trainings.lookedAt) { _, lookedAt in lookedAt }
    return LessonReader(session.files) { plan in
      found.isEmpty ? cache.minimum(plan) : found[plan.key] ?? cache.minimum(plan)
    }
  }

  mutating func perform(_ request: TrainingRequest) {
    switch request {
    case .begin(let place, let isAnew): begin(place, isAnew: isAnew)
    case .order(let orders): trainings.run?.order(orders)
    case .goOn(let place, let orders):
      leaveRun()
      let plan = reader.study.lesson.plans[place]
      guard var progress = trainings.last[place]?.progress else {
        return begin(place, isAnew: true)
      }
      let isSame = trainings.last[place]?.key == plan.key
      // Where it ends with other numbers nobody has said: as many again.
      if !isSame { progress.all = (progress.latest?.number ?? 0) + plan.iterations }
      start(plan, place, from: progress, isOfPlan: isSame, orders)
    case .look(let place, let iteration): look(at: iteration, of: place)
    case .lookAtLast: lookAtLast()
    case .stop:
      let place = trainings.plan
      guard let run = trainings.run else { return }
      leaveRun()
      guard run.last == nil, var progress = trainings.last[place]?.progress else { return }
      progress.state = .ended(.stopped)
      trainings.last[place]?.progress = progress
      reader.watch(progress)
      keep(StoredMinimum(leaving: progress), run)
    }
  }

  private mutating func begin(_ place: Int, isAnew: Bool) {
    leaveRun()
    trainings.plan = place
    let plan = reader.study.lesson.plans[place]
    if !isAnew {
      if let last = trainings.last[place], last.key == plan.key {
        reader.watch(last.progress)
        return
      }
      let own = reader.study.original.plans[place]
      let isUnchanged = own.key == plan.key
      let cache = TrainingCache(session.surroundings)
      if let known = isUnchanged ? lastFound(of: own) : cache.minimum(plan) {
        let progress = SearchProgress(known, all: plan.iterations)
        if known.isDone {
          trainings.last[place] = Trainings.Last(progress: progress, key: plan.key, isMixed: false)
          reader.watch(progress)
        } else {
          start(plan, place, from: progress, isOfPlan: true, SearchOrders())
        }
        return
      }
    }
    trainings.last[place] = nil
    start(plan, place, from: nil, isOfPlan: true, SearchOrders())
  }

  private mutating func start(
    _ plan: TrainingPlan, _ place: Int, from progress: SearchProgress?, isOfPlan: Bool,
    _ orders: SearchOrders
  ) {
    let (files, path, givens) = (session.files, path, reader.study.givens)
    let found = lessonReader.trained
    trainings.plan = place
    trainings.run = TrainingRun(
      plan, goingOnFrom: progress, isOfPlan: isOfPlan && isWhole(place, progress), orders,
      threads: session.surroundings.processors
    ) {
      guard let path else { return nil }
      let lesson = LessonReader(files, showingAllData: true, trained: found).lesson(at: path)
      let own = givens.isEmpty ? lesson : lesson.giving(givens)
      return own.plans.dropFirst(place).first
    }
    session.surroundings.screen.keepsSomething(true)
  }

  /// Whether nothing was changed on the way so far.
  private func isWhole(_ place: Int, _ progress: SearchProgress?) -> Bool {
    progress == nil || trainings.last[place]?.isMixed != true
  }

  /// Looks how it goes, at most ten times a second.
  mutating func look() {
    guard let run = trainings.run else { return }
    let progress = run.progress
    let isOver =
      switch progress.state {
      case .preparing, .running: false
      case .ended, .impossible: true
      }
    guard isOver || ContinuousClock.now >= trainings.due else { return }
    rest(after: 0)
    reader.watch(progress)
    guard isOver else { return }
    leaveRun()
    if run.last == nil { keep(run.ending, run) } else { arrive(run) }
  }

  /// What has been found so far is known, and nobody waits for the rest.
  private mutating func leaveRun() {
    guard let run = trainings.run else { return }
    run.stop()
    if run.last == nil {
      trainings.last[trainings.plan] = Trainings.Last(
        progress: run.progress, key: run.plan.key, isMixed: !run.isOfPlan)
    }
    trainings.run = nil
    session.surroundings.screen.keepsSomething(false)
  }

  /// Where one leaves the lesson while it goes on.
  mutating func keepWhatWasFound() {
    guard let run = trainings.run else { return }
    leaveRun()
    guard
      let found = trainings.last[trainings.plan].flatMap({ StoredMinimum(leaving: $0.progress) }),
      run.isOfPlan, run.last == nil
    else { return }
    _ = TrainingCache(session.surroundings).keep(found, of: run.plan)
  }

  private mutating func keep(_ found: StoredMinimum?, _ run: TrainingRun) {
    guard let found, let path else { return }
    var ending = "it is kept"
    if run.isOfPlan {
      if let problem = TrainingCache(session.surroundings).keep(found, of: run.plan) {
        ending = "it cannot be kept for another day (\(problem))"
      }
    } else {
      ending = "it is kept until you leave, for numbers were changed on the way"
    }
    let key = reader.study.original.plans[trainings.plan].key
    trainings.found[key] = found
    trainings.lookedAt[key] = nil
    let lesson = session.computing { numbered(lessonReader.lesson(at: path)) }
    reader.take(lesson, saying: ending)
  }
}
