import Kernels
import Learning
import Lessons
import Notation

/// The equation of the moment, in other spellings.
struct Focus {
  enum Spelling: String { case latex, keyboard, numpy }

  var equation: Equation
  /// The lines of NumPy that compute it.
  var numPy: [String]
  private let keyboard: KeyboardWriter

  /// Of several equations at a stop the last one; at a stop without any the one before.
  init?(_ study: Study) {
    let walk = study.walk
    guard
      let stop = walk.stops.prefix(walk.place.stop + 1).last(where: { !$0.equations.isEmpty }),
      let equation = stop.equations.last
    else { return nil }
    self.equation = equation
    let place = stop.firstEquation + stop.equations.count - 1
    let all = NumPyFile(study.lesson).steps.flatMap(\.equations)
    keyboard = KeyboardWriter(Spellings(study.lesson.workspace))
    numPy = all.indices.contains(place) ? all[place] : []
  }

  /// Empty for what has no such spelling.
  func text(_ spelling: Spelling) -> String {
    switch spelling {
    case .latex: equation.tree.latex
    case .keyboard: keyboard.text(equation.tree) ?? ""
    case .numpy: numPy.joined(separator: "\n")
    }
  }
}
