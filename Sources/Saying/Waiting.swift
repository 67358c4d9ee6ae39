import Kernels
import Learning
package import Lessons
import Matrices

extension Shown {
  /// What a question waits for.
  package enum Wanted: Sendable, Equatable {
    /// One of so many numbers, or several of them.
    case choices(of: Int, isOne: Bool)
    /// The numbers of the lines in order; how many there are.
    case order(of: Int)
    case line(of: Int)
    case shape, formula, number
    case vector, matrix
  }
}

extension Check {
  package var wanted: Shown.Wanted {
    switch kind {
    case .choice(let right, let count): return .choices(of: count, isOne: right.count == 1)
    case .order(let arrangement): return .order(of: arrangement.lines.count)
    case .slip(let run): return .line(of: run.lines.count)
    case .shape: return .shape
    case .formula: return .formula
    case .value:
      let shape = value?.shape ?? .scalar
      return shape.isScalar ? .number : shape.columns == 1 ? .vector : .matrix
    }
  }
}

extension Shown.Wanted {
  /// In words, with an example where its form is not plain.
  ///
  /// - Parameter hasGrid: whether numbers are typed into a grid.
  package func text(hasGrid: Bool) -> String {
    switch self {
    case .choices(let count, true): "the number of one, 1 to \(count)"
    case .choices(let count, false): "the numbers, 1 to \(count)"
    case .order(let count):
      "the numbers in order, such as " + (1...count).map(String.init).joined(separator: " ")
    case .line(let count): "the number of the line with the slip, 1 to \(count)"
    case .shape: "rows by columns, such as 3x2"
    case .formula: "a formula, such as W2' delta3"
    case .number: "a number"
    case .vector where hasGrid, .matrix where hasGrid: "numbers in a grid, which grows as you go"
    case .vector: "numbers, such as 0.1 0.2"
    case .matrix: "[1 2; 3 4], row by row"
    }
  }
}
