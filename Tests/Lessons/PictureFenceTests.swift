import Kernels
import Lessons
import Matrices
import Pictures
import SourceText
import TestSupport
import Testing

/// `tiles` and `plot` fences: their numbers, and what is said of each wrong option, where it
/// stands.
struct `Pictures of a lesson` {
  static func lesson(_ fence: String) -> Lesson {
    LessonReader(.none)
      .lesson(
        SourceFile(
          path: "t.md",
          text: #"""
            # T

            ```math
            A = \begin{bmatrix} 1 & 2 & 3 & 4 \\ 5 & 6 & 7 & 8 \end{bmatrix}
            w = (0.5, 2)
            J = (w_1 - 1)^2 + w_2^2
            v = 3
            \text{for } k = 1, \ldots, 3: v := v - 1
            s = v^2
            ```

            \#(fence)
            """#))
  }

  static func picture(_ fence: String) throws -> Lesson.Picture {
    let lesson = lesson(fence)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    return try #require(lesson.steps.flatMap(\.pictures).first)
  }

  static func chart(_ fence: String) throws -> (Plot, Chart, Workspace) {
    let picture = try picture(fence)
    guard case .plot(let plot) = picture.content else {
      throw Files.Problem("no plot")
    }
    return (plot, plot.chart(in: picture.workspace), picture.workspace)
  }

  @Test func `rows and columns of a value are tiles`() throws {
    let rows = try Self.picture("```tiles\nrows: A\ncaption: The rows of $A$\n```")
    guard case .tiles(let tiles) = rows.content else { throw Files.Problem("no tiles") }
    #expect(tiles.shape == Shape(2, 2))
    let values = tiles.sheet(in: rows.workspace)?.tiles.map(\.values)
    #expect(values == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]])
    #expect(rows.caption.plainText == "The rows of A")
    #expect(tiles.entry(tile: 1, row: 1, column: 0) == (1, 2))
  }

  @Test func `so are columns, and black and white are numbers`() throws {
    let columns = try Self.picture("```tiles\ncolumns: 2 A\ntile: 2 × 1\nrange: 0, 16\n```")
    guard case .tiles(let tiles) = columns.content else { throw Files.Problem("no tiles") }
    let sheet = try #require(tiles.sheet(in: columns.workspace))
    let values: [[[Double]]] = [[[2], [10]], [[4], [12]], [[6], [14]], [[8], [16]]]
    #expect(sheet.tiles.map(\.values) == values)
    #expect(sheet.range == .between(0, 16))
    #expect(tiles.entry(tile: 3, row: 1, column: 0) == (1, 3))
  }

  /// J = (w₁ − 1)² + 4 is least at 1, where it is 4; the lesson is at 0.5, where it is 4.25.
  @Test func `a curve over a number of the lesson has its least and the lesson's own`() throws {
    let (plot, chart, workspace) = try Self.chart("```plot\nof: J\nover: w_1\nfrom: -1\nto: 2\n```")
    #expect(
      chart.marks == [
        .init(.least, of: 0, .init(1, 4)), .init(.own, of: 0, .init(0.5, 4.25)),
      ])
    #expect(chart.curves[0].points.first == .init(-1, 8))
    #expect(chart.curves[0].points.last == .init(2, 5))
    #expect(plot.number(0, at: 3, in: workspace)?.value == 8)
    // The lesson itself stays as it is.
    #expect(workspace.values[Name("w")]?.elements == [0.5, 2])
  }

  @Test func `a letter without a value will do, with places to be marked`() throws {
    let (_, chart, _) = try Self.chart(
      "```plot\nof: (t - w_1)^2\nover: t\nfrom: 0\nto: 1\nmark: w_1, 0.9\n```")
    #expect(chart.marks.map(\.point.x) == [0.5, 0.5, 0.9])
    #expect(abs(chart.marks[2].point.y - 0.16) < 1e-12)
    #expect(chart.marks.map(\.kind) == [.least, .own, .own])
  }

  @Test func `a loop is walked round by round`() throws {
    let (plot, chart, workspace) = try Self.chart("```plot\nof: s, v\nover: k\n```")
    #expect(chart.curves.map { $0.points.map(\.x) } == [[0, 1, 2, 3], [0, 1, 2, 3]])
    #expect(chart.curves.map { $0.points.map(\.y) } == [[9, 4, 1, 0], [3, 2, 1, 0]])
    #expect(plot.number(0, at: 1, in: workspace)?.value == 4)
  }

  /// Beside a pole there is no least.
  @Test func `what has no value is a gap`() throws {
    let (_, chart, _) = try Self.chart("```plot\nof: 1 / t\nover: t\nfrom: -1\nto: 1\n```")
    #expect(chart.curves[0].gaps == [0...0])
    #expect(chart.marks.isEmpty)
    let (_, log, _) = try Self.chart(
      "```plot\nof: \\log(t - 0.5)\nover: t\nfrom: 0.001\nto: 1\nhorizontal: logarithmic\n```")
    let gap = try #require(log.curves[0].gaps.first)
    #expect(gap.lowerBound == 0.001 && abs(gap.upperBound - 0.5) < 0.02)
  }

  @Test func `what-if moves a picture`() throws {
    let lesson = Self.lesson("```plot\nof: J\nover: w_1\nfrom: -1\nto: 2\n```")
    let other = lesson.giving([Name("w"): Matrix(shape: Shape(2, 1), elements: [0, 1])])
    let picture = try #require(other.steps.flatMap(\.pictures).first)
    guard case .plot(let plot) = picture.content else { return }
    #expect(plot.chart(in: picture.workspace).marks.map(\.point) == [.init(1, 1), .init(0, 2)])
  }

  @Test(arguments: [
    (7, "tile: 1 × 7"), (12, "tile: 3 × 4"), (2, "tile: 1 × 2"), (63, "tile: 7 × 9"),
  ])
  func `a size that fits is named where entries make no square`(_ entries: Int, _ size: String) {
    let numbers = (1...entries).map(String.init).joined(separator: ", ")
    let text = "# T\n\n```math\nv = (\(numbers))\n```\n\n```tiles\ncolumns: v\n```\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "lesson.md", text: text))
    #expect(lesson.findings.map(\.help) == ["Say how they are laid out, such as \(size)."])
  }

  /// Options, and the finding: line:column and how it begins.
  static let wrong: [(fence: String, place: String, text: String)] = [
    ("```tiles\n```", "12:1", "This tiles fence has neither rows nor columns"),
    ("```tiles\nrows: A\ncolumns: A\n```", "14:1", "This tiles fence has both rows and columns"),
    ("```tiles\nrows: B\n```", "13:7", "The name B is not defined"),
    ("```tiles\nrow: A\n```", "13:1", "The option row is not known"),
    ("```tiles\nrows: A\ntile: 3 × 3\n```", "14:7", "A tile of 3×3 has 9 pixels"),
    ("```tiles\ncolumns: A\n```", "13:10", "A column of A has 2 entries, which make no square"),
    ("```tiles\nrows: A\nrange: 1, 0\n```", "14:8", "range is own, shared, or the numbers"),
    ("```tiles\nrows: A\nrange: white\n```", "14:8", ""),
    ("```plot\nof: J\n```", "12:1", "This plot fence has no over"),
    ("```plot\nof: J\nover: w_1\n```", "12:1", "This plot fence has no from"),
    ("```plot\nof: J\nover: w_1\nfrom: 1\nto: 0\n```", "16:5", "The plot goes from 1 to 0"),
    ("```plot\nof: J\nover: w\nfrom: 0\nto: 1\n```", "14:7", "w is no number that can have"),
    ("```plot\nof: w\nover: w_1\nfrom: 0\nto: 1\n```", "13:5", "A curve is of a number"),
    ("```plot\nof: s\nover: w_1\nfrom: 0\nto: 1\n```", "13:5", "s does not depend on w_1"),
    ("```plot\nof: J, K\nover: w_1\nfrom: 0\nto: 1\n```", "13:8", "The name K is not defined"),
    (
      "```plot\nof: J\nover: w_1\nfrom: 0\nto: 1\nhorizontal: logarithmic\n```", "15:7",
      "A logarithmic axis begins above 0"
    ),
    (
      "```plot\nof: J\nover: w_1\nfrom: 0\nto: 1\nvertical: log\n```", "17:11",
      "vertical is linear or"
    ),
    ("```plot\nof: J\nover: w_1\nfrom: A\nto: 1\n```", "15:7", "from is a number"),
    (
      "```plot\nof: J\nover: w_1\nfrom: 0\nto: 1\nmark: A\n```", "17:7", "A mark stands at a number"
    ),
    (
      "```plot\nof: J,J,J,J,J,J,J\nover: w_1\nfrom: 0\nto: 1\n```", "13:5",
      "These are 7 quantities in one plot"
    ),
  ]

  @Test(arguments: wrong.indices)
  func `a wrong option is told where it stands, and the fence shown as written`(index: Int) throws {
    let (fence, place, text) = Self.wrong[index]
    let lesson = Self.lesson(fence)
    let finding = try #require(lesson.findings.first { $0.severity == .error })
    let position = finding.location.file.position(at: finding.location.bytes.lowerBound)
    #expect("\(position.line):\(position.column)" == place, "\(finding.summary)")
    #expect(finding.summary.hasPrefix(text), "\(finding.summary)")
    #expect(finding.help != nil)
    #expect(lesson.steps.flatMap(\.pictures).isEmpty)
    let isShown = lesson.steps[0].parts.contains { part in
      if case .prose(.code) = part { true } else { false }
    }
    #expect(isShown)
  }
}
