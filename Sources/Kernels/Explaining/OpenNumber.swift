package import Matrices
package import Notation
import SourceText

/// One run of a kernel, kept so that the numbers in it can be opened: the formula of an equation,
/// the body of a function at some argument, a quantity at another input.
final class KernelRun: Sendable {
  /// What a name stands for that only this run knows, such as the argument of a function.
  struct Local: Sendable {
    var value: Matrix<Double>
    /// The number that an entry of it is.
    var number: @Sendable (_ row: Int, _ column: Int) -> OpenNumber
  }

  let kernel: Kernel
  let replay: Replay
  /// The values as they are at this moment of the replay.
  let moment: Int
  let locals: [Name: Local]
  /// The value of every operation.
  let values: [Matrix<Double>]

  /// - Parameter values: the value of every operation, where they are known.
  init(
    _ kernel: Kernel, in replay: Replay, at moment: Int, locals: [Name: Local] = [:],
    values: [Matrix<Double>]? = nil
  ) {
    self.kernel = kernel
    self.moment = moment
    self.locals = locals
    if let values {
      // Nothing has to be run; most numbers are only looked at.
      self.replay = replay
      self.values = values
      return
    }
    var replay = replay
    let scope = Scope<Double>(replay.workspace(at: moment))
    self.replay = replay
    let names = Array(locals.keys)
    self.values = kernel.run(
      in: scope.hiding(names, with: names.compactMap { locals[$0]?.value }))
  }

  /// The workspace at that moment.
  var workspace: Workspace {
    var replay = replay
    return replay.workspace(at: moment)
  }

  /// Where and how a name came to be.
  func definition(of name: Name) -> Workspace.Definition? { replay.definition(of: name) }

  /// The same surroundings for another kernel.
  func inner(_ kernel: Kernel, locals: [Name: Local]) -> KernelRun {
    KernelRun(kernel, in: replay, at: moment, locals: locals)
  }

  func number(_ node: Int, _ row: Int, _ column: Int) -> OpenNumber {
    OpenNumber(frame: self, node: node, row: row, column: column)
  }

  /// The value of a node as what a name stands for.
  func whole(_ node: Int) -> Local {
    Local(value: values[node]) { self.number(node, $0, $1) }
  }

  /// The value of the whole as what a name stands for.
  var whole: Local { whole(kernel.nodes.count - 1) }

  /// The value of the whole.
  func result(_ row: Int, _ column: Int) -> OpenNumber {
    number(kernel.nodes.count - 1, row, column)
  }
}

