package import Matrices

extension Workspace {
  /// Does again what a statement did, at the values that names have now.
  package mutating func `repeat`(_ entry: History.Entry) {
    switch entry {
    case .give(let name, let value): setGiven(name, value)
    case .draw(let name, let kernel): setGiven(name, value(of: kernel))
    case .define(let name, let formula): setFormula(name, formula, value(of: formula.kernel))
    case .update(let updates):
      let new = updates.map { ($0.name, value(of: $0.kernel)) }
      assign(Dictionary(new, uniquingKeysWith: { $1 }))
    case .claim: break
    }
  }
}

/// The statements of a lesson once more, with other numbers for some of its givens: what-if. The
/// same kernels run in the same order; nothing is read again.
///
///     var replay = Replay(of: lesson.workspace, giving: [W1: matrix])
///     equation = replay.run(equation)
///
/// A name that is computed may be given a value, too: it is cut loose from its formula, and what
/// follows goes on from there. So a student's own δ³ is carried through to δ².
///
/// Sizes and the ranges of sums stay as they were read: names that decide them cannot be given
/// another value (`Workspace.structural`).
package struct Replay: Sendable {
  private let original: Workspace
  private let givens: [Name: Matrix<Double>]
  /// What happens, with the givens in it.
  private let history: History
  /// The values as they are after the first so many entries of the history.
  private var workspace: Workspace
  private var moment = 0
  /// What the entry at this moment computes, when a side of an equation has just been run for it.
  private var computed: Matrix<Double>?
  /// The rounds that were done last, as far as this moment: the next ones go on from there.
  private var round: (prepared: PreparedRound, moment: Int)?

  package init(of workspace: Workspace, giving givens: [Name: Matrix<Double>] = [:]) {
    original = workspace
    self.givens = givens
    history = workspace.history.giving(givens)
    // Definitions tell where names come from; the values come back entry by entry.
    self.workspace = workspace.withoutValues()
  }

  /// With random numbers like those that were given.
  package init(of workspace: Workspace, drawing seed: UInt64) {
    var numbers = RandomNumbers(seed: seed)
    var givens: [Name: Matrix<Double>] = [:]
    for (name, value) in workspace.changeable { givens[name] = numbers.like(value) }
    self.init(of: workspace, giving: givens)
  }

  /// The workspace at some moment of the lesson. Moments may be asked for in any order; going on is
  /// cheaper than going back.
  package mutating func workspace(at wanted: Int) -> Workspace {
    advance(to: wanted)
    workspace.refresh()
    return workspace.after(history.upTo(wanted))
  }

  /// Looks at the values of some moment, without what led to them; of all names, or of those that
  /// are wanted.
  package mutating func look<Found>(
    at moment: Int, for names: Set<Name>? = nil, _ look: (Workspace) -> Found
  ) -> Found {
    advance(to: moment)
    workspace.refresh(for: names)
    return look(workspace)
  }

  private mutating func advance(to wanted: Int) {
    if wanted < moment {
      workspace = original.withoutValues()
      moment = 0
    }
    while moment < wanted {
      if let times = doAgain(upTo: wanted) {
        moment += times
        continue
      }
      let entry = history.entries[moment]
      if case .define(let name, let formula) = entry, let value = computed {
        workspace.setFormula(name, formula, value)
      } else {
        workspace.repeat(entry)
      }
      computed = nil
      moment += 1
    }
  }

  /// - Returns: how many rounds were done at once; nil where none were.
  private mutating func doAgain(upTo wanted: Int) -> Int? {
    guard let (updates, times) = history.again(from: moment, upTo: wanted) else { return nil }
    let isAhead = round?.moment == moment
    // One that is prepared is taken also for a single round, as for the points of a curve.
    guard isAhead || times >= Workspace.fewestPrepared,
      var prepared = isAhead ? round?.prepared : PreparedRound(updates, in: &workspace),
      let values = prepared.run(times: times)
    else {
      round = nil
      return nil
    }
    workspace.assign(values)
    round = (prepared, moment + times)
    computed = nil
    return times
  }

  func definition(of name: Name) -> Workspace.Definition? { original.definitions[name] }

  func entry(_ index: Int) -> History.Entry { original.history.entries[index] }

  /// The moment from which on a name has the value that it gets at or after another moment.
  package func start(of name: Name, after moment: Int) -> Int? {
    original.history.entries[moment...].firstIndex { $0.sets(name) }.map { $0 + 1 }
  }

  /// The moment from which on a name has the value that it has at another moment.
  func start(of name: Name, before moment: Int) -> Int {
    (original.history.entries[..<moment].lastIndex { $0.sets(name) } ?? -1) + 1
  }

  /// How a name got the value that it has at a moment.
  package enum Source { case given, drawn, computed }

  package func source(of name: Name, at moment: Int) -> Source {
    switch original.history.entries[..<moment].last(where: { $0.sets(name) }) {
    case .give: .given
    case .draw: .drawn
    default: .computed
    }
  }

  /// The last claim before a moment whose left side is wanted.
  func claim(before moment: Int, where isWanted: (Kernel) -> Bool) -> History.Claim? {
    for case .claim(let claim) in original.history.entries[..<moment].reversed()
    where isWanted(claim.left) {
      return claim
    }
    return nil
  }

  /// The moment after everything.
  package var last: Int { original.history.entries.count }

  /// The workspace at the end.
  package mutating func end() -> Workspace { workspace(at: last) }

  /// Equations with the values, and the verdicts on their claims, that these givens lead to.
  package mutating func run(_ equations: [Equation]) -> [Equation] {
    run(equations, lookingAt: []).equations
  }

  /// The same with the workspaces of some moments: to go back to them later would be to do
  /// everything again.
  package mutating func run(
    _ equations: [Equation], lookingAt moments: [Int]
  ) -> (equations: [Equation], workspaces: [Int: Workspace]) {
    var equations = equations
    // Rules for every layer are computed in another order than they are shown.
    let sides = equations.indices.flatMap { index in
      equations[index].sides.indices.map { (index, $0) }
    }
    .sorted { equations[$0.0].sides[$0.1].moment < equations[$1.0].sides[$1.1].moment }
    let claimed = equations.compactMap { $0.claims.isEmpty ? nil : $0.lastMoment ?? last }
    var wanted = Set(moments).union(claimed).sorted(by: >)
    var workspaces: [Int: Workspace] = [:]
    func note(upTo moment: Int, _ replay: inout Replay) {
      while let next = wanted.last, next <= moment {
        workspaces[next] = replay.workspace(at: next)
        wanted.removeLast()
      }
    }
    for (index, side) in sides {
      let known = equations[index].sides[side]
      if equations[index].kind == .given {
        let name = equations[index].names.first { givens[$0] != nil }
        guard let value = name.flatMap({ givens[$0] }) else { continue }
        equations[index].sides[side].values[known.values.count - 1] = value
      } else {
        note(upTo: known.moment, &self)
        advance(to: known.moment)
        let values = workspace.run(known.kernel)
        equations[index].sides[side].values = values
        equations[index].sides[side].terms = known.kernel.shownTerms(in: Scope(workspace))
        // An equation that defines something runs its first side for it.
        if side == 0, equations[index].kind == .definition {
          computed = values[values.count - 1]
        }
      }
    }
    note(upTo: .max, &self)
    for index in equations.indices where !equations[index].claims.isEmpty {
      guard let workspace = workspaces[equations[index].lastMoment ?? last] else { continue }
      equations[index].judge { workspace }
    }
    return (equations, workspaces)
  }
}

