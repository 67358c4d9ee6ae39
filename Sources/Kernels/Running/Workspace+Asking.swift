package import Notation
import SourceText

extension Workspace {
  // MARK: - Asking

  /// How much has happened so far; values may be asked for as they were at a moment (`Replay`).
  package var moment: Int { history.entries.count }

  /// Whether an update has changed what the value of a name was made from.
  func isOutOfDate(_ name: Name) -> Bool { !stale.isEmpty && stale.contains(name) }

  /// Whether a statement could not give a name its value; asked only where something else is wrong.
  var holdsBroken: Bool { meaningful.count < definitions.count }

  package func isFunction(_ name: Name) -> Bool {
    if case .function = definitions[name]?.meaning { return true }
    return false
  }

  /// The parameters and the formula of a function of the lesson; nil for one that every lesson has.
  package func function(_ name: Name) -> (parameters: [Name], body: MathTree)? {
    guard !isProvided(name), case .function(let parameters, let body) = definitions[name]?.meaning
    else { return nil }
    return (parameters, body)
  }

  /// Whether the name has no value, function or claim to one yet.
  func isFree(_ name: Name) -> Bool {
    switch definitions[name]?.meaning {
    case nil, .shapeOnly: true
    default: false
    }
  }

  func isValue(_ name: Name) -> Bool {
    if case .value = definitions[name]?.meaning { return true }
    return false
  }

  /// Whether a name is that of a number that was written down as one: it has no entries, and `m_1`
  /// beside it is a name of its own.
  /// Of a layer with one unit it is an entry.
  func isNumber(_ name: Name) -> Bool {
    name.member == nil && isValue(name) && definitions[name]?.isNumber == true
  }

  /// The numbers k for which `W^{(k)}` has a value.
  func members(_ family: Name) -> [Int] {
    Set(families[family] ?? []).filter { isValue(family.numbered($0)) }.sorted()
  }

  /// The numbers k for which `h_k` has a value.
  func labelledMembers(_ name: Name) -> [Int] {
    labelled(name).compactMap { isValue($0) ? Int($0.label) : nil }.sorted()
  }

  /// Whether a letter without a value of its own has members, numbered below it or in parentheses
  /// above.
  func isSequence(_ name: Name) -> Bool {
    guard name.member == nil, isFree(name) || isProvided(name) else { return false }
    return numberedBelow.contains(name)
      || isNumbered(name) && name.memberStyle == .parentheses
  }

  /// The name of `h_k`. Where members were given as `h^{(1)}`, it is one of these.
  func sequenceMember(_ name: Name, _ number: Int) -> Name {
    var labelled = name
    labelled.label = String(number)
    return !numberedBelow.contains(name) && isNumbered(name) ? name.numbered(number) : labelled
  }

  /// Whether anything is known of a member, if only its shape.
  func isNumbered(_ family: Name) -> Bool { families[family] != nil }

  func hasMembers(_ family: Name) -> Bool {
    families[family]?.contains { isValue(family.numbered($0)) } ?? false
  }

  var hasLabels: Bool { !knownLabels.isEmpty }

  /// Whether some name has this below it as a part of itself.
  func isLabel(_ latex: String) -> Bool { knownLabels.contains(latex) }

  /// The names that are a name with a label, as x_1 is x.
  func labelled(_ name: Name) -> [Name] { labels[name] ?? [] }

  /// Whether the name comes from the prelude: a lesson may give it a meaning of its own.
  func isProvided(_ name: Name) -> Bool {
    definitions[name]?.location.file.path == Prelude.path
  }

  /// How many derivatives are taken inside each other, also by way of the names that it uses.
  func derivativeOrder(of kernel: Kernel) -> Int {
    let behindNames = kernel.names.compactMap { formulas[$0]?.derivativeOrder }.max() ?? 0
    return kernel.derivativeOrder + behindNames
  }
}
