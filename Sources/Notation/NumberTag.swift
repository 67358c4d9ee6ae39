/// What a number shown in a formula stands for. Its cells on the screen carry it, and lead back to
/// what computed it.
package enum NumberTag: Hashable, Sendable {
  /// A number of the lesson.
  case value(NumberID)
  /// One of the numbers of a formula that was opened, by its place among them.
  case part(Int)
}

/// Which number of a lesson a shown one is: an entry of the value of an operation. All count from
/// 0.
package struct NumberID: Hashable, Sendable {
  /// The place of the equation in its lesson, and its side.
  package var equation: Int
  package var side: Int
  /// One of the terms of a sum, or one of the entries that an equation gives one by one: which
  /// operation goes over it, and where it stands among them.
  package struct Term: Hashable, Sendable {
    package var node: Int
    package var position: Int
  }

  /// The terms that it lies in, from the outside in.
  package var terms: [Term] = []
  /// The operation, as a node of the side's kernel, or of the term's.
  package var node = 0
  /// Counted row by row.
  package var entry = 0

  package init(equation: Int, side: Int) {
    self.equation = equation
    self.side = side
  }

  package var tag: NumberTag { .value(self) }

  /// The first number of the first operation in a term.
  package func term(_ position: Int, of node: Int) -> NumberID {
    var other = self
    other.terms.append(Term(node: node, position: position))
    other.node = 0
    other.entry = 0
    return other
  }

  package func with(node: Int) -> NumberID {
    var other = self
    other.node = node
    return other
  }

  package func with(entry: Int) -> NumberID {
    var other = self
    other.entry = entry
    return other
  }

  /// The whole value that it is an entry of.
  package var whole: NumberID { with(entry: 0) }
}
