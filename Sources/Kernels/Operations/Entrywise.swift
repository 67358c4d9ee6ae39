import Matrices

/// What is done to every entry by itself: functions of a number, quotients, powers, the larger of
/// two.
package enum Entrywise: PrimitiveFamily {
  case elementary(ElementaryFunction)
  /// One shape, or a scalar on either side; so for all of two operands.
  case quotient
  case power
  case extremum(Extremum)
  /// The slope of |x|: 1 or −1, and none at 0.
  case direction
  /// The slope of an extremum by its first operand: 1 where that is the one, 0 where the other is,
  /// and none at a tie.
  case choice(Extremum)
  /// The third operand where the first compares so with the second, the fourth elsewhere: a case of
  /// `cases`.
  case selection(Comparison)
  /// n! of whole numbers from 0.
  case factorial

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .elementary, .direction, .factorial: operands[0]
    case .quotient, .power, .extremum, .choice: operands[0].combined(with: operands[1])
    case .selection:
      operands.dropFirst().reduce(operands[0]) { shape, next in shape?.combined(with: next) }
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    let shapes = operands.map(\.shape.description).joined(separator: " and ")
    switch self {
    case .quotient:
      return Misfit(
        summary: "\(operands[0].text) cannot be divided by \(operands[1].text): \(shapes)",
        help: "Division goes entry by entry: it needs one shape, or a scalar.", between: (0, 1))
    case .power:
      return Misfit(
        summary: "\(operands[1].text) cannot be the exponent of \(operands[0].text): \(shapes)",
        help: "A power goes entry by entry: it needs one shape, or a scalar.")
    case .extremum(let extremum), .choice(let extremum):
      return Misfit(summary: "The arguments of \(extremum.word) do not fit: \(shapes)")
    case .selection:
      return Misfit(
        summary: "The cases and what they are compared with do not fit: \(shapes)",
        help: "Cases go entry by entry: they need one shape, or scalars.")
    case .elementary, .direction, .factorial:
      return Misfit(summary: "This has no value of shape \(shapes)")
    }
  }

  var isEntrywise: Bool { true }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .elementary(let function): operands[0].map(function.apply)
    case .quotient: operands[0].combined(with: operands[1], /)
    case .power: Self.power(operands[0], operands[1])
    case .extremum(.maximum): operands[0].combined(with: operands[1], S.maximum)
    case .extremum(.minimum): operands[0].combined(with: operands[1]) { -S.maximum(-$0, -$1) }
    case .direction:
      operands[0].map { S.bySign($0, positive: S(1), negative: S(-1), neither: S(.nan)) }
    case .factorial: operands[0].map(S.factorial)
    case .choice(let extremum):
      operands[0].combined(with: operands[1]) { own, rival in
        let (larger, other) = extremum == .maximum ? (S(1), S(0)) : (S(0), S(1))
        return S.chosen(==, own, rival, S(.nan), S.chosen(>, own, rival, larger, other))
      }
    case .selection(let comparison):
      // In a function's body the shape is that of one number, and the operands are what it gets.
      Matrix(shape: self.shape(of: operands.map(\.shape)) ?? shape) { row, column in
        func entry(_ operand: Matrix<S>) -> S {
          operand[operand.shape.rows == 1 ? 0 : row, operand.shape.columns == 1 ? 0 : column]
        }
        return S.chosen(
          comparison.holds, entry(operands[0]), entry(operands[1]), entry(operands[2]),
          entry(operands[3]))
      }
    }
  }

  private static func power<S: Scalar>(_ base: Matrix<S>, _ exponent: Matrix<S>) -> Matrix<S> {
    // x² as x·x is exact for every sign of x.
    if exponent.shape.isScalar, exponent.elements[0] == S(2) { return base.map { $0 * $0 } }
    return base.combined(with: exponent, S.pow)
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    switch self {
    case .elementary(let function):
      .one(operands, row, column, function.breakdown)
    case .quotient:
      .pair(operands, row, column) { a, b, text in
        b == 0 ? "\(text(a)) is divided by 0" : "\(text(a)) divided by \(text(b)) is too large"
      }
    case .power:
      .pair(operands, row, column) { base, exponent, text in
        let exists = base > 0 || base < 0 && exponent.rounded() == exponent
        return "\(text(base)) to the power of \(text(exponent)) "
          + (exists ? "is too large" : "does not exist")
      }
    case .factorial:
      .one(operands, row, column) { text in
        "the factorial of \(text) is too large, or does not exist"
      }
    case .direction, .choice: .more(Derivative.corner)
    case .selection: .more("no case holds there")
    case .extremum: nil
    }
  }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let x = graph.operand(0, of: node)
    switch self {
    case .elementary(let function): return function.pullBack(adjoint, x, value: node, &graph)
    case .quotient:
      let below = graph.operand(1, of: node)
      if position == 0 { return graph.quotient(adjoint, below) }
      return graph.negated(graph.quotient(graph.hadamard(adjoint, node), below))
    case .power:
      let exponent = graph.operand(1, of: node)
      if position == 0 {
        let lower = graph.difference(exponent, graph.constant(1))
        let slope = graph.hadamard(exponent, graph.add(.entrywise(.power), [x, lower]))
        return graph.hadamard(adjoint, slope)
      }
      let logarithm = graph.elementary(.log, x)
      return graph.hadamard(adjoint, graph.hadamard(node, logarithm))
    case .extremum(let extremum):
      let other = graph.operand(1 - position, of: node)
      let own = graph.operand(position, of: node)
      let choice = graph.add(.entrywise(.choice(extremum)), [own, other])
      return graph.add(.product(.vanishing), [adjoint, choice])
    // The case that holds stays the same as long as nothing is exactly at its edge.
    case .selection:
      guard position > 1 else { return nil }
      let none = graph.constant(0)
      return graph.add(
        .entrywise(self),
        [
          x, graph.operand(1, of: node), position == 2 ? adjoint : none,
          position == 2 ? none : adjoint,
        ])
    case .direction, .choice: return nil
    // Between whole numbers it has no values, and so no slope.
    case .factorial: return graph.hadamard(adjoint, graph.constant(.nan))
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? {
    switch self {
    case .elementary(let function): [place.application(of: function)]
    case .quotient: [place.combination(.divide)]
    case .power: place.isSquare ? [place.square] : [place.combination(.power)]
    case .extremum(.maximum): [place.combination(.maximum)]
    case .extremum(.minimum): [place.combination(.minimum)]
    case .direction, .choice, .selection, .factorial: nil
    }
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    switch self {
    case .elementary(.exp): .exponential(entry.operand(0))
    case .elementary(.sqrt): .root(entry.operand(0))
    case .elementary(.abs): .absolute(entry.operand(0))
    case .elementary(let function): .function(function.word, [entry.operand(0)], function.apply)
    case .quotient: .quotient(entry.operand(0), entry.operand(1))
    case .power: .power(entry.operand(0), entry.operand(1))
    case .extremum(let extremum): .extremum(extremum, [entry.operand(0), entry.operand(1)])
    case .selection(let comparison):
      entry.operand(comparison.holds(entry.operand(0).value, entry.operand(1).value) ? 2 : 3)
    case .factorial:
      .function("factorial", [entry.operand(0)]) { (number: Double) in number.factorial }
    case .direction, .choice: .constant(entry.value)
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .elementary(let function): OperationLabel(function.label)
    case .quotient: "quotient"
    case .power: "power"
    case .extremum(let extremum): OperationLabel(extremum.label)
    case .factorial: "factorial"
    case .direction: "sign"
    case .choice(let extremum): OperationLabel("which is the \(extremum.label)")
    case .selection: OperationLabel("case")
    }
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .elementary(.abs):
      writer.needAbsolute()
      return NumPyText("absolute(\(operands[0].text))")
    case .elementary(let function): return NumPyText("np.\(function.word)(\(operands[0].text))")
    case .quotient:
      return NumPyText("\(operands[0].inside(.product)) / \(operands[1].inside(.power))", .product)
    case .power:
      // ‖v‖² needs no root, and a root of 0 would have no derivative.
      if operands[1].text == "2", let square = operands[0].square { return NumPyText(square) }
      return NumPyText("\(operands[0].inside(.atom))**\(operands[1].inside(.atom))", .power)
    case .extremum(let extremum):
      return NumPyText("np.\(extremum.label)(\(operands[0].text), \(operands[1].text))")
    case .factorial:
      writer.needFactorial()
      return NumPyText("factorial(\(operands[0].text))")
    case .direction: return NumPyText("np.sign(\(operands[0].text))")
    case .selection(let comparison):
      let condition =
        "\(operands[0].inside(.sum)) \(comparison.python) \(operands[1].inside(.sum))"
      return NumPyText("np.where(\(condition), \(operands[2].text), \(operands[3].text))")
    case .choice(.maximum):
      return NumPyText(
        "1.0 * (\(operands[0].inside(.sum)) > \(operands[1].inside(.sum)))", .product)
    case .choice(.minimum):
      return NumPyText(
        "1.0 * (\(operands[0].inside(.sum)) < \(operands[1].inside(.sum)))", .product)
    }
  }

  // MARK: Words and slips

  static var words: [String: Entrywise] {
    var words: [String: Entrywise] = ["ln": .elementary(.log), "sgn": .elementary(.sign)]
    for function in ElementaryFunction.allCases { words[function.word] = .elementary(function) }
    return words
  }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    // 1/m before something is a factor like any other.
    case .quotient:
      maker.change(
        .droppedDivisor(maker.text(expression.operands[1])),
        expression.operands[0], maker.writer.alone(expression.operands[0], for: expression))
    case .elementary, .power, .extremum, .direction, .choice, .selection, .factorial: []
    }
  }
}

