package import Matrices
package import Notation

/// Runs a lesson over recorded numbers, its givens being what can be changed.
package struct Recorder {
  /// A given number that can be changed, with its place on the tape.
  package struct Input: Sendable {
    package var name: Name
    /// From 0.
    package var row: Int
    package var column: Int
    package var value: Double
    package var step: Int
  }

  /// More on the tape, and to a page, than these take longer than a moment.
  private static let (mostSteps, mostConstants) = (400_000, 6_000)
  /// What one operation of the lesson may add to it: a product of large matrices is left out, and
  /// what is small behind it is not.
  private static let (mostOfOne, mostConstantsOfOne) = (30_000, 2_000)
  /// Steps of all rounds of a loop.
  private static let mostOfRounds = 20_000_000
  /// A value of more entries is changed as a whole or not at all.
  private static let mostEntries = 100

  package let tape = Tape()
  package private(set) var inputs: [Input] = []
  private let workspace: Workspace
  /// What the names stand for after so many entries of the history.
  private var moments: [[Name: Matrix<Recorded>]] = [[:]]
  /// How names are computed, of those that are.
  private var formulas: [Name: Workspace.Formula] = [:]
  private var sides: [NumberID: [Matrix<Recorded>]] = [:]
  /// Moments between the rounds of loops, of which nothing is on the tape.
  private var hidden: [Range<Int>] = []
  private var runs: [ObjectIdentifier: (run: KernelRun, values: [Matrix<Recorded>])] = [:]

  /// Records what happens. What takes too many operations, or is found by what the numbers are, is
  /// left out (`Recorded.Kind.left`).
  package init(of workspace: Workspace) {
    self.workspace = workspace
    let entries = workspace.history.entries
    var replay = Replay(of: workspace)
    while moments.count <= entries.count {
      let moment = moments.count - 1
      if let (updates, times, _) = workspace.history.again(from: moment, upTo: entries.count) {
        let values = replay.look(at: moment + times) { later in
          updates.map { later.values[$0.name] }
        }
        let names = loop(updates, times, to: values)
        // What is between is not shown.
        hidden.append(moment + 1..<moment + times)
        moments += Array(repeating: names, count: times)
      } else {
        moments.append(after(entries[moment]))
      }
    }
  }

  // MARK: - Running

  /// The values of all operations of a formula. One that would be too much for the tape is left out,
  /// and then the formula is run once more: what was kept on the way knows of steps that are gone.
  private func run(
    _ kernel: Kernel, _ scope: () -> Scope<Recorded>, isLeftOut: Bool = false
  ) -> [Matrix<Recorded>] {
    var tooMuch: Set<Int> = []
    let mark = tape.mark
    while true {
      let scope = scope()
      var values: [Matrix<Recorded>] = []
      for (index, node) in kernel.nodes.enumerated() {
        tape.begin(
          isLeftOut: isLeftOut || tooMuch.contains(index),
          most: min(Self.mostSteps, tape.count + Self.mostOfOne),
          mostConstants: min(Self.mostConstants, tape.constants + Self.mostConstantsOfOne))
        let value = node.value(node.operands.map { values[$0] }, scope)
        let outcome = tape.end(giving: value.elements)
        if outcome.isTooMuch {
          tooMuch.insert(index)
          break
        }
        values.append(outcome.looked.map { value.leftOut(on: tape, $0) } ?? value)
      }
      if values.count == kernel.nodes.count { return values }
      tape.goBack(to: mark)
    }
  }

  private func value(
    _ kernel: Kernel, in names: [Name: Matrix<Recorded>], isLeftOut: Bool = false
  ) -> Matrix<Recorded> {
    let values = run(
      kernel, { Scope<Recorded>(workspace, replacing: names) }, isLeftOut: isLeftOut)
    return values[values.count - 1]
  }

  /// A round on the tape, and that it is done so many times.
  ///
  /// - Parameter values: what the names are after the last of them.
  private mutating func loop(
    _ updates: [(name: Name, kernel: Kernel)], _ times: Int, to values: [Matrix<Double>?]
  ) -> [Name: Matrix<Recorded>] {
    let mark = tape.mark
    if let names = round(updates, times, to: values) { return names }
    tape.goBack(to: mark)
    return leavingOut(updates, to: values)
  }

  /// - Returns: nil where the tape cannot say what a round does, or that would be too much.
  private mutating func round(
    _ updates: [(name: Name, kernel: Kernel)], _ times: Int, to values: [Matrix<Double>?]
  ) -> [Name: Matrix<Recorded>]? {
    var names = moments[moments.count - 1]
    let (start, mark) = (tape.count, tape.mark)
    let sources = updates.flatMap { names[$0.name]?.elements ?? [] }
    guard !sources.contains(where: \.isLeft) else { return nil }
    tape.begin(isLeftOut: false, most: .max, mostConstants: .max)
    var variables: [Recorded] = []
    for (name, _) in updates {
      names[name] = names[name]?.map { number in
        let variable = Recorded.passed(.variable, number, number.number, on: tape)
        variables.append(variable)
        return variable
      }
    }
    let changed = Set(updates.map(\.name))
    for name in changed { formulas[name] = nil }
    follow(changed, &names)
    let next = updates.flatMap { value($0.kernel, in: names).elements }
    let ends = zip(updates, values).map { update, value in
      value?.shape == names[update.name]?.shape ? value : nil
    }
    guard next.count == variables.count, tape.isStraight(since: mark), !ends.contains(nil),
      !next.contains(where: \.isLeft), times * (tape.count - start) <= Self.mostOfRounds
    else { return nil }
    tape.begin(isLeftOut: false, most: .max, mostConstants: .max)
    let places = next.map { $0.step(on: tape) }
    tape.add(
      Tape.Loop(
        steps: start..<tape.count, times: times, variables: variables.compactMap(\.step),
        next: places))
    for ((name, _), value) in zip(updates, ends) {
      guard let value, let before = names[name] else { continue }
      names[name] = Matrix(
        shape: value.shape,
        elements: zip(before.elements, value.elements).map {
          Recorded.passed(.result, $0, $1, on: tape)
        })
    }
    follow(changed, &names)
    return names
  }

  /// After rounds of which the tape says only which givens they are made from.
  private mutating func leavingOut(
    _ updates: [(name: Name, kernel: Kernel)], to values: [Matrix<Double>?]
  ) -> [Name: Matrix<Recorded>] {
    var names = moments[moments.count - 1]
    let changed = Set(updates.map(\.name))
    for name in changed { formulas[name] = nil }
    var behind = updates.flatMap { names[$0.name]?.elements ?? [] }
    for (_, kernel) in updates {
      behind += value(kernel, in: names, isLeftOut: true).elements
      for name in kernel.names { behind += names[name]?.elements ?? [] }
    }
    tape.begin(isLeftOut: true, most: .max, mostConstants: .max)
    for number in behind { _ = number.value }
    let left = tape.end(giving: []).looked
    for ((name, _), value) in zip(updates, values) {
      guard let value else { continue }
      let known = value.map { Recorded($0) }
      names[name] = left.map { known.leftOut(on: tape, $0) } ?? known
    }
    follow(changed, &names)
    return names
  }

  private mutating func after(_ entry: History.Entry) -> [Name: Matrix<Recorded>] {
    var names = moments[moments.count - 1]
    switch entry {
    case .give(let name, let value):
      names[name] = given(name, value)
      formulas[name] = nil
    case .draw(let name, let kernel):
      names[name] = value(kernel, in: names)
      formulas[name] = nil
    case .define(let name, let formula):
      names[name] = value(formula.kernel, in: names)
      formulas[name] = formula
    case .update(let updates):
      let before = names
      for (name, kernel) in updates {
        names[name] = value(kernel, in: before)
        formulas[name] = nil
      }
      follow(Set(updates.map(\.name)), &names)
    case .claim: break
    }
    return names
  }

  /// What was defined by way of names that have another value now.
  private func follow(_ updated: Set<Name>, _ names: inout [Name: Matrix<Recorded>]) {
    var changed = updated
    for (name, formula) in formulas.sorted(by: { $0.value.order < $1.value.order })
    where !formula.kernel.names.isDisjoint(with: changed) {
      names[name] = value(formula.kernel, in: names)
      changed.insert(name)
    }
  }

  private mutating func given(_ name: Name, _ value: Matrix<Double>) -> Matrix<Recorded> {
    guard !workspace.structural.contains(name), value.elements.count <= Self.mostEntries else {
      return value.map { Recorded($0) }
    }
    tape.begin(isLeftOut: false, most: .max, mostConstants: .max)
    return Matrix(
      shape: value.shape,
      elements: value.elements.indices.map { entry in
        let number = Recorded.given(value.elements[entry], on: tape)
        let (row, column) = entry.quotientAndRemainder(dividingBy: value.shape.columns)
        inputs.append(
          Input(
            name: name, row: row, column: column, value: value.elements[entry],
            step: number.step ?? 0))
        return number
      })
  }

  // MARK: - Numbers

  private func scope(at moment: Int) -> Scope<Recorded> {
    Scope(workspace, replacing: moments[min(moment, moments.count - 1)])
  }

  private func isHidden(_ moment: Int) -> Bool { hidden.contains { $0.contains(moment) } }

  /// A number that is shown.
  package mutating func number(_ open: OpenNumber) -> Recorded? {
    guard !isHidden(open.frame.moment) else { return nil }
    return values(of: open.frame)[open.node][open.row, open.column]
  }

  private mutating func values(of run: KernelRun) -> [Matrix<Recorded>] {
    if let known = runs[ObjectIdentifier(run)] { return known.values }
    var locals: [Name: Matrix<Recorded>] = [:]
    for (name, local) in run.locals {
      let shape = local.value.shape
      locals[name] = Matrix(
        shape: shape,
        elements: (0..<shape.count).map { entry in
          number(local.number(entry / shape.columns, entry % shape.columns)) ?? Recorded(.nan)
        })
    }
    let names = Array(locals.keys)
    let values = self.run(run.kernel) {
      scope(at: run.moment).hiding(names, with: names.compactMap { locals[$0] })
    }
    runs[ObjectIdentifier(run)] = (run, values)
    return values
  }

  /// A number of a side of an equation, or of a term in it; nil where there is none such.
  package mutating func number(_ id: NumberID, in equations: [Equation]) -> Recorded? {
    guard equations.indices.contains(id.equation),
      equations[id.equation].sides.indices.contains(id.side)
    else { return nil }
    let side = equations[id.equation].sides[id.side]
    guard !isHidden(side.moment) else { return nil }
    let key = id.with(node: 0).whole
    if sides[key] == nil {
      var kernel = side.kernel
      for term in id.terms {
        guard kernel.nodes.indices.contains(term.node),
          let terms = kernel.nodes[term.node].operation.terms,
          (0..<terms.count).contains(term.position)
        else { return nil }
        kernel = terms.kernel(term.position)
      }
      sides[key] = run(kernel) { scope(at: side.moment) }
    }
    guard let values = sides[key], values.indices.contains(id.node),
      values[id.node].elements.indices.contains(id.entry)
    else { return nil }
    return values[id.node].elements[id.entry]
  }

  /// The value of a side of an equation.
  package func value(of side: Equation.Side) -> Matrix<Recorded>? {
    isHidden(side.moment) ? nil : run(side.kernel) { scope(at: side.moment) }.last
  }
}

extension Recorded {
  fileprivate var isLeft: Bool {
    if case .left = kind { return true }
    return false
  }
}

extension Matrix<Recorded> {
  /// The same numbers as some that the tape does not say.
  fileprivate func leftOut(on tape: Tape, _ place: Int) -> Matrix {
    map { Recorded($0.number, Recorded.Place(tape: tape, index: place)) }
  }
}
