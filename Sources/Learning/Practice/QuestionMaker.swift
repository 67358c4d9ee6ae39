import Checking
import Kernels
import Lessons
import Matrices
import Notation
import Questions
import SourceText

/// Makes the prose and the key of one question at one draw of the numbers.
struct QuestionMaker {
  let item: Item
  let source: Lesson
  let level: Int
  let seed: UInt64
  let aim: Mistake?
  private let equations: [Equation]
  /// The names and values before the first of the formulas, and after the last.
  private let before: Workspace
  private let after: Workspace

  init(item: Item, source: Lesson, level: Int, seed: UInt64, aim: Mistake?) {
    (self.item, self.source, self.level, self.seed) = (item, source, level, seed)
    self.aim = aim
    var fresh = FreshNumbers(seed: seed)
    var replay = Replay(of: source.workspace, giving: fresh.givens(of: source.workspace))
    equations = replay.run(item.equations)
    before = replay.workspace(at: equations.first?.worked?.side.moment ?? 0)
    let last = equations.flatMap(\.sides).map(\.moment).max() ?? 0
    after = replay.workspace(at: min(last + 1, replay.last))
  }

  struct Made {
    var prose: [Block]
    var check: Check
    /// How many slips give what would be marked as right but for being nearer to the slip.
    var confusable = 0
    /// Whether nothing of it is worked out beside it.
    var isBare: Bool
  }

  func question() -> Made? {
    switch item.kind {
    case .order: return order()
    case .slip: return slip()
    case .shape, .entry, .formula:
      guard let equation = equations.first, let (lead, side) = equation.worked,
        side.kernel.staysSmall(in: before)
      else { return nil }
      switch item.kind {
      case .shape: return shape(equation, lead, side)
      case .entry: return entry(equation, lead, side)
      default: return formula(lead, side)
      }
    }
  }

  private func check(
    _ question: any QuestionKind, hints: [String] = [], in workspace: Workspace
  ) -> Check {
    var check = Check(
      id: item.id, location: question.formulaKey?.tree.location ?? .nowhere, kind: question.kind,
      hints: hints, in: workspace)
    check.hintsAreWorking = true
    check.shownDecimals = source.style.decimals
    return check
  }

  // MARK: - Kinds

  /// At first with the shapes of all that it is made from; then only of what is given.
  private func shape(
    _ equation: Equation, _ lead: MathTree, _ side: Equation.Side
  ) -> Made? {
    // Other sizes than the lesson's, where the formula can be read with them.
    let (kernel, workspace) =
      side.resized(in: before, of: source.file, seed: seed) ?? (side.kernel, before)
    let names = side.values(in: workspace)
    guard !names.isEmpty else { return nil }
    let large = names.filter { !$0.value.shape.isScalar }
    let shown = level == 0 ? large : large.filter { before.isGiven($0.name) }
    let shapes = names.map { "\($0.name.shown) is \($0.value.shape.described)" }.joined(
      separator: ", ")
    let told =
      shown.isEmpty
      ? []
      : [Block.sentence("Here", shown.map { ($0.name.tree, "is \($0.value.shape.described)") })]
    return Made(
      prose: [.display(equation.tree)] + told + [.asking("What shape is", lead, "?")],
      check: check(
        ShapeQuestion(FormulaKey(side.tree, kernel, in: workspace)), hints: ["\(shapes)."],
        in: workspace), isBare: level > 0)
  }

