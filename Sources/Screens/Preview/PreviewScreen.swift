import Kernels
import Learning
package import Lessons
import Matrices
import Notation
import Questions
import Saying
package import SourceText
package import Typesetting

/// The full screen of an author: a lesson at the place that changed last, to be walked as ever, and
/// below the page what is wrong with it. Pure, as `WalkScreen` is.
package struct PreviewScreen: Sendable {
  private var walk: WalkScreen
  /// The lesson as it was last when there was anything in it; it may not be fit to be seen.
  private var newest: Lesson
  /// Whether the page is of an earlier reading.
  private var isBehind = false
  private var findings: [Finding]
  private var panel: [StyledLine] = []
  private let style: PageStyle
  private var columns = 80
  private var rows = 24

  package init(_ lesson: Lesson, _ style: PageStyle) {
    self.style = style
    newest = lesson
    findings = lesson.findings
    walk = WalkScreen(Study(lesson), Contents(lessons: []), style)
    fit()
  }

  // MARK: - Readings

  /// The file was read anew.
  package mutating func show(_ lesson: Lesson) {
    let revision = Revision(from: Walk(newest), to: Walk(lesson))
    if !lesson.isEmpty { newest = lesson }
    findings = lesson.findings
    let step = revision.stop.map { Walk(lesson).stops[$0].step }
    // A file that was emptied is shown as it is.
    isBehind =
      revision.isBroken && !lesson.file.bytes.isEmpty && !walk.study.lesson.isEmpty
    if isBehind {
      // The page is what it was, at the step that is being written.
      let id = step.map { lesson.steps[$0].id }
      let own = walk.study.lesson.steps.firstIndex { $0.id == id }
      if let own, walk.study.walk.stop?.step != own, let start = walk.study.walk.start(of: own) {
        walk.go(to: Walk.Place(stop: start, revealed: .max))
      }
    } else {
      walk.preview(lesson, at: revision.stop)
    }
    fit()
    walk.say(said(lesson, step))
  }

  /// The file cannot be read any more; the page stays.
  package mutating func miss(_ findings: [Finding]) {
    self.findings = findings
    isBehind = !walk.study.lesson.isEmpty
    fit()
  }

  /// All that is wrong with the newest reading is known now.
  package mutating func check(_ findings: [Finding]) {
    self.findings = findings
    fit()
    if findings.isEmpty { walk.say("All sound.") }
  }

  private func said(_ lesson: Lesson, _ step: Int?) -> String {
    if isBehind { return "Not ready to be shown: the page is as it was." }
    guard let step, let number = lesson.namedSteps.firstIndex(of: step) else { return "Read." }
    return "Read: step \(number + 1)."
  }

  /// Something to be said until the next key.
  package mutating func say(_ text: String) { walk.say(text) }

  // MARK: - Keys and frames

  package mutating func update(_ key: Key) -> [WalkScreen.Effect] { walk.update(key) }

  package mutating func resize(columns: Int, rows: Int) {
    (self.columns, self.rows) = (max(1, columns), max(1, rows))
    fit()
  }

  /// Rows that findings may take of the page.
  private var most: Int { rows < 6 ? 0 : rows < 10 ? 1 : max(3, rows / 3) }

  private mutating func fit() {
    panel = PreviewFindings(findings, style, width: columns, rows: most).lines
    let pageRows = rows - panel.count
    if walk.columns != columns || walk.rows != pageRows {
      walk.resize(columns: columns, rows: pageRows)
    }
  }

  /// The page, then the findings, then what is said and the keys.
  package func frame() -> Frame {
    let page = walk.frame()
    guard !panel.isEmpty else { return page }
    var frame = Frame(columns: columns, rows: rows)
    let foot = page.rows.count - walk.footRows
    for (row, line) in page.rows.enumerated() {
      frame.set(row < foot ? row : row + panel.count, to: line)
    }
    for (row, line) in panel.enumerated() {
      frame.put(line, row: foot + row, cut: walk.cut)
    }
    return frame
  }
}

extension WalkScreen {
  /// The lesson as its file is now, at a stop of it: all of that, from its beginning on. Without a
  /// stop one stays where one was.
  mutating func preview(_ lesson: Lesson, at stop: Int?) {
    reload(lesson)
    message = nil
    guard let stop else { return }
    go(to: Walk.Place(stop: stop, revealed: .max))
    scroll = min(scroll, page.start(of: stop))
  }
}
