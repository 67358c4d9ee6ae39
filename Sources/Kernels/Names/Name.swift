package import Notation

/// The name of a value: a letter or word with what belongs to it. `W^{(1)}`, `\hat{\rho}`, `W^*`
/// and `J_{\text{sparse}}` are names; the index of `x_1` is not part of one unless the lesson
/// defines it so.
package struct Name: Hashable, Codable, Sendable {
  /// The letter or word in LaTeX's spelling: `W`, `\rho`, `\text{KL}`.
  package var base: String
  package var accents: [MathTree.Accent] = []
  package var isStarred = false
  /// A subscript that belongs to the name, as LaTeX; empty when there is none.
  package var label = ""
  /// What stands above it and belongs to the name, as LaTeX: `F` in `\mu^F`, a prime; empty when
  /// there is nothing.
  package var raised = ""
  /// The number in `W^{(1)}`, `W^{[1]}` and `W^1`.
  package var member: Int?
  /// Members that are numbered otherwise are a family of their own.
  package var memberStyle = MemberStyle.parentheses
  /// What a quantity is written with, as LaTeX without spaces: `W,b;x,y` in `J(W,b;x,y)`.
  package var arguments = ""

  /// How the number of a member is set.
  package enum MemberStyle: Hashable, Codable, Sendable {
    case parentheses, brackets, bare

    func latex(_ number: Int) -> String {
      switch self {
      case .parentheses: "(\(number))"
      case .brackets: "[\(number)]"
      case .bare: "\(number)"
      }
    }
  }

  package init(_ base: String) { self.base = base }

  /// Letter, subscript and layer tell nearly all names apart; hashing all of a name costs more than
  /// it saves, and without the subscript a chain of x₁, x₂, … meets in one place.
  package func hash(into hasher: inout Hasher) {
    hasher.combine(base)
    hasher.combine(label)
    hasher.combine(member)
  }

  /// The name as LaTeX, in one canonical form.
  package var latex: String {
    if base == Self.nabla { return "\\nabla_{\(label)} \(arguments)" }
    var written = accents.reduce(base) { "\\\($1.rawValue){\($0)}" }
    if !label.isEmpty { written += "_{\(label)}" }
    if !raised.isEmpty { written += "^{\(raised)}" }
    if let member { written += "^{\(memberStyle.latex(member))}" }
    if isStarred { written += "^*" }
    return arguments.isEmpty ? written : written + "(\(arguments))"
  }

  private static let nabla = "\\nabla"

  /// The derivative of a quantity by a name: what the lesson's own formula for it defines.
  static func derivative(of quantity: Name, by variable: Name) -> Name {
    var name = Name(nabla)
    name.label = variable.latex
    name.arguments = quantity.latex
    return name
  }

  package var isDerivative: Bool { base == Self.nabla }

  /// The name without its member: the family of `W^{(1)}` is `W`.
  var family: Name {
    var whole = self
    whole.member = nil
    return whole
  }

  /// The name without its one prime and its label; nil for one without.
  var unprimed: Name? {
    guard raised == "\\prime" else { return nil }
    var plain = self
    (plain.raised, plain.label) = ("", "")
    return plain
  }

  /// A member of the family.
  func numbered(_ member: Int) -> Name {
    var one = self
    one.member = member
    return one
  }

  /// The name without what belongs to it as a subscript: that of `x_1` is `x`.
  var unlabelled: Name {
    var bare = self
    bare.label = ""
    return bare
  }

  /// The name for messages: `W⁽¹⁾`.
  package var shown: String { MathReader.read(latex).oneLine() }
}
