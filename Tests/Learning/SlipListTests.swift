import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The list in `Slips`, which was written before the program's own slips were looked at, and is
/// frozen.
struct `The list that judges` {
  @Test func `honest work passes, slips do not and are named`() async throws {
    let table = try await figures("answers", remarks: "slips")
    print(table.text)
    #expect(table.honest.of > 2000)
    #expect(table.slips > 1000)
    #expect(table.honest.value >= 0.99)
    #expect(table.open.value >= 0.99)
    #expect(Double(table.accepted) <= 0.001 * Double(table.slips))
    #expect(Double(table.named) >= 0.85 * Double(table.slips))
    #expect(Double(table.misnamed) <= 0.001 * Double(table.slips))
  }

  /// A smaller one, of three other fields, written later and before it was measured.
  @Test func `the second list says about the same`() async throws {
    let table = try await figures("second", remarks: "slips-second")
    print("the second list\n\(table.text)")
    #expect(table.slips > 100)
    #expect(table.honest.value >= 0.99)
    #expect(table.accepted == 0)
  }

  private func figures(_ list: String, remarks: String) async throws -> Figures {
    let paths = Repository.files(in: "\(folder)/\(list)", ending: ".tsv")
    let table = try await withThrowingTaskGroup(of: Figures.self) { group in
      for path in paths {
        group.addTask {
          var table = Figures()
          try SlipList(path).judge(into: &table)
          return table
        }
      }
      return try await group.reduce(into: Figures()) { $0.add($1) }
    }
    // What did not come out as it should, for who wants to know.
    if ProcessInfo.processInfo.environment["LONGHAND_SLIPS"] == "1" {
      Repository.write(table.remarksText, to: ".build/\(remarks).txt")
    }
    return table
  }
}

private let folder = "Tests/Learning/Slips"

/// So many of so many.
struct Share {
  var count = 0
  var of = 0

  mutating func add(_ other: Share) {
    count += other.count
    of += other.of
  }

  /// Wilson's interval, 95 %.
  var interval: (low: Double, high: Double) {
    let (n, z) = (Double(max(1, of)), 1.96)
    let p = Double(count) / n
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    return ((middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n))
  }

  var value: Double { Double(count) / Double(max(1, of)) }

  var text: String {
    func percent(_ share: Double) -> String { "\((share * 10_000).rounded() / 100)" }
    return "\(percent(value)) % (\(count) of \(of); \(percent(max(0, interval.low))) to "
      + "\(percent(interval.high)))"
  }
}

/// The four figures, and that of answers with a decimal too few.
struct Figures {
  var honest = Share()
  var open = Share()
  var slips = 0
  var accepted = 0
  var leftOpen = 0
  var named = 0
  var misnamed = 0
  /// What did not come out as it should, a line each.
  var remarks: [String: [String]] = [:]

  var text: String {
    """
    honest answers accepted    \(honest.text)
    slips accepted             \(Share(count: accepted, of: slips).text)
    slips named rightly        \(Share(count: named, of: slips).text)
    slips named wrongly        \(Share(count: misnamed, of: slips).text)
    slips left open            \(Share(count: leftOpen, of: slips).text)
    a decimal short, and open  \(open.text)
    """
  }

  mutating func add(_ other: Figures) {
    honest.add(other.honest)
    open.add(other.open)
    slips += other.slips
    accepted += other.accepted
    leftOpen += other.leftOpen
    named += other.named
    misnamed += other.misnamed
    remarks.merge(other.remarks) { $0 + $1 }
  }

  var remarksText: String {
    remarks.sorted { $0.key < $1.key }.flatMap { ["\($0.key): \($0.value.count)"] + $0.value }
      .joined(separator: "\n") + "\n"
  }
}

/// The answers to the questions of one lesson.
private struct SlipList {
  private struct Row {
    var question, sort, word, answer, formula, why: String
  }

  private let name: String
  private let lesson: Lesson
  private var rows: [Row] = []

