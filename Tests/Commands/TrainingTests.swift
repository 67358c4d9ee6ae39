import Terminal
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `longhand train`: what it says, what it keeps, and what it does with what was kept.
struct `Training a lesson` {
  static func lesson(rate: String = "0.05", iterations: Int = 30) -> String {
    #"""
    # Small

    ## Data

    ```data
    name: P
    file: picture.png
    tile: 4 × 3
    examples: m
    ```

    ```math
    W \in \mathbb{R}^{2 \times 12}
    W \sim \mathcal{U}(-0.5, 0.5)
    J = \frac{1}{2m} \|W^T W P - P\|_F^2
    ```

    ```train
    minimise: J
    by: W
    data: P
    method: gradient descent
    rate: \#(rate)
    iterations: \#(iterations)
    ```

    ## After

    ```math
    K = J
    ```
    """#
  }

  static func desk(_ lesson: String = lesson()) throws -> Desk {
    let desk = try Desk(course: false)
    try desk.write(lesson, to: "small.md")
    try desk.write(
      Array(try Repository.data("Tests/Lessons/Pictures/grey-8.png")), to: "picture.png")
    return desk
  }

  static func kept(_ desk: Desk) -> [String] {
    let folder = desk.folder + "/.cache/longhand/trained"
    return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .map { folder + "/" + $0 }
  }

  @Test func `it trains, says so in a few lines, and later formulas have what was found`() throws {
    let desk = try Self.desk()
    let before = desk.run(["show", desk.folder + "/small.md"])
    let run = desk.run(["train", desk.folder + "/small.md"])
    #expect(run.status == 0)
    #expect(run.lines.first?.hasPrefix("iteration 0 of 30: J = ") == true)
    #expect(run.output.contains("done after 30 iterations: J = "))
    #expect(run.lines.count == 3)
    #expect(!run.output.contains("\u{1B}"))
    let after = desk.run(["show", desk.folder + "/small.md"])
    #expect(after.output != before.output)
    #expect(after.status == 0)
  }

  @Test func `a later fence begins with what the one before has found`() throws {
    let second = #"""
      ```math
      V \in \mathbb{R}^{2 \times 12}
      V \sim \mathcal{U}(-0.5, 0.5)
      L = \frac{1}{2m} \|V^T W P - P\|_F^2
      ```

      ```train
      minimise: L
      by: V
      data: P
      method: gradient descent
      rate: 0.05
      iterations: 20
      ```

      ## After

      ```math
      Q = L
      ```
      """#
    let text = Self.lesson().replacing("examples: m", with: "examples: m\nshown: 8")
      .replacing("## After\n\n```math\nK = J\n```", with: second)
    let desk = try Self.desk(text)
    let path = desk.folder + "/small.md"
    let run = desk.run(["train", path])
    #expect(run.status == 0)
    let last = try #require(run.lines.last { $0.hasPrefix("done after 20 iterations: J = ") })
    let cost = last.dropFirst("done after 20 iterations: J = ".count).prefix { $0 != "," }
    // All examples are shown, so the lesson has the cost that training ended with.
    let shown = desk.run(["show", path])
    #expect(shown.lines.last { !$0.isEmpty }?.hasSuffix("= \(cost)") == true, "\(shown.output)")
    #expect(desk.run(["train", path]).lines.count { $0.hasPrefix("trained before") } == 2)
  }

  @Test func `what was learned is drawn, in ASCII where that is asked for`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    let drawn = desk.run(["train", path, "--tiles"])
    #expect(drawn.output.contains("the rows of W, each from its darkest to its brightest"))
    #expect(drawn.lines.dropLast().last?.hasPrefix("1: ") == true)
    let again = desk.run(["train", path, "--tiles", "--ascii"])
    let sheet = again.output.split(separator: "with its length").last ?? ""
    #expect(sheet.contains("#"))
    #expect(sheet.utf8.allSatisfy { $0 < 0x80 })
  }

  @Test func `coming back is instant, and another rate is another training`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    let first = desk.run(["train", path])
    #expect(Self.kept(desk).count == 1)
    let second = desk.run(["train", path])
    #expect(second.output.hasPrefix("trained before: J = "))
    // A word in the text changes nothing.
    try desk.write(Self.lesson().replacing("# Small", with: "# Larger"), to: "small.md")
    #expect(desk.run(["train", path]).output.hasPrefix("trained before: J = "))
    let again = desk.run(["train", path, "--again"])
    #expect(again.output.contains("done after 30"))
    func cost(_ run: Desk.Run) -> Substring? {
      run.output.split(separator: "done after").last?.prefix(30)
    }
    #expect(cost(again) == cost(first))
    try desk.write(Self.lesson(rate: "0.06"), to: "small.md")
    #expect(desk.run(["train", path]).output.contains("done after 30"))
    #expect(Self.kept(desk).count == 2)
  }

  @Test func `who is interrupted keeps the best, and goes on from there`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    desk.asksBeforeStopping = 11
    let stopped = desk.run(["train", path])
    #expect(stopped.status == 0)
    #expect(stopped.output.contains("stopped after 11 iterations: J = "))
    desk.asksBeforeStopping = nil
    let rest = desk.run(["train", path])
    #expect(rest.lines[0].hasPrefix("iteration 11 of 30: J = "))
    #expect(rest.output.contains("done after 30 iterations"))
    // Gradient descent in two parts is gradient descent.
    let whole = desk.run(["train", path, "--again"])
    func cost(_ run: Desk.Run) -> Substring? {
      run.output.split(separator: "iterations: ").last?.prefix(11)
    }
    #expect(cost(whole) == cost(rest))
  }

  @Test func `a kept file that was spoilt is as none`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    _ = desk.run(["train", path])
    let file = try #require(Self.kept(desk).first)
    let whole = String(decoding: FileManager.default.contents(atPath: file)!, as: UTF8.self)
    for spoilt in [
      "", String(whole.dropLast(40)), whole.replacing("3f", with: "40"), whole + "x",
      whole.replacing("\n30\n", with: "\n31\n"), String(repeating: "\n", count: 40),
    ] {
      try Data(spoilt.utf8).write(to: URL(filePath: file))
      #expect(desk.run(["train", path]).output.contains("done after 30"))
    }
  }

  @Test func `where nothing can be kept, it trains and says so once`() throws {
    let desk = try Self.desk()
    try desk.write("a file where the folder should be", to: ".cache")
    let run = desk.run(["train", desk.folder + "/small.md"])
    #expect(run.status == 0)
    #expect(run.output.contains("done after 30"))
    #expect(run.error.split(separator: "\n").count == 1)
    #expect(run.error.contains("what was found cannot be kept"))
  }

  @Test func `a step that is too large ends it, with the best before`() throws {
    let desk = try Self.desk(Self.lesson(rate: "1e9", iterations: 200))
    let run = desk.run(["train", desk.folder + "/small.md"])
    #expect(run.status == 1)
    #expect(run.output.contains("the cost is no number any more; the best before is kept"))
    // check says it before.
    let check = desk.run(["check", desk.folder + "/small.md"])
    #expect(check.output.contains("of training the cost is no number any more"))
    #expect(check.status == 1)
  }

  @Test func `what cannot be trained says why`() throws {
    let desk = try Self.desk("# Plain\n\n```math\nx = 1\n```\n")
    let plain = desk.run(["train", desk.folder + "/small.md"])
    #expect(plain.status == 2)
    #expect(plain.error.contains("trains nothing: it has no train fence"))
    try desk.write(Self.lesson().replacing("picture.png", with: "other.png"), to: "small.md")
    let missing = desk.run(["train", desk.folder + "/small.md"])
    #expect(missing.status == 1)
    #expect(missing.error.contains("other.png cannot be read"))
    #expect(desk.run(["train", desk.folder + "/small.md", "--threads", "0"]).status == 2)
  }

  @Test func `it explains how the formulas are run`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    let tiled = desk.run(["train", path, "--explain"])
    #expect(tiled.output.contains("24 numbers are searched (W), on 8 examples."))
    #expect(tiled.output.contains("gone through once an evaluation"))
    #expect(Self.kept(desk).isEmpty)
    let gram = Self.lesson().replacing(
      #"J = \frac{1}{2m} \|W^T W P - P\|_F^2"#, with: #"J = \|(W P)^T (W P)\|_F^2"#)
    try desk.write(gram, to: "small.md")
    let whole = desk.run(["train", path, "--explain"])
    #expect(whole.output.contains("a value has both a row and a column for each example"))
    #expect(desk.run(["train", path]).status == 0)
  }

  @Test func `it explains which gradient is run, and where it stands`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    #expect(
      desk.run(["train", path, "--explain"]).output.contains(
        "The slopes by W are the exact derivatives of the cost."))
    let cost = #"J = \frac{1}{2m} \|W^T W P - P\|_F^2"#
    func stating(_ sign: String) -> String {
      Self.lesson().replacing(
        cost,
        with: cost
          + "\n" + #"r = W^T W P - P"#
          + "\n" + #"\nabla_W J = \frac{1}{m} (W P r^T \#(sign) W r P^T)"#)
    }
    let line = Self.lesson().split(separator: "\n", omittingEmptySubsequences: false)
      .firstIndex { $0.contains("J = ") }.map { $0 + 3 }
    let number = try #require(line)
    try desk.write(stating("+"), to: "small.md")
    let own = desk.run(["train", path, "--explain"]).output
    #expect(own.contains("The slopes by W are the lesson's own formula (line \(number))."))
    #expect(!own.contains("exact"))
    try desk.write(stating("-"), to: "small.md")
    let wrong = desk.run(["train", path, "--explain"]).output
    #expect(wrong.contains("The slopes by W are the exact derivatives of the cost."))
    #expect(wrong.contains("What line \(number) says of the slopes by W is not used"))
  }

  // MARK: - On the full screen and in line mode

  /// Types at a lesson; between the keys the screen waits so often without any.
  static func screen(
    _ desk: Desk, _ keys: [(waits: Int, key: String)], options: [String] = [],
    meanwhile: () -> Void = {}
  ) -> Desk.Run {
    desk.terminal = (80, 24)
    defer { desk.terminal = nil }
    let events: [FullScreen.Event] = keys.flatMap { waits, key in
      // All is painted again, so that its text is in one piece.
      Array(repeating: .timeout, count: waits) + [.redraw, .bytes(Array(key.utf8))]
    }
    return desk.run([desk.folder + "/small.md"] + options, events: events) {
      usleep(10_000)
      meanwhile()
    }
  }

  @Test func `it trains on the full screen, keeps what was found, and has it at once again`() throws
  {
    let desk = try Self.desk()
    let whole = desk.run(["train", desk.folder + "/small.md"])
    let cost = try #require(
      whole.output.split(separator: "done after 30 iterations: J = ").last?.prefix { $0 != "," })
    try desk.remove(".cache")
    let run = Self.screen(desk, [(5, "T"), (5, "++"), (200, "q")])
    #expect(run.status == 0 && run.ended == 1)
    #expect(run.text.contains("done after 30 iterations; it is kept"))
    #expect(run.text.contains("J = \(cost)"))
    #expect(Self.kept(desk).count == 1)
    #expect(desk.run(["train", desk.folder + "/small.md"]).output.hasPrefix("trained before"))
    // It comes back with its curve, and later formulas have what was found.
    let again = Self.screen(desk, [(5, "T"), (1, "q")])
    #expect(again.text.contains("done after 30 iterations"))
    #expect(again.text.contains("30 of 30"))
    let shown = desk.run(["show", desk.folder + "/small.md"])
    #expect(shown.output.contains("Trained on 8 examples: J = \(cost) after 30 iterations."))
  }

  @Test func `who quits or stops keeps the best so far, and goes on from there`() throws {
    for key in ["q", "x", "\u{1B}"] {
      let desk = try Self.desk()
      // Paused after some single iterations.
      let run = Self.screen(desk, [(5, "T"), (0, " "), (20, "."), (5, "."), (20, key), (20, "q")])
      #expect(run.text.contains("paused"))
      #expect(Self.kept(desk).count == 1, "\(key)")
      let rest = desk.run(["train", desk.folder + "/small.md"])
      #expect(rest.lines.first?.hasPrefix("iteration ") == true)
      #expect(rest.lines.first?.hasPrefix("iteration 0 of 30") == false)
      #expect(rest.output.contains("done after 30 iterations"))
    }
  }

  @Test func `with another number it goes on, and that is not kept for another day`() throws {
    let text = Self.lesson(rate: #"\alpha"#, iterations: 20).replacing(
      "J = ", with: "\\alpha = 0.05\nJ = ")
    let desk = try Self.desk(text)
    let run = Self.screen(
      desk, [(5, "T"), (0, "++"), (100, "e"), (1, "0.02\r"), (100, "q")])
    #expect(run.text.contains("α is 0.05. New:"))
    #expect(run.text.contains("done after 40 iterations; it is kept until you leave"))
    #expect(Self.kept(desk).count == 1)
  }

  @Test func `it trains in line mode, and in speech without a sign`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    let run = desk.run(["walk", "--plain", path], input: "train\n\n\n")
    #expect(run.output.contains("iteration 0 of 30: J = "))
    #expect(run.output.contains("done after 30 iterations"))
    #expect(run.output.contains("From here on the lesson has what was found."))
    let spoken = desk.run(["walk", "--speak", path], input: "train again\nquit\n")
    let said = spoken.output.split(separator: "\n").filter { $0.contains("iteration") }
    // S1: at most a line in five seconds, with the beginning and the end.
    #expect(said.count == 2, "\(spoken.output)")
    #expect(spoken.output.allSatisfy { $0.isASCII && $0 != "\r" })
    #expect(Set(said).count == said.count)
  }

  @Test func `lines in ASCII are ASCII`() throws {
    let desk = try Self.desk()
    let run = desk.run(["train", "--ascii", desk.folder + "/small.md"])
    #expect(run.output.utf8.allSatisfy { $0 < 0x80 }, "\(run.output)")
  }

  @Test func `as NumPy a trained lesson has what was found`() throws {
    let desk = try Self.desk()
    let path = desk.folder + "/small.md"
    let before = desk.run(["show", "--as", "numpy", path]).output
    #expect(!before.contains("what training has found"))
    _ = desk.run(["train", path])
    let file = try #require(Self.kept(desk).first)
    let lines = String(decoding: FileManager.default.contents(atPath: file)!, as: UTF8.self)
      .split(separator: "\n")
    let first = Double(bitPattern: try #require(UInt64(lines[6], radix: 16)))
    let after = desk.run(["show", "--as", "numpy", path]).output
    let found = try #require(after.firstRange(of: "what training has found (line "))
    #expect(after[found.upperBound...].contains("\(first)"))
    // What is made from it is computed again behind it.
    #expect(after[found.upperBound...].contains("K = J"))
    #expect(after[found.upperBound...].contains("J = "))
  }
}
