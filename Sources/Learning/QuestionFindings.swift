import Kernels
package import Lessons
import Matrices
import Notation
package import SourceText

extension Lesson {
  /// The lesson with what is wrong with its questions among its findings.
  package func checkingQuestions() -> Lesson {
    var lesson = self
    lesson.findings = (findings + questionFindings()).inReadingOrder()
    return lesson
  }

  /// What is wrong with its questions: each key is answered as a student would, and each known
  /// wrong answer given, at the lesson's numbers and at random draws of its givens.
  package func questionFindings() -> [Finding] {
    let checks = steps.flatMap(\.checks)
    guard !checks.isEmpty else { return [] }
    var trials = (0..<QuestionTrial.draws).map { Replay(of: workspace, drawing: $0) }
    return checks.flatMap { check -> [Finding] in
      let drawn = trials.indices.map {
        check.moved(to: trials[$0].workspace(at: check.workspace.moment))
      }
      return QuestionTrial(check, in: self).findings(at: drawn)
    }
  }
}

/// One question, tried out.
private struct QuestionTrial {
  static let draws: UInt64 = 20

  let check: Check
  let lesson: Lesson
  private let slips: Slips
  private let judge: Judge

  init(_ check: Check, in lesson: Lesson) {
    self.check = check
    self.lesson = lesson
    slips = Slips(of: check)
    judge = Judge(check, in: lesson, slips: slips)
  }

  private func finding(
    _ kind: FindingKind, at location: Location? = nil, _ summary: String, help: String
  ) -> Finding {
    Finding(
      kind, .warning, at: location ?? check.tree.location, summary, help: help)
  }

  func findings(at drawn: [Check]) -> [Finding] {
    guard let key = check.value, let kernel = check.kernel else { return [] }
    if check.kind.isShape { return [] }
    let judges = drawn.map { Judge($0, in: lesson, slips: slips.at($0.workspace)) }
    return known(judges) + answers(key, kernel, judges) + slipsThatHide()
  }

  // MARK: - The key

  private func answers(
    _ key: Matrix<Double>, _ kernel: Kernel, _ drawn: [Judge]
  ) -> [Finding] {
    if check.kind.isFormula {
      let typed = KeyboardWriter(Spellings(check.workspace)).text(check.formula)
      let isRight = typed.flatMap { try? judge.judge($0).isRight } ?? false
      return isRight
        ? []
        : [
          finding(
            .unanswerable, "\(check.formula.oneLine()) cannot be typed on a keyboard",
            help: "Ask for a part of it that has no ∂, ∇ or sum over examples, or for its value.")
        ]
    }
    let decimals = lesson.answerDecimals
    let style = NumberStyle(decimals: decimals + 3)
    if key.elements.contains(where: { $0 != 0 }), judge.marking.isInBand(key.map { _ in 0 }) {
      return [
        finding(
          .unanswerable,
          "The answer is at most \(style.text(key.largest)) in size: with \(decimals) decimals 0 "
            + "is right, too", help: "Make the numbers larger, or ask for a multiple of it.")
      ]
    }
    if key.shape.count > Self.mostEntries {
      return [
        finding(
          .unanswerable, "The answer is \(key.shape): nobody types \(key.shape.count) numbers",
          help: "Ask for its shape, a row or an entry.")
      ]
    }
    // Where it is not finite nothing is asked.
    let failing = drawn.count { judge in
      guard let value = judge.check.value, value.elements.allSatisfy(\.isFinite) else {
        return false
      }
      return !judge.mark(value).isRight
    }
    let worked = check.workspace.definition(of: kernel)?.kernel ?? kernel
    let byHand = worked.valueByHand(in: check.workspace)
    if failing > 0 {
      return [
        finding(
          .unanswerable,
          "At \(failing) of \(drawn.count) draws of the givens the key itself is marked wrong",
          help: "Is the key equal to one of the wrong answers below it there?")
      ]
    }
    if !worked.isMachineWork, !judge.mark(byHand).isRight {
      return [
        finding(
          .unanswerable,
          "Worked out by hand with three decimals, this comes to \(style.text(byHand.largest)), "
            + "and would be marked wrong",
          help: "Make the numbers larger, or ask for an earlier step.")
      ]
    }
    return []
  }

  private static let mostEntries = 36

  // MARK: - Slips

  /// Slips that these numbers do not show, or do not tell from another one.
  private func slipsThatHide() -> [Finding] {
    if let hidden = slips.hidden.first {
      return [
        finding(
          .undiagnosable,
          "With these numbers a slip gives the right answer: \(hidden.fact.told())",
          help: "Change the numbers, so that who makes it can be told.")
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
          help: "Change the numbers, so that what the two give is further apart.")
      ]
    }
    return []
  }

  // MARK: - Known wrong answers

  private func known(_ drawn: [Judge]) -> [Finding] {
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
  /// - Parameter isSilentToo: whether it is enough that nothing else is said: at random numbers several
  ///   slips may come to one.
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
