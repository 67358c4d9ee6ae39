import Kernels
package import Lessons
import Matrices
import Notation
import Questions

extension Lesson {
  /// The lesson with numbers that belong to a name, a student's: its givens are drawn anew, as in
  /// practice, so that its claims hold, its questions can be answered, and as few slips as can be
  /// are hidden. The same name has the same numbers everywhere.
  ///
  /// - Returns: nil when no such numbers were found.
  package func withNumbers(of seed: String) -> Lesson? {
    guard !workspace.changeable.isEmpty else { return self }
    let questions = LateQuestions(self)
    var best: (lesson: Lesson, hidden: Int)?
    for attempt in 0..<Self.draws where best?.hidden != 0 {
      var fresh = FreshNumbers(seed: RandomNumbers.seed(seed) &+ attempt &* 0x9E37_79B9)
      let givens = fresh.givens(of: workspace)
      let drawn = giving(givens).writing(givens)
      guard drawn.isSound(like: self) else { continue }
      let hidden = questions.hiddenSlips(in: drawn)
      if hidden < best?.hidden ?? Int.max { best = (drawn, hidden) }
    }
    return best?.lesson
  }

  private static let draws: UInt64 = 30

  /// The lesson with these numbers in the place of those that are written for its givens.
  private func writing(_ givens: [Name: Matrix<Double>]) -> Lesson {
    var lesson = self
    for step in steps.indices {
      for part in steps[step].parts.indices {
        guard case .live(var equations) = steps[step].parts[part] else { continue }
        for index in equations.indices where equations[index].kind == .given {
          guard let value = equations[index].names.lazy.compactMap({ givens[$0] }).first,
            let side = equations[index].sides.indices.last
          else { continue }
          let written = equations[index].sides[side].tree.location
          let shown = MathTree(value.tree(style).content, written)
          equations[index].tree = equations[index].tree.replacing([written: shown])
          equations[index].sides[side].tree = shown
          equations[index].sides[side].kernel = Kernel(value)
          equations[index].sides[side].values = [value]
        }
        lesson.steps[step].parts[part] = .live(equations)
      }
    }
    return lesson
  }

  /// Whether everything has a value that had one, what was claimed rightly still is so, and every
  /// question can be answered.
  private func isSound(like original: Lesson) -> Bool {
    let isComputed = zip(equations, original.equations).allSatisfy { own, other in
      zip(own.sides, other.sides).allSatisfy { $0.value.isFinite || !$1.value.isFinite }
        && zip(own.claims, other.claims).allSatisfy { $0.holds || !$1.holds }
    }
    let smallest = 2 * Marking.slack(decimals: answerDecimals)
    return isComputed
      && zip(steps.flatMap(\.checks), original.steps.flatMap(\.checks)).allSatisfy { own, other in
        guard let value = own.value, let known = other.value else { return true }
        return value.isFinite && (value.largest > smallest || known.largest <= smallest)
          && (!known.isSmall || value.isSmall)
      }
  }
}

extension Matrix where Element == Double {
  /// Nobody likes to type more digits.
  fileprivate var isSmall: Bool { largest < 100 }
}

/// The slips of a lesson's questions, each made once, at whatever numbers.
private struct LateQuestions {
  private let slips: [(id: String, slips: Slips)]

  init(_ lesson: Lesson) {
    slips = lesson.steps.flatMap(\.checks).compactMap { check in
      check.kernel.map { ($0, check) }.map { kernel, check in
        (check.id, Slips(of: kernel, check.tree, in: check.workspace))
      }
    }
  }

  func hiddenSlips(in lesson: Lesson) -> Int {
    let checks = Dictionary(
      lesson.steps.flatMap(\.checks).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return slips.reduce(0) { count, question in
      guard let check = checks[question.id], let value = check.value else { return count }
      let moved = question.slips.at(check.workspace).slips
      return count + moved.count { $0.value.isClose(to: value) }
    }
  }
}
