import ArgumentParser
import Learning
import Lessons
import Publishing
import SourceText
import Terminal

struct PublishCourse: Command {
  static let configuration = CommandConfiguration(
    commandName: "publish",
    abstract: "Write a course as pages that walk in any browser, without a server.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "The folder of the course, with a README.md that lists its lessons.")
  var course: String

  @Argument(
    help: ArgumentHelp(
      "The folder for the pages. Files that are not from an earlier publish stay as they are.",
      valueName: "dir"))
  var directory: String

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let source = try courseFolder(session)
    let course = Course.read(source, session.files)
    let lessons = course.entries.map {
      session.reader.checkedLesson(at: $0.path).checkingQuestions()
    }
    let findings = course.findings + lessons.flatMap(\.findings)
    if !findings.isEmpty { session.writeToError(session.printed(findings)) }
    if findings.contains(where: { $0.severity == .error }) {
      session.complain("nothing was published: mend what is wrong, or take the lesson off the list")
      throw Stop.findings
    }
    let site = Site(course, lessons, session.files, version: Longhand.version)
    for problem in site.problems { session.complain(problem) }
    if !site.problems.isEmpty { throw Stop.usage }
    for missing in site.missing { session.complain(missing) }
    let removed: Int
    do throws(Disk.Failure) {
      removed = try PublishedFolder(surroundings.path(directory)).put(site.files)
    } catch {
      session.complain("\(directory): \(error.reason)")
      throw Stop.usage
    }
    let untrained = zip(course.entries, lessons).filter { $1.plans.contains { $0.found == nil } }
    if let (first, _) = untrained.first {
      let names = untrained.map { $1.name }.joined(separator: ", ")
      session.complain(
        "not trained yet: \(names). These pages have the numbers that training begins with. Train "
          + "first (longhand train \(first.path.visible)), and publish again")
    }
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    let first = Paths.joined(directory.visible, Site.contents)
    try session.write(
      "\(count(lessons.count, "lesson")) in \(directory.visible): open \(first) in a browser"
        + (removed == 0 ? "" : "; \(count(removed, "file")) of before removed") + "\n")
  }

  private func courseFolder(_ session: Session) throws -> String {
    var folder = course
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let path = session.surroundings.path(folder)
    switch Disk.kind(path) {
    case .folder: break
    case .missing:
      session.complain("\(course): there is no such folder")
      throw Stop.usage
    case .file, .stream:
      session.complain(
        "\(course): this is no folder. A course is a folder with a README.md that lists its "
          + "lessons: longhand publish \(Paths.directory(course)) \(directory)")
      throw Stop.usage
    }
    guard session.files.list(path).contains("README.md") else {
      session.complain(
        "\(course): there is no README.md in it that lists the lessons. Write one with an ordered "
          + "list of links: 1. [Title](01-name.md)")
      throw Stop.usage
    }
    return path
  }
}
