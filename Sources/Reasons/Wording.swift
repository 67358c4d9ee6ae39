import Kernels

// What rules and wrong laws are called, and how they are written. Everything else in here holds
// values.

extension Rule {
  /// What stands at the right of a line.
  package var text: String {
    switch self {
    case .substitution(let name): "definition of \(name.shown)"
    case .recognition(let name): "this is \(name.shown)"
    case .derivativeOfSum: "derivative of a sum"
    case .derivativeOfConstant: "derivative of a constant"
    case .constantFactorOut: "constant factor out"
    case .derivativeInsideSum: "derivative inside the sum"
    case .productRule: "product rule"
    case .quotientRule: "quotient rule"
    case .powerRule: "power rule"
    case .derivativeOfLogarithm: "derivative of log"
    case .derivativeOfExponential: "derivative of exp"
    case .chainRule: "chain rule"
    case .chainRuleOverPaths: "chain rule over all paths"
    case .derivativeOfLinearFormula: "derivative of a linear formula"
    case .onlyOneTermIsLeft: "only one term is left"
    case .derivativeOfSquareForm: "derivative of a square"
    case .derivativeOfSoftmax: "derivative of the softmax"
    case .derivativeOfInverse: "derivative of an inverse"
    case .derivativeOfDeterminant: "derivative of a determinant"
    case .slopeOfSigmoid: "slope of the sigmoid"
    case .slopeOfFunction(let name): "slope of \(name.shown)"
    case .logarithmOfQuotient: "log of a quotient or product"
    case .lawOfPowers: "law of powers"
    case .powerLaw: "exp of a sum"
    case .distribution: "multiplied out"
    case .factorization: "factored out"
    case .cancellation: "cancelled"
    case .fractions: "fractions split or joined"
    case .sumOfEachTerm: "sum of each term"
    case .factorOutOfSum: "factor out of the sum"
    case .sumOfConstant: "sum of a constant"
    case .orderOfSums: "sums swapped"
    case .productEntryByEntry: "product, entry by entry"
    case .recognitionOfProduct: "as a matrix product"
    case .diagonalTimesVector: "diag times a vector"
    case .transpose: "transpose"
    case .transposeOfProduct: "transpose of a product"
    case .inverseOfProduct: "inverse of a product"
    case .determinantOfProduct: "determinant of a product"
    case .traceOfProduct: "trace of a product"
    case .lengthAsSum: "length as a sum"
    case .traceAsSum: "trace as a sum"
    case .whatIsGiven(let name): "what \(name.shown) is"
    }
  }

  /// The rule as a formula, in LaTeX; nil for what the lesson itself says of a name.
  package var formula: String? {
    switch self {
    case .substitution, .recognition, .whatIsGiven, .slopeOfFunction: nil
    case .derivativeOfConstant: #"\partial c = 0"#
    case .derivativeOfSum: #"\partial (a \pm b) = \partial a \pm \partial b"#
    case .constantFactorOut: #"\partial (c \, a) = c \, \partial a"#
    case .derivativeInsideSum: #"\partial \sum_i a_i = \sum_i \partial a_i"#
    case .productRule: #"\partial (a b) = \partial a \, b + a \, \partial b"#
    case .quotientRule: #"\partial \frac{a}{b} = \frac{b \, \partial a - a \, \partial b}{b^2}"#
    case .powerRule: #"\partial a^n = n \, a^{n-1} \, \partial a"#
    case .derivativeOfLogarithm: #"\partial \log a = \frac{\partial a}{a}"#
    case .derivativeOfExponential: #"\partial e^a = e^a \, \partial a"#
    case .chainRule: #"\partial f(u) = f'(u) \, \partial u"#
    case .chainRuleOverPaths:
      #"\frac{\partial L}{\partial x} = "#
        + #"\sum_k \frac{\partial L}{\partial u_k} \frac{\partial u_k}{\partial x}"#
    case .derivativeOfLinearFormula: #"\frac{\partial (a^T x + b)}{\partial x_j} = a_j"#
    case .onlyOneTermIsLeft: #"\sum_k a_k \frac{\partial x_k}{\partial x_i} = a_i"#
    case .derivativeOfSquareForm: #"\frac{\partial (w^T S w)}{\partial w} = (S + S^T) w"#
    case .derivativeOfSoftmax:
      #"\frac{\partial p_k}{\partial z_i} = p_k (\delta_{ki} - p_i)"#
    case .derivativeOfInverse: #"\partial A^{-1} = -A^{-1} \, \partial A \, A^{-1}"#
    case .derivativeOfDeterminant:
      #"\frac{\partial \det A}{\partial A_{ij}} = \det A \, (A^{-1})_{ji}"#
    case .slopeOfSigmoid: #"\sigma'(u) = \sigma(u) (1 - \sigma(u))"#
    case .logarithmOfQuotient: #"\log \frac{a}{b} = \log a - \log b"#
    case .lawOfPowers: #"(a b)^n = a^n b^n, \quad a^m a^n = a^{m + n}"#
    case .powerLaw: #"e^{a + b} = e^a e^b"#
    case .distribution: #"c (a + b) = c a + c b"#
    case .factorization: #"c a + c b = c (a + b)"#
    case .cancellation: #"\frac{a b}{b} = a"#
    case .fractions: #"\frac{a b}{c d} = \frac{a}{c} \cdot \frac{b}{d}"#
    case .sumOfEachTerm: #"\sum_i (a_i \pm b_i) = \sum_i a_i \pm \sum_i b_i"#
    case .factorOutOfSum: #"\sum_i c \, a_i = c \sum_i a_i"#
    case .sumOfConstant: #"\sum_{i=1}^n c = n c"#
    case .orderOfSums: #"\sum_i \sum_j a_{ij} = \sum_j \sum_i a_{ij}"#
    case .productEntryByEntry, .recognitionOfProduct: #"(A B)_{ij} = \sum_k A_{ik} B_{kj}"#
    case .diagonalTimesVector: #"\operatorname{diag}(a) \, b = a \circ b"#
    case .transpose: #"(A^T)_{ij} = A_{ji}"#
    case .transposeOfProduct: #"(A B)^T = B^T A^T"#
    case .inverseOfProduct: #"(A B)^{-1} = B^{-1} A^{-1}"#
    case .determinantOfProduct: #"\det (A B) = \det A \, \det B"#
    case .traceOfProduct: #"\operatorname{tr} (A B) = \operatorname{tr} (B A)"#
    case .lengthAsSum: #"\| u \|^2 = \sum_k u_k^2"#
    case .traceAsSum: #"\operatorname{tr} A = \sum_i A_{ii}"#
    }
  }
}

