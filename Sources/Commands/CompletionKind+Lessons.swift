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
      return (names + files).compactMap(asRead)
    }
  }

  /// A word as the script of the shell that asks reads it; nil for one that it cannot be told. Bash
  /// expands words as it does those of a command, and puts `$` and backquotes on the line as they
  /// are: what stands in the name of a file would be run.
  private static func asRead(_ word: String) -> String? {
    guard !word.contains(where: \.isNewline) else { return nil }
    guard let shell = CompletionShell.requesting else { return word }
    return switch shell {
    case .bash where word.contains { $0 == "$" || $0 == "`" }: nil
    case .bash: "'" + word.replacing("'", with: #"'\''"#) + "'"
    case .zsh: word.replacing("\\", with: #"\\"#).replacing(":", with: #"\:"#)
    default: word
    }
  }
}
