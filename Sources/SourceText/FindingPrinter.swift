/// Prints findings as compilers do: place, sentence, the source line with a caret under the very
/// cells that are meant, then notes and help.
///
///     lesson.md:12:11: error: W⁽¹⁾ y does not fit: W⁽¹⁾ is 2×3 and y is 2×1 [shape-mismatch]
///        12 | z^{(2)} = W^{(1)} y + b^{(1)}
///           |           ^~~~~~~~~
///       lesson.md:3:1: note: y is 2×1 here
///       help: …
package struct FindingPrinter: Sendable {
  /// The widest excerpt of a source line, in cells; longer lines are cut around the caret.
  package static let excerptWidth = 100

  package init() {}

  package func lines(_ finding: Finding) -> [String] {
    var lines = [
      "\(finding.location.label): \(finding.severity.rawValue): \(finding.summary) "
        + "[\(finding.kind.rawValue)]"
    ]
    lines += excerpt(finding.location)
    for note in finding.notes {
      lines.append("  \(note.location.label): note: \(note.text)")
      lines += excerpt(note.location)
    }
    if let help = finding.help { lines.append("  help: \(help)") }
    for fix in finding.fixes.prefix(3) {
      lines.append("  fix: \(fix.title): \(fix.replacement)")
    }
    // Whatever a path or a sentence quotes, it stays on its line.
    return lines.map(\.visible)
  }

  /// The source line and the caret below it. What cannot be seen is made visible before anything is
  /// measured, so that the caret stands right.
  private func excerpt(_ location: Location) -> [String] {
    let file = location.file
    guard !file.bytes.isEmpty else { return [] }
    let line = file.line(at: location.bytes.lowerBound)
    let range = file.lineRange(line)
    // A line of megabytes is not worth decoding for one caret.
    let reach = 4 * Self.excerptWidth
    let first = location.bytes.lowerBound
    let start = max(range.lowerBound, first - reach)
    let end = max(first, min(range.upperBound, first + 2 * reach))
    let middle = max(first, min(location.bytes.upperBound, end))
    let before = file.text(start..<first).visible
    let marked = file.text(first..<middle).visible
    let after = file.text(middle..<end).visible

    let headRoom = Self.excerptWidth - min(Self.excerptWidth / 2, (marked + after).cellWidth)
    let head = before.lastCells(headRoom)
    let rest = (marked + after).firstCells(Self.excerptWidth - head.cellWidth)
    let lead = start > range.lowerBound || head.count < before.count ? "…" : ""
    let tail = end < range.upperBound || rest.count < (marked + after).count ? "…" : ""
    let underline = max(1, min(marked.cellWidth, rest.cellWidth))
    let number = String(line + 1)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blank = String(repeating: " ", count: gutter.count)
    return [
      "\(gutter) | \(lead)\(head)\(rest)\(tail)",
      "\(blank) | " + String(repeating: " ", count: (lead + head).cellWidth) + "^"
        + String(repeating: "~", count: underline - 1),
    ]
  }
}
