import Kernels
package import Learning
import Lessons
import Questions
import SourceText
import Typesetting

/// What an author has made of a lesson between two readings of its file.
package struct Revision: Sendable {
  /// The first stop of the new walk that is another one than before; nil where none is.
  package var stop: Int?
  /// Whether an error stands in the step of that stop, so that it is not ready to be looked at.
  package var isBroken: Bool

  package init(from old: Walk, to new: Walk) {
    let (before, after) = (old.stops.map { Text($0, old) }, new.stops.map { Text($0, new) })
    let same = zip(before, after).prefix { $0 == $1 }.count
    stop =
      before == after || after.isEmpty ? nil : min(same, after.count - 1)
    isBroken = Self.hasError(new.lesson, stop.map { new.stops[$0].step })
  }

  /// Whether there is an error in a step; with no step, in any.
  private static func hasError(_ lesson: Lesson, _ step: Int?) -> Bool {
    let lines = lesson.findings.filter { $0.severity == .error }.map { $0.location.position.line }
    guard let step else { return !lines.isEmpty }
    let start = step == 0 ? 0 : lesson.steps[step].line + 1
    let end = step + 1 < lesson.steps.count ? lesson.steps[step + 1].line + 1 : Int.max
    return lines.contains { start <= $0 && $0 < end }
  }

  /// A stop as its author wrote it.
  private struct Text: Equatable {
    var heading: String
    var prose: [String]
    var sources: [String]

    init(_ stop: Walk.Stop, _ walk: Walk) {
      let typesetter = ProseTypesetter(PageStyle(width: 80, ascii: false, hasAttributes: false))
      heading = walk.lesson.steps[stop.step].title
      prose = stop.prose.flatMap { typesetter.lines($0).map(\.text) }
      sources = stop.equations.map(\.location.text)
      if let check = stop.check {
        sources += [check.kindName, check.key] + check.hints + check.known.map(\.message)
      }
      if let picture = stop.picture { sources.append(picture.location.text) }
    }
  }
}
