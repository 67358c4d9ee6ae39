import Kernels
import Lessons
import Matrices
import Notation

// What is said of answers and of changed givens, in words. Everything else in here holds values.

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
  fileprivate var text: String {
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
  fileprivate var text: String {
    switch self {
    case .digits: "Two digits are exchanged."
    case .point(1): "The decimal point is one place too far to the right."
    case .point(-1): "The decimal point is one place too far to the left."
    case .point(let places):
      "The decimal point is \(places.magnitude) places too far to the \(places > 0 ? "right" : "left")."
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
    case .rightButMore: "These are right; more are."
    case .rightAmongOthers: "The right ones are among them; not all are."
    case .someWrong: "Some of these are wrong."
    case .order(let problem): problem.text
    case .line(let line, true): "Line \(line) is right. Go on from there."
    case .line(let line, false):
      "Line \(line) is right for the numbers above it; the slip came before."
    case .turnedShape: "Rows and columns are the other way round."
    case .shapeOf(let part): "That is the shape of \(part)."
    }
  }
}

extension Arrangement.Problem {
  fileprivate var text: String {
    let names = needs.map(\.shown)
    let chain =
      names.count <= Self.longestWay
      ? names.joined(separator: ", which needs ")
      : "\(names[0]), which in the end needs \(names[names.count - 1])"
    return "\(line) needs \(chain), which comes only with \(later)."
  }

  /// More names than these are not read to the end.
  private static let longestWay = 3
}

extension Reply.Saying {
  var text: String {
    switch self {
    case .right: "Right."
    case .rightSlip(let run): "Right. \(run.explanation)"
    case .wrong: "Wrong."
    case .rightEntries(0, _): "No entry is right."
    case .rightEntries(let right, let count): "\(right) of \(count) entries are right."
    case .notYet: "Not yet."
    case .notYetByEntries: "Not yet: ✓ is right, ✗ is not."
    case .remark(let remark): remark.text
    case .reading(let reading): reading.text
    case .hint(let hint): hint
    case .noHintLeft: "Not yet. Ask for a hint to see the answer."
    case .unreadable(let reason): reason
    case .choices(let right): "It is \(right)."
    case .order(let order): "One right order is \(order)."
    case .slip(let line, let run): "It is line \(line). \(run.explanation)"
    case .shape(let shape): "It is \(shape)."
    case .value: "It is this."
    case .formula(let formula): "It is \(formula)."
    }
  }
}

extension Study.Refusal {
  package var reason: String {
    switch self {
    case .noEntry(let name): "\(name.shown) has no such entry."
    case .noValue(let name): "There is no value \(name.shown) in this lesson."
    case .computed(let name):
      "\(name.shown) is computed, not given. Open it down to a given, and change that."
    case .structural(let name):
      "\(name.shown) decides how large things are, or how far a sum goes; it can only be changed in "
        + "the file."
    case .shape(let name, let wanted, let own): "\(name.shown) is \(wanted), and this is \(own)."
    case .notFinite: "A given is a finite number."
    case .nothingToUndo: "There is no change to take back."
    case .nothingToRedo: "There is no change to make again."
    case .nothingChanged: "No given has been changed."
    }
  }
}

extension Study.Consequences {
  package var text: String {
    func count(_ number: Int, _ noun: String) -> String {
      "\(number) \(noun)\(number == 1 ? "" : "s")"
    }
    if equations == 0 { return "nothing else depends on it" }
    var parts = ["\(count(entries, "number")) in \(count(equations, "equation")) changed"]
    func claims(_ claims: [Claim], _ one: String, _ several: String) {
      guard let first = claims.first?.text else { return }
      parts.append(
        claims.count == 1
          ? "1 claim \(one): \(first)" : "\(claims.count) claims \(several), the first \(first)")
    }
    claims(broken, "no longer holds", "no longer hold")
    claims(mended, "holds again", "hold again")
    if broken.isEmpty, mended.isEmpty { parts.append("claims as before") }
    return parts.joined(separator: "; ")
  }
}

extension Study.Consequences.Claim {
  fileprivate var text: String { statement + (step.map { " in “\($0)”" } ?? "") }
}
