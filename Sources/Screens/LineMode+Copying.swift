import Kernels
import Learning
import Notation
import Saying
import SourceText
import Typesetting

/// A formula as another program reads it.
extension LineMode {
  func spelled() -> [StyledLine] {
    let focus = Focus(study)
    guard let focus else { return remark("There is no formula here yet.") }
    return focus.numPy.flatMap(writer.code) + writer.formula(focus.equation.tree)
  }

  func copy(_ rest: String, _ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    guard let focus = Focus(study) else { return remark("There is no formula here yet.") }
    guard let spelling = Focus.Spelling(rawValue: rest.isEmpty ? "latex" : rest.lowercased()) else {
      return remark("copy latex, copy keyboard or copy numpy")
    }
    let text = focus.text(spelling)
    guard !text.isEmpty else {
      return remark("This formula cannot be written so; copy latex always works.")
    }
    effects.append(.copy(text))
    return text.split(separator: "\n").flatMap { writer.code(String($0)) }
  }
}
