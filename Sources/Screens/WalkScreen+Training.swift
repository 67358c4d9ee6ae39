import Kernels
import Learning
package import Lessons
import Matrices
import Notation
import Pictures
import Questions
import Saying
import SourceText
package import Training
import Typesetting

/// What a screen asks to become of a training, which goes on elsewhere. A screen is told by `watch`
/// how it goes.
package enum TrainingRequest: Equatable, Sendable {
  /// Shows what was found before, or goes on from there; else, and anew, begins.
  case begin(plan: Int, isAnew: Bool)
  case order(SearchOrders)
  /// Goes on from where it is, with the givens as they are now.
  case goOn(plan: Int, SearchOrders)
  /// Stops it, and keeps what was found.
  case stop
  /// Does it once more up to an iteration, for the numbers that it had there.
  case look(plan: Int, iteration: Int)
  /// What was found, after numbers of iterations were looked at.
  case lookAtLast
}

/// A training on the screen.
struct TrainingView: Sendable {
  var plan: Int
  var progress: SearchProgress
  var orders = SearchOrders()
  var view = TrainingTypesetter.View.both
  var isLogarithmic = false
  /// What became of what was found.
  var ending = ""
  /// The iteration that is chosen on the curve, once it is over; nil for the last.
  var chosen: Int?
  /// Where it only goes for the numbers of an iteration: from where one goes there.
  var lookingFrom: WalkScreen.Mode?

  var isOver: Bool {
    switch progress.state {
    case .preparing, .running: false
    case .ended, .impossible: true
    }
  }
}

extension WalkScreen {
  /// Whether a training is at hand: at its place, and where the lesson begins.
  var offersTraining: Bool {
    !study.lesson.plans.isEmpty
      && (trainingHere != nil || study.walk.place == Walk.Place())
  }

  /// The last training on the page.
  private var trainingHere: Int? {
    let stops = study.walk.stops.prefix(study.walk.place.stop + 1)
    return stops.last { $0.step == study.walk.stop?.step && $0.training != nil }?.training
  }

  /// The training on the page, else the first that is not done, else the first.
  mutating func beginTraining() -> [Effect] {
    let plans = study.lesson.plans
    guard !plans.isEmpty else {
      message = "This lesson trains nothing."
      return []
    }
    let place =
      trainingHere ?? plans.firstIndex { $0.found?.isDone != true } ?? 0
    let plan = plans[place]
    // Who leaves it is where it stands in the lesson.
    if let stop = study.walk.stops.firstIndex(where: { $0.training == place }),
      trainingHere != place
    {
      go(to: Walk.Place(stop: stop))
    }
    mode = .training(
      TrainingView(
        plan: place, progress: SearchProgress(all: plan.iterations, theta: plan.start)))
    return [.train(.begin(plan: place, isAnew: false))]
  }

  /// How the training goes.
  package mutating func watch(_ progress: SearchProgress) {
    switch mode {
    case .training(var view):
      view.progress = progress
      mode = .training(view)
    case .input(.setting(let place, var view), let text):
      view.progress = progress
      mode = .input(.setting(place, of: view), text: text)
    default: break
    }
  }

  /// The lesson with what was found, and what became of it.
  package mutating func take(_ lesson: Lesson, saying ending: String) {
    take(lesson)
    end(ending)
  }

  mutating func take(_ lesson: Lesson) {
    study.take(lesson)
    scrolls = [:]
    window = nil
    setAll()
    scroll = landing()
  }

  /// What became of what was found.
  package mutating func end(_ ending: String) {
    switch mode {
    case .training(var view):
      view.ending = ending
      mode = .training(view)
      // What was said of the way there would stand in its place.
      message = nil
    case .input(.setting(let place, var view), let text):
      view.ending = ending
      mode = .input(.setting(place, of: view), text: text)
    default: message = ending
    }
  }

  // MARK: - Keys

  mutating func steer(_ key: Key, _ view: TrainingView) -> [Effect] {
    if let origin = view.lookingFrom { return wait(key, view, from: origin) }
    var view = view
    var effects: [Effect] = []
    switch Command.meant(by: key, in: .training) {
    case .move: choose(key, &view)
    case .oneIteration where key == .right && view.chosen != nil: choose(key, &view)
    case .open: return open(view)
    case .restore: return restoreTraining()
    case .close:
      mode = .reading
      return view.isOver ? [] : [.train(.stop)]
    case .pause where view.isOver, .oneIteration where view.isOver: effects = goOn(&view)
    case .pause:
      view.orders.isPaused.toggle()
      view.orders.steps = 0
      effects = [.train(.order(view.orders))]
    case .oneIteration:
      view.orders.steps = view.orders.isPaused ? view.orders.steps + 1 : 1
      view.orders.isPaused = true
      effects = [.train(.order(view.orders))]
    case .faster, .slower:
      let pace = view.orders.pace
      view.orders.pace =
        Command.meant(by: key, in: .training) == .faster ? pace.faster : pace.slower
      effects = [.train(.order(view.orders))]
    case .stopTraining:
      if view.isOver { message = "It has ended." } else { effects = [.train(.stop)] }
    case .beginAnew:
      view.chosen = nil
      view.orders.isPaused = false
      view.orders.steps = 0
      view.ending = ""
      effects = [.train(.begin(plan: view.plan, isAnew: true))]
    case .otherView:
      let all = TrainingTypesetter.View.allCases
      let next = (all.firstIndex(of: view.view) ?? 0) + 1
      view.view = all[next % all.count]
      if study.lesson.plans[view.plan].features(view.progress.theta) == nil {
        view.view = .curve
        message = "Nothing that is searched here has rows that are pictures."
      }
    case .otherScale: view.isLogarithmic.toggle()
    case .otherDots: changeDots()
    case .save: effects = save(view)
    case .change:
      mode = .training(view)
      return ask(0, of: view)
    default:
      switch key {
      case "q": return [.quit]
      case "?":
        message =
          view.isOver
          ? "← → choose an iteration, Enter opens it, 0 begins anew, e changes a number, Esc leaves."
          : "Space pauses, → is one iteration, + and - the pace, x stops, 0 begins anew, e changes "
            + "a number, Esc leaves."
      case .character(let other):
        message = "\(other) does nothing in a training. Esc leaves it."
      default: break
      }
    }
    if case .training = mode { mode = .training(view) }
    return effects
  }

