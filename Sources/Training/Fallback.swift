package import Kernels

/// Why a cost is not computed example by example: it is run as it was read, which is slower.
package enum Fallback: Error, Hashable, Sendable {
  /// Something is done to the examples that cannot be done to a few of them at a time.
  case operation(String)
  /// A value has both a row and a column for each example.
  case squareOfExamples
  /// One value is a column for each example, another a row, and they are taken entry by entry.
  case crossed
  /// A single example, or some of them, are picked.
  case pick
  /// The terms of a sum are all the same, or made from the number of its index.
  case looseSum
  /// A value that is no data has another number for each example.
  case variedGiven(Name)
  /// A name that should be data does not occur in the cost.
  case noData
  /// The cost was read on one example: a column of one number cannot be told from a number.
  case oneExample
  /// The cost is no number, or takes too many operations.
  case noCost
  /// The values differ from those of the formulas as they were read.
  case otherValues

  /// A sentence without an end.
  package var told: String {
    switch self {
    case .operation(let title): "\(title) over the examples has to see all of them at once"
    case .squareOfExamples: "a value has both a row and a column for each example"
    case .crossed: "examples as columns meet examples as rows"
    case .pick: "single examples are picked"
    case .looseSum: "the terms of a sum do not say whether its index runs over the examples"
    case .variedGiven(let name):
      "\(name.shown) has another number for each example, and is no data"
    case .noData: "the cost does not depend on the data"
    case .oneExample: "the lesson shows one example only, and needs two to see what goes along"
    case .noCost: "the cost is no number, or has too many operations"
    case .otherValues: "the result would not be that of the formulas"
    }
  }
}
