import Learning
import Lessons
import Questions
import Saying
import SourceText
import Typesetting

// What `check --answers` writes.

extension CheckLessons {
  /// `answers.txt:3: ✗ one-unit/1: The sign is turned.`, and how many were right.
  func writeMarks(
    _ marking: inout MarkAnswers, _ lessons: [Lesson], _ session: Session
  ) throws {
    var (right, count) = (0, 0)
    var answered: Set<String> = []
    try marking.mark(answers) { marked in
      right += marked.marks.count { $0.isRight }
      count += marked.marks.count
      for mark in marked.marks {
        if let lesson = mark.lesson { answered.insert("\(lesson)/\(mark.question)") }
      }
      try session.write(
        marked.marks.map { mark in
          let (sign, role) = mark.verdict.sign
          return session.style.words(
            "\(mark.entry.file):\(mark.entry.line): \(sign) \(mark.entry.id): \(mark.text)", role)
        })
    }
    let open = lessons.flatMap { lesson in
      lesson.steps.flatMap(\.checks).map(\.id).filter { !answered.contains("\(lesson.name)/\($0)") }
    }
    try session.write([
      session.style.words(
        "\(right) of \(count) answers right"
          + (open.isEmpty ? "" : "; not answered: \(open.joined(separator: ", "))"), .remark)
    ])
  }

  /// Students by questions as CSV; or questions by slips.
  func writeCSV(_ marking: inout MarkAnswers, _ lessons: [Lesson], _ session: Session) throws {
    var table = AnswerTable(lessons)
    if !slips {
      try session.write(
        CSVLine.of([
          "student", "lesson", "question", "result", "tries", "slips", "answer", "file", "line",
          "note",
        ]))
    }
    try marking.mark(answers) { marked in
      let file = marked.sheet.file
      let rows = table.rows(marked.marks, of: marked.lessons)
      guard !slips else { return }
      let note = marked.complaints.joined(separator: "; ")
      let lines = rows.map { row in
        CSVLine.of([
          Self.student(file), row.lesson ?? "", row.question, row.result.rawValue,
          String(row.tries), row.slips.map(\.text).joined(separator: " | "), row.answer, file,
          row.line.map { String($0) } ?? "", note,
        ])
      }
      // Of a file with nothing in it something is said, too.
      let nothing = CSVLine.of([Self.student(file), "", "", "", "", "", "", file, "", note])
      try session.write(rows.isEmpty ? nothing : lines.joined())
    }
    guard slips else { return }
    let lines = table.slips.map { count in
      CSVLine.of([
        count.lesson, count.question, count.slip.text, String(count.times),
        String(count.students),
      ])
    }
    try session.write(
      CSVLine.of(["lesson", "question", "slip", "times", "students"]) + lines.joined())
  }

  /// Both as lines of JSON.
  func writeJSONLines(
    _ marking: inout MarkAnswers, _ lessons: [Lesson], _ session: Session
  ) throws {
    var table = AnswerTable(lessons)
    func write(_ records: [AnswerRecord]) throws {
      try session.write(try records.map { try JSONText.line($0) + "\n" }.joined())
    }
    try marking.mark(answers) { marked in
      let file = marked.sheet.file
      let rows = table.rows(marked.marks, of: marked.lessons)
      try write(
        marked.complaints.map { .note(file: file, text: $0) }
          + rows.map { .question(student: Self.student(file), file: file, $0) })
    }
    try write(table.slips.map { .slip($0) })
  }

  /// The name of the file without its ending.
  private static func student(_ path: String) -> String {
    let name = Paths.fileName(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}

extension AnswerMarker.Verdict {
  /// What is right so far is neither.
  fileprivate var sign: (text: String, role: Role) {
    switch self {
    case .right: ("✓", .good)
    case .open: ("·", .text)
    case .wrong, .unread, .unknown: ("✗", .bad)
    }
  }
}
