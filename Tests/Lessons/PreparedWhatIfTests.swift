import Kernels
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

/// What is done again is prepared the second time: a reading of the same lesson that nobody has
/// asked before does one operation after the other.
struct `What-ifs that are prepared` {
  @Test(arguments: Repository.allLessons.filter { $0.value.plans.isEmpty }.keys.sorted())
  func `come to what the first one would`(path: String) throws {
    let known = try #require(Repository.allLessons[path])
    let givens = known.workspace.changeable.filter { $0.value.elements.contains { $0 != 0 } }
    for (name, value) in [givens.first, givens.last].compactMap({ $0 }) {
      for factor in [0.5, 0.75, 1.25] {
        let changed = [
          name: Matrix(shape: value.shape, elements: value.elements.map { $0 * factor })
        ]
        let prepared = known.giving(changed)
        guard factor != 0.5 else { continue }
        let fresh = LessonReader(.repository).lesson(at: path).giving(changed)
        for (own, other) in zip(prepared.equations, fresh.equations) {
          #expect(
            own.claims.map(\.verdict) == other.claims.map(\.verdict), "\(own.location), \(name)")
          for (side, wanted) in zip(own.sides, other.sides) {
            #expect(isSame(side.values, wanted.values), "\(own.location), \(name)")
            #expect(isSame(runs(side.terms), runs(wanted.terms)), "\(own.location), \(name)")
          }
        }
        for (own, value) in fresh.workspace.values {
          #expect(
            isSame([prepared.workspace.values[own] ?? Matrix(.infinity)], [value]),
            "\(own.latex) after another \(name.latex)")
        }
      }
    }
  }

  private func runs(_ terms: [Int: [Equation.ShownTerm]]) -> [Matrix<Double>] {
    terms.sorted { $0.key < $1.key }.flatMap { $0.value.flatMap { $0.values + runs($0.terms) } }
  }

  /// Bit by bit; what is no number is so in both.
  private func isSame(_ a: [Matrix<Double>], _ b: [Matrix<Double>]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { a, b in
        a.shape == b.shape
          && zip(a.elements, b.elements).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
      }
  }
}
