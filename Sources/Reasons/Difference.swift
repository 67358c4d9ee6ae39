package import Kernels
import Matrices

extension Reasons {
  /// Where two lines that should say the same part: the smallest parts of them that differ while
  /// all around them agrees; nil where nothing around them does.
  package static func difference(
    between above: Kernel, and line: Kernel, _ lesson: DrawnLesson
  ) -> (before: ChangedPart, after: ChangedPart)? {
    let whole = Inference(before: Part(above), after: Part(line))
    guard let found = Difference(worlds: lesson.worlds).inner(whole) else { return nil }
    return (found.before.place, found.after.place)
  }
}

private struct Difference {
  let worlds: Worlds

  private func agree(_ pair: Inference) -> Bool {
    pair.before.isWritten(as: pair.after) || pair.agrees(in: worlds)
  }

  /// The smallest parts inside two that differ; nil where they are these.
  func inner(_ whole: Inference) -> Inference? {
    guard let next = next(whole) else { return nil }
    return inner(next) ?? next
  }

  private func next(_ whole: Inference) -> Inference? {
    let (a, b) = (whole.before, whole.after)
    if let inside = Inference(inside: a, b) { return inside }
    let (terms, others) = (a.summands, b.summands)
    if terms.count > 1 || others.count > 1 {
      let (rest, otherRest) = unmatched(terms, others) {
        $0.sign == $1.sign && agree($0.part, $1.part)
      }
      guard !rest.isEmpty, !otherRest.isEmpty, rest.count < terms.count else { return nil }
      return Inference(before: .sum(rest), after: .sum(otherRest))
    }
    if terms[0].sign == .minus, others[0].sign == .minus {
      return Inference(before: terms[0].part, after: others[0].part)
    }
    let (factors, otherFactors) = (a.factors, b.factors)
    if factors.count > 1 || otherFactors.count > 1 {
      guard (factors + otherFactors).allSatisfy(\.kernel.shape.isScalar) else { return nil }
      let (rest, otherRest) = unmatched(factors, otherFactors, agree)
      guard !rest.isEmpty, !otherRest.isEmpty, rest.count < factors.count else { return nil }
      return Inference(before: .product(rest), after: .product(otherRest))
    }
    guard let pairs = Inference.operands(a, b) else { return nil }
    let apart = pairs.filter { !agree($0) }
    return apart.count == 1 ? apart[0] : nil
  }

  private func agree(_ a: Part, _ b: Part) -> Bool { agree(Inference(before: a, after: b)) }

  /// What is left of two lists when those that are alike are taken away, each once.
  private func unmatched<Item>(
    _ items: [Item], _ others: [Item], _ areAlike: (Item, Item) -> Bool
  ) -> ([Item], [Item]) {
    var rest = others
    let left = items.filter { item in
      guard let place = rest.firstIndex(where: { areAlike(item, $0) }) else { return true }
      rest.remove(at: place)
      return false
    }
    return (left, rest)
  }
}
