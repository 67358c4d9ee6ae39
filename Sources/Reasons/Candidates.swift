import Kernels
import Matrices

/// The rules that a step may have been made by: those whose laws it needs, in a formula in which
/// they can be used.
struct Candidates {
  private let laws: Set<Law>
  private let before: Counts
  private let after: Counts
  private(set) var all: [Candidate] = []

  private let sums: Set<Law> = [.summation, .orderOfSummations, .additionAndSummation]
  private let matrices: Set<Law> = [.matrixProduct, .transpose]

  init(_ inference: Inference, _ laws: Set<Law>, _ lesson: DrawnLesson) {
    self.laws = laws
    before = Counts(inference.before.kernel)
    after = Counts(inference.after.kernel)
    addDefinitions(inference, lesson)
    addDerivatives(inference, lesson)
    addValues(lesson)
  }

  private mutating func add(
    _ rule: Rule, _ needs: Set<Law>, _ explains: Set<Law> = [], cost: Double = 1,
    if fits: Bool = true
  ) {
    guard fits, needs.isSubset(of: laws) else { return }
    all.append(Candidate(rule: rule, needs: needs, explains: explains, cost: cost))
  }

  // MARK: - Definitions

  private mutating func addDefinitions(_ inference: Inference, _ lesson: DrawnLesson) {
    func isRecognized(_ name: Name) -> Bool {
      after.names[name, default: 0] > before.names[name, default: 0]
    }
    let names = laws.compactMap { law -> Name? in
      if case .definition(let name) = law { return name }
      return nil
    }
    // In an order of their own: of two that would do the first is named, and a name that comes is
    // seen before one that goes.
    let ordered =
      names.filter(isRecognized).sorted { $0.latex < $1.latex }
      + names.filter { !isRecognized($0) }.sorted { $0.latex < $1.latex }
    for name in ordered {
      let law = Law.definition(name)
      let isRecognized = isRecognized(name)
      let own = lesson.workspaces[0].formulas[name]?.kernel
      let isDerivative = own.map { Counts($0).derivatives > 0 } ?? false
      // A derivative that has a name was worked out where it got it.
      let isOfDerivative =
        isRecognized && before.derivatives > after.derivatives
        && inference.after.kernel.subject != nil
      add(
        isRecognized ? .recognition(name) : .substitution(name), [law],
        isOfDerivative || isDerivative
          ? laws
          : own.map { Counts($0).folds > 0 } == true ? sums.union([.slopeOfName]) : [.slopeOfName])
    }
    let called = Set(before.calls.keys).union(after.calls.keys)
    for function in called.sorted(by: { $0.latex < $1.latex }) {
      let (own, other) = (before.calls[function, default: 0], after.calls[function, default: 0])
      guard own != other, own == 0 || other == 0,
        !before.hasCalls(of: function) || !after.hasCalls(of: function)
      else { continue }
      // Its body is left alone where it is called, and not where it is written out.
      let call = before.functions[function] ?? after.functions[function]
      let body = call.map { Occurrences([$0.body], lesson.workspaces[0]).lawsOfBody } ?? []
      add(
        other > own ? .recognition(function) : .substitution(function), [.valueOfCall],
        body.union([.slopeFunction, .slopeOfCall, .slopeOfItself]))
    }
  }

  // MARK: - Derivatives

