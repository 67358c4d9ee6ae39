import Kernels
import Notation
import SourceText

/// Takes a formula apart at the signs that rules of derivatives look at.
struct TermReader {
  let workspace: Workspace
  /// Names that are written with what they depend on, such as J(W,b).
  private let quantities: [[MathTree]]

  init(_ workspace: Workspace) {
    self.workspace = workspace
    quantities = workspace.definitions.keys.filter { !$0.arguments.isEmpty }
      .map { MathReader.read($0.latex).nodes }
  }

  func term(_ tree: MathTree) -> Term { sum(tree.nodes.filter { !$0.isBlank }).flat }

  private func sum(_ nodes: [MathTree]) -> Term {
    var terms: [Term.Addend] = []
    var start = 0
    var sign = Sign.plus
    while start < nodes.count {
      if nodes[start].isSymbol("+", "-") {
        sign = nodes[start].isSymbol("-") ? .minus : .plus
        start += 1
        continue
      }
      let end = self.end(nodes, from: start)
      terms.append(Term.Addend(sign: sign, term: product(Array(nodes[start..<end]))))
      (start, sign) = (end, .plus)
    }
    return .sum(terms)
  }

  /// Where a term ends: at a sign that no sum in it reaches over.
  private func end(_ nodes: [MathTree], from start: Int) -> Int {
    var place = start
    while place < nodes.count, !nodes[place].isSymbol("+", "-") {
      if let index = Self.index(of: nodes[place]) {
        let last = nodes[(place + 1)...].lastIndex { $0.first { $0.letter == index } != nil }
        place = max(place, last ?? place)
      }
      place += 1
    }
    return place
  }

  /// The index of a Σ.
  static func index(of node: MathTree) -> String? {
    guard let scripts = node.scripts, scripts.base.isSymbol("\\sum") else { return nil }
    return scripts.lower?.nodes.first?.letter
  }

  private func product(_ nodes: [MathTree]) -> Term {
    // Other products are one piece: what stands in which order matters there.
    if nodes.contains(where: { $0.isSymbol("\\circ", "\\odot", "\\bullet", "/") }) {
      return .piece(.row(nodes))
    }
    var factors: [Term] = []
    var place = 0
    while place < nodes.count {
      let node = nodes[place]
      let rest = Array(nodes[(place + 1)...])
      if node.isSymbol("\\cdot", "\\times") {
        place += 1
      } else if let index = Self.index(of: node) {
        factors.append(.fold(node, index: index, sum(rest).flat))
        place = nodes.count
      } else if let (body, variable) = derivative(node) {
        factors.append(.derivative(sum(body.isEmpty ? rest : body).flat, by: variable))
        place = body.isEmpty ? nodes.count : place + 1
      } else if let quantity = quantities.first(where: { nodes[place...].starts(with: $0) }) {
        factors.append(.piece(.row(Array(nodes[place..<place + quantity.count]))))
        place += quantity.count
      } else if isFunction(node), let argument = rest.first {
        factors.append(.function(node, sum((argument.insideParentheses ?? argument).nodes).flat))
        place += 2
      } else {
        factors.append(factor(node))
        place += 1
      }
    }
    return .product(factors)
  }

  /// What is differentiated, empty where it stands behind, and by what.
  private func derivative(_ node: MathTree) -> (body: [MathTree], variable: MathTree)? {
    guard let (above, below) = node.fraction, above.nodes.first?.isSymbol("\\partial") == true,
      below.nodes.first?.isSymbol("\\partial") == true
    else { return nil }
    var body = above.nodes.dropFirst().filter { !$0.isBlank }
    if body.count == 1, let inner = body[0].grouped { body = inner.nodes }
    return (body, .row(below.nodes.dropFirst().filter { !$0.isBlank }))
  }

  private func isFunction(_ node: MathTree) -> Bool {
    if node.functionName != nil { return true }
    let base = node.scripts.map { $0.lower == nil && $0.upper == nil ? $0.base : node } ?? node
    return workspace.isFunction(Name(base.latex))
  }

  private func factor(_ node: MathTree) -> Term {
    if let (above, below) = node.fraction {
      return .quotient(sum(above.nodes).flat, sum(below.nodes).flat)
    }
    if let group = node.delimited, ["(", "[", "\\{"].contains(group.open) {
      return sum(group.inner.nodes.filter { !$0.isBlank }).flat
    }
    if let outer = node.scripts, outer.lower == nil, outer.primes == 0, outer.upper?.isTurn == true,
      var inner = outer.base.scripts, inner.upper == nil
    {
      // A part that is turned is read as one in the other.
      inner.upper = outer.upper
      return .piece(MathTree(inner.content, node.location))
    }
    guard var scripts = node.scripts, let exponent = scripts.upper, scripts.primes == 0,
      !exponent.isTurn, !exponent.isMember, !exponent.isSymbol("*")
    else { return .piece(node) }
    scripts.upper = nil
    let base =
      scripts.lower == nil
      ? scripts.base : MathTree(scripts.content, node.location)
    if base.letter == "e" {
      return .function(
        MathTree(.function("exp"), node.location), sum(exponent.nodes).flat)
    }
    return .power(factor(base), exponent)
  }
}

extension MathTree {
  /// ᵀ.
  var isTurn: Bool { letter == "T" || isSymbol("\\top", "\\intercal") }
}
