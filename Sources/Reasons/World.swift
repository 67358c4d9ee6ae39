import Kernels
import Matrices
import SourceText

/// The values of a lesson in a world in which one law of calculation does not hold, or one mistake
/// is made: the kernels that run anyway, over numbers with slopes, with ∂ run forward over its
/// body.
///
/// Every definition is computed anew, for what is broken is broken in it, too. The body of a
/// function is left alone: a function is one operation, unless a step writes it out.
struct World {
  /// What is the same wherever something runs in it: behind a reference, since a world is copied
  /// for every number of an index.
  private final class Whole {
    let workspace: Workspace
    let broken: Broken?
    let mistake: Mistake?
    /// For operations that look nothing up.
    let nowhere = Scope<Dual>(.bare)

    init(_ workspace: Workspace, _ broken: Broken?, _ mistake: Mistake?) {
      (self.workspace, self.broken, self.mistake) = (workspace, broken, mistake)
    }
  }

  /// A law that does not hold, and how much it is broken: broken too much, a share becomes more than
  /// all, and its logarithm has no value.
  struct Broken {
    var law: Law
    var strength: Double
  }

  private let whole: Whole
  var workspace: Workspace { whole.workspace }
  var strength: Double { whole.broken?.strength ?? 0 }
  private var mistake: Mistake? { whole.mistake }

  /// What is varied, with the slopes that are sent through it.
  private var varied: (name: Name, value: Matrix<Dual>)?
  /// Parameters of a function, or definitions at another input.
  private var locals: [Name: Matrix<Dual>] = [:]
  /// Whether what runs was not written in a line: laws hold in it.
  private var isInside = false
  /// The entry that a line is differentiated by, for mistakes that put it somewhere.
  var variable: (name: Name, row: Int, column: Int)?
  /// What indices stand for where a term is run.
  private(set) var numbers: [String: Int] = [:]
  private var memory = Memory()

  /// Values of names, for one thing that is varied.
  private final class Memory {
    var values: [Name: Matrix<Dual>] = [:]
    /// Names that are being computed: a formula that asks for itself has no value.
    var open: Set<Name> = []
  }

  init(_ workspace: Workspace, breaking broken: Broken? = nil, making mistake: Mistake? = nil) {
    whole = Whole(workspace, broken, mistake)
  }

  /// Where indices stand for numbers.
  func at(_ numbers: [String: Int]) -> World {
    var inner = self
    inner.numbers.merge(numbers) { $1 }
    return inner
  }

  /// With nothing computed yet: what was, a mistake may make otherwise at other numbers.
  func afresh() -> World {
    var inner = self
    inner.memory = Memory()
    return inner
  }

  /// Whether a law is broken here.
  func isBroken(_ law: Law) -> Bool { !isInside && whole.broken?.law == law }

  /// A number for what passes through a broken operation, 1 through others.
  func bend(_ law: Law, _ factor: Double = 4.7) -> Double {
    isBroken(law) ? 1 + strength * (factor - 1) : 1
  }

  // MARK: - Formulas

  /// The value of a line, or of a part of one.
  func value(of kernel: Kernel) -> Matrix<Dual> {
    let values = run(kernel)
    return values[values.count - 1]
  }

  /// - Parameter subject: the operation that is a name by which nothing passes: what is
  ///   differentiated itself.
  func run(_ kernel: Kernel, subject: Int? = nil) -> [Matrix<Dual>] {
    var values: [Matrix<Dual>] = []
    values.reserveCapacity(kernel.nodes.count)
    // As a buffer, or every node would be copied out of the array.
    kernel.nodes.withUnsafeBufferPointer { nodes in
      for index in nodes.indices {
        let place = Place(
          node: nodes[index], kernel: kernel, values: values, isSubject: index == subject)
        values.append(value(at: place))
      }
    }
    return values
  }

  /// An operation with what it is done to.
  struct Place {
    var node: Kernel.Node
    let kernel: Kernel
    /// Of all operations before it.
    let values: [Matrix<Dual>]
    var operands: [Matrix<Dual>]
    let isSubject: Bool

    init(node: Kernel.Node, kernel: Kernel, values: [Matrix<Dual>], isSubject: Bool) {
      (self.node, self.kernel, self.values, self.isSubject) = (node, kernel, values, isSubject)
      operands = node.operands.map { values[$0] }
    }

