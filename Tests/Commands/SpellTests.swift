import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Notes in, and what each of their formulas needs out; sure fixes, applied.
struct `Spelling notes` {
  private static let notes = #"""
    # Softmax

    Scores come from a linear map:
    $$
    s = W x + b
    $$
    and probabilities are their shares.

    \begin{align}
    p_k = \frac{e^{s_k}}{\sum_j e^{s_j}}
    \end{align}

    $$ \text{cheap and simple} $$

    $$
    q = p \to 1
    $$

    ```math
    r = 2
    ```

    ```python
    s = W @ x + b
    ```
    """#

  @Test func `every formula is told what it needs`() throws {
    let desk = try Desk(course: false)
    try desk.write(Self.notes, to: "notes.md")
    let run = desk.run("spell", desk.folder + "/notes.md")
    #expect(run.status == 0)
    let lines = run.text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("/notes.md:4: runs once there is a value for W, x, b") })
    #expect(lines.contains { $0.contains("/notes.md:13: is only to be read") })
    #expect(lines.contains { $0.contains("/notes.md:15: needs an edit") })
    #expect(lines.contains { $0.contains("/notes.md:20: runs") })
    #expect(lines.contains("Givens to fill in: W, x, b"))
  }

  @Test func `notes come out as a lesson`() throws {
    let desk = try Desk(course: false)
    try desk.write(Self.notes, to: "notes.md")
    let run = desk.run("spell", desk.folder + "/notes.md", "--as", "lesson")
    #expect(run.text.hasPrefix("# Softmax\n\n## Givens\n"))
    #expect(run.text.contains("- $`W`$\n- $`x`$\n- $`b`$\n"))
    #expect(run.text.contains("```math\ns = W x + b\n```\n"))
    #expect(run.text.contains("```python\ns = W @ x + b\n```"))
    // With its givens it runs.
    let givens = "```math\nW = 2\nx = 3\nb = (1, 2)\n```\n"
    let text = run.text.replacing("- $`W`$\n- $`x`$\n- $`b`$\n", with: givens)
    try desk.write(text, to: "lesson.md")
    let again = desk.run("spell", desk.folder + "/lesson.md")
    #expect(again.text.contains("lesson.md:17: runs"))
  }

  @Test func `what cannot be read is said`() throws {
    let desk = try Desk(course: false)
    #expect(desk.run("spell", desk.folder + "/none.md").status == 2)
    try desk.write("$$\nx = 1", to: "open.md")
    #expect(desk.run("spell", desk.folder + "/open.md").status == 0)
    try desk.write("", to: "empty.md")
    #expect(desk.run("spell", desk.folder + "/empty.md").text.contains("0 formulas"))
  }

  @Test func `sure fixes are applied and shown`() throws {
    let desk = try Desk(course: false)
    let text =
      "# T\n\n## S\n\n```math\na = 3\nb = \\sqrt{a}\nb = 1.73\nk = \\argmax_i (a, 4)_i\n```\n"
    try desk.write(text, to: "t.md")
    let run = desk.run("check", "--fix", desk.folder + "/t.md")
    #expect(run.text.contains("- b = 1.73\n+ b \\approx 1.73"))
    #expect(run.text.contains("+ k = \\operatorname{argmax}_i (a, 4)_i"))
    let bytes = FileManager.default.contents(atPath: desk.folder + "/t.md") ?? Data()
    let fixed = String(decoding: bytes, as: UTF8.self)
    #expect(fixed.contains("b \\approx 1.73"))
    #expect(desk.run("check", desk.folder + "/t.md").status == 0)
    // Where there is nothing to do, nothing is done.
    let again = desk.run("check", "--fix", desk.folder + "/t.md")
    #expect(!again.text.contains("+ "))
  }

  @Test func `what has two fixes is left to the author`() throws {
    let desk = try Desk(course: false)
    let text = "# T\n\n## S\n\n```math\nx = (1, 2)\ny = (3, 4)\nz = x y\n```\n"
    try desk.write(text, to: "t.md")
    _ = desk.run("check", "--fix", desk.folder + "/t.md")
    let bytes = FileManager.default.contents(atPath: desk.folder + "/t.md") ?? Data()
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }
}
