import ArgumentParser
import Kernels
import Lessons
import SourceText

/// An instructor's first minute: which formulas of a lesson or of notes run, and what the others
/// need.
struct SpellNotes: Command {
  static let configuration = CommandConfiguration(
    commandName: "spell",
    abstract: "Say which formulas of your notes run, and which edit each of the others needs.",
    discussion: """
      Notes are Markdown with formulas between $$, \\[ … \\], in environments or in math fences. With \
      --as lesson they come out as a lesson in which every formula is live, and what they leave open \
      is listed to be filled in.
      """)

  enum Form: String, ExpressibleByArgument, CaseIterable { case text, lesson }

  @OptionGroup var options: GlobalOptions

  @Option(name: .customLong("as"), help: "text, or lesson: the notes as a lesson.")
  var form = Form.text

  @Argument(help: "A lesson, or notes.")
  var file: String

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let bytes: [UInt8]
    do throws(Files.Problem) {
      bytes = try session.files.read(file)
    } catch {
      session.complain("\(file): \(error.reason)")
      throw Stop.usage
    }
    let notes = Notes(String(decoding: bytes, as: UTF8.self))
    let files = session.files.replacing([file: Array(notes.text.utf8)])
    let lesson = LessonReader(files).checkedLesson(at: file)
    let spelled = notes.formulas.map { Spelled($0, lesson) }
    let givens = Spelled.missing(in: spelled)
    switch form {
    case .lesson: try session.write(notes.lesson(givens: givens) + "\n")
    case .text: try session.write(report(spelled, givens) + "\n")
    }
  }

  private func report(_ spelled: [Spelled], _ givens: [String]) -> String {
    var lines: [String] = []
    for one in spelled {
      lines.append("\(file):\(one.formula.line): \(one.verdict)")
      lines.append("  \(one.shown)")
      lines += one.help.map { "  \($0)" }
    }
    let running = spelled.count { $0.state == .runs }
    let open = spelled.count { $0.state == .needsGivens }
    let edits = spelled.count { $0.state == .needsEdit }
    let prose = spelled.count - running - open - edits
    if !lines.isEmpty { lines.append("") }
    lines.append(
      "\(spelled.count) formula\(spelled.count == 1 ? "" : "s"): \(running) run, \(open) run with "
        + "givens, \(edits) need an edit, \(prose) only to be read")
    if !givens.isEmpty { lines.append("Givens to fill in: \(givens.joined(separator: ", "))") }
    return lines.joined(separator: "\n")
  }
}

/// A formula of notes, and what it needs.
private struct Spelled {
  enum State { case runs, needsGivens, needsEdit, isProse }

  var formula: Notes.Formula
  var state: State
  /// Names without a value, in LaTeX.
  var missing: [String] = []
  /// What is wrong, the most telling first.
  var problems: [Finding]

  init(_ formula: Notes.Formula, _ lesson: Lesson) {
    self.formula = formula
    let own = lesson.findings.filter { finding in
      finding.severity == .error && finding.location.file.path == lesson.file.path
        && formula.lines.contains(finding.location.line)
    }
    problems = own
    missing = own.filter { $0.kind == .undefinedName }.map { $0.location.text.spelledOnce }
    let equations = lesson.steps.flatMap(\.equations).filter {
      $0.location.file.path == lesson.file.path
        && formula.lines.contains($0.location.line)
    }
    // What states nothing has one finding, of all of it.
    let isProse =
      own.count == 1 && own[0].kind == .doesNotRun
      && equations.contains { $0.location == own[0].location && $0.sides.isEmpty }
    state =
      isProse
      ? .isProse
      : own.isEmpty
        ? (equations.isEmpty ? .isProse : equations.contains(where: \.runs) ? .runs : .needsGivens)
        : own.allSatisfy { $0.kind == .undefinedName } ? .needsGivens : .needsEdit
  }

  var shown: String {
    let line = formula.latex.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.count > 76 ? line.prefix(75) + "…" : line
  }

  var verdict: String {
    switch state {
    case .runs: "runs"
    case .isProse: "is only to be read: put it between $$"
    case .needsGivens where missing.isEmpty: "runs once what it is made from has values"
    case .needsGivens:
      "runs once there is a value for \(Self.unique(missing).joined(separator: ", "))"
    case .needsEdit: "needs an edit"
    }
  }

  /// What is to be changed: a fix where there is one, else what the finding advises.
  var help: [String] {
    guard state == .needsEdit else { return [] }
    return problems.filter { $0.kind != .undefinedName }.prefix(3).map { finding in
      let edit = finding.fixes.first.map { "\($0.location.text) → \($0.replacement)" }
      return ["\(finding.summary).", edit ?? finding.help].compactMap { $0 }.joined(separator: " ")
    }
  }

  /// The names that no formula gives a value, each once.
  static func missing(in spelled: [Spelled]) -> [String] { unique(spelled.flatMap(\.missing)) }

  private static func unique(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}

extension String {
  /// Without blanks around it.
  fileprivate var spelledOnce: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension Location {
  /// The line where it begins, from 1.
  fileprivate var line: Int { file.position(at: bytes.lowerBound).line }
}
