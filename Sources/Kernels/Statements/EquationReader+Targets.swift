import Matrices
import Notation
import SourceText

extension EquationReader {
  // MARK: - Targets

  /// Marks the names of a chain that cannot run, so that what uses them says nothing more.
  mutating func markBroken(_ equation: Equation, _ statement: Statement) {
    for (name, side) in zip(equation.names, statement.sides) {
      markBroken(name, at: equation.location)
      if let (bare, arguments) = quantity(side) {
        workspace.addQuantity(bare, name, arguments: arguments)
      }
    }
  }

  /// Marks what a statement that cannot run would have defined.
  mutating func markBroken(_ side: MathTree) {
    if let name = target(side) { markBroken(name, at: side.location) }
  }

  mutating func markBroken(_ name: Name, at location: Location) {
    guard postponed == nil else {
      postponed?.append((name, location))
      return
    }
    noteFixes()
    workspace.markBroken(name, at: location)
  }

  /// The name that a side consists of, with any subscript and any arguments as part of it, or nil.
  func target(_ tree: MathTree) -> Name? {
    if let (bare, arguments) = quantity(tree) {
      if let known = workspace.quantities[bare]?.first(where: { $0.arguments == arguments }) {
        return known.name
      }
      var name = bare
      name.arguments = tree.nodes[1].argumentsLatex
      return name
    }
    guard tree.isLeftName else { return nil }
    var reader = reader()
    // \mathrm{ab} of two values is their product.
    if let (font, inner) = tree.styled, reader.isProduct(inner, in: font) { return nil }
    guard var parts = reader.nameParts(tree) else { return nil }
    if parts.primes > 0 {
      guard !workspace.isFunction(parts.name) else { return nil }
      parts = parts.primed
    }
    // x^{(2)} where x is a matrix is a column of it, not a new name; of a number it is one, and of
    // a column, which is not asked for its columns.
    if let member = parts.name.member, workspace.definitions[parts.name] == nil,
      workspace.isValue(parts.name.family), !workspace.hasMembers(parts.name.family),
      !workspace.isNumber(parts.name.family)
    {
      let columns = workspace.definitions[parts.name.family]?.shape.columns ?? 0
      guard columns == 1, member != 1, parts.lower == nil else { return nil }
    }
    guard let lower = parts.lower else { return parts.name }
    // An entry of a member of a sequence.
    guard parts.name.label.isEmpty else { return nil }
    var labelled = parts.name
    labelled.label = lower.latex
    // x_1 where x is there is an entry of it, not a new name.
    if workspace.definitions[labelled] == nil, !lower.isLabel, !workspace.isFree(parts.name),
      !workspace.isNumber(parts.name), !workspace.isFunction(parts.name), !workspace.isWord(lower)
    {
      return nil
    }
    if workspace.definitions[labelled] == nil, workspace.isSequence(parts.name),
      let number = lower.digits.flatMap({ Int($0) })
    {
      return workspace.sequenceMember(parts.name, number)
    }
    return labelled
  }

  /// The name that a left side gives a value, when it has none yet.
  func newName(_ left: MathTree) -> Name? {
    target(left).flatMap { workspace.isFree($0) ? $0 : nil }
  }

  /// A new name, or a quantity's, with what it is written with: `J(W,b;x,y)`.
  func quantity(_ tree: MathTree) -> (bare: Name, arguments: [MathTree])? {
    let nodes = tree.nodes
    guard nodes.count == 2, let inner = nodes[1].arguments(of: nodes[0]),
      nodes[0].isNameLike, let bare = target(nodes[0])
    else { return nil }
    let arguments = inner.argumentTrees
    // (2) or (x + 1) is no list of names; E[X^2] is a name where X is none.
    let isOfUnknown =
      nodes[0].isExpectation
      && inner.first { node in
        node.letter.map { workspace.definitions[Name($0)] == nil } ?? false
      } != nil
    guard isOfUnknown || arguments.allSatisfy({ $0.isNameLike && !$0.isEmpty }) else { return nil }
    var reader = reader()
    func isValue(_ argument: MathTree) -> Bool {
      reader.nameParts(argument).map { workspace.isValue($0.name) } ?? false
    }
    // J (W, b) could be a product only of values.
    guard
      workspace.isFree(bare) || workspace.isProvided(bare) || !arguments.allSatisfy(isValue)
    else { return nil }
    if isOfUnknown { return (bare, arguments) }
    // h(x^{(3)}) is h at another input.
    let isAtAnotherInput = (workspace.quantities[bare] ?? []).contains { known in
      known.arguments != arguments && known.arguments.count == arguments.count
        && zip(known.arguments, arguments).allSatisfy { $0 == $1 || isValue($0) }
    }
    return isAtAnotherInput ? nil : (bare, arguments)
  }
}

extension Workspace {
  /// Letters below a name that no index is written with: `x_{RMS}`, `E_{kin}`.
  fileprivate func isWord(_ lower: MathTree) -> Bool {
    let nodes = lower.nodes
    guard nodes.count > 1, nodes.allSatisfy({ $0.letter?.count == 1 }) else { return false }
    let isCapital = nodes.allSatisfy { $0.letter?.first?.isUppercase == true }
    let areValues = nodes.allSatisfy { node in
      node.letter.map { definitions[Name($0)]?.shape == .scalar } ?? false
    }
    return !areValues && (isCapital || nodes.count > 2)
  }
}

extension MathTree {
  /// Digits with signs and the like between them, in no brackets.
  var isPlainNumber: Bool { first { $0.isDelimited || $0.table != nil } == nil }

  /// What stands between the parentheses of a quantity, without spaces.
  fileprivate var argumentsLatex: String {
    guard let inner = delimited?.inner else { return "" }
    return inner.nodes.filter { !$0.isBlank }.map(\.latex).joined()
  }
}
