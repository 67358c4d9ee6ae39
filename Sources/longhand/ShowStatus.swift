import ArgumentParser
import Learning
import Lessons
import Notation
import SourceText
import Typesetting

struct ShowStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How far you are in the course.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "text, or json for tools.")
  var form = Form.text

  func run() throws {
    let session = Session(options)
    let course = Course.read(session.directory, session.files)
    let progress = Journal().progress()
    let reader = LessonReader(session.files)
    func steps(_ entry: Course.Entry) -> Int {
      reader.outline(at: entry.path)?.namedSteps.count ?? 0
    }
    if form == .json {
      let report = StatusReport(course, progress, steps: steps)
      return try session.write(try LessonReport.encoded(report) + "\n")
    }
    let known = course.entries.map(\.name)
    // Lessons from files of their own have progress, too.
    let others = progress.seen.keys.filter { !known.contains($0) }.sorted()
    let width = (known + others).map(\.count).max() ?? 0
    var lines: [StyledLine] = []
    for entry in course.entries {
      let count = steps(entry)
      let isRead = progress.finished.contains(entry.name)
      let seen = isRead ? count : min(count, progress.seenSteps(of: entry.name))
      let bar = Self.bar(seen, of: count, ascii: session.style.ascii)
      let state =
        isRead
        ? "read"
        : seen > 0 || progress.places[entry.name] != nil ? "\(seen) of \(count) steps" : ""
      lines.append(
        StyledLine(entry.name, .strong) + .spaces(width - entry.name.count + 2)
          + StyledLine(bar, isRead ? .good : .muted) + StyledLine("  " + state, .text)
          + StyledLine(Self.questions(progress.answered(in: entry.name)), .remark))
    }
    for name in others {
      let isRead = progress.finished.contains(name)
      lines.append(
        StyledLine(name, .strong) + .spaces(width - name.count + 2)
          + StyledLine(isRead ? "read" : "begun", .text)
          + StyledLine("  not in this course", .muted))
    }
    let read = known.count { progress.finished.contains($0) }
    let begun = known.count { !progress.finished.contains($0) && progress.places[$0] != nil }
    func lessons(_ number: Int) -> String { "\(number) lesson\(number == 1 ? "" : "s")" }
    lines.append([])
    lines.append(
      StyledLine(
        "\(lessons(read)) read, \(lessons(begun)) begun, \(known.count) in the course.", .remark))
    if let latest = progress.latest { lines.append(StyledLine("Last: \(latest).", .remark)) }
    try session.write(lines)
  }

  private static func questions(_ count: Int) -> String {
    count == 0 ? "" : "  \(count) question\(count == 1 ? "" : "s") answered"
  }

  private static let barWidth = 10

  private static func bar(_ part: Int, of whole: Int, ascii: Bool) -> String {
    let filled = whole == 0 ? 0 : part * barWidth / whole
    return String(repeating: ascii ? "#" : "█", count: filled)
      + String(repeating: ascii ? "." : "░", count: barWidth - filled)
  }
}

struct ResetLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Forget your progress in a lesson.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "A lesson by name, number or file.")
  var lesson: String

  func run() throws {
    let session = Session(options)
    var journal = Journal()
    let progress = journal.progress()
    // Also a lesson whose file is gone can be forgotten.
    let isKnown = progress.seen[lesson] != nil || progress.finished.contains(lesson)
    let name = isKnown ? lesson : Paths.lessonName(try session.path(lesson))
    guard progress.seen[name] != nil || progress.finished.contains(name) else {
      try session.write("There is no progress in \(name).\n")
      return
    }
    if let complaint = journal.record(Progress.line(resetting: name)) {
      session.complain(complaint)
      throw Stop.usage
    }
    try session.write("Your progress in \(name) is forgotten.\n")
  }
}
