import Kernels
package import Lessons
import Matrices
package import Questions
import SourceText

/// Marks files of answers by the questions of some lessons. What a question needs is made once,
/// however many files there are.
package struct AnswerMarker {
  /// What became of one answer.
  package struct Mark: Sendable {
    package var entry: AnswerSheet.Entry
    package var lesson: String?
    /// The question's own id, without a lesson before it; as it is written where there is none.
    package var question: String
    package var verdict: Verdict
    /// The slips by which a wrong answer was made.
    package var made: [Marking.Made] = []
    /// What is said to it, all at once.
    package var text: String

    package var isRight: Bool { verdict == .right }
  }

  package enum Verdict: String, Sendable {
    case right, wrong
    /// Right as far as it goes: with fewer decimals than are asked for, or a line of a derivation
    /// that is not at its end.
    case open
    /// It cannot be read.
    case unread
    /// There is no such question.
    case unknown
  }

  /// What is to be known of a file beside its answers.
  package enum Note: Sendable, Equatable {
    /// It is for a lesson that is not among those that are marked.
    case otherLesson(String)
    /// It is for another version of the lesson.
    case otherVersion(String)
    /// Numbers of this name cannot be drawn.
    case noNumbers(seed: String)
  }

  package let lessons: [Lesson]
  private var numbered: (seed: String, lessons: [Lesson], judges: [String: Judge])?
  private var judges: [String: Judge] = [:]

  package init(_ lessons: [Lesson]) { self.lessons = lessons }

  /// The marks of every answer in a file.
  package mutating func marks(
    _ sheet: AnswerSheet
  ) -> (marks: [Mark], notes: [Note], lessons: [Lesson]) {
    var notes: [Note] = []
    var lessons = lessons
    if let name = sheet.lesson {
      lessons.removeAll { $0.name != name }
      guard let lesson = lessons.first else {
        return (
          sheet.entries.map {
            Mark(
              entry: $0, question: $0.id, verdict: .unknown,
              text: "This is for the lesson \(name), which is not among those that are checked.")
          }, [.otherLesson(name)], []
        )
      }
      if let version = sheet.version, version != lesson.questionsVersion {
        notes.append(.otherVersion(name))
      }
    }
    if let seed = sheet.seed {
      if numbered?.seed != seed || numbered?.lessons.map(\.name) != lessons.map(\.name) {
        let own = lessons.map { $0.withNumbers(of: seed) }
        if own.contains(where: { $0 == nil }) { notes.append(.noNumbers(seed: seed)) }
        numbered = (seed, zip(own, lessons).map { $0 ?? $1 }, [:])
      }
      lessons = numbered?.lessons ?? lessons
    }
    var said = Said()
    let marks = sheet.entries.map { mark($0, lessons, isNumbered: sheet.seed != nil, &said) }
    return (marks, notes, lessons)
  }

  /// What earlier answers of a file leave to later ones, by question.
  private struct Said {
    /// Wrong values, which may be carried on.
    var wrong: [String: [Matrix<Double>]] = [:]
    /// The lines of derivations that hold: the next one goes on from them.
    var derivations: [String: OwnDerivation] = [:]
  }

  private mutating func mark(
    _ entry: AnswerSheet.Entry, _ lessons: [Lesson], isNumbered: Bool, _ said: inout Said
  ) -> Mark {
    let found = lessons.flatMap { lesson in
      lesson.steps.flatMap(\.checks)
        .filter { $0.id == entry.id || "\(lesson.name)/\($0.id)" == entry.id }
        .map { (lesson: lesson, check: $0) }
    }
    guard let (lesson, check) = found.first, found.count == 1 else {
      return Mark(
        entry: entry, question: entry.id, verdict: .unknown,
        text: problem(entry, found.count, lessons))
    }
    func key(_ check: Check) -> String { "\(lesson.name)/\(check.id)" }
    var judge = judge(check, key(check), of: lesson, isNumbered: isNumbered)
    if !said.wrong.isEmpty {
      judge = judge.carrying(lesson.carried(to: check) { said.wrong[key($0)] ?? [] })
    }
    if let derivation = said.derivations[key(check)] { judge.derivation = derivation }
    func marked(
      _ verdict: Verdict, _ text: String, _ made: [Marking.Made] = []
    ) -> Mark {
      Mark(
        entry: entry, lesson: lesson.name, question: check.id, verdict: verdict, made: made,
        text: text)
    }
    do throws(TypedNumbers.Unreadable) {
      let judgement = try judge.judge(entry.answer)
      let text = judge.told(judgement).text
      if let derivation = judgement.derivation { said.derivations[key(check)] = derivation }
      if judgement.isRight { return marked(.right, text) }
      if judgement.isOpen { return marked(.open, text) }
      if let read = judgement.read { said.wrong[key(check), default: []].append(read) }
      return marked(.wrong, text, judgement.made)
    } catch {
      return marked(.unread, error.reason)
    }
  }

  private mutating func judge(
    _ check: Check, _ key: String, of lesson: Lesson, isNumbered: Bool
  ) -> Judge {
    if let known = isNumbered ? numbered?.judges[key] : judges[key] { return known }
    let judge = Judge(check, in: lesson)
    if isNumbered { numbered?.judges[key] = judge } else { judges[key] = judge }
    return judge
  }

  private func problem(
    _ entry: AnswerSheet.Entry, _ count: Int, _ lessons: [Lesson]
  ) -> String {
    if count > 1 {
      return "Several lessons have this question; write LESSON/\(entry.id) for one of them."
    }
    let ids = lessons.flatMap { lesson in lesson.steps.flatMap(\.checks).map(\.id) }
    guard !ids.isEmpty else { return "These lessons have no questions." }
    let near = nearest(to: entry.id, among: ids) ?? ids[0]
    return "There is no such question. A line is STEP/NUMBER: ANSWER, such as \(near): …"
  }
}

extension AnswerSheet {
  /// Marks every answer by the questions of some lessons.
  package func marks(in lessons: [Lesson]) -> [AnswerMarker.Mark] {
    var marker = AnswerMarker(lessons)
    return marker.marks(self).marks
  }
}

extension AnswerMarker.Note {
  package var text: String {
    switch self {
    case .otherLesson(let name):
      "these are answers to the lesson \(name), which is not among those that are checked; name its "
        + "file, too"
    case .otherVersion(let name):
      "these are answers to another version of \(name): its questions or numbers have changed since; "
        + "they are marked by this one"
    case .noNumbers(let seed):
      "no numbers of \(seed) were found for this lesson; the answers are marked by its own"
    }
  }
}

extension Lesson {
  /// A text that is another one when the questions are, or the numbers they are asked about; prose
  /// may change.
  package var questionsVersion: String {
    let questions = steps.flatMap(\.checks).map { "\($0.id)=\($0.kindName) \($0.key)" }
    let givens = workspace.changeable.map { "\($0.name.latex)=\($0.value.elements)" }
    let digits = String(RandomNumbers.seed((questions + givens).joined(separator: "\n")), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
