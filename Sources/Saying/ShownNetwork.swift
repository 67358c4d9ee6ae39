package import Kernels
package import Lessons
package import Matrices
package import Notation
package import Pictures

/// A network in drawings and words: one unit at a time.
extension Network {
  /// A unit as it is drawn; its numbers are counted as `View.numbers` counts them.
  package func drawing(
    _ unit: Unit, in workspace: Workspace, _ numbers: NumberStyle, ascii: Bool
  ) -> UnitDrawing {
    let view = view(unit, in: workspace)
    var place = -1
    func text(_ value: Double) -> String {
      let text = numbers.text(value)
      return ascii ? text.transliterated : text
    }
    func number(_ number: OpenNumber) -> UnitDrawing.Number {
      place += 1
      return UnitDrawing.Number(text(number.value), at: place)
    }
    func name(_ number: OpenNumber) -> String { number.title.oneLine(ascii: ascii) }
    let edges = view.edges.map { edge in
      let value = edge.value.map(number)
      return UnitDrawing.Edge(edge.value.map(name) ?? "+1", value, edge.weight.map(number))
    }
    let steps = view.steps.map { step in
      UnitDrawing.Step(
        step.name(isOutput: unit.connection + 1 == connections.count) ?? name(step.number),
        number(step.number))
    }
    let (from, to) = titles(of: unit, ascii: ascii)
    return UnitDrawing(
      titles: (from, to), isBackward: unit.isBackward, edges: edges, steps: steps,
      before: view.before.map { "\(name($0)) = \(text($0.value))" },
      behind: view.behind.map(name))
  }

  /// What stands over the two layers.
  private func titles(of unit: Unit, ascii: Bool) -> (edges: String, unit: String) {
    func title(_ layer: Int, _ part: Part?) -> String {
      "layer \(layer + 1)" + (part.map { ": " + $0.tree.oneLine(ascii: ascii) } ?? "")
    }
    let layer = unit.connection + 1
    guard unit.isBackward else {
      return (title(layer - 1, values(of: layer - 1)), title(layer, values(of: layer)))
    }
    let errors = connections[unit.connection].errors
    guard layer < connections.count else {
      return ("target: " + (target?.tree.oneLine(ascii: ascii) ?? ""), title(layer, errors))
    }
    return (title(layer + 1, connections[layer].errors), title(layer, errors))
  }

  /// How a unit is computed, a sentence for each step.
  ///
  /// - Parameter formula: how a formula is written.
  package func sentences(
    _ unit: Unit, in workspace: Workspace, _ numbers: NumberStyle,
    _ formula: (MathTree) -> String
  ) -> [String] {
    view(unit, in: workspace).steps.map { step in
      let name =
        step.name(isOutput: unit.connection + 1 == connections.count)
        ?? formula(step.number.title)
      func text(_ number: OpenNumber) -> String { numbers.text(number.value) }
      func factor(_ number: OpenNumber) -> String {
        number.value < 0 ? "(\(text(number)))" : text(number)
      }
      let arithmetic: String?
      switch step {
      case .sum(let number), .blame(let number):
        arithmetic = number.opening(numbers).numbers.map(formula)
      case .activation(_, let sum): arithmetic = "\(formula(function))(\(text(sum)))"
      case .slope(_, let sum): arithmetic = "\(formula(function))′(\(text(sum)))"
      case .error(_, let blame, let slope): arithmetic = "\(text(blame)) · \(factor(slope))"
      }
      return ([name] + [arithmetic].compactMap(\.self) + [text(step.number)])
        .joined(separator: " = ")
    }
  }

  /// What the network is, in a sentence.
  package func summary(_ formula: (MathTree) -> String) -> String {
    let counts = (0...connections.count).map { "\(count($0))" }
    let units = counts.dropLast().joined(separator: ", ") + " and \(counts.last ?? "")"
    let errors = connections.compactMap(\.errors)
    let back =
      errors.isEmpty
      ? ""
      : ", and back from \(formula(errors[errors.count - 1].tree))"
        + (errors.count > 1 ? " to \(formula(errors[0].tree))" : "")
    return "A network of \(units) units, from \(formula(input.tree)) to "
      + "\(formula(values(of: connections.count).tree))\(back)"
  }

  /// Which unit it is, in words.
  package func told(_ unit: Unit, ascii: Bool) -> String {
    let part =
      unit.isBackward
      ? connections[unit.connection].errors ?? values(of: unit.connection + 1)
      : values(of: unit.connection + 1)
    let place = units.firstIndex(of: unit) ?? 0
    return "unit \(unit.unit + 1) of \(count(unit.connection + 1)) in layer "
      + "\(unit.connection + 2): \(part.tree.oneLine(ascii: ascii)) (\(place + 1) of \(units.count))"
  }
}

extension Network.Step {
  /// What it is called where its formula would be long.
  fileprivate func name(isOutput: Bool) -> String? {
    switch self {
    case .blame: isOutput ? "above the target" : "comes back"
    case .sum, .activation, .slope, .error: nil
    }
  }
}

// MARK: - As a picture that is saved

extension Network {
  /// All units with their values, and all edges, thicker where the weight is larger.
  package func raster(in workspace: Workspace, _ numbers: NumberStyle) -> Raster {
    let scope = Scope<Double>(workspace)
    func column(_ part: Part) -> [String] {
      let value = part.kernel.value(in: scope)
      let column = value.shape.columns == 1 ? 0 : example
      return (0..<value.shape.rows).map { numbers.text(value[$0, column]) }
    }
    return Raster(
      layers: (0...connections.count).map { column(values(of: $0)) },
      weights: connections.map { $0.weights.kernel.value(in: scope).rows })
  }
}
