package import Matrices
package import Notation

/// A sum, product or extremum over an index.
package struct Fold: CompositeFamily {
  package enum Kind: Hashable, Sendable {
    case sum, product
    case extremum(Extremum)
  }

  package var kind: Kind
  package var terms: Terms
  /// A short term is kept as it reads for each number.
  package var written: [MathTree]

  init(_ kind: Kind, _ terms: Terms, written: [MathTree] = []) {
    self.kind = kind
    self.terms = terms
    self.written = written
  }

  /// The index in LaTeX's spelling.
  package var index: String { terms.indices[0].letter }
  package var numbers: Range<Int> { terms.indices[0].numbers }

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    let shapes = terms.shapes
    switch kind {
    case .sum, .extremum: return shapes.allSatisfy { $0 == shapes[0] } ? shapes[0] : nil
    case .product: return shapes.dropFirst().reduce(shapes[0]) { $0?.multiplied(by: $1) }
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    let letter = Name(index).shown
    let shapes = terms.shapes
    if kind == .product { return misfit(ofFactors: shapes, letter) }
    let odd = shapes.firstIndex { $0 != shapes[0] } ?? 0
    return Misfit(
      summary: "The terms differ in shape: \(shapes[0]) for \(letter) = \(numbers.lowerBound), "
        + "\(shapes[odd]) for \(letter) = \(numbers.lowerBound + odd)",
      help: "Every term of one sum needs the same shape.")
  }

  /// The first two neighbours that cannot be multiplied.
  private func misfit(ofFactors shapes: [Shape], _ letter: String) -> Misfit {
    var shape = shapes[0]
    for (number, factor) in zip(numbers, shapes).dropFirst() {
      guard let product = shape.multiplied(by: factor) else {
        return Misfit(
          summary: "The factors cannot be multiplied: \(shape) up to \(letter) = "
            + "\(number - 1), and \(factor) for \(letter) = \(number)",
          help: "A matrix product needs as many columns on the left (\(shape.columns)) as rows on "
            + "the right (\(factor.rows)).")
      }
      shape = product
    }
    return Misfit(summary: "These factors cannot be multiplied")
  }

  var isEntrywise: Bool { terms.areNumbers && terms.isEntrywise }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> { folded(terms.values(in: scope)) }

  package func folded<S: Scalar>(_ values: [Matrix<S>]) -> Matrix<S> {
    let isOfNumbers = terms.areNumbers
    return values.dropFirst().reduce(values[0]) { left, right in
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
    let values = graph.inlined(terms)
    let isOfNumbers = terms.areNumbers
    switch kind {
    case .sum: return graph.sum(values)
    case .product:
      return values.dropFirst().reduce(values[0]) { left, right in
        isOfNumbers ? graph.hadamard(left, right) : graph.product(left, right)
      }
    case .extremum(let extremum):
      return values.dropFirst().reduce(values[0]) { left, right in
        graph.add(.entrywise(.extremum(extremum)), [left, right])
      }
    }
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    let all = 0..<terms.count
    func values() -> [ScalarFormula] { all.map { entry.term($0, of: terms) } }
    switch kind {
    case .sum: return .total(values().map { (.plus, $0) })
    case .product:
      if terms.areNumbers || all.count == 1 { return .multiplied(values()) }
      return entry.chain(all.map { entry.whole(term: $0, of: terms) })
    case .extremum(let extremum): return .extremum(extremum, values())
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    let word =
      switch kind {
      case .sum: "sum"
      case .product: "product"
      case .extremum(let extremum): extremum.label
      }
    return OperationLabel("\(word) over \(Name(index).shown)")
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch kind {
    case .sum:
      switch writer.texts(terms) {
      case .loop(let body, let heads): return NumPyText("sum(\(body.text) \(heads[0]))")
      case .list(let texts): return NumPyText("sum([\(Self.joined(texts))])")
      }
    case .product:
      if terms.areNumbers {
        return NumPyText("np.prod([\(Self.listed(writer.texts(terms)))])")
      }
      let factors = (0..<terms.count).map { writer.text(of: terms.kernel($0)).inside(.sign) }
      return NumPyText(factors.joined(separator: " @ "), .product)
    case .extremum(let extremum):
      return NumPyText("np.\(extremum.word)([\(Self.listed(writer.texts(terms)))], axis=0)")
    }
  }

  private static func joined(_ texts: [NumPyText]) -> String {
    texts.map(\.text).joined(separator: ", ")
  }

  /// What stands between the brackets of a list.
  private static func listed(_ texts: NumPyWriter.Texts) -> String {
    switch texts {
    case .loop(let body, let heads): "\(body.text) \(heads[0])"
    case .list(let texts): joined(texts)
    }
  }

  // MARK: Words and slips

  static var words: [String: Fold] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch kind {
    case .product, .extremum: return []
    case .sum:
      let count = Expression(
        .constant(Matrix(Double(terms.count))), shape: .scalar, location: expression.location)
      let mean = Expression(
        .entrywise(.quotient), [expression, count], shape: expression.shape,
        location: expression.location)
      return maker.change(
        .meanForSum, mean,
        maker.writer.divided(expression, by: terms.count))
        + (maker.wrongAxis(expression, self).map { [$0] } ?? [])
    }
  }
}
