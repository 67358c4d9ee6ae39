#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where numbers lie along a side of a chart, from 0 (its beginning) to 1, and which round ones
/// stand there.
package struct Axis: Equatable, Sendable {
  package enum Scale: String, Equatable, Sendable, CaseIterable { case linear, logarithmic }

  package let scale: Scale
  package let low: Double
  package let high: Double

  /// Over all numbers that can stand on it: finite ones, and above 0 on a logarithmic one. Where
  /// all are the same it reaches a little further.
  package init(_ scale: Scale, over numbers: some Sequence<Double>) {
    self.scale = scale
    let possible = numbers.filter { Self.holds($0, scale) }
    var low = possible.min() ?? (scale == .linear ? 0 : 0.1)
    var high = possible.max() ?? 1
    if low == high {
      switch scale {
      case .linear:
        // A number so large that half of it more is none stays where it is.
        let room = max(low.magnitude / 2, 0.5)
        (low, high) = ((low - room).isFinite ? low - room : low / 2, high + room)
        if !high.isFinite { high = low.magnitude }
      case .logarithmic: (low, high) = (low / 2, high * 2)
      }
    }
    (self.low, self.high) = (low, high)
  }

  private init(_ scale: Scale, _ low: Double, _ high: Double) {
    (self.scale, self.low, self.high) = (scale, low, high)
  }

  /// From a round number to a round one, where that takes little more room.
  package var widened: Axis {
    guard scale == .linear, let step = Self.step(low, high, 4) else { return self }
    let (down, up) = ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step)
    guard down.isFinite, up.isFinite, up > down else { return self }
    return Axis(scale, down, up)
  }

  package static func holds(_ number: Double, _ scale: Scale) -> Bool {
    number.isFinite && (scale == .linear || number > 0)
  }

  /// Nil for what cannot stand on it.
  package func place(_ number: Double) -> Double? {
    guard Self.holds(number, scale) else { return nil }
    switch scale {
    // Halves, so that the difference of two huge numbers is one.
    case .linear: return (number / 2 - low / 2) / (high / 2 - low / 2)
    case .logarithmic: return log(number / low) / log(high / low)
    }
  }

  /// The number at a place.
  package func number(at place: Double) -> Double {
    switch scale {
    case .linear: return low + (high / 2 - low / 2) * 2 * place
    case .logarithmic: return low * exp(log(high / low) * place)
    }
  }

  // MARK: - Round numbers

  /// 1, 2 or 5 times a power of ten, so that about so many steps go from the one number to the
  /// other.
  private static func step(_ low: Double, _ high: Double, _ count: Int) -> Double? {
    let rough = (high / 2 - low / 2) / Double(max(1, count)) * 2
    guard rough.isFinite, rough > 0 else { return nil }
    let power = pow(10, floor(log10(rough)))
    guard power > 0, power.isFinite else { return nil }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999_999 }
  }

  /// Round numbers on it, at most about so many.
  package func ticks(_ most: Int) -> [Double] {
    switch scale {
    case .linear:
      guard let step = Self.step(low, high, max(1, most - 1)) else { return [low] }
      let (first, last) = ((low / step - 1e-9).rounded(.up), (high / step + 1e-9).rounded(.down))
      guard first <= last, last - first < 1_000, first.magnitude < 1e15 else { return [low] }
      return stride(from: first, through: last, by: 1).map { $0 * step + 0 }
    case .logarithmic:
      let (first, last) = (ceil(log10(low) - 1e-9), floor(log10(high) + 1e-9))
      var ticks: [Double] = []
      if first <= last {
        let by = max(1, ((last - first + 1) / Double(max(1, most))).rounded(.up))
        ticks = stride(from: first, through: last, by: by).map { pow(10, $0) }
      }
      if ticks.count >= 2 || most < 2 { return ticks }
      // Within a power of ten or two.
      let from = floor(log10(low))
      var fine: [Double] = []
      for power in 0..<3 {
        let unit: Double = pow(10, from + Double(power))
        fine += [unit, 2 * unit, 5 * unit]
      }
      fine = fine.filter { $0 >= low * 0.999_999 && $0 <= high * 1.000_001 }
      return Array((fine.isEmpty ? [low] : fine).prefix(max(1, most)))
    }
  }

  /// Ticks as they are written, all with the same decimals.
  package static func texts(_ ticks: [Double]) -> [String] {
    let largest = ticks.map(\.magnitude).max() ?? 0
    let least = ticks.map(\.magnitude).filter { $0 > 0 }.min() ?? 1
    if largest >= 1e6 || least < 1e-4 { return ticks.map(scientific) }
    let isSpread = largest / least >= 1_000
    let places = ticks.map(decimals).max() ?? 0
    return ticks.map { fixed($0, isSpread ? decimals($0) : places) }
  }

  /// How many decimals write a round number.
  private static func decimals(_ number: Double) -> Int {
    var scaled = number.magnitude
    for places in 0..<9 {
      let off: Double = abs(scaled - scaled.rounded())
      if off <= 1e-6 * max(1, scaled) { return places }
      scaled *= 10
    }
    return 9
  }

  private static func fixed(_ number: Double, _ places: Int) -> String {
    let power = pow(10, Double(places))
    let whole = Int((number.magnitude * power).rounded())
    var digits = String(whole)
    if places > 0 {
      digits = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -places))
    }
    return (number < 0 && whole != 0 ? "−" : "") + digits
  }

  /// `2e−7`: a tick has one digit or two.
  private static func scientific(_ number: Double) -> String {
    guard number != 0, number.isFinite else { return "0" }
    var power = floor(log10(number.magnitude) + 1e-9)
    var digits = (number.magnitude / pow(10, power) * 10).rounded() / 10
    if digits >= 10 { (digits, power) = (1, power + 1) }
    let mantissa = digits == digits.rounded() ? "\(Int(digits))" : "\(digits)"
    let exponent = Int(power)
    return (number < 0 ? "−" : "") + mantissa + "e" + (exponent < 0 ? "−" : "") + "\(abs(exponent))"
  }
}
