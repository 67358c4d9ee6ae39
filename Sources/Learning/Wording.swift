import Kernels
import Matrices
import Notation

// What is said of changed givens, in words. Everything else in here holds values.

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
