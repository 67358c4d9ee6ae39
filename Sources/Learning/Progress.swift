import Kernels
package import Lessons
import Matrices
import Questions
import SourceText

/// What a student has done, by what the events of a journal say: the newest of a lesson counts.
package struct Progress: Sendable, Equatable {
  /// A place that survives edits of the lesson elsewhere: the step by its anchor.
  package struct Bookmark: Equatable, Sendable {
    package var step: String
    /// The stop counted from the beginning of the step.
    package var stop: Int
    package var revealed: Int
  }

  package private(set) var places: [String: Bookmark] = [:]
  package private(set) var finished: Set<String> = []
  /// The steps of each lesson that have been on the screen.
  package private(set) var seen: [String: Set<String>] = [:]
  /// What was said to the answers of each lesson's questions, in order, by the question's id.
  package private(set) var answers: [String: [String: [AttemptResult]]] = [:]
  /// Every try at a lesson's questions, in order.
  package private(set) var tries: [String: [KeptTry]] = [:]
  /// Slips that were made and come back in practice, by lesson.
  package private(set) var mistakes: [String: [Mistake]] = [:]
  /// Rules that went wrong in derivations, the oldest first.
  package private(set) var missedRules: [MissedRule] = []
  /// Whose numbers a lesson has, where they are not the author's.
  package private(set) var seeds: [String: String] = [:]

  /// The lines that stand in each lesson's derivations, by the question's id.
  package private(set) var derivations: [String: [String: [String]]] = [:]

  /// What is known of the questions that were practised, by lesson and item.
  package private(set) var memories: [String: [String: Memory]] = [:]

  /// Every lesson of which anything is known.
  package var lessons: Set<String> {
    finished.union(seen.keys).union(answers.keys).union(memories.keys).union(seeds.keys)
  }

  /// What became of a try.
  package enum AttemptResult: String, Sendable {
    case right, wrong
    /// A hint was asked for.
    case helped
    /// The answer was shown.
    case shown
  }

  /// A try at a question of a lesson.
  package struct KeptTry: Sendable, Equatable {
    package var id: String
    package var attempt: Try
    /// Whose numbers the lesson had; nil for the author's.
    package var seed: String?
    /// Whether givens were changed, so that it was another question.
    package var isChanged: Bool
  }

  /// The lessons of which anything is kept as it was typed.
  private var typed: Set<String> = []
  package var keepsTyped: Bool { !typed.isEmpty }
  /// The lesson of the newest event.
  package private(set) var latest: String?
  /// How many lines only a newer version of the program can read.
  package private(set) var newer = 0
  /// Changed givens by lesson and name, as LaTeX.
  private var givens: [String: [String: Matrix<Double>]] = [:]

  package init(journal: String = "") {
    for line in JournalEvent.lines(journal) { if let event = JournalEvent(line) { note(event) } }
  }

  init(_ event: JournalEvent) { note(event) }

  private mutating func keep(_ attempt: Try, _ id: String, _ lesson: String) {
    tries[lesson, default: []].append(
      KeptTry(
        id: id, attempt: attempt, seed: seeds[lesson],
        isChanged: !(givens[lesson] ?? [:]).isEmpty))
  }

  package mutating func note(_ event: JournalEvent) {
    switch event {
    case .newer: newer += 1
    case .unknown: break
    case .place(let lesson, let mark):
      places[lesson] = mark
      seen[lesson, default: []].insert(mark.step)
      latest = lesson
    case .finished(let lesson):
      finished.insert(lesson)
      latest = lesson
    case .givens(let lesson, let values):
      givens[lesson] = values
      latest = lesson
    case .answer(let lesson, let id, let attempt):
      if attempt.typed != nil { typed.insert(lesson) }
      answers[lesson, default: [:]][id, default: []].append(attempt.result)
      // The last line of a derivation is kept as a line, too.
      let isKept = attempt.typed.map { derivations[lesson]?[id]?.last == $0 } ?? false
      if !isKept || tries[lesson]?.last?.attempt.typed != attempt.typed {
        keep(attempt, id, lesson)
      }
      latest = lesson
    case .line(let lesson, let id, let result, let text):
      switch result {
      case .right, .told: derivations[lesson, default: [:]][id, default: []].append(text)
      case .takenBack: _ = derivations[lesson]?[id]?.popLast()
      case .wrong: break
      }
      if result == .right {
        typed.insert(lesson)
        keep(Try(result: .right, typed: text), id, lesson)
      }
      latest = lesson
    // Practice is no place in a lesson to go on from.
    case .tried(let lesson, _, let attempt):
      if attempt.typed != nil { typed.insert(lesson) }
    case .practice(let lesson, let item, let outcome, let sitting):
      let memory = memories[lesson]?[item] ?? Memory(day: sitting.day)
      memories[lesson, default: [:]][item] = memory.after(outcome, sitting)
    case .due(let lesson, let item, let day):
      let day = day ?? 0
      let memory = memories[lesson]?[item] ?? Memory(day: day)
      memories[lesson, default: [:]][item] = memory.called(on: day)
    case .memory(let lesson, let item, let memory):
      memories[lesson, default: [:]][item] = memory
    case .again(let lesson, let mistake):
      mistakes[lesson, default: []].removeAll { $0.isOf(mistake) }
      if mistake.stage != .mended { mistakes[lesson, default: []].append(mistake) }
      if mistakes[lesson]?.isEmpty ?? false { mistakes[lesson] = nil }
    case .rule(let rule, let isMissed):
      missedRules.removeAll { $0.rule == rule.rule }
      if isMissed { missedRules.append(rule) }
    case .seed(let lesson, let seed):
      // With other numbers every question is another one.
      if seeds[lesson] != seed { answers[lesson] = nil }
      seeds[lesson] = seed
      latest = lesson
    case .reset(let lesson):
      memories[lesson] = nil
      answers[lesson] = nil
      derivations[lesson] = nil
      tries[lesson] = nil
      typed.remove(lesson)
      mistakes[lesson] = nil
      missedRules.removeAll { $0.lesson == lesson }
      seeds[lesson] = nil
      places[lesson] = nil
      finished.remove(lesson)
      seen[lesson] = nil
      givens[lesson] = nil
      if latest == lesson { latest = nil }
    }
  }

  // MARK: - Asking

  /// How many practised questions of a lesson are due on a day, and how many are solid.
  package func practised(_ lesson: String, on day: Int) -> (due: Int, solid: Int) {
    let memories = (memories[lesson] ?? [:]).values
    return (memories.count { $0.due <= day }, memories.count { $0.isSolid(on: day) })
  }

  /// How many practised questions are due on a day.
  package func due(on day: Int) -> Int {
    memories.values.reduce(0) { $0 + $1.values.count { $0.due <= day } }
  }

  /// The questions of a lesson that were answered without the answer being shown.
  package func answered(in lesson: String) -> Int {
    (answers[lesson] ?? [:]).values.count { $0.contains(.right) }
  }

  /// How many steps with a heading have been on the screen.
  package func seenSteps(of lesson: String) -> Int { seen[lesson]?.count { !$0.isEmpty } ?? 0 }

  // MARK: - Going on

  /// Where to go on in a lesson; its beginning when nothing is known or the step is gone.
  package func place(in walk: Walk) -> Walk.Place {
    guard let mark = places[walk.lesson.name],
      let step = walk.lesson.steps.firstIndex(where: { $0.id == mark.step }),
      let start = walk.start(of: step)
    else { return Walk.Place() }
    let stop = min(start + max(0, mark.stop), walk.stops.count - 1)
    guard walk.stops[stop].step == step else { return Walk.Place(stop: start) }
    return Walk.Place(stop: stop, revealed: mark.revealed)
  }

  /// The changed givens of a lesson, by its own names.
  package func givens(in lesson: Lesson) -> Study.Givens {
    guard let kept = givens[lesson.name] else { return [:] }
    var found: Study.Givens = [:]
    for name in lesson.workspace.definitions.keys {
      if let value = kept[name.latex] { found[name] = value }
    }
    return found
  }

  /// A lesson with the numbers of its student.
  package func numbered(_ lesson: Lesson) -> Lesson {
    seeds[lesson.name].flatMap { lesson.withNumbers(of: $0) } ?? lesson
  }

  /// A lesson as its student left it.
  package func study(_ lesson: Lesson) -> Study {
    var study = Study(numbered(lesson))
    study.restore(givens(in: lesson))
    study.restore(
      answered: (answers[lesson.name] ?? [:]).filter { $0.value.contains(.right) }.keys)
    study.restore(derivations: derivations[lesson.name] ?? [:])
    study.go(to: place(in: study.walk))
    return study
  }
}
