import Kernels
import Matrices
import SourceText

/// The values of a lesson in worlds that are run side by side, a lane each: the kernels that run
/// anyway, over numbers with slopes, with ∂ run forward over its body. A run costs what it costs to
/// walk the formulas, and hardly more for the numbers of eight worlds than for those of one.
///
/// Every definition is computed anew, for what is broken is broken in it, too. The body of a
/// function is left alone: a function is one operation, unless a step writes it out.
struct Worlds {
  typealias Lanes = DualLanes.Lanes
  typealias Mask = DualLanes.Mask

  /// What is the same wherever something runs in them: behind a reference, since worlds are copied
  /// for every number of an index.
  private final class Whole {
    /// The draws that occur. Lanes that are left over are as the first one.
    let draws: [LanesOf<Workspace>]
    let broken: [(law: Law, strengths: Lanes)]
    let mistakes: [LanesOf<Mistake>]
    /// Whether one mistake is made in all of them: then what comes out may have another shape.
    let isOfOneMistake: Bool
    /// Lanes in which a mistake gave what has another shape than in the others.
    var outOfShape = Mask.none
    /// For operations that look nothing up.
    let nowhere = Scope<DualLanes>(.bare)

    init(_ worlds: [World], of lesson: DrawnLesson) {
      precondition(!worlds.isEmpty && worlds.count <= DualLanes.count)
      draws = lesson.workspaces.enumerated().compactMap { draw, workspace in
        var lanes = Mask.none
        for lane in 0..<DualLanes.count {
          lanes[lane] = worlds[lane < worlds.count ? lane : 0].draw == draw
        }
        return lanes.isEmpty ? nil : LanesOf(item: workspace, lanes: lanes)
      }
      var broken: [(law: Law, strengths: Lanes)] = []
      for (lane, world) in worlds.enumerated() {
        guard let own = world.broken else { continue }
        let place = broken.firstIndex { $0.law == own.law } ?? broken.count
        if place == broken.count { broken.append((own.law, .zero)) }
        broken[place].strengths[lane] = own.strength
      }
      self.broken = broken
      mistakes = [LanesOf<Mistake>](of: worlds)
      isOfOneMistake = mistakes.count == 1 && mistakes[0].lanes == .first(worlds.count)
    }
  }

  private let whole: Whole
  /// What is varied, with the slopes that are sent through it.
  private var varied: (name: Name, value: Matrix<DualLanes>)?
  /// Parameters of a function, or definitions at another input.
  private var locals: [Name: Matrix<DualLanes>] = [:]
  /// Whether what runs was not written in a line: laws hold in it.
  private var isInside = false
  /// The entry that a line is differentiated by, for mistakes that put it somewhere.
  var variable: (name: Name, row: Int, column: Int)?
  /// What indices stand for where a term is run.
  private(set) var numbers: [String: Int] = [:]
  private var memory = Memory()

  /// Values of names, for one thing that is varied.
  private final class Memory {
    var values: [Name: Matrix<DualLanes>] = [:]
    /// Names that are being computed: a formula that asks for itself has no value.
    var open: Set<Name> = []
  }

  /// - Parameter worlds: at most as many as there are lanes.
  init(_ worlds: [World], of lesson: DrawnLesson) { whole = Whole(worlds, of: lesson) }

  /// Lanes in which a mistake gave what has another shape than in the others, so that it has to be
  /// looked at by itself.
  var outOfShape: Mask { whole.outOfShape }

  /// Where indices stand for numbers.
  func at(_ numbers: [String: Int]) -> Worlds {
    var inner = self
    inner.numbers.merge(numbers) { $1 }
    return inner
  }

  /// With nothing computed yet: what was, a mistake may make otherwise at other numbers.
  func afresh() -> Worlds {
    var inner = self
    inner.memory = Memory()
    return inner
  }

  /// How much a law is broken in each of them; nil where it holds in all.
  func strengths(_ law: Law) -> Lanes? {
    isInside ? nil : whole.broken.first { $0.law == law }?.strengths
  }

  /// A number for what passes through a broken operation, 1 through others.
  func bend(_ law: Law, _ factor: Double = 4.7) -> Lanes {
    strengths(law).map { .one + $0 * (factor - 1) } ?? .one
  }

  // MARK: - Formulas

  /// The value of a line, or of a part of one.
  func value(of kernel: Kernel) -> Matrix<DualLanes> {
    let values = run(kernel)
    return values[values.count - 1]
  }

