import Matrices

/// A formula for every number of one index or several: what a sum goes over, or what an equation
/// says entry by entry. The indices are kept; who needs a single term asks for it.
package struct Terms: Hashable, Sendable {
  enum Body: Hashable, Sendable {
    /// One formula, in which the indices stand.
    case same(Kernel)
    /// Formulas that differ in more than in a number, as those with W⁽¹⁾ and with W⁽²⁾ do.
    case each([Kernel])
  }

  package let indices: [RunningIndex]
  let body: Body

  init(_ indices: [RunningIndex], _ body: Body) {
    self.indices = indices
    self.body = body
  }

  /// One formula for all numbers.
  package init(_ indices: [RunningIndex], each formula: Kernel) {
    self.init(indices, .same(formula))
  }

  package var count: Int { indices.reduce(1) { $0 * $1.numbers.count } }

  /// The formula of one term, with numbers for the indices.
  package func kernel(_ position: Int) -> Kernel {
    switch body {
    case .each(let kernels): return kernels[position]
    case .same(let kernel): return kernel.instance(numbers(at: position))
    }
  }

  var unrolled: Terms {
    Terms(indices, .each((0..<count).map { kernel($0).unrolled }))
  }

  /// What the indices stand for in a term.
  package func numbers(at position: Int) -> [String: Int] {
    Dictionary(zip(indices.map(\.letter), indices.numbers(at: position))) { first, _ in first }
  }

  /// The same with numbers for indices from outside.
  func instance(_ numbers: [String: Int]) -> Terms {
    map { $0.instance(numbers) }
  }

  func values<S: Scalar>(in scope: Scope<S>) -> [Matrix<S>] {
    forValues { _, kernel in kernel.value(in: scope) }
  }

  /// Runs the formula of every term, in order. What is run is good for its value only: of the one
  /// formula for all numbers nothing else is brought up to date.
  package func forValues<Value>(_ run: (_ position: Int, Kernel) -> Value) -> [Value] {
    switch body {
    case .each(let kernels): return kernels.enumerated().map { run($0, $1) }
    case .same(let kernel):
      var instance = kernel
      var numbers: [String: Int] = [:]
      return (0..<count).map { position in
        for (index, number) in zip(indices, indices.numbers(at: position)) {
          numbers[index.letter] = number
        }
        instance.put(numbers, into: kernel)
        return run(position, instance)
      }
    }
  }

  // MARK: All formulas

  /// Whether the indices are kept, in one formula of all terms.
  package var isKept: Bool { formula != nil }

  /// The one formula of all terms; nil where they differ in more than in a number.
  package var formula: Kernel? {
    switch body {
    case .same(let kernel): kernel
    case .each: nil
    }
  }

  /// The formulas, of those that are one the one.
  var kernels: [Kernel] {
    switch body {
    case .same(let kernel): [kernel]
    case .each(let kernels): kernels
    }
  }

  var shapes: [Shape] {
    switch body {
    case .same(let kernel): Array(repeating: kernel.shape, count: count)
    case .each(let kernels): kernels.map(\.shape)
    }
  }

  /// Whether the terms are numbers where they are written; inside a function of a number they are
  /// that, whatever it is applied to.
  var areNumbers: Bool { kernels.allSatisfy(\.shape.isScalar) }

  /// Whether every term is made of single numbers, entry by entry.
  var isEntrywise: Bool {
    kernels.allSatisfy { kernel in
      kernel.nodes.allSatisfy { node in
        let operation = node.operation
        return operation.name != nil || operation.literal != nil
          ? node.shape.isScalar : operation.isEntrywise
      }
    }
  }

  var names: Set<Name> { kernels.reduce(into: []) { $0.formUnion($1.names) } }

  /// Indices from outside.
  var letters: Set<String> {
    kernels.reduce(into: Set<String>()) { $0.formUnion($1.letters) }
      .subtracting(indices.map(\.letter))
  }

  var looksUpNames: Bool { kernels.contains(where: \.looksUpNames) }

  /// How many operations it takes to run them all, as far as that can be counted.
  var cost: Int { sum(\.cost) }

  /// How many operations are written in them.
  var size: Int { sum(\.size) }

  private func sum(_ quantity: (Kernel) -> Int) -> Int {
    switch body {
    case .each(let kernels): return kernels.reduce(0) { $0.addingCosts(quantity($1)) }
    case .same(let kernel):
      let (product, overflows) = count.multipliedReportingOverflow(by: quantity(kernel))
      return overflows ? .max : product
    }
  }

  func map(_ change: (Kernel) -> Kernel) -> Terms {
    switch body {
    case .same(let kernel): Terms(indices, .same(change(kernel)))
    case .each(let kernels): Terms(indices, .each(kernels.map(change)))
    }
  }
}

extension Int {
  /// The sum, or the largest number where that is larger.
  func addingCosts(_ other: Int) -> Int {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
