import Checking
import Kernels
import Matrices
import Notation
import Questions
import SourceText
import Training

/// Cuts the blocks of a lesson into steps and runs its fences in order.
struct StepBuilder {
  let file: SourceFile
  /// The one of the front matter: a first heading that says something else is shown.
  let title: String?
  let style: NumberStyle
  /// Whether fences are run; without, every step ends before its first.
  let runs: Bool
  /// Whether only what later lessons go on from is wanted: the workspace.
  let isContinued: Bool
  private var isCut = false
  let start: Workspace
  var workspace: Workspace
  var findings: [Finding] = []
  var untried: [UntriedFixes] = []
  var firstTitle: String?
  private(set) var steps: [Lesson.Step] = []
  private var current = Lesson.Step(id: "", heading: [], parts: [])
  /// Where the block begins that is added next, as a line of the file, from 0.
  var line = 0
  /// How many checks there are in it so far.
  private var checks = 0
  private var anchors: [String: Int] = [:]
  private let material: Material
  /// The macros that are known so far.
  private var macros: Macros
  private(set) var sets: [DataSet] = []
  private(set) var plans: [TrainingPlan] = []

  /// What fences with options need beside the lesson.
  struct Material: Sendable {
    var files: Files
    /// Whether formulas are read on all examples of the data, and not on a few.
    var showsAllData = false
    /// What has been found by training before.
    var trained: @Sendable (TrainingPlan) -> StoredMinimum? = { _ in nil }
  }

  init(
    file: SourceFile, title: String?, workspace: Workspace, style: NumberStyle,
    _ material: Material, macros: Macros, runs: Bool = true, isContinued: Bool = false
  ) {
    self.isContinued = isContinued
    self.macros = macros
    self.material = material
    self.title = title
    self.style = style
    self.runs = runs
    self.file = file
    start = workspace
    self.workspace = workspace
  }

  mutating func add(_ block: Block) {
    switch block {
    case .heading(1, let inlines)
    where firstTitle == nil && steps.isEmpty && current.parts.isEmpty
      && (title == nil || title == inlines.plainText):
      firstTitle = inlines.plainText
    case .heading(2, let inlines):
      close()
      isCut = false
      checks = 0
      current = Lesson.Step(id: anchor(inlines.plainText), heading: inlines, parts: [], line: line)
    case .heading, .paragraph, .code, .live, .list, .quote, .table, .rule, .check:
      for piece in block.cutAtStops() {
        switch piece {
        case .live(let fence):
          if runs { current.parts.append(.live(run(fence))) }
          isCut = !runs
        case .check(let comment): if runs, !isContinued { addCheck(comment) }
        case .heading, .paragraph, .code, .list, .quote, .table, .rule:
          if !isCut { current.parts.append(.prose(piece)) }
        }
      }
    }
  }

  /// A fence with options is done; one that gives values is shown as it is written, a picture as
  /// what it shows.
  mutating func add(_ block: Block, _ fence: OptionFence) {
    if !fence.word.isPicture { add(block) }
    if isContinued, fence.word.isPicture { return }
    guard runs else {
      isCut = isCut || fence.word.isPicture
      return
    }
    workspace.refreshWritten()
    switch fence.word {
    case .tiles: add(Tiles.read(fence, in: file, workspace), otherwise: block)
    case .plot:
      let equations = steps.flatMap(\.equations) + current.equations
      add(Plot.read(fence, in: file, equations, plans, workspace), otherwise: block)
    case .network: add(Network.read(fence, in: file, workspace), otherwise: block)
    case .data:
      let (data, problems) = DataSet.read(
        fence, in: file, material.files, showsAll: material.showsAllData, &workspace)
      findings += problems
      if let data { sets.append(data) }
    case .train:
      let (plan, problems) = TrainingPlan.read(fence, in: file, sets, workspace)
      findings += problems
      guard var plan else { return }
      plan.found = material.trained(plan)
      if let found = plan.found {
        workspace.take(plan.values(found.theta), at: plan.location)
      }
      current.parts.append(.training(plans.count))
      plans.append(plan)
    }
  }

  private mutating func add(
    _ read: (picture: Lesson.Picture?, findings: [Finding]), otherwise block: Block
  ) {
    findings += read.findings
    if let picture = read.picture {
      current.parts.append(.picture(picture))
    } else {
      add(block)
    }
  }

  /// Ends the step that is being built.
  mutating func close() {
    // A fence that is not run has its place all the same.
    if !current.heading.isEmpty || !current.parts.isEmpty || isCut { steps.append(current) }
  }

  private mutating func addCheck(_ comment: CheckComment) {
    workspace.refreshWritten()
    // The reader holds the steps so far: were it still there, they would be copied to add the
    // check.
    if let check = check(comment) {
      current.parts.append(.check(check))
      checks += 1
    }
  }

