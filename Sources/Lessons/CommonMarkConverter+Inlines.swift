import Notation
import SourceText

extension CommonMarkConverter {
  /// Inlines as they are meant: texts that touch as one, and formulas where their stand-ins are.
  mutating func read(_ inlines: [Inline]) -> [Inline] {
    let joined = Self.joiningTexts(inlines)
    // A heading or an item ends where its block does, and with it a formula that was begun in it.
    let present = Set(
      joined.flatMap { inline -> [Int] in
        if case .text(let text) = inline { return standIns.pieces(in: text) }
        return []
      })
    var read: [Inline] = []
    for inline in joined {
      guard case .text(let text) = inline, StandIns.mayStand(in: text) else {
        read.append(inline)
        continue
      }
      var plain = ""
      func flush() {
        if !plain.isEmpty { read.append(.text(plain)) }
        plain = ""
      }
      for part in standIns.parts(text) {
        switch part {
        case .text(let text): plain += text
        case .escapedBar: plain.unicodeScalars.append(StandIns.escapedBar)
        // Not a comment to Markdown, and so text.
        case .comment: break
        case .piece(let index):
          let piece = standIns.pieces[index]
          let formula = standIns.formulas[piece.formula]
          guard formula.pieces.allSatisfy(present.contains) else {
            plain += file.text(piece.source)
            continue
          }
          flush()
          if index == formula.pieces.lowerBound {
            read.append(math(formula))
          } else if case .softBreak? = read.last {
            read.removeLast()
          }
        }
      }
      flush()
    }
    return read
  }

  private mutating func math(_ formula: StandIns.Formula) -> Inline {
    let read = MathReader.read(MathSource(file, lines: formula.latex), for: .shown, &macros)
    findings += read.findings
    var nodes: [MathTree] = []
    for (position, line) in read.lines.enumerated() {
      if position > 0 { nodes.append(MathTree(.lineBreak, line.location)) }
      nodes += line.nodes
    }
    return .math(.row(nodes), isDisplay: formula.isDisplay)
  }

  private static func joiningTexts(_ inlines: [Inline]) -> [Inline] {
    var joined: [Inline] = []
    for inline in inlines {
      if case .text(let next) = inline, case .text(let before)? = joined.last {
        joined[joined.count - 1] = .text(before + next)
      } else {
        joined.append(inline)
      }
    }
    return joined
  }
}
