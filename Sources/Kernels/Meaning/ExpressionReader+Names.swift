import Matrices
import Notation
import SourceText

/// A node read as a name, with the indices that follow it.
struct NameParts {
  var name: Name
  var primes: Int
  var lower: MathTree?
  /// Where the number of the member stands.
  var memberLocation: Location?

  /// With the primes as a part of the name: g′ of a value g is a value of its own.
  var primed: NameParts {
    var parts = self
    parts.name.raised += String(repeating: "\\prime ", count: primes).dropLast()
    parts.primes = 0
    return parts
  }
}

extension ExpressionReader {
  /// The name that a node spells, whether it is defined or not; nil when it spells none.
  mutating func nameParts(_ node: MathTree) -> NameParts? {
    switch node.content {
    case .letter(let letter): return NameParts(name: Name(letter), primes: 0)
    case .text(let text), .function(let text):
      return NameParts(name: Name("\\text{\(text)}"), primes: 0)
    case .styled(_, let inner):
      if inner.nodes.count > 1, inner.nodes.allSatisfy(\.isLetter) {
        let word = inner.nodes.map { $0.oneLine() }.joined()
        return NameParts(name: Name("\\text{\(word)}"), primes: 0)
      }
      return nameParts(inner)
    case .delimited("", let inner, ""):
      guard var parts = nameParts(inner) else { return nil }
      if let lower = parts.lower {
        let number = lower.digits.flatMap { Int($0) }
        if let number, workspace.isSequence(parts.name) {
          parts.name = workspace.sequenceMember(parts.name, number)
        } else {
          parts.name.label = lower.latex
        }
        parts.lower = nil
      }
      return parts
    case .row(let nodes) where nodes.count == 2 && nodes[0].letter == "\\Delta":
      guard var parts = nameParts(nodes[1]) else { return nil }
      parts.name.base = "\\Delta \(parts.name.base)"
      return parts
    case .accent(let accent, let base):
      guard var parts = nameParts(base) else { return nil }
      parts.name.accents.append(accent.canonical)
      return parts
    case .scripts(let base, let primes, let lower, let upper):
      guard var parts = nameParts(base) else { return nil }
      parts.primes += primes
      if let lower {
        guard parts.lower == nil else { return nil }
        parts.lower = lower
      }
      guard let upper else { return parts }
      guard upper.isNaming else { return nil }
      for part in upper.nodes {
        if part.isMember {
          guard let inner = part.memberNumber,
            let member = wholeNumber(inner, as: .member(of: node))
          else { return nil }
          guard parts.name.member == nil else {
            report(
              .doesNotRun, at: part.location, "\(node.oneLine()) has two numbers above",
              help: "The first names a member. A column of it is written below: "
                + "\(parts.name.latex)_{:,\(inner.latex)}.")
            return nil
          }
          parts.name.member = member
          parts.name.memberStyle = part.memberStyle
          parts.memberLocation = inner.location
        } else if let label = part.raisedLabel {
          parts.name.raised = label.latex
        } else {
          parts.name.isStarred = true
        }
      }
      return parts
    case .row, .number, .symbol, .fraction, .binomial, .root, .delimited, .table, .stacked, .space,
      .lineBreak, .unknown:
      return nil
    }
  }

  /// The value of a name, an entry of it, or a column by its number.
  mutating func readName(_ node: MathTree) -> Expression? {
    let count = findings.count
    guard let parts = nameParts(node) else {
      if findings.count == count { reportUnrunnable(node) }
      return nil
    }
    if parts.primes > 0, !workspace.isFunction(parts.name) {
      let primed = parts.primed
      if workspace.definitions[primed.name] != nil || !workspace.labelled(primed.name).isEmpty {
        return readName(node, primed)
      }
    }
    if parts.primes > 0, workspace.definitions[parts.name] == nil, !isTrial {
      var name = parts.primed.name
      if let lower = parts.lower { name.label = lower.latex }
      reportUndefined(name, at: node.location)
      return nil
    }
    if parts.primes > 0 {
      report(
        .doesNotRun, at: node.location, "\(node.oneLine()) is a derivative without an argument",
        help: "Write what it is evaluated at: \(parts.name.shown)′(z).")
      return nil
    }
    return readName(node, parts)
  }

  private mutating func readName(_ node: MathTree, _ parts: NameParts) -> Expression? {
    if let lower = parts.lower, parts.name.label.isEmpty {
      var labelled = parts.name
      labelled.label = lower.latex
      if workspace.definitions[labelled] != nil { return value(labelled, node.location) }
      if let member = sequenceMember(parts, lower) {
        if workspace.definitions[member] == nil { reportUndefined(member, at: node.location) }
        return value(member, node.location)
      }
      if lower.isLabel {
        reportUndefined(labelled, at: node.location)
        return nil
      }
    }
    if let constant = constant(node) { return constant }
    if let lower = parts.lower, parts.name.base == "I" {
      let said = findings.count
      if let identity = identity(parts, lower, node.location) { return identity }
      guard findings.count == said else { return nil }
    }
    if let lower = parts.lower, let equal = readKronecker(parts, lower, node.location) {
      return equal
    }
    guard let base = readBase(parts, node) else { return nil }
    guard let lower = parts.lower else { return base }
    giveUpIndices(ofNamesLike: parts.name)
    return readEntries(of: base, lower, node.location)
  }

