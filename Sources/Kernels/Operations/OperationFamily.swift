import Matrices

/// Everything that is to be known of an operation, in the order in which a textbook would say it.
/// A family is a few operations that are much alike, and one file.
///
/// What a new operation is asked is asked here, and the compiler asks: there are no answers for
/// those who say nothing.
protocol OperationFamily: Hashable, Sendable {
  // MARK: Shape

  /// The shape of the value; nil when the operands do not fit.
  func shape(of operands: [Shape]) -> Shape?
  /// Why operands do not fit, to be said where they were written.
  func misfit(_ operands: [Operand]) -> Misfit
  /// Whether every entry of the value comes from the entries at its place only, so that a function
  /// of a number may use it.
  var isEntrywise: Bool { get }

  // MARK: Value

  /// - Parameters:
  ///   - shape: of the value, for those to which the operands do not tell it.
  ///   - scope: for the few that look up names.
  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S>
  /// Why the value has an entry that is no finite number, of operands that are all finite.
  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason?

  // MARK: Derivative

  /// The operation by simpler ones; nil when it is one of those that a graph is made of.
  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int?
  /// Reverse accumulation: what goes back to an operand, given what comes back to the value; nil
  /// when that is nothing.
  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int?
  /// The step by which a program runs it; nil when it runs it as it is here.
  func step(_ place: Program.Place) -> [Program.Step]?

  // MARK: Showing

  /// The arithmetic that gives an entry of the value; nil for what has none.
  func entry(_ entry: EntryReader) -> ScalarFormula?
  /// The entry of an operand that an entry of the value is as it stands.
  func source(_ entry: EntryPlace) -> EntrySource?
  /// What the operation is called, on operands of these shapes.
  func label(of shapes: [Shape]) -> OperationLabel
  /// What a student sees of it.
  var presence: Presence { get }
  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText

  // MARK: Words and slips

  /// The operations that are written as a function with one argument, by their words.
  static var words: [String: Self] { get }
  /// How it is got wrong.
  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change]
  /// How it is got wrong more rarely: what explains an answer, and is not asked about.
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change]
}

/// A family whose operations are what a graph is made of.
protocol PrimitiveFamily: OperationFamily {}

extension PrimitiveFamily {
  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    nil
  }
}

/// A family whose operations a graph always writes out by simpler ones: nothing goes back through
/// them, and no program has a step for them. That a slope is asked for all the same shows as NaN.
protocol CompositeFamily: OperationFamily {}

extension CompositeFamily {
  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? { graph.constant(.nan) }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }
}

/// What an operation is called.
package struct OperationLabel: Hashable, Sendable, ExpressibleByStringLiteral {
  var words: String
  /// Whether it was done to every entry by itself.
  package var isOfEveryEntry = false

  init(_ words: String, isOfEveryEntry: Bool = false) {
    (self.words, self.isOfEveryEntry) = (words, isOfEveryEntry)
  }

  package init(stringLiteral words: String) { self.init(words) }

  package var text: String { words + (isOfEveryEntry ? " of every entry" : "") }
}

/// An operand as a finding speaks of it.
struct Operand {
  var shape: Shape
  var text: String
}

/// Why operands do not fit.
struct Misfit {
  var summary: String
  var help: String?
  /// The two operands that it is about; a change of one of them may help.
  var between: (first: Int, second: Int)?
  /// Whether the two may also be swapped, or multiplied otherwise.
  var isProduct = false
}

/// Where an entry that is not computed comes from.
enum EntrySource {
  case operand(Int, row: Int, column: Int)
  /// One of the terms that it goes over.
  case term(Int, row: Int, column: Int)
  case zero
}

/// How an operation shows when a formula is walked.
enum Presence {
  /// One press of the key.
  case step
  /// A value by itself: a name, a number.
  case leaf
  /// Picks from what is there: a leaf where that is one.
  case pick
  /// Puts values together; there is nothing to be seen done.
  case silent
}

/// What it takes to know which way an operation computes.
package enum DecidedBy {
  /// How many numbers there are.
  case shapes
  /// By which row is divided first.
  case pivots
  /// What the numbers are.
  case numbers
}
