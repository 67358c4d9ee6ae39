import ArgumentParser
import Kernels
import Lessons
import Matrices
import Notation
import Pictures
import SourceText
import Training
import Typesetting

struct TrainLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train what a lesson trains, on all of its data.",
    discussion: """
      What is found is kept, and the lesson has these values when it is walked next. Ctrl-C stops and keeps the \
      best so far; the next call goes on from there.
      """)

  @OptionGroup var options: GlobalOptions

  @Flag(help: "Say how the formulas are run, and train nothing.")
  var explain = false

  @Flag(help: "Begin anew, whatever was found before.")
  var again = false

  @Option(help: "How many threads; the numbers do not depend on it.")
  var threads: Int?

  @Flag(help: "Draw the rows of the first matrix that is searched as pictures, when it is found.")
  var tiles = false

  @Argument(help: "A file, or a lesson of the course by name or number.", completion: .lessons)
  var lesson: String

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    if let threads, !(1...64).contains(threads) {
      session.complain("--threads is a number from 1 to 64")
      throw Stop.usage
    }
    let path = try session.path(lesson)
    surroundings.notesInterruptions(true)
    defer { surroundings.notesInterruptions(false) }
    // What the fences before have found, by their lines. Training itself begins where the lesson
    // does.
    var found: [Int: StoredMinimum] = [:]
    var index = 0
    while true {
      let earlier = found
      func read(allData: Bool = false) -> Lesson {
        LessonReader(session.files, showingAllData: allData) { earlier[$0.location.position.line] }
          .lesson(at: path)
      }
      let lesson = read()
      if lesson.findings.contains(where: { $0.severity == .error }) {
        session.writeToError(session.printed(lesson.findings))
        throw Stop.findings
      }
      guard !lesson.plans.isEmpty else {
        session.complain("\(lesson.name) trains nothing: it has no train fence")
        throw Stop.usage
      }
      guard lesson.plans.indices.contains(index) else { return }
      let plan = lesson.plans[index]
      if let (name, example) = plan.brokenExample {
        session.complain(
          "\(lesson.name): \(name.shown) is no number for example \(example), and cannot be trained on"
        )
        throw Stop.findings
      }
      let cost = plan.lessonCost { read(allData: true).plans.dropFirst(index).first }
      guard let cost else {
        session.complain("\(lesson.name): the cost has no value on all examples")
        throw Stop.findings
      }
      cost.threads = threads ?? surroundings.processors
      if explain {
        try session.write(explanation(plan, cost))
        found[plan.location.position.line] = TrainingCache(session.surroundings).minimum(plan)
      } else {
        let (own, reason) = try LineTraining(session: session, beginsAnew: again).train(plan, cost)
        try draw(plan, own.theta, session)
        switch reason {
        case .wrongSlopes, .notFinite: throw Stop.findings
        case .iterations, .flat, .stopped, .noDescent, nil: found[plan.location.position.line] = own
        }
      }
      index += 1
    }
  }

  /// What the units look for, where they look at pictures.
  private func draw(_ plan: TrainingPlan, _ theta: [Double], _ session: Session) throws {
    guard tiles else { return }
    guard let (name, sheet) = plan.features(theta) else {
      return session.complain(
        "no matrix that is searched has rows of as many entries as a tile has pixels")
    }
    let drawing = sheet.lines(width: session.style.width, session.style.rendition) {
      NumberStyle(decimals: 2).text($0)
    }
    let title = "the rows of \(name.shown), each from its darkest to its brightest, with its length"
    try session.write([[], StyledLine(title), []] + drawing.map { StyledLine($0) })
  }

  // MARK: - Explaining

  private func explanation(_ plan: TrainingPlan, _ cost: LessonCost) -> String {
    let examples = plan.sets.first?.values.shape.columns ?? 0
    let names = plan.parameters.map(\.shown).joined(separator: ", ")
    var lines = [
      "\(cost.parameterCount) numbers are searched (\(names)), on \(examples) examples."
    ]
    lines += gradients(plan, cost)
    switch (cost.fallback, cost.passes) {
    case (let fallback?, _):
      lines.append("The formulas are run as they are read, for \(fallback.told).")
    case (nil, let passes?):
      lines.append(
        "The examples are gone through \(passes == 1 ? "once" : "\(passes) times") an evaluation, "
          + "a few columns at a time, with \(cost.threads) thread\(cost.threads == 1 ? "" : "s").")
      lines.append(
        "The numbers are the same for any number of threads; on a CPU with other instructions (this "
          + "one: \(Self.instructions)) the last bits may differ.")
    case (nil, nil): lines.append("So few numbers are run as they are read.")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What the slopes are computed by, and where the lesson says so.
  private func gradients(_ plan: TrainingPlan, _ cost: LessonCost) -> [String] {
    func lines(_ names: [Name]) -> String {
      names.compactMap { plan.gradients[$0]?.location.position.line }.map { "line \($0)" }
        .joined(separator: ", ")
    }
    func list(_ names: [Name]) -> String { names.map(\.shown).joined(separator: ", ") }
    let own = plan.parameters.filter { cost.stated.contains($0) }
    let exact = plan.parameters.filter { !cost.stated.contains($0) }
    var told: [String] = []
    if !own.isEmpty {
      told.append(
        "The slopes by \(list(own)) are the lesson's own formula\(own.count == 1 ? "" : "s") "
          + "(\(lines(own))).")
    }
    if !exact.isEmpty {
      told.append("The slopes by \(list(exact)) are the exact derivatives of the cost.")
    }
    for name in exact {
      guard let gradient = plan.gradients[name] else { continue }
      told.append(
        "What line \(gradient.location.position.line) says of the slopes by \(name.shown) is not "
          + "used: "
          + (gradient.holds
            ? "on more examples it is not what the cost has, or takes them all at once."
            : "it does not hold at other numbers, or not at all."))
    }
    return told
  }

  private static var instructions: String {
    switch TiledCost.takeLevel(-1) {
    case 2: "AVX-512"
    case 1: "AVX2 and FMA"
    default: "those that every CPU has"
    }
  }
}
