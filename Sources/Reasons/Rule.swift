package import Kernels

/// A rule of calculation, as a lecturer would name it: what follows from a few laws, in one
/// direction.
package enum Rule: Hashable, Sendable {
  /// A name becomes its formula, and back.
  case substitution(Name)
  case recognition(Name)

  // MARK: Of derivatives

  case derivativeOfSum
  /// Nothing that is differentiated by occurs.
  case derivativeOfConstant
  case constantFactorOut
  case derivativeInsideSum
  case productRule
  case quotientRule
  case powerRule
  case derivativeOfLogarithm
  case derivativeOfExponential
  case chainRule
  case chainRuleOverPaths
  case derivativeOfLinearFormula
  case onlyOneTermIsLeft
  case derivativeOfSquareForm
  case derivativeOfSoftmax
  case derivativeOfInverse
  case derivativeOfDeterminant
  /// f′ = f (1 − f), of a function of which that is true; and of another one.
  case slopeOfSigmoid
  case slopeOfFunction(Name)

  // MARK: Of values

  case logarithmOfQuotient
  /// (ab)ⁿ = aⁿbⁿ, aᵐaⁿ = aᵐ⁺ⁿ.
  case lawOfPowers
  case powerLaw
  case distribution
  case factorization
  case cancellation
  case fractions
  case sumOfEachTerm
  case factorOutOfSum
  case sumOfConstant
  case orderOfSums
  case productEntryByEntry
  case recognitionOfProduct
  case diagonalTimesVector
  case transpose
  case transposeOfProduct
  case inverseOfProduct
  case determinantOfProduct
  case traceOfProduct
  case lengthAsSum
  case traceAsSum
  case whatIsGiven(Name)
}

extension Rule {
  /// The name by which tools know it.
  package var id: String {
    switch self {
    case .substitution: "substitute"
    case .recognition: "fold"
    case .derivativeOfSum: "d-sum"
    case .derivativeOfConstant: "d-constant"
    case .constantFactorOut: "d-factor"
    case .derivativeInsideSum: "d-swap"
    case .productRule: "d-product"
    case .quotientRule: "d-quotient"
    case .powerRule: "d-power"
    case .derivativeOfLogarithm: "d-log"
    case .derivativeOfExponential: "d-exp"
    case .chainRule: "d-chain"
    case .chainRuleOverPaths: "d-chain-many"
    case .derivativeOfLinearFormula: "d-linear"
    case .onlyOneTermIsLeft: "collapse"
    case .derivativeOfSquareForm: "d-quadratic"
    case .derivativeOfSoftmax: "d-softmax"
    case .derivativeOfInverse: "d-inverse"
    case .derivativeOfDeterminant: "d-det"
    case .slopeOfSigmoid: "sigmoid-slope"
    case .slopeOfFunction: "slope"
    case .logarithmOfQuotient: "log-quotient"
    case .lawOfPowers: "power-of-product"
    case .powerLaw: "power-law"
    case .distribution: "distribute"
    case .factorization: "factor"
    case .cancellation: "cancel"
    case .fractions: "fraction"
    case .sumOfEachTerm: "sum-split"
    case .factorOutOfSum: "sum-factor"
    case .sumOfConstant: "sum-constant"
    case .orderOfSums: "sum-swap"
    case .productEntryByEntry: "product-as-sum"
    case .recognitionOfProduct: "recognise-product"
    case .diagonalTimesVector: "diag-as-hadamard"
    case .transpose: "transpose"
    case .transposeOfProduct: "transpose-product"
    case .inverseOfProduct: "inverse-product"
    case .determinantOfProduct: "det-product"
    case .traceOfProduct: "trace-product"
    case .lengthAsSum: "norm"
    case .traceAsSum: "trace-as-sum"
    case .whatIsGiven: "given"
    }
  }

  /// Where it stands in a list of several: what is written out, what is differentiated, what is
  /// tidied.
  var order: (Int, String) {
    let place =
      switch self {
      case .substitution: 0
      case .derivativeOfSum: 1
      case .derivativeOfConstant: 5
      case .constantFactorOut: 2
      case .derivativeInsideSum: 3
      case .productRule, .quotientRule, .powerRule, .derivativeOfLogarithm,
        .derivativeOfExponential, .chainRule, .chainRuleOverPaths, .derivativeOfSquareForm,
        .derivativeOfSoftmax, .derivativeOfInverse, .derivativeOfDeterminant, .slopeOfSigmoid,
        .slopeOfFunction:
        4
      case .derivativeOfLinearFormula, .onlyOneTermIsLeft: 5
      case .logarithmOfQuotient, .lawOfPowers, .powerLaw, .distribution, .sumOfEachTerm,
        .factorOutOfSum, .sumOfConstant, .orderOfSums, .productEntryByEntry, .transpose,
        .transposeOfProduct, .inverseOfProduct, .determinantOfProduct, .traceOfProduct,
        .lengthAsSum, .traceAsSum, .whatIsGiven, .diagonalTimesVector,
        .fractions:
        6
      case .cancellation, .factorization, .recognitionOfProduct: 7
      case .recognition: 8
      }
    return (place, "\(id) \(text)")
  }
}