package enum Extremum: Hashable, Sendable {
  case maximum, minimum

  /// The word that it is written with.
  var word: String {
    switch self {
    case .maximum: "max"
    case .minimum: "min"
    }
  }

  var label: String {
    switch self {
    case .maximum: "maximum"
    case .minimum: "minimum"
    }
  }

  func of(_ values: [Double]) -> Double {
    switch self {
    case .maximum: values.max() ?? .nan
    case .minimum: values.min() ?? .nan
    }
  }
}

/// A function of one number.
package enum ElementaryFunction: Sendable, CaseIterable {
  case exp, log, sqrt, tanh, sin, cos, arcsin, arccos, arctan, abs, sign

  /// The word that it is written with, in LaTeX, at the keyboard and in NumPy.
  package var word: String {
    switch self {
    case .exp: "exp"
    case .log: "log"
    case .sqrt: "sqrt"
    case .tanh: "tanh"
    case .sin: "sin"
    case .cos: "cos"
    case .arcsin: "arcsin"
    case .arccos: "arccos"
    case .arctan: "arctan"
    case .abs: "abs"
    case .sign: "sign"
    }
  }

  fileprivate var label: String {
    switch self {
    case .exp: "exponential"
    case .log: "logarithm"
    case .sqrt: "square root"
    case .abs: "absolute value"
    case .tanh, .sin, .cos, .arcsin, .arccos, .arctan, .sign: word
    }
  }

  func apply<S: Scalar>(_ x: S) -> S {
    switch self {
    case .exp: S.exp(x)
    case .log: S.log(x)
    case .sqrt: S.sqrt(x)
    case .tanh: S.tanh(x)
    case .sin: S.sin(x)
    case .cos: S.cos(x)
    case .arcsin: S.arcsin(x)
    case .arccos: S.arccos(x)
    case .arctan: S.arctan(x)
    case .abs: S.abs(x)
    case .sign: S.bySign(x, positive: S(1), negative: S(-1), neither: S(0))
    }
  }

  /// What comes back to x: the adjoint times the derivative, by x and by the value that is known.
  fileprivate func pullBack(
    _ adjoint: Int, _ x: Int, value: Int, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .exp: return graph.hadamard(adjoint, value)
    case .log: return graph.quotient(adjoint, x)
    case .sqrt:
      let slope = graph.quotient(graph.constant(1), graph.hadamard(graph.constant(2), value))
      return graph.add(.product(.vanishing), [adjoint, slope])
    case .tanh:
      let square = graph.hadamard(value, value)
      return graph.hadamard(adjoint, graph.difference(graph.constant(1), square))
    case .sin: return graph.hadamard(adjoint, graph.elementary(.cos, x))
    case .cos: return graph.negated(graph.hadamard(adjoint, graph.elementary(.sin, x)))
    case .arcsin, .arccos:
      let under = graph.difference(graph.constant(1), graph.hadamard(x, x))
      let slope = graph.quotient(adjoint, graph.elementary(.sqrt, under))
      return self == .arcsin ? slope : graph.negated(slope)
    case .arctan:
      return graph.quotient(adjoint, graph.sum(graph.constant(1), graph.hadamard(x, x)))
    case .abs:
      return graph.add(.product(.vanishing), [adjoint, graph.add(.entrywise(.direction), [x])])
    case .sign: return nil
    }
  }

  fileprivate func breakdown(_ argument: String) -> String {
    switch self {
    case .log: "the logarithm of \(argument) does not exist"
    case .sqrt: "the square root of \(argument) does not exist"
    case .exp: "the exponential of \(argument) is too large"
    case .arcsin, .arccos: "the \(word) of \(argument) does not exist"
    case .tanh, .sin, .cos, .arctan, .abs, .sign: "\(word) of \(argument) is too large"
    }
  }
}
