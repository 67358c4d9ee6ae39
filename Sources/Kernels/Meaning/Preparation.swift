package import Notation
import SourceText

extension MathTree {
  /// The tree as the reader of meaning wants it: what belongs to a name apart from what is done to
  /// its value. `W^{(1)T}` becomes (W⁽¹⁾)ᵀ, `x_i^2` becomes (xᵢ)², `f(z)^2` becomes (f(z))²; on the
  /// screen they look as before.
  ///
  /// - Parameter isValue: whether a name has a value: where f has one, `f(z)^2` is f times z².
  package func separatingOperations(isValue: (Name) -> Bool) -> MathTree {
    switch content {
    case .row(let nodes):
      return MathTree(
        .row(
          Self.separatingCalls(
            Self.pairingBars(nodes).map { $0.separatingOperations(isValue: isValue) }, isValue)),
        location)
    case .scripts(let base, let primes, let lower, let upper):
      return Self.separatingScripts(
        base.separatingOperations(isValue: isValue), primes, lower,
        upper?.separatingOperations(isValue: isValue), location, isValue)
    case .fraction, .binomial, .root, .delimited, .table, .styled, .stacked:
      return mappingOperands { $0.separatingOperations(isValue: isValue) }
    case .number, .letter, .function, .text, .symbol, .accent, .space, .lineBreak, .unknown:
      return self
    }
  }

  private static func separatingScripts(
    _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?, _ location: Location,
    _ isValue: (Name) -> Bool
  ) -> MathTree {
    let whole = MathTree(.scripts(base, primes: primes, lower: lower, upper: upper), location)
    guard let upper, !base.takesLimits else { return whole }
    let parts = upper.nodes
    let naming = Array(parts.prefix(while: \.isPartOfName))
    let operating = Array(parts.dropFirst(naming.count))
    guard !operating.isEmpty, primes > 0 || lower != nil || !naming.isEmpty else { return whole }
    // The inner node needs a location of its own, up to where the operation begins.
    let operation = MathTree.row(operating)
    let picksFromName = naming.isEmpty && base.bareName.map(isValue) == false
    if primes == 0, let lower, !picksFromName, operation.turnsMatrix(before: lower) {
      // A^T_{ij} is an entry of Aᵀ: a number would not be transposed.
      var whole = base
      for part in [naming, operating] where !part.isEmpty {
        let upper = MathTree.row(part)
        whole = MathTree(
          .scripts(whole, primes: 0, lower: nil, upper: upper),
          location.start.through(upper.location))
      }
      return MathTree(.scripts(whole, primes: 0, lower: lower, upper: nil), location)
    }
    let before = lower.flatMap { $0.location.startsBefore(operation.location) ? $0.location : nil }
    let last =
      naming.last?.location ?? before
      ?? (base.location.isEmpty ? location.prefix(1) : base.location)
    let inner = MathTree(
      .scripts(base, primes: primes, lower: lower, upper: naming.isEmpty ? nil : .row(naming)),
      location.start.through(last))
    return MathTree(.scripts(inner, primes: 0, lower: nil, upper: operation), location)
  }

  /// Whether it transposes or inverts what stands before it, of which then an entry is picked.
  private func turnsMatrix(before lower: MathTree) -> Bool {
    (isTransposition || isMinusOne) && location.startsBefore(lower.location) && !lower.isText
      && lower.indexParts(splitsDigits: true).count == 2
  }

  /// `\mid x \mid`, as some write an absolute value: an even number of these signs, the first of
  /// them where a factor begins.
  private static func pairingBars(_ nodes: [MathTree]) -> [MathTree] {
    let signs = nodes.indices.filter { nodes[$0].isSymbol("\\mid") }
    guard let first = signs.first, signs.count.isMultiple(of: 2) else { return nodes }
    let before = nodes[..<first].last { !$0.isBlank }
    let begins =
      before.map { node in
        node.isRelation || node.isOperator || node.isSymbol(",") || node.foldParts != nil
          || node.isSymbol("/", "\\cdot")
      } ?? true
    guard begins else { return nodes }
    var paired: [MathTree] = []
    var index = 0
    for pair in stride(from: 0, to: signs.count, by: 2) {
      let (open, close) = (signs[pair], signs[pair + 1])
      paired += nodes[index..<open]
      let inner = MathTree.row(Array(nodes[(open + 1)..<close]))
      paired.append(
        MathTree(
          .delimited("|", inner, "|"), nodes[open].location.through(nodes[close].location)))
      index = close + 1
    }
    return paired + nodes[index...]
  }

