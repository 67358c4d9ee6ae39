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
    return lines
  }

  private func excerpt(_ location: Location) -> [String] {
    let file = location.file
    guard !file.bytes.isEmpty else { return [] }
    let line = file.line(at: location.range.lowerBound)
    let range = file.lineRange(line)
    // A line of megabytes is not worth decoding for one caret.
    let reach = 4 * Self.excerptWidth
    let start = max(range.lowerBound, location.range.lowerBound - reach)
    let end = min(range.upperBound, max(location.range.lowerBound, range.lowerBound) + 2 * reach)
    let before = shown(file.text(start..<max(start, min(location.range.lowerBound, end))))
    let marked = shown(
      file.text(
        min(
          location.range.lowerBound, end)..<max(
            min(location.range.lowerBound, end), min(location.range.upperBound, end))))
    let after = shown(file.text(min(location.range.upperBound, end)..<end))

    var head = before
    var cut = start > range.lowerBound
    while head.cellWidth > Self.excerptWidth / 2 {
      head.removeFirst()
      cut = true
    }
    let lead = cut ? "…" : ""
    var rest = marked + after
    var tail = end < range.upperBound
    while (head + rest).cellWidth > Self.excerptWidth, !rest.isEmpty {
      rest.removeLast(max(1, ((head + rest).cellWidth - Self.excerptWidth) / 2))
      tail = true
    }
    let underline = max(1, min(marked.cellWidth, rest.cellWidth))
    let number = String(line + 1)
    let gutter = String(repeating: " ", count: max(0, 5 - number.count)) + number
    let blank = String(repeating: " ", count: gutter.count)
    return [
      "\(gutter) | \(lead)\(head)\(rest)\(tail ? "…" : "")",
      "\(blank) | " + String(repeating: " ", count: (lead + head).cellWidth) + "^"
        + String(repeating: "~", count: underline - 1),
    ]
  }

  /// Tabs become spaces and control characters a visible dot, so that the caret stands right and
  /// no escape sequence in a lesson reaches the terminal.
  private func shown(_ text: String) -> String { text.withoutControlCharacters }
}
