import Kernels
import Notation
import SourceText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Random edits of the course's own formulas, and random LaTeX. Whatever comes, reading and running
/// ends, nothing traps, and every finding lies inside the text.
package struct SpoiltFormulas {
  package struct Report {
    package var inputs: Int
    package var ran = 0
    package var slowest = (seconds: 0.0, text: "")
    /// What was not as it has to be, with the seed that makes it again.
    package var faults: [String] = []
  }

  private let start: Workspace
  /// Formulas that run as they stand are the best to be spoilt.
  private let lines: [String]

  /// - Throws: where the lessons or the cases of conformance cannot be read.
  package init() throws {
    struct Case: Decodable { var live: String }
    let cases = try JSONDecoder().decode(
      [Case].self, from: try Repository.data("Tests/Kernels/Conformance/cases.json"))
    var start = Workspace()
    let findings = Self.run(Self.givens, &start)
    precondition(findings.allSatisfy { $0.severity < .error }, "the givens do not run")
    self.start = start
    lines = (try Self.statements() + cases.map(\.live)).filter { line in
      var workspace = start
      return Self.run(line, &workspace).allSatisfy { $0.severity < .error }
    }
  }

  package func run(_ inputs: Int) -> Report {
    var report = Report(inputs: inputs)
    for seed in 0..<UInt64(inputs) {
      let text = text(seed)
      var workspace = start
      let begin = ContinuousClock.now
      let findings = Self.run(text, &workspace)
      let took = ContinuousClock.now - begin
      let seconds = Double(took.components.attoseconds) * 1e-18 + Double(took.components.seconds)
      if seconds > report.slowest.seconds { report.slowest = (seconds, text) }
      for finding in findings {
        let range = finding.location.bytes
        // What stands above the formula is another text.
        let limit = finding.location.file.bytes.count
        if range.lowerBound > range.upperBound || range.upperBound > limit {
          report.faults.append("seed \(seed), a finding at \(range): \(text)")
        }
      }
      if findings.allSatisfy({ $0.severity < .error }) { report.ran += 1 }
    }
    // Not all of them are nonsense, or the run would show little.
    if lines.count <= 60 { report.faults.append("there are only \(lines.count) lines to spoil") }
    if report.ran <= inputs / 50 { report.faults.append("only \(report.ran) of \(inputs) ran") }
    if report.slowest.seconds >= 20 { report.faults.append("slow: \(report.slowest.text)") }
    return report
  }

  private func text(_ seed: UInt64) -> String {
    var random = RandomNumbers(seed: seed)
    let line = lines.randomElement(using: &random) ?? ""
    if seed % 100 == 0 { return Self.repeated(&random) }
    switch seed % 3 {
    case 0: return Self.made(&random)
    case 1: return Self.edited(line, &random)
    default: return Self.edited(line, &random) + "\n" + Self.edited(line, &random)
    }
  }

  private static let tokens =
    #"""
    x y z W b f g h m i j k l t 1 2 3 0.5 0 + - = \cdot \circ \bullet * / ^ _ { } ( ) [ ] , ; : ' & \\
    \frac \sqrt \sum \prod \max \min \log \exp \partial \nabla \rho \hat \tilde \delta \lambda \Delta
    \theta \Omega \text{KL} \text{sparse} \text{for} \left( \right) \left[ \right] \| | || ^T ^{-1} ^2
    _{ij} _{:,1} _1 ^{(1)} ^{(2)} ^{(l)} ^{(l+1)} ^{(i)} _{i=1}^{m} _{j=1}^{2} \mathbf{x} \mathcal{N}
    \mathcal{U} \sim := \in \mathbb{R}^{2\times3} \approx \le \begin{bmatrix} \end{bmatrix} \ldots \quad
    \begin{aligned} \end{aligned} \operatorname{diag} \det \to \infty ∂ ρ̂ é
    _: _{:,i} _{i,:} _{1,j} _{ii} _{ji} _{i+1} _{i-1} _{ij,k} _i_j ^2^3 Q Q_{:,i} D_{ii} C_{1,j} Q_{i,:}
    9223372036854775807 _{i+9223372036854775807} ^{(9223372036854775807)} 1000000 '' ''''' f' g' 2^z
    \nabla_x \nabla_{W^{(1)}} \frac{\partial}{\partial{x}} \|x\|_1 \|x\|_2 \|W^{(1)}\|_F \sqrt[3] \log^2
    h_0 h_t h_{t-1} h_{t+1} u_t u_1 a^0 a^l a^{l-1} \sigma^2 \mu^F g_t' \leftarrow \qquad \forall \text{for}
    (1\le{}j\le{}2) t=0,1,2 j=1,\ldots,3 1\{s_i=2\} \mathbb{1}(x>0) \delta_{ij} \sum_{j\ne{}i} \sum_{i\in{}B}
    \sum_{j>i} \sum_{j=1,j\ne{}i}^{3} \arg\max_i \argmin_j s_{c_i} s^2 s^{-1/2} \langle s,s\rangle \cdots \vdots
    s_1+\cdots+s_3 \alpha_1(j)= \alpha_t(j)= \alpha_{t-1}(i) b_j(o_t) P(y=k\mid{}x) P(y=k\mid{}x)= \partial_s
    \sum_{i<j} \sum_{1\le{}i<j\le{}3} \sum_{1\le{}k\le{}n_l} \prod_{i\ne{}j} ! !! \binom{4}{2} \binom{m}{k} \div x' (x-y)' s'
    \vec \vec{s} |\vec{s}| \times 30^\circ \sinh \cosh \cot I I_2 \lambda{}I \mathbf{1} \mathbf{1}_3 \mathbf{0}_{2\times2} E[s] E[s^2]
    E[X]= \mathbb{E}_s[s] \operatorname{Var}(s)= \operatorname{Var}_s(s) \text{cm} \,\mathrm{m/s^2} \mathrm{m} \text{million} s[1] s[k] DW= DW
    x_{RMS}= \sigma^2= \sigma_1= \sigma \theta^{(0)}= \theta^{(k+1)}= k=0,\ldots,3 l=3,\ldots,1 t=2,\ldots,m P(X=k)= P(X=2) r_{1,2}
    \newcommand{\a}{x} \newcommand{\b}[1]{#1+\b{#1}} \newcommand{\c}[2]{#1#2} \a \b{x} \c{1} \c \def\d{\a\a} \d \renewcommand
    \begin{cases}x&x>0\\0&\text{otherwise}\end{cases} \text{where} \text{and} \stackrel{def}{=} \triangleq \underbrace{x}_{y}
    \begin{gather*} \end{gather*} \begin{vmatrix} \end{vmatrix} \begin{array}{c|c} \end{array} \tag{3} \cr \\[2ex] 0{,}5 50\% 1{,}000
    \operatorname{softmax} \operatorname{eig} \operatorname{mean} \operatorname{var} \operatorname{relu} W^* \overbrace{x}^{y} \log\sum_i
    D^{-1/2} A^n A^{-2} {\rm\ rot} \bigl( \Bigr) \middle| \left\| \right\| %chain-rule ½ ² ₁ √ − “ d/dx \frac{d}{dx} \partial_v f'^2 \pm
    \prod_{k=1}^{3} \sum_{i=1}^{1000000000} \sum_{k=1}^{3} \mathbb{R}^{10000\times10000} g(z)= h(z)=
    """#.split { $0 == " " || $0 == "\n" }.map(String.init)

  /// The statements of all lessons, line by line.
  private static func statements() throws -> [String] {
    try Repository.files(in: "lessons", ending: ".md").flatMap { path -> [String] in
      var isLive = false
      return try Repository.text(path).split(separator: "\n").compactMap { line in
        if line.hasPrefix("```") {
          isLive = line == "```math"
          return nil
        }
        return isLive ? String(line) : nil
      }
    }
  }

  /// Commands, words and single signs.
  private static func cut(_ line: String) -> [String] {
    var parts: [String] = []
    for character in line {
      if character.isLetter, let last = parts.last, last.hasPrefix("\\"),
        last.dropFirst().allSatisfy(\.isLetter)
      {
        parts[parts.count - 1].append(character)
      } else {
        parts.append(String(character))
      }
    }
    return parts
  }

  private static func edited(_ line: String, _ random: inout RandomNumbers) -> String {
    var parts = cut(line)
    for _ in 0..<Int.random(in: 1...3, using: &random) where !parts.isEmpty {
      let place = Int.random(in: 0..<parts.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: parts.remove(at: place)
      case 1: parts.insert(parts[place], at: place)
      case 2: parts[place] = tokens.randomElement(using: &random) ?? ""
      case 3: parts.swapAt(place, Int.random(in: 0..<parts.count, using: &random))
      default: parts.insert(tokens.randomElement(using: &random) ?? "", at: place)
      }
    }
    return parts.joined()
  }

  private static func made(_ random: inout RandomNumbers) -> String {
    (0..<Int.random(in: 1...14, using: &random))
      .map { _ in tokens.randomElement(using: &random) ?? "" }.joined(separator: " ")
  }

  /// One sign or command very often: what nests, what chains, what piles up.
  private static func repeated(_ random: inout RandomNumbers) -> String {
    let often = [
      #"\sqrt"#, #"\hat"#, #"\frac"#, #"\mathbf"#, #"\log"#, "(", "{", #"\left("#, "x ", "x+",
      #"x\circ "#, "x/", "-", "_x", "^2", "f(", #"\nabla_x "#, #"\sum_i "#, #"\Delta "#, "|",
      #"1 \over "#, "x=", "'", "!", "3!", #"\newcommand{\a}{\a}"#, #"\binom{x}"#, #"\sinh"#,
      #"\tan"#, #"s\times "#, "E[", #"\vec"#,
      "x'",
      #"x\times "#, #"\sum_{i<j}"#, #"1/2"#, #"\mathrm{m}"#,
    ]
    let count = Int.random(in: 2...400, using: &random)
    let piece = often.randomElement(using: &random) ?? ""
    return "y = " + String(repeating: piece, count: count) + " x"
  }

  private static let givens = #"""
    m = 4
    n_l = 3
    s = (3, 2, 3)
    x = \begin{bmatrix} 0.9 & 0.1 & 0.4 & 0.7 \\ 0.1 & 0.8 & 0.3 & 0.5 \\ 0.8 & 0.2 & 0.6 & 0.1 \end{bmatrix}
    y = x
    W^{(1)} = \begin{bmatrix} 0.1 & -0.3 & 0.5 \\ 0.2 & 0.4 & -0.6 \end{bmatrix}
    b^{(1)} = \begin{bmatrix} 0.1 \\ -0.2 \end{bmatrix}
    W^{(2)} = \begin{bmatrix} 0.3 & -0.1 \\ -0.4 & 0.7 \\ 0.5 & 0.2 \end{bmatrix}
    b^{(2)} = \begin{bmatrix} 0.05 \\ -0.1 \\ 0.2 \end{bmatrix}
    \rho = 0.2
    c = (2, 3)
    B = \{1, 3\}
    u_1 = (0.2, 0.5)
    u_2 = (0.7, -0.3)
    h_0 = (0, 0.1)
    f(z) = \frac{1}{1 + e^{-z}}
    z^{(2)} = W^{(1)} x + b^{(1)}
    a^{(2)} = f(z^{(2)})
    z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}
    h_{W,b}(x) = a^{(3)} = f(z^{(3)})
    J(W,b;x,y) = \frac{1}{2} \|h_{W,b}(x) - y\|_F^2
    \hat\rho_j = \frac{1}{m} \sum_{i=1}^m a_j^{(2)}(x^{(i)})
    """#

  private static func run(_ text: String, _ workspace: inout Workspace) -> [Finding] {
    let file = SourceFile(path: "fuzz", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    return read.findings + result.findings
  }
}

extension SpoiltFormulas.Report: CustomStringConvertible {
  package var description: String {
    """
    fuzz: \(inputs) inputs, \(ran) ran; the slowest took \(slowest.seconds) s:
    \(slowest.text.prefix(200))
    """
  }
}
