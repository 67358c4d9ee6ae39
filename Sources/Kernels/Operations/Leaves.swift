package import Matrices

/// What has a value by itself: a matrix that is written down, a name, random numbers.
package enum Leaf: OperationFamily {
  case literal(Literal)
  case name(Name)
  /// The operands are the parameters of the distribution.
  case draw(Draw)

  // MARK: Shape

  /// A name has the shape of its definition, and a draw that of what it is added to.
  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .literal(let literal): literal.matrix.shape
    case .name: nil
    case .draw: .scalar
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    Misfit(summary: "The parameters of a distribution are numbers")
  }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .literal(let literal): S.lifted(literal.matrix)
    case .name(let name): scope.value(name)
    case .draw(let draw): draw.value(operands, shape)
    }
  }

  /// What a name stands for broke down elsewhere.
  /// A number that is written is finite; what is none stands for the case that nobody wrote.
  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    switch self {
    case .literal: .more("none of the cases holds there")
    case .name, .draw: nil
    }
  }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    switch self {
    case .literal, .draw: nil
    case .name(let name): graph.look(up: name, node)
    }
  }

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .literal, .name: nil
    case .draw(let draw): draw.pullBack(adjoint, to: position, of: node, &graph)
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .literal: "constant"
    case .name: "name"
    case .draw: "draw"
    }
  }

  var presence: Presence {
    switch self {
    case .literal, .name: .leaf
    case .draw: .step
    }
  }

  /// A formula with a draw in it is written as the numbers that were drawn.
  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .literal(let literal):
      let text = writer.literal(literal.matrix)
      return NumPyText(text, text.hasPrefix("-") ? .sign : .atom)
    case .name(let name): return NumPyText(writer.names(name))
    case .draw(let draw): return NumPyText(writer.literal(draw.drawn(node.shape)))
    }
  }

  // MARK: Words and slips

  static var words: [String: Leaf] { [:] }

  /// The same letter with another number or another accent, where the shape fits.
  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .literal, .draw: []
    case .name(let name): maker.otherNames(for: name, expression)
    }
  }
}

/// A matrix that is written down. Two are the same when they are so bit by bit: 0 and −0 are two
/// constants, since 1/x tells them apart.
package struct Literal: Hashable, Sendable {
  package let matrix: Matrix<Double>

  package static func == (a: Literal, b: Literal) -> Bool {
    a.matrix.shape == b.matrix.shape
      && zip(a.matrix.elements, b.matrix.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(matrix.shape)
    for element in matrix.elements { hasher.combine(element.bitPattern) }
  }
}

/// Random numbers of a distribution. The same seed gives the same numbers.
package struct Draw: Hashable, Sendable {
  package enum Distribution: String, Sendable {
    /// Between two bounds.
    case uniform
    /// With mean and standard deviation.
    case normal
    /// 1 with some probability, else 0.
    case bernoulli

    /// Parameters with which the numbers are those that everything else is made from.
    fileprivate var standard: [Double] {
      switch self {
      case .uniform, .normal: [0, 1]
      case .bernoulli: [0.5]
      }
    }
  }

  package var distribution: Distribution
  package var seed: UInt64

  /// The parameters are scalars; uniform numbers are drawn first and then carried over, so that a
  /// parameter that moves moves the numbers with it.
  func value<S: Scalar>(_ parameters: [Matrix<S>], _ shape: Shape) -> Matrix<S> {
    var generator = RandomNumbers(seed: seed)
    let parameters = parameters.map { $0.elements[0] }
    return Matrix(shape: shape) { _, _ in
      switch distribution {
      case .uniform:
        parameters[0] + S(generator.uniform()) * (parameters[1] - parameters[0])
      case .normal: parameters[0] + S(generator.normal()) * parameters[1]
      case .bernoulli: S.isBelow(generator.uniform(), parameters[0])
      }
    }
  }

  /// The numbers before any parameter.
  fileprivate func drawn(_ shape: Shape) -> Matrix<Double> {
    value(distribution.standard.map { Matrix($0) }, shape)
  }

  /// a + u(b − a), and mean + n·deviation, by their parameters; whether 1 or 0 is drawn jumps.
  fileprivate func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let numbers = graph.literal(drawn(graph.shape(node)))
    switch (distribution, position) {
    case (.uniform, 0):
      let one = graph.constant(1)
      return graph.hadamard(adjoint, graph.difference(one, numbers))
    case (.uniform, _), (.normal, 1): return graph.hadamard(adjoint, numbers)
    case (.normal, _): return adjoint
    case (.bernoulli, _): return nil
    }
  }
}
