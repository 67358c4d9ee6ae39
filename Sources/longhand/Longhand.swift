import ArgumentParser
import SourceText
import Terminal

/// The commands. Each is a few lines over the library; what they share is in `Session`.
@main
struct Longhand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "longhand",
    abstract: "Walk lessons whose equations run, one operation at a time.",
    discussion: """
      Without arguments it goes on where you stopped, or at the first lesson that you have not \
      read to its end.
      """,
    version: "0.2.0",
    subcommands: [
      WalkLesson.self, ListLessons.self, ShowStatus.self, PracticeLessons.self, ShowLesson.self,
      CheckLessons.self, ResetLesson.self,
    ],
    defaultSubcommand: WalkLesson.self)

  static func main() {
    TerminalDevice.ignoreBrokenPipes()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let stop as Stop {
      FullScreen.end()
      Self.exit(withError: ExitCode(stop.status))
    } catch {
      // Wrong usage is 2 here, as for grep and diff; the library's own number is 64.
      let status = exitCode(for: error).rawValue
      let message = fullMessage(for: error)
      if !message.isEmpty {
        try? TerminalDevice.write(TerminalText(message + "\n"), toError: status != 0)
      }
      Self.exit(withError: ExitCode(status == 0 ? 0 : 2))
    }
  }
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

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always or never.")
  var color = ColorChoice.auto

  @Option(help: "Colours for a dark or a light background; auto asks the terminal.")
  var theme = ThemeChoice.auto

  @Flag(help: "Write formulas in ASCII.")
  var ascii = false

  @Option(help: ArgumentHelp("The folder of the course.", valueName: "dir"))
  var lessons: String?
}
