package import Notation
import SourceText

extension MathLayout {
  /// The formula in at most `width` cells where it can be: broken before its relations, then before
  /// its outermost operators, then before the operators inside its groups. What cannot be broken,
  /// such as one long number, stays wider.
  package func box(_ tree: MathTree, width: Int) -> Box {
    let statements = tree.nodes.split(omittingEmptySubsequences: true) { $0.isLineBreak }
    var indents: [(indent: Int, box: Box)] = []
    for (index, nodes) in statements.enumerated() {
      let indent = index > 0 && startsWithRelation(Array(nodes)) ? 2 : 0
      indents.append((indent, fitted(Array(nodes), width: width - indent)))
    }
    guard !indents.isEmpty else { return .empty }
    return indents.count == 1 ? indents[0].box : .below(indents)
  }

  /// One statement; where the signs beside its matrices leave too little room, the matrices show
  /// fewer of their columns.
  private func fitted(_ nodes: [MathTree], width: Int) -> Box {
    var box = Box.empty
    for slack in [2, 8, 14, 20, 26] {
      var layout = self
      layout.matrixWidth = min(matrixWidth, max(8, width - slack))
      box = layout.broken(layout.pieces(nodes, depth: 0, width: width), width: width)
      if box.width <= width { break }
    }
    return box
  }

  private func startsWithRelation(_ nodes: [MathTree]) -> Bool {
    nodes.first.map { Spacing.kind($0, after: nil) == .relation } ?? false
  }

  /// A part of a row that is never broken, and how readily the row breaks before it: the smaller
  /// the rank, the sooner.
  private struct Piece {
    var gap: [Box]
    var box: Box
    var rank: Int?
    var isRelation = false

    var width: Int { gap.reduce(box.width) { $0 + $1.width } }
  }

  private static let ranksPerDepth = 4

  /// Something between delimiters, with the scripts it may have, the inner ones first.
  private struct Group {
    var open = ""
    var inner = MathTree(.row([]), .nowhere)
    var close = ""
    var scripts: [(primes: Int, lower: MathTree?, upper: MathTree?)] = []

    init?(_ node: MathTree) {
      if let group = node.delimited {
        (open, inner, close) = (group.open, group.inner, group.close)
      } else if let outer = node.scripts, let group = Group(outer.base) {
        self = group
        scripts.append((outer.primes, outer.lower, outer.upper))
      } else {
        return nil
      }
    }
  }

  /// A fraction on one line: `(a + b)/c`, for where it is too wide to stand upright.
  private func flat(_ node: MathTree) -> [MathTree]? {
    guard let (above, below) = node.fraction, let slash = Symbols.named("/") else {
      return nil
    }
    func group(_ tree: MathTree) -> MathTree {
      tree.nodes.count == 1 ? tree : MathTree(.delimited("(", tree, ")"), tree.location)
    }
    let middle = above.location.end
    return [group(above), MathTree(.symbol(slash), middle), group(below)]
  }

