package import Kernels
package import Matrices
package import Notation
package import SourceText

/// A kind of question: all that is to be known of one stands in one file. How its key is read, how
/// answers to it are read and marked, what is shown of it, how it asks for an answer, what `check`
/// looks at in it.
package protocol QuestionKind: Sendable {
  // MARK: - Reading

  /// - Parameter line: what stands behind `=`.
  /// - Returns: the key in it, when it is one of this kind.
  static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>?

  /// - Returns: nil when it cannot be asked, which the reader has been told.
  init?(_ key: Range<Int>, by reader: inout CheckReader)

  var kind: Check.Kind { get }

  // MARK: - What is said of it

  /// What tools call it.
  var name: String { get }
  /// The key in the author's words.
  var key: String { get }
  /// The formula of the key, where it is one.
  var formulaKey: FormulaKey? { get }
  /// What the answer is.
  var answer: Answer { get }
  /// What the key comes to for tools, where it is made of numbers.
  var numbers: [[Double]]? { get }
  /// Formulas that are shown below it with their numbers.
  var lines: [QuestionLine] { get }
  /// The choices, counted from 1, that are right.
  var rightChoices: Set<Int>? { get }

  // MARK: - Answering

  /// What it waits for, with an example where its form is not plain.
  /// - Parameter hasGrid: whether numbers can be typed into a grid.
  func wanted(hasGrid: Bool) -> String
  /// The shape of the grid into which an answer is typed, where it is more than one number.
  var grid: Shape? { get }
  /// Whether an answer may begin with a letter, so that letters alone are no commands.
  var isOfLetters: Bool { get }
  /// Whether a wrong answer may have been carried on in a later question.
  var isCarriedOn: Bool { get }
  /// - Throws: why the answer cannot be read.
  func judge(_ text: String, by judge: Judge) throws(TypedNumbers.Unreadable) -> Judgement
  /// The names whose numbers it takes to answer it, which the question carries.
  func needed(in workspace: Workspace) -> [Name]
  /// The lines between the formula and the answer.
  func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine]
  /// What who has answered it can do.
  var skill: String { get }
  /// What there is to say to who knows the answer.
  var explanation: String? { get }
  /// The answer as it is told who asks for it; nil where the value says it.
  func told(in workspace: Workspace) -> String?

  // MARK: - Checking

  /// The same at other values of the names.
  func moved(to workspace: Workspace) -> Self
  /// What is wrong with it, when it is answered as a student would.
  func findings(_ trial: QuestionTrial) -> [Finding]
}

/// What the answer to a question is.
package enum Answer: Sendable {
  case words(String)
  case formula(MathTree)
  case value(MathTree, Matrix<Double>)
}

/// One line of working.
package struct WorkingLine: Sendable {
  package var tree: MathTree
  /// What was done.
  package var label: String
}

/// A numbered formula that a question is about.
package struct QuestionLine: Sendable {
  package var tree: MathTree
  /// What it came to, where that is shown.
  package var value: Matrix<Double>?
  /// Why it follows from the line above, of a line of a derivation that does.
  package var why: Why?

  package enum Why: Sendable {
    /// In words; none where nothing is to be given away.
    case told(String)
    /// That is the question.
    case asked
  }

  package init(tree: MathTree, value: Matrix<Double>? = nil, why: Why? = nil) {
    (self.tree, self.value, self.why) = (tree, value, why)
  }
}

extension QuestionKind {
  package var isOfLetters: Bool { false }

  /// The key behind a word, for kinds that are named by one.
  static func key(behind word: String, in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    guard reader.file.text(line).hasPrefix(word + " ") else { return nil }
    return reader.trimmed(line.lowerBound + word.utf8.count..<line.upperBound)
  }
}
