package import Kernels
import Matrices
import SourceText

extension Reasons {
  /// What was done wrong on the way to a line that does not follow: wrong laws with which the line
  /// above, or the line that should have come, turns into it at all draws. Nearest first.
  ///
  /// - Parameter next: the line that should have stood there, if it is known.
  package static func wrongLaws(
    from above: Kernel, to line: Kernel, insteadOf next: Kernel?, _ lesson: DrawnLesson
  ) -> [WrongLaw] {
    let wrong = WrongLine(line, after: above, lesson)
    var laws = wrong.mistakes(leadingFrom: Part(above), entersDefinitions: true).map(\.law)
    if wrong.isNegative(of: Part(above)) { laws.append(.sign) }
    if let next {
      // A two that came with the new line is that of a cross term.
      let isCross = Counts(next).twos > Counts(above).twos && Counts(next).terms > 1
      laws += wrong.mistakes(leadingFrom: Part(next), entersDefinitions: false).map {
        isCross && $0.dropsTwo ? .crossTermOnce : $0.law
      }
    }
    var seen: Set<WrongLaw> = []
    return laws.filter { seen.insert($0).inserted }.enumerated()
      .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }
}

private struct WrongLine {
  private let lesson: DrawnLesson
  private let above: Part
  private let line: Part
  /// Its values, for every draw.
  private let values: [[Matrix<Bent>]]

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
