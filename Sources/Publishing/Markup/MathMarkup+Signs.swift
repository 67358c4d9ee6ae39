import Notation

extension MathTree {
  /// A number with its sign, as it is written; nil for anything else.
  var numberText: String? {
    if let digits { return digits.replacing("-", with: "−") }
    guard let row, row.count == 2, row[0].isSymbol("-"), let digits = row[1].digits else {
      return nil
    }
    return "−" + digits
  }
}

extension MathTree.Font {
  /// Script capitals: terminals have few of them, the page's own font has all.
  func script(_ plain: Character) -> String? {
    guard self == .mathcal || self == .mathscr, let ascii = plain.asciiValue,
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(ascii)
    else { return nil }
    return Unicode.Scalar(0x1D49C + UInt32(ascii - UInt8(ascii: "A"))).map {
      String(Character($0))
    }
  }

  /// Bold letters of Unicode's mathematical alphabets, for the fonts that are bold.
  func bold(_ plain: Character) -> String? {
    switch self {
    case .mathbf, .boldsymbol, .bm: break
    case .mathrm, .mathit, .mathsf, .mathtt, .mathcal, .mathscr, .mathbb, .mathfrak: return nil
    }
    guard let ascii = plain.asciiValue else { return nil }
    let offset: UInt32
    switch ascii {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): offset = UInt32(ascii - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): offset = 26 + UInt32(ascii - UInt8(ascii: "a"))
    default: return nil
    }
    return Unicode.Scalar(0x1D400 + offset).map { String(Character($0)) }
  }
}
