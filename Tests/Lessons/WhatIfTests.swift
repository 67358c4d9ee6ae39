import Kernels
import Lessons
import Matrices
import Questions
import SourceText
import TestSupport
import Testing

/// With another given a lesson comes to what it comes to when its text says the other number: every
/// value, every verdict, and what its self-checks and its last step know.
struct `What if` {
  /// Lessons in which `@` stands for the number that is changed, with its name.
  static let texts: [(name: String, text: String)] = [
    (
      "x",
      #"""
      ```math
      x = @
      w = 2
      J(w) = (w x - 3)^2
      ```
      ## One step
      ```math
      g = \frac{\partial J(w)}{\partial w}
      w := w - 0.1 g
      ```
      How large is $`J`$?
      <!-- check
      = J(w)
      -->
      ```math
      \nabla_w J(w) = 2 x (w x - 3)
      w := w - 0.1 \nabla_w J(w)
      J(w) < 1
      ```
      And its slope?
      <!-- check
      = \nabla_w J(w)
      -->
      """#
    ),
    (
      "\\alpha",
      #"""
      ```math
      \alpha = @
      u = (1, -2)
      A = \begin{bmatrix} 2 & 0.5 \\ 0.5 & 1 \end{bmatrix}
      E = \frac12 u^T A u
      \nabla_u E = A u
      \text{for } k = 1, \ldots, 30: \\
      \quad u := u - 0.1 \alpha \nabla_u E
      E \ge 0
      ```
      How large is $`E`$ now?
      <!-- check
      = E
      -->
      ```math
      r_i = \sum_{j=1}^{2} A_{ij} u_j
      r = A u
      ```
      """#
    ),
    (
      "b^{(1)}",
      #"""
      ```math
      f(z) = \frac{1}{1 + e^{-z}}
      a^{(1)} = (0.5, -1)
      W^{(1)} = \begin{bmatrix} 1 & 2 \\ -1 & 0.5 \end{bmatrix}
      W^{(2)} = \begin{bmatrix} 0.3 & -0.7 \end{bmatrix}
      b^{(1)} = (@, 0.2)
      b^{(2)} = 0.1
      z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}
      a^{(l)} = f(z^{(l)})
      ```
      What comes out?
      <!-- check
      = a^{(3)}
      -->
      ```math
      \delta^{(3)} = f'(z^{(3)})
      \delta^{(l)} = \left((W^{(l)})^T \delta^{(l+1)}\right) \circ f'(z^{(l)})
      a^{(3)} \le \frac12
      ```
      """#
    ),
    (
      "s",
      #"""
      ```math
      s = @
      X = \begin{bmatrix} 1 & 2 & 4 \\ 0 & -1 & 3 \end{bmatrix}
      h(x) = s x
      x = (1, 1)
      C = \frac13 \sum_{i=1}^{3} \|h(X_{:,i}) - X_{:,i}\|^2
      c := C
      s := s + 1
      C \ge c
      \max_i X_{1i} + s > 4
      ```
      How large is $`C`$?
      <!-- check
      = C
      -->
      """#
    ),
  ]

  private static func lesson(_ text: String, _ number: Double) -> Lesson {
    let text = text.replacing("@", with: "\(number)")
    return LessonReader(.none).lesson(SourceFile(path: "lesson.md", text: text))
  }

  @Test(arguments: texts, [-1.25, 0.5, 3])
  func `a number were another one`(one: (name: String, text: String), number: Double) throws {
    let original = Self.lesson(one.text, 0.75)
    try #require(original.findings.filter { $0.severity == .error }.isEmpty)
    let name = try #require(original.workspace.changeable.first { $0.name.latex == one.name })
    var value = name.value
    value.elements[0] = number
    let (changed, wanted) = (original.giving([name.name: value]), Self.lesson(one.text, number))
    #expect(changed.equations.count == wanted.equations.count)
    for (own, other) in zip(changed.equations, wanted.equations) {
      #expect(own.claims.map(\.holds) == other.claims.map(\.holds), "\(own.location)")
      for (side, right) in zip(own.sides, other.sides) {
        #expect(side.value.isClose(to: right.value, tolerance: 1e-12), "\(own.location)")
      }
    }
    same(changed.start, wanted.start)
    same(changed.workspace, wanted.workspace)
    let (checks, others) = (changed.steps.flatMap(\.checks), wanted.steps.flatMap(\.checks))
    #expect(checks.count == others.count && !checks.isEmpty)
    for (own, other) in zip(checks, others) { same(own.workspace, other.workspace) }
  }

  /// What was out of date is computed for who asks.
  private func same(_ own: Workspace, _ other: Workspace) {
    var (own, other) = (own, other)
    own.refresh()
    other.refresh()
    #expect(Set(own.values.keys) == Set(other.values.keys))
    for (name, value) in other.values {
      #expect(own.values[name]?.isClose(to: value, tolerance: 1e-12) == true, "\(name.latex)")
    }
  }

  /// Going to and fro ends where it began.
  @Test(arguments: texts) func `it is the same again`(name: String, text: String) throws {
    let original = Self.lesson(text, 0.75)
    let given = try #require(original.workspace.changeable.first { $0.name.latex == name })
    for number in [0.5, 3, 0.75] {
      var value = given.value
      value.elements[0] = number
      let (once, twice) = (
        original.giving([given.name: value]), original.giving([given.name: value])
      )
      #expect(once.workspace.values == twice.workspace.values)
      if number == 0.75 { same(once.workspace, original.workspace) }
    }
  }
}
