package import Kernels
import Matrices
package import SourceText

/// A wrong law with the place where it was followed.
package struct WrongStep: Sendable {
  package var law: WrongLaw
  /// In the line above, or in the one that should have come; nil where it was followed everywhere.
  package var location: Location?
}

extension Reasons {
  /// What was done wrong on the way to a line that does not follow: wrong laws with which the line
  /// above, or the line that should have come, turns into it at all draws. Nearest first, each once.
  ///
  /// - Parameter next: the line that should have stood there, if it is known.
  package static func wrongSteps(
    from above: Kernel, to line: Kernel, insteadOf next: Kernel?, _ lesson: DrawnLesson
  ) -> [WrongStep] {
    let wrong = WrongLine(line, after: above, lesson)
    var steps = wrong.mistakes(leadingFrom: Part(above), entersDefinitions: true).map {
      WrongStep(law: $0.law, location: $0.location)
    }
    if wrong.isNegative(of: Part(above)) { steps.append(WrongStep(law: .sign)) }
    if let next {
      // A two that came with the new line is that of a cross term.
      let isCross = Counts(next).twos > Counts(above).twos && Counts(next).terms > 1
      steps += wrong.mistakes(leadingFrom: Part(next), entersDefinitions: false).map {
        WrongStep(law: isCross && $0.dropsTwo ? .crossTermOnce : $0.law, location: $0.location)
      }
    }
    var seen: Set<WrongLaw> = []
    return steps.filter { seen.insert($0.law).inserted }.enumerated()
      .sorted { ($0.element.law.rank, $0.offset) < ($1.element.law.rank, $1.offset) }
      .map(\.element)
  }

  /// The same, without the places.
  package static func wrongLaws(
    from above: Kernel, to line: Kernel, insteadOf next: Kernel?, _ lesson: DrawnLesson
  ) -> [WrongLaw] {
    wrongSteps(from: above, to: line, insteadOf: next, lesson).map(\.law)
  }
}

extension Reasons {
  /// The number by which a line is too large at all draws, in all entries; nil where there is none.
  package static func factor(
    from above: Kernel, to line: Kernel, _ lesson: DrawnLesson
  ) -> Double? {
    let wrong = WrongLine(line, after: above, lesson)
    return wrong.factor
  }
}

private struct WrongLine {
  private let lesson: DrawnLesson
  private let above: Part
  private let line: Part
  /// Its values at the numbers that are looked at, a lane for every draw.
  private let values: [Matrix<DualLanes>]

  init(_ line: Kernel, after above: Kernel, _ lesson: DrawnLesson) {
    let part = Part(line).withIndicesOpen
    self.lesson = lesson
    self.above = Part(above).withIndicesOpen
    self.line = part
    values = part.values(in: lesson.worlds)
  }

  func mistakes(leadingFrom whole: Part, entersDefinitions: Bool) -> [Mistake] {
    let part = whole.withIndicesOpen
    guard part.ranges == line.ranges else { return [] }
    let mistakes = Mistakes(
      in: part, lesson.workspaces[0], entersDefinitions: entersDefinitions)
    return leading(from: part, mistakes.all)
  }

  /// Whether the line is another one with its sign turned.
  func isNegative(of whole: Part) -> Bool {
    let part = whole.withIndicesOpen
    return part.ranges == line.ranges
      && zip(part.values(in: lesson.worlds), values).allSatisfy { own, value in
        own.comparison(with: value.map { -$0 }).alike == .all
      }
  }

  /// What the line is times the one above.
  var factor: Double? {
    guard above.ranges == line.ranges else { return nil }
    var pairs: [(Double, Double)] = []
    for (a, b) in zip(above.values(in: lesson.worlds), values) {
      guard a.shape == b.shape else { return nil }
      for draw in lesson.workspaces.indices {
        pairs += zip(a.elements, b.elements).map { ($0.values[draw], $1.values[draw]) }
      }
    }
    let size = pairs.map { max($0.0.magnitude, $0.1.magnitude) }.max() ?? 0
    let numbers = pairs.filter { max($0.0.magnitude, $0.1.magnitude) > 1e-9 * size }
      .map { $0.1 / $0.0 }
    guard let first = numbers.first, first.isFinite, first != 0, numbers.count > 1,
      numbers.allSatisfy({ ($0 - first).magnitude < 1e-8 * first.magnitude })
    else { return nil }
    return first
  }

  /// The mistakes that lead from a part to the line at all draws.
  private func leading(from part: Part, _ mistakes: [Mistake]) -> [Mistake] {
    var outOfShape: Set<Int> = []
    var left = Array(mistakes.indices)
    for draw in lesson.workspaces.indices {
      let tried = left
      let values = values.map { value in value.map { $0.lane(draw) } }
      left = lesson.look(
        at: tried.map { World(draw: draw, mistake: mistakes[$0]) }, 0..<part.looks
      ) { worlds, members, look in
        let alike = part.comparison(
          with: values[look], look: look, in: worlds, variableOf: above
        ).alike
        for (lane, world) in members where worlds.outOfShape[lane] {
          outOfShape.insert(tried[world])
        }
        return .!alike .| worlds.outOfShape
      }.map { tried[$0] }
    }
    left += outOfShape.filter { leads(from: part, mistakes[$0]) }
    return left.sorted().map { mistakes[$0] }
  }

  /// Of a mistake that is made in all worlds: what comes out may have any shape.
  private func leads(from part: Part, _ mistake: Mistake) -> Bool {
    let worlds = Worlds(
      lesson.workspaces.indices.map { World(draw: $0, mistake: mistake) }, of: lesson)
    return values.indices.allSatisfy { look in
      part.comparison(with: values[look], look: look, in: worlds, variableOf: above).alike == .all
    }
  }
}

extension Part {
  /// The formula for every number of the indices that an equation leaves free.
  var withIndicesOpen: Part {
    operation.tabulation == nil ? self : inside ?? self
  }
}
