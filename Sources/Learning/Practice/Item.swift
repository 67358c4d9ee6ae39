package import Kernels
package import Lessons
import Matrices
import Notation
import Questions
import Reasons

/// A question that a formula of a lesson asks by itself, without any work of an author.
package struct Item: Sendable {
  /// From the easiest on.
  package enum Kind: String, Sendable, CaseIterable {
    case shape, entry, order, slip, formula
    /// Of derivations: the rule by which a line follows, the line to which one leads, and the rest.
    case reason, line, derivation

    package var title: String {
      switch self {
      case .shape: "Predict the shape"
      case .entry: "Work out a number"
      case .order: "Put in order"
      case .slip: "Find the slip"
      case .formula: "Write the formula"
      case .reason: "Name the rule"
      case .line: "Write the next line"
      case .derivation: "Carry it on"
      }
    }
  }

  package var lesson: String
  package var kind: Kind
  /// The equation, or the several that are to be ordered or searched.
  package var equations: [Equation]

  /// The same in every reading of the lesson: `entry \delta^{(2)}`.
  package var id: String {
    switch kind {
    case .shape, .entry, .formula:
      return "\(kind.rawValue) \(equations.first?.worked?.lead.latex ?? "")"
    case .reason, .line, .derivation:
      let lines = equations.first?.writtenSides ?? []
      return "\(kind.rawValue) \(lines.first?.latex ?? "") … \(lines.last?.latex ?? "")"
    case .order, .slip:
      let names = Run(equations).lines.map(\.name.latex)
      return "\(kind.rawValue) \(names.first ?? "") … \(names.last ?? "")"
    }
  }

  func isSame(as other: Item) -> Bool { lesson == other.lesson && id == other.id }

  /// An item by its id, for people: `Work out a number: δ⁽²⁾`.
  package static func described(_ id: String) -> String {
    let parts = id.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, let kind = Kind(rawValue: String(parts[0])) else { return id }
    let names = parts[1].split(separator: " … ").map { MathReader.read(String($0)).oneLine() }
    return "\(kind.title): \(names.joined(separator: " … "))"
  }

  /// Everything a lesson can ask, in its order.
  package static func items(of lesson: Lesson) -> [Item] {
    func item(_ kind: Kind, _ equations: [Equation]) -> Item {
      Item(lesson: lesson.name, kind: kind, equations: equations)
    }
    let single = lesson.equations.flatMap { equation -> [Item] in
      guard let worked = equation.worked else { return [] }
      let side = worked.side
      // What is updated keeps its shape.
      let hasShape = !side.value.shape.isScalar && equation.kind != .update
      let shapes = hasShape ? [item(.shape, [equation])] : []
      guard equation.free.isEmpty, side.kernel.size <= Self.largest else { return shapes }
      return shapes + [item(.entry, [equation]), item(.formula, [equation])]
    }
    let chains = lesson.equations.filter(\.isPractised).flatMap { chain in
      [Kind.reason, .line, .derivation].map { item($0, [chain]) }
    }
    let runs = Self.runs(lesson).flatMap { [item(.order, $0), item(.slip, $0)] }
    var seen: Set<String> = []
    return (single + runs + chains).filter { seen.insert($0.id).inserted }
  }

  /// The entry of the formula that a question of a lesson asks for: the one that defines it, that
  /// has it as a part, or that defines what it is made from.
  static func entry(askedBy check: Check, in lesson: Lesson) -> Item? {
    guard let kernel = check.kernel else { return nil }
    let asked = kernel.soleName ?? kernel.entryOfName
    let worked = lesson.equations.filter { equation in
      guard let side = equation.worked?.side else { return false }
      return equation.free.isEmpty && side.kernel.size <= Self.largest
    }
    let found =
      worked.first { $0.names.contains { $0 == asked } }
      ?? worked.first { $0.worked?.side.kernel.contains(kernel) ?? false }
      ?? worked.last { !kernel.names.isDisjoint(with: $0.names) }
    return found.map { Item(lesson: lesson.name, kind: .entry, equations: [$0]) }
  }

  /// A slip of a formula that has one name.
  func mistake(_ made: [Marking.Made]) -> Mistake? {
    guard made.count == 1, case .slip? = made.first, kind == .entry || kind == .formula,
      let formula = equations.first?.worked?.lead.latex
    else { return nil }
    return Mistake(formula: formula, slip: KeptSlips(made), stage: .find)
  }

  /// The id of the item that asks for the rest of the same derivation.
  package var derivationID: String {
    var item = self
    item.kind = .derivation
    return item.id
  }

  /// The derivation that a question of a lesson asks for.
  static func derivation(askedBy check: Check, in lesson: Lesson) -> Item? {
    check.derivation.flatMap { author in
      author.equation.isPractised
        ? Item(lesson: lesson.name, kind: .derivation, equations: [author.equation]) : nil
    }
  }

  /// A run of which a formula is one line, with lines around it that it is made from, or that are
  /// made from it.
  static func slip(in formula: String, of lesson: Lesson) -> Item? {
    let all = lesson.equations.flatMap { equation in
      Run([equation]).lines.map { (equation: equation, line: $0) }
    }
    guard let place = all.firstIndex(where: { $0.line.names.contains { $0.latex == formula } })
    else { return nil }
    let around = Array(all[max(0, place - reach)..<min(all.count, place + reach)])
    let own = place - max(0, place - reach)
    let ways = Run.ways(between: around.map(\.line), by: Dependencies(lesson.workspace))
    let above = around.indices.filter { ways[own][$0] != nil }.suffix(runLength - 1)
    let below = around.indices.filter { ways[$0][own] != nil }.prefix(runLength - 1 - above.count)
    guard !above.isEmpty || !below.isEmpty else { return nil }
    return Item(
      lesson: lesson.name, kind: .slip,
      equations: (Array(above) + [own] + Array(below)).map { around[$0].equation })
  }

  /// So many lines before and behind a formula are looked at for a run.
  private static let reach = 8
  private static let runLength = 4
  /// What takes more operations than this is not worked out with pencil and paper.
  private static let largest = 16

  /// Neighbours that are made from one another, a few at a time.
  private static func runs(_ lesson: Lesson) -> [[Equation]] {
    let dependencies = Dependencies(lesson.workspace)
    var runs: [[Equation]] = []
    var rest = lesson.equations.flatMap { equation in
      Run([equation]).lines.map { (equation: equation, line: $0) }
    }[...]
    while !rest.isEmpty {
      let run = Array(rest.prefix(runLength))
      rest = rest.dropFirst(runLength)
      let ways = Run.ways(between: run.map(\.line), by: dependencies)
      let related = run.indices.filter { own in
        run.indices.contains { ways[own][$0] != nil || ways[$0][own] != nil }
      }
      if Set(related.map { run[$0].line.name }).count > 1 {
        runs.append(related.map { run[$0].equation })
      }
    }
    return runs
  }
}

