import Matrices
import Notation
import SourceText

extension EquationReader {
  // MARK: - Free indices

  /// The name that a side with free indices defines: `\delta` in `\delta_i = …`.
  func indexedTarget(_ statement: Statement, side: Int) -> Name? {
    let tree = statement.sides[side]
    guard tree.isLeftName else { return nil }
    var reader = reader()
    guard var parts = reader.nameParts(tree), parts.lower != nil else { return nil }
    if parts.primes > 0 {
      guard !workspace.isFunction(parts.name) else { return nil }
      parts = parts.primed
    }
    guard workspace.isFree(parts.name) || workspace.isProvided(parts.name)
    else { return nil }
    let own = Set(letters(tree).map(\.letter))
    guard !own.isEmpty else { return nil }
    // n_l = 3 is a name: its letter is no index of what follows.
    let others =
      statement.sides[(side + 1)...].flatMap { letters($0) }.map(\.letter)
      + statement.statedRanges.map(\.letter)
    return own.isSubset(of: others) ? parts.name : nil
  }

  /// The free indices of a statement with the numbers they run over, in the order of its largest
  /// list of indices on the left; nil when something is wrong with them.
  mutating func freeIndices(
    of statement: Statement, definesLeft: Bool, from first: Int = 0
  ) -> [RunningIndex]? {
    let ownLetters = letters(statement.sides[0])
    let computed = Array(statement.sides[first...])
    let groups = Dictionary(grouping: ownLetters, by: \.group).sorted { a, b in
      a.value.count != b.value.count ? a.value.count > b.value.count : a.key < b.key
    }
    var order: [String] = []
    // A label such as l in n_l = 3 is no index, unless the left side is defined entry by entry.
    if first == 0 || definesLeft {
      for letter in groups.flatMap(\.value).map(\.letter) where !order.contains(letter) {
        order.append(letter)
      }
    }
    for side in computed {
      for free in letters(side) where !order.contains(free.letter) {
        if let said = missing(free, in: side, statement) {
          report(.undefinedName, at: free.location, said.summary, help: said.help)
          return nil
        }
        if let whole = valueOnLeft(statement, free) {
          report(
            .unboundIndex, at: statement.sides[0].location,
            "\(whole.shown) has a value, so \(statement.sides[0].oneLine()) is a name, and its "
              + "\(Name(free.letter).shown) is no index",
            help: "Take another letter for one of them.")
          return nil
        }
        report(
          .unboundIndex, at: free.location,
          "The index \(Name(free.letter).shown) is not bound: no sum goes over it, and it does not "
            + "stand on the left",
          help: side.first { node in
            node.foldParts?.lower.flatMap { FoldHead($0) }?.conditions.contains {
              $0.location.contains(free.location)
            } ?? false
          } == nil
            ? "Write a sum over it, or the same index on the left side."
            : "A sum goes over the first letter below it: write one for each, \\sum_i \\sum_{j > i} …"
        )
        return nil
      }
    }
    guard order.count <= 2 else {
      report(
        .doesNotRun, at: statement.tree.location,
        "\(order.count) indices are free here, and a matrix has two",
        help: "Fix one of them, or sum over it.")
      return nil
    }
    for letter in order {
      for side in computed {
        if let again = side.fold(over: letter) {
          var reader = reader()
          reader.reportBoundTwice(letter, at: again)
          findings += reader.findings
          return nil
        }
      }
    }
    var stated: [String: Range<Int>] = [:]
    var open: [(letter: String, first: Int?, last: Int?)] = []
    for range in statement.statedRanges where order.contains(range.letter) {
      guard let numbers = numbers(of: range) else { return nil }
      if let first = numbers.first, let last = numbers.last, !numbers.listed.isEmpty,
        Set(numbers.listed).count <= last - first
      {
        report(
          .doesNotRun, at: range.location,
          "Numbers between \(first) and \(last) are left out here, and their entries would have no "
            + "value",
          help: "Write all numbers from the first to the last, or a line for each entry.")
        return nil
      }
      if let first = numbers.first, let last = numbers.last, last < ExpressionReader.largestWhole {
        stated[range.letter] = first..<max(first, last + 1)
      } else if range.isOpen {
        open.append((range.letter, numbers.first, numbers.last))
      }
    }
    let place = statement.sides[0].location
    if !open.isEmpty {
      // The other end is that of what can be computed.
      var reader = knowingReader()
      let free = reader.freeIndices(order, in: computed, at: place, stated: stated)
      for (letter, first, last) in open {
        let own = free?.first { $0.letter == letter }?.numbers
        let start = own.map { max(first ?? $0.lowerBound, $0.lowerBound) } ?? first ?? 1
        guard let end = last.map({ $0 + 1 }) ?? own?.upperBound else { continue }
        stated[letter] = start..<max(start, min(end, ExpressionReader.largestWhole))
      }
    }
    var reader = knowingReader()
    let free = reader.freeIndices(order, in: computed, at: place, stated: stated)
    findings += reader.findings
    keepMade(by: reader)
    if let empty = free?.first(where: \.numbers.isEmpty) {
      report(
        .outOfRange, at: statement.tree.location,
        "There is no \(Name(empty.letter).shown) for which everything here exists",
        help: "Look at what is added to the index, and at the sizes of what it picks from.")
      return nil
    }
    return free
  }

  /// The number that stands on the left with a letter below it: `\rho_j` beside `\rho = 0.6`.
  private func valueOnLeft(_ statement: Statement, _ free: FreeLetter) -> Name? {
    guard let scripts = statement.sides[0].scripts,
      scripts.lower?.mentionsFree(free.letter) == true,
      let name = reader().bareName(scripts.base), workspace.isNumber(name)
    else { return nil }
    return name
  }

  /// What an index that nothing binds may come from: a name that is not there, or a sequence
  /// without a beginning.
  private func missing(
    _ free: FreeLetter, in side: MathTree, _ statement: Statement
  ) -> (summary: String, help: String)? {
    var reader = reader()
    let node = side.first { node in
      node.scripts?.lower.map { $0.location.contains(free.location) } == true && node.isNameLike
        || node.scripts?.upper.map { $0.isNaming && $0.location.contains(free.location) } == true
    }
    guard let node, let parts = reader.nameParts(node.scripts?.base ?? node) else { return nil }
    let name = parts.name
    guard workspace.definitions[name] == nil, !workspace.isSequence(name) else { return nil }
    let left = statement.sides[0]
    if left.first(where: { $0.scripts?.base == node.scripts?.base }) != nil {
      return (
        "\(node.oneLine()) is made from itself, and there is none to begin with",
        "Give the first member before: \(name.latex)_0 = …"
      )
    }
    return (
      "The name \(node.oneLine()) is not defined",
      "Give it a value before: \(node.latex) = … Where \(Name(free.letter).shown) is an index, give "
        + "\(name.shown) one."
    )
  }

  /// The left side for the first few numbers of its indices.
  func leads(_ side: MathTree, _ free: [RunningIndex]) -> [MathTree] {
    guard !free.isEmpty else { return [] }
    let reader = reader()
    var trees = [side]
    for index in free {
      trees = trees.flatMap { tree in
        index.numbers.prefix(12).map { reader.substituted(tree, index.letter, $0) }
      }
    }
    return trees
  }
}
