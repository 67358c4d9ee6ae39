package import Kernels
package import Lessons
import Matrices
import Notation

/// Marks the answers to one question.
package struct Judge: Sendable {
  /// A wrong answer to another question, which may have been carried on.
  package struct Carried: Sendable {
    /// What that question asked for, and every name that has its value.
    var asked: Judgement.Carried
    var names: [Name]
    var right: Matrix<Double>
    var wrong: Matrix<Double>
  }

  /// A formula of so many characters is not quoted.
  fileprivate static let longestQuote = 30

  package let check: Check
  let marking: Marking
  private let carried: [Carried]

  /// - Parameter slips: those of the key, when they have been made already.
  package init(
    _ check: Check, in lesson: Lesson, carried: [Carried] = [], slips: Slips? = nil
  ) {
    self.check = check
    self.carried = carried
    marking = Marking(
      check.value ?? Matrix(0), slips ?? Slips(of: check), known: check.known.map(\.value),
      decimals: lesson.answerDecimals,
      factors: check.workspace.scalars,
      named: check.workspace.values.map { ($0.key, $0.value) }
        .sorted { $0.0.latex < $1.0.latex })
  }

  /// - Throws: why the answer cannot be read.
  package func judge(_ text: String) throws(TypedNumbers.Unreadable) -> Judgement {
    let reader = AnswerReader(check)
    switch check.kind {
    case .choice(let right, let count):
      let chosen = try reader.choices(text, of: count)
      return Judgement(isRight: chosen == right, reading: choiceHelp(chosen, right))
    case .order(let arrangement):
      let order = try reader.order(text, of: arrangement.lines.count)
      let problem = arrangement.problem(with: order)
      return Judgement(isRight: problem == nil, reading: problem.map { .order($0) })
    case .slip(let run):
      let line = try reader.line(text, of: run.lines.count) - 1
      if line == run.wrong { return Judgement(isRight: true) }
      return Judgement(reading: .line(line + 1, isBeforeSlip: line < run.wrong))
    case .shape:
      let shape = try reader.shape(text)
      let key = check.value?.shape ?? .scalar
      return Judgement(
        isRight: shape == key,
        reading: shape == key.transposed ? .turnedShape : nil)
    case .value: return mark(try reader.value(text))
    case .formula:
      let (kernel, value) = try reader.formula(text)
      if let key = check.kernel, Slips.agree(kernel, key, in: check.workspace) {
        if let name = kernel.soleName, check.workspace.definition(of: kernel) != nil {
          throw TypedNumbers.Unreadable(
            reason: "\(name.shown) is what is asked for: write what it is made from.")
        }
        return Judgement(isRight: true, read: value)
      }
      if case .right = marking.mark(value) {
        return Judgement(read: value, remark: .onlyHere)
      }
      return mark(value)
    }
  }

  /// Everything that can be said of an answer.
  func told(_ judgement: Judgement) -> Reply.Saying {
    if let remark = judgement.remark { return .remark(remark) }
    if judgement.isRight { return check.kind.wrongRun.map { .rightSlip($0) } ?? .right }
    if let reading = judgement.reading { return .reading(reading) }
    guard let entries = judgement.entries, entries.count > 1 else { return .wrong }
    return .rightEntries(entries.count { $0 }, of: entries.count)
  }

  /// What can be said of a wrong choice without giving it away.
  private func choiceHelp(_ chosen: Set<Int>, _ right: Set<Int>) -> Judgement.Reading? {
    guard right.count > 1 else { return nil }
    if chosen.isSubset(of: right) { return .rightButMore }
    return right.isSubset(of: chosen) ? .rightAmongOthers : .someWrong
  }

  func mark(_ answer: Matrix<Double>) -> Judgement {
    var judgement = Judgement(read: answer)
    switch marking.mark(answer) {
    case .right: judgement.isRight = true
    case .shape(let shape):
      judgement.remark =
        authorsWords(answer).map { .author($0) } ?? .shape(answer.shape, wanted: shape)
    case .wrong(let entries, let diagnosis):
      judgement.entries = entries
      judgement.reading =
        authorsWords(answer).map { .author($0) } ?? diagnosis.map { .diagnosis($0) }
      judgement.remark = carriedOn(answer).map { .carriedOn($0) }
    }
    return judgement
  }

  /// What the author says to a wrong answer that was expected.
  private func authorsWords(_ answer: Matrix<Double>) -> String? {
    check.known.filter { marking.matches(answer, $0.value) }
      .min { answer.distance(to: $0.value) < answer.distance(to: $1.value) }?.message
  }

  /// Whether the answer is right for what an earlier question was answered wrongly with.
  private func carriedOn(_ answer: Matrix<Double>) -> Judgement.Carried? {
    guard let kernel = check.kernel, let key = check.value else { return nil }
    for carried in carried.reversed() {
      guard let followed = followed(kernel, carried), marking.matches(answer, followed),
        !marking.matches(key, followed)
      else { continue }
      return carried.asked
    }
    return nil
  }

  /// The key as it comes out with a wrong value on the way: in the formula itself, or in what its
  /// names were made from.
  private func followed(_ kernel: Kernel, _ carried: Carried) -> Matrix<Double>? {
    let scope = Scope<Double>(check.workspace)
    if let own = kernel.value(in: scope, taking: carried.wrong, for: carried.right) { return own }
    guard !carried.names.isEmpty else { return nil }
    var replay = Replay(
      of: check.workspace,
      giving: Dictionary(uniqueKeysWithValues: carried.names.map { ($0, carried.wrong) }))
    return kernel.value(in: Scope<Double>(replay.end()))
  }
}

extension Lesson {
  /// Wrong values that other questions were answered with, by the names that have the right ones.
  func carried(
    to check: Check, from wrong: (Check) -> [Matrix<Double>]
  ) -> [Judge.Carried] {
    steps.flatMap(\.checks).flatMap { other -> [Judge.Carried] in
      guard other.id != check.id, other.kind.isValue, let key = other.value else { return [] }
      let values = wrong(other).filter { $0.shape == key.shape }
      guard !values.isEmpty else { return [] }
      let names = workspace.values.filter { $0.value == key && !workspace.isGiven($0.key) }.keys
        .sorted { $0.latex < $1.latex }
      let formula = other.tree.oneLine()
      let asked: Judgement.Carried =
        names.first.map { .name($0) }
        ?? (formula.count < Judge.longestQuote ? .formula(formula) : .answerBefore)
      return values.map { Judge.Carried(asked: asked, names: names, right: key, wrong: $0) }
    }
  }

  /// The decimals that an answer has: those that are shown, at most three.
  var answerDecimals: Int { min(style.decimals, 3) }
}

extension Slips {
  /// The slips of what a check asks for.
  init(of check: Check) {
    self = check.kernel.map { Slips(of: $0, check.tree, in: check.workspace) } ?? .none
  }
}
