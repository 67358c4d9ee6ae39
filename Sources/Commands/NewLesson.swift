import ArgumentParser
import Lessons
import SourceText
import Terminal

struct NewLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Begin a lesson, or a course, with one that runs already.",
    discussion: "No file is written over.")

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "Begin a course in this folder: contents, a lesson and a workflow that checks them.",
      valueName: "dir"))
  var course: String?

  @Argument(help: "The file of a lesson, such as 03-hidden-error.md.")
  var file: String?

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    switch (file, course) {
    case (let file?, nil): try writeLesson(file, session)
    case (nil, let folder?): try writeCourse(folder, session)
    case (nil, nil), (_?, _?):
      session.complain(
        "new needs the file of a lesson (longhand new 01-name.md), or the folder of a course "
          + "(longhand new --course DIR).")
      throw Stop.usage
    }
  }

  private func writeLesson(_ file: String, _ session: Session) throws {
    let isFolder = Disk.kind(file) == .folder || file.hasSuffix("/")
    guard !isFolder, !Paths.isHandedOver(file), !Paths.fileName(file).isEmpty else {
      session.complain("\(file): name a file in it, such as 01-name.md")
      throw Stop.usage
    }
    let path = file.hasSuffix(".md") ? file : file + ".md"
    try write([(path, StarterLesson.text(title: Self.title(path)))], session)
    try session.write("\(path) is there, and runs.\n")
    let name = Paths.fileName(path)
    if session.files.list(Paths.directory(path)).contains("README.md") {
      try session.write(
        "It belongs to the course when a line of its README.md says so: "
          + "1. [\(Self.title(path))](\(name))\n")
    }
    try session.write(
      "Write: longhand preview \(Self.typed(path))\nCheck: longhand check \(Self.typed(path))\n")
  }

  private func writeCourse(_ folder: String, _ session: Session) throws {
    guard !folder.isEmpty, [.missing, .folder].contains(Disk.kind(folder)) else {
      session.complain("\(folder.isEmpty ? "an empty path" : folder): this is no folder")
      throw Stop.usage
    }
    let folder = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    try make(folder, session)
    let title = Self.title(Disk.resolved(folder) ?? folder)
    let files = StarterCourse.files(title: title, identity: Self.identity(title)).map {
      (path: Paths.joined(folder, $0.path), text: $0.text)
    }
    try write(files, session)
    try session.write(files.map { "\($0.path)\n" }.joined())
    let lesson = Paths.joined(folder, StarterCourse.lesson)
    let pages = folder.hasSuffix(".") ? "pages" : folder + "-pages"
    try session.write(
      "Walk it: longhand \(Self.typed(folder))\nWrite: longhand preview \(Self.typed(lesson))\n"
        + "Check: longhand check \(Self.typed(folder))\n"
        + "Publish: longhand publish \(Self.typed(folder)) \(Self.typed(pages))\n")
  }

  /// A path as it is typed in a shell.
  private static func typed(_ path: String) -> String {
    path.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "/._-".contains($0)) }
      ? path : "'" + path.replacing("'", with: #"'\''"#) + "'"
  }

  /// `linear-maps-3f9a`: by its number also a course of the same title is another one.
  private static func identity(_ title: String) -> String {
    let words = Course.slug(title)
    let number = String(UInt16.random(in: 0x1000...0xFFFF), radix: 16)
    return (words.isEmpty ? "course" : words) + "-" + number
  }

  /// `hidden-error` as `Hidden error`.
  private static func title(_ path: String) -> String {
    let name = Paths.lessonName(path).replacing("-", with: " ").replacing("_", with: " ")
    return name.prefix(1).uppercased() + name.dropFirst()
  }

  /// All of the files, or none where one of them is there already.
  private func write(_ files: [(path: String, text: String)], _ session: Session) throws {
    if let taken = files.first(where: { Disk.kind($0.path) != .missing }) {
      session.complain("\(taken.path) is there already, and stays as it is. Choose another name.")
      throw Stop.usage
    }
    for (path, text) in files {
      try make(Paths.directory(path), session)
      do throws(Disk.Failure) {
        _ = try Disk.create(path, with: Array(text.utf8))
      } catch {
        session.complain("\(path) cannot be written: \(error.reason)")
        throw Stop.usage
      }
    }
  }

  private func make(_ folder: String, _ session: Session) throws {
    do throws(Disk.Failure) {
      try Disk.makeFolder(folder)
    } catch {
      session.complain("the folder \(folder) cannot be made: \(error.reason)")
      throw Stop.usage
    }
  }
}
