import Lessons
import Notation
import Screens
import SourceText
import Terminal
import Typesetting

/// What the options and the environment come to: where lessons are, and how to write.
struct Session {
  var files = DiskFiles.files
  var directory: String
  var style: PageStyle
  private var usesEscapes: Bool
  private var usesColour: Bool

  init(_ options: GlobalOptions) {
    directory =
      options.lessons ?? TerminalDevice.environment("LONGHAND_LESSONS").flatMap {
        $0.isEmpty ? nil : $0
      }
      ?? "lessons"
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    let isDumb = TerminalDevice.environment("TERM") == "dumb"
    let onTerminal = TerminalDevice.outputIsTerminal && !isDumb
    let noColour = TerminalDevice.environment("NO_COLOR").map { !$0.isEmpty } ?? false
    switch options.color {
    case .auto: usesColour = onTerminal && !noColour
    case .always: usesColour = true
    case .never: usesColour = false
    }
    usesEscapes = !options.plain && (onTerminal || options.color == .always)
    if options.plain { usesColour = false }
    let columns =
      TerminalDevice.size?.columns ?? TerminalDevice.environment("COLUMNS").flatMap(Int.init) ?? 80
    style = PageStyle(
      width: max(1, columns), ascii: options.ascii || !Self.localeIsUTF8,
      hasAttributes: usesEscapes)
  }

  /// A locale that is set and is not UTF-8 asks for ASCII; none set asks for nothing.
  private static var localeIsUTF8: Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard
      let locale = names.lazy.compactMap({ TerminalDevice.environment($0) }).first(where: {
        !$0.isEmpty
      })
    else { return true }
    let spelled = locale.uppercased().filter { $0 != "-" }
    return spelled.contains("UTF8")
  }

  // MARK: - Writing

  /// Writes lines to standard output. A reader that has gone away ends the program quietly.
  func write(_ lines: [StyledLine]) throws {
    let theme = Theme()
    var text = ""
    for line in lines {
      if usesEscapes {
        text += theme.painted(line, colour: usesColour)
      } else {
        text += line.text
      }
      text += "\n"
    }
    try write(text)
  }

  func write(_ text: String) throws {
    do throws(TerminalDevice.WriteFailure) {
      try TerminalDevice.write(text)
    } catch {
      switch error {
      case .closed: throw Stop(status: 0)
      case .failed(let reason):
        try? TerminalDevice.write("longhand: cannot write: \(reason)\n", toError: true)
        throw Stop.usage
      }
    }
  }

  /// A text in lines no wider than the page.
  func wrapped(_ text: String) -> String {
    ProseTypesetter(style).wrapped(text, .text).map(\.text).joined(separator: "\n")
  }

  /// A prompt that the next line takes away; where that cannot be done there is none.
  func prompt(_ text: String) throws {
    guard usesEscapes else { return }
    let line = StyledLine(
      (style.ascii ? text.transliterated : text).prefix(style.width - 1), .prompt)
    try write("\n" + Theme().painted(line, colour: usesColour))
  }

  /// Takes the prompt away, and the blank line above it.
  func erasePrompt() throws {
    if usesEscapes { try write("\r\u{1B}[K\u{1B}[A") }
  }

  func complain(_ text: String) {
    try? TerminalDevice.write(
      "longhand: \(style.ascii ? text.transliterated : text)\n", toError: true)
  }

  func printed(_ findings: [Finding]) -> String {
    let printer = FindingPrinter()
    let text = findings.map { printer.lines($0).joined(separator: "\n") + "\n" }.joined(
      separator: "\n")
    return style.ascii ? text.transliterated : text
  }

  // MARK: - Lessons

  /// A lesson by path, by name in the course, or by its number; `-` is standard input.
  func lesson(_ argument: String, checksClaims: Bool = false) throws -> Lesson {
    let reader = LessonReader(files)
    if argument == "-" {
      return reader.lesson(
        SourceFile(path: "-", bytes: TerminalDevice.readAll()), checksClaims: checksClaims)
    }
    return reader.lesson(at: try path(argument), checksClaims: checksClaims)
  }

  func path(_ argument: String) throws -> String {
    if argument.contains("/") || argument.hasSuffix(".md") || DiskFiles.exists(argument) {
      do throws(Files.Problem) {
        _ = try DiskFiles.check(argument)
      } catch {
        complain("\(argument): \(error.reason)")
        throw Stop.usage
      }
      return argument
    }
    let course = Course.read(directory, files)
    if let entry = course.entries.first(where: { $0.name == argument }) { return entry.path }
    if let number = Int(argument),
      let entry = course.entries.first(where: { entry in
        Int(Paths.fileName(entry.path).prefix(while: \.isNumber)) == number
      })
    {
      return entry.path
    }
    let names = course.entries.map(\.name)
    let commands = ["list", "show", "check"]
    if let near = nearest(to: argument, among: names + commands) {
      let what = commands.contains(near) ? "command" : "lesson"
      complain("there is no lesson \(argument). Did you mean the \(what) \(near)?")
    } else if names.isEmpty {
      complain(
        "there is no lesson \(argument), and no course in \(directory). Name a file, or the "
          + "folder of the lessons with --lessons.")
    } else {
      complain("there is no lesson \(argument). The course has: \(names.joined(separator: ", ")).")
    }
    throw Stop.usage
  }
}
