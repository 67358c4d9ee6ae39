import Checking
import Kernels
import Matrices
import Notation
import SourceText

/// Times prepared formulas and the checking of lessons, and prints a line of numbers for each;
/// formulas.py puts NumPy beside it and compares the values.
@main
struct FormulasBenchmark {
  /// One cost and gradient of the sparse autoencoder, as its lesson writes it.
  static let formulas = #"""
    m = 4
    x = \begin{bmatrix} 0.9 & 0.1 & 0.4 & 0.7 \\ 0.1 & 0.8 & 0.3 & 0.5 \\ 0.8 & 0.2 & 0.6 & 0.1 \end{bmatrix}
    \lambda = 0.1
    W^{(1)} = \begin{bmatrix} 0.1 & -0.3 & 0.5 \\ 0.2 & 0.4 & -0.6 \end{bmatrix}
    b^{(1)} = \begin{bmatrix} 0.1 \\ -0.2 \end{bmatrix}
    W^{(2)} = \begin{bmatrix} 0.3 & -0.1 \\ -0.4 & 0.7 \\ 0.5 & 0.2 \end{bmatrix}
    b^{(2)} = \begin{bmatrix} 0.05 \\ -0.1 \\ 0.2 \end{bmatrix}
    u = \begin{bmatrix} 1 \\ 1 \\ 1 \\ 1 \end{bmatrix}
    f(z) = \frac{1}{1 + e^{-z}}
    z^{(2)} = W^{(1)} x + b^{(1)}
    a^{(2)} = f(z^{(2)})
    z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}
    a^{(3)} = f(z^{(3)})
    J = \frac{1}{2m} \|a^{(3)} - x\|_F^2 + \frac{\lambda}{2} (\|W^{(1)}\|_F^2 + \|W^{(2)}\|_F^2)
    \delta^{(3)} = -(x - a^{(3)}) \circ f'(z^{(3)})
    \delta^{(2)} = ((W^{(2)})^T \delta^{(3)}) \circ f'(z^{(2)})
    G^{(1)} = \frac{1}{m} \delta^{(2)} x^T + \lambda W^{(1)}
    G^{(2)} = \frac{1}{m} \delta^{(3)} (a^{(2)})^T + \lambda W^{(2)}
    g^{(1)} = \frac{1}{m} \delta^{(2)} u
    g^{(2)} = \frac{1}{m} \delta^{(3)} u
    """#

  static func name(_ base: String, _ member: Int? = nil) -> Name {
    var name = Name(base)
    name.member = member
    return name
  }

  /// The median of repeated runs, in microseconds.
  static func microseconds(_ repeats: Int, _ work: () -> Void) -> Double {
    var times: [Double] = []
    for _ in 0..<9 {
      let start = ContinuousClock.now
      for _ in 0..<repeats { work() }
      let took = (ContinuousClock.now - start).components
      times.append(
        (Double(took.attoseconds) * 1e-12 + Double(took.seconds) * 1e6) / Double(repeats))
    }
    return times.sorted()[4]
  }

  static func read(_ text: String) -> (Workspace, SourceFile) {
    let file = SourceFile(path: "benchmark", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    precondition((read.findings + result.findings).isEmpty, "\(result.findings.map(\.summary))")
    return (workspace, file)
  }

  static func main() {
    let (workspace, _) = read(formulas)
    let weights = [name("W", 1), name("W", 2), name("b", 1), name("b", 2)]
    let wanted = [name("J"), name("G", 1), name("G", 2), name("g", 1), name("g", 2)]
    guard var program = Program(wanted, by: Set(weights), workspace) else {
      print("the formulas could not be prepared")
      return
    }
    program.run()
    print("prepared", microseconds(20_000) { program.run() })
    let scoped = Dictionary(
      uniqueKeysWithValues: weights.map { ($0, workspace.values[$0] ?? Matrix(0)) })
    let interpreted = microseconds(500) {
      let scope = Scope(workspace, replacing: scoped)
      for name in wanted { _ = scope.value(name) }
    }
    print("interpreted", interpreted)
    for index in wanted.indices {
      let numbers = program.value(index).elements.map { "\($0)" }
      print("value", wanted[index].spelled, numbers.joined(separator: " "))
    }
    for count in [10, 20, 40, 80] { print("equations", count, checking(equations: count)) }
    for size in [4, 8, 16, 32] { print("entries", size * size, checking(entries: size)) }
  }

  /// Reading, running and checking a lesson of so many claims, with its draws.
  static func checking(equations: Int) -> Double {
    let lines = (0..<equations).map { _ in
      #"f'(z) = f(z) \circ (1 - f(z))"#
    }
    let text =
      "f(z) = \\frac{1}{1 + e^{-z}}\nz = (0.1, -0.7, 0.3)\n"
      .replacing("z = (", with: "v = (") + lines.joined(separator: "\n").replacing("z", with: "v")
    return microseconds(3) {
      let (workspace, file) = read(text)
      _ = Checker.findingsAtDraws(workspace, in: file)
    }
  }

  /// The same of one claim about every entry of a matrix.
  static func checking(entries size: Int) -> Double {
    let row = (0..<size).map { "0.\($0 + 1)" }.joined(separator: " & ")
    let matrix = Array(repeating: row, count: size).joined(separator: " \\\\ ")
    let text =
      "A = \\begin{bmatrix} \(matrix) \\end{bmatrix}\n\\|A\\|_F^2 = \\sum_i \\sum_j A_{ij}^2\n"
    return microseconds(1) {
      let (workspace, file) = read(text)
      _ = Checker.findingsAtDraws(workspace, in: file)
    }
  }
}
