import Matrices
import SourceText

extension EquationReader {
  /// The value of a given at other sizes: the size itself, or numbers like the given ones in the
  /// shape that is stated. Nil where it stays as it is.
  func resized(_ name: Name, _ value: Matrix<Double>) -> Matrix<Double>? {
    guard !workspace.resizing.isEmpty else { return nil }
    if let size = workspace.resizing[name], size.shape == value.shape { return size }
    guard let stated = workspace.definitions[name], case .shapeOnly = stated.meaning,
      stated.shape != value.shape
    else { return nil }
    var generator = RandomNumbers(seed: RandomNumbers.seed(name.latex))
    let source = Matrix(shape: stated.shape) { row, column in
      value[row % value.shape.rows, column % value.shape.columns]
    }
    return generator.like(source)
  }
}
