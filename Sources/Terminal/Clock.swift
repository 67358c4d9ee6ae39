#if canImport(Glibc)
  @preconcurrency import Glibc
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Darwin
#endif

/// The time, and the clock where the student is. FoundationEssentials knows no time zone but that of Greenwich on
/// Linux, and says nothing about it.
package enum Clock {
  /// Milliseconds of a clock that only goes forward.
  package static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }

  /// Seconds since 1970-01-01 00:00 on the clocks of this place.
  package static var localSeconds: Int {
    var now = time(nil)
    var calendar = tm()
    // localtime_r alone need not look at TZ.
    tzset()
    guard localtime_r(&now, &calendar) != nil else { return Int(now) }
    return Int(now) + Int(calendar.tm_gmtoff)
  }
}
