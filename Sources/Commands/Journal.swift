import Learning
import Lessons
import SourceText
import Terminal

/// The file in which progress is kept: appended to, one write an event, so that two programs at
/// once and a crash in the middle lose one line at most. What has grown large, and says little in
/// many lines, is replaced as a whole by fewer lines that say the same.
struct Journal {
  private let path: String?
  /// Where progress was kept before the course was known by that name, the newest first.
  private var before: [String] = []
  private var saidItFailed = false
  /// What to tell the student at the beginning.
  private var notice: String?
  /// What it said when it was opened, and how long it was then.
  private var opened: (progress: Progress, size: Int)?
  private let now: () -> Int
  /// Whether the student knows that answers are kept as they were typed.
  private var saidItKeeps = false

  /// - Parameter course: two courses may have lessons of one name. Lessons of no course share a
  ///   journal, as all did once.
  init(_ surroundings: Surroundings, of course: Course.Identity? = nil) {
    // A relative path would keep progress wherever one happens to be.
    let home = surroundings.environment("HOME") ?? ""
    let state =
      surroundings.environment("XDG_STATE_HOME").flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? (home.hasPrefix("/") ? home + "/.local/state" : nil)
    now = surroundings.now
    let shared = state.map { $0 + "/longhand/progress" }
    path = shared.map { $0 + (course.map { "-" + $0.name } ?? "") }
    if let shared, let course {
      if let earlier = course.earlier { before.append(shared + "-" + earlier) }
      if !course.isDeclared { before.append(shared) }
    }
    guard path != nil, let path = read else {
      notice =
        "HOME is not set" + (home.isEmpty ? "" : " to a full path")
        + ", so progress cannot be kept; reading goes on without."
      return
    }
    do throws(Disk.Failure) {
      let read = try Self.read(path)
      opened = read
      saidItKeeps = read.progress.keepsTyped
      if read.size > Self.large { Self.compact(path) }
      let newer = read.progress.newer
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

  /// The file that is read: an earlier one until something is kept in its own.
  private var read: String? {
    guard let path, Disk.kind(path) == .missing else { return path }
    return before.first { Disk.kind($0) != .missing } ?? path
  }

  func progress() -> Progress {
    guard let path = read else { return Progress() }
    // Lines are only ever added.
    if let opened, Disk.size(path) == opened.size { return opened.progress }
    return (try? Self.read(path).progress) ?? Progress()
  }

  /// In bytes: reading so much takes a tenth of a second.
  private static let large = 1 << 20

  /// Leaves out what no longer counts, where that is most of it. A journal that cannot be
  /// compacted, as in a folder that may not be written, serves as it is.
  private static func compact(_ path: String) {
    try? Disk.compact(path) { bytes in
      let kept = Array(Progress.compacted(String(decoding: bytes, as: UTF8.self)).utf8)
      return kept.count <= bytes.count / 2 ? kept : nil
    }
  }

  /// Takes out of the files what was forgotten, so that nobody can read it there any more.
  func forget(_ lesson: String) throws(Disk.Failure) {
    guard let path else { return }
    for other in before where Disk.kind(other) != .missing {
      try Disk.append(
        JournalEvent.reset(lesson: lesson).line, to: other, tornEnding: JournalEvent.tornEnding)
    }
    for path in [path] + before where Disk.kind(path) != .missing {
      try Disk.compact(path) { Array(Progress.compacted(String(decoding: $0, as: UTF8.self)).utf8) }
    }
  }

  /// Begins its own file with what was kept before, so that from then on the two are apart.
  private func takeOver(to path: String) throws(Disk.Failure) {
    guard let earlier = read, earlier != path else { return }
    let bytes = try Disk.read(earlier, isOrdinary: true)
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    try Disk.begin(path, with: Array(bytes[..<end]))
  }

  private static func read(
    _ path: String
  ) throws(Disk.Failure) -> (progress: Progress, size: Int) {
    guard Disk.kind(path) != .missing else { return (Progress(), 0) }
    let bytes = try Disk.read(path, isOrdinary: true)
    // A line that is not ended may say something else than it was to say.
    let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (Progress(journal: String(decoding: bytes[..<end], as: UTF8.self)), bytes.count)
  }

  /// Appends an event.
  /// - Returns: what to tell the student, once: that it cannot be kept, or that answers are. The next
  ///   line is tried all the same: a disk that was full may have room again.
  mutating func record(_ event: JournalEvent) -> String? {
    guard let path else { return nil }
    do throws(Disk.Failure) {
      try takeOver(to: path)
      try Disk.append(
        event.at(second: now()).line, to: path, tornEnding: JournalEvent.tornEnding)
      guard event.keepsTyped, !saidItKeeps else { return nil }
      saidItKeeps = true
      return "answers are kept in your own file here; longhand reset forgets them."
    } catch {
      guard !saidItFailed else { return nil }
      saidItFailed = true
      return "progress cannot be kept (\(path): \(error.reason)); reading goes on without."
    }
  }
}
