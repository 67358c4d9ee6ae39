import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A point of the curve: the numbers that a training had after an iteration.
extension `Training a lesson` {
  /// What the curve has in its lesson, with all examples shown.
  static func curved(iterations: Int = 30, after: String = "") -> String {
    lesson(iterations: iterations).replacing("examples: m", with: "examples: m\nshown: 8")
      .replacing("## After", with: "```plot\nof: J\nover: iterations\n```\n\n## After") + after
  }

  /// The cost of a training that has no more iterations, as `K = J` shows it.
  private static func cost(after iterations: Int) throws -> String {
    let desk = try desk(curved(iterations: iterations))
    _ = desk.run(["train", desk.folder + "/small.md"])
    let shown = desk.run(["show", desk.folder + "/small.md"])
    let line = try #require(shown.lines.last { !$0.isEmpty })
    return String(try #require(line.split(separator: "= ").last))
  }

  @Test func `a point of the curve opens with the numbers that a shorter training ends with`()
    throws
  {
    let (short, whole) = (try Self.cost(after: 12), try Self.cost(after: 30))
    #expect(short != whole)
    let desk = try Self.desk(Self.curved())
    let path = desk.folder + "/small.md"
    _ = desk.run(["train", path])
    let kept = Self.kept(desk).map { FileManager.default.contents(atPath: $0) }
    let said = desk.run(
      ["walk", "--plain", path],
      input: "last\ntrain 12\nopen K\nrestore\nopen K\nquit\n"
    ).output
    let parts = said.components(separatedBy: "the training is done once more, up to iteration 12")
    #expect(parts.count == 2, "\(said)")
    let there = parts[1].replacing(/\s+/, with: " ")
      .components(separatedBy: "The numbers are those of the last iteration again.")
    #expect(there.count == 2)
    #expect(there[0].contains("These are the numbers of iteration 12 of 30, on all 8 examples."))
    #expect(there[0].contains("restore goes back to those of the last iteration."))
    #expect(there[0].contains("= \(short)") && !there[0].contains("= \(whole)"), "\(there[0])")
    #expect(there[1].contains("= \(whole)") && !there[1].contains("= \(short)"))
    // On the full screen the same, and what was kept is kept.
    let right = String(repeating: "\u{1B}[C", count: 12)
    let run = Self.screen(
      desk,
      [(5, "p"), (5, "T"), (5, "\u{1B}[H"), (5, right), (5, "\r"), (200, "X"), (20, "q")])
    #expect(run.text.contains("iteration 12: J = \(short)"), "\(run.text)")
    #expect(run.text.contains("These are the numbers of iteration 12 of 30"), "\(run.text)")
    #expect(run.text.contains("The numbers are those of the last iteration again."))
    #expect(Self.kept(desk).map { FileManager.default.contents(atPath: $0) } == kept)
  }

  @Test func `an iteration that comes out otherwise is not shown as what it was`() throws {
    let desk = try Self.desk(
      Self.curved().replacing("method: gradient descent\nrate: 0.05", with: "method: L-BFGS"))
    let path = desk.folder + "/small.md"
    // It is stopped, and goes on without what L-BFGS knew of the way.
    desk.asksBeforeStopping = 5
    #expect(desk.run(["train", path]).output.contains("stopped after 5 iterations"))
    desk.asksBeforeStopping = nil
    _ = desk.run(["train", path])
    let said = desk.run(
      ["walk", "--plain", path], input: "last\ntrain 12\nopen K\nquit\n"
    ).output.replacing(/\s+/, with: " ")
    #expect(said.contains("Iteration 12 comes out as J = "), "\(said)")
    #expect(said.contains("train again begins it anew, and then each iteration opens."))
    #expect(!said.contains("These are the numbers of iteration 12"))
  }

  /// The lesson is read again when a training has ended, and for every iteration.
  @Test func `numbers of one's own stay when it has trained`() throws {
    let desk = try Self.desk(
      Self.curved().replacing("W \\in", with: "g = 2.5\nW \\in"))
    let seeds = ["--seed", "ada"]
    let shown = desk.run(["show", desk.folder + "/small.md"] + seeds).lines
    let own = try #require(
      shown.first { $0.contains("g = ") }?.drop { $0 == " " })
    #expect(own.hasPrefix("g = ") && own != "g = 2.5")
    let right = String(repeating: "\u{1B}[C", count: 12)
    let run = Self.screen(
      desk,
      [
        (5, "p"), (5, "T"), (200, "\u{1B}[H"), (5, right), (5, "\r"), (200, "\u{1B}"), (20, "X"),
        (20, "g"), (5, " "), (5, " "), (5, " "), (5, "q"),
      ], options: seeds)
    #expect(run.text.contains("These are the numbers of iteration"), "\(run.text)")
    #expect(run.text.contains(own) && !run.text.contains("g = 2.5"), "\(run.text)")
  }
}
