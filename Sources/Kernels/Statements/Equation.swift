package import Matrices
package import Notation
package import SourceText
import Synchronization

/// A live statement that has been read and run: what the student walks.
package struct Equation: Sendable {
  package enum Kind: String, Sendable {
    case given, shape, draw, definition, function, claim, update
  }

  /// A side of the statement that is computed.
  package struct Side: Sendable {
    package var tree: MathTree
    package var kernel: Kernel
    /// The value of every operation, the last being the side's own.
    package var values: [Matrix<Double>]
    /// Runs of the terms that are shown one by one, by the operation that goes over them.
    package var terms: [Int: [ShownTerm]] {
      get { late.terms }
      set { late = LateTerms { newValue } }
    }
    /// The same, made when somebody looks at them.
    var late: LateTerms
    /// Where indices are free: the formula for the first of their numbers.
    package var firstInstance: MathTree?
    /// How much had happened in the workspace when it was run, as entries of its history.
    package var moment = 0

    package var value: Matrix<Double> { values[values.count - 1] }

    init(
      tree: MathTree, kernel: Kernel, values: [Matrix<Double>],
      terms: [Int: [ShownTerm]] = [:], firstInstance: MathTree? = nil, moment: Int = 0
    ) {
      (self.tree, self.kernel, self.values) = (tree, kernel, values)
      (self.firstInstance, self.moment) = (firstInstance, moment)
      late = LateTerms { terms }
    }

    /// A term of a side as a side of its own.
    package init(_ term: ShownTerm, of tree: MathTree) {
      self.init(tree: tree, kernel: term.kernel, values: term.values, terms: term.terms)
    }
  }

  /// A term of a sum, or an entry that is given one by one, with its run.
  package struct ShownTerm: Sendable {
    package var position: Int
    package var kernel: Kernel
    package var values: [Matrix<Double>]
    package var terms: [Int: [ShownTerm]]

    package var value: Matrix<Double> { values[values.count - 1] }
  }

  /// An equality (or comparison) between two neighbouring sides, with what came out.
  package struct Claim: Sendable {
    /// Index of the left side; the right one follows.
    package var left: Int
    package var relation: MathTree
    package var verdict: Verdict
    /// How far rounding may have moved the sides apart, where that was asked.
    package var slack: Double
    /// Where the two sides are furthest apart.
    package var difference: Difference

    package var holds: Bool { verdict != .fails }
  }

  /// The rounds of a loop, of the line that begins it.
  package struct Loop: Sendable {
    package var letter: String
    /// The number of the first round.
    package var first: Int
    /// How much had happened before the first round and after each, as entries of the history.
    package var moments: [Int]
    /// What the rounds give new values.
    package var names: Set<Name> = []
  }

  package var kind: Kind
  /// The whole statement, as it is shown.
  package var tree: MathTree
  package var location: Location
  /// The names it defines, in order; a chain such as h = a = … defines several.
  package var names: [Name] = []
  package var sides: [Side] = []
  package var claims: [Claim] = []
  package var loop: Loop?
  /// What a shape statement says.
  package var statedShape: Shape?
  /// False when something in it is wrong: it is shown, and does not run.
  package var runs = false
  /// The indices that it leaves free, and its left side for the first few of their numbers.
  package var free: [RunningIndex] = []
  package var leads: [MathTree] = []
  /// The derivative for which its second side is the formula from here on.
  package var derivative: Name?
  /// The letter of a rule or a loop: the equations that follow are it, for one number after the
  /// other.
  package var ruleLetter: String?
  /// Rounds of a long loop that were done and are not shown, in order; then it has no sides.
  package var leftOut: [Rounds] = []

  /// The equations of one round of a loop, and how often they were done one after the other.
  package struct Rounds: Sendable {
    package var equations: [Equation]
    package var times: Int
  }

  /// A number of the value of an operation, not of a term inside; nil where there is none.
  package func value(_ id: NumberID) -> Double? {
    guard sides.indices.contains(id.side), sides[id.side].values.indices.contains(id.node)
    else { return nil }
    let entries = sides[id.side].values[id.node].elements
    return entries.indices.contains(id.entry) ? entries[id.entry] : nil
  }

  package var value: Matrix<Double>? { sides.first?.value }
  package var shape: Shape? { value?.shape ?? statedShape }
}

/// Terms that are run when somebody asks for them: a what-if shows few of those that it changes.
final class LateTerms: Sendable {
  private let make: @Sendable () -> [Int: [Equation.ShownTerm]]
  private let made = Mutex<[Int: [Equation.ShownTerm]]?>(nil)

  init(_ make: @escaping @Sendable () -> [Int: [Equation.ShownTerm]]) { self.make = make }

  var terms: [Int: [Equation.ShownTerm]] {
    made.withLock { made in
      if let made { return made }
      let new = make()
      made = new
      return new
    }
  }
}
