import Notation
import SourceText
import Typesetting

/// What is wrong with a lesson, in the few lines below its page: the gravest first.
struct PreviewFindings {
  let lines: [StyledLine]

  /// - Parameter rows: how many lines there may be, with the rule above them.
  init(_ findings: [Finding], _ style: PageStyle, width: Int, rows: Int) {
    guard !findings.isEmpty, rows > 0 else {
      lines = []
      return
    }
    func label(_ text: String, _ role: Role) -> StyledLine { style.words(text.visible, role) }
    let head = label(Self.counts(findings), .strong)
    guard rows > 1 else {
      lines = [head + label(": " + (findings.first.map(Self.sentence) ?? ""), .text)]
      return
    }
    let rule = style.ascii ? "-" : "─"
    let dashes = String(repeating: rule, count: max(0, width - head.cellWidth - 4))
    var lines = [label(rule + rule + " ", .muted) + head + label(" " + dashes, .muted)]
    let ordered = findings.enumerated().sorted {
      ($0.element.severity, $1.offset) > ($1.element.severity, $0.offset)
    }.map(\.element)
    for (index, finding) in ordered.enumerated() {
      let own = label(Self.sentence(finding), finding.severity == .error ? .bad : .text)
        .filled(width: width - 1)
      let help =
        finding.help.map { ("  " + $0) }
        .map { label($0, .remark).filled(width: width - 1) } ?? []
      let isLast = index == ordered.count - 1
      // A line stays for what finds no room.
      let room = rows - lines.count - (isLast ? 0 : 1)
      guard own.count <= room || index == 0 else {
        lines.append(label("and \(ordered.count - index) more: longhand check", .remark))
        break
      }
      lines += own.prefix(rows - lines.count)
      if own.count + help.count <= room { lines += help }
    }
    self.lines = lines
  }

  /// `2 errors, 1 warning`.
  static func counts(_ findings: [Finding]) -> String {
    [Finding.Severity.error, .warning, .hint].compactMap { severity in
      let count = findings.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
    }.joined(separator: ", ")
  }

  /// `12:5: error: W and x cannot be multiplied`; of no place in the lesson without one.
  static func sentence(_ finding: Finding) -> String {
    let (line, column) = finding.location.position
    let place = finding.location.file.bytes.isEmpty ? "" : "\(line):\(column): "
    return "\(place)\(finding.severity.rawValue): \(finding.summary)"
  }
}
