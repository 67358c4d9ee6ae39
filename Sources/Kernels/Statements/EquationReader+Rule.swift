import Notation
import SourceText

extension EquationReader {
  /// A statement with a letter that numbers members, as in `\delta^{(l)} = …`.
  struct Rule {
    var tree: MathTree
    /// As it was written.
    var shown: MathTree?
    var statement: Statement
    /// All letters that are free in it.
    var letters: [FreeLetter]
    /// The one that it goes over.
    var letter: String
    /// Whether its left side is a name that is not there for every number.
    var isDefinition: Bool
    /// Whether the letter also numbers members that are written with it below.
    var isSequence = false
    /// The members that it uses, with what is added to its letter.
    var used: [(family: Name, added: Int)] = []
    /// What is said of the numbers for which it holds.
    var stated: (first: Int?, last: Int?, listed: [Int])?
    var done: Set<Int> = []

    /// Whether it is said to hold for the number.
    func allows(_ number: Int) -> Bool {
      guard let stated else { return true }
      return stated.listed.isEmpty
        ? stated.first.map { $0 <= number } ?? true && stated.last.map { number <= $0 } ?? true
        : stated.listed.contains(number)
    }

    /// Whether a number in the place of its letter makes it one statement of one name or
    /// derivative, and leaves nothing to be found out of what it is.
    var isOneStatement: Bool {
      let sign = statement.relations.first
      return !isSequence && statement.relations.count == 1
        && (sign?.isSymbol("=") == true || sign?.isUpdateSign == true)
        && (!isDefinition || statement.sides[0].isLeftName)
        && letters.allSatisfy { free in
          free.letter == letter
            && free.member?.scripts?.upper?.nodes.contains { $0.insideParentheses != nil } == true
        }
    }

    /// All numbers that are stated.
    var statedNumbers: [Int]? {
      guard let stated else { return nil }
      if !stated.listed.isEmpty { return stated.listed }
      guard let first = stated.first, let last = stated.last, last - first < 10_000 else {
        return nil
      }
      return first <= last ? Array(first...last) : []
    }
  }

  /// The members that a rule uses, with what is added to its letter: `a^{(l+1)}`.
  func used(
    _ letters: [FreeLetter], _ letter: String, butFor left: MathTree?
  ) -> [(family: Name, added: Int)] {
    let reader = reader()
    return letters.compactMap { free in
      guard free.letter == letter, let node = free.member,
        left?.location.contains(node.location) != true, let family = family(of: node),
        family.memberStyle == .parentheses,
        let upper = reader.substituted(node, letter, 0).scripts?.upper,
        let added = upper.nodes.lazy.compactMap(\.memberNumber?.wholeSum).first
      else { return nil }
      return (family, added)
    }
  }

  /// Whether a member is not there that others of its family are: there is no need to read the rule.
  func lacksMember(_ rule: Rule, _ number: Int) -> Bool {
    rule.used.contains { family, added in
      workspace.hasMembers(family) && !workspace.isValue(family)
        && workspace.definitions[family.numbered(number + added)] == nil
    }
  }
}
