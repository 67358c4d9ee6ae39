package import Kernels
import Matrices
import Synchronization

/// A lesson at a moment, at a few draws of its givens. Other numbers than the lesson's own are
/// asked, for there what is equal by accident parts.
package struct DrawnLesson: Sendable {
  let workspaces: [Workspace]
  let definitions = Definitions()

  /// The formulas of names as they are run, the same for all draws.
  final class Definitions: Sendable {
    private let known = Mutex<[Name: Kernel]>([:])

    func unrolled(_ name: Name, _ kernel: Kernel) -> Kernel {
      known.withLock { known in
        if let own = known[name] { return own }
        let own = kernel.unrolled
        known[name] = own
        return own
      }
    }
  }

  private static let draws = 2

  /// - Parameters:
  ///   - workspace: the lesson's, with its history.
  ///   - formulas: what has to have a value. Where a logarithm, a root or a quotient has none at what
  ///     is drawn, half the way there from the lesson's own numbers is tried, and again half of it:
  ///     at the lesson's own it has one, and so it has near them.
  package init(
    _ workspace: Workspace, at moment: Int, where formulas: [Kernel] = [], seed first: UInt64 = 0
  ) {
    let parts = formulas.map { Part($0).withIndicesOpen }
    var drawn = (first..<first + UInt64(Self.draws)).map { seed in
      var numbers = RandomNumbers(seed: seed)
      return workspace.changeable.reduce(into: [Name: Matrix<Double>]()) {
        $0[$1.name] = numbers.ordinary($1.value)
      }
    }
    var found = drawn.map { Self.replayed(workspace, at: moment, $0) }
    for _ in 0..<Self.halvings {
      let worlds = DrawnLesson(workspaces: found).worlds
      let areFinite = parts.flatMap { $0.values(in: worlds) }.reduce(.all) { $0 .& $1.areFinite }
      if areFinite == .all { break }
      for draw in found.indices where !areFinite[draw] {
        for (name, value) in workspace.changeable {
          drawn[draw][name] = drawn[draw][name]?.combined(with: value) { ($0 + $1) / 2 }
        }
        found[draw] = Self.replayed(workspace, at: moment, drawn[draw])
      }
    }
    workspaces = found
  }

  private init(workspaces: [Workspace]) { self.workspaces = workspaces }

  private static let halvings = 12

  private static func replayed(
    _ workspace: Workspace, at moment: Int, _ givens: [Name: Matrix<Double>]
  ) -> Workspace {
    var replay = Replay(of: workspace, giving: givens)
    return replay.workspace(at: moment)
  }

  // MARK: - Values

  /// All draws side by side, with the laws that hold.
  var worlds: Worlds { Worlds(workspaces.indices.map { World(draw: $0) }, of: self) }

  /// Whether two parts have one value.
  func agree(_ inference: Inference) -> Bool { inference.agrees(in: worlds) }

  /// How much a law is broken, and how little where a formula has no value in such a world.
  private static let strengths = [0.1, 0.001]

  /// The laws among some without which two parts with one value part: at all numbers of their
  /// indices that are looked at for the first draw, and at one for the others.
  func needed(_ laws: [Law], by inference: Inference) -> Set<Law> {
    let (before, after) = (inference.before, inference.after)
    guard before.ranges == after.ranges else { return Set(laws) }
    var needed: Set<Law> = []
    for draw in workspaces.indices {
      var open = laws.filter { !needed.contains($0) }
      for strength in Self.strengths where !open.isEmpty {
        var untold: Set<Law> = []
        let worlds = open.map { World(draw: draw, broken: .init(law: $0, strength: strength)) }
        look(at: worlds, draw == 0 ? 0..<before.looks : before.looks - 1..<before.looks) {
          let comparison = before.comparison(with: after, look: $2, in: $0)
          for (lane, world) in $1 {
            if comparison.apart[lane] {
              needed.insert(open[world])
            } else if comparison.untold[lane] {
              untold.insert(open[world])
            }
          }
          return comparison.apart
        }
        open = open.filter { untold.contains($0) && !needed.contains($0) }
      }
    }
    return needed
  }

  /// Looks at worlds, as many at once as there are lanes, at one number of the indices after the
  /// other.
  ///
  /// - Parameter look: looks at some of them, of which these lanes are still looked at, and says with
  ///   which one is done.
  /// - Returns: the places of the worlds with which one was never done.
  @discardableResult
  func look(
    at worlds: [World], _ looks: Range<Int>,
    _ look: (Worlds, [(lane: Int, world: Int)], _ look: Int) -> Worlds.Mask
  ) -> [Int] {
    var left = Array(worlds.indices)
    var groups: [(worlds: Worlds, members: [(lane: Int, world: Int)])] = []
    for number in looks {
      let wanted = (left.count + DualLanes.count - 1) / DualLanes.count
      if groups.isEmpty || wanted < groups.count {
        // What is left fits into fewer.
        groups = (0..<wanted).map { group in
          let own = left[(group * DualLanes.count)...].prefix(DualLanes.count)
          return (
            Worlds(own.map { worlds[$0] }, of: self),
            own.enumerated().map { (lane: $0, world: $1) }
          )
        }
      }
      for group in groups.indices where !groups[group].members.isEmpty {
        let done = look(groups[group].worlds, groups[group].members, number)
        groups[group].members.removeAll { done[$0.lane] }
      }
      left = groups.flatMap { $0.members.map(\.world) }
    }
    return left
  }
}

extension RandomNumbers {
  /// Numbers such as those of a given that picks one thing: shares of one, so that no law hides
  /// behind zeros. Others are drawn as for any claim; what is stated of them is kept.
  fileprivate mutating func ordinary(_ given: Matrix<Double>) -> Matrix<Double> {
    let isVector = given.shape.rows == 1 || given.shape.columns == 1
    // Nothing but ones picks nothing: it adds up, and formulas rely on that.
    guard !given.shape.isScalar, isVector, given.hasForm, given.elements.contains(1),
      given.elements.contains(0)
    else { return keeping(given) }
    let drawn = given.map { _ in uniform(in: 0.2...0.9) }
    let sum = given.elements.reduce(0, +) == 1 ? drawn.elements.reduce(0, +) : 1
    return drawn.map { $0 / sum }
  }
}

/// How two values compare, world by world. Nothing can be told where one of them has none.
struct Comparison {
  var alike: Worlds.Mask
  var untold: Worlds.Mask
  var apart: Worlds.Mask { .!(alike .| untold) }
}

extension Matrix<DualLanes> {
  private static var tolerance: Double { 1e-7 }

  /// Values and slopes are alike, but for rounding.
  func comparison(with other: Matrix) -> Comparison {
    let untold = .!(areFinite .& other.areFinite)
    guard shape.count == other.shape.count else { return Comparison(alike: .none, untold: untold) }
    func areNear(_ number: (DualLanes) -> Worlds.Lanes) -> Worlds.Mask {
      var size = Worlds.Lanes(repeating: 1e-9)
      for element in elements + other.elements {
        let own = number(element).magnitudes
        size.replace(with: own, where: own .> size)
      }
      return zip(elements, other.elements).reduce(.all) { near, pair in
        near .& ((number(pair.0) - number(pair.1)).magnitudes .<= Self.tolerance * size)
      }
    }
    return Comparison(alike: areNear(\.values) .& areNear(\.slopes) .& .!untold, untold: untold)
  }
}
