import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `Showing a lesson` {
  @Test func `as text, every operation`() throws {
    let run = try Desk().run("show", "1")
    #expect((run.status, run.error) == (0, ""))
    // The numbers by hand: 1·1 + 2·2 and 3·1 + 4·2.
    expectSame(
      run.output,
      """
      The first lesson
      ════════════════

      ── 1 of 2 ── One product ───────────────────────────────────────────────────────

      Weights meet an input.

        x = ⎡1⎤                                                                    2×1
            ⎣2⎦

        W = ⎡1  2⎤                                                                 2×2
            ⎣3  4⎦

      What does the layer see?

          W = ⎡1  2⎤      x = ⎡1⎤
              ⎣3  4⎦          ⎣2⎦

        z = Wx                                                                     2×1

          = ⎡1  2⎤ ⎡1⎤                                                 names → numbers
            ⎣3  4⎦ ⎣2⎦
            ╌╌╌╌╌╌╌╌╌╌
          = ⎡ 5⎤                                                    matrix product: Wx
            ⎣11⎦

      ── 2 of 2 ── A claim ───────────────────────────────────────────────────────────

        z = ⎡ 5⎤                                                                   2×1
            ⎣11⎦
          = ⎡ 5⎤
            ⎣11⎦

        ✓ z = [5; 11]  exactly

      """, "show 1")
  }

  @Test func `as NumPy, with its claims asserted`() throws {
    let run = try Desk().run("show", "first", "--as", "numpy")
    #expect((run.status, run.error) == (0, ""))
    expectSame(
      run.output,
      """
      import numpy as np

      # One product
      x = np.array([[1], [2]])
      W = np.array([[1, 2], [3, 4]])
      z = W @ x

      # A claim
      assert np.allclose(z, np.array([[5], [11]]), rtol=1e-9, atol=1e-12)

      """, "show first --as numpy")
  }

  @Test func `as NumPy a lesson begins with what it continues`() throws {
    let run = try Desk().run("show", "second", "--as", "numpy")
    let lines = run.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "import numpy as np")
    #expect(lines.contains("z = np.array([[5], [11]])"))
    #expect(lines.suffix(2) == ["# Further", "u = 2 * z"])
  }

  @Test func `as JSON, with values that are no numbers as words`() throws {
    let desk = try Desk()
    try desk.write("```math\nx = 2\ny = x - 3\n```\n", to: "numbers.md")
    let run = desk.run("show", "--as", "json", desk.folder + "/numbers.md")
    let lesson = try JSONDecoder().decode(CheckJSON.Lesson.self, from: Data(run.output.utf8))
    #expect(lesson.lesson == "numbers")
    #expect(lesson.steps.flatMap(\.equations).map(\.value) == [[[2]], [[-1]]])
    #expect(lesson.findings.isEmpty)
    #expect(run.status == 0)
    // Whatever hides or commands is an escape in the JSON, and the same again when it is read.
    try desk.write("# A \u{202E}title\n\nWords.\n", to: "hidden.md")
    let hidden = desk.run("show", "--as", "json", desk.folder + "/hidden.md")
    #expect(!hidden.output.unicodeScalars.contains("\u{202E}"))
    #expect(hidden.status == 1)
  }

  @Test func `findings go to standard error, but for JSON`() throws {
    let desk = try Desk()
    try desk.write(Desk.broken, to: "broken.md")
    for form in ["text", "numpy"] {
      let run = desk.run("show", "--as", form, desk.folder + "/broken.md")
      #expect(run.status == 1)
      #expect(run.error.contains("broken.md:5:5: error: W and W cannot be multiplied"))
      #expect(!run.output.contains("cannot be multiplied") || form == "text")
    }
    let json = desk.run("show", "--as", "json", desk.folder + "/broken.md")
    #expect((json.status, json.error) == (1, ""))
    let lesson = try JSONDecoder().decode(CheckJSON.Lesson.self, from: Data(json.output.utf8))
    #expect(lesson.findings.map(\.id) == ["shape-mismatch"])
  }

  @Test func `of an empty file there is nothing to show`() throws {
    let desk = try Desk()
    try desk.write("", to: "empty.md")
    let run = desk.run("show", desk.folder + "/empty.md")
    #expect((run.status, run.output) == (1, ""))
    #expect(run.error.contains("There is nothing in this lesson"))
  }
}
