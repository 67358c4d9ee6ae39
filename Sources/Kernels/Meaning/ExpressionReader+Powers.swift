import Matrices
import Notation
import SourceText

/// Powers of what is no number.
extension ExpressionReader {
  /// A power of a matrix, with a whole exponent, also one that has a name; a power of a vector
  /// entry by entry; `D^{-1/2}` of a diagonal matrix.
  mutating func wholePower(
    _ base: Expression, _ exponent: Expression, _ upper: MathTree, _ location: Location
  ) -> Expression? {
    let value = exponent.shape.isScalar ? knownValue(exponent)?.elements[0] : nil
    if value == -1 { return applied(.square(.inverse), [base], at: location) }
    let isVector = base.shape.columns == 1 || base.shape.rows == 1
    if isVector, exponent.shape.isScalar {
      guard base.isVectorByName else {
        report(
          .powerOfVector, at: location,
          "\(text(base)) is \(base.shape): the power of a vector can be meant entry by entry, or of "
            + "its length",
          help:
            "Write \\|…\\|^2 for the square of its length, or a name for the vector, whose power "
            + "goes entry by entry.")
        return nil
      }
      report(
        .powerOfVector, .hint, at: location,
        "\(text(base)) is \(base.shape), so its power is taken entry by entry",
        help: "The square of its length is \\|\(base.location.text)\\|^2.")
      return applied(.entrywise(.power), [base, exponent], at: location)
    }
    if let value, value.rounded() == value, (0...64).contains(value) || (-64...0).contains(value) {
      let whole = applied(.product(.power(Int(value.magnitude))), [base], at: location)
      return value < 0 ? whole.flatMap { applied(.square(.inverse), [$0], at: location) } : whole
    }
    if let value, base.shape.isSquare, let matrix = knownValue(base), matrix.isDiagonal {
      return diagonalPower(base, value, upper, location)
    }
    reportMisfit(Product.power(0).misfit([operand(base)]), [base], at: location)
    return nil
  }

  /// Every number of the diagonal to a power, with zeros around them.
  private mutating func diagonalPower(
    _ base: Expression, _ value: Double, _ upper: MathTree, _ location: Location
  ) -> Expression? {
    let size = base.shape.rows
    let shape = base.shape
    func constant(_ matrix: Matrix<Double>) -> Expression {
      Expression(.constant(matrix), shape: matrix.shape, location: upper.location)
    }
    // Of a diagonal matrix the sums of the rows are its diagonal.
    let ones = constant(Matrix(shape: Shape(size, 1)) { _, _ in 1 })
    guard let diagonal = applied(.product(.matrix), [base, ones], at: base.location),
      let powers = applied(.entrywise(.power), [diagonal, constant(Matrix(value))], at: location)
    else { return nil }
    return Expression(.placement(.diagonal), [powers], shape: shape, location: location)
  }

  /// Whether a power says the same as the name that is written so, σ² where both σ and σ² have
  /// values.
  mutating func agreesWithName(
    _ base: Expression, _ upper: MathTree, _ location: Location
  ) -> Bool {
    guard workspace.hasRaised, var name = base.operation.name, name.member == nil,
      let number = upper.digits.flatMap({ Int($0) })
    else { return true }
    name.memberStyle = .bare
    return isNoPower(name.numbered(number), location)
  }

  /// Whether σ² is only a name: σ has no value, or one of which it is the power.
  mutating func isNoPower(_ name: Name, _ location: Location) -> Bool {
    guard name.memberStyle == .bare, let number = name.member,
      let known = workspace.definitions[name], let own = workspace.values[name]
    else { return true }
    var base = name.family
    base.memberStyle = .parentheses
    guard let value = workspace.values[base] else { return true }
    let power = value.map { Double.pow($0, Double(number)) }
    if own.shape == power.shape, own.isClose(to: power) { return true }
    report(
      .twoReadings, at: location,
      "\(name.shown) is a name of its own here, and \(base.shown) has a value, whose power is another "
        + "number",
      help: "Take another letter for one of them.",
      notes: [.init(known.location, "\(name.shown) has its value from here")])
    return false
  }

  /// `\langle a, b \rangle`, or a · b of two columns.
  mutating func innerProduct(
    _ left: Expression, _ right: Expression, at location: Location
  ) -> Expression? {
    guard left.shape == right.shape, left.shape.columns == 1,
      let turned = applied(.placement(.transpose), [left], at: left.location)
    else {
      report(
        .shapeMismatch, at: location,
        "An inner product needs two columns of one length, and \(text(left)) is \(left.shape), "
          + "\(text(right)) is \(right.shape)",
        help: "Transpose what lies.")
      return nil
    }
    return applied(.product(.matrix), [turned, right], at: location)
  }
}

/// What has a size of its own, or gets one from what stands around it.
extension ExpressionReader {
  /// I without a value and without a size.
  func isBareIdentity(_ node: MathTree) -> Bool {
    let letter = node.styled.map(\.inner.letter) ?? node.letter
    let name = Name("I")
    return letter == "I" && workspace.definitions[name] == nil && !workspace.isSequence(name)
  }

