/// What the values of a lesson are made from, as its statements ran.
///
/// A definition is a law: wherever it is read, it is made from what its formula is made from there.
/// A draw and an update happen once: they are made from what there was at that moment.
package struct Dependencies: Sendable {
  private let entries: ArraySlice<History.Entry>
  /// The entries of the history that give a name a value, in order.
  private let setters: [Name: [Int]]
  /// The names by their spelling, for those that stand in the name of a derivative.
  private let spelled: [String: Name]

  package init(_ workspace: Workspace) {
    entries = workspace.history.entries
    var setters: [Name: [Int]] = [:]
    for (index, entry) in entries.enumerated() {
      for name in entry.names { setters[name, default: []].append(index) }
    }
    self.setters = setters
    spelled = setters.keys.reduce(into: [:]) { $0[$1.latex] = $1 }
  }

  /// The entry of the history from which a name has the value that it has at a moment; nil when it
  /// has none.
  package func setter(of name: Name, at moment: Int) -> Int? {
    guard let own = setters[name] else { return nil }
    var (low, high) = (0, own.count)
    while low < high {
      let middle = (low + high) / 2
      if own[middle] < moment { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? nil : own[low - 1]
  }

  /// The entry that gives a name a value at or after a moment.
  package func setter(of name: Name, from moment: Int) -> Int? {
    setters[name]?.first { $0 >= moment }
  }

  /// The entry of the history that last changed the value that a name has at a moment, also by way
  /// of what it is made from.
  package func lastChange(of name: Name, at moment: Int) -> Int {
    var last = -1
    _ = way(from: [name], at: moment, known: nil) { name, setter in
      last = max(last, setter)
      return false
    }
    return last
  }

  /// How something that is made from some names at a moment is made from a certain value.
  ///
  /// - Parameters:
  ///   - known: names that are shown by themselves. Another one such as `a_1`, though it has a
  /// value
  ///     of its own, is to a reader an entry of `a`. Nil when only values count.
  ///   - isWanted: of a name, and the entry of the history that gave it its value.
  /// - Returns: the names on the shortest way, from one of the first to the wanted one; nil when it
  ///   is not made from that.
  package func way(
    from names: Set<Name>, at moment: Int, known: Set<Name>? = [],
    to isWanted: (_ name: Name, _ setter: Int) -> Bool
  ) -> [Name]? {
    struct Place: Hashable {
      var name: Name
      var moment: Int
    }
    func places(_ names: Set<Name>, _ moment: Int) -> [Place] {
      let others = known.map { names.subtracting($0).flatMap(mentioned) } ?? []
      return names.union(others).sorted { $0.latex < $1.latex }
        .map { Place(name: $0, moment: moment) }
    }
    var queue = places(names, moment).map { (place: $0, from: Int?.none) }
    var seen = Set(queue.map(\.place))
    var next = 0
    while next < queue.count {
      let (place, _) = queue[next]
      defer { next += 1 }
      guard let setter = setter(of: place.name, at: place.moment) else { continue }
      if isWanted(place.name, setter) {
        var way: [Name] = []
        var index: Int? = next
        while let own = index {
          way.append(queue[own].place.name)
          index = queue[own].from
        }
        return way.reversed()
      }
      let (sources, then) = entries[setter].sources(of: place.name, at: setter, read: place.moment)
      for source in places(sources, then) where seen.insert(source).inserted {
        queue.append((source, next))
      }
    }
    return nil
  }

  /// What one needs to know to understand a name, whatever its value was computed from: the whole
  /// of an entry, the quantity and the variable of a derivative.
  private func mentioned(_ name: Name) -> [Name] {
    if name.isDerivative { return [name.arguments, name.label].compactMap { spelled[$0] } }
    return name.whole.map { [$0] } ?? []
  }
}

extension Name {
  /// `a` for `a_1`, which may have a value of its own.
  package var whole: Name? {
    guard Int(label) != nil else { return nil }
    var whole = self
    whole.label = ""
    return whole
  }
}

extension History.Entry {
  /// The names that it gives a value.
  fileprivate var names: [Name] {
    switch self {
    case .give(let name, _), .draw(let name, _), .define(let name, _): [name]
    case .update(let updates): updates.map(\.name)
    case .claim: []
    }
  }

  /// What a name that it gives a value is made from, and the moment at which those are read.
  fileprivate func sources(
    of name: Name, at own: Int, read moment: Int
  ) -> (names: Set<Name>, moment: Int) {
    switch self {
    case .give, .claim: ([], own)
    case .draw(_, let kernel): (kernel.names, own)
    case .define(_, let formula): (formula.kernel.names.union(formula.kernel.evaluated), moment)
    case .update(let updates):
      (
        updates.first { $0.name == name }.map { $0.kernel.names.union($0.kernel.evaluated) } ?? [],
        own
      )
    }
  }
}

extension Kernel {
  /// The names whose formulas it computes at another input, where their values do not matter.
  package var evaluated: Set<Name> {
    allNodes.reduce(into: []) { names, node in
      if let evaluation = node.operation.evaluation {
        names.formUnion(evaluation.definitions.map(\.name))
      }
      if let call = node.operation.call { names.formUnion(call.function.body.evaluated) }
      if let derivative = node.operation.derivative {
        names.formUnion(derivative.body.evaluated)
      }
    }
  }

  /// Whether formulas behind its names count, not only their values.
  package var isDerived: Bool {
    allNodes.contains { node in
      node.operation.derivative != nil || node.operation.call?.function.body.isDerived == true
    }
  }
}