extension WrongLaw {
  /// What was done, as a sentence without its full stop.
  package var text: String {
    switch self {
    case .innerDerivativeLost:
      "the inner derivative is missing: ∂f(u) = f′(u) ∂u, and f′(u) was written"
    case .slopeLost: "the slope is missing: ∂f(u) = f′(u) ∂u, and ∂u was written"
    case .functionForSlope: "the function stands where its slope belongs: f for f′"
    case .complementForSlope: "1 − f was written for the slope f (1 − f)"
    case .exponentNotInFront:
      "the exponent was not put in front: ∂aⁿ = n aⁿ⁻¹ ∂a, and aⁿ⁻¹ ∂a was written"
    case .squareFormWithoutTwo:
      "one of two terms is missing: what is varied stands twice in wᵀS w"
    case .oneTermOfProductRule:
      "one term of the product rule is missing: ∂(a b) = ∂a b + a ∂b"
    case .productOfDerivatives:
      "the derivative of a product is not the product of the derivatives: ∂(a b) = ∂a b + a ∂b"
    case .quotientOfDerivatives:
      "the derivative of a quotient is not the quotient of the derivatives"
    case .constantKept: "a constant was kept: its derivative is 0"
    case .variableKept: "what is differentiated by was kept: ∂(c x)/∂x is c, not c x"
    case .everyIndexIsMeant:
      "∂xₖ/∂xᵢ was taken as 1 for every k: it is 1 for k = i only, and else 0"
    case .onePathOnly: "only the term of that index was taken: the others depend on it, too"
    case .takenAsConstant(let name?): "\(name.shown) was taken as a constant, and it varies, too"
    case .takenAsConstant(nil): "the divisor was taken as a constant, and it varies, too"
    case .sign: "a sign is turned"
    case .constantLost: "a constant factor is lost"
    case .factorLost: "a factor is lost"
    case .termLost: "a term is lost"
    case .exponentLost: "an exponent is lost"
    case .identityLost: "the identity matrix is lost: λ alone is added to every entry"
    case .transposeLost: "a transpose is lost"
    case .transposeAdded: "there is a transpose too many"
    case .orderKept: "factors stand in the wrong order: (A B)ᵀ = Bᵀ Aᵀ"
    case .matrixForHadamard: "a product of matrices was taken for one entry by entry"
    case .otherIndex: "an index is another one"
    case .quotientOfLogarithms:
      "the log of a quotient is not the quotient of the logs: log(a/b) = log a − log b"
    case .factorOnFirstTermOnly: "a factor went to the first term only: c(a + b) = c a + c b"
    case .constantSummedOnce: "a constant was summed once: the sum of n equal terms c is n c"
    case .productOfSums: "a sum of products is not the product of the sums"
    case .squareOfSum: "a sum of squares is not the square of the sum"
    case .powerOnOneFactor: "the power went to one factor only: (a b)ⁿ = aⁿ bⁿ"
    case .crossTermOnce: "the mixed term counts twice: (a − b)² = a² − 2 a b + b²"
    }
  }
}
