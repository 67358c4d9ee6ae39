package import SourceText

extension SourceFile {
  /// A lesson of givens, each in a fence of its own, and a chain of lines.
  package static func derivation(_ givens: [String], _ lines: [String]) -> SourceFile {
    let fences = givens.map { "```math\n\($0)\n```\n" }.joined(separator: "\n")
    let chain = lines.enumerated().map { $0 == 0 ? $1 : "&= \($1)" }.joined(separator: " \\\\\n")
    return SourceFile(
      path: "lesson.md",
      text: """
        ---
        title: A derivation
        ---

        \(fences)
        ```math
        \\begin{aligned}
        \(chain)
        \\end{aligned}
        ```
        """)
  }
}