  private mutating func addDerivatives(_ inference: Inference, _ lesson: DrawnLesson) {
    let addition: Set<Law> = [.addition, .additionAndSummation]
    add(.derivativeOfSum, [.slopeOfSum], addition, cost: 0.6)
    add(.derivativeInsideSum, [.slopeOfSummation], sums, cost: 0.6)
    add(.constantFactorOut, [.slopeOfMultiple], [], cost: 0.6)
    add(
      .productRule, [.slopeOfProduct], addition.union([.slopeOfMultiple]), if: before.turned == 0)
    add(
      .derivativeOfSquareForm, [.slopeOfProduct],
      matrices.union(addition).union([.slopeOfMultiple, .slopeOfItself, .slopeOfSum]),
      if: before.turned > 0)
    add(
      .quotientRule, [.slopeOfQuotient],
      addition.union([.division, .power, .slopeOfMultiple]))
    add(.powerRule, [.slopeOfPower], before.roots > 0 ? [.power, .division] : [.power])
    add(.derivativeOfLogarithm, [.slopeOfLogarithm], [.division, .logarithm])
    add(.derivativeOfExponential, [.slopeOfExponential], [.exponential, .power])
    add(.chainRule, [.slopeOfCall], [.diagonal, .matrixProduct])
    add(
      .chainRule, [.slopeOfElementaryFunction],
      addition.union([.elementaryFunction, .power, .diagonal, .matrixProduct]))
    add(.derivativeOfInverse, [.slopeOfInverse], matrices.union([.inverse, .slopeOfItself]))
    add(
      .derivativeOfDeterminant, [.slopeOfDeterminant],
      matrices.union([.determinant, .inverse, .slopeOfItself, .trace]))
    add(
      .derivativeOfSquareForm, [.slopeOfLength],
      matrices.union([.length, .slopeOfItself, .addition, .summation, .power]))
    let linear: Set<Law> = [.slopeOfSum, .slopeOfSummation, .slopeOfMultiple]
    if after.folds < before.folds || inference.before.kernel.hasDerivativeOfEntry {
      add(.onlyOneTermIsLeft, [.slopeOfItself], linear)
    } else {
      add(.derivativeOfLinearFormula, [.slopeOfItself], linear.union(matrices))
    }
    add(
      .derivativeOfSoftmax, [.slopeOfQuotient, .slopeOfExponential, .slopeOfItself],
      laws, cost: 0.9, if: before.names.keys.contains(where: lesson.isSoftmax))
    add(
      .chainRuleOverPaths, [.slopeOfName],
      linear.union(sums).union(matrices).union([.slopeOfItself]),
      if: after.derivatives > before.derivatives)
    let functions = before.functions.merging(after.functions) { first, _ in first }
    let changed = functions.filter {
      before.slopes.contains($0.key) != after.slopes.contains($0.key)
    }
    for (name, call) in (changed.isEmpty ? functions : changed).sorted(by: {
      $0.key.latex < $1.key.latex
    }) {
      add(
        lesson.isSigmoid(call) ? .slopeOfSigmoid : .slopeOfFunction(name), [.slopeFunction],
        addition.union([.valueOfCall]))
    }
  }

  // MARK: - Values