  private func pieces(_ nodes: [MathTree], depth: Int, width: Int) -> [Piece] {
    var pieces: [Piece] = []
    let first = depth * Self.ranksPerDepth
    for (index, node) in nodes.enumerated() {
      let kind = Spacing.kind(node, after: index > 0 ? nodes[index - 1] : nil)
      var rank: Int?
      var isRelation = false
      switch kind {
      case .relation:
        rank = first
        isRelation = true
      case .binary: rank = node.isSymbol("+", "-", "\\pm") ? first + 1 : first + 2
      case .sign, .punctuation: break
      default:
        let afterOperator =
          index == 0
          || [.binary, .relation, .sign, .prefix].contains(
            Spacing.kind(nodes[index - 1], after: index > 1 ? nodes[index - 2] : nil))
        if !afterOperator, !gap(nodes, before: index).isEmpty { rank = first + 3 }
      }
      if index == 0 { rank = nil }
      let whole = box(node)
      let gap = gap(nodes, before: index)
      if whole.width > width / 2, depth < 4, let group = Group(node) {
        let content = box(group.inner)
        var inside = self.pieces(group.inner.nodes, depth: depth + 1, width: width)
        let isMarked = isMarked(node.location)
        func end(_ box: Box) -> Box { isMarked ? box.marked() : box }
        if let left = delimiter(group.open, like: content), !inside.isEmpty {
          inside[0].box = .beside([end(left)] + inside[0].gap + [inside[0].box])
          inside[0].gap = gap
          inside[0].rank = rank
        }
        if let right = delimiter(group.close, like: content), let last = inside.indices.last {
          // What stands at the group, as the square of a norm, stands at its end.
          let closing = group.scripts.reduce(end(right)) {
            scripted($0, $1.primes, $1.lower, $1.upper)
          }
          inside[last].box = .beside([inside[last].box, closing])
        }
        pieces += inside
      } else if whole.width > width, depth < 4, let flat = flat(node) {
        var inside = self.pieces(flat, depth: depth + 1, width: width)
        inside[0].gap = gap
        inside[0].rank = rank
        pieces += inside
      } else {
        pieces.append(Piece(gap: gap, box: whole, rank: rank, isRelation: isRelation))
      }
    }
    return pieces
  }

  private func joined(_ pieces: some Sequence<Piece>) -> Box {
    var boxes: [Box] = []
    for (index, piece) in pieces.enumerated() {
      if index > 0 { boxes += piece.gap }
      boxes.append(piece.box)
    }
    return boxes.isEmpty ? .empty : .beside(boxes)
  }

  /// The line of a formula with a rule below what is marked in it.
  private func underlined(_ box: Box) -> Box {
    guard underlinesMarks else { return box.endingMarks() }
    var columns: Set<Int> = []
    for line in box.lines {
      var column = 0
      for cell in line {
        if cell.isMarked { columns.insert(column) }
        column += cell.character.cellWidth
      }
    }
    guard let last = columns.max() else { return box }
    let rule = (0...last).map {
      columns.contains($0) ? Cell(ascii ? "~" : "╌", .muted) : Cell(" ", .text)
    }
    return Box(lines: box.lines + [rule], baseline: box.baseline)
  }

  private func broken(_ pieces: [Piece], width: Int) -> Box {
    let whole = pieces.reduce(0) { $0 + $1.width }
    let ranks = pieces.dropFirst().compactMap(\.rank)
    guard whole > width, let rank = ranks.min() else { return underlined(joined(pieces)) }

    // Runs between the break points of this rank, packed into lines as they fit.
    var runs: [[Piece]] = []
    for piece in pieces {
      if runs.isEmpty || piece.rank == rank { runs.append([]) }
      runs[runs.count - 1].append(piece)
    }
    var lines: [[Piece]] = []
    for run in runs {
      let runWidth = run.reduce(0) { $0 + $1.width }
      let lineWidth = lines.last.map { $0.reduce(0) { $0 + $1.width } } ?? 0
      if lines.isEmpty || lineWidth + runWidth > width {
        lines.append(run)
      } else {
        lines[lines.count - 1] += run
      }
    }
    let indent = continuation(pieces, width: width)
    var parts: [(indent: Int, box: Box)] = []
    for (index, line) in lines.enumerated() {
      let isFirst = index == 0
      let step = isFirst ? 0 : line[0].isRelation ? max(0, indent - 2) : indent
      let part = broken(line, width: width - step)
      if let last = parts.last, last.box.height > 1, part.height > 1, !underlinesMarks {
        parts.append((0, .empty))
      }
      // What is too wide all the same moves to the left as far as it helps.
      parts.append((max(0, min(step, width - part.width)), part))
    }
    return .below(parts)
  }

  /// Continued lines stand to the right of the first relation, when that leaves room.
  private func continuation(_ pieces: [Piece], width: Int) -> Int {
    guard let relation = pieces.firstIndex(where: { $0.isRelation }), relation > 0 else { return 2 }
    let column = pieces[..<relation].reduce(0) { $0 + $1.width } + 1
    return column + 2 <= width / 4 ? column + 2 : 2
  }
}
