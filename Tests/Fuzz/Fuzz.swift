import TestSupport

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// `fuzz [COUNT]`: spoilt formulas without the tests around them, so that AddressSanitizer or an
/// optimised build can have as many as they like.
@main
struct Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let count = arguments.isEmpty ? 3000 : arguments.first.flatMap(Int.init), count > 0 else {
      print("fuzz: how many formulas? For instance: fuzz 100000")
      exit(2)
    }
    let report = try SpoiltFormulas().run(count)
    print(report)
    for fault in report.faults { print("fault: \(fault)") }
    exit(report.faults.isEmpty ? 0 : 1)
  }
}
