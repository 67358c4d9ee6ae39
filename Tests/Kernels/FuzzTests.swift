import TestSupport
import Testing

/// A few thousand in every run; many more, and with AddressSanitizer, by the executable `fuzz`.
struct `Fuzz` {
  @Test func `whatever comes, it ends well`() throws {
    let report = try SpoiltFormulas().run(3000)
    #expect(report.faults == [])
    print(report)
  }
}
