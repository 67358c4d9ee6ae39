import Kernels
import Matrices

/// The rules by which a step is made: as few as say why each of the laws is needed without which
/// its lines part.
struct Recognition {
  let rules: Set<Rule>
  /// Whether no law is needed.
  let isRearrangement: Bool

  init(_ inference: Inference, _ lesson: DrawnLesson) {
    let laws = Signature(inference, lesson).laws
    let candidates = Candidates(inference, laws, lesson).all
    rules = Cover(of: laws, by: candidates).rules
    isRearrangement = laws.isEmpty
  }
}

/// A rule that would say why some laws are needed.
struct Candidate {
  var rule: Rule
  /// Without these it would not have been used.
  var needs: Set<Law>
  /// These it may need as well.
  var explains: Set<Law> = []
  /// Where several would do, the one that costs less is named.
  var cost = 1.0

  var covers: Set<Law> { needs.union(explains) }
}

/// As few candidates as cover all laws.
struct Cover {
  private(set) var rules: Set<Rule> = []
  private var best: (cost: Double, chosen: [Int])?
  private let candidates: [Candidate]

  init(of laws: Set<Law>, by candidates: [Candidate]) {
    self.candidates = candidates
    // What no rule explains is left: a step may need a law for which there is no name.
    let explained = candidates.reduce(into: Set<Law>()) { $0.formUnion($1.covers) }
    search(laws.intersection(explained), [], 0)
    rules = Set((best?.chosen ?? []).map { candidates[$0].rule })
  }

  private mutating func search(_ open: Set<Law>, _ chosen: [Int], _ cost: Double) {
    if let best, cost >= best.cost { return }
    guard !open.isEmpty else {
      best = (cost, chosen)
      return
    }
    // The law for which the fewest rules are left decides first.
    let choices = open.map { law in
      candidates.indices.filter { candidates[$0].covers.contains(law) }
    }
    let fewest = choices.min { ($0.count, $0) < ($1.count, $1) } ?? []
    for index in fewest {
      search(
        open.subtracting(candidates[index].covers), chosen + [index], cost + candidates[index].cost)
    }
  }
}

private func < (a: (Int, [Int]), b: (Int, [Int])) -> Bool {
  a.0 != b.0 ? a.0 < b.0 : a.1.lexicographicallyPrecedes(b.1)
}
