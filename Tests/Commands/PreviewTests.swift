import Terminal
import TestSupport
import Testing

@testable import Commands

struct `When a file is whole` {
  @Test func `it has been left alone for a moment`() {
    var rest = Rest()
    #expect(rest.remaining(at: 0) == nil)
    rest.note(at: 1000, isBeingWritten: false, isDoubtful: false)
    #expect(rest.remaining(at: 1010) == 30)
    rest.note(at: 1030, isBeingWritten: false, isDoubtful: false)
    #expect(rest.remaining(at: 1050) == 20)
    #expect(rest.remaining(at: 1070) == 0)
  }

  @Test func `an empty one takes longer, and one that is open as long as it is`() {
    var rest = Rest()
    rest.note(at: 0, isBeingWritten: false, isDoubtful: true)
    #expect(rest.remaining(at: 100) == 200)
    rest.note(at: 110, isBeingWritten: true, isDoubtful: false)
    #expect(rest.remaining(at: 200) == 800)
    rest.close()
    #expect(rest.remaining(at: 200) == 0)
  }

  @Test func `one that never rests is read after a second`() {
    var rest = Rest()
    for time in stride(from: 0, through: 990, by: 30) {
      rest.note(at: time, isBeingWritten: true, isDoubtful: true)
      #expect((rest.remaining(at: time) ?? 0) > 0)
    }
    #expect(rest.remaining(at: 1000) == 0)
  }
}

struct `The preview` {
  private static let lesson = #"""
    # A lesson

    ## One

    Weights meet an input.

    ```math
    x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
    ```

    ```math
    W = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
    ```

    ## Two

    ```math
    z = W x
    ```

    """#

  /// Runs it on a file that is saved so, one text after the other.
  private func preview(
    _ arguments: [String] = [], screen: Bool, saving texts: [String?]
  ) throws -> Desk.Run {
    let desk = try Desk()
    try desk.write(Self.lesson, to: "own.md")
    if screen { desk.terminal = (80, 24) }
    // Looked at in turn: what was saved, then as much time as it takes to be whole.
    var steps = texts.flatMap { [$0, ""] }[...]
    let run = desk.run(
      ["preview", desk.folder + "/own.md"] + arguments,
      // At the end all of it is painted once more.
      events: Array(repeating: .timeout, count: 3 * texts.count + 1) + [.redraw],
      meanwhile: {
        desk.milliseconds += 400
        guard let step = steps.popFirst() else { return }
        if let text = step {
          if !text.isEmpty { try? desk.write(text, to: "own.md") }
        } else {
          try? desk.remove("own.md")
        }
      })
    return run
  }

  @Test func `shows the place that changed`() throws {
    let run = try preview(
      screen: true, saving: [Self.lesson.replacing("z = W x", with: "z = 2 W x")])
    #expect((run.status, run.error, run.begun, run.ended) == (0, "", 1, 1))
    // By hand: 2 · [5; 11].
    #expect(run.text.contains("step 2 of 2"), "\(run.text)")
    #expect(run.text.contains("22"), "\(run.text)")
  }

  @Test func `keeps the last good page over what is wrong`() throws {
    let broken = Self.lesson.replacing("z = W x", with: "z = W W_1 x x")
    let run = try preview(screen: true, saving: [broken])
    #expect(run.text.contains("Not ready to be shown: the page is as it was."), "\(run.text)")
    #expect(run.text.contains("error: "), "\(run.text)")
  }

  @Test func `stays when the file is gone`() throws {
    let run = try preview(screen: true, saving: [nil])
    #expect((run.status, run.ended) == (0, 1))
    #expect(run.text.contains("This lesson cannot be read: there is no such file"), "\(run.text)")
    #expect(!run.text.contains("\u{0}"))
  }

  @Test(arguments: ["--plain", "--speak"])
  func `says in lines what is new, once`(_ mode: String) throws {
    let second = Self.lesson.replacing("meet an input", with: "meet an input, once")
    let third = second.replacing("z = W x", with: "z = 2 W x")
    let fourth = third.replacing("2 W x", with: "2 W y")
    let run = try preview([mode], screen: false, saving: [second, third, fourth])
    #expect((run.status, run.begun) == (0, 0))
    #expect(!run.output.contains("\r") && !run.output.contains("\u{1B}"))
    let lines = run.lines.filter { !$0.allSatisfy(\.isWhitespace) }
    #expect(Set(lines).count == lines.count, "\(run.output)")
    #expect(run.output.contains("meet an input, once"), "\(run.output)")
    #expect(run.output.contains("Save 2, step 2 of 2, Two:"), "\(run.output)")
    #expect(run.output.contains("Save 3: 1 error."), "\(run.output)")
    let isASCII = run.output.utf8.allSatisfy { $0 < 0x80 }
    #expect(mode == "--plain" || isASCII)
  }

  @Test func `watches files only`() throws {
    let desk = try Desk()
    #expect(desk.run("preview", "-").status == 2)
    #expect(desk.run("preview", desk.folder).status == 2)
    #expect(desk.run("preview", desk.folder + "/none.md").status == 2)
  }
}
