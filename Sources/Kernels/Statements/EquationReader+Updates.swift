import Matrices
import Notation
import SourceText

/// Values that are not given by a law: draws, and updates.
extension EquationReader {
  mutating func readDraw(_ statement: Statement, _ equation: inout Equation) {
    equation.kind = .draw
    let distribution = meaning(of: statement.sides[1])
    for node in statement.sides[0].argumentTrees {
      guard let name = target(node) else {
        report(
          .doesNotRun, at: node.location, "\(node.oneLine()) is no new name that could be drawn",
          help: "Write a name on the left of \\sim; a value that is there gets a new one with :=.")
        return
      }
      guard case .shapeOnly = workspace.definitions[name]?.meaning,
        let shape = workspace.definitions[name]?.shape
      else {
        report(
          .drawShape, at: node.location, "\(name.shown) is drawn, and its shape is not known",
          help: "State it before: \(name.latex) \\in \\mathbb{R}^{rows \\times columns}.")
        markBroken(name, at: equation.location)
        return
      }
      guard var drawn = distribution, var draw = drawn.operation.draw else {
        if distribution != nil {
          report(
            .doesNotRun, at: statement.sides[1].location,
            "\(statement.sides[1].oneLine()) is no distribution",
            help: "Known are \\mathcal{U}(a, b), \\mathcal{N}(mean, deviation) and "
              + "\\text{Bernoulli}(p).")
        }
        markBroken(name, at: equation.location)
        return
      }
      draw.seed = RandomNumbers.seed(name.latex)
      drawn.operation = .leaf(.draw(draw))
      drawn.shape = shape
      let kernel = Kernel(drawn)
      let values = workspace.run(kernel)
      equation.names.append(name)
      equation.sides.append(
        Equation.Side(
          tree: statement.sides[1], kernel: kernel, values: values,
          moment: workspace.moment))
      workspace.define(
        name, values[values.count - 1], drawnBy: kernel, at: node.location)
    }
    equation.runs = true
  }

  /// What a tree means, by a reader that is gone when the lesson changes: with it there, the lesson
  /// would be copied.
  private mutating func meaning(of tree: MathTree) -> Expression? {
    var reader = reader()
    defer { findings += reader.findings }
    return reader.read(tree)
  }

  mutating func readUpdate(_ statement: Statement, _ equation: inout Equation) {
    equation.kind = .update
    let free = freeIndices(of: statement, definesLeft: false)
    guard let free, statement.sides.count == 2 else {
      if free != nil {
        report(
          .doesNotRun, at: equation.tree.location, "An update has one formula",
          help: "Write what follows as a statement of its own.")
      }
      return
    }
    var parts: NameParts?
    var reader = reader()
    if statement.sides[0].isNameLike { parts = reader.nameParts(statement.sides[0]) }
    var whole = parts?.name
    if let lower = parts?.lower, free.isEmpty { whole?.label = lower.latex }
    let isNew = whole.map { workspace.isFree($0) } ?? false
    if isNew { whole = target(statement.sides[0]) }
    guard let name = whole, isNew || workspace.isValue(name) else {
      report(
        .undefinedName, at: statement.sides[0].location,
        "\(statement.sides[0].oneLine()) is no name that could get a value",
        help: "Write a name on the left of :=.")
      return
    }
    if updates.contains(where: { $0.name == name }) { flushUpdates() }
    var pattern: LeftPattern?
    if !free.isEmpty {
      pattern = leftPattern(of: statement.sides[0], free.map(\.letter))
      guard let pattern, givesAll(pattern, statement.sides[0]) else { return }
    }
    update = workspace.updates + updates.count
    defer { update = nil }
    guard let side = read(statement.sides[1], free, pattern, prefersFormulas: true) else { return }
    if let known = workspace.definitions[name], known.shape != side.value.shape {
      report(
        .shapeMismatch, at: equation.tree.location,
        "\(name.shown) is \(known.shape), and its new value is \(side.value.shape)",
        help: "An update keeps the shape.",
        notes: [.init(known.location, "\(name.shown) is defined here")])
      return
    }
    equation.names = [name]
    equation.sides = [side]
    equation.free = free
    equation.runs = true
    updates.append((name, side.kernel, equation.location))
  }

  /// Whether an update gives every entry its new value; one that would leave some as they are is
  /// reported.
  private mutating func givesAll(_ pattern: LeftPattern, _ side: MathTree) -> Bool {
    let hasGaps = pattern.slots.contains { slot in
      switch slot {
      case .all: false
      case .number: true
      case .letter(_, let plus): plus != 0
      }
    }
    guard !hasGaps, pattern.arrangement != .diagonal else {
      report(
        .doesNotRun, at: side.location,
        "\(side.oneLine()) gives only some entries a new value",
        help: "An update gives all of a name its new value: write every entry of the left side.")
      return false
    }
    return true
  }

  mutating func flushUpdates() {
    guard !updates.isEmpty else { return }
    workspace.update(updates)
    updates = []
  }
}
