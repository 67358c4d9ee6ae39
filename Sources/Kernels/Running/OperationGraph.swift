import Matrices
import SourceText

/// Formulas with everything between them and some variables written out: definitions, functions and
/// quantities at other inputs, as one list of operations in which what is used twice stands once.
///
/// A derivative is more operations at its end (`OperationGraph+Derivatives.swift`), a prepared
/// `Program` is its operations as steps. Operations are written by what they are called in
/// mathematics: `graph.product(a, b)`.
struct OperationGraph {
  private(set) var nodes: [Kernel.Node] = []
  /// Which nodes depend on a variable.
  private(set) var isActive: [Bool] = []
  /// What a node is called in the lesson.
  var remarks: [Int: Kernel.Remark] = [:]
  private(set) var roots: [Int] = []
  /// Where each variable stands, once something has asked for it.
  private(set) var places: [Name: Int] = [:]
  let variables: Set<Name>
  /// Whether calls of functions are written out, also those that could stay as they are.
  let inlinesCalls: Bool
  /// Whether the formulas are to be run on many examples: squares of norms are sums of squares,
  /// whose slopes need no norm, and sums over an index are written for all of its numbers at once.
  let isForExamples: Bool
  /// Whether there is a sum of which it is not known what its index runs along.
  var hasLooseSum = false
  private let workspace: Workspace
  /// Which names depend on a variable.
  private var descent: Descent
  /// How many formulas are being written out for each other.
  private var depth = 0
  /// What names mean inside the function or quantity that is being written out.
  private var locals: [Name: Int] = [:]
  private var known: [Kernel.Node: Int] = [:]
  /// While formulas are written out: each use of a variable then stays a use of its own, so that a
  /// node with a name has no other uses than those of the name.
  private var isWritingOut = true

  /// More operations than these are no formula of a lesson.
  private static let mostNodes = 100_000

  var isTooLarge: Bool { nodes.count >= Self.mostNodes }

  init(
    _ kernels: [Kernel], by variables: Set<Name>, _ workspace: Workspace,
    inliningCalls: Bool = false, forExamples: Bool = false
  ) {
    self.variables = variables
    descent = Descent(from: variables)
    self.workspace = workspace
    inlinesCalls = inliningCalls
    isForExamples = forExamples
    roots = kernels.map { write($0) }
    isWritingOut = false
  }

  // MARK: - Writing formulas out

  private mutating func write(_ kernel: Kernel) -> Int {
    var places: [Int] = []
    places.reserveCapacity(kernel.nodes.count)
    for node in kernel.nodes {
      if isTooLarge { return 0 }
      let operands = node.operands.map { places[$0] }
      let own = isForExamples ? writtenForExamples(operands, node) : nil
      let lowered = own ?? node.operation.lowered(operands, node, &self)
      // A function of a number may be written out for a matrix.
      let isStretched = node.shape.isScalar && node.operation.isEntrywise
      let shape = isStretched ? nil : node.shape
      places.append(lowered ?? append(node.operation, operands, shape))
    }
    return places[places.count - 1]
  }

  /// A formula in which some names stand for nodes.
  mutating func inlined(_ kernel: Kernel, hiding names: [(Name, Int)]) -> Int {
    let outer = locals
    defer { locals = outer }
    for (name, node) in names { locals[name] = node }
    return write(kernel)
  }

  /// Formulas of which each is used by those that follow; the last one is the result.
  mutating func inlined(
    _ definitions: [(name: Name, kernel: Kernel)], hiding names: [(Name, Int)]
  ) -> Int {
    let outer = locals
    defer { locals = outer }
    for (name, node) in names { locals[name] = node }
    var last = 0
    for (name, kernel) in definitions {
      last = write(kernel)
      locals[name] = last
    }
    return last
  }

  /// The terms of a sum, or the entries of a tabulation.
  mutating func inlined(_ terms: Terms) -> [Int] {
    (0..<terms.count).map { isTooLarge ? 0 : write(terms.kernel($0)) }
  }

  /// What a name stands for: a variable, the formula of what depends on one, else its value.
  mutating func look(up name: Name, _ node: Kernel.Node) -> Int {
    if let place = locals[name] ?? places[name] { return place }
    if variables.contains(name) {
      let place = append(.leaf(.name(name)), [], node.shape, isActive: true)
      places[name] = place
      return place
    }
    guard let formula = workspace.formulas[name], descent.reaches(name, in: workspace)
    else { return add(.leaf(.name(name)), [], shape: node.shape) }
    // A law of the lesson knows nothing of what the names mean in here.
    let outer = locals
    locals = [:]
    depth += 1
    defer {
      locals = outer
      depth -= 1
    }
    if depth > Descent.deepest {
      let (places, variables) = (places, variables)
      let way = descent.way(to: name, in: workspace) {
        places[$0] == nil && !variables.contains($0)
      }
      for (name, formula) in way { write(formula, of: name) }
    }
    return write(formula, of: name)
  }

