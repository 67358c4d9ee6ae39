import Matrices
import Notation

extension NumPyWriter {
  /// How tightly a text holds together: what is looser than its place stands in parentheses.
  private enum Tightness: Int { case sum, product, sign, power, atom }

  private struct Piece {
    var text: String
    var tightness = Tightness.atom

    func inside(_ place: Tightness) -> String {
      tightness.rawValue < place.rawValue ? "(\(text))" : text
    }
  }

  /// A kernel as one expression. What is drawn at random is written out as the numbers it came to.
  mutating func text(_ kernel: Kernel, _ value: Matrix<Double>?) -> String {
    if let value, kernel.nodes.contains(where: { $0.operation.isDraw }) { return literal(value) }
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

  private mutating func piece(_ index: Int, _ kernel: Kernel) -> Piece {
    let node = kernel.nodes[index]
    let shapes = node.operands.map { kernel.nodes[$0].shape }
    switch node.operation {
    case .literal(let constant):
      let text = literal(constant.matrix)
      return Piece(text: text, tightness: text.hasPrefix("-") ? .sign : .atom)
    case .name(let name): return Piece(text: names(name))
    case .fold(let fold, _, let numbers, _): return self.fold(fold, numbers, node.operands, kernel)
    case .collection(let free): return collection(free, node, kernel)
    case .derivative(let derivative): return self.derivative(derivative)
    default: break
    }
    let operands = node.operands.map { piece($0, kernel) }
    switch node.operation {
    case .sum(let signs):
      var text = ""
      for (position, (sign, operand)) in zip(signs, operands).enumerated() {
        let minus = sign == .minus
        text += position == 0 ? (minus ? "-" : "") : (minus ? " - " : " + ")
        text += operand.inside(minus || position > 0 ? .product : .sum)
      }
      return Piece(text: text, tightness: operands.count == 1 ? .sign : .sum)
    case .product:
      let isMatrix = !shapes[0].isScalar && !shapes[1].isScalar
      let text =
        operands[0].inside(.product) + (isMatrix ? " @ " : " * ") + operands[1].inside(.sign)
      // A 1×1 matrix is a number.
      if isMatrix, node.shape.isScalar { return Piece(text: "(\(text)).item()") }
      return Piece(text: text, tightness: .product)
    case .hadamard:
      return Piece(
        text: "\(operands[0].inside(.product)) * \(operands[1].inside(.sign))", tightness: .product)
    case .quotient:
      return Piece(
        text: "\(operands[0].inside(.product)) / \(operands[1].inside(.power))",
        tightness: .product)
    case .power:
      // ‖v‖² needs no root, and a root of 0 would have no derivative.
      if case .norm(let norm) = kernel.nodes[node.operands[0]].operation, norm != .one,
        operands[1].text == "2"
      {
        let inner = piece(kernel.nodes[node.operands[0]].operands[0], kernel)
        return Piece(text: "np.sum(\(inner.inside(.atom))**2)")
      }
      return Piece(
        text: "\(operands[0].inside(.atom))**\(operands[1].inside(.atom))", tightness: .power)
    case .matrixPower(let times):
      return Piece(text: "np.linalg.matrix_power(\(operands[0].text), \(times))")
    case .transpose:
      return shapes[0].isScalar ? operands[0] : Piece(text: operands[0].inside(.atom) + ".T")
    case .elementary(.abs):
      needAbsolute()
      return Piece(text: "absolute(\(operands[0].text))")
    case .elementary(let function):
      return Piece(text: "np.\(function.rawValue)(\(operands[0].text))")
    case .call(let function, let order):
      let own = called(function, derivative: order)
      return Piece(text: "\(own)(\(operands.map(\.text).joined(separator: ", ")))")
    case .norm(.one):
      needAbsolute()
      return Piece(text: "np.sum(absolute(\(operands[0].text)))")
    case .norm: return Piece(text: "np.sqrt(np.sum(\(operands[0].inside(.atom))**2))")
    case .maximum: return Piece(text: "np.maximum(\(operands[0].text), \(operands[1].text))")
    case .minimum: return Piece(text: "np.minimum(\(operands[0].text), \(operands[1].text))")
    case .trace: return Piece(text: "np.trace(\(operands[0].text))")
    case .diagonal: return Piece(text: "np.diagflat(\(operands[0].text))")
    case .inverse: return Piece(text: "np.linalg.inv(\(operands[0].text))")
    case .determinant: return Piece(text: "np.linalg.det(\(operands[0].text))")
    case .assembly, .tuple:
      let rows = stride(from: 0, to: operands.count, by: node.shape.columns).map { start in
        "[\(operands[start..<start + node.shape.columns].map(\.text).joined(separator: ", "))]"
      }
      return Piece(text: "np.array([\(rows.joined(separator: ", "))])")
    case .entries(let row, let column):
      return shapes[0].isScalar
        ? operands[0]
        : Piece(text: operands[0].inside(.atom) + entries(row, column, node.shape))
    case .evaluation(let evaluation):
      let own = helper(
        "\(names(evaluation.target))_at", evaluation.replaced, evaluation.definitions,
        returning: nil)
      return Piece(text: "\(own)(\(operands.map(\.text).joined(separator: ", ")))")
    default: return Piece(text: "None")
    }
  }

  /// `[0, 1]`, `[:, [1]]`, and a row as a column: `[[1], :].T`.
  private func entries(_ row: Int?, _ column: Int?, _ shape: Shape) -> String {
    switch (row, column) {
    case (let row?, let column?): "[\(row), \(column)]"
    case (let row?, nil): "[[\(row)], :]" + (shape.columns == 1 ? ".T" : "")
    case (nil, let column?): "[:, [\(column)]]"
    case (nil, nil): ""
    }
  }

  // MARK: - Indices

  private mutating func fold(
    _ fold: Fold, _ numbers: [Int], _ operands: [Int], _ kernel: Kernel
  ) -> Piece {
    let pieces = operands.map { piece($0, kernel) }
    let texts = pieces.map(\.text)
    let list =
      Self.comprehension(texts, numbers).map { "\($0.body) for \($0.head)" }
      ?? "[\(texts.joined(separator: ", "))]"
    let isScalar = kernel.nodes[operands[0]].shape.isScalar
    switch fold {
    case .sum: return Piece(text: "sum(\(list))")
    case .product:
      return isScalar
        ? Piece(text: "np.prod([\(texts.joined(separator: ", "))])")
        : Piece(
          text: pieces.map { $0.inside(.sign) }.joined(separator: " @ "), tightness: .product)
    case .maximum: return Piece(text: "np.max([\(texts.joined(separator: ", "))], axis=0)")
    case .minimum: return Piece(text: "np.min([\(texts.joined(separator: ", "))], axis=0)")
    }
  }

  private mutating func collection(
    _ free: [FreeIndex], _ node: Kernel.Node, _ kernel: Kernel
  ) -> Piece {
    let isVectors = !kernel.nodes[node.operands[0]].shape.isScalar
    let texts = node.operands.map { operand -> String in
      let piece = piece(operand, kernel)
      return isVectors ? "np.ravel(\(piece.text))" : piece.text
    }
    let columns = free.count > 1 ? free[1].numbers : [0]
    let rows = stride(from: 0, to: texts.count, by: columns.count).map { start -> String in
      let row = Array(texts[start..<start + columns.count])
      if isVectors { return row[0] }
      guard columns.count > 1, let loop = Self.comprehension(row, columns) else {
        return "[\(row.joined(separator: ", "))]"
      }
      return "[\(loop.body) for \(loop.head)]"
    }
    let list = Self.comprehension(rows, free[0].numbers, taken: rows.first ?? "")
    return Piece(
      text: list.map { "np.array([\($0.body) for \($0.head)])" }
        ?? "np.array([\(rows.joined(separator: ", "))])")
  }

  /// One text with a loop variable for texts that differ only in whole numbers that go along with
  /// the numbers of an index; nil when they differ otherwise.
  static func comprehension(
    _ texts: [String], _ numbers: [Int], taken: String = ""
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

  private mutating func derivative(_ derivative: Derivative) -> Piece {
    needDerivative()
    let variable = derivative.variable
    let body = derivative.body
    let needed = body.names.reduce(into: Set<Name>()) { $0.formUnion(workspace.closure($1)) }
    let definitions = needed.filter { name in
      name != variable && workspace.formulas[name]?.dependsOn.contains(variable) == true
    }.compactMap { name in workspace.formulas[name].map { (name, $0) } }
      .sorted { $0.1.order < $1.1.order }.map { (name: $0.0, kernel: $0.1.kernel) }
    let what = body.nodes.last?.operation.name.map { names($0) } ?? "quantity"
    let own = helper("\(what)_of_\(names(variable))", [variable], definitions, returning: body)
    let whole = "derivative(\(own), \(names(variable)))"
    guard derivative.row != nil || derivative.column != nil else { return Piece(text: whole) }
    if body.shape.isScalar {
      let isLying = derivative.row != nil && derivative.column == nil
      return Piece(
        text: whole
          + entries(
            derivative.row, derivative.column, isLying ? Shape(2, 1) : derivative.variableShape))
    }
    let columns = derivative.entries.map {
      String($0.row * derivative.variableShape.columns + $0.column)
    }
    return Piece(text: "\(whole)[:, [\(columns.joined(separator: ", "))]]")
  }
}

extension Operation {
  fileprivate var isDraw: Bool {
    if case .draw = self { return true }
    return false
  }
}
