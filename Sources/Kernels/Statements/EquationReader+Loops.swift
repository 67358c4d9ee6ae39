import Matrices
import Notation
import SourceText

/// `\text{for } i = 1, \ldots, m:` and what stands below it.
extension EquationReader {
  /// Statements, and those of a loop for one number after the other.
  mutating func readBlock(_ block: StatementReader.StatementGroup) -> [Equation] {
    guard let loop = block.loop else { return read(block.statements) }
    flushUpdates()
    var equations = [
      Equation(
        kind: .update, tree: loop.tree, location: loop.tree.location)
    ]
    guard let (first, last) = numbers(of: loop), !reportsCondition(in: block, of: loop) else {
      return equations
    }
    guard !block.statements.isEmpty else {
      report(
        .missingArgument, at: loop.tree.location, "Nothing is done in this loop",
        help: "Write its statements on the same line, or on the next ones behind \\quad.")
      return equations
    }
    guard last - first < 10_000 else {
      report(
        .formulaTooLong, at: loop.tree.location, "This loop runs \(last - first + 1) times",
        help: "10000 times is the most.")
      return equations
    }
    equations += block.statements.map { tree in
      Equation(
        kind: .update, tree: tree, location: tree.location, runs: true,
        ruleLetter: loop.letter)
    }
    equations[0].runs = true
    let namesNumber = block.statements.contains { $0.mentionsFree(loop.letter) }
    // Of a long loop the first rounds are shown, and the last one.
    let isLong = last - first >= Self.longLoop
    var leftOut = (from: first + Self.firstRounds, rounds: [Equation.Rounds]())
    var known: [Equation]?
    var own = Equation.Loop(letter: loop.letter, first: first, moments: [workspace.moment])
    var number = first - 1
    while number < last {
      number += 1
      // What is not shown is done all at once; the last round is shown.
      let left = last - number
      if let known, isLong, !leftOut.rounds.isEmpty, doAgain(known, times: left) {
        leftOut.rounds[leftOut.rounds.count - 1].times += left
        own.moments += workspace.moment - left + 1...workspace.moment
        number = last
      }
      let before = (structure: workspace.structure, findings: findings.count)
      let isAgain = known != nil
      let round = known.map { again($0) } ?? read(block.statements, loop.letter, number)
      own.moments.append(workspace.moment)
      own.names.formUnion(round.flatMap(\.names))
      let isWrong =
        findings[before.findings...].contains { $0.severity == .error }
        || round.contains { $0.claims.contains { !$0.holds } }
      if isLong, number >= leftOut.from, number < last, !isWrong {
        if isAgain, !leftOut.rounds.isEmpty {
          leftOut.rounds[leftOut.rounds.count - 1].times += 1
        } else {
          leftOut.rounds.append(Equation.Rounds(equations: round, times: 1))
        }
      } else {
        if !leftOut.rounds.isEmpty {
          equations.append(likewise(loop, leftOut.from...number - 1, leftOut.rounds))
        }
        equations += round
      }
      if isWrong { break }
      let isSettled =
        !namesNumber && workspace.structure == before.structure
        && findings.count == before.findings && round.allSatisfy(canRunAgain)
      known = isSettled ? round : nil
    }
    equations[0].loop = own
    return equations
  }

