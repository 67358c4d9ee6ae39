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
    numPy = all.indices.contains(place) ? all[place] : []
  }

  /// NumPy of what computes nothing is empty.
  func text(_ spelling: Spelling) -> String {
    switch spelling {
    case .latex: equation.tree.latex
    case .keyboard: equation.tree.oneLine(ascii: true)
    case .numpy: numPy.joined(separator: "\n")
    }
  }
}
