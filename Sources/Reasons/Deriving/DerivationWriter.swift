package import Kernels
import Matrices
package import Notation
package import SourceText

/// Writes the lines of a derivative that no author has derived: one rule a line, each line read again,
/// compared with the one above, and shown only where it holds.
package struct DerivationWriter {
  package struct Line: Sendable {
    package var tree: MathTree
    package var reason: Reason
  }

  /// What a line may do. In this order they are tried.
  private enum Move: CaseIterable {
    case itself, sum, constantFactors, summation, definition, power, function, product, quotient
    case linear, onlyOneTerm
  }

  private let workspace: Workspace
  private let reader: TermReader
  /// Longer ones are not what anybody wants to see.
  private static let mostLines = 24

  package init(_ workspace: Workspace) {
    self.workspace = workspace
    reader = TermReader(workspace)
  }

  /// The lines below a formula, and whether no ∂ is left in the last one.
  ///
  /// - Throws: why the formula cannot be read.
  package func lines(below first: MathTree, in file: SourceFile) throws(Unreadable) -> (
    lines: [Line], isDone: Bool
  ) {
    let (equation, findings) = EquationReader.derivation(
      [first], goingOn: first, in: file, workspace)
    guard let equation else { throw Unreadable(finding: findings.first) }
    guard equation.sides[0].kernel.hasDerivative else { throw Unreadable(finding: nil) }
    var lines: [Line] = []
    var (term, kernel) = (reader.term(first), equation.sides[0].kernel)
    while lines.count < Self.mostLines, term.hasDerivative || term.isUntidy {
      guard let (next, line, own) = next(term, kernel, first, lines.last?.tree) else { break }
      lines.append(line)
      (term, kernel) = (next, own)
    }
    return (lines, !term.hasDerivative)
  }

  package struct Unreadable: Error {
    package var finding: Finding?
  }

  /// The next line that holds.
  private func next(
    _ term: Term, _ kernel: Kernel, _ first: MathTree, _ above: MathTree?
  ) -> (Term, Line, Kernel)? {
    for candidate in candidates(term) where candidate != term {
      let text = candidate.tree.latex
      let file = SourceFile(path: "derivation", text: text)
      let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      guard let tree = read.lines.first,
        let equation = EquationReader.derivation(
          [first] + (above.map { [$0] } ?? []), goingOn: tree, in: file, workspace
        ).equation, let side = equation.sides.last, equation.claims.last?.holds == true
      else { continue }
      let lesson = DrawnLesson(workspace, at: side.moment, where: [kernel, side.kernel])
      guard let reason = Reasons.reason(from: kernel, to: side.kernel, lesson) else { continue }
      return (candidate, Line(tree: side.tree, reason: reason), side.kernel)
    }
    return nil
  }

  private func candidates(_ term: Term) -> [Term] {
    guard let derivative = term.firstDerivative else { return [term.tidy] }
    var all: [Term] = []
    for move in Move.allCases {
      for changed in moved(derivative.body, by: derivative.variable, move) {
        // Every derivative to which the same can be done.
        let everywhere = term.replacingDerivatives { body, variable in
          moved(body, by: variable, move).first
        }
        all.append(everywhere.flat)
        all.append(
          term.replacingDerivatives { body, variable in
            body == derivative.body && variable == derivative.variable ? changed : nil
          }.flat)
      }
      if move == .onlyOneTerm, let one = onlyOneTerm(term) { all.append(one.flat) }
    }
    return all
  }

  // MARK: - What depends on what

  /// Whether a part of a formula moves with a name.
  private func depends(_ tree: MathTree, on variable: MathTree) -> Bool {
    let base = variable.name
    let moving = workspace.definitions.keys.filter { name in
      workspace.closure(of: [name]).contains { MathReader.read($0.latex) == base }
        || MathReader.read(name.latex) == base
    }.map { MathReader.read($0.latex) }
    return ([base] + moving).contains { name in
      tree.first { $0.name == name || $0 == name } != nil
        || name.nodes.count > 1 && tree.nodes.starts(with: name.nodes)
    }
  }

  private func depends(_ term: Term, on variable: MathTree) -> Bool {
    switch term {
    case .piece(let tree): depends(tree, on: variable)
    case .power(let base, let exponent):
      depends(base, on: variable) || depends(exponent, on: variable)
    case .sum, .product, .quotient, .function, .fold, .derivative:
      term.parts.contains { depends($0, on: variable) }
    }
  }

  // MARK: - Moves

  /// What a derivative becomes by a rule; empty where that is not the one.
  private func moved(_ body: Term, by variable: MathTree, _ move: Move) -> [Term] {
    func d(_ term: Term) -> Term { .derivative(term, by: variable) }
    func varies(_ term: Term) -> Bool { depends(term, on: variable) }
    switch (move, body) {
    case (.itself, .piece(variable)): return [.number(1)]
    case (.itself, _): return varies(body) ? [] : [.number(0)]
    case (.sum, .sum(let terms)):
      let kept = terms.filter { varies($0.term) }
      return [.sum(kept.map { Term.Addend(sign: $0.sign, term: d($0.term)) })]
    case (.constantFactors, .product(let factors)):
      let moving = factors.filter(varies)
      guard !moving.isEmpty, moving.count < factors.count,
        factors.allSatisfy({ varies($0) || isNumber($0) }) || moving.count == 1
      else { return [] }
      guard let place = factors.firstIndex(where: varies) else { return [] }
      let behind = Array(factors[(place + moving.count)...])
      return [.product(Array(factors[..<place]) + behind + [d(.product(moving).flat)])]
    case (.constantFactors, .quotient(let above, let below)):
      guard varies(above), !varies(below), above.wholeNumber != 1 else { return [] }
      return [.product([.quotient(.number(1), below), d(above)])]
    case (.summation, .fold(let head, let index, let inner)):
      return [.fold(head, index: index, d(inner))]
    case (.definition, .piece(let tree)): return definition(of: tree).map { [d($0)] } ?? []
    case (.power, .power(let base, let exponent)):
      guard let n = exponent.digits.flatMap({ Int($0) }), n > 1 else { return [] }
      let lower = n == 2 ? base : .power(base, MathTree(.number("\(n - 1)"), .nowhere))
      return [.product([.number(n), lower, d(base)])]
    case (.function, .function(let function, let argument)):
      return slope(function, argument, of: body).map { [.product([$0, d(argument)])] } ?? []
    case (.function, .piece(let tree)):
      // ‖u‖² = uᵀu
      return tree.squaredLength.map { [.product([.number(2), .piece($0), d(.piece($0))])] } ?? []
    case (.product, .product(let factors)):
      let moving = factors.indices.filter { varies(factors[$0]) }
      guard moving.count > 1 else { return [] }
      return [
        .sum(
          moving.map { place in
            var own = factors
            own[place] = d(factors[place])
            return Term.Addend(sign: .plus, term: .product(own))
          })
      ]
    case (.quotient, .quotient(let above, let below)):
      guard varies(below) else { return [] }
      let square = Term.power(below, MathTree(.number("2"), .nowhere))
      guard varies(above) else {
        return [.negative(.product([.quotient(above, square), d(below)]))]
      }
      return [
        .quotient(
          .sum([
            Term.Addend(sign: .plus, term: .product([d(above), below])),
            Term.Addend(sign: .minus, term: .product([above, d(below)])),
          ]), square)
      ]
    case (.linear, .product(let factors)): return linear(factors, by: variable)
    case (.linear, .piece(let tree)): return linear([.piece(tree)], by: variable)
    case (.sum, _), (.constantFactors, _), (.summation, _), (.definition, _), (.power, _),
      (.function, _), (.product, _), (.quotient, _), (.linear, _), (.onlyOneTerm, _):
      return []
    }
  }

  private func isNumber(_ term: Term) -> Bool {
    if term.wholeNumber != nil { return true }
    guard case .piece(let tree) = term else {
      return term.parts.isEmpty ? false : term.parts.allSatisfy(isNumber)
    }
    return workspace.definitions[Name(tree.latex)]?.shape.isScalar ?? tree.isIndexed
  }

  /// f′(u), or what is known of the slope of a function that every lesson has.
  private func slope(_ function: MathTree, _ argument: Term, of whole: Term) -> Term? {
    switch function.functionName {
    case "log", "ln": return .quotient(.number(1), argument)
    case "exp": return whole
    case "sqrt": return .quotient(.number(1), .product([.number(2), whole]))
    case "sin": return .function(MathTree(.function("cos"), .nowhere), argument)
    case "cos":
      return .negative(.function(MathTree(.function("sin"), .nowhere), argument))
    case "tanh":
      return .sum([
        Term.Addend(sign: .plus, term: .number(1)),
        Term.Addend(sign: .minus, term: .power(whole, MathTree(.number("2"), .nowhere))),
      ])
    case nil: break
    default: return nil
    }
    let primes = function.scripts?.primes ?? 0
    let base = function.scripts?.base ?? function
    return .function(
      MathTree(.scripts(base, primes: primes + 1, lower: nil, upper: nil), .nowhere), argument)
  }

  // MARK: - Definitions

  /// What a name stands for, with its indices where they are asked for.
  private func definition(of tree: MathTree) -> Term? {
    let name = tree.name
    for (own, formula) in workspace.formulas {
      let written = MathReader.read(own.latex)
      guard written == name || written == tree || own.arguments.isEmpty == false && written == tree
      else { continue }
      let term = reader.term(formula.tree)
      guard let lower = tree.indices else { return formula.free.isEmpty ? term : nil }
      if formula.free.count == lower.count {
        return zip(formula.free, lower).reduce(term) { $0.replacing($1.0, by: $1.1) }
      }
      return lower.count == 1 && formula.free.isEmpty ? entry(of: term, lower[0]) : nil
    }
    return nil
  }

  /// An entry of a column.
  private func entry(of term: Term, _ index: MathTree) -> Term? {
    func isColumn(_ tree: MathTree) -> Bool {
      let shape = workspace.definitions[Name(tree.latex)]?.shape
      return shape.map { $0.columns == 1 && $0.rows > 1 } ?? false
    }
    func isMatrix(_ tree: MathTree) -> Bool {
      let shape = workspace.definitions[Name(tree.latex)]?.shape
      return shape.map { $0.columns > 1 && $0.rows > 1 } ?? false
    }
    switch term {
    case .sum(let terms):
      let entries = terms.map { own in entry(of: own.term, index).map { (own.sign, $0) } }
      guard entries.allSatisfy({ $0 != nil }) else { return nil }
      return .sum(entries.compactMap { $0 }.map { Term.Addend(sign: $0.0, term: $0.1) })
    case .function(let function, let argument):
      return entry(of: argument, index).map { .function(function, $0) }
    case .piece(let tree):
      if tree.isNumber { return term }
      if isColumn(tree) { return .piece(tree.indexed([index])) }
      return workspace.definitions[Name(tree.latex)]?.shape.isScalar == true ? term : nil
    case .product(let factors):
      guard
        let place = factors.firstIndex(where: { factor in
          if case .piece(let tree) = factor { isMatrix(tree) || isColumn(tree) } else { false }
        }), case .piece(let tree) = factors[place]
      else { return nil }
      var own = factors
      own[place] = .piece(
        isMatrix(tree)
          ? tree.indexed([index, MathTree.sign(":")[0]])
          : tree.indexed([index]))
      return .product(own)
    case .quotient(let above, let below):
      return entry(of: above, index).map { .quotient($0, below) }
    case .power, .fold, .derivative: return nil
    }
  }

  // MARK: - Entries

  /// A row or column times another one, by one of its entries: what that is multiplied by.
  private func linear(_ factors: [Term], by variable: MathTree) -> [Term] {
    guard let lower = variable.indices else {
      // By a whole: what stands on the other side of it.
      let moving = factors.indices.filter { depends(factors[$0], on: variable) }
      guard moving.count == 1, factors.count > 1 else { return [] }
      var rest = factors
      rest.remove(at: moving[0])
      let product = Term.product(rest).flat
      return [product, .piece(product.tree.turned)]
    }
    let moving = factors.indices.filter { depends(factors[$0], on: variable) }
    guard moving.count == 1, case .piece(let tree) = factors[moving[0]], tree.name == variable.name
    else { return [] }
    var found: [Term] = []
    for neighbour in [moving[0] + 1, moving[0] - 1] where factors.indices.contains(neighbour) {
      guard case .piece(let other) = factors[neighbour] else { continue }
      var rest = factors
      rest.removeSubrange(min(neighbour, moving[0])...max(neighbour, moving[0]))
      for index in lower {
        for entry in other.entries(index) { found.append(.product(rest + [.piece(entry)]).flat) }
      }
    }
    return found
  }

  /// Σₖ aₖ ∂xₖ/∂xᵢ = aᵢ, in sums inside each other too.
  private func onlyOneTerm(_ term: Term) -> Term? {
    guard case .fold = term else {
      var isFirst = true
      let changed = term.mappingParts { part in
        guard isFirst, let one = onlyOneTerm(part) else { return part }
        isFirst = false
        return one
      }
      return isFirst ? nil : changed
    }
    var (inner, bound) = (term, Set<String>())
    while case .fold(_, let index, let body) = inner {
      bound.insert(index)
      inner = body
    }
    for factor in inner.factors {
      guard case .derivative(.piece(let tree), let variable) = factor, tree.name == variable.name,
        let own = tree.indices, let other = variable.indices, own.count == other.count
      else { continue }
      let pairs = zip(own, other).filter { $0.0 != $0.1 }
      guard pairs.allSatisfy({ pair in pair.0.letter.map(bound.contains) ?? false }) else {
        continue
      }
      var rest = inner.factors
      rest.removeAll { $0 == factor }
      let product = pairs.reduce(Term.product(rest)) {
        $0.replacing($1.0.letter ?? "", by: $1.1)
      }
      return product
    }
    return nil
  }
}
