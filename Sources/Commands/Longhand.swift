import ArgumentParser
import SourceText
import Terminal

/// The commands. Each is a few lines over the library; what they share is in `Session`.
struct Longhand: ParsableCommand {
  static let version = "0.2.0"

  static let configuration = CommandConfiguration(
    commandName: "longhand",
    abstract: "Walk lessons whose equations run, one operation at a time.",
    discussion: """
      Without arguments it goes on where you stopped, or at the first lesson that you have not \
      read to its end.
      """,
    version: version,
    subcommands: [
      WalkLesson.self, ListLessons.self, ShowStatus.self, PracticeLessons.self, ShowLesson.self,
      DeriveFormula.self, TrainLesson.self, CheckLessons.self, NewLesson.self, PreviewLesson.self,
      SpellNotes.self, HandInLesson.self, PublishCourse.self, ResetLesson.self,
    ],
    defaultSubcommand: WalkLesson.self)

  /// What is a command, and no lesson.
  static let commandNames = configuration.subcommands.compactMap { $0.configuration.commandName }
}

/// The program, for the process and for tests.
package enum LonghandProgram {
  /// Runs what the arguments of the process ask for, and ends it.
  package static func main() -> Never {
    TerminalDevice.ignoreBrokenPipes()
    Fault.tell(of: "longhand \(Longhand.version)")
    let arguments = Array(CommandLine.arguments.dropFirst())
    Longhand.exit(withError: ExitCode(status(of: arguments, in: .process)))
  }

  /// Runs what the arguments ask for.
  /// - Returns: the status that the process is to end with.
  package static func status(
    of arguments: [String], in surroundings: Surroundings
  ) -> Int32 {
    do {
      var command = try Longhand.parseAsRoot(arguments)
      if let command = command as? any Command {
        try command.run(in: surroundings)
      } else {
        // The library's own, such as help.
        try command.run()
      }
      return 0
    } catch let stop as Stop {
      surroundings.screen.end()
      return stop.status
    } catch {
      // Wrong usage is 2 here, as for grep and diff; the library's own number is 64.
      let isMeant = Longhand.exitCode(for: error) == .success
      let message = Longhand.fullMessage(for: error)
      if !message.isEmpty { try? surroundings.write(TerminalText(message + "\n"), !isMeant) }
      return isMeant ? 0 : 2
    }
  }
}

/// One of the commands. Its own `run` is only for the library that parses the arguments.
protocol Command: ParsableCommand {
  func run(in surroundings: Surroundings) throws
}

extension Command {
  func run() throws { try run(in: .process) }
}

/// The end of the program with a status: 1 when something was found wrong, 2 when what was asked
/// for cannot be done.
struct Stop: Error {
  var status: Int32

  static let findings = Stop(status: 1)
  static let usage = Stop(status: 2)
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}

enum ThemeChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, dark, light
}

struct GlobalOptions: ParsableArguments {
  @Flag(help: "Append lines and draw nothing over; no escape sequences.")
  var plain = false

  @Flag(help: "Line mode in words, for ears; ACCESSIBLE=1 asks for it, too.")
  var speak = false

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  var color = ColorChoice.auto

  @Option(help: "Colours for a dark or a light background; auto asks the terminal.")
  var theme = ThemeChoice.auto

  @Flag(help: "Write formulas in ASCII.")
  var ascii = false

  @Option(help: ArgumentHelp("The folder of the course.", valueName: "dir"))
  var lessons: String?
}

/// Numbers that belong to a student.
struct NumbersOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The lesson with numbers of this name's own: a student's, the same wherever it is given.",
      valueName: "name"))
  var seed: String?

  func seed(_ session: Session) throws -> String? {
    guard let seed else { return nil }
    let isName =
      (1...100).contains(seed.count) && seed == seed.visible
      && seed.contains { !$0.isWhitespace }
    guard isName else {
      session.complain("--seed is a name of 1 to 100 characters, on one line")
      throw Stop.usage
    }
    return seed
  }
}
