import Synchronization

#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// Keys while something is computed. Ctrl-C ends the program at any moment; `q`, which a student
/// knows, has to be read first, and whoever reads keys is busy. So a timer looks at them meanwhile.
extension FullScreen {
  /// Keys that came meanwhile; `wait` hands them over.
  enum Early {
    static let most = 4096
    // Behind pointers, because the handler may look at any moment.
    nonisolated(unsafe) static let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: most)
    static let count = Atomic(0)

    /// Where the keys begin, behind what the terminal says of its background: OSC, up to BEL or ST.
    static func afterReplies(_ count: Int) -> Int {
      var start = 0
      while start + 1 < count, bytes[start] == 0x1B, bytes[start + 1] == 0x5D {
        var end = start + 2
        while end < count, bytes[end] != 0x07, bytes[end] != 0x5C { end += 1 }
        start = min(end + 1, count)
      }
      return start
    }

    /// All of them.
    static func take() -> [UInt8]? {
      let count = count.exchange(0, ordering: .sequentiallyConsistent)
      return count > 0 ? Array(UnsafeBufferPointer(start: bytes, count: count)) : nil
    }
  }

  /// Of the time that this process computes, in microseconds: so seldom is looked whether a key has
  /// come.
  private static let tick = 100_000

  /// Says that something is being computed from now on, or that it is done. Meanwhile `q` as the
  /// first key ends the program. Where there is no such timer only signals do.
  package static func compute(_ isComputing: Bool) {
    #if canImport(Glibc)
      var timer = itimerval()
      timer.it_interval.tv_usec = isComputing ? tick : 0
      timer.it_value.tv_usec = timer.it_interval.tv_usec
      setitimer(__itimer_which_t(ITIMER_VIRTUAL.rawValue), &timer, nil)
    #endif
  }

  #if canImport(Glibc)
    static func handleTimer() {
      Signals.handleTimer(SIGVTALRM) { number, information, _ in
        guard Signals.isFromKernel(information) else {
          FullScreen.giveUp()
          Signals.die(of: number)
          return
        }
        let code = errno
        FullScreen.lookForKeys()
        errno = code
      }
    }
  #endif

  /// In the handler: only what is safe there.
  private static func lookForKeys() {
    var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    let before = Early.count.load(ordering: .sequentiallyConsistent)
    guard before < Early.most, poll(&input, 1, 0) == 1, input.revents & Int16(POLLIN) != 0 else {
      return
    }
    let count = readKeys(Early.bytes + before, Early.most - before)
    guard count > 0 else { return }
    // Behind any key q may be text: a prompt may be open by then.
    let first = Early.afterReplies(before + count)
    if first >= before, first < before + count, Early.bytes[first] == UInt8(ascii: "q") {
      giveUp()
      _exit(0)
    }
    Early.count.store(before + count, ordering: .sequentiallyConsistent)
  }
}
