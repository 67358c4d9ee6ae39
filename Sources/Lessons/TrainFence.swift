import Kernels
import Matrices
import Notation
import SourceText
import Training

/// Reading a `train` fence.
extension TrainingPlan {
  private static let keys = ["minimise", "by", "data", "method", "iterations", "rate", "watch"]

  static func read(
    _ fence: OptionFence, in file: SourceFile, _ sets: [DataSet], _ workspace: Workspace
  ) -> (plan: TrainingPlan?, findings: [Finding]) {
    var reader = OptionReader(fence, in: file, kind: .training, keys: keys)
    let plan = read(&reader, file, sets, workspace)
    return (plan, reader.findings)
  }

  private static func read(
    _ reader: inout OptionReader, _ file: SourceFile, _ sets: [DataSet], _ workspace: Workspace
  ) -> TrainingPlan? {
    guard let minimised = reader.required("minimise", "J"),
      let by = reader.required("by", "W^{(1)}, b^{(1)}"),
      let data = reader.required("data", "x"),
      let (method, rate) = method(&reader, workspace),
      reader.required("iterations", "400") != nil,
      let iterations = reader.whole("iterations", 1...100_000),
      let cost = reader.formula(minimised, workspace),
      let parameters = reader.names(by, workspace), let names = reader.names(data, workspace)
    else { return nil }
    guard cost.shape.isScalar else {
      reader.report(
        at: minimised.range, "A cost is a number, and this is \(cost.shape)",
        help: "Minimise a number, such as a mean of squared errors.")
      return nil
    }
    let made = workspace.closure(of: cost.names)
    for (option, own) in [(by, parameters), (data, names)] {
      if let stray = own.first(where: { !made.contains($0) }) {
        reader.report(
          at: option.range, "The cost does not depend on \(stray.shown)",
          help: "Name what it is made from.")
        return nil
      }
    }
    if let computed = parameters.first(where: { workspace.formulas[$0] != nil }) {
      let sources = workspace.closure(of: [computed])
      let tied = parameters.first { $0 != computed && sources.contains($0) }
      reader.report(
        at: by.range,
        "\(computed.shown) is computed from \(tied?.shown ?? "other names")",
        help: tied.map { "Leave it out: it goes along with \($0.shown)." }
          ?? "Search for given or drawn values, such as the weights that it is made from.")
      return nil
    }
    let origins = Set(sets.map(\.name))
    if let stray = names.first(where: { workspace.closure(of: [$0]).isDisjoint(with: origins) }) {
      reader.report(
        at: data.range, "\(stray.shown) is not made from the data of a data fence",
        help: "Begin with a data fence, and name its data or what is made from them.")
      return nil
    }
    // Data for other trainings, or held out, may have other numbers of examples.
    let sources = workspace.closure(of: names)
    let sets = sets.filter { sources.contains($0.name) }
    guard Set(sets.map(\.values.shape.columns)).count == 1 else {
      reader.report(
        at: data.range, "The data have different numbers of examples",
        help: "Give them the same count.")
      return nil
    }
    var watched: [(tree: MathTree, kernel: Kernel)] = []
    if let option = reader.option("watch") {
      guard let formulas = reader.formulas(option, workspace) else { return nil }
      watched = formulas.map { ($0.tree, $0.kernel) }
    }
    var plan = TrainingPlan(
      location: Location(file, reader.fence.heading), cost: cost,
      tree: MathReader.read(minimised.text), parameters: parameters, data: names,
      counts: Set(sets.compactMap(\.count)), method: method, rate: rate, iterations: iterations,
      watched: watched, found: nil, workspace: workspace, sets: sets)
    plan.gradients = plan.statedGradients()
    return plan
  }

  private static func method(
    _ reader: inout OptionReader, _ workspace: Workspace
  ) -> (Method, rate: Kernel?)? {
    guard let option = reader.required("method", "L-BFGS") else { return nil }
    let rate = reader.option("rate")
    switch option.text {
    case "L-BFGS":
      guard let rate else { return (.lbfgs, nil) }
      reader.report(
        at: rate.keyRange, "L-BFGS finds its steps itself and takes no rate",
        help: "Leave the rate away, or write method: gradient descent.")
      return nil
    case "gradient descent":
      guard let rate = reader.required("rate", "10") else { return nil }
      // As programs write numbers, too.
      if let number = Double(rate.text), number > 0, number.isFinite {
        return (.gradientDescent(rate: number), nil)
      }
      guard let kernel = reader.formula(rate, workspace),
        let number = reader.number(rate, workspace)
      else { return nil }
      guard number > 0 else {
        reader.report(
          at: rate.range, "The rate is a number above 0", help: "Write rate: 0.1, or more.")
        return nil
      }
      return (.gradientDescent(rate: number), kernel)
    default:
      reader.report(
        at: option.range, "There is no method \(option.text.visible)",
        help: "Write L-BFGS or gradient descent.")
      return nil
    }
  }
}
