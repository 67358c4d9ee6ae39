/// What a slip is, with what it is about: parts of the formula as they are shown, names as they
/// are.
package enum SlipFact: Hashable, Codable, Sendable {
  case droppedTerm(String)
  case droppedFactor(String)
  case droppedDivisor(String)
  /// One sign in a formula, or that of all of it.
  case turnedSign(of: String)
  case turnedWhole(String)
  case reversedDifference(String)
  case droppedTranspose(of: String)
  case addedTranspose(of: String)
  case matrixForHadamard(String)
  case hadamardForMatrix(String)
  case functionForDerivative(Name)
  case derivativeForFunction(Name)
  case derivativeAtActivation(of: Name, at: Name, insteadOf: Name)
  case meanForSum
  /// The index of the sum, and what it numbers the rows, or the columns, of.
  case wrongAxis(index: Name, numbersRows: Bool, of: String)
  case swappedIndices(of: String)
  case otherName(Name, insteadOf: Name)
  case further(FurtherSlip)

  /// The kind of a usual slip; nil for a further one.
  package var kind: Slips.Kind? {
    switch self {
    case .droppedTerm: .droppedTerm
    case .droppedFactor: .droppedFactor
    case .droppedDivisor: .droppedDivisor
    case .turnedSign, .turnedWhole: .sign
    case .reversedDifference: .reversedDifference
    case .droppedTranspose: .droppedTranspose
    case .addedTranspose: .addedTranspose
    case .matrixForHadamard: .matrixForHadamard
    case .hadamardForMatrix: .hadamardForMatrix
    case .functionForDerivative: .functionForDerivative
    case .derivativeForFunction: .derivativeForFunction
    case .derivativeAtActivation: .derivativeAtActivation
    case .meanForSum: .meanForSum
    case .wrongAxis: .wrongAxis
    case .swappedIndices: .swappedIndices
    case .otherName: .otherName
    case .further: nil
    }
  }

  // MARK: - In words

  /// Of whom it is told.
  package enum Person: String, Sendable {
    case you = "You"
    case they = "They"
  }

  /// What a tutor would say, without its full stop.
  package func told(of who: Person = .you) -> String {
    let who = who.rawValue
    return switch self {
    case .droppedTerm(let term): "\(who) left out the term \(term)"
    case .droppedFactor(let factor): "\(who) left out the factor \(factor)"
    case .droppedDivisor(let divisor): "\(who) did not divide by \(divisor)"
    case .turnedSign(let part): "The sign of \(part) is turned"
    case .turnedWhole(let formula): "The sign is turned: it is \(formula)"
    case .reversedDifference(let formula): "The difference is turned round: it is \(formula)"
    case .droppedTranspose(let part): "\(who) did not transpose \(part)"
    case .addedTranspose(let part): "\(who) transposed \(part); it stands here as it is"
    case .matrixForHadamard(let product):
      "\(who) multiplied as matrices; \(product) is entry by entry (Hadamard)"
    case .hadamardForMatrix(let product):
      "\(who) multiplied entry by entry; \(product) is a matrix product"
    case .functionForDerivative(let name):
      "\(who) took \(name.shown) where \(name.shown)′ belongs"
    case .derivativeForFunction(let name):
      "\(who) took \(name.shown)′ where \(name.shown) belongs"
    case .derivativeAtActivation(let name, let activation, let argument):
      "\(who) took \(name.shown)′ at \(activation.shown); it is taken at \(argument.shown)"
    case .meanForSum: "\(who) took the mean; it is the sum"
    case .wrongAxis(let index, let numbersRows, let matrix):
      "\(who) summed along the other axis: \(index.shown) numbers the "
        + "\(numbersRows ? "rows" : "columns") of \(matrix)"
    case .swappedIndices(let entry): "\(who) took the indices of \(entry) in the other order"
    case .otherName(let taken, let right):
      "\(who) took \(taken.shown) where \(right.shown) belongs"
    case .further(let further): further.told(of: who)
    }
  }

  package func sentence(of who: Person = .you) -> String { told(of: who) + "." }
}
