import Kernels
import Matrices

/// One operation of what the executor runs: on values that no example changes (fixed), as
/// everywhere else; on values of the examples (tiled), which have a row for each of their entries
/// and a column for each example, whatever way they lie in the formula.
struct TiledValue: Hashable {
  enum Kind: Hashable {
    // Fixed.

    case fixed(Operation)
    /// How many examples there are.
    case count
    /// The sum over the examples of products: p×q from p and q rows.
    case contraction
    /// The sums over the examples of each row, as a column.
    case sumOfRows
    case sumOfAll
    case sumOfSquares
    case sumOfMagnitudes

    // Tiled.

    case data(Name)
    case entrywise(Loop)
    /// A fixed matrix times the operand, and a fixed column or number added, if there is a third.
    case product
    case row(Int)
    /// All rows added up, or the largest number of each column: one row.
    case rowsAdded
    case largestRow

    var isTiled: Bool {
      switch self {
      case .fixed, .count, .contraction, .sumOfRows, .sumOfAll, .sumOfSquares, .sumOfMagnitudes:
        false
      case .data, .entrywise, .product, .row, .rowsAdded, .largestRow: true
      }
    }

    /// Whether it ends a pass: it is there when all examples have been through.
    var isReduction: Bool {
      switch self {
      case .contraction, .sumOfRows, .sumOfAll, .sumOfSquares, .sumOfMagnitudes: true
      case .fixed, .count, .data, .entrywise, .product, .row, .rowsAdded, .largestRow: false
      }
    }
  }

  var kind: Kind
  var operands: [Int]
  /// Of a tiled value with one column.
  var shape: Shape

  var isTiled: Bool { kind.isTiled }
  var height: Int { shape.rows }
}

/// What is done entry by entry.
enum Loop: Hashable {
  case add, subtract, multiply, vanishing, divide, maximum, minimum, power
  case choiceOfMaximum, choiceOfMinimum
  case negate, square, copy, logistic
  case function(ElementaryFunction)
  case direction
  case less, atMost, equal
  /// The second operand where the first is not 0, else the third.
  case chosen
  /// a + b c and a − b c in one step, and a (b − b²): the way back through a logistic unit.
  case plusProduct, minusProduct, timesSlope

  var isCommutative: Bool { self == .add || self == .multiply }
}
