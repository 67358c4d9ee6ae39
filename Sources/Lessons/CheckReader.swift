import Kernels
import Matrices
import Notation
import SourceText

/// Reads the comment of a self-check.
struct CheckReader {
  let file: SourceFile
  let workspace: Workspace
  /// The steps of the lesson before this one, and what there is of this one.
  private let earlier: [Lesson.Step]
  private let current: Lesson.Step
  private var steps: [Lesson.Step] { earlier + [current] }
  /// Those of the numbers that are shown.
  let decimals: Int
  private(set) var findings: [Finding] = []

  init(
    file: SourceFile, workspace: Workspace, steps: [Lesson.Step], current: Lesson.Step,
    decimals: Int
  ) {
    self.file = file
    self.workspace = workspace
    earlier = steps
    self.current = current
    self.decimals = decimals
  }

  private mutating func report(
    _ kind: FindingKind = .check, at range: Range<Int>, _ summary: String, help: String
  ) {
    findings.append(Finding(kind, at: Location(file, range), summary, help: help))
  }

  /// - Parameter question: the block before the comment; a task list there holds the choices.
  mutating func read(_ comment: CheckComment, after question: Block?, id: String) -> Check? {
    let whole = comment.bytes
    var check: Check?
    var hints: [String] = []
    var slips: [Range<Int>] = []
    for line in comment.lines.map(trimmed) where !line.isEmpty {
      let body = trimmed(line.lowerBound + 1..<line.upperBound)
      switch file.bytes[line.lowerBound] {
      case UInt8(ascii: "="):
        guard check == nil else {
          report(at: line, "This check has two keys", help: "Keep one line that begins with =.")
          continue
        }
        check = key(body, question, id, Location(file, whole))
      case UInt8(ascii: "?"): hints.append(file.text(body))
      case UInt8(ascii: "~"): slips.append(body)
      default:
        report(
          at: line, "A line of a check begins with =, ? or ~",
          help: "= is the key, ? a hint, ~ a wrong formula with what to say to it. A comment that "
            + "is none begins with another word than check.")
      }
    }
    guard var check else {
      if findings.isEmpty {
        report(
          at: whole, "This check has no key",
          help: "Add a line that begins with =. A comment that is no check begins with another "
            + "word.")
      }
      return nil
    }
    check.hints = hints
    check.decimals = question.flatMap(decimals)
    for slip in slips { if let known = knownSlip(slip, check) { check.known.append(known) } }
    return check
  }