  @discardableResult
  private mutating func write(_ formula: Workspace.Formula, of name: Name) -> Int {
    let first = nodes.count
    let place = write(formula.kernel)
    // What is only another word for a node that is there keeps the first one.
    if place >= first { remarks[place] = .value(of: name) }
    places[name] = place
    return place
  }

  /// Whether one of the names depends on a variable, or is another one in here.
  mutating func depends(onAnyOf names: Set<Name>) -> Bool {
    names.contains { name in
      locals[name] != nil || variables.contains(name) || descent.reaches(name, in: workspace)
    }
  }

  // MARK: - Writing operations

  func shape(_ node: Int) -> Shape { nodes[node].shape }
  func operand(_ position: Int, of node: Int) -> Int { nodes[node].operands[position] }
  func shape(_ node: Int, operand position: Int) -> Shape { shape(operand(position, of: node)) }

  /// An operation as it is simplest. What is there already is not written again.
  mutating func add(_ operation: Operation, _ operands: [Int], shape: Shape? = nil) -> Int {
    if isTooLarge { return 0 }
    return simplified(operation, operands, shape) ?? append(operation, operands, shape)
  }

  private mutating func append(
    _ operation: Operation, _ operands: [Int], _ shape: Shape?, isActive active: Bool? = nil
  ) -> Int {
    let shapes = operands.map { self.shape($0) }
    let isActive = active ?? operands.contains { self.isActive[$0] }
    let node = Kernel.Node(
      operation: operation, operands: operands,
      shape: shape ?? operation.shape(of: shapes) ?? .stretched(shapes), location: .nowhere,
      isConstant: !operation.varies && operands.allSatisfy { nodes[$0].isConstant })
    let isShared = !(isWritingOut && isActive)
    if isShared, let place = known[node] { return place }
    nodes.append(node)
    self.isActive.append(isActive)
    if isShared { known[node] = nodes.count - 1 }
    return nodes.count - 1
  }

  mutating func literal(_ matrix: Matrix<Double>) -> Int { add(.constant(matrix), []) }
  mutating func constant(_ value: Double) -> Int { literal(Matrix(value)) }
  mutating func hadamard(_ a: Int, _ b: Int) -> Int { add(.product(.hadamard), [a, b]) }
  mutating func product(_ a: Int, _ b: Int) -> Int { add(.product(.matrix), [a, b]) }
  mutating func quotient(_ a: Int, _ b: Int) -> Int { add(.entrywise(.quotient), [a, b]) }
  mutating func transposed(_ a: Int) -> Int { add(.placement(.transpose), [a]) }
  mutating func negated(_ a: Int) -> Int { add(.sum(.terms([.minus])), [a]) }
  mutating func sum(_ terms: [Int]) -> Int {
    add(.sum(.terms(terms.map { _ in .plus })), terms)
  }
  mutating func sum(_ a: Int, _ b: Int) -> Int { sum([a, b]) }
  mutating func difference(_ a: Int, _ b: Int) -> Int {
    add(.sum(.terms([.plus, .minus])), [a, b])
  }
  mutating func elementary(_ function: ElementaryFunction, _ a: Int) -> Int {
    add(.entrywise(.elementary(function)), [a])
  }

  /// A number, a row or a column as often as a shape takes.
  mutating func repeated(_ a: Int, _ wanted: Shape) -> Int {
    shape(a) == wanted ? a : add(.placement(.repeated(wanted)), [a])
  }

  /// What was stretched over rows, columns or both, added up again.
  mutating func gathered(_ a: Int, _ wanted: Shape) -> Int {
    let own = shape(a)
    if own == wanted { return a }
    if wanted.isScalar { return add(.sum(.entries(.all)), [a]) }
    return wanted.columns == 1
      ? add(.sum(.entries(.ofEachRow)), [a]) : add(.sum(.entries(.ofEachColumn)), [a])
  }

  // MARK: - What was written

  /// A node with all that it takes, as a formula by itself.
  func kernel(_ root: Int) -> Kernel {
    var isNeeded = Array(repeating: false, count: root + 1)
    isNeeded[root] = true
    for index in stride(from: root, through: 0, by: -1) where isNeeded[index] {
      for operand in nodes[index].operands { isNeeded[operand] = true }
    }
    var places = Array(repeating: 0, count: root + 1)
    var kept: [Kernel.Node] = []
    var keptRemarks: [Int: Kernel.Remark] = [:]
    for index in 0...root where isNeeded[index] {
      var node = nodes[index]
      node.operands = node.operands.map { places[$0] }
      places[index] = kept.count
      keptRemarks[kept.count] = remarks[index]
      kept.append(node)
    }
    return Kernel(gradient: kept, remarks: keptRemarks)
  }
}

extension Shape {
  /// What operands of these shapes are stretched to, one over the other.
  fileprivate static func stretched(_ shapes: [Shape]) -> Shape {
    Shape(shapes.map(\.rows).max() ?? 1, shapes.map(\.columns).max() ?? 1)
  }
}
