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
    /// Which one it is on the tape.
    var number: Int
  }

  /// More on the tape, and to a page, than these take longer than a moment.
  private static let mostSteps = 300_000
  /// Each is written with all of its digits.
  private static let mostConstants = 1_000
  /// A value of more entries is changed as a whole or not at all.
  private static let mostEntries = 100

  package let tape = Tape(most: Self.mostSteps, mostConstants: Self.mostConstants)
  /// Givens behind which there are too many operations.
  package private(set) var fixed: Set<Name> = []
  private var fixedFound: Set<Name>?
  package private(set) var inputs: [Input] = []
  private let workspace: Workspace
  /// What the names stand for after so many entries of the history.
  private var moments: [[Name: Matrix<Recorded>]] = [[:]]
  /// How names are computed, of those that are.
  private var formulas: [Name: Workspace.Formula] = [:]
  private var sides: [NumberID: [Matrix<Recorded>]] = [:]
  /// Moments between the rounds of loops, of which nothing is on the tape.
  private var hidden: [Range<Int>] = []
  /// Whether all that was asked for is what the tape says.
  package private(set) var isWhole = true
  private var runs: [ObjectIdentifier: (run: KernelRun, values: [Matrix<Recorded>])] = [:]

  /// Records what happens, and what is shown of it. Givens behind which there are too many
  /// operations stay as they are: what is made from them alone is on no tape.
  package init(of workspace: Workspace, showing equations: [Equation] = []) {
    self.init(workspace, [])
    record(equations)
    while let found = fixedFound, !found.isSubset(of: fixed) {
      self.init(workspace, fixed.union(found))
      record(equations)
    }
    if fixedFound != nil { isWhole = false }
  }

  private init(_ workspace: Workspace, _ fixed: Set<Name>) {
    self.workspace = workspace
    self.fixed = fixed
  }

  private mutating func record(_ equations: [Equation]) {
    let entries = workspace.history.entries
    var replay = Replay(of: workspace)
    while moments.count <= entries.count {
      let moment = moments.count - 1
      let start = tape.count
      if let (updates, times) = workspace.history.again(from: moment, upTo: entries.count) {
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
      guard !isFull(since: start) else { return }
    }
    for side in equations.flatMap(\.sides) {
      let start = tape.count
      _ = value(of: side)
      guard !isFull(since: start) else { return }
    }
  }

  /// Whether there was no more room, with what needs it.
  private mutating func isFull(since start: Int) -> Bool {
    guard tape.isFull else { return false }
    // What was given itself may have been too much.
    let found = tape.givens(from: start)
    fixedFound = Set(inputs.filter { found.contains($0.number) }.map(\.name))
    return true
  }

  /// A round on the tape, and that it is done so many times.
  ///
  /// - Parameter values: what the names are after the last of them.
  private mutating func loop(
    _ updates: [(name: Name, kernel: Kernel)], _ times: Int, to values: [Matrix<Double>?]
  ) -> [Name: Matrix<Recorded>] {
    var names = moments[moments.count - 1]
    let start = tape.count
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
    let scope = Scope<Recorded>(workspace, replacing: names)
    let next = updates.flatMap { $0.kernel.value(in: scope).elements.map { $0.step(on: tape) } }
    isWhole = isWhole && next.count == variables.count
    tape.add(
      Tape.Loop(
        steps: start..<tape.count, times: times, variables: variables.compactMap(\.step),
        next: next))
    for ((name, _), value) in zip(updates, values) {
      guard let value, let before = names[name], before.shape == value.shape else {
        isWhole = false
        continue
      }
      names[name] = Matrix(
        shape: value.shape,
        elements: zip(before.elements, value.elements).map {
          Recorded.passed(.result, $0, $1, on: tape)
        })
    }
    follow(changed, &names)
    return names
  }

  private mutating func after(_ entry: History.Entry) -> [Name: Matrix<Recorded>] {
    var names = moments[moments.count - 1]
    let scope = Scope<Recorded>(workspace, replacing: names)
    switch entry {
    case .give(let name, let value):
      names[name] = given(name, value)
      formulas[name] = nil
    case .draw(let name, let kernel):
      names[name] = kernel.value(in: scope)
      formulas[name] = nil
    case .define(let name, let formula):
      names[name] = formula.kernel.value(in: scope)
      formulas[name] = formula
    case .update(let updates):
      for (name, kernel) in updates {
        names[name] = kernel.value(in: scope)
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
      names[name] = formula.kernel.value(in: Scope<Recorded>(workspace, replacing: names))
      changed.insert(name)
    }
  }

  private mutating func given(_ name: Name, _ value: Matrix<Double>) -> Matrix<Recorded> {
    guard !workspace.structural.contains(name), !fixed.contains(name),
      value.elements.count <= Self.mostEntries
    else { return value.map { Recorded($0) } }
    return Matrix(
      shape: value.shape,
      elements: value.elements.indices.map { entry in
        let number = Recorded.given(value.elements[entry], on: tape)
        let (row, column) = entry.quotientAndRemainder(dividingBy: value.shape.columns)
        inputs.append(
          Input(
            name: name, row: row, column: column, value: value.elements[entry],
            step: number.step ?? 0, number: inputs.count))
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
    let scope = scope(at: run.moment).hiding(names, with: names.compactMap { locals[$0] })
    let values = run.kernel.run(in: scope)
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
      sides[key] = kernel.run(in: scope(at: side.moment))
    }
    guard let values = sides[key], values.indices.contains(id.node),
      values[id.node].elements.indices.contains(id.entry)
    else { return nil }
    return values[id.node].elements[id.entry]
  }

  /// The value of a side of an equation.
  package func value(of side: Equation.Side) -> Matrix<Recorded>? {
    isHidden(side.moment) ? nil : side.kernel.value(in: scope(at: side.moment))
  }
}
