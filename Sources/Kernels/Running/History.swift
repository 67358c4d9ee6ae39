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

  package private(set) var entries: ArraySlice<Entry> = []
  /// Entries that do once more what the one before them did, and can be done all at once.
  package private(set) var repeats: [Range<Int>] = []
  /// What was prepared to do it again.
  private(set) var preparations = Preparations()

  mutating func append(_ entry: Entry) {
    entries.append(entry)
    preparations = Preparations()
  }

  /// What was done last once more, so many times.
  mutating func repeatLast(times: Int) {
    guard let last = entries.last else { return }
    repeats.append(entries.count..<entries.count + times)
    entries += Array(repeating: last, count: times)
    preparations = Preparations()
  }

  /// The same with other values for some names. One that is computed is given instead: it is cut
  /// loose from its formula.
  func giving(_ givens: [Name: Matrix<Double>]) -> History {
    guard !givens.isEmpty else { return self }
    var history = self
    for index in entries.indices {
      switch entries[index] {
      case .give(let name, _):
        if let value = givens[name] { history.entries[index] = .give(name, value) }
      case .draw(let name, _), .define(let name, _):
        guard let value = givens[name] else { continue }
        history.entries[index] = .give(name, value)
        history.preparations = Preparations()
      case .update, .claim: continue
      }
    }
    return history
  }

  package func upTo(_ moment: Int) -> History {
    guard moment < entries.count else { return self }
    var history = self
    history.entries = entries[..<moment]
    return history
  }

  /// The updates that are done again from a moment on, how many times as far as the wanted one, and
  /// when they were done again first; nil where something else is done.
  package func again(
    from moment: Int, upTo wanted: Int
  ) -> (updates: [(name: Name, kernel: Kernel)], times: Int, first: Int)? {
    guard let range = repeats.last(where: { $0.lowerBound <= moment }),
      moment < min(range.upperBound, wanted, entries.count),
      case .update(let updates) = entries[moment]
    else { return nil }
    return (updates, min(range.upperBound, wanted, entries.count) - moment, range.lowerBound)
  }
}
