import Testing

@testable import Training

/// Costs whose least value is known, and costs that break.
struct `Minimisers` {
  /// Rosenbrock's valley in pairs: 0 at (1, 1, …).
  static func rosenbrock(_ x: [Double], _ slopes: inout [Double]) -> Double {
    var sum = 0.0
    for index in stride(from: 0, to: x.count, by: 2) {
      let (a, b) = (1 - x[index], x[index + 1] - x[index] * x[index])
      sum += a * a + 100 * b * b
      slopes[index] = -2 * a - 400 * b * x[index]
      slopes[index + 1] = 200 * b
    }
    return sum
  }

  static let start = [-1.2, 1, -1.2, 1]

  @Test func `L-BFGS finds the bottom of a bent valley`() {
    let found = Minimizer(.lbfgs, iterations: 200)
      .minimum(from: Self.start, of: Self.rosenbrock) { _, _ in true }
    #expect(found.reason == .flat)
    #expect(found.cost < 1e-16)
    #expect(found.theta.allSatisfy { abs($0 - 1) < 1e-7 })
    #expect(found.iterations < 60)
  }

  @Test func `gradient descent falls as by hand`() {
    // x² from 1 with a rate of 0.25: half as far at every step.
    var costs: [Double] = []
    let found = Minimizer(.gradientDescent(rate: 0.25), iterations: 3)
      .minimum(
        from: [1],
        of: { x, slopes in
          slopes[0] = 2 * x[0]
          return x[0] * x[0]
        },
        goOn: { iteration, _ in
          costs.append(iteration.cost)
          return true
        })
    #expect(costs == [1, 0.25, 0.0625, 0.015625])
    #expect(found.theta == [0.125])
    #expect(found.cost == 0.015625)
    #expect(found.slope == 0.25)
    #expect(found.reason == .iterations)
    #expect(found.evaluations == 4)
  }

  @Test(arguments: [Method.lbfgs, .gradientDescent(rate: 0.001)])
  func `as many iterations as asked for, and no more`(method: Method) {
    var numbers: [Int] = []
    let found = Minimizer(method, iterations: 7)
      .minimum(from: Self.start, of: Self.rosenbrock) { iteration, _ in
        numbers.append(iteration.number)
        return true
      }
    #expect(numbers == Array(0...7))
    #expect(found.reason == .iterations)
    #expect(found.iterations == 7)
  }

  @Test(arguments: [Method.lbfgs, .gradientDescent(rate: 0.001)])
  func `who watches can stop it, and has the best so far`(method: Method) {
    var last: [Double] = []
    let found = Minimizer(method, iterations: 100)
      .minimum(from: Self.start, of: Self.rosenbrock) { iteration, theta in
        last = theta
        return iteration.number < 5
      }
    #expect(found.reason == .stopped)
    #expect(found.iterations == 5)
    #expect(found.theta == last)
    var slopes = Self.start
    #expect(found.cost == Self.rosenbrock(found.theta, &slopes))
  }

  /// The library would ask forty times more, and give back a cost that is no number.
  @Test(arguments: [Method.lbfgs, .gradientDescent(rate: 0.001)], [Double.nan, .infinity])
  func `a cost that is no number ends it at once, with what was best`(
    method: Method, broken: Double
  ) {
    var asked = 0
    let found = Minimizer(method, iterations: 100)
      .minimum(
        from: Self.start,
        of: { x, slopes in
          asked += 1
          let cost = Self.rosenbrock(x, &slopes)
          return asked == 12 ? broken : cost
        }, goOn: { _, _ in true })
    guard case .notFinite(let iteration) = found.reason else {
      Issue.record("\(found.reason)")
      return
    }
    #expect(iteration > 1)
    #expect(asked == 13, "one more where it ended")
    #expect(found.cost.isFinite)
    #expect(found.cost < 24.2 * 2)
    var slopes = Self.start
    #expect(found.cost == Self.rosenbrock(found.theta, &slopes))
  }

  @Test func `slopes with the wrong sign are found out`() {
    let found = Minimizer(.lbfgs, iterations: 100)
      .minimum(
        from: Self.start,
        of: { x, slopes in
          let cost = Self.rosenbrock(x, &slopes)
          slopes = slopes.map { -$0 }
          return cost
        }, goOn: { _, _ in true })
    #expect(found.reason == .wrongSlopes)
    #expect(found.cost <= 48.4)
  }

  /// What tells a search that cannot go on from slopes that are wrong.
  @Test func `slopes are compared with a small step`() {
    func judged(_ factor: Double, _ offset: Double) -> Bool {
      let cost = CountedObjective(4) { x, slopes in
        let cost = Self.rosenbrock(x, &slopes)
        slopes = slopes.map { $0 * factor }
        return cost + offset
      }
      var slopes = Self.start
      _ = cost.evaluate(Self.start, &slopes)
      return cost.hasRightSlopes()
    }
    #expect(judged(1, 0))
    // Where the cost is all rounding, they are not called wrong.
    #expect(judged(1, 1e12))
    #expect(!judged(-1, 0))
    #expect(!judged(1.01, 0))
  }

  @Test func `nothing to do is done`() {
    let found = Minimizer(.lbfgs, iterations: 0)
      .minimum(from: Self.start, of: Self.rosenbrock) { _, _ in true }
    #expect(found.theta == Self.start)
    #expect(found.reason == .iterations)
    let flat = Minimizer(.gradientDescent(rate: 1), iterations: 9)
      .minimum(from: [1, 1], of: Self.rosenbrock) { _, _ in true }
    #expect(flat.reason == .flat)
    #expect(flat.iterations == 0)
  }
}
