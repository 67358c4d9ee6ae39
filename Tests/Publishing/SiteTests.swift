import Kernels
import Lessons
import Matrices
import Questions
import SourceText
import TestSupport
import Testing

@testable import Publishing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

struct `Pages of a course` {
  private func site(_ files: [String: String]) -> Site {
    let own = Files.texts(files)
    let course = Course.read(".", own)
    let lessons = course.entries.map { LessonReader(own).lesson(at: $0.path) }
    return Site(course, lessons, own, version: "0")
  }

  private func text(_ name: String, of site: Site) -> String? {
    site.files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func `lessons lead to each other by their pages`() throws {
    let site = site([
      "README.md": "# Two\n\nWords.\n\n1. [A](01-a.md)\n2. [B](02-b.md)\n",
      "01-a.md": "# A\n\n## One step\n\nSee [there](02-b.md#one-step) and [all](README.md).\n",
      "02-b.md": "# B\n\n## One step\n\nBack.\n",
    ])
    let names = site.files.map(\.name)
    #expect(Set(names).isSuperset(of: ["index.html", "01-a.html", "02-b.html", ".nojekyll"]))
    let page = try #require(text("01-a.html", of: site))
    #expect(page.contains("href=\"02-b.html#one-step\""))
    #expect(page.contains("<h2 id=\"one-step\">"))
    #expect(page.contains("href=\"index.html\""))
    let contents = try #require(text("index.html", of: site))
    #expect(contents.contains("Words."))
    #expect(contents.contains("href=\"02-b.html\""))
  }

  /// What is drawn needs no walk: all of a fence is there at once, with its numbers.
  @Test func `draws of one fence are one stop`() throws {
    let fence = """
      W \\in \\mathbb{R}^{2 \\times 3}, b \\in \\mathbb{R}^2 \\\\
      W \\sim \\mathcal{U}(-1, 1) \\\\
      b \\sim \\mathcal{U}(-1, 1)
      """
    let site = site([
      "README.md": "# One\n\n1. [A](a.md)\n", "a.md": "## A\n\n```math\n\(fence)\n```\n",
    ])
    let page = try #require(text("a.html", of: site))
    #expect(page.matches(of: /class="stop"/).count == 1)
    #expect(page.matches(of: /∼/).count >= 2)
    #expect(page.matches(of: /<mtable class="matrix">/).count == 2)
    #expect(!page.contains("formulas walk"))
  }

  /// By the name that a course has, or by its title, in whatever letters, and then by the folder of
  /// its address, too.
  @Test func `pages say which course they are of`() throws {
    func body(_ contents: String) throws -> String {
      let site = site(["README.md": contents + "\n\n1. [A](a.md)\n", "a.md": "## A\n"])
      let page = try #require(text("a.html", of: site))
      return String(try #require(page.firstMatch(of: /<body[^>]*>/)).0)
    }
    let named = try body("# Maps\n\n<!-- course: maps-3f9a -->")
    #expect(named.contains("data-course=\"maps-3f9a\"") && named.contains("data-everywhere"))
    // The numbers were computed elsewhere.
    for (title, name) in [
      ("Maps", "maps-49cf48ae"), ("Матрицы", "course-49fbda68"), ("Графы", "course-c72a2f63"),
    ] {
      let page = try body("# " + title)
      #expect(page.contains("data-course=\"\(name)\"") && !page.contains("everywhere"), "\(page)")
    }
  }

  /// GitHub leaves out what begins with a sign, and some disks do not tell capitals.
  @Test func `names of pages are names everywhere`() {
    #expect(Site.page(of: "_draft.md") == "draft.html")
    #expect(Site.page(of: ".hidden.md") == "hidden.html")
    #expect(Site.page(of: "a b?c#d%.md") == "a-b-c-d.html")
    #expect(Site.page(of: "été.md") == "t.html")
    let twice = site([
      "README.md": "1. [A](a.md)\n2. [B](A.md)\n", "a.md": "## A\n", "A.md": "## B\n",
    ])
    #expect(twice.problems.count == 1)
    #expect(site(["README.md": "1. [A](index.md)\n", "index.md": "## A\n"]).problems.count == 1)
    #expect(
      !site(["README.md": "1. [A](_a.md)\n", "_a.md": "## A\n"]).files
        .contains { $0.name.hasPrefix("_") })
  }

  @Test func `a picture is written beside the pages, or is a link`() throws {
    let site = site([
      "README.md": "1. [A](a.md)\n", "x/dot.png": "PNG",
      "a.md": "## A\n\n![dot](x/dot.png) ![away](https://example.org/a.png) ![no](../../b.png)\n",
    ])
    let page = try #require(text("a.html", of: site))
    #expect(page.contains("<img src=\"picture-x-dot.png\" alt=\"dot\""))
    #expect(site.files.contains { $0.name == "picture-x-dot.png" })
    #expect(
      page.contains("<a href=\"https://example.org/a.png\" rel=\"noopener noreferrer\">away</a>"))
    #expect(!page.contains("b.png"))
  }

