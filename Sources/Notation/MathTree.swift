package import SourceText

/// What is printed: a formula as a tree of atoms, scripts, fractions, accents, delimiters and
/// tables. Every node keeps where it was read from. A tree says nothing about
/// meaning: `x^{(2)}` is a letter with a script, whatever it stands for.
package struct MathTree: Sendable {
  package enum Content: Sendable, Hashable {
    /// Nodes side by side.
    case row([MathTree])
    /// Digits as written: `0.5`.
    case number(String)
    /// A letter in LaTeX's spelling: `x`, `\rho`.
    case letter(String)
    /// An upright function name: `\log`, `\operatorname{diag}`; the spelling without the command.
    case function(String)
    /// `\text{…}`.
    case text(String)
    case symbol(Symbol)
    case fraction(MathTree, MathTree)
    case binomial(MathTree, MathTree)
    case root(MathTree, index: MathTree?)
    case scripts(MathTree, primes: Int, lower: MathTree?, upper: MathTree?)
    case accent(Accent, MathTree)
    case styled(Font, MathTree)
    /// A group between delimiters, `(…)` as well as `\left(…\right)`. An empty delimiter (`\left.`)
    /// is an empty string.
    case delimited(String, MathTree, String)
    case table(Environment, [[MathTree]])
    /// Something set above or below: `\overset`, `\underbrace{…}_{…}`.
    case stacked(MathTree, over: MathTree?, under: MathTree?, brace: Brace?)
    case space(Int)
    /// A line break that the author made inside one statement.
    case lineBreak
    /// What could not be read, as written.
    case unknown(String)
  }

  package enum Accent: String, Codable, Sendable, CaseIterable {
    case hat, tilde, bar, vec, dot, ddot, check, breve, acute, grave, mathring
    case widehat, widetilde, overline, underline, overrightarrow, overleftarrow
  }

  package enum Font: String, Sendable, CaseIterable {
    case mathbf, boldsymbol, bm, mathrm, mathit, mathsf, mathtt, mathcal, mathscr, mathbb, mathfrak
  }

  package enum Environment: String, Sendable, CaseIterable {
    case matrix, bmatrix, pmatrix, smallmatrix, array
    case bars = "vmatrix"
    case doubleBars = "Vmatrix"
    case braces = "Bmatrix"
    case cases, aligned, align
    case alignStar = "align*"
    case split, gathered, gather, equation
    case equationStar = "equation*"
    case substack

    /// The delimiters that the environment draws around its cells.
    package var delimiters: (String, String) {
      switch self {
      case .bmatrix: ("[", "]")
      case .pmatrix: ("(", ")")
      case .bars: ("|", "|")
      case .doubleBars: ("\\|", "\\|")
      case .braces: ("\\{", "\\}")
      case .cases: ("\\{", "")
      default: ("", "")
      }
    }

    /// Whether its rows are lines of a derivation rather than rows of a matrix.
    package var isAlignment: Bool {
      switch self {
      case .aligned, .align, .alignStar, .split, .gathered, .gather, .equation, .equationStar:
        true
      default: false
      }
    }

    package var isMatrix: Bool { !isAlignment && self != .cases && self != .substack }
  }

  package enum Brace: String, Sendable { case overbrace, underbrace }

  /// Trees are handed about and put together all the time: behind a reference, a copy counts one.
  private final class Node: Sendable {
    let content: Content
    let location: Location
    let tag: NumberTag?

    init(_ content: Content, _ location: Location, _ tag: NumberTag?) {
      (self.content, self.location, self.tag) = (content, location, tag)
    }
  }

  private var node: Node

  package var content: Content {
    get { node.content }
    set { node = Node(newValue, node.location, node.tag) }
  }

  package var location: Location {
    get { node.location }
    set { node = Node(node.content, newValue, node.tag) }
  }

  /// What a number shown in a formula stands for, as whoever put it there counts: its cells on the
  /// screen carry it.
  package var tag: NumberTag? {
    get { node.tag }
    set { node = Node(node.content, node.location, newValue) }
  }

  package init(_ content: Content, _ location: Location, tag: NumberTag? = nil) {
    node = Node(content, location, tag)
  }

  /// A row of nodes; one node stays itself.
  package static func row(_ nodes: [MathTree], _ location: Location) -> MathTree {
    nodes.count == 1 ? nodes[0] : MathTree(.row(nodes), location)
  }

  /// A row of nodes with the location that they cover.
  package static func row(_ nodes: [MathTree]) -> MathTree {
    if nodes.count == 1 { return nodes[0] }
    var location = Location.nowhere
    for node in nodes { location = location.through(node.location) }
    return MathTree(.row(nodes), location)
  }

  package static func row(_ nodes: ArraySlice<MathTree>) -> MathTree { row(Array(nodes)) }
}

extension MathTree {
  /// The same tree as it was written somewhere else: a name of the lesson that is typed at a prompt
  /// stands where it was typed, with all its parts.
  package func moved(to location: Location) -> MathTree {
    var moved = mappingChildren { $0.moved(to: location) }
    moved.location = location
    moved.tag = tag
    return moved
  }
}

/// Two trees are equal when they print the same; where they were read does not matter.
extension MathTree: Hashable {
  package static func == (a: MathTree, b: MathTree) -> Bool {
    a.node === b.node || a.content == b.content
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(content) }
}

/// What reading gives: the lines of a formula, and what was wrong with them.
package struct ReadMath: Sendable {
  /// One tree for each line: lines end at `\\` and, where asked for, at line breaks.
  package var lines: [MathTree]
  package var findings: [Finding]
  /// Whether the formula defines macros.
  package var definesMacros = false
}
