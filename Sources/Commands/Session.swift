import Learning
import Lessons
import Notation
import Pictures
import Saying
import Screens
import SourceText
import Terminal
import Training
import Typesetting

/// What the options and the environment come to: where lessons are, and how to write.
struct Session {
  let surroundings: Surroundings
  var files = DiskFiles.files
  var directory: String
  /// Which course that is: its progress is kept apart.
  var course: Course.Identity?
  var style: PageStyle
  let theme: Theme
  /// Whether the terminal is asked for its background: nobody has chosen a theme.
  let choosesTheme: Bool
  /// Whether a lesson is walked on a screen of its own.
  let isFullScreen: Bool
  /// Who asked for words instead of signs; nil when nobody did.
  let speech: SpeechSwitch?

  /// How speech was switched on.
  enum SpeechSwitch: String {
    case option = "--speak"
    case environment = "ACCESSIBLE=1"
  }

  private var usesEscapes: Bool

  init(_ options: GlobalOptions, _ surroundings: Surroundings) {
    self.surroundings = surroundings
    let environment = surroundings.environment
    directory =
      options.lessons ?? environment("LONGHAND_LESSONS").flatMap {
        $0.isEmpty ? nil : $0
      }
      ?? Self.course(beside: surroundings.executable(), DiskFiles.files)
    while directory.count > 1, directory.hasSuffix("/") { directory.removeLast() }
    course = Self.identity(of: directory)
    let isDumb = environment("TERM") == "dumb"
    let onTerminal = surroundings.outputIsTerminal && !isDumb
    speech =
      options.speak ? .option : environment("ACCESSIBLE") == "1" ? .environment : nil
    let isPlain = options.plain || speech != nil
    usesEscapes = !isPlain && (onTerminal || options.color == .always)
    isFullScreen = onTerminal && surroundings.inputIsTerminal && !isPlain
    let depth = isPlain ? .none : Self.depth(options.color, onTerminal: onTerminal, environment)
    let background = Self.background(options.theme, environment)
    theme = Theme(depth, background ?? .dark)
    choosesTheme = background == nil && depth != .none
    let columns =
      surroundings.size()?.columns ?? environment("COLUMNS").flatMap(Int.init) ?? 80
    // The console of Linux has a few hundred signs, and neither Braille nor half blocks.
    let isConsole = environment("TERM") == "linux"
    style = PageStyle(
      width: max(1, columns),
      ascii: options.ascii || speech != nil || isConsole || !Self.localeIsUTF8(environment),
      hasAttributes: usesEscapes,
      greys: usesEscapes && depth != .none ? .colours : .thresholds)
  }

  /// Where lessons are when nobody says: in the folder where one is, when that is a course, in its
  /// `lessons`, or in what came with the program, `../share/longhand/lessons` from where it lies.
  static func course(beside executable: String?, _ files: Files) -> String {
    if Course.read(".", files).entries.isEmpty, Disk.kind("lessons") != .folder, let executable {
      let shared = Paths.directory(Paths.directory(executable)) + "/share/longhand/lessons"
      if Disk.kind(shared) == .folder { return shared }
    }
    return Course.read(".", files).entries.isEmpty ? "lessons" : "."
  }

  /// How many colours there are, by what the environment says.
  private static func depth(
    _ choice: ColorChoice, onTerminal: Bool, _ environment: (String) -> String?
  ) -> Theme.Depth {
    let noColour = environment("NO_COLOR").map { !$0.isEmpty } ?? false
    switch choice {
    case .never: return .none
    case .auto where !onTerminal || noColour: return .none
    default: break
    }
    if ["truecolor", "24bit"].contains(environment("COLORTERM") ?? "") {
      return .direct
    }
    let terminal = environment("TERM") ?? ""
    if terminal.contains("direct") { return .direct }
    if terminal.contains("256") { return .indexed }
    return terminal.hasSuffix("-m") || terminal.hasSuffix("-mono") || terminal.hasPrefix("vt")
      ? .none : .sixteen
  }

  /// Light or dark as asked for, or as COLORFGBG says; nil when nobody does.
  private static func background(
    _ choice: ThemeChoice, _ environment: (String) -> String?
  ) -> Theme.Background? {
    switch choice {
    case .dark: return .dark
    case .light: return .light
    case .auto:
      guard let last = environment("COLORFGBG")?.split(separator: ";").last,
        let number = Int(last)
      else { return nil }
      return number == 7 || number == 15 ? .light : .dark
    }
  }