  /// - Parameter path: `answers/lessons-05-hidden-error.tsv` for `lessons/05-hidden-error.md`, and
  ///   `second/filter.tsv` for `second/filter.md`.
  init(_ path: String) throws {
    name = String(try #require(path.split(separator: "/").last).dropLast(4))
    let parts = name.split(separator: "-", maxSplits: 1)
    let place = parts.count == 2 ? "\(parts[0])/\(parts[1])" : "second/\(name)"
    lesson = LessonReader(.repository).lesson(at: "\(folder)/\(place).md")
    for line in try Repository.text(path).split(separator: "\n") {
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(cells.count == 6)
      rows.append(
        Row(
          question: cells[0], sort: cells[1], word: cells[2],
          answer: cells[3].replacing("⏎", with: "\n"), formula: cells[4], why: cells[5]))
    }
  }

  func judge(into figures: inout Figures) throws {
    let checks = Dictionary(
      lesson.steps.flatMap(\.checks).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for question in Set(rows.map(\.question)).sorted() {
      let check = try #require(checks[question], "\(name) has no question \(question)")
      let examiner = Examiner(check, in: lesson)
      for row in rows where row.question == question {
        judge(row, examiner, &figures)
      }
    }
  }

  private func judge(_ row: Row, _ examiner: Examiner, _ figures: inout Figures) {
    let result = examiner.result(row.answer)
    func remark(_ what: String) {
      figures.remarks[what, default: []].append(
        "\(name) \(row.question) \(row.answer.debugDescription) \(row.formula) [\(row.word): \(row.why)] "
          + result.said)
    }
    switch row.sort {
    case "honest":
      figures.honest.of += 1
      if result.isRight { figures.honest.count += 1 } else { remark("honest, not accepted") }
    case "open":
      figures.open.of += 1
      if result.isOpen { figures.open.count += 1 } else { remark("open, not so") }
    default:
      figures.slips += 1
      if result.isRight {
        figures.accepted += 1
        remark("slip accepted")
      } else if result.isOpen {
        figures.leftOpen += 1
        remark("slip left open")
      } else if result.isNamed {
        if examiner.isRightly(result, row.formula, row.word) {
          figures.named += 1
        } else {
          figures.misnamed += 1
          remark("slip misnamed")
        }
      } else {
        remark("slip unnamed")
      }
    }
  }
}

/// Judges answers to one question, and what is said to them: by formulas at random draws.
private struct Examiner {
  struct Result {
    var isRight = false
    var isOpen = false
    var reading: Judgement.Reading?
    var said: String

    var isNamed: Bool { reading != nil }
  }

  let check: Check
  private let judge: Judge
  private let slips: Slips
  private let draws: [Workspace]
  private let spellings: Spellings

  init(_ check: Check, in lesson: Lesson) {
    self.check = check
    judge = Judge(check, in: lesson)
    spellings = Spellings(check.workspace)
    slips = judge.marking.slips
    draws =
      [check.workspace]
      + (101...UInt64(102)).map { seed -> Workspace in
        var replay = Replay(of: check.workspace, drawing: seed)
        return replay.end()
      }
  }

  func result(_ answer: String) -> Result {
    do {
      let judgement = try judge.judge(answer)
      let reading: Judgement.Reading? =
        if case .author(let words)? = judgement.remark { .author(words) } else { judgement.reading }
      return Result(
        isRight: judgement.isRight, isOpen: judgement.isOpen, reading: reading,
        said: reading?.text ?? "—")
    } catch {
      return Result(said: "unreadable: \(error.reason)")
    }
  }

  private func values(_ kernel: Kernel) -> [Matrix<Double>] {
    draws.map { kernel.value(in: Scope<Double>($0)) }
  }

  private func agree(_ a: [Matrix<Double>], _ b: [Matrix<Double>]) -> Bool {
    zip(a, b).allSatisfy { $0.shape == $1.shape && $0.isClose(to: $1, tolerance: 1e-9) }
  }

  /// Whether what was said is what the list says.
  func isRightly(_ result: Result, _ formula: String, _ word: String) -> Bool {
    guard let reading = result.reading else { return false }
    guard let key = check.kernel else { return false }
    let right = values(key)
    let file = SourceFile(path: "list", text: formula)
    let listed: [Matrix<Double>]?
    if formula.isEmpty {
      // Of one number the sign that was lost is that of the whole.
      listed = word == "sign" && key.shape.isScalar ? right.map { $0.map { -$0 } } : nil
    } else {
      let tree = spellings.read(file).lines.first
      listed = tree.flatMap { EquationReader.kernel(of: $0, in: file, check.workspace).kernel }
        .map(values)
    }
    switch reading {
    case .author(let words):
      return check.known.contains { known in
        known.message == words && listed.map { agree(values(known.kernel), $0) } == true
      }
    case .shape: return word == "shape"
    case .diagnosis(let diagnosis):
      switch diagnosis {
      case .made(let made):
        return made.contains { isRightly($0, listed, word) }
      case .factor(let factor, nil):
        return listed.map { agree(right.map { $0.map { $0 * factor } }, $0) } ?? false
      case .factor(let factor, let name?):
        guard let listed else { return false }
        let isDivided = (factor < 1) != name.isInverse
        return agree(
          zip(right, draws).map { value, draw in
            let scalar = draw.values[name.name]?.elements[0] ?? .nan
            return value.map { isDivided ? $0 / scalar : $0 * scalar }
          }, listed)
      case .residual:
        guard let listed else { return false }
        let rest = zip(listed, right).map { $0.combined(with: $1, -) }
        let runs = draws.map { key.run(in: Scope<Double>($0)) }
        return runs[0].indices.contains { index in
          let parts = runs.map { $0[index] }
          guard parts[0].shape == rest[0].shape else { return false }
          return agree(parts, rest) || agree(parts.map { $0.map { -$0 } }, rest)
        }
      case .other(let name):
        return listed.map { agree(draws.map { $0.values[name] ?? Matrix(.nan) }, $0) } ?? false
      }
    case .choice, .order, .slip, .line: return false
    }
  }

  private func isRightly(_ made: Marking.Made, _ listed: [Matrix<Double>]?, _ word: String) -> Bool
  {
    switch made {
    case .slip(let fact, _):
      return slips.slips.contains { slip in
        slip.fact == fact && listed.map { agree(values(slip.kernel), $0) } ?? false
      }
    case .author(let words):
      return check.known.contains { known in
        known.message == words && listed.map { agree(values(known.kernel), $0) } ?? false
      }
    case .pen(let slip):
      return switch slip {
      case .digits: word == "digits"
      case .point: word == "point"
      case .sign: word == "sign"
      case .copied: word == "copied"
      case .zero: word == "zero"
      }
    }
  }
}
