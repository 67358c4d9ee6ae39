import Matrices
import SourceText

/// Formulas prepared to be computed again and again, at any numbers of what they are made from:
/// what an update has put out of date, or a round of a loop.
struct PreparedFormulas: Sendable {
  private var program: Program
  private let names: [Name]
  /// The names whose values are taken as they are.
  let sources: Set<Name>
  private let slots: [(name: Name, slot: Program.Slot)]
  /// The results that are sources of the next round.
  private let ways: [(result: Int, slot: Program.Slot)]

  /// - Parameters:
  ///   - names: what each of the formulas is the value of.
  ///   - changing: what is different every time; what is defined by way of it is computed, too.
  /// - Returns: nil when the formulas are too long to be written out.
  init?(_ formulas: [(name: Name, kernel: Kernel)], changing: Set<Name>, in workspace: Workspace) {
    names = formulas.map(\.name)
    let kernels = formulas.map(\.kernel)
    let sources = Self.sources(of: kernels, changing, workspace)
    guard let program = Program(kernels, by: changing.union(sources), workspace),
      program.builtIn.isEmpty
    else { return nil }
    self.program = program
    self.sources = sources
    slots = sources.compactMap { name in program.slot(name).map { (name, $0) } }
    ways = names.indices.compactMap { index in
      program.slot(formulas[index].name).map { (index, $0) }
    }
  }

  /// Names of the formulas that have their value from nothing that changes, or are given anew.
  private static func sources(
    of kernels: [Kernel], _ changing: Set<Name>, _ workspace: Workspace
  ) -> Set<Name> {
    var descent = Descent(from: changing)
    var (found, seen): (Set<Name>, Set<Name>) = ([], [])
    var open = kernels.flatMap(\.names)
    while let name = open.popLast() {
      guard seen.insert(name).inserted else { continue }
      if !changing.contains(name), let formula = workspace.formulas[name],
        descent.reaches(name, in: workspace)
      {
        open += formula.kernel.names
      } else {
        found.insert(name)
      }
    }
    return found
  }

  /// Computes them so many times, each time with what they came to before.
  ///
  /// - Returns: the new values; nil where anything in between was not finite, which is for who does
  ///   one operation after the other to say.
  mutating func run(at values: [Name: Matrix<Double>], times: Int = 1) -> [Name: Matrix<Double>]? {
    for (name, slot) in slots {
      guard let value = values[name], program.set(slot, value) else { return nil }
    }
    for round in 1...times {
      program.run()
      guard program.isFinite else { return nil }
      if round < times { program.carry(ways) }
    }
    return Dictionary(
      zip(names, names.indices.map { program.value($0) }), uniquingKeysWith: { $1 })
  }
}

extension Workspace {
  /// Fewer rounds than these are done one after the other: to prepare them takes longer.
  package static let fewestPrepared = 8

  /// Does updates again, so many times; what happened stays as it is.
  ///
  /// - Returns: whether it was done; else nothing was.
  package mutating func doAgain(_ updates: [(name: Name, kernel: Kernel)], times: Int) -> Bool {
    guard times >= Self.fewestPrepared,
      var round = PreparedFormulas(round: updates, in: self)
    else { return false }
    return doAgain(&round, times: times)
  }

  /// The rounds of a loop that a history has from a moment on.
  ///
  /// - Returns: how many entries of the history that were; nil where it has none there, or they are
  ///   to be done one after the other.
  package mutating func doAgain(_ history: History, from moment: Int, upTo wanted: Int) -> Int? {
    guard let again = history.again(from: moment, upTo: wanted) else { return nil }
    return history.preparations.with(
      .round(of: again.first), isWorth: again.times >= Self.fewestPrepared,
      prepare: { PreparedFormulas(round: again.updates, in: self) },
      { doAgain(&$0, times: again.times) ? again.times : nil })
  }

  /// Values and definitions that follow each other in a history, of names that had no value.
  mutating func define(_ entries: ArraySlice<History.Entry>) {
    var definitions: [(name: Name, formula: Formula)] = []
    for entry in entries {
      switch entry {
      case .give, .draw, .update: `repeat`(entry)
      case .define(let name, let formula): definitions.append((name, formula))
      case .claim: break
      }
    }
    let new = definitions.count > 1 ? values(of: definitions) : nil
    for (name, formula) in definitions {
      if let value = new?[name] {
        setFormula(name, formula, value)
      } else {
        `repeat`(.define(name, formula))
      }
    }
  }

  /// - Returns: nil where they are to be computed one after the other.
  private mutating func values(
    of definitions: [(name: Name, formula: Formula)]
  ) -> [Name: Matrix<Double>]? {
    guard let replayed else { return nil }
    return replayed.preparations.with(
      .definitions(from: replayed.moment, count: definitions.count), isWorth: false,
      prepare: {
        var later = self
        for (name, formula) in definitions { later.repeat(.define(name, formula)) }
        return PreparedFormulas(definitions.map(\.name), in: later)
      },
      { prepared in
        refresh(for: prepared.sources)
        return prepared.run(at: values)
      })
  }

  private mutating func doAgain(_ round: inout PreparedFormulas, times: Int) -> Bool {
    refresh(for: round.sources)
    guard let new = round.run(at: values, times: times) else { return false }
    assign(new)
    return true
  }
}

extension PreparedFormulas {
  /// A round of a loop: updates that are the same in each, with everything that is defined by way of
  /// what they change.
  init?(round updates: [(name: Name, kernel: Kernel)], in workspace: Workspace) {
    self.init(updates, changing: Set(updates.map(\.name)), in: workspace)
  }

  /// Names that are out of date, with those that they need.
  init?(_ names: [Name], in workspace: Workspace) {
    let sources = names.reduce(into: Set<Name>()) { found, name in
      found.formUnion(workspace.formulas[name]?.kernel.names ?? [])
    }
    let formulas = names.compactMap { name in
      workspace.formulas[name].map { formula in
        (
          name,
          Kernel(Expression(.leaf(.name(name)), shape: formula.kernel.shape, location: .nowhere))
        )
      }
    }
    self.init(formulas, changing: sources.subtracting(names), in: workspace)
  }
}
