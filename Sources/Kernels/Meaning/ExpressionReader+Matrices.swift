import Matrices
import Notation
import SourceText

/// Matrices that are written out, and those that are put together from others.
extension ExpressionReader {
  mutating func readMatrix(_ node: MathTree, _ rows: [[MathTree]]) -> Expression? {
    let columns = rows.first?.count ?? 0
    if let odd = rows.first(where: { $0.count != columns }) {
      report(
        .shapeMismatch, at: node.location,
        "The rows of this matrix differ: \(columns) in the first, \(odd.count) in another",
        help: "Give every row the same number of entries.")
      return nil
    }
    guard let rows = fillingDots(rows) else { return nil }
    var entries: [Expression] = []
    var failed = false
    for cell in rows.joined() {
      guard let entry = readEntry(cell, of: node) else {
        failed = true
        continue
      }
      entries.append(entry)
    }
    guard !failed, !entries.isEmpty else { return nil }
    if entries.contains(where: { !$0.shape.isScalar }) {
      return joined(entries, columns, node.location)
    }
    let shape = Shape(rows.count, columns)
    if entries.allSatisfy(\.isConstant) {
      let values = entries.map { Kernel($0).constantValue.elements[0] }
      return Expression(
        .constant(Matrix(shape: shape, elements: values)), shape: shape, location: node.location)
    }
    return Expression(
      .placement(.assembly), entries, shape: shape, location: node.location)
  }

  private mutating func readEntry(_ cell: MathTree, of matrix: MathTree) -> Expression? {
    if cell.isEmpty {
      report(
        .missingArgument, at: matrix.location, "An entry of this matrix is empty",
        help: "Write a number between every two &.")
      return nil
    }
    let word = cell.oneLine().lowercased().filter(\.isLetter)
    if ["nan", "inf", "infinity"].contains(word)
      || cell.nodes.contains(where: { $0.isSymbol("\\infty") })
    {
      report(
        .notFinite, at: cell.location, "\(cell.oneLine()) is not a number to compute with",
        help: "Every entry must be a finite number.")
      return nil
    }
    return read(cell)
  }

  /// Matrices side by side and below each other, as columns of one: their entries, put together.
  private mutating func joined(
    _ blocks: [Expression], _ columns: Int, _ location: Location
  ) -> Expression? {
    let lines = stride(from: 0, to: blocks.count, by: columns).map {
      Array(blocks[$0..<$0 + columns])
    }
    for line in lines {
      if let odd = line.first(where: { $0.shape.rows != line[0].shape.rows }) {
        report(
          .shapeMismatch, at: odd.location,
          "\(text(line[0])) is \(line[0].shape) and \(text(odd)) is \(odd.shape): they cannot "
            + "stand side by side",
          help: "What stands side by side needs as many rows; transpose what lies.")
        return nil
      }
    }
    let widths = lines.map { $0.reduce(0) { $0 + $1.shape.columns } }
    if let odd = widths.firstIndex(where: { $0 != widths[0] }) {
      report(
        .shapeMismatch, at: lines[odd][0].location,
        "This line has \(widths[odd]) columns, and the first one has \(widths[0])",
        help: "What stands below each other needs as many columns; transpose what stands.")
      return nil
    }
    var entries: [Expression] = []
    for line in lines {
      for row in 0..<line[0].shape.rows {
        for block in line {
          for column in 0..<block.shape.columns {
            let entry = Expression(
              .placement(.entries(row: row, column: column)), [block], shape: .scalar,
              location: block.location)
            entries.append(block.shape.isScalar ? block : entry)
          }
        }
      }
    }
    guard entries.count <= Self.mostJoined else {
      report(
        .formulaTooLong, at: location,
        "This is put together from \(entries.count) entries, and \(Self.mostJoined) are the most",
        help: "Give it by an index: Q_{:,i} = …")
      return nil
    }
    return Expression(
      .placement(.assembly), entries, shape: Shape(entries.count / widths[0], widths[0]),
      location: location)
  }

  private static let mostJoined = 4096
}
