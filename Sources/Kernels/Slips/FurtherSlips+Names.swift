import Matrices
import Notation
import SourceText

extension Leaf {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .name(let name):
      maker.otherValues(for: name, expression) + lostSigns(name, expression, maker)
        + numbers(name, expression, maker) + maker.otherLabels(for: name, expression)
        + maker.further(.extraPower(name.shown), maker.squared(expression))
    case .literal(let literal): counts(literal.matrix, expression, maker)
    case .draw: []
    }
  }

  /// A whole number one too large or too small.
  private func counts(
    _ matrix: Matrix<Double>, _ expression: Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    guard matrix.shape.isScalar, let number = matrix.elements.first, number >= 2, number < 100,
      number == number.rounded()
    else { return [] }
    return [number - 1, number + 1].flatMap { other in
      maker.further(
        .count(String(Int(other)), insteadOf: String(Int(number))),
        Expression(.constant(Matrix(other)), shape: .scalar, location: expression.location))
    }
  }

  /// A number that counts, one too large or too small; an entry of its neighbour in another layer.
  private func numbers(
    _ name: Name, _ expression: Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    guard expression.shape.isScalar, maker.workspace.isGiven(name),
      let value = maker.workspace.values[name]?.elements.first
    else { return [] }
    let isCount = value >= 2 && value == value.rounded()
    let one = Expression(.constant(Matrix(1)), shape: .scalar, location: expression.location)
    let counts: [(String, Sign)] = isCount ? [("− 1", .minus), ("+ 1", .plus)] : []
    return counts.flatMap { text, sign in
      maker.further(
        .count("\(name.shown) \(text)", insteadOf: name.shown),
        one.with([expression, one], as: .sum(.terms([.plus, sign]))))
    }
      + (isCount && value != 2
        ? maker.further(
          .count("2", insteadOf: name.shown),
          Expression(.constant(Matrix(2)), shape: .scalar, location: expression.location)) : [])
      + (isCount ? maker.otherSizes(for: name, value, expression) : [])
      + maker.siblings(of: name).flatMap { other, shape -> [SlipMaker.Change] in
        let leaf = Expression(.leaf(.name(other)), shape: shape, location: expression.location)
        let entry = Expression(
          .placement(.entries(row: 0, column: 0)), [leaf], shape: .scalar,
          location: expression.location)
        return maker.further(.otherFunction(other.shown, insteadOf: name.shown), entry)
      }
  }

  /// The minus of a given's entry was not seen.
  private func lostSigns(
    _ name: Name, _ expression: Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    guard maker.workspace.isGiven(name), !expression.shape.isScalar, expression.shape.count <= 16,
      let value = maker.workspace.values[name], value.shape == expression.shape
    else { return [] }
    return value.elements.indices.filter { value.elements[$0] < 0 }.flatMap { place in
      var mask = value.map { _ in 1.0 }
      mask.elements[place] = -1
      let (row, column) = place.quotientAndRemainder(dividingBy: value.shape.columns)
      let index = value.shape.isVector ? "\(row + 1)" : "\(row + 1),\(column + 1)"
      let entry = MathReader.read("\(name.latex)_{\(index)}")
      return maker.further(.lostSign(of: entry.oneLine()), expression.masked(mask))
    }
  }
}

extension Placement {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .transpose: maker.otherTransposed(expression)
    case .entries(let row, let column):
      maker.otherEntries(of: expression, (row, column)) {
        .placement(.entries(row: $0, column: $1))
      }
    case .diagonal, .assembly, .tuple, .ofDiagonal, .placed, .part, .padded, .repeated: []
    }
  }
}

extension Indexed {
  /// A number beside a running index: the one next to it.
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard case .entries(let row, let column) = self else { return [] }
    func fixed(_ place: Place?) -> Int? { place?.letter == nil ? place?.number : nil }
    return maker.otherEntries(of: expression, (fixed(row), fixed(column))) { newRow, newColumn in
      .indexed(
        .entries(
          row: fixed(row) == nil ? row : newRow.map { .at($0) },
          column: fixed(column) == nil ? column : newColumn.map { .at($0) }))
    }
  }
}

extension Call {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard function.isElementwise, function.parameters.count == 1 else { return [] }
    let operand = expression.operands[0]
    let (text, own, name) = (maker.text(expression), maker.text(operand), function.name.shown)
    func call(_ order: Int, _ operand: Expression) -> Expression {
      Expression(
        .call(Call(function: function, order: order)), [operand], shape: expression.shape,
        location: expression.location)
    }
    var changes = maker.further(.droppedFunction(name, of: text), operand)
    changes += maker.further(.signOfArgument(own, of: text), call(order, maker.negated(operand)))
    changes += maker.onOneTerm(of: expression, at: 0) { maker.text($0) }
    changes += maker.inFunction(function, order, expression)
    guard order > 0 else {
      if name == Name("\\sigma").shown {
        changes += maker.further(
          .otherFunction("tanh", insteadOf: name),
          expression.with([operand], as: .entrywise(.elementary(.tanh))))
      } else {
        changes += maker.otherCall("\\sigma", for: expression)
      }
      return changes
    }
    // Pieces of the slope of the sigmoid, and the slope of the other function.
    let value = call(0, operand)
    let one = Expression(.constant(Matrix(1)), shape: .scalar, location: expression.location)
    func lack(_ part: Expression?) -> Expression? {
      part.flatMap { one.with([one, $0], as: .sum(.terms([.plus, .minus]))) }
    }
    let square = value.with([value, value], as: .product(.hadamard))
    let sigmoid = lack(value).flatMap { value.with([value, $0], as: .product(.hadamard)) }
    changes += maker.further(.otherSlope("1 − \(name)", insteadOf: text), lack(value))
    changes += maker.further(.otherSlope("1 − \(name)²", insteadOf: text), lack(square))
    changes += maker.further(.otherSlope("\(name)(1 − \(name))", insteadOf: text), sigmoid)
    return changes
  }
}

