import Matrices

extension Product {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .matrix:
      brackets(expression, maker) + summands(expression, maker)
        + added(expression, maker)
    case .hadamard, .vanishing: brackets(expression, maker) + added(expression, maker)
    case .power: []
    }
  }

  /// (a + b) c as a + b c, or a c + b.
  private func brackets(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    expression.operands.indices.flatMap { position in
      maker.onOneTerm(of: expression, at: position) { maker.text($0) }
    }
  }

  private func added(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard !expression.operands.contains(where: \.isConstant) else { return [] }
    return maker.further(
      .sumForProduct(maker.text(expression)),
      expression.with(expression.operands, as: .sum(.terms([.plus, .plus]))))
  }

  /// The sums of products that a matrix product is: one summand less, or with another sign.
  private func summands(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    let (left, right) = (expression.operands[0], expression.operands[1])
    let count = left.shape.columns
    guard !left.shape.isScalar, !right.shape.isScalar, (2...6).contains(count) else { return [] }
    let text = maker.text(expression)
    func masked(_ place: Int, _ factor: Double) -> Expression? {
      let mask = Matrix<Double>(shape: right.shape) { row, _ in row == place ? factor : 1 }
      return right.masked(mask).flatMap { expression.with([left, $0]) }
    }
    var changes = maker.further(.droppedSummand(isFirst: true, of: text), masked(0, 0))
    changes += maker.further(.droppedSummand(isFirst: false, of: text), masked(count - 1, 0))
    for place in 0..<count {
      changes += maker.further(.signInside(place + 1, of: text), masked(place, -1))
    }
    return changes
  }
}

extension Entrywise {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    let operands = expression.operands
    switch self {
    case .quotient:
      let text = maker.text(expression)
      return maker.further(
        .turnedOver(text), expression.with([operands[1], operands[0]]))
        + maker.further(
          .turnedOver(text), expression.with(operands, as: .product(.matrix)))
        + [0, 1].flatMap { maker.onOneTerm(of: expression, at: $0) { maker.text($0) } }
        + maker.partlyDivided(expression) + maker.withoutNumerator(expression)
    case .power:
      guard let exponent = operands[1].operation.literal?.elements.first else { return [] }
      if operands[0].operation.isNorm {
        return maker.further(.droppedPower(maker.text(expression)), operands[0])
          + maker.further(
            .absoluteValues(maker.text(expression)),
            operands[0].with(operands[0].operands, as: .norm(.one)))
      }
      return maker.further(.droppedPower(maker.text(expression)), operands[0])
        + (exponent == 2
          ? maker.further(.doubledForSquared(maker.text(expression)), maker.times(2, operands[0]))
            + maker.powerOfTerms(expression)
            + maker.further(
              .absoluteValues(maker.text(expression)),
              operands[0].with([operands[0]], as: .entrywise(.elementary(.abs)))) : [])
    case .elementary(let function): return function.furtherSlips(of: expression, maker)
    case .extremum, .direction, .choice, .selection, .factorial: return []
    }
  }
}

extension ElementaryFunction {
  fileprivate func furtherSlips(
    of expression: Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    let operand = expression.operands[0]
    let (text, own) = (maker.text(expression), maker.text(operand))
    let brackets = maker.onOneTerm(of: expression, at: 0) { maker.text($0) }
    switch self {
    case .sqrt: return maker.further(.droppedPower(text), operand) + brackets
    case .log:
      return maker.further(.droppedFunction(word, of: text), operand) + brackets
        + maker.further(
          .complement(of: own), maker.lacking(operand).flatMap { expression.with([$0]) })
        + [10, 2].flatMap { base in
          maker.further(
            .logarithmBase(base), maker.times(1 / Double.log(Double(base)), expression))
        }
    case .exp:
      return maker.further(.droppedFunction(word, of: text), operand) + brackets
        + maker.further(.signOfArgument(own, of: text), expression.with([maker.negated(operand)]))
    case .tanh:
      return maker.further(.droppedFunction(word, of: text), operand) + brackets
        + maker.otherCall("\\sigma", for: expression)
    case .sin: return maker.other(.cos, for: expression, self)
    case .cos: return maker.other(.sin, for: expression, self)
    case .abs: return maker.further(.droppedFunction(word, of: text), operand)
    case .arcsin, .arccos, .arctan, .sign: return []
    }
  }
}

