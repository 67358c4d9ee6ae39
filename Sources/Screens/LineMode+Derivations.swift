import Kernels
import Learning
import Questions
import Saying
import Typesetting

extension LineMode {
  static let noDerivation = "No line of a derivation is here."

  /// Said once at every formula in which a large value stands by its shape.
  static let shapesStand =
    "  [rows × columns] stands for a large matrix: values shows its numbers."

  /// The numbers of what was shown last: of a line of a derivation, or those of an operation that
  /// stand there by their shapes.
  mutating func numbers() -> [StyledLine] {
    guard derivationAsked == nil, let shown = current(), !shown.isDerivation else {
      return aboutLine { writer, line in writer.numbers(of: line) }
    }
    let last = study.walk.place.revealed - 1
    guard shown.reductions.indices.contains(last), shown.reductions[last].reduction.hasShapes
    else {
      return remark(
        shown.isReduced
          ? "All numbers of what was shown last stand there; next shows the next operation."
          : Self.noDerivation)
    }
    return writer.piece(last, of: withNumbers())
  }

  /// What is said at the place where one is, with the numbers of large values, too.
  private func withNumbers() -> Shown {
    Presenter(study, writer.values.withNumbers).shown(walk.place.stop, of: walk)
  }

  /// Something about the line of a derivation that was shown last.
  mutating func aboutLine(
    _ tell: (any LineWriter, Shown.DerivationLine) -> [StyledLine]
  ) -> [StyledLine] {
    if let check = derivationAsked {
      let line = Shown.DerivationLine(
        lastOf: study.attempt(check), check, writer.values.withNumbers)
      return line.map { tell(writer, $0) } ?? remark("You have written no line yet.")
    }
    guard current()?.isDerivation == true else { return remark(Self.noDerivation) }
    let shown = withNumbers()
    let revealed = study.walk.place.revealed
    guard revealed > 0 else {
      return remark("The first line is where it begins: next shows what follows from it.")
    }
    return tell(writer, shown.derivation[revealed - 1])
  }

  /// The question that asks for the lines of a derivation here, while it is not done.
  var derivationAsked: Check? {
    guard let check = walk.stop?.check, check.derivation != nil,
      study.attempt(check).canHelp
    else { return nil }
    return check
  }

  /// The question here whose answer may begin with a letter, while it is not done.
  private var askedInLetters: Check? {
    guard let check = walk.stop?.check, check.question.isOfLetters, study.attempt(check).canHelp
    else { return nil }
    return check
  }

  /// Whether a line answers what is asked here: letters are text where a formula is asked for, and
  /// only whole words ask for something else.
  func isAnswerInLetters(_ line: String) -> Bool {
    guard askedInLetters != nil, !line.allSatisfy(\.isWhitespace) else { return false }
    let word = line.split(whereSeparator: \.isWhitespace).first.map { $0.lowercased() } ?? ""
    guard let command = Command.named(word) else { return true }
    // A formula may begin with a name that is such a word.
    return command.entry.argument.isEmpty && line.contains { !$0.isLetter && !$0.isWhitespace }
  }

  /// What to say before a formula is typed.
  var linePrompt: String? {
    askedInLetters.map { check in
      check.derivation == nil
        ? "formula, or hint, next, quit > "
        : "line \(study.attempt(check).derivation.next), or hint, why, undo > "
    }
  }
}
