import Notation
import SourceText

/// Words and letters in the statements of a fence: which are names, which are remarks.
extension EquationReader {
  /// Words that are given a value: of letters that have none of their own, here or further up.
  func wordsOnLeft(of statements: [MathTree]) -> Set<String> {
    var reader = reader()
    var words: Set<String> = []
    for statement in statements {
      if let word = reader.wordOnLeft(statement) { words.insert(word) }
      let left = StatementReader.leftSide(statement).nodes
      if left.count == 1, let letter = left[0].letter { reader.boundLetters.insert(letter) }
    }
    return words
  }

  /// The statements of a fence, in loops and outside.
  mutating func blocks(_ lines: [MathTree]) -> [StatementReader.StatementGroup] {
    let given = StatementReader.namesGiven(lines)
    let known = workspace
    var statements = StatementReader {
      given.values.contains($0) || given.functions.contains($0) || known.definitions[$0] != nil
    } isValue: {
      given.values.contains($0) || known.isValue($0)
    }
    let blocks = statements.blocks(withoutUnits(lines, given.values))
    reportRemarks(statements.remarks)
    return blocks
  }

  /// Letters that spell a function or an unknown word become that word, in display and meaning.
  ///
  /// - Parameter letters: those that are bound from outside.
  mutating func joiningWords(
    _ tree: MathTree, _ words: Set<String>, binding letters: [String]
  ) -> MathTree {
    var reader = reader()
    reader.words = words
    reader.boundLetters = tree.boundLetters.union(letters)
    let joined = tree.mappingRows { reader.joiningWords($0) }
    findings += reader.findings
    return joined
  }
}
