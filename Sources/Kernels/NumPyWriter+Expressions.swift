import Matrices
import Notation

extension NumPyWriter {
  /// A kernel as one expression. What is drawn at random is written out as the numbers it came to.
  mutating func text(_ kernel: Kernel, _ value: Matrix<Double>?) -> String {
    if let value, kernel.nodes.contains(where: { $0.operation.draw != nil }) {
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

  /// What is given entry by entry, as loops where they say it shorter.
  func collection(_ free: [FreeIndex], _ operands: [String], isOfVectors: Bool) -> NumPyText {
    let texts = isOfVectors ? operands.map { "np.ravel(\($0))" } : operands
    let columns = free.count > 1 ? free[1].numbers : [0]
    let rows = stride(from: 0, to: texts.count, by: columns.count).map { start -> String in
      let row = Array(texts[start..<start + columns.count])
      if isOfVectors { return row[0] }
      guard columns.count > 1, let loop = Self.comprehension(row, columns) else {
        return "[\(row.joined(separator: ", "))]"
      }
      return "[\(loop.body) for \(loop.head)]"
    }
    let loop = Self.comprehension(rows, free[0].numbers)
    return NumPyText(
      loop.map { "np.array([\($0.body) for \($0.head)])" }
        ?? "np.array([\(rows.joined(separator: ", "))])")
  }

  /// One text with a loop variable for texts that differ only in whole numbers that go along with
  /// the numbers of an index; nil when they differ otherwise.
  static func comprehension(
    _ texts: [String], _ numbers: [Int]
  ) -> (body: String, head: String)? {
    guard texts.count > 1, let first = texts.first else { return nil }
    let tokens = texts.map(Self.tokens)
    guard let start = numbers.first, numbers == Array(start..<start + numbers.count),
      tokens.allSatisfy({ $0.count == tokens[0].count })
    else { return nil }
    let used = Set(tokens[0])
    guard let variable = ["i", "j", "k", "n", "p", "q"].first(where: { !used.contains($0) })
    else { return nil }
    var body = ""
    for (position, token) in tokens[0].enumerated() {
      let all = tokens.map { $0[position] }
      if Set(all).count == 1 {
        body += token
        continue
      }
      guard let own = Int(token),
        zip(all, 0...).allSatisfy({ Int($0) == own + $1 })
      else { return nil }
      // Inside brackets a sum needs no parentheses.
      let isIndex = body.hasSuffix("[")
      body += own == 0 ? variable : isIndex ? "\(variable) + \(own)" : "(\(variable) + \(own))"
    }
    // The same text throughout: the index does not occur.
    if body == first { return nil }
    return (body, "\(variable) in range(\(numbers.count))")
  }

  private static func tokens(_ text: String) -> [String] {
    var tokens: [String] = []
    var current = ""
    var isWord = false
    for character in text {
      let continues =
        character.isLetter || character.isNumber || character == "_"
        || (character == "." && current.allSatisfy(\.isNumber) && !current.isEmpty)
      if continues, isWord {
        current.append(character)
      } else {
        if !current.isEmpty { tokens.append(current) }
        current = String(character)
        isWord = continues
      }
    }
    if !current.isEmpty { tokens.append(current) }
    return tokens
  }

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
            derivative.row, derivative.column, isLying ? Shape(2, 1) : derivative.variableShape))
    }
    let columns = derivative.entries.map {
      String($0.row * derivative.variableShape.columns + $0.column)
    }
    return NumPyText("\(whole)[:, [\(columns.joined(separator: ", "))]]")
  }
}
