package import Kernels
package import Learning
package import Lessons
import Matrices
package import Notation

/// Where a number is used further down in the lesson.
package struct ShownUses: Sendable {
  package struct Row: Sendable {
    package var formula: MathTree
    package var entries: Entries
    package var step: [Inline]
    package var place: Walk.Place
  }

  /// How many entries of a value are made from the number.
  package enum Entries: Sendable, Equatable {
    case one
    case all(Int)
    case some(Int, of: Int)

    package var text: String {
      switch self {
      case .one: ""
      case .all(let count): "all \(count) entries"
      case .some(let count, let all): "\(count) of \(all) entries"
      }
    }
  }

  package var title: MathTree
  package var rows: [Row]

  package init(of number: OpenNumber, _ uses: [Use], in study: Study) {
    title = number.title
    rows = uses.compactMap { use in
      guard
        let stop = study.walk.stops.firstIndex(where: {
          ($0.firstEquation..<$0.firstEquation + $0.equations.count).contains(use.equation)
        })
      else { return nil }
      let equation = study.equations[use.equation]
      let isWhole = use.shape.isScalar || use.count == use.shape.count
      return Row(
        formula: Self.formula(use, equation),
        entries: use.count == 1
          ? .one : isWhole ? .all(use.count) : .some(use.count, of: use.shape.count),
        step: study.lesson.steps[study.walk.stops[stop].step].heading,
        place: Walk.Place(stop: stop))
    }
  }

  private static func formula(_ use: Use, _ equation: Equation) -> MathTree {
    guard let name = equation.names.first, use.side == 0 else {
      return equation.sides[use.side].tree
    }
    guard use.count == 1 else { return MathReader.read(name.latex) }
    let (row, column) = (use.entries.firstIndex(of: true) ?? 0)
      .quotientAndRemainder(dividingBy: use.shape.columns)
    return name.entry(row, column, of: use.shape)
  }
}
