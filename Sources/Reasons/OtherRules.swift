package import Kernels

extension Reasons {
  /// Rules that a step may be taken to be made by, and is not: what they are about occurs in its
  /// lines, and without one of their laws the lines agree as well.
  package static func otherRules(
    from above: Kernel, to line: Kernel, _ lesson: DrawnLesson
  ) -> [Rule] {
    let inference = Inference(before: Part(above), after: Part(line))
    let occurring = Occurrences([above, line], lesson.workspaces[0]).laws
    let needed = Signature(inference, lesson).laws
    let used = reason(from: above, to: line, lesson)?.rules ?? []
    var seen = Set(used.map(\.text))
    return Candidates(inference, occurring, lesson).all
      .filter { !$0.needs.isSubset(of: needed) && seen.insert($0.rule.text).inserted }
      .map(\.rule)
  }
}

extension Rule {
  /// Whether it is a rule of calculation, and not what one lesson says of a name.
  package var isGeneral: Bool {
    switch self {
    case .substitution, .recognition, .whatIsGiven, .slopeOfFunction: false
    case .derivativeOfSum, .derivativeOfConstant, .constantFactorOut, .derivativeInsideSum,
      .productRule, .quotientRule,
      .powerRule, .derivativeOfLogarithm, .derivativeOfExponential, .chainRule, .chainRuleOverPaths,
      .derivativeOfLinearFormula, .onlyOneTermIsLeft, .derivativeOfSquareForm,
      .derivativeOfSoftmax, .derivativeOfInverse, .derivativeOfDeterminant, .slopeOfSigmoid,
      .logarithmOfQuotient, .lawOfPowers, .powerLaw, .distribution, .factorization,
      .cancellation, .fractions, .sumOfEachTerm, .factorOutOfSum, .sumOfConstant, .orderOfSums,
      .productEntryByEntry, .recognitionOfProduct, .diagonalTimesVector, .transpose,
      .transposeOfProduct, .inverseOfProduct, .determinantOfProduct, .traceOfProduct,
      .lengthAsSum, .traceAsSum:
      true
    }
  }
}
