extension Report {
  /// Notation that did not run, and findings that led nowhere.
  static let notation = [
    Report(
      "k11-layer-brackets", .value([[11], [25]]),
      #"""
      # T

      ## S

      ```math
      W^{[1]} = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      ```

      ```math
      x = \begin{bmatrix} 3 \\ 4 \end{bmatrix}
      ```

      ```math
      z^{[1]} = W^{[1]} x
      ```
      """#),
    Report(
      "k11-cases-relu", .value([[0], [2]]),
      #"""
      # T

      ## S

      ```math
      z = \begin{bmatrix} -1 \\ 2 \end{bmatrix}
      ```

      ```math
      f(u) = \begin{cases} u & u > 0 \\ 0 & \text{otherwise} \end{cases}
      ```

      ```math
      a = f(z)
      ```
      """#),
    Report(
      "k11-operatorname-function", .value([[1]]),
      #"""
      # T

      ## S

      ```math
      \operatorname{ReLU}(t) = \max(0, t)
      ```

      ```math
      c = \operatorname{ReLU}(-2) + 1
      ```
      """#),
    Report(
      "k11-font-over-product", .value([[11], [25]]),
      #"""
      # T

      ## S

      ```math
      A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      ```

      ```math
      x = \begin{bmatrix} 3 \\ 4 \end{bmatrix}
      ```

      ```math
      y = \mathbf{A x}
      ```
      """#),
    Report(
      "k11-total-derivative", .value([[4]], orHelp: "partial"),
      #"""
      # T

      ## S

      ```math
      x = 2
      ```

      ```math
      g = \frac{\mathrm{d}}{\mathrm{d}x} x^2
      ```
      """#),
    Report(
      "k11-word-subscript", .value([[0.2]], orHelp: "text\\{out"),
      #"""
      # T

      ## S

      ```math
      out_{h1} = 0.5
      ```

      ```math
      w_5 = 0.4
      ```

      ```math
      y = w_5 \cdot out_{h1}
      ```
      """#),
    Report(
      "k11-updated-plus", .value([[0.3]], orHelp: "\\^\\{?\\+|:="),
      #"""
      # T

      ## S

      ```math
      w_5 = 0.4
      ```

      ```math
      w_5^{+} = w_5 - 0.1
      ```

      ```math
      y = w_5^{+}
      ```
      """#),
    Report(
      "k11-starred-matrix", .value([[1, -2], [3, 4]]),
      #"""
      # T

      ## S

      ```math
      B = \begin{bmatrix*}[r] 1 & -2 \\ 3 & 4 \end{bmatrix*}
      ```
      """#),
    Report(
      "k11-newcommand", .value([[11], [25]], orHelp: "macro|newcommand.*(own|write)"),
      #"""
      # T

      ## S

      ```math
      A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      ```

      ```math
      x = \begin{bmatrix} 3 \\ 4 \end{bmatrix}
      ```

      ```math
      \newcommand{\vect}[1]{\mathbf{#1}}
      y = A \vect{x}
      ```
      """#),
    Report(
      "k11-percent", .value([[0.5]], orHelp: "0\\.5|/ ?100"),
      #"""
      # T

      ## S

      ```math
      k = 50\%
      ```
      """#),
    Report(
      "k11-two-givens-comma", .value([[3]], orHelp: "quad|line"),
      #"""
      # T

      ## S

      ```math
      \alpha = 0.1, \beta = 3
      ```
      """#),
    Report(
      "k11-underbrace-label", .value([[11], [25]]),
      #"""
      # T

      ## S

      ```math
      A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
      ```

      ```math
      x = \begin{bmatrix} 3 \\ 4 \end{bmatrix}
      ```

      ```math
      y = \underbrace{A x}_{\text{input}}
      ```
      """#),
    Report(
      "k12-negative-power", .notSaid("2×2: only a square"),
      #"""
      # T

      ## S

      ```math
      A = \begin{bmatrix} 1 & 2 \\ 3 & 5 \end{bmatrix}
      ```

      ```math
      B = A^{-2}
      ```
      """#),
    Report(
      "k12-rounded-equals", .finding("approx|≈"),
      #"""
      # T

      ## S

      ```math
      a = 1/3 = 0.3333
      ```
      """#),
    Report(
      "k15-numbers-put-in", .clean,
      #"""
      # T

      ## S

      ```math
      w = 0.15
      ```

      ```math
      i_1 = 0.05
      ```

      ```math
      n_1 = w i_1 = 0.15 \cdot 0.05 = 0.0075
      ```
      """#),
  ]
}
