/// Numbers as they are typed: `.5`, `5e-1`, `1/2`, `−0.5`, or several with spaces or commas
/// between.
package struct TypedNumbers: Sendable {
  package struct Unreadable: Error {
    package var reason: String
  }

  package var values: [Double]
  /// Whether they stood in brackets or were several: a whole row.
  package var isRow: Bool

  /// - Parameter count: how many are asked for, where that is known.
  package init(_ text: String, count: Int? = nil) throws(Unreadable) {
    let isBracketed = text.contains("[")
    let inner = Self.closingSlashes(text.filter { !"[]()".contains($0) })
    guard !inner.contains(";") else {
      throw Unreadable(reason: "One number, or the numbers of one row: no ; in between.")
    }
    var values: [Double] = []
    for word in inner.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      guard let value = Self.number(word) else {
        throw Unreadable(
          reason: "\(word.prefix(20)) is no number. Type one such as 0.5, -2, 1/3 or 5e-1.")
      }
      guard value.isFinite else {
        throw Unreadable(reason: "\(word.prefix(20)) is not finite.")
      }
      values.append(value)
    }
    guard !values.isEmpty else { throw Unreadable(reason: "There is no number in it.") }
    // 1,5 may be meant as 1.5.
    let words = inner.split(whereSeparator: \.isWhitespace)
    let isOneWord = values.count == 2 && words.count == 1
    let wouldFit = values.count != count && words.count == count && count != 1
    let joined = words.first { word in
      word.split(separator: ",", omittingEmptySubsequences: false).count == 2
        && !word.hasSuffix(",")
    }
    if let joined, isOneWord && !isBracketed || wouldFit {
      throw Unreadable(
        reason: "Is \(joined.prefix(20)) one number or two? Write 1.5 with a point, two with a "
          + "space.")
    }
    // 1 1/4 may be meant as 1 + 1/4.
    let pair = words.joined(separator: " ").prefix(20)
    if count == 1, words.count == 2, words[1].contains("/"), !words[0].contains("/") {
      throw Unreadable(
        reason: "Is \(pair) one number or two? Write 1 + 1/4 as 5/4 or 1.25.")
    }
    // 1 000 may be meant as 1000.
    let isGrouped = words.dropFirst().allSatisfy { $0.prefix { $0 != "." }.count == 3 }
    if count == 1, words.count > 1, isGrouped {
      throw Unreadable(reason: "Is \(pair) one number or several? Write 1000 without a space.")
    }
    self.values = values
    isRow = isBracketed || values.count > 1
  }

  /// 5 / 4 is one number, and so is − 5.
  private static func closingSlashes(_ text: String) -> String {
    var closed = ""
    var gap = ""
    for character in text {
      if character.isWhitespace {
        if closed.last != "/", !["-", "−", "+"].contains(closed) { gap.append(character) }
        continue
      }
      closed += character == "/" ? "/" : gap + String(character)
      gap = ""
    }
    return closed
  }

  private static func number(_ word: Substring) -> Double? {
    let plain = word.replacing("−", with: "-")
    if plain.hasSuffix("%") { return number(plain.dropLast()).map { $0 / 100 } }
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false)
    func single(_ part: Substring) -> Double? {
      // What Double also reads, nan and hexadecimals, is no number to a student.
      part.allSatisfy { $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) } ? Double(part) : nil
    }
    guard let above = parts.first.flatMap(single) else { return nil }
    if parts.count == 1 { return above }
    guard parts.count == 2, let below = single(parts[1]) else { return nil }
    return above / below
  }
}
