import Kernels
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

/// What a lesson goes on from is read for what it gives; who checks the lesson has all of it read.
struct `A lesson that is continued` {
  private static let continuing = Repository.allLessons.filter { $0.value.continues != nil }

  @Test(arguments: continuing.keys.sorted())
  func `gives what it gives when all of it is read`(path: String) throws {
    let walked = try #require(Repository.allLessons[path])
    let checked = LessonReader(.repository).checkedLesson(at: path)
    let (own, whole) = (walked.start, checked.start)
    let names = Set(own.definitions.keys)
    #expect(names.symmetricDifference(whole.definitions.keys) == [])
    for name in names {
      #expect(own.values[name] == whole.values[name], "\(name)")
      #expect(own.formulas[name]?.kernel == whole.formulas[name]?.kernel, "\(name)")
    }
    #expect(own.changeable.map(\.name) == whole.changeable.map(\.name))
    #expect(deeds(own.history) == deeds(whole.history))
    for (equation, wanted) in zip(walked.equations, checked.equations) {
      #expect(equation.sides.map(\.values) == wanted.sides.map(\.values), "\(equation.location)")
      #expect(equation.claims.map(\.verdict) == wanted.claims.map(\.verdict))
    }
  }

  /// The names that are given something, in the order in which that happens.
  private func deeds(_ history: History) -> [[Name]] {
    history.entries.compactMap { entry in
      switch entry {
      case .give(let name, _), .draw(let name, _), .define(let name, _): [name]
      case .update(let updates): updates.map(\.name)
      case .claim: nil
      }
    }
  }

