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
    if parts.primes == 1, let turned = readTurned(node, parts) { return turned }
    if parts.primes > 0, !isTrial,
      workspace.definitions[parts.name] == nil || workspace.isValue(parts.name)
    {
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

  /// `X'y` of matrices, as statistics writes a transpose; nil of numbers and of what has no value.
  private mutating func readTurned(_ node: MathTree, _ parts: NameParts) -> Expression? {
    guard workspace.isValue(parts.name) || workspace.isSequence(parts.name) else { return nil }
    var plain = parts
    plain.primes = 0
    var trial = self
    guard let whole = trial.readName(node, plain), !whole.shape.isScalar else { return nil }
    self = trial
    return turned(whole, node)
  }

  /// A value transposed by a prime.
  mutating func turned(_ whole: Expression, _ node: MathTree) -> Expression? {
    report(
      .transposition, .hint, at: node.location,
      "\(node.oneLine()) is read as transposed", help: "Write ^T or ^\\top to say so.")
    return applied(.placement(.transpose), [whole], at: node.location)
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
      if let (member, rest) = memberWithEntries(parts, lower) {
        return value(member, node.location).flatMap { readEntries(of: $0, rest, node.location) }
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
    // An index that runs over one number may stand below a number: it is its only entry.
    if let lower = parts.lower, workspace.isNumber(parts.name),
      !lower.location.text.contains(where: \.isLetter)
    {
      reportPart(of: parts.name, node, written: "_{\(lower.latex)}")
      return nil
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
    if name.member != nil, workspace.isNumber(whole) {
      reportPart(of: whole, node, written: name.memberStyle.latex(name.member ?? 0))
      return nil
    }
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

  /// m_1 and m^{(1)} beside a number m, which has no entries.
  private mutating func reportPart(of whole: Name, _ node: MathTree, written part: String) {
    report(
      .undefinedName, at: node.location,
      "\(node.oneLine()) has no value: \(whole.shown) is a number, and has no parts",
      help: "Give \(node.oneLine()) a value of its own before (\(node.latex) = …), or take "
        + "\(part) away.",
      notes: workspace.definitions[whole].map {
        [.init($0.location, "\(whole.shown) has its value from here")]
      } ?? [])
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
      let written = location.text
      let isScripted = written.contains { "^_".contains($0) }
      report(
        .doesNotRun, at: location, "\(name.shown) is a function, and has no argument here",
        help: "Write what it is applied to: \(name.shown)(…)"
          + (isScripted
            ? "; or give \(text(location)) a value of its own before: \(written) = …"
            : workspace.isProvided(name) ? ", or give it a value before: \(name.latex) = …" : "."))
    }
    return nil
  }

  /// `h[k]`, as signals and programs are indexed, of what is no number: beside a number it is a
  /// factor.
  mutating func reportsBrackets(_ node: MathTree, _ next: MathTree?) -> Bool {
    guard node.isNameLike, !(node.scripts?.base ?? node).isExpectation, let group = next?.delimited,
      ["[", "\\lbrack"].contains(group.open), ["]", "\\rbrack"].contains(group.close), let next,
      node.location.gap(to: next.location).isEmpty, group.inner.looksLikeIndex,
      let name = bareName(node), !workspace.isFunction(name)
    else { return false }
    guard workspace.isFree(name) || workspace.definitions[name]?.shape.isScalar == false else {
      return false
    }
    // r_{xx}[l]
    if node.isIndexed {
      report(
        .doesNotRun, at: node.location.through(next.location),
        "\(node.oneLine())[\(group.inner.oneLine())] is no entry here: entries are written below",
        help: "Take a name of one letter, and write the index below it; entries count from 1.")
      return true
    }
    let inner = group.inner.latex
    let index = "_" + (inner.count == 1 ? inner : "{\(inner)}")
    findings.append(
      Finding(
        .doesNotRun, at: node.location.through(next.location),
        "\(node.oneLine())[\(group.inner.oneLine())] is no entry here: entries are written below",
        help: "Write \(node.latex)\(index); entries count from 1.",
        fixes: [.init(next.location, index, "write the index below")]))
    return true
  }

  mutating func reportUndefined(_ name: Name, at location: Location, asFunction: Bool = false) {
    guard !isTrial else {
      report(.undefinedName, at: location, "The name \(name.shown) is not defined")
      return
    }
    let known = workspace.meaningful.filter { asFunction == workspace.isFunction($0) }
    let what = asFunction ? "function " : ""
    if let later = workspace.upcoming?.statement(defining: name, in: workspace) {
      let isCircle = workspace.current.map { later.mentions($0, for: self) } ?? false
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
    if let unprimed = name.unprimed, let shape = workspace.definitions[unprimed]?.shape,
      !shape.isScalar
    {
      help = "\(unprimed.shown) has a value: where ' is to transpose, write ^T. " + help
    }
    if let advice = advice(on: name, asFunction: asFunction) {
      help = advice
    } else {
      help += asFunction ? " Define it as \(name.latex)(z) = …" : " Define it before it is used."
    }
    report(
      .undefinedName, at: location,
      "The \(what.isEmpty ? "name " : what)\(name.shown) is not defined",
      help: help)
  }
}

extension MathTree {
  /// A subscript that can only be part of a name: a word, or a sign as in J₊.
  var isLabel: Bool {
    isText || functionName != nil || isOperator
      || styled.map { $0.inner.nodes.count > 1 } ?? false
  }
}

extension MathTree {
  /// A letter or a number, and what is added to it.
  fileprivate var looksLikeIndex: Bool {
    let nodes = nodes.filter { !$0.isBlank }
    guard !nodes.isEmpty, nodes.count <= 5 else { return false }
    return nodes.enumerated().allSatisfy { place, node in
      place.isMultiple(of: 2)
        ? node.letter != nil || node.digits.map { !$0.contains(".") } ?? false
        : node.isSymbol("+", "-")
    }
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
