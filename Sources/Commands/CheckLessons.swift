import ArgumentParser
import Kernels
import Learning
import Lessons
import Notation
import Saying
import SourceText
import Terminal
import Typesetting

struct CheckLessons: Command {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find everything that is wrong with lessons, for authors and CI.",
    discussion: "The status is 0 when all is sound, 1 when there are findings, 2 for wrong usage.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json, sarif, csv, jsonl }

  @OptionGroup var options: GlobalOptions

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "text, json for tools, or sarif for code hosts; of answers also csv and jsonl: students by "
        + "questions."))
  var form = Form.text

  @Option(
    help: ArgumentHelp(
      "Mark a file of answers, a line for each: STEP/NUMBER: ANSWER, or every file in a folder. "
        + "May be given again.",
      valueName: "file"))
  var answers: [String] = []

  @Flag(help: "With --as csv: how often each slip was made at each question.")
  var slips = false

  @Flag(help: "Apply the fixes that are sure, and show what they change.")
  var fix = false

  @Option(
    help: "Say more about a kind of finding, by its id.",
    completion: .list(FindingKind.allCases.map(\.rawValue)))
  var explain: String?

  @Argument(help: "Lessons, by file or as in the course, or folders of them.")
  var paths: [String] = []

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    if let explain { return try write(explanationOf: explain, session) }
    guard !paths.isEmpty else {
      session.complain("check needs lessons, or folders of them: longhand check lessons")
      throw Stop.usage
    }
    let isTable = form == .csv || form == .jsonl
    if isTable, answers.isEmpty {
      session.complain("--as \(form.rawValue) tells about answers; name them with --answers")
      throw Stop.usage
    }
    if slips, form != .csv {
      session.complain("--slips is a table of --as csv; --as jsonl has both")
      throw Stop.usage
    }
    if fix { try applyFixes(session) }
    var material = Material()
    for path in paths { material.add(path, session) }
    material.lessons = material.lessons.map { $0.checkingQuestions() }
    material.findings += material.lessons.flatMap(\.findings)
    var marking = MarkAnswers(material.lessons, session)
    switch form {
    case .text:
      try write(material, session)
      if !answers.isEmpty { try writeMarks(&marking, material.lessons, session) }
    case .json: try writeJSON(material, &marking, session)
    case .sarif:
      try session.write(
        try JSONText.of(
          SARIFReport(
            material.findings + material.unread.map(\.finding), version: Longhand.version,
            in: Disk.resolved(".") ?? "/")) + "\n")
    case .csv, .jsonl:
      if !material.findings.isEmpty { session.writeToError(session.printed(material.findings)) }
      if form == .csv {
        try writeCSV(&marking, material.lessons, session)
      } else {
        try writeJSONLines(&marking, material.lessons, session)
      }
    }
    if !material.unread.isEmpty || !marking.allRead { throw Stop.usage }
    if material.findings.contains(where: { $0.severity > .hint }) || !marking.allRight {
      throw Stop.findings
    }
  }

  private func writeJSON(
    _ material: Material, _ marking: inout MarkAnswers, _ session: Session
  ) throws {
    var marks: [AnswerReport] = []
    try marking.mark(answers) { marks += $0.marks.map(AnswerReport.init) }
    let paths = Set(material.lessons.map(\.file.path))
    try session.write(
      try JSONText.of(
        CourseReport(
          lessons: material.lessons.map {
            LessonReport($0, version: Longhand.version, opensNumbers: false)
          },
          findings: (material.findings.filter { !paths.contains($0.location.file.path) }
            + material.unread.map(\.finding)).map(FindingReport.init),
          answers: answers.isEmpty ? nil : marks)) + "\n")
  }

  /// What the paths come to.
  private struct Material {
    var lessons: [Lesson] = []
    var findings: [Finding] = []
    /// How many tables of contents were read.
    var courses = 0
    /// Paths at which there is nothing to check.
    var unread: [(path: String, finding: Finding)] = []

    mutating func add(_ path: String, _ session: Session) {
      let reader = session.reader
      switch Disk.kind(path) {
      case .missing:
        // As students name it, in a course where one is.
        if let own = Course.read(session.directory, session.files).path(ofLesson: path) {
          lessons.append(reader.checkedLesson(at: own))
        } else {
          miss(path, "there is no such file or folder", session)
        }
      case .folder:
        let names = session.files.list(path).filter { $0.hasSuffix(".md") }
        if names.contains("README.md") { addCourse(path, session) }
        let found = names.filter { $0 != "README.md" }
        if found.isEmpty {
          miss(path, "there are no lessons (files ending in .md) in this folder", session)
        }
        lessons += found.map { reader.checkedLesson(at: Paths.joined(path, $0)) }
      case .file, .stream:
        if Paths.fileName(path) == "README.md" {
          addCourse(Paths.directory(path), session)
        } else {
          lessons.append(reader.checkedLesson(at: path))
        }
      }
    }

    private mutating func addCourse(_ directory: String, _ session: Session) {
      courses += 1
      findings += Course.read(directory, session.files).findings
    }

    private mutating func miss(_ path: String, _ reason: String, _ session: Session) {
      let path = path.isEmpty ? "an empty path" : path
      session.complain("\(path): \(reason)")
      let place = Location(SourceFile(path: path, bytes: []), 0..<0)
      let help = "Name a lesson, or a folder with lessons in it."
      unread.append((path, Finding(.unreadableFile, at: place, reason, help: help)))
    }
  }

  private func write(explanationOf id: String, _ session: Session) throws {
    guard let kind = FindingKind(rawValue: id) else {
      let ids = FindingKind.allCases.map(\.rawValue)
      let near = nearest(to: id, among: ids).map { "Did you mean \($0)? " } ?? ""
      session.complain(
        "there is no finding \(id). \(near)There are: \(ids.joined(separator: ", ")).")
      throw Stop.usage
    }
    try session.write(session.wrapped(kind.explanation) + "\n")
  }

  private func write(_ material: Material, _ session: Session) throws {
    let (lessons, findings) = (material.lessons, material.findings)
    if !findings.isEmpty { try session.write(session.printed(findings) + "\n") }
    // What could not be found was said; of nothing, nothing is sound.
    if lessons.isEmpty, material.courses == 0 { return }
    let equations = lessons.flatMap(\.steps).flatMap(\.equations)
    let claims = equations.flatMap(\.claims)
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let checks = lessons.flatMap(\.steps).flatMap(\.checks)
    let what =
      lessons.isEmpty
      ? count(material.courses, "course")
      : [
        count(lessons.count, "lesson"), count(equations.count, "live equation"),
        count(claims.count, "claim"), count(checks.count, "self-check"),
      ].joined(separator: ", ")
    let unread = material.unread.map(\.path)
    let verdict =
      errors + warnings > 0
      ? "\(count(errors, "error")), \(count(warnings, "warning"))"
      : unread.isEmpty ? "all sound" : "sound"
    try session.write(
      "\(what): \(verdict)"
        + (unread.isEmpty ? "" : "; not checked: \(unread.joined(separator: ", "))") + "\n")
  }
}

/// Several lessons, findings that belong to none of them, and the marks of a file of answers.
private struct CourseReport: Encodable {
  var schema = 2
  var lessons: [LessonReport]
  var findings: [FindingReport]
  var answers: [AnswerReport]?
}
