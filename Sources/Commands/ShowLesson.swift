import ArgumentParser
import Learning
import Lessons
import Saying
import Screens
import SourceText
import Typesetting

struct ShowLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Print a lesson whole, every operation shown.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, numpy, markdown }

  @OptionGroup var options: GlobalOptions

  @Option(
    name: .customLong("as"),
    help:
      "text, json for tools, markdown for a handout with everything opened, or numpy: a Python file that computes it and checks its claims."
  )
  var form = Form.text

  @OptionGroup var numbers: NumbersOption

  @Argument(
    help: "A file, a lesson of the course by name or number, or - for standard input.",
    completion: .lessons)
  var lesson: String

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let lesson = try session.lesson(
      try session.checkedLesson(lesson).checkingQuestions(),
      withNumbersOf: try numbers.seed(session))
    switch form {
    case .text:
      // A title alone is there to be read, too.
      if !lesson.isEmpty || lesson.title != lesson.name {
        try session.write(whole: lesson)
      }
    case .markdown: try session.write(HandoutWriter.text(ShownLesson(lesson)))
    case .numpy: try session.write(NumPyFile(lesson).text)
    case .json:
      // Behind a long loop every number has a way of thousands of operations.
      let report = LessonReport(
        lesson, version: Longhand.version, opensNumbers: !lesson.hasLongLoops)
      try session.write(try JSONText.of(report) + "\n")
    }
    if form != .json, !lesson.findings.isEmpty {
      let gap = lesson.steps.isEmpty ? "" : "\n"
      session.writeToError(gap + session.printed(lesson.findings))
    }
    if lesson.findings.contains(where: { $0.severity > .hint }) { throw Stop.findings }
  }
}
