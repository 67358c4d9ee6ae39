package import SourceText

/// What is printed: a formula as a tree of atoms, scripts, fractions, accents, delimiters and
/// tables. Every node keeps the bytes of the file it was read from. A tree says nothing about
/// meaning: `x^{(2)}` is a letter with a script, whatever it stands for.
package struct MathTree: Sendable {
  package indirect enum Content: Sendable, Equatable {
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

  package enum Accent: String, Sendable, CaseIterable {
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

  package var content: Content
  /// Bytes of the file.
  package var range: Range<Int>
  /// What a number shown in a formula stands for, as whoever put it there counts: its cells on the
  /// screen carry it.
  package var tag: Int?

  package init(_ content: Content, _ range: Range<Int>, tag: Int? = nil) {
    self.content = content
    self.range = range
    self.tag = tag
  }

  /// The nodes side by side: a row's own, or the node alone.
  package var nodes: [MathTree] {
    if case .row(let nodes) = content { return nodes }
    return [self]
  }

  /// A row of nodes; one node stays itself.
  package static func row(_ nodes: [MathTree], _ range: Range<Int>) -> MathTree {
    nodes.count == 1 ? nodes[0] : MathTree(.row(nodes), range)
  }

  /// A row of nodes with the range they cover.
  package static func row(_ nodes: some Collection<MathTree>) -> MathTree {
    let lower = nodes.map(\.range.lowerBound).min() ?? 0
    let upper = nodes.map(\.range.upperBound).max() ?? lower
    return row(Array(nodes), lower..<upper)
  }

  package var isEmpty: Bool {
    if case .row(let nodes) = content { return nodes.isEmpty }
    return false
  }

  package var symbol: Symbol? {
    if case .symbol(let symbol) = content { return symbol }
    return nil
  }

  package func isSymbol(_ latex: String...) -> Bool {
    symbol.map { latex.contains($0.latex) } ?? false
  }
}

extension MathTree {
  /// The nodes directly inside, in the order in which they stand.
  package var children: [MathTree] {
    switch content {
    case .row(let nodes): nodes
    case .fraction(let above, let below), .binomial(let above, let below): [above, below]
    case .root(let radicand, let index): [index, radicand].compactMap { $0 }
    case .scripts(let base, _, let lower, let upper): [base, lower, upper].compactMap { $0 }
    case .accent(_, let base), .styled(_, let base): [base]
    case .delimited(_, let inner, _): [inner]
    case .table(_, let rows): rows.flatMap { $0 }
    case .stacked(let base, let over, let under, _): [base, over, under].compactMap { $0 }
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: []
    }
  }

  /// The inside of parentheses that surround the whole.
  package var withoutParentheses: MathTree {
    if case .delimited("(", let inner, ")") = content { return inner }
    return self
  }

  /// The first node, this one included, of which something is true.
  package func first(where condition: (MathTree) -> Bool) -> MathTree? {
    if condition(self) { return self }
    for child in children {
      if let found = child.first(where: condition) { return found }
    }
    return nil
  }
}

/// Two trees are equal when they print the same; where they were read does not matter.
extension MathTree: Equatable {
  package static func == (a: MathTree, b: MathTree) -> Bool { a.content == b.content }
}

/// What reading gives: the lines of a formula, and what was wrong with them.
package struct ReadMath: Sendable {
  /// One tree for each line: lines end at `\\` and, where asked for, at line breaks.
  package var lines: [MathTree]
  package var findings: [Finding]
}
