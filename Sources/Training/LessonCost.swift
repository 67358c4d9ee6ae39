package import Kernels
package import Matrices

/// A cost of a lesson on its data, run whichever way suits: tile by tile; or, for a tiny network
/// and where tiles cannot, as the formulas are read.
package final class LessonCost {
  private enum Way {
    case tiled(TiledCost)
    case whole(Program)
  }

  private var way: Way
  package let parameters: [(name: Name, shape: Shape)]
  /// Why it is not run in tiles; nil where it is, or where that would not be faster.
  package let fallback: Fallback?
  /// By which parameters the slopes are formulas that were given.
  package let stated: Set<Name>

  /// What is asked for.
  package struct Question {
    package var cost: Kernel
    package var parameters: [Name]
    /// The data, a column for each example.
    package var data: [Name: Matrix<Double>]
    /// Names that count the examples.
    package var counts: Set<Name>
    package var watched: [Kernel]
    /// Formulas of the slopes by some of the parameters.
    package var gradients: [Name: Kernel]

    package init(
      cost: Kernel, parameters: [Name], data: [Name: Matrix<Double>], counts: Set<Name>,
      watched: [Kernel] = [], gradients: [Name: Kernel] = [:]
    ) {
      (self.cost, self.parameters, self.data) = (cost, parameters, data)
      (self.counts, self.watched, self.gradients) = (counts, watched, gradients)
    }
  }

  /// The same formulas, read on all examples.
  package struct Whole {
    package var workspace: Workspace
    package var cost: Kernel
    package var watched: [Kernel]
    package var gradients: [Name: Kernel]

    package init(
      _ workspace: Workspace, cost: Kernel, watched: [Kernel] = [], gradients: [Name: Kernel] = [:]
    ) {
      (self.workspace, self.cost) = (workspace, cost)
      (self.watched, self.gradients) = (watched, gradients)
    }
  }

  /// Below so many numbers in all of its values, tiles do not pay.
  private static let fewNumbers = 4_000

  /// - Parameters:
  ///   - workspace: where the formulas were read, on some of the examples.
  ///   - whole: the same read on all examples, for what cannot be tiled.
  /// - Returns: nil when the cost is no number, or has no value on all examples either.
  package init?(
    _ question: Question, _ workspace: Workspace,
    whole: () -> Whole?
  ) {
    parameters = question.parameters.compactMap { name in
      workspace.values[name].map { (name, $0.shape) }
    }
    guard parameters.count == question.parameters.count else { return nil }
    stated = Set(question.gradients.keys)
    let names = Set(question.data.keys)
    let all = names.union(question.counts)
    func graph(_ read: Whole, forExamples: Bool) -> CostGraph? {
      CostGraph(
        of: read.cost, by: question.parameters, over: all, watching: read.watched,
        gradients: read.gradients, forExamples: forExamples, read.workspace)
    }
    let few = Whole(
      workspace, cost: question.cost, watched: question.watched, gradients: question.gradients)
    let isRead = question.data.allSatisfy { workspace.values[$0.key] == $0.value }
    if isRead,
      let own = graph(few, forExamples: false),
      own.nodes.reduce(0, { $0 + $1.shape.count }) <= Self.fewNumbers
    {
      fallback = nil
      way = .whole(Program(own, workspace))
      return
    }
    do throws(Fallback) {
      guard let own = graph(few, forExamples: true) else { throw .noCost }
      let tiled = try TiledCost(own, columnsOf: names, counts: question.counts, workspace)
      tiled.bind(question.data)
      way = .tiled(tiled)
      fallback = nil
    } catch {
      guard let whole = whole(), let own = graph(whole, forExamples: false) else { return nil }
      fallback = error
      way = .whole(Program(own, whole.workspace))
    }
  }

  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.shape.count } }

  /// How many times the examples are gone through an evaluation; nil where it is not run in tiles.
  package var passes: Int? {
    switch way {
    case .tiled(let tiled): tiled.passes
    case .whole: nil
    }
  }

  /// Of tiles only: with how many threads they are gone through.
  package var threads = 1 {
    didSet { if case .tiled(let tiled) = way { tiled.threads = threads } }
  }

  /// The cost at these entries of the parameters, one after another; the slopes are written to
  /// `gradient`.
  package func evaluate(_ theta: [Double], _ gradient: inout [Double]) -> Double {
    switch way {
    case .tiled(let tiled): return tiled.evaluate(theta, &gradient)
    case .whole(var program):
      for (name, value) in values(theta) { program.set(name, value) }
      program.run()
      gradient = parameters.indices.flatMap { program.value(1 + $0).elements }
      let cost = program.value(0).elements[0]
      way = .whole(program)
      return cost
    }
  }

  /// What is watched, as of the last evaluation.
  package var watched: [Matrix<Double>] {
    switch way {
    case .tiled(let tiled): tiled.watched
    case .whole(let program):
      (1 + parameters.count..<program.count).map { program.value($0) }
    }
  }

  /// The parameters as matrices.
  package func values(_ theta: [Double]) -> [Name: Matrix<Double>] {
    var from = 0
    return parameters.reduce(into: [:]) { values, parameter in
      let end = from + parameter.shape.count
      values[parameter.name] = Matrix(shape: parameter.shape, elements: Array(theta[from..<end]))
      from = end
    }
  }
}
