import Kernels
import Notation
import SourceText
import Testing

/// What is written as NumPy. That it computes the same is checked with NumPy itself
/// (Tests/EndToEnd/numpy_values.py).
struct `NumPy` {
  private func lines(_ text: String) -> [String] {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let equations = EquationReader.read(read.lines, in: file, &workspace).equations
    var writer = NumPyWriter(workspace)
    return equations.flatMap { writer.lines($0) }
  }

  static let givens = #"""
    x = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
    W^{(1)} = \begin{bmatrix} 1 & 2 \\ 3 & 5 \end{bmatrix}
    \hat\rho = (0.2, 0.3)
    \lambda = 0.5

    """#

  @Test(arguments: [
    (#"\delta^{(2)} = (W^{(1)})^T x + \hat\rho"#, "delta2 = W1.T @ x + rho_hat"),
    (#"z = -(x - W^{(1)}) \circ x"#, "z = -(x - W1) * x"),
    (#"J = \frac{\lambda}{2} \|x\|_F^2"#, "J = lambda_ / 2 * np.sum(x**2)"),
    (#"s = \hat\rho^T \hat\rho \lambda"#, "s = (rho_hat.T @ rho_hat).item() * lambda_"),
    (#"t = x_{12} - x_{:,2}"#, "t = x[0, 1] - x[:, [1]]"),
    (
      #"y_i = \sum_j W_{ij}^{(1)} \hat\rho_j"#,
      "y = np.array([[sum(W1[i, j] * rho_hat[j, 0] for j in range(2))] for i in range(2)])"
    ),
    (#"v = \sum_{i=1}^{2} i \hat\rho_i"#, "v = sum((i + 1) * rho_hat[i, 0] for i in range(2))"),
  ])
  func `a formula is a line`(latex: String, expected: String) {
    #expect(lines(Self.givens + latex).last == expected)
  }

  @Test func `claims are asserted, and an updated name is computed anew`() {
    let written = lines(
      """
      a = 2
      b = 3 a
      b = a + 4
      a := 5
      c = b
      """)
    #expect(
      written == [
        "a = 2", "b = 3 * a", "assert np.allclose(b, a + 4, rtol=1e-9, atol=1e-12)", "a = 5",
        "b = 3 * a", "c = b",
      ])
  }

  @Test(arguments: [
    (#"\text{class} = 3"#, "class_ = 3"), (#"\text{print} = 3"#, "print_ = 3"),
    (#"\text{match} = 3"#, "match_ = 3"), (#"\text{2x} = 3"#, "name_2x = 3"),
    (#"\text{漢} = 3"#, "name = 3"), (#"\text{os.system('id')#} = 3"#, "os_system_id = 3"),
  ])
  func `a name is one to Python`(latex: String, expected: String) {
    #expect(lines(latex).last == expected)
  }

  @Test func `no two names are the same`() {
    let written = lines(
      #"""
      \text{漢} = 1
      \text{字} = 2
      \text{name_2} = 3
      a = 4
      a_{\text{next}} = 5
      b = 6
      a := b
      b := a
      z(x) = x^2
      c = z'(3)
      """#)
    #expect(
      written == [
        "name = 1", "name_ = 2", "name_2 = 3", "a = 4", "a_next = 5", "b = 6", "a = b", "b = a",
        "def z(x):", "    return x**2", "", "def z_prime(x):",
        "    # A complex step is exact but for rounding.",
        "    return np.imag(z(x + 1e-30j)) / 1e-30", "", "c = z_prime(3)",
      ])
  }

  @Test func `a comment is one line`() {
    let text = "a\n\r\n\u{B}\u{C}\u{1C}\u{85}\u{2028}\u{2029}import os"
    let comment = NumPyWriter.comment(text)
    #expect(comment.hasPrefix("# a"))
    #expect(comment.filter(\.isNewline).isEmpty)
  }
}
