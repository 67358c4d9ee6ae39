#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Files, pipes and devices: nothing endless is read whole, nothing that was written is torn.
package enum Disk {
  package enum Kind: Sendable {
    case missing, folder, file
    /// A pipe, a device or a socket: what is read of it is gone.
    case stream
  }

  package struct Failure: Error {
    /// What is wrong, to follow a path in a sentence.
    package var reason: String

    package init(reason: String) { self.reason = reason }
  }

  package static func kind(_ path: String) -> Kind {
    var status = stat()
    let found =
      ownDescriptor(path).map { fstat($0, &status) == 0 } ?? (stat(path, &status) == 0)
    return found ? kind(status) : .missing
  }

  /// In bytes; nil for what is no file.
  package static func size(_ path: String) -> Int? {
    var status = stat()
    guard stat(path, &status) == 0, kind(status) == .file else { return nil }
    return Int(status.st_size)
  }

  /// The one path of what may have many: whole, and through no link; nil where nothing is.
  package static func resolved(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  private static func kind(_ status: stat) -> Kind {
    switch status.st_mode & S_IFMT {
    case S_IFDIR: .folder
    case S_IFREG: .file
    default: .stream
    }
  }

  /// A path that names a descriptor of this process, which not every system can open anew: a socket
  /// cannot be on Linux. `-` is standard input.
  private static func ownDescriptor(_ path: String) -> Int32? {
    if path == "-" || path == "/dev/stdin" { return STDIN_FILENO }
    for folder in ["/dev/fd/", "/proc/self/fd/"] where path.hasPrefix(folder) {
      return Int32(path.dropFirst(folder.count))
    }
    return nil
  }

  /// Whether a path can be read only once.
  package static func isReadOnce(_ path: String) -> Bool {
    ownDescriptor(path) != nil || kind(path) == .stream
  }

  /// Whether a path names what keys would come from.
  package static func isStandardInput(_ path: String) -> Bool {
    ownDescriptor(path) == STDIN_FILENO
  }

  // MARK: - Reading

  /// In mebibytes, far above any lesson: a device or a pipe may have no end, and reading a lesson
  /// takes two hundred times its size.
  private static let mostMebibytes = 4

  /// Everything that is in a file, or comes through a pipe.
  ///
  /// - Parameter isOrdinary: whether it must be a file on the disk, and may be as large as it is;
  ///   anything else might make the program wait for ever.
  package static func read(_ path: String, isOrdinary: Bool = false) throws(Failure) -> [UInt8] {
    let descriptor =
      ownDescriptor(path).map { dup($0) }
      ?? open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | (isOrdinary ? O_NONBLOCK : 0))
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    let most = mostMebibytes << 20
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    let kind = kind(status)
    if isOrdinary, kind != .file { throw Failure(reason: "this is no ordinary file") }
    var bytes: [UInt8] = []
    if kind == .file { bytes.reserveCapacity(min(Int(status.st_size), most)) }
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = systemRead(descriptor, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk.prefix(count)
        if !isOrdinary, bytes.count > most {
          throw Failure(
            reason: "there are more than \(mostMebibytes) MiB in it; is it the right file?")
        }
      } else if count == 0 {
        return bytes
      } else if errno == EAGAIN {
        TerminalDevice.waitUntilReady(descriptor, POLLIN)
      } else if errno != EINTR {
        throw failure(errno)
      }
    }
  }

  static func failure(_ code: Int32) -> Failure {
    switch code {
    case ENOENT, ENOTDIR, EBADF: Failure(reason: "there is no such file")
    case EISDIR: Failure(reason: "this is a folder, not a file")
    case EACCES, EPERM: Failure(reason: "you have no permission for it")
    default: Failure(reason: String(cString: strerror(code)))
    }
  }

  // MARK: - Appending

  /// Appends a line to a file, making the file and its folders when there are none, for nobody else
  /// to read.
  ///
  /// - Parameter tornEnding: what comes first after a last line that its writer could not end,
  ///   because it died or the disk was full.
  package static func append(
    _ line: String, to path: String, tornEnding: String
  ) throws(Failure) {
    try makeFolders(of: path)
    // Another program may put a compacted file in the place of the one that was opened.
    for _ in 0..<10 {
      let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
      guard descriptor >= 0 else { throw failure(errno) }
      defer { close(descriptor) }
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
      guard kind(status) == .file else { throw Failure(reason: "this is no ordinary file") }
      lock(descriptor)
      guard isStill(descriptor, at: path) else { continue }
      var last: UInt8 = 0
      let size = lseek(descriptor, 0, SEEK_END)
      let isTorn = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != 0x0A
      try write(Array(((isTorn ? tornEnding : "") + line).utf8), to: descriptor)
      // Without the lock, that may have gone into a file that nobody reads any more.
      if isStill(descriptor, at: path) { return }
    }
    throw Failure(reason: "another program keeps replacing it")
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(Failure) {
    var bytes = bytes[...]
    while !bytes.isEmpty {
      let written = TerminalDevice.put(bytes, to: descriptor)
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        throw failure(errno)
      }
    }
  }

  /// Others wait until the line is whole. The lock ends with the process; one that is held for
  /// long, by a program that was stopped, is not waited for.
  ///
  /// - Returns: whether it is ours.
  @discardableResult
  private static func lock(_ descriptor: Int32) -> Bool {
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
      if errno != EWOULDBLOCK { return false }
      usleep(2000)
    }
    return false
  }

  /// Whether a path still names the file that was opened.
  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (opened, named) = (stat(), stat())
    return fstat(descriptor, &opened) == 0 && stat(path, &named) == 0
      && opened.st_dev == named.st_dev && opened.st_ino == named.st_ino
  }

  // MARK: - Compacting

  /// Puts fewer lines in the place of those of a file, all at once: whatever ends the program, and
  /// whoever reads or appends meanwhile, finds the old ones or the new ones, and no line is lost.
  ///
  /// The new file is written beside the old one before anybody has to wait. What others have
  /// appended until then is copied under their lock, and the new file takes the name. A file that
  /// was left beside it by a program that died is written over.
  ///
  /// - Parameter shorter: from the whole lines of the file those to be kept; nil to leave them.
  package static func compact(
    _ path: String, _ shorter: ([UInt8]) -> [UInt8]?
  ) throws(Failure) {
    // A link goes on leading to the file.
    guard let path = resolved(path) else { throw failure(errno) }
    let old = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard old >= 0 else { throw failure(errno) }
    defer { close(old) }
    var status = stat()
    guard fstat(old, &status) == 0, kind(status) == .file else {
      throw Failure(reason: "this is no ordinary file")
    }
    let bytes = try rest(of: old, from: 0)
    let end = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard let kept = shorter(Array(bytes[..<end])) else { return }

    let beside = path + ".compacted"
    let new = open(beside, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
    guard new >= 0 else { throw failure(errno) }
    defer { close(new) }
    // One program at a time compacts.
    guard flock(new, LOCK_EX | LOCK_NB) == 0, isStill(new, at: beside) else { return }
    do throws(Failure) {
      guard ftruncate(new, 0) == 0, fchmod(new, status.st_mode & 0o777) == 0 else {
        throw failure(errno)
      }
      try write(kept, to: new)
      guard fsync(new) == 0 else { throw failure(errno) }
      guard lock(old), isStill(old, at: path) else {
        throw Failure(reason: "another program is writing it")
      }
      let appended = try rest(of: old, from: end)
      if !appended.isEmpty {
        try write(appended, to: new)
        guard fsync(new) == 0 else { throw failure(errno) }
      }
      guard rename(beside, path) == 0 else { throw failure(errno) }
    } catch {
      unlink(beside)
      throw error
    }
  }

  /// What is in an open file from a byte on.
  private static func rest(of descriptor: Int32, from start: Int) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = pread(descriptor, &chunk, chunk.count, off_t(start + bytes.count))
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if errno != EINTR {
        throw failure(errno)
      }
    }
  }

  static func makeFolders(of path: String, mode: mode_t = 0o700) throws(Failure) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    if mkdir(folder, mode) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw failure(errno) }
    try makeFolders(of: folder, mode: mode)
    if mkdir(folder, mode) != 0, errno != EEXIST { throw failure(errno) }
  }
}

// Inside the type the name would mean its own method.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}
