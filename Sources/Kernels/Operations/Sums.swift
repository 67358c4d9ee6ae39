import Matrices

package enum Sign: Hashable, Sendable { case plus, minus }

/// Sums of terms, and sums of the entries of one value.
package enum Sum: PrimitiveFamily {
  /// Terms with their signs; one term with a minus is a negation. A number meets every entry, a
  /// column every column, a row every row.
  case terms([Sign])
  /// All entries to a number, those of each row to a column, those of each column to a row.
  case entries(Direction)

  package enum Direction: Hashable, Sendable { case all, ofEachRow, ofEachColumn }

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .terms: operands.dropFirst().reduce(operands.first) { $0?.added(to: $1) }
    case .entries(.all): .scalar
    case .entries(.ofEachRow): Shape(operands[0].rows, 1)
    case .entries(.ofEachColumn): Shape(1, operands[0].columns)
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    var shape = operands[0].shape
    var signs: [Sign] = []
    if case .terms(let own) = self { signs = own }
    for (index, operand) in operands.enumerated().dropFirst() {
      if let sum = shape.added(to: operand.shape) {
        shape = sum
        continue
      }
      let done = signs[index] == .plus ? "added" : "subtracted"
      return Misfit(
        summary: "\(operands[index - 1].text) and \(operand.text) cannot be \(done): \(shape) and "
          + "\(operand.shape)",
        help: "Both sides of + and − need one shape; a column also fits every column of a "
          + "matrix with as many rows, and a row every row.", between: (index - 1, index))
    }
    return Misfit(summary: "These terms cannot be added")
  }

  var isEntrywise: Bool {
    switch self {
    case .terms: true
    case .entries: false
    }
  }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .terms(let signs):
      var total = signs[0] == .plus ? operands[0] : operands[0].map { -$0 }
      for (sign, term) in zip(signs, operands).dropFirst() {
        total = sign == .plus ? total.combined(with: term, +) : total.combined(with: term, -)
      }
      return total
    case .entries(let direction): return operands[0].summed(direction)
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    .tooLarge
  }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .terms(let signs): signs[position] == .plus ? adjoint : graph.negated(adjoint)
    case .entries: graph.repeated(adjoint, graph.shape(node, operand: 0))
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? {
    guard case .terms(let signs) = self else { return nil }
    if signs.count == 1 { return [place.negation] }
    guard signs[0] == .plus || place.shapes[0] == place.shape else { return nil }
    var steps: [Program.Step] = []
    var left = place.operand(0)
    if signs[0] == .minus {
      steps.append(place.negation)
      left = place.result
    }
    for position in 1..<signs.count {
      steps.append(
        place.combination(
          signs[position] == .plus ? .add : .subtract, left, place.operand(position))
      )
      left = place.result
    }
    return steps
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    switch self {
    case .terms(let signs): .total(signs.enumerated().map { ($1, entry.operand($0)) })
    case .entries(.all): .total(entry.entries(of: 0).map { (.plus, $0) })
    case .entries(.ofEachRow):
      .total((0..<entry.shape(0).columns).map { (.plus, entry.operand(0, entry.row, $0)) })
    case .entries(.ofEachColumn):
      .total((0..<entry.shape(0).rows).map { (.plus, entry.operand(0, $0, entry.column)) })
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .terms([.minus]): "sign"
    case .terms([.plus, .minus]): "difference"
    case .terms: "sum"
    case .entries(.all): "sum of all entries"
    case .entries(.ofEachRow): "sum of each row"
    case .entries(.ofEachColumn): "sum of each column"
    }
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .terms(let signs):
      var text = ""
      for (position, (sign, operand)) in zip(signs, operands).enumerated() {
        let minus = sign == .minus
        text += position == 0 ? (minus ? "-" : "") : (minus ? " - " : " + ")
        text += operand.inside(minus || position > 0 ? .product : .sum)
      }
      return NumPyText(text, operands.count == 1 ? .sign : .sum)
    case .entries(.all): return NumPyText("np.sum(\(operands[0].text))")
    case .entries(.ofEachRow):
      return NumPyText("np.sum(\(operands[0].text), axis=1, keepdims=True)")
    case .entries(.ofEachColumn):
      return NumPyText("np.sum(\(operands[0].text), axis=0, keepdims=True)")
    }
  }

  // MARK: Words and slips

  static var words: [String: Sum] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard case .terms(let signs) = self else { return [] }
    let terms = expression.operands
    if signs == [.minus] {
      return [
        SlipMaker.Change(
          fact: .turnedWhole(maker.text(expression)),
          expression: terms[0], edit: maker.writer.alone(terms[0], for: expression))
      ]
    }
    var changes: [SlipMaker.Change] = []
    for position in terms.indices {
      var (ownSigns, own) = (signs, terms)
      ownSigns.remove(at: position)
      own.remove(at: position)
      let isBare = ownSigns == [.plus]
      if let rest = isBare ? own[0] : expression.with(own, as: .sum(.terms(ownSigns))) {
        changes.append(
          SlipMaker.Change(
            fact: .droppedTerm(maker.text(terms[position])),
            expression: rest, edit: maker.writer.sum(own, ownSigns, for: expression)))
      }
      var turned = signs
      turned[position] = signs[position] == .plus ? .minus : .plus
      if let other = expression.with(terms, as: .sum(.terms(turned))) {
        changes.append(
          SlipMaker.Change(
            fact: .turnedSign(of: maker.text(terms[position])),
            expression: other, edit: maker.writer.sum(terms, turned, for: expression)))
      }
    }
    if signs == [.plus, .minus],
      let other = expression.with([terms[1], terms[0]], as: .sum(self))
    {
      changes.append(
        SlipMaker.Change(
          fact: .reversedDifference(maker.text(expression)),
          expression: other,
          edit: maker.writer.sum([terms[1], terms[0]], signs, for: expression)))
    }
    return changes
  }
}

extension Matrix {
  fileprivate func summed(_ direction: Sum.Direction) -> Matrix {
    func total(_ entries: [Element]) -> Element { entries.dropFirst().reduce(entries[0], +) }
    return switch direction {
    case .all: Matrix(sum)
    case .ofEachRow: Matrix(shape: Shape(shape.rows, 1), elements: rows.map(total))
    case .ofEachColumn:
      Matrix(shape: Shape(1, shape.columns), elements: transposed.rows.map(total))
    }
  }
}