  private mutating func check(_ comment: CheckComment) -> Check? {
    var question: Block?
    if case .prose(let block)? = current.parts.last { question = block }
    var reader = CheckReader(
      file: file, workspace: workspace, id: "\(current.id)/\(checks + 1)",
      after: question?.asked ?? QuestionText(), decimals: style.decimals,
      steps: { [steps, current] in (steps + [current]).map { ($0.id, $0.equations) } })
    reader.macros = macros
    defer { findings += reader.findings }
    return reader.read(comment)
  }

  private mutating func run(_ fence: LiveFence) -> [Equation] {
    macros = fence.macros
    let read = MathReader.read(MathSource(file, lines: fence.lines), for: .live, &macros)
    let result = EquationReader.read(
      read.lines, in: file, &workspace, isContinued: isContinued)
    findings += read.findings + result.findings
    untried += result.untried
    if read.lines.isEmpty, !read.definesMacros {
      let place = fence.lines.first ?? 0..<0
      findings.append(
        Finding(
          .emptyLesson, .warning, at: Location(file, place), "This fence holds no formula",
          help: "Write one, or take the fence away."))
    }
    return result.equations
  }

  /// GitHub's anchor of a heading: lower case, spaces as hyphens, other signs dropped; a number
  /// after the second of its kind.
  private mutating func anchor(_ title: String) -> String {
    var anchor = ""
    for character in title.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        anchor.append(character)
      } else if character == " " {
        anchor.append("-")
      }
    }
    let count = anchors[anchor, default: 0]
    anchors[anchor] = count + 1
    return count == 0 ? anchor : "\(anchor)-\(count)"
  }
}

extension Block {
  /// What a check behind it takes from it.
  fileprivate var asked: QuestionText {
    switch self {
    case .paragraph(let inlines):
      let texts = inlines.compactMap { if case .text(let text) = $0 { text } else { nil } }
      return QuestionText(
        words: texts.joined(separator: " ").split { $0.isWhitespace || $0.isPunctuation })
    case .list(let items, _, _, _):
      let isChoice = items.allSatisfy { GitHubMarkdown.task($0) != nil }
      return QuestionText(choices: isChoice ? items.count : nil)
    case .heading, .code, .live, .quote, .table, .rule, .check: return QuestionText()
    }
  }

  /// A list or quotation that holds fences or self-checks, cut at them, so that each is a stop of
  /// its own. What comes after goes on where it was: an item that was cut has no second mark. Other
  /// blocks stay whole.
  fileprivate func cutAtStops() -> [Block] {
    switch self {
    case .live, .check, .heading, .paragraph, .code, .table, .rule: return [self]
    case .quote(let blocks):
      guard holdsStop else { return [self] }
      return Self.cut(blocks).flatMap { $0.stop ?? [.quote($0.blocks)] }
    case .list(let items, let firstNumber, let isTight, _):
      guard holdsStop else { return [self] }
      var pieces: [Block] = []
      var open: [[Block]] = []
      var first = 0
      var continues = false
      func flush(next: Int, continues cut: Bool) {
        if !open.isEmpty {
          pieces.append(
            .list(
              items: open, firstNumber: firstNumber.map { $0 + first }, isTight: isTight,
              continues: continues))
        }
        (open, first, continues) = ([], next, cut)
      }
      for (index, item) in items.enumerated() {
        var isNew = true
        for piece in Self.cut(item) {
          if let stop = piece.stop {
            // An item has its mark, also where it begins with a formula.
            if isNew { open.append([]) }
            flush(next: index, continues: true)
            pieces += stop
          } else {
            open.append(piece.blocks)
          }
          isNew = false
        }
        if item.isEmpty { open.append([]) }
        // What followed the cut was nothing: the next item begins anew.
        if open.isEmpty { (first, continues) = (index + 1, false) }
      }
      flush(next: 0, continues: false)
      return pieces
    }
  }

  /// Blocks that stay together, or one that is a stop, with what it is in taken away.
  private struct Piece {
    var blocks: [Block]
    var stop: [Block]?
  }

  private static func cut(_ blocks: [Block]) -> [Piece] {
    var pieces: [Piece] = []
    for piece in blocks.flatMap({ $0.cutAtStops() }) {
      if piece.isStop {
        pieces.append(Piece(blocks: [], stop: [piece]))
      } else if let last = pieces.indices.last, pieces[last].stop == nil {
        pieces[last].blocks.append(piece)
      } else {
        pieces.append(Piece(blocks: [piece]))
      }
    }
    return pieces
  }

  private var isStop: Bool {
    switch self {
    case .live, .check: true
    case .heading, .paragraph, .code, .list, .quote, .table, .rule: false
    }
  }

  private var holdsStop: Bool {
    switch self {
    case .live, .check: true
    case .quote(let blocks): blocks.contains(where: \.holdsStop)
    case .list(let items, _, _, _): items.joined().contains(where: \.holdsStop)
    case .heading, .paragraph, .code, .table, .rule: false
    }
  }
}