  /// The first number of a loop and the last one; nil, with a finding, where it has others, or
  /// leaves some out.
  private mutating func numbers(of loop: StatementReader.Loop) -> (first: Int, last: Int)? {
    let location = loop.tree.location
    guard let range = loop.range else {
      report(
        .doesNotRun, at: location, "For which numbers this loop runs is not read",
        help:
          "Write \\text{for } \(loop.letter) = 1, \\ldots, n: and a condition as cases in what is "
          + "done.")
      return nil
    }
    guard let stated = numbers(of: range) else { return nil }
    var (first, last) = (stated.first, stated.last)
    if let bound = range.first, let end = range.last {
      // Behind each other they may go down, and here it counts which comes first.
      var reader = reader()
      first = reader.wholeNumber(bound.tree, as: .first(of: nil))
      last = reader.wholeNumber(end.tree, as: .last(of: nil))
    }
    guard let first, let last else { return nil }
    let listed = range.first == nil ? stated.listed : []
    guard last >= first - 1, listed.isEmpty || listed == Array(first...max(first, last)) else {
      report(
        .doesNotRun, at: location, "The numbers of a loop go up by 1, and these do not",
        help: "Write \\text{for } k = 1, \\ldots, n: and compute the number from k, as 2k - 1 or "
          + "n + 1 - k.")
      return nil
    }
    return (first, last)
  }

  /// What is done for some of the numbers only would be done for all.
  private mutating func reportsCondition(
    in block: StatementReader.StatementGroup, of loop: StatementReader.Loop
  ) -> Bool {
    let conditions = block.statements.flatMap(\.withoutRanges.ranges).filter { range in
      MathTree.statedRanges([range])?.contains { $0.letter == loop.letter } == true
    }
    guard let condition = conditions.first else { return false }
    report(
      .doesNotRun, at: condition.location,
      "That this is done for some of the numbers of the loop only is not read",
      help: "Write the condition as cases: \\begin{cases} … & \(condition.oneLine()) \\\\ 0 & "
        + "\\text{otherwise} \\end{cases}.")
    return true
  }

  /// Loops of more rounds are not shown whole, but for so many at their beginning and the last one.
  private static let (longLoop, firstRounds) = (12, 2)

  /// What stands for rounds that are not shown.
  private func likewise(
    _ loop: StatementReader.Loop, _ numbers: ClosedRange<Int>, _ rounds: [Equation.Rounds]
  ) -> Equation {
    let tree = MathReader.read(
      #"\text{for} \#(loop.letter) = \#(numbers.lowerBound), \ldots, \#(numbers.upperBound), "#
        + #"\text{likewise}"#)
    var equation = Equation(kind: .update, tree: tree, location: loop.tree.location, runs: true)
    equation.leftOut = rounds
    return equation
  }

  /// One round, read.
  private mutating func read(
    _ statements: [MathTree], _ letter: String, _ number: Int
  ) -> [Equation] {
    var round: [Equation] = []
    for statement in statements {
      let instance = reader().substituted(statement, letter, number)
      round += read([instance]).filter { $0.ruleLetter == nil }
    }
    flushUpdates()
    return round
  }

  /// Rounds that are the same as the one before, of which nothing has to be said.
  private mutating func doAgain(_ round: [Equation], times: Int) -> Bool {
    workspace.repeatUpdate(
      round.map { ($0.names[0], $0.sides[0].kernel) }, times: times)
  }

  /// Whether what an equation of a round does can be done again without reading it. No round draws
  /// the numbers of another, and where an update changes a size, a formula is another one.
  private func canRunAgain(_ equation: Equation) -> Bool {
    equation.kind == .update && equation.runs && equation.sides.count == 1
      && equation.names.count == 1 && !workspace.structural.contains(equation.names[0])
      && !equation.sides[0].kernel.allNodes.contains { $0.operation.draw != nil }
  }

  /// A round that is read as the one before it: the same formulas, at the values of now.
  private mutating func again(_ round: [Equation]) -> [Equation] {
    let equations = round.map { known -> Equation in
      var equation = known
      let kernel = known.sides[0].kernel
      // A name that has its new value in this round already is updated from that.
      if updates.contains(where: { $0.name == known.names[0] }) { flushUpdates() }
      let values = workspace.run(kernel)
      reportNonFinite(kernel, values)
      equation.sides[0].values = values
      equation.sides[0].terms = kernel.shownTerms(in: Scope(workspace))
      equation.sides[0].moment = workspace.moment
      updates.append((equation.names[0], kernel, equation.location))
      return equation
    }
    flushUpdates()
    return equations
  }
}
