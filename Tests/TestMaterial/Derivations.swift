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

/// `Tests/Reasons/Derivations/derivations.json`: derivations with the rules that their author names
/// for each step, and wrong lines with what was done wrong.
package struct DerivationMaterial: Decodable {
  package var derivations: [Derivation]

  package struct Derivation: Decodable {
    package var id: String
    package var givens: [String]
    package var lines: [Line]
    package var wrong: [WrongLine]
  }

  package struct Line: Decodable {
    package var latex: String
    package var reason: [String]
  }

  package struct WrongLine: Decodable {
    /// Which line it stands below, from 0.
    package var after: Int
    package var latex: String
    package var buggy: String
  }
}
