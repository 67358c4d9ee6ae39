import Kernels
import Lessons
import TestSupport
import Testing

@testable import Reasons

/// Worlds that are run side by side do not know of each other.
struct `Worlds side by side` {
  /// In one of them a factor may vary that stands still in the next.
  @Test(arguments: ["05-hidden-error", "10-rho-hat-gradient", "18-linear"])
  func `need the laws that each needs by itself`(name: String) throws {
    let lesson = try #require(Repository.allLessons["lessons/\(name).md"])
    for equation in lesson.equations where equation.isDerivation {
      let kernels = equation.sides.map(\.kernel)
      let drawn = DrawnLesson(lesson.workspace, at: equation.sides[0].moment, where: kernels)
      for (above, line) in zip(kernels, kernels.dropFirst()) {
        let inference = Inference(before: Part(above), after: Part(line))
        let occurring = Occurrences([above, line], drawn.workspaces[0]).laws
        let laws = occurring.sorted { "\($0)" < "\($1)" }
        let alone = Set(laws.filter { drawn.needed([$0], by: inference).contains($0) })
        for start in stride(from: 0, to: laws.count, by: 3) {
          let turned = Array(laws[start...] + laws[..<start])
          #expect(drawn.needed(turned, by: inference) == alone, "\(above) and \(line)")
        }
      }
    }
  }
}
