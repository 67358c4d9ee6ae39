import ArgumentParser
import Kernels
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
import Typesetting

/// The lines of a derivative that no lesson derives.
struct DeriveFormula: Command {
  static let configuration = CommandConfiguration(
    commandName: "derive",
    abstract: "Write the lines of a derivative, one rule a line, each of them verified.",
    discussion: """
      The formula is LaTeX or as it is typed: 'd(x^2 f(3 x))/d(x)', '\\frac{\\partial J}{\\partial w_j}'. Its names \
      are those of the lesson; without one every letter is a number. Each line is compared with the one above \
      at the lesson's numbers and at others.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "What is to be derived.")
  var formula: String

  @Argument(help: "A file, or a lesson of the course by name or number.")
  var lesson: String?

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let typed = formula.plainlyTyped.visible
    let file = SourceFile(path: "the formula", text: typed)
    let lesson = try self.lesson.map { try session.lesson($0) } ?? letters(of: file, session)
    let read = Self.read(file, lesson.workspace)
    guard let tree = read.lines.first?.asSide(in: lesson.workspace), read.findings.isEmpty else {
      throw fails(session, read.findings)
    }
    let written: WrittenDerivation
    do throws(WrittenDerivation.Unreadable) {
      written = try WrittenDerivation(of: tree, in: file, lesson.workspace)
    } catch {
      throw fails(session, error.finding.map { [$0] } ?? [])
    }
    if options.speak {
      let speech = SpeechWriter(lesson)
      try session.write(written.lines.flatMap(speech.line).map { $0 + "\n" }.joined())
    } else {
      let typesetter = ReplyTypesetter(session.style, lesson.style)
      try session.write(written.lines.flatMap(typesetter.line))
    }
    if !written.isDone {
      session.complain(
        "here it ends: no rule that this program can write leads on from the last line.")
      throw Stop.findings
    }
  }

  private func fails(_ session: Session, _ findings: [Finding]) -> Stop {
    if findings.isEmpty {
      session.complain(
        "there is no derivative in this formula: type one as d(u)/d(x), or as \\frac{\\partial u}{\\partial x}."
      )
    }
    for finding in findings.prefix(3) {
      session.complain("\(finding.summary). \(finding.help ?? "")")
    }
    return .usage
  }

  private static func read(_ file: SourceFile, _ workspace: Workspace) -> ReadMath {
    file.text(file.bytes.indices).contains("\\")
      ? MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      : Spellings(workspace).read(file)
  }

  /// A lesson in which every letter of a formula is a number.
  private func letters(of file: SourceFile, _ session: Session) -> Lesson {
    let bare = Workspace()
    var letters: Set<String> = []
    for tree in Self.read(file, bare).lines {
      for node in tree.all(where: \.isLetter) {
        // They have a value in every lesson.
        if let letter = node.letter, !["e", "d", "\\pi"].contains(letter) {
          letters.insert(letter)
        }
      }
    }
    var numbers = RandomNumbers(seed: 1)
    let givens = letters.sorted().map { letter in
      "\(letter) = \(NumberStyle(decimals: 2).text(numbers.uniform(in: 0.3...1.9)))"
    }
    return LessonReader(session.files).lesson(
      SourceFile(
        path: "formula.md", text: "```math\n\(givens.joined(separator: "\n\n"))\n```\n"))
  }
}
