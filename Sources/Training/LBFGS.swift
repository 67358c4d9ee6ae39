import CLBFGS

/// The search by liblbfgs; the only file that knows it.
///
/// What the library returns is not trusted: after an error its cost and its parameters belong to
/// different points, and its codes say something else than they are called. Costs that are no
/// numbers would be asked for forty times in a line search; here they are computed once.
struct LBFGS {
  private let objective: CountedObjective
  private let iterations: Int

  init(_ objective: CountedObjective, iterations: Int) {
    (self.objective, self.iterations) = (objective, iterations)
  }

  /// What the callbacks of C see. It lives as long as the search.
  private final class Search {
    let objective: CountedObjective
    let goOn: (Iteration, [Double]) -> Bool
    var gradient: [Double]
    var isFinite = true
    var isStopped = false

    init(_ objective: CountedObjective, _ goOn: @escaping (Iteration, [Double]) -> Bool) {
      (self.objective, self.goOn) = (objective, goOn)
      gradient = Array(repeating: 0, count: objective.count)
    }

    func theta(_ numbers: UnsafePointer<Double>) -> [Double] {
      Array(UnsafeBufferPointer(start: numbers, count: objective.count))
    }

    func evaluate(
      _ numbers: UnsafePointer<Double>, _ slopes: UnsafeMutablePointer<Double>
    ) -> Double {
      guard isFinite else { return .nan }
      let cost = objective.evaluate(theta(numbers), &gradient)
      isFinite = cost.isFinite && gradient.allSatisfy(\.isFinite)
      for (index, slope) in gradient.enumerated() { slopes[index] = slope }
      return isFinite ? cost : .nan
    }

    func progress(_ numbers: UnsafePointer<Double>, _ iteration: Iteration) -> Int32 {
      objective.iterations = iteration.number
      isStopped = !goOn(iteration, theta(numbers))
      return isStopped ? 1 : 0
    }
  }

  func search(
    from start: [Double], goOn: (Iteration, [Double]) -> Bool
  ) -> Minimum.Reason {
    let count = objective.count
    guard count > 0, let numbers = lbfgs_malloc(Int32(count)) else { return .flat }
    defer { lbfgs_free(numbers) }
    for (index, number) in start.enumerated() { numbers[index] = number }
    return withoutActuallyEscaping(goOn) { goOn in
      let search = Search(objective, goOn)
      var slopes = Array(repeating: 0.0, count: count)
      let cost = slopes.withUnsafeMutableBufferPointer { slopes in
        slopes.baseAddress.map { search.evaluate(numbers, $0) } ?? .nan
      }
      guard cost.isFinite else { return .notFinite(iteration: 0) }
      guard
        search.progress(numbers, Iteration(number: 0, cost: cost, slope: slopes.length)) == 0
      else { return .stopped }
      if iterations == 0 { return .iterations }
      let code = run(search, numbers, Int32(count))
      return withExtendedLifetime(search) { reason(code, search) }
    }
  }

  private func run(
    _ search: Search, _ numbers: UnsafeMutablePointer<Double>, _ count: Int32
  ) -> Int32 {
    var settings = lbfgs_parameter_t()
    lbfgs_parameter_init(&settings)
    settings.m = 10
    settings.epsilon = 1e-9
    settings.max_iterations = Int32(clamping: iterations)
    settings.max_linesearch = 20
    return lbfgs(
      count, numbers, nil,
      { context, numbers, slopes, _, _ in
        guard let context, let numbers, let slopes else { return .nan }
        return Unmanaged<Search>.fromOpaque(context).takeUnretainedValue()
          .evaluate(numbers, slopes)
      },
      { context, numbers, _, cost, _, slope, _, _, number, _ in
        guard let context, let numbers else { return 1 }
        return Unmanaged<Search>.fromOpaque(context).takeUnretainedValue()
          .progress(numbers, Iteration(number: Int(number), cost: cost, slope: slope))
      }, Unmanaged.passUnretained(search).toOpaque(), &settings)
  }

  /// What happened, which is not what the code is called.
  private func reason(_ code: Int32, _ search: Search) -> Minimum.Reason {
    if !search.isFinite { return .notFinite(iteration: objective.iterations + 1) }
    if search.isStopped { return .stopped }
    if code == Int32(LBFGSERR_MAXIMUMITERATION) { return .iterations }
    if code >= 0 { return .flat }
    return objective.hasRightSlopes() ? .noDescent : .wrongSlopes
  }
}
