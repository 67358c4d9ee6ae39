import Kernels
import Matrices
import SourceText

/// The mistakes that can be made in a formula: at every operation those that its kind allows.
struct Mistakes {
  private(set) var all: [Mistake] = []
  private let workspace: Workspace
  /// The letters that indices outside have.
  private let letters: [String]
  /// Whether derivatives are taken in it: mistakes about slopes are made only then.
  private let derives: Bool
  private var seen: Set<Name> = []
  private var known: Set<Key> = []

  private struct Key: Hashable {
    var change: Mistake.Change
    var location: Location
  }

  /// - Parameter entersDefinitions: whether mistakes are made in what names stand for, too.
  init(in part: Part, _ workspace: Workspace, entersDefinitions: Bool) {
    self.workspace = workspace
    letters = part.indices.map(\.letter)
    derives = part.kernel.hasDerivative
    add(part.kernel, letters)
    if entersDefinitions { addDefinitions(of: part.kernel) }
    for name in seen { all.append(Mistake(law: .takenAsConstant(name), change: .constant(name))) }
    addEverywhere()
  }

  private mutating func addDefinitions(of kernel: Kernel) {
    for name in kernel.names where !seen.contains(name) {
      guard let formula = workspace.formulas[name] else { continue }
      seen.insert(name)
      add(formula.kernel, letters)
      addDefinitions(of: formula.kernel)
    }
  }

  /// The same mistake at all operations of its kind.
  private mutating func addEverywhere() {
    var places: [Mistake.Change: Set<Location>] = [:]
    for mistake in all {
      if let location = mistake.location { places[mistake.change, default: []].insert(location) }
    }
    var added: Set<Mistake.Change> = []
    for mistake in all where (places[mistake.change]?.count ?? 0) > 1 {
      if added.insert(mistake.change).inserted {
        all.append(Mistake(law: mistake.law, change: mistake.change))
      }
    }
  }

  private mutating func add(
    _ law: WrongLaw, _ change: Mistake.Change, _ node: Kernel.Node, if fits: Bool = true,
    dropsTwo: Bool = false
  ) {
    guard fits, known.insert(Key(change: change, location: node.location)).inserted else {
      return
    }
    all.append(
      Mistake(law: law, change: change, dropsTwo: dropsTwo, location: node.location))
  }

  private mutating func add(_ kernel: Kernel, _ letters: [String]) {
    for node in kernel.nodes { add(node, kernel, letters) }
  }

  private mutating func add(_ node: Kernel.Node, _ kernel: Kernel, _ letters: [String]) {
    let operation = node.operation
    if let signs = operation.signs { addSum(signs, node) }
    if operation.isProduct { addProduct(node, kernel) }
    if operation.isQuotient { addQuotient(node, kernel) }
    if operation.isPower {
      add(.exponentLost, .power(.drop), node)
      add(.exponentNotInFront, .power(.slopeWithoutExponent), node, if: derives)
      for factor in 0...1 { add(.powerOnOneFactor, .power(.onFactor(factor)), node) }
      addSlopes(node)
    }
    if operation.isNorm {
      add(.exponentNotInFront, .power(.slopeWithoutExponent), node, if: derives)
    }
    if operation.elementary != nil {
      addSlopes(node)
      add(.quotientOfLogarithms, .quotientOfLogarithms, node)
    }
    if let call = operation.call {
      if call.order > 0 {
        add(.functionForSlope, .call(.function), node)
        add(.complementForSlope, .call(.complement), node)
      }
      addSlopes(node)
      add(.complementForSlope, .slope(.complement), node, if: derives)
    }
    if operation.isTranspose {
      add(.transposeLost, .transpose(.drop), node)
      add(.orderKept, .transpose(.keepOrder), node)
    }
    add(.transposeAdded, .addTranspose, node, if: operation.name != nil && !node.shape.isScalar)
    if operation.picksEntries, node.shape.isScalar { addEntry(node, letters, kernel) }
    if let terms = operation.terms {
      if operation.tabulation == nil { addFold(node, letters) }
      let inner = letters + terms.indices.map(\.letter)
      if let formula = terms.formula {
        add(formula, inner)
      } else {
        for position in 0..<terms.count { add(terms.kernel(position), inner) }
      }
    }
    if let derivative = operation.derivative {
      add(.everyIndexIsMeant, .derivative(.everyIndex), node)
      add(.variableKept, .derivative(.variableAsSlope), node)
      add(.variableKept, .derivative(.timesFormula), node)
      add(derivative.body, letters)
    }
  }

