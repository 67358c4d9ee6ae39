import Learning
import Lessons
import SourceText
import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The file in which progress is kept: appended to, one write an event, never rewritten, so that
/// two programs at once and a crash in the middle lose one line at most.
struct Journal {
  private let path: String?
  private var saidItFailed = false
  /// What to tell the student at the beginning.
  private(set) var notice: String?

  init() {
    let state =
      TerminalDevice.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? TerminalDevice.environment("HOME").map { $0 + "/.local/state" }
    path = state.map { $0 + "/longhand/progress" }
    let newer = progress().newer
    if newer > 0 {
      notice =
        "\(newer) line\(newer == 1 ? "" : "s") of your progress are from a newer longhand; "
        + "they are kept, and this one cannot read them."
    }
  }

  func progress() -> Progress {
    guard let path, let data = FileManager.default.contents(atPath: path) else { return Progress() }
    return Progress(journal: String(decoding: data, as: UTF8.self))
  }

  /// Appends a line.
  /// - Returns: what to tell the student, once, when it cannot be kept.
  mutating func record(_ line: String) -> String? {
    guard !saidItFailed else { return nil }
    do {
      try append(line)
      return nil
    } catch {
      saidItFailed = true
      return "progress cannot be kept (\(path ?? "HOME is not set")); reading goes on without."
    }
  }

  private func append(_ line: String) throws {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    let directory = String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex))
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    guard TerminalDevice.append(line, to: path) else { throw CocoaError(.fileWriteUnknown) }
  }
}