  private static let files = Files.texts([
    "c/01-one.md": #"""
    ```math
    x = (1, 2)
    y = 2 x = x + x
    y \le 4
    f(z) = z^2
    f'(x) = 2 x
    J = x^T x
    \nabla_x J = 2 x = x + x
    \frac{\partial J}{\partial x_1} = 2 x_1
    t = 3 = 2 + 1
    1 = 2
    ```
    """#,
    "c/02-two.md": "---\ncontinues: one\n---\n```math\ns = 3 \\nabla_x J\nv = f'(x)\n```",
  ])

  /// What is said of derivatives in other words than those of the lessons: indices the other way round,
  /// of a part of the entries, the same one, of a vector, the second time.
  @Test(arguments: [
    (#"\frac{\partial J}{\partial W_{ji}} = z_j x_i"#, true),
    (#"\frac{\partial J}{\partial W_{ij}} = z_i x_j, \quad i = 1, \ldots, 2"#, true),
    (#"\frac{\partial J}{\partial W_{ij}} = z_i x_j, \quad j = 2, \ldots, 3"#, false),
    (#"\frac{\partial J}{\partial W_{ii}} = z_i x_i"#, false),
    (#"\nabla_W J = z x^T = z x^T \\ \nabla_W J = 2 z x^T - z x^T"#, true),
    (#"\frac{\partial J}{\partial x_i} = \sum_{k=1}^{2} z_k W_{ki}"#, false),
    (#"\frac{\partial z}{\partial x} = W"#, false),
  ])
  func `takes what is said of a derivative`(statement: String, isOfWeights: Bool) throws {
    let files = Files.texts([
      "d/01-one.md": #"""
      ```math
      W = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}
      x = (1, -1, 2)
      z = W x
      J = \frac12 z^T z
      """# + "\n\(statement)\n```\n",
      "d/02-two.md": "---\ncontinues: one\n---\n```math\ns = \\|\\nabla_W J\\|^2\n```",
    ])
    let walked = LessonReader(files).lesson(at: "d/02-two.md")
    let checked = LessonReader(files).checkedLesson(at: "d/02-two.md")
    #expect(
      walked.start.definitions.keys.sorted { $0.latex < $1.latex }
        == checked.start.definitions.keys.sorted { $0.latex < $1.latex })
    for name in checked.start.definitions.keys {
      #expect(walked.start.values[name] == checked.start.values[name], "\(name)")
      #expect(walked.start.formulas[name]?.kernel == checked.start.formulas[name]?.kernel)
    }
    // By hand: z = (5, 11), so that ‖z xᵀ‖² = ‖z‖² ‖x‖² = 146 · 6.
    let side = try #require(walked.equations.first?.sides.first)
    #expect(side.value.isClose(to: Matrix(876), tolerance: 1e-12))
    #expect(side.kernel.names.contains { $0.isDerivative } == isOfWeights)
  }

  /// Formulas for derivatives and slopes are what later lessons take, and a number is not for change
  /// because what was said of it is passed over.
  @Test func `keeps what numbers are opened by`() throws {
    let lesson = LessonReader(Self.files).lesson(at: "c/02-two.md")
    #expect(lesson.findings.map(\.summary) == [])
    #expect(lesson.equations.map { $0.value?.elements } == [[6, 12], [2, 4]])
    #expect(lesson.equations[0].sides[0].kernel.names.map(\.isDerivative) == [true])
    #expect(lesson.start.changeable.map(\.name.latex) == ["x"])
    let slopes = lesson.start.history.entries.compactMap { entry -> Kernel? in
      if case .claim(let claim) = entry { claim.left } else { nil }
    }
    #expect(slopes.contains { $0.nodes.last?.operation.call?.order == 1 })
    #expect(slopes.count < 4)
  }

  @Test func `that says something wrong is named by a check`() {
    let reader = LessonReader(Self.files)
    #expect(reader.checkedLesson(at: "c/02-two.md").findings.contains { $0.kind == .continues })
  }

  /// Of a lesson that is gone on from nobody sees the texts; fences stand in lists and quotations,
  /// macros in texts.
  @Test(arguments: [
    (#"Twice is `\Zwei`: $\newcommand{\Zwei}[1]{2 #1}$"#, #"\Zwei{s}"#, 6.0),
    ("$$\n\\def\\half{\\frac12}\n$$", #"\half s"#, 1.5),
    ("- A list\n\n  ```math\n  t = 4\n  ```\n- goes on", "s t", 12),
    ("> ```math\n> t = 5\n> ```", "s t", 15),
    ("1. One\n   - Two\n\n     ```math\n     t = 6\n     ```\n", "s t", 18),
    ("<details><summary>More</summary>\n\n```math\nt = 7\n```\n\n</details>", "s t", 21),
    ("| a | b |\n|---|---|\n| $`t`$ | 1 |\n\n# Again\n\nText *and* [more](x.md)", "s + 1", 4),
    // What is wrong in a text is for who checks that lesson.
    ("An open $`x", "s", 3),
  ])
  func `has nothing to do with the texts before it`(
    text: String, formula: String, value: Double
  ) {
    let files = Files.texts([
      "e/01-one.md": "# One\n\n```math\ns = 3\n```\n\n\(text)\n",
      "e/02-two.md": "---\ncontinues: one\n---\n```math\ny = \(formula)\n```",
    ])
    let (walked, checked) = (
      LessonReader(files).lesson(at: "e/02-two.md"),
      LessonReader(files).checkedLesson(at: "e/02-two.md")
    )
    for lesson in [walked, checked] {
      #expect(lesson.equations.map { $0.value?.elements } == [[value]])
    }
    #expect(walked.findings.map(\.summary) == [])
    #expect(walked.start.values == checked.start.values)
  }

  /// A lesson of words alone has nothing to give, and is none of the wrong ones.
  @Test func `may follow one without formulas`() {
    let files = Files.texts([
      "f/01-one.md": "# One\n\nWords alone.\n",
      "f/02-two.md": "---\ncontinues: one\n---\n```math\ny = 2\n```",
    ])
    #expect(LessonReader(files).lesson(at: "f/02-two.md").findings.map(\.summary) == [])
  }
}
