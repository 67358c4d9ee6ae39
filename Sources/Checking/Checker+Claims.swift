import Kernels
import Matrices
import Notation
import Reasons
import SourceText

extension Checker {
  /// What a claim that does not hold, or cannot be told to, is.
  mutating func check(_ equation: Equation, claim index: Int) {
    let claim = equation.claims[index]
    let (a, b) = (equation.sides[claim.left], equation.sides[claim.left + 1])
    let location = a.tree.location.through(b.tree.location)
    if claim.verdict == .untold {
      report(
        .claimUntold, .warning, at: location,
        "These numbers cannot tell whether this holds: rounding alone "
          + (claim.slack.isFinite
            ? "moves the sides by up to \(NumberStyle().text(claim.slack))"
            : "decides how far the sides are apart"),
        help: "Take gentler numbers: something nearly equal is subtracted, as in 1 − p of a p that "
          + "is nearly 1.")
    }
    // What is not finite has been reported where it arose.
    guard !claim.holds, a.value.isFinite, b.value.isFinite, !isBackFromWrongLine(equation, index)
    else { return }
    // Of a chain the line that is new is wrong.
    let place = claim.left > 0 ? claim.relation.location.through(b.tree.location) : location
    let (row, column) = (claim.difference.row, claim.difference.column)
    let entry =
      a.value.shape.isScalar && b.value.shape.isScalar
      ? "" : " at row \(row + 1), column \(column + 1)"
    func number(_ value: Matrix<Double>) -> Double {
      value.shape.isScalar ? value.elements[0] : value[row, column]
    }
    // As many decimals as it takes to see the two apart.
    let both = [number(a.value), number(b.value)]
    let style =
      (6...17).lazy.map { NumberStyle(decimals: $0) }
      .first { Set($0.texts(both)).count == 2 } ?? NumberStyle(decimals: 6)
    let texts = style.texts(both)
    let fails = "This does not hold: \(texts[0]) on the left, \(texts[1]) on the right\(entry)"
    if isRounded(a, b, claim.relation) {
      findings.append(
        Finding(
          .claimFails, at: place, fails,
          help: "A number that was rounded is about equal: write \\approx.",
          fixes: [.init(claim.relation.location, "\\approx", "say that it was rounded")]))
      return
    }
    if let name = a.kernel.soleName, b.isWrittenOut, claim.relation.isSymbol("="),
      replay.source(of: name, at: a.moment) == .given,
      let known = workspace.definitions[name]
    {
      report(
        .redefined, at: place,
        "\(name.shown) is \(texts[0]) already, and here it is said to be \(texts[1])\(entry)",
        help: "A name keeps its value: take another name for the new one.",
        notes: [.init(known.location, "\(name.shown) has its value from here")])
      return
    }
    report(
      .claimFails, at: place, fails,
      help: Relation(claim.relation, a, b).isOrder
        ? "Turn the sign, or change a formula."
        : "The largest difference is \(style.text(claim.difference.largest)). "
          + meant(equation, index, location))
  }

  /// How the sides are related, and what may have led from one to the other.
  private func meant(_ equation: Equation, _ index: Int, _ location: Location) -> String {
    let claim = equation.claims[index]
    let (a, b) = (equation.sides[claim.left], equation.sides[claim.left + 1])
    let read = [reading(of: location)?.text, wrongLaws(equation, index)].compactMap { $0 }
    let said = read.isEmpty ? [again(claim, a, b)] : read
    let solved = solved(claim, a, b).map { name in
      "As an equation it does not find \(name.shown), which has a value already: write "
        + "\(name.latex) = …, or give what solves it another name."
    }
    return (said + [solved].compactMap(\.self)).joined(separator: " ")
  }

  /// Whether a line only leads back to what stood above a wrong one, which has been reported.
  private func isBackFromWrongLine(_ equation: Equation, _ index: Int) -> Bool {
    guard index > 0 else { return false }
    let (before, claim) = (equation.claims[index - 1], equation.claims[index])
    let (a, b) = (equation.sides[before.left], equation.sides[claim.left + 1])
    guard !before.holds, before.left + 1 == claim.left, a.value.shape == b.value.shape else {
      return false
    }
    return Claims.judge(
      Claims.Side(kernel: a.kernel, value: a.value), .equal,
      Claims.Side(kernel: b.kernel, value: b.value)
    ) { workspace }.verdict == .holds
  }

