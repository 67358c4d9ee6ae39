import Matrices

extension Sum {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard let signs = expression.operation.signs else { return [] }
    let terms = expression.operands
    var changes: [SlipMaker.Change] = []
    for position in terms.indices {
      // −(a + b) as −a + b.
      if signs[position] == .minus, let part = terms[position].negatingFirstTerm {
        var (own, ownSigns) = (terms, signs)
        own[position] = part.expression
        ownSigns[position] = .plus
        let isBare = own.count == 1
        changes += maker.further(
          .minusOnFirstTerm(of: maker.text(terms[position])),
          isBare ? own[0] : expression.with(own, as: .sum(.terms(ownSigns))))
      }
      // (1/m) A + B as (1/m)(A + B), and f(a) + b as f(a + b).
      if terms.count > 1 { changes += tooWide(expression, signs, position, maker) }
    }
    if signs == [.plus, .minus], terms[0].operation.literal?.elements == [1] {
      changes += maker.further(.complement(of: maker.text(terms[1])), terms[1])
    }
    if signs == [.plus, .minus] {
      changes += maker.further(.extraPower(maker.text(expression)), maker.squared(expression))
    }
    if signs == [.plus, .minus] {
      changes += maker.further(.droppedTerm(maker.text(terms[0])), terms[1])
    }
    if signs == [.minus] { changes += withoutMinus(expression, maker) }
    changes += powerOfSum(expression, signs, maker)
    return changes
  }

  /// −a b as a or as b, and −(a − b) c as (a − b)² c: what takes the minus with it.
  private func withoutMinus(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    let product = expression.operands[0]
    guard product.operation.isProduct else { return [] }
    var changes = withoutBracket(expression, maker)
    for position in [0, 1] {
      changes += maker.further(
        .droppedFactor(maker.text(product.operands[1 - position])), product.operands[position])
      guard product.operands[position].operation.signs != nil else { continue }
      var operands = product.operands
      guard let square = maker.squared(operands[position]) else { continue }
      operands[position] = square
      changes += maker.further(
        .extraPower(maker.text(product.operands[position])), product.with(operands))
    }
    return changes
  }

  /// −(a − b) c as −a − b c: as if the bracket were not there.
  private func withoutBracket(
    _ expression: Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    let product = expression.operands[0]
    guard product.operation.isProduct, var signs = product.operands[0].operation.signs,
      signs.count > 1
    else { return [] }
    var terms = product.operands[0].operands
    signs[0] = signs[0] == .plus ? .minus : .plus
    guard let last = product.with([terms[terms.count - 1], product.operands[1]]) else { return [] }
    terms[terms.count - 1] = last
    return maker.further(
      .bracketLost(of: maker.text(product.operands[0])),
      product.operands[0].with(terms, as: .sum(.terms(signs))))
  }

  private func tooWide(
    _ expression: Expression, _ signs: [Sign], _ position: Int, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    let term = expression.operands[position]
    var own = expression.operands
    if term.operation == .product(.matrix), term.operands[0].shape.isScalar {
      own[position] = term.operands[1]
      let whole = expression.with(own).flatMap { term.with([term.operands[0], $0]) }
      return maker.further(.bracketTooWide(of: maker.text(term)), whole)
    }
    if term.operation.isProduct {
      return [0, 1].flatMap { factor -> [SlipMaker.Change] in
        own[position] = term.operands[1 - factor]
        let inner = expression.with(own)
        let whole = inner.flatMap {
          term.with(factor == 0 ? [term.operands[0], $0] : [$0, term.operands[1]])
        }
        return maker.further(.bracketTooWide(of: maker.text(term)), whole)
      }
    }
    if term.operation.isQuotient {
      own[position] = term.operands[0]
      let whole = expression.with(own).flatMap { term.with([$0, term.operands[1]]) }
      return maker.further(.bracketTooWide(of: maker.text(term)), whole)
    }
    return []
  }

  /// a² + b² as (a + b)².
  private func powerOfSum(
    _ expression: Expression, _ signs: [Sign], _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    let terms = expression.operands
    guard terms.count > 1, terms.allSatisfy({ $0.operation == .entrywise(.power) }),
      let exponent = terms[0].operands[1].operation.literal,
      terms.allSatisfy({ $0.operands[1].operation.literal == exponent })
    else { return [] }
    let inner = expression.with(terms.map { $0.operands[0] })
    return maker.further(
      .powerOfSum(maker.text(expression)),
      inner.flatMap { terms[0].with([$0, terms[0].operands[1]]) })
  }
}

