import Kernels
import SourceText
import Training

/// A lesson as NumPy: for every equation the lines that compute it, and the whole as one Python
/// file that checks the lesson's claims.
package struct NumPyFile: Sendable {
  /// The lines of each equation, step by step. The first of them may be helpers; the last is its
  /// own.
  package private(set) var steps: [(title: String, equations: [[String]])] = []
  /// What training has found, in front of equations of a step by their place in it.
  private var trained: [[Int: [String]]] = []
  /// What stands before them: the import, and values from the lesson that this one continues.
  package private(set) var head: [String]

  package init(_ lesson: Lesson) {
    var writer = NumPyWriter(lesson.workspace)
    head = NumPyWriter.header + writer.givens(lesson.start) + writer.givens(lesson.shownData)
    for step in lesson.steps {
      var equations: [[String]] = []
      var found: [Int: [String]] = [:]
      for part in step.parts {
        switch part {
        case .live(let fence):
          for (index, equation) in fence.enumerated() {
            let next = fence[(index + 1)...].first { $0.ruleLetter == nil }
            equations.append(writer.lines(equation, next: next))
          }
        case .training(let place):
          let plan = lesson.plans[place]
          guard let own = plan.found else { continue }
          let line = plan.location.position.line
          found[equations.count, default: []] +=
            [NumPyWriter.comment("what training has found (line \(line))")]
            + writer.trained(plan.values(own.theta))
        case .prose, .check, .picture: continue
        }
      }
      steps.append((step.title, equations))
      trained.append(found)
    }
  }

  package var text: String {
    var text = head.joined(separator: "\n") + "\n"
    for (step, found) in zip(steps, trained)
    where !found.isEmpty || step.equations.contains(where: { !$0.isEmpty }) {
      if !step.title.isEmpty { text += "\n\(NumPyWriter.comment(step.title))\n" }
      for place in 0...step.equations.count {
        for line in found[place] ?? [] { text += line + "\n" }
        guard step.equations.indices.contains(place) else { continue }
        for line in step.equations[place] { text += line + "\n" }
      }
    }
    return text
  }
}