extension [Rule] {
  /// Those that other derivations need as well, as they went wrong in one.
  func missed(in item: Item) -> [JournalEvent] {
    var seen: Set<String> = []
    return filter { $0.isGeneral && seen.insert($0.id).inserted }.map {
      .rule(
        MissedRule(rule: $0.id, lesson: item.lesson, item: item.derivationID), isMissed: true)
    }
  }
}

extension Kernel {
  /// The name of which it is one entry.
  fileprivate var entryOfName: Name? {
    guard let node = nodes.last, node.operation.entries != nil else { return nil }
    return nodes.count == 2 ? nodes[0].operation.name : nil
  }

  /// Whether the other is one of its parts.
  fileprivate func contains(_ other: Kernel) -> Bool {
    let part = other.expression
    func holds(_ whole: Expression) -> Bool {
      whole.isSame(as: part) || whole.operands.contains(where: holds)
    }
    return holds(expression)
  }
}

extension Expression {
  /// Whether it computes the same by the same operations, wherever it is written.
  fileprivate func isSame(as other: Expression) -> Bool {
    operation == other.operation && operands.count == other.operands.count
      && zip(operands, other.operands).allSatisfy { $0.isSame(as: $1) }
  }
}

extension Equation {
  /// Whether it is a derivation of which lines can be asked for.
  fileprivate var isPractised: Bool {
    let kernels = sides.map(\.kernel)
    return isDerivation && claims.allSatisfy(\.holds)
      && writtenSides.count == sides.count
      && zip(kernels, kernels.dropFirst()).allSatisfy { Reasons.isShort($0, $1) }
  }

  /// What it says of what, when that can be worked out with pencil and paper and is not 0.
  var worked: (lead: MathTree, side: Side)? {
    guard hasReductions, let (lead, _, side) = formula, kind != .claim || free.isEmpty,
      !side.kernel.isMachineWork, side.kernel.size > 1,
      side.value.elements.contains(where: { $0 != 0 })
    else { return nil }
    return (lead, side)
  }
}
