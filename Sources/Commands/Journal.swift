import Learning
import Lessons
import SourceText
import Terminal

/// The file in which progress is kept: appended to, one write an event, never rewritten, so that
/// two programs at once and a crash in the middle lose one line at most.
struct Journal {
  private let path: String?
  private var saidItFailed = false
  /// What to tell the student at the beginning.
  private var notice: String?

  init(_ surroundings: Surroundings) {
    // A relative path would keep progress wherever one happens to be.
    let home = surroundings.environment("HOME") ?? ""
    let state =
      surroundings.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (home.hasPrefix("/") ? home + "/.local/state" : nil)
    path = state.map { $0 + "/longhand/progress" }
    guard let path else {
      notice =
        "HOME is not set" + (home.isEmpty ? "" : " to a full path")
        + ", so progress cannot be kept; reading goes on without."
      return
    }
    do throws(Disk.Failure) {
      let newer = try Self.read(path).newer
      if newer > 0 {
        notice =
          "\(newer) line\(newer == 1 ? "" : "s") of your progress are from a newer longhand; "
          + "they are kept, and this one cannot read them."
      }
    } catch {
      notice = "progress cannot be read (\(path): \(error.reason)); reading goes on without."
    }
  }

  /// The notice, the first time it is asked for.
  mutating func takeNotice() -> String? {
    defer { notice = nil }
    return notice
  }

  func progress() -> Progress {
    guard let path, let progress = try? Self.read(path) else { return Progress() }
    return progress
  }

  private static func read(_ path: String) throws(Disk.Failure) -> Progress {
    guard Disk.kind(path) != .missing else { return Progress() }
    let bytes = try Disk.read(path, isOrdinary: true)
    // A line that is not ended may say something else than it was to say.
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return Progress(journal: String(decoding: bytes[..<end], as: UTF8.self))
  }

  /// Appends a line.
  /// - Returns: what to tell the student, once, when it cannot be kept. The next line is tried all
  ///   the same: a disk that was full may have room again.
  mutating func record(_ line: String) -> String? {
    guard let path else { return nil }
    do throws(Disk.Failure) {
      try Disk.append(line, to: path, tornEnding: Progress.tornEnding)
      return nil
    } catch {
      guard !saidItFailed else { return nil }
      saidItFailed = true
      return "progress cannot be kept (\(path): \(error.reason)); reading goes on without."
    }
  }
}
