extension MathTree {
  /// The tree as LaTeX. Reading it again gives an equal tree.
  package var latex: String {
    switch content {
    case .row(let nodes): return Self.row(nodes)
    case .number(let digits): return digits
    case .letter(let letter): return letter
    case .function(let name):
      return FunctionWords.commands.contains(name) ? "\\" + name : "\\operatorname{\(name)}"
    case .text(let text): return "\\text{\(text)}"
    case .symbol(let symbol): return symbol.latex
    case .fraction(let above, let below): return "\\frac\(above.braced)\(below.braced)"
    case .binomial(let above, let below): return "\\binom\(above.braced)\(below.braced)"
    case .root(let radicand, let index):
      return "\\sqrt" + (index.map { "[\($0.latex)]" } ?? "") + radicand.braced
    case .scripts(let base, let primes, let lower, let upper):
      let scripts =
        String(repeating: "'", count: primes) + (lower.map { "_" + $0.script } ?? "")
        + (upper.map { "^" + $0.script } ?? "")
      return base.scriptBase + scripts
    case .accent(let accent, let base): return "\\\(accent.rawValue)\(base.braced)"
    case .styled(let font, let inner): return "\\\(font.rawValue)\(inner.braced)"
    case .delimited("", let inner, ""): return inner.latex
    case .delimited(let open, let inner, let close):
      if !inner.holdsTall, Self.plainBrackets.contains(open + close) {
        return open + inner.latex + close
      }
      return Self.join([
        "\\left" + (open.isEmpty ? "." : open), inner.latex,
        "\\right" + (close.isEmpty ? "." : close),
      ])
    case .table(.substack, let rows): return "\\substack{\(Self.latex(rows))}"
    case .table(let environment, let rows):
      let columns =
        environment == .array
        ? "{" + String(repeating: "c", count: rows.map(\.count).max() ?? 1) + "}" : ""
      return "\\begin{\(environment.rawValue)}\(columns) \(Self.latex(rows)) "
        + "\\end{\(environment.rawValue)}"
    case .stacked(let base, let over, let under, let brace?):
      return "\\\(brace.rawValue)\(base.braced)" + (under.map { "_" + $0.script } ?? "")
        + (over.map { "^" + $0.script } ?? "")
    case .stacked(let base, let over, let under, nil):
      let inner = over.map { "\\overset\($0.braced)\(base.braced)" } ?? base.latex
      return under.map { "\\underset\($0.braced){\(inner)}" } ?? inner
    case .space(let width):
      return ["", "\\,", "\\quad", "\\quad", "\\qquad"][min(max(width, 0), 4)]
    case .lineBreak: return "\\\\"
    case .unknown(let text): return text
    }
  }

  private static let plainBrackets: Set<String> = ["()", "[]", "[)", "(]"]

  /// Whether brackets around it would have to grow.
  private var holdsTall: Bool { nodes.contains { Spacing.isTall($0) } }

  private static func row(_ nodes: [MathTree]) -> String {
    var pieces: [String] = []
    for (index, node) in nodes.enumerated() {
      switch Spacing.kind(node, after: index > 0 ? nodes[index - 1] : nil) {
      case .relation, .binary: pieces.append(index > 0 ? " \(node.latex) " : node.latex + " ")
      case .punctuation: pieces.append(node.latex + " ")
      default: pieces.append(node.latex)
      }
    }
    return join(pieces)
  }

  private var braced: String { "{\(latex)}" }

  private var script: String {
    (isLetter || isNumber) && latex.count == 1 ? latex : braced
  }

  private var scriptBase: String {
    switch content {
    case .row, .fraction, .scripts, .number, .stacked, .unknown, .delimited("", _, ""):
      isEmpty ? "{}" : braced
    case .letter, .function, .text, .symbol, .binomial, .root, .accent, .styled, .delimited,
      .table, .space, .lineBreak:
      latex
    }
  }

  private static func latex(_ rows: [[MathTree]]) -> String {
    rows.map { $0.map(\.latex).joined(separator: " & ") }.joined(separator: " \\\\ ")
  }

  /// A space where a command would swallow the letter after it, or two numbers become one.
  private static func join(_ pieces: [String]) -> String {
    var joined = ""
    var last = ""
    for piece in pieces {
      guard let first = piece.first else { continue }
      let swallows = last.endsInCommand && first.isASCII && first.isLetter
      let merges = last.last?.isNumber == true && (first.isNumber || first == ".")
      if swallows || merges { joined += " " }
      joined += piece
      last = piece
    }
    return joined
  }
}

extension String {
  /// Whether the text ends in `\name`.
  fileprivate var endsInCommand: Bool {
    let head = utf8.reversed().drop { $0.isLetter }
    return head.first == UInt8(ascii: "\\") && utf8.last?.isLetter == true
  }
}
