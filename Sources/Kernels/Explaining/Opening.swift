package import Matrices
package import Notation
package import SourceText

/// A number opened: where it is from, the arithmetic with names and with numbers, and the numbers
/// in it, each of which can be opened in turn.
///
///     δ⁽²⁾₁ = (W⁽²⁾₁₁ · δ⁽³⁾₁ + W⁽²⁾₂₁ · δ⁽³⁾₂) · f′(z⁽²⁾₁)
///           = (0.3 · 0.0639 + (−0.1) · (−0.1082)) · 0.2494
package struct Opening: Sendable {
  package enum Origin: Sendable, Equatable {
    case computed
    /// Written down in a lesson: it can be changed there.
    case given(Name, row: Int, column: Int)
    case drawn
    /// Nothing but itself.
    case constant
    /// An exact derivative that is not taken apart here.
    case derivative
  }

  /// What it is called: `\delta^{(2)}_1`.
  package var title: MathTree
  package var value: Double
  package var origin: Origin
  /// Where the name it belongs to is defined.
  package var location: Location?
  /// With the names of the numbers, and with the numbers; the tag of a number is its place among
  /// the operands.
  package var symbols: MathTree?
  package var numbers: MathTree?
  package var operands: [OpenNumber]
  /// Why it has no value, or none that is finite.
  package var breakdown: String?
}

extension OpenNumber {
  /// What it is called, as a formula.
  package var title: MathTree {
    label(depth: 2).withoutParentheses
  }

  /// Whether what it is called does not say all: an entry is then told by its place, too.
  package var leavesOut: Bool { title.first { $0.isSymbol("\\cdots") } != nil }

  /// What the arithmetic behind it comes to, which is its value but for rounding; nil for what has
  /// none.
  package var recomputed: Double? { formula?.value }

  package func opening(_ style: NumberStyle) -> Opening {
    let resolved = resolved
    let formula = resolved.formula
    var opening = Opening(
      title: title, value: value, origin: .computed, location: resolved.location,
      symbols: nil, numbers: nil, operands: formula?.numbers ?? [], breakdown: breakdown)
    guard let formula else {
      opening.origin = resolved.origin
      return opening
    }
    func constant(_ value: Double) -> MathTree { Matrix(value).tree(style) }
    var symbols = ScalarFormulaWriter(
      leaf: { number, place in number.label(depth: 1).tagged(.part(place)) }, constant: constant)
    var numbers = ScalarFormulaWriter(
      leaf: { number, place in constant(number.value).tagged(.part(place)) }, constant: constant)
    opening.symbols = symbols.tree(formula)
    opening.numbers = numbers.tree(formula)
    return opening
  }

  /// A sum behind it with the value of every term; nil for what is no sum.
  func terms(_ style: NumberStyle) -> MathTree? {
    guard case .sum(let terms)? = resolved.formula else { return nil }
    func constant(_ value: Double) -> MathTree { Matrix(value).tree(style) }
    var writer = ScalarFormulaWriter(
      leaf: { number, _ in constant(number.value) }, constant: constant)
    return writer.tree(
      .sum(
        terms.map { sign, term in
          let value = sign == .plus ? term.value : -term.value
          return (value < 0 ? .minus : .plus, .constant(value.magnitude))
        }))
  }

  /// What it is when nothing is to be seen by opening it: a number by itself.
  private var origin: Opening.Origin {
    if let name = operation.name {
      switch frame.replay.source(of: name, at: frame.moment) {
      case .given: return .given(name, row: row, column: column)
      case .drawn: return .drawn
      case .computed: return .computed
      }
    }
    if operation.draw != nil { return .drawn }
    return operation.derivative != nil || operation.call != nil ? .derivative : .constant
  }

  private var location: Location? {
    guard let name = operation.name else { return nil }
    return frame.definition(of: name)?.location
  }

  /// The given that it is, to be changed.
  package var given: (name: Name, row: Int, column: Int)? {
    let resolved = resolved
    guard case .given(let name, let row, let column) = resolved.origin else { return nil }
    return (name, row, column)
  }

  /// The entry of a name that it is, with the moment from which on the name has this value.
  package var entry: (name: Name, row: Int, column: Int, moment: Int)? {
    let resolved = resolved
    guard let name = resolved.operation.name, resolved.frame.locals[name] == nil else { return nil }
    let start = resolved.frame.replay.start(of: name, before: resolved.frame.moment)
    return (name, resolved.row, resolved.column, start)
  }

  // MARK: - What it is called

  /// A number without a name is called by its arithmetic, if that has no more names in it.
  private static let mostNamed = 6

