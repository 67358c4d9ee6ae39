import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
import Typesetting

/// Opening numbers, where they are used, and what-if, as words.
extension LineMode {
  // MARK: - Numbers

  /// The number that is meant: one of those in the opened one by its place, or one by its name.
  private func number(_ text: String) throws(Study.Unopenable) -> OpenNumber {
    if let open = trail.last, let place = Int(text) {
      let operands = open.opening(study.lesson.style).operands
      guard operands.indices.contains(place - 1) else {
        throw Study.Unopenable(
          reason: operands.isEmpty
            ? "It is not made from other numbers." : "There are numbers 1 to \(operands.count).")
      }
      return operands[place - 1]
    }
    guard !text.isEmpty else {
      throw Study.Unopenable(reason: "Name a number, such as z2_1 or W1_12.")
    }
    return try study.number(typed: text)
  }

  mutating func open(_ text: String) -> [StyledLine] {
    do {
      let number = try number(text)
      if Int(text) == nil { trail = [] }
      trail.append(number)
      return lines(of: number)
    } catch {
      return remark(error.reason)
    }
  }

  func lines(of number: OpenNumber) -> [StyledLine] {
    writer.number(ShownOpening(number, in: study.lesson))
  }

  mutating func uses(_ text: String) -> [StyledLine] {
    do {
      let number = try number(text)
      guard let uses = study.uses(of: number) else {
        return remark("Only a number with a name is used elsewhere.")
      }
      let shown = ShownUses(of: number, uses, in: study)
      if shown.rows.isEmpty {
        return remark("Nothing further down uses \(shown.title.oneLine()).")
      }
      return writer.uses(shown)
    } catch {
      return remark(error.reason)
    }
  }

  // MARK: - What if

  mutating func change(
    _ text: String, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else {
      return remark("Say which given, and its new value: change W1_12 = 0.5")
    }
    do {
      let number = try number(parts[0].filter { !$0.isWhitespace })
      guard let given = number.given else {
        return remark("\(parts[0]) is computed, not given; open leads down to the givens.")
      }
      let typed: TypedNumbers
      do {
        typed = try TypedNumbers(parts[1])
      } catch {
        return remark(error.reason)
      }
      guard typed.values.count == 1 else { return remark("One number at a time here.") }
      return changed(&effects) { study throws(Study.Refusal) in
        try study.give(given.name, row: given.row, column: given.column, typed.values[0])
      }
    } catch {
      return remark(error.reason)
    }
  }

  mutating func changed(
    _ effects: inout [WalkScreen.Effect],
    _ change: (inout Study) throws(Study.Refusal) -> Study.Consequences
  ) -> [StyledLine] {
    do {
      let outcome = try change(&study)
      trail = []
      shown = nil
      effects.append(.record(JournalEvent(givensOf: study)))
      let head = study.givens.isEmpty ? "The lesson's own givens: " : "What if: "
      let breakdown = outcome.breakdown.map { "\($0) undo takes it back. " } ?? ""
      return remark(head + breakdown + outcome.text + ".") + here()
    } catch {
      return remark(error.reason)
    }
  }
}
