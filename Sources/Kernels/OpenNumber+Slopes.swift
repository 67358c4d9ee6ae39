import Matrices
import Notation

/// The derivative of a number by the variable of its run, one rule an operation: the forward chain
/// rule of `Dual`, written out. Terms that are 0 are left out.
extension OpenNumber {
  func expandedSlope(_ depth: Int) -> ScalarFormula {
    if value == 0 { return .constant(0) }
    if isVariable { return .constant(1) }
    guard depth > 0 else { return .number(self) }
    return slope { $0.expanded(depth - 1) } ?? .number(self)
  }

  /// Whether it is the derivative of the variable by itself.
  private var isVariable: Bool {
    guard case .name(let name) = operation else { return false }
    if let local = frame.locals[name] { return local.isVariable }
    return frame.variable == Frame.Variable(name: name, row: row, column: column)
  }

  private func slope(_ inner: (OpenNumber) -> ScalarFormula) -> ScalarFormula? {
    func slope(_ position: Int) -> ScalarFormula { inner(operand(position).asSlope) }
    func value(_ position: Int) -> ScalarFormula { inner(operand(position).asValue) }
    func varies(_ number: OpenNumber) -> Bool { number.asSlope.value != 0 }
    func product(_ a: OpenNumber, _ b: OpenNumber) -> [(sign: Sign, term: ScalarFormula)] {
      var terms: [(sign: Sign, term: ScalarFormula)] = []
      if varies(a) { terms.append((.plus, .multiplied([inner(a.asSlope), inner(b.asValue)]))) }
      if varies(b) { terms.append((.plus, .multiplied([inner(a.asValue), inner(b.asSlope)]))) }
      return terms
    }
    /// The sum of the slopes of some entries, each with a factor.
    func sum(_ entries: [OpenNumber], _ factor: (OpenNumber) -> ScalarFormula) -> ScalarFormula {
      .total(
        entries.filter(varies).map { entry in
          (.plus, .multiplied([factor(entry), inner(entry.asSlope)]))
        })
    }
    switch operation {
    case .sum(let signs):
      return .total(
        signs.enumerated().filter { varies(operand($0.offset)) }.map { ($1, slope($0)) })
    case .product where !shape(0).isScalar && !shape(1).isScalar:
      return .total(
        (0..<shape(0).columns).flatMap { product(operand(0, row, $0), operand(1, $0, column)) })
    case .product, .hadamard: return .total(product(operand(0), operand(1)))
    case .quotient:
      // (a/b)′ = (a′ − (a/b) b′) / b
      var above: [(sign: Sign, term: ScalarFormula)] = []
      if varies(operand(0)) { above.append((.plus, slope(0))) }
      if varies(operand(1)) {
        above.append((.minus, .multiplied([.number(asValue), slope(1)])))
      }
      return .quotient(.total(above), value(1))
    case .power:
      // (aⁿ)′ = n aⁿ⁻¹ a′, and aᵇ ln(a) b′ where the exponent varies.
      var terms: [(sign: Sign, term: ScalarFormula)] = []
      let exponent = operand(1).asValue.value
      if varies(operand(0)) {
        let lower: ScalarFormula =
          exponent == 2 ? value(0) : .power(value(0), .constant(exponent - 1))
        terms.append((.plus, .multiplied([value(1), lower, slope(0)])))
      }
      if varies(operand(1)) {
        let logarithm = ScalarFormula.function("log", [value(0)])
        terms.append((.plus, .multiplied([.number(asValue), logarithm, slope(1)])))
      }
      return .total(terms)
    case .elementary(let function):
      guard let factor = factor(of: function, value(0)) else { return nil }
      if case .log = function { return .quotient(slope(0), value(0)) }
      return .multiplied([factor, slope(0)])
    case .norm(let norm):
      let entries = entries(of: 0)
      if norm == .one {
        return sum(entries) { .constant($0.asValue.value < 0 ? -1 : 1) }
      }
      return .quotient(sum(entries) { inner($0.asValue) }, .number(asValue))
    case .maximum, .minimum:
      let isFirst = operand(0).asValue.value == asValue.value
      return slope(isFirst ? 0 : 1)
    case .trace: return sum((0..<shape(0).rows).map { operand(0, $0, $0) }) { _ in .constant(1) }
    case .fold(.sum, _, _, _):
      let operands = frame.kernel.nodes[node].operands.indices.map { operand($0) }
      return sum(operands) { _ in .constant(1) }
    case .fold(.product, _, _, _) where frame.kernel.nodes[node].shape.isScalar:
      let operands = frame.kernel.nodes[node].operands.indices.map { operand($0) }
      return .total(
        operands.indices.filter { varies(operands[$0]) }.map { index in
          let others = operands.indices.filter { $0 != index }.map { inner(operands[$0].asValue) }
          return (.plus, .multiplied([inner(operands[index].asSlope)] + others))
        })
    case .fold(.maximum, _, _, _), .fold(.minimum, _, _, _):
      let operands = frame.kernel.nodes[node].operands.indices.map { operand($0) }
      return operands.first { $0.asValue.value == asValue.value }.map { inner($0.asSlope) }
    default: return nil
    }
  }

  /// The derivative of an elementary function at its argument, which is 1/x for the logarithm.
  private func factor(
    of function: ElementaryFunction, _ argument: ScalarFormula
  ) -> ScalarFormula? {
    switch function {
    case .exp: .number(asValue)
    case .log: .constant(1)
    case .sqrt: .quotient(.constant(1), .multiplied([.constant(2), .number(asValue)]))
    case .tanh:
      .total([(.plus, .constant(1)), (.minus, .power(.number(asValue), .constant(2)))])
    case .sin: .function("cos", [argument])
    case .cos: .total([(.minus, .function("sin", [argument]))])
    case .abs: .constant(operand(0).asValue.value < 0 ? -1 : 1)
    case .sign: nil
    }
  }
}
