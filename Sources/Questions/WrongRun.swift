package import Kernels
package import Matrices
package import Notation
package import SourceText

/// A run in which one formula was got wrong, or the number of one, and what follows was computed
/// from that: the slip is to be found.
package struct WrongRun: Sendable {
  package struct Line: Sendable {
    package var tree: MathTree
    package var value: Matrix<Double>
  }

  package private(set) var lines: [Line]
  /// The line with the slip, from 0.
  package let wrong: Int
  private let slip: Slip

  /// What was got wrong in the line.
  fileprivate enum Slip {
    case formula(Slips.Slip)
    /// The formula is right, and what it came to is written down wrongly.
    case number(SlipOfThePen, decimals: Int)
  }

  private let run: Run
  private let sources: Sources

  /// Draws a slip that can be written, and that the numbers show, in that line and in no other.
  ///
  /// - Parameters:
  ///   - workspace: the names and values after the run.
  ///   - decimals: those that are shown.
  ///   - inNumber: whether a right formula comes to a wrong number, instead of a wrong formula.
  ///   - wanted: the one slip that it may be; nil for any usual one.
  /// - Returns: nil when there is none.
  package static func drawn(
    from run: Run, in workspace: Workspace, of file: SourceFile, decimals: Int, seed: UInt64,
    inNumber: Bool = false, only wanted: Wanted? = nil
  ) -> WrongRun? {
    guard let sources = Sources(of: run, in: workspace) else { return nil }
    var numbers = RandomNumbers(seed: seed)
    if inNumber {
      return wrongNumber(run, sources, in: workspace, decimals: decimals, &numbers)
    }
    var replay = Replay(of: workspace)
    var candidates: [(line: Int, slip: Slips.Slip)] = []
    for (index, line) in run.lines.enumerated() where wanted?.isAbout(line) ?? true {
      let before = replay.workspace(at: line.side.moment)
      let right = line.side.kernel.value(in: Scope<Double>(before))
      let slips = Slips(
        of: line.side.kernel, line.side.tree, in: before, further: wanted != nil)
      candidates += slips.slips
        .filter { $0.isVisible(beside: right) && $0.isWritten(in: file, before) }
        .filter { slip in wanted.map { $0.fact == slip.fact } ?? true }
        .map { (index, $0) }
    }
    if wanted != nil {
      let drawn = candidates.lazy.filter { sources.canBeWrong[$0.line] }.compactMap { line, slip in
        WrongRun(lines: [], wrong: line, slip: .formula(slip), run: run, sources: sources)
          .computed(in: workspace, decimals: decimals)
      }
      return drawn.first
    }
    // Every kind of slip is as likely as any other, however often it could be made.
    for kind in Slips.Kind.allCases.shuffled(using: &numbers) {
      let own = candidates.filter { $0.slip.kind == kind }
      for (line, slip) in own.shuffled(using: &numbers) where sources.canBeWrong[line] {
        let drawn = WrongRun(
          lines: [], wrong: line, slip: .formula(slip), run: run, sources: sources)
        if let shown = drawn.computed(in: workspace, decimals: decimals) { return shown }
      }
    }
    return nil
  }

  /// A slip that was made, and the formula in which it was.
  package struct Wanted: Sendable {
    /// What the formula is of, as LaTeX.
    package var formula: String
    package var fact: SlipFact

    package init(formula: String, fact: SlipFact) { (self.formula, self.fact) = (formula, fact) }

    fileprivate func isAbout(_ line: Run.Line) -> Bool {
      line.names.contains { $0.latex == formula }
    }
  }

  private static func wrongNumber(
    _ run: Run, _ sources: Sources, in workspace: Workspace, decimals: Int,
    _ numbers: inout RandomNumbers
  ) -> WrongRun? {
    var replay = Replay(of: workspace)
    for line in run.lines.indices.shuffled(using: &numbers) where sources.canBeWrong[line] {
      let side = run.lines[line].side
      let right = side.kernel.value(
        in: Scope<Double>(replay.workspace(at: side.moment)))
      for pen in SlipOfThePen.possible(in: right, decimals: decimals).shuffled(using: &numbers) {
        let drawn = WrongRun(
          lines: [], wrong: line, slip: .number(pen, decimals: decimals), run: run,
          sources: sources)
        if let shown = drawn.computed(in: workspace, decimals: decimals) { return shown }
      }
    }
    return nil
  }

  /// With the numbers of its lines; nil where they do not show the slip in its line alone.
  private func computed(in workspace: Workspace, decimals: Int) -> WrongRun? {
    var drawn = self
    drawn.compute(in: workspace)
    let isFinite = drawn.lines.allSatisfy { $0.value.elements.allSatisfy(\.isFinite) }
    return isFinite && drawn.doubtful(in: workspace, decimals: decimals) == [wrong] ? drawn : nil
  }

  private mutating func compute(in workspace: Workspace) {
    var replay = Replay(of: workspace)
    var values: [Matrix<Double>] = []
    for (index, line) in run.lines.enumerated() {
      let kernel = index == wrong ? slip.kernel ?? line.side.kernel : line.side.kernel
      let scope = Scope<Double>(
        replay.workspace(at: line.side.moment),
        replacing: sources.lines[index].mapValues { values[$0] })
      let value = kernel.value(in: scope)
      values.append(index == wrong ? slip.spoiled(value) : value)
    }
    lines = zip(run.lines, values).enumerated().map { index, line in
      let (own, value) = line
      let tree =
        index == wrong
        ? own.tree.replacing([own.side.tree.location: slip.tree ?? own.side.tree]) : own.tree
      return Line(tree: tree, value: value)
    }
  }

  /// The lines that somebody doubts who works each of them out from the numbers that are shown.
  private func doubtful(in workspace: Workspace, decimals: Int) -> [Int] {
    let shown = lines.map { $0.value.shown(decimals) }
    var replay = Replay(of: workspace)
    return run.lines.indices.filter { index in
      let line = run.lines[index]
      let before = replay.workspace(at: line.side.moment)
      var values = sources.lines[index].mapValues { shown[$0] }
      for name in line.side.kernel.names where values[name] == nil && !before.isGiven(name) {
        values[name] = before.values[name]?.shown(decimals)
      }
      let value = line.side.kernel.value(in: Scope(before, replacing: values))
      let isFar = zip(value.elements, shown[index].elements).contains { own, shown in
        !((own - shown).magnitude <= Self.slack(decimals) + 0.01 * own.magnitude)
      }
      return isFar
    }
  }

  /// What rounding may do to a number that is made from rounded ones.
  private static func slack(_ decimals: Int) -> Double { 3 * Double.pow(10, -Double(decimals)) }

  /// The same slip at other values of the givens.
  package func moved(to workspace: Workspace) -> WrongRun {
    var moved = self
    moved.compute(in: workspace)
    return moved
  }

  /// What was done there, and what the formula is.
  package var explanation: String {
    let line = run.lines[wrong]
    switch slip {
    case .formula(let slip):
      return "\(slip.fact.sentence(of: .they)) The formula is \(line.tree.oneLine())."
    case .number(let pen, _): return "The formula is right, and its number is not. \(pen.text)"
    }
  }
}

