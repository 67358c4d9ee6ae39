import Checking
import Kernels
import Matrices
import Notation
import Questions
package import SourceText
package import Training

/// Reads lessons from files and runs their mathematics.
package struct LessonReader: Sendable {
  private let files: Files
  /// What has been found by training before.
  package var trained: @Sendable (TrainingPlan) -> StoredMinimum? { material.trained }
  private let material: StepBuilder.Material

  /// - Parameters:
  ///   - showsAllData: whether formulas are read on all examples of the data, and not on a few.
  ///   - trained: what has been found by training before.
  package init(
    _ files: Files, showingAllData showsAllData: Bool = false,
    trained: @escaping @Sendable (TrainingPlan) -> StoredMinimum? = { _ in nil }
  ) {
    self.files = files
    material = StepBuilder.Material(files: files, showsAllData: showsAllData, trained: trained)
  }

  /// Reads the lesson at a path. Nothing is thrown: a file that cannot be read at all is an empty
  /// lesson with a finding.
  package func lesson(at path: String) -> Lesson {
    reading(at: path, .walked).lesson
  }

  /// Reads the lesson at a path and checks it: whether what it claims holds at its numbers, at
  /// random ones and at other sizes, and more that a student who walks it need not wait for.
  package func checkedLesson(at path: String) -> Lesson {
    checked(reading(at: path, .checked))
  }

  /// What is there before anything has run: the title, and every step up to its first formula; nil
  /// for what is no lesson.
  package func outline(at path: String) -> Lesson? {
    guard let bytes = try? files.read(path) else { return nil }
    let file = SourceFile(path: path, bytes: bytes)
    guard notText(file) == nil, !bytes.isEmpty else { return nil }
    let matter = FrontMatter.read(file).0
    let style = NumberStyle(decimals: matter.decimals)
    let macros = macrosBefore(matter, beside: file, [])
    var builder = StepBuilder(
      file: file, title: matter.title, workspace: .init(), style: style, material, macros: macros,
      runs: false)
    let markdown = CommonMarkConverter(file, from: matter.end, macros: macros)
    for (block, _) in markdown.blocks { builder.add(block) }
    builder.close()
    let name = Paths.lessonName(path)
    return Lesson(
      name: name, title: matter.title ?? builder.firstTitle ?? name, file: file,
      style: style, steps: builder.steps, start: builder.start,
      workspace: builder.workspace, findings: [])
  }

  package func lesson(_ file: SourceFile) -> Lesson {
    reading(file, .walked).lesson
  }

  package func checkedLesson(_ file: SourceFile) -> Lesson {
    checked(reading(file, .checked))
  }

  /// What a lesson is read for.
  private enum Purpose {
    case walked, checked
    /// For a lesson that goes on from it, and is walked.
    case continued

    /// That of the lesson before.
    var before: Purpose { self == .checked ? .checked : .continued }
  }

  private func reading(
    at path: String, _ purpose: Purpose, continuedBy chain: [String] = [],
    startingWith start: Workspace = Workspace()
  ) -> Reading {
    do throws(Files.Problem) {
      return reading(
        SourceFile(path: path, bytes: try files.read(path)), purpose, continuedBy: chain,
        startingWith: start)
    } catch {
      let file = SourceFile(path: path, bytes: [])
      return Reading(
        empty(
          file,
          Finding(
            .unreadableFile, at: Location(file, 0..<0),
            "This lesson cannot be read: \(error.reason)",
            help: "Check the path; longhand list shows the lessons of the course.")))
    }
  }

  private func empty(_ file: SourceFile, _ finding: Finding) -> Lesson {
    let name = Paths.lessonName(file.path)
    return Lesson(
      name: name, title: name, file: file, style: NumberStyle(), steps: [],
      start: Workspace(), workspace: Workspace(), findings: [finding])
  }

  // MARK: - One file

  /// A lesson that has been read, with what checking it takes.
  private struct Reading {
    var lesson: Lesson
    var untried: [UntriedFixes] = []
    var hidden: HiddenCharacters?
    /// Reads the fences once more, on other sizes; nil for what is no lesson.
    var again: ((Workspace) -> StepBuilder)?

    init(_ lesson: Lesson) { self.lesson = lesson }
  }

  private func reading(
    _ file: SourceFile, _ purpose: Purpose, continuedBy chain: [String] = [],
    startingWith start: Workspace = Workspace()
  ) -> Reading {
    if let finding = notText(file) { return Reading(empty(file, finding)) }
    var (matter, findings) = FrontMatter.read(file)
    let macros = macrosBefore(matter, beside: file, chain)
    // Of a lesson that is gone on from nobody sees the texts; but a macro may be defined in one.
    let readsTexts =
      purpose != .continued || MathSource(file, file.bytes.indices).definesMacros
    let markdown = CommonMarkConverter(
      file, from: matter.end, macros: macros, readsTexts: readsTexts)
    findings += markdown.findings
    let style = NumberStyle(decimals: matter.decimals)
    func run(_ workspace: Workspace) -> StepBuilder {
      var workspace = workspace
      var continuing: [Finding] = []
      if let continued = matter.continues {
        let found = self.workspace(
          of: continued.name, for: file, at: continued.range, purpose.before, chain,
          startingWith: workspace)
        workspace = found.workspace
        continuing = found.findings
      }
      var builder = StepBuilder(
        file: file, title: matter.title, workspace: workspace, style: style, material,
        macros: macros, isContinued: purpose == .continued)
      builder.findings = continuing
      for (block, line) in markdown.blocks {
        builder.line = line
        if let fence = markdown.options[line] {
          builder.add(block, fence)
        } else {
          builder.add(block)
        }
      }
      builder.close()
      builder.workspace.refresh()
      return builder
    }
    let builder = run(start)
    findings += builder.findings
    var lesson = Lesson(
      name: Paths.lessonName(file.path),
      title: matter.title ?? builder.firstTitle ?? Paths.lessonName(file.path), file: file,
      style: style, steps: builder.steps, start: builder.start, workspace: builder.workspace,
      findings: [])
    lesson.notation = matter.notation
    lesson.plans = builder.plans
    for set in builder.sets {
      lesson.shownData[set.name] = set.first(set.shown)
      if let count = set.count { lesson.shownData[count] = Matrix(Double(set.shown)) }
    }
    findings += markdown.optionsInside(file)
    if readsTexts, lesson.isEmpty {
      findings.append(
        Finding(
          .emptyLesson, at: Location(file, 0..<0), "There is nothing in this lesson",
          help: "Begin with a sentence, a ## heading for each step, and formulas in ```math fences."
        ))
    }
    lesson.continues = matter.continues?.name
    lesson.findings = findings.inReadingOrder()
    var reading = Reading(lesson)
    reading.untried = builder.untried
    reading.hidden = HiddenCharacters(
      read: matter.hidden.union(markdown.hidden), markdown: matter.end)
    reading.again = run
    return reading
  }

  // MARK: - Checking

  private func checked(_ reading: Reading) -> Lesson {
    var lesson = reading.lesson
    guard let again = reading.again else { return lesson }
    let (file, workspace) = (lesson.file, lesson.workspace)
    var findings = Checker.tryingFixes(lesson.findings, reading.untried)
    findings += Checker.findings(of: lesson.equations, in: file, workspace)
    findings += Checker.findingsAtDraws(workspace, in: file)
    if !findings.contains(where: { $0.severity == .error }) {
      findings += findingsAtSizes(workspace, in: file, again)
    }
    findings += lesson.plans.flatMap(\.findings)
    findings += lesson.notationFindings()
    findings += Spellings(workspace).findings(workspace, in: file)
    findings += reading.hidden?.findings(in: file) ?? []
    lesson.findings = findings.inReadingOrder()
    return lesson
  }

  /// Reads the lesson again at three other sizes, where its shapes are stated with names.
  private func findingsAtSizes(
    _ workspace: Workspace, in file: SourceFile, _ again: (Workspace) -> StepBuilder
  ) -> [Finding] {
    guard !workspace.sizes.isEmpty else { return [] }
    for step in 1...3 {
      let sizes = Checker.otherSizes(workspace, largerBy: step)
      let resized = again(Workspace(resizing: sizes))
      let findings = Checker.findingsAtSizes(
        workspace, resized.workspace, errors: resized.findings, in: file)
      if !findings.isEmpty { return findings }
    }
    return []
  }

  private func notText(_ file: SourceFile) -> Finding? {
    let isText = String(validating: file.bytes, as: UTF8.self) != nil
    if isText, !file.bytes.contains(0) { return nil }
    var offset = file.bytes.firstIndex(of: 0) ?? file.bytes.count
    var decoder = UTF8()
    var bytes = file.bytes.makeIterator()
    var position = 0
    decoding: while position < offset {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): position += UTF8.width(scalar)
      case .emptyInput: break decoding
      case .error:
        offset = position
        break decoding
      }
    }
    let place = file.position(at: offset)
    return Finding(
      .notText, at: Location(SourceFile(path: file.path, bytes: []), 0..<0),
      "This is no text in UTF-8: byte \(offset + 1), in line \(place.line), cannot be read",
      help: "Save the lesson as UTF-8.")
  }

  // MARK: - Lessons that continue others

  private func siblings(of file: SourceFile) -> [String] {
    files.list(Paths.directory(file.path)).filter { $0.hasSuffix(".md") && $0 != "README.md" }
  }

  private func path(of name: String, beside file: SourceFile) -> String? {
    siblings(of: file).first { $0 == name || Paths.lessonName($0) == name }
      .map { Paths.joined(Paths.directory(file.path), $0) }
  }

  /// The macros that are known where the text of a lesson begins: those that the lessons before it
  /// define, and those of its front matter. Nothing is run for them.
  private func macrosBefore(
    _ matter: FrontMatter, beside file: SourceFile, _ chain: [String]
  ) -> Macros {
    let visited = chain + [file.path]
    guard let name = matter.continues?.name, let path = path(of: name, beside: file),
      !visited.contains(path), let bytes = try? files.read(path)
    else { return matter.macros }
    let continued = SourceFile(path: path, bytes: bytes)
    let before = FrontMatter.read(continued).0
    var macros = macrosBefore(before, beside: continued, visited)
    if MathSource(continued, bytes.indices).definesMacros {
      macros = CommonMarkConverter(continued, from: before.end, macros: macros).macros
    }
    return macros.continued(by: matter.macros)
  }

  private func workspace(
    of name: String, for file: SourceFile, at range: Range<Int>, _ purpose: Purpose,
    _ chain: [String], startingWith start: Workspace
  ) -> (workspace: Workspace, findings: [Finding]) {
    func finding(_ summary: String, _ help: String) -> (Workspace, [Finding]) {
      (start, [Finding(.continues, at: Location(file, range), summary, help: help)])
    }
    let siblings = siblings(of: file)
    guard let path = path(of: name, beside: file) else {
      let near = nearest(to: name, among: siblings.map(Paths.lessonName))
      return finding(
        "There is no lesson \(name) beside this one to continue",
        near.map { "Did you mean \($0)?" }
          ?? "Write the name of a lesson in the same folder, without number and .md.")
    }
    let visited = chain + [file.path]
    if visited.contains(path) {
      let circle = (visited + [path]).map(Paths.lessonName).joined(separator: " → ")
      return finding(
        "These lessons continue each other in a circle: \(circle)",
        "Take continues out of one of them.")
    }
    let lesson = reading(at: path, purpose, continuedBy: visited, startingWith: start).lesson
    let first = lesson.findings.first { $0.severity == .error }
    let failing = lesson.equations.first { $0.claims.contains { !$0.holds } }
    let note =
      first.map { Finding.Note($0.location, $0.summary) }
      ?? failing.map { .init($0.location, "this does not hold") }
    guard let note else { return (lesson.workspace, []) }
    return (
      lesson.workspace,
      [
        Finding(
          .continues, at: Location(file, range), "The lesson \(name) has errors of its own",
          help: "Mend it first: longhand check \(path)", notes: [note])
      ]
    )
  }
}
