package import Kernels
package import Notation
package import Reasons
package import SourceText

/// What a student has written of a derivation, below the line that it begins with.
package struct OwnDerivation: Sendable {
  /// A line that follows from the one above.
  package struct Line: Sendable {
    /// As it was typed.
    package var text: String
    package var tree: MathTree
    package var side: Equation.Side
    package var reason: Reason
    package var place: Place
  }

  /// Where a line stands beside those of the lesson, which are counted from 1. Nothing that holds is
  /// off the way.
  package enum Place: Sendable, Equatable {
    /// It says what a line of the lesson says.
    case line(Int)
    /// Less is left to be done than before.
    case between(Int, Int)
    case otherWay
    /// It says what an earlier line said.
    case back(to: Int)
  }

  package private(set) var lines: [Line] = []
  /// Which of the author's lines was reached last, from 0.
  package private(set) var reached = 0
  /// How much has been told of the next line.
  var told = 0
  /// How many lines stood there from the beginning, below the first.
  private var given = 0

  package init() {}

  /// With lines of the lesson below the first.
  init(standing lines: [Line]) {
    self.lines = lines
    reached = lines.count
    given = lines.count
  }

  /// With only what stood there from the beginning.
  private var atStart: OwnDerivation { OwnDerivation(standing: Array(lines.prefix(given))) }

  /// The number of the line that comes next; the first stands already.
  package var next: Int { lines.count + 2 }

  mutating func add(_ line: Line) {
    lines.append(line)
    told = 0
    switch line.place {
    case .line(let number): reached = number - 1
    case .back(let number): reached = reach(of: number)
    case .between, .otherWay: break
    }
  }

  /// The author's line that had been reached at a line of one's own.
  private func reach(of number: Int) -> Int {
    guard number - 1 > given else { return max(0, number - 1) }
    var own = atStart
    for line in lines.prefix(number - 1).dropFirst(given) { own.add(line) }
    return own.reached
  }

  /// Without its last line.
  mutating func takeBack() -> Line? {
    guard lines.count > given, let last = lines.last else { return nil }
    var own = atStart
    for line in lines.dropLast().dropFirst(given) { own.add(line) }
    self = own
    return last
  }
}

/// A line as it is shown: one that holds or not, or one of which a part is pointed at.
package struct ShownLine: Sendable {
  package var number: Int
  package var tree: MathTree
  /// Why it follows, in words; empty where nothing is to be said.
  package var why: String
  package var holds: Bool
  /// A part of it that is pointed at.
  package var mark: Location?

  package init(number: Int, tree: MathTree, why: String, holds: Bool, mark: Location? = nil) {
    (self.number, self.tree, self.why) = (number, tree, why)
    (self.holds, self.mark) = (holds, mark)
  }
}

/// Why a line does not follow from the one above.
package struct WrongLine: Sendable, Equatable {
  /// What leads to it; several that do.
  package var steps: [WrongLaw]
  /// A slip in the line that should have come.
  package var slip: SlipFact?
  /// By how much it is too large at all numbers.
  package var factor: Double?
  /// Where the two lines first part: indices with their numbers, and both values.
  package var entry: Entry?
  /// The part of it that differs, where all around it agrees with the line above.
  package var part: MathTree?
  /// A name on which it depends, and the line above does not.
  package var foreign: Name?

  package struct Entry: Sendable, Equatable {
    package var indices: [(letter: String, number: Int)]
    package var above: Double
    package var here: Double

    package static func == (a: Entry, b: Entry) -> Bool {
      a.above == b.above && a.here == b.here && a.indices.elementsEqual(b.indices, by: ==)
    }
  }
}
