package import Kernels
import Notation
package import SourceText

extension Checker {
  /// Of the fixes of shapes that do not fit, those with which the whole statement fits; those with
  /// which all its claims hold come first.
  package static func tryingFixes(_ findings: [Finding], _ untried: [UntriedFixes]) -> [Finding] {
    var findings = findings
    for one in untried {
      let index = findings.firstIndex {
        !$0.fixes.isEmpty && $0.location == one.finding.location
          && $0.kind == one.finding.kind
      }
      guard let index else { continue }
      let tried = one.finding.fixes.compactMap { fix -> (Finding.Fix, holds: Bool)? in
        one.holds(with: fix).map { (fix, $0) }
      }
      findings[index].fixes = (tried.filter(\.holds) + tried.filter { !$0.holds }).map(\.0)
    }
    return findings
  }
}

extension UntriedFixes {
  /// Whether the claims of the statement hold after a change of its text; nil when it does not run.
  fileprivate func holds(with fix: Finding.Fix) -> Bool? {
    guard statement.contains(fix.location) else { return nil }
    let head = statement.start.gap(to: fix.location).text
    let tail = fix.location.gap(to: statement.end).text
    // The & of an alignment would be a stray sign in a formula of its own.
    let text = (head + fix.replacement + tail).replacing("&", with: "")
    let edited = SourceFile(path: statement.file.path, text: text)
    let read = MathReader.read(MathSource(edited, edited.bytes.indices), for: .live)
    var trial = workspace
    let (equations, findings, _) = EquationReader.read(read.lines, in: edited, &trial)
    guard read.findings.isEmpty, !findings.contains(where: { $0.severity == .error })
    else { return nil }
    let claims = equations.flatMap(\.claims)
    return !claims.isEmpty && claims.allSatisfy(\.holds)
  }
}
