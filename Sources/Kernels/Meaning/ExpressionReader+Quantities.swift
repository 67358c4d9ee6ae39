import Matrices
import Notation
import SourceText

/// A quantity at inputs of some shapes.
struct EvaluationKey: Hashable {
  var target: Name
  var replaced: [Name]
  var shapes: [Shape]
}

extension ExpressionReader {
  /// `J(W,b;x,y)`, `h_{W,b}(x^{(i)})`, `a_j^{(2)}(x^{(i)})`: a quantity with what it depends on, as
  /// it was defined or at another input. Nil when the front of the row is nothing of the kind.
  mutating func readQuantity(_ node: MathTree, _ rest: inout ArraySlice<MathTree>) -> ReadCall? {
    guard let next = rest.first, let inner = next.arguments(of: node),
      node.isNameLike
    else { return nil }
    if let mean = readExpectation(node, inner, next) {
      rest.removeFirst()
      return mean
    }
    var lookup = self
    guard let parts = lookup.nameParts(node), parts.primes == 0 else { return nil }
    var labelled = parts.name
    if let lower = parts.lower { labelled.label = lower.latex }
    let location = node.location.through(next.location)
    if let pattern = workspace.patterns[labelled], inner.nodes.contains(where: \.isConditionSign) {
      rest.removeFirst()
      report(
        .undefinedName, at: location,
        "\(labelled.shown) is given as \(labelled.shown)(\(pattern.tree.oneLine())), and "
          + "\(location.text) is written otherwise",
        help: "Write it as it is given, with other letters or numbers for "
          + "\(pattern.letters.map { Name($0).shown }.joined(separator: " and ")), or take another name."
      )
      return ReadCall(result: nil)
    }
    if let known = workspace.quantities[labelled] {
      rest.removeFirst()
      return ReadCall(result: readCall(of: labelled, known, inner, location))
    }
    // The quantity may be indexed: h_1(x).
    if parts.lower != nil, let known = workspace.quantities[parts.name] {
      rest.removeFirst()
      let whole = readCall(of: parts.name, known, inner, location)
      return ReadCall(result: whole.flatMap { entries(of: $0, parts, location) })
    }
    // A value is multiplied by what follows unless that is an input it depends on.
    let isWhole = parts.lower != nil && workspace.isValue(labelled)
    let target = isWhole ? labelled : parts.name
    guard workspace.isValue(target), inner.isNameLike, let input = lookup.nameParts(inner),
      workspace.isComputed(target, from: input.name.family)
    else { return nil }
    structural.formUnion(lookup.structural)
    rest.removeFirst()
    guard let replacement = read(inner) else { return ReadCall(result: nil) }
    let value = evaluated(target, [(input.name.family, replacement)], location)
    return ReadCall(result: isWhole ? value : value.flatMap { entries(of: $0, parts, location) })
  }

  private mutating func entries(
    of whole: Expression, _ parts: NameParts, _ location: Location
  ) -> Expression? {
    guard let lower = parts.lower else { return whole }
    giveUpIndices(ofNamesLike: parts.name)
    return readEntries(of: whole, lower, location)
  }

  private mutating func readCall(
    of bare: Name, _ known: [(name: Name, arguments: [MathTree])], _ inner: MathTree,
    _ location: Location
  ) -> Expression? {
    let arguments = inner.argumentTrees
    let same = known.last { zip($0.arguments, arguments).allSatisfy { $0.latex == $1.latex } }
    guard
      let match = [same].compactMap({ $0 }).first(where: { $0.arguments.count == arguments.count })
        ?? known.last(where: { $0.arguments.count == arguments.count })
    else {
      let list = known.map { $0.name.shown }.joined(separator: ", ")
      report(
        .undefinedName, at: location,
        "\(bare.shown) with \(arguments.count) arguments is not defined", help: "Known: \(list).")
      return nil
    }
    var replacements: [(Name, Expression)] = []
    for (written, argument) in zip(match.arguments, arguments)
    where written.latex != argument.latex {
      var lookup = self
      guard let name = lookup.nameParts(written)?.name, workspace.isValue(name) else {
        report(
          .doesNotRun, at: argument.location,
          "\(match.name.shown) is written with \(written.oneLine()), which stands for no single "
            + "value that \(argument.oneLine()) could replace",
          help: "Write \(written.latex) there.")
        return nil
      }
      guard let replacement = read(argument) else { return nil }
      replacements.append((name, replacement))
    }
    return evaluated(match.name, replacements, location)
  }

