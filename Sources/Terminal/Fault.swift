#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// What is said when a fault of the program ends it: a static program has nothing beside it that
/// would tell, and a student would see a prompt and nothing else.
package enum Fault {
  /// The sentence before the number of the signal, and the one after it. They are set before any
  /// handler is and never freed, and so they can be read in one.
  nonisolated(unsafe) private static var before = Words()
  nonisolated(unsafe) private static var after = Words()

  private struct Words {
    var bytes: UnsafeMutablePointer<UInt8>?
    var count = 0

    init() {}

    init(_ text: String) {
      count = text.utf8.count
      let room = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
      for (index, byte) in text.utf8.enumerated() { room[index] = byte }
      bytes = room
    }
  }

  /// From now on a fault is said before it ends the process. Who has somebody else to tell of it, as
  /// a toolchain beside the program, keeps that.
  ///
  /// - Parameter program: its name and version.
  package static func tell(of program: String) {
    before = Words("\(program) has ended by a fault of its own (signal ")
    after = Words(
      "). Your progress is kept. Tell whoever gave you longhand what you did last, and this line.\n"
    )
    Signals.useOwnStack()
    for number in Signals.crashes where !Signals.isHandled(number) {
      Signals.handle(number, isLast: true) { number in
        Fault.say(number)
        Signals.die(of: number)
      }
    }
  }

  // MARK: - In handlers: only what is safe there

  /// Says it, where the signal is that of a fault.
  static func say(_ number: Int32) {
    switch number {
    case SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS: break
    default: return
    }
    put(before)
    var digits = (
      UInt8(ascii: "0") + UInt8(number / 10 % 10), UInt8(ascii: "0") + UInt8(number % 10)
    )
    withUnsafeBytes(of: &digits) { digits in
      let leading = number < 10 ? 1 : 0
      _ = write(STDERR_FILENO, digits.baseAddress! + leading, 2 - leading)
    }
    put(after)
  }

  private static func put(_ words: Words) {
    guard let bytes = words.bytes else { return }
    _ = write(STDERR_FILENO, bytes, words.count)
  }
}
