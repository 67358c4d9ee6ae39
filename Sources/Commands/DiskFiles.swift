import Lessons
import Synchronization
import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Lessons on the disk, or through pipes.
enum DiskFiles {
  /// Puts other bytes in the place of a file's, all of them or none.
  static func replace(_ path: String, with bytes: [UInt8]) throws(Files.Problem) {
    do {
      try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Files.Problem("it cannot be written")
    }
  }

  static let files: Files = {
    let kept = KeptBytes()
    return Files(
      read: { path throws(Files.Problem) in
        if let bytes = kept[path] { return bytes }
        do throws(Disk.Failure) {
          let bytes = try Disk.read(path)
          if Disk.isReadOnce(path) { kept[path] = bytes }
          return bytes
        } catch {
          throw Files.Problem(error.reason)
        }
      },
      list: { directory in
        ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).sorted()
      }, resolved: { Disk.resolved($0) })
  }()
}

/// What came through pipes, where it is asked for again: for the outline, then the lesson.
private final class KeptBytes: Sendable {
  private let bytes = Mutex<[String: [UInt8]]>([:])

  subscript(path: String) -> [UInt8]? {
    get { bytes.withLock { $0[path] } }
    set { bytes.withLock { $0[path] = newValue } }
  }
}