extension Equation {
  /// That of the side that comes last.
  fileprivate var lastMoment: Int? { sides.map(\.moment).max() }
}

extension Workspace {
  /// Values that were written down and may be other ones: no size or range was read from them.
  package var changeable: [(name: Name, value: Matrix<Double>)] {
    history.entries.compactMap { entry in
      guard case .give(let name, let value) = entry, !structural.contains(name) else { return nil }
      return (name, value)
    }
  }

  /// Whether a value of the name was written down somewhere, whatever became of it later.
  package func isGiven(_ name: Name) -> Bool { given(name) != nil }

  /// The value that was written down for a name.
  package func given(_ name: Name) -> Matrix<Double>? {
    for case .give(let own, let value) in history.entries where own == name { return value }
    return nil
  }
}

extension History {
  fileprivate func giving(_ givens: [Name: Matrix<Double>]) -> History {
    guard !givens.isEmpty else { return self }
    var history = self
    history.entries = entries.map { entry in
      switch entry {
      case .give(let name, _), .draw(let name, _), .define(let name, _):
        givens[name].map { .give(name, $0) } ?? entry
      case .update, .claim: entry
      }
    }
    return history
  }

  package func upTo(_ moment: Int) -> History {
    guard moment < entries.count else { return self }
    var history = self
    history.entries.removeLast(entries.count - moment)
    return history
  }
}

extension History.Entry {
  fileprivate func sets(_ name: Name) -> Bool {
    switch self {
    case .give(let own, _), .draw(let own, _), .define(let own, _): own == name
    case .update(let updates): updates.contains { $0.name == name }
    case .claim: false
    }
  }
}

extension Equation {
  /// Compares the sides of every claim again.
  fileprivate mutating func judge(in workspace: () -> Workspace) {
    for index in claims.indices {
      let (a, b) = (sides[claims[index].left], sides[claims[index].left + 1])
      let (verdict, slack) = Claims.judge(
        Claims.Side(kernel: a.kernel, value: a.value), Relation(claims[index].relation, a, b),
        Claims.Side(kernel: b.kernel, value: b.value), in: workspace)
      claims[index].verdict = verdict
      claims[index].slack = slack
      claims[index].difference = Claims.difference(a.value, b.value)
    }
  }
}
