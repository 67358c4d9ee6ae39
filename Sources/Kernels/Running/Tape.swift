import Synchronization

/// Operations on single numbers in the order in which they are done.
package final class Tape: Sendable {
  package enum Operation: Int, Sendable, CaseIterable {
    case given, constant, add, subtract, multiply, divide, negate, exp, log, sqrt, tanh, sin, cos
    case arcsin, arccos, arctan, abs, pow, maximum
    /// One of two by how two others compare; in front stands for which of less (1), equal (2) and
    /// greater (4) it takes the first.
    case choose
    /// A number that each round of a loop changes, at first another one; and what it is after the
    /// last round.
    case variable, result
  }

  /// Steps that are done again and again.
  package struct Loop: Sendable {
    /// The steps of a round; its variables are the first of them.
    package var steps: Range<Int>
    package var times: Int
    package var variables: [Int]
    /// What each of the variables is in the next round: all are taken before the first is changed.
    package var next: [Int]
  }

  package struct Step: Hashable, Sendable {
    package var operation: Operation
    /// Places of earlier steps; of a given which one it is.
    package var operands: [Int]
    /// By its bits, so that −0 stays.
    var bits: UInt64

    package var constant: Double { Double(bitPattern: bits) }

    init(_ operation: Operation, _ operands: [Int], constant: Double = 0) {
      (self.operation, self.operands, bits) = (operation, operands, constant.bitPattern)
    }
  }

  private struct State {
    var steps: [Step] = []
    /// The same operation on the same numbers is done once.
    var places: [Step: Int] = [:]
    var looked: Set<Int> = []
    var givens = 0
    var passed = 0
    var constants = 0
    var loops: [Loop] = []
  }

  private let state = Mutex(State())

  /// More steps, and more constants among them, than these are not kept.
  private let most: Int
  private let mostConstants: Int

  package init(most: Int = .max, mostConstants: Int = .max) {
    (self.most, self.mostConstants) = (most, mostConstants)
  }

  /// Whether steps were left out.
  package var isFull: Bool { state.withLock { isFull($0) } }

  private func isFull(_ state: State) -> Bool {
    state.steps.count >= most || state.constants >= mostConstants
  }

  func add(_ step: Step) -> Int {
    state.withLock { state in
      if let known = state.places[step] { return known }
      guard !isFull(state) else { return state.steps.count - 1 }
      if step.operation == .constant { state.constants += 1 }
      state.places[step] = state.steps.count
      state.steps.append(step)
      return state.steps.count - 1
    }
  }

  func look(at place: Int) { state.withLock { _ = $0.looked.insert(place) } }

  func countGiven() -> Int {
    state.withLock { state in
      state.givens += 1
      return state.givens - 1
    }
  }

  /// No two variables are one, however alike they begin.
  func countPassed() -> Int {
    state.withLock { state in
      state.passed += 1
      return state.passed - 1
    }
  }

  var count: Int { state.withLock(\.steps.count) }

  /// The givens that steps from one on are made from, each by its number.
  func givens(from start: Int) -> Set<Int> {
    let steps = steps
    var isWanted = Array(repeating: false, count: steps.count)
    for index in min(start, steps.count)..<steps.count { isWanted[index] = true }
    var givens: Set<Int> = []
    for index in steps.indices.reversed() where isWanted[index] {
      switch steps[index].operation {
      case .given: givens.insert(steps[index].operands[0])
      case .constant: break
      case .variable, .result: isWanted[steps[index].operands[0]] = true
      case .choose: for operand in steps[index].operands.dropFirst() { isWanted[operand] = true }
      case .add, .subtract, .multiply, .divide, .negate, .exp, .log, .sqrt, .tanh, .sin, .cos,
        .arcsin, .arccos, .arctan, .abs, .pow, .maximum:
        for operand in steps[index].operands { isWanted[operand] = true }
      }
    }
    return givens
  }

  func add(_ loop: Loop) { state.withLock { $0.loops.append(loop) } }

  package var loops: [Loop] { state.withLock(\.loops) }
  package var steps: [Step] { state.withLock(\.steps) }
  /// The steps whose numbers decided what was done.
  package var looked: Set<Int> { state.withLock(\.looked) }
}