    var shape: Shape { node.shape }
    var operations: [Operation] { node.operands.map { kernel.nodes[$0].operation } }
    /// The operation on what it is done to, which after a mistake need not have the shapes that
    /// were read; nil where it cannot be done any more.
    var fitting: Place? {
      if zip(node.operands, operands).allSatisfy({ kernel.nodes[$0].shape == $1.shape }) {
        return self
      }
      return node.onShapes(operands.map(\.shape)).map { node in
        var own = self
        own.node = node
        return own
      }
    }
    var isSquareOfLength: Bool {
      operations.count == 2 && operations[0].isNorm && operands[1].values == Matrix(2)
    }
  }

  private func value(at place: Place) -> Matrix<Dual> {
    guard let mistake else { return rightValue(at: place) }
    // What cannot be calculated any more after a mistake is no number.
    guard let place = place.fitting else { return Matrix(Dual(.nan)) }
    if !isInside, mistake.isMade(at: place), let wrong = wrongValue(mistake, place) { return wrong }
    return rightValue(at: place)
  }

  func rightValue(at place: Place) -> Matrix<Dual> {
    let (node, operands) = (place.node, place.operands)
    switch node.operation {
    case .leaf(let leaf): return self.leaf(leaf, place)
    case .fold(let fold):
      let terms = terms(fold.terms)
      return terms.allSatisfy { $0.shape == terms[0].shape } || fold.kind == .product
        ? folded(fold, terms) : Matrix(Dual(.nan))
    case .tabulation(let tabulation):
      let elements = terms(tabulation.terms).flatMap(\.elements)
      return elements.count == node.shape.count
        ? Matrix(shape: node.shape, elements: elements) : Matrix(Dual(.nan))
    case .call(let call): return self.call(call, operands)
    case .evaluation(let evaluation): return self.evaluation(evaluation, operands)
    case .derivative(let derivative): return slopes(derivative, node.shape)
    case .sum(let sum): return self.sum(sum, place)
    case .product(let product): return self.product(product, place)
    case .entrywise(let entrywise): return self.entrywise(entrywise, place)
    case .norm: return length(place)
    case .placement(let placement): return self.placement(placement, place)
    case .square(let square): return self.square(square, place)
    case .indexed, .column, .statistic: return plainValue(at: place)
    }
  }

  /// The value when all laws hold; of operations that look nothing up.
  func plainValue(at place: Place) -> Matrix<Dual> {
    place.node.value(place.operands, whole.nowhere)
  }

  func terms(_ terms: Terms) -> [Matrix<Dual>] {
    terms.forValues { position, kernel in at(terms.numbers(at: position)).value(of: kernel) }
  }

  // MARK: - Names

  private func leaf(_ leaf: Leaf, _ place: Place) -> Matrix<Dual> {
    switch leaf {
    case .literal, .draw: plainValue(at: place)
    case .name(let name): value(of: name, isSubject: place.isSubject)
    }
  }

  func value(of name: Name, isSubject: Bool = false) -> Matrix<Dual> {
    if let local = locals[name] { return local }
    if let varied, varied.name == name { return varied.value }
    let own: Matrix<Dual>
    if let known = memory.values[name] {
      own = known
    } else {
      own = computed(name)
      memory.values[name] = own
    }
    guard workspace.formulas[name] != nil else { return own }
    let slope = isSubject ? 1 : bend(.slopeOfName, 5.1)
    return own.scaled(bend(.definition(name), 3.3), slope: bend(.definition(name), 4.1) * slope)
  }

  private func computed(_ name: Name) -> Matrix<Dual> {
    if let kernel = workspace.formulas[name]?.kernel, memory.open.insert(name).inserted {
      defer { memory.open.remove(name) }
      var outer = self
      outer.locals = [:]
      outer.isInside = false
      let value = outer.value(of: kernel)
      guard mistake?.isConstant(name) == true else { return value }
      return value.withSlopes(times: 0)
    }
    guard let value = workspace.values[name] else { return Matrix(Dual(.nan)) }
    if isBroken(.form(name)) { return Dual.lifted(value.withoutForm) }
    // The number of terms as a number: the range keeps its length.
    let isCount = value.shape.isScalar && value.elements[0].isCount
    return Dual.lifted(value).scaled(isCount ? bend(.countOfTerms, 3.1) : 1, slope: 1)
  }

  // MARK: - Formulas of their own

  func call(_ call: Call, _ operands: [Matrix<Dual>]) -> Matrix<Dual> {
    var inner = self
    inner.isInside = true
    inner.locals.merge(zip(call.function.parameters, operands)) { $1 }
    var value = inner.value(of: call.body)
    if call.function.isElementwise, value.shape.isScalar,
      let largest = operands.map(\.shape).max(by: { $0.count < $1.count })
    {
      // A constant body gives one number whatever the shape of the argument.
      value = Matrix(shape: largest) { _, _ in value.elements[0] }
    }
    let varies = operands.contains(where: \.varies)
    let slope = bend(.slopeFunction, 3.9) * (varies ? bend(.slopeOfCall) : 1)
    return call.order == 0
      ? value.scaled(bend(.valueOfCall, 2.9), slope: slope)
      : value.scaled(bend(.slopeFunction, 3.9), slope: slope)
  }

