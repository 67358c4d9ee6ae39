import Kernels
import Learning
import Lessons
import Matrices
import Notation
import SourceText
import Typesetting

/// Turns what was said to the answers of a question into lines.
struct ReplyPrinter {
  let style: PageStyle
  let numbers: NumberStyle

  /// What the question waits for, or that it is done.
  func invitation(_ check: Check, _ attempt: Attempt, isFullScreen: Bool) -> StyledLine {
    if attempt.isSolved, attempt.replies.isEmpty { return remark("  Answered.") }
    if attempt.isSolved || attempt.isRevealed {
      return remark(isFullScreen ? "  Space goes on." : "  Enter goes on.")
    }
    let what: String
    switch check.kind {
    case .choice(let right, let count):
      what = right.count == 1 ? "the number of one, 1 to \(count)" : "the numbers, 1 to \(count)"
    case .order(let arrangement):
      what = "the numbers in order, such as \(arrangement.example)"
    case .slip(let run): what = "the number of the line with the slip, 1 to \(run.lines.count)"
    case .shape: what = "rows by columns, such as 3x2"
    case .formula: what = "a formula, such as W2' delta3"
    case .value where check.value?.shape.isScalar != false: what = "a number"
    case .value where isFullScreen: what = "numbers in a grid, which grows as you go"
    case .value:
      let isColumn = check.value?.shape.columns == 1
      what = isColumn ? "numbers, such as 0.1 0.2" : "[1 2; 3 4], row by row"
    }
    return isFullScreen
      ? remark("  a answers: \(what). H gives a hint.")
      : remark("  answer: \(what). hint gives a hint.")
  }

  func lines(_ replies: some Sequence<Reply>) -> [StyledLine] { replies.flatMap(lines) }

  private func lines(_ reply: Reply) -> [StyledLine] {
    var lines: [StyledLine] = []
    if let read = reply.read {
      let tree = reply.entries.map { marked(read, $0) } ?? read.tree(numbers)
      let box = MathLayout(ascii: style.ascii).box(tree, width: style.equationWidth - 6)
      lines += box.lines.map { (.spaces(4) + $0).trimmed() }
      if !read.shape.isScalar { lines[box.baseline] += remark("   \(read.shape)") }
    }
    let mark = reply.isRight ? "✓ " : reply.isTry ? "✗ " : ""
    let role: Role = reply.isRight ? .good : reply.isTry ? .bad : .remark
    return lines
      + (.spaces(2) + style.words(mark + reply.text, role)).filled(width: style.width)
  }

  /// Every entry with ✓ or ✗.
  private func marked(_ matrix: Matrix<Double>, _ entries: [Bool]) -> MathTree {
    let texts = numbers.texts(matrix.elements)
    let width = texts.map(\.count).max() ?? 0
    let rows = (0..<matrix.shape.rows).map { row in
      (0..<matrix.shape.columns).map { column -> MathTree in
        let index = row * matrix.shape.columns + column
        let mark = entries[index] ? (style.ascii ? "ok" : "✓") : (style.ascii ? "no" : "✗")
        let blank = String(repeating: " ", count: width - texts[index].count)
        return MathTree(.text("\(blank)\(texts[index]) \(mark)"), .nowhere)
      }
    }
    return MathTree(.table(.bmatrix, rows), .nowhere)
  }

  private func remark(_ text: String) -> StyledLine { style.words(text, .remark) }
}

extension Arrangement {
  /// The lines as they stand.
  fileprivate var example: String { lines.indices.map { "\($0 + 1)" }.joined(separator: " ") }
}
