package import Matrices

/// A number, a vector or a matrix with the decimals that it was typed with.
package struct TypedMatrix: Sendable {
  package var value: Matrix<Double>
  /// Of every entry row by row; nil for one that is exactly what it says, as a fraction is.
  package var decimals: [Int?]

  /// What was not typed, and is exact.
  package init(_ value: Matrix<Double>) {
    self.value = value
    decimals = Array(repeating: nil, count: value.shape.count)
  }

  fileprivate init(_ shape: Shape, _ numbers: [TypedNumber]) {
    value = Matrix(shape: shape, elements: numbers.map(\.value))
    decimals = numbers.map(\.decimals)
  }
}

/// One number as it is typed.
struct TypedNumber {
  var value: Double
  /// nil where it is exactly what it says.
  var decimals: Int?

  /// `.5`, `5e-1`, `1/2`, `50%`, `0.3+0.2`, each with a sign or in parentheses.
  init?(_ word: some StringProtocol) {
    var word = Substring(word)
    while word.hasPrefix("("), word.hasSuffix(")"), word.count > 2 {
      word = word.dropFirst().dropLast()
    }
    // A full stop behind a number with a point ends the sentence.
    if word.hasSuffix("."), word.dropLast().contains(".") { word = word.dropLast() }
    if let own = Self.decimal(word) {
      self = own
    } else if word.hasSuffix("%"), let own = Self.decimal(word.dropLast()) {
      self.init(value: own.value / 100, decimals: own.decimals.map { $0 + 2 })
    } else if let own = Self.fraction(word) ?? Self.sum(word) {
      self.init(value: own, decimals: nil)
    } else {
      return nil
    }
    guard value.isFinite else { return nil }
  }

  private init(value: Double, decimals: Int?) {
    (self.value, self.decimals) = (value, decimals)
  }

  private static func decimal(_ word: Substring) -> TypedNumber? {
    // What Double also reads, nan and hexadecimals, is no number to a student.
    guard word.contains(where: \.isNumber),
      word.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }),
      let value = Double(word)
    else { return nil }
    let parts = word.split(omittingEmptySubsequences: false) { "eE".contains($0) }
    let behind = parts[0].split(separator: ".", omittingEmptySubsequences: false).dropFirst()
    let written = behind.first?.count ?? 0
    let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
    return TypedNumber(value: value, decimals: max(0, written - exponent))
  }

  /// `1,000` and `1.000`, which are a thousand to some and one to others.
  struct Thousands {
    var whole: Double
    /// What is asked of who typed it.
    var question: String
  }

  static func withoutThousands(_ text: String) -> Thousands? {
    let plain = text.filter { !$0.isWhitespace }.replacing("−", with: "-")
    let unsigned = plain.hasPrefix("-") ? plain.dropFirst() : plain[...]
    let signs = Set(unsigned.filter { !$0.isNumber })
    let groups = unsigned.split(omittingEmptySubsequences: false) { !$0.isNumber }
    guard signs == [","] || signs == ["."], let first = groups.first, first.first != "0",
      (1...3).contains(first.count), groups.dropFirst().allSatisfy({ $0.count == 3 }),
      let whole = Double(plain.filter { $0.isNumber || $0 == "-" })
    else { return nil }
    let style = NumberStyle()
    return Thousands(
      whole: whole,
      question: "Is \(plain.prefix(20)) a number with decimals, or is the sign in it one between "
        + "thousands? Then write \(style.text(whole)).")
  }

  private static func fraction(_ word: Substring) -> Double? {
    let parts = word.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let above = decimal(parts[0]), let below = decimal(parts[1])
    else { return nil }
    return above.value / below.value
  }

  /// Terms with signs between them, none of which begins an exponent.
  private static func sum(_ word: Substring) -> Double? {
    var terms: [Substring] = []
    var start = word.startIndex
    for place in word.indices.dropFirst() where "+-".contains(word[place]) {
      let before = word[word.index(before: place)]
      guard !"eE+-/".contains(before) else { continue }
      terms.append(word[start..<place])
      start = place
    }
    guard !terms.isEmpty else { return nil }
    terms.append(word[start...])
    let values = terms.map { decimal($0)?.value ?? fraction($0) }
    guard values.allSatisfy({ $0 != nil }) else { return nil }
    return values.reduce(0) { $0 + ($1 ?? 0) }
  }
}

