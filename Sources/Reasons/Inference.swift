import Kernels
import Matrices

/// A step from one line to the next, or the part of it in which something changes.
struct Inference {
  var before: Part
  var after: Part

  /// Whether the two have one value.
  func agrees(in worlds: Worlds) -> Bool { before.agrees(with: after, in: worlds) }
}

extension Inference {
  /// The bodies of two sums over as many numbers, or of two tables.
  init?(inside a: Part, _ b: Part) {
    guard let terms = a.operation.terms, let others = b.operation.terms,
      terms.indices.map(\.numbers) == others.indices.map(\.numbers),
      a.operation.goesOver(as: b.operation), let before = a.inside, let after = b.inside
    else { return nil }
    self.init(before: before, after: after)
  }

  /// Operands of the same operation, or the bodies of derivatives by the same.
  static func operands(_ a: Part, _ b: Part) -> [Inference]? {
    if a.operation.derivative != nil, b.operation.derivative != nil {
      let isBySame = a.all(b) { one, other in
        guard let one = one.root.operation.derivative, let other = other.root.operation.derivative
        else { return false }
        return one.variable == other.variable && one.row == other.row
          && one.column == other.column
      }
      return isBySame ? [Inference(before: a.derivedFormula, after: b.derivedFormula)] : nil
    }
    let (own, other) = (a.operands, b.operands)
    guard !own.isEmpty, own.count == other.count,
      a.all(b, { $0.root.operation == $1.root.operation })
    else { return nil }
    return zip(own, other).map { Inference(before: $0, after: $1) }
  }
}

/// Where a step is made: the smallest parts that are written in another way and have the same
/// value. A step may be made at several places at once.
struct InferencePlaces {
  private let lesson: DrawnLesson
  private let worlds: Worlds
  private(set) var places: [Inference] = []
  /// What was done on the way to the places.
  private(set) var rules: Set<Rule> = []

  init(_ lesson: DrawnLesson, _ inference: Inference) {
    self.lesson = lesson
    worlds = lesson.worlds
    look(inference)
  }

  private mutating func look(_ whole: Inference) {
    if whole.before.isWritten(as: whole.after) { return }
    if whole.before.operation.derivative != nil, !whole.after.kernel.hasDerivative,
      whole.before.isZero(in: worlds)
    {
      rules.insert(.derivativeOfConstant)
      places.append(whole)
      return
    }
    let parts = parts(whole.before, whole.after) ?? derivedTerms(whole)
    guard let parts else {
      places.append(whole)
      return
    }
    for part in parts { look(part) }
  }

  /// What stands in for what where only parts change, all of them equal in value; nil where the
  /// whole does.
  private mutating func parts(_ a: Part, _ b: Part) -> [Inference]? {
    if let inside = Inference(inside: a, b) { return inside.agrees(in: worlds) ? [inside] : nil }
    let (terms, others) = (a.summands, b.summands)
    if terms.count > 1 || others.count > 1 || terms[0].sign != others[0].sign {
      return matched(terms, others)
    }
    if terms[0].sign == .minus {
      return [Inference(before: terms[0].part, after: others[0].part)]
    }
    let (factors, otherFactors) = (a.factors, b.factors)
    if factors.count > 1 || otherFactors.count > 1 { return matched(factors, otherFactors) }
    guard let operands = Inference.operands(a, b), operands.allSatisfy({ $0.agrees(in: worlds) })
    else {
      return nil
    }
    return operands
  }

  /// The terms of a sum that was differentiated and is now a sum: each by itself.
  private mutating func derivedTerms(_ whole: Inference) -> [Inference]? {
    guard whole.before.operation.derivative != nil, whole.after.operation.derivative == nil,
      whole.after.summands.count > 1,
      let terms = whole.before.derivedTerms(lesson.workspaces[0]),
      let matched = matched(terms, whole.after.summands)
    else { return nil }
    rules.insert(.derivativeOfSum)
    return matched
  }

