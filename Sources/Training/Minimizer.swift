/// How a cost is made small.
package enum Method: Hashable, Sendable {
  /// A step of this many times the slopes, against them, again and again.
  case gradientDescent(rate: Double)
  /// Limited-memory BFGS with the last ten steps (Nocedal and Wright, "Numerical Optimization",
  /// 2006, chapter 7), by liblbfgs.
  case lbfgs
}

/// Where a search is: after `number` steps.
package struct Iteration: Sendable, Equatable {
  package var number: Int
  package var cost: Double
  /// The length of the vector of all slopes.
  package var slope: Double

  package init(number: Int, cost: Double, slope: Double) {
    (self.number, self.cost, self.slope) = (number, cost, slope)
  }
}

/// Where a search ended, and why.
package struct Minimum: Sendable {
  package enum Reason: Hashable, Sendable {
    /// All iterations that were asked for.
    case iterations
    /// The slopes are as good as zero.
    case flat
    /// Whoever watches said so.
    case stopped
    /// No step in any direction that was tried makes the cost smaller; the slopes are right.
    case noDescent
    /// The slopes are not those of the cost.
    case wrongSlopes
    /// The cost, or a slope, is no number in this iteration.
    case notFinite(iteration: Int)
  }

  /// The best that was found. The cost is computed there, not taken from the search.
  package var theta: [Double]
  package var cost: Double
  package var slope: Double
  package var reason: Reason
  package var iterations: Int
  package var evaluations: Int
}

/// Searches for parameters at which a cost is small.
package struct Minimizer {
  package let method: Method
  package let iterations: Int

  package init(_ method: Method, iterations: Int) {
    (self.method, self.iterations) = (method, iterations)
  }

  /// - Parameters:
  ///   - cost: the cost at given numbers; its slopes by them are written to the second array.
  ///   - goOn: told where the search is, before the first step and after each; whether to go on.
  package func minimum(
    from start: [Double], of cost: (_ theta: [Double], _ gradient: inout [Double]) -> Double,
    goOn: (Iteration, [Double]) -> Bool
  ) -> Minimum {
    withoutActuallyEscaping(cost) { cost in
      let counted = CountedObjective(start.count, cost)
      let reason: Minimum.Reason
      switch method {
      case .gradientDescent(let rate): reason = descend(counted, start, rate, goOn)
      case .lbfgs:
        reason = LBFGS(counted, iterations: iterations).search(from: start, goOn: goOn)
      }
      return counted.minimum(reason, from: start)
    }
  }

  private func descend(
    _ objective: CountedObjective, _ start: [Double], _ rate: Double,
    _ goOn: (Iteration, [Double]) -> Bool
  ) -> Minimum.Reason {
    var theta = start
    var gradient = Array(repeating: 0.0, count: start.count)
    for number in 0...iterations {
      let cost = objective.evaluate(theta, &gradient)
      let slope = gradient.length
      guard cost.isFinite, slope.isFinite else { return .notFinite(iteration: number) }
      objective.iterations = number
      guard goOn(Iteration(number: number, cost: cost, slope: slope), theta) else {
        return .stopped
      }
      if slope == 0 { return .flat }
      guard number < iterations else { break }
      for index in theta.indices { theta[index] -= rate * gradient[index] }
    }
    return .iterations
  }
}

extension [Double] {
  var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

/// Counts evaluations, and remembers the best.
final class CountedObjective {
  let count: Int
  private let cost: ([Double], inout [Double]) -> Double
  private(set) var evaluations = 0
  var iterations = 0
  private var best: (theta: [Double], cost: Double)?

  init(_ count: Int, _ cost: @escaping ([Double], inout [Double]) -> Double) {
    (self.count, self.cost) = (count, cost)
  }

  func evaluate(_ theta: [Double], _ gradient: inout [Double]) -> Double {
    evaluations += 1
    let cost = cost(theta, &gradient)
    if cost.isFinite, gradient.allSatisfy(\.isFinite), cost < best?.cost ?? .infinity {
      best = (theta, cost)
    }
    return cost
  }

  /// Whether the slopes are those of the cost, along themselves: by a central difference.
  func hasRightSlopes() -> Bool {
    guard let best else { return true }
    var gradient = Array(repeating: 0.0, count: count)
    _ = cost(best.theta, &gradient)
    let slope = gradient.length
    guard slope > 0 else { return true }
    let step = 1e-6 * max(1, best.theta.length) / slope
    func moved(_ by: Double) -> Double {
      var unused = gradient
      return cost(zip(best.theta, gradient).map { $0 + by * $1 }, &unused)
    }
    let difference = (moved(step) - moved(-step)) / (2 * step)
    // A slope as small as the rounding of the cost says nothing.
    let rounding = 1e-15 * max(1, abs(best.cost)) / step
    return abs(difference - slope * slope) <= 1e-3 * slope * slope + 10 * rounding
  }

  func minimum(_ reason: Minimum.Reason, from start: [Double]) -> Minimum {
    let theta = best?.theta ?? start
    var gradient = Array(repeating: 0.0, count: count)
    let cost = cost(theta, &gradient)
    return Minimum(
      theta: theta, cost: cost, slope: gradient.length, reason: reason, iterations: iterations,
      evaluations: evaluations)
  }
}