  private func label(depth: Int) -> MathTree {
    let number = resolved
    let node = number.frame.kernel.nodes[number.node]
    let shape = number.frame.values[number.node].shape
    let operation = node.operation
    switch number.frame.kernel.remarks[number.node] {
    case .value(let name): return name.entry(number.row, number.column, of: shape)
    case .slope(let quantity, let variable):
      return .plain(
        .fraction(
          .differential(quantity.map { MathReader.read($0.latex) } ?? .ellipsis),
          .differential(variable.entry(number.row, number.column, of: shape))))
    case nil: break
    }
    if let name = operation.name { return name.entry(number.row, number.column, of: shape) }
    if let call = operation.call { return number.label(of: call, depth) }
    if let derivative = operation.derivative { return number.label(of: derivative) }
    if operation.draw != nil { return .plain(.function("draw")) }
    if operation.literal != nil { return Matrix(number.value).tree(NumberStyle()) }
    if let evaluation = operation.evaluation {
      var name = evaluation.target
      name.arguments = ""
      let call = MathTree.call(
        MathReader.read(name.latex), node.operands.indices.map(number.wholeLabel))
      return call.indexed(number.row, number.column, of: node.shape)
    }
    guard depth > 0 else { return .ellipsis }
    let formula = number.expanded(8)
    guard formula.count <= Self.mostNamed else { return .ellipsis }
    var writer = ScalarFormulaWriter(
      leaf: { inner, _ in inner.label(depth: depth - 1) },
      constant: { Matrix($0).tree(NumberStyle()) })
    let tree = writer.tree(formula)
    return formula.isOnePiece ? tree : .parenthesized(tree)
  }

  private func label(of call: Call, _ depth: Int) -> MathTree {
    let node = frame.kernel.nodes[node]
    let base = MathReader.read(call.function.name.latex)
    let callee =
      call.order == 0 ? base : .plain(.scripts(base, primes: call.order, lower: nil, upper: nil))
    let isElementwise = call.function.isElementwise
    let arguments = node.operands.indices.map { position in
      isElementwise ? operand(position).label(depth: depth - 1) : wholeLabel(position)
    }
    let whole = MathTree.call(callee, arguments)
    return isElementwise ? whole : whole.indexed(row, column, of: node.shape)
  }

  private func label(of derivative: Derivative) -> MathTree {
    let entries = derivative.entries
    let index = row * frame.values[node].shape.columns + column
    let entry = entries[index % entries.count]
    let below = derivative.variable.entry(entry.row, entry.column, of: derivative.variableShape)
    var above = MathTree.ellipsis
    if let quantity = derivative.body.soleName {
      let output = index / entries.count
      let shape = derivative.body.shape
      above = quantity.entry(output / shape.columns, output % shape.columns, of: shape)
    }
    return .plain(.fraction(.differential(above), .differential(below)))
  }

  /// An operand as a whole, as the argument of a quantity.
  private func wholeLabel(_ position: Int) -> MathTree {
    let operand = frame.kernel.nodes[frame.kernel.nodes[node].operands[position]]
    if let name = operand.operation.name { return MathReader.read(name.latex) }
    guard let picked = operand.operation.entries, picked.row == nil, let column = picked.column,
      let name = frame.kernel.nodes[operand.operands[0]].operation.name
    else { return .ellipsis }
    let number = MathTree.plain(.number(String(column + 1)))
    return .plain(
      .scripts(MathReader.read(name.latex), primes: 0, lower: nil, upper: .parenthesized(number)))
  }
}

extension Name {
  /// An entry of the name, from 0: `W^{(1)}_{12}`; of a column its one index; a number by itself.
  package func entry(_ row: Int, _ column: Int, of shape: Shape) -> MathTree {
    var bare = self
    bare.arguments = ""
    return MathReader.read(bare.latex).indexed(row, column, of: shape)
  }
}

extension MathTree {
  package func tagged(_ tag: NumberTag?) -> MathTree { MathTree(content, location, tag: tag) }

  fileprivate static var ellipsis: MathTree {
    .parenthesized(.row(sign("\\cdots"), .nowhere))
  }

  fileprivate static func call(_ callee: MathTree, _ arguments: [MathTree]) -> MathTree {
    let list = arguments.indices.flatMap { index in
      index == 0 ? [arguments[index]] : sign(",") + [arguments[index]]
    }
    return .row([callee, .parenthesized(.row(list, .nowhere))], .nowhere)
  }

  fileprivate static func differential(_ tree: MathTree) -> MathTree {
    .row(sign("\\partial") + [tree], .nowhere)
  }

  /// With the index of an entry as its subscript.
  package func indexed(_ row: Int, _ column: Int, of shape: Shape) -> MathTree {
    if shape.isScalar { return self }
    let numbers = shape.columns == 1 ? [row + 1] : [row + 1, column + 1]
    let isShort = numbers.allSatisfy { $0 < 10 }
    let index = MathTree.plain(
      .number(numbers.map(String.init).joined(separator: isShort ? "" : ",")))
    if var scripts, scripts.lower == nil {
      scripts.lower = index
      return .plain(scripts.content)
    }
    let isOne = isLetter || isAccented || isText || styled != nil
    return .plain(
      .scripts(isOne ? self : .parenthesized(self), primes: 0, lower: index, upper: nil))
  }
}
