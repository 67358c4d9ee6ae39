/// What `longhand new` begins a lesson with: every line is there to be changed, and all of it runs.
enum StarterLesson {
  static func text(title: String) -> String { "---\ntitle: \(quoted(title))\n---\n" + body }

  /// As a text of YAML, whatever is in it.
  static func quoted(_ text: String) -> String {
    let isPlain =
      text.first?.isLetter == true
      && text.allSatisfy { $0.isLetter || $0.isNumber || " -".contains($0) }
    return isPlain ? text : "'\(text.replacing("'", with: "''"))'"
  }

  private static let body = #"""

    Say here what the lesson is about, and why anybody should want to know. This one runs already:
    change a line and save; `longhand preview`, beside your editor, shows what became of it.

    ## What is given

    Give your numbers first. A formula in a fence named `math` runs; one between dollars, such as
    $W x$, is only shown. Choose numbers that a student can follow with a pencil.

    ```math
    x = \begin{bmatrix} 0.5 \\ 0.8 \end{bmatrix}
    ```

    ```math
    \begin{aligned}
    W &= \begin{bmatrix} 0.3 & -0.4 \\ 0.6 & 0.1 \\ -0.2 & 0.7 \end{bmatrix} \\
    b &= \begin{bmatrix} 0.2 \\ -0.1 \\ 0.4 \end{bmatrix}
    \end{aligned}
    ```

    A function is an equation like any other:

    ```math
    f(z) = \frac{1}{1 + e^{-z}}
    ```

    ## One number

    Ask before you show. The key of a question stands in a comment behind it, where GitHub hides it.
    It is a formula, and stays right when your numbers change. What is the first sum, to 2 decimals?

    <!-- check
    = W_{11} x_1 + W_{12} x_2 + b_1
    ? Two products, and the bias.
    ~ W_{11} x_1 + W_{21} x_2 + b_1: That is the first column of the weights; take the first row.
    -->

    ```math
    z_1 = W_{11} x_1 + W_{12} x_2 + b_1
    ```

    ## All of them

    What was given by an entry may be given as a whole; that the two agree is checked. What shape
    will it have?

    <!-- check
    = shape W x + b
    ? One number for each row of the weights.
    -->

    ```math
    z = W x + b
    ```

    ```math
    a = f(z)
    ```

    ## What must hold

    An equation between things that have their values already is a claim. It is tried at these
    numbers, at random ones and at other sizes, and shown with ✓ or ✗:

    ```math
    f'(z) = a \circ (1 - a)
    ```

    Which of these has a row for each entry of $a$?

    - [ ] $x$
    - [ ] $W$
    - [ ] $x^T$

    <!-- check
    = 2
    ? Which of them is multiplied by the input?
    -->

    ## What is learnt

    End with the formula that all this was for. A derivative is compared with the exact one:

    ```math
    y = \begin{bmatrix} 0.3 \\ 0.9 \\ 0.1 \end{bmatrix}
    ```

    ```math
    J = \frac{1}{2} \lVert a - y \rVert^2
    ```

    How do you write the slope of $J$ by $z$, with $a$, $y$ and $f'$?

    <!-- check
    = formula (a - y) \circ f'(z)
    ? The chain rule: the outer slope times the inner one, entry by entry.
    -->

    ```math
    \frac{\partial J}{\partial z} = (a - y) \circ f'(z)
    ```

    <!-- Nobody sees this: other keys ask for an order (order z … J), for the line that is wrong
    (slip z … J), for several choices (1, 3), or for a derivation (derive, and what is to be derived). -->

    """#
}