  private mutating func readBase(_ parts: NameParts, _ node: MathTree) -> Expression? {
    let name = parts.name
    if workspace.definitions[name] != nil {
      guard isNoPower(name, node.location) else { return nil }
      if !probes.isEmpty, let member = name.member {
        let known = workspace.members(name.family)
        if known == Array(1...max(1, known.count)) {
          _ = probed(parts.memberLocation, member, known.count, .membersOfName(name.family))
        }
      }
      return value(name, node.location)
    }
    // No such member: the column of that number.
    let whole = name.family
    if let member = name.member, workspace.isValue(whole), let base = value(whole, node.location) {
      let member = probed(
        parts.memberLocation, member, base.shape.columns, .columnsOfName(whole))
      guard (1...base.shape.columns).contains(member) else {
        report(
          .outOfRange, at: node.location,
          "\(whole.shown) has \(base.shape.columns) columns, and no number \(member)",
          help: "\(name.shown) is column \(member) of \(whole.shown) as long as it has no value of "
            + "its own.")
        return nil
      }
      giveUpIndices(ofNamesLike: whole)
      let place = Slot.entry(member - 1, parts.memberLocation ?? node.location)
      return entries(base, row: .all, column: place, Shape(base.shape.rows, 1), node.location)
    }
    reportUndefined(name, at: node.location)
    return nil
  }

  mutating func value(_ name: Name, _ location: Location) -> Expression? {
    guard let definition = workspace.definitions[name] else { return nil }
    switch definition.meaning {
    case .value: return Expression(.leaf(.name(name)), shape: definition.shape, location: location)
    case .broken: return nil
    case .shapeOnly:
      report(
        .undefinedName, at: location,
        "\(name.shown) has a shape, \(definition.shape), but no value",
        help: "Give it one before it is used: \(name.latex) = …",
        notes: [.init(definition.location, "its shape is stated here")])
    case .function:
      report(
        .doesNotRun, at: location, "\(name.shown) is a function, and has no argument here",
        help: "Write what it is applied to: \(name.shown)(…).")
    }
    return nil
  }

  mutating func reportUndefined(_ name: Name, at location: Location, asFunction: Bool = false) {
    guard !isTrial else {
      report(.undefinedName, at: location, "The name \(name.shown) is not defined")
      return
    }
    let known = workspace.definitions.filter { entry in
      if case .broken = entry.value.meaning { return false }
      return asFunction == workspace.isFunction(entry.key)
    }.keys
    let what = asFunction ? "function " : ""
    if let later = workspace.upcoming?.statement(defining: name, in: workspace) {
      let isCircle = workspace.current.map { later.mentions($0, in: workspace, file) } ?? false
      report(
        .undefinedName, at: location, "The name \(name.shown) is not defined yet",
        help: isCircle
          ? "It is defined further down by way of \(workspace.current?.shown ?? "this"): the two "
            + "need each other, and neither can be first."
          : "It is defined further down: put that line above this one.")
      return
    }
    var help: String
    if let near = nearest(to: name.latex, among: known.map(\.latex)),
      let match = known.first(where: { $0.latex == near })
    {
      help = "Did you mean \(match.shown)? (\(match.latex))"
    } else {
      let names = known.filter { !$0.isDerivative }.map(\.shown).sorted()
      let rest = names.count > 16 ? " and \(names.count - 16) more" : ""
      let list = names.prefix(16).joined(separator: ", ") + rest
      help = list.isEmpty ? "Nothing is defined yet." : "Known here: \(list)."
    }
    help += asFunction ? " Define it as \(name.latex)(z) = …" : " Define it before it is used."
    report(
      .undefinedName, at: location,
      "The \(what.isEmpty ? "name " : what)\(name.shown) is not defined",
      help: help)
  }

  // MARK: - Entries

  /// What a subscript says of the rows or of the columns: a colon takes all of them.
  private enum Slot {
    case all
    /// From 0, and where it is written.
    case entry(Int, Location)

    var isAll: Bool {
      switch self {
      case .all: true
      case .entry: false
      }
    }
  }

