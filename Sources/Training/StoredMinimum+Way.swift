/// The way that a search took: what it had after one of its iterations.
extension StoredMinimum {
  /// As a part of the cost.
  private static let closeness = 1e-9

  /// After which iteration it had these numbers: the last one, unless one before was better. Nil
  /// where that one is not noted.
  package var iteration: Int? {
    if last != nil { return iterations }
    return record.iterations.last { Self.areClose($0.cost, cost) }?.number
  }

  /// The same way with the numbers of another iteration, to be looked at.
  ///
  /// - Parameters:
  ///   - iteration: as it came out when the search was done once more.
  ///   - theta: what was searched, there.
  /// - Returns: nil where another cost was noted on this way.
  package func looking(at iteration: Iteration, _ theta: [Double]) -> StoredMinimum? {
    guard let noted = record.iterations.first(where: { $0.number == iteration.number }),
      Self.areClose(noted.cost, iteration.cost)
    else { return nil }
    var other = self
    other.last = last ?? iterations
    (other.iterations, other.cost, other.slope) = (noted.number, noted.cost, noted.slope)
    other.theta = theta
    return other
  }

  private static func areClose(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= closeness * max(a.magnitude, b.magnitude)
  }
}
