import ArgumentParser
import Learning
import Lessons
import Notation
import SourceText
import Terminal
import Typesetting

struct ShowStatus: Command {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "How far you are in the course.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "text, or json for tools.")
  var form = Form.text

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let course = Course.read(session.directory, session.files)
    var journal = Journal(surroundings, of: session.course)
    let progress = journal.progress()
    if let notice = journal.takeNotice() { session.complain(notice) }
    if course.entries.isEmpty {
      session.writeToError(session.printed(course.findings))
      if progress.lessons.isEmpty, form == .text { throw Stop.findings }
    }
    let reader = session.reader
    let today = surroundings.today()
    func steps(_ entry: Course.Entry) -> Int {
      reader.outline(at: entry.path)?.namedSteps.count ?? 0
    }
    if form == .json {
      let report = StatusReport(course, progress, on: today, steps: steps)
      return try session.write(try JSONText.of(report) + "\n")
    }
    let known = course.entries.map(\.name)
    // Lessons from files of their own have progress, too.
    let others = progress.lessons.subtracting(known).sorted()
    let width = (known + others).map(\.count).max() ?? 0
    var lines: [StyledLine] = []
    for entry in course.entries {
      let count = steps(entry)
      let isRead = progress.finished.contains(entry.name)
      let seen = isRead ? count : min(count, progress.seenSteps(of: entry.name))
      let bar = Self.bar(seen, of: count, ascii: session.style.ascii)
      let state =
        isRead
        ? "done"
        : seen > 0 || progress.places[entry.name] != nil ? "\(seen) of \(count) steps" : ""
      lines.append(
        StyledLine(entry.name, .strong) + .spaces(width - entry.name.count + 2)
          + StyledLine(bar, isRead ? .good : .muted) + StyledLine("  " + state, .text)
          + StyledLine(Self.questions(progress, entry.name, today), .remark))
    }
    for name in others {
      let isRead = progress.finished.contains(name)
      lines.append(
        StyledLine(name, .strong) + .spaces(width - name.count + 2)
          + StyledLine(isRead ? "done" : "begun", .text)
          + StyledLine("  not in this course", .muted))
    }
    let read = known.count { progress.finished.contains($0) }
    let begun = known.count { !progress.finished.contains($0) && progress.places[$0] != nil }
    func lessons(_ number: Int) -> String { "\(number) lesson\(number == 1 ? "" : "s")" }
    lines.append([])
    lines.append(
      StyledLine(
        "\(lessons(read)) done, \(lessons(begun)) begun, \(known.count) in the course.", .remark))
    if let latest = progress.latest { lines.append(StyledLine("Last: \(latest).", .remark)) }
    lines += practised(progress, known + others, on: today, session)
    try session.write(lines)
  }

  /// What is due and what is solid, by name, as far as a screen takes it.
  private func practised(
    _ progress: Progress, _ lessons: [String], on day: Int, _ session: Session
  ) -> [StyledLine] {
    let all = lessons.flatMap { lesson in
      (progress.memories[lesson] ?? [:]).map { (lesson: lesson, item: $0.key, memory: $0.value) }
    }.sorted { ($0.memory.due, $0.item) < ($1.memory.due, $1.item) }
    func list(_ head: String, _ role: Role, _ which: (Memory) -> Bool) -> [StyledLine] {
      let found = all.filter { which($0.memory) }
      guard !found.isEmpty else { return [] }
      let rest = found.count - Self.shownItems
      return [[], StyledLine(head, role)]
        + found.prefix(Self.shownItems).map { entry in
          session.style.words("  \(Item.described(entry.item))", .text)
            + StyledLine("  \(entry.lesson)", .muted)
        } + (rest > 0 ? [StyledLine("  and \(rest) more", .remark)] : [])
    }
    return list("Due for practice (longhand practice):", .strong) { $0.due <= day }
      + list("Solid:", .good) { $0.isSolid(on: day) }
  }

  private static let shownItems = 6

  /// `3 questions answered, 2 solid, 1 due`.
  private static func questions(_ progress: Progress, _ lesson: String, _ day: Int) -> String {
    let answered = progress.answered(in: lesson)
    let (due, solid) = progress.practised(lesson, on: day)
    var parts: [String] = []
    if answered > 0 { parts.append("\(answered) question\(answered == 1 ? "" : "s") answered") }
    if solid > 0 { parts.append("\(solid) solid") }
    if due > 0 { parts.append("\(due) due") }
    return parts.isEmpty ? "" : "  " + parts.joined(separator: ", ")
  }

  private static let barWidth = 10

  private static func bar(_ part: Int, of whole: Int, ascii: Bool) -> String {
    let filled = whole == 0 ? 0 : part * barWidth / whole
    return String(repeating: ascii ? "#" : "█", count: filled)
      + String(repeating: ascii ? "." : "░", count: barWidth - filled)
  }
}

struct ResetLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "Forget your progress in a lesson.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "A lesson by name, number or file.", completion: .lessons)
  var lesson: String

  func run(in surroundings: Surroundings) throws {
    var session = Session(options, surroundings)
    session.takeCourse(of: lesson)
    var journal = Journal(surroundings, of: session.course)
    let progress = journal.progress()
    if let notice = journal.takeNotice() { session.complain(notice) }
    // Also a lesson whose file is gone can be forgotten.
    let isKnown = progress.lessons.contains(lesson.visible)
    let name = isKnown ? lesson.visible : Paths.lessonName(try session.path(lesson))
    guard progress.lessons.contains(name) else {
      try session.write("There is no progress in \(name).\n")
      return
    }
    if let complaint = journal.record(JournalEvent.reset(lesson: name)) {
      session.complain(complaint)
      throw Stop.usage
    }
    do throws(Disk.Failure) {
      try journal.forget(name)
    } catch {
      session.complain(
        "what you typed in \(name) still stands in the journal, and is not used any more: "
          + error.reason)
    }
    try session.write("Your progress in \(name) is forgotten.\n")
  }
}
