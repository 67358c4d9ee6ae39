import Checking
import Kernels
import Lessons
import Matrices
import Notation
import Questions
import Reasons
import SourceText

/// Makes the prose and the key of one question at one draw of the numbers.
struct QuestionMaker {
  let item: Item
  let source: Lesson
  let level: Int
  let seed: UInt64
  let aim: Question.Aim?
  let equations: [Equation]
  /// The names and values before the first of the formulas, and after the last.
  private let before: Workspace
  let after: Workspace

  init(item: Item, source: Lesson, level: Int, seed: UInt64, aim: Question.Aim?) {
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
    /// The rules that it takes.
    var rules: [Rule] = []
  }

  func question() -> Made? {
    switch item.kind {
    case .order: order()
    case .slip: slip()
    case .shape: worked(shape)
    case .entry: worked(entry)
    case .formula: worked { formula($1, $2) }
    case .reason: nameOfRule()
    case .line: missingLine()
    case .derivation: restOfDerivation()
    }
  }

  private func worked(
    _ make: (Equation, MathTree, Equation.Side) -> Made?
  ) -> Made? {
    guard let equation = equations.first, let (lead, side) = equation.worked,
      side.kernel.staysSmall(in: before)
    else { return nil }
    return make(equation, lead, side)
  }

  func check(
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
      seed: seed, inNumber: isInNumber && aim == nil, only: aim?.mistake?.wanted)
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
    guard let fact = aim?.mistake?.wanted?.fact else { return nil }
    return Slips(of: side.kernel, side.tree, in: before, further: true).slips
      .first { $0.fact == fact }
  }

  /// Where in the lesson the formula is from.
  func context(of equation: Equation) -> [Block] {
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
