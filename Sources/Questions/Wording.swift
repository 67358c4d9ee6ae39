import Kernels
import Matrices
import Notation

// What is said of answers, in words; what only one kind of question says stands in its file.
// Everything else in here holds values.

extension QuestionLine.Why {
  /// What stands at the right of the line.
  package var text: String {
    switch self {
    case .told(let words): words
    case .asked: "by which rule?"
    }
  }
}

extension Marking.Diagnosis {
  package var text: String {
    switch self {
    case .made(let made): return made.map(\.text).joined(separator: " Or: ")
    case .residual(let part, true): return "What is missing is exactly \(part)."
    case .residual(let part, false): return "What is too much is exactly \(part)."
    case .other(let name): return "That is \(name.shown); something else is asked for."
    case .factor(-1, _): return "Only the sign is the other one."
    case .factor(let factor, let name):
      let isLarge = factor.magnitude > 1
      let shown = NumberStyle(decimals: 4).text(isLarge ? factor : 1 / factor)
      return "It is \(shown) times too \(isLarge ? "large" : "small")"
        + (name.map { ": \(shown) is \($0.text)." } ?? ".")
    }
  }
}

extension Marking.Made {
  /// Of several that are the same by algebra nobody reads more than two.
  package var text: String {
    switch self {
    case .slip(let fact, let ties):
      ([fact] + ties.filter { $0.kind != nil }.prefix(1)).map { $0.sentence() }
        .joined(separator: " Or: ")
    case .author(let words): words
    case .pen(let slip): slip.text
    }
  }
}

extension SlipOfThePen {
  var text: String {
    switch self {
    case .digits: "Two digits are exchanged."
    case .point(1): "The decimal point is one place too far to the right."
    case .point(-1): "The decimal point is one place too far to the left."
    case .point(let places):
      "The decimal point is \(places.magnitude) places too far to the "
        + (places > 0 ? "right." : "left.")
    case .sign(let entry): "Only the sign of entry \(entry + 1) is the other one."
    case .copied(let entry, let other):
      "Entry \(entry + 1) has the value of entry \(other + 1); the others are right."
    case .zero(let entry): "Entry \(entry + 1) was left 0; the others are right."
    }
  }
}

extension Marking.NamedFactor {
  fileprivate var text: String { isInverse ? "1/\(name.shown)" : name.shown }
}

extension Judgement.Remark {
  package var text: String {
    switch self {
    case .author(let words): words
    case .shape(let own, let wanted):
      "Yours is \(own), it is \(wanted)" + (own == wanted.transposed ? ": transposed?" : ".")
    case .carriedOn(let carried):
      "This is consistent with your \(carried.text), which was off: the step itself is right. "
        + "Take the exact value and it comes out."
    case .rightSoFar: "Right so far; one decimal more."
    case .onlyHere: "It gives this number here, and not with other givens."
    case .follows(let place, let count, let isExplained):
      place.text(of: count, isExplained: isExplained)
    }
  }
}

extension Judgement.Carried {
  fileprivate var text: String {
    switch self {
    case .name(let name): name.shown
    case .formula(let formula): formula
    case .answerBefore: "answer before"
    }
  }
}

extension Judgement.Reading {
  package var text: String {
    switch self {
    case .author(let words): words
    case .diagnosis(let diagnosis): diagnosis.text
    case .choice(let reading): reading.text
    case .order(let problem): problem.text
    case .slip(let reading): reading.text
    case .shape(let reading): reading.text
    case .line(let wrong): wrong.text
    }
  }
}

extension Reply.Saying {
  package var text: String {
    switch self {
    case .right(let explanation): "Right." + (explanation.map { " \($0)" } ?? "")
    case .wrong: "Wrong."
    case .rightEntries(0, _): "No entry is right."
    case .rightEntries(let right, let count): "\(right) of \(count) entries are right."
    case .notYet(let kept): "Not yet" + kept.text(".")
    case .notYetByEntries(let kept): "Not yet: ✓ is right, ✗ is not" + kept.text(".")
    case .remark(let remark): remark.text
    case .reading(let reading): reading.text
    case .hint(let hint): hint
    case .next(let label): "Next, \(label):"
    case .derivation(let hint): hint.text
    case .derived: "It holds."
    case .takenBack(1): "Taken back: only the first line stands."
    case .takenBack(let number): "Taken back: the last line is line \(number)."
    case .noHintLeft: "Not yet. Ask for a hint to get on."
    case .unreadable(let reason): reason
    case .answer(let words): words
    case .value: "It is this."
    }
  }
}

extension Reply.Kept {
  /// What follows the verdict; how help is asked for is said below it.
  fileprivate func text(_ end: String) -> String {
    switch self {
    case .nothing: end
    case .slip: "\(end) It looks like a slip that has a name; a hint says which."
    case .another: "\(end) Choose another one, or ask for a hint."
    case .missing: "\(end) Something is missing; a hint says what."
    }
  }
}
