import Kernels
import Matrices
import Notation
import SourceText
import Testing

@testable import Training

extension `Training` {
  /// Costs of many kinds, run in tiles, against the same formulas run as they are read, at as many
  /// examples.
  struct `The executor` {
    /// A cost by its names: what is read before it, and the cost.
    struct Case: Sendable, CustomTestStringConvertible {
      var title: String
      var givens: [String]
      var formulas: String
      var parameters = ["W^{(1)}", "W^{(2)}", "b^{(1)}", "b^{(2)}"]

      var testDescription: String { title }
    }

    static let network = #"""
      z^{(2)} = W^{(1)} x + b^{(1)}
      a^{(2)} = f(z^{(2)})
      z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}
      a^{(3)} = f(z^{(3)})
      R = \frac{\lambda}{2} (\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2)

      """#

    static let sigmoid = #"f(z) = \frac{1}{1 + e^{-z}}"#

    static let cases: [Case] = [
      Case(
        title: "weight decay", givens: [sigmoid],
        formulas: network + #"J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R"#),
      Case(
        title: "sparsity", givens: [sigmoid],
        formulas: network + #"""
          \hat\rho = \frac{1}{m} a^{(2)} u
          P = v^T (\rho \log \frac{\rho}{\hat\rho} + (1 - \rho) \log \frac{1 - \rho}{1 - \hat\rho})
          J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R + \beta P
          """#),
      Case(
        title: "sparsity, unit by unit", givens: [sigmoid],
        formulas: network + #"""
          \hat\rho = \frac{1}{m} a^{(2)} u
          J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R + \beta \sum_{j=1}^{4} \text{KL}(\rho \| \hat\rho_j)
          """#),
      Case(
        title: "f′ as f (1 − f), L1, tied weights", givens: [#"f(z) = \frac{1}{1 + e^{-z}}"#],
        formulas: #"""
          a^{(2)} = f(W^{(1)} x + b^{(1)})
          a^{(3)} = f((W^{(1)})^T a^{(2)} + b^{(2)})
          J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + \frac{\lambda}{m} \|a^{(2)}\|_1
          """#, parameters: ["W^{(1)}", "b^{(1)}", "b^{(2)}"]),
      Case(
        title: "tanh", givens: [#"f(z) = \tanh z"#],
        formulas: network + #"J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R"#),
      Case(
        title: "ReLU", givens: [#"f(z) = \max(0, z)"#],
        formulas: network + #"J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R"#),
      Case(
        title: "ReLU by cases",
        givens: [#"f(z) = \begin{cases} z & z > 0 \\ 0 & z \le 0 \end{cases}"#],
        formulas: network + #"J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + R"#),
      Case(
        title: "softmax", givens: [#"f(z) = \tanh z"#],
        formulas: network
          + #"J = -\frac1m u^T ((y \circ \log(\operatorname{softmax}(z^{(3)})))^T w) + R"#),
      Case(
        title: "contractive", givens: [sigmoid],
        formulas: network + #"""
          J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + \frac{\lambda}{m} \|(W^{(1)})^T (a^{(2)} \circ (1 - a^{(2)}))\|_F^2 + R
          """#),
      Case(
        title: "examples as rows", givens: [sigmoid],
        formulas: #"""
          X = x^T
          A = f(X (W^{(1)})^T + u (b^{(1)})^T)
          H = A (W^{(2)})^T
          J = \frac{1}{2m} \|H - X\|_F^2 + \frac{\beta}{m^2} \|u^T A\|^2
          """#, parameters: ["W^{(1)}", "W^{(2)}", "b^{(1)}"]),
      Case(
        title: "a covariance, in passes", givens: [sigmoid],
        formulas: #"""
          a^{(2)} = f(W^{(1)} x + b^{(1)})
          \mu = \frac{1}{m} a^{(2)} u
          D = a^{(2)} - \mu
          C = \frac1m D D^T
          J = \|C\|_F^2 + \frac{1}{m} \|W^{(2)} D - x\|_F^2
          """#, parameters: ["W^{(1)}", "W^{(2)}", "b^{(1)}"]),
      Case(
        title: "log, sqrt, sin, powers",
        givens: [#"f(z) = \log(1 + e^z)"#, #"g(z) = \sqrt{z} + \sin z + z^{2.5}"#],
        formulas: #"""
          a^{(2)} = f(W^{(1)} x + b^{(1)})
          c = g(a^{(2)})
          J = \frac1m v^T c u + \frac{1}{m} \|\arctan(c) u\|^2
          """#, parameters: ["W^{(1)}", "b^{(1)}"]),
    ]

    /// The same as the sources write them, by an index.
    static let indexed: [Case] = [
      Case(
        title: "the cost of each example", givens: [sigmoid],
        formulas: #"""
          h_{W,b}(x) = f(W^{(2)} f(W^{(1)} x + b^{(1)}) + b^{(2)})
          J(W,b;x,y) = \frac{1}{2} \|h_{W,b}(x) - y\|^2
          J = \frac{1}{m} \sum_{i=1}^m J(W,b;x^{(i)},y^{(i)}) + \frac{\lambda}{2} \sum_{l=1}^{2} \|W^{(l)}\|_F^2
          """#),
      Case(
        title: "squared differences", givens: [sigmoid],
        formulas: network
          + #"J = \sum_{i=1}^m \frac{1}{2} \|a^{(3)}_{:,i} - y^{(i)}\|^2 + \frac{\lambda}{2} \sum_{i=1}^6 \sum_{j=1}^4 (W_{ji}^{(1)})^2"#
      ),
      Case(
        title: "activity by an index", givens: [sigmoid],
        formulas: network + #"""
          \hat\rho_j = \frac{1}{m} \sum_{i=1}^m a_j^{(2)}(x^{(i)})
          J = \frac{1}{2m} \sum_{i=1}^m \|a^{(3)}_{:,i} - x^{(i)}\|^2 + \beta \sum_{j=1}^{4} \text{KL}(\rho \| \hat\rho_j)
          """#),
      Case(
        title: "activity in the matrix, entry by entry", givens: [sigmoid],
        formulas: network + #"""
          \hat\rho_j = \frac{1}{m} \sum_{i=1}^m a_{ji}^{(2)}
          J = \frac{1}{2m} \sum_{i=1}^m \sum_{k=1}^6 (a_{ki}^{(3)} - x_{ki})^2 + \beta \sum_{j=1}^{4} \text{KL}(\rho \| \hat\rho_j) + R
          """#),
      Case(
        title: "inner and outer products", givens: [sigmoid],
        formulas: network + #"""
          C = \frac1m \sum_{i=1}^m a_{:,i}^{(2)} (a_{:,i}^{(2)})^T
          J = -\frac{1}{m} \sum_{i=1}^m (x^{(i)})^T \log(a^{(3)}_{:,i}) + \|C\|_F^2
          """#),
      Case(
        title: "norms that are not squared", givens: [#"f(z) = \tanh z"#],
        formulas: network
          + #"J = \frac{1}{m} \sum_{i=1}^m \|a^{(3)}_{:,i} - x^{(i)}\| \, w^T x^{(i)} + \frac1m \sum_{i=1}^m \|a^{(2)}_{:,i}\|_1"#
      ),
    ]

    static func name(_ latex: String) throws -> Name {
      // A name is read as the left side of a given.
      let workspace = try read("\(latex) = 1")
      return try #require(workspace.values.keys.first)
    }

    static func read(_ text: String) throws -> Workspace {
      let file = SourceFile(path: "case", text: text)
      let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      var workspace = Workspace()
      let result = EquationReader.read(read.lines, in: file, &workspace)
      let findings = (read.findings + result.findings).filter { $0.severity == .error }
      #expect(findings.isEmpty, "\(findings)")
      return workspace
    }

    /// The case with so many examples: drawn data, drawn parameters.
    static func text(_ own: Case, _ m: Int) -> String {
      #"""
      m = \#(m)
      \lambda = 0.01, \quad \rho = 0.1, \quad \beta = 0.3
      x \in \mathbb{R}^{6 \times \#(m)}
      x \sim \mathcal{U}(0.1, 0.9)
      y \in \mathbb{R}^{6 \times \#(m)}
      y \sim \mathcal{U}(0, 1)
      u \in \mathbb{R}^{\#(m)}
      u \sim \mathcal{U}(1, 1)
      v \in \mathbb{R}^{4}
      v \sim \mathcal{U}(1, 1)
      w \in \mathbb{R}^{6}
      w \sim \mathcal{U}(1, 1)
      W^{(1)} \in \mathbb{R}^{4 \times 6}
      W^{(1)} \sim \mathcal{U}(-0.7, 0.7)
      W^{(2)} \in \mathbb{R}^{6 \times 4}
      W^{(2)} \sim \mathcal{U}(-0.7, 0.7)
      b^{(1)} \in \mathbb{R}^{4}
      b^{(1)} \sim \mathcal{U}(-0.5, 0.5)
      b^{(2)} \in \mathbb{R}^{6}
      b^{(2)} \sim \mathcal{U}(-0.5, 0.5)
      \#(own.givens.joined(separator: "\n"))
      \#(own.formulas)
      """#
    }

    struct Run {
      var cost: Double
      var gradient: [Double]
    }

    static func run(_ tiled: TiledCost, _ theta: [Double]) -> Run {
      var gradient = Array(repeating: 0.0, count: theta.count)
      let cost = tiled.evaluate(theta, &gradient)
      return Run(cost: cost, gradient: gradient)
    }

    /// Read at few examples, run at many, and the formulas themselves at as many.
    @Test(arguments: cases + indexed, [2, 7, 83])
    func `gives what the formulas give`(own: Case, m: Int) throws {
      let few = try Self.read(Self.text(own, 3))
      let many = try Self.read(Self.text(own, m))
      let parameters = try own.parameters.map { try Self.name($0) }
      let data = try [Self.name("x"), Self.name("y")]
      let count = try Self.name("m")
      let (cost, all) = (try Self.name("J"), Set(data).union([count]))
      let read = try #require(Kernel(valueOf: cost, in: few))
      let graph = try #require(
        CostGraph(
          of: read, by: parameters, over: all,
          forExamples: true, few))
      let tiled = try TiledCost(graph, columnsOf: Set(data), counts: [count], few, width: 16)
      tiled.bind(Dictionary(uniqueKeysWithValues: data.map { ($0, many.values[$0]!) }))
      let theta = parameters.flatMap { many.values[$0]!.elements }
      let run = Self.run(tiled, theta)

      let formula = try #require(Kernel(valueOf: cost, in: many))
      let whole = try #require(
        CostGraph(
          of: formula, by: parameters, over: all,
          forExamples: false, many))
      var program = Program(whole, many)
      program.run()
      let expected = (0...parameters.count).map { program.value($0).elements }
      #expect(abs(run.cost - expected[0][0]) <= 1e-12 * max(1, abs(expected[0][0])))
      let slopes = expected.dropFirst().flatMap { $0 }
      let largest = slopes.map(\.magnitude).max() ?? 1
      let apart = zip(run.gradient, slopes).map { abs($0 - $1) }.max() ?? .nan
      #expect(apart <= 1e-12 * max(1, largest))
      #expect(largest > 0)
      #expect(program.value(0) == many.values[cost]!)
      // Any number of threads, the same bits.
      for threads in [2, 3, 7] {
        tiled.threads = threads
        let other = Self.run(tiled, theta)
        #expect(other.cost == run.cost)
        #expect(other.gradient == run.gradient)
      }
      // Other instructions, the same but for the last bits.
      for level in [0, 1] {
        TiledCost.takeLevel(level)
        defer { TiledCost.takeLevel(-1) }
        let other = Self.run(tiled, theta)
        let apart = zip(other.gradient, run.gradient).map { abs($0 - $1) }.max() ?? .nan
        #expect(apart <= 1e-12 * max(1, largest))
      }
    }

    static func tiled(_ own: Case, width: Int = TiledCost.width) throws -> TiledCost {
      let few = try read(text(own, 3))
      let (data, count) = (try Set(["x", "y"].map(name)), try name("m"))
      let cost = try #require(Kernel(valueOf: try name("J"), in: few))
      let graph = try #require(
        CostGraph(
          of: cost, by: own.parameters.map(name), over: data.union([count]), forExamples: true, few)
      )
      return try TiledCost(graph, columnsOf: data, counts: [count], few, width: width)
    }

    /// What is done whatever the number of examples: matrices of weights that went through the
    /// operations as they are everywhere else took longer than a thousand examples.
    @Test(arguments: cases.filter { $0.title != "log, sqrt, sin, powers" })
    func `what no example changes is done by loops alone`(own: Case) throws {
      let slow = try Self.tiled(own).slowOperations
      #expect(slow == [])
    }

    /// The network of the notes: what is added to a product, and what is added up, take no loop of
    /// their own.
    @Test func `steps that belong together are one`() throws {
      let own = try #require(Self.cases.first { $0.title == "sparsity" })
      let tiled = try Self.tiled(own)
      #expect(
        tiled.loops == [
          [.logistic], [.logistic, .subtract, .timesSlope, .plusProduct, .timesSlope],
        ])
    }

    /// Numbers below the normal ones are not taken for zero, on no thread and not afterwards.
    @Test(arguments: [1, 3])
    func `small numbers stay what they are`(threads: Int) throws {
      let own = Case(
        title: "magnitudes", givens: [], formulas: #"J = \|W^{(1)} x\|_1"#,
        parameters: ["W^{(1)}"])
      let tiled = try Self.tiled(own, width: 16)
      tiled.threads = threads
      let tiny = Double.leastNormalMagnitude / 16
      tiled.bind([try Self.name("x"): Matrix(shape: Shape(6, 83)) { _, _ in tiny }])
      let run = Self.run(tiled, Array(repeating: 0.5, count: 24))
      // Four rows of 83 examples, each the sum of six halves.
      #expect(run.cost == 4 * 83 * 3 * tiny)
      #expect(run.gradient.allSatisfy { $0 == 83 * tiny })
      #expect(tiny * Double(threads) / Double(threads) == tiny)
    }
  }
}
