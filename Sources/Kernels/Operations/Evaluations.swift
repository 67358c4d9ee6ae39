import Matrices

/// A quantity with other values for the names it depends on: every definition between those names
/// and the quantity, bound once more to the shapes that are put in. The operands are what is put
/// in.
package struct Evaluation: CompositeFamily {
  package var target: Name
  /// The names in whose place the operands stand.
  package var replaced: [Name]
  /// In the order in which they are computed; the last one is the target's.
  package var definitions: [(name: Name, kernel: Kernel)]

  // MARK: Shape

  /// The definitions are bound to one list of shapes.
  func shape(of operands: [Shape]) -> Shape? { nil }

  func misfit(_ operands: [Operand]) -> Misfit {
    Misfit(summary: "\(target.shown) cannot be computed for this input")
  }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    var inner = scope.hiding(replaced, with: operands)
    for (name, kernel) in definitions { inner.hide(name, with: kernel.value(in: inner)) }
    return inner.value(target)
  }

  /// What broke down is inside.
  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? { nil }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    graph.inlined(definitions, hiding: Array(zip(replaced, operands)))
  }

  // MARK: Showing

  /// It is opened as the formula of its target.
  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    OperationLabel("\(target.shown) at another input")
  }

  var presence: Presence { .leaf }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let own = writer.helper("\(writer.names(target))_at", replaced, definitions, returning: nil)
    return NumPyText("\(own)(\(operands.map(\.text).joined(separator: ", ")))")
  }

  // MARK: Words and slips

  static var words: [String: Evaluation] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}

extension Evaluation: Hashable {
  package static func == (a: Evaluation, b: Evaluation) -> Bool {
    a.target == b.target && a.replaced == b.replaced && a.definitions.count == b.definitions.count
      && zip(a.definitions, b.definitions).allSatisfy { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(target)
    hasher.combine(replaced)
    for (name, kernel) in definitions {
      hasher.combine(name)
      hasher.combine(kernel)
    }
  }
}
