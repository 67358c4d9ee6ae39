import Kernels
import Lessons
import Saying
import SourceText

/// The first page of a course: what its `README.md` says, with the list of the lessons.
struct ContentsPage {
  private let course: Course
  private let lessons: [Lesson]
  private let names: [String]
  private let frame: PageFrame

  init(_ course: Course, _ lessons: [Lesson], _ names: [String], in frame: PageFrame) {
    (self.course, self.lessons, self.names, self.frame) = (course, lessons, names, frame)
  }

  var html: String {
    let title = course.title ?? "Lessons"
    // Its formulas are said as those of any lesson.
    let speech = SpeechWriter(lessons.first ?? .empty)
    let prose = PageProse(links: frame.links, speech: speech, level: 2)
    var main: [Markup] = [.element(.h1, [.id("top.title")], text: title)]
    var hasTitle = false
    var hasList = false
    for block in course.prose {
      if case .heading = block, !hasTitle {
        hasTitle = true
      } else if block.listsLessons {
        if !hasList { main += [list] }
        hasList = true
      } else {
        main += prose.blocks([block])
      }
    }
    if !hasList { main.append(list) }
    return MarkupWriter.page(
      frame.page(title: title, language: "en", main: main, data: [search]))
  }

  private var list: Markup {
    .element(
      .ol, [.kind("lessons")],
      zip(lessons, names).map { lesson, page in
        let questions = lesson.steps.flatMap(\.checks).count
        let steps = lesson.namedSteps.count
        let size =
          "\(steps) step\(steps == 1 ? "" : "s")"
          + (questions == 0 ? "" : ", \(questions) question\(questions == 1 ? "" : "s")")
        return .element(
          .li, [.data(.lesson, lesson.name)],
          .element(.a, [.href(Address(file: page))], text: lesson.title),
          .element(.span, [.kind("size")], text: size))
      })
  }

  /// What is looked through for a word: the steps with their prose.
  private var search: Markup {
    var rows: [String] = []
    for (lesson, page) in zip(lessons, names) {
      for step in lesson.steps {
        let text = step.searched
        guard !step.heading.isEmpty || !text.isEmpty else { continue }
        let fields = [page, step.heading.isEmpty ? "" : step.id, lesson.title, step.title, text]
        rows.append("[" + fields.map(\.json).joined(separator: ",") + "]")
      }
    }
    return .data(id: "page.search", json: "[" + rows.joined(separator: ",\n") + "]")
  }
}

extension Lesson {
  fileprivate static var empty: Lesson {
    LessonReader(
      Files(
        read: { _ throws(Files.Problem) in throw Files.Problem("there are no files") },
        list: { _ in [] })
    ).lesson(SourceFile(path: "empty.md", bytes: []))
  }
}

extension Block {
  /// Whether it is the list that names the lessons.
  fileprivate var listsLessons: Bool {
    guard case .list(let items, _?, _, _) = self else { return false }
    return items.contains { item in
      guard case .paragraph(let inlines)? = item.first else { return false }
      return inlines.contains { inline in
        if case .link(_, let destination, _) = inline { return destination.hasSuffix(".md") }
        return false
      }
    }
  }

  fileprivate var words: String {
    switch self {
    case .heading(_, let inlines), .paragraph(let inlines): inlines.plainText
    case .list(let items, _, _, _): items.joined().map(\.words).joined(separator: " ")
    case .quote(let blocks): blocks.map(\.words).joined(separator: " ")
    case .table(let header, let rows, _):
      (header + rows.joined()).map(\.plainText).joined(separator: " ")
    case .code(let text): text
    case .live, .rule, .check: ""
    }
  }
}

extension Lesson.Step {
  fileprivate var searched: String {
    parts.compactMap { part -> String? in
      if case .prose(let block) = part { return block.words }
      return nil
    }.joined(separator: " ")
  }
}
