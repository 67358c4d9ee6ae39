#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How numbers are written out for a reader: the lesson's decimals, a true minus sign, and never a
/// zero that is none.
package struct NumberStyle: Sendable {
  /// Decimals of computed values.
  package var decimals: Int

  package init(decimals: Int = 4) { self.decimals = decimals }

  /// The longest decimal fraction that counts as "written by hand" and is shown as it stands.
  private static let writtenDecimals = 6

  /// The entries of a matrix with the same number of decimals. Numbers that are short as they stand
  /// (0.9, −2) keep their own decimals; a value too small for the decimals is written with a power
  /// of ten instead of as 0.
  package func texts(_ values: [Double]) -> [String] {
    let needed = values.map { Self.shortDecimals($0) }
    let places: Int
    if let most = needed.reduce(
      into: Int?.some(0),
      { most, next in
        most = most.flatMap { a in next.map { Swift.max(a, $0) } }
      }), most <= decimals
    {
      places = most
    } else {
      places = decimals
    }
    return values.map { text($0, places: places) }
  }

  package func text(_ value: Double) -> String { texts([value])[0] }

  private func text(_ value: Double, places: Int) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "−∞" : "∞" }
    let size = value.magnitude
    let unit = Double.pow(10, -Double(places))
    if size >= 1e7 || (size > 0 && size < unit / 2) { return Self.scientific(value) }
    let text = Self.fixed(size, places)
    let isZero = !text.contains { $0 != "0" && $0 != "." }
    return value < 0 && !isZero ? "−" + text : text
  }

  private static let powers: [Double] = [1, 10, 100, 1e3, 1e4, 1e5, 1e6]

  /// Decimals that write the value but for rounding (0.1·0.9 is 0.09), or nil when it takes more
  /// than a person would write.
  private static func shortDecimals(_ value: Double) -> Int? {
    guard value.isFinite, value.magnitude < 1e7 else { return 0 }
    for places in 0...writtenDecimals {
      let scaled = value * Self.powers[places]
      if (scaled - scaled.rounded()).magnitude <= 1e-13 * scaled.magnitude { return places }
    }
    return nil
  }

  /// Three digits and a power of ten: `2.50e−7`.
  private static func scientific(_ value: Double) -> String {
    let text = formatted("%.2e", [value])
    let parts = text.split(separator: "e")
    guard parts.count == 2, let exponent = Int(parts[1]) else { return text }
    return "\(parts[0])e\(exponent)".replacingMinus
  }

  static func fixed(_ value: Double, _ places: Int) -> String {
    formatted("%.*f", [Int32(places), value])
  }

  private static func formatted(_ format: String, _ arguments: [any CVarArg]) -> String {
    withVaList(arguments) { list in
      withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
        let length = vsnprintf(buffer.baseAddress, buffer.count, format, list)
        let written = UnsafeRawBufferPointer(buffer).prefix(
          Swift.max(0, Swift.min(Int(length), 399)))
        return String(decoding: written, as: UTF8.self)
      }
    }
  }
}

extension String {
  fileprivate var replacingMinus: String { String(map { $0 == "-" ? "−" : $0 }) }
}
