import Learning
import Lessons
import SourceText
import Synchronization
import Terminal

/// A lesson whose file is being written: read when it has changed and is whole, with all that it
/// takes from other files, and then checked while the author goes on.
struct LessonWatch {
  /// What there is to tell.
  enum News {
    case read(Lesson)
    /// The file cannot be read; why.
    case missed([Finding])
    /// All findings of what was read last.
    case checked([Finding])
  }

  private let session: Session
  private let path: String
  private let watch: FileWatch
  private var rest = Rest()
  /// What was read last.
  private var bytes: [String: [UInt8]] = [:]
  private var isMissed = false
  private let checks = Checks()
  /// How often there was something to check.
  private var readings = 0
  private var isChecking = false
  /// What is to be checked when that is done.
  private var waiting: Lesson?

  init(_ session: Session, _ path: String, _ watch: FileWatch) {
    (self.session, self.path, self.watch) = (session, path, watch)
  }

  /// Why it is looked at again and again; nil where the system tells of changes.
  var lack: FileWatch.Lack? { watch.lack }

  /// The lesson as it is at the beginning.
  mutating func begin() -> Lesson {
    let lesson = read()
    isMissed = lesson.isUnreadable
    session.surroundings.screen.listen(watch.descriptor)
    return lesson
  }

  /// How long to wait for anything else, in milliseconds.
  var patience: Int32 {
    let remaining = rest.remaining(at: session.surroundings.milliseconds())
    return min(watch.patience, remaining.map(Int32.init) ?? .max)
  }

  /// What is new, if anything is.
  mutating func news() -> News? {
    if let checked = checks.take() {
      isChecking = false
      if let next = waiting { check(next) }
      if checked.reading == readings { return .checked(checked.findings) }
    }
    let now = session.surroundings.milliseconds()
    let look = watch.look()
    if look.isChanged {
      rest.note(at: now, isBeingWritten: look.isBeingWritten, isDoubtful: look.isDoubtful)
    } else if !look.isBeingWritten {
      rest.close()
    }
    guard rest.remaining(at: now) == 0 else { return nil }
    rest = Rest()
    return changed()
  }

  /// Reads it again, also when nothing has told of a change.
  mutating func again() -> News {
    let lesson = read()
    isMissed = lesson.isUnreadable
    waiting = nil
    return isMissed ? .missed(lesson.findings) : .read(lesson)
  }

  private mutating func changed() -> News? {
    let before = (bytes, isMissed)
    let news = again()
    // The same once more, as of a file that was only touched.
    if before == (bytes, isMissed) { return nil }
    return news
  }

  private mutating func read() -> Lesson {
    let record = Record()
    var files = session.files
    let own = files.read
    files.read = { path throws(Files.Problem) in
      do throws(Files.Problem) {
        let bytes = try own(path)
        record.note(path, bytes)
        return bytes
      } catch {
        record.note(path, nil)
        throw error
      }
    }
    var reading = session
    reading.files = files
    let lesson = session.computing { reading.reader.lesson(at: path) }
    bytes = record.bytes
    watch.watch(record.paths.union([path]))
    readings += 1
    return lesson
  }

  /// Begins to check what was read last, when nothing else is being checked any more.
  mutating func check(_ lesson: Lesson) {
    waiting = isChecking ? lesson : nil
    guard !isChecking, !lesson.file.bytes.isEmpty else { return }
    isChecking = true
    let (reader, checks, reading) = (session.reader, checks, readings)
    session.surroundings.screen.computeApart {
      let checked = reader.checkedLesson(lesson.file).checkingQuestions()
      checks.put(Checks.Result(reading: reading, findings: checked.findings))
    }
  }

  /// Where what was found waits to be told.
  private final class Checks: Sendable {
    struct Result: Sendable {
      var reading: Int
      var findings: [Finding]
    }

    private let result = Mutex<Result?>(nil)

    func put(_ new: Result) { result.withLock { $0 = new } }

    func take() -> Result? {
      result.withLock { result in
        defer { result = nil }
        return result
      }
    }
  }

  /// The files that were asked for.
  private final class Record: Sendable {
    private let files = Mutex<[String: [UInt8]?]>([:])

    func note(_ path: String, _ bytes: [UInt8]?) { files.withLock { $0[path] = .some(bytes) } }

    var paths: Set<String> { files.withLock { Set($0.keys) } }
    var bytes: [String: [UInt8]] { files.withLock { $0.compactMapValues(\.self) } }
  }
}

extension Lesson {
  /// Whether its file is not there, or may not be read.
  fileprivate var isUnreadable: Bool {
    isEmpty && findings.contains { $0.kind == .unreadableFile }
  }
}
