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
    /// The eigenvectors of a symmetric matrix, with its rows in front and all its entries; and, of
    /// what was found by such a step, an entry or the product of two entries of one vector, as exact
    /// as if it were written down: by what stands in front, row by row, of the product
    /// (row · rows + column) · rows + index.
    case eigenvectors, entry, weight
    case factorial
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

    /// The steps that it is made from; of what a loop comes to, the variable.
    package var sources: ArraySlice<Int> {
      switch operation {
      case .given, .constant: []
      case .choose, .eigenvectors, .entry, .weight: operands.dropFirst()
      case .variable, .result: operands.prefix(1)
      case .add, .subtract, .multiply, .divide, .negate, .exp, .log, .sqrt, .tanh, .sin, .cos,
        .arcsin, .arccos, .arctan, .abs, .pow, .maximum, .factorial:
        operands[...]
      }
    }
  }

  /// Which operations are done was decided by how two steps compare: with numbers for which that is
  /// not so the tape says something else than the lesson.
  package struct Decision: Hashable, Sendable {
    package var left: Int
    package var right: Int
    /// As in front of `choose`.
    package var mask: Int
    package var isSo: Bool
  }

  enum Operand {
    case step(Int)
    case constant(Double)

    /// Whether it is a number that the tape does not say.
    fileprivate var isLeft: Bool {
      if case .step(..<0) = self { return true }
      return false
    }
  }

  /// How far a tape is written, to take back what came later.
  struct Mark {
    fileprivate var steps: Int
    fileprivate var decisions: Int
    fileprivate var left: Int
  }

  /// What an operation of a lesson has done to the tape.
  struct Outcome {
    /// There was not enough room for its steps.
    var isTooMuch: Bool
    /// It has looked at numbers, so that with others all that it gives may be another: the place
    /// for those.
    var looked: Int?
  }

  private struct State {
    var steps: [Step] = []
    /// The same operation on the same numbers is done once.
    var places: [Step: Int] = [:]
    var givens = 0
    var passed = 0
    var constants = 0
    var loops: [Loop] = []
    var decisions: [Decision] = []
    /// For each group of numbers that the tape does not say, the givens behind it.
    var left: [Set<Int>] = []
    // Of the operation that is being recorded:
    var most = Int.max
    var mostConstants = Int.max
    var isLeftOut = false
    var isTooMuch = false
    var looked = false
    var hasLeft = false
    /// Below 0 a group of numbers that the tape does not say.
    var touched: Set<Int> = []

    mutating func add(_ step: Step) -> Int {
      if let known = places[step] { return known }
      guard steps.count < most, constants < mostConstants || step.operation != .constant else {
        isTooMuch = !isLeftOut
        return max(0, steps.count - 1)
      }
      if step.operation == .constant { constants += 1 }
      places[step] = steps.count
      steps.append(step)
      return steps.count - 1
    }

    mutating func place(of operand: Operand) -> Int {
      switch operand {
      case .step(let step): step
      case .constant(let number): add(Step(.constant, [], constant: number))
      }
    }

    /// What the operation itself leaves out has no givens of its own.
    mutating func touch(_ operand: Operand) {
      guard case .step(let step) = operand, step >= -left.count else { return }
      touched.insert(step)
    }
  }

  private let state = Mutex(State())

  func add(_ step: Step) -> Int { state.withLock { $0.add(step) } }

  /// - Returns: the step; below 0 where there is none, since it is made from a number that the tape
  ///   does not say.
  func record(_ operation: Operation, _ operands: [Operand], mask: Int?) -> Int {
    state.withLock { state in
      if !state.isLeftOut, !operands.contains(where: \.isLeft) {
        let places = operands.map { state.place(of: $0) }
        return state.add(Step(operation, (mask.map { [$0] } ?? []) + places))
      }
      for operand in operands { state.touch(operand) }
      state.hasLeft = true
      return -1 - state.left.count
    }
  }

  func look(at place: Int) {
    state.withLock { state in
      state.looked = true
      state.touch(.step(place))
    }
  }

  /// How two numbers compare has decided what is done.
  func decide(_ left: Operand, _ right: Operand, mask: Int, isSo: Bool) {
    state.withLock { state in
      guard !state.isLeftOut, !left.isLeft, !right.isLeft else {
        state.looked = true
        for operand in [left, right] { state.touch(operand) }
        return
      }
      let decision = Decision(
        left: state.place(of: left), right: state.place(of: right), mask: mask, isSo: isSo)
      if !state.decisions.contains(decision) { state.decisions.append(decision) }
    }
  }

  // MARK: - Operations of a lesson

  /// An operation begins, which may add so many steps and constants.
  /// - Parameter isLeftOut: whether of what it gives only the givens behind it are to be known.
  func begin(isLeftOut: Bool, most: Int, mostConstants: Int) {
    state.withLock { state in
      (state.most, state.mostConstants) = (most, mostConstants)
      state.isLeftOut = isLeftOut
      (state.isTooMuch, state.looked, state.hasLeft) = (false, false, false)
      state.touched = []
    }
  }

  /// - Parameter numbers: what the operation gives. Where it has looked at numbers these may hold
  ///   what it saw as constants: the givens behind the others are behind all of them.
  func end(giving numbers: [Recorded]) -> Outcome {
    let (outcome, touched) = state.withLock { state in
      if state.looked { for number in numbers { state.touch(number.operand) } }
      return (
        Outcome(isTooMuch: state.isTooMuch), state.looked || state.hasLeft ? state.touched : nil
      )
    }
    guard let touched, !outcome.isTooMuch else { return outcome }
    let givens = givens(behind: touched)
    return state.withLock { state in
      state.left.append(givens)
      return Outcome(isTooMuch: false, looked: state.looked ? -state.left.count : nil)
    }
  }

  var mark: Mark {
    state.withLock { state in
      Mark(
        steps: state.steps.count, decisions: state.decisions.count, left: state.left.count)
    }
  }

  func goBack(to mark: Mark) {
    state.withLock { state in
      for step in state.steps[mark.steps...] {
        state.places[step] = nil
        if step.operation == .constant { state.constants -= 1 }
      }
      state.steps.removeSubrange(mark.steps...)
      state.decisions.removeSubrange(mark.decisions...)
      state.left.removeSubrange(mark.left...)
    }
  }

  /// Whether all that came since is said, whatever the numbers are.
  func isStraight(since mark: Mark) -> Bool {
    state.withLock { $0.decisions.count == mark.decisions && $0.left.count == mark.left }
  }

  /// The givens that steps, and numbers that are none, are made from, each by its number.
  package func givens(behind touched: Set<Int>) -> Set<Int> {
    let (steps, loops, left) = state.withLock { ($0.steps, $0.loops, $0.left) }
    var givens: Set<Int> = []
    var isWanted = Array(repeating: false, count: steps.count)
    for place in touched {
      if place >= 0 { isWanted[place] = true } else { givens.formUnion(left[-1 - place]) }
    }
    var loopOf: [Int: Int] = [:]
    for (place, loop) in loops.enumerated() {
      for variable in loop.variables { loopOf[variable] = place }
    }
    for index in steps.indices.reversed() where isWanted[index] {
      let step = steps[index]
      if step.operation == .given { givens.insert(step.operands[0]) }
      for source in step.sources { isWanted[source] = true }
      // Rounds change all by all.
      if step.operation == .result, let loop = loopOf[step.operands[0]] {
        for place in loops[loop].variables + loops[loop].next { isWanted[place] = true }
      }
    }
    return givens
  }

  // MARK: - Counting

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
  var constants: Int { state.withLock(\.constants) }

  func add(_ loop: Loop) { state.withLock { $0.loops.append(loop) } }

  package var loops: [Loop] { state.withLock(\.loops) }
  package var steps: [Step] { state.withLock(\.steps) }
  package var decisions: [Decision] { state.withLock(\.decisions) }
  /// The givens behind each group of numbers that the tape does not say: that take too many
  /// operations, or are found by what the numbers are.
  package var left: [Set<Int>] { state.withLock(\.left) }
}
