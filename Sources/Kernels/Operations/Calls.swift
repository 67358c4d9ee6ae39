import Matrices
import Synchronization

/// A function of the lesson, or its derivative of some order.
package struct Call: OperationFamily {
  package var function: Function
  /// How many primes it is written with.
  package var order: Int

  /// The formula that it stands for.
  package var body: Kernel { function.body(order) }

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    guard function.isElementwise else { return nil }
    return operands.dropFirst().reduce(operands.first) { $0?.combined(with: $1) }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    var shape = operands[0].shape
    for operand in operands.dropFirst() {
      guard let both = shape.combined(with: operand.shape) else {
        return Misfit(
          summary: "The arguments of \(function.name.shown) do not fit: \(shape) and "
            + "\(operand.shape)",
          help: "It works entry by entry: arguments need one shape, or are scalars.")
      }
      shape = both
    }
    return Misfit(summary: "\(function.name.shown) cannot be applied to \(shape)")
  }

  var isEntrywise: Bool { function.isElementwise }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let value = body.value(in: scope.hiding(function.parameters, with: operands))
    guard function.isElementwise, value.shape.isScalar else { return value }
    // A constant body gives one number whatever the shape of the argument.
    let largest = operands.map(\.shape).max { $0.count < $1.count } ?? value.shape
    return value.shape == largest
      ? value : Matrix(shape: largest) { _, _ in value.elements[0] }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    Breakdown.operand(operands, 0, row, column)
      .map { .more("it is applied to \(NumberStyle().text($0))") }
  }

  // MARK: Derivative

  /// A call stays one as long as its own derivative says all: else it is its formula.
  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    let isPlain = function.isElementwise && function.parameters.count == 1
    let free = function.body.names.subtracting(function.parameters)
    if isPlain, !graph.inlinesCalls, !graph.depends(onAnyOf: free) { return nil }
    return graph.inlined(body, hiding: Array(zip(function.parameters, operands)))
  }

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let slope = graph.add(
      .call(Call(function: function, order: order + 1)), [graph.operand(0, of: node)],
      shape: graph.shape(node))
    return graph.hadamard(adjoint, slope)
  }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  /// It is opened as a formula of its own.
  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    OperationLabel(
      title, isOfEveryEntry: function.isElementwise && shapes.contains { !$0.isScalar })
  }

  /// The function with its primes.
  var title: String { function.name.shown + String(repeating: "′", count: order) }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let own = writer.called(function, derivative: order)
    return NumPyText("\(own)(\(operands.map(\.text).joined(separator: ", ")))")
  }

  // MARK: Words and slips

  static var words: [String: Call] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard function.isElementwise, function.parameters.count == 1 else { return [] }
    let name = function.name
    let other = Call(function: function, order: order > 0 ? 0 : 1)
    var changes = maker.change(
      order > 0 ? .functionForDerivative(name) : .derivativeForFunction(name),
      Expression(
        .call(other), expression.operands, shape: expression.shape, location: expression.location),
      maker.writer.primed(expression, other.order))
    // f′(a) for f′(z), where a = f(z).
    if order > 0, let argument = expression.operands[0].operation.name,
      let activation = maker.activation(of: argument, by: function.name)
    {
      let operand = Expression(
        .leaf(.name(activation)), shape: expression.operands[0].shape,
        location: expression.operands[0].location)
      changes += maker.change(
        .derivativeAtActivation(of: name, at: activation, insteadOf: argument),
        Expression(
          .call(self), [operand], shape: expression.shape, location: expression.location),
        maker.writer.named(activation, for: operand))
    }
    return changes
  }
}

/// A function that the lesson defines, such as `f(z) = \frac{1}{1 + e^{-z}}`.
///
/// Not a closure: the body is a kernel like any other, run with the arguments as leaves.
package struct Function: Sendable {
  package let name: Name
  package let parameters: [Name]
  /// The body bound to the shapes of its arguments.
  package let body: Kernel
  /// Whether it works entry by entry on arguments of any shape.
  package let isElementwise: Bool
  private let derivatives: Derivatives

  init(name: Name, parameters: [Name], body: Kernel, isElementwise: Bool) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.isElementwise = isElementwise
    derivatives = Derivatives(of: body, by: parameters[0])
  }

  /// The formula of its derivative of some order by its only parameter.
  func body(_ order: Int) -> Kernel { order == 0 ? body : derivatives.body(order) }

  /// The derivatives, made when they are asked for.
  private final class Derivatives: Sendable {
    private let parameter: Name
    private let bodies: Mutex<[Kernel]>

    init(of body: Kernel, by parameter: Name) {
      self.parameter = parameter
      bodies = Mutex([body])
    }

    func body(_ order: Int) -> Kernel {
      bodies.withLock { bodies in
        while bodies.count <= order {
          bodies.append(OperationGraph.slope(of: bodies[bodies.count - 1], by: parameter))
        }
        return bodies[order]
      }
    }
  }
}

extension Function: Hashable {
  package static func == (a: Function, b: Function) -> Bool {
    a.name == b.name && a.parameters == b.parameters && a.body == b.body
      && a.isElementwise == b.isElementwise
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(body)
  }
}
