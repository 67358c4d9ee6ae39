import Matrices
import Notation
import SourceText

extension ExpressionReader {
  /// Indices, members, sizes and bounds of sums lie below it, so that sums of them are numbers.
  static let largestWhole = 1_000_000

  /// The value of an expression that has to be a whole number now: an index, a member, a size.
  mutating func wholeNumber(_ tree: MathTree, as role: WholeNumberRole) -> Int? {
    if let digits = tree.digits, let number = Int(digits), number < Self.largestWhole {
      return number
    }
    // The index of a value that is an index runs over the entries of that value.
    if !probes.isEmpty {
      var inner = self
      _ = inner.read(tree)
      for index in probes.indices { probes[index].uses = inner.probes[index].uses }
    }
    // A name that is missing is said to be so in other words below.
    let read = readAlone(tree, isTrial: true)
    let onlyUndefined = read.findings.allSatisfy { $0.kind == .undefinedName }
    guard let expression = read.expression else {
      if onlyUndefined, !read.findings.isEmpty {
        report(
          .unboundIndex, at: tree.location, "\(role.text) has no value here",
          help: role.isIndex
            ? "Sum over it, put the same index on the left side, or give it a value "
              + "(\(tree.latex) = …)."
            : "Give it one before: \(tree.latex) = …")
      } else {
        findings += readAlone(tree, isTrial: false).findings
      }
      return nil
    }
    findings += read.findings
    let kernel = Kernel(expression)
    guard expression.shape.isScalar, kernel.names.allSatisfy({ workspace.values[$0] != nil })
    else {
      report(.doesNotRun, at: tree.location, "\(role.text) must be a whole number known beforehand")
      return nil
    }
    structural.formUnion(workspace.closure(of: kernel.names))
    let value = kernel.value(in: Scope<Double>(workspace)).elements[0]
    guard value.rounded() == value, value.magnitude < Double(Self.largestWhole) else {
      let what = role.text
      report(
        .outOfRange, at: tree.location,
        value.rounded() == value
          ? "\(what) is \(NumberStyle().text(value)), and must be below \(Self.largestWhole)"
          : "\(what) must be a whole number, and is \(NumberStyle().text(value))")
      return nil
    }
    return Int(value)
  }
}