  /// `\sum_{s'} P_{ss'}`: a primed letter below a sum is an index of its own, wherever it stands.
  func namingPrimedIndices() -> MathTree {
    var primed: Set<String> = []
    for fold in all(where: { $0.foldParts?.lower != nil }) {
      for node in fold.foldParts?.lower?.all(where: \.isPrimed) ?? [] {
        if let letter = node.primedLetter { primed.insert(letter) }
      }
    }
    return primed.isEmpty ? self : naming(primed)
  }

  private func naming(_ primed: Set<String>) -> MathTree {
    if let letter = primedLetter, primed.contains(letter) {
      return MathTree(.letter(letter), location)
    }
    return mappingChildren { $0.naming(primed) }
  }

  /// A letter with primes and nothing else beside it, as one letter.
  private var primedLetter: String? {
    guard let scripts, scripts.primes > 0, scripts.lower == nil, scripts.upper == nil else {
      return nil
    }
    return scripts.base.letter.map { $0 + String(repeating: "'", count: scripts.primes) }
  }

  /// `f(z)^2`, `h(x)_1`: the power or index is one of the value, not of the parenthesis.
  private static func separatingCalls(
    _ nodes: [MathTree], _ isValue: (Name) -> Bool
  ) -> [MathTree] {
    var separated: [MathTree] = []
    for node in nodes {
      // \arg\max_i is one operator.
      if let last = separated.last(where: { !$0.isBlank }), last.functionName == "arg",
        var scripts = node.scripts, let word = scripts.base.functionName,
        ["max", "min"].contains(word)
      {
        while separated.last?.functionName != "arg" { separated.removeLast() }
        separated.removeLast()
        let location = last.location.through(node.location)
        scripts.base = MathTree(
          .function("arg " + word), last.location.through(scripts.base.location))
        separated.append(MathTree(scripts.content, location))
        continue
      }
      if var scripts = node.scripts, scripts.primes == 0, let callee = separated.last,
        scripts.base.arguments(of: callee) != nil, callee.looksLikeFunction,
        callee.bareName.map(isValue) != true
      {
        separated.removeLast()
        scripts.base = MathTree.row([callee, scripts.base])
        separated.append(MathTree(scripts.content, callee.location.through(node.location)))
      } else {
        separated.append(node)
      }
    }
    return separated
  }

  /// Letters that stand for functions where nothing else is said: f, g, σ, h, primed letters and
  /// words.
  private var looksLikeFunction: Bool {
    if letter != "E", let letter {
      return ["f", "g", "h", "\\sigma", "\\phi", "\\varphi"].contains(letter)
    }
    // \log_2(x)^2 as \log(x)^2.
    if let scripts, scripts.primes == 0, scripts.upper == nil, scripts.base.functionName == "log" {
      return true
    }
    return functionName != nil || isText || isPrimed || isExpectation
  }

  /// Whether scripts are limits of a sum, product or extremum and not operations on it.
  private var takesLimits: Bool {
    symbol?.class == .large || functionName == "max" || functionName == "min" || isPlaceOperator
  }

  /// `(k)`, `[k]` or a bare k that numbers members, in a raised position.
  package var isMember: Bool { memberNumber != nil }

  /// How the number of a member is set.
  var memberStyle: Name.MemberStyle {
    insideParentheses != nil ? .parentheses : insideNothing != nil ? .bare : .brackets
  }

  /// What a group holds that has no delimiters: something that was marked as belonging together.
  var insideNothing: MathTree? {
    delimited.flatMap { $0.open.isEmpty && $0.close.isEmpty ? $0.inner : nil }
  }

  /// What stands above a name as a part of it: marked twice.
  var raisedLabel: MathTree? { insideNothing?.insideNothing }

  /// Marked as belonging together, which nobody sees.
  var marked: MathTree { MathTree(.delimited("", self, ""), location) }

  /// The number of a member, as it stands in its parentheses or brackets.
  var memberNumber: MathTree? {
    insideParentheses ?? (raisedLabel == nil ? insideNothing : nil)
      ?? delimited.flatMap { $0.open == "[" && $0.close == "]" ? $0.inner : nil }
  }
}