  /// A name with other values for some of the names it depends on.
  private mutating func evaluated(
    _ target: Name, _ replacements: [(name: Name, value: Expression)], _ location: Location
  ) -> Expression? {
    let replaced = replacements.map(\.name)
    var descent = Descent(from: Set(replaced))
    let affected = workspace.closure(target).compactMap { name in
      workspace.formulas[name].map { (name, $0) }
    }.filter { descent.reaches($0.0, in: workspace) && !replaced.contains($0.0) }
      .sorted { $0.1.order < $1.1.order }
    guard !replacements.isEmpty, !affected.isEmpty else { return value(target, location) }
    let shapes = replacements.map(\.value.shape)
    let key = EvaluationKey(target: target, replaced: replaced, shapes: shapes)
    if let known = made.evaluations[key], let shape = known.last?.kernel.shape {
      return Expression(
        .evaluation(Evaluation(target: target, replaced: replaced, definitions: known)),
        replacements.map(\.value), shape: shape, location: location)
    }
    var inner = workspace.binding(replaced, to: shapes, at: location)
    var definitions: [(name: Name, kernel: Kernel)] = []
    for (name, formula) in affected {
      guard let origin = workspace.definitions[name]?.location else { continue }
      var reader = ExpressionReader(inner, in: origin.file)
      reader.depth = depth + 1
      reader.expansions = expansions
      // What is defined for a number works entry by entry, whatever is put in its place.
      reader.isElementwise = formula.kernel.nodes.allSatisfy(\.shape.isScalar)
      let expression =
        formula.free.isEmpty
        ? reader.read(formula.tree)
        : reader.readTabulation(formula.tree, letters: formula.free, formula.pattern)
      expansions = reader.expansions
      guard let expression else {
        let input = zip(replaced, shapes).map { "\($0.shown) of shape \($1)" }
          .joined(separator: " and ")
        report(
          .shapeMismatch, at: location,
          "\(target.shown) cannot be computed for \(input)",
          help: reader.findings.first { $0.severity == .error }
            .map { "In the formula of \(name.shown): \($0.summary)." },
          notes: [.init(origin, "\(name.shown) is defined here")])
        return nil
      }
      let kernel = Kernel(expression)
      definitions.append((name, kernel))
      inner.rebind(name, to: kernel)
    }
    guard let shape = definitions.last?.kernel.shape,
      definitions.allSatisfy({ isAffordable($0.kernel, at: location) })
    else { return nil }
    made.evaluations[key] = definitions
    return Expression(
      .evaluation(Evaluation(target: target, replaced: replaced, definitions: definitions)),
      replacements.map(\.value), shape: shape, location: location)
  }

  // MARK: - Draws

  /// `\mathcal{U}(-1, 1)`, `\mathcal{N}(0, 1)`, `\text{Bernoulli}(p)`; its shape is that of what it
  /// is added to, or stated beforehand.
  mutating func readDraw(_ node: MathTree, _ rest: inout ArraySlice<MathTree>) -> ReadCall? {
    guard let distribution = node.distribution, let next = rest.first,
      let inner = next.insideParentheses
    else { return nil }
    rest.removeFirst()
    let location = node.location.through(next.location)
    let parameters = inner.argumentTrees.compactMap { read($0) }
    let wanted = distribution == .bernoulli ? 1 : 2
    guard parameters.count == wanted, parameters.allSatisfy(\.shape.isScalar) else {
      report(
        .missingArgument, at: location,
        "\(node.oneLine()) takes \(wanted) number\(wanted == 1 ? "" : "s")",
        help: "Write \\mathcal{U}(a, b), \\mathcal{N}(mean, deviation) or \\text{Bernoulli}(p).")
      return ReadCall(result: nil)
    }
    // No two terms draw the same.
    giveUpIndices()
    draws += 1
    let seed = RandomNumbers.seed(
      "\(workspace.formulas.count) \(draws) \(node.latex)" + (update.map { " update \($0)" } ?? ""))
    return ReadCall(
      result: Expression(
        .leaf(.draw(Draw(distribution: distribution, seed: seed))), parameters, shape: .scalar,
        location: location))
  }
}

extension MathTree {
  /// `=` or a bar, as in P(y = k | x).
  var isConditionSign: Bool { isSymbol("=", "|", "\\mid", ";") }

  /// The arguments between parentheses, at commas, semicolons and bars.
  var argumentTrees: [MathTree] {
    nodes.split(omittingEmptySubsequences: false) {
      $0.isSymbol(",", ";", "\\|", "\\Vert", "|", "\\vert", "\\mid", "\\parallel")
    }.map { part in .row(part.filter { !$0.isBlank }) }
  }

  fileprivate var distribution: Draw.Distribution? {
    switch content {
    case .styled(.mathcal, let inner), .styled(.mathscr, let inner):
      inner.letter == "U" ? .uniform : inner.letter == "N" ? .normal : nil
    case .text(let word), .function(let word):
      switch word.lowercased() {
      case "bernoulli": .bernoulli
      case "uniform": .uniform
      case "normal": .normal
      default: nil
      }
    case .styled(.mathrm, let inner):
      MathTree(.text(inner.nodes.map { $0.oneLine() }.joined()), location).distribution
    case .row, .number, .letter, .symbol, .fraction, .binomial, .root, .scripts, .accent, .styled,
      .delimited, .table, .stacked, .space, .lineBreak, .unknown:
      nil
    }
  }
}