  private func entry(
    _ equation: Equation, _ lead: MathTree, _ side: Equation.Side
  ) -> Made? {
    var numbers = RandomNumbers(seed: seed)
    let shape = side.value.shape
    let place =
      mistaken(side).map { $0.value.furthest(from: side.value) }
      ?? Int.random(in: 0..<shape.count, using: &numbers)
    let (row, column) = place.quotientAndRemainder(dividingBy: shape.columns)
    let key = side.kernel.entry(row, column)
    let slips = Slips(of: key, side.tree, in: before)
    let value = key.value(in: Scope<Double>(before))
    guard slips.hidden.isEmpty, value.largest > smallest,
      key.givens(in: before).allSatisfy({ $0 == 0 || $0.magnitude > smallest / 2 }),
      Checker.tellsSlipsApart(equation, in: after)
    else { return nil }
    let decimals = source.answerDecimals
    let errors = key.errorsByHand(in: before, decimals: decimals)
    let byHand = key.valueByHand(in: before)
    let marking = Marking(value, errors: errors, slips, decimals: decimals)
    guard case .right = marking.mark(byHand) else { return nil }
    // An answer is held against further slips as well, which take longer to be made.
    let all = Slips(of: key, side.tree, in: before, further: true)
    guard case .right = Marking(value, errors: errors, all, decimals: decimals).mark(byHand) else {
      return nil
    }
    let reductions = equation.reductions(ValueStyle(source.style))
      .filter { equation.sides[$0.side].tree.location == side.tree.location }.map(\.reduction)
    // The last one is the answer. Each time it was right one more is hidden; and at first two, where
    // the last operation is one addition: nobody learns anything from that.
    let hidden = level + (side.kernel.endsInOneAddition ? 2 : 1)
    guard reductions.count >= hidden - level else { return nil }
    let shown = max(0, reductions.count - hidden)
    let given =
      before.definitions(of: side.called(in: before))
      + Block.values(side.values(in: before), of: equation, in: before, source.style)
    let worked =
      reductions.isEmpty || shown == 0
      ? [.display(equation.tree)]
      : [Block.display(equation.tree)] + reductions.prefix(shown).map { .equals($0.tree) }
    let hints = reductions.dropFirst(shown).dropLast().map { reduction in
      "Next, \(reduction.act.label): = \(reduction.tree.oneLine())"
    }
    let asked = lead.indexed(row, column, of: shape)
    let when = equation.kind == .update ? "then" : "here"
    let precision = "\(when), to \(source.answerDecimals) decimals?"
    return Made(
      prose: context(of: equation) + given + worked + [.asking("What is", asked, precision)],
      check: check(
        ValueQuestion(FormulaKey(side.tree, key, in: before)), hints: hints, in: before),
      confusable: slips.slips.count { marking.isInBand($0.value) }, isBare: shown == 0)
  }

  private func formula(_ lead: MathTree, _ side: Equation.Side) -> Made? {
    let writer = KeyboardWriter(Spellings(before))
    // What has its value already could be answered by its name.
    let isThere =
      writer.text(lead) != nil
      && before.values.contains { $0.value == side.value && $0.key.tree == lead }
    guard writer.text(side.tree) != nil, !isThere else { return nil }
    let functions = side.called(in: before).map { ($0.tree, "") }
    let parts = side.values(in: before).map { name, value in
      (name.tree, level == 0 ? "(\(value.shape.described))" : "")
    }
    let names = (functions + parts).map { $0.0.oneLine() }.joined(separator: ", ")
    // At first what it is made from and its shape, then only what it is made from, then nothing.
    let told = level > 1 ? [] : [Block.sentence("It is made from", functions + parts)]
    return Made(
      prose: [.asking("Write the formula of", lead, ".")] + told,
      check: check(
        FormulaQuestion(FormulaKey(side.tree, side.kernel, in: before)),
        hints: level > 1 ? ["It is made from \(names)."] : [], in: before), isBare: level > 1)
  }

  private func order() -> Made? {
    guard let arrangement = Arrangement(Run(equations), in: after, seed: seed) else { return nil }
    // All but the last two, and one less with each time it was right; as many are open as it takes
    // to get something wrong.
    let solution = arrangement.solution
    var told = max(0, solution.count - 2 - level)
    while told > 0,
      arrangement.problem(with: solution.prefix(told) + solution.dropFirst(told).reversed()) == nil
    {
      told -= 1
    }
    let head = solution.prefix(told).map(String.init).joined(separator: ", ")
    let hint = told == 0 ? "" : " It begins with \(head)."
    let hints = solution.dropFirst(told).dropLast(2).enumerated().map { place, line in
      "\(told + place == 0 ? "First" : "Then") comes \(line)."
    }
    return Made(
      prose: [.paragraph([.text("In which order are these computed?" + hint)])],
      check: check(OrderQuestion(arrangement), hints: hints, in: after), isBare: told == 0)
  }

