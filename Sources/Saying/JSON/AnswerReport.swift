package import Learning

/// The mark of one answer as JSON.
package struct AnswerReport: Encodable, Sendable {
  /// The file of answers.
  var file: String
  var line: Int
  /// Nil where there is no such question.
  var lesson: String?
  var id: String
  var answer: String
  var right: Bool
  var text: String
}

extension AnswerReport {
  package init(_ mark: AnswerMarker.Mark) {
    file = mark.entry.file
    line = mark.entry.line
    lesson = mark.lesson
    id = mark.entry.id
    answer = mark.entry.answer
    right = mark.isRight
    text = mark.text
  }
}
