import Kernels
import Learning
import Lessons
import Matrices
import Questions
import SourceText
import TestSupport
import Testing

private func column(_ values: Double...) -> Matrix<Double> {
  Matrix(shape: Shape(values.count, 1), elements: values)
}

extension Marking.Verdict {
  fileprivate var isRight: Bool { if case .right = self { true } else { false } }

  fileprivate var text: String? {
    if case .wrong(_, let reading) = self { reading?.text } else { nil }
  }

  fileprivate var entries: [Bool]? {
    if case .wrong(let entries, _) = self { entries } else { nil }
  }
}

/// The rule by hand: within half a unit, or as far as handwork comes out, of every entry, and
/// nearer than to any wrong answer that is known.
struct `The marking rule` {
  static let cases: [(key: Double, error: Double, decimals: Int, answer: Double, isRight: Bool)] = [
    // Half a unit of the last decimal, whatever the size.
    (2, 0, 3, 2.0005, true), (2, 0, 3, 2.00051, false), (2, 0, 3, 1.9995, true),
    (-2, 0, 3, -2.0005, true), (-2, 0, 3, -2.00051, false), (100, 0, 3, 100.0006, false),
    (0, 0, 3, 0.0005, true), (0, 0, 3, -0.00051, false),
    (10, 0, 1, 10.05, true), (10, 0, 1, 10.051, false), (100, 0, 0, 100.5, true),
    // As far as handwork may come out.
    (2, 0.003, 3, 2.003, true), (2, 0.003, 3, 2.0031, false), (2, 0.003, 3, 1.997, true),
    (2, 0, 3, -2, false), (1, 0, 3, .nan, false), (1, 0, 3, .infinity, false),
  ]

  @Test(arguments: cases.indices)
  func `has this band`(index: Int) {
    let (key, error, decimals, answer, isRight) = Self.cases[index]
    let marking = Marking(
      Matrix(key), errors: Matrix(error), .none, decimals: decimals)
    #expect(marking.mark(Matrix(answer)).isRight == isRight)
    #expect(marking.isInBand(Matrix(answer)) == isRight)
  }

  @Test func `looks at every entry by its own band`() {
    let marking = Marking(
      column(1, 2, 0), errors: column(0.01, 0.001, 0.002), .none, decimals: 3)
    #expect(marking.mark(column(1.01, 1.999, -0.002)).isRight)
    #expect(marking.mark(column(1.01, 2.01, 0)).entries == [true, false, true])
    #expect(marking.mark(column(9, 9, 9)).entries == [false, false, false])
    #expect(!marking.isInBand(column(1, 2)))
  }

  @Test func `asks for the shape first, and sees when it is lying`() {
    let marking = Marking(column(1, 2), .none, decimals: 3)
    func said(_ answer: Matrix<Double>) -> String? {
      guard case .shape(let shape) = marking.mark(answer) else { return nil }
      return Judgement.Remark.shape(answer.shape, wanted: shape).text
    }
    #expect(said(column(1, 2).transposed) == "Yours is 1×2, it is 2×1: transposed?")
    #expect(said(column(1, 2, 3)) == "Yours is 3×1, it is 2×1.")
    #expect(said(column(7, 7)) == nil)
  }

  @Test func `a small slip does not hide in the band`() {
    // Another answer is 1/64 away, and half way is still right.
    let known = 1 + 1.0 / 64
    func marking(_ known: Matrix<Double>) -> Marking {
      Marking(
        Matrix(1), errors: Matrix(0.02), .none, known: [Marking.Known(known, "That one.")],
        decimals: 3)
    }
    #expect(marking(Matrix(known)).mark(Matrix(1.007)).isRight)
    #expect(marking(Matrix(known)).mark(Matrix(1 + 1.0 / 128)).isRight)
    // What is refused has a mark that says so.
    #expect(marking(Matrix(known)).mark(Matrix(1.009)).entries == [false])
    #expect(marking(Matrix(known)).mark(Matrix(known)).text == "That one.")
    // A wrong answer of another shape is no neighbour.
    #expect(marking(column(known, 1)).mark(Matrix(1.019)).isRight)
  }
}

struct `What is read in a wrong answer` {
  private let marking = Marking(
    column(1, -2, 3), .none, decimals: 3,
    factors: [(Name("m"), 4), (Name("\\lambda"), 0.1), (Name("k"), -0.3)],
    named: [(Name("x"), column(5, 6, 7)), (Name("s"), Matrix(9))])

  static let cases: [(answer: [Double], text: String?)] = [
    ([-1, 2, -3], "Only the sign is the other one."),
    ([2, -4, 6], "It is 2 times too large."), ([0.5, -1, 1.5], "It is 2 times too small."),
    ([4, -8, 12], "It is 4 times too large: 4 is m."),
    ([0.25, -0.5, 0.75], "It is 4 times too small: 4 is m."),
    ([0.1, -0.2, 0.3], "It is 10 times too small: 10 is 1/λ."),
    ([10, -20, 30], "It is 10 times too large: 10 is 1/λ."),
    ([-0.3, 0.6, -0.9], "It is −3.3333 times too small: −3.3333 is 1/k."),
    ([5, 6, 7], "That is x; something else is asked for."),
    ([3, -6, 9], nil), ([9, 9, 9], nil),
  ]

