import Matrices
import SourceText

/// Where an entry of a value stands, with the shapes of the operands.
struct EntryPlace {
  /// From 0.
  var row: Int
  var column: Int
  /// Of the value.
  var shape: Shape
  /// Of the operands.
  var shapes: [Shape]
}

/// An entry of an operation's value, to be taken apart: what an operation makes it from. The
/// entries of its operands are formulas already.
struct EntryReader {
  let number: OpenNumber
  private let inner: (OpenNumber) -> ScalarFormula

  init(_ number: OpenNumber, _ inner: @escaping (OpenNumber) -> ScalarFormula) {
    self.number = number
    self.inner = inner
  }

  var row: Int { number.row }
  var column: Int { number.column }
  var value: Double { number.value }
  var shape: Shape { number.frame.values[number.node].shape }

  /// How many operands there are.
  var count: Int { number.frame.kernel.nodes[number.node].operands.count }

  func shape(_ position: Int) -> Shape { number.shape(position) }

  /// The entry of an operand that stands where this entry does; a single number or column meets
  /// every entry.
  func operand(_ position: Int) -> ScalarFormula { inner(number.operand(position)) }

  func operand(_ position: Int, _ row: Int, _ column: Int) -> ScalarFormula {
    inner(number.operand(position, row, column))
  }

  /// All entries of an operand, row by row.
  func entries(of position: Int) -> [ScalarFormula] {
    let shape = shape(position)
    return (0..<shape.count).map { operand(position, $0 / shape.columns, $0 % shape.columns) }
  }

  /// The entry of a term that stands where this entry does.
  func term(_ position: Int, of terms: Terms) -> ScalarFormula {
    let whole = whole(term: position, of: terms)
    let shape = whole.value.shape
    return inner(whole.number(shape.rows == 1 ? 0 : row, shape.columns == 1 ? 0 : column))
  }

  /// A term as what a name stands for.
  func whole(term position: Int, of terms: Terms) -> KernelRun.Local {
    number.frame.inner(terms.kernel(position), locals: number.frame.locals).whole
  }

  /// An operand as what a name stands for.
  func whole(_ position: Int) -> KernelRun.Local {
    number.frame.whole(number.frame.kernel.nodes[number.node].operands[position])
  }

  private static let left = Name("\\text{left}")
  private static let right = Name("\\text{right}")

  /// An entry of the matrix product of some operands: a row of the product of all but the last, by
  /// a column of the last.
  func chain(_ factors: [KernelRun.Local]) -> ScalarFormula {
    func product(_ factors: ArraySlice<KernelRun.Local>) -> KernelRun.Local {
      guard let b = factors.last, factors.count > 1 else { return factors[factors.startIndex] }
      let a = product(factors.dropLast())
      let kernel = Kernel(
        Expression(
          .product(.matrix),
          [
            Expression(.leaf(.name(Self.left)), shape: a.value.shape, location: .nowhere),
            Expression(.leaf(.name(Self.right)), shape: b.value.shape, location: .nowhere),
          ], shape: Shape(a.value.shape.rows, b.value.shape.columns), location: .nowhere))
      let product = number.frame.inner(kernel, locals: [Self.left: a, Self.right: b])
      return product.whole
    }
    return inner(product(factors[...]).number(row, column))
  }
}
