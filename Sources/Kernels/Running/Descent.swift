extension Workspace {
  /// What names are computed from, through every definition in between, themselves included.
  ///
  /// Found by going from formula to formula when it is asked for: kept with every formula, it would
  /// take the square of a chain of definitions.
  package func closure(of names: some Sequence<Name>) -> Set<Name> {
    var found = Set(names)
    var open = Array(found)
    while let name = open.popLast() {
      for source in formulas[name]?.kernel.names ?? [] where found.insert(source).inserted {
        open.append(source)
      }
    }
    return found
  }

  func closure(_ name: Name) -> Set<Name> { closure(of: CollectionOfOne(name)) }

  /// Whether a name has a formula, and another one is what that comes from.
  func isComputed(_ name: Name, from other: Name) -> Bool {
    var descent = Descent(from: [other])
    return descent.reaches(name, in: self)
  }
}

/// Which names are computed from certain others. What has been found is remembered, so that asking
/// about every name of a chain goes along it once.
struct Descent {
  let origins: Set<Name>
  private var known: [Name: Bool] = [:]

  init(from origins: Set<Name>) { self.origins = origins }

  /// Whether a formula of the name leads to one of the others. An origin is made from another one,
  /// or not, as any other name is.
  mutating func reaches(_ name: Name, in workspace: Workspace) -> Bool {
    if let known = known[name] { return known }
    // Chains are longer than calls can be deep.
    var open = [(name: name, isBack: false)]
    while let (next, isBack) = open.popLast() {
      let sources = workspace.formulas[next]?.kernel.names ?? []
      if isBack {
        known[next] = sources.contains { origins.contains($0) || known[$0] == true }
      } else if known[next] == nil {
        known[next] = false
        open.append((next, true))
        for source in sources where known[source] == nil { open.append((source, false)) }
      }
    }
    return known[name] ?? false
  }

  /// The formulas on the way from the others, and from what is out of date, to a name, in the order
  /// in which they were defined, as far as they are still wanted: none of them has to wait for
  /// another.
  mutating func way(
    to name: Name, in workspace: Workspace, where isWanted: (Name) -> Bool
  ) -> [(name: Name, formula: Workspace.Formula)] {
    var found: Set<Name> = []
    var open = [name]
    while let next = open.popLast() {
      for source in workspace.formulas[next]?.kernel.names ?? []
      where !found.contains(source) && isWanted(source)
        && (workspace.isOutOfDate(source) || reaches(source, in: workspace))
      {
        found.insert(source)
        open.append(source)
      }
    }
    return found.compactMap { name in workspace.formulas[name].map { (name, $0) } }
      .sorted { $0.formula.order < $1.formula.order }
  }

  /// More formulas than these are not computed, or written out, inside each other: a chain of names
  /// may be longer than calls can be deep.
  static let deepest = 100
}
