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

  /// Writes everything to standard output, or to standard error.
  package static func write(_ text: String, toError: Bool = false) throws(WriteFailure) {
    var bytes = Array(text.utf8)[...]
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

  /// Whether a byte is there within so many milliseconds.
  private static func hasByte(within milliseconds: Int32) -> Bool {
    var poll = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return Self.wait(&poll, milliseconds)
  }

  private static func wait(_ descriptor: inout pollfd, _ milliseconds: Int32) -> Bool {
    poll(&descriptor, 1, milliseconds) > 0
  }

  /// The next key: a character, or an arrow as `←`, `→`, `↑`, `↓`; a sequence that is none of them
  /// is passed over. Nil at the end of input.
  package static func readKey() -> Character? {
    while let byte = readByte() {
      if byte == 0x1B {
        guard hasByte(within: 30) else { continue }
        if let key = readSequence() { return key }
        continue
      }
      guard byte >= 0x80 else { return Character(UnicodeScalar(byte)) }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      var bytes = [byte]
      while bytes.count < length, let next = readByte() { bytes.append(next) }
      if let character = String(decoding: bytes, as: UTF8.self).first { return character }
    }
    return nil
  }

  private static func readSequence() -> Character? {
    guard let first = readByte(), first == UInt8(ascii: "[") || first == UInt8(ascii: "O") else {
      return nil
    }
    while let byte = readByte() {
      guard (0x40...0x7E).contains(byte) else { continue }
      switch byte {
      case UInt8(ascii: "A"): return "↑"
      case UInt8(ascii: "B"): return "↓"
      case UInt8(ascii: "C"): return "→"
      case UInt8(ascii: "D"): return "←"
      default: return nil
      }
    }
    return nil
  }
}

/// Single keys without echo, for as long as the process runs. Whatever ends it — leaving, Ctrl-C, a
/// signal, a trap — the terminal is put back: `deinit` would not run then, handlers do.
package enum KeyMode {
  nonisolated(unsafe) private static var saved: termios?

  package static func begin() {
    var current = termios()
    guard tcgetattr(STDIN_FILENO, &current) == 0 else { return }
    saved = current
    set()
    atexit { KeyMode.restore() }
    for number in [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE,
    ] {
      signal(number) { number in
        KeyMode.restore()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    signal(SIGTSTP) { _ in
      KeyMode.restore()
      raise(SIGSTOP)
    }
    signal(SIGCONT) { _ in KeyMode.set() }
  }

  private static func set() {
    guard var keys = saved else { return }
    keys.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &keys)
  }

  package static func restore() {
    guard var old = saved else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &old)
  }
}

extension TerminalDevice {
  /// Appends text to a file in one write, making the file when there is none.
  package static func append(_ text: String, to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    return put(bytes[...], to: descriptor) == bytes.count
  }
}
