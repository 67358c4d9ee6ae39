package import Kernels
import Matrices
package import SourceText

/// Looks at statements that have been read and run: whether their claims hold, whether an exact
/// derivative is what a small step gives, whether the numbers tell slips apart, and what would mend
/// shapes that do not fit. Reading asks none of it; who only walks a lesson does not wait for it.
///
/// Every statement is looked at with the values of its own moment.
package struct Checker {
  let file: SourceFile
  let workspace: Workspace
  var replay: Replay
  var findings: [Finding] = []
  /// What has been said about numbers that hide slips.
  private var saidOfNumbers: Set<String> = []

  /// - Parameter workspace: as reading has left it.
  package init(_ workspace: Workspace, in file: SourceFile) {
    self.workspace = workspace
    self.file = file
    replay = Replay(of: workspace)
  }

  /// What is wrong with equations, in the order in which they were read.
  package static func findings(
    of equations: [Equation], in file: SourceFile, _ workspace: Workspace
  ) -> [Finding] {
    var checking = Checker(workspace, in: file)
    for equation in equations {
      for index in equation.claims.indices {
        let left = equation.claims[index].left
        if left == 0, equation.sides[0].tree.wholeDerivative != nil {
          checking.checkDerivative(equation.sides[0])
        }
        checking.check(equation, claim: index)
      }
      checking.checkReasons(equation)
      checking.checkNumbers(equation)
    }
    return checking.findings
  }

  private mutating func checkNumbers(_ equation: Equation) {
    let moment = equation.sides.map(\.moment).max() ?? 0
    let workspace = workspace
    let found = replay.look(at: moment) {
      Self.undiagnosable(equation, $0.values, in: workspace)
    }
    for (key, finding) in found where saidOfNumbers.insert(key).inserted {
      findings.append(finding)
    }
  }

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at location: Location,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(Finding(kind, severity, at: location, summary, help: help, notes: notes))
  }
}
