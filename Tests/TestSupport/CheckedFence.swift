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

extension EquationReader {
  /// Reads and runs the lines of a fence in a new workspace.
  package static func lesson(
    _ lines: [String]
  ) -> (workspace: Workspace, equations: [Equation], findings: [Finding]) {
    let file = SourceFile(path: "fence", text: lines.joined(separator: "\n"))
    var workspace = Workspace()
    let trees = MathReader.read(MathSource(file, file.bytes.indices), for: .live).lines
    let (equations, findings, _) = read(trees, in: file, &workspace)
    return (workspace, equations, findings)
  }

  package static func lesson(
    _ line: String
  ) -> (workspace: Workspace, equations: [Equation], findings: [Finding]) {
    lesson([line])
  }
}
