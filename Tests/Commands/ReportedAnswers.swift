extension Report {
  /// Answers that were right and were not taken so, or were answered in the author's words.
  static let answers = [
    Report(
      "k02-answer-marked-wrong", .right("s/1: [0.75 0.96; 0.91 0.51]"),
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

      What is D, to 3 decimals?

      <!-- check
      = g(Z)
      -->
      """#),
    Report(
      "k05-answer-list", .right("s/1: [0.5, -1.25, 3]"),
      #"""
      # T

      ## S

      ```math
      x = [0.5, -1.25, 3]
      ```

      What is x?

      <!-- check
      = x
      -->
      """#),
    Report(
      "k12-student-sees-author-help", .understood("s/1: A * x", not: "\\\\cdot|\\\\circ"),
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
      y = A x
      ```

      Formula?

      <!-- check
      = formula A x
      -->
      """#),
    Report(
      "k13-mixed-number", .understood("s/1: 1 1/4", not: "Yours is"),
      #"""
      # T

      ## S

      ```math
      p = 0.25
      ```

      ```math
      y = p + 1
      ```

      What is y?

      <!-- check
      = p + 1
      -->
      """#),
    Report(
      "k13-en-dash", .right("s/1: –0.25"),
      #"""
      # T

      ## S

      ```math
      p = 0.25
      ```

      ```math
      y = 0 - p
      ```

      What is y?

      <!-- check
      = 0 - p
      -->
      """#),
    Report(
      "k13-spaces-round-slash", .right("s/1: 5 / 4"),
      #"""
      # T

      ## S

      ```math
      p = 0.25
      ```

      ```math
      y = p + 1
      ```

      What is y?

      <!-- check
      = p + 1
      -->
      """#),
    Report(
      "k13-leading-equals", .right("s/1: = 1.25"),
      #"""
      # T

      ## S

      ```math
      p = 0.25
      ```

      ```math
      y = p + 1
      ```

      What is y?

      <!-- check
      = p + 1
      -->
      """#),
    Report(
      "k13-comma-vector", .understood("s/1: 0,5 -1,25 3", not: "Yours is 5×1"),
      #"""
      # T

      ## S

      ```math
      x = \begin{bmatrix} 0.5 \\ -1.25 \\ 3 \end{bmatrix}
      ```

      What is x?

      <!-- check
      = x
      -->
      """#),
  ]
}
