import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Saying
import SourceText
import Typesetting

/// On a wide terminal, at the right of the page: the values that names have here.
extension WalkScreen {
  /// From so many columns on there is room for them beside a page of 80.
  private static let widest = 120
  private static let valuesWidth = 36

  var showsValues: Bool { columns >= Self.widest && rows >= 10 }

  /// Columns that the page leaves free for them, with the line between.
  var valuesRoom: Int { showsValues ? Self.valuesWidth + 2 : 0 }

  mutating func setValues() { values = showsValues ? valueLines(CurrentValues(&study)) : [] }

  private func valueLines(_ current: CurrentValues) -> [StyledLine] {
    let layout = MathLayout(ascii: style.ascii)
    let width = Self.valuesWidth - 2
    let part = ValueStyle(study.lesson.style, rows: 4, cells: width - 12)
    var lines: [StyledLine] = []
    var isAskedFor: Bool?
    for row in current.rows {
      // What the question is answered with stands before what else there is.
      if isAskedFor != row.isAskedFor {
        let title = row.isAskedFor ? "For this question" : "Values here"
        guard lines.isEmpty || lines.count + 4 < bodyRows else { break }
        if lines.last?.isEmpty == false { lines.append([]) }
        lines += [label(title, .heading), []]
        isAskedFor = row.isAskedFor
      }
      let tree = MathTree.row(
        MathReader.read(row.name.latex).nodes + MathTree.sign("=") + [row.value.tree(part, nil)],
        .nowhere)
      let box = layout.box(tree, width: width)
      let mark = row.isChanged ? label("* ", .strong) : .spaces(2)
      let lead = row.isChanged ? "changed" : row.isGiven ? "given" : ""
      var own = box.lines.enumerated().map { $0 == box.baseline ? mark + $1 : .spaces(2) + $1 }
      if let last = own.indices.last, !lead.isEmpty {
        // Level with its end, else below it.
        if own[last].cellWidth + lead.count + 2 <= Self.valuesWidth {
          own[last] += label("  " + lead, .remark)
        } else {
          own.append(.spaces(2) + label(lead, .remark))
        }
      }
      let gap = own.count > 1 && lines.count > 2 ? 1 : 0
      guard lines.count + gap + own.count <= bodyRows - 1 else {
        lines.append(label("  \(cut) more above, in the lesson", .muted))
        break
      }
      if gap == 1, lines.last?.isEmpty == false { lines.append([]) }
      lines += own
      if own.count > 1 { lines.append([]) }
    }
    return current.rows.isEmpty ? [] : lines
  }

  /// Draws them over the free columns.
  func drawValues(_ frame: inout Frame) {
    guard showsValues else { return }
    let column = columns - margin - Self.valuesWidth - 1
    let line = style.ascii ? "|" : "│"
    for row in 0..<bodyRows {
      frame.put(StyledLine(line, .muted), row: headRows + row, column: column)
      if values.indices.contains(row) {
        frame.put(values[row], row: headRows + row, column: column + 2, cut: cut)
      }
    }
  }
}
