import Kernels
import Notation
import SourceText

extension Term {
  /// As it is written.
  var tree: MathTree { .row(nodes, .nowhere) }

  private func symbol(_ latex: String) -> MathTree {
    MathTree.sign(latex)[0]
  }

  private static func group(_ nodes: [MathTree], _ open: String = "(", _ close: String = ")")
    -> MathTree
  {
    MathTree(.delimited(open, .row(nodes, .nowhere), close), .nowhere)
  }

  private static func fraction(_ above: [MathTree], _ below: [MathTree]) -> MathTree {
    MathTree(.fraction(.row(above, .nowhere), .row(below, .nowhere)), .nowhere)
  }

  private var nodes: [MathTree] {
    switch self {
    case .sum(let terms):
      return terms.enumerated().flatMap { index, own in
        let sign = own.sign == .minus ? [symbol("-")] : index == 0 ? [] : [symbol("+")]
        let isSum = own.term.addends.count > 1 || own.term.addends[0].sign == .minus
        // A sum would reach over the terms behind it.
        let reaches = own.term.endsWithFold && index < terms.count - 1
        return sign + (isSum || reaches ? [Self.group(own.term.nodes)] : own.term.nodes)
      }
    case .product(let factors):
      return factors.enumerated().flatMap { index, factor -> [MathTree] in
        let isLast = index == factors.count - 1
        let needsGroup =
          factor.addends.count > 1 || factor.addends[0].sign == .minus
          || factor.endsWithFold && !isLast
        let own = needsGroup ? [Self.group(factor.nodes)] : factor.nodes
        let isBetweenNumbers =
          index > 0 && own[0].isNumber && factors[index - 1].nodes.last?.isNumber == true
        return (isBetweenNumbers ? [symbol("\\cdot")] : []) + own
      }
    case .quotient(let above, let below): return [Self.fraction(above.nodes, below.nodes)]
    case .power(let base, let exponent):
      var scripts = MathTree.Scripts(base: base.tree, primes: 0, lower: nil, upper: exponent)
      switch base {
      case .piece(let tree):
        if let own = tree.scripts, own.upper == nil, own.primes == 0 {
          scripts = own
          scripts.upper = exponent
        } else if tree.row != nil || tree.isScripted {
          scripts.base = Self.group(base.nodes)
        }
      case .sum, .product, .quotient, .power, .function, .fold, .derivative:
        scripts.base = Self.group(base.nodes)
      }
      return [MathTree(scripts.content, .nowhere)]
    case .function(let function, let argument):
      if function.functionName == "exp" {
        let e = MathTree(.letter("e"), .nowhere)
        return [MathTree(.scripts(e, primes: 0, lower: nil, upper: argument.tree), .nowhere)]
      }
      if function.functionName == "sqrt" {
        return [MathTree(.root(argument.tree, index: nil), .nowhere)]
      }
      return [function, Self.group(argument.nodes)]
    case .fold(let head, _, let body):
      return [head] + (body.addends.count > 1 ? [Self.group(body.nodes)] : body.nodes)
    case .derivative(let body, let variable):
      let sign = symbol("\\partial")
      let inner = body.nodes
      let isOne = inner.count == 1 && !inner[0].isFraction || isCall(body)
      return [
        Self.fraction(
          [sign] + (isOne ? inner : [Self.group(inner, "[", "]")]), [sign] + variable.nodes)
      ]
    case .piece(let tree): return tree.nodes
    }
  }

  private func isCall(_ term: Term) -> Bool {
    if case .function = term { true } else { false }
  }

  private var endsWithFold: Bool {
    switch self {
    case .fold: true
    case .product(let factors): factors.last?.endsWithFold ?? false
    case .sum(let terms): terms.last?.term.endsWithFold ?? false
    case .quotient, .power, .function, .derivative, .piece: false
    }
  }
}
