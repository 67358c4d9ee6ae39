package import Kernels
import Matrices
package import SourceText

/// Claims that hold for the lesson's numbers, looked at with others.
extension Checker {
  package static func findingsAtDraws(_ workspace: Workspace, in file: SourceFile) -> [Finding] {
    // What happens after the last claim of interest, such as a long loop, is not asked for.
    let last = workspace.history.entries.lastIndex { entry in
      guard case .claim(let claim) = entry else { return false }
      return claim.location.file.path == file.path && claim.isGeneral
    }
    guard let last else { return [] }
    let history = workspace.history.upTo(last + 1)
    let own = Trial.run(history, fixed: workspace.structural, .own, in: file.path)
    let draws = Draws(workspace, history, own, in: file)
    return own.indices.compactMap { draws.finding($0) }
  }
}

/// What becomes of the claims of a lesson at random givens.
private struct Draws {
  private let workspace: Workspace
  private let own: [Trial.Result]
  private let path: String
  private let runs: [[Trial.Result]]
  /// Runs whose givens keep what the lesson states of them.
  private let keeping: [[Trial.Result]]
  /// Claims about givens alone that other givens do not fulfil: conditions.
  private let conditions: Set<Int>

  init(
    _ workspace: Workspace, _ history: History, _ own: [Trial.Result], in file: SourceFile
  ) {
    self.workspace = workspace
    self.own = own
    path = file.path
    let fixed = workspace.structural
    var runs = Trial.runs(history, fixed: fixed, in: file.path)
    // At numbers that cannot tell, gentler ones are asked.
    let isUntold = own.indices.contains { index in
      own[index].isGeneral && !runs.contains { $0[index].verdict != .untold }
    }
    if isUntold {
      runs += Trial.runs(history, fixed: fixed, in: file.path) { .gentle(seed: $0) }
    }
    self.runs = runs
    let ofGivens = own.indices.filter { index in
      let claim = own[index].claim
      return own[index].holds && !claim.relation.isOrder
        && claim.names.allSatisfy { workspace.isGiven($0) && workspace.formulas[$0] == nil }
    }
    let broken = ofGivens.filter { index in runs.contains { !$0[index].holds } }
    func drawn(keeping claims: [Int]) -> [[Trial.Result]] {
      let names = claims.reduce(into: Set<Name>()) { $0.formUnion(own[$1].claim.names) }
      guard !names.isEmpty else { return [] }
      return Trial.runs(history, fixed: fixed, in: file.path) { .keeping(names, seed: $0) }
    }
    // What a given happens to be is kept only for a claim that then holds: a matrix that is
    // symmetric by accident is not drawn so because something else is said of it.
    let first = drawn(keeping: broken)
    let kept = broken.filter { index in first.allSatisfy { $0[index].holds } }
    keeping = kept.count == broken.count ? first : drawn(keeping: kept)
    conditions = Set(broken.filter { own[$0].isGeneral })
  }

  /// Whether a claim holds in all runs that keep the conditions.
  private func isKept(_ index: Int) -> Bool {
    !keeping.isEmpty && keeping.allSatisfy { $0[index].holds }
  }

  func finding(_ index: Int) -> Finding? {
    let result = own[index]
    let failing = runs.map { $0[index] }.filter { !$0.holds }
    guard result.isGeneral, result.holds, result.claim.location.file.path == path,
      let first = failing.first, !isKept(index)
    else { return nil }
    if conditions.contains(index) {
      return Finding(
        .claimNotGeneral, .hint, at: result.claim.location,
        "This holds for the lesson's numbers, and not for others: it is taken as a condition",
        help: "What follows is looked at with these numbers only, as far as it uses "
          + "\(list(result.claim.names)).")
    }
    if let condition = unkeptCondition(of: result.claim, before: index) {
      return Finding(
        .claimNotGeneral, .hint, at: result.claim.location,
        "This holds for the lesson's numbers; whether it does in general cannot be told",
        help: "Random numbers do not keep the condition that is stated before.",
        notes: [.init(condition.location, "the condition")])
    }
    let style = NumberStyle(decimals: 6)
    let difference = Claims.difference(first.left, first.right)
    return Finding(
      .claimNotGeneral, .warning, at: result.claim.location,
      "This holds for the lesson's numbers, and not in general: at \(failing.count) of "
        + "\(runs.count) random draws of the givens it fails",
      help: "The largest difference of the first of them is \(style.text(difference.largest)). "
        + (ClaimDiagnosis.of(failing)?.text ?? "Was it a coincidence of the numbers?"))
  }

  /// A condition on something that the claim is made from, that random numbers do not keep.
  private func unkeptCondition(of claim: History.Claim, before index: Int) -> History.Claim? {
    let sources = workspace.closure(of: claim.names)
    return conditions.sorted().first { condition in
      condition < index && !isKept(condition)
        && !own[condition].claim.names.isDisjoint(with: sources)
    }.map { own[$0].claim }
  }

  private func list(_ names: Set<Name>) -> String {
    names.map(\.shown).sorted().joined(separator: " or ")
  }
}

extension History.Claim {
  /// Whether it should hold for any numbers.
  var isGeneral: Bool { !isAboutNumbers && !relation.isOrder }

  /// The names that its sides are made from.
  fileprivate var names: Set<Name> { left.names.union(right.names) }
}
