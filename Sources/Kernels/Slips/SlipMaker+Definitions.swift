import Matrices

/// Slips in what a name, or a function, was made from, carried on into the formula.
extension SlipMaker {
  /// Usual slips in the body of a function, with the argument in the place of its parameter.
  func inFunction(_ function: Function, _ order: Int, _ call: Expression) -> [Change] {
    let body = function.body
    guard order == 0, body.letters.isEmpty, body.size <= Self.mostSignsInside else { return [] }
    let maker = SlipMaker(workspace: workspace, tree: tree)
    return maker.changes(of: body.expression).flatMap { change -> [Change] in
      let applied = change.expression.rewritten {
        $0.operation.name == function.parameters[0] ? call.operands[0] : nil
      }
      return further(.inside(function.name, change.fact), applied)
    }
  }

  /// More than so many signs are not gone through once more for a name.
  private static let mostSignsInside = 60

  func inDefinitions(of whole: Expression, depth: Int) -> [Change] {
    guard depth > 0 else { return [] }
    return whole.nameCounts.keys.sorted { $0.latex < $1.latex }.flatMap { name -> [Change] in
      guard let formula = workspace.formulas[name], !formula.kernel.isMachineWork,
        formula.kernel.letters.isEmpty, formula.kernel.size <= Self.mostSignsInside
      else { return [] }
      let maker = SlipMaker(workspace: workspace, tree: formula.tree, isFar: true, own: name)
      let inner = formula.kernel.expression
      let changes =
        maker.changes(of: inner).filter { depth > 1 || $0.fact.kind != nil }
        + maker.inDefinitions(of: inner, depth: depth - 1)
      return changes.flatMap { change -> [Change] in
        guard change.expression.shape == inner.shape else { return [] }
        let fact: FurtherSlip =
          if case .further(.inside(let deeper, let fact)) = change.fact {
            .inside(deeper, fact)
          } else {
            .inside(name, change.fact)
          }
        return further(
          fact, whole.rewritten { $0.operation.name == name ? change.expression : nil })
      }
    }
  }
}
