import Matrices
import Notation
import SourceText

extension EquationReader {
  func reader() -> ExpressionReader { ExpressionReader(context) }

  func letters(_ tree: MathTree) -> [FreeLetter] {
    let reader = reader()
    return tree.withoutRanges.statement.freeLetters(in: workspace) { reader.isWholeName($0) }
  }

  /// The statement with marks at the letters below a sum that nothing else binds: over `i < j` it
  /// goes over both where j is no index of the left side and has no value.
  func markingFolds(_ tree: MathTree) -> MathTree {
    guard tree.first(where: { $0.foldParts?.lower != nil }) != nil else { return tree }
    let statement = StatementReader.read(tree)
    let left = statement.relations.isEmpty ? [] : letters(statement.sides[0]).map(\.letter)
    let bound = Set(left).union(statement.statedLetters)
      .union(tree.argumentLetters(in: workspace))
    return tree.markingFolds(bound) { workspace.definitions[Name($0)] != nil }
  }

  // MARK: - Rules for every layer

  func rule(_ tree: MathTree) -> Rule? {
    let letters = letters(tree)
    let layer = letters.first(where: isLayer)?.letter
    let statement = StatementReader.read(tree)
    let fromZero = layer == nil ? letterFromZero(statement) : nil
    guard let letter = layer ?? fromZero ?? letters.first(where: isSequence)?.letter,
      layer != nil || fromZero != nil || !runs(tree)
    else { return nil }
    let isSequence =
      fromZero != nil || letters.contains { $0.letter == letter && self.isSequence($0) }
    let relation = statement.relations.first
    // v_t \leftarrow … gives a new member its value as = does.
    let isLaw =
      relation?.isSymbol("=") == true
      || relation?.isUpdateSign == true && isSequence && isNewMember(statement.sides[0], letter)
    let isName = statement.sides[0].isLeftName || statement.sides[0].nodes.count == 2
    let isDefinition = isLaw && isName && statement.sides[0].wholeDerivative == nil
    let isGiven = isDefinition || relation?.isUpdateSign == true
    return Rule(
      tree: tree, statement: statement, letters: letters, letter: letter,
      isDefinition: isDefinition, isSequence: isSequence,
      used: used(letters, letter, butFor: isGiven ? statement.sides[0] : nil))
  }

  /// The letter of `w_n = …, n = 0, 1, 2`, whose numbers begin before those of entries: then they
  /// are those of members.
  func letterFromZero(_ statement: Statement) -> String? {
    guard !statement.ranges.isEmpty, statement.sides[0].isIndexed,
      statement.relations.first?.isSymbol("=") == true,
      let letter = statement.sides[0].scripts?.lower?.letter,
      isNewMember(statement.sides[0], letter),
      let range = statement.statedRanges.first(where: { $0.letter == letter })
    else { return nil }
    var trial = self
    guard let first = trial.numbers(of: range)?.first, first < 1 else { return nil }
    return letter
  }

  /// Whether a free letter stands below a name that has members and no value.
  private func isSequence(_ free: FreeLetter) -> Bool {
    guard let node = free.lowered, let family = family(of: node), workspace.isSequence(family)
    else { return false }
    // In a_i^{(2)} the member is there, and the letter numbers its entries.
    let member = node.scripts?.upper?.nodes.lazy.compactMap(\.memberNumber?.wholeSum).first
    return member.map { !workspace.isValue(family.numbered($0)) } ?? true
  }

  /// Whether a statement can be read without members of sequences: then it means what it says so.
  private func runs(_ tree: MathTree) -> Bool {
    var trial = self
    trial.findings = []
    trial.isTrial = true
    // A range bounds what is meant, and does not say what that is.
    _ = trial.readSingle(tree.withoutRanges.statement)
    return !trial.findings.contains { $0.severity == .error }
  }

  /// Whether a left side is a member, for some number of its letter, of a name without a value.
  private func isNewMember(_ side: MathTree, _ letter: String) -> Bool {
    guard side.isIndexed, let family = family(of: side) else { return false }
    return workspace.isFree(family) && side.mentionsFree(letter)
  }

