package import Kernels
package import Matrices

/// What an answer is compared with, written out as values with the words for them: for whoever
/// marks elsewhere by the rule of `Marking`.
package struct MarkingTable: Sendable {
  /// A wrong formula and what it comes to.
  package struct Wrong: Sendable {
    package var value: Matrix<Double>
    /// How far it may come out by hand.
    package var errors: Matrix<Double>?
    /// How far one has to go for it: 0 for the usual slips.
    package var rank: Int
    /// What is said of whoever has made it.
    package var text: String
    package var saysMissing: Bool
    /// Whether it is what the author expects.
    package var isAuthors: Bool
    /// Whether an author's own words are said instead of these.
    package var isHidden: Bool
  }

  package struct Named: Sendable {
    package var name: String
    package var value: Matrix<Double>
  }

  package var key: Matrix<Double>
  /// How far honest handwork may come out from the key.
  package var errors: Matrix<Double>
  package var decimals: Int
  package var wrong: [Wrong]
  /// Numbers of the lesson that may be a factor too much.
  package var factors: [(name: String, value: Double)]
  /// Values of the lesson that may have been taken for the one asked for.
  package var others: [Named]
  /// Values on the way, by what they are called.
  package var parts: [Named]
}

extension Judge {
  package var table: MarkingTable {
    let known = marking.known
    let authors = known.map {
      MarkingTable.Wrong(
        value: $0.value, errors: $0.errors, rank: 0, text: $0.message, saysMissing: false,
        isAuthors: true, isHidden: false)
    }
    let slips = marking.slips.slips.map { slip in
      let reading = Judgement.Reading.diagnosis(.made([.slip(slip.fact, ties: slip.ties)]))
      return MarkingTable.Wrong(
        value: slip.value, errors: marking.slips.errors(of: slip, decimals: marking.decimals),
        rank: slip.rank, text: reading.text, saysMissing: reading.saysMissing, isAuthors: false,
        isHidden: known.contains { $0.value.isClose(to: slip.value) })
    }
    return MarkingTable(
      key: marking.key, errors: marking.errors, decimals: marking.decimals, wrong: authors + slips,
      factors: marking.factors.map { ($0.name.shown, $0.value) },
      others: marking.named.filter { $0.value.shape == marking.key.shape }
        .map { .init(name: $0.name.shown, value: $0.value) },
      parts: marking.slips.intermediates.map { .init(name: $0.name, value: $0.value) })
  }
}

extension ShapeQuestion {
  /// Shapes that a wrong answer may have, with what is said of each: those of parts of the formula.
  package func readings(in workspace: Workspace, upTo most: Int) -> [(Shape, String)] {
    (1...most).flatMap { rows in
      (1...most).compactMap { columns in
        let shape = Shape(rows, columns)
        return reading(of: shape, in: workspace).map { (shape, $0.text) }
      }
    }
  }
}
