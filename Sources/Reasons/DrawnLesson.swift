package import Kernels
import Matrices

/// A lesson at a moment, at a few draws of its givens. Other numbers than the lesson's own are
/// asked, for there what is equal by accident parts.
package struct DrawnLesson: Sendable {
  let workspaces: [Workspace]

  private static let draws = 2

  /// - Parameters:
  ///   - workspace: the lesson's, with its history.
  ///   - formulas: what has to have a value. Where a logarithm, a root or a quotient has none at what
  ///     is drawn, half the way there from the lesson's own numbers is tried, and again half of it:
  ///     at the lesson's own it has one, and so it has near them.
  package init(
    _ workspace: Workspace, at moment: Int, where formulas: [Kernel] = [], seed first: UInt64 = 0
  ) {
    workspaces = (first..<first + UInt64(Self.draws)).map { seed in
      var numbers = RandomNumbers(seed: seed)
      var drawn: [Name: Matrix<Double>] = [:]
      for (name, value) in workspace.changeable { drawn[name] = numbers.ordinary(value) }
      var found = Self.replayed(workspace, at: moment, drawn)
      for _ in 0..<Self.halvings where !formulas.allSatisfy({ $0.isFinite(in: found) }) {
        for (name, value) in workspace.changeable {
          drawn[name] = drawn[name]?.combined(with: value) { ($0 + $1) / 2 }
        }
        found = Self.replayed(workspace, at: moment, drawn)
      }
      return found
    }
  }

  private static let halvings = 12

  private static func replayed(
    _ workspace: Workspace, at moment: Int, _ givens: [Name: Matrix<Double>]
  ) -> Workspace {
    var replay = Replay(of: workspace, giving: givens)
    return replay.workspace(at: moment)
  }

  /// Whether two parts have one value.
  func agree(_ inference: Inference) -> Bool {
    workspaces.allSatisfy { workspace in
      inference.before.agrees(with: inference.after, in: World(workspace))
    }
  }

  /// Whether two parts that have one value still have it in a world without a law: at all numbers
  /// of their indices that are looked at for the first draw, and at one for the others.
  func agree(_ inference: Inference, without law: Law) -> Bool {
    workspaces.enumerated().allSatisfy { draw, workspace in
      for strength in Self.strengths {
        let world = World(workspace, breaking: World.Broken(law: law, strength: strength))
        switch inference.before.comparison(with: inference.after, in: world, isOnce: draw > 0) {
        case .alike: return true
        case .apart: return false
        case .untold: break
        }
      }
      return true
    }
  }

  /// How much a law is broken, and how little where a formula has no value in such a world.
  private static let strengths = [0.1, 0.001]

  /// Whether a part is 0, whatever the numbers are.
  func isZero(_ part: Part) -> Bool {
    workspaces.allSatisfy { workspace in
      part.values(in: World(workspace)).allSatisfy { value in
        value.elements.allSatisfy { $0.value == 0 }
      }
    }
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

extension Kernel {
  fileprivate func isFinite(in workspace: Workspace) -> Bool {
    value(in: Scope<Double>(workspace)).isFinite
  }
}

extension Matrix<Dual> {
  private static var tolerance: Double { 1e-7 }

  /// How two values compare. Nothing can be told where one of them has none.
  enum Comparison { case alike, apart, untold }

  func comparison(with other: Matrix) -> Comparison {
    guard isFinite, other.isFinite else { return .untold }
    return agrees(with: other) ? .alike : .apart
  }

  /// Values and slopes alike, but for rounding; what has no value agrees with nothing.
  func agrees(with other: Matrix) -> Bool {
    guard shape.count == other.shape.count, isFinite, other.isFinite else { return false }
    func isNear(_ number: (Dual) -> Double) -> Bool {
      let size = (elements + other.elements).map { number($0).magnitude }.max() ?? 0
      return zip(elements, other.elements).allSatisfy {
        (number($0) - number($1)).magnitude <= Self.tolerance * Swift.max(size, 1e-9)
      }
    }
    return isNear(\.value) && isNear(\.slope)
  }
}
