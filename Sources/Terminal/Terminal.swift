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

  /// Where the program itself lies, through no link; nil where the system does not say.
  package static var executable: String? {
    #if canImport(Darwin)
      var size: UInt32 = 4096
      var path = [CChar](repeating: 0, count: Int(size))
      guard _NSGetExecutablePath(&path, &size) == 0 else { return nil }
      return path.withUnsafeBufferPointer {
        $0.baseAddress.flatMap { Disk.resolved(String(cString: $0)) }
      }
    #else
      return Disk.resolved("/proc/self/exe")
    #endif
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
        if code == EINTR { continue }
        if code == EAGAIN {
          waitUntilReady(toError ? STDERR_FILENO : STDOUT_FILENO, POLLOUT)
          continue
        }
        throw code == EPIPE ? .closed : .failed(reason: String(cString: strerror(code)))
      }
      bytes = bytes.dropFirst(written)
    }
  }

  /// One call of the system's write. Where a file may not grow any more it fails, and the program
  /// does not end.
  static func put(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int {
    bytes.withUnsafeBytes { bytes in
      // A terminal may keep it waiting for long, and then the signal is to mean what it says.
      guard isatty(descriptor) == 0 else {
        return systemWrite(descriptor, bytes.baseAddress, bytes.count)
      }
      return Signals.ignoring(SIGXFSZ) { systemWrite(descriptor, bytes.baseAddress, bytes.count) }
    }
  }

  /// A closed pipe is an error of the write, not the end of the process.
  package static func ignoreBrokenPipes() { signal(SIGPIPE, SIG_IGN) }

  /// Waits where whoever made a descriptor has made it one that never waits.
  static func waitUntilReady(_ descriptor: Int32, _ events: Int32) {
    var waited = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    poll(&waited, 1, -1)
  }

  // MARK: - Keys

  /// Standard input byte by byte; nil at its end.
  package static func readByte() -> UInt8? {
    var byte: UInt8 = 0
    while true {
      let count = read(STDIN_FILENO, &byte, 1)
      if count == 1 { return byte }
      guard count < 0, errno == EINTR || errno == EAGAIN else { return nil }
      if errno == EAGAIN { waitUntilReady(STDIN_FILENO, POLLIN) }
    }
  }
}
