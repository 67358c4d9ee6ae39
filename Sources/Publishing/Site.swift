package import Lessons
import Saying
import SourceText

/// A course as pages: a page for each lesson, one with the contents, and the files beside them.
package struct Site: Sendable {
  package struct File: Sendable {
    package var name: String
    package var bytes: [UInt8]
  }

  package var files: [File]
  /// Why there can be no such pages, in sentences: two of one name.
  package var problems: [String]
  /// Pictures of lessons that cannot be read, each with the lesson and why.
  package var missing: [String]

  /// - Parameters:
  ///   - lessons: those of the course, in its order, each with its path.
  ///   - version: of the program.
  package init(_ course: Course, _ lessons: [Lesson], _ files: Files, version: String) {
    (self.files, problems, missing) = ([], [], [])
    let title = course.title ?? "Lessons"
    var frame = PageFrame(version: version)
    frame.course = title
    let identity = course.identity()
    frame.identity = identity?.name ?? Self.plain(title)
    frame.isKnownEverywhere = identity?.isDeclared ?? false
    frame.links.contents = Self.contents
    let names = lessons.map { Self.page(of: $0.file.path) }
    for (lesson, page) in zip(lessons, names) {
      frame.links.pages[Paths.fileName(lesson.file.path)] = page
    }
    findDoubles(lessons, names)
    let prose = lessons.map { ($0.file.path, $0.steps.flatMap(\.prose)) }
    copyImages(
      prose + [(Paths.joined(course.directory, "README.md"), course.prose)], in: course.directory,
      files, &frame.links)
    for (index, lesson) in lessons.enumerated() {
      func neighbour(_ place: Int) -> PageFrame.Neighbour? {
        lessons.indices.contains(place)
          ? PageFrame.Neighbour(file: names[place], title: lessons[place].title) : nil
      }
      var own = frame
      own.lesson = lesson.name
      (own.before, own.after) = (neighbour(index - 1), neighbour(index + 1))
      add(names[index], LessonPage(lesson, in: own))
    }
    add(Self.contents, ContentsPage(course, lessons, names, in: frame).html)
    for file in PageFile.allCases {
      self.files.append(File(name: file.rawValue, bytes: file.bytes))
    }
    // Without it GitHub's pages would leave out what begins with a sign.
    self.files.append(File(name: ".nojekyll", bytes: []))
  }

  /// The page of one lesson that is being written, with the files beside it.
  /// - Parameter script: the name of the script that loads it again.
  package init(preview lesson: Lesson, _ files: Files, version: String, script: String) {
    (self.files, problems, missing) = ([], [], [])
    var frame = PageFrame(version: version)
    frame.lesson = lesson.name
    frame.reloadScript = script
    let directory = Paths.directory(lesson.file.path)
    copyImages(
      [(lesson.file.path, lesson.steps.flatMap(\.prose))], in: directory, files, &frame.links)
    add(Self.page(of: lesson.file.path), LessonPage(lesson, in: frame))
    for file in PageFile.allCases {
      self.files.append(File(name: file.rawValue, bytes: file.bytes))
    }
    self.files.append(File(name: script, bytes: PageFile.previewScript))
  }

  package static let contents = "index.html"

  private mutating func add(_ name: String, _ text: String) {
    files.append(File(name: name, bytes: Array(text.utf8)))
  }

  /// A lesson's page with the files that it needs beside it.
  private mutating func add(_ name: String, _ page: LessonPage) {
    let (open, program) = (Self.open(name), Self.program(name))
    let written = page.written(open: open, program: program)
    add(name, written.html)
    if let whole = written.open { add(open, whole) }
    if let script = written.program { add(program, script) }
  }

  // MARK: - Names

  /// What the page of a lesson is called: as its file, with nothing in it that an address or a
  /// server takes for something else.
  package static func page(of path: String) -> String {
    let file = Paths.fileName(path)
    return plain(file.hasSuffix(".md") ? String(file.dropLast(3)) : file) + ".html"
  }

  /// The page beside another on which everything stands open.
  package static func open(_ page: String) -> String { String(page.dropLast(5)) + ".open.html" }

  /// The script beside a page that computes its numbers with other givens.
  package static func program(_ page: String) -> String {
    String(page.dropLast(5)) + ".program.js"
  }

  /// Letters, digits and hyphens; nothing else at its beginning.
  static func plain(_ text: String) -> String {
    var plain = ""
    for character in text {
      let isPlain = character.isASCII && (character.isLetter || character.isNumber)
      if isPlain {
        plain.append(character)
      } else if !plain.isEmpty, character == "." || character == "_" {
        plain.append(character)
      } else if !plain.isEmpty, plain.last != "-" {
        plain.append("-")
      }
    }
    while let last = plain.last, "-._".contains(last) { plain.removeLast() }
    return plain.isEmpty ? "lesson" : plain
  }

  /// Pages that one disk keeps apart and another does not.
  private mutating func findDoubles(_ lessons: [Lesson], _ names: [String]) {
    var seen: [String: String] = [Self.contents: "the contents"]
    for (lesson, name) in zip(lessons, names) {
      let path = Paths.fileName(lesson.file.path)
      if let other = seen[name.lowercased()] {
        problems.append(
          "the page of \(path) would have the name of \(other)'s, \(name): rename the lesson")
      }
      seen[name.lowercased()] = path
    }
    for (lesson, name) in zip(lessons, names) {
      guard let other = seen[Self.open(name).lowercased()] else { continue }
      problems.append(
        "\(other) has the name of a page that may stand beside \(Paths.fileName(lesson.file.path))'s, "
          + "\(Self.open(name)): rename the lesson")
    }
  }

  // MARK: - Pictures

  private static let pictures = ["png", "jpg", "jpeg", "gif", "webp", "avif", "svg"]

  private mutating func copyImages(
    _ all: [(path: String, prose: [Block])], in directory: String, _ files: Files,
    _ links: inout PageLinks
  ) {
    for (path, blocks) in all {
      for destination in blocks.flatMap(\.images) {
        let own = PageLinks.path(destination)
        // One that lies on the web becomes a link.
        guard links.images[own] == nil, !own.contains(":") else { continue }
        do throws(Files.Problem) {
          links.images[own] = try picture(own, in: directory, files)
        } catch {
          missing.append("\(path): the picture \(destination): \(error.reason)")
        }
      }
    }
  }

  private mutating func picture(
    _ own: String, in directory: String, _ files: Files
  ) throws(Files.Problem) -> Address {
    let ending = own.split(separator: ".").last.map { $0.lowercased() } ?? ""
    guard Self.pictures.contains(ending) else {
      throw Files.Problem("it is of a kind that pages do not show")
    }
    let path = Paths.joined(directory, own)
    // A link in the folder may lead anywhere, too.
    let isInside = files.resolved(directory).flatMap { folder in
      files.resolved(path).map { folder == "." || $0.hasPrefix(folder + "/") }
    }
    guard !own.hasPrefix("/"), !own.split(separator: "/").contains(".."), isInside ?? true else {
      throw Files.Problem("it lies outside of the course’s folder, and is not published")
    }
    let bytes = try files.read(path)
    if ending == "svg" { return Address(svg: bytes) }
    let name = free("picture-" + Self.plain(own.lowercased()))
    self.files.append(File(name: name, bytes: bytes))
    return Address(file: name)
  }

  /// A name that no other file has: pictures of two folders may be called almost the same.
  private func free(_ name: String) -> String {
    let parts = name.split(separator: ".")
    let (base, ending) = (parts.dropLast().joined(separator: "."), parts.last ?? "")
    let names = [name] + (2...).lazy.prefix(files.count + 1).map { "\(base)-\($0).\(ending)" }
    return names.first { name in !files.contains { $0.name == name } } ?? name
  }
}

extension Lesson.Step {
  fileprivate var prose: [Block] {
    parts.compactMap { part in
      if case .prose(let block) = part { return block }
      return nil
    }
  }
}

extension Block {
  /// The pictures in it.
  fileprivate var images: [String] {
    switch self {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.flatMap(\.images)
    case .list(let items, _, _, _): items.joined().flatMap(\.images)
    case .quote(let blocks): blocks.flatMap(\.images)
    case .table(let header, let rows, _):
      (header + rows.joined()).joined().flatMap(\.images)
    case .code, .live, .rule, .check: []
    }
  }
}

extension Inline {
  fileprivate var images: [String] {
    switch self {
    case .image(_, let destination, _): [destination]
    case .emphasis(let inner), .strong(let inner), .strikethrough(let inner),
      .link(let inner, _, _):
      inner.flatMap(\.images)
    case .text, .code, .math, .softBreak, .lineBreak: []
    }
  }
}
