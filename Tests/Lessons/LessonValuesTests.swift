import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `The course` {
  private static let lessons = Repository.files(in: "lessons", ending: ".md")
    .filter { !$0.hasSuffix("README.md") }

  @Test func `every live equation has the value that NumPy computes`() throws {
    let values = try JSONDecoder().decode(
      [String: [[[Double]]?]].self,
      from: try Repository.data("Tests/Lessons/Values/lesson-values.json"))
    #expect(Set(Self.lessons.map(Paths.lessonName)) == Set(values.keys))
    for path in Self.lessons {
      let lesson = LessonReader(.repository).lesson(at: path)
      let expected = try #require(values[lesson.name])
      let equations = lesson.steps.flatMap(\.equations)
      #expect(equations.count == expected.count, "\(path)")
      for (index, (equation, rows)) in zip(equations, expected).enumerated() {
        let place = "\(path), equation \(index + 1): \(equation.tree.oneLine())"
        #expect(equation.runs, "\(place)")
        #expect((equation.value == nil) == (rows == nil), "\(place)")
        guard var value = equation.value, let rows else { continue }
        let matrix = Matrix(
          shape: Shape(rows.count, rows[0].count), elements: rows.flatMap(\.self))
        // Of large values the sums of the rows are kept, but for those of the patches.
        if value.shape.count > 200, matrix.shape == Shape(value.shape.rows, 1) {
          value = Matrix(
            shape: matrix.shape, elements: value.rows.map { $0.reduce(0, +) })
        }
        #expect(value.shape == matrix.shape, "\(place)")
        guard value.shape == matrix.shape else { continue }
        let scale = max(1, matrix.largest)
        #expect(value.difference(from: matrix).largest <= 1e-12 * scale, "\(place)")
      }
    }
  }

  @Test(arguments: lessons)
  func `every lesson is sound, and every claim in it holds`(path: String) {
    let lesson = LessonReader(.repository).lesson(at: path)
    #expect(lesson.findings.map(\.summary) == [])
    let claims = lesson.steps.flatMap(\.equations).flatMap(\.claims)
    #expect(!claims.isEmpty)
    #expect(claims.map(\.holds) == claims.map { _ in true })
    #expect((5...9).contains(lesson.steps.count - 1), "\(lesson.steps.count - 1) steps")
  }

  /// The last lesson sends students off with it: their own sizes, and something broken on purpose.
  @Test(arguments: [("(5, 3, 5)", 6), ("(4, 6, 4)", 5)])
  func `the page holds for a student's own sizes, and finds what they break`(
    sizes: String, examples: Int
  ) throws {
    let page = String(decoding: try Repository.data("lessons/19-on-one-page.md"), as: UTF8.self)
      .replacing("s &= (3, 2, 3)", with: "s &= \(sizes)")
      .replacing("m &= 4", with: "m &= \(examples)")
    func errors(_ text: String) -> [FindingKind] {
      LessonReader(.none).checkedLesson(SourceFile(path: "mine.md", text: text)).findings
        .filter { $0.severity == .error }.map(\.kind)
    }
    #expect(page.contains(sizes) && page.contains("m &= \(examples)"))
    #expect(errors(page) == [])
    let formula = #"(W^{(2)})^T \delta^{(3)} + \beta"#
    let broken = page.replacing(
      #"= \left( \#(formula)"#, with: #"= \left( (W^{(2)})^T \delta^{(3)} + "#)
    #expect(broken != page)
    #expect(Set(errors(broken)) == [.claimFails])
  }

  @Test func `the contents list every lesson in order`() {
    let course = Course.read("lessons", .repository)
    #expect(course.findings.map(\.summary) == [])
    #expect(course.entries.map(\.path) == Self.lessons)
  }
}
