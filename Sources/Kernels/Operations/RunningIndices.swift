package import Matrices

/// An index with the numbers that it runs over: the one of a sum, or one that an equation leaves
/// free.
package struct RunningIndex: Hashable, Sendable {
  /// The letter in LaTeX's spelling.
  package var letter: String
  package var numbers: Range<Int>
}

extension [RunningIndex] {
  /// The number of every index at one of their combinations; the last index goes fastest.
  func numbers(at position: Int) -> [Int] {
    var rest = position
    return reversed().map { index in
      let (outer, own) = rest.quotientAndRemainder(dividingBy: index.numbers.count)
      rest = outer
      return index.numbers.lowerBound + own
    }.reversed()
  }
}

extension Range<Int> {
  /// Those from a number on.
  func from(_ first: Int) -> Range<Int> {
    Swift.max(lowerBound, first)..<Swift.max(upperBound, first)
  }
}

/// Where an index stands in the formula of a sum, or of an equation with free indices. It has no
/// value of its own: what runs is an instance, in which numbers stand in the places of the indices.
package enum Indexed: PrimitiveFamily {
  /// A number by itself, as i in `\sum_i i^2`.
  case number(Place)
  /// Entries picked from what is there; nil takes all rows, or all columns.
  case entries(row: Place?, column: Place?)
  /// What these pick, back in its place, with zeros around it.
  case placed(row: Place?, column: Place?, Shape)

  /// A number, or an index with what is added to it.
  package struct Place: Hashable, Sendable {
    /// In LaTeX's spelling; nil for a number.
    var letter: String?
    package var number: Int

    static func at(_ number: Int) -> Place { Place(letter: nil, number: number) }

    /// - Returns: nil for an index that has no number there.
    func number(_ numbers: [String: Int]) -> Int? {
      letter.map { letter in numbers[letter].map { $0 + number } } ?? number
    }

    func instance(_ numbers: [String: Int]) -> Place {
      number(numbers).map { .at($0) } ?? self
    }
  }

  /// The operation with numbers for indices; as it is while one of its indices has none.
  func instance(_ numbers: [String: Int]) -> Operation {
    switch self {
    case .number(let place):
      guard let number = place.number(numbers) else { return .indexed(self) }
      return .constant(Matrix(Double(number)))
    case .entries(let row, let column):
      return .entries(row: row?.instance(numbers), column: column?.instance(numbers))
    case .placed(let row, let column, let shape):
      let (row, column) = (row?.instance(numbers), column?.instance(numbers))
      return row?.letter == nil && column?.letter == nil
        ? .placement(.placed(row: row?.number, column: column?.number, shape))
        : .indexed(.placed(row: row, column: column, shape))
    }
  }

  var letters: Set<String> { Set(places.compactMap(\.letter)) }

  private var places: [Place] {
    switch self {
    case .number(let place): [place]
    case .entries(let row, let column), .placed(let row, let column, _):
      [row, column].compactMap { $0 }
    }
  }

  // MARK: Shape

  /// Its rows and columns are where it is written.
  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .number: .scalar
    case .entries: nil
    case .placed(_, _, let shape): shape
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    Misfit(summary: "An index picks from \(operands[0].text) what is not there")
  }

  var isEntrywise: Bool {
    switch self {
    case .number: true
    case .entries, .placed: false
    }
  }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> { Matrix(shape: shape) { _, _ in S(.nan) } }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? { nil }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let shape = graph.shape(node, operand: position)
    switch self {
    case .number: return nil
    case .entries(let row, let column):
      return graph.add(.indexed(.placed(row: row, column: column, shape)), [adjoint], shape: shape)
    case .placed(let row, let column, _):
      return graph.add(.indexed(.entries(row: row, column: column)), [adjoint], shape: shape)
    }
  }

  /// A program is made of instances.
  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .number: "index"
    case .entries: "entry"
    case .placed: "entries in their places"
    }
  }

  var presence: Presence {
    switch self {
    case .number: .leaf
    case .entries: .pick
    case .placed: .step
    }
  }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    func text(_ place: Place) -> String { writer.text(place) }
    switch self {
    case .number(let place): return NumPyText(text(place), place.number == -1 ? .atom : .sum)
    case .entries(let row, let column):
      return kernel.nodes[node.operands[0]].shape.isScalar
        ? operands[0]
        : NumPyText(
          operands[0].inside(.atom)
            + Placement.subscripts(row.map(text), column.map(text), node.shape))
    // A derivative is written as the function that is differentiated.
    case .placed: return operands[0]
    }
  }

  // MARK: Words and slips

  static var words: [String: Indexed] { [:] }

  /// The two indices of an entry in the other order, where every such entry is there.
  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard case .entries(let row?, let column?) = self, row.letter != nil, column.letter != nil,
      row != column, expression.operands[0].shape.isSquare
    else { return [] }
    let swapped = Expression(
      .indexed(.entries(row: column, column: row)), expression.operands, shape: expression.shape,
      location: expression.location)
    return maker.change(
      .swappedIndices(of: maker.text(expression)), swapped,
      maker.writer.swappedIndices(expression))
  }
}

extension Operation {
  /// Entries picked by places, of which each is a number or an index that is kept.
  static func entries(row: Indexed.Place?, column: Indexed.Place?) -> Operation {
    row?.letter == nil && column?.letter == nil
      ? .placement(.entries(row: row?.number, column: column?.number))
      : .indexed(.entries(row: row, column: column))
  }
}

extension NumPyWriter {
  /// Python counts from 0, and so do the loops: i stands for the number before.
  mutating func text(_ place: Indexed.Place) -> String {
    guard let letter = place.letter else { return "\(place.number)" }
    let index = names.index(letter)
    return place.number == -1
      ? index
      : place.number < -1 ? "\(index) - \(-1 - place.number)" : "\(index) + \(place.number + 1)"
  }
}
