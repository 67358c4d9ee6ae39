import Matrices
package import Notation

/// A sum, product or extremum over an index: the operands are its body for every number in turn.
package struct Fold: CompositeFamily {
  package enum Kind: Hashable, Sendable {
    case sum, product
    case extremum(Extremum)
  }

  package var kind: Kind
  /// The letter in LaTeX's spelling.
  package var index: String
  package var numbers: [Int]
  /// A short body is kept as it reads for each number.
  package var bodies: [MathTree]

  /// Whether the terms are numbers where it is written; inside a function of a number they are that,
  /// whatever it is applied to.
  package var isOfNumbers: Bool

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    switch kind {
    case .sum, .extremum: Set(operands).count == 1 ? operands[0] : nil
    case .product:
      operands.dropFirst().reduce(operands.first) { $0?.multiplied(by: $1) }
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    let letter = Name(index).shown
    if kind == .product { return misfit(ofFactors: operands, letter) }
    let odd = operands.firstIndex { $0.shape != operands[0].shape } ?? 0
    return Misfit(
      summary: "The terms differ in shape: \(operands[0].shape) for \(letter) = \(numbers[0]), "
        + "\(operands[odd].shape) for \(letter) = \(numbers[odd])",
      help: "Every term of one sum needs the same shape.")
  }

  /// The first two neighbours that cannot be multiplied.
  private func misfit(ofFactors operands: [Operand], _ letter: String) -> Misfit {
    var shape = operands[0].shape
    for (position, operand) in operands.enumerated().dropFirst() {
      guard let product = shape.multiplied(by: operand.shape) else {
        return Misfit(
          summary: "The factors cannot be multiplied: \(shape) up to \(letter) = "
            + "\(numbers[position - 1]), and \(operand.shape) for \(letter) = \(numbers[position])",
          help: "A matrix product needs as many columns on the left (\(shape.columns)) as rows on "
            + "the right (\(operand.shape.rows)).")
      }
      shape = product
    }
    return Misfit(summary: "These factors cannot be multiplied")
  }

  var isEntrywise: Bool { isOfNumbers }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    operands.dropFirst().reduce(operands[0]) { left, right in
      switch kind {
      case .sum: left.combined(with: right, +)
      case .product: isOfNumbers ? left.combined(with: right, *) : left.multiplied(by: right)
      case .extremum(.maximum): left.combined(with: right, S.maximum)
      case .extremum(.minimum): left.combined(with: right) { -S.maximum(-$0, -$1) }
      }
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    .tooLarge
  }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    switch kind {
    case .sum: return graph.sum(operands)
    case .product:
      return operands.dropFirst().reduce(operands[0]) { left, right in
        isOfNumbers ? graph.hadamard(left, right) : graph.product(left, right)
      }
    case .extremum(let extremum):
      return operands.dropFirst().reduce(operands[0]) { left, right in
        graph.add(.entrywise(.extremum(extremum)), [left, right])
      }
    }
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    let all = Array(0..<entry.count)
    switch kind {
    case .sum: return .total(all.map { (.plus, entry.operand($0)) })
    case .product:
      if isOfNumbers || all.count == 1 { return .multiplied(all.map(entry.operand)) }
      return entry.chain(all)
    case .extremum(let extremum): return .extremum(extremum, all.map(entry.operand))
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> String {
    let word =
      switch kind {
      case .sum: "sum"
      case .product: "product"
      case .extremum(let extremum): extremum.label
      }
    return "\(word) over \(Name(index).shown)"
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let texts = operands.map(\.text)
    let list = texts.joined(separator: ", ")
    switch kind {
    case .sum:
      let loop = NumPyWriter.comprehension(texts, numbers).map { "\($0.body) for \($0.head)" }
      return NumPyText("sum(\(loop ?? "[\(list)]"))")
    case .product:
      return kernel.nodes[node.operands[0]].shape.isScalar
        ? NumPyText("np.prod([\(list)])")
        : NumPyText(operands.map { $0.inside(.sign) }.joined(separator: " @ "), .product)
    case .extremum(let extremum): return NumPyText("np.\(extremum.word)([\(list)], axis=0)")
    }
  }

  // MARK: Words and slips

  static var words: [String: Fold] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch kind {
    case .product, .extremum: return []
    case .sum:
      let count = Expression(
        .constant(Matrix(Double(numbers.count))), shape: .scalar, location: expression.location)
      let mean = Expression(
        .entrywise(.quotient), [expression, count], shape: expression.shape,
        location: expression.location)
      return maker.change(
        .meanForSum, "You took the mean; it is the sum.", mean,
        maker.writer.divided(expression, by: numbers.count))
        + (maker.wrongAxis(expression, self).map { [$0] } ?? [])
    }
  }
}