  /// - Parameter subject: the operation that is a name by which nothing passes: what is
  ///   differentiated itself.
  func run(_ kernel: Kernel, subject: Int? = nil) -> [Matrix<DualLanes>] {
    var values: [Matrix<DualLanes>] = []
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
    let values: [Matrix<DualLanes>]
    var operands: [Matrix<DualLanes>]
    let isSubject: Bool
    /// Those in which a mistake is looked at.
    var lanes = Mask.all

    init(node: Kernel.Node, kernel: Kernel, values: [Matrix<DualLanes>], isSubject: Bool) {
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
      operations.count == 2 && operations[0].isNorm && operands[1] == Matrix(DualLanes(2))
    }
  }

  private func value(at place: Place) -> Matrix<DualLanes> {
    guard !whole.mistakes.isEmpty else { return rightValue(at: place) }
    if whole.isOfOneMistake {
      // What cannot be calculated any more after a mistake is no number.
      guard let place = place.fitting else { return Matrix(DualLanes(.nan)) }
      let mistake = whole.mistakes[0]
      return isInside || !mistake.item.isMade(at: place)
        ? rightValue(at: place)
        : wrongValue(mistake, place) ?? rightValue(at: place)
    }
    var value = rightValue(at: place)
    guard !isInside else { return value }
    for mistake in whole.mistakes where mistake.item.isMade(at: place) {
      guard let wrong = wrongValue(mistake, place) else { continue }
      if wrong.shape == value.shape {
        value = value.replacing(with: wrong, where: mistake.lanes)
      } else {
        whole.outOfShape .|= mistake.lanes
      }
    }
    return value
  }

