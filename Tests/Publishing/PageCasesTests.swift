import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
import TestSupport
import Testing

@testable import Publishing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a page computes, against what the terminal computes. The recorded numbers are compared here;
/// what the script makes of them is written to `.build/pages`, where `Tests/EndToEnd/pages.py` has a
/// browser compare it.
struct `What a page computes` {
  /// Every number of every operation of the lesson, those of terms left out.
  private static func ids(
    _ lesson: Lesson, where isWanted: (Matrix<Double>) -> Bool = { _ in true }
  ) -> [NumberID] {
    lesson.equations.enumerated().flatMap { place, equation in
      equation.sides.indices.flatMap { side in
        equation.sides[side].values.enumerated().filter { isWanted($0.element) }.flatMap {
          node, value in
          value.elements.indices.map {
            NumberID(equation: place, side: side).with(node: node).with(entry: $0)
          }
        }
      }
    }
  }

  private static func value(_ id: NumberID, in equations: [Equation]) -> Double {
    equations[id.equation].value(id) ?? .nan
  }

  @Test(arguments: Repository.lessonPaths)
  func `is what the terminal computes`(path: String) throws {
    let lesson = try Repository.lesson(path)
    try compare(lesson, Self.ids(lesson), givens: 5)
  }

  /// Lessons with rounds that nobody sees: what is opened number by number.
  @Test(
    arguments: Repository.allLessons.filter { $0.value.hasLongLoops && $0.value.plans.isEmpty }
      .keys.sorted())
  func `is what the terminal computes in many rounds`(path: String) throws {
    try compareEntries(of: path)
  }

  /// Lessons that train: minutes each, and so by hand.
  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["LONGHAND_TRAINED"] != nil),
    arguments: Repository.allLessons.filter { !$0.value.plans.isEmpty }.keys.sorted())
  func `is what the terminal computes in lessons that train`(path: String) throws {
    let only = ProcessInfo.processInfo.environment["LONGHAND_TRAINED"] ?? ""
    if path.contains(only) { try compareEntries(of: path) }
  }

  private func compareEntries(of path: String) throws {
    let lesson = try #require(Repository.allLessons[path])
    try compare(lesson, Self.ids(lesson) { $0.elements.count <= 128 }, givens: 3)
  }

  private func compare(_ lesson: Lesson, _ ids: [NumberID], givens count: Int) throws {
    let numbers = PageNumbers(lesson, SpeechWriter(lesson))
    let places = ids.map { numbers.place(of: $0.tag) }
    var recorder = Recorder(of: lesson.workspace)
    for id in ids {
      let found = recorder.number(id, in: lesson.equations)
      let recorded = try #require(found)
      let value = Self.value(id, in: lesson.equations)
      #expect(recorded.number == value || recorded.number.isNaN && value.isNaN)
    }
    let data = numbers.finish(beside: nil).page
    let program = try #require(numbers.program, "\(lesson.name) has a program that is too long")
    #expect(!program.givens.isEmpty)
    // A few givens, each changed a little and by much.
    let every = max(1, (program.givens.count + count - 1) / count)
    var cases: [JSONValue] = []
    for (index, given) in program.givens.enumerated() where index % every == 0 {
      for value in [given.value + 0.1, -2 * given.value + 0.37] {
        var matrix = try #require(lesson.workspace.given(given.name))
        matrix.elements[given.row * matrix.shape.columns + given.column] = value
        let changed = lesson.giving([given.name: matrix]).equations
        cases.append(
          .object([
            ("given", .whole(index)), ("value", .number(value)),
            ("expected", .numbers(ids.map { Self.value($0, in: changed) })),
          ]))
      }
    }
    let file = JSONValue.object([
      ("data", .object(data + numbers.nodes.json)),
      ("places", .list(places.map { $0.map { .whole($0) } ?? .null })),
      ("author", .numbers(ids.map { Self.value($0, in: lesson.equations) })),
      ("cases", .list(cases)),
    ])
    Repository.write(file.text, to: ".build/pages/\(lesson.name)-numbers.json")
  }

  /// Answers with what is said to them: the key, and each slip, to the decimals that are asked for,
  /// each followed by a second try and by help.
  @Test(arguments: Repository.lessonPaths)
  func `is said as in the terminal`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let numbers = PageNumbers(lesson, SpeechWriter(lesson))
    let page = LessonPage(lesson, in: PageFrame(version: "0"))
    var questions: [JSONValue] = []
    for question in ShownLesson(lesson).stops.compactMap(\.question) {
      let own = PageQuestion(question, of: lesson, page.prose, page.math).data(numbers)
      guard case .value = question.check.kind, let key = question.check.value else { continue }
      let judge = Judge(question.check, in: lesson)
      let table = judge.table
      let answers =
        [key] + table.wrong.prefix(40).map(\.value) + [key.map { $0 + 0.731 }, key.map { -$0 }]
      let cases = answers.filter { $0.shape == key.shape && $0.isFinite }.map { answer in
        let typed = answer.elements.map { fixed($0, table.decimals) }
        var attempt = Attempt()
        let text = stride(from: 0, to: typed.count, by: key.shape.columns)
          .map { typed[$0..<$0 + key.shape.columns].joined(separator: " ") }.joined(separator: "; ")
        let whole = key.shape.isScalar ? text : "[\(text)]"
        attempt.answer(whole, by: judge)
        attempt.answer(whole, by: judge)
        attempt.help(question.check)
        return JSONValue.object([
          ("typed", .list(typed.map { .string($0) })),
          ("replies", .list(attempt.replies.map { .string($0.text) })),
          ("right", .bool(attempt.replies[0].isRight)),
        ])
      }
      questions.append(.object([("question", own), ("cases", .list(cases))]))
    }
    let file = JSONValue.object([("questions", .list(questions)), ("texts", numbers.texts.json)])
    Repository.write(file.text, to: ".build/pages/\(lesson.name)-answers.json")
  }

  /// With so many decimals, as somebody types it.
  private func fixed(_ value: Double, _ places: Int) -> String {
    var power = 1.0
    for _ in 0..<places { power *= 10 }
    let whole = Int((value.magnitude * power).rounded())
    var digits = String(whole)
    while digits.count <= places { digits = "0" + digits }
    let split = digits.index(digits.endIndex, offsetBy: -places)
    return (value < 0 && whole != 0 ? "-" : "") + digits[..<split] + (places > 0 ? "." : "")
      + digits[split...]
  }
}
