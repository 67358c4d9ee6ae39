package import Matrices
package import SourceText

/// A cost with its slopes by the names that are to be found, and what is watched beside them: one
/// list of operations from the parameters and the data to all of them, for whoever runs it.
package struct CostGraph: Sendable {
  /// In the order in which they are done.
  package let nodes: [Kernel.Node]
  /// Which nodes depend on a parameter or on the data.
  let isActive: [Bool]
  package let parameters: [Name]
  /// What changes from run to run: the parameters, the data, and the number of examples.
  package let variables: Set<Name>
  package let cost: Int
  /// By each parameter, in its shape.
  package let slopes: [Int]
  package let watched: [Int]
  /// Whether there is a sum over an index of which it is not known what it runs along: perhaps the
  /// examples, of which there will be more.
  package let hasLooseSum: Bool

  var roots: [Int] { [cost] + slopes + watched }

  /// - Parameters:
  ///   - cost: a number.
  ///   - parameters: the names whose values are to be found.
  ///   - data: what else will have other values: the data, and names that count examples.
  ///   - watched: formulas whose values are wanted as well.
  ///   - gradients: formulas of the slopes by some of the parameters; those by the others are the
  ///     exact derivatives.
  ///   - isForExamples: whether sums over an index are written for all of its numbers at once, and
  ///     squares of norms as sums of squares.
  /// - Returns: nil when the cost is no number, or takes more operations than anybody waits for.
  package init?(
    of cost: Kernel, by parameters: [Name], over data: Set<Name>, watching watched: [Kernel] = [],
    gradients: [Name: Kernel] = [:], forExamples isForExamples: Bool, _ workspace: Workspace
  ) {
    guard cost.shape.isScalar else { return nil }
    variables = data.union(parameters)
    self.parameters = parameters
    let stated = parameters.filter { gradients[$0] != nil }
    var graph = OperationGraph(
      [cost] + watched + stated.compactMap { gradients[$0] }, by: variables, workspace,
      inliningCalls: true, forExamples: isForExamples)
    let root = graph.roots[0]
    let own = Dictionary(zip(stated, graph.roots.suffix(stated.count))) { first, _ in first }
    let places = parameters.map { own[$0] == nil ? graph.places[$0] : nil }
    let adjoints = graph.adjoints(
      of: root, graph.constant(1), to: places.compactMap { $0 }, nil)
    let found = Dictionary(zip(places.compactMap { $0 }, adjoints)) { first, _ in first }
    slopes = zip(parameters, places).map { name, place in
      own[name] ?? place.flatMap { found[$0] ?? nil }
        ?? graph.literal(Matrix(shape: workspace.values[name]?.shape ?? .scalar) { _, _ in 0 })
    }
    guard !graph.isTooLarge else { return nil }
    nodes = graph.nodes
    isActive = graph.isActive
    hasLooseSum = graph.hasLooseSum
    self.cost = root
    self.watched = Array(graph.roots.dropFirst().prefix(watched.count))
  }
}

extension CostGraph {
  /// How a value is made from others, without slopes.
  package init?(made value: Kernel, from names: Set<Name>, _ workspace: Workspace) {
    let graph = OperationGraph([value], by: names, workspace, inliningCalls: true)
    guard !graph.isTooLarge else { return nil }
    nodes = graph.nodes
    isActive = graph.isActive
    (parameters, slopes, watched) = ([], [], [])
    variables = names
    cost = graph.roots[0]
    hasLooseSum = false
  }
}

extension Kernel {
  /// The value of a name as a formula.
  package init?(valueOf name: Name, in workspace: Workspace) {
    guard let shape = workspace.values[name]?.shape else { return nil }
    self.init(Expression(.leaf(.name(name)), shape: shape, location: .nowhere))
  }
}

extension Workspace {
  /// New values for names, from here on, that no formula of the lesson says how to compute.
  package mutating func take(_ values: [Name: Matrix<Double>], at location: Location) {
    let updates = values.sorted { $0.key.latex < $1.key.latex }.map { name, value in
      let literal = Expression(.literal(value), shape: value.shape, location: location)
      return (name: name, kernel: Kernel(literal), location: location)
    }
    update(updates)
  }
}

extension Kernel.Node {
  package init(_ operation: Operation, _ operands: [Int], _ shape: Shape) {
    self.init(
      operation: operation, operands: operands, shape: shape, location: .nowhere,
      isConstant: false)
  }

  /// The value, given those of the operands; for an operation that asks for no names.
  package func value(of operands: [Matrix<Double>]) -> Matrix<Double> {
    value(operands, Scope<Double>(.bare))
  }
}

extension Operation {
  package static func number(_ value: Double) -> Operation { .constant(Matrix(value)) }
  package static func literal(_ matrix: Matrix<Double>) -> Operation { .constant(matrix) }

  /// The matrix of a constant.
  package var constantMatrix: Matrix<Double>? { literal }

  /// What it is called in a sentence.
  package var title: String { label(of: []).text }
}
