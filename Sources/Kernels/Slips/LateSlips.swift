import Matrices
import Synchronization

/// Slips that are made when somebody asks for them: a right answer needs none.
package final class LateSlips: Sendable {
  private let make: @Sendable () -> Slips
  private let made = Mutex<Slips?>(nil)

  package init(_ make: @escaping @Sendable () -> Slips) { self.make = make }

  package convenience init(_ slips: Slips) { self.init { slips } }

  package var slips: Slips {
    made.withLock { made in
      if let made { return made }
      let new = make()
      made = new
      return new
    }
  }
}

/// A workspace, and the same with other givens, made when somebody asks for them. Two formulas are
/// the same by algebra when they have the same values in all of them.
package final class Draws: Sendable {
  private let workspace: Workspace
  private let made = Mutex<[Workspace]?>(nil)

  package init(of workspace: Workspace) { self.workspace = workspace }

  var workspaces: [Workspace] {
    made.withLock { made in
      if let made { return made }
      let new =
        [workspace]
        + (1...UInt64(2)).map { seed -> Workspace in
          var replay = Replay(of: workspace, drawing: seed)
          return replay.end()
        }
      made = new
      return new
    }
  }

  /// Whether two formulas have the same values, here and at other givens.
  package func agree(_ a: Kernel, _ b: Kernel) -> Bool {
    guard a.shape == b.shape else { return false }
    let scope = Scope<Double>(workspace)
    guard a.value(in: scope).isClose(to: b.value(in: scope), tolerance: 1e-9) else { return false }
    return workspaces.dropFirst().allSatisfy { draw in
      let scope = Scope<Double>(draw)
      return a.value(in: scope).isClose(to: b.value(in: scope), tolerance: 1e-9)
    }
  }
}
