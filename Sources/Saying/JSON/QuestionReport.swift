import Kernels
import Lessons
import Matrices
import Notation
import Questions
import SourceText

/// A question as JSON, with its key: folded away and not secret.
struct QuestionReport: Encodable, Sendable {
  struct Choice: Encodable, Sendable {
    var prose: [BlockReport]
    var right: Bool
  }

  struct Line: Encodable, Sendable {
    var number: Int
    var latex: String
    /// What it came to, as it is shown.
    var value: String?
  }

  /// A name that the answer is made from, with its value.
  struct Quantity: Encodable, Sendable {
    var latex: String
    var value: [[Double]]
  }

  /// A wrong answer that the author expects.
  struct Slip: Encodable, Sendable {
    var latex: String
    var value: [[Double]]
    var says: String
  }

  var id: String
  var line: Int
  /// number, vector, matrix, shape, formula, choice, order or slip.
  var kind: String
  /// What it waits for, in words.
  var wanted: String
  /// The key as LaTeX; of a choice the numbers of the right ones, of an order or a slip those of
  /// the lines.
  var key: String
  /// What the key comes to, where it is a formula; of a shape rows and columns.
  var value: [[Double]]?
  var choices: [Choice]
  var lines: [Line]
  var numbers: [Quantity]
  var hints: [String]
  var slips: [Slip]

  init(_ question: Shown.Question) {
    let check = question.check
    id = check.id
    line = check.location.position.line
    kind = check.kindName
    wanted = check.question.wanted(hasGrid: false)
    key = check.key
    value = check.question.numbers
    choices = question.choices.enumerated().map { index, blocks in
      Choice(prose: blocks.map(BlockReport.init), right: question.isRight(index + 1))
    }
    lines = question.lines.map {
      Line(number: $0.number, latex: $0.tree.latex, value: $0.value?.latex)
    }
    numbers = check.question.needed(in: check.workspace).compactMap { name in
      check.workspace.values[name].map { Quantity(latex: name.latex, value: $0.rows) }
    }
    hints = check.hints
    slips = check.known.map {
      Slip(latex: $0.location.text, value: $0.value.rows, says: $0.message)
    }
  }
}
