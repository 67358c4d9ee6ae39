import SourceText

/// Derivatives as they are typed: `∂u/∂z_1`, `d(u)/d(z_1)`, `D(u, z_1)`.
///
/// What begins one is known from the signs ahead before anything is read: nothing is read twice, or
/// what stands inside each other would be read a million times.
extension KeyboardReader {
  /// The derivative that begins here; nil where none does.
  mutating func derivative() -> MathTree? {
    guard let start = current else { return nil }
    if spells("D", at: position), commas(behind: position + 1) == 1 {
      position += 1
      let parts = factor()?.first?.insideParentheses?.nodes.split { $0.isSymbol(",") } ?? []
      guard parts.count == 2 else { return nil }
      return Self.derivative(
        of: .row(Array(parts[0])), by: .row(Array(parts[1])), start.location)
    }
    guard isDifferential(position) else { return nil }
    guard let slash = slash(behind: position) else {
      guard start.text == "∂" else { return nil }
      report(
        .doesNotRun, start.location, "This ∂ belongs to no derivative",
        help: "Type a derivative as ∂u/∂z_1, or as d(u)/d(z_1).")
      position += 1
      return nil
    }
    position += 1
    var quantity: [MathTree] = []
    while position < slash {
      let before = position
      quantity += item(after: quantity.last)
      if position == before { position += 1 }
    }
    position = max(position, slash) + 2
    guard !quantity.isEmpty, let variable = factor() else { return nil }
    return Self.derivative(
      of: .row(quantity), by: .row(scripted(variable)), start.location)
  }

  // MARK: - Looking ahead

  /// `d` and `D` are letters where the lesson has them; before parentheses they are signs
  /// elsewhere.
  private func spells(_ letter: String, at place: Int) -> Bool {
    tokens.indices.contains(place + 1) && tokens[place].text == letter
      && tokens[place + 1].text == "(" && vocabulary[letter] == nil
  }

  private func isDifferential(_ place: Int) -> Bool {
    tokens.indices.contains(place) && tokens[place].text == "∂" || spells("d", at: place)
  }

  /// The `/` of a differential: behind factors, outside of parentheses.
  private func slash(behind start: Int) -> Int? {
    var depth = 0
    for place in tokens.indices[(start + 1)...] {
      let text = tokens[place].text
      if text == "/", depth == 0 {
        return place > start + 1 && isDifferential(place + 1) ? place : nil
      }
      if Self.openers.contains(text) { depth += 1 }
      if Self.closers.contains(text) { depth -= 1 }
      if depth < 0 || depth == 0 && Self.operators[text] != nil { return nil }
    }
    return nil
  }

  /// How many commas stand in parentheses, outside of further ones.
  private func commas(behind start: Int) -> Int {
    var (depth, count) = (0, 0)
    for token in tokens[start...] {
      if Self.openers.contains(token.text) { depth += 1 }
      if Self.closers.contains(token.text) { depth -= 1 }
      if depth == 0 { break }
      if depth == 1, token.text == "," { count += 1 }
    }
    return count
  }

  private static let openers: Set<String> = ["(", "[", "{"]
  private static let closers: Set<String> = [")", "]", "}"]

  private static func derivative(
    of quantity: MathTree, by variable: MathTree, _ start: Location
  ) -> MathTree? {
    guard let sign = Symbols.named("\\partial") else { return nil }
    let differential = MathTree(.symbol(sign), start)
    // Parentheses only hold it together.
    let name = variable.insideParentheses ?? variable
    return MathTree(
      .fraction(
        .row([differential] + quantity.nodes), .row([differential] + name.nodes)),
      start.through(variable.location))
  }
}
