import Checking
package import Kernels
package import Notation
package import SourceText

extension EquationReader {
  /// Reads a fence and checks it.
  package static func checked(
    _ lines: [MathTree], in file: SourceFile, _ workspace: inout Workspace
  ) -> (equations: [Equation], findings: [Finding]) {
    let read = read(lines, in: file, &workspace)
    return (
      read.equations,
      Checker.tryingFixes(read.findings, read.untried)
        + Checker.findings(of: read.equations, in: file, workspace)
    )
  }
}