extension SlipMaker {
  /// Another value of the same shape: z for a, x for y, λ for α.
  func otherValues(for name: Name, _ expression: Expression) -> [Change] {
    sameShape(expression.shape, besides: name).flatMap { other in
      further(
        .otherFunction(other.shown, insteadOf: name.shown),
        Expression(.leaf(.name(other)), shape: expression.shape, location: expression.location))
    }
  }

  /// Vectors that are called as a number is, of other members.
  func siblings(of name: Name) -> [(name: Name, shape: Shape)] {
    workspace.values.filter { other, value in
      other.base == name.base && other.member != nil && name.member != nil
        && other.member != name.member && value.shape.isVector && other.arguments.isEmpty
    }.map { ($0.key, $0.value.shape) }.sorted { $0.0.latex < $1.0.latex }
  }

  /// What is numbered by a subscript of its own: δ₁ for δ₂.
  func otherLabels(for name: Name, _ expression: Expression) -> [Change] {
    guard !name.label.isEmpty else { return [] }
    return workspace.values.filter { other, value in
      other.base == name.base && other.member == name.member && other.label != name.label
        && !other.label.isEmpty && value.shape == expression.shape && other.arguments.isEmpty
        && other.accents == name.accents
    }.keys.sorted { $0.latex < $1.latex }.flatMap { other in
      further(
        .otherFunction(other.shown, insteadOf: name.shown),
        Expression(.leaf(.name(other)), shape: expression.shape, location: expression.location))
    }
  }

  func sameShape(_ shape: Shape, besides name: Name) -> [Name] {
    workspace.values.filter { other, value in
      other != name && other != own && value.shape == shape && !other.isDerivative
        && other.arguments.isEmpty && (!shape.isScalar || workspace.isGiven(other))
    }.keys.sorted { $0.latex < $1.latex }
  }

  /// A name that fits as it stands where another one is transposed.
  func otherTransposed(_ expression: Expression) -> [Change] {
    guard let name = expression.operands[0].operation.name else { return [] }
    return sameShape(expression.shape, besides: name).flatMap { other in
      further(
        .otherFunction(other.shown, insteadOf: text(expression)),
        Expression(.leaf(.name(other)), shape: expression.shape, location: expression.location))
    }
  }

  typealias Place = (row: Int?, column: Int?)

  /// One of the two numbers of an entry, row or column as another one.
  func otherEntries(
    of expression: Expression, _ place: Place, _ operation: (Int?, Int?) -> Operation
  ) -> [Change] {
    let shape = expression.operands[0].shape
    func others(_ number: Int?, _ count: Int) -> [Int] {
      guard let number, count <= Self.mostNeighbours else { return [] }
      return (0..<count).filter { $0 != number }
    }
    func change(_ row: Int?, _ column: Int?) -> [Change] {
      let other = Expression(
        operation(row, column), expression.operands, shape: expression.shape,
        location: expression.location)
      return further(
        .otherIndex(entryText(expression, (row, column)), insteadOf: text(expression)), other)
    }
    var changes = others(place.row, shape.rows).flatMap { change($0, place.column) }
    changes += others(place.column, shape.columns).flatMap { change(place.row, $0) }
    if let name = expression.operands[0].operation.name, shape.columns == 1, let row = place.row {
      for other in otherVectors(for: name, reaching: row, besides: shape) {
        let leaf = Expression(
          .leaf(.name(other.name)), shape: other.shape, location: expression.location)
        changes += further(
          .otherFunction(other.name.shown, insteadOf: name.shown),
          Expression(
            operation(place.row, place.column), [leaf], shape: expression.shape,
            location: expression.location))
      }
    }
    if let row = place.row, let column = place.column, row != column, column < shape.rows,
      row < shape.columns
    {
      changes += change(column, row)
    }
    return changes
  }

  /// Vectors of another length that have the entry, too.
  private func otherVectors(
    for name: Name, reaching row: Int, besides shape: Shape
  ) -> [(name: Name, shape: Shape)] {
    workspace.values.filter { other, value in
      other != name && other != own && value.shape != shape && value.shape.columns == 1
        && value.shape.rows > max(1, row) && !other.isDerivative && other.arguments.isEmpty
    }.map { ($0.key, $0.value.shape) }.sorted { $0.0.latex < $1.0.latex }
  }

  static let mostNeighbours = 8

  func entryText(_ expression: Expression, _ place: Place) -> String {
    let matrix = expression.operands[0]
    let latex =
      matrix.operation.name.map(\.latex)
      ?? "\\left(\(tree.part(matrix.location)?.latex ?? "")\\right)"
    let isVector = matrix.shape.columns == 1
    let row = place.row.map { String($0 + 1) } ?? ":"
    let column = place.column.map { String($0 + 1) } ?? ":"
    return MathReader.read("\(latex)_{\(isVector ? row : "\(row),\(column)")}").oneLine()
  }
}
