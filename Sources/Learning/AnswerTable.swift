package import Lessons
package import Questions

/// What one student did with one question.
package struct QuestionRow: Sendable {
  package enum Result: String, Sendable {
    case right, wrong, open, unread, unknown, none
  }

  /// Nil where there is no such question.
  package var lesson: String?
  package var question: String
  package var result: Result
  /// Up to the first right one; what cannot be read, or is right so far, is none.
  package var tries: Int
  /// The slips by which wrong answers were made, each once, in order.
  package var slips: [[Marking.Made]]
  /// The right answer, or the last one; with its line in the file.
  package var answer: String
  package var line: Int?
}

/// How often something went wrong at a question.
package struct SlipCount: Sendable {
  package var lesson: String
  package var question: String
  package var slip: [Marking.Made]
  package var times: Int
  package var students: Int
}

/// Students by questions, a file at a time, and questions by slips, of all of them.
package struct AnswerTable {
  private struct Place: Hashable {
    var lesson: String
    var question: String
    var slip: [Marking.Made]
  }

  private var counts: [Place: (times: Int, students: Int)] = [:]
  /// The order of the questions in the lessons.
  private let order: [String: Int]

  package init(_ lessons: [Lesson]) {
    let keys = lessons.flatMap { lesson in
      lesson.steps.flatMap(\.checks).map { "\(lesson.name)/\($0.id)" }
    }
    order = Dictionary(
      keys.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
  }

  /// The rows of one student: a row for each question of the lessons that there are answers to, of
  /// all of them where there are none; and for each answer to nothing.
  package mutating func rows(
    _ marks: [AnswerMarker.Mark], of lessons: [Lesson]
  ) -> [QuestionRow] {
    count(marks)
    let named = Set(marks.compactMap(\.lesson))
    let own = named.isEmpty ? lessons : lessons.filter { named.contains($0.name) }
    let rows = own.flatMap { lesson in
      lesson.steps.flatMap(\.checks).map { check in
        QuestionRow(
          lesson.name, check.id,
          marks.filter { $0.lesson == lesson.name && $0.question == check.id })
      }
    }
    return rows + marks.filter { $0.lesson == nil }.map { QuestionRow(nil, $0.question, [$0]) }
  }

  private mutating func count(_ marks: [AnswerMarker.Mark]) {
    var seen: Set<Place> = []
    for mark in marks where !mark.made.isEmpty {
      guard let lesson = mark.lesson else { continue }
      let place = Place(lesson: lesson, question: mark.question, slip: mark.made)
      counts[place, default: (0, 0)].times += 1
      if seen.insert(place).inserted { counts[place]?.students += 1 }
    }
  }

  /// In the order of the questions, the most frequent slips first.
  package var slips: [SlipCount] {
    counts.map { place, count in
      SlipCount(
        lesson: place.lesson, question: place.question, slip: place.slip, times: count.times,
        students: count.students)
    }
    .sorted { own, other in
      let places = [own, other].map { order["\($0.lesson)/\($0.question)"] ?? 0 }
      return places[0] != places[1]
        ? places[0] < places[1]
        : (other.times, own.slip.text) < (own.times, other.slip.text)
    }
  }
}

extension QuestionRow {
  fileprivate init(_ lesson: String?, _ question: String, _ marks: [AnswerMarker.Mark]) {
    self.lesson = lesson
    self.question = question
    let right = marks.firstIndex { $0.isRight }
    let told = right.map { marks[$0] } ?? marks.last
    tries = marks.prefix((right ?? marks.count) + 1)
      .count { [.right, .wrong].contains($0.verdict) }
    slips = []
    for mark in marks where !mark.made.isEmpty && !slips.contains(mark.made) {
      slips.append(mark.made)
    }
    answer = told?.entry.answer ?? ""
    line = told?.entry.line
    result =
      switch told?.verdict {
      case .right?: .right
      case .wrong?: .wrong
      case .open?: .open
      case .unread?: .unread
      case .unknown?: .unknown
      case nil: .none
      }
  }
}

extension [Marking.Made] {
  /// One slip, or two of which it may be either.
  package var text: String { Marking.Diagnosis.made(self).text }
}
