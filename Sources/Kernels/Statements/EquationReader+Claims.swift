package import Matrices
package import Notation
package import SourceText

extension EquationReader {
  /// Compares two neighbouring sides; what it comes to is said by who checks the lesson.
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
        .shapeMismatch,
        at: left == 0
          ? a.tree.location.through(b.tree.location)
          : relation.location.through(b.tree.location),
        "The two sides cannot be equal: \(a.value.shape) and \(b.value.shape)",
        help: "\(a.tree.oneLine()) is \(a.value.shape), \(b.tree.oneLine()) is \(b.value.shape)"
          + (a.value.shape == b.value.shape.transposed ? ": is one of them transposed?" : ".")
          + (left == 0 && a.tree.isNameLike
            ? " \(a.tree.oneLine()) has a value already: take another name for another formula."
            : valueWithParentheses(a.tree).map {
              " \($0.oneLine()) has a value already, and is multiplied: take another name."
            } ?? ""))
      return
    }
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
  }

  /// R in `R(\theta)`, where R has a value.
  private func valueWithParentheses(_ side: MathTree) -> MathTree? {
    let nodes = side.nodes
    guard nodes.count == 2, nodes[0].isNameLike, nodes[1].insideParentheses != nil else {
      return nil
    }
    return nodes[0]
  }

  /// One formula, such as an answer that was typed, ready to run.
  package static func kernel(
    of tree: MathTree, in file: SourceFile, _ workspace: Workspace
  ) -> (kernel: Kernel?, findings: [Finding]) {
    var reader = ExpressionReader(workspace, in: file)
    reader.boundLetters = tree.boundLetters
    let joined = tree.mappingRows { reader.joiningWords($0) }
    let separated = joined.separatingOperations(isValue: workspace.isValue)
    let marked = reader.markingMembers(separated).markingFolds([]) {
      workspace.definitions[Name($0)] != nil
    }
    let expression = reader.read(marked)
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
        help: "One of the two formulas is not what was meant, or needs another name.",
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
