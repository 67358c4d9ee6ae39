package import Notation
import SourceText

extension MathTree {
  /// The tree as the reader of meaning wants it: what belongs to a name apart from what is done to
  /// its value. `W^{(1)T}` becomes (W⁽¹⁾)ᵀ, `x_i^2` becomes (xᵢ)², `f(z)^2` becomes (f(z))²; on the
  /// screen they look as before.
  package func separatingOperations() -> MathTree {
    let content: MathTree.Content
    switch self.content {
    case .row(let nodes):
      content = .row(Self.separatingCalls(nodes.map { $0.separatingOperations() }))
    case .fraction(let above, let below):
      content = .fraction(above.separatingOperations(), below.separatingOperations())
    case .root(let radicand, let index):
      content = .root(radicand.separatingOperations(), index: index)
    case .delimited(let open, let inner, let close):
      content = .delimited(open, inner.separatingOperations(), close)
    case .table(let environment, let rows):
      content = .table(environment, rows.map { $0.map { $0.separatingOperations() } })
    case .scripts(let base, let primes, let lower, let upper):
      return Self.separatingScripts(
        base.separatingOperations(), primes, lower, upper?.separatingOperations(), location)
    default: return self
    }
    return MathTree(content, location)
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
      if case .scripts(let base, 0, let lower, let upper) = node.content,
        case .delimited("(", _, ")") = base.content, let callee = separated.last,
        callee.looksLikeFunction
      {
        separated.removeLast()
        let call = MathTree.row([callee, base])
        separated.append(
          MathTree(
            .scripts(call, primes: 0, lower: lower, upper: upper),
            callee.location.through(node.location)))
      } else {
        separated.append(node)
      }
    }
    return separated
  }

  /// Letters that stand for functions where nothing else is said: f, g, σ, h, primed letters and
  /// words.
  private var looksLikeFunction: Bool {
    switch content {
    case .letter(let letter): ["f", "g", "h", "\\sigma", "\\phi", "\\varphi"].contains(letter)
    case .function, .text: true
    case .scripts(_, let primes, _, _): primes > 0
    default: false
    }
  }

  /// Whether scripts are limits of a sum, product or extremum and not operations on it.
  private var takesLimits: Bool {
    switch content {
    case .symbol(let symbol): symbol.class == .large
    case .function(let word): ["max", "min"].contains(word)
    default: false
    }
  }

  /// `(k)` in a raised position.
  package var isMember: Bool {
    if case .delimited("(", _, ")") = content { return true }
    return false
  }
}
