package import SourceText

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

// Inside `TerminalDevice` the name would mean its own method.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

/// The process's terminal: what it can do, its size, its keys, and putting it back as it was.
package enum TerminalDevice {
  package static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  package static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Columns and rows of the terminal on standard output, or nil when there is none.
  package static var size: (columns: Int, rows: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return (Int(size.ws_col), Int(size.ws_row))
  }

  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  // MARK: - Writing

  package enum WriteFailure: Error {
    /// Nobody reads any more, as when a pager was left.
    case closed
    case failed(reason: String)
  }

  /// Writes everything to standard output, or to standard error. Nothing else writes there, but for
  /// what `FullScreen` puts, which are literals.
  package static func write(_ text: TerminalText, toError: Bool = false) throws(WriteFailure) {
    var bytes = Array(text.written.utf8)[...]
    while !bytes.isEmpty {
      let written = put(bytes, to: toError ? STDERR_FILENO : STDOUT_FILENO)
      if written < 0 {
        let code = errno
        if code == EINTR || code == EAGAIN { continue }
        throw code == EPIPE ? .closed : .failed(reason: String(cString: strerror(code)))
      }
      bytes = bytes.dropFirst(written)
    }
  }

  /// One call of the system's write.
  private static func put(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
  }

  /// A closed pipe is an error of the write, not the end of the process.
  package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  // MARK: - Keys

  /// Standard input byte by byte; nil at its end.
  package static func readByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      if count < 0, errno == EINTR { continue }
      return nil
    }
  }

  /// Everything on standard input.
  package static func readAll() -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if count == 0 || errno != EINTR {
        return bytes
      }
    }
  }
}

extension TerminalDevice {
  /// Appends a line to a file in one write, making the file when there is none. A last line that was
  /// torn, because its writer died or the disk was full, is ended first.
  package static func append(_ line: String, to path: String) -> Bool {
    let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var last: UInt8 = 0
    let size = lseek(descriptor, 0, SEEK_END)
    let isTorn = size > 0 && pread(descriptor, &last, 1, size - 1) == 1 && last != 0x0A
    let bytes = Array(((isTorn ? "\n" : "") + line).utf8)
    return put(bytes[...], to: descriptor) == bytes.count
  }
}