  @Test(arguments: cases.indices)
  func `is a factor, a sign or another value`(index: Int) {
    let (answer, text) = Self.cases[index]
    let verdict = marking.mark(Matrix(shape: Shape(3, 1), elements: answer))
    #expect(!verdict.isRight)
    #expect(verdict.text == text)
  }

  @Test func `is no factor of 1`() {
    let known = 1 + 1.0 / 64
    let marking = Marking(
      column(1, 2), .none, known: [], decimals: 3, factors: [(Name("n"), 1)])
    let verdict = marking.mark(column(known, 2 * known))
    #expect(!verdict.isRight)
    #expect(verdict.text == nil)
  }

  @Test func `is asked for with the decimals that a lesson shows, three at most`() throws {
    func isRight(_ answer: String, decimals: Int) throws -> Bool {
      let text =
        "---\ndecimals: \(decimals)\n---\n```math\nu = 2\n```\n\nHow much?\n\n<!-- check = u -->\n"
      let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: text))
      let check = try #require(lesson.steps.flatMap(\.checks).first)
      return try Judge(check, in: lesson).judge(answer).isRight
    }
    for decimals in [3, 6, 12] {
      #expect(try isRight("2.0005", decimals: decimals))
      #expect(try !isRight("2.0006", decimals: decimals))
    }
    #expect(try isRight("2.005", decimals: 2) && !isRight("2.006", decimals: 2))
    #expect(try isRight("2.05", decimals: 1) && !isRight("2.06", decimals: 1))
  }

  /// What a tutor says to a number, for u + k c.
  private func said(c: Double, to answer: Double) throws -> String? {
    let text = "```math\nu = 10\nk = 3\nc = \(c)\n```\n\nHow much?\n\n<!-- check = u + k c -->\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: text))
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    return try Judge(check, in: lesson).judge("\(answer)").reading?.text
  }

  @Test func `is no value on the way where single numbers are too often alike`() throws {
    #expect(try said(c: 2, to: 23.7) == nil)
  }

  @Test(arguments: [
    ("u", "0.385", "Two digits are exchanged."), ("u", "0.538", "Two digits are exchanged."),
    ("u", "-0.385", nil), ("u", "0.853", nil), ("u", "0.376", nil),
    ("u", "3.58", "The decimal point is one place too far to the right."),
    ("u", "35.8", "The decimal point is 2 places too far to the right."),
    ("u", "0.0358", "The decimal point is one place too far to the left."),
    ("u", "0.00358", "The decimal point is 2 places too far to the left."),
    // With fewer digits, as far as they go.
    ("v", "3.5", "The decimal point is one place too far to the right."), ("v", "3.6", nil),
    ("w", "-0.385", "Two digits are exchanged."), ("w", "0.385", nil),
    ("x", "[0.126; 0.126]", "Entry 2 has the value of entry 1; the others are right."),
    ("x", "[0; -0.358]", "Entry 1 was left 0; the others are right."),
    ("x", "[0.162; -0.358]", "Two digits are exchanged."),
    ("x", "[1.26; -3.58]", "The decimal point is one place too far to the right."),
    ("x", "[0.358; -0.126]", nil), ("x", "[0.162; -0.385]", nil),
  ])
  func `is a slip of the pen`(key: String, answer: String, text: String?) throws {
    let lesson = LessonReader(.none).lesson(
      SourceFile(
        path: "a.md",
        text: """
          ```math
          u = 0.358
          w = -0.358
          v = 0.3548
          x = \\begin{bmatrix} 0.126 \\\\ -0.358 \\end{bmatrix}
          ```

          How much?

          <!-- check = \(key) -->
          """))
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    let said = try Judge(check, in: lesson).judge(answer).reading?.text ?? ""
    if let text {
      #expect(said.contains(text), "\(said)")
    } else {
      #expect(!said.contains("digits") && !said.contains("point"), "\(said)")
    }
  }

  @Test func `takes a power of ten for a whole number, and no decimal of it for right so far`()
    throws
  {
    let text = "```math\nu = 50.04\n```\n\nHow much?\n\n<!-- check = u -->\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "a.md", text: text))
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    for (answer, isOpen) in [("5e1", false), ("50", false), ("50.0", true), ("5.00e1", true)] {
      #expect(try Judge(check, in: lesson).judge(answer).isOpen == isOpen, "\(answer)")
    }
  }

  @Test func `is never another number, which is too often the same`() {
    let marking = Marking(Matrix(1), .none, decimals: 3, named: [(Name("s"), Matrix(9))])
    #expect(marking.mark(Matrix(9)).text == nil)
  }
}
