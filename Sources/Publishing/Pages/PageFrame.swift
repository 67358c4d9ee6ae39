/// What every page has around what it says: its head, the way to the others.
package struct PageFrame: Sendable {
  /// Of the course; nil for a page that stands alone.
  package var course: String?
  package var links = PageLinks()
  package var before: Neighbour?
  package var after: Neighbour?
  /// Of the program.
  package var version: String
  /// What tells this course's progress from another's in the same browser.
  package var identity = ""
  /// Whether the course's author has given it that name: then it is the same course at every
  /// address. A title may be that of two.
  package var isKnownEverywhere = false
  /// The name of the lesson, under which its progress is kept.
  package var lesson = ""

  /// Whether the page is walked by the script; if not, all of it stands open.
  var isScripted = true

  /// The name of a script that loads the page again when the lesson has changed, for a preview: it
  /// may ask the server of the page, and nobody else.
  package var reloadScript: String?

  /// A lesson before or after this one.
  package struct Neighbour: Sendable {
    package var file: String
    package var title: String

    package init(file: String, title: String) { (self.file, self.title) = (file, title) }
  }

  /// A step in the list at the side.
  struct Step {
    var number: Int
    var id: String
    var title: [Markup]
  }

  package init(version: String) { self.version = version }

  /// Nothing is asked for anywhere, and nothing but the files beside the page runs or is shown.
  private var policy: String {
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
      + "img-src 'self' data:; base-uri 'none'; form-action 'none'"
      + (reloadScript == nil ? "" : "; connect-src 'self'")
  }

  func page(
    title: String, language: String, main: [Markup], steps: [Step] = [], data: [Markup] = [],
    isLesson: Bool = false
  ) -> Markup {
    let whole = course.map { isLesson && $0 != title ? "\(title) – \($0)" : title } ?? title
    let names = PageFile.scripts.map(\.rawValue) + (reloadScript.map { [$0] } ?? [])
    let scripts = (isScripted ? names : []).map {
      Markup.element(.script, [.source(Address(file: $0))])
    }
    let head = Markup.element(
      .head, [],
      [
        .element(.meta, [.page(.charset)]),
        .element(.meta, [.page(.policy(policy))]),
        .element(
          .meta,
          [.page(.meta(name: "viewport", content: "width=device-width, initial-scale=1"))]),
        .element(.meta, [.page(.meta(name: "generator", content: "Longhand \(version)"))]),
        .element(.meta, [.page(.meta(name: "referrer", content: "no-referrer"))]),
        .element(.title, text: whole),
        .element(.link, [.page(.styleSheet), .href(Address(file: PageFile.style.rawValue))]),
      ] + scripts)
    var around: [Markup] = []
    if !steps.isEmpty { around.append(contents(steps)) }
    around.append(.element(.main, [.id("main.content")], main + [neighbours]))
    let body = Markup.element(
      .body,
      [.data(.course, identity), .data(.lesson, lesson)]
        + (isKnownEverywhere ? [.data(.everywhere, "")] : []),
      [
        .element(
          .a, [.kind("skip"), .href(Address(anchor: "main.content"))],
          text: isLesson ? "To the lesson" : "To the lessons"),
        header(isLesson), .element(.div, [.kind(steps.isEmpty ? "alone" : "around")], around),
      ] + data)
    return .element(.html, [.language(language)], head, body)
  }

  /// A lesson leads to its course; the page of that would lead to itself.
  private func header(_ isLesson: Bool) -> Markup {
    guard isLesson, let course, let contents = links.contents else {
      return .element(.header, [.kind("top")])
    }
    return .element(
      .header, [.kind("top")],
      .element(.a, [.href(Address(file: contents)), .kind("course")], text: course))
  }

  private func contents(_ steps: [Step]) -> Markup {
    .element(
      .nav, [.kind("steps"), .label("Steps of the lesson")],
      .element(
        .ol, [],
        steps.map { step in
          .element(
            .li, [],
            .element(
              .a, [.href(Address(anchor: step.id))],
              [.element(.span, [.kind("place")], text: "\(step.number)"), .text(" ")]
                + [.element(.span, [], step.title)]))
        }))
  }

  private var neighbours: Markup {
    guard before != nil || after != nil else { return .nothing }
    func link(_ neighbour: Neighbour?, _ kind: String, _ word: String) -> Markup {
      guard let neighbour else { return .element(.span) }
      return .element(
        .a, [.href(Address(file: neighbour.file)), .kind(kind)],
        .element(.span, text: word), .element(.strong, text: neighbour.title))
    }
    return .element(
      .nav, [.kind("neighbours"), .label("Lessons before and after")],
      link(before, "before", "Before"), link(after, "after", "Next"))
  }
}