extension Norm {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .euclidean, .frobenius:
      maker.further(
        .absoluteValues(maker.text(expression)),
        expression.with(expression.operands, as: .norm(.one)))
    case .one:
      maker.further(
        .absoluteValues(maker.text(expression)),
        expression.with(expression.operands, as: .norm(.euclidean)))
    }
  }
}

extension SlipMaker {
  func further(_ slip: FurtherSlip, _ changed: Expression?) -> [Change] {
    changed.map { [Change(fact: .further(slip), expression: $0, edit: nil)] } ?? []
  }

  func times(_ factor: Double, _ expression: Expression) -> Expression? {
    let constant = Expression(
      .constant(Matrix(factor)), shape: .scalar, location: expression.location)
    return expression.with([constant, expression], as: .product(.matrix))
  }

  /// a/(b c) as a/b · c, or a/c · b.
  func partlyDivided(_ expression: Expression) -> [Change] {
    let (above, below) = (expression.operands[0], expression.operands[1])
    guard below.operation.isProduct else { return [] }
    return [0, 1].flatMap { position -> [Change] in
      let quotient = expression.with([above, below.operands[position]])
      return further(
        .turnedOver(text(expression)),
        quotient.flatMap {
          $0.with([$0, below.operands[1 - position]], as: .product(.matrix))
        })
    }
  }

  /// a/b as 1/b.
  func withoutNumerator(_ expression: Expression) -> [Change] {
    let above = expression.operands[0]
    guard above.shape.isScalar, above.operation.literal == nil else { return [] }
    let one = Expression(.constant(Matrix(1)), shape: .scalar, location: above.location)
    return further(
      .droppedFactor(text(above)), expression.with([one, expression.operands[1]]))
  }

  /// 1 − x.
  func lacking(_ expression: Expression) -> Expression? {
    let one = Expression(.constant(Matrix(1)), shape: .scalar, location: expression.location)
    return one.with([one, expression], as: .sum(.terms([.plus, .minus])))
  }

  func squared(_ expression: Expression) -> Expression? {
    expression.with([expression, expression], as: .product(.hadamard))
  }

  func negated(_ expression: Expression) -> Expression {
    Expression(
      .sum(.terms([.minus])), [expression], shape: expression.shape, location: expression.location)
  }

  /// What is done to a bracket, done to its first or its last term only.
  func onOneTerm(
    of expression: Expression, at position: Int, _ text: (Expression) -> String
  ) -> [Change] {
    let bracket = expression.operands[position]
    guard let signs = bracket.operation.signs, signs.count > 1 else { return [] }
    return [0, signs.count - 1].flatMap { place -> [Change] in
      var operands = expression.operands
      operands[position] = bracket.operands[place]
      var terms = bracket.operands
      guard let part = expression.with(operands) else { return [] }
      terms[place] = part
      return further(.bracketLost(of: text(bracket)), bracket.with(terms))
    }
  }

  /// (a + b)² as a² + b².
  func powerOfTerms(_ expression: Expression) -> [Change] {
    let base = expression.operands[0]
    guard let signs = base.operation.signs, signs.count > 1 else { return [] }
    let terms = base.operands.compactMap { expression.with([$0, expression.operands[1]]) }
    guard terms.count == signs.count else { return [] }
    return further(.powerOfTerms(text(expression)), base.with(terms))
  }

  func other(
    _ function: ElementaryFunction, for expression: Expression, _ own: ElementaryFunction
  ) -> [Change] {
    further(
      .otherFunction(function.word, insteadOf: own.word),
      expression.with(expression.operands, as: .entrywise(.elementary(function))))
  }

  /// A function of the lesson, or one that every lesson has, in the place of another.
  func otherCall(_ name: String, for expression: Expression) -> [Change] {
    guard let function = workspace.elementwise[Name(name)] else { return [] }
    return further(
      .otherFunction(Name(name).shown, insteadOf: text(expression)),
      Expression(
        .call(Call(function: function, order: 0)), expression.operands, shape: expression.shape,
        location: expression.location))
  }
}

extension Expression {
  /// Entry by entry times a matrix of numbers.
  func masked(_ mask: Matrix<Double>) -> Expression? {
    guard mask.shape == shape else { return nil }
    let constant = Expression(.constant(mask), shape: shape, location: location)
    return with([constant, self], as: .product(.hadamard))
  }
}