  /// Whether a free letter numbers members of a family, and not the columns of a matrix.
  private func isLayer(_ free: FreeLetter) -> Bool {
    guard let node = free.member, let family = family(of: node) else { return false }
    return !workspace.isValue(family) || workspace.hasMembers(family)
  }

  /// The name of a scripted node without its scripts.
  func family(of node: MathTree) -> Name? {
    guard let scripts = node.scripts else { return nil }
    var reader = reader()
    guard var parts = reader.nameParts(scripts.base) else { return nil }
    parts.primes += scripts.primes
    var name: Name? = parts.primed.name
    for part in scripts.upper?.nodes ?? [] {
      if let label = part.raisedLabel { name?.raised = label.latex }
    }
    if let number = scripts.upper?.nodes.first(where: \.isMember) {
      name?.memberStyle = number.memberStyle
    }
    return name
  }

  /// Reads rules for all numbers for which they can be, again and again as long as one more can:
  /// rules may need each other.
  mutating func readRules(_ rules: [Rule]) -> [Equation] {
    guard rules.contains(where: \.isSequence) else { return readRules(rules, most: nil).equations }
    var trial = self
    let whole = trial.readRules(rules, most: nil)
    guard let endless = whole.endless else {
      self = trial
      return whole.equations
    }
    // As many steps as the other rules of the fence have, or one.
    let others = whole.counts.filter { (1...Self.mostInstances).contains($0) }
    let steps = others.max() ?? 1
    let equations = readRules(rules, most: steps).equations
    let letter = Name(endless.letter).shown
    report(
      .endlessRule, .hint, at: endless.tree.location,
      "How far \(letter) runs is not said: this is computed for \(steps) of its numbers",
      help: "Say behind the formula for which it holds: , \\quad \(endless.letter) = 0, 1, 2.")
    return equations
  }

  /// - Parameter most: for how many numbers each of the rules is read at most.
  /// - Returns: the equations; a rule that never ends; for how many numbers each rule was read.
  private mutating func readRules(
    _ rules: [Rule], most: Int?
  ) -> (equations: [Equation], endless: Rule?, counts: [Int]) {
    var rules = rules
    var equations = rules.map { rule in
      Equation(
        kind: rule.isDefinition ? .definition : .claim, tree: rule.shown ?? rule.tree,
        location: rule.tree.location, ruleLetter: rule.letter)
    }
    var broken: Set<Int> = []
    for index in rules.indices {
      let letter = rules[index].letter
      let statement = rules[index].statement
      if let range = statement.statedRanges.first(where: { $0.letter == letter }) {
        rules[index].stated = numbers(of: range)
        if rules[index].stated == nil {
          broken.insert(index)
          continue
        }
      }
      let layers = rules[index].letters.filter(isLayer)
      if let other = layers.first(where: { $0.letter != letter }) {
        report(
          .unboundIndex, at: other.location,
          "Both \(Name(letter).shown) and \(Name(other.letter).shown) number members here, and a "
            + "rule goes over one letter",
          help: "Use one letter, or write the number of one of them.")
        broken.insert(index)
        continue
      }
      if let again = rules[index].tree.fold(over: letter) {
        var reader = reader()
        reader.reportBoundTwice(letter, at: again)
        findings += reader.findings
        broken.insert(index)
        continue
      }
      if rules[index].isDefinition, reportsMemberAsIndex(statement.sides[0], letter) {
        broken.insert(index)
        continue
      }
      guard statement.relations.first?.isUpdateSign == true else { continue }
      equations[index].kind = .update
      if reportsColumn(on: statement.sides[0], letter) { broken.insert(index) }
    }
    var progress = true
    while progress {
      progress = false
      for index in rules.indices where !broken.contains(index) {
        for number in candidates(rules[index])
        where !rules[index].done.contains(number) && rules[index].allows(number) {
          if let most, rules[index].done.count >= most { break }
          guard let instance = attempt(rules[index], number) else { continue }
          rules[index].done.insert(number)
          guard rules[index].stated?.last != nil || rules[index].done.count <= Self.mostInstances
          else {
            if !rules[index].isSequence { reportEndless(rules[index], number) }
            return (equations, rules[index], rules.map(\.done.count))
          }
          equations[index].runs = true
          equations += instance
          progress = true
        }
      }
    }
    for index in rules.indices where rules[index].done.isEmpty && !broken.contains(index) {
      if rules[index].statedNumbers?.isEmpty == true {
        let letter = Name(rules[index].letter).shown
        report(
          .rangeUnknown, .hint, at: rules[index].tree.location,
          "There is no \(letter) in this range at these numbers, so nothing is computed",
          help: "Look at the numbers behind the formula if there should be one.")
        equations[index].runs = true
      } else {
        reportNoInstance(rules[index])
      }
    }
    return (equations, nil, rules.map(\.done.count))
  }

