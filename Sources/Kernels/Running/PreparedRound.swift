import Matrices

/// A round of a loop, prepared to be done again and again: updates that are the same in each, with
/// everything that is defined by way of what they change.
struct PreparedRound: Sendable {
  private var program: Program
  private let names: [Name]

  /// - Returns: nil when the formulas are too long to be written out.
  init?(_ updates: [(name: Name, kernel: Kernel)], in workspace: inout Workspace) {
    names = updates.map(\.name)
    workspace.refresh()
    guard let program = Program(updates.map(\.kernel), by: Set(names), workspace) else {
      return nil
    }
    self.program = program
  }

  /// Does it so many times.
  ///
  /// - Returns: the new values; nil where anything in between was not finite, which is for who does
  ///   one operation after the other to say.
  mutating func run(times: Int) -> [Name: Matrix<Double>]? {
    var values: [Matrix<Double>] = []
    for _ in 0..<times {
      program.run()
      guard program.isFinite else { return nil }
      // All of them are taken before the first is put in its place: `a := b` is where b is.
      values = names.indices.map { program.value($0) }
      for (name, value) in zip(names, values) { program.set(name, value) }
    }
    return Dictionary(zip(names, values), uniquingKeysWith: { $1 })
  }
}

extension Workspace {
  /// Fewer rounds than these are done one after the other: to prepare them takes longer.
  package static let fewestPrepared = 8

  /// Does updates again, so many times; what happened stays as it is.
  ///
  /// - Returns: whether it was done; else nothing was.
  package mutating func doAgain(
    _ updates: [(name: Name, kernel: Kernel)], times: Int
  ) -> Bool {
    guard times >= Self.fewestPrepared, var round = PreparedRound(updates, in: &self),
      let values = round.run(times: times)
    else { return false }
    assign(values)
    return true
  }
}
