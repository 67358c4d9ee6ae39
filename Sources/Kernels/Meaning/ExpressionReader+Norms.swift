import Matrices
import Notation
import SourceText

extension ExpressionReader {
  mutating func readNorm(_ node: MathTree, _ inner: MathTree, label: MathTree?) -> Expression? {
    guard let argument = read(inner) else { return nil }
    let isVector = argument.shape.columns == 1 || argument.shape.rows == 1
    if let label, label.isSymbol("\\infty"), isVector, !argument.shape.isScalar {
      return largestNorm(inner, label, node.location)
    }
    return readNorm(node, argument, label: label)
  }

  mutating func readNorm(
    _ node: MathTree, _ argument: Expression, label: MathTree?
  ) -> Expression? {
    let isMatrix = argument.shape.columns > 1 && argument.shape.rows > 1
    let norm: Norm
    switch label?.oneLine() {
    case nil where isMatrix:
      report(
        .frobenius, .hint, at: node.location,
        "‖\(text(argument))‖ of a \(argument.shape) matrix is taken as its Frobenius norm",
        help: "Write \\|…\\|_F to say so.")
      norm = .frobenius
    case "2" where isMatrix: return spectralNorm(argument, node.location)
    case nil, "2": norm = .euclidean
    case "F": norm = .frobenius
    case "1":
      if isMatrix {
        report(
          .frobenius, .hint, at: node.location,
          "‖\(text(argument))‖₁ of a \(argument.shape) matrix is taken as the sum of all "
            + "\(argument.shape.count) absolute values",
          help: "The largest column sum is \\max_j \\sum_i |a_{ij}|.")
      }
      norm = .one
    case let other?:
      if !isMatrix, let label, let norm = powerNorm(argument, label, node.location) { return norm }
      report(
        .doesNotRun, at: node.location, "The norm with index \(other) is not known",
        help: isMatrix
          ? "Known of a matrix are \\|…\\|_F, \\|…\\|_1 and \\|…\\|_2; the largest row sum is "
            + "\\max_i \\sum_j |a_{ij}|."
          : "Known are the plain norm, \\|…\\|_F, \\|…\\|_\\infty, and whole numbers such as "
            + "\\|…\\|_1 and \\|…\\|_3.")
      return nil
    }
    return applied(.norm(norm), [argument], at: node.location)
  }

  /// ‖x‖_∞, the largest of the absolute values: `\max_i |x_i|`.
  mutating func largestNorm(
    _ inner: MathTree, _ label: MathTree, _ location: Location
  ) -> Expression? {
    let taken = Set(inner.all { $0.letter != nil }.compactMap(\.letter))
    let letter =
      ["i", "j", "k", "l", "r", "s", "t"].first {
        !taken.contains($0) && workspace.definitions[Name($0)] == nil
      } ?? "i"
    let index = MathTree(.letter(letter), label.location)
    let group = MathTree(.delimited("(", inner, ")"), inner.location)
    let entry = MathTree(.scripts(group, primes: 0, lower: index, upper: nil), location)
    let operation = MathTree(
      .scripts(MathTree(.function("max"), location), primes: 0, lower: index, upper: nil), location)
    var largest = readFold(operation, [MathTree(.delimited("|", entry, "|"), location)])
    largest?.location = location
    return largest
  }

  /// ‖x‖₃ and its like, (Σ |xᵢ|³)^{1/3}; nil where the label is no whole number.
  mutating func powerNorm(
    _ argument: Expression, _ label: MathTree, _ location: Location
  ) -> Expression? {
    guard let number = label.digits.flatMap({ Double($0) }), number >= 1 else { return nil }
    func constant(_ value: Double) -> Expression {
      Expression(.constant(Matrix(value)), shape: .scalar, location: location)
    }
    guard let sizes = applied(.entrywise(.elementary(.abs)), [argument], at: location),
      let powers = applied(.entrywise(.power), [sizes, constant(number)], at: location),
      let sum = applied(.sum(.entries(.all)), [powers], at: location)
    else { return nil }
    return applied(.entrywise(.power), [sum, constant(1 / number)], at: location)
  }
}
