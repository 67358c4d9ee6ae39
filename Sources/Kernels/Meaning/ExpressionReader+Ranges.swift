import Matrices
import Notation
import SourceText

/// Looks for the numbers an index runs over: where it is used, and how many entries there are.
struct IndexProbe {
  struct Use {
    var location: Location
    /// What is added to the letter.
    var offset: Int
    /// How many entries there are to choose from.
    var extent: Int
    /// The rows or the columns of what.
    var what: Counted

    /// What there are so many of, put into words only when it is said.
    enum Counted {
      case rows(of: Expression)
      case columns(of: Expression)
      case columnsOfName(Name)
      case membersOfName(Name)
    }

    var isOfMembers: Bool {
      switch what {
      case .membersOfName: true
      case .rows, .columns, .columnsOfName: false
      }
    }

    /// The numbers of the letter for which the use exists.
    var numbers: ClosedRange<Int>? {
      extent >= 1 ? (1 - offset)...(extent - offset) : nil
    }
  }

  /// Where the letter stands in the formula, with what is added to it.
  var places: [Location: Int]
  var uses: [Use] = []
}

extension ExpressionReader {
  // MARK: - What an index runs over

  /// The numbers for which every use of an index exists: those of the shortest range when what is
  /// added to the letter differs; uses of the letter alone must agree.
  ///
  /// - Parameter isFree: whether it stands on a left side, and no sum has a place for its bounds.
  mutating func numbers(
    of letter: String, in trees: [MathTree], at location: Location, isFree: Bool = false
  ) -> Range<Int>? {
    if let extent = EntrySearch.extents(of: [letter], in: trees, for: self) {
      return 1..<extent[0] + 1
    }
    let probing = probing([letter], in: trees)[0]
    return numbers(of: letter, probing, in: trees, at: location, isFree: isFree)
  }

  /// What looking for the numbers of an index has found: its uses, and what else is wrong.
  private struct Probing {
    var uses: [IndexProbe.Use] = []
    var problems: [Finding] = []
  }

  /// What several indices pick from in the formulas that mention them, all of them at 1: every
  /// formula is read once for all.
  private mutating func probing(_ letters: [String], in trees: [MathTree]) -> [Probing] {
    var found = letters.map { _ in Probing() }
    for tree in trees {
      // What is wrong in a formula is said of the one letter that is asked for, or of its own.
      let own = letters.indices.filter { letters.count == 1 || tree.mentionsFree(letters[$0]) }
      var inner = self
      inner.findings = []
      var probe = tree
      for position in own {
        probe = tree
        for other in letters where other != letters[position] {
          probe = substituted(probe, other, 1)
        }
        var places: [Location: Int] = [:]
        probe = probe.substituting(
          letters[position], by: 1, keepsLabel: { self.isWholeName($0) }, places: &places)
        inner.probes.append(IndexProbe(places: places))
      }
      _ = inner.read(probe)
      made = inner.made
      let problems = inner.findings.filter { $0.severity == .error }
      for (position, probe) in zip(own, inner.probes[probes.count...]) {
        found[position].uses += probe.uses
        found[position].problems += problems
      }
      for index in probes.indices { probes[index].uses = inner.probes[index].uses }
    }
    return found
  }

  private mutating func numbers(
    of letter: String, _ probing: Probing, in trees: [MathTree], at location: Location,
    isFree: Bool
  ) -> Range<Int>? {
    var (uses, problems) = (probing.uses, probing.problems)
    // Members bound an index only where nothing else does.
    if uses.contains(where: { !$0.isOfMembers }) { uses.removeAll(where: \.isOfMembers) }
    guard let first = uses.first else {
      if problems.isEmpty, trees.contains(where: mentionsBroken) {
        // That has been said where it is broken.
      } else if problems.isEmpty {
        report(
          .rangeUnknown, at: location,
          "How far \(shown(letter)) runs cannot be told: it is no index here",
          help: isFree
            ? "Write its numbers behind the formula: , \\quad \(letter) = 1, \\ldots, 3"
            : "Write its first and last number: _{\(letter)=1}^{n}.")
      } else {
        findings += problems
      }
      return nil
    }
    let plain = uses.filter { $0.offset == 0 }
    if let one = plain.first, let other = plain.first(where: { $0.extent != one.extent }) {
      report(
        .shapeMismatch, at: other.location,
        "\(shown(letter)) runs over the \(one.extent) \(text(one.what)), and over the "
          + "\(other.extent) \(text(other.what))",
        help: "One index has one range. Check the order of the indices, or write the range.")
      return nil
    }
    var lower = first.numbers?.lowerBound ?? 1
    var upper = first.numbers?.upperBound ?? 0
    for use in uses {
      lower = max(lower, use.numbers?.lowerBound ?? 1)
      upper = min(upper, use.numbers?.upperBound ?? 0)
    }
    return lower <= upper ? lower..<upper + 1 : 0..<0
  }