/// Reads the notations that people use every day for numbers, vectors and matrices.
struct TypedMatrixReader {
  /// What the question asks for; a list without rows takes its shape.
  let key: Shape

  /// - Returns: nil for what is none of these notations.
  /// - Throws: what could be one number or several.
  func read(_ text: String) throws(TypedNumbers.Unreadable) -> TypedMatrix? {
    let (text, isTurned) = Self.withoutTurn(Self.withoutArray(Self.withoutLaTeX(text)))
    guard !text.contains("\\") else { return nil }
    let readings = [false, true].compactMap { isDecimal -> TypedMatrix? in
      guard !isDecimal || Self.mayBeDecimal(text) else { return nil }
      return matrix(text, commaIsDecimal: isDecimal, isTurned: isTurned)
    }
    let fitting = readings.filter { $0.value.shape == key }
    if text.count(where: { $0 == "," }) == 1, key.count == 2, fitting.count == 1,
      readings.count == 2, !text.contains(where: { "[({; ".contains($0) })
    {
      throw TypedNumbers.Unreadable(
        reason: "Is \(text.prefix(20)) one number or two? Write 1.5 with a point, two with a space."
      )
    }
    if let first = fitting.first { return first }
    if key.isScalar, let mixed = Self.mixed(text) { return TypedMatrix(Matrix(mixed)) }
    try askForGroups(text)
    // Where every word has its comma, it is the decimal one.
    let words = text.split(whereSeparator: { $0.isWhitespace || ";[](){}".contains($0) })
    return words.allSatisfy { $0.contains(",") } ? readings.last : readings.first
  }

  // MARK: - What stands around it

  /// A matrix of LaTeX in brackets.
  private static func withoutLaTeX(_ text: String) -> String {
    guard text.contains("matrix}") || text.contains("$") else { return text }
    var text = text.filter { $0 != "$" }
    for kind in ["b", "p", "B", "v", "small", ""] {
      text.replace("\\begin{\(kind)matrix}", with: "[")
      text.replace("\\end{\(kind)matrix}", with: "]")
    }
    return text.replacing("\\\\", with: ";").replacing("&", with: " ")
  }

  private static func withoutArray(_ text: String) -> String {
    let text = trimmed(text[...])
    for call in ["np.array(", "numpy.array(", "np.matrix(", "array(", "matrix("]
    where text.hasPrefix(call) && text.hasSuffix(")") {
      return String(text.dropFirst(call.count).dropLast())
    }
    return String(text)
  }

  private static func withoutTurn(_ text: String) -> (text: String, isTurned: Bool) {
    let text = trimmed(text[...])
    for turn in ["^T", "^{T}", ".T", "'", "ᵀ", "^\\top", "^{\\top}"] where text.hasSuffix(turn) {
      let rest = trimmed(text.dropLast(turn.count))
      if let last = rest.last, "])}".contains(last) { return (String(rest), true) }
    }
    return (String(text), false)
  }

