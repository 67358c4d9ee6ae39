import Matrices
import Notation
import SourceText

/// `E[X]`, `\operatorname{Var}(X)`, `E_p[v]`: means over weights. Which weights, a formula has to
/// say.
extension ExpressionReader {
  /// `E_p[v]`, `\operatorname{Var}_p(v)`: over the weights p; of E without weights and without a
  /// value, what is missing. Nil for what is something else.
  mutating func readExpectation(
    _ node: MathTree, _ inner: MathTree, _ group: MathTree
  ) -> ReadCall? {
    let sign = node.scripts?.base ?? node
    guard sign.isExpectation, let name = bareName(node) else { return nil }
    let location = node.location.through(group.location)
    if let scripts = node.scripts, scripts.primes == 0, scripts.upper == nil,
      let lower = scripts.lower, lower.isNameLike, let weights = trial(lower),
      !weights.shape.isScalar, workspace.isFree(name), !isWholeName(node)
    {
      guard let value = read(inner) else { return ReadCall(result: nil) }
      guard value.shape == weights.shape, value.shape.columns == 1 else {
        report(
          .shapeMismatch, at: location,
          "A mean over weights needs two columns of one length, and \(text(weights)) is "
            + "\(weights.shape), \(text(value)) is \(value.shape)",
          help: "Give every value its weight.")
        return ReadCall(result: nil)
      }
      return ReadCall(result: weighted(value, weights, isVariance: !sign.isMean, location))
    }
    guard sign.isMean, workspace.isFree(name), workspace.quantities[name] == nil else {
      return nil
    }
    if let value = trial(inner), !value.shape.isScalar {
      report(
        .undefinedName, at: location,
        "Over which weights the mean \(location.oneLineText) is taken, is not said",
        help:
          "Write \\sum_i p_i v_i or E_p[v] with the weights p, or \\operatorname{mean}(v) where "
          + "all count the same; or give it a value before: \(location.text) = …")
    } else {
      report(
        .undefinedName, at: location, "The name \(location.oneLineText) is not defined",
        help: "Define it before it is used: \(location.text) = …")
    }
    return ReadCall(result: nil)
  }

  /// A formula that can be read.
  private func trial(_ tree: MathTree) -> Expression? {
    let read = readAlone(tree, isTrial: isTrial)
    return read.findings.contains { $0.severity == .error } ? nil : read.expression
  }

  private mutating func weighted(
    _ value: Expression, _ weights: Expression, isVariance: Bool, _ location: Location
  ) -> Expression? {
    guard let mean = innerProduct(weights, value, at: location), isVariance else {
      return innerProduct(weights, value, at: location)
    }
    guard let apart = applied(.sum(.terms([.plus, .minus])), [value, mean], at: location),
      let square = multiplied(apart, apart, elementwise: true)
    else { return nil }
    return innerProduct(weights, square, at: location)
  }
}

extension Location {
  fileprivate var oneLineText: String { MathReader.read(text).oneLine() }
}

extension MathTree {
  /// The sign of a mean or of what is made from means, which may have its argument in brackets.
  var isExpectation: Bool {
    isMean || functionName.map { ["Var", "Cov", "Corr"].contains($0) } ?? false
      || text.map { ["Var", "Cov", "Corr"].contains($0) } ?? false
  }

  /// E, in whichever font.
  fileprivate var isMean: Bool {
    if let styled { return styled.inner.letter == "E" }
    return letter == "E" || functionName == "E" || text == "E"
  }

  /// What a function or quantity is written with: in parentheses, or of a mean in brackets.
  func arguments(of callee: MathTree) -> MathTree? {
    if let inner = insideParentheses { return inner }
    guard (callee.scripts?.base ?? callee).isExpectation, let group = delimited,
      ["[", "\\lbrack", "\\{", "\\lbrace"].contains(group.open),
      isClosedAsOpened
    else { return nil }
    return group.inner
  }
}
