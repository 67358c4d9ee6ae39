import Terminal

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A day of the calendar where the student is.
struct Day {
  /// Counted from 1970-01-01.
  var number: Int

  static var today: Day {
    Day(number: Int((Double(Clock.localSeconds) / 86_400).rounded(.down)))
  }

  /// `2026-11-21`.
  var text: String {
    Date(timeIntervalSince1970: Double(number) * 86_400)
      .formatted(.iso8601.year().month().day())
  }
}
