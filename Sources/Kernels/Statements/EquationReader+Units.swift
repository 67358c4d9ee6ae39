import Notation
import SourceText

/// Units and words right behind a number: `9.81\,\mathrm{m/s^2}`, `3 \text{ cm}`. Nothing is
/// computed with them, which is said; what may be a name as well, or changes the number, is an
/// error. A word that has a value is no remark, but a factor.
extension EquationReader {
  /// - Parameter own: names to which the fence gives a value.
  mutating func withoutUnits(_ lines: [MathTree], _ own: Set<Name>) -> [MathTree] {
    lines.map { line in line.mappingRows { withoutUnits(in: $0, own) } }
  }

  private mutating func withoutUnits(in nodes: [MathTree], _ own: Set<Name>) -> [MathTree] {
    var kept: [MathTree] = []
    var index = 0
    while index < nodes.count {
      kept.append(nodes[index])
      index += 1
      guard kept[kept.count - 1].isMeasured else { continue }
      var start = index
      while start < nodes.count, let width = nodes[start].space, width < 2 { start += 1 }
      guard start < nodes.count else { continue }
      if let end = unit(nodes, start) {
        let part = MathTree.row(Array(nodes[start..<end]))
        report(unit: part, own)
        index = end
      } else if let words = nodes[start].text, isRemark(words, nodes, behind: start),
        nodes[start].bareName.map({ own.contains($0) || workspace.definitions[$0] != nil }) != true
      {
        report(words: words, at: nodes[start].location)
        index = start + 1
      }
    }
    return kept
  }

  /// The end of the unit that begins here: signs of units with / and · between them.
  private func unit(_ nodes: [MathTree], _ start: Int) -> Int? {
    guard nodes[start].isUnit else { return nil }
    var end = start + 1
    var next = end
    while next < nodes.count {
      if nodes[next].space.map({ $0 < 2 }) == true || nodes[next].isSymbol("/", "\\cdot") {
        next += 1
      } else if nodes[next].isUnit {
        next += 1
        end = next
      } else {
        break
      }
    }
    return end
  }

  private mutating func report(unit: MathTree, _ own: Set<Name>) {
    let names = unit.all { $0.bareName != nil }
    let words = names.filter { $0.letter == nil }
    // Letters of a word are no names, and of several units none is meant as one.
    if let node = words.first ?? names.first, (words.isEmpty ? names : words).count == 1,
      let name = node.bareName, hasValue(name, own)
    {
      report(
        .twoReadings, at: unit.location,
        "\(unit.oneLine()) behind a number is a unit to some, and \(name.shown) has a value here",
        help: node.letter == nil
          ? "Take the unit away, or write \\cdot before it where its value is meant."
          : "Take the unit away, or write the letter in italics where its value is meant.")
      return
    }
    report(
      .unit, .hint, at: unit.location,
      "The unit \(unit.oneLine().split(separator: " ").joined(separator: " ")) is a remark: "
        + "numbers are computed without units",
      help: "Give all numbers in units that go together.")
  }

  private func hasValue(_ name: Name, _ own: Set<Name>) -> Bool {
    own.contains(name) || workspace.isValue(name)
  }

  /// A text that ends what stands there, and would be passed over.
  private func isRemark(_ words: String, _ nodes: [MathTree], behind start: Int) -> Bool {
    let word = words.filter { !$0.isWhitespace }.lowercased()
    guard !word.isEmpty, !["and", "where", "with", "for", "if", "or", "otherwise"].contains(word),
      !nodes[start].isRangeWord, word.contains(where: \.isLetter)
    else { return false }
    return nodes[(start + 1)...].first { !$0.isBlank }.map { $0.isSymbol(",", ".", ";") } ?? true
  }

  /// Words right behind formulas, which are passed over.
  mutating func reportRemarks(_ words: [MathTree]) {
    for word in words where !reportsChange(word.text ?? "", behind: "formula", at: word.location) {
      report(
        .unit, .hint, at: word.location,
        "\(word.shownText) behind the formula is a remark: it is no name here, and nothing is "
          + "computed with it",
        help: "Give it a value before, where it is a name; else set it off with \\quad.")
    }
  }

