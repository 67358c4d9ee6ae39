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
  package let marking: Marking
  private let carried: [Carried]
  private let draws: Draws
  /// Of the names, where formulas are typed.
  private let spellings: Spellings?

  /// - Parameter slips: those of the key, when they have been made already.
  package init(
    _ check: Check, in lesson: Lesson, carried: [Carried] = [], slips: Slips? = nil
  ) {
    self.check = check
    self.carried = carried
    spellings = check.kind.isFormula ? Spellings(check.workspace) : nil
    let draws = Draws(of: check.workspace)
    self.draws = draws
    let decimals = min(check.decimals ?? lesson.answerDecimals, lesson.answerDecimals)
    marking = Marking(
      check.value ?? Matrix(0), errors: check.errorsByHand(decimals: decimals),
      LateSlips { slips ?? Slips(of: check, further: true, draws: draws) },
      known: check.known.map { known in
        Marking.Known(
          known.value,
          errors: known.kernel.errorsByHand(in: check.workspace, decimals: decimals),
          known.message)
      },
      decimals: decimals, factors: check.workspace.scalars,
      named: check.workspace.values.map { ($0.key, $0.value) }
        .sorted { $0.0.latex < $1.0.latex })
  }

  /// - Throws: why the answer cannot be read.
  package func judge(_ text: String) throws(TypedNumbers.Unreadable) -> Judgement {
    let reader = AnswerReader(check, spellings: spellings)
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
        reading: shape == key ? nil : shape == key.transposed ? .turnedShape : shapeHelp(shape))
    case .value: return mark(try reader.value(text))
    case .formula:
      let (kernel, value) = try reader.formula(text)
      return try judge(kernel, value)
    }
  }

  /// What has the shape, of what the formula is made from.
  private func shapeHelp(_ shape: Shape) -> Judgement.Reading? {
    guard let kernel = check.kernel else { return nil }
    let own = check.workspace.definition(of: kernel)?.kernel ?? kernel
    let tree = check.workspace.definition(of: kernel)?.tree ?? check.tree
    let parts = own.nodes.dropLast().filter { $0.shape == shape && !$0.isConstant }
    let part = parts.first { $0.operation.name != nil } ?? parts.first
    if let name = part?.operation.name { return .shapeOf(name.shown) }
    return part.flatMap { tree.part($0.location) }
      .map { .shapeOf($0.withoutParentheses.oneLine()) }
  }

  /// A typed formula is compared by algebra: with the key, with what the author expects, with the
  /// slips, with multiples of the key.
  private func judge(
    _ typed: Kernel, _ value: Matrix<Double>
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    guard let key = check.kernel else { return Judgement(read: value) }
    if draws.agree(typed, key) {
      if let name = typed.soleName, check.workspace.definition(of: typed) != nil {
        throw TypedNumbers.Unreadable(
          reason: "\(name.shown) is what is asked for: write what it is made from.")
      }
      return Judgement(isRight: true, read: value)
    }
    var judgement = Judgement(read: value)
    let expected = check.known.first { draws.agree($0.kernel, typed) }
    if let expected {
      judgement.reading = .author(expected.message)
    } else if let slip = marking.slips.slip(equalTo: typed) {
      judgement.reading = .diagnosis(.made([.slip(slip.fact, ties: slip.ties)]))
    }
    guard value.shape == key.shape else {
      let words = expected.map { Judgement.Remark.author($0.message) }
      judgement.remark = words ?? .shape(value.shape, wanted: key.shape)
      return judgement
    }
    if marking.isInBand(value) {
      if judgement.reading == nil { judgement.remark = .onlyHere }
    } else {
      judgement.entries = marking.entries(of: value)
    }
    return judgement
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

  func mark(_ answer: Matrix<Double>) -> Judgement { mark(TypedMatrix(answer)) }

  func mark(_ typed: TypedMatrix) -> Judgement {
    var judgement = Judgement(read: typed.value)
    switch marking.mark(typed) {
    case .right: judgement.isRight = true
    case .open: judgement.remark = .rightSoFar
    case .shape(let shape):
      let expected = check.known.first { marking.isValue(typed, $0.value) }
      judgement.remark =
        expected.map { .author($0.message) } ?? .shape(typed.value.shape, wanted: shape)
    case .wrong(let entries, let diagnosis):
      judgement.entries = entries
      judgement.reading = diagnosis.map { .diagnosis($0) }
      if case .made(let made)? = diagnosis, case .author(let words)? = made.first, made.count == 1 {
        judgement.reading = .author(words)
      }
      judgement.remark = carriedOn(typed).map { .carriedOn($0) }
    }
    return judgement
  }

  /// Whether the answer is right for what an earlier question was answered wrongly with.
  private func carriedOn(_ typed: TypedMatrix) -> Judgement.Carried? {
    guard let kernel = check.kernel, let key = check.value else { return nil }
    for carried in carried.reversed() {
      guard let followed = followed(kernel, carried),
        marking.isValue(typed, followed, errors: marking.errors), key.shape == followed.shape,
        !marking.isInBand(followed)
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
  init(of check: Check, further isFar: Bool = false, draws: Draws? = nil) {
    self =
      check.kernel.map {
        Slips(of: $0, check.tree, in: check.workspace, further: isFar, draws: draws)
      } ?? .none
  }
}

extension Check {
  /// How far honest handwork may come out from the key. Where a derivative is exact, or bounds say
  /// little, as much as is usual.
  func errorsByHand(decimals: Int) -> Matrix<Double>? {
    guard let kernel, let value else { return nil }
    let worked = workspace.definition(of: kernel)?.kernel ?? kernel
    let unit = Double.pow(10, -Double(decimals))
    let usual = value.map { 5 * unit + 0.01 * $0.magnitude }
    guard !worked.isMachineWork else { return usual }
    return worked.errorsByHand(in: workspace, decimals: decimals).combined(with: usual, min)
  }
}
