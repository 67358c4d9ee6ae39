package import Matrices
package import Notation
import SourceText

/// The usual ways to get a formula wrong, made from the formula itself: its neighbours by one short
/// list of changes, each of which still fits by its shapes. A wrong answer that is the value of one
/// of them is a slip with a name.
package struct Slips: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case droppedTerm, droppedFactor, droppedDivisor, sign, reversedDifference
    case droppedTranspose, addedTranspose, matrixForHadamard, hadamardForMatrix
    case functionForDerivative, derivativeForFunction, derivativeAtActivation
    case meanForSum, wrongAxis, swappedIndices, otherName
  }

  package struct Slip: Sendable {
    package var fact: SlipFact
    package var kernel: Kernel
    package var value: Matrix<Double>
    /// The formula as who made the slip would have written it; nil where it cannot be written.
    package var tree: MathTree?
    /// Others that are algebraically the same: who made one of them cannot be told from who made
    /// this one.
    package var ties: [SlipFact] = []

    package var kind: Kind? { fact.kind }
    /// Whether it is one of the usual slips of the formula itself.
    package var isUsual: Bool { fact.kind != nil }
    /// How far one has to go for it: 0 for what everybody does, 2 for what is not in the formula.
    package var rank: Int {
      if fact == .further(.extraFactor("−1")) { return 0 }
      // Many numbers stand on a page: alone it is no reason.
      if case .further(.numberOfThePage) = fact { return 2 }
      return isUsual ? 0 : isOwn ? 1 : 2
    }

    /// Whether it is made in the formula itself, and not in what its names were made from.
    package var isOwn: Bool {
      if case .further(let slip) = fact { slip.isOwn } else { true }
    }
  }

  /// Those that can be told apart from the right answer.
  package private(set) var slips: [Slip] = []
  /// Those that these numbers hide: other formulas with the right value here.
  package private(set) var hidden: [Slip] = []

  /// Values on the way to the right one, of its shape, by what they are called: a residual may be
  /// one of them.
  package private(set) var intermediates: [(name: String, value: Matrix<Double>)] = []

  /// More signs than these are no formula that is worked out by hand. Each slip is the whole
  /// formula once more: a sum of 2000 terms has 8000 of them, which took hours.
  private static let mostSigns = 200

  /// Where the values are from; nil for none.
  private var workspace: Workspace?
  private var draws: Draws?

  package static let none = Slips()

  private init() {}

  /// - Parameters:
  ///   - key: the right formula; of a name alone, what defines it.
  ///   - tree: the formula as it is written, to quote parts of it.
  ///   - isFar: whether further slips are made, too, and those in what names were made from.
  package init(
    of key: Kernel, _ tree: MathTree, in workspace: Workspace, further isFar: Bool = false,
    draws: Draws? = nil
  ) {
    var (key, tree) = (key, tree)
    var own: Name?
    if let formula = workspace.definition(of: key) {
      own = key.soleName
      (key, tree) = (formula.kernel, formula.tree)
    }
    self.workspace = workspace
    let draws = draws ?? Draws(of: workspace)
    self.draws = draws
    var signs = 0
    let isLong = tree.first { _ in
      signs += 1
      return signs > Self.mostSigns
    }
    guard isLong == nil else { return }
    let run = key.run(in: Scope<Double>(workspace))
    for (node, value) in zip(key.nodes, run).dropLast() where value.shape == key.shape {
      guard !node.isConstant, let part = tree.part(node.location) else { continue }
      intermediates.append((part.withoutParentheses.oneLine(), value))
    }
    let maker = SlipMaker(workspace: workspace, tree: tree, isFar: isFar, own: own)
    let changes = maker.allChanges(of: key.expression)
    var collection = Collection(key, draws)
    for change in changes where change.expression.shape == key.shape {
      collection.add(change, tree)
    }
    hidden = collection.slips.filter { $0.isUsual && $0.value.isClose(to: collection.right) }
    slips = collection.slips.filter { !$0.value.isClose(to: collection.right) }
  }

  /// The slip that is a formula, by algebra.
  package func slip(equalTo kernel: Kernel) -> Slip? {
    slips.first { draws?.agree($0.kernel, kernel) ?? false }
  }

  /// How far a slip's value may come out by hand.
  package func errors(of slip: Slip, decimals: Int) -> Matrix<Double>? {
    workspace.map { slip.kernel.errorsByHand(in: $0, decimals: decimals) }
  }

  /// Slips, each formula once.
  private struct Collection {
    var slips: [Slip] = []
    var right: Matrix<Double> { rightValues[0] }
    private let draws: [Workspace]
    private let rightValues: [Matrix<Double>]
    private var values: [[Matrix<Double>]] = []
    /// Those with about the same first number at a draw.
    private var alike: [Int: [Int]] = [:]

    init(_ key: Kernel, _ drawn: Draws) {
      draws = drawn.workspaces
      rightValues = draws.map { key.value(in: Scope<Double>($0)) }
    }

    mutating func add(_ change: SlipMaker.Change, _ tree: MathTree) {
      let kernel = Kernel(change.expression)
      let value = kernel.value(in: Scope<Double>(draws[0]))
      guard value.elements.allSatisfy(\.isFinite) else { return }
      let own = [value] + draws.dropFirst().map { kernel.value(in: Scope<Double>($0)) }
      guard !Slips.areSame(own, rightValues) else { return }
      let place = Self.place(own)
      for near in [place - 1, place, place + 1] {
        let twin = alike[near]?.first { Slips.areSame(values[$0], own) }
        guard let twin else { continue }
        slips[twin].ties.append(change.fact)
        return
      }
      alike[place, default: []].append(slips.count)
      values.append(own)
      slips.append(
        Slip(
          fact: change.fact, kernel: kernel, value: value,
          tree: change.edit.map { tree.replacing([$0.location: $0.tree]) }))
    }

    private static func place(_ values: [Matrix<Double>]) -> Int {
      let number = (values[values.count - 1].elements.first ?? 0) * 1e6
      return number.magnitude < 1e15 ? Int(number.rounded()) : 0
    }
  }

  /// The usual slips at other values of the names.
  package func at(_ workspace: Workspace) -> Slips {
    var moved = Slips()
    moved.workspace = workspace
    moved.slips = slips.filter(\.isUsual).map { slip in
      var slip = slip
      slip.value = slip.kernel.value(in: Scope<Double>(workspace))
      return slip
    }
    return moved
  }

  /// What would come of one formula claimed to be the other, at these numbers.
  package static func verdict(
    _ a: Kernel, _ b: Kernel, in workspace: Workspace
  ) -> Verdict {
    let scope = Scope<Double>(workspace)
    return Claims.judge(
      Claims.Side(kernel: a, value: a.value(in: scope)), .equal,
      Claims.Side(kernel: b, value: b.value(in: scope))
    ) { workspace }.verdict
  }

  /// Algebraically the same: equal at the lesson's numbers and at others.
  private static func areSame(_ a: [Matrix<Double>], _ b: [Matrix<Double>]) -> Bool {
    zip(a, b).allSatisfy { $0.isClose(to: $1, tolerance: 1e-9) }
  }
}

extension Workspace {
  /// What a kernel that is a name alone stands for; nil for a formula, and for what is given.
  package func definition(of kernel: Kernel) -> Formula? {
    kernel.soleName.flatMap { formulas[$0] }
  }

  /// The names that are single numbers, with their values.
  package var scalars: [(name: Name, value: Double)] {
    values.filter { $0.value.shape.isScalar && isGiven($0.key) }
      .map { ($0.key, $0.value.elements[0]) }.sorted { $0.0.latex < $1.0.latex }
  }
}

extension Kernel {
  /// The name that it is, when it is nothing else.
  package var soleName: Name? { nodes.count == 1 ? nodes[0].operation.name : nil }

  /// The operations as a tree again.
  package var expression: Expression { expression(nodes.count - 1) }

  /// One of the operations with all that it takes.
  func expression(_ index: Int) -> Expression {
    let node = nodes[index]
    return Expression(
      node.operation, node.operands.map { expression($0) }, shape: node.shape,
      location: node.location)
  }
}