  mutating func readEntries(
    of base: Expression, _ lower: MathTree, _ location: Location
  ) -> Expression? {
    guard var slots = slots(lower, of: base) else { return nil }
    let shape = base.shape
    if !probes.isEmpty {
      let isOneOfMany = slots.count == 1 && shape.columns > 1
      let limits =
        isOneOfMany ? [shape.rows == 1 ? shape.columns : shape.rows] : [shape.rows, shape.columns]
      for (position, limit) in zip(slots.indices, limits) {
        guard case .entry(let number, let place) = slots[position] else { continue }
        let isRow = position == 0 && shape.rows > 1
        let moved =
          probed(place, number + 1, limit, isRow ? .rows(of: base) : .columns(of: base)) - 1
        slots[position] = .entry(moved, place)
      }
    }
    let first = slots.first ?? .all
    let one = Slot.entry(0, .nowhere)
    switch slots.count {
    case 1 where first.isAll && shape.columns > 1 && shape.rows > 1:
      report(
        .shapeMismatch, at: location,
        "\(text(base)) is \(shape), and a colon alone picks nothing",
        help: "Write _{i,:} for a row or _{:,i} for a column; all of it is the name alone.")
      return nil
    case 1 where shape.columns == 1:
      return entries(base, row: first, column: one, .scalar, location)
    case 1 where shape.rows == 1: return entries(base, row: one, column: first, .scalar, location)
    case 1:
      report(
        .shapeMismatch, .hint, at: location,
        "\(text(base)) is \(shape): one index takes that row, as a column vector",
        help: "Write _{i,:} for a row or _{:,i} for a column.")
      return entries(base, row: first, column: .all, Shape(shape.columns, 1), location)
    case 2:
      let rows = first.isAll ? shape.rows : 1
      let columns = slots[1].isAll ? shape.columns : 1
      return entries(base, row: first, column: slots[1], Shape(rows, columns), location)
    default:
      report(
        .shapeMismatch, at: location,
        "\(text(base)) is \(shape) and takes two indices at most, not \(slots.count)")
      return nil
    }
  }

  private mutating func entries(
    _ base: Expression, row: Slot, column: Slot, _ shape: Shape, _ location: Location
  ) -> Expression? {
    var places: [Indexed.Place?] = []
    for (slot, limit, what) in [
      (row, base.shape.rows, "row"), (column, base.shape.columns, "column"),
    ] {
      guard case .entry(let number, let written) = slot else {
        places.append(nil)
        continue
      }
      let running = running(at: written)
      // Of an index that runs too far, the first number that is one too many.
      let numbers = running.map { index, added in
        (index.numbers.lowerBound + added - 1, index.numbers.upperBound + added - 2)
      }
      let (lowest, highest) = numbers ?? (number, number)
      guard 0 <= lowest, highest < limit else {
        let odd = 0 <= lowest && lowest < limit ? limit : lowest
        reportOutside(base, what, limit, odd + 1, location)
        return nil
      }
      places.append(
        running.map { .init(letter: $0.index.letter, number: $0.added - 1) }
          ?? .init(letter: nil, number: number))
    }
    let isRunning = places.contains { $0?.letter != nil }
    return Expression(
      isRunning
        ? .indexed(.entries(row: places[0], column: places[1]))
        : .placement(.entries(row: places[0]?.number, column: places[1]?.number)),
      [base], shape: shape, location: location)
  }

  private mutating func reportOutside(
    _ base: Expression, _ what: String, _ limit: Int, _ number: Int, _ location: Location
  ) {
    let count = limit == 1 ? "1 \(what)" : "\(limit) \(what)s"
    let name = base.operation.name?.shown ?? text(base)
    report(
      .outOfRange, at: location,
      "\(name) is \(base.shape): it has \(count), and no \(what) \(number)",
      help: "Indices count from 1. If an index runs too far, look at the bounds of its sum.")
  }

  private mutating func slots(_ lower: MathTree, of base: Expression) -> [Slot]? {
    // Two digits that somebody has written; a number that stands for an index is one.
    let isWritten = lower.digits.map { lower.location.text == $0 } ?? true
    let splitsDigits = isWritten && (base.shape.columns > 1 || base.shape.isScalar)
    var slots: [Slot] = []
    for tree in lower.indexParts(splitsDigits: splitsDigits) {
      if tree.isSymbol(":") {
        slots.append(.all)
        continue
      }
      guard let index = wholeNumber(tree, as: .index(tree)) else { return nil }
      slots.append(.entry(index - 1, tree.location))
    }
    return slots
  }
}

extension MathTree {
  /// A subscript that can only be part of a name: a word, or a sign as in J₊.
  var isLabel: Bool {
    isText || functionName != nil || isOperator
      || styled.map { $0.inner.nodes.count > 1 } ?? false
  }
}

extension MathTree.Accent {
  /// `\widehat` and `\hat` make the same name.
  var canonical: MathTree.Accent {
    switch self {
    case .widehat: .hat
    case .widetilde: .tilde
    case .overline: .bar
    case .overrightarrow: .vec
    default: self
    }
  }
}
