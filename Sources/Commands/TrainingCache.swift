import Lessons
import Terminal
import Training

/// What training has found, by what it was computed from, so that coming back to a lesson is
/// instant. A file that is not whole, or of something else, is as none.
struct TrainingCache: Sendable {
  private let folder: String?

  init(_ surroundings: Surroundings) {
    let home = surroundings.environment("HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
    let cache =
      surroundings.environment("XDG_CACHE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? home.map { $0 + "/.cache" }
    folder = cache.map { $0 + "/longhand/trained" }
  }

  func minimum(_ plan: TrainingPlan) -> StoredMinimum? {
    guard let folder, Disk.kind(folder) == .folder else { return nil }
    let key = plan.key
    guard let bytes = try? Disk.read(folder + "/" + key, isOrdinary: true) else { return nil }
    return StoredMinimum(
      String(decoding: bytes, as: UTF8.self), key: key, count: plan.start.count)
  }

  /// - Returns: why it cannot be kept.
  func keep(_ minimum: StoredMinimum, of plan: TrainingPlan) -> String? {
    guard let folder else { return "HOME is not set to a full path" }
    let key = plan.key
    do throws(Disk.Failure) {
      try Disk.replace(folder + "/" + key, with: Array(minimum.text(key).utf8))
      return nil
    } catch {
      return "\(folder): \(error.reason)"
    }
  }
}