  private mutating func addSum(_ signs: [Sign], _ node: Kernel.Node) {
    for term in signs.indices { add(.sign, .sum(.turn(term)), node) }
    add(.sign, .sum(.turnAll), node, if: signs.count > 1)
    add(.sign, .sum(.addSlopes), node, if: derives && signs.contains(.minus))
    guard signs.count > 1 else { return }
    for term in signs.indices { add(.termLost, .sum(.drop(term)), node) }
    add(.constantKept, .sum(.keepConstants), node, if: derives)
  }

  private mutating func addProduct(_ node: Kernel.Node, _ kernel: Kernel) {
    for factor in 0...1 {
      let operand = kernel.part(at: node.operands[factor])
      let isTwo = operand.root.operation.number == 2
      add(lost(operand), .product(.drop(factor)), node, dropsTwo: isTwo)
    }
    add(.orderKept, .product(.swap), node)
    add(.matrixForHadamard, .product(.dot), node, if: node.operation == .product(.hadamard))
    add(.factorOnFirstTermOnly, .product(.onFirstTerm), node)
    guard derives else { return }
    let law: WrongLaw =
      kernel.nodes.contains { $0.operation.isTranspose }
      ? .squareFormWithoutTwo : .oneTermOfProductRule
    for factor in 0...1 { add(law, .product(.slopeOf(factor)), node) }
    add(.productOfDerivatives, .product(.productOfSlopes), node)
    add(.constantLost, .product(.onlySlope), node)
  }

  /// What a lost factor was.
  private func lost(_ factor: Kernel) -> WrongLaw {
    let operation = factor.root.operation
    if let call = operation.call, call.order > 0 { return .slopeLost }
    if operation.derivative != nil { return .innerDerivativeLost }
    if let name = operation.name, let value = workspace.values[name] {
      if value.isIdentity { return .identityLost }
      if value.shape.isScalar, workspace.formulas[name] == nil {
        return value.elements[0].isCount ? .constantSummedOnce : .constantLost
      }
    }
    return isConstant(factor) ? .constantLost : .factorLost
  }

  /// Numbers, and scalars that are given.
  private func isConstant(_ kernel: Kernel) -> Bool {
    kernel.shape.isScalar
      && kernel.nodes.allSatisfy { node in
        let operation = node.operation
        if let name = operation.name {
          return node.shape.isScalar && workspace.formulas[name] == nil
        }
        return operation.number != nil || operation.isQuotient || operation.isProduct
          || operation.isPower
      }
  }

  private mutating func addQuotient(_ node: Kernel.Node, _ kernel: Kernel) {
    let law = lost(kernel.part(at: node.operands[1]))
    add(law == .constantSummedOnce ? .constantLost : law, .quotient(.dropDivisor), node)
    guard derives else { return }
    add(.quotientOfDerivatives, .quotient(.quotientOfSlopes), node)
    add(.sign, .quotient(.turnSlope), node)
    add(.sign, .quotient(.addSlope), node)
    add(.takenAsConstant(nil), .quotient(.constantDivisor), node)
  }

  private mutating func addSlopes(_ node: Kernel.Node) {
    guard derives else { return }
    add(.innerDerivativeLost, .slope(.outer), node)
    add(.slopeLost, .slope(.inner), node)
    add(.functionForSlope, .slope(.function), node, if: node.operation.elementary != .exp)
  }

  private mutating func addEntry(_ node: Kernel.Node, _ letters: [String], _ kernel: Kernel) {
    let isOfIdentity =
      kernel.nodes[node.operands[0]].operation.name.flatMap { workspace.values[$0] }?.isIdentity
    add(.everyIndexIsMeant, .entry(.one), node, if: isOfIdentity == true)
    for letter in letters {
      add(.otherIndex, .entry(.row(letter)), node)
      add(.otherIndex, .entry(.column(letter)), node)
    }
    add(.transposeLost, .entry(.swap), node)
    add(.variableKept, .entry(.variable), node)
  }

  private mutating func addFold(_ node: Kernel.Node, _ letters: [String]) {
    add(.constantSummedOnce, .fold(.onlyFirst), node)
    for letter in letters { add(.onePathOnly, .fold(.onlyOwn(letter)), node) }
    add(.factorLost, .fold(.count), node)
    add(.productOfSums, .fold(.productOfSums), node)
    add(.squareOfSum, .fold(.squareOfSum), node)
  }
}
