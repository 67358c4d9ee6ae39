#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Work on a thread of its own; it ends with its work, or with the process. Signals stay with the
/// thread that has the terminal, all but those of a crash here: they must give it back, too.
package enum Background {
  private final class Work: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  /// As much as deep formulas need: lessons are read there, too.
  private static let stackBytes = 64 << 20

  /// - Returns: false when there can be no more threads.
  package static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var others = sigset_t()
    var before = sigset_t()
    sigfillset(&others)
    for crash in Signals.crashes { sigdelset(&others, crash) }
    pthread_sigmask(SIG_SETMASK, &others, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let context = Unmanaged.passRetained(Work(work))
    #if canImport(Darwin)
      var thread: pthread_t?
      let code = pthread_create(
        &thread, &attributes,
        { context in
          Background.take(context)
          return nil
        }, context.toOpaque())
    #else
      var thread = pthread_t()
      let code = pthread_create(
        &thread, &attributes,
        { context in
          if let context { Background.take(context) }
          return nil
        }, context.toOpaque())
    #endif
    if code != 0 { context.release() }
    return code == 0
  }

  private static func take(_ context: UnsafeMutableRawPointer) {
    let work = Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
    Signals.withOwnStack(work.run)
  }
}

/// A value that threads share: one has it at a time, and one may wait until it is as it wants it
/// (Hoare, "Monitors", 1974).
package final class Monitor<Value: Sendable>: @unchecked Sendable {
  private var value: Value
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

  package init(_ value: Value) {
    self.value = value
    mutex.initialize(to: pthread_mutex_t())
    changed.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  package var current: Value {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return value
  }

  /// Changes it, and wakes those who wait.
  package func change<Result>(_ change: (inout Value) -> Result) -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(mutex)
    }
    return change(&value)
  }

  /// Waits until it is as wanted.
  ///
  /// - Parameter isReady: is asked at once, after every change, and after the time that it gives;
  ///   it may change the value when it is ready.
  package func wait(_ isReady: (inout Value) -> Readiness) {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while true {
      switch isReady(&value) {
      case .ready: return
      case .notYet: pthread_cond_wait(changed, mutex)
      case .later(let duration):
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let (seconds, attoseconds) = duration.components
        let nanoseconds = time.tv_nsec + Int(attoseconds / 1_000_000_000)
        time.tv_sec += Int(seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        pthread_cond_timedwait(changed, mutex, &time)
      }
    }
  }

  package enum Readiness: Sendable {
    case ready, notYet
    /// Ask again after this long, whatever happens.
    case later(Duration)
  }
}
