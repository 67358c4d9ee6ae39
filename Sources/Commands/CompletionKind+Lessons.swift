import ArgumentParser
import Lessons

extension CompletionKind {
  /// The lessons of the course by name, and the files of lessons in the folder that is typed.
  static var lessons: CompletionKind {
    .custom { _, _, typed in
      guard let options = try? GlobalOptions.parse([]) else { return [] }
      let session = Session(options, .process)
      let names = Course.read(session.directory, session.files).entries.map(\.name)
      let folder = typed.lastIndex(of: "/").map { String(typed[...$0]) } ?? ""
      let files = session.files.list(folder.isEmpty ? "." : folder)
        .filter { $0.hasSuffix(".md") && $0 != "README.md" }
        .map { folder + $0 }
      return names + files
    }
  }
}
