import Kernels
import Matrices
import Testing

@testable import Training

extension `Training` {
  /// The one door to a cost on its data: which way it takes, and that the values are the same.
  struct `The door` {
    typealias Executor = `The executor`

    static func question(
      _ own: Executor.Case, _ workspace: Workspace, _ data: Workspace
    ) throws -> LessonCost.Question {
      let names = try [Executor.name("x"), Executor.name("y")]
      return LessonCost.Question(
        cost: try #require(Kernel(valueOf: Executor.name("J"), in: workspace)),
        parameters: try own.parameters.map { try Executor.name($0) },
        data: names.reduce(into: [:]) { $0[$1] = data.values[$1] },
        counts: [try Executor.name("m")])
    }

    static func cost(_ own: Executor.Case, _ m: Int) throws -> (LessonCost, Workspace) {
      let few = try Executor.read(Executor.text(own, 3))
      let many = try Executor.read(Executor.text(own, m))
      let whole = try #require(Kernel(valueOf: Executor.name("J"), in: many))
      let found = LessonCost(try question(own, few, many), few) {
        LessonCost.Whole(many, cost: whole)
      }
      return (try #require(found), many)
    }

    static func expectSame(_ cost: LessonCost, _ many: Workspace) throws {
      let theta = cost.parameters.flatMap { many.values[$0.name]?.elements ?? [] }
      #expect(theta.count == cost.parameterCount)
      var gradient = theta
      let value = cost.evaluate(theta, &gradient)
      let expected = try #require(many.values[Executor.name("J")]).elements[0]
      #expect(abs(value - expected) <= 1e-12 * max(1, abs(expected)))
      // Slopes by central differences.
      for index in stride(from: 0, to: theta.count, by: 7) {
        var (moved, unused) = (theta, gradient)
        moved[index] += 1e-6
        let up = cost.evaluate(moved, &unused)
        moved[index] -= 2e-6
        let down = cost.evaluate(moved, &unused)
        #expect(abs((up - down) / 2e-6 - gradient[index]) < 1e-6 * max(1, abs(gradient[index])))
      }
    }

    /// Costs that need all examples at once, and why.
    static let fallbacks: [(own: Executor.Case, why: Fallback)] = [
      (
        Executor.Case(
          title: "each with each", givens: [],
          formulas: #"J = \frac{1}{m^2} \|(W^{(1)} x)^T (W^{(1)} x)\|_F^2"#,
          parameters: ["W^{(1)}"]), .squareOfExamples
      ),
      (
        Executor.Case(
          title: "the first example", givens: [],
          formulas: #"J = \frac{1}{m} \|W^{(1)} x\|_F^2 + \|W^{(1)} x^{(1)}\|^2"#,
          parameters: ["W^{(1)}"]), .pick
      ),
      (
        Executor.Case(
          title: "terms that are all the same", givens: [],
          formulas: #"J = \frac{1}{m} \|W^{(1)} x\|_F^2 + \sum_{i=1}^m \|W^{(1)}\|_F^2"#,
          parameters: ["W^{(1)}"]), .looseSum
      ),
      (
        Executor.Case(
          title: "no data", givens: [], formulas: #"J = \|W^{(1)}\|_F^2"#,
          parameters: ["W^{(1)}"]), .noData
      ),
      (
        Executor.Case(
          title: "the mean of all entries", givens: [],
          formulas: #"J = \operatorname{mean}(W^{(1)} x \circ W^{(1)} x)"#,
          parameters: ["W^{(1)}"]), .operation("mean")
      ),
      (
        Executor.Case(
          title: "weights of the examples", givens: [],
          formulas: #"""
            c \in \mathbb{R}^m
            c \sim \mathcal{U}(0, 1)
            J = \|W^{(1)} x c\|^2
            """#, parameters: ["W^{(1)}"]),
        .variedGiven(Name("c"))
      ),
    ]

    @Test(arguments: fallbacks.indices)
    func `what cannot be tiled says why, and has the right value`(index: Int) throws {
      let (own, why) = Self.fallbacks[index]
      let (cost, many) = try Self.cost(own, 5)
      #expect(cost.fallback == why)
      try Self.expectSame(cost, many)
    }

    @Test func `what can be tiled is`() throws {
      let (cost, many) = try Self.cost(Executor.cases[1], 50)
      #expect(cost.fallback == nil)
      try Self.expectSame(cost, many)
      cost.threads = 2
      try Self.expectSame(cost, many)
    }

    /// On the examples that the lesson shows, the prepared formulas are the fastest.
    @Test func `a tiny network needs no tiles`() throws {
      let (cost, many) = try Self.cost(Executor.cases[1], 3)
      #expect(cost.fallback == nil)
      try Self.expectSame(cost, many)
    }
  }
}