  /// `v^{(l)} := b^{(l)}` where v has a value and no members: then v^{(l)} is a column of it, which
  /// gets no value of its own.
  private mutating func reportsColumn(on left: MathTree, _ letter: String) -> Bool {
    guard left.scripts?.upper?.mentionsFree(letter) == true, let whole = family(of: left),
      workspace.isValue(whole), !workspace.hasMembers(whole)
    else { return false }
    report(
      .doesNotRun, at: left.location,
      "\(left.oneLine()) is a column of \(whole.shown) here, and an update gives all of a name "
        + "its new value",
      help: "Give each member a value first (\(whole.latex)^{(1)} = …), or write the update for "
        + "all of \(whole.latex).",
      notes: workspace.definitions[whole].map {
        [.init($0.location, "\(whole.shown) has its value from here")]
      } ?? [])
    return true
  }

  /// Networks of lessons have fewer layers.
  private static let mostInstances = 32

  private mutating func reportEndless(_ rule: Rule, _ number: Int) {
    let letter = Name(rule.letter).shown
    report(
      .endlessRule, at: rule.tree.location,
      "This rule never ends: for \(letter) = \(number) it can still be computed",
      help:
        "Say behind the formula for which it holds (, \\quad \(rule.letter) = 0, 1, 2), or use on its "
        + "right side what exists for some \(letter) only, such as the weights of that layer.")
  }

  /// The numbers that may do: those for which some member in the rule exists.
  private func candidates(_ rule: Rule) -> [Int] {
    var numbers: Set<Int> = []
    var reader = reader()
    for free in rule.letters where free.letter == rule.letter {
      guard let node = free.member ?? (rule.isSequence ? free.lowered : nil),
        let family = family(of: node)
      else { continue }
      var places: [Location: Int] = [:]
      _ = node.substituting(
        rule.letter, by: 0, keepsLabel: { reader.isWholeName($0) }, places: &places)
      guard let script = free.member == nil ? node.scripts?.lower : node.scripts?.upper else {
        continue
      }
      let offsets = places.filter { script.location.contains($0.key) }.map(\.value)
      let known =
        free.member == nil
        ? workspace.labelledMembers(family) + workspace.members(family)
        : workspace.members(family)
      // The outermost expression is the widest.
      for offset in offsets { numbers.formUnion(known.map { $0 - offset }) }
    }
    if let stated = rule.statedNumbers { return stated }
    if numbers.isEmpty {
      // x^{(i)} = X_{:,i}: the number is an index on the right.
      let sides = rule.statement.sides.dropFirst()
      reader.findings = []
      numbers.formUnion(
        reader.numbers(of: rule.letter, in: Array(sides), at: rule.tree.location) ?? 0..<0)
    }
    return numbers.filter { $0 >= 0 }.sorted()
  }

