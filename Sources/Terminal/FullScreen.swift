import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// The terminal as a screen of its own: raw keys, the alternate screen, the mouse, pasted text in
/// one piece. Whatever ends it (leaving, Ctrl-C, a signal, a trap, a stack that is used up) the
/// terminal is put back: `deinit` would not run then, handlers do, and they only write and set.
package enum FullScreen {
  /// What a wait ended with.
  package enum Event: Sendable {
    case bytes([UInt8])
    /// The size changed, or the program goes on after it was suspended: all must be painted again.
    case redraw
    /// What was listened to, or announced, has come.
    case elsewhere
    /// Nothing came in time.
    case timeout
    /// Nobody types any more.
    case end
  }

  /// What of the terminal may be changed and is to be put back.
  private enum Hold: Int, AtomicRepresentable { case nothing, settings, screen }

  /// Raised *before* anything is changed and lowered after it was put back: whenever a signal
  /// comes, its handler puts back at least what there is.
  private static let hold = Atomic(Hold.nothing)
  /// Whether the program is to have the screen, also when it goes on after it was suspended.
  private static let isWanted = Atomic(false)
  // Behind pointers, because handlers may look at any moment, also in the middle of an access.
  nonisolated(unsafe) private static let saved = UnsafeMutablePointer<termios>.allocate(capacity: 1)
  /// Handlers write a byte into the second end, the loop waits at the first beside the keyboard.
  nonisolated(unsafe) private static let pipe = {
    let ends = UnsafeMutablePointer<Int32>.allocate(capacity: 2)
    ends.initialize(repeating: -1, count: 2)
    return ends
  }()
  /// What is waited for beside the keyboard.
  private static let listened = Atomic<Int32>(-1)

  // Alternate screen, no cursor, no wrapping at the edge, clicks and wheel as SGR sequences, pastes
  // in brackets.
  private static let enter: StaticString =
    "\u{1B}[?1049h\u{1B}[?25l\u{1B}[?7l\u{1B}[?1000h\u{1B}[?1006h\u{1B}[?2004h"
  private static let leave: StaticString =
    "\u{1B}[?2026l\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1000l\u{1B}[?7h\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l"

  /// - Returns: false when standard input or output is no terminal that could do it.
  package static func begin() -> Bool {
    // The settings of a program in the background are somebody else's; it waits for its turn.
    if isInBackground { kill(0, SIGTTIN) }
    guard tcgetattr(STDIN_FILENO, saved) == 0, isPrepared else { return false }
    isWanted.store(true, ordering: .sequentiallyConsistent)
    takeOver()
    return true
  }

  /// Once for the process: handlers are there before there is anything to put back.
  private static let isPrepared: Bool = {
    guard hasPipe else { return false }
    atexit { FullScreen.end() }
    Signals.useOwnStack()
    for number in Signals.ending {
      Signals.handle(number, isLast: true) { number in
        FullScreen.giveUp()
        Fault.say(number)
        Signals.die(of: number)
      }
    }
    #if canImport(Glibc)
      handleTimer()
    #endif
    handleSuspension()
    Signals.handle(SIGCONT) { _ in
      let code = errno
      FullScreen.goOn()
      errno = code
    }
    Signals.handle(SIGWINCH) { _ in
      let code = errno
      FullScreen.wake()
      errno = code
    }
    return true
  }()

  private static let hasPipe: Bool = {
    guard systemPipe(pipe) == 0 else { return false }
    for end in [pipe[0], pipe[1]] {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    return true
  }()

  private static func handleSuspension() {
    Signals.handle(SIGTSTP) { number in
      let code = errno
      FullScreen.giveUp()
      // Nothing where no shell could bring it back; then it goes on at once.
      Signals.deliver(number)
      FullScreen.handleSuspension()
      if FullScreen.hold.load(ordering: .sequentiallyConsistent) == .nothing { FullScreen.goOn() }
      errno = code
    }
  }

  private static func goOn() {
    guard isWanted.load(ordering: .sequentiallyConsistent) else { return }
    takeOver()
    wake()
  }

  private static func takeOver() {
    var raw = saved.pointee
    // Signals stay: Ctrl-C and Ctrl-Z must work even while something is being computed.
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | IEXTEN)
    raw.c_iflag &= ~tcflag_t(IXON | ICRNL | INLCR)
    hold.store(.settings, ordering: .sequentiallyConsistent)
    tcsetattr(STDIN_FILENO, TCSANOW, &raw)
    hold.store(.screen, ordering: .sequentiallyConsistent)
    put(enter, milliseconds: nil)
  }

  /// Puts the terminal back as it was, when there is anything to put back.
  package static func end() {
    isWanted.store(false, ordering: .sequentiallyConsistent)
    putBack(milliseconds: isOver ? patience : nil)
    endBySignal()
  }

  /// Safe in a signal handler.
  ///
  /// - Parameter milliseconds: how long the terminal may take to read; nil is for as long as it
  ///   takes, which a signal that ends the program must not.
  private static func putBack(milliseconds: Int?) {
    let held = hold.load(ordering: .sequentiallyConsistent)
    if held == .nothing { return }
    if held == .screen { put(leave, milliseconds: milliseconds) }
    // Settings that wait for the output to drain would wait for ever where nobody reads; and what a
    // shell has in front is not to be touched.
    if !isInBackground { tcsetattr(STDIN_FILENO, TCSANOW, saved) }
    hold.store(.nothing, ordering: .sequentiallyConsistent)
  }

  private static let patience = 400

  /// Puts the terminal back where the process ends, or stops, in a handler.
  static func giveUp() { putBack(milliseconds: patience) }

  private static var isInBackground: Bool {
    let front = tcgetpgrp(STDIN_FILENO)
    return front >= 0 && front != getpgrp()
  }

  /// Writes a byte at a time when there is room, because a longer write waits for its last byte.
  private static func put(_ text: StaticString, milliseconds: Int?) {
    let end = milliseconds.map { Clock.milliseconds + $0 }
    var sent = 0
    while sent < text.utf8CodeUnitCount {
      var output = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
      let ready = poll(&output, 1, end.map { Int32(max(0, $0 - Clock.milliseconds)) } ?? -1)
      if ready == 0 { return }
      if ready < 0 {
        if errno == EINTR { continue }
        return
      }
      if systemWrite(STDOUT_FILENO, text.utf8Start + sent, 1) == 1 {
        sent += 1
      } else if errno != EINTR, errno != EAGAIN {
        return
      }
    }
  }

  /// Reads keys that are there.
  static func readKeys(_ bytes: UnsafeMutablePointer<UInt8>, _ most: Int) -> Int {
    systemRead(STDIN_FILENO, bytes, most)
  }

  /// What the bytes in the pipe say. Handlers ask, too, and must not be the first to make a value.
  private static var redraw: UInt8 { 0 }
  private static var elsewhere: UInt8 { 1 }

  static func wake() { send(redraw) }

  private static func send(_ byte: UInt8) {
    var byte = byte
    _ = systemWrite(pipe[1], &byte, 1)
  }

  /// Also waits for a descriptor that becomes readable; with −1 no longer.
  package static func listen(to descriptor: Int32) {
    listened.store(descriptor, ordering: .relaxed)
  }

  /// Does something on a thread of its own, or at once where there can be none, and ends the wait
  /// when it is done.
  package static func compute(apart work: @escaping @Sendable () -> Void) {
    _ = hasPipe
    let tellingWhenDone: @Sendable () -> Void = {
      work()
      send(elsewhere)
    }
    if !Background.start(tellingWhenDone) { tellingWhenDone() }
  }

  /// Waits for keys, or for something else to do.
  ///
  /// - Parameter milliseconds: how long at most; nil is for as long as it takes.
  package static func wait(milliseconds: Int32? = nil) -> Event {
    if let early = Early.take() { return .bytes(early) }
    var descriptors = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: pipe[0], events: Int16(POLLIN), revents: 0),
      pollfd(fd: listened.load(ordering: .relaxed), events: Int16(POLLIN), revents: 0),
    ]
    while true {
      if isOver { return .end }
      let ready = poll(&descriptors, 3, milliseconds ?? -1)
      if ready < 0 {
        if errno == EINTR { continue }
        return .end
      }
      if ready == 0 { return .timeout }
      var chunk = [UInt8](repeating: 0, count: 65_536)
      if descriptors[1].revents != 0 {
        var isRedraw = false
        while true {
          let count = systemRead(pipe[0], &chunk, chunk.count)
          guard count > 0 else { break }
          isRedraw = isRedraw || chunk.prefix(count).contains(redraw)
        }
        return isOver ? .end : isRedraw ? .redraw : .elsewhere
      }
      guard descriptors[0].revents != 0 else { return .elsewhere }
      let count = systemRead(STDIN_FILENO, &chunk, chunk.count)
      if count > 0 { return .bytes(Array(chunk.prefix(count))) }
      if count == 0 || (errno != EINTR && errno != EAGAIN) { return .end }
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
