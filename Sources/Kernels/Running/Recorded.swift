package import Matrices
package import Notation
import Synchronization

/// A number that keeps by which operations on single numbers it was made from the givens: run over
/// these, a lesson becomes a list of such operations, which anything can run that knows a few
/// functions. What was written down or drawn is a constant and is on no tape.
package struct Recorded: Scalar {
  package let number: Double
  fileprivate let place: Place?

  /// Where on a tape a number is.
  fileprivate struct Place: Sendable {
    var tape: Tape
    var index: Int
  }

  package init(_ constant: Double) { self.init(constant, nil) }

  private init(_ number: Double, _ place: Place?) {
    self.number = number
    self.place = place
  }

  /// An operation that looks at a number decides by it: with another one it might have done
  /// something else.
  package var value: Double {
    if let place { place.tape.look(at: place.index) }
    return number
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.number == b.number && a.place?.index == b.place?.index
  }

  /// Its place on the tape; nil for a constant.
  package var step: Int? { place?.index }

  fileprivate static func given(_ number: Double, on tape: Tape) -> Recorded {
    Recorded(number, Place(tape: tape, index: tape.add(Tape.Step(.given, [tape.countGiven()]))))
  }

  private static func record(
    _ operation: Tape.Operation, _ operands: [Recorded], _ number: Double, mask: Int? = nil
  ) -> Recorded {
    guard let tape = operands.lazy.compactMap(\.place).first?.tape else { return Recorded(number) }
    let places = operands.map { operand in
      operand.place?.index ?? tape.add(Tape.Step(.constant, [], constant: operand.number))
    }
    let step = Tape.Step(operation, (mask.map { [$0] } ?? []) + places)
    return Recorded(number, Place(tape: tape, index: tape.add(step)))
  }

  package static func + (a: Self, b: Self) -> Self { record(.add, [a, b], a.number + b.number) }
  package static func - (a: Self, b: Self) -> Self {
    record(.subtract, [a, b], a.number - b.number)
  }
  package static func * (a: Self, b: Self) -> Self {
    record(.multiply, [a, b], a.number * b.number)
  }
  package static func / (a: Self, b: Self) -> Self { record(.divide, [a, b], a.number / b.number) }
  package static prefix func - (a: Self) -> Self { record(.negate, [a], -a.number) }

  package static func exp(_ x: Self) -> Self { record(.exp, [x], Double.exp(x.number)) }
  package static func log(_ x: Self) -> Self { record(.log, [x], Double.log(x.number)) }
  package static func sqrt(_ x: Self) -> Self { record(.sqrt, [x], Double.sqrt(x.number)) }
  package static func tanh(_ x: Self) -> Self { record(.tanh, [x], Double.tanh(x.number)) }
  package static func sin(_ x: Self) -> Self { record(.sin, [x], Double.sin(x.number)) }
  package static func cos(_ x: Self) -> Self { record(.cos, [x], Double.cos(x.number)) }
  package static func arcsin(_ x: Self) -> Self { record(.arcsin, [x], Double.arcsin(x.number)) }
  package static func arccos(_ x: Self) -> Self { record(.arccos, [x], Double.arccos(x.number)) }
  package static func arctan(_ x: Self) -> Self { record(.arctan, [x], Double.arctan(x.number)) }
  package static func abs(_ x: Self) -> Self { record(.abs, [x], Double.abs(x.number)) }
  package static func pow(_ base: Self, _ exponent: Self) -> Self {
    record(.pow, [base, exponent], Double.pow(base.number, exponent.number))
  }
  package static func maximum(_ a: Self, _ b: Self) -> Self {
    record(.maximum, [a, b], Double.maximum(a.number, b.number))
  }

  /// The comparison is known by what it says of a smaller, an equal and a larger number.
  package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let mask = (holds(0, 1) ? 1 : 0) | (holds(0, 0) ? 2 : 0) | (holds(1, 0) ? 4 : 0)
    let number = holds(a.number, b.number) ? yes.number : no.number
    return record(.choose, [a, b, yes, no], number, mask: mask)
  }

  package static func bySign(
    _ x: Self, positive: Self, negative: Self, neither: Self
  ) -> Self {
    chosen(>, x, Self(0), positive, chosen(<, x, Self(0), negative, neither))
  }

  package static func vanishing(_ x: Self, _ other: Self) -> Self {
    chosen(==, x, Self(0), Self(0), x * other)
  }

  /// Nobody has written down how these follow: with other numbers they would be looked for anew.
  package static func eigenvectors(
    _ vectors: Matrix<Double>, of matrix: Matrix<Self>
  ) -> Matrix<Self> {
    let rider = Self(0) * Self(matrix.elements.reduce(0) { $0 + $1.value })
    return vectors.map { Self($0) + rider }
  }
}

/// Operations on single numbers in the order in which they are done.
package final class Tape: Sendable {
  package enum Operation: Int, Sendable, CaseIterable {
    case given, constant, add, subtract, multiply, divide, negate, exp, log, sqrt, tanh, sin, cos
    case arcsin, arccos, arctan, abs, pow, maximum
    /// One of two by how two others compare; in front stands for which of less (1), equal (2) and
    /// greater (4) it takes the first.
    case choose
  }

  package struct Step: Hashable, Sendable {
    package var operation: Operation
    /// Places of earlier steps; of a given which one it is.
    package var operands: [Int]
    /// By its bits, so that −0 stays.
    var bits: UInt64

    package var constant: Double { Double(bitPattern: bits) }

    init(_ operation: Operation, _ operands: [Int], constant: Double = 0) {
      (self.operation, self.operands, bits) = (operation, operands, constant.bitPattern)
    }
  }

  private struct State {
    var steps: [Step] = []
    /// The same operation on the same numbers is done once.
    var places: [Step: Int] = [:]
    var looked: Set<Int> = []
    var givens = 0
  }

  private let state = Mutex(State())

  package init() {}

  fileprivate func add(_ step: Step) -> Int {
    state.withLock { state in
      if let known = state.places[step] { return known }
      state.places[step] = state.steps.count
      state.steps.append(step)
      return state.steps.count - 1
    }
  }

  fileprivate func look(at place: Int) { state.withLock { _ = $0.looked.insert(place) } }

  fileprivate func countGiven() -> Int {
    state.withLock { state in
      state.givens += 1
      return state.givens - 1
    }
  }

  package var steps: [Step] { state.withLock(\.steps) }
  /// The steps whose numbers decided what was done.
  package var looked: Set<Int> { state.withLock(\.looked) }
}