  /// What may have been meant by a claim that fails: a rounded value, or a name that begins anew.
  private func again(
    _ claim: Equation.Claim, _ a: Equation.Side, _ b: Equation.Side
  ) -> String {
    guard claim.relation.isSymbol("=") else {
      return "One of the two formulas is not what was meant."
    }
    let size = max(a.value.largest, b.value.largest)
    if claim.difference.largest <= 1e-3 * size {
      return "Where a value was rounded, \\approx says so: about equal they are."
    }
    guard claim.left == 0, a.tree.row == nil, a.kernel.names.count == 1,
      !a.kernel.hasDerivative
    else {
      return "One of the two formulas is not what was meant, or parentheses are missing in it."
    }
    return "\(a.tree.oneLine()) has a value already, so this = claims that they are equal: take "
      + "another name for another formula, or := for a new value."
  }

  /// What an equation such as A x = b may have been written for: the last factor on its left,
  /// which stands alone there and nowhere else.
  private func solved(_ claim: Equation.Claim, _ a: Equation.Side, _ b: Equation.Side) -> Name? {
    guard claim.left == 0, claim.relation.isSymbol("="), !b.kernel.names.isEmpty,
      let last = a.kernel.nodes.last, last.operation.isProduct,
      let operand = last.operands.last, let name = a.kernel.nodes[operand].operation.name,
      a.kernel.nodes.count(where: { $0.operation.name == name }) == 1,
      !b.kernel.names.contains(name)
    else { return nil }
    return name
  }

  /// Whether one side is the other, rounded to the decimals that it is written with.
  private func isRounded(
    _ a: Equation.Side, _ b: Equation.Side, _ relation: MathTree
  ) -> Bool {
    guard relation.isSymbol("="),
      let decimals = [a, b].compactMap(\.writtenDecimals).max(), decimals > 0
    else { return false }
    let (verdict, _) = Claims.judge(
      Claims.Side(kernel: a.kernel, value: a.value), .roughly(decimals: decimals),
      Claims.Side(kernel: b.kernel, value: b.value)
    ) { workspace }
    return verdict == .holds
  }

  /// What a claim that fails may be about.
  private func reading(of location: Location) -> ClaimDiagnosis? {
    guard let history = workspace.history.upToClaim(at: location) else { return nil }
    let fixed = workspace.structural
    let own = Trial.run(history, fixed: fixed, .own, onlyLast: true)
    let drawn = Trial.runs(history, fixed: fixed, onlyLast: true)
    return ClaimDiagnosis.of(own + drawn.compactMap(\.last))
  }

  /// An exact derivative that a lesson writes down a formula for must also be what a small step
  /// gives.
  mutating func checkDerivative(_ side: Equation.Side) {
    findings += replay.look(at: side.moment) {
      Self.unclear(side.kernel, side.values, side.terms, in: $0)
    }.prefix(1)
  }

  private static func unclear(
    _ kernel: Kernel, _ values: [Matrix<Double>], _ terms: [Int: [Equation.ShownTerm]],
    in workspace: Workspace
  ) -> [Finding] {
    let inTerms = terms.values.joined().flatMap {
      unclear($0.kernel, $0.values, $0.terms, in: workspace)
    }
    return inTerms
      + zip(kernel.nodes, values).compactMap { node, value in
        guard let derivative = node.operation.derivative,
          value.elements.allSatisfy(\.isFinite)
        else { return nil }
        let stepped = derivative.centralDifference(node.shape, in: workspace)
        let apart = value.difference(from: stepped)
        // A small step divides what rounding does to the formula by itself.
        let rounding = derivative.body.errors(in: workspace).largest / Derivative.step
        guard apart.largest > 1e-6 * max(1, value.largest) + 2 * rounding else { return nil }
        let style = NumberStyle(decimals: 6)
        return Finding(
          .derivativeUnclear, .warning, at: node.location,
          "The exact derivative is \(style.text(value[apart.row, apart.column])) at row "
            + "\(apart.row + 1), column \(apart.column + 1), and a small step both ways gives "
            + style.text(stepped[apart.row, apart.column]),
          help: "The formula jumps or bends sharply there: choose other numbers.")
      }
  }
}

extension History {
  /// What happened up to a claim.
  fileprivate func upToClaim(at location: Location) -> History? {
    let last = entries.firstIndex {
      if case .claim(let claim) = $0 { return claim.location == location }
      return false
    }
    return last.map { upTo($0 + 1) }
  }
}
