import Kernels

/// A lesson as NumPy: for every equation the lines that compute it, and the whole as one Python
/// file that checks the lesson's claims.
package struct NumPyFile: Sendable {
  /// The lines of each equation, step by step. The first of them may be helpers; the last is its
  /// own.
  package private(set) var steps: [(title: String, equations: [[String]])] = []
  /// What stands before them: the import, and values from the lesson that this one continues.
  package private(set) var head: [String]

  package init(_ lesson: Lesson) {
    var writer = NumPyWriter(lesson.workspace)
    head = NumPyWriter.header + writer.givens(lesson.start) + writer.givens(lesson.shownData)
    for step in lesson.steps {
      var equations: [[String]] = []
      for case .live(let fence) in step.parts {
        for (index, equation) in fence.enumerated() {
          let next = fence[(index + 1)...].first { $0.ruleLetter == nil }
          equations.append(writer.lines(equation, next: next))
        }
      }
      steps.append((step.title, equations))
    }
  }

  package var text: String {
    var text = head.joined(separator: "\n") + "\n"
    for step in steps where step.equations.contains(where: { !$0.isEmpty }) {
      if !step.title.isEmpty { text += "\n\(NumPyWriter.comment(step.title))\n" }
      for lines in step.equations.joined() { text += lines + "\n" }
    }
    return text
  }
}
