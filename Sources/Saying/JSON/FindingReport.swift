package import SourceText

/// A finding as JSON.
package struct FindingReport: Encodable, Sendable {
  var id: String
  var severity: String
  var file: String
  var line: Int
  var column: Int
  var endColumn: Int
  var summary: String
  var help: String?
  var fixes: [FixReport]
}

/// Replace the columns from column to endColumn of the line.
package struct FixReport: Encodable, Sendable {
  var title: String
  var line: Int
  var column: Int
  var endColumn: Int
  var replacement: String
}

extension FindingReport {
  package init(_ finding: Finding) {
    let start = finding.location.position
    let end = finding.location.endPosition
    id = finding.kind.rawValue
    severity = finding.severity.rawValue
    file = finding.location.file.path
    line = start.line
    column = start.column
    endColumn = end.line == start.line ? end.column : start.column
    summary = finding.summary
    help = finding.help
    fixes = finding.fixes.map { fix in
      let start = fix.location.position
      let end = fix.location.endPosition
      return FixReport(
        title: fix.title, line: start.line, column: start.column, endColumn: end.column,
        replacement: fix.replacement)
    }
  }
}