  /// Whether something in a formula could not get its value: what depends on it says nothing more.
  private func mentionsBroken(_ tree: MathTree) -> Bool {
    tree.first { node in
      guard node.isNameLike, let name = bareName(node.scripts?.base ?? node) else { return false }
      switch workspace.definitions[name]?.meaning {
      case .broken: return true
      case .value, .shapeOnly, .function, nil: return false
      }
    } != nil
  }

  /// A number at a place where a probe has put one for its letter: the use is noted, and the number
  /// moved to where there is an entry.
  mutating func probed(
    _ location: Location?, _ number: Int, _ extent: Int, _ what: IndexProbe.Use.Counted
  ) -> Int {
    guard let location else { return number }
    var number = number
    for index in probes.indices {
      guard let offset = probes[index].places[location] else { continue }
      probes[index].uses.append(
        .init(location: location, offset: offset, extent: extent, what: what))
      number = min(max(1, number), max(1, extent))
    }
    return number
  }

  private func text(_ counted: IndexProbe.Use.Counted) -> String {
    switch counted {
    case .rows(let whole): "rows of \(text(whole))"
    case .columns(let whole): "columns of \(text(whole))"
    case .columnsOfName(let name): "columns of \(name.shown)"
    case .membersOfName(let name): "members of \(name.shown)"
    }
  }

  // MARK: - Free indices

  /// A formula for every number of its free indices, put together: scalars to a vector or a matrix,
  /// columns or rows to the rows of a matrix.
  mutating func readTabulation(_ tree: MathTree, _ free: [RunningIndex]) -> Expression? {
    guard let terms = terms(tree, free) else { return nil }
    return applied(.tabulation(Tabulation(terms: terms)), [], at: tree.location)
  }

  /// Free indices of a formula read again where shapes are others.
  mutating func readTabulation(
    _ tree: MathTree, letters: [String], _ pattern: LeftPattern?
  ) -> Expression? {
    guard var free = freeIndices(letters, in: [tree], at: tree.location) else { return nil }
    for index in free.indices {
      let first = pattern?.firstNumber(of: free[index].letter)
      if let first { free[index].numbers = free[index].numbers.from(first) }
    }
    guard free.allSatisfy({ !$0.numbers.isEmpty }) else { return nil }
    return readTabulation(tree, free, pattern)
  }

  /// What each of the letters runs over in the formulas that mention it; the others stand at 1
  /// meanwhile.
  mutating func freeIndices(
    _ letters: [String], in trees: [MathTree], at location: Location,
    stated: [String: Range<Int>] = [:]
  ) -> [RunningIndex]? {
    let open = letters.filter { stated[$0] == nil }
    var trees = trees.filter { tree in open.contains { tree.mentionsFree($0) } }
    for letter in letters where stated[letter] != nil {
      trees = trees.map { substituted($0, letter, 1) }
    }
    var known = stated
    if let extents = EntrySearch.extents(of: open, in: trees, for: self) {
      for (letter, extent) in zip(open, extents) { known[letter] = 1..<extent + 1 }
    } else {
      for (letter, probing) in zip(open, probing(open, in: trees)) {
        let own = trees.filter { $0.mentionsFree(letter) }
        known[letter] = numbers(of: letter, probing, in: own, at: location, isFree: true)
        if known[letter] == nil { return nil }
      }
    }
    return letters.compactMap { letter in
      known[letter].map { RunningIndex(letter: letter, numbers: $0) }
    }
  }

  mutating func reportBoundTwice(_ letter: String, at node: MathTree) {
    report(
      .boundTwice, at: node.location,
      "The index \(shown(letter)) is bound twice: outside, and by this \(node.oneLine())",
      help: "Take another letter for the inner one.")
  }

  func shown(_ letter: String) -> String { Name(letter).shown }
}
