import Kernels
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing
import Training

/// `data` and `train` fences: what they give, and what is said of each wrong option, where it
/// stands.
struct `Data and training` {
  static let files = Files(
    read: { path throws(Files.Problem) in
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      guard name != "none.png", let bytes = try? `Grey pictures`.bytes(name) else {
        throw Files.Problem("there is no such file")
      }
      return bytes
    }, list: { _ in [] })

  static let data = """
    name: P
    file: grey-8.png
    tile: 4 × 3
    examples: m
    shown: 3
    """

  static let train = #"""
    minimise: J
    by: W, b
    data: x
    method: gradient descent
    rate: 0.05
    iterations: 20
    """#

  static func text(data: String = data, train: String = train) -> String {
    #"""
    # T

    ```data
    \#(data)
    ```

    ```math
    x = 2 P - 1
    W \in \mathbb{R}^{2 \times 12}
    W \sim \mathcal{U}(-0.5, 0.5)
    b = (0.1, -0.2)
    c = 2 b
    J = \frac{1}{2m} \sum_{i=1}^m \|W^T (W x_{:,i} + b) - x_{:,i}\|^2
    ```

    ```train
    \#(train)
    ```

    ```math
    d = \|W\|_F
    ```
    """#
  }

  static func lesson(
    _ text: String, showsAll: Bool = false,
    trained: @escaping @Sendable (TrainingPlan) -> StoredMinimum? = { _ in nil }
  ) -> Lesson {
    LessonReader(files, showingAllData: showsAll, trained: trained)
      .lesson(SourceFile(path: "t.md", text: text))
  }

  @Test func `a name has the first examples, and the plan all of them`() throws {
    let lesson = Self.lesson(Self.text())
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let plan = try #require(lesson.plans.first)
    #expect(lesson.workspace.values[Name("P")]?.shape == Shape(12, 3))
    #expect(lesson.workspace.values[Name("m")] == Matrix(3))
    #expect(plan.sets[0].values.shape == Shape(12, 8))
    #expect(plan.parameters == [Name("W"), Name("b")])
    #expect(plan.method == .gradientDescent(rate: 0.05))
    #expect(plan.iterations == 20)
    // What is made from the data is made from all of them.
    let x = try #require(plan.examples?[Name("x")])
    #expect(x.elements == plan.sets[0].values.elements.map { 2 * $0 - 1 })
  }

  @Test func `training it makes the cost smaller, and later formulas use what was found`() throws {
    let lesson = Self.lesson(Self.text())
    let plan = try #require(lesson.plans.first)
    let whole = try #require(Self.lesson(Self.text(), showsAll: true).plans.first)
    let cost = try #require(plan.lessonCost { whole })
    #expect(cost.fallback == nil)
    var gradient = plan.start
    // The formulas read on all examples have the same cost there.
    let before = cost.evaluate(plan.start, &gradient)
    #expect(abs(before - whole.workspace.values[Name("J")]!.elements[0]) < 1e-12)
    let found = Minimizer(plan.method, iterations: plan.iterations)
      .minimum(from: plan.start, of: cost.evaluate) { _, _ in true }
    #expect(found.cost < 0.9 * before)
    let values = plan.values(found.theta)
    let stored = StoredMinimum(found, after: 0)
    let trained = Self.lesson(Self.text()) { _ in stored }
    #expect(trained.plans.first?.found == stored)
    let weights = try #require(values[Name("W")])
    let norm = weights.elements.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(trained.workspace.values[Name("d")]!.elements[0] - norm) < 1e-12)
    #expect(trained.workspace.values[Name("W")] == weights)
    // Without, they have what the lesson begins with.
    #expect(lesson.workspace.values[Name("W")] != weights)
  }

  @Test func `data that are not named may have other numbers of examples`() throws {
    let text = Self.text().replacing(
      "# T\n", with: "# T\n\n```data\nname: Q\nfile: grey-8.png\ntile: 4 × 3\ncount: 5\n```\n")
    let lesson = Self.lesson(text)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    #expect(lesson.plans.first?.sets.map(\.name) == [Name("P")])
  }

  /// What is drawn for each example is drawn where all of them are read; then they are data as
  /// others.
  @Test func `examples with noise are cut into tiles`() throws {
    let text = Self.text(train: Self.train.replacing("data: x", with: "data: x, y"))
      .replacing(
        #"J = \frac{1}{2m} \sum_{i=1}^m \|W^T (W x_{:,i} + b) - x_{:,i}\|^2"#,
        with: #"""
          N \in \mathbb{R}^{12 \times m}
          N \sim \text{Bernoulli}(0.75)
          y = N \circ x
          J = \frac{1}{2m} \|W^T (W y + b) - x\|_F^2
          """#)
    let lesson = Self.lesson(text)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let plan = try #require(lesson.plans.first)
    #expect(plan.examples == nil)
    let whole = try #require(Self.lesson(text, showsAll: true).plans.first)
    #expect(whole.workspace.values[Name("y")]?.shape == Shape(12, 8))
    let cost = try #require(plan.lessonCost { whole })
    #expect(cost.fallback == nil)
    var gradient = plan.start
    let found = cost.evaluate(plan.start, &gradient)
    #expect(abs(found - whole.workspace.values[Name("J")]!.elements[0]) < 1e-12)
  }

  /// A matrix that is used twice is searched once: its slope is the sum of both.
  @Test func `a rate may be a number of the lesson, and goes along with it`() throws {
    let text = Self.text(train: Self.train.replacing("rate: 0.05", with: #"rate: \alpha"#))
      .replacing("c = 2 b", with: "c = 2 b\n\\alpha = 0.04")
    let lesson = Self.lesson(text)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let plan = try #require(lesson.plans.first)
    #expect(plan.method == .gradientDescent(rate: 0.04))
    #expect(plan.settings.map(\.name.shown) == ["α"])
    let changed = lesson.giving([plan.settings[0].name: Matrix(0.5)])
    #expect(changed.plans.first?.method == .gradientDescent(rate: 0.5))
    #expect(changed.plans.first?.settings.map(\.value) == [0.5])
    #expect(changed.plans.first?.key != plan.key)
  }

  @Test func `what is watched is computed beside the cost`() throws {
    let text = Self.text(
      train: Self.train + #"\#nwatch: \frac{1}{m} W x u, \|W\|_F"#
    )
    .replacing("c = 2 b", with: "c = 2 b\nu \\in \\mathbb{R}^m\nu \\sim \\mathcal{U}(1, 1)")
    let lesson = Self.lesson(text)
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let plan = try #require(lesson.plans.first)
    let cost = try #require(plan.lessonCost { nil })
    var slopes = plan.start
    _ = cost.evaluate(plan.start, &slopes)
    #expect(cost.watched.map(\.shape) == [Shape(2, 1), .scalar])
    let weights = plan.start.prefix(24)
    let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(cost.watched[1].elements[0] - norm) < 1e-12)
    let x = try #require(plan.examples?[Name("x")])
    let mean = (0..<12).reduce(0.0) { sum, pixel in
      sum + weights[pixel] * (0..<8).reduce(0) { $0 + x[pixel, $1] } / 8
    }
    #expect(abs(cost.watched[0].elements[0] - mean) < 1e-12)
  }

  @Test func `a tied matrix goes along with the one it is made from`() throws {
    let tied = Self.text(train: Self.train.replacing("by: W, b", with: "by: W, b, e"))
      .replacing(
        #"J = \frac{1}{2m} \sum_{i=1}^m \|W^T (W x_{:,i} + b) - x_{:,i}\|^2"#,
        with: #"""
          W^* = W^T
          e = 0.1 o
          J = \frac{1}{2m} \|W^* (W x + b) + e - x\|_F^2 + 0.01 \|W^*\|_F^2
          """#
      )
      .replacing(
        "b = (0.1, -0.2)",
        with: #"""
          b = (0.1, -0.2)
          o \in \mathbb{R}^{12}
          o \sim \mathcal{U}(1, 1)
          """#)
    // e is made from what is not searched.
    #expect(
      Self.lesson(tied).findings.first?.summary == "e is computed from other names")
    let named = tied.replacing("by: W, b, e", with: "by: W, W^*, b")
    let finding = try #require(Self.lesson(named).findings.first)
    #expect(finding.summary == "W* is computed from W")
    #expect(finding.help == "Leave it out: it goes along with W.")
    let lesson = Self.lesson(tied.replacing("by: W, b, e", with: "by: W, b"))
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    let plan = try #require(lesson.plans.first)
    let cost = try #require(plan.lessonCost { nil })
    var slopes = plan.start
    let value = cost.evaluate(plan.start, &slopes)
    // By hand: r = W'(Wx + b) + e − x, and the slopes of W by way of W and of W'.
    let x = try #require(plan.examples?[Name("x")])
    let (count, hidden, inputs) = (x.shape.columns, 2, 12)
    let (weights, b) = (plan.start.prefix(24), plan.start.suffix(2))
    func w(_ row: Int, _ column: Int) -> Double { weights[row * inputs + column] }
    var expected = 0.01 * weights.reduce(0) { $0 + $1 * $1 }
    var own = weights.map { 0.02 * $0 }
    for example in 0..<count {
      let z = (0..<hidden).map { row in
        (0..<inputs).reduce(b[24 + row]) { $0 + w(row, $1) * x[$1, example] }
      }
      let r = (0..<inputs).map { i in
        (0..<hidden).reduce(0.1 - x[i, example]) { $0 + w($1, i) * z[$1] }
      }
      expected += r.reduce(0) { $0 + $1 * $1 } / Double(2 * count)
      for row in 0..<hidden {
        let back = (0..<inputs).reduce(0) { $0 + w(row, $1) * r[$1] }
        for i in 0..<inputs {
          own[row * inputs + i] += (z[row] * r[i] + back * x[i, example]) / Double(count)
        }
      }
    }
    #expect(abs(value - expected) < 1e-12)
    for (slope, expected) in zip(slopes, own) { #expect(abs(slope - expected) < 1e-12) }
    // From the fence on the tied matrix is that of what was found.
    let found = Minimizer(plan.method, iterations: 3)
      .minimum(from: plan.start, of: cost.evaluate) { _, _ in true }
    let values = plan.values(found.theta)
    let stored = StoredMinimum(found, after: 0)
    let trained = Self.lesson(tied.replacing("by: W, b, e", with: "by: W, b")) { _ in stored }
    let star = trained.workspace.values.first { $0.key.shown == "W*" }
    #expect(star?.value == values[Name("W")]?.transposed)
  }

  @Test func `the key says what is computed, and nothing of the text around it`() throws {
    func key(_ text: String) throws -> String { try #require(Self.lesson(text).plans.first).key }
    let own = try key(Self.text())
    #expect(try key(Self.text()) == own)
    #expect(try key(Self.text().replacing("# T", with: "# Another title")) == own)
    #expect(try key(Self.text().replacing("x = 2 P - 1", with: "x = 2P - 1")) == own)
    let changes = [
      ("x = 2 P - 1", "x = 3 P - 1"), (#"\frac{1}{2m}"#, #"\frac{1}{m}"#),
      ("0.1, -0.2", "0.1, -0.3"),
      ("-0.5, 0.5", "-0.4, 0.5"), ("grey-8.png", "grey-4.png"), ("rate: 0.05", "rate: 0.06"),
      ("iterations: 20", "iterations: 21"), ("by: W, b", "by: W"),
      ("method: gradient descent\nrate: 0.05", "method: L-BFGS"),
    ]
    for (old, new) in changes {
      #expect(Self.text().contains(old))
      #expect(try key(Self.text().replacing(old, with: new)) != own, "\(new)")
    }
    // What is not searched counts, too.
    let part = Self.text().replacing("by: W, b", with: "by: W")
    #expect(try key(part.replacing("0.1, -0.2", with: "0.1, -0.3")) != key(part))
  }

  @Test func `a name that reads as an entry is no name for data`() throws {
    let text = "```math\nX = (1, 2)\n```\n\n```data\nname: X_2\nfile: x.csv\n```\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "q.md", text: text))
    let finding = try #require(lesson.findings.first { $0.kind == .data })
    #expect(finding.summary == "X_2 reads as an entry of X, and is no name for data")
    #expect(finding.help?.contains(#"X^{(2)} or \tilde{X}"#) == true)
  }

  /// An option, another line in its place, and the finding: line:column and text.
  static let wrong: [(option: String, line: String, place: String, text: String)] = [
    ("name: P", "nam: P", "4:1", "The option nam is not known"),
    ("name: P", "name: 3", "4:7", "3 is no name"),
    ("name: P", "author: me", "4:1", "The option author is not known"),
    ("file: grey-8.png", "file: none.png", "5:7", "none.png cannot be read: there is no such file"),
    ("file: grey-8.png", "file: bomb.png", "5:7", "bomb.png has more than 4000000 pixels"),
    ("file: grey-8.png", "file: colours.png", "5:7", "colours.png has colours, and data are grey"),
    ("file: grey-8.png", "file: spoilt.png", "5:7", "spoilt.png is damaged, or ends too early"),
    (
      "file: grey-8.png", "file: ../grey-8.png", "5:7",
      "Data lie beside the lesson, and not at ../grey-8.png"
    ),
    ("tile: 4 × 3", "tile: 5 × 3", "6:7", "Tiles of 5×3 pixels do not fill this picture of 8×12"),
    ("tile: 4 × 3", "tile: four", "6:7", "A tile is rows × columns, each from 1 to 64"),
    ("examples: m", "examples: P", "7:11", "P has a value already"),
    ("shown: 3", "shown: 1", "8:8", "shown is a whole number from 2 to 1000, and not 1"),
    ("shown: 3", "count: 9", "8:8", "There are 8 examples, and not 9"),
    ("shown: 3", "shown:", "8:1", "shown has no value"),
    ("minimise: J", "minimise: x", "21:11", "A cost is a number, and this is 12×3"),
    ("minimise: J", "minimise: K", "21:11", "The name K is not defined"),
    ("by: W, b", "by: W, c", "22:5", "The cost does not depend on c"),
    ("by: W, b", "by: W, x", "22:5", "x is computed from other names"),
    ("by: W, b", "by: W + b", "22:5", ""),
    ("data: x", "data: W", "23:7", "W is not made from the data of a data fence"),
    ("method: gradient descent", "method: Adam", "24:9", "There is no method Adam"),
    (
      "method: gradient descent", "method: L-BFGS", "25:1",
      "L-BFGS finds its steps itself and takes no rate"
    ),
    ("rate: 0.05", "rate: -1", "25:7", "The rate is a number above 0"),
    ("rate: 0.05", "rate: x", "25:7", "rate is a number, and x is none"),
    ("rate: 0.05", "rate: b_2", "25:7", "The rate is a number above 0"),
    ("iterations: 20", "iterations: 20\nwatch: V", "27:8", "The name V is not defined"),
    (
      "iterations: 20", "iterations: many", "26:13",
      "iterations is a whole number from 1 to 100000, and not many"
    ),
    ("iterations: 20", "", "20:1", "This train fence has no iterations"),
  ]

  @Test(arguments: wrong.indices)
  func `a wrong option is told where it stands`(index: Int) throws {
    let (option, line, place, text) = Self.wrong[index]
    let lesson = Self.lesson(Self.text().replacing(option, with: line))
    let finding = try #require(lesson.findings.first { $0.severity == .error })
    let position = finding.location.file.position(at: finding.location.bytes.lowerBound)
    #expect("\(position.line):\(position.column)" == place)
    #expect(finding.summary.hasPrefix(text), "\(finding.summary)")
    #expect(finding.help != nil)
  }

  @Test func `fences in a list do nothing, and that is said`() {
    let lesson = Self.lesson("# T\n\n- a\n\n  ```data\n  name: x\n  ```\n")
    #expect(
      lesson.findings.map(\.summary) == [
        "A data fence in a list or a quotation is shown, and does nothing"
      ])
  }
}
