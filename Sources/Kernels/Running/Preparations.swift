import Matrices
import Synchronization

/// What has been prepared to do a history again: formulas, by the moment at which they are computed.
/// They hold for all numbers of the givens, so that whoever does this history again shares them.
final class Preparations: Sendable {
  enum Place: Hashable {
    /// Names that an update has put out of date.
    case outOfDate(Set<Name>, moment: Int)
    /// Definitions that follow each other.
    case definitions(from: Int, count: Int)
    /// A round of the loop that begins at a moment.
    case round(of: Int)
  }

  private enum Stage {
    /// What is done once only is not worth preparing.
    case askedOnce, impossible
    case prepared(PreparedFormulas)
  }

  private let known = Mutex<[Place: Stage]>([:])
  /// What an update puts out of date, by its moment.
  private let dependents = Mutex<[Int: Set<Name>]>([:])

  /// What is defined by way of names that are given new values at a moment.
  func dependents(at moment: Int, find: () -> Set<Name>) -> Set<Name> {
    if let known = dependents.withLock({ $0[moment] }) { return known }
    let found = find()
    dependents.withLock { $0[moment] = found }
    return found
  }

  /// What is done with the formulas of a place.
  ///
  /// - Parameters:
  ///   - isWorth: whether they are prepared for the first who asks.
  ///   - prepare: nil where they are too long to be written out.
  /// - Returns: nil where they are to be done one operation after the other.
  func with<Found>(
    _ place: Place, isWorth: Bool, prepare: () -> PreparedFormulas?,
    _ use: (inout PreparedFormulas) -> Found?
  ) -> Found? {
    // Taken out, so that its memory is not copied; who comes meanwhile prepares their own.
    let stage = known.withLock { $0.removeValue(forKey: place) }
    var formulas: PreparedFormulas?
    switch stage {
    case .prepared(let known): formulas = known
    case .askedOnce: formulas = prepare()
    case nil where isWorth: formulas = prepare()
    case nil:
      known.withLock { $0[place] = .askedOnce }
      return nil
    case .impossible: break
    }
    guard var formulas else {
      known.withLock { $0[place] = .impossible }
      return nil
    }
    let found = use(&formulas)
    known.withLock { [formulas] in $0[place] = .prepared(formulas) }
    return found
  }
}
