package import Kernels
package import Lessons
package import Questions
import SourceText

/// A student's way through a lesson: a place, and the moves from it. A value; going back is exact,
/// because every place is only two numbers.
package struct Walk: Sendable {
  /// One halt on the way: the prose before it, and an equation with its reductions, or a run of
  /// equations that have none (what is given). The last halt of a step may be prose alone.
  package struct Stop: Sendable {
    package var step: Int
    package var prose: [Block]
    package var equations: [Equation]
    /// The place of the first of them among the equations of the lesson.
    package var firstEquation: Int
    /// Whether the one equation is reduced here.
    package var isReduced: Bool
    /// A question that can be answered here.
    package var check: Check?
    package var picture: Lesson.Picture?
    /// Which of the lesson's plans for training stands here.
    package var training: Int?
  }

  /// How far one is: a stop, and how many of its reductions are on the screen.
  package struct Place: Hashable, Sendable {
    package var stop = 0
    package var revealed = 0

    package init(stop: Int = 0, revealed: Int = 0) {
      self.stop = stop
      self.revealed = revealed
    }
  }

  package let lesson: Lesson
  package let stops: [Stop]
  package private(set) var place = Place() {
    didSet { if place.stop != oldValue.stop { count = reductionCount(at: place.stop) } }
  }
  /// The number of reductions at this stop.
  private var count = 0

  package init(_ lesson: Lesson) {
    self.lesson = lesson
    var stops: [Stop] = []
    var equations = 0
    for step in lesson.steps.indices {
      stops += Self.stops(lesson, step: step, firstEquation: equations)
      equations += lesson.steps[step].equations.count
    }
    self.stops = stops
    count = reductionCount(at: 0)
  }

  private func reductionCount(at stop: Int) -> Int {
    guard stops.indices.contains(stop), stops[stop].isReduced else { return 0 }
    if let equation = stops[stop].equations.first, equation.isDerivation {
      return equation.claims.count
    }
    // Only their number matters: values of one entry are made faster.
    let style = ValueStyle(lesson.style, rows: 1, cells: 1)
    return stops[stop].equations.first?.reductions(style).count ?? 0
  }

  /// Whether all of this stop is on the screen.
  package var isRevealed: Bool { place.revealed >= count }

  package var stop: Stop? { stops.indices.contains(place.stop) ? stops[place.stop] : nil }
  package var isAtEnd: Bool {
    place.stop >= stops.count - 1 && isRevealed
  }

  // MARK: - Moves; each returns whether there was anywhere to go

  /// The next reduction, or the next stop.
  package mutating func next() -> Bool {
    guard stop != nil else { return false }
    if !isRevealed {
      place.revealed += 1
    } else if place.stop + 1 < stops.count {
      place = Place(stop: place.stop + 1)
    } else {
      return false
    }
    return true
  }

  /// Exactly where one was before `next`.
  package mutating func back() -> Bool {
    if place.revealed > 0 {
      place.revealed -= 1
    } else if place.stop > 0 {
      place = Place(stop: place.stop - 1)
      place.revealed = count
    } else {
      return false
    }
    return true
  }

  /// All reductions of this equation.
  package mutating func finish() -> Bool {
    guard stop != nil, !isRevealed else { return false }
    place.revealed = count
    return true
  }

  package mutating func nextStep() -> Bool {
    guard let stop, let next = stops.firstIndex(where: { $0.step > stop.step }) else {
      return false
    }
    place = Place(stop: next)
    return true
  }

  /// The beginning of this step, or of the one before when one is there already.
  package mutating func previousStep() -> Bool {
    guard let stop else { return false }
    let start = start(of: stop.step) ?? 0
    if place != Place(stop: start) {
      place = Place(stop: start)
      return true
    }
    guard start > 0 else { return false }
    place = Place(stop: self.start(of: stops[start - 1].step) ?? 0)
    return true
  }

  package mutating func toStart() -> Bool {
    guard place != Place() else { return false }
    go(to: Place())
    return true
  }

  /// The last stop, all of it.
  package mutating func toEnd() -> Bool {
    guard !isAtEnd else { return false }
    go(to: Place(stop: stops.count - 1, revealed: Int.max))
    return true
  }

  /// The first stop of a step.
  package func start(of step: Int) -> Int? { stops.firstIndex { $0.step == step } }

  /// The beginning of a step by its number, from 1, as the steps with a heading are counted.
  package func place(ofStep number: Int) -> Place? {
    let named = lesson.namedSteps
    guard named.indices.contains(number - 1) else { return nil }
    return start(of: named[number - 1]).map { Place(stop: $0) }
  }

  /// The same place in another reading of the lesson, such as one with other givens.
  package func moved(to lesson: Lesson) -> Walk {
    var walk = Walk(lesson)
    walk.go(to: place)
    return walk
  }

  /// Goes to a place, cut to what the lesson has: lessons change between two readings.
  package mutating func go(to place: Place) {
    let stop = min(max(0, place.stop), max(0, stops.count - 1))
    self.place = Place(stop: stop)
    self.place.revealed = min(max(0, place.revealed), count)
  }

  // MARK: - Cutting a lesson into stops

  private static func stops(_ lesson: Lesson, step: Int, firstEquation: Int) -> [Stop] {
    var stops: [Stop] = []
    var prose: [Block] = []
    var next = firstEquation
    /// Derivations that are asked for further down, with their places, by where they stand.
    var folded: [Location: (equation: Equation, place: Int)] = [:]
    func add(
      _ equations: [Equation], at place: Int, isReduced: Bool = false, check: Check? = nil,
      picture: Lesson.Picture? = nil, training: Int? = nil
    ) {
      stops.append(
        Stop(
          step: step, prose: prose, equations: equations, firstEquation: place,
          isReduced: isReduced, check: check, picture: picture, training: training))
      prose = []
    }
    let parts = lesson.steps[step].parts
    for (index, part) in parts.enumerated() {
      switch part {
      case .prose(let block): prose.append(block)
      case .check(let check):
        // What is to be derived is shown when that has been tried.
        let answer = check.derivation.flatMap {
          folded.removeValue(forKey: $0.equation.location)
        }
        add([], at: answer?.place ?? next, check: check)
        if let answer { add([answer.equation], at: answer.place, isReduced: true) }
      case .picture(let picture): add([], at: next, picture: picture)
      case .training(let plan): add([], at: next, training: plan)
      case .live(let equations):
        let asked = Set(parts[index...].compactMap { $0.check?.derivation?.equation.location })
        var plain: [Equation] = []
        for equation in equations {
          if asked.contains(equation.location), equation.hasReductions {
            folded[equation.location] = (equation, next + plain.count)
            if !plain.isEmpty { add(plain, at: next) }
            next += plain.count + 1
            plain = []
            continue
          }
          if !equation.hasReductions, equation.claims.isEmpty {
            plain.append(equation)
            continue
          }
          if !plain.isEmpty { add(plain, at: next) }
          next += plain.count
          plain = []
          add([equation], at: next, isReduced: equation.hasReductions)
          next += 1
        }
        if !plain.isEmpty { add(plain, at: next) }
        next += plain.count
      }
    }
    if !prose.isEmpty || stops.isEmpty { add([], at: next) }
    return stops
  }
}