  /// The factors with the identity of so many rows for I.
  func sized(_ nodes: [MathTree], _ rows: Int) -> [MathTree] {
    nodes.map { node in
      guard isBareIdentity(node) else { return node }
      let size = MathTree(.number(String(rows)), node.location.end)
      return MathTree(
        .scripts(MathTree(.letter("I"), node.location), primes: 0, lower: size, upper: nil),
        node.location)
    }
  }

  /// `\mathbf{1}_n`, `\mathbf{0}_{m \times n}`: a column, or a matrix, of ones or zeros.
  mutating func constants(
    _ base: MathTree, _ lower: MathTree, _ location: Location
  ) -> ReadCall? {
    guard let (font, inner) = base.styled, [.mathbf, .boldsymbol, .bm].contains(font),
      let digits = inner.digits, ["0", "1"].contains(digits), let value = Double(digits),
      !lower.isCondition
    else { return nil }
    let parts = lower.nodes.split { $0.isSymbol("\\times", ",") }.map { MathTree.row($0) }
    let sizes = parts.compactMap { wholeNumber($0, as: .size) }
    guard sizes.count == parts.count else { return ReadCall(result: nil) }
    guard (1...2).contains(sizes.count), sizes.allSatisfy({ (1...1000).contains($0) }) else {
      report(
        .outOfRange, at: lower.location,
        "\(lower.oneLine()) is no size that could be computed with",
        help: "Write the number of rows, or rows \\times columns, from 1 to 1000.")
      return ReadCall(result: nil)
    }
    giveUpIndices()
    let shape = Shape(sizes[0], sizes.count > 1 ? sizes[1] : 1)
    return ReadCall(
      result: Expression(
        .constant(Matrix(shape: shape) { _, _ in value }), shape: shape, location: location))
  }

  /// Whether a part may stand more than once in what it is written out by: parts of parts that do
  /// soon are more than anybody waits for.
  mutating func isRepeatable(_ part: Expression, at location: Location) -> Bool {
    guard part.count(upTo: Self.mostRepeated) > Self.mostRepeated else { return true }
    report(
      .formulaTooLong, at: location,
      "This is written out by the parts inside it, and they are too many",
      help: "Give the inner part a name of its own.")
    return false
  }

  private static let mostRepeated = 500

  /// a × b of two columns of three numbers.
  mutating func crossProduct(_ left: Expression, _ right: Expression) -> Expression? {
    let location = joined(left, right)
    guard isRepeatable(left, at: location), isRepeatable(right, at: location) else { return nil }
    func entry(_ whole: Expression, _ row: Int) -> Expression {
      Expression(
        .placement(.entries(row: row, column: 0)), [whole], shape: .scalar, location: location)
    }
    var entries: [Expression] = []
    for row in 0..<3 {
      let (next, last) = ((row + 1) % 3, (row + 2) % 3)
      guard
        let first = multiplied(entry(left, next), entry(right, last), elementwise: false),
        let second = multiplied(entry(left, last), entry(right, next), elementwise: false),
        let difference = applied(.sum(.terms([.plus, .minus])), [first, second], at: location)
      else { return nil }
      entries.append(difference)
    }
    return applied(.placement(.tuple), entries, at: location)
  }

  /// n over k: n!/(k! (n − k)!).
  mutating func readBinomial(
    _ node: MathTree, _ above: MathTree, _ below: MathTree
  ) -> Expression? {
    let (all, some) = (read(above), read(below))
    guard let all, let some, isRepeatable(all, at: node.location),
      isRepeatable(some, at: node.location)
    else { return nil }
    func factorial(_ reader: inout Self, _ number: Expression?) -> Expression? {
      number.flatMap { reader.applied(.entrywise(.factorial), [$0], at: node.location) }
    }
    let rest = applied(.sum(.terms([.plus, .minus])), [all, some], at: node.location)
    guard let whole = factorial(&self, all), let first = factorial(&self, some),
      let second = factorial(&self, rest),
      let product = multiplied(first, second, elementwise: true)
    else { return nil }
    return divided(whole, product, location: node.location)
  }
}

extension Expression {
  /// How many operations it has; more than a limit are not counted.
  fileprivate func count(upTo limit: Int) -> Int {
    var found = 1
    for operand in operands {
      guard found <= limit else { break }
      found += operand.count(upTo: limit - found)
    }
    return found
  }

  /// A name, or what an index picks from one.
  var isVectorByName: Bool {
    operation.name != nil
      || operands.count == 1 && operands[0].operation.name != nil && operation.picksEntries
  }
}

extension Matrix<Double> {
  fileprivate var isDiagonal: Bool {
    (0..<shape.rows).allSatisfy { row in
      (0..<shape.columns).allSatisfy { row == $0 || self[row, $0] == 0 }
    }
  }
}
