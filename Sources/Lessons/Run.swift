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
    /// Names that it is made from.
    package var needs: Set<Name> { side.kernel.names }
  }

  package var lines: [Line]

  /// Of some equations those that define a name by an operation on others.
  package init(_ equations: [Equation]) {
    lines = equations.compactMap { equation in
      guard equation.kind == .definition, equation.runs, let name = equation.names.first,
        let side = equation.sides.first, !side.kernel.names.isEmpty
      else { return nil }
      return Line(name: name, tree: equation.tree, side: side)
    }
  }
}

/// The lines of a run in a wrong order, to be put right. Every order counts as right in which each
/// line has what it needs.
package struct Arrangement: Sendable {
  /// As they are shown.
  package let lines: [Run.Line]
  /// A right order, as numbers of lines from 1.
  package let solution: [Int]

  /// - Returns: nil when every order is right.
  package init?(_ run: Run, seed: UInt64) {
    var numbers = RandomNumbers(seed: seed)
    let right = Array(run.lines.indices)
    for _ in 0..<20 {
      let shuffled = right.shuffled(using: &numbers)
      let lines = shuffled.map { run.lines[$0] }
      let solution = right.map { line in (shuffled.firstIndex(of: line) ?? 0) + 1 }
      guard Self.problem(right.map { $0 + 1 }, lines) != nil else { continue }
      self.lines = lines
      self.solution = solution
      return
    }
    return nil
  }

  /// What is wrong with an order, as numbers of lines from 1; nil when it is right.
  package func problem(with order: [Int]) -> String? { Self.problem(order, lines) }

  private static func problem(_ order: [Int], _ lines: [Run.Line]) -> String? {
    var isThere: Set<Name> = []
    for (place, number) in order.enumerated() {
      let line = lines[number - 1]
      for later in order[(place + 1)...] {
        let name = lines[later - 1].name
        guard line.needs.contains(name), !isThere.contains(name) else { continue }
        return "\(number) needs \(name.shown), which comes only with \(later)."
      }
      isThere.insert(line.name)
    }
    return nil
  }
}

/// A run in which one formula was got wrong, and what follows was computed from that: the slip is to
/// be found.
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
    for index in run.lines.indices.shuffled(using: &numbers) {
      let line = run.lines[index]
      let before = replay.workspace(at: line.side.moment)
      let slips = Slips(of: line.side.kernel, line.side.tree, in: before).slips
      for slip in slips.shuffled(using: &numbers) {
        guard slip.isVisible(beside: line.side.kernel.value(in: Scope<Double>(before))),
          slip.isWritten(in: file, before)
        else { continue }
        var drawn = WrongRun(lines: [], wrong: index, slip: slip, run: run)
        drawn.compute(in: workspace)
        if drawn.lines.allSatisfy({ $0.value.elements.allSatisfy(\.isFinite) }) { return drawn }
      }
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
        ? line.tree.replacing([line.side.tree.range: slip.tree ?? line.side.tree]) : line.tree
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
