import Kernels
import Lessons
import Notation
import SourceText
import TestSupport
import Testing

@testable import Saying

/// The tree without what is not seen: spaces, and braces that only group. A number keeps its sign.
private func plain(_ tree: MathTree) -> MathTree {
  func parts(_ node: MathTree) -> [MathTree] {
    guard let row = node.row else { return node.isSpace ? [] : [plain(node)] }
    if row.count == 2, row[0].isSymbol("-"), row[1].isNumber {
      return [MathTree(.row(row), .nowhere)]
    }
    return row.flatMap(parts)
  }
  guard let row = tree.row else { return tree.mappingChildren(plain) }
  return .row(row.flatMap(parts), .nowhere)
}

/// What nothing is lost of: signs that are set alike, and a sign before a number, are the same.
private func seen(_ tree: MathTree) -> String { plain(tree).oneLine() }

struct `Speech` {
  private let math = SpokenMath(functions: ["f", "\\sigma"])

  /// What a lecturer would say.
  @Test(arguments: [
    (#"\delta^{(2)}"#, "delta 2"),
    (#"W^{(2)}_{12}"#, "capital w 2 sub 1 2"),
    (#"a^{(2)}_{j-1}"#, "a 2 subscript j minus 1 end subscript"),
    (#"\hat{\rho}_l"#, "rho hat sub l"),
    (#"(W^{(2)})^T \delta^{(3)}"#, "open capital w 2 close transpose times delta 3"),
    (#"u \circ f'(z^{(2)})"#, "u entry by entry f prime of z 2"),
    (#"f(x + 1)"#, "f of open x plus 1 close"),
    (
      #"\frac{1}{m}\sum_{i=1}^{m} x^{(i)}"#,
      "fraction 1 over m end fraction sum from i equals 1 to m of x i"
    ),
    (#"2 \cdot \frac{3}{p}"#, "2 dot fraction 3 over p end fraction"),
    (#"\|x\|^2"#, "norm of x end norm squared"),
    (#"\log p"#, "log p"),
    (
      #"(\frac{a}{b})^T [c_{:,l}^T + d]"#,
      "open fraction a over b end fraction close transpose times open bracket c subscript colon comma l end subscript transpose plus d close bracket"
    ),
    (
      #"\partial[\frac{1}{m} f(W_{:,l}^T)]"#,
      "partial open bracket fraction 1 over m end fraction times f of capital w subscript colon comma l end subscript transpose close bracket"
    ),
    (
      #"f({W_{:,l}}^T x)"#,
      "f of open group capital w subscript colon comma l end subscript end group transpose times x close"
    ),
    (
      #"[f({W_{:,l}}^T x)]"#,
      "open bracket f of open group capital w subscript colon comma l end subscript end group transpose times x close close bracket"
    ),
    (#"\nabla_W J"#, "nabla sub capital w capital j"),
    (
      #"\begin{bmatrix} 1 & 2 \\ 3 & -0.5 \end{bmatrix} x"#,
      "2 by 2 matrix, row 1: 1, 2; row 2: 3, minus 0.5; end matrix times x"
    ),
  ])
  func `says a formula as a lecturer does`(latex: String, spoken: String) {
    #expect(math.text(MathReader.read(latex)) == spoken)
    #expect(SpeechReader.read(spoken).map(seen) == seen(MathReader.read(latex)))
  }

  /// Where another tool said one thing for two formulas.
  @Test func `no two formulas sound alike`() {
    let formulas = [
      "i_{j-2}^k", "i_{j-2^k}", "i_{j-2}k", #"\log_2 3"#, #"\log_{23}"#, #"\log 2_3"#, "x^{4+1}",
      "x^4+1", "y^{x^4+1}", "y^{x^{4+1}}", "x^{(2)}", "x2", "x_2", "x^2", #"\frac{a}{b}c"#,
      #"\frac{a}{bc}"#, #"\frac{ac}{b}"#, "f(x)y", "f(xy)", "W_{12}", "W_{1,2}", "W_{ij}",
      "W_{i^{(j)}}", "W_ij", "2x^{(3)}", "{2x}^{(3)}", "(2x)^{(3)}", "-(0.3)(-0.1)", "-0.3-0.1",
      #"\sqrt{a}b"#, #"\sqrt{ab}"#, #"\sum_{i=1}^n a b"#, #"\sum_{i=1}^{na} b"#, "W^{(2)T}",
      "(W^{(2)})^T", "W^{T}", "W^{(T)}", "w^{T}", #"\hat{x}_1"#, #"\hat{x_1}"#, "a'_1", "a_1'",
    ]
    var known: [String: String] = [:]
    for latex in formulas {
      let tree = MathReader.read(latex)
      let spoken = math.text(tree)
      if let other = known[spoken], seen(MathReader.read(other)) != seen(tree) {
        Issue.record("\(latex) and \(other) are both said \(spoken)")
      }
      known[spoken] = latex
    }
    #expect(known.count >= formulas.count - 1)
  }

  /// A voice drops the minus of `3.52e-5`, and text beside a formula keeps its blank.
  @Test func `powers of ten are words, and words stand apart`() {
    #expect(math.text(MathTree(.number("3.52e−5"), .nowhere)) == "3.52 times ten to the minus 5")
    #expect(
      "largest difference 1.34e−9".spoken == "largest difference 1.34 times ten to the minus 9")
    #expect(" is 3×2 and".spoken == " is 3 by 2 and")
    #expect("the 2e layer".spoken == "the 2e layer")
  }

  /// A number before a fraction is a product, and not a mixed number or a sum.
  @Test(arguments: [
    (#"2 \cdot \frac{3}{p}"#, ["2 + \\frac{3}{p}", "\\frac{2 \\cdot 3}{p}", "\\frac{2 + 3}{p}"]),
    (#"5 \frac{3}{224}"#, ["5 + \\frac{3}{224}", "53 / 224", "\\frac{53}{224}"]),
    (#"\frac12 \|x\|^2"#, ["\\frac{1}{2 \\|x\\|^2}", "\\frac12 + \\|x\\|^2"]),
    (#"-(0.3)(-0.1)"#, ["-0.3 - 0.1", "-(0.3 - 0.1)", "-(0.3) - (0.1)"]),
    (#"\begin{bmatrix} 1 & 2 \end{bmatrix} A"#, [#"\begin{bmatrix} 1 & 2 A \end{bmatrix}"#]),
  ])
  func `a product sounds like no sum`(latex: String, others: [String]) {
    let spoken = math.text(MathReader.read(latex))
    #expect(SpeechReader.read(spoken).map(seen) == seen(MathReader.read(latex)))
    for other in others { #expect(math.text(MathReader.read(other)) != spoken, "\(spoken)") }
  }

  @Test(arguments: Repository.lessonPaths)
  func `every formula of the lessons can be written down again`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let speech = SpeechWriter(lesson)
    var count = 0
    func hear(_ tree: MathTree?) {
      guard let tree else { return }
      count += 1
      let spoken = speech.text(tree)
      expectSame(SpeechReader.read(spoken).map(seen) ?? "nothing", seen(tree), spoken)
    }
    for shown in ShownLesson(lesson).stops {
      for formula in shown.formulas {
        hear(formula.tree)
        hear(formula.value)
      }
      for reduction in shown.reductions.prefix(12) {
        hear(reduction.reduction.tree)
        hear(reduction.reduction.subterm)
      }
    }
    #expect(count > 20)
  }

  @Test(arguments: Repository.lessonPaths)
  func `a lesson is said without a sign that has to be seen`(path: String) throws {
    let shown = ShownLesson(try Repository.lesson(path))
    let speech = SpeechWriter(shown.lesson)
    let lines = speech.whole(shown)
    #expect(lines.count > 20)
    for line in lines {
      #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) }, "\(line)")
      #expect(!line.contains("  "), "\(line)")
    }
    // Nothing is said twice in a row.
    for (line, next) in zip(lines, lines.dropFirst()) { #expect(line != next, "\(line)") }
    // Every matrix has as many rows as it says, and an end.
    for line in lines {
      let begun = line.matches(of: /([0-9]+) by [0-9]+ (round |bare )?matrix,/).reduce(0) {
        $0 + (Int($1.output.1) ?? 0)
      }
      #expect(line.matches(of: /row [0-9]+:/).count == begun, "\(line)")
    }
  }

  /// No number of a formula in prose is lost, high or low as it may stand.
  @Test(arguments: Repository.lessonPaths)
  func `prose keeps every exponent and index`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let speech = SpeechWriter(lesson)
    func digits(_ text: String) -> Int {
      let powers = text.components(of: "squared") + text.components(of: "cubed")
      return text.count(where: \.isNumber) + powers + text.components(of: "inverse")
    }
    for case .prose(.paragraph(let inlines)) in lesson.steps.flatMap(\.parts) {
      for case .math(let tree, _) in inlines {
        #expect(digits(speech.text([.math(tree, isDisplay: false)])) == tree.digitCount)
      }
    }
  }

  /// No two signs, accents or fonts share a word, and no sign is heard as a part of what is before
  /// it.
  @Test func `every sign can be written down again`() {
    for words in [
      Array(SpokenWords.symbols.values), Array(SpokenWords.accents.values),
      Array(SpokenWords.fonts.values), Array(SpokenWords.environments.values),
    ] {
      #expect(Set(words).count == words.count)
      #expect(words.allSatisfy { $0.count > 1 }, "a letter")
    }
    let x = MathTree(.letter("x"), .nowhere)
    let before: [MathTree] = [
      x, MathTree(.scripts(x, primes: 1, lower: nil, upper: nil), .nowhere),
      MathTree(.accent(.hat, x), .nowhere), MathTree(.function("max"), .nowhere),
      MathTree(.scripts(x, primes: 0, lower: x, upper: nil), .nowhere),
    ]
    for symbol in SpokenWords.symbols.keys.compactMap(Symbols.named) where symbol.class != .large {
      for first in before {
        let tree = MathTree.row([first, MathTree(.symbol(symbol), .nowhere), x], .nowhere)
        let spoken = math.text(tree)
        #expect(SpeechReader.read(spoken).map(seen) == seen(tree), "\(tree.latex): \(spoken)")
      }
    }
  }

  /// Formulas made at random, with scripts in scripts.
  @Test func `random formulas can be written down again, and sound different`() {
    var numbers = RandomNumbers(seed: 7)
    var known: [String: MathTree] = [:]
    for _ in 0..<4000 {
      let tree = plain(Self.random(&numbers, depth: 3))
      let spoken = math.text(tree)
      let heard = SpeechReader.read(spoken).map(plain)
      if heard.map({ $0 == tree }) != true, heard.map(seen) != seen(tree) {
        Issue.record("\(tree.latex) is said \(spoken), and heard \(heard?.latex ?? "not at all")")
        return
      }
      if let other = known[spoken], other != tree, seen(other) != seen(tree) {
        Issue.record("\(tree.latex) and \(other.latex) are both said \(spoken)")
        return
      }
      known[spoken] = tree
    }
    #expect(known.count > 2500)
  }

  private static func random(_ numbers: inout RandomNumbers, depth: Int) -> MathTree {
    func pick<Value>(_ values: [Value]) -> Value {
      values[Int(numbers.next() % UInt64(values.count))]
    }
    func tree(_ content: MathTree.Content) -> MathTree { MathTree(content, .nowhere) }
    func inner() -> MathTree { random(&numbers, depth: depth - 1) }
    func atom() -> MathTree {
      pick([
        tree(.letter("x")), tree(.letter("W")), tree(.letter("\\rho")), tree(.letter("\\Delta")),
        tree(.number("2")), tree(.number("12")), tree(.number("0.5")), tree(.letter("f")),
        tree(.letter("T")),
      ])
    }
    guard depth > 0 else { return atom() }
    switch numbers.next() % 12 {
    case 0, 1: return atom()
    case 2, 3, 4:
      let upper = [nil, inner(), tree(.delimited("(", inner(), ")"))][Int(numbers.next() % 3)]
      let lower = numbers.next() % 2 == 0 ? inner() : nil
      guard upper != nil || lower != nil else { return atom() }
      return tree(.scripts(inner(), primes: Int(numbers.next() % 2), lower: lower, upper: upper))
    case 5: return tree(.fraction(inner(), inner()))
    case 6: return tree(.delimited("(", inner(), ")"))
    case 7: return tree(.root(inner(), index: nil))
    case 8: return tree(.accent(.hat, atom()))
    case 9: return tree(.table(.bmatrix, [[inner(), inner()]]))
    default:
      let signs = ["+", "-", "\\cdot", "\\circ", "="].compactMap(Symbols.named)
      let between = numbers.next() % 2 == 0 ? [tree(.symbol(pick(signs)))] : []
      return tree(.row([inner()] + between + [inner()]))
    }
  }
}

extension String {
  fileprivate func components(of word: String) -> Int { split(separator: " ").count { $0 == word } }
}

extension MathTree {
  fileprivate var digitCount: Int {
    var count = digits.map { $0.count(where: \.isNumber) } ?? 0
    _ = mappingChildren { child in
      count += child.digitCount
      return child
    }
    return count
  }
}
