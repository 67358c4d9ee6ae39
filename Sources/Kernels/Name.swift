package import Notation

/// The name of a value: a letter or word with what belongs to it. `W^{(1)}`, `\hat{\rho}`, `W^*` and
/// `J_{\text{sparse}}` are names; the index of `x_1` is not part of one unless the lesson defines it
/// so.
package struct Name: Hashable, Sendable {
  /// The letter or word in LaTeX's spelling: `W`, `\rho`, `\text{KL}`.
  package var base: String
  package var accents: [MathTree.Accent] = []
  package var isStarred = false
  /// A subscript that belongs to the name, as LaTeX; empty when there is none.
  package var label = ""
  /// The number in `W^{(1)}`.
  package var member: Int?

  package init(_ base: String) { self.base = base }

  /// The name as LaTeX, in one canonical form.
  package var latex: String {
    var written = accents.reduce(base) { "\\\($1.rawValue){\($0)}" }
    if !label.isEmpty { written += "_{\(label)}" }
    if let member { written += "^{(\(member))}" }
    if isStarred { written += "^*" }
    return written
  }

  /// The name for messages: `W⁽¹⁾`.
  package var shown: String { MathReader.read(latex).oneLine() }
}