  /// Words that change what they stand behind are no remark.
  ///
  /// - Parameter what: what they stand behind, as a word.
  private mutating func reportsChange(
    _ words: String, behind what: String, at location: Location
  ) -> Bool {
    let first = words.lowercased().split { !$0.isLetter }.first.map(String.init) ?? ""
    let word = words.split(separator: " ").joined(separator: " ")
    let sign = Self.counts[word.lowercased()] ?? Self.counts[first]
    guard sign != nil || Self.operations.contains(first) else { return false }
    findings.append(
      Finding(
        .unit, at: location,
        "The word \(word) behind a \(what) changes it, and is not read",
        help: sign.map { "Write \($0) behind the \(what)." }
          ?? "Write it as a formula, or set it off with \\quad where it is a remark.",
        fixes: sign.map { [.init(location, $0, "write the number")] } ?? []))
    return true
  }

  /// What counts, and how it is written.
  private static let counts: [String: String] = [
    "percent": "\\%", "per cent": "\\%", "thousand": "\\cdot 10^3", "million": "\\cdot 10^6",
    "billion": "\\cdot 10^9", "dozen": "\\cdot 12", "degrees": "^\\circ",
  ]

  /// Words with which something is computed.
  private static let operations: Set<String> = [
    "cubed", "divided", "doubled", "factorial", "halved", "halves", "minus", "mod", "modulo",
    "multiplied", "over", "per", "plus", "rounded", "squared", "times", "transposed", "tripled",
  ]

  private mutating func report(words: String, at location: Location) {
    guard !reportsChange(words, behind: "number", at: location) else { return }
    let word = words.split(separator: " ").joined(separator: " ")
    report(
      .unit, .hint, at: location,
      "\(word) behind the number is a remark: nothing is computed with it",
      help: "Put remarks into the prose, if it is more than that.")
  }
}

extension MathTree {
  /// A number behind which a unit may stand.
  fileprivate var isMeasured: Bool {
    if digits != nil { return true }
    guard let scripts, scripts.primes == 0, scripts.lower == nil else { return false }
    return scripts.base.digits != nil
  }

  /// `\mathrm{kg}`, `\mathrm{s}^2`, `\text{m/s}`, `\frac{\mathrm{m}}{\mathrm{s}}`.
  fileprivate var isUnit: Bool {
    if let styled { return styled.font == .mathrm && styled.inner.isUnitLetters }
    if let text {
      let words = text.split { " /^·*-0123456789⁰¹²³".contains($0) }
      return !words.isEmpty && words.allSatisfy { Self.isUnit(String($0)) }
    }
    if let (above, below) = fraction { return above.isUnit && below.isUnit }
    if let scripts, scripts.lower == nil, scripts.primes == 0, let upper = scripts.upper {
      return scripts.base.isUnit && upper.nodes.allSatisfy { $0.digits != nil || $0.isSymbol("-") }
    }
    return false
  }

  /// Letters in a row that are signs of units, with /, · and powers between them.
  private var isUnitLetters: Bool {
    var word = ""
    var found = false
    func ends() -> Bool {
      defer { word = "" }
      if word.isEmpty { return true }
      found = true
      return Self.isUnit(word)
    }
    for node in nodes {
      if let letter = node.letter {
        word += letter == "\\Omega" ? "Ω" : letter == "\\mu" ? "µ" : letter
        continue
      }
      if let scripts = node.scripts, let letter = scripts.base.letter, scripts.lower == nil,
        scripts.primes == 0,
        scripts.upper?.nodes.allSatisfy({ $0.digits != nil || $0.isSymbol("-") })
          == true
      {
        word += letter
        guard ends() else { return false }
        continue
      }
      guard node.isBlank || node.isSymbol("/", "\\cdot") || node.digits != nil, ends() else {
        return false
      }
    }
    return ends() && found
  }

  private static let units: Set<String> = [
    "m", "g", "s", "A", "K", "mol", "cd", "N", "J", "W", "Pa", "Hz", "V", "C", "F", "H", "T", "Wb",
    "Ω",
    "L", "l", "eV", "bar", "min", "h", "d", "rad", "dB", "Nm", "Ns", "Ws", "EUR", "USD", "px", "kn",
  ]

  private static func isUnit(_ word: String) -> Bool {
    if units.contains(word) { return true }
    guard let prefix = word.first, "kMGmcdµnph".contains(prefix) else { return false }
    return units.contains(String(word.dropFirst()))
  }
}
