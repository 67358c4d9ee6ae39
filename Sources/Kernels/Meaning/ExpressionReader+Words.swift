import Notation
import SourceText

/// Letters in a row that spell a word.
extension ExpressionReader {
  private static let spelled = [
    "exp", "log", "ln", "sqrt", "tanh", "sin", "cos", "max", "min", "tr", "diag",
  ]

  /// `\rho log \rho`: letters in a row that spell a function are that function, unless each of them
  /// is a name of the lesson. A longer word of letters that are no names is one unknown name.
  mutating func joiningWords(_ nodes: [MathTree]) -> [MathTree] {
    var joined: [MathTree] = []
    var index = 0
    while index < nodes.count {
      if let change = changeName(nodes, index) {
        joined.append(change)
        index += 2
        continue
      }
      guard nodes[index].isLetter else {
        joined.append(nodes[index])
        index += 1
        continue
      }
      let run = nodes[index...].prefix(while: \.isLatinLetter)
      if let count = ownWord(nodes, index, run.count) {
        let word = nodes[index..<index + count].map { $0.oneLine() }.joined()
        joined.append(MathTree(.text(word), cover(nodes, index, count)))
        index += count
        continue
      }
      if let word = Self.spelled.first(where: { spells($0, nodes, index) }) {
        let location = cover(nodes, index, word.count)
        report(
          .wideFunctionName, .hint, at: location,
          "The letters \(word) are read as the function \(word)",
          help: "Write \\\(word == "tr" || word == "diag" ? "operatorname{\(word)}" : word).")
        joined.append(MathTree(.function(word), location))
        index += word.count
      } else if let (word, count) = indexedWord(nodes, index, run.count) {
        joined.append(word)
        index += count
      } else if run.count >= 3, run.filter({ !isDefined($0) }).count >= 2,
        !run.indices.contains(where: { position in
          Self.spelled.contains { spells($0, nodes, position) }
        })
      {
        let word = run.map { $0.oneLine() }.joined()
        joined.append(MathTree(.text(word), cover(nodes, index, run.count)))
        index += run.count
      } else {
        joined.append(nodes[index])
        index += 1
      }
    }
    return joined
  }

  /// How many letters are a word that the lesson has as a name, `DW` or `SNR`.
  private func ownWord(_ nodes: [MathTree], _ start: Int, _ letters: Int) -> Int? {
    guard letters > 1 else { return nil }
    return stride(from: min(letters, 12), through: 2, by: -1).first { count in
      let word = nodes[start..<start + count].map { $0.oneLine() }.joined()
      let name = Name("\\text{\(word)}")
      return words.contains(word) || workspace.definitions[name] != nil
        || workspace.quantities[name] != nil
    }
  }

  /// The word that a left side is, of letters that are no names: `DW = …`, `SNR = …`, `se(b) = …`.
  func wordOnLeft(_ tree: MathTree) -> String? {
    let nodes = tree.nodes.filter { !$0.isBlank }
    let run = nodes.prefix(while: \.isLatinLetter)
    var end = run.count
    guard end > 1, end < nodes.count else { return nil }
    if nodes[end].insideParentheses != nil { end += 1 }
    guard end < nodes.count, nodes[end].isSymbol("=") || nodes[end].isUpdateSign else { return nil }
    let spelling = run.map { $0.oneLine() }.joined()
    let unknown = run.filter { !isDefined($0) }.count
    let isCapital = spelling.allSatisfy(\.isUppercase)
    guard isCapital || spelling.allSatisfy(\.isLowercase) else { return nil }
    let isWord = unknown == run.count || isCapital && run.count > 2 && unknown > 0
    return isWord ? spelling : nil
  }

  /// `out_{h1}`: letters of which the last one has the index of all.
  private func indexedWord(
    _ nodes: [MathTree], _ start: Int, _ letters: Int
  ) -> (MathTree, count: Int)? {
    let end = start + letters
    guard letters >= 2, end < nodes.count, var scripts = nodes[end].scripts, scripts.primes == 0,
      let lower = scripts.lower, scripts.upper?.isNaming ?? true, scripts.base.letter?.count == 1
    else { return nil }
    var whole = Name(scripts.base.letter ?? "")
    whole.label = lower.latex
    let unknown = nodes[start..<end].filter { !isDefined($0) }.count
    let isLastKnown = isDefined(scripts.base) || workspace.definitions[whole] != nil
    guard unknown >= 2, !isLastKnown,
      !(start..<end).contains(where: { position in
        Self.spelled.contains { spells($0, nodes, position) }
      })
    else { return nil }
    let word = (nodes[start..<end] + [scripts.base]).map { $0.oneLine() }.joined()
    scripts.base = MathTree(
      .text(word), nodes[start].location.through(scripts.base.location))
    return (
      MathTree(scripts.content, nodes[start].location.through(nodes[end].location)), letters + 1
    )
  }

  /// `\Delta W` is one name, unless the lesson gives Δ a meaning of its own.
  private func changeName(_ nodes: [MathTree], _ index: Int) -> MathTree? {
    guard nodes[index].letter == "\\Delta", index + 1 < nodes.count,
      workspace.definitions[Name("\\Delta")] == nil, nodes[index + 1].isNameLike
    else { return nil }
    let next = nodes[index + 1]
    let location = nodes[index].location.through(next.location)
    guard var scripts = next.scripts else {
      return MathTree(.row([nodes[index], next]), location)
    }
    scripts.base = MathTree(
      .row([nodes[index], scripts.base]),
      nodes[index].location.through(scripts.base.location))
    return MathTree(scripts.content, location)
  }

  private func cover(_ nodes: [MathTree], _ index: Int, _ count: Int) -> Location {
    nodes[index].location.through(nodes[index + count - 1].location)
  }

  private func isDefined(_ letter: MathTree) -> Bool {
    guard let spelling = letter.letter else { return false }
    return boundLetters.contains(spelling) || workspace.definitions[Name(spelling)] != nil
  }

  private func spells(_ word: String, _ nodes: [MathTree], _ index: Int) -> Bool {
    guard index + word.count <= nodes.count else { return false }
    let part = nodes[index..<index + word.count]
    return zip(word, part).allSatisfy { $1.letter == String($0) }
      && !part.allSatisfy(isDefined)
  }
}

extension MathTree {
  /// The letters that a statement binds: indices of sums, those on its left side and of its ranges,
  /// and what the function is of that it defines.
  var boundLetters: Set<String> {
    var bound: Set<String> = []
    for fold in all(where: { $0.foldIndices != nil }) { bound.formUnion(fold.foldIndices ?? []) }
    let statement = StatementReader.read(self)
    guard !statement.relations.isEmpty else { return bound }
    bound.formUnion(statement.statedLetters)
    let left = statement.sides[0]
    for node in left.all(where: { $0.scripts != nil }) {
      for script in [node.scripts?.lower, node.scripts?.upper] {
        bound.formUnion(script?.all { $0.letter != nil }.compactMap(\.letter) ?? [])
      }
    }
    if left.nodes.count == 2, let inner = left.nodes[1].insideParentheses {
      bound.formUnion(inner.argumentTrees.compactMap(\.letter))
    }
    return bound
  }

  var isLatinLetter: Bool { letter?.count == 1 }
}