  private func evaluation(
    _ evaluation: Evaluation, _ operands: [Matrix<Dual>]
  ) -> Matrix<Dual> {
    var inner = self
    inner.locals.merge(zip(evaluation.replaced, operands)) { $1 }
    for (name, kernel) in evaluation.definitions {
      let own = inner.value(of: kernel)
      inner.locals[name] = own.scaled(
        bend(.definition(name), 3.3), slope: bend(.definition(name), 4.1))
    }
    return inner.value(of: evaluation.target)
  }

  // MARK: - Derivatives

  /// What is moved of what is differentiated by: the entry, or what is moved by mistake.
  enum Seed { case entry, allEntries, valueOfEntry }

  /// Forward, one entry of the variable after the other: broken laws and mistakes are not linear in
  /// the slope, so nothing can go back.
  func slopes(
    _ derivative: Derivative, _ shape: Shape, seed: Seed = .entry
  ) -> Matrix<Dual> {
    guard varied == nil else {
      // A derivative of a derivative: its formula, with the laws that hold.
      var inner = self
      inner.isInside = true
      let whole = inner.value(of: derivative.whole)
      return whole.shape == shape
        ? whole
        : Matrix(
          shape: shape,
          elements: (0..<shape.count).map { index in
            let (row, column) = derivative.place(index)
            return whole[row, column]
          })
    }
    let base = value(of: derivative.variable)
    let subject = derivative.body.subject
    let columns = derivative.entries.map { entry -> [Dual] in
      var inner = self
      inner.memory = Memory()
      let size = bend(.slopeOfItself)
      inner.varied = (
        derivative.variable,
        Matrix(shape: base.shape) { row, column in
          let isVaried = seed == .allEntries || row == entry.row && column == entry.column
          let value = base[row, column].value
          return Dual(value, slope: isVaried ? seed == .valueOfEntry ? value : size : 0)
        }
      )
      let values = inner.run(derivative.body, subject: subject)
      return values[values.count - 1].elements
    }
    return Matrix(
      shape: shape,
      elements: (0..<shape.count).map { index in
        let (output, entry) = index.quotientAndRemainder(dividingBy: columns.count)
        return Dual(output < columns[entry].count ? columns[entry][output].slope : .nan)
      })
  }
}

extension Kernel {
  /// The place of the name that the whole is, or is entries of.
  var subject: Int? {
    var index = nodes.count - 1
    while nodes[index].operation.picksEntries || nodes[index].operation.isTranspose {
      index = nodes[index].operands[0]
    }
    return nodes[index].operation.name == nil ? nil : index
  }
}

extension Double {
  /// Whether it may be a number of things.
  var isCount: Bool { self > 1 && self == rounded() }
}

extension Matrix<Double> {
  /// Whether its numbers pick or count something: what is special of them may be a law.
  var hasForm: Bool {
    !shape.isScalar && elements.allSatisfy { $0 == 0 || $0 == 1 } || isShare || isSymmetric
  }

  var isIdentity: Bool {
    shape.isSquare && !shape.isScalar && self == Matrix(shape: shape) { $0 == $1 ? 1 : 0 }
  }

  private var isShare: Bool {
    !shape.isScalar && elements.allSatisfy { $0 >= 0 }
      && (elements.reduce(0, +) - 1).magnitude < 1e-9
  }

  private var isSymmetric: Bool { shape.isSquare && !shape.isScalar && self == transposed }

  /// Numbers of the same shape and size that have nothing special.
  fileprivate var withoutForm: Matrix {
    var generator = RandomNumbers(seed: 77)
    let size = Swift.max(largest, 1e-3)
    return map { $0 + size * generator.uniform(in: 0.1...0.5) }
  }
}

extension Matrix<Dual> {
  /// Whether it moves along with what is varied.
  var varies: Bool { elements.contains { $0.slope != 0 } }

  var isFinite: Bool { elements.allSatisfy { $0.value.isFinite && $0.slope.isFinite } }

  /// Values and slopes by numbers of their own.
  func scaled(_ value: Double, slope: Double) -> Matrix {
    map { Dual($0.value * value, slope: $0.slope * slope) }
  }

  func withSlopes(times factor: Double) -> Matrix { scaled(1, slope: factor) }

  var values: Matrix<Double> { map(\.value) }
}
