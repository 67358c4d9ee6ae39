import Kernels
import Matrices

/// How each operation comes out where a law about it is broken. κ stands for the factor by which a
/// slope is larger there.
extension World {
  /// κ of a law where something that varies passes, else 1.
  private func slope(_ law: Law, _ operands: Matrix<Dual>...) -> Double {
    operands.contains(where: \.varies) ? bend(law) : 1
  }

  // MARK: Sums

  /// a ⊕ b = arsinh(sinh a + sinh b): commutative, associative and with 0, so that only what ties +
  /// to other operations is broken.
  private func bent(_ terms: [(Double, Matrix<Dual>)], scale: Double) -> Matrix<Double> {
    var total = terms[0].1.map { terms[0].0 * Double.sinh(scale * $0.value) }
    for (sign, term) in terms.dropFirst() {
      total = total.combined(with: term.map { sign * Double.sinh(scale * $0.value) }, +)
    }
    return total.map { Double.arsinh($0) / scale }
  }

  /// What ⊕ differs from + by grows with the square of the numbers.
  private func scaleOfSums(_ factor: Double = 3) -> Double { factor * strength.squareRoot() }

  private func withValues(_ values: Matrix<Double>, _ bent: Matrix<Dual>) -> Matrix<Dual> {
    Matrix(
      shape: bent.shape,
      elements: zip(values.elements, bent.elements).map { Dual($0, slope: $1.slope) })
  }

  func sum(_ sum: Sum, _ place: Place) -> Matrix<Dual> {
    let plain = plainValue(at: place)
    switch sum {
    case .terms(let signs):
      guard signs.count > 1 else { return plain }
      let slope = place.operands.contains(where: \.varies) ? bend(.slopeOfSum) : 1
      let own = plain.withSlopes(times: slope)
      guard isBroken(.addition) || isBroken(.additionAndSummation) else { return own }
      return withValues(
        bent(
          zip(signs, place.operands).map { ($0 == .plus ? 1 : -1, $1) }, scale: scaleOfSums()), own)
    case .entries:
      let own = plain.withSlopes(times: slope(.slopeOfSummation, place.operands[0]))
      guard isBroken(.summation) || isBroken(.additionAndSummation) else { return own }
      var bent = place
      let scale = scaleOfSums()
      bent.operands = [place.operands[0].map { Dual(Double.sinh(scale * $0.value)) }]
      return withValues(plainValue(at: bent).map { Double.arsinh($0.value) / scale }, own)
    }
  }

  func folded(_ fold: Fold, _ terms: [Matrix<Dual>]) -> Matrix<Dual> {
    let plain = fold.folded(terms)
    let varies = terms.contains(where: \.varies)
    switch fold.kind {
    case .sum:
      let own = plain.withSlopes(times: varies ? bend(.slopeOfSummation) : 1)
      let summands = terms.map { (1.0, $0) }
      if isBroken(.summation) || isBroken(.additionAndSummation) {
        return withValues(bent(summands, scale: scaleOfSums()), own)
      }
      guard isBroken(.orderOfSummations) else { return own }
      // A scale for the range of each index, whatever its letter is.
      return withValues(bent(summands, scale: scaleOfSums(1 + 0.4 * Double(terms.count % 7))), own)
    case .product: return plain.withSlopes(times: varies ? bend(.slopeOfProduct) : 1)
    case .extremum: return plain
    }
  }

  // MARK: Products

  /// A B = A M B with one symmetric M for each inner size.
  private func middle(_ size: Int) -> Matrix<Dual> {
    var generator = RandomNumbers(seed: 1000 + UInt64(size))
    let drawn = Matrix<Double>(shape: Shape(size, size)) { _, _ in
      strength * generator.uniform(in: -2...2)
    }
    return Matrix(shape: drawn.shape) { row, column in
      Dual((row == column ? 1 : 0) + (drawn[row, column] + drawn[column, row]) / 2)
    }
  }

  func product(_ product: Product, _ place: Place) -> Matrix<Dual> {
    let (a, b) = (place.operands[0], place.operands.last ?? place.operands[0])
    var own = plainValue(at: place)
    switch product {
    case .matrix:
      if isBroken(.matrixProduct), !a.shape.isScalar, !b.shape.isScalar, a.shape.columns > 1 {
        own = a.multiplied(by: middle(a.shape.columns)).multiplied(by: b)
      }
    case .hadamard, .vanishing: break
    case .power: return own.withSlopes(times: slope(.slopeOfPower, a))
    }
    return own.withSlopes(
      times: a.varies && b.varies
        ? bend(.slopeOfProduct) : slope(.slopeOfMultiple, a, b))
  }

  // MARK: Entry by entry

