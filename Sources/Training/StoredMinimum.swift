/// What a search found, as a file keeps it: numbers bit by bit, and a sum that says whether it is
/// whole.
package struct StoredMinimum: Equatable, Sendable {
  package var theta: [Double]
  package var cost: Double
  package var slope: Double
  package var iterations: Int
  /// Whether the search came to its end; else it can go on from here.
  package var isDone: Bool
  /// The costs on the way.
  package var record: SearchRecord
  /// Where these are the numbers that an earlier iteration had: how many iterations there were.
  package internal(set) var last: Int?

  package init(_ minimum: Minimum, after earlier: Int, record: SearchRecord = SearchRecord()) {
    self.record = record
    theta = minimum.theta
    cost = minimum.cost
    slope = minimum.slope
    iterations = earlier + minimum.iterations
    switch minimum.reason {
    case .stopped: isDone = false
    case .iterations, .flat, .noDescent, .wrongSlopes, .notFinite: isDone = true
    }
  }

  /// Of a search that was left on its way.
  package init?(leaving progress: SearchProgress) {
    guard let best = progress.best, let latest = progress.latest else { return nil }
    theta = best.theta
    (cost, slope) = (best.iteration.cost, best.iteration.slope)
    iterations = latest.number
    isDone = false
    record = progress.record
  }

  private static let title = "longhand trained values 2"

  /// - Parameter key: of what it was computed from.
  package func text(_ key: String) -> String {
    var lines = [Self.title, key, "\(iterations)", isDone ? "done" : "stopped"]
    let way = record.iterations.flatMap { [Double($0.number), $0.cost, $0.slope] }
    lines += ([cost, slope] + theta + way).map { hexadecimal($0.bitPattern) }
    return lines.joined(separator: "\n") + "\n" + Self.sum(lines) + "\n"
  }

  private static func sum(_ lines: [String]) -> String {
    var fingerprint = Fingerprint()
    for line in lines { fingerprint.add(line) }
    return fingerprint.text
  }

  /// - Returns: nil for anything but a whole file of that key with so many numbers.
  package init?(_ text: String, key: String, count: Int) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count >= count + 8, (lines.count - count - 8) % 3 == 0, lines.removeLast().isEmpty,
      let sum = lines.popLast(),
      lines[0] == Self.title, lines[1] == key, Self.sum(lines) == sum,
      let iterations = Int(lines[2]), ["done", "stopped"].contains(lines[3])
    else { return nil }
    let numbers = lines.dropFirst(4).compactMap { UInt64($0, radix: 16) }
      .map { Double(bitPattern: $0) }
    guard numbers.count == lines.count - 4, numbers.allSatisfy(\.isFinite) else { return nil }
    self.iterations = iterations
    isDone = lines[3] == "done"
    (cost, slope) = (numbers[0], numbers[1])
    theta = Array(numbers[2..<count + 2])
    let way = Array(numbers[(count + 2)...])
    var record = SearchRecord()
    for start in stride(from: 0, to: way.count, by: 3) {
      guard let number = Int(exactly: way[start]), number >= 0 else { return nil }
      record.append(Iteration(number: number, cost: way[start + 1], slope: way[start + 2]))
    }
    self.record = record
  }
}