/// One entry of the value of one operation: a number on the screen that can be opened.
package struct OpenNumber: Sendable {
  let frame: KernelRun
  let node: Int
  /// From 0.
  let row: Int
  let column: Int

  /// A number that is shown of a side of an equation; nil when there is none such.
  package init?(_ side: Equation.Side, _ id: NumberID, in replay: Replay) {
    var frame = KernelRun(side.kernel, in: replay, at: side.moment, values: side.values)
    for term in id.terms {
      guard frame.kernel.nodes.indices.contains(term.node),
        let terms = frame.kernel.nodes[term.node].operation.terms,
        (0..<terms.count).contains(term.position)
      else { return nil }
      frame = frame.inner(terms.kernel(term.position), locals: frame.locals)
    }
    guard frame.values.indices.contains(id.node), id.entry < frame.values[id.node].shape.count
    else { return nil }
    let columns = frame.values[id.node].shape.columns
    self = frame.number(id.node, id.entry / columns, id.entry % columns)
  }

  /// The shape of the value that it is an entry of.
  package var shape: Shape { frame.values[node].shape }

  /// An entry of a formula, such as one that was typed.
  package init(_ kernel: Kernel, row: Int = 0, column: Int = 0, in replay: Replay) {
    self.init(kernel, row: row, column: column, at: replay.last, in: replay)
  }

  /// The same at the end of a workspace, which has the values at hand.
  package init(_ kernel: Kernel, atEndOf workspace: Workspace) {
    var workspace = workspace
    let values = workspace.run(kernel)
    let replay = Replay(of: workspace)
    self = KernelRun(kernel, in: replay, at: replay.last, values: values).result(0, 0)
  }

  /// The same as it was at some moment.
  package init(
    _ kernel: Kernel, row: Int = 0, column: Int = 0, at moment: Int, in replay: Replay
  ) {
    self = KernelRun(kernel, in: replay, at: moment).result(row, column)
  }

  /// An entry of the value that a name has at a moment.
  package init(
    _ name: Name, _ value: Matrix<Double>, row: Int, column: Int, at moment: Int, in replay: Replay
  ) {
    let kernel = Kernel(Expression(.leaf(.name(name)), shape: value.shape, location: .nowhere))
    self = KernelRun(kernel, in: replay, at: moment, values: [value]).result(row, column)
  }

  init(frame: KernelRun, node: Int, row: Int, column: Int) {
    self.frame = frame
    self.node = node
    self.row = row
    self.column = column
  }

  package var value: Double { frame.values[node][row, column] }

  var operation: Operation { frame.kernel.nodes[node].operation }

  /// The entry of an operand that stands where this entry does; a single number or column meets
  /// every entry.
  func operand(_ position: Int) -> OpenNumber {
    let operand = frame.kernel.nodes[node].operands[position]
    let shape = frame.values[operand].shape
    return frame.number(operand, shape.rows == 1 ? 0 : row, shape.columns == 1 ? 0 : column)
  }

  /// An entry of an operand.
  func operand(_ position: Int, _ row: Int, _ column: Int) -> OpenNumber {
    frame.number(frame.kernel.nodes[node].operands[position], row, column)
  }

  /// One of the terms that the operation goes over, as what a name stands for.
  func term(_ position: Int) -> KernelRun.Local? {
    operation.terms.map { frame.inner($0.kernel(position), locals: frame.locals).whole }
  }

  func shape(_ position: Int) -> Shape {
    frame.values[frame.kernel.nodes[node].operands[position]].shape
  }

  /// The number that it is without any arithmetic: an entry of a transpose is one of the matrix,
  /// the parameter of a function is its argument.
  var resolved: OpenNumber {
    var number = self
    while let next = number.renamed { number = next }
    return number
  }

  var renamed: OpenNumber? {
    if let name = operation.name { return frame.locals[name]?.number(row, column) }
    if let known = named { return known }
    switch source {
    case .operand(let position, let row, let column): return operand(position, row, column)
    case .term(let position, let row, let column):
      return term(position)?.number(row, column)
    case .zero, nil: return nil
    }
  }

  /// Where it comes from when it is not computed.
  var source: EntrySource? {
    let operands = frame.kernel.nodes[node].operands
    return operation.source(
      EntryPlace(
        row: row, column: column, shape: frame.values[node].shape,
        shapes: operands.map { frame.values[$0].shape }))
  }

  /// What a number in the formula of a derivative is in the lesson: a name on the way, or the
  /// lesson's own formula for what comes back to one, when that is a name.
  private var named: OpenNumber? {
    let name: Name
    switch frame.kernel.remarks[node] {
    case .value(let own): name = own
    case .slope(let quantity?, let variable):
      guard
        let own = frame.workspace.formulas[.derivative(of: quantity, by: variable)]?
          .kernel.soleName
      else { return nil }
      name = own
    case .slope(nil, _), nil: return nil
    }
    // An update in between may have given the name another value.
    guard let value = frame.workspace.values[name], value.shape == frame.values[node].shape,
      value.isClose(to: frame.values[node])
    else { return nil }
    let kernel = Kernel(Expression(.leaf(.name(name)), shape: value.shape, location: .nowhere))
    return KernelRun(kernel, in: frame.replay, at: frame.moment, values: [value]).result(
      row, column)
  }

  /// Whether it and another are the same entry of the same run.
  package func isSame(as other: OpenNumber) -> Bool {
    frame === other.frame && node == other.node && row == other.row && column == other.column
  }
}
