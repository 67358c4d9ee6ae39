import Kernels
import Notation
import SourceText

/// A formula as it is rewritten line by line: what rules of derivatives look at stands apart, and
/// whatever else is one piece.
indirect enum Term: Hashable {
  case sum([Addend])
  /// Numbers and entries: any order means the same.
  case product([Term])
  case quotient(Term, Term)
  case power(Term, MathTree)
  /// A function with its argument; as it is written, with its primes.
  case function(MathTree, Term)
  /// Σ with what stands below and above it.
  case fold(MathTree, index: String, Term)
  case derivative(Term, by: MathTree)
  case piece(MathTree)

  struct Addend: Hashable {
    var sign: Sign
    var term: Term
  }

  static func number(_ number: Int) -> Term { .piece(MathTree(.number("\(number)"), .nowhere)) }

  /// The whole number that it is.
  var wholeNumber: Int? {
    if case .piece(let tree) = self { tree.digits.flatMap { Int($0) } } else { nil }
  }

  static func negative(_ term: Term) -> Term { .sum([Addend(sign: .minus, term: term)]) }

  // MARK: - Parts

  /// The same with something done to each of its parts.
  func mappingParts(_ change: (Term) -> Term) -> Term {
    switch self {
    case .sum(let terms):
      .sum(terms.map { Addend(sign: $0.sign, term: change($0.term)) })
    case .product(let factors): .product(factors.map(change))
    case .quotient(let above, let below): .quotient(change(above), change(below))
    case .power(let base, let exponent): .power(change(base), exponent)
    case .function(let function, let argument): .function(function, change(argument))
    case .fold(let head, let index, let body): .fold(head, index: index, change(body))
    case .derivative(let body, let variable): .derivative(change(body), by: variable)
    case .piece: self
    }
  }

  var parts: [Term] {
    var all: [Term] = []
    _ = mappingParts {
      all.append($0)
      return $0
    }
    return all
  }

  func contains(_ condition: (Term) -> Bool) -> Bool {
    condition(self) || parts.contains { $0.contains(condition) }
  }

  var isDerivative: Bool { if case .derivative = self { true } else { false } }

  var hasDerivative: Bool { contains(\.isDerivative) }

  /// The terms of a sum, or itself as the only one.
  var addends: [Addend] {
    if case .sum(let terms) = self { terms } else { [Addend(sign: .plus, term: self)] }
  }

  var factors: [Term] { if case .product(let factors) = self { factors } else { [self] } }

  /// Another index in the place of one that is free in it.
  func replacing(_ letter: String, by other: MathTree) -> Term {
    func changed(_ tree: MathTree) -> MathTree {
      if tree.letter == letter { return other }
      return tree.mappingChildren(changed)
    }
    switch self {
    case .fold(_, letter, _): return self
    case .piece(let tree): return .piece(changed(tree))
    case .power(let base, let exponent):
      return .power(base.replacing(letter, by: other), changed(exponent))
    case .function(let function, let argument):
      return .function(function, argument.replacing(letter, by: other))
    case .derivative(let body, let variable):
      return .derivative(body.replacing(letter, by: other), by: changed(variable))
    case .fold(let head, let index, let body):
      return .fold(changed(head), index: index, body.replacing(letter, by: other))
    case .sum, .product, .quotient:
      return mappingParts { $0.replacing(letter, by: other) }
    }
  }

  // MARK: - Tidying

  /// Sums in sums and products in products opened, factors of 1 left out, signs taken to the front.
  var flat: Term {
    let inner = mappingParts(\.flat)
    switch inner {
    case .sum(let terms):
      let all = terms.flatMap { own in
        own.term.addends.map { Addend(sign: $0.sign == own.sign ? .plus : .minus, term: $0.term) }
      }.filter { $0.term.wholeNumber != 0 }
      if all.isEmpty { return .number(0) }
      return all.count == 1 && all[0].sign == .plus ? all[0].term : .sum(all)
    case .product(let factors):
      var isNegative = false
      let all = factors.flatMap(\.factors).flatMap { factor -> [Term] in
        if case .sum(let terms) = factor, terms.count == 1 {
          if terms[0].sign == .minus { isNegative.toggle() }
          return terms[0].term.factors
        }
        return factor.factors
      }.filter { $0.wholeNumber != 1 }
      if all.contains(where: { $0.wholeNumber == 0 }) { return .number(0) }
      let product: Term =
        all.isEmpty ? .number(1) : all.count == 1 ? all[0] : .product(all)
      return isNegative ? .negative(product) : product
    case .quotient, .power, .function, .fold, .derivative, .piece: return inner
    }
  }
}
