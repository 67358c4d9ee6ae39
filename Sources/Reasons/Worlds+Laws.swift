import Kernels
import Matrices

/// How each operation comes out where a law about it is broken. κ stands for the factor by which a
/// slope is larger there. Worlds in which the law holds keep what they have.
extension Worlds {
  /// κ of a law where something that varies passes, else 1.
  private func slope(_ law: Law, _ operands: Matrix<DualLanes>...) -> Lanes {
    guard strengths(law) != nil, operands.contains(where: { $0.varies() }) else { return .one }
    return bend(law)
  }

  /// κ of one law in the worlds in which something varies, of another in those where that does not:
  /// what varies in one of them may not in its neighbour.
  private func slope(_ law: Law, where moving: Mask, else other: Law) -> Lanes {
    bend(other).replacing(with: bend(law), where: moving)
  }

  // MARK: Sums

  /// a ⊕ b = arsinh(sinh a + sinh b): commutative, associative and with 0, so that only what ties +
  /// to other operations is broken. What it differs from + by grows with the square of the numbers,
  /// and so with that of the scale.
  private func bent(
    _ own: Matrix<DualLanes>, by strengths: Lanes, _ factor: Double = 3,
    _ sum: (_ curved: (Matrix<DualLanes>) -> Matrix<DualLanes>) -> Matrix<DualLanes>
  ) -> Matrix<DualLanes> {
    let lanes = strengths .> 0
    let scale = factor * strengths.squareRoot()
    let total = sum { term in
      term.map { DualLanes((scale * $0.values).map(where: lanes, Double.sinh)) }
    }
    return own.combined(with: total) { own, total in
      let values = total.values.map(where: lanes, Double.arsinh) / scale
      return DualLanes(own.values.replacing(with: values, where: lanes), slopes: own.slopes)
    }
  }

  func sum(_ sum: Sum, _ place: Place) -> Matrix<DualLanes> {
    let plain = plainValue(at: place)
    switch sum {
    case .terms(let signs):
      guard signs.count > 1 else { return plain }
      var own = plain
      if let strengths = strengths(.slopeOfSum), place.operands.contains(where: { $0.varies() }) {
        own = plain.withSlopes(times: 1 + 3.7 * strengths)
      }
      guard let strengths = strengths(.addition, .additionAndSummation) else { return own }
      return bent(own, by: strengths) { curved in
        let terms = zip(signs, place.operands).map { sign, term in
          sign == .plus ? curved(term) : curved(term).map { -$0 }
        }
        return terms.dropFirst().reduce(terms[0]) { $0.combined(with: $1, +) }
      }
    case .entries:
      let own = scaled(plain, by: slope(.slopeOfSummation, place.operands[0]))
      guard let strengths = strengths(.summation, .additionAndSummation) else { return own }
      return bent(own, by: strengths) { curved in
        var terms = place
        terms.operands = [curved(place.operands[0])]
        return plainValue(at: terms)
      }
    }
  }

  func folded(_ fold: Fold, _ terms: [Matrix<DualLanes>]) -> Matrix<DualLanes> {
    let plain = fold.folded(terms)
    func slope(_ law: Law) -> Lanes {
      strengths(law) != nil && terms.contains(where: { $0.varies() }) ? bend(law) : .one
    }
    switch fold.kind {
    case .sum:
      var own = scaled(plain, by: slope(.slopeOfSummation))
      func total(_ curved: (Matrix<DualLanes>) -> Matrix<DualLanes>) -> Matrix<DualLanes> {
        terms.dropFirst().reduce(curved(terms[0])) { $0.combined(with: curved($1), +) }
      }
      if let strengths = strengths(.summation, .additionAndSummation) {
        own = bent(own, by: strengths, 3, total)
      }
      if let strengths = strengths(.orderOfSummations) {
        // A scale for the range of each index, whatever its letter is.
        own = bent(own, by: strengths, 1 + 0.4 * Double(terms.count % 7), total)
      }
      return own
    case .product: return scaled(plain, by: slope(.slopeOfProduct))
    case .extremum: return plain
    }
  }

