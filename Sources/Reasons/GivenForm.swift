import Kernels
import Matrices

extension Double {
  /// Whether it may be a number of things.
  var isCount: Bool { self > 1 && self == rounded() }
}

extension Matrix<Double> {
  /// Whether its numbers pick or count something: what is special of them may be a law.
  var hasForm: Bool {
    !shape.isScalar && elements.allSatisfy { $0 == 0 || $0 == 1 } || isShare || isSymmetric
  }

  var isIdentity: Bool {
    shape.isSquare && !shape.isScalar && self == Matrix(shape: shape) { $0 == $1 ? 1 : 0 }
  }

  private var isShare: Bool {
    !shape.isScalar && elements.allSatisfy { $0 >= 0 }
      && (elements.reduce(0, +) - 1).magnitude < 1e-9
  }

  private var isSymmetric: Bool { shape.isSquare && !shape.isScalar && self == transposed }

  /// Numbers of the same shape and size that have nothing special.
  var withoutForm: Matrix {
    var generator = RandomNumbers(seed: 77)
    let size = Swift.max(largest, 1e-3)
    return map { $0 + size * generator.uniform(in: 0.1...0.5) }
  }
}