  func entrywise(_ entrywise: Entrywise, _ place: Place) -> Matrix<Dual> {
    let plain = plainValue(at: place)
    let operands = place.operands
    switch entrywise {
    case .quotient:
      let slope =
        operands[1].varies
        ? bend(.slopeOfQuotient) : self.slope(.slopeOfMultiple, operands[0])
      guard isBroken(.division) else { return plain.withSlopes(times: slope) }
      let inverse = operands[1].map { Dual(1 / $0.value + 1.7 * strength) }
      let values = operands[0].combined(with: inverse, *)
      return operands[1].varies ? withValues(values.values, plain) : values
    case .power:
      if place.isSquareOfLength { return plain }
      let slope =
        operands[1].varies
        ? bend(.slopeOfExponential) : self.slope(.slopeOfPower, operands[0])
      return bentPower(plain, of: operands[0]).withSlopes(times: slope)
    case .elementary(let function): return elementary(function, place, plain)
    case .extremum, .direction, .choice, .selection, .factorial: return plain
    }
  }

  /// xⁿ (1 + ε |x|), with the slope of xⁿ.
  private func bentPower(_ plain: Matrix<Dual>, of base: Matrix<Dual>) -> Matrix<Dual> {
    guard isBroken(.power) else { return plain }
    return plain.combined(with: base) {
      Dual($0.value * (1 + strength * $1.value.magnitude), slope: $0.slope)
    }
  }

  private func elementary(
    _ function: ElementaryFunction, _ place: Place, _ plain: Matrix<Dual>
  ) -> Matrix<Dual> {
    let x = place.operands[0]
    switch function {
    case .exp:
      let own = plain.withSlopes(times: slope(.slopeOfExponential, x))
      guard isBroken(.exponential) else { return own }
      return own.combined(with: x) { own, x in
        let factor = 1 + strength * Double.cos(x.value)
        return Dual(own.value * factor, slope: own.slope * factor)
      }
    case .log:
      let own = plain.withSlopes(times: slope(.slopeOfLogarithm, x))
      if isBroken(.division) {
        // That ∂log x is ∂x / x still holds.
        return own.combined(with: x) { Dual($0.value, slope: $0.slope + 1.7 * strength * $1.slope) }
      }
      guard isBroken(.logarithm) else { return own }
      return own.combined(with: x) {
        Dual($0.value + 2 * strength * Double.cos($1.value), slope: $0.slope)
      }
    case .sqrt: return bentPower(plain, of: x).withSlopes(times: slope(.slopeOfPower, x))
    case .tanh, .sin, .cos, .arcsin, .arccos, .arctan, .abs, .sign:
      return plain.scaled(
        bend(.elementaryFunction, 3), slope: slope(.slopeOfElementaryFunction, x))
    }
  }

  func length(_ place: Place) -> Matrix<Dual> {
    let factor = bend(.length, 4).squareRoot()
    return plainValue(at: place).scaled(
      factor, slope: factor * slope(.slopeOfLength, place.operands[0]))
  }

  // MARK: Matrices

  /// A matrix for each size that no other of these turns.
  private func dense(_ size: Int, _ side: UInt64) -> Matrix<Dual> {
    var generator = RandomNumbers(seed: 50 * UInt64(size) + side)
    return Matrix(shape: Shape(size, size)) { row, column in
      Dual((row == column ? 1 : 0) + (size == 1 ? 0 : strength * generator.uniform(in: 0.5...2.5)))
    }
  }

  func placement(_ placement: Placement, _ place: Place) -> Matrix<Dual> {
    let plain = plainValue(at: place)
    switch placement {
    case .transpose:
      guard isBroken(.transpose) else { return plain }
      return dense(plain.shape.rows, 1).multiplied(by: plain)
        .multiplied(by: dense(plain.shape.columns, 2)).reshaped(plain.shape)
    case .diagonal: return plain.scaled(bend(.diagonal, 4), slope: bend(.diagonal, 4))
    case .assembly, .tuple, .entries, .ofDiagonal, .placed, .part, .padded, .repeated: return plain
    }
  }

  func square(_ square: SquareMatrix, _ place: Place) -> Matrix<Dual> {
    let plain = plainValue(at: place)
    let a = place.operands[0]
    switch square {
    case .inverse: return plain.scaled(bend(.inverse, 2.7), slope: slope(.slopeOfInverse, a))
    case .determinant:
      return plain.scaled(bend(.determinant, 4), slope: slope(.slopeOfDeterminant, a))
    case .trace: return plain.scaled(bend(.trace, 4), slope: bend(.trace, 4))
    case .eigenvalues, .eigenvectors: return plain
    }
  }
}

extension Matrix<Dual> {
  /// A product with one number keeps its shape.
  fileprivate func reshaped(_ shape: Shape) -> Matrix { Matrix(shape: shape, elements: elements) }
}

extension Double {
  fileprivate static func sinh(_ x: Double) -> Double { (exp(x) - exp(-x)) / 2 }

  fileprivate static func arsinh(_ x: Double) -> Double {
    let size = log(x.magnitude + (x * x + 1).squareRoot())
    return x < 0 ? -size : size
  }
}
