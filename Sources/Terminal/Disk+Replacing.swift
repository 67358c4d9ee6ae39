#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

extension Disk {
  /// Makes a folder, and those above it, where there is none: for everybody to read.
  package static func makeFolder(_ path: String) throws(Failure) {
    if mkdir(path, 0o777) == 0 || kind(path) == .folder { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw failure(code)
    }
    try makeFolder(String(path[..<slash]))
    if mkdir(path, 0o777) != 0, kind(path) != .folder { throw failure(errno) }
  }

  /// Writes a new file, which is for everybody to read.
  ///
  /// - Returns: whether there was none of that name before.
  package static func create(_ path: String, with bytes: [UInt8]) throws(Failure) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw failure(errno)
    }
    do throws(Failure) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor)
    } catch {
      unlink(path)
      throw error
    }
    return true
  }

  /// Puts a file in the place of another, or where there was none: whoever reads finds the old one
  /// or the new one, whole, whenever the program ends.
  ///
  /// - Parameter isForEverybody: whether others may read it, as the umask allows.
  package static func replace(
    _ path: String, with bytes: [UInt8], isForEverybody: Bool = false
  ) throws(Failure) {
    let beside = try write(bytes, beside: path, isForEverybody)
    guard rename(beside, path) == 0 else {
      let code = errno
      unlink(beside)
      throw failure(code)
    }
  }

  /// Puts a file where there is none, whole at once, for nobody else to read. One that somebody has
  /// put there meanwhile stays.
  package static func begin(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let beside = try write(bytes, beside: path, false)
    if link(beside, path) == 0 || errno == EEXIST {
      unlink(beside)
    } else if kind(path) == .missing, rename(beside, path) != 0 {
      // Some disks know no links.
      let code = errno
      unlink(beside)
      throw failure(code)
    }
  }

  /// - Returns: the path of the file that was written, beside another one that it is to become.
  private static func write(
    _ bytes: [UInt8], beside path: String, _ isForEverybody: Bool
  ) throws(Failure) -> String {
    try makeFolders(of: path, mode: isForEverybody ? 0o777 : 0o700)
    // Two programs at once each write their own.
    let beside = path + ".\(getpid())"
    let descriptor = open(
      beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, isForEverybody ? 0o666 : 0o600)
    guard descriptor >= 0 else { throw failure(errno) }
    do throws(Failure) {
      defer { close(descriptor) }
      try write(bytes, to: descriptor)
      guard fsync(descriptor) == 0 else { throw failure(errno) }
    } catch {
      unlink(beside)
      throw error
    }
    return beside
  }

  /// Removes a file; one that is not there is no matter.
  package static func remove(_ path: String) throws(Failure) {
    if unlink(path) != 0, errno != ENOENT { throw failure(errno) }
  }
}
