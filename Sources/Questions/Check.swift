package import Kernels
package import Matrices
package import Notation
package import SourceText

/// A self-check: what the question before it asks for, with everything that marking needs.
package struct Check: Sendable {
  /// What is asked for, and what it takes to read, mark and show that. A kind more is a file in
  /// `Kinds/`, a case, and a line in each of the two lists below.
  package enum Kind: Sendable {
    case value(ValueQuestion)
    case shape(ShapeQuestion)
    case formula(FormulaQuestion)
    case choice(ChoiceQuestion)
    case order(OrderQuestion)
    case slip(SlipQuestion)
    case derive(DeriveQuestion)

    /// What is to be known of its kind, by which everybody else asks.
    package var question: any QuestionKind {
      switch self {
      case .value(let question): question
      case .shape(let question): question
      case .formula(let question): question
      case .choice(let question): question
      case .order(let question): question
      case .slip(let question): question
      case .derive(let question): question
      }
    }

    /// In the order in which a key is tried: every key is that of a value.
    static let all: [any QuestionKind.Type] = [
      ChoiceQuestion.self, OrderQuestion.self, SlipQuestion.self, DeriveQuestion.self,
      ShapeQuestion.self, FormulaQuestion.self, ValueQuestion.self,
    ]
  }

  /// The step's anchor and the number of the check in it.
  package var id: String
  package var location: Location
  package var kind: Kind
  /// Given one after the other.
  package var hints: [String]
  /// Whether they are the lines of working, which then are not given again.
  package var hintsAreWorking = false
  /// How many decimals the question asks for, where it says so: “to 2 decimals”.
  package var decimals: Int?
  /// Those with which its numbers are shown.
  package var shownDecimals = 4
  /// The names and values at this place of the lesson.
  package var workspace: Workspace

  package init(
    id: String, location: Location, kind: Kind, hints: [String] = [], in workspace: Workspace
  ) {
    self.id = id
    self.location = location
    self.kind = kind
    self.hints = hints
    self.workspace = workspace
  }
}

extension Check {
  package var question: any QuestionKind { kind.question }

  /// The formula of the key, for the kinds that have one.
  package var formulaKey: FormulaKey? { question.formulaKey }
  package var kernel: Kernel? { formulaKey?.kernel }
  package var value: Matrix<Double>? { formulaKey?.value }
  /// The formula of the key as it is written; empty where there is none.
  package var tree: MathTree { formulaKey?.tree ?? .row([], location) }
  package var known: [KnownSlip] { formulaKey?.known ?? [] }

  /// The kind for tools: number, vector, matrix, shape, formula, choice, order, slip,
  /// derive.
  package var kindName: String { question.name }

  /// The key in the author's words: LaTeX, or the numbers of choices or lines.
  package var key: String { question.key }

  /// The derivation that is asked for.
  package var derivation: AuthorDerivation? {
    if case .derive(let question) = kind { question.author } else { nil }
  }

  /// The lines of a derivation that stand from the beginning.
  var derivationAtStart: OwnDerivation {
    if case .derive(let question) = kind { question.start } else { OwnDerivation() }
  }

  /// The same question at other values of the names.
  package func moved(to workspace: Workspace) -> Check {
    var check = self
    check.workspace = workspace
    check.kind = question.moved(to: workspace).kind
    return check
  }
}

/// A key that is a formula over the lesson's names, and so cannot drift.
package struct FormulaKey: Sendable {
  /// As it is written.
  package var tree: MathTree
  package var kernel: Kernel
  package private(set) var value: Matrix<Double>
  package var known: [KnownSlip] = []

  package init(_ tree: MathTree, _ kernel: Kernel, in workspace: Workspace) {
    self.tree = tree
    self.kernel = kernel
    value = kernel.value(in: Scope<Double>(workspace))
  }

  func moved(to workspace: Workspace) -> FormulaKey {
    let scope = Scope<Double>(workspace)
    var key = self
    key.value = kernel.value(in: scope)
    for index in known.indices { key.known[index].value = known[index].kernel.value(in: scope) }
    return key
  }

  /// The formula that is asked for: of a name alone what defines it.
  func formula(in workspace: Workspace) -> MathTree {
    workspace.definition(of: kernel)?.tree ?? tree
  }
}

/// A wrong answer that the author expects.
package struct KnownSlip: Sendable {
  package var kernel: Kernel
  package var value: Matrix<Double>
  package var message: String
  package var location: Location
}