  private mutating func addValues(_ lesson: DrawnLesson) {
    let addition: Set<Law> = [.addition, .additionAndSummation]
    add(.logarithmOfQuotient, [.logarithm], addition.union([.division, .power]))
    // Of a root that is written as a power the exponent is a fraction; nothing else is.
    let isOfRoots = before.roots != after.roots
    add(
      .lawOfPowers, [.power], [.division, .exponential],
      if: isOfRoots || !laws.contains(.division))
    add(.lawOfPowers, [.division], cost: 0.9, if: isOfRoots)
    add(.fractions, [.division, .power], if: !isOfRoots)
    add(.powerLaw, [.exponential], addition.union([.division, .power]))
    // Fractions that are joined have fewer lines and more factors.
    if after.quotients + after.products < before.quotients + before.products {
      add(.cancellation, [.division], sums, cost: 1.01)
    } else {
      add(.fractions, [.division], addition, cost: 1.01)
    }
    let isFactored =
      after.sumsInProducts != before.sumsInProducts
      ? after.sumsInProducts > before.sumsInProducts : after.terms < before.terms
    // The square of a sum is multiplied out as a product is.
    let isSquare = after.powersOfSums < before.powersOfSums
    add(
      isFactored && !isSquare ? .factorization : .distribution, [.addition],
      isSquare ? [.additionAndSummation, .power] : [.additionAndSummation])
    // In a world in which + and Σ are bent alike a sum may still be split.
    add(
      .sumOfEachTerm, [.summation, .addition], [.orderOfSummations], cost: 0.9,
      if: !laws.contains(.additionAndSummation) || after.folds > before.folds
        || laws.contains(.countOfTerms))
    add(.factorOutOfSum, [.summation], [.orderOfSummations, .additionAndSummation])
    add(.sumOfConstant, [.countOfTerms], sums)
    add(.orderOfSums, [.orderOfSummations], [], cost: 1.1, if: !laws.contains(.summation))
    let products = sums.union(addition).union([.transpose])
    let (written, kept) = (before.folds + before.entries, after.folds + after.entries)
    add(
      written > kept ? .recognitionOfProduct : .productEntryByEntry, [.matrixProduct],
      products.union([.diagonal]), if: written != kept)
    for (rule, operation) in Self.ofProducts {
      add(
        rule, [.matrixProduct],
        if: before.operations.contains(operation) && after.operations.contains(operation))
    }
    add(.diagonalTimesVector, [.diagonal], [.matrixProduct], cost: 0.9)
    add(
      before.hasTurnedProduct || after.hasTurnedProduct ? .transposeOfProduct : .transpose,
      [.transpose])
    add(.lengthAsSum, [.length], products.union([.power, .matrixProduct]))
    add(.traceAsSum, [.trace], products.union([.matrixProduct]))
    let given = laws.compactMap { law -> Name? in
      if case .form(let name) = law { return name }
      return nil
    }
    // In an order of their own, as definitions are.
    for name in given.sorted(by: { $0.latex < $1.latex }) {
      let isIdentity = lesson.workspaces[0].values[name]?.isIdentity == true
      add(
        isIdentity && before.picked.contains(name) ? .onlyOneTermIsLeft : .whatIsGiven(name),
        [.form(name)], isIdentity ? [] : sums)
    }
  }
}

extension Candidates {
  /// What is done to a product, and comes to the same done to its factors or to them the other way
  /// round.
  private static let ofProducts: [(Rule, Operation)] = [
    (.inverseOfProduct, .square(.inverse)), (.determinantOfProduct, .square(.determinant)),
    (.traceOfProduct, .square(.trace)),
  ]
}

/// How often things occur in a formula as it is written.
struct Counts {
  private(set) var names: [Name: Int] = [:]
  private(set) var calls: [Name: Int] = [:]
  /// The functions of the lesson that are called, and of which a derivative is.
  private(set) var functions: [Name: Call] = [:]
  private(set) var slopes: Set<Name> = []
  /// The kinds of operations on square matrices.
  private(set) var operations: Set<Operation> = []
  private(set) var folds = 0
  private(set) var derivatives = 0
  private(set) var quotients = 0
  private(set) var products = 0
  private(set) var twos = 0
  /// Square roots.
  private(set) var roots = 0
  private(set) var powersOfSums = 0
  /// Factors that are sums.
  private(set) var sumsInProducts = 0
  /// Transposes.
  private(set) var turned = 0
  private(set) var terms = 0
  private(set) var hasTurnedProduct = false
  /// Single entries that are taken, and the names of what they are taken from.
  private(set) var entries = 0
  private(set) var picked: Set<Name> = []

  init(_ kernel: Kernel) { add(kernel) }

  /// Whether a function or a derivative of it is called.
  func hasCalls(of function: Name) -> Bool {
    calls[function] != nil || slopes.contains(function)
  }

