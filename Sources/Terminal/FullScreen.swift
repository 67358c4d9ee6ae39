#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// The terminal as a screen of its own: raw keys, the alternate screen, the mouse, pasted text in one
/// piece. Whatever ends it (leaving, Ctrl-C, a signal, a trap) the terminal is put back: `deinit`
/// would not run then, handlers do, and they only write and set.
package enum FullScreen {
  /// What a wait ended with.
  package enum Event: Sendable {
    case bytes([UInt8])
    /// The size changed, or the program goes on after it was suspended: all must be painted again.
    case redraw
    /// Nothing came in time.
    case timeout
    /// Nobody types any more.
    case end
  }

  nonisolated(unsafe) private static var saved: termios?
  nonisolated(unsafe) private static var isOn = false
  /// Handlers write a byte into it, the loop waits for it beside the keyboard.
  nonisolated(unsafe) private static var pipe: (read: Int32, write: Int32) = (-1, -1)

  // Alternate screen, no cursor, no wrapping at the edge, clicks and wheel as SGR sequences, pastes
  // in brackets.
  private static let enter: StaticString =
    "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?1000h\u{1B}[?1006h\u{1B}[?2004h"
  private static let leave: StaticString =
    "\u{1B}[?2026l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

  /// - Returns: false when standard input or output is no terminal that could do it.
  package static func begin() -> Bool {
    var current = termios()
    guard tcgetattr(STDIN_FILENO, &current) == 0 else { return false }
    saved = current
    var ends: [Int32] = [-1, -1]
    guard makePipe(&ends) else { return false }
    pipe = (ends[0], ends[1])
    on()
    atexit { FullScreen.end() }
    // The signals that end a program, traps among them: first the terminal, then what they mean.
    for number in [
      SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE,
    ] {
      signal(number) { number in
        FullScreen.end()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    signal(SIGTSTP) { _ in
      FullScreen.end()
      raise(SIGSTOP)
    }
    signal(SIGCONT) { _ in
      FullScreen.on()
      FullScreen.wake()
    }
    signal(SIGWINCH) { _ in FullScreen.wake() }
    return true
  }

  private static func makePipe(_ ends: inout [Int32]) -> Bool {
    guard systemPipe(&ends) == 0 else { return false }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return true
  }

  private static func on() {
    guard var raw = saved else { return }
    // Signals stay: Ctrl-C and Ctrl-Z must work even while something is being computed.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &raw)
    put(enter)
    isOn = true
  }

  /// Puts the terminal back as it was. Safe in a signal handler, and when there is nothing to do.
  package static func end() {
    guard isOn, var old = saved else { return }
    isOn = false
    put(leave)
    tcsetattr(STDIN_FILENO, TCSADRAIN, &old)
  }

  private static func put(_ text: StaticString) {
    var start = text.utf8Start
    var left = text.utf8CodeUnitCount
    while left > 0 {
      let written = systemWrite(STDOUT_FILENO, start, left)
      if written < 0, errno != EINTR { return }
      start += max(0, written)
      left -= max(0, written)
    }
  }

  private static func wake() {
    var byte: UInt8 = 0
    _ = systemWrite(pipe.write, &byte, 1)
  }

  /// Waits for keys, or for something else to do.
  ///
  /// - Parameter milliseconds: how long at most; nil is for as long as it takes.
  package static func wait(milliseconds: Int32? = nil) -> Event {
    var descriptors = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipe.read, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let ready = poll(&descriptors, 2, milliseconds ?? -1)
      if ready < 0 {
        if errno == EINTR { continue }
        return .end
      }
      if ready == 0 { return .timeout }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      if descriptors[1].revents != 0 {
        while systemRead(pipe.read, &chunk, 64) > 0 {}
        return .redraw
      }
      let count = systemRead(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 { return .bytes(Array(chunk.prefix(count))) }
      if count == 0 || errno != EINTR { return .end }
    }
  }
}

// Inside the type these names would mean its own members.
private func systemPipe(_ ends: UnsafeMutablePointer<Int32>) -> Int32 { pipe(ends) }
private func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer, _ count: Int) -> Int
{
  read(descriptor, bytes, count)
}
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
