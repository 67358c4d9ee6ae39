import Lessons
import SourceText
import TestSupport
import Testing

/// Numbers at which a slip would not be noticed: each is said once, where it is met first.
struct `Numbers that hide slips` {
  private static func said(_ fences: [String]) -> [(line: Int, summary: String)] {
    let text = fences.map { "```math\n\($0)\n```\n" }.joined(separator: "\n")
    let lesson = LessonReader(.none).checkedLesson(SourceFile(path: "lesson.md", text: text))
    return lesson.findings.filter { $0.kind == .undiagnosable }.map {
      ($0.location.position.line, $0.summary)
    }
  }

  static let hidden = [
    "\\alpha = 1\nx = (2, 3)\ny = \\alpha x": "α is 1: a lost factor α or 1/α would not be noticed",
    "\\alpha = 1\nx = (2, 3)\ny = \\frac{1}{\\alpha} x":
      "α is 1: a lost factor α or 1/α would not be noticed",
    "c = (0, 0)\nx = (2, 3)\ny = 2 x - c": "c is 0: a lost term with it would not be noticed",
    "\\lambda = 0\nx = (2, 3)\ny = x + 3 \\lambda x":
      "λ is 0: a lost term with it would not be noticed",
    "p = (2, 3)\nq = (2, 3)\ny = p + 2 q":
      "p and q have the same value: one for the other would not be noticed",
    "S = \\begin{bmatrix} 1 & 2 \\\\ 2 & 5 \\end{bmatrix}\nx = (2, 3)\ny = S^T x":
      "S equals its transpose: a lost ᵀ would not be noticed",
    "x = (2, 3)\ny = (x x^T)^T x":
      "What is transposed here equals its transpose: a lost ᵀ would not be noticed",
    // In the first term of a sum.
    "\\beta = 1\nx = (2, 3)\ny = \\sum_{i=1}^{2} \\beta x_i":
      "β is 1: a lost factor β or 1/β would not be noticed",
  ]

  @Test(arguments: hidden.keys.sorted()) func `are said`(fence: String) throws {
    let said = Self.said([fence])
    #expect(said.map(\.summary) == [Self.hidden[fence]])
    // Below the line that opens the fence.
    #expect(said.first?.line == fence.split(separator: "\n").count + 1)
  }

  /// The same thing in other words, or further down, is not said again; another one is.
  @Test(arguments: hidden.keys.sorted()) func `are said once`(fence: String) {
    let lines = fence.split(separator: "\n")
    let again = "z" + (lines.last?.dropFirst() ?? "")
    let said = Self.said([fence, again, "\\mu = 1\nw = \\mu y"])
    #expect(said.count == 2)
    #expect(said.last?.summary.hasPrefix("μ is 1") == true)
  }

  @Test(arguments: [
    "\\alpha = 2\nx = (2, 3)\ny = \\alpha x", "p = (2, 3)\nq = (3, 2)\ny = p + 2 q",
    "S = \\begin{bmatrix} 1 & 2 \\\\ 3 & 5 \\end{bmatrix}\nx = (2, 3)\ny = S^T x",
    // That it equals its transpose is what is said; what is written down is no name.
    "S = \\begin{bmatrix} 1 & 2 \\\\ 2 & 5 \\end{bmatrix}\nS = S^T",
    "x = (2, 3)\ny = 1 \\cdot x + 0",
    // Sizes are alike because they have to be.
    "n = 2\nm = 2\nx = (2, 3)\ny = \\sum_{i=1}^{n} x_i + \\sum_{j=1}^{m} x_j^3",
  ])
  func `are not said where there is nothing to hide`(fence: String) {
    #expect(Self.said([fence]).map(\.summary) == [])
  }

  /// Rules are computed in another order than they are written; one thing of a kind is said at a
  /// place.
  @Test func `are said of the first layer that is computed`() {
    let said = Self.said([
      #"""
      g = 1
      W^{(1)} = \begin{bmatrix} 1 & 2 \\ 2 & 1 \end{bmatrix}
      W^{(2)} = \begin{bmatrix} 3 & 4 \\ 4 & 3 \end{bmatrix}
      d^{(3)} = (2, 7)
      d^{(l)} = (W^{(l)})^T d^{(l+1)}
      e = g d^{(1)}
      """#
    ])
    #expect(
      said.map(\.summary) == [
        "W⁽²⁾ equals its transpose: a lost ᵀ would not be noticed",
        "g is 1: a lost factor g or 1/g would not be noticed",
      ])
  }
}
