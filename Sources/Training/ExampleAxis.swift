import Kernels
import Matrices

/// Which dimension of which operation goes along the examples.
///
/// Found from the data: their columns are examples, and what an operation takes from or hands to a
/// dimension that goes along them goes along them as well. Sizes are never compared: 64 units and
/// 64 examples are two things.
struct ExampleAxis {
  enum Direction { case none, columns, rows }

  private(set) var directions: [Direction] = []

  /// A disjoint-set forest: node i has its rows at 2i, its columns at 2i + 1.
  private struct Dimensions {
    private var parents: [Int]

    init(_ count: Int) { parents = Array(0..<2 * count) }

    mutating func root(_ dimension: Int) -> Int {
      var at = dimension
      while parents[at] != at {
        parents[at] = parents[parents[at]]
        at = parents[at]
      }
      return at
    }

    mutating func join(_ a: Int, _ b: Int) { parents[root(a)] = root(b) }
    mutating func rows(_ a: Int, rows b: Int) { join(2 * a, 2 * b) }
    mutating func columns(_ a: Int, columns b: Int) { join(2 * a + 1, 2 * b + 1) }
    mutating func rows(_ a: Int, columns b: Int) { join(2 * a, 2 * b + 1) }
    mutating func columns(_ a: Int, rows b: Int) { join(2 * a + 1, 2 * b) }
  }

  init(_ nodes: [Kernel.Node], columnsOf data: Set<Name>) throws(Fallback) {
    var dimensions = Dimensions(nodes.count)
    for index in nodes.indices { Self.join(nodes, index, &dimensions) }
    let leaves = nodes.indices.filter { nodes[$0].operation.name.map(data.contains) ?? false }
    guard let first = leaves.first else { throw .noData }
    for leaf in leaves { dimensions.columns(leaf, columns: first) }
    let axis = dimensions.root(2 * first + 1)
    for index in nodes.indices {
      let isRows = dimensions.root(2 * index) == axis
      let isColumns = dimensions.root(2 * index + 1) == axis
      if isRows && isColumns { throw .squareOfExamples }
      directions.append(isColumns ? .columns : isRows ? .rows : .none)
    }
    guard nodes[first].shape.columns > 1 else { throw .oneExample }
  }

  private static func join(_ nodes: [Kernel.Node], _ index: Int, _ found: inout Dimensions) {
    let node = nodes[index]
    let operands = node.operands
    func shape(_ position: Int) -> Shape { nodes[operands[position]].shape }
    /// Where an operand is not stretched, its dimension is that of the value.
    func entryByEntry() {
      for operand in operands {
        let own = nodes[operand].shape
        if own.rows > 1 || node.shape.rows == 1 { found.rows(index, rows: operand) }
        if own.columns > 1 || node.shape.columns == 1 { found.columns(index, columns: operand) }
      }
    }
    switch node.operation {
    case .product(.matrix) where !shape(0).isScalar && !shape(1).isScalar:
      found.rows(index, rows: operands[0])
      found.columns(index, columns: operands[1])
      found.columns(operands[0], rows: operands[1])
    case .product, .sum(.terms), .entrywise: entryByEntry()
    case .sum(.entries(.ofEachRow)): found.rows(index, rows: operands[0])
    case .sum(.entries(.ofEachColumn)): found.columns(index, columns: operands[0])
    case .sum(.entries(.all)), .norm, .statistic: break
    // Of each column there is another one, or a number.
    case .column where node.shape == shape(0): entryByEntry()
    case .column: found.columns(index, columns: operands[0])
    case .placement(let placement):
      switch placement {
      case .transpose:
        found.rows(index, columns: operands[0])
        found.columns(index, rows: operands[0])
      case .repeated: entryByEntry()
      case .entries(let row, let column):
        if row == nil {
          if column == nil || node.shape.columns == 1 { found.rows(index, rows: operands[0]) }
        }
        if column == nil {
          if node.shape.columns > 1 || row == nil {
            found.columns(index, columns: operands[0])
          } else {
            found.rows(index, columns: operands[0])
          }
        }
      case .placed(let row, let column, _):
        if row == nil { found.rows(index, rows: operands[0]) }
        if column == nil {
          if shape(0).columns > 1 || row == nil {
            found.columns(index, columns: operands[0])
          } else {
            found.columns(index, rows: operands[0])
          }
        }
      case .diagonal, .ofDiagonal:
        found.rows(index, rows: operands[0])
      case .assembly, .tuple, .part, .padded: break
      }
    case .square:
      for operand in operands {
        found.rows(index, rows: operand)
        found.columns(index, columns: operand)
      }
    case .leaf, .indexed, .fold, .tabulation, .call, .evaluation, .derivative: break
    }
  }
}
