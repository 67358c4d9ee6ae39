/// Notes as a lecturer has them, with formulas between `$$`, `\[ … \]` and in environments, made a
/// lesson: every formula that stands by itself in a live fence.
package struct Notes {
  /// A formula of the notes.
  package struct Formula {
    /// Its LaTeX, and the line of the notes where it begins, from 1.
    package var latex: String
    package var line: Int
    /// The lines of the lesson that it has, from 1.
    package var lines: ClosedRange<Int>
  }

  /// The lesson: the notes with a fence for each formula.
  package var text: String
  package var formulas: [Formula] = []

  /// Environments that stand by themselves.
  private static let environments = [
    "equation", "align", "gather", "eqnarray", "multline", "alignat",
  ]

  private static let closings = ["$$": "$$", "\\[": "\\]"]

  package init(_ text: String) {
    var written: [String] = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var index = 0
    func add(_ latex: [String], from line: Int, to formulas: inout [Formula]) {
      let body = latex.joined(separator: "\n").trimmingBlanks
      guard !body.isEmpty else { return }
      if let last = written.last, !last.isBlank { written.append("") }
      written.append("```math")
      let first = written.count + 1
      written += body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      formulas.append(Formula(latex: body, line: line + 1, lines: first...written.count))
      written += ["```", ""]
    }
    while index < lines.count {
      let line = lines[index].trimmingBlanks
      if line.hasPrefix("```") || line.hasPrefix("~~~") {
        let fence = String(line.prefix(3))
        let start = index
        index += 1
        while index < lines.count, !lines[index].trimmingBlanks.hasPrefix(fence) { index += 1 }
        let body = Array(lines[(start + 1)..<min(index, lines.count)])
        if line.dropFirst(3).trimmingBlanks == "math" {
          add(body, from: start + 1, to: &formulas)
        } else {
          written += lines[start...min(index, lines.count - 1)]
        }
        index += 1
      } else if let open = Self.closings.keys.first(where: line.hasPrefix),
        let close = Self.closings[open]
      {
        let start = index
        var body = [String(line.dropFirst(open.count))]
        while !body[body.count - 1].contains(close), index + 1 < lines.count {
          index += 1
          body.append(lines[index])
        }
        let parts = body[body.count - 1].cut(at: close)
        body[body.count - 1] = parts.before
        add(body, from: start, to: &formulas)
        // What stands behind it on its last line may hold another.
        lines[index] = parts.after ?? ""
        if lines[index].isBlank { index += 1 }
      } else if let name = Self.environments.first(where: {
        line.hasPrefix("\\begin{\($0)}") || line.hasPrefix("\\begin{\($0)*}")
      }) {
        let start = index
        var body = [line]
        while !body[body.count - 1].contains("\\end{\(name)"), index + 1 < lines.count {
          index += 1
          body.append(lines[index])
        }
        add(body, from: start, to: &formulas)
        index += 1
      } else if let (before, rest) = Self.formulaInside(lines[index]) {
        written.append(before)
        lines[index] = rest
      } else {
        written.append(lines[index])
        index += 1
      }
    }
    self.text = written.joined(separator: "\n")
  }

  /// A line of text cut before the formula of its own that stands in it; nil for one without, and
  /// in code.
  private static func formulaInside(_ line: String) -> (before: String, rest: String)? {
    let openings = closings.keys.compactMap { line.firstRange(of: $0)?.lowerBound }
    guard let start = openings.min() else { return nil }
    let before = line[..<start]
    let isInCode = before.count { $0 == "`" } % 2 == 1
    return isInCode || before.isBlank || before.last == "\\"
      ? nil : (String(before), String(line[start...]))
  }

  /// The lesson with what it leaves open listed before its first step, to be filled in.
  package func lesson(givens: [String]) -> String {
    guard !givens.isEmpty else { return text }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let list =
      ["## Givens", "", "Give each of these a value in a `math` fence here:", ""]
      + givens.map { "- $`\($0)`$" } + [""]
    // Behind front matter and the title.
    var place = 0
    if lines.first?.isBlank == false, lines[0] == "---",
      let end = lines.dropFirst().firstIndex(of: "---")
    {
      place = end + 1
    }
    if let title = lines[place...].firstIndex(where: { !$0.isBlank }), lines[title].hasPrefix("# ")
    {
      place = title + 1
      lines.insert("", at: place)
      place += 1
    }
    lines.insert(contentsOf: list, at: place)
    return lines.joined(separator: "\n")
  }
}

extension StringProtocol {
  fileprivate var isBlank: Bool { allSatisfy(\.isWhitespace) }

  fileprivate var trimmingBlanks: String {
    let head = drop(while: \.isWhitespace)
    guard let last = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(head[...last])
  }

  /// What stands before the first of these signs, and behind it.
  fileprivate func cut(at sign: String) -> (before: String, after: String?) {
    guard let range = self.firstRange(of: sign) else { return (String(self), nil) }
    return (String(self[..<range.lowerBound]), String(self[range.upperBound...]))
  }
}
