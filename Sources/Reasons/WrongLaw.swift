package import Kernels

/// A wrong law that students follow, or what is lost on the way from one line to the next: what is
/// said of a line that does not hold.
package enum WrongLaw: Hashable, Sendable {
  // MARK: Of derivatives

  /// ∂f(u) = f′(u).
  case innerDerivativeLost
  /// ∂f(u) = ∂u.
  case slopeLost
  /// ∂f(u) = f(u) ∂u.
  case functionForSlope
  /// σ′ = 1 − σ.
  case complementForSlope
  /// ∂aⁿ = aⁿ⁻¹ ∂a.
  case exponentNotInFront
  /// ∂(wᵀSw) = Sw.
  case squareFormWithoutTwo
  /// ∂(ab) = ∂a b.
  case oneTermOfProductRule
  /// ∂(ab) = ∂a ∂b.
  case productOfDerivatives
  /// ∂(a/b) = ∂a/∂b.
  case quotientOfDerivatives
  /// ∂(a + c) = ∂a + c.
  case constantKept
  /// ∂(cx)/∂x = cx.
  case variableKept
  /// ∂xₖ/∂xᵢ = 1 for every k.
  case everyIndexIsMeant
  /// Of Σₖ only the term of the index that is differentiated by.
  case onePathOnly
  case takenAsConstant(Name?)

  // MARK: Of values

  case sign
  case constantLost
  case factorLost
  case termLost
  case exponentLost
  case identityLost
  case transposeLost
  case transposeAdded
  /// (AB)ᵀ = AᵀBᵀ, or factors in the wrong order.
  case orderKept
  /// a ∘ b as aᵀb.
  case matrixForHadamard
  case otherIndex
  /// log(a/b) = log a / log b.
  case quotientOfLogarithms
  /// c(a + b) = ca + b.
  case factorOnFirstTermOnly
  /// Σᵢ c = c.
  case constantSummedOnce
  /// Σ aᵢbᵢ = Σaᵢ Σbᵢ.
  case productOfSums
  /// Σ aᵢ² = (Σ aᵢ)².
  case squareOfSum
  /// (ab)² = ab².
  case powerOnOneFactor
  /// (a − b)² = a² − ab + b².
  case crossTermOnce
}

extension WrongLaw {
  /// The name by which tools know it.
  package var id: String {
    switch self {
    case .innerDerivativeLost: "no-inner-derivative"
    case .slopeLost: "no-slope"
    case .functionForSlope: "f-for-slope"
    case .complementForSlope: "wrong-slope"
    case .exponentNotInFront: "power-without-exponent"
    case .squareFormWithoutTwo: "quadratic-without-two"
    case .oneTermOfProductRule: "product-rule-one-term"
    case .productOfDerivatives: "product-of-derivatives"
    case .quotientOfDerivatives: "quotient-of-derivatives"
    case .constantKept: "constant-kept"
    case .variableKept: "kept-the-variable"
    case .everyIndexIsMeant: "delta-ignored"
    case .onePathOnly: "one-path-only"
    case .takenAsConstant: "treated-as-constant"
    case .sign: "sign"
    case .constantLost: "lost-constant"
    case .factorLost: "lost-factor"
    case .termLost: "lost-term"
    case .exponentLost: "lost-exponent"
    case .identityLost: "lost-identity"
    case .transposeLost: "lost-transpose"
    case .transposeAdded: "added-transpose"
    case .orderKept: "transpose-order-kept"
    case .matrixForHadamard: "matrix-for-hadamard"
    case .otherIndex: "wrong-index"
    case .quotientOfLogarithms: "log-of-quotient-as-quotient"
    case .factorOnFirstTermOnly: "factor-on-first-term-only"
    case .constantSummedOnce: "sum-of-constant-once"
    case .productOfSums: "sum-of-products-as-product"
    case .squareOfSum: "square-of-sum"
    case .powerOnOneFactor: "power-on-one-factor"
    case .crossTermOnce: "cross-term-once"
    }
  }
}

extension WrongLaw {
  /// Where several would lead to a line, which one is said first: 0 is what students do most.
  var rank: Int {
    switch self {
    case .innerDerivativeLost, .slopeLost, .functionForSlope, .complementForSlope,
      .exponentNotInFront, .squareFormWithoutTwo, .constantKept, .everyIndexIsMeant,
      .onePathOnly, .sign, .crossTermOnce, .powerOnOneFactor, .quotientOfLogarithms,
      .quotientOfDerivatives, .productOfDerivatives, .orderKept, .matrixForHadamard,
      .transposeLost, .identityLost, .constantSummedOnce:
      0
    case .oneTermOfProductRule, .constantLost, .factorLost, .variableKept,
      .factorOnFirstTermOnly, .squareOfSum, .productOfSums, .exponentLost:
      1
    case .termLost, .takenAsConstant, .otherIndex, .transposeAdded: 2
    }
  }
}
