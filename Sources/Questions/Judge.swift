package import Kernels
package import Matrices

/// Marks the answers to one question.
package struct Judge: Sendable {
  /// A wrong answer to another question, which may have been carried on.
  package struct Carried: Sendable {
    /// What that question asked for, and every name that has its value.
    var asked: Judgement.Carried
    var names: [Name]
    var right: Matrix<Double>
    var wrong: Matrix<Double>

    package init(
      asked: Judgement.Carried, names: [Name], right: Matrix<Double>, wrong: Matrix<Double>
    ) {
      (self.asked, self.names, self.right, self.wrong) = (asked, names, right, wrong)
    }
  }

  package let check: Check
  package let marking: Marking
  private var carried: [Carried]
  /// What has been written already of a derivation that is asked for.
  package var derivation = OwnDerivation()
  let draws: Draws
  let reader: AnswerReader

  /// - Parameters:
  ///   - most: the decimals that an answer has where the question says nothing.
  ///   - slips: those of the key, when they have been made already.
  package init(_ check: Check, decimals most: Int, carried: [Carried] = [], slips: Slips? = nil) {
    self.check = check
    self.carried = carried
    let isTyped = if case .formula = check.question.answer { true } else { false }
    reader = AnswerReader(check, spellings: isTyped ? Spellings(check.workspace) : nil)
    let draws = Draws(of: check.workspace)
    self.draws = draws
    let decimals = min(check.decimals ?? most, most)
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

  /// The same with wrong answers to other questions, which may be carried on in this one.
  package func carrying(_ carried: [Carried]) -> Judge {
    var judge = self
    judge.carried = carried
    return judge
  }

  /// - Throws: why the answer cannot be read.
  package func judge(_ text: String) throws(TypedNumbers.Unreadable) -> Judgement {
    try check.question.judge(text, by: self)
  }

  /// Everything that can be said of an answer.
  package func told(_ judgement: Judgement) -> Reply.Saying {
    if let remark = judgement.remark { return .remark(remark) }
    if judgement.isRight { return .right(check.question.explanation) }
    if let reading = judgement.reading { return .reading(reading) }
    guard let entries = judgement.entries, entries.count > 1 else { return .wrong }
    return .rightEntries(entries.count { $0 }, of: entries.count)
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
