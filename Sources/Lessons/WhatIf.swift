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
    let (new, outcomes) = replay.run(
      equations, lookingAt: [start.moment] + parts.compactMap { moment(of: $0) })
    func outcome(at moment: Int) -> Replay.Outcome {
      outcomes[moment] ?? replay.outcome(at: moment)
    }
    func moved(_ workspace: Workspace) -> Workspace {
      workspace.taking(outcome(at: workspace.moment))
    }
    lesson.start = moved(start)
    var next = 0
    for step in lesson.steps.indices {
      for part in lesson.steps[step].parts.indices {
        switch lesson.steps[step].parts[part] {
        case .live(let fence):
          lesson.steps[step].parts[part] = .live(Array(new[next..<next + fence.count]))
          next += fence.count
        case .check(let check):
          lesson.steps[step].parts[part] = .check(check.moved(to: moved(check.workspace)))
        case .picture(let picture):
          // A picture may have names that only it knows: it gives them again.
          let workspace = outcome(at: picture.moment).asWorkspace
          lesson.steps[step].parts[part] = .picture(picture.moved(to: workspace))
        case .training(let plan):
          lesson.plans[plan] = plans[plan].moved(to: moved(plans[plan].workspace))
        case .prose: break
        }
      }
    }
    lesson.workspace = lesson.workspace.taking(replay.outcome(at: replay.last))
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
