import SourceText

/// Numerals side by side. They are never a product: what looks like one number is one number, or a
/// finding that says what it might be.
extension MathReader {
  /// Where a row stands, which decides what two numerals in it may be.
  enum Surroundings {
    case row, script, cell, brackets
  }

  /// The row with numerals of several parts made one. What can mean two things is reported, and
  /// then read as one number, so that nothing else is said of it.
  mutating func joiningNumerals(_ nodes: [MathTree], in place: Surroundings) -> [MathTree] {
    guard purpose == .live, place != .script,
      nodes.contains(where: { $0.isNumber || $0.isFraction })
    else { return nodes }
    var joined: [MathTree] = []
    var index = 0
    while index < nodes.count {
      if let (number, end) = grouped(nodes, index) ?? scientific(nodes, index)
        ?? commaThousands(nodes, index, in: place)
      {
        joined.append(number)
        index = end
      } else {
        joined.append(nodes[index])
        index += 1
      }
    }
    reportNeighbours(joined, in: place)
    if place == .cell { reportLostEntries(joined) }
    return joined
  }

  // MARK: - One number

  /// `1\,000`, `1{,}000{,}000`, `0{,}5`.
  private mutating func grouped(
    _ nodes: [MathTree], _ start: Int
  ) -> (MathTree, end: Int)? {
    guard let first = nodes[start].digits, !first.contains(".") else { return nil }
    var digits = first
    var end = start + 1
    var commas = 0
    while end + 1 < nodes.count, let part = nodes[end + 1].digits {
      let isComma = nodes[end].isBracedComma
      let isThin = nodes[end].space == 1 && nodes[end].location.text.hasPrefix("\\")
      let whole = part.prefix { $0 != "." }
      guard isComma || isThin, !digits.contains(".") else { break }
      guard whole.count == 3, (1...3).contains(first.count) else {
        // A decimal comma in braces, as TeX needs it there.
        guard isComma, commas == 0, end == start + 1, !part.contains(".") else { break }
        digits += "." + part
        end += 2
        break
      }
      digits += part
      commas += isComma ? 1 : 0
      end += 2
    }
    guard end > start + 1 else { return nil }
    let location = nodes[start].location.through(nodes[end - 1].location)
    if commas == 1, end == start + 3, !digits.contains(".") {
      let decimal = "\(first).\(digits.dropFirst(first.count))"
      if first == "0" { return (MathTree(.number(decimal), location), end) }
      reportNumerals(
        location, "\(location.text) is \(digits) to some and \(decimal) to others",
        "Write \(digits) or \(decimal).",
        [(digits, "write the thousands"), (decimal, "write a decimal point")])
    }
    return (MathTree(.number(digits), location), end)
  }

  /// `1.5e-3`, which in LaTeX is 1.5 times e minus 3.
  private mutating func scientific(
    _ nodes: [MathTree], _ start: Int
  ) -> (MathTree, end: Int)? {
    guard let digits = nodes[start].digits, start + 2 < nodes.count,
      ["e", "E"].contains(nodes[start + 1].letter)
    else { return nil }
    let hasSign = nodes[start + 2].isSymbol("+", "-")
    let end = start + (hasSign ? 4 : 3)
    guard end <= nodes.count, let exponent = nodes[end - 1].digits, Int(exponent) != nil,
      (start + 1..<end).allSatisfy({
        nodes[$0 - 1].location.gap(to: nodes[$0].location).isEmpty
      })
    else { return nil }
    let sign = nodes[start + 2].isSymbol("-") ? "-" : ""
    let location = nodes[start].location.through(nodes[end - 1].location)
    let written = "\(digits) \\cdot 10^{\(sign)\(exponent)}"
    reportNumerals(
      location, "\(location.text) is how programs write a number; here e would be a name",
      "Write \(written), or put spaces round e if it is a factor.",
      [(written, "write a power of 10")])
    return (MathTree(.number("\(digits)e\(sign)\(exponent)"), location), end)
  }

  /// `1,000`, of which no part is a list's entry: 000 is no numeral.
  private mutating func commaThousands(
    _ nodes: [MathTree], _ start: Int, in place: Surroundings
  ) -> (MathTree, end: Int)? {
    guard let first = nodes[start].digits, start + 2 < nodes.count, nodes[start + 1].isSymbol(","),
      let second = nodes[start + 2].digits, !first.contains("."),
      nodes[start].location.gap(to: nodes[start + 2].location).text == ","
    else { return nil }
    let looksCut = second.count > 1 && second.hasPrefix("0") && !second.contains(".")
    guard looksCut || place != .brackets else { return nil }
    let isThousands = second.count == 3 && first.count <= 3
    let location = nodes[start].location.through(nodes[start + 2].location)
    let decimal = "\(first).\(second)"
    var fixes = isThousands && first != "0" ? [(first + second, "write one number")] : []
    if !second.contains(".") { fixes.append((decimal, "write a decimal point")) }
    reportNumerals(
      location, "\(location.text) holds a comma, and a comma separates",
      "Write " + fixes.map(\.0).joined(separator: " or ")
        + ". Entries of a list stand in brackets, with a space behind each comma.", fixes)
    return (MathTree(.number(first + second.filter { $0 != "." }), location), start + 3)
  }