  /// After a stop it goes on; what is done needs other numbers, or to begin anew.
  private mutating func goOn(_ view: inout TrainingView) -> [Effect] {
    guard case .ended(.stopped) = view.progress.state else {
      message = "It has ended. e changes a number and goes on from here; 0 begins anew."
      return []
    }
    view.ending = ""
    view.chosen = nil
    view.orders.isPaused = false
    view.orders.steps = 0
    return [.train(.goOn(plan: view.plan, view.orders))]
  }

  private func save(_ view: TrainingView) -> [Effect] {
    let shown = shown(view)
    return [.save(SavedPicture(shown, curve: view.view == .curve, in: study.lesson))]
  }

  // MARK: - Other numbers

  /// Asks for another value of one of the numbers that the training depends on.
  mutating func ask(_ place: Int, of view: TrainingView) -> [Effect] {
    let settings = study.lesson.plans[view.plan].settings
    guard !settings.isEmpty else {
      message = "The training depends on no number that is given in the lesson."
      mode = .training(view)
      return []
    }
    mode = .input(.setting(place % settings.count, of: view), text: "")
    return []
  }

  func question(_ place: Int, _ view: TrainingView) -> String {
    let settings = study.lesson.plans[view.plan].settings
    guard settings.indices.contains(place) else { return "" }
    let (name, value) = settings[place]
    return "\(name.shown) is \(NumberStyle(decimals: 6).text(value)). New: "
  }

  mutating func set(_ place: Int, of view: TrainingView, to text: String) -> [Effect] {
    mode = .training(view)
    let settings = study.lesson.plans[view.plan].settings
    guard !text.allSatisfy(\.isWhitespace), settings.indices.contains(place) else { return [] }
    let value: Double
    do {
      let typed = try TypedNumbers(text)
      guard typed.values.count == 1 else {
        mode = .input(.setting(place, of: view), text: text)
        message = "One number is wanted."
        return []
      }
      value = typed.values[0]
    } catch {
      mode = .input(.setting(place, of: view), text: text)
      message = error.reason
      return []
    }
    let effects = change { study throws(Study.Refusal) in
      try study.give(settings[place].name, row: 0, column: 0, value)
    }
    guard !effects.isEmpty else { return [] }
    var view = view
    view.ending = ""
    view.chosen = nil
    mode = .training(view)
    return effects + [.train(.goOn(plan: view.plan, view.orders))]
  }

  // MARK: - Drawing

  private func shown(_ view: TrainingView) -> ShownSearch {
    ShownSearch(
      study.lesson.plans[view.plan], view.progress, study.lesson.style, chosen: view.chosen)
  }

  func lines(of view: TrainingView) -> [StyledLine] {
    guard study.lesson.plans.indices.contains(view.plan) else { return [] }
    return TrainingTypesetter(style, height: bodyRows)
      .lines(shown(view), view.view, isLogarithmic: view.isLogarithmic)
  }

  /// How it stands.
  func told(_ view: TrainingView) -> String {
    if view.lookingFrom != nil { return waiting(view) }
    if let told = toldChoice(view) { return told }
    let state: String
    switch view.progress.state {
    case .preparing: state = "the formulas are made ready"
    case .running:
      let pace = view.orders.pace
      state =
        view.orders.isPaused
        ? "paused"
        : "running"
          + (pace == .unbounded ? " as fast as it can" : ", \(pace.rawValue) a second at most")
    case .impossible: state = "the cost has no value on all examples"
    case .ended(let reason):
      state = reason.told(after: view.progress.latest?.number ?? 0)
    }
    return view.ending.isEmpty ? state : "\(state); \(view.ending)"
  }

  func keys(of view: TrainingView) -> [(String, String)] {
    func brief(_ command: Command) -> (String, String) {
      (command.entry.keys[.training]?.first?.name ?? "", command.entry.brief)
    }
    if view.lookingFrom != nil { return [(Key.escape.name, "stop")] }
    let pace = ("+ -", "pace")
    let isStopped = view.progress.state == .ended(.stopped)
    let goOn = (Key.character(" ").name, "go on")
    let goAlong = "\(Key.left.name) \(Key.right.name)"
    let running =
      view.isOver
      ? (isStopped ? [goOn] : []) + [(goAlong, "along the curve"), ("Enter", "open")]
        + keysBack + [brief(.beginAnew)]
      : [
        (Key.character(" ").name, view.orders.isPaused ? "go on" : "pause"), brief(.oneIteration),
        pace, brief(.stopTraining),
      ]
    return running + [brief(.change), brief(.otherView), brief(.otherScale), brief(.save)]
      + [("?", "help"), (Key.escape.name, "leave")]
  }
}
