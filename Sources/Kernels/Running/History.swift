package import Matrices
package import SourceText

/// What the statements of a lesson did, in order: enough to do it again with other givens.
package struct History: Sendable {
  package struct Claim: Sendable {
    package var location: Location
    package var relation: Relation
    package var left: Kernel
    package var right: Kernel
    /// Whether a side is a number as it is typed: what holds of these numbers need not hold of
    /// others.
    package var isAboutNumbers: Bool
  }

  package enum Entry: Sendable {
    case give(Name, Matrix<Double>)
    case draw(Name, Kernel)
    case define(Name, Workspace.Formula)
    case update([(name: Name, kernel: Kernel)])
    case claim(Claim)
  }

  package var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }
}
