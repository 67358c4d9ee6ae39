import Kernels
import Learning
import Lessons
import Matrices
import Saying
import SourceText
import TestSupport
import Testing
import Training
import Typesetting

@testable import Screens

/// A training on the full screen: keys and progress in, orders and frames out. Nothing is trained
/// here.
struct `Training on the screen` {
  static let text = #"""
    # T

    ## Before

    ```data
    name: P
    file: data/patches.png
    tile: 8 × 8
    examples: m
    count: 200
    ```

    ```math
    W \in \mathbb{R}^{9 \times 64}
    W \sim \mathcal{U}(-0.5, 0.5)
    \lambda = 0.5
    \beta = 3
    J = \frac{1}{2m} \|W^T W P - P\|_F^2 + \lambda \beta \|W\|_F^2
    ```

    ## Training

    ```train
    minimise: J
    by: W
    data: P
    method: L-BFGS
    iterations: 40
    ```
    """#

  static let lesson = LessonReader(.repository)
    .lesson(SourceFile(path: "lessons/t.md", text: text))

  static func screen(
    columns: Int = 80, rows: Int = 24, ascii: Bool = false
  ) -> WalkScreen {
    var screen = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: columns, ascii: ascii, hasAttributes: true))
    screen.resize(columns: columns, rows: rows)
    return screen
  }

  /// A search that fell from 100 to 1.
  static func progress(_ iterations: Int, state: SearchProgress.State = .running) -> SearchProgress
  {
    var progress = SearchProgress(all: 40, theta: lesson.plans[0].start)
    for number in 0...iterations {
      progress.note(
        Iteration(number: number, cost: 1 + 99 / Double(1 + number * number), slope: 0.25),
        lesson.plans[0].start)
    }
    progress.state = state
    progress.time = .milliseconds(1100)
    return progress
  }

  static func orders(_ effects: [WalkScreen.Effect]) -> SearchOrders? {
    for case .train(.order(let orders)) in effects { return orders }
    return nil
  }

  @Test func `T begins where the lesson trains, and shows how it goes`() {
    #expect(Self.lesson.findings.isEmpty, "\(Self.lesson.findings.map(\.summary))")
    var screen = Self.screen()
    #expect(screen.shownText.contains("T train"))
    let effects = screen.update("T")
    #expect(effects.contains(.train(.begin(plan: 0, isAnew: false))))
    #expect(screen.shownText.contains("step 2 of 2"))
    #expect(screen.shownText.contains("the formulas are made ready"))
    screen.watch(Self.progress(12))
    let text = screen.shownText
    for part in [
      "J   λ = 0.5   β = 3   examples = 200", "the 9 rows of W", "12 of 40   1.1 s",
      "J = 1.6828   ‖∇J‖ = 0.25", "running, 50 a second at most", "Space pause",
    ] {
      #expect(text.contains(part), "no \(part) in\n\(text)")
    }
    // The curve grows: its mark is further right, and lower.
    screen.watch(Self.progress(24))
    #expect(screen.shownText.contains("24 of 40"))
    _ = screen.update(.escape)
    #expect(screen.shownText.contains("Not trained yet"))
  }

  @Test func `keys steer it`() {
    var screen = Self.screen()
    _ = screen.update("T")
    screen.watch(Self.progress(12))
    #expect(Self.orders(screen.update(" "))?.isPaused == true)
    #expect(screen.shownText.contains("paused"))
    #expect(Self.orders(screen.update(.right))?.steps == 1)
    #expect(Self.orders(screen.update(" "))?.isPaused == false)
    #expect(Self.orders(screen.update("+"))?.pace == .fast)
    #expect(Self.orders(screen.update("+"))?.pace == .unbounded)
    #expect(Self.orders(screen.update("+"))?.pace == .unbounded)
    for _ in 0..<5 { _ = screen.update("-") }
    #expect(Self.orders(screen.update("-"))?.pace == .slowest)
    #expect(screen.update("x") == [.train(.stop)])
    #expect(screen.update("0") == [.train(.begin(plan: 0, isAnew: true))])
    #expect(screen.update(.escape) == [.train(.stop)])
  }

  @Test func `what was stopped goes on, what is done does not`() {
    var screen = Self.screen()
    _ = screen.update("T")
    screen.watch(Self.progress(12, state: .ended(.stopped)))
    #expect(screen.shownText.contains("stopped after 12 iterations"))
    #expect(screen.update(" ") == [.train(.goOn(plan: 0, SearchOrders()))])
    screen.watch(Self.progress(40, state: .ended(.iterations)))
    #expect(screen.update(" ").isEmpty)
    #expect(screen.shownText.contains("It has ended."))
    // The first key takes that away, and says what is known.
    screen.end("it is kept")
    _ = screen.update(.up)
    #expect(screen.shownText.contains("done after 40 iterations; it is kept"))
    #expect(screen.update(.escape).isEmpty)
  }

  @Test func `a number is changed, and it goes on from where it is`() throws {
    var screen = Self.screen()
    _ = screen.update("T")
    screen.watch(Self.progress(12))
    _ = screen.update("e")
    #expect(screen.shownText.contains("λ is 0.5. New:"))
    _ = screen.update(.tab)
    #expect(screen.shownText.contains("β is 3. New:"))
    // It goes on meanwhile.
    screen.watch(Self.progress(13))
    #expect(screen.shownText.contains("13 of 40"))
    for key: Key in ["x", .enter] { _ = screen.update(key) }
    #expect(screen.shownText.contains("β is 3. New:"))
    _ = screen.update(.backspace)
    for key: Key in ["0", ".", "1"] { _ = screen.update(key) }
    let effects = screen.update(.enter)
    #expect(effects.last == .train(.goOn(plan: 0, SearchOrders())))
    #expect(effects.contains { if case .record = $0 { true } else { false } })
    #expect(screen.shownText.contains("β = 0.1"))
    #expect(screen.study.lesson.plans[0].settings.map(\.value) == [0.5, 0.1])
    // Esc leaves the prompt, then the training.
    _ = screen.update("e")
    _ = screen.update(.escape)
    guard case .training = screen.mode else {
      Issue.record("the training was left")
      return
    }
  }

  @Test func `f shows features, curve or both, l another axis, s saves`() throws {
    var screen = Self.screen()
    _ = screen.update("T")
    screen.watch(Self.progress(12))
    let both = screen.shownText
    #expect(both.contains("rows of W") && both.contains("iteration"))
    _ = screen.update("f")
    #expect(screen.shownText.contains("rows of W") && !screen.shownText.contains("iteration"))
    guard case .save(let picture)? = screen.update("s").last else {
      Issue.record("nothing is saved")
      return
    }
    #expect(picture.name == "t-features-1-12")
    _ = screen.update("f")
    #expect(!screen.shownText.contains("rows of W") && screen.shownText.contains("iteration"))
    // From iteration 2 on 20.8 is the highest; a logarithmic axis has 100, too.
    #expect(screen.shownText.contains("20 ┤") && !screen.shownText.contains("100 ┤"))
    _ = screen.update("l")
    #expect(screen.shownText.contains("100 ┤"))
    guard case .save(let curve)? = screen.update("s").last else {
      Issue.record("nothing is saved")
      return
    }
    #expect(curve.name == "t-curve-1-12")
  }

  @Test(arguments: [(80, 24), (40, 15), (30, 8), (200, 60), (12, 3)], [false, true])
  func `everything has room`(size: (columns: Int, rows: Int), ascii: Bool) {
    for keys: [Key] in [[], ["f"], ["f", "f"], ["l"], [" "], ["e"]] {
      var screen = Self.screen(columns: size.columns, rows: size.rows, ascii: ascii)
      _ = screen.update("T")
      for progress in [nil, Self.progress(0), Self.progress(40, state: .ended(.iterations))] {
        if let progress { screen.watch(progress) }
        for key in keys { _ = screen.update(key) }
        let frame = screen.frame()
        #expect(frame.rows.count == size.rows)
        #expect(frame.rows.allSatisfy { $0.count == size.columns })
        if ascii { #expect(screen.shownText.allSatisfy { $0.isASCII }, "\(screen.shownText)") }
      }
    }
  }

  /// T15: a size that changes on the way leaves nothing behind.
  @Test func `after every other size the screen is as if it had always been so`() {
    var screen = Self.screen()
    _ = screen.update("T")
    for (number, (columns, rows)) in [(60, 20), (40, 15), (120, 40), (80, 24)].enumerated() {
      screen.watch(Self.progress(10 + number))
      screen.resize(columns: columns, rows: rows)
      var fresh = Self.screen(columns: columns, rows: rows)
      _ = fresh.update("T")
      fresh.watch(Self.progress(10 + number))
      #expect(screen.frame() == fresh.frame())
    }
  }

  /// T16: a frame of the growing curve writes what changed, in one update, and clears nothing.
  @Test func `a frame writes only what changed`() {
    var screen = Self.screen()
    var painter = Painter(Theme(.direct, .dark))
    _ = screen.update("T")
    screen.watch(Self.progress(12))
    let first = painter.paint(screen.frame()).written
    screen.watch(Self.progress(13))
    let next = painter.paint(screen.frame()).written
    #expect(first.contains("\u{1B}[2J") && !next.contains("\u{1B}[2J"))
    #expect(next.hasPrefix("\u{1B}[?2026h") && next.hasSuffix("\u{1B}[?2026l"))
    #expect(next.utf8.count < first.utf8.count / 3)
    #expect(painter.paint(screen.frame()).isEmpty)
  }

  @Test func `line mode trains by a word`() {
    var mode = LineMode(
      Study(Self.lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: false))
    _ = mode.opening()
    let here = mode.update("go 2").lines.map(\.text).joined(separator: "\n")
    #expect(here.contains("Not trained yet") && here.contains("train trains it."))
    #expect(mode.update("train").effects == [.train(.begin(plan: 0, isAnew: false))])
    #expect(mode.update("train again").effects == [.train(.begin(plan: 0, isAnew: true))])
    #expect(mode.update("train hard").effects.isEmpty)
  }

  @Test func `a lesson that trains nothing says so`() throws {
    var screen = WalkScreen(
      Study(try Repository.lesson("lessons/05-hidden-error.md")), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: true))
    #expect(screen.update("T").isEmpty)
    #expect(screen.shownText.contains("This lesson trains nothing."))
  }

  // MARK: - Plots of a training

  static func plotted(_ found: StoredMinimum?) -> WalkScreen {
    let lesson = LessonReader(.repository) { _ in found }.lesson(
      SourceFile(
        path: "lessons/t.md",
        text: text + "\n\n```plot\nof: J\nover: iterations\n```\n"))
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    var screen = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: true))
    screen.resize(columns: 80, rows: 40)
    _ = screen.update("G")
    return screen
  }

  @Test func `a plot has the costs of all iterations, and an arrow goes from one to the next`()
    throws
  {
    let found = try #require(StoredMinimum(leaving: Self.progress(12)))
    var screen = Self.plotted(found)
    let text = screen.shownText
    #expect(
      text.contains(
        "J over iteration from 0 to 12: it falls, from 100 to 1.6828; least 1.6828 at"), "\(text)")
    #expect(text.contains("Stopped after 12 of 40 iterations on 200 examples: J = 1.6828."))
    _ = screen.update("i")
    // 1 + 99/122 = 1.8115 before, 1 + 99/145 = 1.6828.
    #expect(
      screen.shownText.contains("iteration 12: J = 1.6828, 0.1287 less than at 11, ‖∇J‖ = 0.25"))
    _ = screen.update(.left)
    #expect(screen.shownText.contains("iteration 11: J = 1.8115"))
    #expect(screen.update("o") == [.train(.look(plan: 0, iteration: 11))])
    #expect(screen.shownText.contains("the training is done once more, up to iteration 11"))
    // In line mode the same words.
    var mode = LineMode(
      screen.study, Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: false))
    _ = mode.update("last")
    for line in ["picture 11", "picture 1: 11"] {
      let (said, effects) = mode.update(line)
      #expect(said.map(\.text).joined().contains("iteration 11: J = 1.8115"))
      #expect(effects == [.train(.look(plan: 0, iteration: 11))])
    }
    #expect(mode.update("train 11").effects == [.train(.look(plan: 0, iteration: 11))])
    #expect(
      mode.update("train 13").lines.map(\.text).joined().contains(
        "No iteration 13 was noted; the nearest is 12."))
  }

  @Test func `before there was any training it is empty`() {
    var screen = Self.plotted(nil)
    #expect(screen.shownText.contains("J over the iterations: not trained yet."))
    for key: Key in ["i", .left, .right, .home, .end, .up, "o", "s", "d", .escape] {
      _ = screen.update(key)
      _ = screen.frame()
    }
  }
}
