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

/// `network` fences: the numbers of a unit, and what is said of each wrong option, where it stands.
struct `Pictures of a network` {
  static func lesson(_ options: String) -> Lesson {
    LessonReader(.none)
      .lesson(
        SourceFile(
          path: "t.md",
          text: #"""
            # T

            ```math
            x = (0.9, 0.1, 0.8)
            V = \begin{bmatrix} 0.1 & -0.3 & 0.5 \\ 0.2 & 0.4 & -0.6 \end{bmatrix}
            U = \begin{bmatrix} 0.3 & -0.1 \\ -0.4 & 0.7 \\ 0.5 & 0.2 \end{bmatrix}
            c = (0.1, -0.2)
            d = (0.05, -0.1, 0.2)
            y = (0.2, 0.7, 0.4)
            f(z) = \frac{1}{1 + e^{-z}}
            z^{(2)} = V x + c
            a^{(2)} = f(z^{(2)})
            a^{(3)} = f(U a^{(2)} + d)
            \delta^{(3)} = -(y - a^{(3)}) \circ a^{(3)} \circ (1 - a^{(3)})
            \delta^{(2)} = (U^T \delta^{(3)}) \circ f'(z^{(2)})
            r = (1, 2)
            ```

            ```network
            \#(options)
            ```
            """#))
  }

  /// z⁽³⁾ has no value in the lesson: the picture makes it.
  static let sound = [
    ("input", "x"), ("weights", "V, U"), ("biases", "c, d"), ("sums", "z^{(2)}, z^{(3)}"),
    ("activations", "a^{(2)}, a^{(3)}"), ("errors", #"\delta^{(2)}, \delta^{(3)}"#),
    ("target", "y"),
  ]

  static func options(_ changed: (key: String, value: String?)? = nil) -> String {
    sound.compactMap { key, value in
      let own = changed?.key == key ? changed?.value : value
      return own.map { "\(key): \($0)" }
    }.joined(separator: "\n")
  }

  static func network(_ options: String) throws -> (network: Network, workspace: Workspace) {
    let lesson = lesson(options)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let picture = try #require(lesson.steps.flatMap(\.pictures).first)
    guard case .network(let network) = picture.content else { throw Files.Problem("no network") }
    return (network, picture.workspace)
  }

  // By hand, and with NumPy: z = 0.1·0.9 − 0.3·0.1 + 0.5·0.8 + 0.1.
  @Test func `a unit forwards has its edges, its sum and its activation`() throws {
    let (network, workspace) = try Self.network(Self.options())
    #expect(network.units.count == 2 + 3 + 3 + 2)
    let view = network.view(network.units[0], in: workspace)
    #expect(view.edges.map { $0.value?.value } == [0.9, 0.1, 0.8, nil])
    #expect(view.edges.map { $0.weight?.value } == [0.1, -0.3, 0.5, 0.1])
    #expect(abs(view.steps[0].number.value - 0.56) < 1e-12)
    #expect(abs(view.steps[1].number.value - 0.63645254) < 1e-8)
    #expect(view.behind.count == 1 && view.before.isEmpty)
  }

  @Test func `a unit backwards has the errors that come to it along its weights`() throws {
    let (network, workspace) = try Self.network(Self.options())
    let units = network.units
    let last = network.view(units[5], in: workspace)
    #expect(last.edges.map { $0.value?.value } == [0.2])
    #expect(last.steps.map { ($0.number.value * 1e4).rounded() } == [3504, 2475, 867])
    let hidden = network.view(units[8], in: workspace)
    #expect(hidden.edges.map { $0.weight?.value } == [0.3, -0.4, 0.5])
    #expect(
      hidden.edges.compactMap { $0.value?.value }.map { ($0 * 1e4).rounded() } == [867, -551, 560])
    #expect(hidden.steps.map { ($0.number.value * 1e4).rounded() } == [761, 2314, 176])
  }

  @Test func `every number opens`() throws {
    let (network, workspace) = try Self.network(Self.options())
    for unit in network.units {
      for number in network.view(unit, in: workspace).numbers {
        let opening = number.opening(NumberStyle())
        #expect(abs(opening.value - number.value) < 1e-12)
        #expect(opening.origin != .computed || !opening.operands.isEmpty)
      }
    }
  }

  struct Wrong: Sendable {
    var key: String
    var value: String?
    var summary: String
    /// What the finding stands at.
    var text: String
  }

  @Test(arguments: [
    Wrong(key: "input", value: nil, summary: "This network fence has no input", text: "```network"),
    Wrong(
      key: "weights", value: "U, V", summary: "U is 3×2: it comes from 2 units, and x has 3",
      text: "U"),
    Wrong(
      key: "biases", value: "c", summary: "There are 2 matrices of weights, and 1 biases", text: "c"
    ),
    Wrong(key: "biases", value: "c, r", summary: "r is 2×1, and U leads to 3 units", text: "r"),
    Wrong(
      key: "sums", value: "z^{(2)}", summary: "sums names 1, and there are 2 matrices of weights",
      text: "z^{(2)}"),
    Wrong(
      key: "activations", value: "r, a^{(2)}",
      summary: "a⁽²⁾ has 2 entries, and the weights lead to 3 units", text: "r, a^{(2)}"),
    Wrong(
      key: "errors", value: #"\delta^{(3)}, \delta^{(2)}"#,
      summary: #"\delta^{(3)} is 3×1, and its layer has 2 units"#, text: #"\delta^{(3)}"#),
    Wrong(
      key: "target", value: nil, summary: "This network fence has no target", text: "```network"),
    Wrong(key: "target", value: "r", summary: "r is 2×1, and there are 3 outputs", text: "r"),
  ])
  func `what is wrong is found where it stands`(wrong: Wrong) throws {
    let lesson = Self.lesson(Self.options((wrong.key, wrong.value)))
    let finding = try #require(lesson.findings.first)
    #expect(finding.kind == .network && finding.summary == wrong.summary)
    #expect(lesson.file.text(finding.location.bytes).hasPrefix(wrong.text))
  }

  @Test func `with a function that is none it says so`() throws {
    let lesson = Self.lesson(Self.options() + "\nfunction: g")
    let finding = try #require(lesson.findings.first)
    #expect(finding.summary == "g has no slope at z^{(2)}")
    #expect(lesson.file.text(finding.location.bytes) == "g")
  }
}
