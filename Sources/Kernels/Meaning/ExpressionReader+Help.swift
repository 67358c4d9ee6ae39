import Matrices
import Notation
import SourceText

extension ExpressionReader {
  // MARK: - Help

  /// An expression as a finding speaks of it.
  func operand(_ expression: Expression) -> Operand {
    Operand(shape: expression.shape, text: text(expression))
  }

  /// Why operands do not fit, with where their shapes come from and what would make them fit.
  mutating func reportMisfit(_ misfit: Misfit, _ operands: [Expression], at location: Location) {
    guard let (first, second) = misfit.between else {
      report(.shapeMismatch, at: location, misfit.summary, help: misfit.help)
      return
    }
    let (left, right) = (operands[first], operands[second])
    var places: Set<Location> = []
    let notes = [left, right].flatMap { origins($0) }.filter {
      places.insert($0.location.start).inserted
    }
    findings.append(
      Finding(
        .shapeMismatch, at: joined(left, right), misfit.summary,
        help: [ownIdentity(left) ?? ownIdentity(right), misfit.help].compactMap(\.self)
          .joined(separator: " "), notes: notes,
        fixes: possibleFixes(left, right, isProduct: misfit.isProduct)))
  }

  /// What to do where I is a given, and may have been meant for the identity.
  private func ownIdentity(_ expression: Expression) -> String? {
    let name = Name("I")
    guard Kernel(expression).names.contains(name), let value = workspace.definitions[name] else {
      return nil
    }
    return "I has a value here, which is \(value.shape), and is not the identity: give that value "
      + "another name, and I fits what it stands beside."
  }

  func joined(_ left: Expression, _ right: Expression) -> Location {
    left.location.through(right.location)
  }

  /// The source of an expression on one line, for messages.
  func text(_ expression: Expression) -> String { text(expression.location) }

  func text(_ location: Location) -> String {
    let read = MathReader.read(MathSource(location), for: .shown)
    let line = read.lines.map { $0.oneLine() }.joined(separator: " ")
    return line.count > 40 ? line.prefix(38) + "…" : line
  }

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at location: Location,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(
      Finding(kind, severity, at: location, summary, help: help, notes: notes))
  }

  /// Where the shapes of the names in an expression come from.
  private func origins(_ expression: Expression) -> [Finding.Note] {
    if let name = expression.operation.name, let found = workspace.definitions[name] {
      let verb = found.isGiven ? "given" : "defined"
      return [.init(found.location, "\(name.shown) is \(found.shape), \(verb) here")]
    }
    return expression.operands.flatMap { origins($0) }
  }
}
