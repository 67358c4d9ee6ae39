import Kernels
import Notation
import SourceText

extension Term {
  /// The derivative that is written first; of those inside each other the inner one comes first.
  var firstDerivative: (body: Term, variable: MathTree)? {
    if case .derivative(let body, let variable) = self {
      return body.firstDerivative ?? (body, variable)
    }
    return parts.lazy.compactMap(\.firstDerivative).first
  }

  /// Other terms in the place of derivatives; nil leaves one as it is.
  func replacingDerivatives(_ change: (Term, MathTree) -> Term?) -> Term {
    if case .derivative(let body, let variable) = self, !body.hasDerivative {
      return change(body, variable) ?? self
    }
    return mappingParts { $0.replacingDerivatives(change) }
  }

  /// With numbers multiplied and cancelled.
  var tidy: Term {
    let inner = mappingParts(\.tidy)
    guard case .product(let factors) = inner else { return inner.flat }
    var (above, below) = (1, 1)
    var rest: [Term] = []
    for factor in factors {
      if let number = factor.wholeNumber {
        above *= number
      } else if case .quotient(let a, let b) = factor, let p = a.wholeNumber,
        let q = b.wholeNumber, q != 0
      {
        (above, below) = (above * p, below * q)
      } else if case .quotient(let a, let b) = factor, let q = b.factors[0].wholeNumber, q != 0 {
        below *= q
        let left = Array(b.factors.dropFirst())
        rest.append(left.isEmpty ? a : .quotient(a, .product(left).flat))
      } else if case .fold(let head, let index, let body) = factor,
        let number = body.factors[0].wholeNumber
      {
        above *= number
        rest.append(.fold(head, index: index, .product(Array(body.factors.dropFirst())).flat))
      } else {
        rest.append(factor)
      }
    }
    let common = Self.greatestDivisor(above, below)
    (above, below) = (above / common, below / common)
    let number: [Term] =
      below != 1 ? [.quotient(.number(above), .number(below))] : above != 1 ? [.number(above)] : []
    return .product(number + rest).flat
  }

  /// Whether numbers in it can be multiplied or cancelled.
  var isUntidy: Bool { tidy != self }

  private static func greatestDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? max(1, abs(a)) : greatestDivisor(b, a % b)
  }
}

extension MathTree {
  /// Without the indices below it: x of xᵢ.
  var name: MathTree {
    guard var own = scripts, own.lower != nil else { return self }
    own.lower = nil
    if own.upper?.isTurn == true { own.upper = nil }
    return own.upper == nil && own.primes == 0
      ? own.base : MathTree(own.content, location)
  }

  /// The indices below it, one by one; nil where there are none.
  var indices: [MathTree]? {
    scripts?.lower.map { lower in lower.nodes.filter { !$0.isSymbol(",") && !$0.isBlank } }
  }

  func indexed(_ indices: [MathTree]) -> MathTree {
    let comma = MathTree.sign(",")[0]
    let lower =
      indices.contains { $0.isSymbol(":") }
      ? Array(indices.map { [$0] }.joined(separator: [comma])) : indices
    var own = scripts ?? MathTree.Scripts(base: self, primes: 0, lower: nil, upper: nil)
    own.lower = .row(lower, .nowhere)
    return MathTree(own.content, location)
  }

  /// With ᵀ, or without it where it has one.
  var turned: MathTree {
    if var own = scripts, own.upper?.isTurn == true {
      own.upper = nil
      return own.lower == nil ? own.base : MathTree(own.content, location)
    }
    let turn = MathTree(.letter("T"), .nowhere)
    if var own = scripts, own.upper == nil {
      own.upper = turn
      return MathTree(own.content, location)
    }
    let base = nodes.count > 1 || isScripted ? MathTree(.delimited("(", self, ")"), .nowhere) : self
    return MathTree(.scripts(base, primes: 0, lower: nil, upper: turn), location)
  }

  /// What an entry of a row or column may be written as: that of x is xᵢ, of x_{j,:} it is x_{ji}.
  func entries(_ index: MathTree) -> [MathTree] {
    let plain = scripts?.upper?.isTurn == true ? turned : self
    guard let own = plain.indices else { return [plain.indexed([index])] }
    guard let place = own.firstIndex(where: { $0.isSymbol(":") }) else { return [] }
    var all = own
    all[place] = index
    var scripts = plain.scripts
    scripts?.lower = .row(all, .nowhere)
    return scripts.map { [MathTree($0.content, location)] } ?? []
  }

  /// u of ‖u‖².
  var squaredLength: MathTree? {
    guard let own = scripts, own.upper?.digits == "2", let group = own.base.delimited,
      group.open == "\\|" || group.open == "\\lVert"
    else { return nil }
    return group.inner
  }
}
