package import Notation

/// The words that signs, functions, accents and fonts are spoken with. No two of one kind share a
/// word, and none is a letter, so that what is heard can be written down again.
package enum SpokenWords {
  /// By LaTeX spelling; those spelled otherwise that are set alike are spoken alike.
  package static let symbols: [String: String] = [
    "+": "plus", "-": "minus", "*": "star", "/": "slash", "=": "equals", "<": "less than",
    ">": "greater than", ":": "colon", ":=": "defined as", ",": "comma", ";": "semicolon",
    ".": "full stop", "!": "factorial", "?": "question mark", "|": "vertical line",
    "\\|": "double vertical line", "\\cdot": "dot", "\\times": "cross", "\\div": "divided by",
    "\\pm": "plus or minus", "\\mp": "minus or plus", "\\circ": "entry by entry",
    "\\odot": "hadamard", "\\bullet": "bullet", "\\otimes": "kronecker", "\\oplus": "direct sum",
    "\\le": "at most", "\\ge": "at least", "\\ne": "not equal to", "\\approx": "approximately",
    "\\equiv": "identical to", "\\sim": "distributed as", "\\propto": "proportional to",
    "\\ll": "much less than", "\\gg": "much greater than", "\\in": "in", "\\notin": "not in",
    "\\subset": "subset", "\\to": "arrow", "\\leftarrow": "becomes", "\\Rightarrow": "implies",
    "\\iff": "if and only if", "\\mapsto": "maps to", "\\mid": "given", "\\perp": "perpendicular",
    "\\parallel": "parallel", "\\partial": "partial", "\\nabla": "nabla", "\\infty": "infinity",
    "\\emptyset": "null set", "\\top": "top", "\\forall": "all", "\\exists": "there is",
    "\\neg": "not", "\\ldots": "dots", "\\cdots": "centered dots", "\\vdots": "vertical dots",
    "\\ddots": "diagonal dots", "\\%": "percent", "\\cup": "union", "\\cap": "intersection",
    "\\setminus": "without", "\\wedge": "and", "\\vee": "or", "\\sum": "sum", "\\prod": "product",
    "\\int": "integral", "\\dagger": "dagger", "\\ast": "asterisk",
    "\\triangleq": "equals by definition", "\\degree": "degree",
  ]

  package static let functions: [String: String] = ["ln": "natural log", "lg": "decimal log"]

  package static let accents: [MathTree.Accent: String] = [
    .hat: "hat", .tilde: "tilde", .bar: "bar", .vec: "vector", .dot: "dotted",
    .ddot: "double dotted", .check: "check", .breve: "breve", .acute: "acute", .grave: "grave",
    .mathring: "ring", .widehat: "wide hat", .widetilde: "wide tilde", .overline: "overline",
    .underline: "underline", .overrightarrow: "right arrow", .overleftarrow: "left arrow",
  ]

  package static let fonts: [MathTree.Font: String] = [
    .mathbf: "bold", .boldsymbol: "bold symbol", .bm: "bold italic", .mathrm: "upright",
    .mathit: "italic", .mathsf: "sans", .mathtt: "typewriter", .mathcal: "calligraphic",
    .mathscr: "script", .mathbb: "blackboard", .mathfrak: "fraktur",
  ]

  /// What is said before and after something between delimiters.
  package static let delimiters: [String: (open: String, close: String)] = [
    "( )": ("open", "close"), "[ ]": ("open bracket", "close bracket"),
    "\\{ \\}": ("open brace", "close brace"), "| |": ("absolute value of", "end absolute value"),
    "\\| \\|": ("norm of", "end norm"), "\\langle \\rangle": ("open angle", "close angle"),
    "\\lfloor \\rfloor": ("floor of", "end floor"),
    "\\lceil \\rceil": ("ceiling of", "end ceiling"),
  ]

  package static let environments: [MathTree.Environment: String] = [
    .bmatrix: "matrix", .pmatrix: "round matrix", .matrix: "bare matrix",
    .smallmatrix: "small matrix", .array: "array", .bars: "barred matrix",
    .doubleBars: "double barred matrix", .braces: "braced matrix", .cases: "cases",
    .aligned: "aligned lines", .align: "lines", .alignStar: "starred lines",
    .split: "split lines", .gathered: "gathered lines", .gather: "centered lines",
    .equation: "equation", .equationStar: "starred equation", .substack: "stack of lines",
  ]

  /// Powers with a word of their own.
  package static let powers: [String: String] = ["2": "squared", "3": "cubed"]

  /// The sign that stands for others which are set alike: `\le` for `\leq`.
  private static let canonical: [String: String] = {
    var canonical: [String: String] = [:]
    for latex in symbols.keys.sorted() {
      if let symbol = Symbols.named(latex) { canonical[symbol.unicode] = latex }
    }
    return canonical
  }()

  /// A sign with a word of its own, or its name behind the word sign.
  static func word(of symbol: Symbol) -> String {
    if let word = symbols[symbol.latex] ?? canonical[symbol.unicode].flatMap({ symbols[$0] }) {
      return word
    }
    return "sign " + name(symbol.latex)
  }

  /// `\varepsilon` as a word; what has no letters as its code.
  static func name(_ latex: String) -> String {
    let name = latex.filter { $0.isASCII && $0.isLetter }
    return name.isEmpty
      ? latex.unicodeScalars.map { "u" + String($0.value, radix: 16) }.joined() : name
  }
}
