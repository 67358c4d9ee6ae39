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
    let parts = steps.flatMap(\.parts)
    let (new, workspaces) = replay.run(
      equations, lookingAt: [start.moment] + parts.compactMap { moment(of: $0) })
    func values(at moment: Int) -> Workspace { workspaces[moment] ?? replay.workspace(at: moment) }
    lesson.start = values(at: start.moment)
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
          let workspace = values(at: check.workspace.moment)
          lesson.steps[step].parts[part] = .check(check.moved(to: workspace))
        case .picture(let picture):
          let workspace = values(at: picture.moment)
          lesson.steps[step].parts[part] = .picture(picture.moved(to: workspace))
        case .training(let plan):
          let workspace = values(at: plans[plan].workspace.moment)
          lesson.plans[plan] = plans[plan].moved(to: workspace)
        case .prose, .live: break
        }
      }
    }
    lesson.workspace = replay.end()
    return lesson
  }

  /// When a part that has numbers of its own comes.
  private func moment(of part: Part) -> Int? {
    switch part {
    case .check(let check): check.workspace.moment
    case .picture(let picture): picture.moment
    case .training(let plan): plans[plan].workspace.moment
    case .prose, .live: nil
    }
  }
}
