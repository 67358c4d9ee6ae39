import Matrices
import Notation

extension NumPyWriter {
  /// A kernel as one expression. What is drawn at random is written out as the numbers it came to.
  mutating func text(_ kernel: Kernel, _ value: Matrix<Double>?) -> String {
    if let value, kernel.allNodes.contains(where: { $0.operation.draw != nil }) {
      return literal(value)
    }
    return piece(kernel.nodes.count - 1, kernel).text
  }

  func literal(_ matrix: Matrix<Double>) -> String {
    if matrix.shape.isScalar { return number(matrix.elements[0]) }
    let rows = matrix.rows.map { "[\($0.map(number).joined(separator: ", "))]" }
    return "np.array([\(rows.joined(separator: ", "))])"
  }

  private func number(_ value: Double) -> String {
    value == value.rounded() && value.magnitude < 1e15
      ? String(Int(value)) + (value == 0 && value.sign == .minus ? ".0" : "") : "\(value)"
  }

  private mutating func piece(_ index: Int, _ kernel: Kernel) -> NumPyText {
    let node = kernel.nodes[index]
    let operands = node.operands.map { piece($0, kernel) }
    return node.operation.numPy(operands, node, kernel, &self)
  }

  // MARK: - Indices

  /// How the terms of a sum, or the entries of a tabulation, are written.
  enum Texts {
    /// One text, and a loop for each index, the one that goes slowest first.
    case loop(NumPyText, heads: [String])
    case list([NumPyText])
  }

  mutating func texts(_ terms: Terms) -> Texts {
    switch terms.body {
    case .each(let kernels): return .list(kernels.map { text(of: $0) })
    // The function that is differentiated stands before the line, where no loop runs.
    case .same(let kernel) where kernel.differentiatesIndices:
      return .list((0..<terms.count).map { text(of: terms.kernel($0)) })
    case .same(let kernel):
      let heads = terms.indices.map { index -> String in
        let (first, end) = (index.numbers.lowerBound - 1, index.numbers.upperBound - 1)
        return "for \(names.index(index.letter)) in range(\(first == 0 ? "" : "\(first), ")\(end))"
      }
      return .loop(text(of: kernel), heads: heads)
    }
  }

  /// A formula inside another one.
  mutating func text(of kernel: Kernel) -> NumPyText { piece(kernel.nodes.count - 1, kernel) }

  // MARK: - Derivatives

  mutating func derivative(_ derivative: Derivative) -> NumPyText {
    needDerivative()
    let variable = derivative.variable
    let body = derivative.body
    var descent = Descent(from: [variable])
    let definitions = workspace.closure(of: body.names).filter { name in
      name != variable && descent.reaches(name, in: workspace)
    }.compactMap { name in workspace.formulas[name].map { (name, $0) } }
      .sorted { $0.1.order < $1.1.order }.map { (name: $0.0, kernel: $0.1.kernel) }
    let what = body.soleName.map { names($0) } ?? "quantity"
    let own = helper("\(what)_of_\(names(variable))", [variable], definitions, returning: body)
    let whole = "derivative(\(own), \(names(variable)))"
    guard derivative.row != nil || derivative.column != nil else { return NumPyText(whole) }
    if body.shape.isScalar {
      let isLying = derivative.row != nil && derivative.column == nil
      return NumPyText(
        whole
          + Placement.subscripts(
            derivative.row.map { text($0) }, derivative.column.map { text($0) },
            isLying ? Shape(2, 1) : derivative.variableShape))
    }
    let columns = derivative.entries.map {
      String($0.row * derivative.variableShape.columns + $0.column)
    }
    return NumPyText("\(whole)[:, [\(columns.joined(separator: ", "))]]")
  }
}

extension Kernel {
  /// Whether an index stands in something that is differentiated.
  fileprivate var differentiatesIndices: Bool {
    allNodes.contains { $0.operation.derivative.map { !$0.body.letters.isEmpty } ?? false }
  }
}
