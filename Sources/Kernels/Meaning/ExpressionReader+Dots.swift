import Notation
import SourceText

/// Dots between a first and a last thing that differ in one number: `a_1 + \cdots + a_n`,
/// `(x_1, \ldots, x_n)`, a column with `\vdots`. What they leave out is put in.
extension ExpressionReader {
  /// The terms of a sum with those that dots leave out; nil, with a finding, where they cannot be
  /// told.
  mutating func fillingDots(_ nodes: [MathTree]) -> [MathTree]? {
    guard let dots = nodes.firstIndex(where: \.isDots), dots > 1, dots + 2 < nodes.count,
      nodes[dots - 1].isSymbol("+"), nodes[dots + 1].isSymbol("+")
    else { return nodes }
    let before = nodes[..<(dots - 1)].split { $0.isSymbol("+") }.map { MathTree.row($0) }
    let after = nodes[(dots + 2)...].split(maxSplits: 1) { $0.isSymbol("+", "-") }
    guard let last = after.first.map({ MathTree.row($0) }),
      let filled = leftOut(before, last, at: nodes[dots])
    else { return nil }
    return Array(nodes[..<(dots - 1)]) + filled.flatMap { [nodes[dots - 1]] + $0.nodes }
      + nodes[(dots + 1)...]
  }

  /// A list with what dots leave out.
  mutating func fillingDots(list: [MathTree]) -> [MathTree]? {
    guard let dots = list.firstIndex(where: { $0.nodes.count == 1 && $0.nodes[0].isDots }),
      dots > 0, dots + 1 < list.count
    else { return list }
    let filled = leftOut(Array(list[..<dots]), list[dots + 1], at: list[dots])
    return filled.map { Array(list[..<dots]) + $0 + list[(dots + 1)...] }
  }

  /// The rows of a matrix with what a row, or a column, of dots leaves out.
  mutating func fillingDots(_ rows: [[MathTree]]) -> [[MathTree]]? {
    func isDots(_ cell: MathTree) -> Bool { cell.nodes.count == 1 && cell.nodes[0].isDots }
    guard rows.joined().contains(where: isDots) else { return rows }
    if rows.allSatisfy({ $0.count == 1 }) {
      return fillingDots(list: rows.map { $0[0] })?.map { [$0] }
    }
    if rows.count == 1 { return fillingDots(list: rows[0]).map { [$0] } }
    return rows
  }

  /// What stands between the first and the last of things that differ in one number.
  private mutating func leftOut(
    _ before: [MathTree], _ last: MathTree, at dots: MathTree
  ) -> [MathTree]? {
    guard let first = before.first, let hole = first.difference(from: last),
      let start = hole.own.digits.flatMap({ Int($0) }),
      let end = wholeNumber(hole.other, as: .last(of: nil)), end < Self.mostLeftOut + start,
      before.count <= max(1, end - start),
      // 1 + … + 8 may be anything.
      first.digits == nil || before.count > 1
    else {
      report(
        .doesNotRun, at: dots.location, "Dots leave out what would have to be computed",
        help:
          "They are filled in between a first and a last thing that differ in one number, such as "
          + "x_1 and x_n. Otherwise write all of it, or a sum: \\sum_{i=1}^{n} …")
      return nil
    }
    // What is written before the dots must be what they would be filled with.
    for (position, tree) in before.enumerated()
    where first.putting(start + position, at: hole.own.location) != tree {
      report(
        .doesNotRun, at: tree.location, "\(tree.oneLine()) is not what the dots go on with",
        help: "Between the first and the last a number goes up by 1: write all of it otherwise.")
      return nil
    }
    return (start + before.count..<max(start + before.count, end)).map {
      first.putting($0, at: hole.own.location).moved(to: dots.location)
    }
  }

  private static let mostLeftOut = 1000
}

extension MathTree {
  fileprivate var isDots: Bool { isSymbol("\\ldots", "\\dots", "\\cdots", "\\vdots") }

  /// The one place in which two trees differ, a number in the first; nil where it is more.
  fileprivate func difference(from other: MathTree) -> (own: MathTree, other: MathTree)? {
    if self == other { return nil }
    if digits != nil, other.digits != nil || other.letter != nil || other.row != nil {
      return (self, other)
    }
    // The same tree but for its children.
    let (mine, theirs) = (children, other.children)
    guard mine.count == theirs.count, !mine.isEmpty,
      mappingChildren({ _ in MathTree(.row([]), .nowhere) })
        == other.mappingChildren({ _ in MathTree(.row([]), .nowhere) })
    else { return nil }
    let odd = zip(mine, theirs).filter { $0 != $1 }
    guard odd.count == 1 else { return nil }
    return odd[0].0.difference(from: odd[0].1)
  }

  fileprivate func putting(_ number: Int, at place: Location) -> MathTree {
    if digits != nil, location == place {
      return MathTree(.number(String(number)), location)
    }
    return children.isEmpty ? self : mappingChildren { $0.putting(number, at: place) }
  }
}
