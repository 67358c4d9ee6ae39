import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

struct `Copied formulas` {
  /// The value of what was copied and typed again.
  private func value(_ tree: MathTree?, _ file: SourceFile, _ workspace: Workspace) -> [Double]? {
    tree.flatMap { EquationReader.value(of: $0, in: file, workspace).value?.elements }
  }

  @Test(arguments: Repository.lessonPaths)
  func `the keyboard spelling of a formula is read as the same formula`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let spellings = Spellings(lesson.workspace)
    var failing: [String] = []
    var count = 0
    for equation in lesson.equations where equation.free.isEmpty {
      for side in equation.sides where side.moment == lesson.workspace.moment || !side.isWrittenOut
      {
        guard let text = KeyboardWriter(spellings).text(side.tree) else { continue }
        let file = SourceFile(path: "typed", bytes: Array(text.utf8))
        guard let known = value(side.tree, lesson.file, lesson.workspace) else { continue }
        count += 1
        let typed = value(spellings.read(file).lines.first, file, lesson.workspace)
        if typed != known { failing.append(text) }
      }
    }
    #expect(failing == [], "\(failing.count) of \(count)")
    #expect(count > 3)
  }
}
