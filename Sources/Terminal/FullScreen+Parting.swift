import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Ending while there is something to be kept. A signal that asks a program to end is then noted,
/// and `wait` says that it is over; what has been found is kept, and the program ends by the signal.
/// A second signal, or a second in which nothing is done about the first, ends it at once.
extension FullScreen {
  private static let asking = [SIGINT, SIGTERM, SIGHUP]
  /// The signal that has come; 0 for none.
  private static let noted = Atomic<Int32>(0)

  /// Whether something has asked the program to end.
  static var isOver: Bool { noted.load(ordering: .sequentiallyConsistent) != 0 }

  /// Says that there is something to be kept when the program is to end, or no longer.
  package static func keepsSomething(_ isSo: Bool) {
    for number in asking {
      Signals.handle(number, isLast: true) { number in
        FullScreen.giveUp()
        Signals.die(of: number)
      }
      guard isSo else { continue }
      Signals.handle(number) { number in
        let code = errno
        FullScreen.note(number)
        errno = code
      }
    }
  }

  /// In a handler: only what is safe there.
  private static func note(_ number: Int32) {
    guard !isOver else {
      giveUp()
      Signals.die(of: number)
      return
    }
    noted.store(number, ordering: .sequentiallyConsistent)
    Signals.handle(SIGALRM, isLast: true) { _ in
      FullScreen.giveUp()
      FullScreen.endBySignal()
    }
    // A terminal that nobody reads would keep it waiting for ever.
    alarm(1)
    wake()
  }

  /// Ends the process by the signal that was noted, if there is one.
  static func endBySignal() {
    let number = noted.load(ordering: .sequentiallyConsistent)
    if number != 0 { Signals.die(of: number) }
  }
}
