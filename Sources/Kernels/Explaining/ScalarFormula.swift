import Matrices
package import Notation
import SourceText

/// The arithmetic behind one number: what is left of a formula when a single entry is looked at.
/// Its leaves are numbers again.
indirect enum ScalarFormula: Sendable {
  case number(OpenNumber)
  case constant(Double)
  case sum([(sign: Sign, term: ScalarFormula)])
  case product([ScalarFormula])
  case quotient(ScalarFormula, ScalarFormula)
  case power(ScalarFormula, ScalarFormula)
  case root(ScalarFormula)
  case absolute(ScalarFormula)
  case exponential(ScalarFormula)
  case extremum(Extremum, [ScalarFormula])
  /// An upright function, such as tanh, with what it does to its arguments.
  case function(String, [ScalarFormula], @Sendable ([Double]) -> Double)

  static func function(
    _ word: String, _ arguments: [ScalarFormula], _ apply: @escaping @Sendable (Double) -> Double
  ) -> ScalarFormula {
    .function(word, arguments) { (values: [Double]) in apply(values[0]) }
  }

  /// The numbers in it, in the order in which they are read.
  var numbers: [OpenNumber] {
    switch self {
    case .number(let number): [number]
    case .constant: []
    case .sum(let terms): terms.flatMap(\.term.numbers)
    case .product(let inner), .extremum(_, let inner), .function(_, let inner, _):
      inner.flatMap(\.numbers)
    case .quotient(let a, let b), .power(let a, let b): a.numbers + b.numbers
    case .root(let inner), .absolute(let inner), .exponential(let inner): inner.numbers
    }
  }

  var count: Int { numbers.count }

  /// What the arithmetic comes to.
  var value: Double {
    switch self {
    case .number(let number): return number.value
    case .constant(let value): return value
    case .sum(let terms):
      return terms.reduce(0) { $0 + ($1.sign == .plus ? $1.term.value : -$1.term.value) }
    case .product(let factors): return factors.reduce(1) { $0 * $1.value }
    case .quotient(let a, let b): return a.value / b.value
    case .power(let base, let exponent): return Double.pow(base.value, exponent.value)
    case .root(let inner): return inner.value.squareRoot()
    case .absolute(let inner): return inner.value.magnitude
    case .exponential(let inner): return Double.exp(inner.value)
    case .extremum(let extremum, let arguments): return extremum.of(arguments.map(\.value))
    case .function(_, let arguments, let apply): return apply(arguments.map(\.value))
    }
  }

  /// Whether it stands beside a sign without parentheses.
  var isOnePiece: Bool {
    switch self {
    case .sum, .product: false
    case .number, .constant, .quotient, .power, .root, .absolute, .exponential, .extremum,
      .function:
      true
    }
  }

  /// Without terms of 0 and what they are multiplied with: what a derivative leaves out.
  var withoutZeros: ScalarFormula {
    switch self {
    case .sum(let terms):
      return .total(
        terms.map { ($0.sign, $0.term.withoutZeros) }.filter { !$0.term.isZero })
    case .product(let factors):
      let kept = factors.map(\.withoutZeros)
      return kept.contains(where: \.isZero) ? .constant(0) : .multiplied(kept)
    case .quotient(let a, let b):
      let above = a.withoutZeros
      return above.isZero ? .constant(0) : .quotient(above, b.withoutZeros)
    case .number, .constant, .power, .root, .absolute, .exponential, .extremum, .function:
      return self
    }
  }

  private var isZero: Bool {
    if case .constant(0) = self { return true }
    return false
  }

  /// A sum without the sum when it has one term; 0 when it has none.
  static func total(_ terms: [(sign: Sign, term: ScalarFormula)]) -> ScalarFormula {
    if terms.isEmpty { return .constant(0) }
    if terms.count == 1, terms[0].sign == .plus { return terms[0].term }
    return .sum(terms)
  }

  /// A product without factors of 1, and without the product when one factor is left.
  static func multiplied(_ factors: [ScalarFormula]) -> ScalarFormula {
    let flat = factors.flatMap { factor -> [ScalarFormula] in
      if case .product(let inner) = factor { return inner }
      return [factor]
    }
    let kept = flat.filter { factor in
      if case .constant(1) = factor { return false }
      return true
    }
    if kept.isEmpty { return .constant(1) }
    return kept.count == 1 ? kept[0] : .product(kept)
  }
}