extension Expression {
  /// The negative of what it is, with the minus on the first of its terms only; nil where there is
  /// no bracket.
  fileprivate var negatingFirstTerm: (expression: Expression, isWhole: Bool)? {
    if var signs = operation.signs, operands.count > 1 {
      signs[0] = signs[0] == .plus ? .minus : .plus
      return with(operands, as: .sum(.terms(signs))).map { ($0, true) }
    }
    guard operation.isProduct, let first = operands[0].negatingFirstTerm else { return nil }
    return with([first.expression, operands[1]]).map { ($0, true) }
  }
}

extension Fold {
  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard kind == .sum, terms.indices.count == 1, terms.count > 1 else { return [] }
    let text = maker.text(expression)
    func whole(_ terms: Terms) -> Expression {
      Expression(
        .fold(Fold(.sum, terms)), shape: expression.shape, location: expression.location)
    }
    let dropped = [true, false].flatMap { isFirst in
      maker.further(.droppedSummand(isFirst: isFirst, of: text), whole(terms.dropping(isFirst)))
    }
    let alone = maker.further(.onlySummand(of: text), Expression?.some(whole(terms.onlyFirst)))
    return dropped + alone + squareOfSum(expression, whole, maker)
      + functionOfSum(expression, whole, maker)
  }

  /// Σ f(x) as f(Σ x).
  private func functionOfSum(
    _ expression: Expression, _ whole: (Terms) -> Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    guard let inner = terms.formula?.expression, inner.operands.count == 1 else { return [] }
    switch inner.operation {
    case .entrywise(.elementary), .call:
      let arguments = Terms(terms.indices, .same(Kernel(inner.operands[0])))
      return maker.further(
        .bracketTooWide(of: maker.text(inner)), inner.with([whole(arguments)]))
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .fold, .tabulation, .evaluation, .derivative:
      return []
    }
  }

  /// Σ x² as (Σ x)².
  private func squareOfSum(
    _ expression: Expression, _ whole: (Terms) -> Expression, _ maker: SlipMaker
  ) -> [SlipMaker.Change] {
    guard let power = terms.formula?.expression, power.operation == .entrywise(.power),
      power.operands[1].operation.literal != nil
    else { return [] }
    let bases = Terms(terms.indices, .same(Kernel(power.operands[0])))
    return maker.further(
      .powerOfSum(maker.text(expression)), power.with([whole(bases), power.operands[1]]))
  }
}

extension Terms {
  fileprivate var onlyFirst: Terms {
    var index = indices[0]
    index.numbers = index.numbers.lowerBound..<index.numbers.lowerBound + 1
    switch body {
    case .same(let kernel): return Terms([index], .same(kernel))
    case .each(let kernels): return Terms([index], .each(Array(kernels.prefix(1))))
    }
  }

  /// Without the first, or the last.
  fileprivate func dropping(_ isFirst: Bool) -> Terms {
    var index = indices[0]
    index.numbers =
      isFirst
      ? index.numbers.lowerBound + 1..<index.numbers.upperBound
      : index.numbers.lowerBound..<index.numbers.upperBound - 1
    switch body {
    case .same(let kernel): return Terms([index], .same(kernel))
    case .each(let kernels):
      return Terms([index], .each(Array(isFirst ? kernels.dropFirst() : kernels.dropLast())))
    }
  }
}
