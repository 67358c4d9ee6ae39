import Kernels
import Lessons
import Reasons
import SourceText
import TestMaterial

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Times why each line of a list of derivations follows from the one above, and what was done in
/// each of its wrong lines: `reasons-benchmark Tests/Reasons/Derivations/derivations.json`. With a
/// number behind the file it says instead at which of so many draws a step has other rules.
@main
struct ReasonsBenchmark {
  /// The least of five runs, in milliseconds.
  static func milliseconds(_ work: () -> Void) -> Double {
    (0..<5).map { _ in
      let start = ContinuousClock.now
      work()
      let took = (ContinuousClock.now - start).components
      return Double(took.attoseconds) * 1e-15 + Double(took.seconds) * 1e3
    }.min() ?? 0
  }

  static func lesson(_ derivation: DerivationMaterial.Derivation, _ chain: [String]) -> Lesson {
    let noFiles = Files(
      read: { _ throws(Files.Problem) in throw Files.Problem("there are no files here") },
      list: { _ in [] })
    return LessonReader(noFiles).lesson(.derivation(derivation.givens, chain))
  }

  /// - Returns: the milliseconds of the steps of a derivation, each with what is drawn for it, as one
  ///   who types a line waits for it.
  static func steps(_ derivation: DerivationMaterial.Derivation) -> [Double] {
    let own = lesson(derivation, derivation.lines.map(\.latex))
    guard let chain = own.equations.last else { return [] }
    return chain.claims.map { claim in
      let (above, line) = (chain.sides[claim.left].kernel, chain.sides[claim.left + 1].kernel)
      return milliseconds {
        let drawn = DrawnLesson(own.workspace, at: chain.sides[0].moment, where: [above, line])
        _ = Reasons.reason(from: above, to: line, drawn)
      }
    }
  }

  static func wrongLines(_ derivation: DerivationMaterial.Derivation) -> [Double] {
    guard let chain = lesson(derivation, derivation.lines.map(\.latex)).equations.last else {
      return []
    }
    return derivation.wrong.compactMap { wrong in
      let own = lesson(
        derivation, derivation.lines[...wrong.after].map(\.latex) + [wrong.latex])
      guard let wrongly = own.equations.last, wrongly.sides.count == wrong.after + 2 else {
        return nil
      }
      let (above, line) = (wrongly.sides[wrong.after].kernel, wrongly.sides[wrong.after + 1].kernel)
      return milliseconds {
        let drawn = DrawnLesson(own.workspace, at: wrongly.sides[0].moment, where: [above, line])
        _ = Reasons.wrongLaws(
          from: above, to: line, insteadOf: chain.sides[wrong.after + 1].kernel, drawn)
      }
    }
  }

  /// Steps of which another draw finds other rules.
  static func unsteady(_ derivation: DerivationMaterial.Derivation, seeds: UInt64) {
    let own = lesson(derivation, derivation.lines.map(\.latex))
    guard let chain = own.equations.last else { return }
    for claim in chain.claims {
      let (above, line) = (chain.sides[claim.left].kernel, chain.sides[claim.left + 1].kernel)
      var found: [String: [UInt64]] = [:]
      for seed in 0..<seeds {
        let drawn = DrawnLesson(
          own.workspace, at: chain.sides[0].moment, where: [above, line], seed: seed * 2)
        let rules = Reasons.reason(from: above, to: line, drawn)?.rules.map(\.id)
        found[rules?.joined(separator: ", ") ?? "does not follow", default: []].append(seed)
      }
      guard found.count > 1 else { continue }
      print("\(derivation.id), line \(claim.left + 2):")
      for (rules, seeds) in found.sorted(by: { $0.value.count > $1.value.count }) {
        print("  \(seeds.count) times \(rules) (\(seeds.prefix(3)))")
      }
    }
  }

  static func main() throws {
    if CommandLine.arguments.count == 3, let seeds = UInt64(CommandLine.arguments[2]),
      let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
    {
      let material = try JSONDecoder().decode(DerivationMaterial.self, from: data)
      for derivation in material.derivations { unsteady(derivation, seeds: seeds) }
      return
    }
    guard CommandLine.arguments.count == 2,
      let data = FileManager.default.contents(atPath: CommandLine.arguments[1])
    else {
      print("usage: reasons-benchmark derivations.json [draws]")
      return
    }
    let material = try JSONDecoder().decode(DerivationMaterial.self, from: data)
    for (title, times) in [
      ("a step", material.derivations.map { ($0.id, steps($0)) }),
      ("a wrong line", material.derivations.map { ($0.id, wrongLines($0)) }),
    ] {
      let all = times.flatMap(\.1).sorted()
      func share(_ part: Double) -> String { tenths(all[Int(part * Double(all.count - 1))]) }
      print("\(title): median \(share(0.5)) ms, 90 % within \(share(0.9)) ms, most \(share(1)) ms")
      for (id, own) in times { print("  \(id): \(own.map(tenths).joined(separator: " "))") }
    }
  }

  private static func tenths(_ number: Double) -> String {
    "\((number * 10).rounded() / 10)"
  }
}
