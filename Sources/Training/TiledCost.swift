package import Kernels
package import Matrices

/// A cost with its slopes, prepared for any number of examples: read on a few, run on all, in tiles
/// of columns that stay in the cache.
///
/// The same numbers come out for any number of threads, bit by bit; on a CPU of another generation
/// they may differ in the last bits.
package final class TiledCost {
  private let plan: TilePlan
  private let machine: TileMachine
  private let roots: [Int]
  private let parameters: [(value: Int, count: Int)]
  private let data: [Name: Int]
  private let counts: [Int]
  private let fixedSteps: [[FixedStep]]

  /// How many examples are a tile.
  package static let width = 256

  /// - Parameters:
  ///   - data: names whose columns are the examples; they may have other values, with any number of
  ///     columns, whenever it is run.
  ///   - counts: names that are the number of examples.
  package init(
    _ graph: CostGraph, columnsOf data: Set<Name>, counts: Set<Name>, _ workspace: Workspace,
    width: Int = TiledCost.width
  ) throws(Fallback) {
    if graph.hasLooseSum { throw .looseSum }
    let (nodes, places) = graph.needed
    let axis = try ExampleAxis(nodes, columnsOf: data)
    var reader = TiledGraph.Reader(
      nodes, axis, data: data, counts: counts, values: workspace.values)
    let forms = try reader.read()
    let wanted = [graph.cost] + graph.slopes + graph.watched
    var roots: [Int] = []
    for root in wanted {
      guard let place = places[root], case .fixed(let value) = forms[place] else {
        throw .operation("a value")
      }
      roots.append(value)
    }
    var tiled = reader.graph
    tiled.keep(&roots)
    tiled.fuse(roots)
    tiled.keep(&roots)
    self.roots = roots
    plan = TilePlan(tiled.values, width: width)
    machine = TileMachine(plan)
    let values = plan.values
    var names: [Name: Int] = [:]
    for (index, value) in values.enumerated() {
      switch value.kind {
      case .fixed(let operation): if let name = operation.name { names[name] = index }
      case .data(let name): names[name] = index
      case .count, .contraction, .sumOfRows, .sumOfAll, .sumOfSquares, .sumOfMagnitudes,
        .entrywise, .product, .row, .rowsAdded, .largestRow:
        break
      }
    }
    parameters = graph.parameters.map { name in
      (names[name] ?? -1, workspace.values[name]?.shape.count ?? 0)
    }
    self.data = names.filter { data.contains($0.key) }
    self.counts = values.indices.filter { values[$0].kind == .count }
    fixedSteps = Self.fixedSteps(plan, roots)
    for (index, value) in values.enumerated() {
      guard case .fixed(let operation) = value.kind, let offset = plan.fixed[index] else {
        continue
      }
      let own = operation.name.flatMap { workspace.values[$0] } ?? operation.constantMatrix
      if let own, value.operands.isEmpty { write(own.elements, at: offset) }
    }
  }

  // MARK: - Fixed values

  /// What is computed before each pass, and at the end.
  private static func fixedSteps(_ plan: TilePlan, _ roots: [Int]) -> [[FixedStep]] {
    var steps = Array(repeating: [FixedStep](), count: plan.schedule.passes + 1)
    for (index, value) in plan.values.enumerated() {
      guard case .fixed(let operation) = value.kind, !value.operands.isEmpty else { continue }
      // A matrix that is only multiplied by is read the other way.
      if operation.isTranspose, !roots.contains(index), plan.isOnlyMultiplied(index) { continue }
      steps[plan.schedule.pass[index]] += FixedStep.steps(of: index, plan)
    }
    return steps
  }

  private func run(_ step: FixedStep) {
    switch step {
    case .loop(let loop): machine.run(loop)
    case .folded(let fold, let offset, let count, let out):
      machine.fixed[out] = FixedStep.fold(fold, machine.fixed, offset, count)
    case .placed(let sources, let out): FixedStep.place(machine.fixed, sources, out: out)
    case .product(let left, let shape, let right, let columns, let out):
      FixedStep.multiply(machine.fixed, left, shape, right, columns: columns, out: out)
    case .other(let index):
      let value = plan.values[index]
      guard case .fixed(let operation) = value.kind, let out = plan.fixed[index] else { return }
      let own = Kernel.Node(operation, [], value.shape)
        .value(of: value.operands.map { matrix($0) })
      write(own.elements, at: out)
    }
  }

  private func write(_ elements: [Double], at offset: Int) {
    for (index, element) in elements.enumerated() { machine.fixed[offset + index] = element }
  }

  private func matrix(_ index: Int) -> Matrix<Double> {
    let shape = plan.values[index].shape
    let start = machine.fixed + (plan.fixed[index] ?? 0)
    return Matrix(
      shape: shape, elements: Array(UnsafeBufferPointer(start: start, count: shape.count)))
  }

  // MARK: - Running

  /// Which loops are taken from now on: 0 those that every CPU can run, 1 with AVX2, 2 with
  /// AVX-512. A level that the CPU has not, or a negative one, gives the best.
  @discardableResult
  package static func takeLevel(_ level: Int) -> Int { TileMachine.takeLevel(level) }

  package var threads: Int {
    get { machine.threads }
    set { machine.threads = max(1, newValue) }
  }

  package var bytes: Int { machine.bytes }
  package var examples: Int { machine.examples }
  /// How many times the examples are gone through.
  package var passes: Int { plan.schedule.passes }

  /// Operations on fixed values for which there is no loop, and which are done as everywhere else.
  var slowOperations: [String] {
    fixedSteps.joined().compactMap { step in
      guard case .other(let index) = step, case .fixed(let operation) = plan.values[index].kind
      else { return nil }
      return operation.title
    }
  }

  /// Entry-by-entry operations of each pass, in their order.
  var loops: [[Loop]] {
    plan.passes.map { pass in
      pass.steps.flatMap { step -> [Loop] in
        guard case .group(_, let members) = step else { return [] }
        return members.compactMap { member in
          if case .loop(let loop) = member.operation { loop } else { nil }
        }
      }
    }
  }

  /// Gives the data: each name that the cost uses, with a column for each example.
  package func bind(_ examples: [Name: Matrix<Double>]) {
    let count = data.keys.compactMap { examples[$0]?.shape.columns }.max() ?? 0
    machine.prepare(count)
    for (name, value) in data {
      if let matrix = examples[name] { machine.put(matrix.elements, of: value) }
    }
    for value in counts {
      if let offset = plan.fixed[value] { machine.fixed[offset] = Double(count) }
    }
  }

  /// All entries of all parameters, one after another, and how many they are.
  package var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// The cost at these parameters; their slopes are written to `gradient`.
  package func evaluate(
    _ theta: UnsafePointer<Double>, _ gradient: UnsafeMutablePointer<Double>
  ) -> Double {
    var from = theta
    for (value, count) in parameters {
      if value >= 0, let offset = plan.fixed[value] {
        (machine.fixed + offset).update(from: from, count: count)
      }
      from += count
    }
    for pass in 0...plan.schedule.passes {
      for step in fixedSteps[pass] { run(step) }
      if pass < plan.schedule.passes { machine.run(pass: pass) }
    }
    var to = gradient
    for (index, (_, count)) in parameters.enumerated() {
      let offset = plan.fixed[roots[1 + index]] ?? 0
      to.update(from: machine.fixed + offset, count: count)
      to += count
    }
    return machine.fixed[plan.fixed[roots[0]] ?? 0]
  }

  /// The same with arrays.
  package func evaluate(_ theta: [Double], _ gradient: inout [Double]) -> Double {
    theta.withUnsafeBufferPointer { theta in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let from = theta.baseAddress, let to = gradient.baseAddress else { return .nan }
        return evaluate(from, to)
      }
    }
  }

  /// What is watched, as of the last evaluation.
  package var watched: [Matrix<Double>] {
    roots.dropFirst(1 + parameters.count).map { matrix($0) }
  }
}

extension TilePlan {
  fileprivate func isOnlyMultiplied(_ index: Int) -> Bool {
    values.allSatisfy { value in
      !value.operands.contains(index)
        || value.kind == .product && !value.operands.dropFirst().contains(index)
    }
  }
}

extension CostGraph {
  /// Adds what it computes, and nothing of how it was written.
  package func add(to fingerprint: inout Fingerprint) {
    for node in needed.nodes {
      fingerprint.add("\(node.operation) \(node.operands) \(node.shape)")
    }
  }

  /// The operations that something wanted is made from, and where those are that were written.
  var needed: (nodes: [Kernel.Node], places: [Int: Int]) {
    var isNeeded = Array(repeating: false, count: nodes.count)
    for root in [cost] + slopes + watched { isNeeded[root] = true }
    for index in nodes.indices.reversed() where isNeeded[index] {
      for operand in nodes[index].operands { isNeeded[operand] = true }
    }
    var places: [Int: Int] = [:]
    var kept: [Kernel.Node] = []
    for index in nodes.indices where isNeeded[index] {
      var node = nodes[index]
      node.operands = node.operands.map { places[$0] ?? 0 }
      places[index] = kept.count
      kept.append(node)
    }
    return (kept, places)
  }
}
