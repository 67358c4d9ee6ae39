import Lessons
import Terminal
import Training

/// A training on a thread of its own, for whoever draws meanwhile: orders go in, progress comes out.
final class TrainingRun: Sendable {
  private struct Board: Sendable {
    var orders: SearchOrders
    var progress: SearchProgress
    var ending: StoredMinimum?
  }

  let plan: TrainingPlan
  /// Whether what comes out is what the plan alone leads to: nothing was changed on the way.
  let isOfPlan: Bool
  /// The iteration at which it ends with the numbers that it has there: nothing else is wanted.
  let last: Int?
  private let board: Monitor<Board>

  /// - Parameters:
  ///   - earlier: where it goes on; else it begins with the plan's values.
  ///   - last: the iteration at which it ends with the numbers that it has there, where nothing else
  ///     is wanted.
  ///   - whole: the same plan of the lesson read on all examples, where that is needed.
  init(
    _ plan: TrainingPlan, goingOnFrom earlier: SearchProgress?, isOfPlan: Bool,
    _ orders: SearchOrders, until last: Int? = nil, threads: Int,
    whole: @escaping @Sendable () -> TrainingPlan?
  ) {
    self.plan = plan
    self.isOfPlan = isOfPlan
    self.last = last
    var progress = earlier ?? SearchProgress(all: plan.iterations, theta: plan.start)
    progress.state = .preparing
    if let last { progress.all = last }
    let board = Monitor(Board(orders: orders, progress: progress))
    self.board = board
    let hasBegun = Background.start {
      Self.search(plan, earlier, last, threads, whole, board)
    }
    if !hasBegun { board.change { $0.progress.state = .impossible } }
  }

  var progress: SearchProgress { board.current.progress }

  /// What was found, once it has ended.
  var ending: StoredMinimum? { board.current.ending }

  func order(_ orders: SearchOrders) { board.change { $0.orders = orders } }

  /// Lets it end by itself, whenever it comes to it.
  func stop() { board.change { $0.orders.isStopped = true } }

  private static func search(
    _ plan: TrainingPlan, _ earlier: SearchProgress?, _ last: Int?, _ threads: Int,
    _ whole: () -> TrainingPlan?, _ board: Monitor<Board>
  ) {
    guard let cost = plan.lessonCost(whole: whole) else {
      return board.change { $0.progress.state = .impossible }
    }
    cost.threads = threads
    let done = earlier?.latest?.number ?? 0
    let all = last == nil ? board.current.progress.all : plan.iterations
    let clock = ContinuousClock()
    var resumed = clock.now
    var due = resumed
    let found = Minimizer(plan.method, iterations: all - done).minimum(
      from: earlier?.best?.theta ?? plan.start, of: cost.evaluate
    ) { iteration, theta in
      var iteration = iteration
      iteration.number += done
      let now = clock.now
      board.change { board in
        board.progress.note(iteration, theta, cost.watched)
        board.progress.time += now - resumed
        if board.orders.steps > 0, iteration.number > done { board.orders.steps -= 1 }
      }
      var goesOn = true
      board.wait { board in
        goesOn = !board.orders.isStopped
        if !goesOn { return .ready }
        if board.orders.isPaused { return board.orders.steps > 0 ? .ready : .notYet }
        let next = due + board.orders.pace.interval
        let now = clock.now
        return next <= now ? .ready : .later(next - now)
      }
      resumed = clock.now
      due = resumed
      return goesOn && iteration.number != last
    }
    board.change { board in
      board.progress.state = .ended(found.reason)
      // The best may be another one.
      if last != nil { return }
      board.progress.theta = found.theta
      board.ending = StoredMinimum(found, after: done, record: board.progress.record)
    }
  }
}
