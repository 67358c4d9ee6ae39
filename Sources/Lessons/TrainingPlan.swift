package import Kernels
package import Matrices
package import Notation
package import Pictures
package import SourceText
package import Training

/// What a `train` fence asks for: which cost is made small, by which names, on which data.
package struct TrainingPlan: Sendable {
  package var location: Location
  package var cost: Kernel
  /// The cost as it is written.
  package var tree: MathTree
  package var parameters: [Name]
  /// The names whose columns are the examples.
  package var data: [Name]
  package var counts: Set<Name>
  package var method: Method
  /// Of gradient descent: what its rate is computed from.
  package var rate: Kernel?
  package var iterations: Int
  /// What is shown besides while it trains.
  package var watched: [(tree: MathTree, kernel: Kernel)]
  /// What was found before, now or on another day.
  package var found: StoredMinimum?
  /// Everything before the fence, read on a few examples.
  package var workspace: Workspace
  /// All examples.
  package var sets: [DataSet]
  /// What the lesson says the slopes of the cost are, and whether they are.
  package var gradients: [Name: Gradient] = [:]

  /// All entries of all parameters, as the lesson has them before training.
  package var start: [Double] {
    parameters.flatMap { workspace.values[$0]?.elements ?? [] }
  }

  /// The data on all examples: what is made from the data of a fence is made from all of them.
  ///
  /// - Returns: nil when a formula does not go along with the examples, or they are partly drawn.
  package var examples: [Name: Matrix<Double>]? {
    guard !areDrawn else { return nil }
    var whole: [Name: Matrix<Double>] = [:]
    for set in sets {
      whole[set.name] = set.values
      if let count = set.count { whole[count] = Matrix(Double(set.values.shape.columns)) }
    }
    let count = sets.first?.values.shape.columns ?? 0
    let scope = Scope(workspace, replacing: whole)
    var found: [Name: Matrix<Double>] = [:]
    for name in data {
      let value = scope.value(name)
      guard value.shape.columns == count, value.shape.rows == workspace.values[name]?.shape.rows
      else { return nil }
      found[name] = value
    }
    return found
  }
}

extension TrainingPlan {
  /// Whether the data are made with random numbers for each example, such as noise. Those are drawn
  /// where the lesson is read on all of them.
  private var areDrawn: Bool {
    let shown = sets.first.flatMap { workspace.values[$0.name]?.shape.columns }
    let sources = workspace.closure(of: Set(data))
    return workspace.history.entries.contains { entry in
      guard case .draw(let name, _) = entry, sources.contains(name) else { return false }
      return workspace.values[name]?.shape.columns == shown
    }
  }

