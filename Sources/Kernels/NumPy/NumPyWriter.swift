package import Matrices
import Notation
import SourceText

/// Writes live equations as the lines of NumPy that compute them. A lesson's lines in order are one
/// Python file that checks the lesson's claims.
package struct NumPyWriter {
  let workspace: Workspace
  var names = NumPyNames()
  /// Functions that have been written, by what they do.
  var helpers: [String: String] = [:]
  /// Functions that the next line needs.
  var pending: [String] = []
  /// Functions inside the functions that are being written: they see the names that vary there.
  private var inner: [[String]] = []
  /// Names whose lines must be written again before they are used.
  var stale: Set<Name> = []
  /// Updates that have been computed and not carried out.
  private var deferred: [(name: Name, temporary: String)] = []

  package init(_ workspace: Workspace) { self.workspace = workspace }

  package static let header = ["import numpy as np"]

  /// A text of the lesson in the Python file. The only way in: it may hold no code, and so no end
  /// of a line.
  package static func comment(_ text: String) -> String { "# \(text.visible)" }

  /// Names that are there before the first line, with their values.
  package mutating func givens(_ start: Workspace) -> [String] { givens(start.values) }

  package mutating func givens(_ values: [Name: Matrix<Double>]) -> [String] {
    values.sorted { $0.key.latex < $1.key.latex }.map { "\(names($0)) = \(literal($1))" }
  }

  /// Values that names have from here on; what is made from them is written again where it is used.
  package mutating func trained(_ values: [Name: Matrix<Double>]) -> [String] {
    for name in values.keys { markStale(name) }
    return givens(values)
  }

  /// The lines of one equation.
  ///
  /// - Parameter next: the equation that follows in the same fence. Updates in a row happen at
  ///   once, so all of them are computed before the first is carried out.
  package mutating func lines(_ equation: Equation, next: Equation? = nil) -> [String] {
    guard equation.runs, equation.ruleLetter == nil else { return [] }
    if !equation.leftOut.isEmpty { return equation.leftOut.flatMap { rounds($0) } }
    var lines: [String] = []
    if equation.kind == .function { return function(equation) }
    let fresh = refreshed(equation)
    lines += pending + fresh
    pending = []
    let sides = equation.sides.map { text($0.kernel, $0.value) }
    lines += pending
    pending = []
    if equation.kind == .update, let value = sides.first, let name = equation.names.first {
      return lines + update(name, value, next)
    }
    if let value = sides.first, let name = equation.names.last {
      lines.append("\(names(name)) = \(value)")
      for alias in equation.names.dropLast().reversed() {
        lines.append("\(names(alias)) = \(names(name))")
      }
    }
    for claim in equation.claims {
      let left =
        claim.left == 0 && !equation.names.isEmpty
        ? names(equation.names[0]) : sides[claim.left]
      lines.append(assertion(equation, claim, left, sides[claim.left + 1]))
    }
    if let name = equation.derivative { lines.append("\(names(name)) = \(sides[1])") }
    return lines
  }

  /// Rounds of a loop that are not shown. Those before them have written what the first one needs
  /// beside its own lines, and leave the same names out of date as each of these does.
  private mutating func rounds(_ rounds: Equation.Rounds) -> [String] {
    let equations = rounds.equations
    var lines: [String] = []
    for index in equations.indices {
      // A name that is updated again ends the group.
      lines += self.lines(equations[index], next: equations[(index + 1) % equations.count])
    }
    guard rounds.times > 1 else { return lines }
    return ["for _ in range(\(rounds.times)):"] + lines.map { "    " + $0 }
  }

  private mutating func update(_ name: Name, _ value: String, _ next: Equation?) -> [String] {
    // A name that is updated a second time begins the next group.
    let following = next?.kind == .update ? next?.names.first : nil
    let isLast =
      following.map { $0 == name || deferred.map(\.name).contains($0) } ?? true
    if isLast, deferred.isEmpty {
      markStale(name)
      return ["\(names(name)) = \(value)"]
    }
    let temporary = names.next(name)
    deferred.append((name, temporary))
    var lines = ["\(temporary) = \(value)"]
    guard isLast else { return lines }
    for (name, temporary) in deferred {
      lines.append("\(names(name)) = \(temporary)")
      markStale(name)
    }
    deferred = []
    return lines
  }

  private mutating func markStale(_ name: Name) {
    var descent = Descent(from: [name])
    for other in workspace.formulas.keys where descent.reaches(other, in: workspace) {
      stale.insert(other)
    }
  }

  private func assertion(
    _ equation: Equation, _ claim: Equation.Claim, _ left: String, _ right: String
  ) -> String {
    let relation = Relation(
      claim.relation, equation.sides[claim.left], equation.sides[claim.left + 1])
    let condition: String
    switch relation {
    case .equal:
      let slack = claim.slack > 1e-12 ? "\(claim.slack)" : "1e-12"
      condition = "np.allclose(\(left), \(right), rtol=1e-9, atol=\(slack))"
    case .roughly(let decimals?):
      condition = "np.allclose(\(left), \(right), rtol=0, atol=0.51e-\(decimals))"
    case .roughly: condition = "np.allclose(\(left), \(right), rtol=2e-3)"
    case .less: condition = "np.all(\(left) < \(right))"
    case .greater: condition = "np.all(\(left) > \(right))"
    case .atMost: condition = "np.all(\(left) <= \(right) + 1e-12)"
    case .atLeast: condition = "np.all(\(left) >= \(right) - 1e-12)"
    }
    return claim.holds ? "assert \(condition)" : "assert not \(condition)  # a wrong formula"
  }

  /// Lines of definitions that an update has made out of date, as far as the equation needs them.
  private mutating func refreshed(_ equation: Equation) -> [String] {
    guard !stale.isEmpty else { return [] }
    let needed = workspace.closure(of: equation.sides.flatMap(\.kernel.names))
    let affected = stale.intersection(needed).sorted {
      (workspace.formulas[$0]?.order ?? 0) < (workspace.formulas[$1]?.order ?? 0)
    }
    stale.subtract(affected)
    return affected.compactMap { name in
      workspace.formulas[name].map {
        "\(names(name)) = \(text($0.kernel, workspace.values[name]))"
      }
    }
  }

  // MARK: - Functions

  private mutating func function(_ equation: Equation) -> [String] {
    guard let name = equation.names.first, let function = workspace.elementwise[name] else {
      return []
    }
    return define(function)
  }

  /// `def f(z): return …`
  private mutating func define(_ function: Function) -> [String] {
    let own = names(function.name)
    let parameters = function.parameters.map { names($0) }.joined(separator: ", ")
    let body = text(function.body, nil)
    // A function that uses names must see those that vary where it is called.
    let usesNames = !function.body.names.subtracting(function.parameters).isEmpty
    let level = usesNames ? "\(inner.count) " : ""
    let key = "\(level)\(own)(\(parameters)) \(body)"
    guard helpers[key] == nil else { return [] }
    helpers[key] = own
    let lines = ["def \(own)(\(parameters)):", "    return \(body)", ""]
    if usesNames, !inner.isEmpty {
      write(lines)
      return []
    }
    let before = pending
    pending = []
    return before + lines
  }

  /// The name of a function, which is written before the next line when it is not there yet.
  mutating func called(_ function: Function, derivative order: Int) -> String {
    pending += define(function)
    var name = names(function.name)
    for _ in 0..<order { name = derivative(of: name) }
    return name
  }

  private mutating func derivative(of name: String) -> String {
    let key = "derivative of \(name)"
    if let known = helpers[key] { return known }
    let own = names.free("\(name)_prime")
    helpers[key] = own
    // The function may be called z itself.
    let parameter = name == "z" ? "x" : "z"
    pending += [
      "def \(own)(\(parameter)):", "    # A complex step is exact but for rounding.",
      "    return np.imag(\(name)(\(parameter) + 1e-30j)) / 1e-30", "",
    ]
    return own
  }

  /// A function of the names put in, that computes what depends on them and returns a value. What
  /// it needs itself is written inside it, where these names are its own.
  mutating func helper(
    _ wanted: String, _ parameters: [Name], _ definitions: [(name: Name, kernel: Kernel)],
    returning result: Kernel?
  ) -> String {
    let outside = helpers
    inner.append([])
    let list = parameters.map { names($0) }.joined(separator: ", ")
    var body = definitions.map {
      "\(names($0.name)) = \(text($0.kernel, workspace.values[$0.name]))"
    }
    let value = result.map { text($0, nil) } ?? definitions.last.map { names($0.name) } ?? "None"
    body = inner.removeLast() + body + ["return \(value)"]
    let key = "\(inner.count) (\(list)) \(body.joined(separator: "\n"))"
    helpers = helpers.filter { outside[$0.key] != nil || !$0.key.hasPrefix("\(inner.count + 1) ") }
    if let known = helpers[key] { return known }
    let own = names.free(wanted)
    helpers[key] = own
    write(["def \(own)(\(list)):"] + body.map { $0.isEmpty ? "" : "    " + $0 } + [""])
    return own
  }

  private mutating func write(_ lines: [String]) {
    if inner.isEmpty { pending += lines } else { inner[inner.count - 1] += lines }
  }

  /// A function of Python that the next line needs, written once. Its name is reserved
  /// (`NumPyNames`).
  mutating func need(_ name: String, _ lines: [String]) {
    guard helpers[name] == nil else { return }
    helpers[name] = name
    pending += lines
  }

  /// The function that differentiates.
  mutating func needDerivative() {
    need(
      "derivative",
      [
        "def derivative(function, value):",
        "    # By a complex step, exact but for rounding. A number by a matrix has the matrix's",
        "    # shape; a vector by a vector is the Jacobian.",
        "    value = np.asarray(value, dtype=complex)",
        "    columns = []",
        "    for entry in np.ndindex(value.shape):",
        "        moved = value.copy()",
        "        moved[entry] += 1e-30j",
        "        columns.append(np.imag(function(moved)) / 1e-30)",
        "    if np.size(columns[0]) == 1:",
        "        return np.reshape(columns, value.shape)",
        "    if value.size == 1:",
        "        return columns[0]",
        "    return np.array([np.ravel(column) for column in columns]).T", "",
      ])
  }

  mutating func needFactorial() {
    need(
      "factorial",
      [
        "def factorial(n):", "    return np.vectorize(lambda k: np.prod(np.arange(1.0, k + 1)))(n)",
        "",
      ])
  }

  mutating func needAbsolute() {
    need("absolute", ["def absolute(v):", "    return np.where(np.real(v) < 0, -v, v)", ""])
  }
}
