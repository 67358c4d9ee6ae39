/// Numbers with their slopes along one entry of a name: x + x′ε with ε² = 0, a number a lane. Slopes
/// go forward with the values, so that a law about slopes can be broken at one operation; and lanes
/// lie side by side, so that one run of a formula does for as many cases of it as there are lanes.
@frozen package struct DualLanes: Scalar {
  package typealias Lanes = SIMD8<Double>
  package typealias Mask = SIMDMask<SIMD8<Int64>>

  package static let count = 8

  package var values: Lanes
  package var slopes: Lanes

  @inlinable package init(_ values: Lanes, slopes: Lanes = .zero) {
    (self.values, self.slopes) = (values, slopes)
  }

  @inlinable package init(_ constant: Double) { self.init(Lanes(repeating: constant)) }

  /// Of the first lane: what is decided by it is decided for all. An operation that decides is run
  /// for each lane by itself.
  @inlinable package var value: Double { values[0] }

  /// What one lane holds, in all of them.
  @inlinable package func lane(_ lane: Int) -> DualLanes {
    DualLanes(Lanes(repeating: values[lane]), slopes: Lanes(repeating: slopes[lane]))
  }

  @inlinable package func replacing(with other: DualLanes, where mask: Mask) -> DualLanes {
    DualLanes(
      values.replacing(with: other.values, where: mask),
      slopes: slopes.replacing(with: other.slopes, where: mask))
  }

  /// f(x) with its slope f′(x) x′; what does not move has no slope, also where f has none.
  @inlinable func mapped(_ values: Lanes, by slope: Lanes) -> DualLanes {
    DualLanes(values, slopes: (slope * slopes).replacing(with: 0, where: slopes .== 0))
  }

  @inlinable package static func + (a: DualLanes, b: DualLanes) -> DualLanes {
    DualLanes(a.values + b.values, slopes: a.slopes + b.slopes)
  }
  @inlinable package static func - (a: DualLanes, b: DualLanes) -> DualLanes {
    DualLanes(a.values - b.values, slopes: a.slopes - b.slopes)
  }
  @inlinable package static prefix func - (a: DualLanes) -> DualLanes {
    DualLanes(-a.values, slopes: -a.slopes)
  }

  @inlinable package static func * (a: DualLanes, b: DualLanes) -> DualLanes {
    DualLanes(a.values * b.values, slopes: a.slopes * b.values + a.values * b.slopes)
  }

  @inlinable package static func / (a: DualLanes, b: DualLanes) -> DualLanes {
    let values = a.values / b.values
    return DualLanes(values, slopes: (a.slopes - values * b.slopes) / b.values)
  }

  @inlinable package static func exp(_ x: DualLanes) -> DualLanes {
    let values = x.values.map(Double.exp)
    return x.mapped(values, by: values)
  }

  @inlinable package static func log(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.log), by: 1 / x.values)
  }

  @inlinable package static func sqrt(_ x: DualLanes) -> DualLanes {
    let values = x.values.squareRoot()
    return x.mapped(values, by: 0.5 / values)
  }

  @inlinable package static func tanh(_ x: DualLanes) -> DualLanes {
    let values = x.values.map(Double.tanh)
    return x.mapped(values, by: 1 - values * values)
  }

  @inlinable package static func sin(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.sin), by: x.values.map(Double.cos))
  }
  @inlinable package static func cos(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.cos), by: -x.values.map(Double.sin))
  }

  package static func arcsin(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.arcsin), by: 1 / (1 - x.values * x.values).squareRoot())
  }

  package static func arccos(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.arccos), by: -1 / (1 - x.values * x.values).squareRoot())
  }

  package static func arctan(_ x: DualLanes) -> DualLanes {
    x.mapped(x.values.map(Double.arctan), by: 1 / (1 + x.values * x.values))
  }

  @inlinable package static func abs(_ x: DualLanes) -> DualLanes {
    x.replacing(with: -x, where: x.values .< 0)
  }

  @inlinable package static func pow(_ base: DualLanes, _ exponent: DualLanes) -> DualLanes {
    var power = DualLanes(0)
    for lane in 0..<count {
      let (x, n) = (base.values[lane], exponent.values[lane])
      power.values[lane] = Double.pow(x, n)
      if base.slopes[lane] != 0 {
        power.slopes[lane] = n * Double.pow(x, n - 1) * base.slopes[lane]
      }
      if exponent.slopes[lane] != 0 {
        power.slopes[lane] += power.values[lane] * Double.log(x) * exponent.slopes[lane]
      }
    }
    return power
  }

  @inlinable package static func maximum(_ a: DualLanes, _ b: DualLanes) -> DualLanes {
    b.replacing(with: a, where: a.values .>= b.values)
  }

  package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: DualLanes, _ b: DualLanes, _ yes: DualLanes,
    _ no: DualLanes
  ) -> DualLanes {
    var mask = Mask(repeating: false)
    for lane in 0..<count { mask[lane] = holds(a.values[lane], b.values[lane]) }
    return no.replacing(with: yes, where: mask)
  }

  package static func bySign(
    _ x: DualLanes, positive: DualLanes, negative: DualLanes, neither: DualLanes
  ) -> DualLanes {
    neither.replacing(with: positive, where: x.values .> 0)
      .replacing(with: negative, where: x.values .< 0)
  }

  package static func vanishing(_ x: DualLanes, _ other: DualLanes) -> DualLanes {
    (x * other).replacing(with: DualLanes(0), where: x.values .== 0)
  }
}

extension SIMD8<Double> {
  @inlinable package func map(_ transform: (Double) -> Double) -> Self {
    var result = Self.zero
    for lane in indices { result[lane] = transform(self[lane]) }
    return result
  }

  /// Of some lanes only, and as they are in the others.
  @inlinable package func map(
    where mask: SIMDMask<SIMD8<Int64>>, _ transform: (Double) -> Double
  ) -> Self {
    var result = self
    for lane in indices where mask[lane] { result[lane] = transform(self[lane]) }
    return result
  }

  @inlinable package var magnitudes: Self { replacing(with: -self, where: self .< 0) }

  /// The lanes that hold a number.
  @inlinable package var areFinite: SIMDMask<SIMD8<Int64>> { (self - self) .== 0 }
}
