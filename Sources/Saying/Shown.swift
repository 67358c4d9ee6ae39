package import Kernels
package import Learning
package import Lessons
package import Matrices
package import Notation
package import Questions
package import SourceText

/// All that one stop of a walk says, as values: what the writers (a page of cells, line mode, JSON,
/// speech, Markdown) write. It knows no words and no cells; a writer knows no meaning.
package struct Shown: Sendable {
  /// The place of the stop in the walk.
  package var stop: Int
  /// At the first stop of a step that has a heading.
  package var heading: Heading?
  package var prose: [Block]
  /// As the lesson writes them. Reductions are of the first, and only where it is alone.
  package var formulas: [Formula]
  package var reductions: [Reduction]
  /// The lines of a derivation, below its first; its reductions are those of all of them.
  package var derivation: [DerivationLine] = []
  /// What stands below the last reduction, or below the formulas where there are none.
  package var changes: [Change]
  /// Why formulas have no value, in words.
  package var breakdowns: [String]
  package var verdicts: [Verdict]
  package var question: Question?
  package var picture: ShownPicture?
  package var training: ShownTraining?

  /// A step's title and which of the counted steps it is.
  package struct Heading: Sendable {
    package var id: String
    package var title: [Inline]
    /// From 1, of `count`.
    package var number: Int
    package var count: Int
  }

  /// An equation as it is before anything is reduced.
  package struct Formula: Sendable {
    /// The place of the equation in its lesson.
    package var place: Int
    package var equation: Equation
    /// The statement; the numbers of a given are those it has now.
    package var tree: MathTree
    /// What stands left of its first equals sign, where it defines something.
    package var left: MathTree?
    package var remark: Remark
    /// The value of what needs no reduction and does not show it itself.
    package var value: MathTree?
    package var window: Window?
  }

  /// What is said at the side of a formula.
  package enum Remark: Sendable, Equatable {
    case nothing
    case shape(Shape)
    /// It holds for every number of a letter.
    case rule(letter: MathTree)
    case doesNotRun
  }

  /// The part of a matrix that is shown, when that is not all of it.
  package struct Window: Sendable, Equatable {
    package var rows: Range<Int>
    package var columns: Range<Int>
    package var shape: Shape
  }

  /// A side of the equation after one more operation.
  package struct Reduction: Sendable {
    /// The side that begins here, where several are reduced.
    package var begins: Side?
    /// Which side it is of, from 0.
    package var side: Int
    package var reduction: Kernels.Reduction
    /// Whether another side was reduced before.
    package var isLaterSide: Bool
    /// The part of it that is reduced next.
    package var next: Location?
    package var window: Window?
  }

  package enum Side: Sendable, Equatable {
    /// Of a claim.
    case left, right
    /// Of a chain of formulas, from 1.
    case formula(Int)
  }

  /// A side before and after the givens were changed.
  package struct Change: Sendable {
    package var tree: MathTree
  }

  /// What came out of an equality or comparison of two sides.
  package struct Verdict: Sendable {
    package var left: MathTree
    package var relation: MathTree
    package var right: MathTree
    package var holds: Bool
    package var degree: Degree
    /// Whether it says which side is larger; then how far they are apart is told only if it fails.
    package var isOrder: Bool
    /// Where the sides are furthest apart, from 0, and their values there.
    package var place: (row: Int, column: Int)
    package var entries: (left: Double, right: Double)
  }

  /// How far a claim holds or fails. The number is the largest difference of two entries.
  package enum Degree: Sendable, Equatable {
    case exact
    case rounding(Double)
    case untold(Double)
    case apart(Double)
    case noLeftValue, noRightValue, noValues
  }

  /// A self-check with what it shows.
  package struct Question: Sendable {
    package var check: Check
    /// What one chooses from; empty for questions of other kinds.
    package var choices: [[Block]]
    /// Whether the choices stand without blank lines between them.
    package var isTight: Bool
    /// The numbered formulas that it is about.
    package var lines: [Line]
    /// The names that its answer is made from, with their values.
    package var numbers: [Quantity]

    /// Whether a choice, counted from 1, is a right one.
    package func isRight(_ choice: Int) -> Bool {
      check.question.rightChoices?.contains(choice) == true
    }
  }

  /// A name with its value.
  package struct Quantity: Sendable {
    package var name: MathTree
    package var value: MathTree
    package var window: Window?

    package var tree: MathTree {
      .row(name.nodes + MathTree.sign("=") + [value], .nowhere)
    }
  }

  package struct Line: Sendable {
    /// From 1.
    package var number: Int
    package var tree: MathTree
    /// What it came to, where that is shown.
    package var value: MathTree?
    package var window: Window?
    /// Why it follows from the line above, of a line of a derivation that does.
    package var why: QuestionLine.Why?
  }

  /// Whether an equation is reduced here, step by step.
  package var isReduced: Bool { !reductions.isEmpty }
}

/// A lesson with everything that is said of it, all of it reduced.
package struct ShownLesson: Sendable {
  package var lesson: Lesson
  package var walk: Walk
  package var stops: [Shown]

  /// - Parameter values: how much of large values is shown; all of it unless something else is
  ///   said.
  package init(_ lesson: Lesson, _ values: ValueStyle? = nil) {
    self.lesson = lesson
    let presenter = Presenter(lesson, values ?? ValueStyle(lesson.style))
    let walk = Walk(lesson)
    self.walk = walk
    stops = walk.stops.indices.map { presenter.shown($0, of: walk) }
  }
}