  // MARK: - Terms and factors

  private mutating func matched(_ terms: [Summand], _ others: [Summand]) -> [Inference]? {
    var (rest, otherRest) = (terms, others)
    var found: [Inference] = []
    func match(_ isAlike: (Part, Part) -> Bool, _ add: (Part, Part) -> Void) {
      for term in rest {
        guard
          let place = otherRest.firstIndex(where: {
            $0.sign == term.sign && isAlike(term.part, $0.part)
          })
        else { continue }
        add(term.part, otherRest[place].part)
        otherRest.remove(at: place)
        rest.removeAll { $0.id == term.id }
      }
    }
    match({ $0.isWritten(as: $1) }, { _, _ in })
    if terms.count > 1 || others.count > 1 {
      match(
        { $0.agrees(with: $1, in: worlds) },
        { found.append(Inference(before: $0, after: $1)) })
    }
    // The derivative of a constant leaves nothing.
    if otherRest.isEmpty, rest.allSatisfy({ $0.part.isZero(in: worlds) }) {
      if rest.contains(where: { $0.part.kernel.hasDerivative }) {
        rules.insert(.derivativeOfConstant)
      }
      return found
    }
    guard rest.count < terms.count, !rest.isEmpty, !otherRest.isEmpty else { return nil }
    return found + [Inference(before: .sum(rest), after: .sum(otherRest))]
  }

  private func matched(_ factors: [Part], _ others: [Part]) -> [Inference]? {
    let areNumbers = (factors + others).allSatisfy(\.kernel.shape.isScalar)
    var (rest, otherRest) = (Array(factors.indices), Array(others.indices))
    var found: [Inference] = []
    func match(_ isAlike: (Part, Part) -> Bool, _ add: (Part, Part) -> Void) {
      if areNumbers {
        for own in rest {
          guard let place = otherRest.firstIndex(where: { isAlike(factors[own], others[$0]) })
          else { continue }
          add(factors[own], others[otherRest[place]])
          otherRest.remove(at: place)
          rest.removeAll { $0 == own }
        }
        return
      }
      // The factors of matrices keep their order: from either end.
      while let own = rest.first, let other = otherRest.first, isAlike(factors[own], others[other])
      {
        add(factors[own], others[other])
        rest.removeFirst()
        otherRest.removeFirst()
      }
      while let own = rest.last, let other = otherRest.last, isAlike(factors[own], others[other]) {
        add(factors[own], others[other])
        rest.removeLast()
        otherRest.removeLast()
      }
    }
    match({ $0.isWritten(as: $1) }, { _, _ in })
    match(
      { $0.agrees(with: $1, in: worlds) },
      { found.append(Inference(before: $0, after: $1)) })
    if rest.isEmpty, otherRest.isEmpty { return found }
    guard rest.count < factors.count, !rest.isEmpty, !otherRest.isEmpty else { return nil }
    return found + [
      Inference(
        before: .product(rest.map { factors[$0] }), after: .product(otherRest.map { others[$0] }))
    ]
  }
}

extension Part {
  /// What is differentiated.
  fileprivate var derivedFormula: Part { map { $0.root.operation.derivative?.body ?? $0 } }

  /// The derivatives of the terms of the sum that is differentiated; nil where it is no sum.
  fileprivate func derivedTerms(_ workspace: Workspace) -> [Summand]? {
    let terms = derivedFormula.summands
    guard terms.count > 1, terms.allSatisfy({ $0.part.kernel.shape == derivedFormula.kernel.shape })
    else { return nil }
    return terms.map { term in
      var own = term
      own.part = Part.combined([self, term.part]) { kernels in
        kernels[0].root.operation.derivative.flatMap { derivative in
          derivative.of(kernels[1], in: workspace).map {
            Kernel(.derivative($0), [], shape: kernels[0].shape)
          }
        } ?? kernels[0]
      }
      return own
    }
  }
}
