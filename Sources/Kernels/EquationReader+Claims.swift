package import Matrices
package import Notation
package import SourceText

extension EquationReader {
  /// Compares two neighbouring sides.
  mutating func check(_ left: Int, _ relation: MathTree, _ equation: inout Equation) {
    let a = equation.sides[left]
    let b = equation.sides[left + 1]
    let meaning = Relation(relation, a, b)
    // Every entry of a matrix can be compared with one number; equal to it is another matter.
    let fits =
      meaning.isOrder
      ? a.value.shape.combined(with: b.value.shape) != nil : a.value.shape == b.value.shape
    guard fits else {
      report(
        .shapeMismatch, at: equation.tree.location,
        "The two sides cannot be equal: \(a.value.shape) and \(b.value.shape)",
        help: "\(a.tree.oneLine()) is \(a.value.shape), \(b.tree.oneLine()) is \(b.value.shape)"
          + (a.value.shape == b.value.shape.transposed ? ": is one of them transposed?" : "."))
      return
    }
    if isThorough, left == 0, a.tree.wholeDerivative != nil { checkDerivative(a) }
    let (verdict, slack) = Claims.judge(
      Claims.Side(kernel: a.kernel, value: a.value), meaning,
      Claims.Side(kernel: b.kernel, value: b.value)
    ) { workspace }
    let claim = Equation.Claim(
      left: left, relation: relation, verdict: verdict, slack: slack,
      difference: Claims.difference(a.value, b.value))
    equation.claims.append(claim)
    workspace.remember(
      History.Claim(
        location: a.tree.location.through(b.tree.location),
        relation: meaning, left: a.kernel, right: b.kernel,
        isAboutNumbers: a.isWrittenOut || b.isWrittenOut))
    if verdict == .untold {
      report(
        .claimUntold, .warning, at: a.tree.location.through(b.tree.location),
        "These numbers cannot tell whether this holds: rounding alone "
          + (slack.isFinite
            ? "moves the sides by up to \(NumberStyle().text(slack))"
            : "decides how far the sides are apart"),
        help: "Take gentler numbers: something nearly equal is subtracted, as in 1 − p of a p that "
          + "is nearly 1.")
    }
    // What is not finite has been reported where it arose.
    guard !claim.holds, a.value.isFinite, b.value.isFinite else { return }
    let (row, column) = (claim.difference.row, claim.difference.column)
    let place =
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
    if let name = target(a.tree), let known = workspace.definitions[name], known.isGiven,
      b.isWrittenOut,
      relation.isSymbol("=")
    {
      report(
        .redefined, at: a.tree.location.through(b.tree.location),
        "\(name.shown) is \(texts[0]) already, and here it is said to be "
          + "\(texts[1])\(place)",
        help: "A name keeps its value: take another name for the new one.",
        notes: [.init(known.location, "\(name.shown) has its value from here")])
      return
    }
    report(
      .claimFails, at: a.tree.location.through(b.tree.location),
      "This does not hold: \(texts[0]) on the left, \(texts[1]) on the right\(place)",
      help: meaning.isOrder
        ? "Turn the sign, or change a formula."
        : "The largest difference is \(style.text(claim.difference.largest)). "
          + ((isThorough ? reading() : nil)?.text
            ?? "One of the two formulas is not what was meant."))
  }

  /// One formula, such as an answer that was typed, ready to run.
  package static func kernel(
    of tree: MathTree, in file: SourceFile, _ workspace: Workspace
  ) -> (kernel: Kernel?, findings: [Finding]) {
    var reader = ExpressionReader(workspace, in: file)
    let joined = tree.mappingRows { reader.joiningWords($0) }
    let expression = reader.read(joined.separatingOperations())
    return (expression.map { Kernel($0) }, reader.findings)
  }

  /// The value of one formula.
  package static func value(
    of tree: MathTree, in file: SourceFile, _ workspace: Workspace
  ) -> (value: Matrix<Double>?, findings: [Finding]) {
    let (kernel, findings) = kernel(of: tree, in: file, workspace)
    var workspace = workspace
    return (kernel.map { workspace.value(of: $0) }, findings)
  }

  /// An exact derivative that a lesson writes down a formula for must also be what a small step
  /// gives.
  mutating func checkDerivative(_ side: Equation.Side) {
    checkDerivative(side.kernel, side.values, side.terms)
  }