  // MARK: - Lines

  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, max(range.lowerBound, range.upperBound))
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while start < end, isBlank(file.bytes[start]) { start += 1 }
    while end > start, isBlank(file.bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  // MARK: - Keys

  private mutating func key(
    _ body: Range<Int>, _ question: Block?, _ id: String, _ location: Location
  ) -> Check? {
    let text = file.text(body)
    var check = Check(
      id: id, location: location, kind: .value, tree: .row([], Location(file, body)), in: workspace)
    if let count = choices(question) {
      let numbers = text.split { $0 == "," || $0 == " " }.map { Int($0) }
      let right = Set(numbers.compactMap { $0 })
      guard !numbers.isEmpty, !numbers.contains(nil), right.allSatisfy({ (1...count).contains($0) })
      else {
        report(
          at: body, "The key of a choice is the number of the right one, from 1 to \(count)",
          help: "Write = 2, or = 1, 3 when several are right.")
        return nil
      }
      check.kind = .choice(right: right, of: count)
      return check
    }
    for word in ["order", "slip"] where text.hasPrefix(word + " ") {
      guard let kind = kind(word, trimmed(body.lowerBound + word.utf8.count..<body.upperBound), id)
      else { return nil }
      check.kind = kind
      return check
    }
    var formula = body
    for (word, kind) in [("shape ", Check.Kind.shape), ("formula ", .formula)]
    where text.hasPrefix(word) {
      check.kind = kind
      formula = trimmed(body.lowerBound + word.utf8.count..<body.upperBound)
    }
    guard let (tree, kernel) = read(formula) else { return nil }
    check.tree = tree
    check.kernel = kernel
    let value = kernel.value(in: Scope<Double>(workspace))
    check.value = value
    guard value.elements.allSatisfy(\.isFinite) else {
      report(
        at: formula, "The key of this check is not finite",
        help: "Ask for something else, or change the lesson's numbers.")
      return nil
    }
    return check
  }

  // MARK: - Runs

  /// An order or a slip; what of it is shown follows from the id alone.
  private mutating func kind(_ word: String, _ list: Range<Int>, _ id: String) -> Check.Kind? {
    guard let run = run(list) else { return nil }
    let seed = RandomNumbers.seed(id)
    if word == "order" {
      if let arrangement = Arrangement(run, in: workspace, seed: seed) {
        return .order(arrangement)
      }
      report(
        at: list, "These formulas can stand in any order: none needs another",
        help: "Name formulas that are made from one another.")
    } else {
      let wrong = WrongRun.drawn(
        from: run, in: workspace, of: file, decimals: decimals, seed: seed)
      if let wrong { return .slip(wrong) }
      report(
        at: list, "No usual slip fits these formulas and shows in their numbers",
        help: "Name more formulas, or change the numbers.")
    }
    return nil
  }

  /// `z^{(2)}, a^{(2)}` or `z^{(2)} … a^{(3)}`: names that the lesson computes, or steps by their
  /// anchors; between two of them all that is computed from the one to the other.
  private mutating func run(_ list: Range<Int>) -> Run? {
    let all = steps.flatMap { step in step.equations.map { (step: step.id, equation: $0) } }
    let dots = ["…", "...", "\\ldots", "\\dots", "\\cdots"]
    var text = file.text(list)
    for spelling in dots { text = text.replacing(spelling, with: "…") }
    let isRange = text.contains("…")
    let words = isRange ? text.split(separator: "…").map(String.init) : Self.listed(text)
    var found: [Range<Int>] = []
    for word in words.map({ $0.split(separator: " ").joined(separator: " ") }) {
      let tree = MathReader.read(word)
      let places = all.indices.filter { index in
        let equation = all[index].equation
        return all[index].step == word
          || Run([equation]).lines.contains { MathReader.read($0.name.latex) == tree }
      }
      guard let first = places.first, let last = places.last else {
        let names = Set(Run(all.map(\.equation)).lines.map(\.name.latex) + steps.map(\.id))
        report(
          at: list, "\(word) is no formula or step of this lesson up to here",
          help: nearest(to: word, among: names.sorted()).map { "Did you mean \($0)?" }
            ?? "Name what the formulas compute, or a step by its anchor: = order z^{(2)}, a^{(2)}"
        )
        return nil
      }
      found.append(first..<last + 1)
    }
    if isRange {
      guard found.count == 2, found[0].lowerBound < found[1].upperBound else {
        report(
          at: list, "A range of formulas goes from an earlier to a later one",
          help: "Write the first, …, and the last: z^{(2)} … a^{(3)}")
        return nil
      }
      found = [found[0].lowerBound..<found[1].upperBound]
    }
    let run = Run(Set(found.joined()).sorted().map { all[$0].equation })
    guard run.lines.count > 1, run.lines.count <= Self.longestRun else {
      report(
        at: list,
        "This takes 2 to \(Self.longestRun) formulas that compute something; here are "
          + "\(run.lines.count)",
        help: "Name each of them, with commas, or the first and the last with … between.")
      return nil
    }
    return run
  }

  /// More lines than these are no question any more.
  private static let longestRun = 9

  /// The parts between commas that stand in no braces or parentheses.
  private static func listed(_ text: String) -> [String] {
    var depth = 0
    return text.split { character in
      if "({[".contains(character) { depth += 1 }
      if ")}]".contains(character) { depth -= 1 }
      return character == "," && depth == 0
    }.map(String.init)
  }

  /// `to 2 decimals`, as a question says it.
  private func decimals(_ question: Block) -> Int? {
    guard case .paragraph(let inlines) = question else { return nil }
    let words = inlines.compactMap { if case .text(let text) = $0 { text } else { nil } }
      .joined(separator: " ").split { $0.isWhitespace || $0.isPunctuation }
    guard let place = words.firstIndex(where: { ["decimal", "decimals"].contains($0) }),
      place > 1, words[place - 2] == "to"
    else { return nil }
    let numbers = ["one", "two", "three", "four", "five", "six"]
    let number = words[place - 1]
    return numbers.firstIndex { $0 == number }.map { $0 + 1 } ?? Int(number)
  }

  /// How many choices a task list offers.
  private func choices(_ question: Block?) -> Int? {
    guard case .list(let items, _, _, _)? = question,
      items.allSatisfy({ GitHubMarkdown.task($0) != nil })
    else { return nil }
    return items.count
  }

  private mutating func read(_ range: Range<Int>) -> (MathTree, Kernel)? {
    let read = MathReader.read(MathSource(file, range), for: .live)
    findings += read.findings
    guard let tree = read.lines.first else {
      report(at: range, "There is no formula here", help: "Write one, such as \\delta^{(2)}.")
      return nil
    }
    let found = EquationReader.kernel(of: tree, in: file, workspace)
    findings += found.findings.filter { $0.severity == .error }
    return found.kernel.map { (tree, $0) }
  }

  // MARK: - Known slips

  /// `formula: message`.
  private mutating func knownSlip(_ body: Range<Int>, _ check: Check) -> Check.KnownSlip? {
    let text = file.text(body)
    guard let colon = text.firstRange(of: ": ") else {
      report(
        at: body, "A known wrong answer needs what to say to it",
        help: "Write ~ formula: message.")
      return nil
    }
    let start = body.lowerBound
    let formula = trimmed(start..<start + text[..<colon.lowerBound].utf8.count)
    let message = text[colon.upperBound...].drop { $0 == " " }
    guard let (_, kernel) = read(formula) else { return nil }
    let value = kernel.value(in: Scope<Double>(workspace))
    guard let key = check.value else {
      report(at: body, "A choice has no wrong formulas", help: "Take this line away.")
      return nil
    }
    if value.shape == key.shape, value.isClose(to: key, tolerance: 1e-9) {
      report(
        .deadSlip, at: formula, "This wrong answer is the right one at the lesson's numbers",
        help: "Change the formula, or the numbers so that the two differ.")
    }
    return Check.KnownSlip(
      kernel: kernel, value: value, message: String(message), location: Location(file, formula))
  }
}
