package import Matrices

/// Where a kernel finds the values of names: a workspace, with some values replaced.
///
/// What is defined by way of a replaced name is computed anew, and what is out of date; everything
/// else keeps its value.
/// Another input, a draw, a what-if and a derivative are all this: the same definitions with other
/// leaves.
package struct Scope<S: Scalar> {
  let workspace: Workspace
  private let replaced: [Name: Matrix<S>]
  /// Parameters of a function, or the definitions of an evaluation: they hide names, and nothing is
  /// defined by way of them.
  private var locals: [Name: Matrix<S>] = [:]
  private let computed: Computed

  private final class Computed {
    var values: [Name: Matrix<S>] = [:]
    /// Which names are defined by way of a replaced one.
    var affected: Descent
    /// How many formulas are being computed for each other.
    var depth = 0
    /// By the subject itself: a formula has one object for each.
    var derivatives: [ObjectIdentifier: (of: Derivative.Subject, value: Matrix<S>)] = [:]

    init(replacing names: Set<Name>) { affected = Descent(from: names) }
  }

  package init(_ workspace: Workspace, replacing replaced: [Name: Matrix<S>] = [:]) {
    self.workspace = workspace
    self.replaced = replaced
    computed = Computed(replacing: Set(replaced.keys))
  }

  /// The value of a name; NaN for a name without one, which no kernel that was read asks for.
  package func value(_ name: Name) -> Matrix<S> {
    if let local = locals[name] ?? replaced[name] ?? computed.values[name] { return local }
    if isComputedHere(name), let formula = workspace.formulas[name] {
      return value(name, of: formula)
    }
    guard let value = workspace.values[name] else { return Matrix(S(.nan)) }
    return S.lifted(value)
  }

  private func isComputedHere(_ name: Name) -> Bool {
    workspace.isOutOfDate(name)
      || !replaced.isEmpty && computed.affected.reaches(name, in: workspace)
  }

  /// The value of what is defined by way of a replaced name, or is out of date.
  private func value(_ name: Name, of formula: Workspace.Formula) -> Matrix<S> {
    var outer = self
    outer.locals = [:]
    computed.depth += 1
    defer { computed.depth -= 1 }
    if computed.depth > Descent.deepest { outer.computeSources(of: name) }
    let value = formula.kernel.value(in: outer)
    computed.values[name] = value
    return value
  }

  private func computeSources(of name: Name) {
    let known = computed.values
    let way = computed.affected.way(to: name, in: workspace) {
      replaced[$0] == nil && known[$0] == nil
    }
    for (name, formula) in way { computed.values[name] = formula.kernel.value(in: self) }
  }

  /// A derivative, computed once however many of its entries are asked for.
  func derivative(
    _ subject: Derivative.Subject, _ compute: () -> Matrix<S>
  ) -> Matrix<S> {
    // Inside a function or an evaluation the same formula means something else each time.
    guard locals.isEmpty else { return compute() }
    if let known = computed.derivatives[ObjectIdentifier(subject)] { return known.value }
    let derivative = compute()
    computed.derivatives[ObjectIdentifier(subject)] = (subject, derivative)
    return derivative
  }

  /// The same names with some of them hidden by values of a function's own.
  func hiding(_ names: [Name], with values: [Matrix<S>]) -> Scope {
    var inner = self
    for (name, value) in zip(names, values) { inner.locals[name] = value }
    return inner
  }

  mutating func hide(_ name: Name, with value: Matrix<S>) { locals[name] = value }
}
