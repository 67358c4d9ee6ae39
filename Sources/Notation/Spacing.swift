/// The space between two neighbours of a row, by TeX's classes of atoms.
package enum Spacing {
  /// Cells between `left` and `right`; `before` is what stands before `left` and tells a minus sign
  /// from a minus operation.
  package static func between(
    _ left: MathTree, _ right: MathTree, before: MathTree?, ascii: Bool
  ) -> Int {
    if left.isSpace || right.isSpace || left.isLineBreak || right.isLineBreak { return 0 }
    let leftClass = kind(left, after: before)
    let rightClass = kind(right, after: left)
    switch (leftClass, rightClass) {
    case (_, .slash), (.slash, _): return 0
    case (_, .relation), (.relation, _): return 1
    case (_, .punctuation): return 0
    case (.punctuation, _): return 1
    case (_, .binary), (.binary, _): return 1
    case (.sign, _), (.prefix, _): return 0
    case (_, .function) where !isOpening(left): return leftClass == .opening ? 0 : 1
    case (.function, _): return isDelimited(right) ? 0 : 1
    case (.large, _): return 1
    case (_, .large): return leftClass == .opening ? 0 : 1
    case (.opening, _), (_, .closing): return 0
    default: return factors(left, right, ascii: ascii)
    }
  }

  /// Two factors side by side: apart when the left one carries a script or one of them is tall.
  private static func factors(_ left: MathTree, _ right: MathTree, ascii: Bool) -> Int {
    if isTall(left) || isTall(right) { return 1 }
    if isDelimited(right) { return isDelimited(left) || left.isNumber ? 1 : 0 }
    if isDelimited(left) { return 1 }
    if left.isText || right.isText || left.isScripted { return 1 }
    if left.isAccented, ascii { return 1 }
    if left.isNumber, right.isNumber { return 1 }
    return ascii && wordsTouch(left, right) ? 1 : 0
  }

  /// In ASCII `\lambda W` must not become `lambdaW`.
  package static func wordsTouch(_ left: MathTree, _ right: MathTree) -> Bool {
    func isWord(_ tree: MathTree) -> Bool {
      switch tree.content {
      case .letter(let letter): letter.count > 1
      case .scripts(let base, _, _, _): isWord(base)
      case .accent: true
      case .row, .number, .function, .text, .symbol, .fraction, .binomial, .root, .styled,
        .delimited, .table, .stacked, .space, .lineBreak, .unknown:
        false
      }
    }
    func isAlphabetic(_ tree: MathTree) -> Bool {
      switch tree.content {
      case .letter, .number, .accent, .scripts: true
      case .row, .function, .text, .symbol, .fraction, .binomial, .root, .styled, .delimited,
        .table, .stacked, .space, .lineBreak, .unknown:
        false
      }
    }
    return (isWord(left) && isAlphabetic(right)) || (isWord(right) && isAlphabetic(left))
  }

  package enum Kind {
    case ordinary, binary, relation, punctuation, opening, closing, large, function, sign, prefix
    case slash
  }

  /// The class of a node where it stands.
  package static func kind(_ tree: MathTree, after previous: MathTree?) -> Kind {
    switch tree.content {
    case .function: return .function
    case .scripts(let base, _, _, _), .styled(_, let base):
      let inner = kind(base, after: nil)
      return inner == .large || inner == .function || inner == .relation ? inner : .ordinary
    case .stacked(let base, _, _, _):
      let inner = kind(base, after: previous)
      return inner == .sign ? .ordinary : inner
    case .symbol(let symbol):
      switch symbol.class {
      case .ordinary: return ["\\partial", "\\nabla"].contains(symbol.latex) ? .prefix : .ordinary
      case .bar: return .ordinary
      case .relation: return .relation
      case .punctuation: return .punctuation
      case .opening: return .opening
      case .closing: return .closing
      case .large: return .large
      case .binary:
        if symbol.latex == "/" { return .slash }
        guard let previous else { return .sign }
        switch kind(previous, after: nil) {
        case .relation, .punctuation, .opening, .large, .function, .slash: return .sign
        case .sign where previous.symbol != nil: return .sign
        default: return .binary
        }
      }
    case .row, .number, .letter, .text, .fraction, .binomial, .root, .accent, .delimited, .table,
      .space, .lineBreak, .unknown:
      return .ordinary
    }
  }

  private static func isOpening(_ tree: MathTree) -> Bool { tree.symbol?.class == .opening }

  /// Whether it is a group, with or without scripts.
  package static func isDelimited(_ tree: MathTree) -> Bool {
    tree.isDelimited || tree.scripts.map { isDelimited($0.base) } ?? false
  }

  package static func isTall(_ tree: MathTree) -> Bool {
    switch tree.content {
    case .fraction, .table, .binomial: true
    case .scripts(let base, _, _, _): isTall(base)
    case .row, .number, .letter, .function, .text, .symbol, .root, .accent, .styled, .delimited,
      .stacked, .space, .lineBreak, .unknown:
      false
    }
  }
}
