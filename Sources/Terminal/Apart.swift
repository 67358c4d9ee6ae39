#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// A thread for what takes long, with as much stack as deep formulas need. It ends with its work, or
/// with the process.
enum Apart {
  private static let stackBytes = 64 << 20

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Where there can be no further thread it is done at once.
  static func run(_ body: @escaping @Sendable () -> Void) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setstacksize(&attributes, stackBytes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let work = Unmanaged.passRetained(Work(body))
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let status = pthread_create(
      &thread, &attributes,
      { context in
        // A stack that is used up must not leave the terminal as it is.
        Signals.useOwnStack()
        Apart.start(context)
        return nil
      }, work.toOpaque())
    if status != 0 { work.takeRetainedValue().body() }
  }

  #if canImport(Darwin)
    private static func start(_ context: UnsafeMutableRawPointer) { Apart.take(context) }
  #else
    private static func start(_ context: UnsafeMutableRawPointer?) {
      if let context { Apart.take(context) }
    }
  #endif

  private static func take(_ context: UnsafeMutableRawPointer) {
    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
  }
}
