package import Matrices
import Synchronization

/// The derivative of a formula by a value, or by entries of one. The value is cut loose from its
/// own definition.
package struct Derivative: CompositeFamily {
  /// What is differentiated by what; all derivatives of one body by entries of one name share it.
  private(set) var subject: Subject
  package var variableShape: Shape
  /// By which of its entries; nil takes all rows, or all columns.
  package var row: Indexed.Place?
  package var column: Indexed.Place?

  package var body: Kernel { subject.body }
  package var variable: Name { subject.variable }
  /// The formula of the derivative by all of the variable: of the shape of the variable for a
  /// number, else the Jacobian, a row for each entry of the body.
  package var whole: Kernel { subject.gradient }

  /// A body and a variable, with the formula of the derivative.
  final class Subject: Hashable, Sendable {
    let body: Kernel
    let variable: Name
    private let known: Mutex<Gradient>

    private enum Gradient {
      case made(Kernel)
      /// That of an instance is made when it is asked for: who differentiates forward never does.
      case instance(of: Subject, [String: Int])
    }

    init(_ body: Kernel, by variable: Name, _ gradient: Kernel) {
      (self.body, self.variable) = (body, variable)
      known = Mutex(.made(gradient))
    }

    /// The same subject with another body, which is its own with numbers for indices.
    init(_ body: Kernel, of subject: Subject, _ numbers: [String: Int] = [:]) {
      (self.body, variable) = (body, subject.variable)
      known = Mutex(.instance(of: subject, numbers))
    }

    var gradient: Kernel {
      known.withLock { known in
        switch known {
        case .made(let gradient): return gradient
        case .instance(let subject, let numbers):
          let gradient = subject.gradient.instance(numbers)
          known = .made(gradient)
          return gradient
        }
      }
    }

    static func == (a: Subject, b: Subject) -> Bool {
      a === b || (a.variable == b.variable && a.body == b.body)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(variable)
      hasher.combine(body)
    }
  }

  /// The indices in it that something outside goes over.
  var letters: Set<String> {
    body.letters.union([row?.letter, column?.letter].compactMap { $0 })
  }

  /// With numbers for the indices of the body and of the entries.
  func instance(_ numbers: [String: Int]) -> Derivative {
    var instance = self
    instance.row = row?.instance(numbers)
    instance.column = column?.instance(numbers)
    if !body.letters.isDisjoint(with: numbers.keys) {
      instance.subject = Subject(body.instance(numbers), of: subject, numbers)
    }
    return instance
  }

  /// With a formula for every number of each index of the body.
  var unrolled: Derivative {
    var unrolled = self
    unrolled.subject = Subject(body.unrolled, of: subject)
    return unrolled
  }

  /// What is said where there is no derivative.
  static let corner = "|·| at 0 and a maximum at a tie have none"

  /// The entries of the variable that are varied, in order; of an instance, in which every index
  /// has its number.
  package var entries: [(row: Int, column: Int)] {
    let rows = row.map { $0.number..<$0.number + 1 } ?? 0..<variableShape.rows
    let columns = column.map { $0.number..<$0.number + 1 } ?? 0..<variableShape.columns
    return rows.flatMap { row in columns.map { (row, $0) } }
  }

  /// Where an entry of the value stands in the whole.
  package func place(_ index: Int) -> (row: Int, column: Int) {
    let (output, entry) = index.quotientAndRemainder(dividingBy: entries.count)
    let (row, column) = entries[entry]
    return body.shape.isScalar
      ? (row, column) : (output, row * variableShape.columns + column)
  }

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? { nil }

  func misfit(_ operands: [Operand]) -> Misfit {
    Misfit(summary: "This derivative has more than two indices")
  }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let whole = scope.derivative(subject) { subject.gradient.value(in: scope) }
    // A number by a matrix has the matrix's shape; a vector by a vector has a row for each output.
    if whole.shape == shape { return whole }
    return Matrix(
      shape: shape,
      elements: (0..<shape.count).map { index in
        let (row, column) = place(index)
        return whole[row, column]
      })
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    .more(Self.corner)
  }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    let whole = graph.inlined(subject.gradient, hiding: [])
    guard graph.shape(whole) != node.shape else { return whole }
    if body.shape.isScalar {
      return graph.add(.entries(row: row, column: column), [whole], shape: node.shape)
    }
    let parts = (0..<node.shape.count).map { index in
      let (row, column) = place(index)
      return graph.add(
        .placement(.entries(row: row, column: column)), [whole], shape: .scalar)
    }
    return graph.add(.placement(.assembly), parts, shape: node.shape)
  }

  // MARK: Showing

  /// It is opened as its formula.
  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel { "exact derivative" }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText { writer.derivative(self) }

  // MARK: Words and slips

  static var words: [String: Derivative] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}

extension Derivative {
  /// The derivative of another formula by the same; nil where that is too long to be written out.
  package func of(_ body: Kernel, in workspace: Workspace) -> Derivative? {
    OperationGraph.gradient(of: body, by: variable, variableShape, workspace).map { gradient in
      Derivative(
        subject: Subject(body, by: variable, gradient), variableShape: variableShape, row: row,
        column: column)
    }
  }

  /// Of central differences, for a number of size 1.
  package static let step = 1e-5

  /// The same by central differences: f(x + h) − f(x − h) over 2h, entry by entry.
  package func centralDifference(_ shape: Shape, in workspace: Workspace) -> Matrix<Double> {
    let value = Scope<Double>(workspace).value(variable)
    let columns = entries.map { entry -> [Double] in
      let step = Self.step * max(1, value[entry.row, entry.column].magnitude)
      func moved(_ by: Double) -> [Double] {
        var moved = value
        moved.elements[entry.row * value.shape.columns + entry.column] += by
        return body.value(in: Scope(workspace, replacing: [variable: moved])).elements
      }
      return zip(moved(step), moved(-step)).map { ($0 - $1) / (2 * step) }
    }
    let outputs = columns[0].indices.map { output in columns.map { $0[output] } }
    return Matrix(shape: shape, elements: outputs.flatMap { $0 })
  }
}