  private func slip() -> Made? {
    var numbers = RandomNumbers(seed: seed)
    // A formula that was got wrong, or the number of a right one; or the slip that was made.
    let isInNumber = Bool.random(using: &numbers)
    let drawn = WrongRun.drawn(
      from: Run(equations), in: after, of: source.file, decimals: source.style.decimals,
      seed: seed, inNumber: isInNumber && aim == nil, only: aim?.wanted)
    guard let run = drawn else { return nil }
    let lines = Run(equations).lines
    var seen = Set(lines.map(\.name))
    let needed = lines.flatMap { $0.side.values(in: after) }.filter {
      seen.insert($0.name).inserted
    }
    let given =
      after.definitions(of: lines.flatMap { $0.side.called(in: after) })
      + Block.values(needed, in: after, source.style)
    // The lines before it are checked for the student at first, then fewer and fewer of them. Two
    // at least stay open, also when the hint has been given, which names the slip first or second.
    let last = run.lines.count - 1
    let sound = max(0, min(run.wrong, last - 1) - level)
    let isFirst =
      run.wrong == sound || run.wrong < last && Bool.random(using: &numbers)
    let first = isFirst ? run.wrong : run.wrong - 1
    let checked = sound == 2 ? "1 and 2" : "1 to \(sound)"
    let told =
      sound == 0 ? "" : sound == 1 ? " Line 1 is right." : " Lines \(checked) are right."
    let asked = "Somebody worked this out, made one slip, and went on from there. In which line?"
    return Made(
      prose: given + [.paragraph([.text(asked + told)])],
      check: check(
        SlipQuestion(run),
        hints: ["It is in line \(first + 1) or \(first + 2)."], in: after), isBare: sound == 0)
  }

  /// What the entry was when the slip that comes back was made.
  private func mistaken(_ side: Equation.Side) -> Slips.Slip? {
    guard let fact = aim?.wanted?.fact else { return nil }
    return Slips(of: side.kernel, side.tree, in: before, further: true).slips
      .first { $0.fact == fact }
  }

  /// Where in the lesson the formula is from.
  private func context(of equation: Equation) -> [Block] {
    let step = source.steps.first { step in
      step.equations.contains { $0.location == equation.location }
    }
    guard let title = step?.title, !title.isEmpty else { return [] }
    return [.paragraph([.text("From “\(title)”.")])]
  }

  /// What is smaller drowns in the rounding.
  private var smallest: Double { 40 * Marking.slack(decimals: source.answerDecimals) }
}

extension Kernel {
  /// One entry of what it computes.
  fileprivate func entry(_ row: Int, _ column: Int) -> Kernel {
    let whole = expression
    guard !shape.isScalar else { return self }
    return Kernel(
      Expression(
        .placement(.entries(row: row, column: column)), [whole], shape: .scalar,
        location: whole.location))
  }
}

extension Mistake {
  /// The slip, and the formula in which it was made.
  fileprivate var wanted: WrongRun.Wanted? {
    guard case .slip(let fact, _)? = slip.made.first else { return nil }
    return WrongRun.Wanted(formula: formula, fact: fact)
  }
}

extension Matrix where Element == Double {
  /// The entry that is furthest from another matrix's, by what it is there.
  fileprivate func furthest(from other: Matrix) -> Int {
    func distance(_ entry: Int) -> Double {
      (elements[entry] - other.elements[entry]).magnitude
        / max(other.elements[entry].magnitude, 0.1)
    }
    return elements.indices.max { distance($0) < distance($1) } ?? 0
  }
}

extension Equation.Side {
  /// The formula with other sizes: where the lesson has one number of rows or columns it has one
  /// here, too.
  ///
  /// - Returns: the formula, and the names with values of these sizes; nil when it cannot be read with
  ///   them, as where a size is written as a number.
  fileprivate func resized(
    in workspace: Workspace, of file: SourceFile, seed: UInt64
  ) -> (Kernel, Workspace)? {
    let values = values(in: workspace)
    let sizes = Set(values.flatMap { [$0.value.shape.rows, $0.value.shape.columns] })
      .subtracting([1]).sorted()
    guard !sizes.isEmpty, sizes.count <= Self.drawnSizes.count else { return nil }
    var numbers = RandomNumbers(seed: seed)
    let drawn = Dictionary(
      zip(sizes, Self.drawnSizes.shuffled(using: &numbers)), uniquingKeysWith: { first, _ in first }
    )
    var resized = workspace
    for (name, value) in values where !value.shape.isScalar {
      let shape = Shape(
        drawn[value.shape.rows] ?? 1, drawn[value.shape.columns] ?? 1)
      resized.define(
        name, Matrix(shape: shape, elements: (0..<shape.count).map { 0.5 + Double($0) / 7 }),
        at: .nowhere)
    }
    let found = EquationReader.kernel(of: tree, in: file, resized)
    guard let own = found.kernel, found.findings.isEmpty,
      own.shape.rows == (drawn[kernel.shape.rows] ?? 1),
      own.shape.columns == (drawn[kernel.shape.columns] ?? 1)
    else { return nil }
    return (own, resized)
  }

