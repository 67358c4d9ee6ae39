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

  package init(of workspace: Workspace, giving givens: [Name: Matrix<Double>] = [:]) {
    original = workspace
    self.givens = givens
    history = workspace.history.giving(givens)
    // Definitions tell where names come from; the values come back entry by entry.
    self.workspace = workspace.withoutValues(history)
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
    outcome(at: wanted).asWorkspace
  }

  /// What a moment has come to with these givens. A workspace of that moment of the lesson takes it
  /// for its own (`Workspace.taking`).
  package struct Outcome: Sendable {
    fileprivate var workspace: Workspace
    fileprivate var history: History

    /// A workspace of its own.
    package var asWorkspace: Workspace { workspace.after(history) }
  }

  package mutating func outcome(at wanted: Int) -> Outcome {
    advance(to: wanted)
    workspace.refresh()
    return Outcome(workspace: workspace, history: history.upTo(wanted))
  }

  /// The same where only what is written has been computed anew, as reading leaves it for a
  /// self-check or a picture: derivatives that nobody asks for take longer than all else.
  private mutating func outcomeOfWritten(at wanted: Int) -> Outcome {
    advance(to: wanted)
    workspace.refreshWritten()
    return Outcome(workspace: workspace, history: history.upTo(wanted))
  }

  /// Looks at the values of some moment, without what led to them; of all names, or of those that
  /// are wanted.
  package mutating func look<Found>(
    at moment: Int, for names: Set<Name>? = nil, _ look: (Workspace) -> Found
  ) -> Found {
    advance(to: moment)
    workspace.refresh(for: names)
    return look(workspace.byItself())
  }

  private mutating func advance(to wanted: Int) {
    if wanted < moment {
      workspace = original.withoutValues(history)
      moment = 0
    }
    while moment < wanted {
      moment += step(upTo: wanted)
      workspace.isDoing(history, at: moment)
      computed = nil
    }
  }

  /// - Returns: how many entries were done.
  private mutating func step(upTo wanted: Int) -> Int {
    if let times = workspace.doAgain(history, from: moment, upTo: wanted) { return times }
    let entry = history.entries[moment]
    if case .define(let name, let formula) = entry, let value = computed {
      workspace.setFormula(name, formula, value)
      return 1
    }
    let together = together(upTo: wanted)
    guard together.count > 1 else {
      workspace.repeat(entry)
      return 1
    }
    workspace.define(together)
    return together.count
  }

  /// What comes next and may be done in any order, but for what is computed from each other: values
  /// and definitions of names that are different ones and have had no value yet.
  private func together(upTo wanted: Int) -> ArraySlice<History.Entry> {
    var names: Set<Name> = []
    let entries = history.entries[moment..<wanted]
    return entries.prefix { entry in
      switch entry {
      case .give(let name, _), .define(let name, _):
        workspace.values[name] == nil && names.insert(name).inserted
      case .claim: true
      case .draw, .update: false
      }
    }
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

  /// The same with what is known at some moments: to go back to them later would be to do
  /// everything again.
  package mutating func run(
    _ equations: [Equation], lookingAt moments: [Int]
  ) -> (equations: [Equation], outcomes: [Int: Outcome]) {
    let beginning = self
    var equations = equations
    // Rules for every layer are computed in another order than they are shown.
    let sides = equations.indices.flatMap { index in
      equations[index].sides.indices.map { (index, $0) }
    }
    .sorted { equations[$0.0].sides[$0.1].moment < equations[$1.0].sides[$1.1].moment }
    var wanted = Set(moments).sorted(by: >)
    var outcomes: [Int: Outcome] = [:]
    func note(upTo moment: Int, _ replay: inout Replay) {
      while let next = wanted.last, next <= moment {
        outcomes[next] = replay.outcomeOfWritten(at: next)
        wanted.removeLast()
      }
    }
    var open = equations.map { $0.sides.count }
    for (index, side) in sides {
      let known = equations[index].sides[side]
      note(upTo: known.moment, &self)
      if equations[index].kind == .given {
        let name = equations[index].names.first { givens[$0] != nil }
        if let value = name.flatMap({ givens[$0] }) {
          equations[index].sides[side].values[known.values.count - 1] = value
        }
      } else {
        advance(to: known.moment)
        let values = workspace.run(known.kernel)
        equations[index].sides[side].values = values
        if known.kernel.nodes.contains(where: { $0.operation.terms != nil }) {
          equations[index].sides[side].late = LateTerms {
            var replay = beginning
            return replay.look(at: known.moment, for: known.kernel.names) {
              known.kernel.shownTerms(in: Scope($0))
            }
          }
        }
        // An equation that defines something runs its first side for it.
        if side == 0, equations[index].kind == .definition {
          computed = values[values.count - 1]
        }
      }
      open[index] -= 1
      if open[index] == 0, !equations[index].claims.isEmpty {
        equations[index].judge { workspace(at: known.moment) }
      }
    }
    note(upTo: .max, &self)
    return (equations, outcomes)
  }
}

extension Workspace {
  /// The same names at the same moment, with other numbers.
  package func taking(_ outcome: Replay.Outcome) -> Workspace {
    taking(outcome.workspace, outcome.history)
  }

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