  /// A locale that is set and is not UTF-8 asks for ASCII; none set asks for nothing.
  private static func localeIsUTF8(_ environment: (String) -> String?) -> Bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"]
    guard
      let locale = names.compactMap(environment).first(where: {
        !$0.isEmpty
      })
    else { return true }
    let spelled = locale.uppercased().filter { $0 != "-" }
    return spelled.contains("UTF8")
  }

  // MARK: - Writing

  /// Writes lines to standard output. A reader that has gone away ends the program quietly.
  func write(_ lines: [StyledLine]) throws {
    var text = TerminalText()
    for line in lines {
      if usesEscapes {
        text.append(theme.painted(line))
      } else {
        text.append(line.text)
      }
      text.append("\n")
    }
    try write(text)
  }

  func write(_ text: String) throws { try write(TerminalText(text)) }

  func write(_ text: TerminalText) throws {
    do throws(TerminalDevice.WriteFailure) {
      try surroundings.write(text, false)
    } catch {
      switch error {
      case .closed: throw Stop(status: 0)
      case .failed(let reason):
        complain("cannot write: \(reason)")
        throw Stop.usage
      }
    }
  }

  /// A text in lines no wider than the page.
  func wrapped(_ text: String) -> String {
    ProseTypesetter(style).wrapped(text, .text).map(\.text).joined(separator: "\n")
  }

  // MARK: - Pictures

  /// Saves a picture in the folder where one is, over no other file.
  ///
  /// - Returns: what to say.
  func save(_ picture: SavedPicture) -> String {
    guard let png = picture.raster.png(picture.description) else {
      return "There is not enough memory for the picture."
    }
    for number in 1...1_000 {
      let path = surroundings.path(picture.name + (number == 1 ? "" : "-\(number)") + ".png")
      do throws(Disk.Failure) {
        guard try Disk.create(path, with: png) else { continue }
        return "Saved as \(path), \(picture.raster.width) × \(picture.raster.height) pixels."
      } catch {
        return "It cannot be saved as \(path): \(error.reason). Start longhand in a folder where "
          + "files can be written."
      }
    }
    return "It cannot be saved: there are a thousand of its pictures here. Move some away."
  }

  // MARK: - Line mode

  /// The title of a lesson, before there is more of it; in speech, first how that was switched on.
  func writeTitle(_ title: String) throws {
    guard let speech else { return try write(StopTypesetter(style).title(title)) }
    try write("Speech is on, by \(speech.rawValue). Type help for what can be said.\n")
    try write("Lesson: \(title.spoken).\n")
  }

  /// A whole lesson, every operation shown.
  func write(whole lesson: Lesson) throws {
    guard speech != nil else { return try write(StopTypesetter(style).whole(lesson)) }
    let lines = SpeechWriter(lesson).whole(ShownLesson(lesson))
    try write(lines.map { $0 + "\n" }.joined())
  }

  func beginFullScreen() throws {
    guard !surroundings.screen.begin() else { return }
    complain("this terminal cannot be drawn on; --plain writes lines instead.")
    throw Stop.usage
  }

  /// Computes something while the full screen is there: meanwhile `q` leaves.
  func computing<Result>(if isSo: Bool = true, _ compute: () throws -> Result) rethrows -> Result {
    guard isSo else { return try compute() }
    surroundings.screen.compute(true)
    defer { surroundings.screen.compute(false) }
    return try compute()
  }

  func complain(_ text: String) {
    writeToError("longhand: \(style.ascii ? text.visible.transliterated : text.visible)\n")
  }

  /// A standard error that nobody reads stops nothing.
  func writeToError(_ text: String) {
    try? surroundings.write(TerminalText(text), true)
  }

  func printed(_ findings: [Finding]) -> String {
    let printer = FindingPrinter()
    let text = findings.map { printer.lines($0).joined(separator: "\n") + "\n" }.joined(
      separator: "\n")
    return style.ascii ? text.transliterated : text
  }

  // MARK: - Lessons

  /// Reads lessons with what their training has found before.
  var reader: LessonReader {
    let cache = TrainingCache(surroundings)
    return LessonReader(files) { cache.minimum($0) }
  }

  private static func identity(of folder: String) -> Course.Identity? {
    Course.read(folder, DiskFiles.files).identity(in: Disk.resolved(folder))
  }

  /// A lesson by its path belongs to the course of its folder; any other is one of the course where
  /// one is.
  mutating func takeCourse(of lesson: String?) {
    let isPath = lesson.map { Disk.kind($0) == .file } ?? false
    course = Self.identity(of: isPath ? Paths.directory(lesson ?? "") : directory)
  }

  /// A lesson by path, by name in the course, or by its number; `-` is standard input.
  func lesson(_ argument: String) throws -> Lesson {
    reader.lesson(at: try path(argument))
  }

  func checkedLesson(_ argument: String) throws -> Lesson {
    reader.checkedLesson(at: try path(argument))
  }

  /// A lesson with the numbers of a name, where one is given.
  func lesson(_ lesson: Lesson, withNumbersOf seed: String?) throws -> Lesson {
    guard let seed, !lesson.isEmpty else { return lesson }
    guard let own = lesson.withNumbers(of: seed) else {
      complain(
        "there are no numbers of \(seed) for \(lesson.name): at all that were drawn a claim of it "
          + "fails, or a question has no answer. Leave --seed out.")
      throw Stop.findings
    }
    return own
  }

  func path(_ argument: String) throws -> String {
    switch Disk.kind(argument) {
    case .file, .stream: return argument
    case .folder:
      complain("\(argument): this is a folder, not a lesson")
      throw Stop.usage
    case .missing: break
    }
    if argument == "-" || argument.contains("/") || argument.hasSuffix(".md") {
      complain("\(argument): there is no such file")
      throw Stop.usage
    }
    let course = Course.read(directory, files)
    if let path = course.path(ofLesson: argument) { return path }
    let names = course.entries.map(\.name)
    if let near = nearest(to: argument, among: names + Longhand.commandNames) {
      let what = Longhand.commandNames.contains(near) ? "command" : "lesson"
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