/// Writes the arithmetic as a formula: with the numbers, or with what they are called.
struct ScalarFormulaWriter {
  /// How a leaf is shown, given its place among the leaves.
  var leaf: (_ number: OpenNumber, _ place: Int) -> MathTree
  var constant: (Double) -> MathTree
  private var place = 0

  init(
    leaf: @escaping (OpenNumber, Int) -> MathTree,
    constant: @escaping (Double) -> MathTree
  ) {
    self.leaf = leaf
    self.constant = constant
  }

  mutating func tree(_ formula: ScalarFormula) -> MathTree {
    switch formula {
    case .number(let number):
      defer { place += 1 }
      return leaf(number, place)
    case .constant(let value): return constant(value)
    case .sum(let terms): return sum(terms)
    case .product(let factors): return product(factors)
    case .quotient(let a, let b): return .plain(.fraction(tree(a), tree(b)))
    case .power(let base, let exponent):
      let inner = group(base)
      return .plain(.scripts(inner, primes: 0, lower: nil, upper: tree(exponent)))
    case .root(let inner): return .plain(.root(tree(inner), index: nil))
    case .absolute(let inner): return .plain(.delimited("|", tree(inner), "|"))
    case .exponential(let inner):
      let base = MathTree.plain(.letter("e"))
      return .plain(.scripts(base, primes: 0, lower: nil, upper: tree(inner)))
    case .extremum(let extremum, let arguments): return call(extremum.word, arguments)
    case .function(let name, let arguments, _): return call(name, arguments)
    }
  }

  private mutating func call(_ word: String, _ arguments: [ScalarFormula]) -> MathTree {
    let trees = arguments.map { tree($0) }
    let list = trees.indices.flatMap { index in
      index == 0 ? [trees[index]] : MathTree.sign(",") + [trees[index]]
    }
    return .plain(
      .row([
        .plain(.function(word)), .plain(.delimited("(", .row(list, .nowhere), ")")),
      ]))
  }

  private mutating func sum(_ terms: [(sign: Sign, term: ScalarFormula)]) -> MathTree {
    var row: [MathTree] = []
    for (index, (sign, term)) in terms.enumerated() {
      if index > 0 || sign == .minus { row += MathTree.sign(sign == .plus ? "+" : "-") }
      let isSum = if case .sum = term { true } else { false }
      let own = tree(term)
      if (isSum && sign == .minus) || (!row.isEmpty && own.startsNegative) {
        row.append(.parenthesized(own))
      } else {
        row += own.tag == nil ? own.nodes : [own]
      }
    }
    return .row(row, .nowhere)
  }

  private mutating func product(_ factors: [ScalarFormula]) -> MathTree {
    var row: [MathTree] = []
    for factor in factors {
      if !row.isEmpty { row += MathTree.sign("\\cdot") }
      row.append(group(factor))
    }
    return .row(row, .nowhere)
  }

  /// A part that stands beside something: in parentheses unless it is one piece.
  private mutating func group(_ formula: ScalarFormula) -> MathTree {
    let own = tree(formula)
    switch formula {
    case .sum: return .parenthesized(own)
    case .number, .constant: return own.startsNegative ? .parenthesized(own) : own
    case .product, .quotient, .power, .root, .absolute, .exponential, .extremum, .function:
      return own
    }
  }
}

extension MathTree {
  /// A node that no file holds.
  static func plain(_ content: Content) -> MathTree { MathTree(content, .nowhere) }

  package static func sign(_ latex: String) -> [MathTree] {
    Symbols.named(latex).map { [.plain(.symbol($0))] } ?? []
  }

  static func parenthesized(_ tree: MathTree) -> MathTree { .plain(.delimited("(", tree, ")")) }

  var startsNegative: Bool { nodes.first.map { $0.isSymbol("-") || $0.isNegativeNumber } ?? false }

  private var isNegativeNumber: Bool {
    row?.first?.isSymbol("-") ?? false
  }
}
