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
    private let definitions: DrawnLesson.Definitions
    /// Lanes in which a mistake gave what has another shape than in the others.
    var outOfShape = Mask.none
    /// For operations that look nothing up.
    let nowhere = Scope<DualLanes>(.bare)

    init(_ worlds: [World], of lesson: DrawnLesson) {
      precondition(!worlds.isEmpty && worlds.count <= DualLanes.count)
      definitions = lesson.definitions
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

    /// The formula of a name, which all draws share.
    func formula(_ name: Name) -> Kernel? {
      draws[0].item.formulas[name].map { definitions.unrolled(name, $0.kernel) }
    }
  }

  /// Where something runs in them.
  struct Context {
    /// What is varied, with the slopes that are sent through it.
    var varied: (name: Name, value: Matrix<DualLanes>)?
    /// Parameters of a function, or definitions at another input.
    var locals: [Name: Matrix<DualLanes>] = [:]
    /// Whether what runs was not written in a line: laws hold in it.
    var isInside = false
    /// The entry that a line is differentiated by, for mistakes that put it somewhere.
    var variable: (name: Name, row: Int, column: Int)?
    /// What indices stand for where a term is run.
    var numbers: [String: Int] = [:]
    var memory = Memory()
  }

  /// Values of names, for one thing that is varied.
  final class Memory {
    var values: [Name: Matrix<DualLanes>] = [:]
    /// Names that are being computed: a formula that asks for itself has no value.
    var open: Set<Name> = []
  }

  /// Behind a reference, since every operation is given the worlds that it is done in.
  private final class Shared {
    let context: Context

    init(_ context: Context) { self.context = context }
  }

  private let whole: Whole
  private let shared: Shared
  var context: Context { shared.context }

  private init(_ whole: Whole, _ context: Context) {
    self.whole = whole
    shared = Shared(context)
  }

  /// - Parameter worlds: at most as many as there are lanes.
  init(_ worlds: [World], of lesson: DrawnLesson) {
    self.init(Whole(worlds, of: lesson), Context())
  }

  func with(_ change: (inout Context) -> Void) -> Worlds {
    var context = context
    change(&context)
    return Worlds(whole, context)
  }

  /// Lanes in which a mistake gave what has another shape than in the others, so that it has to be
  /// looked at by itself.
  var outOfShape: Mask { whole.outOfShape }

  var variable: (name: Name, row: Int, column: Int)? { context.variable }
  var numbers: [String: Int] { context.numbers }

  /// Where indices stand for numbers: some mistakes put them elsewhere.
  func at(_ numbers: @autoclosure () -> [String: Int]) -> Worlds {
    whole.mistakes.isEmpty ? self : with { $0.numbers.merge(numbers()) { $1 } }
  }

  /// With nothing computed yet: what was, a mistake may make otherwise at other numbers.
  ///
  /// - Parameter variable: the entry that the line is differentiated by.
  func afresh(variable: (name: Name, row: Int, column: Int)?) -> Worlds {
    with {
      $0.memory = Memory()
      $0.variable = variable
    }
  }

  /// How much a law is broken in each of them; nil where it holds in all.
  func strengths(_ law: Law) -> Lanes? {
    whole.broken.isEmpty || context.isInside
      ? nil : whole.broken.first { $0.law == law }?.strengths
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
      guard let first = nodes.baseAddress else { return }
      for index in nodes.indices {
        values.append(
          value(at: Place(first + index, of: nodes, values: values, isSubject: index == subject)))
      }
    }
    return values
  }

  private func value(at place: Place) -> Matrix<DualLanes> {
    guard !whole.mistakes.isEmpty else { return rightValue(at: place) }
    if whole.isOfOneMistake {
      guard place.isAsRead else {
        // What cannot be calculated any more after a mistake is no number.
        guard let node = place.node.onShapes(place.operands.map(\.shape)) else {
          return Matrix(DualLanes(.nan))
        }
        return place.with(node) { wrongOrRightValue(at: $0) }
      }
      return wrongOrRightValue(at: place)
    }
    var value = rightValue(at: place)
    guard !context.isInside else { return value }
    // By their places, or each would be copied at every operation.
    for index in whole.mistakes.indices where whole.mistakes[index].item.isMade(at: place) {
      guard let wrong = wrongValue(whole.mistakes[index], place) else { continue }
      let lanes = whole.mistakes[index].lanes
      if wrong.shape == value.shape {
        value = value.replacing(with: wrong, where: lanes)
      } else {
        whole.outOfShape .|= lanes
      }
    }
    return value
  }

  /// Where one mistake is made in all of them.
  private func wrongOrRightValue(at place: Place) -> Matrix<DualLanes> {
    context.isInside || !whole.mistakes[0].item.isMade(at: place)
      ? rightValue(at: place) : wrongValue(whole.mistakes[0], place) ?? rightValue(at: place)
  }

  func rightValue(at place: Place) -> Matrix<DualLanes> {
    switch place.node.operation {
    case .leaf(let leaf): return self.leaf(leaf, place)
    case .fold(let fold):
      let terms = terms(fold.terms)
      return terms.allSatisfy { $0.shape == terms[0].shape } || fold.kind == .product
        ? folded(fold, terms) : Matrix(DualLanes(.nan))
    case .tabulation(let tabulation):
      let elements = terms(tabulation.terms).flatMap(\.elements)
      return elements.count == place.shape.count
        ? Matrix(shape: place.shape, elements: elements) : Matrix(DualLanes(.nan))
    case .call(let call): return self.call(call, place.operands)
    case .evaluation(let evaluation): return self.evaluation(evaluation, place.operands)
    case .derivative(let derivative): return slopes(derivative, place.shape)
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
    switch place.node.operation.decidedBy {
    case .shapes: return place.node.value(place.operands, whole.nowhere)
    case .pivots:
      // The rows are put in order by the first lane, which does for the others as long as it can be
      // divided by.
      let value = place.node.value(place.operands, whole.nowhere)
      if value.areFinite == .all, value.elements[0].value != 0 { return value }
    case .numbers: break
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
    (0..<terms.count).map { position in
      at(terms.numbers(at: position)).value(of: terms.kernel(position))
    }
  }

  // MARK: - Names

  private func leaf(_ leaf: Leaf, _ place: Place) -> Matrix<DualLanes> {
    switch leaf {
    case .literal, .draw: plainValue(at: place)
    case .name(let name): value(of: name, isSubject: place.isSubject)
    }
  }

  func value(of name: Name, isSubject: Bool = false) -> Matrix<DualLanes> {
    if !context.locals.isEmpty, let local = context.locals[name] { return local }
    if let varied = context.varied, varied.name == name { return varied.value }
    let own: Matrix<DualLanes>
    if let known = context.memory.values[name] {
      own = known
    } else {
      own = computed(name)
      context.memory.values[name] = own
    }
    guard !whole.broken.isEmpty, whole.draws[0].item.formulas[name] != nil else { return own }
    return own.scaled(
      bend(.definition(name), 3.3),
      slope: bend(.definition(name), 4.1) * (isSubject ? .one : bend(.slopeOfName, 5.1)))
  }

  private func computed(_ name: Name) -> Matrix<DualLanes> {
    if let kernel = whole.formula(name), context.memory.open.insert(name).inserted {
      defer { context.memory.open.remove(name) }
      let isOuter = context.locals.isEmpty && !context.isInside
      let outer =
        isOuter
        ? self
        : with {
          $0.locals = [:]
          $0.isInside = false
        }
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
}

extension Operation {
  fileprivate var decidedBy: DecidedBy {
    switch self {
    case .square(let square): square.decidedBy
    case .column, .leaf(.draw), .entrywise(.choice), .entrywise(.factorial): .numbers
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .statistic, .fold,
      .tabulation, .call, .evaluation, .derivative:
      .shapes
    }
  }
}
