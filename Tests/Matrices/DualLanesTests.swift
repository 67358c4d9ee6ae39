import Matrices
import Testing

struct `Numbers side by side` {
  static let lanes: [Double] = [0.9, -0.4, 0.25, -0.8, 0.05, 0.6, -0.15, 0.7]

  static func numbers(_ shift: Double = 0) -> DualLanes {
    var values = DualLanes.Lanes.zero
    for (lane, number) in lanes.enumerated() { values[lane] = number + shift }
    return DualLanes(values, slopes: .one)
  }

  static var functions: [(name: String, lanes: (DualLanes) -> DualLanes, plain: (Double) -> Double)]
  {
    [
      ("exp", DualLanes.exp, Double.exp),
      ("log", { DualLanes.log($0 + DualLanes(2)) }, { Double.log($0 + 2) }),
      ("sqrt", { DualLanes.sqrt($0 + DualLanes(2)) }, { Double.sqrt($0 + 2) }),
      ("tanh", DualLanes.tanh, Double.tanh), ("sin", DualLanes.sin, Double.sin),
      ("cos", DualLanes.cos, Double.cos), ("arcsin", DualLanes.arcsin, Double.arcsin),
      ("arccos", DualLanes.arccos, Double.arccos), ("arctan", DualLanes.arctan, Double.arctan),
      ("abs", DualLanes.abs, Double.abs),
      ("x³", { DualLanes.pow($0, DualLanes(3)) }, { Double.pow($0, 3) }),
      ("2ˣ", { DualLanes.pow(DualLanes(2), $0) }, { Double.pow(2, $0) }),
      ("x/(x + 3)", { $0 / ($0 + DualLanes(3)) }, { $0 / ($0 + 3) }),
      ("x(1 − x)", { $0 * (DualLanes(1) - $0) }, { $0 * (1 - $0) }),
      ("max(x, 0.1)", { DualLanes.maximum($0, DualLanes(0.1)) }, { Double.maximum($0, 0.1) }),
      (
        "sign",
        { DualLanes.bySign($0, positive: $0, negative: -$0 * $0, neither: DualLanes(.nan)) },
        { $0 > 0 ? $0 : -$0 * $0 }
      ),
      (
        "cases", { DualLanes.chosen(<, $0, DualLanes(0.2), $0 * $0, -$0) },
        { $0 < 0.2 ? $0 * $0 : -$0 }
      ),
    ]
  }

  /// Slopes against central differences of the same functions of plain numbers.
  @Test func `have in every lane the value and the slope of that lane`() {
    let step = 1e-6
    for (name, lanes, plain) in Self.functions {
      let found = lanes(Self.numbers())
      for (lane, number) in Self.lanes.enumerated() {
        let slope = (plain(number + step) - plain(number - step)) / (2 * step)
        #expect(abs(found.values[lane] - plain(number)) < 1e-14, "\(name) at \(number)")
        #expect(abs(found.slopes[lane] - slope) < 1e-7, "\(name)′ at \(number)")
      }
    }
  }

  @Test func `have no slope where they do not move, also where a function has none`() {
    let still = DualLanes.sqrt(DualLanes(0))
    #expect(still == DualLanes(0))
    #expect(DualLanes.vanishing(DualLanes(0), DualLanes(.infinity)) == DualLanes(0))
  }
}
