import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Being asked to stop something that takes long: Ctrl-C, or a signal that ends programs. The first
/// one is only noted, so that what has been done is kept; a second one ends the program.
package enum Interruption {
  private static let asked = Atomic<Bool>(false)

  /// Says that signals are noted from now on, or that they end the program again.
  package static func note(_ isSo: Bool) {
    asked.store(false, ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      guard isSo else {
        signal(number, SIG_DFL)
        continue
      }
      Signals.handle(number) { number in
        Interruption.asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }

  package static var isAskedFor: Bool { asked.load(ordering: .relaxed) }

  /// How many threads can run at once.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
