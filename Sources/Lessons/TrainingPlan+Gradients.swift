package import Kernels
import Matrices
package import SourceText
import Training

/// The lesson's own gradients: what `\nabla_W J = …` says that the slopes of the cost are.
extension TrainingPlan {
  package struct Gradient: Sendable {
    package var kernel: Kernel
    /// Where it is stated.
    package var location: Location
    /// Whether it is the slope on the examples that are shown, at the lesson's own numbers and at
    /// others. A claim that holds nowhere else is none that a search could go by.
    package var holds: Bool
  }

  /// At so many other numbers.
  private static let trials = 3
  /// As a part of the largest slope.
  private static let closeness = 1e-10

  /// What is stated of the slopes of the cost, by which parameter.
  func statedGradients() -> [Name: Gradient] {
    var found = parameters.reduce(into: [Name: Gradient]()) { found, name in
      guard let (kernel, location) = workspace.statedGradient(of: cost, by: name) else { return }
      found[name] = Gradient(kernel: kernel, location: location, holds: false)
    }
    let names = parameters.filter { found[$0] != nil }
    guard !names.isEmpty else { return [:] }
    let settings = settings
    let varied = Set(data).union(counts).union(settings.map(\.name))
    guard
      let graph = CostGraph(
        of: cost, by: parameters, over: varied,
        watching: names.compactMap { found[$0]?.kernel }, forExamples: false, workspace)
    else { return found }
    var program = Program(graph, workspace)
    program.run()
    var random = RandomNumbers(seed: 1)
    var isRight = Array(repeating: true, count: names.count)
    for trial in 0...Self.trials {
      if trial > 0 {
        for name in parameters {
          guard let value = workspace.values[name] else { continue }
          program.set(name, value.map { $0 + 0.2 * (random.uniform() - 0.5) * max(1, abs($0)) })
        }
        for (name, value) in settings {
          program.set(
            name, Matrix(value == 0 ? random.uniform() : value * (0.6 + 0.8 * random.uniform())))
        }
        program.run()
      }
      for (position, name) in names.enumerated() {
        let slope = parameters.firstIndex(of: name).map { program.value(1 + $0) }
        let own = program.value(1 + parameters.count + position)
        // Numbers at which there is no slope say nothing; the lesson's own have to.
        guard let slope, trial == 0 || slope.elements.allSatisfy(\.isFinite) else { continue }
        isRight[position] = isRight[position] && Self.areClose(own.elements, slope.elements)
      }
    }
    for (position, name) in names.enumerated() { found[name]?.holds = isRight[position] }
    return found
  }

  private static func areClose(_ a: [Double], _ b: [Double]) -> Bool {
    let largest = (a + b).reduce(0) { max($0, $1.magnitude) }
    return largest.isFinite && zip(a, b).allSatisfy { abs($0 - $1) <= closeness * largest }
  }

  /// The formulas of the gradients that hold.
  var ownGradients: [Name: Kernel] { gradients.filter(\.value.holds).mapValues(\.kernel) }

  /// The parameters whose stated gradient is that of the cost on more examples, too: one in which
  /// their number is written as a number holds on the four that are shown.
  func lastingGradients(
    _ own: LessonCost, _ exact: LessonCost
  ) -> Set<Name> {
    guard own.fallback == nil || exact.fallback != nil else { return [] }
    var (stated, slopes) = (start, start)
    _ = own.evaluate(start, &stated)
    _ = exact.evaluate(start, &slopes)
    var from = 0
    return own.parameters.reduce(into: []) { lasting, parameter in
      let range = from..<from + parameter.shape.count
      from = range.upperBound
      guard Self.areClose(Array(stated[range]), Array(slopes[range])) else { return }
      lasting.insert(parameter.name)
    }
  }
}
