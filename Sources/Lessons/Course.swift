package import SourceText

/// The lessons of a course in their order: the ordered list of links in its `README.md`.
package struct Course: Sendable {
  package struct Entry: Sendable {
    package var name: String
    package var title: String
    package var path: String
  }

  package var directory: String
  package var entries: [Entry]
  /// All of its `README.md`, the heading that is its title and the list of lessons included.
  package var prose: [Block] = []
  package var findings: [Finding]
  /// What its `README.md` says is its identity.
  fileprivate(set) var declared: String?

  /// What its first heading says.
  package var title: String? {
    for case .heading(_, let inlines) in prose { return inlines.plainText }
    return nil
  }

  /// Where a lesson is, by its name or its number.
  package func path(ofLesson argument: String) -> String? {
    let name = argument.visible
    if let entry = entries.first(where: { $0.name == name }) { return entry.path }
    guard let number = Int(argument) else { return nil }
    return entries.first { Int(Paths.fileName($0.path).prefix(while: \.isNumber)) == number }?.path
  }

  /// Reads the course of a directory.
  package static func read(_ directory: String, _ files: Files) -> Course {
    let path = Paths.joined(directory, "README.md")
    var course = Course(directory: directory, entries: [], findings: [])
    do throws(Files.Problem) {
      let file = SourceFile(path: path, bytes: try files.read(path))
      let present = Set(files.list(directory))
      course.declared = Identity.declared(in: String(decoding: file.bytes, as: UTF8.self))
      for (block, line) in CommonMarkConverter(file, from: 0).blocks {
        course.prose.append(block)
        guard case .list(let items, _?, _, _) = block else { continue }
        course.add(items, file.lineRange(line), file, present)
      }
      if course.entries.isEmpty {
        course.findings.append(
          Finding(
            .courseLink, at: Location(file, 0..<0), "No lessons are listed here",
            help: "Write an ordered list of links: 1. [Title](01-name.md)"))
      }
    } catch {
      let file = SourceFile(path: path, bytes: [])
      course.findings.append(
        Finding(
          .unreadableFile, at: Location(file, 0..<0),
          "The contents of the course cannot be read: \(error.reason)",
          help: "Name the folder of the lessons with --lessons."))
    }
    return course
  }

  private mutating func add(
    _ items: [[Block]], _ range: Range<Int>, _ file: SourceFile, _ present: Set<String>
  ) {
    for item in items {
      guard case .paragraph(let inlines)? = item.first,
        let link = inlines.lazy.compactMap({ inline -> (String, String)? in
          if case .link(let text, let destination, _) = inline {
            return (text.plainText, destination)
          }
          return nil
        }).first
      else { continue }
      let (title, destination) = link
      if present.contains(destination) {
        entries.append(
          Entry(
            name: Paths.lessonName(destination), title: title,
            path: Paths.joined(directory, destination)))
      } else {
        findings.append(
          Finding(
            .courseLink, at: Location(file, range),
            "The lesson \(destination) is listed here, and there is no such file",
            help: nearest(to: destination, among: present).map { "Did you mean \($0)?" }
              ?? "Write the name of a file in this folder."))
      }
    }
  }
}
