package import Matrices

/// The costs on the way of a search, for a curve: all iterations, or, of a long search, every
/// second, fourth, … of them.
package struct SearchRecord: Equatable, Sendable {
  package private(set) var iterations: [Iteration] = []
  /// Which iterations are kept: those whose number it divides.
  private var stride = 1
  /// More are no finer curve.
  private let most: Int

  package init(most: Int = 4096) { self.most = max(2, most) }

  package mutating func append(_ iteration: Iteration) {
    // The newest is kept until the next one comes.
    if let last = iterations.last, last.number % stride != 0 || last.number >= iteration.number {
      iterations.removeLast()
    }
    iterations.append(iteration)
    while iterations.count > most {
      stride *= 2
      let newest = iterations.count - 1
      iterations = iterations.enumerated()
        .filter { $0.offset == newest || $0.element.number % stride == 0 }.map(\.element)
    }
  }
}

/// Where a search is that goes on elsewhere: what there is to be seen of it.
package struct SearchProgress: Equatable, Sendable {
  package enum State: Equatable, Sendable {
    /// The formulas are made ready.
    case preparing
    case running
    case ended(Minimum.Reason)
    /// The cost has no value on all examples.
    case impossible
  }

  package var state = State.preparing
  package var record = SearchRecord()
  /// How many iterations it is to have, with those before it.
  package var all: Int
  /// The numbers that are searched, as they are now.
  package var theta: [Double]
  /// The best so far, with its cost and slope.
  package var best: (theta: [Double], iteration: Iteration)?
  /// What is watched besides, as it is now.
  package var watched: [Matrix<Double>] = []
  /// How long it has been searching, without pauses.
  package var time = Duration.zero

  package init(all: Int, theta: [Double]) { (self.all, self.theta) = (all, theta) }

  /// Where a search is that was done before, or on another day.
  package init(_ stored: StoredMinimum, all: Int) {
    self.init(all: all, theta: stored.theta)
    state = .ended(stored.isDone ? .iterations : .stopped)
    let last = Iteration(number: stored.iterations, cost: stored.cost, slope: stored.slope)
    record = stored.record
    if record.iterations.last?.number != last.number { record.append(last) }
    best = (stored.theta, last)
  }

  package var latest: Iteration? { record.iterations.last }

  /// One iteration more.
  package mutating func note(
    _ iteration: Iteration, _ theta: [Double], _ watched: [Matrix<Double>] = []
  ) {
    state = .running
    record.append(iteration)
    self.theta = theta
    self.watched = watched
    if best.map({ iteration.cost <= $0.iteration.cost }) ?? true { best = (theta, iteration) }
  }

  package static func == (a: SearchProgress, b: SearchProgress) -> Bool {
    a.state == b.state && a.record == b.record && a.all == b.all && a.theta == b.theta
      && a.watched == b.watched && a.time == b.time
  }
}

/// How a search that goes on elsewhere is to go on.
package struct SearchOrders: Equatable, Sendable {
  package var isPaused = false
  /// Iterations to be done although it is paused.
  package var steps = 0
  package var isStopped = false
  package var pace = Pace.watchable

  /// So many iterations a second at most.
  package enum Pace: Int, CaseIterable, Sendable {
    case slowest = 1
    case slow = 5
    case leisurely = 15
    case watchable = 50
    case fast = 200
    /// As fast as it can.
    case unbounded = 0

    package var faster: Pace { neighbour(1) }
    package var slower: Pace { neighbour(-1) }

    private func neighbour(_ step: Int) -> Pace {
      let all = Pace.allCases
      let index = (all.firstIndex(of: self) ?? 0) + step
      return all.indices.contains(index) ? all[index] : self
    }

    /// How long an iteration takes at least.
    package var interval: Duration {
      rawValue == 0 ? .zero : .nanoseconds(1_000_000_000 / rawValue)
    }
  }

  package init() {}
}
