import Notation
import SourceText
import TestSupport
import Testing
import Typesetting

private func box(
  _ latex: String, width: Int = 200, ascii: Bool = false
) -> String {
  MathLayout(ascii: ascii).box(MathReader.read(latex), width: width).lines
    .map { $0.trimmed().text }.joined(separator: "\n")
}

struct `Boxes` {
  @Test func `fractions stand on their bar`() {
    expectSame(
      box(#"f(z) = \frac{1}{1 + e^{-z}}"#),
      """
                1
      f(z) = ───────
             1 + e⁻ᶻ
      """, "sigmoid")
  }

  @Test func `delimiters grow with what they hold`() {
    expectSame(
      box(
        #"\left( (W^{(2)})^T \delta^{(3)} + \beta \left( -\frac{\rho}{\hat{\rho}} + \frac{1-\rho}{1-\hat{\rho}} \right) \right) \circ f'(z^{(2)})"#
      ),
      """
      ⎛                ⎛  ρ   1 − ρ⎞⎞
      ⎜(W⁽²⁾)ᵀ δ⁽³⁾ + β⎜− ─ + ─────⎟⎟ ∘ f′(z⁽²⁾)
      ⎝                ⎝  ρ̂   1 − ρ̂⎠⎠
      """, "δ² with sparsity")
  }

  @Test func `matrices align their numbers, and cases their lines`() {
    expectSame(
      box(#"\begin{bmatrix} 0.9 & -0.1 \\ 10 & 2 \\ 1 & 1 \end{bmatrix}^T x"#),
      """
      ⎡0.9  −0.1⎤ᵀ
      ⎢ 10     2⎥  x
      ⎣  1     1⎦
      """, "matrix")
    expectSame(
      box(#"\begin{cases} 1 & x > 0 \\ 0 & \text{else} \end{cases}"#),
      """
      ⎧1  x > 0
      ⎩0  else
      """, "cases")
  }

  @Test func `sums carry their bounds`() {
    expectSame(
      box(#"\frac{\lambda}{2} \sum_{l=1}^{n_l-1} \sum_{i=1}^{s_l} (W_{ji}^{(l)})^2"#),
      """
      λ nₗ−1 sₗ
      ─  ∑    ∑  (W⁽ˡ⁾ⱼᵢ)²
      2 l=1  i=1
      """, "weight decay")
  }

  @Test func `scripts that Unicode cannot raise get lines of their own`() {
    expectSame(
      box(#"\delta^{(n_l)} + W_{:,l}^T"#),
      """
       (nₗ)
      δ     + Wᵀ
                :,l
      """, "raised")
  }

  @Test func `in ASCII everything is ASCII`() {
    expectSame(
      box(
        #"\hat\rho = \frac{1}{m} \sqrt{\|x\|^2} \begin{bmatrix} \alpha \\ 2 \end{bmatrix}"#,
        ascii: true),
      """
                1
      rho_hat = - sqrt(||x||^2) [alpha]
                m               [  2  ]
      """, "ascii")
  }
}

struct `Breaking` {
  private static let long =
    #"J(W, b) = \left[ \frac{1}{m} \sum_{i=1}^m J(W, b; x^{(i)}, y^{(i)}) \right] + \frac{\lambda}{2} \sum_{l=1}^{n_l-1} \sum_{i=1}^{s_l} \sum_{j=1}^{s_{l+1}} (W_{ji}^{(l)})^2"#

  @Test func `first at relations, then at operators`() {
    expectSame(
      box(Self.long, width: 48),
      """
      J(W, b)
                ⎡1  m                     ⎤
              = ⎢─  ∑  J(W, b; x⁽ⁱ⁾, y⁽ⁱ⁾)⎥
                ⎣m i=1                    ⎦

                  λ nₗ−1 sₗ  sₗ₊₁
                + ─  ∑    ∑   ∑   (W⁽ˡ⁾ⱼᵢ)²
                  2 l=1  i=1 j=1
      """, "broken")
  }

  @Test(arguments: [40, 60, 80, 120])
  func `a formula that can be broken keeps to the width`(width: Int) {
    for latex in [
      Self.long, #"a = b + c + d + e + f + g + h + k + l + m + n + o + p + q + r + s + t"#,
    ] {
      let box = MathLayout().box(MathReader.read(latex), width: width)
      #expect(box.width <= width)
    }
  }

  @Test func `a wide matrix shows its first and last columns, with dots between`() {
    let row = (1...40).map(String.init).joined(separator: " & ")
    expectSame(
      box(#"\begin{bmatrix} \#(row) \\ \#(row) \end{bmatrix}"#, width: 30),
      """
      ⎡1  2  3  4  5  6  7  ⋯  40⎤
      ⎣1  2  3  4  5  6  7  ⋯  40⎦
      """, "windowed")
  }

  @Test func `marks cover what is meant and the spaces inside it`() {
    let tree = MathReader.read("a + b c")
    let layout = MathLayout(marked: tree.location.suffix(3))
    let cells = layout.box(tree).lines[0]
    #expect(String(cells.filter(\.isMarked).map(\.character)) == "bc")
  }
}

struct `Replacing parts` {
  private func replaced(_ latex: String, _ parts: [(String, String)]) -> String {
    let tree = MathReader.read(latex)
    var replacements: [Location: MathTree] = [:]
    for (part, value) in parts {
      let utf8 = Array(latex.utf8)
      let wanted = Array(part.utf8)
      for start in 0...(utf8.count - wanted.count)
      where Array(utf8[start..<start + wanted.count]) == wanted {
        replacements[Location(tree.location.file, start..<start + wanted.count)] =
          MathReader.read(value)
        break
      }
    }
    return tree.replacing(replacements).oneLine()
  }

  @Test func `numbers side by side get a dot, negatives their parentheses`() {
    #expect(
      replaced("W x + b", [("W", "0.1"), ("x", "-0.9"), ("b", "-2")]) == "0.1 · (−0.9) + (−2)")
    #expect(replaced("-x", [("x", "-3")]) == "−(−3)")
    #expect(replaced("x^2", [("x", "-3")]) == "(−3)²")
    #expect(replaced("a = x", [("x", "-3")]) == "a = −3")
    #expect(replaced("2 (x)", [("x", "-3")]) == "2 · (−3)")
    #expect(replaced("a + (b + c)", [("(b + c)", "5")]) == "a + 5")
    #expect(replaced("a + b + c", [("a + b", "5")]) == "5 + c")
  }
}

struct `Words in ASCII` {
  @Test(arguments: [
    ("z⁽³⁾ = x₁₂ e⁻ᶻ", "z^(3) = x_12 e^-z"), ("δ⁽²⁾ᵢ, ρ̂", "delta^(2)_i, rho_hat"),
    ("“×” — ✓", "\"x\" -- yes"),
  ])
  func `runs of raised or lowered signs have one sign before them`(text: String, ascii: String) {
    #expect(text.transliterated == ascii)
  }
}
