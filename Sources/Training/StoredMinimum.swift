/// What a search found, as a file keeps it: numbers bit by bit, and a sum that says whether it is
/// whole.
package struct StoredMinimum: Equatable, Sendable {
  package var theta: [Double]
  package var cost: Double
  package var slope: Double
  package var iterations: Int
  /// Whether the search came to its end; else it can go on from here.
  package var isDone: Bool

  package init(_ minimum: Minimum, after earlier: Int) {
    theta = minimum.theta
    cost = minimum.cost
    slope = minimum.slope
    iterations = earlier + minimum.iterations
    switch minimum.reason {
    case .stopped: isDone = false
    case .iterations, .flat, .noDescent, .wrongSlopes, .notFinite: isDone = true
    }
  }

  private static let title = "longhand trained values 1"

  /// - Parameter key: of what it was computed from.
  package func text(_ key: String) -> String {
    var lines = [Self.title, key, "\(iterations)", isDone ? "done" : "stopped"]
    lines += ([cost, slope] + theta).map { hexadecimal($0.bitPattern) }
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
    guard lines.count == count + 8, lines.removeLast().isEmpty, let sum = lines.popLast(),
      lines[0] == Self.title, lines[1] == key, Self.sum(lines) == sum,
      let iterations = Int(lines[2]), ["done", "stopped"].contains(lines[3])
    else { return nil }
    let numbers = lines.dropFirst(4).compactMap { UInt64($0, radix: 16) }
      .map { Double(bitPattern: $0) }
    guard numbers.count == count + 2, numbers.allSatisfy(\.isFinite) else { return nil }
    self.iterations = iterations
    isDone = lines[3] == "done"
    (cost, slope) = (numbers[0], numbers[1])
    theta = Array(numbers.dropFirst(2))
  }
}
