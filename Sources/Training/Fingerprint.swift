/// A number for what a result was computed from: two sums of Fowler, Noll and Vo (FNV-1a) over the
/// same bytes. What differs has another one; a file that was spoilt is noticed. It is no signature.
package struct Fingerprint {
  private var sums: (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142)

  package init() {}

  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    // An end, so that two texts are not one.
    add(0xFF)
  }

  package mutating func add(_ numbers: [Double]) {
    add("\(numbers.count)")
    for number in numbers {
      var bits = number.bitPattern
      for _ in 0..<8 {
        add(UInt8(truncatingIfNeeded: bits))
        bits >>= 8
      }
    }
  }

  private mutating func add(_ byte: UInt8) {
    sums.0 = (sums.0 ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
    sums.1 = (sums.1 ^ UInt64(byte)) &* 0x0000_0100_0000_01b5
  }

  package var text: String { hexadecimal(sums.0) + hexadecimal(sums.1) }
}

/// Sixteen digits.
package func hexadecimal(_ number: UInt64) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 16 - digits.count) + digits
}