  /// `x^10` and `10^-3`, of which TeX raises one sign only. Nobody means that.
  mutating func readUnbraced(_ index: inout Int, _ end: Int, of owner: String) -> MathTree? {
    guard ["^", "_", "\\sqrt"].contains(owner) else { return nil }
    let start = index
    var nodes: [MathTree] = []
    if case .character(let sign) = tokens[index].kind, ["-", "+"].contains(sign), owner != "\\sqrt",
      index + 1 < end, let symbol = Symbols.named(sign),
      tokens[index].location.gap(to: tokens[index + 1].location).isEmpty
    {
      nodes.append(MathTree(.symbol(symbol), tokens[index].location))
      index += 1
    }
    guard case .number(let digits) = tokens[index].kind, digits.count + nodes.count > 1 else {
      index = start
      return nil
    }
    nodes.append(MathTree(.number(digits), tokens[index].location))
    index += 1
    let location = location(of: start..<index)
    let one = location.text.prefix(1)
    findings.append(
      Finding(
        .unbraced, at: location, "\(owner) takes the \(one) alone, and the rest stands beside it",
        help: "Put braces round what belongs together: \(owner){\(location.text)}.",
        fixes: [.init(location, "{\(location.text)}", "put it in braces")]))
    return .row(nodes)
  }

  // MARK: - Neighbours

  private mutating func reportNeighbours(_ nodes: [MathTree], in place: Surroundings) {
    let solid = nodes.filter { !$0.isBlank }
    for (index, (left, right)) in zip(solid, solid.dropFirst()).enumerated() {
      // y = 1 \quad 1 \le j: a range begins.
      if index + 2 < solid.count, solid[index + 2].symbol?.class == .relation,
        left.location.gap(to: right.location).text.contains("quad")
      {
        continue
      }
      guard left.isNumeral, right.isNumeral, !(right.isFraction && !left.isNumber) else { continue }
      let location = left.location.through(right.location)
      let (a, b) = (left.location.text, right.location.text)
      let gap = left.location.gap(to: right.location)
      // Said of the table that the & belongs to.
      let isOfTable = gap.text.contains("&")
      guard
        !isOfTable
          || !findings.contains(where: { $0.kind == .unbalanced && $0.severity == .error })
      else { continue }
      func between(_ sign: String, _ title: String) -> Finding.Fix {
        Finding.Fix(gap, " \(sign) ", title)
      }
      var fixes = [between("\\cdot", "multiply the two")]
      let what: String
      let help: String
      if right.isFraction {
        what = "\(a) and a fraction beside it are a sum to some and a product to others"
        help = "Write \(a) + \(b) or \(a) \\cdot \(b)."
        fixes.insert(between("+", "add the two, as in a mixed number"), at: 0)
      } else {
        what = "Two numbers stand side by side: \(left.oneLine()) and \(right.oneLine())"
        switch place {
        case .cell:
          help = "Put an & between two entries of a row, or \\cdot between two factors."
          fixes.insert(between("&", "make them two entries"), at: 0)
        case .brackets:
          help = "Put a comma between two entries, or \\cdot between two factors."
          fixes.insert(Finding.Fix(gap, ", ", "make them two entries"), at: 0)
        case .row, .script:
          help = "Put \\cdot between two factors, or close the gap in a number."
          let whole = right.digits?.prefix { $0 != "." }
          if left.isNumber, whole?.count == 3 {
            fixes.insert(Finding.Fix(gap, "", "make them one number"), at: 0)
          }
        }
      }
      findings.append(Finding(.numerals, at: location, what, help: help, fixes: fixes))
    }
  }

  /// `1 -2` in a cell: with the sign at the second number it looks like two entries.
  private mutating func reportLostEntries(_ nodes: [MathTree]) {
    guard nodes.count > 2 else { return }
    for index in nodes.indices.dropFirst().dropLast() {
      let (left, sign, right) = (nodes[index - 1], nodes[index], nodes[index + 1])
      guard sign.isSymbol("-", "+"), left.isNumeral, right.isNumeral,
        !left.location.gap(to: sign.location).isEmpty, sign.location.gap(to: right.location).isEmpty
      else { continue }
      let gap = left.location.gap(to: sign.location)
      findings.append(
        Finding(
          .numerals, .warning, at: left.location.through(right.location),
          "\(left.oneLine()) \(sign.oneLine())\(right.oneLine()) is one entry here",
          help: "Put an & between two entries, or a space behind the \(sign.oneLine()) as well.",
          fixes: [
            .init(gap, " & ", "make them two entries"),
            .init(sign.location, "\(sign.latex) ", "say that it is a sum"),
          ]))
    }
  }

  private mutating func reportNumerals(
    _ location: Location, _ summary: String, _ help: String, _ fixes: [(String, String)]
  ) {
    findings.append(
      Finding(
        .numerals, at: location, summary, help: help,
        fixes: fixes.map { Finding.Fix(location, $0.0, $0.1) }))
  }
}

extension MathTree {
  /// `{,}`, which TeX sets without the space of a list.
  fileprivate var isBracedComma: Bool { row.map { $0.count == 1 && $0[0].isSymbol(",") } ?? false }

  /// Digits, a power of digits, or a fraction of such.
  fileprivate var isNumeral: Bool {
    switch content {
    case .number: true
    case .scripts(let base, 0, nil, _): base.isNumber
    case .fraction(let above, let below): above.isNumber && below.isNumber
    case .row, .letter, .function, .text, .symbol, .binomial, .root, .scripts, .accent, .styled,
      .delimited, .table, .stacked, .space, .lineBreak, .unknown:
      false
    }
  }
}
