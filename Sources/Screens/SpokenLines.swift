import Kernels
import Learning
import Lessons
import Notation
import Questions
import Saying
import SourceText
import Typesetting

/// Line mode for ears: the same words ask, and what is said is said in words.
struct SpokenLines: LineWriter {
  let speech: SpeechWriter
  let values: ValueStyle

  init(_ lesson: Lesson) {
    speech = SpeechWriter(lesson)
    values = ValueStyle(lesson.style, rows: Self.mostRows, cells: Self.mostCells)
  }

  /// Of a larger value a part is said; nobody listens to a thousand numbers.
  private static let (mostRows, mostCells) = (12, 90)

  private func lines(_ texts: [String]) -> [StyledLine] { texts.map { StyledLine($0) } }

  func title(_ text: String) -> [StyledLine] { lines(speech.title(text)) }

  func opening(_ shown: Shown) -> [StyledLine] { lines(speech.opening(shown)) }

  func piece(_ index: Int, of shown: Shown) -> [StyledLine] {
    lines(speech.piece(index, of: shown))
  }

  func reason(of line: Shown.DerivationLine) -> [StyledLine] { lines(speech.reason(of: line)) }

  func numbers(of line: Shown.DerivationLine) -> [StyledLine] {
    lines(line.numbers.flatMap(speech.reduction))
  }

  func invitation(_ text: String) -> [StyledLine] { remark(text) }

  func replies(_ replies: some Sequence<Reply>) -> [StyledLine] {
    lines(replies.flatMap(speech.lines))
  }

  func number(_ shown: ShownOpening) -> [StyledLine] {
    lines(speech.lines(shown, change: Command.change.name(.words)))
  }

  func uses(_ uses: ShownUses) -> [StyledLine] { lines(speech.lines(uses)) }

  func step(_ number: Int, _ title: [Inline], remark: String) -> [StyledLine] {
    lines(["\(number): \(speech.text(title))" + (remark.isEmpty ? "" : ", \(remark.spoken)")])
  }

  func entry(_ name: String, _ remark: String, width: Int) -> [StyledLine] {
    lines(["\(name.spoken.trimmingBlanks): \(remark.spoken.trimmingBlanks)"])
  }

  func heading(_ text: String) -> [StyledLine] { lines([text.spoken + ":"]) }

  func code(_ text: String) -> [StyledLine] { lines([text.spoken]) }

  func formula(_ tree: MathTree) -> [StyledLine] { lines([speech.text(tree)]) }

  func remark(_ text: String) -> [StyledLine] { lines([text.spoken]) }
}

extension String {
  fileprivate var trimmingBlanks: String { String(drop { $0 == " " }) }
}
