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
  /// Its values, for every draw.
  private let values: [[Matrix<Dual>]]

  init(_ line: Kernel, after above: Kernel, _ lesson: DrawnLesson) {
    let part = Part(line).withIndicesOpen
    self.lesson = lesson
    self.above = Part(above).withIndicesOpen
    self.line = part
    values = lesson.workspaces.map { part.values(in: World($0)) }
  }

  func mistakes(leadingFrom whole: Part, entersDefinitions: Bool) -> [Mistake] {
    let part = whole.withIndicesOpen
    guard part.ranges == line.ranges else { return [] }
    let mistakes = Mistakes(
      in: part, lesson.workspaces[0], entersDefinitions: entersDefinitions)
    return mistakes.all.filter { leads(from: part, $0) }
  }

  /// Whether the line is another one with its sign turned.
  func isNegative(of whole: Part) -> Bool {
    let part = whole.withIndicesOpen
    return part.ranges == line.ranges
      && zip(lesson.workspaces, values).allSatisfy { workspace, values in
        part.agrees(with: values.map { $0.map { -$0 } }, in: World(workspace))
      }
  }

  /// What the line is times the one above.
  var factor: Double? {
    guard above.ranges == line.ranges else { return nil }
    var pairs: [(Double, Double)] = []
    for (workspace, values) in zip(lesson.workspaces, values) {
      let own = above.values(in: World(workspace))
      for (a, b) in zip(own, values) {
        guard a.shape == b.shape else { return nil }
        pairs += zip(a.elements, b.elements).map { ($0.value, $1.value) }
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

  private func leads(from part: Part, _ mistake: Mistake) -> Bool {
    zip(lesson.workspaces, values).allSatisfy { workspace, values in
      part.agrees(
        with: values, in: World(workspace, making: mistake), variableOf: above)
    }
  }
}

extension Part {
  /// The formula for every number of the indices that an equation leaves free.
  fileprivate var withIndicesOpen: Part {
    operation.tabulation == nil ? self : inside ?? self
  }
}
