#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Signal handlers: on a stack of their own, so that they also run when the program's is used up.
enum Signals {
  typealias Handler = @convention(c) (Int32) -> Void

  /// Every signal that ends a program and can be caught, so that none is forgotten: all but those
  /// that mean something else. Real-time signals are among them; what a platform lacks is refused
  /// when it is asked for.
  static let ending: [Int32] = {
    var others = [
      SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGCONT, SIGCHLD, SIGURG, SIGWINCH, SIGPIPE,
    ]
    #if canImport(Darwin)
      others += [SIGINFO, SIGIO]
    #endif
    return (1...64).filter { !others.contains($0) }
  }()

  /// Those that a fault of the program raises, on the thread that has it.
  static let crashes: [Int32] = [SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS]

  /// Vector registers alone take kilobytes where a handler is entered.
  private static let stackBytes = 65_536

  /// For the first thread, whose handlers are needed until the very end: it is never freed.
  static func useOwnStack() { _ = ownStack() }

  /// For a thread that ends with this work.
  static func withOwnStack(_ work: () -> Void) {
    var stack = ownStack()
    work()
    let bytes = stack.ss_sp
    stack.ss_flags = numericCast(SS_DISABLE)
    sigaltstack(&stack, nil)
    bytes?.deallocate()
  }

  private static func ownStack() -> stack_t {
    var stack = stack_t()
    stack.ss_sp = .allocate(byteCount: stackBytes, alignment: 16)
    stack.ss_size = numericCast(stackBytes)
    sigaltstack(&stack, nil)
    return stack
  }

  /// - Parameter isLast: whether the handler ends the program; then no other signal comes between.
  static func handle(_ number: Int32, isLast: Bool = false, _ handler: @escaping Handler) {
    var action = sigaction()
    #if canImport(Glibc)
      action.__sigaction_handler.sa_handler = handler
    #elseif canImport(Musl)
      action.__sa_handler.sa_handler = handler
    #else
      action.__sigaction_u.__sa_handler = handler
    #endif
    action.sa_flags = SA_ONSTACK | SA_RESTART
    if isLast { sigfillset(&action.sa_mask) } else { sigemptyset(&action.sa_mask) }
    sigaction(number, &action, nil)
  }

  /// Whether somebody has a handler for a signal.
  static func isHandled(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    #if canImport(Glibc)
      let handler = action.__sigaction_handler.sa_handler
    #elseif canImport(Musl)
      let handler = action.__sa_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    // Not to be ignored, and not what happens without one.
    return handler.map { unsafeBitCast($0, to: Int.self) > 1 } ?? false
  }

  #if canImport(Glibc)
    /// The signal of a timer of this process; one that somebody else has sent goes on to do what it
    /// did.
    ///
    /// - Parameter handler: is told whether it is the timer's.
    static func handleTimer(
      _ number: Int32,
      _ handler:
        @escaping @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?)
        -> Void
    ) {
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = handler
      action.sa_flags = SA_ONSTACK | SA_RESTART | SA_SIGINFO
      sigfillset(&action.sa_mask)
      sigaction(number, &action, nil)
    }

    /// Of a signal's information, in a handler: whether no process has sent it.
    static func isFromKernel(_ information: UnsafeMutablePointer<siginfo_t>?) -> Bool {
      (information?.pointee.si_code ?? 0) > 0
    }
  #endif

  /// Does something during which a signal means nothing.
  static func ignoring<Result>(_ number: Int32, _ body: () -> Result) -> Result {
    var before = sigaction()
    sigaction(number, nil, &before)
    signal(number, SIG_IGN)
    defer {
      let code = errno
      sigaction(number, &before, nil)
      errno = code
    }
    return body()
  }

  // MARK: - In handlers: only what is safe there

  /// Lets a signal do what it does without a handler, now.
  static func deliver(_ number: Int32) {
    signal(number, SIG_DFL)
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, number)
    sigprocmask(SIG_UNBLOCK, &mask, nil)
    raise(number)
  }

  /// Ends the process by a signal, so that whoever started it sees which.
  static func die(of number: Int32) {
    deliver(number)
    _exit(128 + number)
  }
}
