import Kernels
package import Learning
import Lessons
import Matrices
import Notation
import Questions
package import Saying
import SourceText
package import Typesetting

/// The full-screen reader. Pure: keys in, effects and frames out; it knows no terminal, no clock
/// and no file.
///
///     var reader = WalkScreen(study, contents, style)
///     reader.resize(columns: 80, rows: 24)
///     let effects = reader.update(.character(" "))
///     let frame = reader.frame()
package struct WalkScreen: Sendable {
  /// What the program has to do besides drawing.
  package enum Effect: Equatable, Sendable {
    case quit
    /// Lines for the journal.
    case record(JournalEvent)
    /// Text for the clipboard.
    case copy(String)
    /// Read the lesson's file again.
    case reload
    /// Leave this lesson for another one.
    case open(path: String)
    /// The student goes on past the end.
    case finish
    case useBackground(isLight: Bool)
    /// A picture for a PNG file.
    case save(SavedPicture)
    /// What is to become of a training.
    case train(TrainingRequest)
  }

  static let hasNoSteps = "This lesson has no steps with a heading."

  /// What keys mean just now.
  indirect enum Mode: Sendable {
    case reading
    /// A cursor on one of the shown numbers.
    case numbers(Cursor)
    /// Numbers opened one inside the other, the last one to be looked at.
    case opening([OpenedNumber], from: Mode)
    /// A tile of a picture, or a place on a curve.
    case picture(PictureCursor)
    /// A training that goes on, or has ended.
    case training(TrainingView)
    case uses(UseList, from: Mode)
    case contents(selected: Int)
    case help(scroll: Int)
    /// Behind the last stop of a lesson.
    case end
    case input(Input, text: String)
    /// A vector or matrix is typed as an answer.
    case grid(Grid)
    /// Matches of a search, one of them shown.
    case found(Search)
    /// A key says in which spelling to copy.
    case copying
  }

  struct Cursor: Sendable, Equatable {
    var number: NumberID
    var chunk: Int
  }

  indirect enum Input: Sendable {
    case search
    case step
    case answer
    /// The next line of a derivation.
    case line
    case edit(Name, row: Int, column: Int, from: Mode)
    /// One of the numbers that a training depends on, by its place among them.
    case setting(Int, of: TrainingView)
  }

  package internal(set) var study: Study
  var contents: Contents
  /// What stands for the number of the step, such as that of a question.
  var counter: String?
  /// The questions of which it was said that they have no answer yet.
  var passed: Set<String> = []
  var style: PageStyle
  private(set) var columns = 80
  private(set) var rows = 24
  var mode = Mode.reading {
    didSet {
      if case .input = oldValue { return }
      behindCursor = 0
    }
  }
  /// The first line of the page on the screen.
  var scroll = 0
  /// How many cells of its wide lines are left of it.
  var sideways = 0
  /// Where the page stood at places one has been, so that going back shows the same.
  var scrolls: [Walk.Place: Int] = [:]
  /// Answers as they were typed last, by the question's id, to be mended.
  var drafts: [String: String] = [:]
  /// How many characters of what is typed are behind the cursor.
  var behindCursor = 0
  /// Said until the next key.
  var message: String?
  /// What stands below the page, as long as it is wanted.
  enum Panel: Sendable { case code, reason, values }
  var shownPanel: Panel?
  /// Whether lines of a derivation are on the page.
  private(set) var isAtDerivation = false
  var window: (value: NumberID, row: Int, column: Int)?
  var typesetter: PageTypesetter
  var page = Page()
  /// The lines at the right of it, where there is room.
  var values: [StyledLine] = []

  package init(_ study: Study, _ contents: Contents, _ style: PageStyle) {
    self.study = study
    self.contents = contents
    self.style = style
    self.style.scrollsSideways = true
    typesetter = Self.typesetter(study, style, window: nil) { $0 }
    resize(columns: columns, rows: rows)
  }

  // MARK: - Room

  /// Rows for the title and a rule above, and for what is said and the keys below; small screens do
  /// without some.
  var headRows: Int { rows >= 10 ? 2 : rows >= 4 ? 1 : 0 }
  var footRows: Int { rows >= 8 ? 2 : rows >= 3 ? 1 : 0 }
  package var bodyRows: Int { max(1, rows - headRows - footRows) }

  /// Cells left free at both sides, where there is room.
  var margin: Int { columns >= 60 ? 1 : 0 }

  /// How the page is set.
  package var pageStyle: PageStyle { style }

  /// The terminal has another size now.
  package mutating func resize(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    style.width = max(20, columns - 2 * margin - valuesRoom)
    style.matrixRows = max(2, bodyRows - 4)
    style.hasNumbersBeside = showsValues
    scrolls = [:]
    window = nil
    sideways = 0
    setAll()
    leaveNumbers()
    if case .grid = mode { scroll = gridLine } else { scroll = landing() }
  }

  /// Everything is set anew: the width, the lesson or its givens are other ones.
  mutating func setAll() {
    let (columns, margin, width, sideways, cut) = (columns, margin, style.width, sideways, cut)
    typesetter = Self.typesetter(study, style, window: window) {
      Self.row(
        $0, columns: columns, margin: margin, width: width, sideways: sideways, cut: cut)
    }
    setPage()
  }

  /// - Parameter window: the value of which another part than the first is shown.
  private static func typesetter(
    _ study: Study, _ style: PageStyle, window: (value: NumberID, row: Int, column: Int)?,
    row: @escaping @Sendable (StyledLine) -> StyledLine
  ) -> PageTypesetter {
    var values = style.values(study.lesson.style)
    values.window = window
    return PageTypesetter(
      Presenter(study, values), StopTypesetter(style, hasFrame: true), row: row)
  }

  mutating func setPage() {
    page = typesetter.page(study.walk, panel: panel())
    isAtDerivation = typesetter.derivationLine(of: study.walk) != nil
    setValues()
  }

  mutating func leaveNumbers() {
    switch mode {
    case .numbers, .opening, .picture, .uses, .input(.edit, _): mode = .reading
    default: break
    }
  }

  /// The text of a stop, for searching.
  mutating func text(of stop: Int) -> [StyledLine] { typesetter.whole(stop, study.walk) }

  var scrollLimit: Int { max(0, page.lines.count - bodyRows) }

  /// Where the page stands after coming to a place: its newest lines are to be seen, from their
  /// beginning on when there are too many.
  func landing() -> Int {
    guard let last = page.chunks.last(where: { $0.part != .panel }) else { return 0 }
    let wanted = page.lines.count - bodyRows
    let isReduction = if case .reduction = last.part { true } else { false }
    // The line above holds the mark of what was reduced.
    let start = isReduction ? last.lines.lowerBound - 1 : last.lines.lowerBound
    return max(0, min(wanted, start))
  }

  // MARK: - Keys

  /// Does what a key asks for.
  package mutating func update(_ key: Key) -> [Effect] {
    message = nil
    if key == .control("c") { return [.quit] }
    if case .background(let isLight) = key { return [.useBackground(isLight: isLight)] }
    let place = study.walk.place
    var effects: [Effect]
    switch mode {
    case .reading: effects = read(key)
    case .numbers(let cursor): effects = moveCursor(key, cursor)
    case .opening(let trail, let origin): effects = lookInside(key, trail, from: origin)
    case .picture(let cursor): effects = look(key, cursor)
    case .training(let view): effects = steer(key, view)
    case .uses(let list, let origin): effects = goThrough(key, list, from: origin)
    case .contents(let selected): effects = chooseContents(key, selected)
    case .help(let scroll): effects = readHelp(key, scroll)
    case .end: effects = leaveBridge(key)
    case .input(let input, let text): effects = type(key, input, text)
    case .grid(let grid): effects = type(key, grid)
    case .found(let search): effects = goThrough(key, search)
    case .copying: effects = copy(key)
    }
    if study.walk.place != place { effects.append(.record(JournalEvent(study))) }
    return effects
  }

  private mutating func read(_ key: Key) -> [Effect] {
    if beginsAnswer(key) { return beginAnswer(with: key) }
    if let command = Command.meant(by: key, in: .reading) { return act(command, key) }
    switch key {
    case .scroll(let lines): scroll = min(scrollLimit, max(0, scroll + lines))
    case .click(let row, let column): click(row, column)
    case .character(let other): message = "\(other) does nothing here; ? shows the keys."
    case .paste: message = "There is nothing here to paste into."
    case .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .enter, .tab, .backTab,
      .backspace, .delete, .escape, .control, .background, .unknown:
      break
    }
    return []
  }

  private mutating func act(_ command: Command, _ key: Key) -> [Effect] {
    switch command {
    case .next: return next()
    case .back: back()
    case .finish:
      if !moved({ $0.finish() }) { return next() }
    case .nextStep:
      if !moved({ $0.nextStep() }) { message = "This is the last step." }
    case .previousStep:
      if !moved({ $0.previousStep() }) { message = "This is the first step." }
    case .first:
      if !moved({ $0.toStart() }) { message = "This is the beginning." }
    case .last:
      if !moved({ $0.toEnd() }) { message = "This is the end." }
    case .goToStep:
      if case .character(let digit) = key { mode = .input(.step, text: String(digit)) }
    case .scrollUp: scroll = max(0, scroll - 1)
    case .scrollDown: scroll = min(scrollLimit, scroll + 1)
    case .scrollLeft: scrollSideways(-1)
    case .scrollRight: scrollSideways(1)
    case .lastNumber, .open, .uses: enterNumbers(last: true)
    case .firstNumber: enterNumbers(last: false)
    case .change: return beginEdit()
    case .undo: return change { study throws(Study.Refusal) in try study.undo() }
    case .redo: return change { study throws(Study.Refusal) in try study.redo() }
    case .restore: return restore()
    case .numPy: toggle(.code)
    case .reason, .values:
      if !isAtDerivation, writtenLine == nil, shownPanel != panel(of: command) {
        message = LineMode.noDerivation
      } else {
        toggle(panel(of: command))
      }
    case .copy: beginCopy()
    case .answer: beginAnswer()
    case .hint: return hint()
    case .picture: enterPicture()
    case .train: return beginTraining()
    case .network: enterNetwork()
    case .contents:
      if contents.rows(study.walk).isEmpty {
        message = Self.hasNoSteps
      } else {
        mode = .contents(selected: contents.place(of: study.walk))
      }
    case .search: mode = .input(.search, text: "")
    case .help: mode = .help(scroll: 0)
    case .reload: return [.reload]
    case .quit: return [.quit]
    // No key of reading asks for these.
    case .move, .close, .lesson, .save, .otherDots, .pause, .oneIteration, .faster, .slower,
      .stopTraining, .beginAnew, .otherView, .otherScale:
      break
    }
    return []
  }

  func panel(of command: Command) -> Panel { command == .reason ? .reason : .values }

  private mutating func toggle(_ panel: Panel) {
    shownPanel = shownPanel == panel ? nil : panel
    setPage()
    scroll = shownPanel == nil ? landing() : scrollLimit
  }

  // MARK: - Moving

  /// The rest of a tall step first, then the next operation.
  private mutating func next() -> [Effect] {
    if scroll < scrollLimit {
      scroll = min(scrollLimit, scroll + max(1, bodyRows - 2))
    } else if let check = study.walk.stop?.check, study.attempt(check).canHelp,
      passed.insert(check.id).inserted
    {
      message = "Not answered yet: type it, or H helps. Space again passes it over."
    } else if !moved({ $0.next() }) {
      guard counter == nil else { return [.finish] }
      mode = .end
    }
    return []
  }

  private mutating func back() {
    if !moved({ $0.back() }) { message = "This is the beginning." }
  }

  /// A move along the way, with the page that belongs to the new place.
  mutating func moved(_ move: (inout Walk) -> Bool) -> Bool {
    let before = study.walk
    guard study.move(move) else { return false }
    scrolls[before.place] = scroll
    let after = study.walk.place
    let isSameStep = before.stop?.step == study.walk.stop?.step
    let isForward = (after.stop, after.revealed) > (before.place.stop, before.place.revealed)
    if window != nil || sideways > 0 && !isSameStep {
      window = nil
      if !isSameStep { sideways = 0 }
      setAll()
    } else {
      setPage()
    }
    if !isForward, let known = scrolls[after] {
      scroll = min(known, scrollLimit)
    } else if isSameStep, isForward {
      // Nothing moves as long as there is room.
      scroll = min(max(scroll, landing()), scrollLimit)
    } else {
      scroll = landing()
    }
    return true
  }

  package mutating func go(to place: Walk.Place) {
    _ = moved { walk in
      walk.go(to: place)
      return true
    }
  }

  /// Something to be said until the next key.
  package mutating func say(_ text: String) { message = text }
}
