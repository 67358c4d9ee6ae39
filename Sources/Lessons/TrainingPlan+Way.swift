package import Kernels
import Matrices
import Training

/// A training that was done, looked at again.
extension TrainingPlan {
  /// The cost with the numbers that were found, on the examples that are shown, to be opened.
  package var openedCost: OpenNumber? {
    guard let found else { return nil }
    var own = workspace
    own.take(values(found.theta), at: location)
    let replay = Replay(of: own)
    return OpenNumber(cost, at: replay.last, in: replay)
  }

  /// How many of the examples are shown.
  package var shownCount: Int {
    sets.first.flatMap { workspace.values[$0.name]?.shape.columns } ?? 0
  }
}
