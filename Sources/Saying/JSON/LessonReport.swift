import Kernels
import Learning
package import Lessons
import Matrices
import Notation
import Reasons
import SourceText

/// A lesson as JSON, for tools, graders and tests: all that is said of it, in order. Its form is
/// `Documentation/lesson.schema.json`; names are stable, and a change of meaning is another number
/// in `schema`.
package struct LessonReport: Encodable, Sendable {
  package struct Step: Encodable, Sendable {
    var id: String
    var title: String
    /// The heading with its formulas and emphasis.
    var heading: [InlineReport]
    /// From 1, among the steps that have a heading.
    var number: Int?
    var equations: [EquationReport]
    var questions: [QuestionReport]
    var pictures: [PictureReport]
    /// Prose, equations, questions and pictures in the order in which they stand.
    var parts: [PartReport]
  }

  /// A block of prose, or which of the step's equations, questions or pictures stands here.
  enum PartReport: Encodable, Sendable {
    case prose(BlockReport)
    case equation(Int)
    case question(Int)
    case picture(Int)

    private enum Key: CodingKey { case prose, equation, question, picture }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Key.self)
      switch self {
      case .prose(let block): try container.encode(block, forKey: .prose)
      case .equation(let index): try container.encode(index, forKey: .equation)
      case .question(let index): try container.encode(index, forKey: .question)
      case .picture(let index): try container.encode(index, forKey: .picture)
      }
    }
  }

  var schema = 2
  /// Of the program that wrote it.
  var longhand: String
  var lesson: String
  var title: String
  /// Those that are shown of a number.
  var decimals: Int
  /// The lesson whose names and values it starts with.
  var continues: String?
  /// What stands before the lines of NumPy.
  var numpyHead: [String]
  var steps: [Step]
  /// The numbers that can be opened, by their place in this list; nil where that was not asked for.
  var numbers: [NumberReport]?
  var findings: [FindingReport]

  /// - Parameters:
  ///   - version: of the program.
  ///   - opensNumbers: whether the numbers are opened, too, which takes as long as the lesson is
  ///     large.
  package init(_ source: Lesson, version: String, opensNumbers: Bool) {
    longhand = version
    lesson = source.name
    title = source.title
    decimals = source.style.decimals
    continues = source.continues
    let numPy = NumPyFile(source)
    numpyHead = numPy.head
    var book = NumberBook(source, isOpen: opensNumbers)
    let shown = ShownLesson(source)
    let walk = shown.walk
    steps = source.steps.indices.map { step in
      let stops = shown.stops.filter { walk.stops[$0.stop].step == step }
      return Step(
        source.steps[step], stops, number: source.namedSteps.firstIndex(of: step).map { $0 + 1 },
        numPy: numPy.steps[step].equations, source.workspace, &book)
    }
    numbers = opensNumbers ? book.finish() : nil
    findings = source.findings.map(FindingReport.init)
  }
}

extension LessonReport.Step {
  fileprivate init(
    _ step: Lesson.Step, _ stops: [Shown], number: Int?, numPy: [[String]],
    _ workspace: Workspace, _ book: inout NumberBook
  ) {
    id = step.id
    title = step.title
    heading = step.heading.map(InlineReport.init)
    self.number = number
    (equations, questions, pictures, parts) = ([], [], [], [])
    for stop in stops {
      parts += stop.prose.map { .prose(BlockReport($0)) }
      for formula in stop.formulas {
        parts.append(.equation(equations.count))
        equations.append(
          EquationReport(
            formula, reductions: stop.reductions,
            reasons: Dictionary(
              uniqueKeysWithValues: formula.equation.reasons(in: workspace).map {
                ($0.claim, $0.reason.rules.map(\.id))
              }), numPy: numPy[equations.count], &book))
      }
      if let picture = stop.picture {
        parts.append(.picture(pictures.count))
        pictures.append(PictureReport(picture))
      }
      if let question = stop.question {
        parts.append(.question(questions.count))
        questions.append(QuestionReport(question))
      }
    }
  }
}
