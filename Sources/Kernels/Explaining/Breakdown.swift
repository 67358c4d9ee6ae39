package import Matrices
import Notation
import SourceText

/// An operation that made what is no number, or none that is finite, out of numbers.
struct Breakdown {
  /// Where the operation stands in the formula.
  var location: Location
  /// `The logarithm is no number at row 2, column 1`.
  var summary: String
  /// What was done to which numbers; nil when nothing more is known.
  var reason: Reason?

  enum Reason {
    /// `the logarithm of −0.3 does not exist`
    case whole(String)
    /// `its determinant is 0`: it says more of what the summary is about.
    case more(String)

    var text: String {
      switch self {
      case .whole(let text), .more(let text): text
      }
    }
  }

  /// For who wrote the formula: what it is that has no value, and why.
  var full: String { summary + (reason.map { ": " + $0.text } ?? "") }

  /// For who reads it: why there is no value.
  var sentence: String {
    guard case .whole(let text)? = reason else { return full + "." }
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}

extension Matrix where Element == Double {
  package var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}

extension Kernel {
  /// The operations that made no number out of numbers, in the order in which they are done. A name
  /// is none: what it stands for broke down elsewhere.
  ///
  /// - Parameters:
  ///   - values: the value of every operation.
  ///   - scope: where the names have their values, for what is inside functions.
  func breakdowns(_ values: [Matrix<Double>], in scope: Scope<Double>) -> [Breakdown] {
    let counts = reachingTheValue(values)
    return nodes.indices.compactMap { index -> Breakdown? in
      let node = nodes[index]
      guard counts[index], let entry = values[index].elements.firstIndex(where: { !$0.isFinite }),
        node.operands.allSatisfy({ values[$0].isFinite })
      else { return nil }
      if node.operation.name != nil { return nil }
      if let terms = node.operation.terms {
        let all = (0..<terms.count).lazy.compactMap { terms.kernel($0).breakdown(in: scope) }
        if let inside = all.first { return inside }
      }
      let shape = values[index].shape
      let (row, column) = entry.quotientAndRemainder(dividingBy: shape.columns)
      let place = shape.isScalar ? "" : " at row \(row + 1), column \(column + 1)"
      let result = values[index].elements[entry].isNaN ? "no number" : "infinite"
      let operands = node.operands.map { values[$0] }
      return Breakdown(
        location: node.location,
        summary: "\(node.subject) \(node.operation.isPlural ? "are" : "is") \(result)\(place)",
        reason: node.operation.innerBreakdown(operands, scope)?.reason
          ?? node.operation.breakdown(operands, row: row, column: column))
    }
  }

  /// Which operations the value is made from. What a case would be for which another one stands is
  /// not among them: there x/|x| may have no value, and neither has the case that nobody wrote.
  private func reachingTheValue(_ values: [Matrix<Double>]) -> [Bool] {
    var counts = [Bool](repeating: false, count: nodes.count)
    if !counts.isEmpty { counts[counts.count - 1] = true }
    for index in nodes.indices.reversed() where counts[index] {
      let isDecided = nodes[index].operation.isSelection && values[index].isFinite
      for (position, operand) in nodes[index].operands.enumerated()
      where !isDecided || position < 2 || values[operand].isFinite {
        counts[operand] = true
      }
    }
    return counts
  }

  /// The first operation inside that made no number of numbers.
  func breakdown(in scope: Scope<Double>) -> Breakdown? {
    breakdowns(run(in: scope), in: scope).first
  }
}

extension Kernel.Node {
  /// What an operation is called at the head of a sentence.
  fileprivate var subject: String {
    if operation.literal != nil { return "This" }
    return operation.call?.title ?? "The " + operation.label(of: []).text
  }
}

// Reasons as operations give them, with the numbers that did it.
extension Breakdown {
  /// The entry of an operand that goes into an entry of the value; nil where there is none.
  static func operand(
    _ operands: [Matrix<Double>], _ index: Int, _ row: Int, _ column: Int
  ) -> Double? {
    guard operands.indices.contains(index) else { return nil }
    let value = operands[index]
    let row = value.shape.rows == 1 ? 0 : row
    let column = value.shape.columns == 1 ? 0 : column
    guard row < value.shape.rows, column < value.shape.columns else { return nil }
    return value[row, column]
  }
}

extension Breakdown.Reason {
  static let tooLarge = Self.more("it is too large to be computed")

  static func one(
    _ operands: [Matrix<Double>], _ row: Int, _ column: Int, _ text: (String) -> String
  ) -> Self? {
    Breakdown.operand(operands, 0, row, column).map { .whole(text(NumberStyle().text($0))) }
  }

  static func two(
    _ operands: [Matrix<Double>], _ row: Int, _ column: Int, _ text: (String, String) -> String
  ) -> Self? {
    pair(operands, row, column) { a, b, shown in text(shown(a), shown(b)) }
  }

  static func pair(
    _ operands: [Matrix<Double>], _ row: Int, _ column: Int,
    _ text: (Double, Double, (Double) -> String) -> String
  ) -> Self? {
    guard let a = Breakdown.operand(operands, 0, row, column),
      let b = Breakdown.operand(operands, 1, row, column)
    else { return nil }
    return .whole(text(a, b) { NumberStyle().text($0) })
  }
}

extension Equation {
  /// Why a side of it has no value, or none that is finite, as a sentence for who reads it: the
  /// operation that made it and of what number, or the name that has none.
  ///
  /// - Parameter replay: the lesson with the givens that hold now.
  package func breakdown(in replay: inout Replay) -> String? {
    for side in sides where !side.value.isFinite {
      let workspace = replay.workspace(at: side.moment)
      let scope = Scope<Double>(workspace)
      if let found = side.kernel.breakdowns(side.values, in: scope).first {
        return found.sentence
      }
      let names = side.kernel.names.filter { !(workspace.values[$0]?.isFinite ?? true) }
      if let name = names.min(by: { $0.latex < $1.latex }) {
        return "It is made from \(name.shown), which has no value now."
      }
    }
    return nil
  }
}

extension OpenNumber {
  /// Why it has no value, or none that is finite; nil when it has one.
  package var breakdown: String? {
    guard !value.isFinite else { return nil }
    let numbers = resolved.formula?.numbers ?? []
    if let other = numbers.first(where: { !$0.value.isFinite }) {
      return "It is made from \(other.title.oneLine()), which has no value either."
    }
    guard let frame = numbers.first?.frame else { return "It has no value." }
    let names = Array(frame.locals.keys)
    let scope = Scope<Double>(frame.workspace)
      .hiding(names, with: names.compactMap { frame.locals[$0]?.value })
    let found = frame.kernel.breakdowns(frame.values, in: scope).first
    return found?.sentence ?? "The arithmetic above has no value."
  }
}
