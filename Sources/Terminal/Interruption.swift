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

  private static let watch: Void = {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      Signals.handle(number) { number in
        Interruption.asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }()

  /// From the first time it is asked, signals are noted.
  package static var isAskedFor: Bool {
    watch
    return asked.load(ordering: .relaxed)
  }

  /// How many threads can run at once.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}
