package import Kernels
package import Learning
import Lessons
package import Matrices
import Questions

/// The values that names have where one is: those of the formula there first, then the givens, then
/// what was computed, the latest first.
package struct CurrentValues: Sendable {
  package struct Row: Sendable {
    package var name: Name
    package var value: Matrix<Double>
    package var isGiven: Bool
    /// Whether it is another one than in the lesson.
    package var isChanged: Bool
    /// Whether the question there is answered with it.
    package var isAskedFor: Bool
  }

  package private(set) var rows: [Row] = []

  package init(_ study: inout Study) {
    guard let stop = study.walk.stop else { return }
    let equations = study.equations
    let isDone = study.walk.isRevealed
    let here = stop.firstEquation..<stop.firstEquation + stop.equations.count
    let done = isDone ? here.upperBound : here.lowerBound
    let (values, inLesson) = study.values(before: done)
    let asked = Set(stop.check.map { $0.question.needed(in: $0.workspace) } ?? [])
    let own = stop.equations.reduce(into: asked) { names, equation in
      for side in equation.sides { names.formUnion(side.kernel.names) }
    }
    var known: Set<Name> = []
    let later = equations[..<done].flatMap(\.names).reversed().filter { known.insert($0).inserted }
    let earlier = values.keys.filter { !known.contains($0) }.sorted { $0.latex < $1.latex }
    let all = (earlier + later.reversed()).filter { own.contains($0) }
    let givens = later.filter { !own.contains($0) && study.given($0) != nil }
    let rest = later.filter { !own.contains($0) && study.given($0) == nil }
    for name in all + givens + rest where name.arguments.isEmpty && !name.isDerivative {
      guard let value = values[name] else { continue }
      rows.append(
        Row(
          name: name, value: value, isGiven: study.given(name) != nil,
          isChanged: inLesson[name] != value, isAskedFor: asked.contains(name)))
    }
  }
}
