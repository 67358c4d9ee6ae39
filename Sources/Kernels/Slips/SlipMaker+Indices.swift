import Matrices

/// Other numbers for indices, at every place that belongs together.
extension SlipMaker {
  func otherIndices(_ whole: Expression) -> [Change] {
    let uses = whole.entryUses
    var changes: [Change] = []
    // An index that stands still while others run: that of the unit, or of the example.
    let standing = uses.filter { $0.value.numbers.count == 1 }
    func moved(_ axes: Set<EntryAxis>, from old: Int, to new: Int) -> Expression? {
      whole.rewritten { part in
        guard let picked = part.operation.entries, let name = part.operands[0].operation.name
        else { return nil }
        var (row, column) = (picked.row, picked.column)
        if row == old, axes.contains(EntryAxis(name: name, isRow: true)) { row = new }
        if column == old, axes.contains(EntryAxis(name: name, isRow: false)) { column = new }
        guard row != picked.row || column != picked.column else { return nil }
        return Expression(
          .placement(.entries(row: row, column: column)), part.operands, shape: part.shape,
          location: part.location)
      }
    }
    for number in Set(standing.values.flatMap(\.numbers)).sorted() {
      let group = standing.filter { $0.value.numbers == [number] }
      let bound = group.map(\.value.bound).min() ?? 0
      guard bound <= Self.mostNeighbours else { continue }
      for other in 0..<bound where other != number {
        let text = "index \(other + 1), and \(number + 1) is asked for"
        for axes in subsets(of: group) {
          changes += further(.otherEntry(text), moved(axes, from: number, to: other))
        }
      }
    }
    changes += further(
      .exchangedIndices(of: "everything"),
      whole.rewritten { part in
        guard let (row, column) = part.operation.entry, row != column,
          column < part.operands[0].shape.rows, row < part.operands[0].shape.columns
        else { return nil }
        return Expression(
          .placement(.entries(row: column, column: row)), part.operands, shape: part.shape,
          location: part.location)
      })
    let matrices = Set(uses.keys.filter { !$0.isRow }.map(\.name))
    for name in matrices.sorted(by: { $0.latex < $1.latex }) {
      changes += further(.exchangedIndices(of: name.shown), exchanged(name, whole))
    }
    return changes
  }

  /// Which of the axes with one number may be meant together: those of the unit without that of the
  /// input, for instance. Single places are changed one by one already.
  private func subsets(of group: [EntryAxis: EntryUse]) -> [Set<EntryAxis>] {
    let axes = group.keys.sorted {
      ($0.name.latex, $0.isRow ? 0 : 1) < ($1.name.latex, $1.isRow ? 0 : 1)
    }
    guard axes.count <= 4 else { return [Set(axes)] }
    return (1..<1 << axes.count).map { bits in
      Set(axes.indices.filter { bits & 1 << $0 != 0 }.map { axes[$0] })
    }.filter { $0.count > 1 || $0.contains { (group[$0]?.count ?? 0) > 1 } }
  }

  private func exchanged(_ name: Name, _ whole: Expression) -> Expression? {
    var fits = true
    let changed = whole.rewritten { part in
      guard let (row, column) = part.operation.entry, part.operands[0].operation.name == name,
        row != column
      else { return nil }
      let shape = part.operands[0].shape
      fits = fits && column < shape.rows && row < shape.columns
      return Expression(
        .placement(.entries(row: column, column: row)), part.operands, shape: part.shape,
        location: part.location)
    }
    return fits ? changed : nil
  }
}

/// Rows or columns of a name.
private struct EntryAxis: Hashable {
  var name: Name
  var isRow: Bool
}

private struct EntryUse {
  var numbers: Set<Int> = []
  var count = 0
  var bound = 0
}

extension Expression {
  /// Which rows and columns of names are picked.
  fileprivate var entryUses: [EntryAxis: EntryUse] {
    var uses: [EntryAxis: EntryUse] = [:]
    _ = rewritten { part in
      guard let picked = part.operation.entries, let name = part.operands[0].operation.name else {
        return nil
      }
      let shape = part.operands[0].shape
      for (number, isRow, bound) in [
        (picked.row, true, shape.rows), (picked.column, false, shape.columns),
      ] where bound > 1 {
        guard let number else { continue }
        var use = uses[EntryAxis(name: name, isRow: isRow)] ?? EntryUse()
        use.numbers.insert(number)
        use.count += 1
        use.bound = bound
        uses[EntryAxis(name: name, isRow: isRow)] = use
      }
      return nil
    }
    return uses
  }
}
