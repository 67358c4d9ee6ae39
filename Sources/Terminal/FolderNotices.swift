#if canImport(Glibc)
  @preconcurrency import Glibc
#endif

/// What the system tells of changes in folders: inotify on Linux, nothing elsewhere.
final class FolderNotices {
  enum Event {
    /// A file was written, and is still open.
    case written
    /// A file was closed after writing, or is there under this name since now.
    case closed
    case other
  }

  #if canImport(Glibc)
    let descriptor: Int32

    init?() {
      descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      guard descriptor >= 0 else { return nil }
    }

    deinit { close(descriptor) }

    /// - Returns: whether the folder can be watched.
    func add(_ folder: String) -> Bool {
      let wanted =
        IN_MODIFY | IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_ATTRIB
      return inotify_add_watch(descriptor, folder, UInt32(wanted)) >= 0
    }

    /// What was told since the last time, in order, with the name of the file.
    func take() -> [(name: String, event: Event)] {
      var found: [(String, Event)] = []
      var bytes = [UInt8](repeating: 0, count: 16_384)
      while true {
        let count = read(descriptor, &bytes, bytes.count)
        guard count > 0 else { return found }
        var start = 0
        // Watch, mask, cookie and the length of the name, then the name, filled with zeros.
        while start + 16 <= count {
          func word(_ offset: Int) -> UInt32 {
            (0..<4).reduce(0) { $0 | UInt32(bytes[start + offset + $1]) << UInt32(8 * $1) }
          }
          let (mask, length) = (word(4), Int(word(12)))
          let name = bytes[min(start + 16, count)..<min(start + 16 + length, count)]
          let closing = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM)
          let event: Event =
            mask & closing != 0 ? .closed : mask & UInt32(IN_MODIFY) != 0 ? .written : .other
          found.append((String(decoding: name.prefix { $0 != 0 }, as: UTF8.self), event))
          start += 16 + length
        }
      }
    }
  #else
    let descriptor: Int32 = -1
    init?() { return nil }
    func add(_ folder: String) -> Bool { false }
    func take() -> [(name: String, event: Event)] { [] }
  #endif
}
