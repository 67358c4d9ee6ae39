import Matrices

/// Random numbers of a distribution. The same seed gives the same numbers.
package struct Draw: Hashable, Sendable {
  package enum Distribution: String, Sendable {
    /// Between two bounds.
    case uniform
    /// With mean and standard deviation.
    case normal
    /// 1 with some probability, else 0.
    case bernoulli
  }

  package var distribution: Distribution
  package var seed: UInt64

  /// The parameters are scalars; uniform numbers are drawn first and then carried over, so that a
  /// parameter that moves moves the numbers with it.
  func value<S: Scalar>(_ parameters: [Matrix<S>], _ shape: Shape) -> Matrix<S> {
    var generator = RandomNumbers(seed: seed)
    let parameters = parameters.map { $0.elements[0] }
    return Matrix(shape: shape) { _, _ in
      switch distribution {
      case .uniform:
        parameters[0] + S(generator.uniform()) * (parameters[1] - parameters[0])
      case .normal: parameters[0] + S(generator.normal()) * parameters[1]
      case .bernoulli: S(generator.uniform() < parameters[0].value ? 1 : 0)
      }
    }
  }
}

/// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
package struct RandomNumbers: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// In [0, 1).
  package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Box and Muller.
  package mutating func normal() -> Double {
    let radius = Double.sqrt(-2 * Double.log(1 - uniform()))
    return radius * Double.cos(2 * Double.pi * uniform())
  }

  package mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + uniform() * (range.upperBound - range.lowerBound)
  }
}

extension RandomNumbers {
  /// A seed made of a text: FNV-1a.
  package static func seed(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
