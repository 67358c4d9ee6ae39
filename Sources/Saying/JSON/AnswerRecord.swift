package import Learning

/// A line of JSON about answers: one student and one question, one question and one slip, or a file
/// that could not be marked as it should.
package enum AnswerRecord: Encodable {
  case question(student: String, file: String, QuestionRow)
  case slip(SlipCount)
  case note(file: String, text: String)

  private enum Key: String, CodingKey {
    case kind, student, file, lesson, question, result, tries, slips, answer, line
    case slip, times, students, text
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    switch self {
    case .question(let student, let file, let row):
      try values.encode("question", forKey: .kind)
      try values.encode(student, forKey: .student)
      try values.encode(file, forKey: .file)
      try values.encodeIfPresent(row.lesson, forKey: .lesson)
      try values.encode(row.question, forKey: .question)
      try values.encode(row.result.rawValue, forKey: .result)
      try values.encode(row.tries, forKey: .tries)
      try values.encode(row.slips.map(\.text), forKey: .slips)
      try values.encode(row.answer, forKey: .answer)
      try values.encodeIfPresent(row.line, forKey: .line)
    case .slip(let count):
      try values.encode("slip", forKey: .kind)
      try values.encode(count.lesson, forKey: .lesson)
      try values.encode(count.question, forKey: .question)
      try values.encode(count.slip.text, forKey: .slip)
      try values.encode(count.times, forKey: .times)
      try values.encode(count.students, forKey: .students)
    case .note(let file, let text):
      try values.encode("note", forKey: .kind)
      try values.encode(file, forKey: .file)
      try values.encode(text, forKey: .text)
    }
  }
}