extension WrongRun.Slip {
  /// The formula that was worked with, where that is another one.
  fileprivate var kernel: Kernel? {
    switch self {
    case .formula(let slip): slip.kernel
    case .number: nil
    }
  }

  fileprivate var tree: MathTree? {
    switch self {
    case .formula(let slip): slip.tree
    case .number: nil
    }
  }

  /// What is written down instead of a value.
  fileprivate func spoiled(_ value: Matrix<Double>) -> Matrix<Double> {
    switch self {
    case .formula: value
    case .number(let pen, let decimals): pen.spoiled(value, decimals: decimals) ?? value
    }
  }
}

extension WrongRun {
  /// Where the lines of a run have their numbers from.
  fileprivate struct Sources {
    /// For each line the names that it takes from lines above it, with the numbers of those.
    var lines: [[Name: Int]] = []
    /// Whether all that is made from a line is made from it by way of lines that are shown. Else
    /// the numbers of the lesson, which are right, and those of the run would contradict each
    /// other.
    var canBeWrong: [Bool] = []

    /// - Returns: nil when a name has one value in one line and another in the next.
    init?(of run: Run, in workspace: Workspace) {
      let dependencies = Dependencies(workspace)
      let values = run.lines.map { $0.values(by: dependencies) }
      canBeWrong = run.lines.map { _ in true }
      for (index, line) in run.lines.enumerated() {
        let moment = line.side.moment
        var own: [Name: Int] = [:]
        for name in line.side.kernel.names {
          let last = dependencies.lastChange(of: name, at: moment)
          if let above = run.lines[..<index].lastIndex(where: { $0.names.contains(name) }) {
            guard
              let setter = values[above][name],
              last
                == dependencies.lastChange(
                  of: name, at: max(setter + 1, run.lines[above].side.moment))
            else { return nil }
            own[name] = above
          } else if last != dependencies.lastChange(of: name, at: workspace.moment) {
            return nil
          }
        }
        lines.append(own)
        let hidden = line.side.kernel.names.subtracting(own.keys)
        for other in run.lines.indices where other != index {
          func isMade(from names: Set<Name>) -> Bool {
            dependencies.way(from: names, at: moment) { values[other][$0] == $1 } != nil
          }
          if isMade(from: hidden)
            || !line.side.kernel.evaluated.isDisjoint(with: run.lines[other].names)
            || line.side.kernel.isDerived && isMade(from: line.side.kernel.names)
            || run.lines[other].names.contains(where: { $0.whole.map(hidden.contains) ?? false })
          {
            canBeWrong[other] = false
          }
        }
      }
    }
  }
}

extension Matrix where Element == Double {
  /// As it is shown: what is too small for the decimals keeps its first digits.
  fileprivate func shown(_ decimals: Int) -> Matrix {
    let unit = Double.pow(10, -Double(decimals))
    return map { $0.magnitude < unit / 2 ? $0 : ($0 / unit).rounded() * unit }
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
