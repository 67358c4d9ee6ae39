package import Kernels
package import Matrices
import Questions

extension Lesson {
  /// All live equations, in the order in which they are shown.
  package var equations: [Equation] { steps.flatMap(\.equations) }

  /// The lesson with other values for some of its givens, or for givens of the lessons that it
  /// continues: every number that depends on them, and the verdict on every claim, is new.
  package func giving(_ givens: [Name: Matrix<Double>]) -> Lesson {
    var lesson = self
    var replay = Replay(of: workspace, giving: givens)
    lesson.start = replay.workspace(at: start.moment)
    let new = replay.run(equations)
    var next = 0
    for step in steps.indices {
      for part in steps[step].parts.indices {
        guard case .live(let fence) = steps[step].parts[part] else { continue }
        lesson.steps[step].parts[part] = .live(Array(new[next..<next + fence.count]))
        next += fence.count
      }
    }
    for step in lesson.steps.indices {
      for part in lesson.steps[step].parts.indices {
        switch lesson.steps[step].parts[part] {
        case .check(let check):
          let workspace = replay.workspace(at: check.workspace.moment)
          lesson.steps[step].parts[part] = .check(check.moved(to: workspace))
        case .picture(let picture):
          let workspace = replay.workspace(at: picture.moment)
          lesson.steps[step].parts[part] = .picture(picture.moved(to: workspace))
        case .training(let plan):
          let workspace = replay.workspace(at: plans[plan].workspace.moment)
          lesson.plans[plan] = plans[plan].moved(to: workspace)
        case .prose, .live: break
        }
      }
    }
    lesson.workspace = replay.end()
    return lesson
  }
}