  func rightValue(at place: Place) -> Matrix<DualLanes> {
    let (node, operands) = (place.node, place.operands)
    switch node.operation {
    case .leaf(let leaf): return self.leaf(leaf, place)
    case .fold(let fold):
      let terms = terms(fold.terms)
      return terms.allSatisfy { $0.shape == terms[0].shape } || fold.kind == .product
        ? folded(fold, terms) : Matrix(DualLanes(.nan))
    case .tabulation(let tabulation):
      let elements = terms(tabulation.terms).flatMap(\.elements)
      return elements.count == node.shape.count
        ? Matrix(shape: node.shape, elements: elements) : Matrix(DualLanes(.nan))
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
  func plainValue(at place: Place) -> Matrix<DualLanes> {
    guard place.node.operation.decidesByNumbers else {
      return place.node.value(place.operands, whole.nowhere)
    }
    let lanes = (0..<DualLanes.count).map { lane in
      place.node.value(
        place.operands.map { operand in operand.map { $0.lane(lane) } }, whole.nowhere)
    }
    return Matrix(shape: lanes[0].shape) { row, column in
      var entry = lanes[0][row, column]
      for (lane, value) in lanes.enumerated().dropFirst() {
        entry = entry.replacing(with: value[row, column], where: .only(lane))
      }
      return entry
    }
  }

  func terms(_ terms: Terms) -> [Matrix<DualLanes>] {
    terms.forValues { position, kernel in at(terms.numbers(at: position)).value(of: kernel) }
  }

  // MARK: - Names

  private func leaf(_ leaf: Leaf, _ place: Place) -> Matrix<DualLanes> {
    switch leaf {
    case .literal, .draw: plainValue(at: place)
    case .name(let name): value(of: name, isSubject: place.isSubject)
    }
  }

  func value(of name: Name, isSubject: Bool = false) -> Matrix<DualLanes> {
    if let local = locals[name] { return local }
    if let varied, varied.name == name { return varied.value }
    let own: Matrix<DualLanes>
    if let known = memory.values[name] {
      own = known
    } else {
      own = computed(name)
      memory.values[name] = own
    }
    guard whole.draws[0].item.formulas[name] != nil else { return own }
    return own.scaled(
      bend(.definition(name), 3.3),
      slope: bend(.definition(name), 4.1) * (isSubject ? .one : bend(.slopeOfName, 5.1)))
  }

  private func computed(_ name: Name) -> Matrix<DualLanes> {
    if let kernel = whole.draws[0].item.formulas[name]?.kernel, memory.open.insert(name).inserted {
      defer { memory.open.remove(name) }
      var outer = self
      outer.locals = [:]
      outer.isInside = false
      var value = outer.value(of: kernel)
      for mistake in whole.mistakes where mistake.item.isConstant(name) {
        value = value.replacing(with: value.withSlopes(times: 0), where: mistake.lanes)
      }
      return value
    }
    return given(name)
  }

  /// The value of a name without a formula, which every draw has drawn for itself.
  private func given(_ name: Name) -> Matrix<DualLanes> {
    let forms = strengths(.form(name)).map { $0 .!= 0 } ?? .none
    var drawn: Matrix<DualLanes>?
    for draw in whole.draws {
      guard let value = draw.item.values[name] else { return Matrix(DualLanes(.nan)) }
      var own = DualLanes.lifted(value)
      let formless = forms .& draw.lanes
      if !formless.isEmpty {
        own = own.replacing(with: DualLanes.lifted(value.withoutForm), where: formless)
      }
      drawn =
        drawn.map {
          $0.shape == own.shape
            ? $0.replacing(with: own, where: draw.lanes) : Matrix(DualLanes(.nan))
        } ?? own
    }
    guard let drawn else { return Matrix(DualLanes(.nan)) }
    guard drawn.shape.isScalar, let strengths = strengths(.countOfTerms) else { return drawn }
    // The number of terms as a number: the range keeps its length.
    let counts = drawn.elements[0].values.areCounts
    return drawn.scaled(
      Lanes.one.replacing(with: 1 + 2.1 * strengths, where: counts), slope: .one)
  }

  // MARK: - Formulas of their own

  func call(_ call: Call, _ operands: [Matrix<DualLanes>]) -> Matrix<DualLanes> {
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
    let varies = operands.contains { $0.varies() }
    let slope = bend(.slopeFunction, 3.9) * (varies ? bend(.slopeOfCall) : .one)
    return call.order == 0
      ? value.scaled(bend(.valueOfCall, 2.9), slope: slope)
      : value.scaled(bend(.slopeFunction, 3.9), slope: slope)
  }

  private func evaluation(
    _ evaluation: Evaluation, _ operands: [Matrix<DualLanes>]
  ) -> Matrix<DualLanes> {
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
  ) -> Matrix<DualLanes> {
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
    let columns = derivative.entries.map { entry -> [DualLanes] in
      var inner = self
      inner.memory = Memory()
      let size = bend(.slopeOfItself)
      inner.varied = (
        derivative.variable,
        Matrix(shape: base.shape) { row, column in
          let isVaried = seed == .allEntries || row == entry.row && column == entry.column
          let values = base[row, column].values
          return DualLanes(
            values, slopes: isVaried ? seed == .valueOfEntry ? values : size : .zero)
        }
      )
      let values = inner.run(derivative.body, subject: subject)
      return values[values.count - 1].elements
    }
    return Matrix(
      shape: shape,
      elements: (0..<shape.count).map { index in
        let (output, entry) = index.quotientAndRemainder(dividingBy: columns.count)
        return output < columns[entry].count
          ? DualLanes(columns[entry][output].slopes) : DualLanes(.nan)
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

extension Worlds.Lanes {
  /// The lanes whose number may be a number of things.
  fileprivate var areCounts: Worlds.Mask { (self .> 1) .& (self .== rounded(.toNearestOrEven)) }
}

extension Matrix<DualLanes> {
  /// Whether it moves along with what is varied, in one of some lanes.
  func varies(in lanes: Worlds.Mask = .all) -> Bool {
    elements.contains { !(($0.slopes .!= 0) .& lanes).isEmpty }
  }

  /// The lanes in which it has a value and slopes.
  var areFinite: Worlds.Mask {
    elements.reduce(.all) { $0 .& $1.values.areFinite .& $1.slopes.areFinite }
  }

  /// Values and slopes by numbers of their own.
  func scaled(_ value: Worlds.Lanes, slope: Worlds.Lanes) -> Matrix {
    map { DualLanes($0.values * value, slopes: $0.slopes * slope) }
  }

  func withSlopes(times factor: Worlds.Lanes) -> Matrix { scaled(.one, slope: factor) }

  func withSlopes(times factor: Double) -> Matrix {
    withSlopes(times: Worlds.Lanes(repeating: factor))
  }

  /// As another one of the same shape in some lanes.
  func replacing(with other: Matrix, where lanes: Worlds.Mask) -> Matrix {
    combined(with: other) { $0.replacing(with: $1, where: lanes) }
  }
}

extension Operation {
  /// Whether what it does hangs on what its numbers are, and not only on how many there are.
  fileprivate var decidesByNumbers: Bool {
    switch self {
    case .column, .leaf(.draw), .entrywise(.choice), .entrywise(.factorial),
      .square(.determinant), .square(.inverse), .square(.eigenvalues), .square(.eigenvectors):
      true
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square(.trace),
      .statistic, .fold, .tabulation, .call, .evaluation, .derivative:
      false
    }
  }
}