  /// What a folder says and what lies there are two things: a link may lead anywhere.
  @Test func `a picture that lies outside is not published, and that is said`() throws {
    let files = Files(
      read: { path throws(Files.Problem) in
        path.hasSuffix(".md")
          ? Array((path == "c/README.md" ? "1. [A](a.md)\n" : Self.leaving).utf8) : [1, 2, 3]
      }, list: { _ in ["README.md", "a.md"] },
      resolved: { $0 == "c/leaves.png" ? "/etc/passwd" : "/home/" + $0 })
    let course = Course.read("c", files)
    let lessons = course.entries.map { LessonReader(files).lesson(at: $0.path) }
    let site = Site(course, lessons, files, version: "0")
    #expect(site.files.filter { $0.name.hasPrefix("picture-") }.map(\.name) == ["picture-in.png"])
    #expect(site.missing.count == 3, "\(site.missing)")
    #expect(site.missing.allSatisfy { $0.contains("outside of the course’s folder") })
  }

  private static let leaving =
    "## A\n\n![a](leaves.png) ![b](../up.png) ![c](/root.png) ![d](in.png)\n"

  @Test func `pictures of almost the same name are two`() throws {
    let site = site([
      "README.md": "1. [A](a.md)\n", "x/dot.png": "one", "x-dot.png": "two",
      "a.md": "## A\n\n![a](x/dot.png) ![b](x-dot.png)\n",
    ])
    let page = try #require(text("a.html", of: site))
    #expect(page.contains("src=\"picture-x-dot.png\"") && page.contains("picture-x-dot-2.png"))
    #expect(text("picture-x-dot.png", of: site) == "one")
    #expect(text("picture-x-dot-2.png", of: site) == "two")
  }

  /// As a page of its own it would run what is in it, with the browser's keep of all pages beside it.
  @Test func `a drawing is only ever a picture`() throws {
    let site = site([
      "README.md": "1. [A](a.md)\n", "d.svg": "<svg><script>ran = 1</script></svg>",
      "a.md": "## A\n\n![drawn](d.svg) [open it](d.svg)\n",
    ])
    let page = try #require(text("a.html", of: site))
    #expect(page.contains("<img src=\"data:image/svg+xml;base64,PHN2Zz48c2NyaXB0"))
    #expect(page.contains("open it") && !page.contains("href=\"data:") && !page.contains(".svg\""))
    #expect(!site.files.contains { $0.name.hasSuffix(".svg") })
    #expect(PageReader.problems(page).isEmpty)
  }

  /// The font is a subset: MathML needs its table, and the sizes of what grows.
  @Test func `the files beside the pages are whole`() {
    for file in PageFile.allCases { #expect(!file.bytes.isEmpty, "\(file.rawValue)") }
    #expect(PageFile.font.bytes.prefix(4) == Array("wOF2".utf8)[...])
    #expect(PageFile.font.bytes.count < 100_000)
    let script = String(
      decoding: PageFile.scripts.flatMap(\.bytes), as: UTF8.self)
    for forbidden in [
      "innerHTML", "insertAdjacentHTML", "document.write", "eval(", "fetch(", "new Function",
    ] {
      #expect(!script.contains(forbidden), "\(forbidden)")
    }
  }
}

struct `The course of this repository` {
  /// Also written to `.build/pages/site`, to be looked at. `pages.py` asks the same of a program that
  /// is faster at it.
  @Test(.enabled(if: ProcessInfo.processInfo.environment["LONGHAND_SITE"] != nil))
  func `has pages that are loaded in a moment`() throws {
    let course = Course.read("lessons", .repository)
    let lessons = try course.entries.map { try #require(Repository.allLessons[$0.path]) }
    let site = Site(course, lessons, .repository, version: "0")
    #expect(site.problems.isEmpty && site.missing.isEmpty)
    for file in site.files { Repository.write(file.bytes, to: ".build/pages/site/\(file.name)") }
    for file in site.files where file.name.hasSuffix(".html") && file.name != Site.contents {
      let html = String(decoding: file.bytes, as: UTF8.self)
      #expect(PageReader.problems(html).isEmpty, "\(file.name)")
      guard !file.name.hasSuffix(".open.html") else { continue }
      let bytes = PageReader.bytesBeforePictures(html)
      #expect(bytes <= 200_000, "\(file.name) has \(bytes) bytes before pictures")
    }
  }
}

struct `The page of a lesson` {
  @Test(arguments: Repository.lessonPaths)
  func `says every reduction, with no script`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let written = LessonPage(lesson, in: PageFrame(version: "0")).written(
      open: "all.open.html", program: "all.program.js")
    let html = written.open ?? written.html
    #expect(PageReader.problems(html).isEmpty)
    #expect(PageReader.problems(written.html).isEmpty)
    if written.open != nil {
      #expect(written.html.contains("<a href=\"all.open.html\">"))
      #expect(!html.contains("<script"))
    }
    for step in lesson.namedSteps {
      #expect(html.contains("<h2 id=\"\(lesson.steps[step].id)\">"))
    }
    // Every value that a reduction ends with is there.
    for equation in lesson.equations where equation.hasReductions {
      guard let value = equation.value, value.shape.isScalar, value.isFinite else { continue }
      #expect(html.contains(lesson.style.text(value.elements[0])))
    }
    for check in lesson.steps.flatMap(\.checks) {
      #expect(html.contains("data-question=\"\(check.id)\""))
    }
    #expect(!html.contains("class=\"unread\""))
  }
}
