package import Notation
package import SourceText

extension Equation {
  /// Whether it is a derivation: lines, three or more, of which each equals the one above.
  package var isDerivation: Bool {
    kind == .claim && claims.count > 1 && names.isEmpty
      && claims.allSatisfy { $0.relation.isSymbol("=", "\\equiv") }
  }

  /// Its sides as they are written, before anything is found in them.
  package var writtenSides: [MathTree] { StatementReader.read(tree).sides }
}

extension MathTree {
  /// As it would be written as a side of an equation of a lesson.
  package func asSide(in workspace: Workspace) -> MathTree {
    StatementReader.read(separatingOperations(isValue: workspace.isValue)).sides[0]
  }
}

extension Equation {
  /// A side that stands alone, such as a line that was typed.
  package init(alone side: Side) {
    self.init(kind: .claim, tree: side.tree, location: side.tree.location)
    sides = [side]
  }
}

extension EquationReader {
  /// A line that would go on a derivation, read as its author's own lines are.
  ///
  /// - Parameters:
  ///   - lines: those above it; the first one says which indices are free.
  ///   - file: what was typed.
  /// - Returns: the equation of all of them; nil, with findings, when the line cannot be read.
  package static func derivation(
    _ lines: [MathTree], goingOn line: MathTree, in file: SourceFile, _ workspace: Workspace
  ) -> (equation: Equation?, findings: [Finding]) {
    let sides = lines + [line]
    let statement = MathTree.row(
      Array(sides.map(\.nodes).joined(separator: MathTree.sign("="))), line.location)
    var workspace = workspace
    let read = EquationReader.read([statement], in: file, &workspace)
    let equation = read.equations.first.flatMap { $0.sides.count == sides.count ? $0 : nil }
    return (equation, read.findings.filter { $0.severity == .error })
  }
}

extension Workspace {
  /// The same as if a derivative had not been worked out yet.
  package func before(_ equation: Equation) -> Workspace {
    guard let name = equation.derivative else { return self }
    return forgetting(name)
  }
}