  private mutating func add(_ kernel: Kernel) {
    func isSum(_ index: Int) -> Bool { (kernel.nodes[index].operation.signs?.count ?? 0) > 1 }
    for node in kernel.nodes {
      let operation = node.operation
      if let name = operation.name { names[name, default: 0] += 1 }
      if operation.isOfSquareMatrix { operations.insert(operation) }
      if let call = operation.call {
        functions[call.function.name] = call
        if call.order == 0 {
          calls[call.function.name, default: 0] += 1
        } else {
          slopes.insert(call.function.name)
        }
      }
      if operation.number == 2 { twos += 1 }
      if operation.isQuotient { quotients += 1 }
      if operation.isRoot { roots += 1 }
      if operation.isPower, isSum(node.operands[0]) { powersOfSums += 1 }
      if operation == .product(.matrix) {
        products += 1
        sumsInProducts += node.operands.count(where: isSum)
      }
      if operation.isTranspose {
        turned += 1
        if kernel.nodes[node.operands[0]].operation.isProduct { hasTurnedProduct = true }
      }
      if let signs = operation.signs { terms += signs.count - 1 }
      if operation.picksEntries, node.shape.isScalar {
        entries += 1
        if let name = kernel.nodes[node.operands[0]].operation.name { picked.insert(name) }
      }
      if let over = operation.terms {
        if operation.tabulation == nil { folds += 1 }
        if let formula = over.formula {
          add(formula)
        } else if over.count > 0 {
          add(over.kernel(0))
        }
      }
      if let derivative = operation.derivative {
        derivatives += 1
        add(derivative.body)
      }
    }
  }
}

extension Kernel {
  /// Whether an entry is differentiated by entries: ∂zₖ/∂zᵢ.
  fileprivate var hasDerivativeOfEntry: Bool {
    nodes.contains { node in
      if let body = node.operation.derivative?.body {
        return body.root.operation.picksEntries || body.hasDerivativeOfEntry
      }
      return node.operation.terms?.formula?.hasDerivativeOfEntry ?? false
    }
  }
}

extension DrawnLesson {
  /// Whether the slope of a function is f(1 − f), at a few numbers.
  fileprivate func isSigmoid(_ call: Call) -> Bool {
    guard call.function.isElementwise, call.function.parameters.count == 1 else { return false }
    return [-1.3, 0.4, 2.1].allSatisfy { number in
      func value(_ order: Int) -> Double {
        var own = call
        own.order = order
        return worlds.call(own, [Matrix(DualLanes(number))]).elements[0].value
      }
      return (value(1) - value(0) * (1 - value(0))).magnitude < 1e-12
    }
  }

  /// Whether a name is exponentials over their sum.
  fileprivate func isSoftmax(_ name: Name) -> Bool {
    guard var formula = workspaces[0].formulas[name]?.kernel else { return false }
    if let each = formula.root.operation.tabulation?.terms.kernel(0) { formula = each }
    guard formula.root.operation.isQuotient else { return false }
    let (above, below) = (formula.operands[0], formula.operands[1])
    let sum = below.root.operation
    return above.root.operation.elementary == .exp
      && (sum.terms?.kernel(0).root.operation.elementary == .exp
        || sum.isSumOfEntries && below.operands[0].root.operation.elementary == .exp)
  }
}

extension Occurrences {
  /// Laws of a formula that is written out where it was called, in a derivative, too.
  var lawsOfBody: Set<Law> { laws.union(laws.flatMap(\.ofSlopes)) }
}

extension Law {
  /// The laws of slopes of the same operations.
  fileprivate var ofSlopes: [Law] {
    switch self {
    case .addition: [.slopeOfSum]
    case .division: [.slopeOfQuotient, .slopeOfMultiple]
    case .exponential: [.slopeOfExponential]
    case .logarithm: [.slopeOfLogarithm]
    case .power: [.slopeOfPower]
    case .elementaryFunction: [.slopeOfElementaryFunction]
    case .matrixProduct: [.slopeOfProduct, .slopeOfMultiple]
    case .slopeOfSum, .slopeOfSummation, .slopeOfMultiple, .slopeOfProduct, .slopeOfQuotient,
      .slopeOfPower, .slopeOfLogarithm, .slopeOfExponential, .slopeOfElementaryFunction,
      .slopeOfCall, .slopeOfInverse, .slopeOfDeterminant, .slopeOfLength, .slopeOfItself,
      .slopeOfName, .summation, .additionAndSummation, .orderOfSummations, .countOfTerms,
      .transpose, .valueOfCall, .slopeFunction, .inverse, .determinant, .trace, .diagonal,
      .length, .definition, .form:
      []
    }
  }
}