  /// The data on all examples, of this plan in the lesson that was read on all of them.
  private var readExamples: [Name: Matrix<Double>]? {
    let values = data.map { ($0, workspace.values[$0]) }
    let count = sets.first?.values.shape.columns
    guard values.allSatisfy({ $0.1?.shape.columns == count }) else { return nil }
    return values.reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  /// The cost with its slopes as operations; nil for what is no number.
  private var graph: CostGraph? {
    CostGraph(
      of: cost, by: parameters, over: Set(data).union(counts), gradients: ownGradients,
      forExamples: true, workspace)
  }

  /// What says whether a result is one of this plan: what is computed, on which data, from where,
  /// and how; not a word of the text around it.
  package var key: String {
    var fingerprint = Fingerprint()
    fingerprint.add("loops 2")
    graph?.add(to: &fingerprint)
    fingerprint.add("\(method) \(iterations)")
    fingerprint.add(start)
    for set in sets {
      fingerprint.add("\(set.values.shape)")
      fingerprint.add(set.values.elements)
    }
    // Other values that it depends on: those that are not searched here, of an earlier training.
    let others = workspace.closure(of: cost.names).filter { name in
      workspace.formulas[name] == nil && !parameters.contains(name) && !counts.contains(name)
        && !sets.contains { $0.name == name }
    }
    for (latex, name) in others.map({ ($0.latex, $0) }).sorted(by: { $0.0 < $1.0 }) {
      guard let value = workspace.values[name] else { continue }
      fingerprint.add("\(latex) \(value.shape)")
      fingerprint.add(value.elements)
    }
    // How the data are made from those of the fences.
    for name in data {
      let own = Kernel(valueOf: name, in: workspace).flatMap {
        CostGraph(
          made: $0, from: Set(sets.map(\.name)).union(counts), workspace)
      }
      own?.add(to: &fingerprint)
    }
    return fingerprint.text
  }

  /// The cost on all examples.
  ///
  /// - Parameter whole: the same plan of the lesson read on all examples, where that is needed.
  package func lessonCost(whole: () -> TrainingPlan?) -> LessonCost? {
    var read: TrainingPlan??
    func all() -> TrainingPlan? {
      let plan = read ?? whole()
      read = plan
      return plan
    }
    guard let examples = areDrawn ? all()?.readExamples : examples else { return nil }
    let watched = watched.map(\.kernel)
    func cost(
      _ examples: [Name: Matrix<Double>], watching watched: [Kernel], gradients: [Name: Kernel]
    ) -> LessonCost? {
      let question = LessonCost.Question(
        cost: self.cost, parameters: parameters, data: examples, counts: counts, watched: watched,
        gradients: gradients)
      return LessonCost(question, workspace) {
        all().map { plan in
          LessonCost.Whole(
            plan.workspace, cost: plan.cost,
            watched: watched.isEmpty ? [] : plan.watched.map(\.kernel),
            gradients: plan.ownGradients.filter { gradients[$0.key] != nil })
        }
      }
    }
    var gradients = ownGradients
    if !gradients.isEmpty {
      let some = examples.mapValues { value in
        Matrix(
          shape: Shape(value.shape.rows, min(value.shape.columns, Self.someExamples))
        ) { value[$0, $1] }
      }
      guard let own = cost(some, watching: [], gradients: gradients),
        let exact = cost(some, watching: [], gradients: [:])
      else { return nil }
      let lasting = lastingGradients(own, exact)
      gradients = gradients.filter { lasting.contains($0.key) }
    }
    let own = cost(examples, watching: watched, gradients: gradients)
    guard own?.fallback != nil, !watched.isEmpty else { return own }
    // What is only watched must not make it slow.
    let alone = cost(examples, watching: [], gradients: gradients)
    return alone?.fallback == nil ? alone : own
  }

  // MARK: - What if

  /// The same with other values of the names.
  package func moved(to workspace: Workspace) -> TrainingPlan {
    var plan = self
    plan.workspace = workspace
    plan.gradients = plan.statedGradients()
    if let rate {
      plan.method = .gradientDescent(rate: rate.value(in: Scope<Double>(workspace)).elements[0])
    }
    return plan
  }

  /// The numbers of the lesson that the training depends on and that may be other ones, such as λ,
  /// in the order in which they were given.
  package var settings: [(name: Name, value: Double)] {
    let made = workspace.closure(of: cost.names.union(rate?.names ?? []))
    var seen: Set<Name> = []
    return workspace.changeable.compactMap { name, _ in
      guard made.contains(name), !parameters.contains(name), !counts.contains(name),
        let value = workspace.values[name], value.shape.isScalar, seen.insert(name).inserted
      else { return nil }
      return (name, value.elements[0])
    }
  }

  /// What a parameter looks for: its rows or columns as pictures of the data, where it has some.
  package func features(_ theta: [Double]) -> (name: Name, sheet: TileSheet)? {
    let values = values(theta)
    for name in parameters {
      guard let matrix = values[name], matrix.shape.rows > 1, matrix.shape.columns > 1 else {
        continue
      }
      for tile in sets.compactMap(\.tile) {
        // The first matrix whose rows are as long as an example has pixels.
        if let sheet = TileSheet(.rows, of: matrix, as: tile) { return (name, sheet) }
      }
    }
    return nil
  }

  // MARK: - Checking

  /// Enough to see whether the slopes are right; checking is not training.
  private static let fewExamples = 200
  private static let someExamples = 500
  private static let fewIterations = 10
  private static let fewSlopes = 6

  /// What goes wrong on some of the examples in a few iterations: slopes that a small step
  /// contradicts, and costs that are no numbers.
  var findings: [Finding] {
    func finding(_ summary: String, _ help: String) -> [Finding] {
      [Finding(.training, at: location, summary, help: help)]
    }
    var few = self
    few.sets = sets.map { set in
      var set = set
      set.values = set.first(min(set.values.shape.columns, Self.fewExamples))
      return set
    }
    guard few.areDrawn || few.examples != nil else {
      return finding(
        "The data for training cannot be computed for more examples than are shown",
        "Write what is made from the data with matrices, without indices that run over examples.")
    }
    if let (name, example) = few.brokenExample {
      return finding(
        "\(name.shown) is no number for example \(example)",
        "Its formula has no value there, as a division by the spread of an example that has none: "
          + "leave the example out, or write the formula so that it has one.")
    }
    // What needs all examples at once is told by `train --explain`, and is slow, not wrong.
    guard let cost = few.lessonCost(whole: { nil }) else { return [] }
    if let name = few.contradictedSlope(of: cost) {
      return finding(
        "The slope of the cost by \(name.shown) is contradicted by a small step",
        "The cost has a jump or a corner there: begin with other numbers.")
    }
    let found = Minimizer(method, iterations: min(iterations, Self.fewIterations))
      .minimum(from: start, of: cost.evaluate) { _, _ in true }
    switch found.reason {
    case .notFinite(let iteration):
      return finding(
        "In iteration \(iteration) of training the cost is no number any more",
        "Take a smaller rate, or begin with other numbers.")
    case .iterations, .flat, .stopped, .noDescent, .wrongSlopes: return []
    }
  }

  /// The first example, counted from 1, for which the data are no finite numbers.
  package var brokenExample: (name: Name, example: Int)? {
    guard let examples else { return nil }
    for name in data {
      guard let value = examples[name] else { continue }
      let columns = (0..<value.shape.columns)
      let broken = columns.first { column in
        !(0..<value.shape.rows).allSatisfy { value[$0, column].isFinite }
      }
      if let broken { return (name, broken + 1) }
    }
    return nil
  }

  /// A parameter by an entry of which a central difference gives another slope.
  private func contradictedSlope(of cost: LessonCost) -> Name? {
    var gradient = start
    guard cost.evaluate(start, &gradient).isFinite else { return nil }
    let largest = gradient.reduce(0) { max($0, $1.magnitude) }
    var (from, unused) = (0, gradient)
    for (name, shape) in cost.parameters {
      for entry in stride(
        from: from, to: from + shape.count, by: max(1, shape.count / Self.fewSlopes))
      {
        var moved = start
        let step = 1e-5 * max(1, start[entry].magnitude)
        moved[entry] = start[entry] + step
        let up = cost.evaluate(moved, &unused)
        moved[entry] = start[entry] - step
        let difference = (up - cost.evaluate(moved, &unused)) / (2 * step)
        if abs(difference - gradient[entry]) > 1e-4 * max(1e-3, largest) { return name }
      }
      from += shape.count
    }
    return nil
  }

  /// The parameters as matrices.
  package func values(_ theta: [Double]) -> [Name: Matrix<Double>] {
    var from = 0
    return parameters.reduce(into: [:]) { values, name in
      guard let shape = workspace.values[name]?.shape, from + shape.count <= theta.count else {
        return
      }
      values[name] = Matrix(
        shape: shape, elements: Array(theta[from..<from + shape.count]))
      from += shape.count
    }
  }
}
