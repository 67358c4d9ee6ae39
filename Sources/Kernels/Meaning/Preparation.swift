package import Notation
import SourceText

extension MathTree {
  /// The tree as the reader of meaning wants it: what belongs to a name apart from what is done to
  /// its value. `W^{(1)T}` becomes (W⁽¹⁾)ᵀ, `x_i^2` becomes (xᵢ)², `f(z)^2` becomes (f(z))²; on the
  /// screen they look as before.
  package func separatingOperations() -> MathTree {
    switch content {
    case .row(let nodes):
      return MathTree(
        .row(Self.separatingCalls(nodes.map { $0.separatingOperations() })), location)
    case .scripts(let base, let primes, let lower, let upper):
      return Self.separatingScripts(
        base.separatingOperations(), primes, lower, upper?.separatingOperations(), location)
    case .fraction, .root, .delimited, .table, .styled, .stacked:
      return mappingOperands { $0.separatingOperations() }
    case .number, .letter, .function, .text, .symbol, .binomial, .accent, .space, .lineBreak,
      .unknown:
      return self
    }
  }

  private static func separatingScripts(
    _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?, _ location: Location
  ) -> MathTree {
    let whole = MathTree(.scripts(base, primes: primes, lower: lower, upper: upper), location)
    guard let upper, !base.takesLimits else { return whole }
    let parts = upper.nodes
    let naming = Array(parts.prefix { $0.isMember || $0.isSymbol("*", "\\ast", "\\star") })
    let operating = Array(parts.dropFirst(naming.count))
    guard !operating.isEmpty, primes > 0 || lower != nil || !naming.isEmpty else { return whole }
    // The inner node needs a location of its own, up to where the operation begins.
    let operation = MathTree.row(operating)
    let before = lower.flatMap { $0.location.startsBefore(operation.location) ? $0.location : nil }
    let last =
      naming.last?.location ?? before
      ?? (base.location.isEmpty ? location.prefix(1) : base.location)
    let inner = MathTree(
      .scripts(base, primes: primes, lower: lower, upper: naming.isEmpty ? nil : .row(naming)),
      location.start.through(last))
    return MathTree(.scripts(inner, primes: 0, lower: nil, upper: operation), location)
  }

  /// `f(z)^2`, `h(x)_1`: the power or index is one of the value, not of the parenthesis.
  private static func separatingCalls(_ nodes: [MathTree]) -> [MathTree] {
    var separated: [MathTree] = []
    for node in nodes {
      if var scripts = node.scripts, scripts.primes == 0, scripts.base.insideParentheses != nil,
        let callee = separated.last, callee.looksLikeFunction
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
    if let letter { return ["f", "g", "h", "\\sigma", "\\phi", "\\varphi"].contains(letter) }
    return functionName != nil || isText || isPrimed
  }

  /// Whether scripts are limits of a sum, product or extremum and not operations on it.
  private var takesLimits: Bool {
    symbol?.class == .large || functionName == "max" || functionName == "min"
  }

  /// `(k)` or `[k]` in a raised position.
  package var isMember: Bool { memberNumber != nil }

  /// The number of a member, as it stands in its parentheses or brackets.
  var memberNumber: MathTree? {
    insideParentheses ?? delimited.flatMap { $0.open == "[" && $0.close == "]" ? $0.inner : nil }
  }
}
