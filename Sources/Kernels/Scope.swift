package import Matrices

/// Where a kernel finds the values of names: a workspace, with some values replaced.
///
/// What is defined by way of a replaced name is computed anew; everything else keeps its value.
/// Another input, a draw, a what-if and a derivative are all this: the same definitions with other
/// leaves.
package struct Scope<S: Scalar> {
  let workspace: Workspace
  private let replaced: [Name: Matrix<S>]
  /// Parameters of a function, or the definitions of an evaluation: they hide names, and nothing is
  /// defined by way of them.
  private var locals: [Name: Matrix<S>] = [:]
  private let computed = Computed()

  private final class Computed {
    var values: [Name: Matrix<S>] = [:]
    /// By the subject itself: a formula has one object for each.
    var derivatives: [ObjectIdentifier: (of: Derivative.Subject, values: [Matrix<S>])] = [:]
  }

  package init(_ workspace: Workspace, replacing replaced: [Name: Matrix<S>] = [:]) {
    self.workspace = workspace
    self.replaced = replaced
  }

  private init(
    _ workspace: Workspace, replacing replaced: [Name: Matrix<S>], locals: [Name: Matrix<S>]
  ) {
    self.workspace = workspace
    self.replaced = replaced
    self.locals = locals
  }

  /// The value of a name; NaN for a name without one, which no kernel that was read asks for.
  package func value(_ name: Name) -> Matrix<S> {
    if let local = locals[name] ?? replaced[name] ?? computed.values[name] { return local }
    if !replaced.isEmpty, let formula = workspace.formulas[name],
      replaced.keys.contains(where: formula.dependsOn.contains)
    {
      var outer = self
      outer.locals = [:]
      let value = formula.kernel.value(in: outer)
      computed.values[name] = value
      return value
    }
    guard let value = workspace.values[name] else { return Matrix(S(.nan)) }
    return S.lifted(value)
  }

  /// Derivatives, computed once however many of their entries are asked for.
  func derivatives(
    _ subject: Derivative.Subject, _ compute: () -> [Matrix<S>]
  ) -> [Matrix<S>] {
    // Inside a function or an evaluation the same formula means something else each time.
    guard locals.isEmpty else { return compute() }
    if let known = computed.derivatives[ObjectIdentifier(subject)] { return known.values }
    let derivatives = compute()
    computed.derivatives[ObjectIdentifier(subject)] = (subject, derivatives)
    return derivatives
  }

  /// The same names with some of them hidden by values of a function's own.
  func hiding(_ names: [Name], with values: [Matrix<S>]) -> Scope {
    var inner = self
    for (name, value) in zip(names, values) { inner.locals[name] = value }
    return inner
  }

  mutating func hide(_ name: Name, with value: Matrix<S>) { locals[name] = value }

  /// The same scope over duals, in which nothing varies yet.
  func lifted() -> Scope<Dual<S>> { varying([:]) }

  /// The scope over duals in which one entry of a name varies with slope 1.
  func varying(_ name: Name, row: Int, column: Int) -> Scope<Dual<S>> {
    let value = value(name)
    let seeded = Matrix<Dual<S>>(shape: value.shape) { i, j in
      Dual(value[i, j], derivative: S(i == row && j == column ? 1 : 0))
    }
    return varying([name: seeded])
  }

  private func varying(_ seeded: [Name: Matrix<Dual<S>>]) -> Scope<Dual<S>> {
    func lift(_ values: [Name: Matrix<S>]) -> [Name: Matrix<Dual<S>>] {
      values.mapValues { $0.map { Dual($0, derivative: S(0)) } }
    }
    return Scope<Dual<S>>(
      workspace, replacing: lift(replaced).merging(seeded) { _, new in new },
      locals: lift(locals).merging(seeded) { _, new in new })
  }
}