/// Runs a lesson over recorded numbers, its givens being what can be changed.
package struct Recorder {
  /// A given number that can be changed, with its place on the tape.
  package struct Input: Sendable {
    package var name: Name
    /// From 0.
    package var row: Int
    package var column: Int
    package var value: Double
    package var step: Int
  }

  package let tape = Tape()
  package private(set) var inputs: [Input] = []
  private let workspace: Workspace
  /// What the names stand for after so many entries of the history.
  private var moments: [[Name: Matrix<Recorded>]] = [[:]]
  /// How names are computed, of those that are.
  private var formulas: [Name: Workspace.Formula] = [:]
  private var sides: [NumberID: [Matrix<Recorded>]] = [:]
  private var runs: [ObjectIdentifier: (run: KernelRun, values: [Matrix<Recorded>])] = [:]

  package init(of workspace: Workspace) {
    self.workspace = workspace
    for entry in workspace.history.entries { moments.append(after(entry)) }
  }

  private mutating func after(_ entry: History.Entry) -> [Name: Matrix<Recorded>] {
    var names = moments[moments.count - 1]
    let scope = Scope<Recorded>(workspace, replacing: names)
    switch entry {
    case .give(let name, let value):
      names[name] = given(name, value)
      formulas[name] = nil
    case .draw(let name, let kernel):
      names[name] = kernel.value(in: scope)
      formulas[name] = nil
    case .define(let name, let formula):
      names[name] = formula.kernel.value(in: scope)
      formulas[name] = formula
    case .update(let updates):
      for (name, kernel) in updates {
        names[name] = kernel.value(in: scope)
        formulas[name] = nil
      }
      follow(Set(updates.map(\.name)), &names)
    case .claim: break
    }
    return names
  }

  /// What was defined by way of names that have another value now.
  private func follow(_ updated: Set<Name>, _ names: inout [Name: Matrix<Recorded>]) {
    var changed = updated
    for (name, formula) in formulas.sorted(by: { $0.value.order < $1.value.order })
    where !formula.kernel.names.isDisjoint(with: changed) {
      names[name] = formula.kernel.value(in: Scope<Recorded>(workspace, replacing: names))
      changed.insert(name)
    }
  }

  private mutating func given(_ name: Name, _ value: Matrix<Double>) -> Matrix<Recorded> {
    guard !workspace.structural.contains(name) else { return value.map { Recorded($0) } }
    return Matrix(
      shape: value.shape,
      elements: value.elements.indices.map { entry in
        let number = Recorded.given(value.elements[entry], on: tape)
        let (row, column) = entry.quotientAndRemainder(dividingBy: value.shape.columns)
        inputs.append(
          Input(
            name: name, row: row, column: column, value: value.elements[entry],
            step: number.step ?? 0))
        return number
      })
  }

  // MARK: - Numbers

  private func scope(at moment: Int) -> Scope<Recorded> {
    Scope(workspace, replacing: moments[min(moment, moments.count - 1)])
  }

  /// A number that is shown.
  package mutating func number(_ open: OpenNumber) -> Recorded {
    values(of: open.frame)[open.node][open.row, open.column]
  }

  private mutating func values(of run: KernelRun) -> [Matrix<Recorded>] {
    if let known = runs[ObjectIdentifier(run)] { return known.values }
    var locals: [Name: Matrix<Recorded>] = [:]
    for (name, local) in run.locals {
      let shape = local.value.shape
      locals[name] = Matrix(
        shape: shape,
        elements: (0..<shape.count).map { entry in
          number(local.number(entry / shape.columns, entry % shape.columns))
        })
    }
    let names = Array(locals.keys)
    let scope = scope(at: run.moment).hiding(names, with: names.compactMap { locals[$0] })
    let values = run.kernel.run(in: scope)
    runs[ObjectIdentifier(run)] = (run, values)
    return values
  }

  /// A number of a side of an equation, or of a term in it; nil where there is none such.
  package mutating func number(_ id: NumberID, in equations: [Equation]) -> Recorded? {
    guard equations.indices.contains(id.equation),
      equations[id.equation].sides.indices.contains(id.side)
    else { return nil }
    let side = equations[id.equation].sides[id.side]
    let key = id.with(node: 0).whole
    if sides[key] == nil {
      var kernel = side.kernel
      for term in id.terms {
        guard kernel.nodes.indices.contains(term.node),
          let terms = kernel.nodes[term.node].operation.terms,
          (0..<terms.count).contains(term.position)
        else { return nil }
        kernel = terms.kernel(term.position)
      }
      sides[key] = kernel.run(in: scope(at: side.moment))
    }
    guard let values = sides[key], values.indices.contains(id.node),
      values[id.node].elements.indices.contains(id.entry)
    else { return nil }
    return values[id.node].elements[id.entry]
  }

  /// The value of a side of an equation.
  package func value(of side: Equation.Side) -> Matrix<Recorded> {
    side.kernel.value(in: scope(at: side.moment))
  }
}
