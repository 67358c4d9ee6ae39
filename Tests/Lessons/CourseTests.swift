import Lessons
import SourceText
import TestSupport
import Testing

private func course(_ readme: String, _ lessons: String...) -> Course {
  var texts = Dictionary(uniqueKeysWithValues: lessons.map { ("c/" + $0, "Words.\n") })
  texts["c/README.md"] = readme
  return Course.read("c", .texts(texts))
}

struct `Courses` {
  @Test func `are the ordered list of links, in its order`() {
    let read = course(
      "# Title\n\nWords with a [link](01-one.md).\n\n- [Not this](01-one.md)\n\n"
        + "1. [Two, *first*](02-two.md)\n2. See [One](01-one.md) and [more](02-two.md)\n",
      "01-one.md", "02-two.md")
    #expect(read.entries.map(\.name) == ["two", "one"])
    #expect(read.entries.map(\.title) == ["Two, first", "One"])
    #expect(read.entries.map(\.path) == ["c/02-two.md", "c/01-one.md"])
    #expect(read.findings.isEmpty)
  }

  @Test func `say what is listed and not there, with what may be meant`() {
    let read = course("1. [A](01-oen.md)\n2. [B](elsewhere.md)\n3. [C](01-one.md)\n", "01-one.md")
    #expect(read.entries.map(\.name) == ["one"])
    #expect(
      read.findings.map(\.summary) == [
        "The lesson 01-oen.md is listed here, and there is no such file",
        "The lesson elsewhere.md is listed here, and there is no such file",
      ])
    #expect(
      read.findings.map(\.help) == [
        "Did you mean 01-one.md?", "Write the name of a file in this folder.",
      ])
    #expect(
      read.findings.allSatisfy { $0.kind == .courseLink && $0.location.file.path == "c/README.md" })
  }

  @Test(arguments: ["", "# Title\n", "- [One](01-one.md)\n", "1. Words\n2. `code`\n"])
  func `without a list of links are a finding`(readme: String) {
    let read = course(readme, "01-one.md")
    #expect(read.entries.isEmpty)
    #expect(read.findings.map(\.summary) == ["No lessons are listed here"])
  }

  @Test func `without a README say so`() {
    let read = Course.read("nowhere", .texts([:]))
    #expect(read.entries.isEmpty)
    #expect(read.findings.map(\.kind) == [.unreadableFile])
    #expect(
      read.findings.first?.summary.hasPrefix("The contents of the course cannot be read") == true)
  }
}

struct `Paths of lessons` {
  @Test(arguments: [
    ("lessons/01-forward-propagation.md", "forward-propagation"),
    ("04-output-error.md", "output-error"),
    ("plain.md", "plain"), ("10.md", "10"), ("3-.md", "3-"), ("a/b/7up.md", "7up"),
    ("no-ending", "no-ending"), ("01-a.b.md", "a.b"), ("x/02-two.txt", "two.txt"),
    ("-", "standard-input"), ("/dev/stdin", "pipe"), ("/dev/fd/63", "pipe"),
    ("/proc/self/fd/3", "pipe"), ("01-a\u{1B}b.md", "a\u{FFFD}b"),
  ])
  func `name lessons without number and ending`(path: String, name: String) {
    #expect(Paths.lessonName(path) == name)
  }

  @Test(arguments: [
    ("a/b/c.md", "a/b"), ("c.md", "."), ("/c.md", "/"), ("/a/c.md", "/a"), ("-", "."),
    ("/dev/fd/3", "."),
  ])
  func `have a directory`(path: String, directory: String) {
    #expect(Paths.directory(path) == directory)
  }

  @Test(arguments: [
    ("a", "b.md", "a/b.md"), (".", "b.md", "b.md"), ("", "b.md", "b.md"),
    ("a", "/b.md", "/b.md"), ("/", "b.md", "//b.md"), ("a/b", "c", "a/b/c"),
  ])
  func `are joined`(directory: String, name: String, joined: String) {
    #expect(Paths.joined(directory, name) == joined)
  }

  @Test func `that are handed over are no files of another time`() {
    for path in ["-", "/dev/stdin", "/dev/fd/63", "/proc/self/fd/4"] {
      #expect(Paths.isHandedOver(path))
    }
    for path in ["a-", "dev/stdin", "/device/x", "/proc/1/fd/4", ""] {
      #expect(!Paths.isHandedOver(path))
    }
  }
}

struct `Lessons as NumPy` {
  private func text(_ markdown: String) -> String {
    NumPyFile(
      LessonReader(.none).lesson(SourceFile(path: "l.md", text: markdown))
    ).text
  }

  @Test func `have a comment for each step with mathematics, and every equation's line`() {
    expectSame(
      text(
        "## Given\n\n```math\nx = (1, 2)\n```\n\n## Only words\n\nWords.\n\n## Then\n\n"
          + "```math\ny = 2 x\ns = x^T y\n```\n"),
      """
      import numpy as np

      # Given
      x = np.array([[1], [2]])

      # Then
      y = 2 * x
      s = (x.T @ y).item()

      """, "a lesson")
  }

  @Test func `bring the helpers that they need, before the line that needs them`() {
    let lines = text(
      "```math\nz = (1, 2)\np = \\operatorname{softmax}(z)\nq = \\operatorname{softmax}(p)\n```\n"
    )
    .split(separator: "\n").map(String.init)
    let helper = lines.firstIndex { $0.hasPrefix("def softmax(") }
    let first = lines.firstIndex(of: "p = softmax(z)")
    #expect(lines.count { $0.hasPrefix("def softmax(") } == 1)
    #expect(helper != nil && first != nil && (helper ?? 0) < (first ?? 0))
    #expect(lines.last == "q = softmax(p)")
  }

  @Test func `never let a title end its comment`() {
    let lines = text("## A\u{2028}import os\n\n```math\nx = 1\n```\n").split(
      whereSeparator: \.isNewline)
    #expect(!lines.contains { $0.hasPrefix("import os") })
    #expect(lines.last == "x = 1")
  }
}
