import Kernels
import Learning
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

private let text = #"""
  ## One

  ```math
  n = 2
  x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
  ```

  ```math
  s = \sum_{i=1}^{n} x_i
  ```

  ## Two

  ```math
  q = \frac{6}{s}
  ```

  ```math
  q = 2
  ```

  """#

private func study() -> Study {
  Study(LessonReader(.none).lesson(SourceFile(path: "what-if.md", text: text)))
}

private let x = Name("x")

private func column(_ values: Double...) -> Matrix<Double> {
  Matrix(shape: Shape(values.count, 1), elements: values)
}

extension Study {
  fileprivate func value(_ name: String) -> Double? {
    lesson.workspace.values[Name(name)]?.elements.first
  }

  /// Why something is refused; nil when it is not.
  fileprivate mutating func refusal(
    _ change: (inout Study) throws(Refusal) -> Consequences
  ) -> String? {
    do throws(Refusal) {
      _ = try change(&self)
      return nil
    } catch {
      return error.reason
    }
  }

  fileprivate mutating func refusal(_ name: String, _ value: Matrix<Double>) -> String? {
    refusal { (study) throws(Refusal) in try study.give(Name(name), value) }
  }
}

/// The numbers by hand: s = 1 + 2 = 3 and q = 6/3 = 2.
struct `What if` {
  @Test func `a given is another, what follows is counted and every claim is asked again`() throws {
    var study = study()
    #expect((study.value("s"), study.value("q")) == (3, 2))
    let outcome = try study.give(x, row: 0, column: 0, 4)
    // s = 4 + 2, q = 6/6, and q = 2 is no longer true.
    #expect((study.value("s"), study.value("q")) == (6, 1))
    #expect((outcome.equations, outcome.entries) == (3, 3))
    #expect(outcome.broken.count == 1 && outcome.mended.isEmpty)
    #expect(
      outcome.text
        == "3 numbers in 3 equations changed; 1 claim no longer holds: q = 2 in “Two”")
    // With x₂ = −1 the sum is 3 again.
    let mended = try study.give(x, row: 1, column: 0, -1)
    #expect((study.value("s"), study.value("q")) == (3, 2))
    #expect(mended.text.hasSuffix("; 1 claim holds again: q = 2 in “Two”"), "\(mended.text)")
    #expect(study.given(x) == column(4, -1))
  }

  @Test func `changes are taken back one by one, made again, and given back at once`() throws {
    var study = study()
    _ = try study.give(x, column(4, 2))
    _ = try study.give(x, column(5, 7))
    #expect(study.value("s") == 12)
    _ = try study.undo()
    #expect(study.value("s") == 6)
    _ = try study.undo()
    #expect(study.value("s") == 3 && study.givens.isEmpty && study.before == nil)
    _ = try study.redo()
    _ = try study.redo()
    #expect(study.value("s") == 12)
    _ = try study.giveBack()
    #expect(study.value("s") == 3)
    _ = try study.undo()
    #expect(study.value("s") == 12)
    // A new change forgets what was taken back.
    _ = try study.undo()
    _ = try study.give(x, column(0.5, 0.5))
    #expect(
      study.refusal { (study) throws(Study.Refusal) in try study.redo() }
        == "There is no change to make again.")
  }

  @Test func `nothing is taken back, made again or given back where nothing was changed`() {
    var study = study()
    #expect(
      study.refusal { (study) throws(Study.Refusal) in try study.undo() }
        == "There is no change to take back.")
    #expect(
      study.refusal { (study) throws(Study.Refusal) in try study.redo() }
        == "There is no change to make again.")
    #expect(
      study.refusal { (study) throws(Study.Refusal) in try study.giveBack() }
        == "No given has been changed.")
  }

  @Test func `what cannot be changed says why, and nothing changes`() {
    var study = study()
    #expect(
      study.refusal("s", column(1))
        == "s is computed, not given. Open it down to a given, and change that.")
    #expect(study.refusal("y", column(1)) == "There is no value y in this lesson.")
    #expect(
      study.refusal("n", column(3))
        == "n decides how large things are, or how far a sum goes; it can only be changed in the "
        + "file.")
    #expect(study.refusal("x", column(1, 2, 3)) == "x is 2×1, and this is 3×1.")
    #expect(study.refusal("x", column(1, .infinity)) == "A given is a finite number.")
    #expect(study.refusal("x", column(.nan, 1)) == "A given is a finite number.")
    #expect(
      study.refusal { (study) throws(Study.Refusal) in try study.give(x, row: 2, column: 0, 1) }
        == "x has no such entry.")
    #expect(study.value("s") == 3 && study.givens.isEmpty)
  }

  @Test func `a value that breaks down is told, and comes back`() throws {
    var study = study()
    let outcome = try study.give(x, column(1, -1))
    #expect(study.value("s") == 0)
    #expect(outcome.breakdown != nil)
    #expect(study.breakdowns.count >= 1)
    _ = try study.undo()
    #expect(study.breakdowns.isEmpty)
    #expect(study.value("q") == 2)
  }

  @Test func `a file that is read again keeps the changes that still fit`() throws {
    var kept = study()
    _ = try kept.give(x, column(4, 2))
    kept.reload(LessonReader(.none).lesson(SourceFile(path: "what-if.md", text: text)))
    #expect(kept.value("s") == 6)
    let longer = text.replacing(#"1 \\ 2 \end"#, with: #"1 \\ 2 \\ 3 \end"#)
    kept.reload(LessonReader(.none).lesson(SourceFile(path: "what-if.md", text: longer)))
    // Of another shape it is another given: 1 + 2, the first two of three.
    #expect(kept.value("s") == 3)
    #expect(kept.givens.isEmpty)
  }
}

/// Leitner's boxes by hand: due at once in the first, then after 1, 2, 4, … days. At level 0, with the
/// worked example in view, no card moves.
struct `A memory` {
  @Test(arguments: [
    ("", 0, 0), ("r", 1, 0), ("rr", 2, 1), ("rrr", 3, 2), ("rrrr", 4, 4), ("w", 0, 0),
    ("rw", 0, 0), ("rrw", 1, 0), ("rh", 1, 0), ("rrhh", 2, 1), ("wwr", 1, 0), ("wwrr", 2, 1),
    ("rrrrrrrrrr", 10, 256), ("rrrrrrrrrrrrr", 10, 256), ("rrrrrrrrrrrrrw", 9, 128),
  ])
  func `goes a box on, a box back, or stays`(outcomes: String, level: Int, days: Int) {
    var memory = Memory(day: 100)
    for outcome in outcomes {
      memory = memory.after(
        outcome == "r" ? .right : outcome == "h" ? .helped : .wrong, day: 200, isBare: true)
    }
    #expect(memory.level == level)
    #expect(memory.due == (outcomes.isEmpty ? 100 : 200) + days)
  }

  @Test func `is solid after two successes with nothing shown, until it is due`() {
    var memory = Memory(day: 100)
    for _ in 0..<5 { memory = memory.after(.right, day: 100, isBare: false) }
    #expect(!memory.isSolid(on: 100))
    memory = memory.after(.right, day: 100, isBare: true)
    #expect(!memory.isSolid(on: 100))
    memory = memory.after(.right, day: 100, isBare: true)
    // The seventh time: the sixth box, which waits 32 days.
    #expect(memory.isSolid(on: 100) && memory.isSolid(on: 131))
    #expect(!memory.isSolid(on: 132))
    #expect(!memory.after(.wrong, day: 100, isBare: true).isSolid(on: 100))
    let helped = memory.after(.helped, day: 100, isBare: true)
    #expect(helped.isSolid(on: 100))
  }
}

struct `Items by their ids` {
  @Test(arguments: [
    (#"entry \delta^{(2)}"#, "Work out a number: δ⁽²⁾"), ("shape z", "Predict the shape: z"),
    (#"order x … \hat{\rho}"#, "Put in order: x … ρ̂"), ("slip a … b", "Find the slip: a … b"),
    ("formula J", "Write the formula: J"), ("unheard z", "unheard z"), ("entry", "entry"),
    ("", ""),
  ])
  func `are told to people`(id: String, text: String) {
    #expect(Item.described(id) == text)
  }
}
