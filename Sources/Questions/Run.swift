package import Kernels
package import Notation

/// Formulas of a lesson that are computed one after the other.
package struct Run: Sendable {
  package struct Line: Sendable {
    /// The names it computes: in `h = a = f(z)` there are two. The first is what it is called by.
    package var names: [Name]
    /// The whole equation, as the lesson writes it.
    package var tree: MathTree
    package var side: Equation.Side
    /// Whether this is where the names got their values; else it says again how one is computed.
    fileprivate var isDefinition: Bool

    package var name: Name { names[0] }
  }

  /// In the order in which they are computed, which rules for every layer are not written in.
  package var lines: [Line]

  /// Of some equations those that say how a name is computed from others, each name once: where it
  /// is defined, or said again.
  package init(_ equations: [Equation]) {
    var seen: Set<Name> = []
    lines = equations.compactMap { equation in
      guard let (_, name, side) = equation.formula, let name, equation.kind != .update,
        !side.kernel.names.contains(name), seen.insert(name).inserted
      else { return nil }
      let isDefinition = equation.kind == .definition
      return Line(
        names: isDefinition ? equation.names : [name], tree: equation.tree, side: side,
        isDefinition: isDefinition)
    }
    .sorted { $0.side.moment < $1.side.moment }
  }

  /// How every line is made from every other: the names on the shortest way, of which the last is
  /// what the other line computes; nil where it is not made from that.
  package func ways(by dependencies: Dependencies) -> [[[Name]?]] {
    Self.ways(between: lines, by: dependencies)
  }

  /// The same of lines among which a name may be computed twice.
  package static func ways(
    between lines: [Line], by dependencies: Dependencies
  ) -> [[[Name]?]] {
    let values = lines.map { $0.values(by: dependencies) }
    let known = Set(lines.flatMap(\.names))
    return lines.map { line in
      let sources = line.side.kernel.names.union(line.side.kernel.evaluated)
      return lines.indices.map { other in
        // What the lesson computes only later, a line cannot need.
        guard lines[other].side.moment < line.side.moment else { return nil }
        return dependencies.way(from: sources, at: line.side.moment, known: known) {
          values[other][$0] == $1
        }
      }
    }
  }
}

extension Run.Line {
  /// The names it computes, each with the entry of the history by which it has that value.
  func values(by dependencies: Dependencies) -> [Name: Int] {
    names.reduce(into: [:]) { values, name in
      values[name] =
        isDefinition
        ? dependencies.setter(of: name, from: side.moment)
        : dependencies.setter(of: name, at: side.moment)
    }
  }
}

extension Equation {
  /// What it says of what, when that is computed from names: what it is about, the name of that if
  /// it has one, and the side that says how it is computed.
  package var formula: (lead: MathTree, name: Name?, side: Side)? {
    guard runs, let first = sides.first else { return nil }
    let found: (MathTree, Name?, Side)?
    switch kind {
    case .definition, .update:
      found = names.first.map { (MathReader.read($0.latex), $0, first) }
    case .claim where first.kernel.size == 1 && !first.kernel.names.isEmpty:
      // A formula for what has a name, or for a derivative.
      found = sides.dropFirst().first { !$0.kernel.isMachineWork }
        .map { (first.tree, first.kernel.soleName, $0) }
    case .given, .shape, .draw, .function, .claim: found = nil
    }
    return found.flatMap { $0.2.kernel.names.isEmpty ? nil : $0 }
  }
}

/// The lines of a run in a wrong order, to be put right. Every order counts as right in which each
/// line has what it needs, directly or by way of formulas that are not shown.
package struct Arrangement: Sendable {
  private let run: Run
  /// The places in the run of the lines as they are shown.
  private var places: [Int]
  /// How lines of the run are made from one another.
  private let ways: [[[Name]?]]

  /// As they are shown.
  package var lines: [Run.Line] { places.map { run.lines[$0] } }

  /// A right order, as numbers of lines from 1.
  package var solution: [Int] {
    run.lines.indices.map { place in (places.firstIndex(of: place) ?? 0) + 1 }
  }

  /// - Parameter workspace: the names and values after the run.
  /// - Returns: nil when every order is right.
  package init?(_ run: Run, in workspace: Workspace, seed: UInt64) {
    self.run = run
    places = Array(run.lines.indices)
    ways = run.ways(by: Dependencies(workspace))
    var numbers = RandomNumbers(seed: seed)
    for _ in 0..<20 {
      places = run.lines.indices.shuffled(using: &numbers)
      if problem(with: Array(1...places.count)) != nil { return }
    }
    return nil
  }

  /// A line before one that it needs; lines count from 1.
  package struct Problem: Sendable, Equatable {
    package var line: Int
    /// The name it needs, and what that needs in turn, up to one that `later` gives.
    package var needs: [Name]
    package var later: Int
  }

  /// What is wrong where one line stands before another, both from 1; nil for nothing.
  package func problem(of line: Int, before later: Int) -> Problem? {
    ways[places[line - 1]][places[later - 1]].map { Problem(line: line, needs: $0, later: later) }
  }

  /// What is wrong with an order, as numbers of lines from 1; nil when it is right.
  package func problem(with order: [Int]) -> Problem? {
    for (index, number) in order.enumerated() {
      let missing = order[(index + 1)...].compactMap { later in
        ways[places[number - 1]][places[later - 1]].map { (line: later, way: $0) }
      }
      // What it needs directly is said before what it needs by way of something else.
      guard let (line, way) = missing.min(by: { $0.way.count < $1.way.count }) else { continue }
      return Problem(line: number, needs: way, later: line)
    }
    return nil
  }
}
