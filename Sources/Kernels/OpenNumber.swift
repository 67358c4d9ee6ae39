package import Matrices
import Notation
import SourceText

/// One run of a kernel, kept so that the numbers in it can be opened: the formula of an equation,
/// the body of a function at some argument, a quantity at another input.
final class Frame: Sendable {
  /// What a name stands for that only this run knows, such as the argument of a function.
  struct Local: Sendable {
    var value: Matrix<Double>
    /// Its derivative by the variable; nil where it has none.
    var slope: Matrix<Double>?
    /// Whether derivatives are taken by it.
    var isVariable = false
    /// The number that an entry of it is.
    var number: @Sendable (_ row: Int, _ column: Int) -> OpenNumber

    fileprivate var dual: Matrix<Dual<Double>> {
      Matrix(shape: value.shape) { Dual(value[$0, $1], derivative: slope?[$0, $1] ?? 0) }
    }
  }

  /// The entry by which derivatives are taken.
  struct Variable: Sendable, Equatable {
    var name: Name
    var row: Int
    var column: Int
  }

  let kernel: Kernel
  let replay: Replay
  /// The values as they are at this moment of the replay.
  let moment: Int
  let locals: [Name: Local]
  let variable: Variable?
  /// The value of every operation.
  let values: [Matrix<Double>]
  /// The derivative of every operation by the variable; empty where nothing varies.
  let slopes: [Matrix<Double>]

  /// - Parameter values: the value of every operation, where they are known.
  init(
    _ kernel: Kernel, in replay: Replay, at moment: Int, locals: [Name: Local] = [:],
    by variable: Variable? = nil, values: [Matrix<Double>]? = nil
  ) {
    self.kernel = kernel
    self.moment = moment
    self.locals = locals
    self.variable = variable
    if let values {
      // Nothing has to be run; most numbers are only looked at.
      self.replay = replay
      self.values = values
      slopes = []
      return
    }
    var replay = replay
    let scope = Scope<Double>(replay.workspace(at: moment))
    self.replay = replay
    let names = Array(locals.keys)
    guard variable != nil || locals.values.contains(where: { $0.slope != nil }) else {
      let known = names.compactMap { locals[$0]?.value }
      self.values = kernel.run(in: scope.hiding(names, with: known))
      slopes = []
      return
    }
    let varied =
      variable.map { scope.varying($0.name, row: $0.row, column: $0.column) } ?? scope.lifted()
    let run = kernel.run(in: varied.hiding(names, with: names.compactMap { locals[$0]?.dual }))
    self.values = run.map { $0.map(\.base) }
    slopes = run.map { $0.map(\.derivative) }
  }

  /// The workspace at that moment.
  var workspace: Workspace {
    var replay = replay
    return replay.workspace(at: moment)
  }

  /// Where and how a name came to be.
  func definition(of name: Name) -> Workspace.Definition? { replay.definition(of: name) }

  /// The same surroundings for another kernel.
  func inner(_ kernel: Kernel, locals: [Name: Local]) -> Frame {
    Frame(kernel, in: replay, at: moment, locals: locals, by: variable)
  }

  func number(_ node: Int, _ row: Int, _ column: Int, isSlope: Bool = false) -> OpenNumber {
    OpenNumber(frame: self, node: node, row: row, column: column, isSlope: isSlope)
  }

  /// The value of a node as what a name stands for.
  func whole(_ node: Int) -> Local {
    Local(value: values[node], slope: slopes.isEmpty ? nil : slopes[node]) {
      self.number(node, $0, $1)
    }
  }

  /// The value of the whole.
  func result(_ row: Int, _ column: Int, isSlope: Bool = false) -> OpenNumber {
    number(kernel.nodes.count - 1, row, column, isSlope: isSlope)
  }
}

/// One entry of the value of one operation: a number on the screen that can be opened.
package struct OpenNumber: Sendable {
  let frame: Frame
  let node: Int
  /// From 0.
  let row: Int
  let column: Int
  /// Whether it is the derivative of the entry by the variable of its frame.
  let isSlope: Bool

  /// An entry of a side of an equation.
  ///
  /// - Parameters:
  ///   - replay: the lesson with the givens that hold now.
  ///   - node: the operation; the last one is the side itself.
  package init(
    _ side: Equation.Side, node: Int, row: Int, column: Int, in replay: Replay
  ) {
    self = Frame(side.kernel, in: replay, at: side.moment, values: side.values)
      .number(node, row, column)
  }

  /// An entry of a formula, such as one that was typed.
  package init(_ kernel: Kernel, row: Int = 0, column: Int = 0, in replay: Replay) {
    self = Frame(kernel, in: replay, at: replay.last).result(row, column)
  }

  /// An entry of the value that a name has at a moment.
  package init(
    _ name: Name, _ value: Matrix<Double>, row: Int, column: Int, at moment: Int, in replay: Replay
  ) {
    let kernel = Kernel(Expression(.name(name), shape: value.shape, location: .nowhere))
    self = Frame(kernel, in: replay, at: moment, values: [value]).result(row, column)
  }

  init(frame: Frame, node: Int, row: Int, column: Int, isSlope: Bool) {
    self.frame = frame
    self.node = node
    self.row = row
    self.column = column
    self.isSlope = isSlope
  }

  package var value: Double {
    if !isSlope { return frame.values[node][row, column] }
    return frame.slopes.isEmpty ? 0 : frame.slopes[node][row, column]
  }

  var operation: Operation { frame.kernel.nodes[node].operation }

  /// The entry of an operand that stands where this entry does; a single number or column meets
  /// every entry.
  func operand(_ position: Int) -> OpenNumber {
    let operand = frame.kernel.nodes[node].operands[position]
    let shape = frame.values[operand].shape
    return frame.number(
      operand, shape.rows == 1 ? 0 : row, shape.columns == 1 ? 0 : column, isSlope: isSlope)
  }

  /// An entry of an operand.
  func operand(_ position: Int, _ row: Int, _ column: Int) -> OpenNumber {
    frame.number(frame.kernel.nodes[node].operands[position], row, column, isSlope: isSlope)
  }

  func shape(_ position: Int) -> Shape {
    frame.values[frame.kernel.nodes[node].operands[position]].shape
  }

  var asValue: OpenNumber { frame.number(node, row, column) }
  var asSlope: OpenNumber { frame.number(node, row, column, isSlope: true) }

  /// The number that it is without any arithmetic: an entry of a transpose is one of the matrix,
  /// the parameter of a function is its argument.
  var resolved: OpenNumber {
    var number = self
    while let next = number.renamed { number = next }
    return number
  }

  private var renamed: OpenNumber? {
    switch operation {
    case .transpose: return operand(0, column, row)
    case .entries(let i, let j):
      return operand(0, i ?? row, j ?? (i == nil ? column : row + column))
    case .assembly, .tuple, .collection:
      var index = row * frame.values[node].shape.columns + column
      for position in frame.kernel.nodes[node].operands.indices {
        let shape = shape(position)
        if index < shape.count {
          return operand(position, index / shape.columns, index % shape.columns)
        }
        index -= shape.count
      }
      return nil
    case .diagonal: return row == column ? operand(0, row, 0) : nil
    case .name(let name):
      guard let local = frame.locals[name], !(isSlope && local.isVariable) else { return nil }
      let number = local.number(row, column)
      return isSlope ? number.asSlope : number
    default: return nil
    }
  }

  /// Whether it and another are the same entry of the same run.
  package func isSame(as other: OpenNumber) -> Bool {
    frame === other.frame && node == other.node && row == other.row && column == other.column
      && isSlope == other.isSlope
  }
}
