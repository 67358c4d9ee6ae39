import SourceText

extension Progress {
  /// A journal that says the same in fewer lines: what later lines made meaningless is left out.
  ///
  /// Lines that only a newer program can read, and events that this one does not know, stay as they
  /// are; so does every answer, because reports tell them one by one.
  package static func compacted(_ journal: String) -> String {
    var compaction = Compaction()
    for (index, line) in JournalEvent.lines(journal).enumerated() { compaction.read(line, index) }
    return compaction.text
  }
}

/// The lines that are kept, by their place in the journal.
private struct Compaction {
  /// Of one lesson, since it was reset last.
  private struct Kept {
    var finished: Int?
    var givens: Int?
    /// By step: which steps were seen says every one of them, where one was the last.
    var places: [String: Int] = [:]
    var answers: [Int] = []
    /// Givens that tries were made with, and whose numbers.
    var beside: Set<Int> = []
    var seed: String?
    var mistakes: [(index: Int, mistake: Mistake)] = []
    /// By the rule.
    var rules: [String: Int] = [:]
    /// By item, where it was practised last, and what came of all times.
    var practice: [String: (index: Int, memory: Memory)] = [:]
    /// The last line that made the lesson the latest.
    var latest: Int?
    /// The line that reset it, and the latest before: a reset ends that, too.
    var reset: (index: Int, latest: Int?)?

    var indices: [Int] {
      [finished, givens, latest, reset?.index, reset?.latest].compactMap(\.self)
        + places.values + answers + beside + mistakes.map(\.index) + rules.values
    }
  }

  private var lines: [Int: String] = [:]
  private var lessons: [String: Kept] = [:]
  private var others: [Int] = []

  mutating func read(_ line: Substring, _ index: Int) {
    guard let event = JournalEvent(line) else { return }
    func keep(_ lesson: String, _ change: (inout Kept) -> Void) {
      change(&lessons[lesson, default: Kept()])
      lessons[lesson]?.latest = index
    }
    switch event {
    case .newer, .unknown: others.append(index)
    case .place(let lesson, let mark): keep(lesson) { $0.places[mark.step] = index }
    case .finished(let lesson): keep(lesson) { $0.finished = index }
    case .givens(let lesson, _): keep(lesson) { $0.givens = index }
    case .answer(let lesson, _, _):
      keep(lesson) {
        $0.answers.append(index)
        if let givens = $0.givens { $0.beside.insert(givens) }
      }
    // Who reads a derivation wants its wrong lines, too.
    case .line(let lesson, _, _, _): keep(lesson) { $0.answers.append(index) }
    case .tried(let lesson, _, _): lessons[lesson, default: Kept()].answers.append(index)
    case .seed(let lesson, let seed):
      keep(lesson) {
        if $0.seed != seed { $0.beside.insert(index) }
        $0.seed = seed
      }
    // What is written in the place of these three is made from what is remembered.
    case .practice(let lesson, let item, let outcome, let sitting):
      remember(item, in: lesson, from: sitting.day, index) { $0.after(outcome, sitting) }
      return
    case .due(let lesson, let item, let day):
      remember(item, in: lesson, from: day ?? 0, index) { $0.called(on: day ?? 0) }
      return
    case .memory(let lesson, let item, let memory):
      remember(item, in: lesson, from: memory.day, index) { _ in memory }
      return
    case .again(let lesson, let mistake):
      lessons[lesson, default: Kept()].mistakes.removeAll { $0.mistake.isOf(mistake) }
      guard mistake.stage != .mended else { return }
      lessons[lesson, default: Kept()].mistakes.append((index, mistake))
    case .rule(let rule, let isMissed):
      for lesson in lessons.keys { lessons[lesson]?.rules[rule.rule] = nil }
      guard isMissed else { return }
      lessons[rule.lesson, default: Kept()].rules[rule.rule] = index
    case .reset(let lesson):
      var kept = Kept()
      let old = lessons[lesson]
      kept.reset = (index, old?.latest)
      // Of what was forgotten nothing is told that was typed.
      if let latest = old?.latest, old?.answers.contains(latest) ?? false {
        let nowhere = Progress.Bookmark(step: "", stop: 0, revealed: 0)
        lines[latest] = JournalEvent.place(lesson: lesson, nowhere).line
      }
      lessons[lesson] = kept
    }
    lines[index] = String(line) + "\n"
  }

  private mutating func remember(
    _ item: String, in lesson: String, from day: Int, _ index: Int, _ change: (Memory) -> Memory
  ) {
    let memory = lessons[lesson]?.practice[item]?.memory ?? Memory(day: day)
    lessons[lesson, default: Kept()].practice[item] = (index, change(memory))
  }

  var text: String {
    var written = Set(others + lessons.values.flatMap(\.indices)).map { ($0, lines[$0] ?? "") }
    for (lesson, kept) in lessons {
      for (item, (index, memory)) in kept.practice {
        written.append(
          (index, JournalEvent.memory(lesson: lesson, item: item, memory).line))
      }
    }
    return written.sorted { $0.0 < $1.0 }.map(\.1).joined()
  }
}
