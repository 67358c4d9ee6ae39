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
  }

  package static func kind(_ path: String) -> Kind {
    var status = stat()
    let found =
      ownDescriptor(path).map { fstat($0, &status) == 0 } ?? (stat(path, &status) == 0)
    return found ? kind(status) : .missing
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

  private static func failure(_ code: Int32) -> Failure {
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
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0o600)
    guard descriptor >= 0 else { throw failure(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
    guard kind(status) == .file else { throw Failure(reason: "this is no ordinary file") }
    lock(descriptor)
    var last: UInt8 = 0
    let size = lseek(descriptor, 0, SEEK_END)
    let isTorn = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != 0x0A
    var bytes = Array(((isTorn ? tornEnding : "") + line).utf8)[...]
    while !bytes.isEmpty {
      let written = TerminalDevice.put(bytes, to: descriptor)
      if written > 0 {
        bytes = bytes.dropFirst(written)
      } else if errno != EINTR {
        throw failure(errno)
      }
    }
  }

  /// Others wait until the line is whole. The lock ends with the process; one that is held for long,
  /// by a program that was stopped, is not waited for.
  private static func lock(_ descriptor: Int32) {
    for _ in 0..<50 {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK { return }
      usleep(2000)
    }
  }

  private static func makeFolders(of path: String) throws(Failure) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw failure(errno) }
    try makeFolders(of: folder)
    if mkdir(folder, 0o700) != 0, errno != EEXIST { throw failure(errno) }
  }
}

// Inside the type the name would mean its own method.
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}
