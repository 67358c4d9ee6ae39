/// A sign of mathematics: how LaTeX, a Unicode terminal and an ASCII terminal write it, and how it
/// stands among its neighbours.
package struct Symbol: Hashable, Sendable {
  /// TeX's classes of atoms, which decide the space around them.
  package enum Class: Sendable {
    case ordinary, binary, relation, punctuation, opening, closing, large, bar
  }

  package var latex: String
  package var unicode: String
  package var ascii: String
  package var `class`: Class

  package static func == (a: Symbol, b: Symbol) -> Bool { a.latex == b.latex }
  package func hash(into hasher: inout Hasher) { hasher.combine(latex) }
}

/// The commands and characters that are one sign. Each entry: LaTeX, Unicode, ASCII.
package enum Symbols {
  /// By LaTeX spelling: a command such as `\leq` or a character such as `=`.
  package static func named(_ latex: String) -> Symbol? { table[latex] }

  /// By the Unicode character itself, for text typed as `ρ` or `∘`; Greek letters included.
  package static func written(_ unicode: String) -> String? { written[unicode] }

  /// A Greek or other letter that can be a name: `\rho`, `\ell`.
  package static func letter(_ command: String) -> Symbol? {
    guard command.hasSuffix("'") else { return letters[command] }
    // s', an index of its own.
    let plain = String(command.dropLast())
    let symbol = letter(plain)
    return Symbol(
      latex: command, unicode: (symbol?.unicode ?? plain) + "′",
      ascii: (symbol?.ascii ?? plain) + "'", class: .ordinary)
  }

  package static let letters: [String: Symbol] = entries(
    .ordinary,
    """
    \\alpha α alpha;\\beta β beta;\\gamma γ gamma;\\delta δ delta;\\epsilon ϵ epsilon
    \\varepsilon ε epsilon;\\zeta ζ zeta;\\eta η eta;\\theta θ theta;\\vartheta ϑ theta
    \\iota ι iota;\\kappa κ kappa;\\lambda λ lambda;\\mu μ mu;\\nu ν nu;\\xi ξ xi;\\pi π pi
    \\varpi ϖ pi;\\rho ρ rho;\\varrho ϱ rho;\\sigma σ sigma;\\varsigma ς sigma;\\tau τ tau
    \\upsilon υ upsilon;\\phi φ phi;\\varphi ϕ phi;\\chi χ chi;\\psi ψ psi;\\omega ω omega
    \\Gamma Γ Gamma;\\Delta Δ Delta;\\Theta Θ Theta;\\Lambda Λ Lambda;\\Xi Ξ Xi;\\Pi Π Pi
    \\Sigma Σ Sigma;\\Upsilon Υ Upsilon;\\Phi Φ Phi;\\Psi Ψ Psi;\\Omega Ω Omega;\\ell ℓ l
    \\imath ı i;\\jmath ȷ j;\\hbar ℏ hbar;\\Re ℜ Re;\\Im ℑ Im;\\aleph ℵ aleph
    """)

  private static let table: [String: Symbol] = {
    let groups: [(Symbol.Class, String)] = [
      (
        .ordinary,
        """
        \\partial ∂ d;\\nabla ∇ grad;\\infty ∞ inf;\\emptyset ∅ {};\\varnothing ∅ {};\\top ⊤ T
        \\bot ⊥ _|_;\\intercal ⊺ T;\\forall ∀ forall;\\exists ∃ exists;\\neg ¬ not;\\lnot ¬ not
        \\ldots … ...;\\dots … ...;\\dotsc … ...;\\dotsb ⋯ ...;\\cdots ⋯ ...;\\vdots ⋮ :
        \\ddots ⋱ ...;\\prime ′ ';\\angle ∠ angle;\\triangle △ triangle;\\square □ [];\\Box □ []
        \\% % %;\\# # #;\\_ _ _;\\& & &;\\$ $ $;! ! !;? ? ?;@ @ @;" " ";\\backslash \\ \\
        \\checkmark ✓ v;\\dagger † +;\\S § S;\\degree ° deg;. . .
        """
      ),
      (
        .binary,
        """
        + + +;- − -;* * *;/ / /;\\pm ± +-;\\mp ∓ -+;\\times × x;\\div ÷ /;\\cdot · *;\\bullet • .*
        \\circ ∘ .*;\\odot ⊙ .*;\\otimes ⊗ (x);\\oplus ⊕ (+);\\ominus ⊖ (-);\\ast ∗ *;\\star ⋆ *
        \\cup ∪ u;\\cap ∩ n;\\setminus ∖ \\;\\wedge ∧ and;\\land ∧ and;\\vee ∨ or;\\lor ∨ or
        \\oslash ⊘ ./;\\diamond ⋄ <>;\\sqcup ⊔ u;\\uplus ⊎ u;\\ddagger ‡ +
        """
      ),
      (
        .relation,
        """
        = = =;:= := :=;< < <;> > >;: : :;\\colon : :;\\le ≤ <=;\\leq ≤ <=;\\leqslant ≤ <=
        \\ge ≥ >=;\\geq ≥ >=;\\geqslant ≥ >=;\\ne ≠ /=;\\neq ≠ /=;\\approx ≈ ~=;\\equiv ≡ ==
        \\sim ∼ ~;\\simeq ≃ ~=;\\cong ≅ ~=;\\propto ∝ prop.to;\\ll ≪ <<;\\gg ≫ >>;\\in ∈ in
        \\notin ∉ not.in;\\ni ∋ contains;\\subset ⊂ subset;\\subseteq ⊆ subset=
        \\supset ⊃ superset;\\supseteq ⊇ superset=;\\to → ->;\\rightarrow → ->
        \\leftarrow ← <-;\\gets ← <-;\\longrightarrow ⟶ -->;\\longleftarrow ⟵ <--
        \\Rightarrow ⇒ =>;\\Leftarrow ⇐ <=;\\implies ⟹ ==>;\\impliedby ⟸ <==;\\iff ⟺ <=>
        \\Leftrightarrow ⇔ <=>;\\leftrightarrow ↔ <->;\\mapsto ↦ |->;\\longmapsto ⟼ |->
        \\uparrow ↑ ^;\\downarrow ↓ v;\\hookrightarrow ↪ ->;\\rightharpoonup ⇀ ->
        \\rightleftharpoons ⇌ <=>;\\perp ⊥ _|_;\\parallel ∥ ||;\\mid ∣ |;\\nmid ∤ /|
        \\succ ≻ >-;\\succeq ⪰ >=;\\prec ≺ -<;\\preceq ⪯ =<;\\vdash ⊢ |-;\\models ⊨ |=
        \\lessapprox ⪅ <~;\\gtrapprox ⪆ >~;\\lesssim ≲ <~;\\gtrsim ≳ >~;\\doteq ≐ =.
        \\triangleq ≜ :=;\\coloneqq := :=;\\asymp ≍ ~=;\\nearrow ↗ ->;\\searrow ↘ ->
        """
      ),
      (.punctuation, ", , ,;\\comma , ,;; ; ;"),
      (
        .opening,
        """
        ( ( (;[ [ [;\\{ { {;\\lbrace { {;\\langle ⟨ <;\\lfloor ⌊ |_;\\lceil ⌈ |^
        \\lVert ‖ ||;\\lvert | |;\\lbrack [ [
        """
      ),
      (
        .closing,
        """
        ) ) );] ] ];\\} } };\\rbrace } };\\rangle ⟩ >;\\rfloor ⌋ _|;\\rceil ⌉ ^|
        \\rVert ‖ ||;\\rvert | |;\\rbrack ] ]
        """
      ),
      (.bar, "| | |;\\vert | |;\\| ‖ ||;\\Vert ‖ ||"),
      (
        .large,
        """
        \\sum ∑ sum;\\prod ∏ prod;\\coprod ∐ coprod;\\int ∫ int;\\iint ∬ int;\\oint ∮ int
        \\bigcup ⋃ union;\\bigcap ⋂ intersection;\\bigoplus ⨁ (+);\\bigotimes ⨂ (x)
        \\bigvee ⋁ or;\\bigwedge ⋀ and
        """
      ),
    ]
    var table: [String: Symbol] = [:]
    for (kind, list) in groups { table.merge(entries(kind, list)) { first, _ in first } }
    // A semicolon separates entries above, so it cannot be one.
    table[";"] = Symbol(latex: ";", unicode: ";", ascii: ";", class: .punctuation)
    return table
  }()

  private static let written: [String: String] = {
    var written: [String: String] = [
      "−": "-", "′": "'", "⋅": "\\cdot", "‖": "\\|", "∥": "\\|", "∣": "|", "…": "\\ldots",
      "ε": "\\varepsilon", "≔": ":=", "Σ": "\\Sigma", "µ": "\\mu", "ϕ": "\\varphi",
    ]
    for symbol in letters.values.sorted(by: { $0.latex < $1.latex })
      + table.values.sorted(by: {
        ($0.latex.count, $0.latex) < ($1.latex.count, $1.latex)
      }) where symbol.unicode.unicodeScalars.allSatisfy({ $0.value > 0x7F })
    {
      if written[symbol.unicode] == nil { written[symbol.unicode] = symbol.latex }
    }
    return written
  }()

  private static func entries(_ kind: Symbol.Class, _ list: String) -> [String: Symbol] {
    var entries: [String: Symbol] = [:]
    for entry in list.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
      let parts = entry.split(separator: " ")
      guard parts.count == 3 else { continue }
      let latex = String(parts[0])
      entries[latex] = Symbol(
        latex: latex, unicode: String(parts[1]),
        ascii: parts[2].count > 3 ? String(parts[2].replacing(".", with: " ")) : String(parts[2]),
        class: kind)
    }
    return entries
  }
}

/// Commands for functions that are set upright as a word: `\log`, `\max`.
package enum FunctionWords {
  package static let commands: Set<String> = [
    "log", "ln", "lg", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "sinh", "cosh", "tanh",
    "coth", "arcsin", "arccos", "arctan", "max", "min", "sup", "inf", "lim", "limsup", "liminf",
    "arg", "det", "dim", "ker", "deg", "gcd", "Pr", "hom",
  ]
  /// Those that carry their script below them, as sums do.
  package static let withLimits: Set<String> = [
    "max", "min", "sup", "inf", "lim", "limsup", "liminf", "argmax", "argmin", "arg max",
    "arg min", "det", "gcd", "Pr",
  ]
}