  /// The rule for one number; nil when something in it does not exist for that number.
  private mutating func attempt(_ rule: Rule, _ number: Int) -> [Equation]? {
    guard !lacksMember(rule, number) else { return nil }
    let tree = reader().substituted(rule.tree.withoutRanges.statement, rule.letter, number)
    if rule.isOneStatement, workspace.tables.isEmpty, workspace.patterns.isEmpty {
      let name = newName(StatementReader.leftSide(tree))
      // Entries that were worked out before are compared when the whole is there.
      if name.map({ workspace.labelled($0).isEmpty }) ?? true {
        return attempt(tree, defining: name)
      }
    }
    var trial = self
    trial.findings = []
    trial.isTrial = true
    let equations = trial.read([tree])
    // Members have their values one after the other, also where they are written with an arrow.
    if rule.isSequence, rule.isDefinition { trial.flushUpdates() }
    // v_t / (1 - β^t) has no value for t = 0, where nothing was said of t.
    let isBoundary = rule.isSequence && rule.stated == nil && rule.isDefinition
    let isMissing =
      Self.lackSomething(trial.findings)
      || isBoundary && trial.findings.contains { $0.severity == .error && $0.kind == .notFinite }
    guard !isMissing else { return nil }
    trial.findings = findings + trial.findings
    trial.isTrial = isTrial
    self = trial
    return equations
  }

  /// One statement, which defines nothing as long as something in it is missing: so no number of a
  /// rule needs a copy of the lesson to go back to.
  private mutating func attempt(_ tree: MathTree, defining name: Name?) -> [Equation]? {
    let before = (findings: findings.count, untried: untried, isTrial: isTrial)
    workspace.current = name
    (isTrial, postponed) = (true, [])
    let equation = readSingle(tree)
    let broken = postponed ?? []
    (isTrial, postponed) = (before.isTrial, nil)
    guard !Self.lackSomething(findings[before.findings...]) else {
      findings.removeSubrange(before.findings...)
      untried = before.untried
      return nil
    }
    for (name, location) in broken { markBroken(name, at: location) }
    return [equation]
  }

  /// Whether findings say that something does not exist.
  private static func lackSomething(_ findings: some Sequence<Finding>) -> Bool {
    findings.contains { finding in
      finding.severity == .error
        && [.undefinedName, .outOfRange, .unboundIndex, .noFirstMember].contains(finding.kind)
    }
  }

  /// The name on a left side, without indices.
  private func wholeTarget(_ side: MathTree) -> Name? {
    guard side.isNameLike else { return target(side) }
    var reader = reader()
    return reader.nameParts(side)?.name
  }

  private mutating func reportNoInstance(_ rule: Rule) {
    let letter = Name(rule.letter).shown
    let tried = candidates(rule)
    let attempts = (tried.isEmpty ? [1] : tried).map { number -> (Int, [Finding]) in
      var trial = self
      trial.findings = []
      _ = trial.read([
        reader().substituted(rule.tree.withoutRanges.statement, rule.letter, number)
      ])
      return (number, trial.findings.filter { $0.severity == .error })
    }
    let left = rule.statement.sides[0]
    if let name = wholeTarget(left) { markBroken(name, at: left.location) }
    // What uses one of the members that there would be says nothing more.
    for number in tried where rule.isDefinition {
      markBroken(reader().substituted(left, rule.letter, number))
    }
    guard let best = attempts.min(by: { $0.1.count < $1.1.count }) else { return }
    // What has nothing to do with the number is said as it is.
    let others = best.1.filter { finding in
      !rule.letters.contains { free in
        free.letter == rule.letter && finding.location.overlaps(free.location)
      }
    }
    guard others.isEmpty else {
      findings += others
      return
    }
    let missing =
      best.1.first.map { " (for \(letter) = \(best.0): \($0.summary))" } ?? ""
    report(
      .noFirstMember, at: rule.tree.location, "This rule holds for no \(letter)\(missing)",
      help: "A rule needs a first member to start from: define it before "
        + "(\\delta^{(3)} = …), or look for a misspelt name.",
      notes: best.1.dropFirst().prefix(2).map { .init($0.location, $0.summary) })
  }
}
