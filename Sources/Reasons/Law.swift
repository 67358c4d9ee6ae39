package import Kernels

/// A law of calculation that can be broken by itself. In the world without it, what follows from
/// all others still holds: a step between two lines needs the laws without which the lines part.
package enum Law: Hashable, Sendable {
  // MARK: Of slopes. Broken, the slope that passes through such an operation is larger.

  case slopeOfSum
  case slopeOfSummation
  /// Of a product with one factor that varies.
  case slopeOfMultiple
  case slopeOfProduct
  /// Of a quotient whose divisor varies.
  case slopeOfQuotient
  case slopeOfPower
  case slopeOfLogarithm
  case slopeOfExponential
  case slopeOfElementaryFunction
  /// Of a function of the lesson: the chain rule.
  case slopeOfCall
  case slopeOfInverse
  case slopeOfDeterminant
  case slopeOfLength
  /// ∂x/∂x = 1.
  case slopeOfItself
  /// That what is varied moves a name by what the name is made from.
  case slopeOfName

  // MARK: Of values

  /// c(a + b) = ca + cb, and whatever else tells + from another operation of its kind.
  case addition
  /// The same of Σ, and of sums of entries.
  case summation
  /// The same of + and Σ at once: Σ(a + b) = Σa + Σb still holds.
  case additionAndSummation
  /// That sums over several indices may be taken in any order.
  case orderOfSummations
  /// That Σᵢ₌₁ⁿ 1 is n.
  case countOfTerms
  /// (AB)ᵢⱼ = Σₖ Aᵢₖ Bₖⱼ.
  case matrixProduct
  case transpose
  case division
  case power
  case exponential
  case logarithm
  case elementaryFunction
  /// f(u) is what f's formula says.
  case valueOfCall
  /// f′(u) is.
  case slopeFunction
  case inverse
  case determinant
  case trace
  case diagonal
  case length
  /// That a name is its formula.
  case definition(Name)
  /// What is special of a given: that it is an identity, that its entries add up to 1.
  case form(Name)

  /// Whether it is about slopes, and not about values.
  package var isOfSlopes: Bool {
    switch self {
    case .slopeOfSum, .slopeOfSummation, .slopeOfMultiple, .slopeOfProduct, .slopeOfQuotient,
      .slopeOfPower, .slopeOfLogarithm, .slopeOfExponential, .slopeOfElementaryFunction,
      .slopeOfCall, .slopeOfInverse, .slopeOfDeterminant, .slopeOfLength, .slopeOfItself,
      .slopeOfName:
      true
    case .addition, .summation, .additionAndSummation, .orderOfSummations, .countOfTerms,
      .matrixProduct, .transpose, .division, .power, .exponential, .logarithm,
      .elementaryFunction, .valueOfCall, .slopeFunction, .inverse, .determinant, .trace,
      .diagonal, .length, .definition, .form:
      false
    }
  }
}
