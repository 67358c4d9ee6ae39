import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `longhand publish`: what it writes, and what it leaves alone.
struct `Publishing a course` {
  private func desk(_ lesson: String = "# A\n\n## One\n\n```math\nx = 2\n```\n") throws -> Desk {
    let desk = try Desk(course: false)
    try desk.write("# Small\n\n1. [A](01-a.md)\n", to: "course/README.md")
    try desk.write(lesson, to: "course/01-a.md")
    return desk
  }

  private func names(_ desk: Desk, _ folder: String = "pages") -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: desk.folder + "/" + folder)) ?? [])
      .sorted()
  }

  private func publish(_ desk: Desk, _ folder: String = "pages") -> Desk.Run {
    desk.run(["publish", desk.folder + "/course", desk.folder + "/" + folder])
  }

  /// What the page says of its training, as HTML.
  private func training(_ desk: Desk) throws -> String {
    let page = try String(contentsOfFile: desk.folder + "/pages/01-a.html", encoding: .utf8)
    return String(try #require(page.firstMatch(of: /<p class="training">(.*?)<\/p>/)).1)
  }

  @Test func `writes pages, and again in their place`() throws {
    let desk = try desk()
    let run = publish(desk)
    #expect(run.status == 0)
    #expect(run.output.hasPrefix("1 lesson in "))
    #expect(Set(names(desk)).isSuperset(of: ["01-a.html", "index.html", "page.css", ".nojekyll"]))
    try desk.write("# Small\n\n1. [B](02-b.md)\n", to: "course/README.md")
    try desk.write("# B\n\n## One\n\ntext\n", to: "course/02-b.md")
    let again = publish(desk)
    #expect(again.output.contains("1 file of before removed"))
    #expect(names(desk).contains("02-b.html"))
    #expect(!names(desk).contains("01-a.html"))
  }

  /// Else somebody publishes curves without a line. A page says how a training stands in the words of
  /// the terminal, with its cost set as a formula.
  @Test func `says which lessons are not trained`() throws {
    let desk = try desk(
      """
      ## A

      ```data
      name: P
      file: p.csv
      examples: m
      ```

      ```math
      w = 0.3
      ```

      ```math
      J = \\frac{1}{2m} \\sum_{i=1}^m (w P_{1i} - P_{2i})^2
      ```

      ```train
      minimise: J
      by: w
      data: P
      method: gradient descent
      rate: 0.1
      iterations: 5
      ```
      """)
    try desk.write("1,2\n0.5,1.5\n0.2,0.3\n1,1\n", to: "course/p.csv")
    let before = publish(desk)
    #expect(before.status == 0, "\(before.output) \(before.error)")
    #expect(before.error.contains("not trained yet: a."), "\(before.error)")
    #expect(before.error.contains("longhand train"))
    #expect(try training(desk) == "Not trained yet: the names have the values that it begins with.")
    #expect(desk.run("train", desk.folder + "/course/01-a.md").status == 0)
    let after = publish(desk)
    #expect(after.status == 0 && !after.error.contains("not trained"), "\(after.error)")
    // 0.4204 is NumPy's.
    let said = try training(desk)
    #expect(said.hasPrefix("Trained on 4 examples: <math"), "\(said)")
    #expect(said.hasSuffix("</math> = 0.4204 after 5 iterations."), "\(said)")
  }

  @Test func `leaves other files alone`() throws {
    let desk = try desk()
    try desk.write("mine", to: "pages/notes.txt")
    #expect(publish(desk).status == 0)
    #expect(names(desk).contains("notes.txt"))
    try desk.write("mine", to: "other/index.html")
    let run = publish(desk, "other")
    #expect(run.status == 2)
    #expect(run.error.contains("the file index.html in it is not from longhand publish"))
    #expect(names(desk, "other") == ["index.html"])
  }

  /// A list that somebody has written leads nowhere else.
  @Test func `removes nothing outside the folder`() throws {
    let desk = try desk()
    try desk.write("mine", to: "keep.txt")
    try desk.write("../keep.txt\n..\n", to: "pages/pages.txt")
    #expect(publish(desk).status == 0)
    #expect(names(desk, ".").contains("keep.txt"))
  }

  @Test func `publishes nothing that is wrong`() throws {
    let desk = try desk("# A\n\n## One\n\n```math\nx = y\n```\n")
    let run = publish(desk)
    #expect(run.status == 1)
    #expect(run.error.contains("01-a.md:6:5"))
    #expect(run.error.contains("nothing was published"))
    #expect(names(desk).isEmpty)
  }

  @Test func `says what is missing`() throws {
    let desk = try desk()
    func error(_ course: String, _ folder: String) -> String {
      let run = desk.run(["publish", desk.folder + "/" + course, desk.folder + "/" + folder])
      #expect(run.status == 2)
      return run.error
    }
    #expect(error("nowhere", "pages").contains("there is no such folder"))
    #expect(error("course/01-a.md", "pages").contains("this is no folder"))
    try desk.write("x", to: "empty/x.txt")
    #expect(error("empty", "pages").contains("there is no README.md in it"))
    #expect(error("course", "course/01-a.md").contains("this is a file, and pages need a folder"))
  }
}