  private static let drawnSizes = [2, 3, 4, 5, 6]

  /// The names that it is made from with their values, in the order of the formula.
  fileprivate func values(in workspace: Workspace) -> [(name: Name, value: Matrix<Double>)] {
    var seen: Set<Name> = []
    let inOrder = kernel.allNodes.compactMap(\.operation.name)
    return (inOrder + kernel.names.sorted { $0.latex < $1.latex }).compactMap { name in
      guard seen.insert(name).inserted, let value = workspace.values[name] else { return nil }
      return (name, value)
    }
  }

  /// The functions of the lesson that are called in it.
  fileprivate func called(in workspace: Workspace) -> [Name] {
    var seen: Set<Name> = []
    return kernel.allNodes.compactMap { node in
      guard let name = node.operation.call?.function.name, seen.insert(name).inserted,
        workspace.function(name) != nil
      else { return nil }
      return name
    }
  }
}

extension Workspace {
  /// The formula of a name, where it is short enough to stand beside the value.
  fileprivate func meaning(of name: Name) -> MathTree? {
    guard let tree = formulas[name]?.tree, tree.oneLine().count <= Self.longestMeaning else {
      return nil
    }
    return tree
  }

  /// In characters: beside it stands a value.
  private static let longestMeaning = 32

  /// Functions of the lesson as they are defined, each once.
  fileprivate func definitions(of functions: [Name]) -> [Block] {
    var seen: Set<Name> = []
    return functions.compactMap { name in
      guard seen.insert(name).inserted, let (parameters, body) = function(name) else { return nil }
      let list = parameters.map(\.latex).joined(separator: ", ")
      return .display(
        .row(MathReader.read("\(name.latex)(\(list)) =").nodes + body.nodes, .nowhere))
    }
  }
}

extension Shape {
  fileprivate var described: String { isScalar ? "a number" : "\(self)" }
}

extension Name {
  fileprivate var tree: MathTree { MathReader.read(latex) }
}

extension Block {
  fileprivate static func display(_ tree: MathTree) -> Block {
    .paragraph([.math(tree, isDisplay: true)])
  }

  fileprivate static func equals(_ tree: MathTree) -> Block {
    .display(.row(MathReader.read("=").nodes + tree.nodes, .nowhere))
  }

  fileprivate static func asking(_ head: String, _ tree: MathTree, _ tail: String) -> Block {
    let gap = tail.count == 1 ? "" : " "
    return .paragraph([.text(head + " "), .math(tree, isDisplay: false), .text(gap + tail)])
  }

  /// `Here W is 3×2, x is 2×1.`
  fileprivate static func sentence(_ head: String, _ list: [(MathTree, String)]) -> Block {
    let items = list.enumerated().flatMap { index, item -> [Inline] in
      let text = item.1.isEmpty ? "" : " " + item.1
      return [
        .text(index == 0 ? " " : ", "), .math(item.0, isDisplay: false), .text(text),
      ]
    }
    return .paragraph([.text(head)] + items + [.text(".")])
  }

  /// Names with what they mean, which is how they are computed, and their values.
  ///
  /// - Parameter equation: what is asked about, which says already how its own name is computed.
  fileprivate static func values(
    _ values: [(name: Name, value: Matrix<Double>)], of equation: Equation? = nil,
    in workspace: Workspace, _ style: NumberStyle
  ) -> [Block] {
    guard !values.isEmpty else { return [] }
    let equals = MathReader.read("=").nodes
    return [
      .paragraph(
        values.map { name, value in
          let isAsked = equation?.names.contains(name) ?? false
          let formula = isAsked ? nil : workspace.meaning(of: name)
          let nodes = name.tree.nodes + equals + (formula.map { $0.nodes + equals } ?? [])
          return .math(.row(nodes + [value.tree(style)], .nowhere), isDisplay: true)
        })
    ]
  }
}