  private mutating func checkDerivative(
    _ kernel: Kernel, _ values: [Matrix<Double>], _ terms: [Int: [Equation.ShownTerm]]
  ) {
    for term in terms.values.joined() { checkDerivative(term.kernel, term.values, term.terms) }
    for (node, value) in zip(kernel.nodes, values) {
      guard let derivative = node.operation.derivative,
        value.elements.allSatisfy(\.isFinite)
      else { continue }
      let stepped = derivative.centralDifference(node.shape, in: workspace)
      let apart = value.difference(from: stepped)
      // A small step divides what rounding does to the formula by itself.
      let rounding = derivative.body.errors(in: workspace).largest / Derivative.step
      guard apart.largest > 1e-6 * max(1, value.largest) + 2 * rounding else { continue }
      let style = NumberStyle(decimals: 6)
      report(
        .derivativeUnclear, .warning, at: node.location,
        "The exact derivative is \(style.text(value[apart.row, apart.column])) at row "
          + "\(apart.row + 1), column \(apart.column + 1), and a small step both ways gives "
          + style.text(stepped[apart.row, apart.column]),
        help: "The formula jumps or bends sharply there: choose other numbers.")
      return
    }
  }

  /// What the last claim, which fails, may be about.
  private func reading() -> Reading? {
    let fixed = workspace.structural
    let own = Trial.run(workspace.history, fixed: fixed, .own, onlyLast: true)
    let drawn = Trial.runs(workspace.history, fixed: fixed, onlyLast: true)
    return Reading.of(own + drawn.compactMap(\.last))
  }

  /// The operations that made a number that is none out of numbers.
  mutating func reportNonFinite(_ kernel: Kernel, _ values: [Matrix<Double>]) {
    for found in kernel.breakdowns(values, in: Scope(workspace)) {
      report(
        .notFinite, at: found.location,
        found.full,
        help: "Change the given numbers so that every value is finite.")
    }
  }

  /// Entries that were worked out one by one before, as a₁ of a or W₁₂ of W, must agree with the
  /// whole.
  mutating func compareEntries(
    of whole: Name, _ value: Matrix<Double>, _ equation: Equation
  ) {
    guard whole.label.isEmpty else { return }
    let entries = workspace.labelled(whole).filter { workspace.isValue($0) }
    for entry in entries.sorted(by: { $0.latex < $1.latex }) {
      guard let definition = workspace.definitions[entry], let single = workspace.values[entry],
        let pick = Pick(MathReader.read(entry.label), from: value)
      else { continue }
      guard case .value(let picked) = pick else {
        report(
          .outOfRange, at: equation.tree.location,
          "\(entry.shown) was worked out, and \(whole.shown) is \(value.shape): it has no such entry",
          help: "One of the two formulas is not what was meant.",
          notes: [.init(definition.location, "\(entry.shown) is worked out here")])
        continue
      }
      guard picked.shape != single.shape || !single.isClose(to: picked) else { continue }
      let apart = picked.shape == single.shape ? picked.difference(from: single) : nil
      let style = NumberStyle(decimals: 6)
      let said =
        apart.map { place in
          "was \(style.text(single[place.row, place.column])), and here it is "
            + style.text(picked[place.row, place.column])
        } ?? "was \(single.shape), and here it is \(picked.shape)"
      report(
        .claimFails, at: equation.tree.location, "\(entry.shown) \(said)",
        help: "One of the two formulas is not what was meant.",
        notes: [.init(definition.location, "\(entry.shown) is worked out here")])
    }
  }
}

/// What a subscript picks from a matrix.
private enum Pick {
  case value(Matrix<Double>)
  case outside

  /// Nil for a subscript that is none, such as a word. Rows as in `x_i` become columns.
  init?(_ label: MathTree, from whole: Matrix<Double>) {
    let parts = label.indexParts(splitsDigits: whole.shape.columns > 1)
    var indices: [Int?] = []
    for part in parts {
      if part.isSymbol(":") {
        indices.append(nil)
      } else if let digits = part.digits, let number = Int(digits) {
        indices.append(number)
      } else {
        return nil
      }
    }
    let shape = whole.shape
    let isRow = indices.count == 1 && shape.rows == 1 && shape.columns > 1
    let row = isRow ? 1 : indices.first.flatMap { $0 }
    let column = isRow ? indices[0] : indices.count == 2 ? indices[1] : nil
    guard (1...2).contains(indices.count), row.map({ (1...shape.rows).contains($0) }) ?? true,
      column.map({ (1...shape.columns).contains($0) }) ?? true
    else {
      self = .outside
      return
    }
    let rows = row.map { $0 - 1..<$0 } ?? 0..<shape.rows
    let columns = column.map { $0 - 1..<$0 } ?? 0..<shape.columns
    let picked = Matrix(shape: Shape(rows.count, columns.count)) {
      whole[rows.lowerBound + $0, columns.lowerBound + $1]
    }
    self = .value(indices.count == 1 ? picked.transposed : picked)
  }
}
