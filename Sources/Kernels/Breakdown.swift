package import Matrices
import Notation

/// An operation that made what is no number, or none that is finite, out of numbers.
struct Breakdown {
  /// The operation in the formula.
  var node: Int
  /// `The logarithm is no number at row 2, column 1`.
  var summary: String
  /// What was done to which numbers; nil when nothing more is known.
  var reason: Reason?

  enum Reason {
    /// `the logarithm of −0.3 does not exist`
    case whole(String)
    /// `its determinant is 0`: it says more of what the summary is about.
    case more(String)

    var text: String {
      switch self {
      case .whole(let text), .more(let text): text
      }
    }
  }

  /// For who wrote the formula: what it is that has no value, and why.
  var full: String { summary + (reason.map { ": " + $0.text } ?? "") }

  /// For who reads it: why there is no value.
  var sentence: String {
    guard case .whole(let text)? = reason else { return full + "." }
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}

extension Matrix where Element == Double {
  package var isFinite: Bool { elements.allSatisfy(\.isFinite) }
}

extension Kernel {
  /// The operations that made no number out of numbers, in the order in which they are done. A name
  /// is none: what it stands for broke down elsewhere.
  ///
  /// - Parameters:
  ///   - values: the value of every operation.
  ///   - scope: where the names have their values, for what is inside functions.
  func breakdowns(_ values: [Matrix<Double>], in scope: Scope<Double>) -> [Breakdown] {
    nodes.indices.compactMap { index in
      let node = nodes[index]
      guard let entry = values[index].elements.firstIndex(where: { !$0.isFinite }),
        node.operands.allSatisfy({ values[$0].isFinite })
      else { return nil }
      if case .name = node.operation { return nil }
      let shape = values[index].shape
      let (row, column) = entry.quotientAndRemainder(dividingBy: shape.columns)
      let place = shape.isScalar ? "" : " at row \(row + 1), column \(column + 1)"
      let result = values[index].elements[entry].isNaN ? "no number" : "infinite"
      let operands = node.operands.map { values[$0] }
      return Breakdown(
        node: index, summary: "\(node.subject) is \(result)\(place)",
        reason: node.inside(operands, scope)?.reason ?? node.reason(operands, row, column))
    }
  }

  /// The first operation inside that made no number of numbers.
  fileprivate func breakdown(in scope: Scope<Double>) -> Breakdown? {
    breakdowns(run(in: scope), in: scope).first
  }
}

extension Kernel.Node {
  /// What an operation is called at the head of a sentence.
  fileprivate var subject: String {
    if case .call(let function, let order) = operation {
      return function.name.shown + String(repeating: "′", count: order)
    }
    return "The " + operation.label(of: [])
  }

  /// What broke down in the formulas that stand behind the operation.
  fileprivate func inside(_ operands: [Matrix<Double>], _ scope: Scope<Double>) -> Breakdown? {
    switch operation {
    case .call(let function, _):
      return function.body.breakdown(in: scope.hiding(function.parameters, with: operands))
    case .evaluation(let evaluation):
      var inner = scope.hiding(evaluation.replaced, with: operands)
      for (name, kernel) in evaluation.definitions {
        if let found = kernel.breakdown(in: inner) { return found }
        inner.hide(name, with: kernel.value(in: inner))
      }
      return nil
    case .derivative(let derivative): return derivative.body.breakdown(in: scope)
    default: return nil
    }
  }

  /// Why it gave no finite number of finite ones, with the numbers that did it.
  fileprivate func reason(
    _ operands: [Matrix<Double>], _ row: Int, _ column: Int
  ) -> Breakdown.Reason? {
    func operand(_ index: Int) -> Double? {
      guard operands.indices.contains(index) else { return nil }
      let value = operands[index]
      let row = value.shape.rows == 1 ? 0 : row
      let column = value.shape.columns == 1 ? 0 : column
      guard row < value.shape.rows, column < value.shape.columns else { return nil }
      return value[row, column]
    }
    func text(_ value: Double) -> String { NumberStyle().text(value) }
    func one(_ text: (String) -> String) -> Breakdown.Reason? {
      operand(0).map { .whole(text(NumberStyle().text($0))) }
    }
    func two(_ text: (Double, Double) -> String) -> Breakdown.Reason? {
      guard let a = operand(0), let b = operand(1) else { return nil }
      return .whole(text(a, b))
    }
    switch operation {
    case .elementary(.log): return one { "the logarithm of \($0) does not exist" }
    case .elementary(.sqrt): return one { "the square root of \($0) does not exist" }
    case .elementary(.exp): return one { "the exponential of \($0) is too large" }
    case .elementary(let function): return one { "\(function.rawValue) of \($0) is too large" }
    case .quotient:
      return two { a, b in
        b == 0 ? "\(text(a)) is divided by 0" : "\(text(a)) divided by \(text(b)) is too large"
      }
    case .power:
      return two { base, exponent in
        let exists = base > 0 || base < 0 && exponent.rounded() == exponent
        return "\(text(base)) to the power of \(text(exponent)) "
          + (exists ? "is too large" : "does not exist")
      }
    case .hadamard: return two { "\(text($0)) times \(text($1)) is too large" }
    case .product where operands.allSatisfy(\.shape.isScalar):
      return two { "\(text($0)) times \(text($1)) is too large" }
    case .call: return operand(0).map { .more("it is applied to \(text($0))") }
    case .derivative: return .more("|·| at 0 and a maximum at a tie have none")
    case .inverse: return .more("its determinant is 0")
    case .product, .matrixPower, .sum, .norm, .fold, .determinant, .trace:
      return .more("it is too large to be computed")
    case .literal, .name, .transpose, .maximum, .minimum, .diagonal, .assembly, .entries, .tuple,
      .collection, .evaluation, .draw:
      return nil
    }
  }
}

extension Equation {
  /// Why a side of it has no value, or none that is finite, as a sentence for who reads it: the
  /// operation that made it and of what number, or the name that has none.
  ///
  /// - Parameter replay: the lesson with the givens that hold now.
  package func breakdown(in replay: inout Replay) -> String? {
    for side in sides where !side.value.isFinite {
      let workspace = replay.workspace(at: side.moment)
      let scope = Scope<Double>(workspace)
      if let found = side.kernel.breakdowns(side.values, in: scope).first {
        return found.sentence
      }
      let names = side.kernel.names.filter { !(workspace.values[$0]?.isFinite ?? true) }
      if let name = names.min(by: { $0.latex < $1.latex }) {
        return "It is made from \(name.shown), which has no value now."
      }
    }
    return nil
  }
}

extension OpenNumber {
  /// Why it has no value, or none that is finite; nil when it has one.
  package var breakdown: String? {
    guard !value.isFinite else { return nil }
    let numbers = resolved.formula?.numbers ?? []
    if let other = numbers.first(where: { !$0.value.isFinite }) {
      return "It is made from \(other.title.oneLine()), which has no value either."
    }
    guard let frame = numbers.first?.frame else { return "It has no value." }
    let names = Array(frame.locals.keys)
    let scope = Scope<Double>(frame.workspace)
      .hiding(names, with: names.compactMap { frame.locals[$0]?.value })
    let found = frame.kernel.breakdowns(frame.values, in: scope).first
    return found?.sentence ?? "The arithmetic above has no value."
  }
}
