import Kernels
import Matrices

/// The laws that a step needs: without any one of them its lines part.
struct Signature {
  let laws: Set<Law>

  init(_ inference: Inference, _ lesson: DrawnLesson) {
    let occurring = Occurrences(
      [inference.before.kernel, inference.after.kernel], lesson.workspaces[0]
    ).laws
    laws = lesson.needed(Array(occurring), by: inference)
  }
}

/// What occurs in formulas: themselves, what they go over and differentiate, and the definitions of
/// the names that they use.
struct Occurrences {
  private(set) var laws: Set<Law> = []
  private let workspace: Workspace
  private var seen: Set<Name> = []
  private var derivatives = 0

  init(_ kernels: [Kernel], _ workspace: Workspace) {
    self.workspace = workspace
    for kernel in kernels { add(kernel) }
    if derivatives == 0 { laws = laws.filter { !$0.isOfSlopes } }
    if laws.isSuperset(of: [.addition, .summation]) { laws.insert(.additionAndSummation) }
  }

  private mutating func add(_ kernel: Kernel) {
    for node in kernel.nodes { add(node) }
  }

  private mutating func add(_ node: Kernel.Node) {
    switch node.operation {
    case .leaf(.name(let name)): add(name)
    case .leaf(.literal), .leaf(.draw), .indexed, .column, .statistic: break
    case .sum(.terms(let signs)):
      if signs.count > 1 { laws.formUnion([.addition, .slopeOfSum]) }
    case .sum(.entries): laws.formUnion([.summation, .slopeOfSummation])
    case .product(.matrix):
      laws.formUnion([.matrixProduct, .slopeOfProduct, .slopeOfMultiple])
    case .product(.hadamard), .product(.vanishing):
      laws.formUnion([.slopeOfProduct, .slopeOfMultiple])
    case .product(.power): laws.insert(.slopeOfPower)
    case .entrywise(.quotient): laws.formUnion([.division, .slopeOfQuotient, .slopeOfMultiple])
    case .entrywise(.power): laws.formUnion([.power, .slopeOfPower, .slopeOfExponential])
    case .entrywise(.elementary(let function)): add(function)
    case .entrywise(.extremum), .entrywise(.direction), .entrywise(.choice),
      .entrywise(.selection), .entrywise(.factorial):
      break
    case .norm: laws.formUnion([.length, .slopeOfLength])
    case .placement(.transpose): laws.insert(.transpose)
    case .placement(.diagonal): laws.insert(.diagonal)
    case .placement: break
    case .square(let square):
      guard let own = SquareMatrix.laws[square] else { break }
      laws.formUnion([own.value] + (own.slope.map { [$0] } ?? []))
    case .fold(let fold):
      laws.formUnion([.summation, .orderOfSummations, .slopeOfSummation, .slopeOfProduct])
      add(fold.terms)
    case .tabulation(let tabulation): add(tabulation.terms)
    case .call:
      laws.formUnion([.valueOfCall, .slopeFunction, .slopeOfCall])
    case .evaluation(let evaluation):
      for (name, kernel) in evaluation.definitions {
        laws.insert(.definition(name))
        add(kernel)
      }
    case .derivative(let derivative):
      derivatives += 1
      laws.insert(.slopeOfItself)
      add(derivative.body)
    }
  }

  private mutating func add(_ terms: Terms) {
    if let formula = terms.formula {
      add(formula)
    } else {
      for position in 0..<terms.count { add(terms.kernel(position)) }
    }
  }

  private mutating func add(_ function: ElementaryFunction) {
    switch function {
    case .exp: laws.formUnion([.exponential, .slopeOfExponential])
    case .log: laws.formUnion([.logarithm, .slopeOfLogarithm, .division])
    case .sqrt: laws.formUnion([.power, .slopeOfPower])
    case .tanh, .sin, .cos, .arcsin, .arccos, .arctan, .abs, .sign:
      laws.formUnion([.elementaryFunction, .slopeOfElementaryFunction])
    }
  }

  private mutating func add(_ name: Name) {
    guard seen.insert(name).inserted else { return }
    if let formula = workspace.formulas[name] {
      laws.formUnion([.definition(name), .slopeOfName])
      add(formula.kernel)
      return
    }
    guard let value = workspace.values[name] else { return }
    if value.shape.isScalar { laws.insert(.countOfTerms) }
    if value.hasForm { laws.insert(.form(name)) }
  }
}
