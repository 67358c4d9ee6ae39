import Notation
package import SourceText

/// What the statements of a lesson did, in order: enough to do it again with other givens.
package struct History: Sendable {
  package struct Claim: Sendable {
    package var location: Location
    var relation: Relation
    var left: Kernel
    var right: Kernel
  }

  enum Entry: Sendable {
    case give(Name)
    case define(Name, Kernel)
    case draw(Name, Kernel)
    case update([(name: Name, kernel: Kernel)])
    case claim(Claim)
  }

  private(set) var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }
}
