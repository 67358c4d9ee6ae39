package import Kernels
package import Matrices

/// Other numbers for the givens of a lesson: like those that its author chose, with few digits, so
/// that the arithmetic stays small.
package struct FreshNumbers {
  private var numbers: RandomNumbers

  package init(seed: UInt64) { numbers = RandomNumbers(seed: seed) }

  package mutating func givens(of workspace: Workspace) -> [Name: Matrix<Double>] {
    var givens: [Name: Matrix<Double>] = [:]
    let shapes = workspace.changeable.map(\.value.shape)
    let sizes = Set(shapes.flatMap { [Double($0.rows), Double($0.columns)] }).subtracting([1])
    for (name, value) in workspace.changeable {
      // What counts the columns, as m does the examples, counts them still.
      if value.shape.isScalar, sizes.contains(value.elements[0]) { continue }
      givens[name] = Self.simplified(numbers.like(value), like: value)
    }
    return givens
  }

  /// One or two digits each; what was whole stays whole, what was not 0 does not become 0, and a
  /// fraction of 1 stays one.
  private static func simplified(
    _ drawn: Matrix<Double>, like given: Matrix<Double>
  ) -> Matrix<Double> {
    if !given.shape.isScalar, given.elements.allSatisfy({ $0 == 0 || $0 == 1 }) { return given }
    let isWhole = given.elements.allSatisfy { $0 == $0.rounded() }
    let largest = given.largest
    let unit =
      isWhole ? 1 : Double.pow(10, (Double.log(largest / 4) / Double.log(10)).rounded(.down))
    let isFraction = largest < 1
    return drawn.map { value in
      let rounded = (value / unit).rounded()
      let kept = rounded == 0 ? (value < 0 ? -1 : 1) : rounded
      // A product with the unit would bring rounding into view: 3 · 0.1.
      let small = unit < 1 ? kept / (1 / unit).rounded() : kept * unit
      return isFraction && small >= 1 ? 1 - unit : small
    }
  }
}

extension Kernel {
  /// Whether one can work it out by hand: nothing on the way is large.
  package func staysSmall(in workspace: Workspace) -> Bool {
    run(in: Scope<Double>(workspace)).allSatisfy { value in
      value.elements.allSatisfy { $0.isFinite && $0.magnitude < 100 }
    }
  }
}