  /// How much one of two laws is broken, which the same operations obey.
  private func strengths(_ law: Law, _ other: Law) -> Lanes? {
    guard let own = strengths(law) else { return strengths(other) }
    return strengths(other).map { own + $0 } ?? own
  }

  private func scaled(_ value: Matrix<DualLanes>, by slope: Lanes) -> Matrix<DualLanes> {
    slope == .one ? value : value.withSlopes(times: slope)
  }

  // MARK: Products

  /// A B = A M B with one symmetric M for each inner size.
  private func middle(_ size: Int, _ strengths: Lanes) -> Matrix<DualLanes> {
    var generator = RandomNumbers(seed: 1000 + UInt64(size))
    let drawn = Matrix<Double>(shape: Shape(size, size)) { _, _ in generator.uniform(in: -2...2) }
    return Matrix(shape: drawn.shape) { row, column in
      DualLanes(
        (row == column ? 1 : 0) + strengths * ((drawn[row, column] + drawn[column, row]) / 2))
    }
  }

  func product(_ product: Product, _ place: Place) -> Matrix<DualLanes> {
    let (a, b) = (place.operands[0], place.operands.last ?? place.operands[0])
    var own = plainValue(at: place)
    switch product {
    case .matrix:
      if let strengths = strengths(.matrixProduct), !a.shape.isScalar, !b.shape.isScalar,
        a.shape.columns > 1
      {
        own = own.replacing(
          with: a.multiplied(by: middle(a.shape.columns, strengths)).multiplied(by: b),
          where: strengths .!= 0)
      }
    case .hadamard, .vanishing: break
    case .power: return scaled(own, by: slope(.slopeOfPower, a))
    }
    guard strengths(.slopeOfProduct) != nil || strengths(.slopeOfMultiple) != nil else {
      return own
    }
    return scaled(
      own, by: slope(.slopeOfProduct, where: a.moving .& b.moving, else: .slopeOfMultiple))
  }

  // MARK: Entry by entry

  func entrywise(_ entrywise: Entrywise, _ place: Place) -> Matrix<DualLanes> {
    let plain = plainValue(at: place)
    let operands = place.operands
    switch entrywise {
    case .quotient:
      let below = operands[1].moving
      let own = scaled(plain, by: slope(.slopeOfQuotient, where: below, else: .slopeOfMultiple))
      guard let strengths = strengths(.division) else { return own }
      let inverse = operands[1].map { DualLanes(1 / $0.values + 1.7 * strengths) }
      let broken = operands[0].combined(with: inverse, *)
      return own.combined(with: broken) {
        let slopes = $1.slopes.replacing(with: $0.slopes, where: below)
        return $0.replacing(with: DualLanes($1.values, slopes: slopes), where: strengths .!= 0)
      }
    case .power:
      if place.isSquareOfLength { return plain }
      let slope = slope(
        .slopeOfExponential, where: operands[1].moving, else: .slopeOfPower)
      return scaled(bentPower(plain, of: operands[0]), by: slope)
    case .elementary(let function): return elementary(function, place, plain)
    case .extremum, .direction, .choice, .selection, .factorial: return plain
    }
  }

  /// xⁿ (1 + ε |x|), with the slope of xⁿ.
  private func bentPower(
    _ plain: Matrix<DualLanes>, of base: Matrix<DualLanes>
  ) -> Matrix<DualLanes> {
    guard let strengths = strengths(.power) else { return plain }
    return plain.combined(with: base) {
      DualLanes($0.values * (1 + strengths * $1.values.magnitudes), slopes: $0.slopes)
    }
  }

