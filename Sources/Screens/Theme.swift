package import Notation

/// What roles look like: attributes and colours as SGR parameters. Bold, underline and reverse
/// carry the meaning; the 16 colours, which every terminal maps to its own background, only help.
package struct Theme: Sendable {
  package init() {}

  /// The SGR parameters of a cell, such as `1;36`; empty for plain text.
  package func parameters(_ cell: Cell, colour: Bool) -> String {
    var parameters: [String] = []
    switch cell.role {
    case .heading, .strong: parameters.append("1")
    case .emphasis: parameters.append("3")
    case .link: parameters.append("4")
    case .muted, .prompt: parameters.append("2")
    default: break
    }
    if cell.isMarked { parameters.append(cell.endsMark ? "1;4" : "1") }
    if colour {
      switch cell.role {
      case .name, .code: parameters.append("36")
      case .remark: parameters.append("33")
      case .good: parameters.append("32")
      case .bad: parameters.append("31")
      default: break
      }
    }
    return parameters.joined(separator: ";")
  }

  /// A line as text with escape sequences.
  package func painted(_ line: StyledLine, colour: Bool) -> String {
    var text = ""
    var current = ""
    for cell in line {
      let parameters = parameters(cell, colour: colour)
      if parameters != current {
        if !current.isEmpty { text += "\u{1B}[0m" }
        if !parameters.isEmpty { text += "\u{1B}[\(parameters)m" }
        current = parameters
      }
      text.append(cell.character)
    }
    return current.isEmpty ? text : text + "\u{1B}[0m"
  }
}
