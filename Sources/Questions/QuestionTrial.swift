import Kernels
import Matrices
import Notation
package import SourceText

/// One question, tried out: what kinds of question have in common of what `check` looks at.
package struct QuestionTrial {
  package static let draws: UInt64 = 20

  package let check: Check
  /// Those that an answer has.
  let decimals: Int
  private let slips: Slips
  let judge: Judge
  /// The question at random draws of the givens.
  let drawn: [Judge]

  package init(_ check: Check, at drawn: [Check], decimals: Int) {
    self.check = check
    self.decimals = decimals
    let slips = Slips(of: check)
    self.slips = slips
    judge = Judge(check, decimals: decimals, slips: slips)
    self.drawn =
      check.formulaKey == nil
      ? []
      : drawn.map { Judge($0, decimals: decimals, slips: slips.at($0.workspace)) }
  }

  package var findings: [Finding] { check.question.findings(self) }

  func finding(
    _ kind: FindingKind, at location: Location? = nil, _ summary: String, help: String
  ) -> Finding {
    Finding(
      kind, .warning, at: location ?? check.tree.location, summary, help: help)
  }

  // MARK: - Slips

  /// Slips that these numbers do not show, or do not tell from another one.
  func slipsThatHide() -> [Finding] {
    if let hidden = slips.hidden.first {
      return [
        finding(
          .undiagnosable,
          "With these numbers a slip gives the right answer: \(hidden.fact.told())",
          help: "Change the numbers, so that who makes it can be told" + numbersThatTell())
      ]
    }
    for slip in slips.slips where !slip.kernel.isMachineWork {
      let answer = slip.kernel.valueByHand(in: check.workspace)
      guard answer.elements.allSatisfy(\.isFinite),
        let other = judge.marking.confused(answer, with: slip)
      else { continue }
      return [
        finding(
          .undiagnosable,
          "With these numbers two slips cannot be told apart: \(slip.fact.told()); "
            + other.fact.told(),
          help: "Change the numbers, so that what the two give is further apart" + numbersThatTell()
        )
      ]
    }
    return []
  }

  /// One given with other numbers, at which no slip hides and no two are confused, to be said
  /// behind a sentence without its full stop.
  private func numbersThatTell() -> String {
    let workspace = check.workspace
    let changeable = workspace.changeable.map(\.name).sorted { $0.latex < $1.latex }
    for seed in 0..<Self.suggestions {
      var fresh = FreshNumbers(seed: seed)
      let givens = fresh.givens(of: workspace)
      for name in changeable {
        guard let value = givens[name], value != workspace.values[name],
          value.shape.count <= Self.mostSuggested
        else { continue }
        var replay = Replay(of: workspace, giving: [name: value])
        let moved = check.moved(to: replay.end())
        if QuestionTrial(moved, at: [], decimals: decimals).tellsSlipsApart {
          let written = value.tree(NumberStyle(decimals: decimals)).latex
          return ": with \(name.latex) = \(written), say."
        }
      }
    }
    return "."
  }

  private static let suggestions: UInt64 = 6
  /// A given with more entries is not written out.
  private static let mostSuggested = 12

  /// Whether its key and every slip can be told from one another.
  private var tellsSlipsApart: Bool {
    guard let key = check.value, key.isFinite, slips.hidden.isEmpty, judge.mark(key).isRight else {
      return false
    }
    return slips.slips.allSatisfy { slip in
      guard !slip.kernel.isMachineWork else { return true }
      let answer = slip.kernel.valueByHand(in: check.workspace)
      return !answer.isFinite || judge.marking.confused(answer, with: slip) == nil
    }
  }

  // MARK: - Known wrong answers

  func known() -> [Finding] {
    check.known.indices.compactMap { index in
      // One that is the right answer at the lesson's numbers was found when the file was read.
      guard let key = check.value, !check.known[index].value.isClose(to: key, tolerance: 1e-9)
      else { return nil }
      let place = check.known[index].location
      if !fires(index, judge) {
        return finding(
          .deadSlip, at: place, "Who gives this wrong answer is told something else",
          help: "Another of the wrong answers here comes to the same: keep one of them.")
      }
      let silent = drawn.count { !fires(index, $0, orSilent: true) }
      guard silent > 0 else { return nil }
      return finding(
        .deadSlip, at: place,
        "At \(silent) of \(drawn.count) draws of the givens this wrong answer is the right one, or "
          + "another of those here", help: "Is it wrong in general? Then change the formula.")
    }
  }

  /// Whether who gives the wrong answer is told so in the author's words. Where something is not
  /// finite nobody gives it.
  /// - Parameter isSilentToo: whether it is enough that nothing else is said: at random numbers
  ///   several slips may come to one.
  private func fires(_ index: Int, _ judge: Judge, orSilent isSilentToo: Bool = false) -> Bool {
    let known = judge.check.known[index]
    let values = [known.value] + [judge.check.value].compactMap { $0 }
    guard values.allSatisfy({ $0.elements.allSatisfy(\.isFinite) }) else { return true }
    let judgement = judge.mark(known.value)
    guard !judgement.isRight else { return false }
    if isSilentToo, judgement.reading == nil { return true }
    if case .diagnosis(.made(let made))? = judgement.reading {
      // Two of the author's that come to the same are one too many.
      let authors = made.filter { if case .author = $0 { true } else { false } }
      return authors == [.author(known.message)]
    }
    return judgement.reading == .author(known.message)
      || judgement.remark == .author(known.message)
  }
}