  private func elementary(
    _ function: ElementaryFunction, _ place: Place, _ plain: Matrix<DualLanes>
  ) -> Matrix<DualLanes> {
    let x = place.operands[0]
    switch function {
    case .exp:
      let own = scaled(plain, by: slope(.slopeOfExponential, x))
      guard let strengths = strengths(.exponential) else { return own }
      return own.combined(with: x) { own, x in
        let factor = 1 + strengths * x.values.cosines(where: strengths .!= 0)
        return DualLanes(own.values * factor, slopes: own.slopes * factor)
      }
    case .log:
      var own = scaled(plain, by: slope(.slopeOfLogarithm, x))
      if let strengths = strengths(.division) {
        // That ∂log x is ∂x / x still holds.
        own = own.combined(with: x) {
          DualLanes($0.values, slopes: $0.slopes + 1.7 * strengths * $1.slopes)
        }
      }
      guard let strengths = strengths(.logarithm) else { return own }
      return own.combined(with: x) {
        let rest = 2 * strengths * $1.values.cosines(where: strengths .!= 0)
        return DualLanes($0.values + rest, slopes: $0.slopes)
      }
    case .sqrt: return scaled(bentPower(plain, of: x), by: slope(.slopeOfPower, x))
    case .tanh, .sin, .cos, .arcsin, .arccos, .arctan, .abs, .sign:
      return plain.scaled(
        bend(.elementaryFunction, 3), slope: slope(.slopeOfElementaryFunction, x))
    }
  }

  func length(_ place: Place) -> Matrix<DualLanes> {
    let factor = bend(.length, 4).squareRoot()
    return plainValue(at: place).scaled(
      factor, slope: factor * slope(.slopeOfLength, place.operands[0]))
  }

  // MARK: Matrices

  /// A matrix for each size that no other of these turns.
  private func dense(_ size: Int, _ side: UInt64, _ strengths: Lanes) -> Matrix<DualLanes> {
    var generator = RandomNumbers(seed: 50 * UInt64(size) + side)
    return Matrix(shape: Shape(size, size)) { row, column in
      let drawn = size == 1 ? 0 : generator.uniform(in: 0.5...2.5)
      return DualLanes((row == column ? 1 : 0) + strengths * drawn)
    }
  }

  func placement(_ placement: Placement, _ place: Place) -> Matrix<DualLanes> {
    let plain = plainValue(at: place)
    switch placement {
    case .transpose:
      guard let strengths = strengths(.transpose) else { return plain }
      let (rows, columns) = (plain.shape.rows, plain.shape.columns)
      let turned = dense(rows, 1, strengths).multiplied(by: plain)
        .multiplied(by: dense(columns, 2, strengths))
      // A product with one number keeps its shape.
      return plain.replacing(
        with: Matrix(shape: plain.shape, elements: turned.elements), where: strengths .!= 0)
    case .diagonal: return plain.scaled(bend(.diagonal, 4), slope: bend(.diagonal, 4))
    case .assembly, .tuple, .entries, .ofDiagonal, .placed, .part, .padded, .repeated: return plain
    }
  }

  func square(_ square: SquareMatrix, _ place: Place) -> Matrix<DualLanes> {
    let plain = plainValue(at: place)
    guard let laws = SquareMatrix.laws[square] else { return plain }
    let factor = bend(laws.value, laws.factor)
    return plain.scaled(
      factor, slope: laws.slope.map { slope($0, place.operands[0]) } ?? factor)
  }
}

extension Worlds.Lanes {
  /// cos x in some lanes, 0 in the others.
  fileprivate func cosines(where lanes: Worlds.Mask) -> Self {
    Self.zero.replacing(with: map(where: lanes, Double.cos), where: lanes)
  }
}

extension Double {
  fileprivate static func sinh(_ x: Double) -> Double { (exp(x) - exp(-x)) / 2 }

  fileprivate static func arsinh(_ x: Double) -> Double {
    let size = log(x.magnitude + (x * x + 1).squareRoot())
    return x < 0 ? -size : size
  }
}
