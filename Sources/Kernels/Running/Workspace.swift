package import Matrices
import Notation
package import SourceText

/// Everything the formulas so far have defined: a value, so that the workspace of an earlier step
/// is still there when one goes back to it.
package struct Workspace: Sendable {
  package private(set) var definitions: [Name: Definition] = [:]
  /// The names that have a meaning: those of statements that cannot run have none, and of these there
  /// may be many.
  private(set) var meaningful: Set<Name> = []
  package private(set) var values: [Name: Matrix<Double>] = [:]
  package private(set) var formulas: [Name: Formula] = [:]
  /// Functions that work entry by entry, bound once.
  package private(set) var elementwise: [Name: Function] = [:]
  /// Quantities by their name without arguments, each with the arguments it was written with.
  private(set) var quantities: [Name: [(name: Name, arguments: [MathTree])]] = [:]
  /// Tables that are written as functions, as P(y = k | x), by their names.
  private(set) var patterns: [Name: Pattern] = [:]
  /// Names that have been given a value for every index in parentheses.
  private(set) var tables: Set<Name> = []
  /// Names whose value decided what was read: sizes, bounds of sums, numbers of layers.
  package private(set) var structural: Set<Name> = []
  /// Names that shapes are stated with, as s in `\mathbb{R}^{s_2 \times s_1}`.
  package private(set) var sizes: Set<Name> = []
  /// Other values for these names, to try the formulas at other sizes.
  package private(set) var resizing: [Name: Matrix<Double>] = [:]
  /// Names whose values an update has put out of date.
  private(set) var stale: Set<Name> = []
  /// The names whose formulas use a name directly, once a value has changed: most lessons change
  /// none. Some of the formulas may be gone since.
  private(set) var users: [Name: Set<Name>]?
  /// The members of a family that have been defined, and the names that are another one with a
  /// label.
  private(set) var families: [Name: [Int]] = [:]
  private(set) var labels: [Name: [Name]] = [:]
  /// The names of which another one has a number for its label.
  private(set) var numberedBelow: Set<Name> = []
  /// What stands below a name that is so as a whole, as l in n_l.
  private(set) var knownLabels: Set<String> = []
  /// Whether some name has a number or a word above it that is set without parentheses.
  private(set) var hasRaised = false
  /// Counts what may change how a formula is read: while it stays, one that was read before is read
  /// the same.
  private(set) var structure = 0
  /// What statements further down in the fence define, and the name that the statement being read
  /// defines.
  var upcoming: Upcoming?
  var current: Name?
  /// How many values have been given anew.
  private(set) var updates = 0
  /// What the statements did, in order.
  package private(set) var history = History()
  /// What is prepared for the history that is being done again, and how much of it has been.
  private(set) var replayed: (preparations: Preparations, moment: Int)?

  /// With the functions that every lesson has.
  package init() { self = Prelude.workspace }

  private init(definitions: [Name: Definition]) {
    self.definitions = definitions
    meaningful = Set(definitions.keys)
  }

  /// A workspace to read the same statements at other sizes.
  package init(resizing: [Name: Matrix<Double>]) {
    self = Prelude.workspace
    self.resizing = resizing
  }

  package static let bare = Workspace(definitions: [:])

  // MARK: - Defining

  package mutating func define(
    _ name: Name, _ value: Matrix<Double>, at location: Location, isNumber: Bool = false
  ) {
    set(
      name,
      Definition(
        meaning: .value, shape: value.shape, location: location, isGiven: true, isNumber: isNumber))
    values[name] = value
    formulas[name] = nil
    history.append(.give(name, value))
  }

  mutating func define(
    _ name: Name, _ value: Matrix<Double>, by formula: Formula, at location: Location
  ) {
    set(name, Definition(meaning: .value, shape: value.shape, location: location))
    setFormula(name, formula, value)
    stale.remove(name)
    history.append(.define(name, formula))
  }

  func formula(
    _ kernel: Kernel, _ tree: MathTree, free: [String], _ pattern: LeftPattern? = nil
  ) -> Formula {
    Formula(
      kernel: kernel, tree: tree, free: free, pattern: pattern, order: history.entries.count,
      derivativeOrder: derivativeOrder(of: kernel))
  }

  /// A value drawn from a distribution.
  mutating func define(
    _ name: Name, _ value: Matrix<Double>, drawnBy kernel: Kernel, at location: Location
  ) {
    set(
      name,
      Definition(meaning: .value, shape: value.shape, location: location, isGiven: true))
    values[name] = value
    history.append(.draw(name, kernel))
  }

  /// New values from here on, all computed from the old ones. What a name is given so is no law: it
  /// stays when what it was made from changes.
  mutating func update(_ updates: [(name: Name, kernel: Kernel, location: Location)]) {
    let new = updates.map { ($0.name, value(of: $0.kernel)) }
    assign(Dictionary(new, uniquingKeysWith: { $1 }))
    for (update, (name, value)) in zip(updates, new) {
      set(name, Definition(meaning: .value, shape: value.shape, location: update.location))
    }
    history.append(.update(updates.map { ($0.name, $0.kernel) }))
    self.updates += updates.count
  }

  /// Does the last update again, so many times.
  ///
  /// - Parameter updates: what a round of the loop does: it is that update, or nothing is done.
  /// - Returns: whether it was done.
  mutating func repeatUpdate(_ updates: [(name: Name, kernel: Kernel)], times: Int) -> Bool {
    guard case .update(let last)? = history.entries.last, last.count == updates.count,
      zip(last, updates).allSatisfy({ $0.name == $1.name }),
      doAgain(updates, times: times)
    else { return false }
    history.repeatLast(times: times)
    self.updates += times * updates.count
    return true
  }

  /// Puts values in the place of others of the same shapes. What was defined by way of them is
  /// computed anew, so that no number is left that the formulas no longer give.
  package mutating func assign(_ new: [Name: Matrix<Double>]) {
    for (name, value) in new {
      values[name] = value
      if formulas.removeValue(forKey: name) != nil || structural.contains(name) { structure += 1 }
      stale.remove(name)
    }
    markStale(after: Array(new.keys))
  }

  /// What is defined by way of a name that is out of date is so, too: what is marked already needs
  /// no second look.
  private mutating func markStale(after changed: [Name]) {
    if let replayed {
      let found = replayed.preparations.dependents(at: replayed.moment) {
        dependents(of: changed, butFor: [])
      }
      stale.formUnion(found)
    } else {
      stale.formUnion(dependents(of: changed, butFor: stale))
    }
  }

  /// - Parameter known: names for which it is known, with all that is defined by way of them.
  private mutating func dependents(of changed: [Name], butFor known: Set<Name>) -> Set<Name> {
    if users == nil {
      users = [:]
      for (name, formula) in formulas { noteUses(name, formula) }
    }
    var (found, open): (Set<Name>, [Name]) = ([], changed)
    while let name = open.popLast() {
      for user in users?[name] ?? [] where formulas[user]?.kernel.names.contains(name) == true {
        if !known.contains(user), found.insert(user).inserted { open.append(user) }
      }
    }
    return found
  }

  private mutating func noteUses(_ name: Name, _ formula: Formula) {
    for used in formula.kernel.names { users?[used, default: []].insert(name) }
  }

  /// Computes anew what has become out of date, as far as the names need it; all of it without
  /// names.
  package mutating func refresh(for names: Set<Name>? = nil) {
    guard !stale.isEmpty else { return }
    let affected = names.map(staleNames) ?? stale
    guard !affected.isEmpty, !refreshPrepared(affected) else { return }
    let inOrder = affected.compactMap { name in formulas[name].map { (name, $0) } }
      .sorted { $0.1.order < $1.1.order }
    for (name, formula) in inOrder {
      values[name] = formula.kernel.value(in: Scope(self))
      stale.remove(name)
    }
  }

  /// Computes anew what has become out of date of the names that are written. A derivative for which
  /// the lesson has a formula is run when somebody asks for it, which takes longer than all others.
  package mutating func refreshWritten() {
    refresh(for: stale.filter { !$0.isDerivative })
  }

  /// - Returns: whether it was done; else nothing was.
  private mutating func refreshPrepared(_ names: Set<Name>) -> Bool {
    guard let replayed else { return false }
    let new = replayed.preparations.with(
      .outOfDate(names, moment: replayed.moment), isWorth: false,
      prepare: { PreparedFormulas(Array(names), in: self) }, { $0.run(at: values) })
    guard let new else { return false }
    values.merge(new) { $1 }
    stale.subtract(names)
    return true
  }

  /// What of the names, and of what they are made from, is out of date. What is not was made from
  /// nothing that is.
  private func staleNames(_ names: Set<Name>) -> Set<Name> {
    var found = names.intersection(stale)
    var open = Array(found)
    while let name = open.popLast() {
      for source in formulas[name]?.kernel.names ?? [] where stale.contains(source) {
        if found.insert(source).inserted { open.append(source) }
      }
    }
    return found
  }

  /// The values of a kernel's operations, at the values that names have now.
  mutating func run(_ kernel: Kernel) -> [Matrix<Double>] {
    refresh(for: kernel.names)
    return kernel.run(in: Scope(self))
  }

  package mutating func value(of kernel: Kernel) -> Matrix<Double> {
    let values = run(kernel)
    return values[values.count - 1]
  }

  /// For running a history again: a value without where it came from.
  package mutating func setGiven(_ name: Name, _ value: Matrix<Double>) {
    values[name] = value
    formulas[name] = nil
  }

  mutating func setFormula(_ name: Name, _ formula: Formula, _ value: Matrix<Double>) {
    values[name] = value
    formulas[name] = formula
    structure += 1
    if users != nil { noteUses(name, formula) }
  }

  mutating func remember(_ claim: History.Claim) { history.append(.claim(claim)) }

  /// The same with a name that has no meaning yet; what happened stays.
  func forgetting(_ name: Name) -> Workspace {
    var workspace = self
    workspace.definitions[name] = nil
    workspace.meaningful.remove(name)
    workspace.values[name] = nil
    workspace.formulas[name] = nil
    workspace.structure += 1
    return workspace
  }

  mutating func markSizes(_ names: Set<Name>) {
    sizes.formUnion(names)
    structural.formUnion(names)
  }

  mutating func markStructural(_ names: Set<Name>) { structural.formUnion(names) }
  mutating func state(_ name: Name, _ shape: Shape, at location: Location) {
    set(name, Definition(meaning: .shapeOnly, shape: shape, location: location))
  }

  mutating func defineFunction(
    _ name: Name, parameters: [Name], body: MathTree, elementwise function: Function?,
    at location: Location
  ) {
    set(
      name,
      Definition(
        meaning: .function(parameters: parameters, body: body), shape: .scalar,
        location: location))
    elementwise[name] = function
  }

  mutating func addQuantity(_ bare: Name, _ name: Name, arguments: [MathTree]) {
    structure += 1
    noteLabel(of: bare)
    quantities[bare, default: []].removeAll { $0.name == name }
    quantities[bare, default: []].append((name, arguments))
  }

  mutating func rememberTable(_ name: Name) {
    structure += 1
    tables.insert(name)
  }

  mutating func remember(_ pattern: Pattern, of name: Name) {
    structure += 1
    patterns[name] = pattern
  }

  mutating func markBroken(_ name: Name, at location: Location) {
    guard isFree(name) else { return }
    set(name, Definition(meaning: .broken, shape: .scalar, location: location))
  }

  private mutating func set(_ name: Name, _ definition: Definition) {
    let old = definitions.updateValue(definition, forKey: name)
    if old.map({ definition.reads(like: $0) }) != true { structure += 1 }
    if definition.isBroken { meaningful.remove(name) } else { meaningful.insert(name) }
    noteLabel(of: name)
    guard old == nil else { return }
    if let member = name.member { families[name.family, default: []].append(member) }
    if !name.label.isEmpty {
      labels[name.unlabelled, default: []].append(name)
      if Int(name.label) != nil { numberedBelow.insert(name.unlabelled) }
    }
    if !name.raised.isEmpty || name.member != nil && name.memberStyle == .bare { hasRaised = true }
  }

  private mutating func noteLabel(of name: Name) {
    if !name.label.isEmpty { knownLabels.insert(name.label) }
  }

  /// The same workspace with names standing for values of some shape that are not known yet.
  func binding(_ parameters: [Name], to shapes: [Shape], at location: Location) -> Workspace {
    var inner = self
    for (name, shape) in zip(parameters, shapes) {
      inner.set(name, Definition(meaning: .value, shape: shape, location: location))
      inner.values[name] = nil
      inner.formulas[name] = nil
      inner.elementwise[name] = nil
    }
    return inner
  }

  /// A name whose value is computed in place: not known yet, by its formula bound to other shapes.
  mutating func rebind(_ name: Name, to kernel: Kernel) {
    definitions[name]?.shape = kernel.shape
    formulas[name]?.kernel = kernel
    values[name] = nil
  }

  /// The same names, without any values yet: where a history begins to be done again.
  func withoutValues(_ history: History) -> Workspace {
    var bare = self
    bare.values = [:]
    bare.formulas = [:]
    bare.stale = []
    bare.history = history
    bare.isDoing(history, at: 0)
    return bare
  }

  /// Says how much of a history has been done again: what is out of date at that moment may have
  /// been prepared.
  package mutating func isDoing(_ history: History, at moment: Int) {
    replayed = (history.preparations, moment)
  }

  /// The same at a moment of which nothing is prepared: it goes another way.
  func byItself() -> Workspace {
    var workspace = self
    workspace.replayed = nil
    return workspace
  }

  /// The same names, with the values and the formulas that they have in another run.
  func taking(_ other: Workspace, _ history: History) -> Workspace {
    var workspace = self
    workspace.values = other.values
    workspace.formulas = other.formulas
    workspace.stale = other.stale
    workspace.users = other.users
    workspace.history = history
    return workspace
  }

  /// As it is after the first entries of its history: what is defined later is not known yet.
  func after(_ history: History) -> Workspace {
    var workspace = self
    let isWhole = history.entries.count == self.history.entries.count
    workspace.history = history
    workspace.replayed = nil
    guard !isWhole else { return workspace }
    workspace.definitions = definitions.filter { name, _ in !isValue(name) || values[name] != nil }
    workspace.meaningful = meaningful.filter { workspace.definitions[$0] != nil }
    return workspace
  }
}
