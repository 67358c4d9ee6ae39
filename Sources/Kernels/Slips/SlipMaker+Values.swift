import Matrices
import Notation
import SourceText

/// Slips of a single number: another number of the page in its place, and two that stand in one
/// another's.
extension SlipMaker {
  /// An entry of what the formula, or what its names were made from, is about. That it was copied
  /// is as likely as any wrong formula that comes to the same.
  func numbersOfThePage(_ whole: Expression) -> [Change] {
    guard whole.shape.isScalar else { return [] }
    var names = Set(whole.nameCounts.keys)
    for name in names {
      guard let formula = workspace.formulas[name] else { continue }
      names.formUnion(formula.kernel.expression.nameCounts.keys)
    }
    if let own { names.insert(own) }
    return names.sorted { $0.latex < $1.latex }.flatMap { name -> [Change] in
      guard let value = workspace.values[name], !name.isDerivative,
        value.shape.count <= Self.mostEntries
      else { return [] }
      let leaf = Expression(.leaf(.name(name)), shape: value.shape, location: whole.location)
      if value.shape.isScalar {
        return value.elements[0].isShort ? [] : further(.numberOfThePage(name.shown), leaf)
      }
      // Numbers of few digits are too often alike.
      return value.elements.indices.filter { !value.elements[$0].isShort }.flatMap { place in
        let (row, column) = place.quotientAndRemainder(dividingBy: value.shape.columns)
        let entry = Expression(
          .placement(.entries(row: row, column: column)), [leaf], shape: .scalar,
          location: whole.location)
        return further(.numberOfThePage(entryText(entry, (row, column))), entry)
      }
    }
  }

  /// Larger values are not compared entry by entry.
  private static let mostEntries = 24

  /// Two numbers of the formula, of which at least one is an entry, in one another's place.
  func exchangedNumbers(_ whole: Expression) -> [Change] {
    var numbers: [Kernel: Expression] = [:]
    _ = whole.rewritten { part in
      if part.shape.isScalar, part.operation.name != nil || part.isEntryOfName {
        numbers[Kernel(part)] = part
      }
      return nil
    }
    guard numbers.count <= Self.mostExchanged else { return [] }
    let listed = numbers.map { (kernel: $0.key, part: $0.value, text: exchangedText($0.value)) }
      .sorted { $0.text < $1.text }
    return listed.indices.flatMap { first in
      listed[(first + 1)...].flatMap { other -> [Change] in
        let one = listed[first]
        guard one.part.isEntryOfName || other.part.isEntryOfName else { return [] }
        return further(
          .exchangedNumbers(one.text, other.text),
          whole.rewritten { part in
            guard part.shape.isScalar else { return nil }
            let kernel = Kernel(part)
            return kernel == one.kernel ? other.part : kernel == other.kernel ? one.part : nil
          })
      }
    }
  }

  private static let mostExchanged = 10

  private func exchangedText(_ part: Expression) -> String {
    part.operation.entries.map { entryText(part, ($0.row, $0.column)) } ?? text(part)
  }

  /// How many there are of something else, in the place of a number that counts.
  func otherSizes(for name: Name, _ value: Double, _ expression: Expression) -> [Change] {
    let sizes = Set(workspace.values.values.flatMap { [$0.shape.rows, $0.shape.columns] })
    return sizes.filter { $0 > 1 && Double($0) != value }.sorted().flatMap { size in
      further(
        .count(String(size), insteadOf: name.shown),
        Expression(
          .constant(Matrix(Double(size))), shape: .scalar, location: expression.location))
    }
  }

  /// Every quotient with what is above below.
  func allTurnedOver(_ whole: Expression) -> [Change] {
    guard whole.count(of: .entrywise(.quotient)) > 1 else { return [] }
    return further(
      .turnedOver(text(whole)),
      whole.rewritten { part in
        part.operation == .entrywise(.quotient)
          ? part.with([part.operands[1], part.operands[0]]) : nil
      })
  }
}

extension Expression {
  fileprivate var isEntryOfName: Bool {
    operation.entries != nil && operands[0].operation.name != nil
  }
}

extension Double {
  /// Whether two decimals write it.
  fileprivate var isShort: Bool { ((self * 100).rounded() - self * 100).magnitude < 1e-9 }
}
