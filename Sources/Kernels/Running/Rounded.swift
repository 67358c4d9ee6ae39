package import Matrices

/// A number as it is carried by hand: rounded to so many decimals after every operation. Running a
/// formula over rounded numbers gives what an honest student gets who writes every intermediate
/// down.
struct Rounded: Scalar {
  /// Decimals kept by hand.
  static let unit = 1e-3

  var value: Double

  init(_ constant: Double) { value = constant }

  private static func kept(_ value: Double) -> Rounded {
    Rounded((value / unit).rounded() * unit)
  }

  static func + (a: Self, b: Self) -> Self { kept(a.value + b.value) }
  static func - (a: Self, b: Self) -> Self { kept(a.value - b.value) }
  static func * (a: Self, b: Self) -> Self { kept(a.value * b.value) }
  static func / (a: Self, b: Self) -> Self { kept(a.value / b.value) }
  static prefix func - (a: Self) -> Self { Rounded(-a.value) }
  static func exp(_ x: Self) -> Self { kept(Double.exp(x.value)) }
  static func log(_ x: Self) -> Self { kept(Double.log(x.value)) }
  static func sqrt(_ x: Self) -> Self { kept(Double.sqrt(x.value)) }
  static func tanh(_ x: Self) -> Self { kept(Double.tanh(x.value)) }
  static func sin(_ x: Self) -> Self { kept(Double.sin(x.value)) }
  static func cos(_ x: Self) -> Self { kept(Double.cos(x.value)) }
  static func arcsin(_ x: Self) -> Self { kept(Double.arcsin(x.value)) }
  static func arccos(_ x: Self) -> Self { kept(Double.arccos(x.value)) }
  static func arctan(_ x: Self) -> Self { kept(Double.arctan(x.value)) }
  static func abs(_ x: Self) -> Self { Rounded(x.value.magnitude) }
  static func pow(_ base: Self, _ exponent: Self) -> Self {
    kept(Double.pow(base.value, exponent.value))
  }
  static func maximum(_ a: Self, _ b: Self) -> Self { a.value >= b.value ? a : b }
  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self { holds(a.value, b.value) ? yes : no }
}

extension Kernel {
  /// The value as it comes out by hand, names taken as the lesson shows them and every intermediate
  /// written down with three decimals.
  package func valueByHand(in workspace: Workspace) -> Matrix<Double> {
    let rounded = names.reduce(into: [Name: Matrix<Rounded>]()) { all, name in
      all[name] = workspace.values[name]?.map {
        Rounded(($0 / Rounded.unit).rounded() * Rounded.unit)
      }
    }
    return value(in: Scope<Rounded>(workspace, replacing: rounded)).map(\.value)
  }

  /// The numbers of the givens that it uses by name.
  package func givens(in workspace: Workspace) -> [Double] {
    names.filter { workspace.isGiven($0) }.flatMap { workspace.values[$0]?.elements ?? [] }
  }

  /// Whether something in it is not worked out by hand: an exact derivative, or a draw.
  package var isMachineWork: Bool {
    allNodes.contains { node in
      node.operation.derivative != nil || node.operation.draw != nil
        || node.operation.evaluation != nil
    }
  }
}
