package import Kernels
package import Lessons

/// A student's way through a lesson: a place, and the moves from it. A value; going back is exact,
/// because every place is only two numbers.
package struct Walk: Sendable {
  /// One halt on the way: the prose before it, and an equation with its reductions, or a run of
  /// equations that have none (what is given). The last halt of a step may be prose alone.
  package struct Stop: Sendable {
    package var step: Int
    package var prose: [Block]
    package var equations: [Equation]
    /// The reductions of the one equation, each with the side it belongs to.
    package var reductions: [(side: Int, reduction: Reduction)]
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
  package private(set) var place = Place()

  package init(_ lesson: Lesson) {
    self.lesson = lesson
    stops = lesson.steps.indices.flatMap { Self.stops(lesson, step: $0) }
  }

  package var stop: Stop? { stops.indices.contains(place.stop) ? stops[place.stop] : nil }
  package var isAtEnd: Bool {
    place.stop >= stops.count - 1 && place.revealed == (stop?.reductions.count ?? 0)
  }

  // MARK: - Moves; each returns whether there was anywhere to go

  /// The next reduction, or the next stop.
  package mutating func next() -> Bool {
    guard let stop else { return false }
    if place.revealed < stop.reductions.count {
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
      place = Place(
        stop: place.stop - 1, revealed: stops[place.stop - 1].reductions.count)
    } else {
      return false
    }
    return true
  }

  /// All reductions of this equation.
  package mutating func finish() -> Bool {
    guard let stop, place.revealed < stop.reductions.count else { return false }
    place.revealed = stop.reductions.count
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
    let start = stops.firstIndex { $0.step == stop.step } ?? 0
    if place != Place(stop: start) {
      place = Place(stop: start)
      return true
    }
    guard start > 0 else { return false }
    place = Place(stop: stops.firstIndex { $0.step == stops[start - 1].step } ?? 0)
    return true
  }

  /// Goes to a place, cut to what the lesson has: lessons change between two readings.
  package mutating func go(to place: Place) {
    let stop = min(max(0, place.stop), max(0, stops.count - 1))
    let limit = stops.indices.contains(stop) ? stops[stop].reductions.count : 0
    self.place = Place(stop: stop, revealed: min(max(0, place.revealed), limit))
  }

  // MARK: - Cutting a lesson into stops

  private static func stops(_ lesson: Lesson, step: Int) -> [Stop] {
    var stops: [Stop] = []
    var prose: [Block] = []
    func add(_ equations: [Equation], _ reductions: [(Int, Reduction)]) {
      stops.append(
        Stop(step: step, prose: prose, equations: equations, reductions: reductions))
      prose = []
    }
    for part in lesson.steps[step].parts {
      switch part {
      case .prose(let block): prose.append(block)
      case .live(let equations):
        var plain: [Equation] = []
        for equation in equations {
          let reductions = equation.reductions(lesson.style)
          if reductions.isEmpty, equation.claims.isEmpty {
            plain.append(equation)
            continue
          }
          if !plain.isEmpty { add(plain, []) }
          plain = []
          add([equation], reductions)
        }
        if !plain.isEmpty { add(plain, []) }
      }
    }
    if !prose.isEmpty || stops.isEmpty { add([], []) }
    return stops
  }
}
