import Kernels

extension SquareMatrix {
  /// The laws by which an operation goes.
  struct Laws: Sendable {
    /// That of its value, and by how much a world without it has another one.
    var value: Law
    var factor: Double
    /// That of its slope; nil where it is linear.
    var slope: Law?
  }

  /// No step is reasoned with the others.
  static let laws: [SquareMatrix: Laws] = [
    .trace: Laws(value: .trace, factor: 4),
    .determinant: Laws(value: .determinant, factor: 4, slope: .slopeOfDeterminant),
    .inverse: Laws(value: .inverse, factor: 2.7, slope: .slopeOfInverse),
  ]
}
