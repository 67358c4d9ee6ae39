import ArgumentParser
import Kernels
import Learning
import Lessons
import Notation
import SourceText
import Terminal
import Typesetting

struct CheckLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Find everything that is wrong with lessons, for authors and CI.",
    discussion: "The status is 0 when all is sound, 1 when there are findings, 2 for wrong usage.")

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "text, or json for tools.")
  var form = Form.text

  @Option(
    help: ArgumentHelp(
      "Mark a file of answers, a line for each: STEP/NUMBER: ANSWER.", valueName: "file"))
  var answers: String?

  @Option(help: "Say more about a kind of finding, by its id.")
  var explain: String?

  @Argument(help: "Lessons, or folders of them.")
  var paths: [String] = []

  func run() throws {
    let session = Session(options)
    if let explain { return try write(explanationOf: explain, session) }
    guard !paths.isEmpty else {
      session.complain("check needs lessons, or folders of them: longhand check lessons")
      throw Stop.usage
    }
    let reader = LessonReader(session.files)
    var lessons: [Lesson] = []
    var findings: [Finding] = []
    var isUsable = true
    for path in paths {
      if path != "-", !DiskFiles.exists(path) {
        session.complain("\(path): there is no such file or folder")
        isUsable = false
      } else if DiskFiles.isDirectory(path) {
        let names = session.files.list(path).filter { $0.hasSuffix(".md") }
        if names.contains("README.md") {
          findings += Course.read(path, session.files).findings
        }
        let found = names.filter { $0 != "README.md" }
        if found.isEmpty {
          session.complain("\(path): there are no lessons (files ending in .md) in this folder")
          isUsable = false
        }
        lessons += found.map { reader.lesson(at: Paths.joined(path, $0), checksClaims: true) }
      } else if Paths.fileName(path) == "README.md" {
        findings += Course.read(Paths.directory(path), session.files).findings
      } else {
        lessons.append(
          try session.lesson(
            path == "-" || path.contains("/") ? path : "./" + path, checksClaims: true))
      }
    }
    lessons = lessons.map { $0.checkingQuestions() }
    findings += lessons.flatMap(\.findings)
    let sheet = try answerSheet(session)
    let marks = sheet?.marks(in: lessons)
    switch form {
    case .text:
      try write(lessons, findings, session)
      if let sheet, let marks { try write(marks, of: sheet, lessons, session) }
    case .json:
      try session.write(
        try LessonReport.json(
          lessons,
          courseFindings: findings.filter { finding in
            !lessons.contains { $0.file.path == finding.location.file.path }
          }, marks: marks) + "\n")
    }
    if !isUsable { throw Stop.usage }
    if findings.contains(where: { $0.severity > .hint }) { throw Stop.findings }
    if marks?.contains(where: { !$0.isRight }) == true { throw Stop.findings }
  }

  private func answerSheet(_ session: Session) throws -> AnswerSheet? {
    guard let answers else { return nil }
    do throws(Files.Problem) {
      return AnswerSheet(SourceFile(path: answers, bytes: try session.files.read(answers)))
    } catch {
      session.complain("\(answers): \(error.reason)")
      throw Stop.usage
    }
  }

  /// `answers.txt:3: ✗ one-unit/1: The sign is turned.`, and how many were right.
  private func write(
    _ marks: [AnswerSheet.Mark], of sheet: AnswerSheet, _ lessons: [Lesson], _ session: Session
  ) throws {
    var lines = marks.map { mark in
      let sign = mark.isRight ? "✓" : "✗"
      return session.style.words(
        "\(answers ?? ""):\(mark.entry.line): \(sign) \(mark.entry.id): \(mark.text)",
        mark.isRight ? .good : .bad)
    }
    let right = marks.count { $0.isRight }
    let open = sheet.unanswered(in: lessons)
    lines.append(
      session.style.words(
        "\(right) of \(marks.count) answers right"
          + (open.isEmpty ? "" : "; not answered: \(open.joined(separator: ", "))"), .remark))
    try session.write(lines)
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

  private func write(_ lessons: [Lesson], _ findings: [Finding], _ session: Session) throws {
    if !findings.isEmpty { try session.write(session.printed(findings) + "\n") }
    let equations = lessons.flatMap(\.steps).flatMap(\.equations)
    let claims = equations.flatMap(\.claims)
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let errors = findings.count { $0.severity == .error }
    let warnings = findings.count { $0.severity == .warning }
    let checks = lessons.flatMap(\.steps).flatMap(\.checks)
    let what = [
      count(lessons.count, "lesson"), count(equations.count, "live equation"),
      count(claims.count, "claim"), count(checks.count, "self-check"),
    ].joined(separator: ", ")
    let verdict =
      errors + warnings == 0
      ? "all sound" : "\(count(errors, "error")), \(count(warnings, "warning"))"
    try session.write("\(what): \(verdict)\n")
  }
}
