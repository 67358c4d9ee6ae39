package import Kernels
package import Matrices
package import Notation
package import SourceText

/// Formulas of a lesson that are computed one after the other.
package struct Run: Sendable {
  package struct Line: Sendable {
    package var name: Name
    /// The whole equation, as the lesson writes it.
    package var tree: MathTree
    package var side: Equation.Side

    /// Whether it is made from what another line gives, or from an entry of that.
    package func needs(_ other: Line) -> Bool {
      side.kernel.names.contains { name in
        var whole = name
        if Int(name.label) != nil { whole.label = "" }
        return name == other.name || whole == other.name
      }
    }
  }

  package var lines: [Line]

  /// Of some equations those that say how a name is computed from others, each name once: where it
  /// is defined, or said again.
  package init(_ equations: [Equation]) {
    var names: Set<Name> = []
    lines = equations.compactMap { equation in
      guard let (_, name, side) = equation.formula, let name, equation.kind != .update,
        !side.kernel.names.contains(name), names.insert(name).inserted
      else { return nil }
      return Line(name: name, tree: equation.tree, side: side)
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
    case .claim where first.kernel.nodes.count == 1 && !first.kernel.names.isEmpty:
      // A formula for what has a name, or for a derivative.
      found = sides.dropFirst().first { !$0.kernel.isMachineWork }
        .map { (first.tree, first.kernel.soleName, $0) }
    default: found = nil
    }
    return found.flatMap { $0.2.kernel.names.isEmpty ? nil : $0 }
  }
}

/// The lines of a run in a wrong order, to be put right. Every order counts as right in which each
/// line has what it needs.
package struct Arrangement: Sendable {
  private let run: Run
  /// The places in the run of the lines as they are shown.
  private let places: [Int]

  /// As they are shown.
  package var lines: [Run.Line] { places.map { run.lines[$0] } }

  /// A right order, as numbers of lines from 1.
  package var solution: [Int] {
    run.lines.indices.map { place in (places.firstIndex(of: place) ?? 0) + 1 }
  }

  /// - Returns: nil when every order is right.
  package init?(_ run: Run, seed: UInt64) {
    self.run = run
    var numbers = RandomNumbers(seed: seed)
    for _ in 0..<20 {
      let shuffled = run.lines.indices.shuffled(using: &numbers)
      guard Self.problem(Array(run.lines.indices), run, shuffled) != nil else { continue }
      places = shuffled
      return
    }
    return nil
  }

  /// What is wrong with an order, as numbers of lines from 1; nil when it is right.
  package func problem(with order: [Int]) -> String? {
    Self.problem(order.map { $0 - 1 }, run, places)
  }

  private static func problem(_ order: [Int], _ run: Run, _ places: [Int]) -> String? {
    for (index, number) in order.enumerated() {
      let line = run.lines[places[number]]
      // What the lesson computes only later, a line cannot need.
      for later in order[(index + 1)...] where places[later] < places[number] {
        let other = run.lines[places[later]]
        guard line.needs(other) else { continue }
        return "\(number + 1) needs \(other.name.shown), which comes only with \(later + 1)."
      }
    }
    return nil
  }
}

/// A run in which one formula was got wrong, and what follows was computed from that: the slip is
/// to be found.
package struct WrongRun: Sendable {
  package struct Line: Sendable {
    package var tree: MathTree
    package var value: Matrix<Double>
  }

  package private(set) var lines: [Line]
  /// The line with the slip, from 0.
  package let wrong: Int
  private let slip: Slips.Slip
  private let run: Run

  /// Draws a slip that can be written, and that the numbers show.
  ///
  /// - Parameter workspace: the names and values after the run.
  /// - Returns: nil when there is none.
  package static func drawn(
    from run: Run, in workspace: Workspace, of file: SourceFile, seed: UInt64
  ) -> WrongRun? {
    var numbers = RandomNumbers(seed: seed)
    var replay = Replay(of: workspace)
    var candidates: [(line: Int, slip: Slips.Slip)] = []
    for (index, line) in run.lines.enumerated() {
      let before = replay.workspace(at: line.side.moment)
      let right = line.side.kernel.value(in: Scope<Double>(before))
      candidates += Slips(of: line.side.kernel, line.side.tree, in: before).slips
        .filter { $0.isVisible(beside: right) && $0.isWritten(in: file, before) }
        .map { (index, $0) }
    }
    // Every kind of slip is as likely as any other, however often it could be made.
    for kind in Slips.Kind.allCases.shuffled(using: &numbers) {
      let own = candidates.filter { $0.slip.kind == kind }
      guard let (line, slip) = own.randomElement(using: &numbers) else { continue }
      var drawn = WrongRun(lines: [], wrong: line, slip: slip, run: run)
      drawn.compute(in: workspace)
      if drawn.lines.allSatisfy({ $0.value.elements.allSatisfy(\.isFinite) }) { return drawn }
    }
    return nil
  }

  private mutating func compute(in workspace: Workspace) {
    let line = run.lines[wrong]
    var right = Replay(of: workspace)
    let own = slip.kernel.value(in: Scope<Double>(right.workspace(at: line.side.moment)))
    var replay = Replay(of: workspace, giving: [line.name: own])
    let values = replay.end().values
    lines = run.lines.enumerated().map { index, line in
      let tree =
        index == wrong
        ? line.tree.replacing([line.side.tree.location: slip.tree ?? line.side.tree]) : line.tree
      return Line(tree: tree, value: values[line.name] ?? line.side.value)
    }
  }

  /// The same slip at other values of the givens.
  package func moved(to workspace: Workspace) -> WrongRun {
    var moved = self
    moved.compute(in: workspace)
    return moved
  }

  /// What was done there, and what the formula is.
  package var explanation: String {
    let line = run.lines[wrong]
    let told =
      slip.sentence.hasPrefix("You ") ? "They" + slip.sentence.dropFirst(3) : slip.sentence
    return "\(told) The formula is \(line.tree.oneLine())."
  }
}

extension Slips.Slip {
  /// Whether the numbers that are shown tell it from the right value.
  fileprivate func isVisible(beside right: Matrix<Double>) -> Bool {
    guard right.shape == value.shape else { return false }
    let apart = zip(value.elements, right.elements).map { ($0 - $1).magnitude }.max() ?? 0
    return apart > 0.02 * max(1, right.largest)
  }

  /// Whether the formula as it is written gives the value that was run.
  fileprivate func isWritten(in file: SourceFile, _ workspace: Workspace) -> Bool {
    guard let tree, let read = EquationReader.kernel(of: tree, in: file, workspace).kernel
    else { return false }
    return read.value(in: Scope<Double>(workspace)).isClose(to: value)
  }
}
