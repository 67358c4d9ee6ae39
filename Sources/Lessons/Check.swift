package import Kernels
package import Matrices
package import Notation
package import SourceText

/// A self-check: what the question before it asks for, with everything that marking needs. The key
/// is a formula over the lesson's names, so it cannot drift.
package struct Check: Sendable {
  package enum Kind: Sendable {
    /// A number, a vector or a matrix.
    case value
    case shape
    /// A formula is typed and compared by its values.
    case formula
    /// The numbers of the right choices, counted from 1, and how many there are.
    case choice(right: Set<Int>, of: Int)
    /// Formulas are put in the order in which they are computed.
    case order(Arrangement)
    /// In a run that was done wrongly the line with the slip is to be found.
    case slip(WrongRun)

    package var isValue: Bool { if case .value = self { true } else { false } }
    package var isShape: Bool { if case .shape = self { true } else { false } }
    package var isFormula: Bool { if case .formula = self { true } else { false } }
    package var isChoice: Bool { if case .choice = self { true } else { false } }
    package var wrongRun: WrongRun? { if case .slip(let run) = self { run } else { nil } }
  }

  /// A wrong answer that the author expects.
  package struct KnownSlip: Sendable {
    package var kernel: Kernel
    package var value: Matrix<Double>
    package var message: String
    package var location: Location
  }

  /// The step's anchor and the number of the check in it.
  package var id: String
  package var location: Location
  package var kind: Kind
  /// The key as it is written; empty for a choice, an order or a slip.
  package var tree: MathTree
  package var kernel: Kernel?
  package var value: Matrix<Double>?
  /// Given one after the other.
  package var hints: [String]
  /// How many decimals the question asks for, where it says so: “to 2 decimals”.
  package var decimals: Int?
  package var known: [KnownSlip]
  /// The names and values at this place of the lesson.
  package var workspace: Workspace

  /// - Parameter kernel: the formula of the key, for what has one; its value is computed.
  package init(
    id: String, location: Location, kind: Kind, tree: MathTree, kernel: Kernel? = nil,
    hints: [String] = [], in workspace: Workspace
  ) {
    self.id = id
    self.location = location
    self.kind = kind
    self.tree = tree
    self.kernel = kernel
    value = kernel?.value(in: Scope<Double>(workspace))
    self.hints = hints
    known = []
    self.workspace = workspace
  }
}

extension Check {
  /// The kind for tools: number, vector, matrix, shape, formula, choice, order, slip.
  package var kindName: String {
    switch kind {
    case .shape: return "shape"
    case .formula: return "formula"
    case .choice: return "choice"
    case .order: return "order"
    case .slip: return "slip"
    case .value:
      let shape = value?.shape ?? .scalar
      return shape.isScalar ? "number" : shape.isVector ? "vector" : "matrix"
    }
  }

  /// The key in the author's words: LaTeX, or the numbers of choices or lines.
  package var key: String {
    switch kind {
    case .choice(let right, _): right.sorted().map(String.init).joined(separator: ", ")
    case .order(let arrangement):
      arrangement.solution.map(String.init).joined(separator: " ")
    case .slip(let run): String(run.wrong + 1)
    case .value, .shape, .formula: tree.latex
    }
  }

  /// The same question at other values of the names.
  package func moved(to workspace: Workspace) -> Check {
    var check = self
    let scope = Scope<Double>(workspace)
    check.workspace = workspace
    check.value = kernel?.value(in: scope)
    if case .slip(let run) = kind { check.kind = .slip(run.moved(to: workspace)) }
    for index in known.indices { check.known[index].value = known[index].kernel.value(in: scope) }
    return check
  }
}
