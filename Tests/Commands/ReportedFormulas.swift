extension Report {
  /// Formulas that were read to another meaning, or not at all.
  static let formulas = [
    Report(
      "k01-superscript-two", .value([[9]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      a = 3
      ```

      ```math
      y = a²
      ```
      """#),
    Report(
      "k01-en-dash", .value([[1]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      z = 3 – 2
      ```
      """#),
    Report(
      "k01-zero-width", .value([[4]], orFinding: true),
      """
      # T

      ## S

      ```math
      a = 3
      ```

      ```math
      y = a\u{200B} + 1
      ```
      """),
    Report(
      "k02-tanh-slope-square", .value([[0.75, 0.96], [0.91, 0.51]]),
      #"""
      # T

      ## S

      ```math
      Z = \begin{bmatrix} 0.5 & 0.2 \\ 0.3 & 0.7 \end{bmatrix}
      ```

      ```math
      g(z) = 1 - z^2
      ```

      ```math
      D = g(Z)
      ```
      """#),
    Report(
      "k03-log-base-2", .value([[3]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      y = \log_2 8
      ```
      """#),
    Report(
      "k03-arcsin", .value([[0.5235987755982989]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      x = 0.5
      ```

      ```math
      y = \sin^{-1} x
      ```
      """#),
    Report(
      "k03-vmatrix", .value([[-2]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      D = \begin{vmatrix} 1 & 2 \\ 3 & 4 \end{vmatrix}
      ```
      """#),
    Report(
      "k03-double-bars-left-right", .value([[5]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      x = \begin{bmatrix} 3 \\ 4 \end{bmatrix}
      ```

      ```math
      s = \left|\left| x \right|\right|
      ```
      """#),
    Report(
      "k03-spectral-norm", .value([[5.464985704219043]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      ```

      ```math
      s = \|A\|_2
      ```
      """#),
    Report(
      "k03-e-is-an-error", .value([[0.8807970779778823]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      y = 0.8
      ```

      ```math
      h = 0.5
      ```

      ```math
      e = y - h
      ```

      ```math
      f(z) = \frac{1}{1+e^{-z}}
      ```

      ```math
      a = f(2)
      ```
      """#),
    Report(
      "k03-sci-notation-undefined", .value([[0.0015]], orHelp: "10\\^"),
      #"""
      # T

      ## S

      ```math
      g = 1.5e-3
      ```
      """#),
    Report(
      "k03-double-superscript", .finding(nil),
      #"""
      # T

      ## S

      ```math
      y = 2^3^2
      ```
      """#),
    Report(
      "k04-thin-space-thousands", .value([[1000]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      b = 1\,000
      ```
      """#),
    Report(
      "k04-missing-ampersand", .finding(nil),
      #"""
      # T

      ## S

      ```math
      v = \begin{bmatrix} 1 & 2 \\ 3 & 4 5 \end{bmatrix}
      ```
      """#),
    Report(
      "k05-list-transposed", .value([[32]], orFinding: true),
      #"""
      # T

      ## S

      ```math
      x = [1, 2, 3]^T
      ```

      ```math
      w = [4, 5, 6]^T
      ```

      ```math
      s = w^T x
      ```
      """#),
    Report(
      "k14-sum-to-a-billion", .answered,
      #"""
      # T

      ## S

      ```math
      s = \sum_{i=1}^{1000000000} i
      ```
      """#),
  ]
}
