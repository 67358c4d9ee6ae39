extension TiledGraph {
  /// Puts together what is done in one step: the value of a step before that nothing else needs is
  /// neither written to memory nor read from it. `keep` has to come before and after.
  mutating func fuse(_ roots: [Int]) {
    var uses = Array(repeating: 0, count: values.count)
    for value in values { for operand in value.operands { uses[operand] += 1 } }
    for root in roots { uses[root] += 1 }
    for index in values.indices {
      if let fused = fused(values[index], uses) { values[index] = fused }
    }
  }

  private func fused(_ value: TiledValue, _ uses: [Int]) -> TiledValue? {
    guard case .entrywise(let loop) = value.kind, value.operands.count == 2 else { return nil }
    /// What is done to nothing but this, and on as many rows.
    func own(_ operand: Int) -> TiledValue? {
      let own = values[operand]
      return own.isTiled && uses[operand] == 1 && own.height == value.height ? own : nil
    }
    func with(_ kind: TiledValue.Kind, _ operands: [Int]) -> TiledValue {
      TiledValue(kind: kind, operands: operands, shape: value.shape)
    }
    let (a, b) = (value.operands[0], value.operands[1])
    switch loop {
    case .add:
      for (own, other) in [(own(a), b), (own(b), a)] {
        guard let own else { continue }
        if own.kind == .product, own.operands.count == 2, !isTiled(other) {
          return with(.product, own.operands + [other])
        }
        if own.kind == .entrywise(.multiply) {
          return with(.entrywise(.plusProduct), [other] + own.operands)
        }
      }
      return nil
    case .subtract:
      guard let own = own(b), own.kind == .entrywise(.multiply) else { return nil }
      return with(.entrywise(.minusProduct), [a] + own.operands)
    case .multiply:
      for (own, other) in [(own(a), b), (own(b), a)] {
        guard let own, own.kind == .entrywise(.minusProduct), Set(own.operands).count == 1
        else { continue }
        return with(.entrywise(.timesSlope), [other, own.operands[0]])
      }
      return nil
    case .vanishing, .divide, .maximum, .minimum, .power, .choiceOfMaximum, .choiceOfMinimum,
      .negate, .square, .copy, .logistic, .function, .direction, .less, .atMost, .equal, .chosen,
      .plusProduct, .minusProduct, .timesSlope:
      return nil
    }
  }
}
