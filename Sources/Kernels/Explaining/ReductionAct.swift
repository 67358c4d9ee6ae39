/// What is done in a reduction.
package enum ReductionAct: Hashable, Sendable {
  /// Names become numbers.
  case numbers
  case operation(OperationLabel)
  /// The values of all terms of a sum.
  case terms(RunningIndex)
  /// The formula at some numbers of its free indices.
  case instance([IndexNumber])
  /// The same at other numbers, all at once.
  case likewise([IndexNumber])
  /// The instances put together.
  case together

  /// An index at one of its numbers.
  package struct IndexNumber: Hashable, Sendable {
    package var letter: String
    package var number: Int
  }

  /// Whether it is one operation, done to every entry by itself.
  package var isOfEveryEntry: Bool {
    switch self {
    case .operation(let label): label.isOfEveryEntry
    case .numbers, .terms, .instance, .likewise, .together: false
    }
  }

  /// The numbers of the free indices, where it is about one instance.
  package var instance: [IndexNumber]? {
    switch self {
    case .instance(let numbers), .likewise(let numbers): numbers
    case .numbers, .operation, .terms, .together: nil
    }
  }

  /// In words.
  package var label: String {
    switch self {
    case .numbers: "names → numbers"
    case .operation(let label): label.text
    case .terms(let index):
      "every term, \(Name(index.letter).shown) = \(index.numbers.lowerBound)"
        + (index.numbers.count > 2 ? " … " : ", ") + "\(index.numbers.upperBound - 1)"
    case .instance(let numbers): Self.text(numbers)
    case .likewise(let numbers): "likewise, \(Self.text(numbers))"
    case .together: "all together"
    }
  }

  private static func text(_ numbers: [IndexNumber]) -> String {
    numbers.map { "\(Name($0.letter).shown) = \($0.number)" }.joined(separator: ", ")
  }
}