  private static func trimmed(_ text: Substring) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }

  // MARK: - Rows

  private func matrix(_ text: String, commaIsDecimal: Bool, isTurned: Bool) -> TypedMatrix? {
    var inner = text[...]
    let bracket = Self.bracket(inner)
    if bracket != nil { inner = Self.trimmed(inner.dropFirst().dropLast()) }
    let isNested = bracket != nil && inner.contains { "[({".contains($0) }
    if isNested, let rows = Self.groups(inner) {
      let numbers = rows.map { Self.numbers($0, commaIsDecimal) }
      return together(numbers, isTurned: isTurned)
    }
    let rows = inner.split(omittingEmptySubsequences: true) { $0 == ";" || $0.isNewline }
    let numbers = rows.map { Self.numbers($0, commaIsDecimal) }
    guard !numbers.isEmpty, numbers.allSatisfy({ $0 != nil }) else { return nil }
    // One number a line is a list, but for Matlab's column.
    let isList =
      rows.count == 1 || (bracket != "[" && numbers.allSatisfy { $0?.count == 1 })
    guard isList else { return together(numbers, isTurned: isTurned) }
    let list = numbers.flatMap { $0 ?? [] }
    guard list.count > 1 else { return list.isEmpty ? nil : TypedMatrix(.scalar, list) }
    let isStanding = key.columns == 1
    return TypedMatrix(isStanding ? Shape(list.count, 1) : Shape(1, list.count), list)
  }

  private func together(_ rows: [[TypedNumber]?], isTurned: Bool) -> TypedMatrix? {
    let known = rows.compactMap { $0 }
    guard known.count == rows.count, let first = known.first, !first.isEmpty,
      known.allSatisfy({ $0.count == first.count })
    else { return nil }
    if isTurned {
      let turned = first.indices.map { column in known.map { $0[column] } }
      return TypedMatrix(Shape(first.count, known.count), turned.flatMap { $0 })
    }
    return TypedMatrix(Shape(known.count, first.count), known.flatMap { $0 })
  }

  /// The bracket in which all of it stands.
  private static func bracket(_ text: Substring) -> Character? {
    guard let first = text.first, let last = text.last,
      ["[]", "()", "{}"].contains("\(first)\(last)")
    else { return nil }
    var depth = 0
    for place in text.indices {
      if "[({".contains(text[place]) { depth += 1 }
      if "])}".contains(text[place]) { depth -= 1 }
      if depth == 0 { return text.index(after: place) == text.endIndex ? first : nil }
    }
    return nil
  }

  /// What stands in brackets side by side: the rows of a nested list.
  private static func groups(_ text: Substring) -> [Substring]? {
    var groups: [Substring] = []
    var start: Substring.Index?
    for place in text.indices {
      let character = text[place]
      if "[({".contains(character) {
        guard start == nil else { return nil }
        start = text.index(after: place)
      } else if "])}".contains(character) {
        guard let first = start else { return nil }
        groups.append(text[first..<place])
        start = nil
      } else if start == nil, !character.isWhitespace, !",;".contains(character) {
        return nil
      }
    }
    return start == nil ? groups : nil
  }

  // MARK: - Numbers

  private static func mayBeDecimal(_ text: String) -> Bool {
    guard text.contains(","), !text.contains(".") else { return false }
    let characters = Array(text)
    return characters.indices.allSatisfy { place in
      guard characters[place] == "," else { return true }
      return place > 0 && place + 1 < characters.count && characters[place - 1].isNumber
        && characters[place + 1].isNumber
    }
  }

  private static func numbers(_ row: Substring, _ commaIsDecimal: Bool) -> [TypedNumber]? {
    let text = joined(commaIsDecimal ? row.replacing(",", with: ".")[...] : row)
    var numbers: [TypedNumber] = []
    for word in text.split(whereSeparator: { $0.isWhitespace || $0 == "," }) {
      guard let number = TypedNumber(word) else { return nil }
      numbers.append(number)
    }
    return numbers
  }

  /// 5 / 4 is one number, and so are − 5 and 0.3 + 0.2; 1 -2 is two.
  private static func joined(_ text: Substring) -> String {
    var words: [Substring] = []
    var open: Substring = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      var word = open + word
      open = ""
      if word.hasPrefix("/"), let last = words.popLast() { word = last + word }
      if word == "+" || word == "-", let last = words.last, !last.hasSuffix(",") {
        word = words.removeLast() + word
      }
      if let last = word.last, "+-/".contains(last) { open = word } else { words.append(word) }
    }
    return (words + [open]).joined(separator: " ")
  }

  /// 1 1/4.
  private static func mixed(_ text: String) -> Double? {
    let words = joined(text[...]).split(whereSeparator: \.isWhitespace)
    guard words.count == 2, words[0].allSatisfy({ $0.isNumber || "+-".contains($0) }),
      words[1].contains("/"), !words[1].hasPrefix("-"), let whole = Double(words[0]),
      let part = TypedNumber(words[1])?.value, part < 1
    else { return nil }
    return words[0].hasPrefix("-") ? whole - part : whole + part
  }

  /// 1 000 may be meant as 1000.
  private func askForGroups(_ text: String) throws(TypedNumbers.Unreadable) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard key.isScalar, words.count > 1, words.allSatisfy({ TypedNumber($0) != nil }),
      words.dropFirst().allSatisfy({ $0.prefix { $0 != "." }.count == 3 })
    else { return }
    throw TypedNumbers.Unreadable(
      reason: "Is \(text.prefix(20)) one number or several? Write 1000 without a space.")
  }
}
