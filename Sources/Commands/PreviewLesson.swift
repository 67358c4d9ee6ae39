import ArgumentParser
import Lessons
import SourceText
import Terminal

struct PreviewLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "preview",
    abstract: "The lesson beside your editor: at each save, the place that changed.",
    discussion: """
      All keys of a walk mean what they mean there, and what is wrong stands below the page. q \
      leaves. Nothing of it is kept as progress.

      With --web the lesson's page is served to browsers on this machine, at an address that is \
      printed and nobody can guess; it loads itself again after each save. Ctrl-C ends it.
      """)

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Look at the file again and again, where nobody tells that it has changed.")
  var poll = false

  @Flag(help: "As the page that publish makes of it, in a browser on this machine.")
  var web = false

  @Argument(
    help: "The file of a lesson, or a lesson of the course by name or number.",
    completion: .lessons)
  var file: String

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    guard !Disk.isReadOnce(file) else {
      session.complain("\(file): what comes through a pipe cannot be watched; name a file")
      throw Stop.usage
    }
    let path = try session.path(file)
    let watch = LessonWatch(session, path, FileWatch(polling: poll))
    if web {
      var preview = try WebPreview(session, watch)
      return try preview.run()
    }
    guard session.isFullScreen else {
      var preview = LineModePreview(session, watch)
      return try preview.run()
    }
    try session.beginFullScreen()
    defer { surroundings.screen.end() }
    var preview = FullScreenPreview(session, watch)
    try preview.run()
  }
}
