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

  /// More entries than these are no value of a lesson: it is said before any memory is taken.
  static let mostEntries = 1_000_000

  mutating func isOfReadableSize(_ kernel: Kernel) -> Bool {
    guard let node = kernel.allNodes.first(where: { $0.shape.count > Self.mostEntries }) else {
      return true
    }
    report(
      .formulaTooLong, at: node.location,
      "This is \(node.shape): \(node.shape.count) numbers, and \(Self.mostEntries) are the most",
      help: "Take fewer rows or columns.")
    return false
  }
}
