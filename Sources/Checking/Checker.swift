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
  private var saidOfNumbers: Set<HiddenSlip> = []

  /// - Parameter workspace: as reading has left it.
  package init(_ workspace: Workspace, in file: SourceFile) {
    self.workspace = workspace
    self.file = file
    replay = Replay(of: workspace)
  }

  /// What is wrong with equations, in the order in which they were computed: to look at what was
  /// before would be to do everything again, and rules for every layer are computed in another
  /// order than they are written.
  package static func findings(
    of equations: [Equation], in file: SourceFile, _ workspace: Workspace
  ) -> [Finding] {
    var checking = Checker(workspace, in: file)
    for equation in equations.sorted(by: { $0.moment < $1.moment }) {
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
    guard !equation.sides.isEmpty else { return }
    let workspace = workspace
    let found = replay.look(at: equation.moment) {
      Self.hiddenSlips(equation, $0.values, in: workspace)
    }
    for (slip, location) in found where saidOfNumbers.insert(slip).inserted {
      findings.append(slip.finding(at: location))
    }
  }

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at location: Location,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(Finding(kind, severity, at: location, summary, help: help, notes: notes))
  }
}

extension Equation {
  /// When the last of its sides was computed.
  fileprivate var moment: Int { sides.map(\.moment).max() ?? 0 }
}
