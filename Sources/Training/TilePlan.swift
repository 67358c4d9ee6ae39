import Kernels
import Matrices

/// Where every value lies, and what is done with it, pass by pass: numbers only, for the loops.
struct TilePlan {
  /// A place in one of the memories; `step` leads to the next row.
  enum Place: Hashable {
    case scratch(Int, step: Int)
    /// In the part of a tile that is kept.
    case kept(Int, step: Int)
    /// A number for each row (`step` 1), or one for all (0).
    case fixed(Int, step: Int)
  }

  enum Operation: Hashable {
    case loop(Loop)
    case sum, sumOfSquares, sumOfMagnitudes
  }

  struct Entrywise {
    var operation: Operation
    var out: Place
    var operands: [Place]
    /// How the row is added up on the way, and where.
    var added: (Operation, lanes: Place)?
  }

  enum Step {
    /// A fixed matrix, where it lies and how far its rows and columns are apart, times a value, and
    /// what is added to each column.
    case product(
      matrix: Int, rows: Int, inner: Int, rowStep: Int, columnStep: Int, Place, addend: Place?,
      out: Place)
    case contraction(rows: Int, columns: Int, Place, Place, lanes: Int)
    case group(rows: Int, [Entrywise])
    case rowsAdded(rows: Int, Place, out: Place)
    case largestRow(rows: Int, Place, out: Place)
  }

  struct Pass {
    var steps: [Step] = []
    /// The sums that it makes, with their lanes in scratch.
    var sums: [(value: Int, lanes: Int)] = []
  }

  let values: [TiledValue]
  let schedule: Schedule
  let width: Int
  /// From row to row. No power of two, or rows of a tile would share the sets of a cache.
  let stride: Int
  private(set) var passes: [Pass] = []
  private(set) var scratchSize = 0
  /// Numbers of a tile that are kept: of data, and of what a later pass needs.
  private(set) var keptSize = 0
  private(set) var kept: [Int: Int] = [:]
  private(set) var fixed: [Int: Int] = [:]
  private(set) var fixedSize = 0

  private var readers: [[Int]]
  private var stored: [Int: Int] = [:]
  private var free: [Int: [Int]] = [:]

  init(_ values: [TiledValue], width: Int) {
    self.values = values
    self.width = width
    stride = width + 8
    schedule = Schedule(values)
    readers = Array(repeating: [], count: values.count)
    for (index, value) in values.enumerated() {
      for operand in value.operands where values[operand].isTiled { readers[operand].append(index) }
    }
    for index in values.indices {
      if values[index].isTiled {
        let isKept =
          values[index].isLeaf
          || readers[index].contains { schedule.pass[$0] > schedule.pass[index] }
        guard isKept else { continue }
        kept[index] = keptSize
        keptSize += values[index].height * stride
      } else {
        fixed[index] = fixedSize
        fixedSize += (values[index].shape.count + 15) / 8 * 8
      }
    }
    for pass in 0..<schedule.passes { passes.append(plan(pass)) }
  }

  // MARK: - Memory

  /// In the order of the stages; a value is dead after the last of its readers.
  private mutating func memory(_ index: Int) {
    guard kept[index] == nil, stored[index] == nil else { return }
    let size = values[index].height * stride
    if let again = free[size]?.popLast() {
      stored[index] = again
      return
    }
    stored[index] = scratchSize
    scratchSize += size
  }

  private func place(_ index: Int, step: Int? = nil) -> Place {
    if let offset = fixed[index] {
      return .fixed(offset, step: values[index].shape.isScalar ? 0 : 1)
    }
    let own = step ?? (values[index].height == 1 ? 0 : stride)
    if let offset = kept[index] { return .kept(offset, step: own) }
    return .scratch(stored[index] ?? 0, step: own)
  }

  // MARK: - One pass

  private mutating func plan(_ pass: Int) -> Pass {
    var plan = Pass()
    let own = values.indices.filter { index in
      let value = values[index]
      return schedule.pass[index] == pass && !value.isLeaf
        && (value.isTiled || value.kind.isReduction)
    }
    for index in own where values[index].kind.isReduction {
      plan.sums.append((index, scratchSize))
      scratchSize += values[index].shape.count * 8
    }
    let lanes = Dictionary(uniqueKeysWithValues: plan.sums.map { ($0.value, $0.lanes) })
    let last = own.map { schedule.stage[$0] }.max() ?? 0
    for stage in 0...last {
      let now = own.filter { schedule.stage[$0] == stage }
      for index in now where values[index].isTiled && !values[index].isGrouped {
        memory(index)
        if let own = step(index) { plan.steps.append(own) }
      }
      let grouped = now.filter { values[$0].isGrouped }
      for height in Set(grouped.map { values[$0].groupHeight(values) }).sorted() {
        let members = grouped.filter { values[$0].groupHeight(values) == height }
        plan.steps.append(.group(rows: height, group(members, lanes)))
      }
      for index in now where values[index].kind == .contraction {
        let (a, b) = (values[index].operands[0], values[index].operands[1])
        plan.steps.append(
          .contraction(
            rows: values[a].height, columns: values[b].height, place(a, step: stride),
            place(b, step: stride), lanes: lanes[index] ?? 0))
      }
      release(after: stage, of: pass)
    }
    return plan
  }

  private mutating func release(after stage: Int, of pass: Int) {
    for (index, offset) in stored.sorted(by: { $0.key < $1.key }) {
      let isDead = readers[index].allSatisfy { reader in
        schedule.pass[reader] < pass
          || schedule.pass[reader] == pass && schedule.stage[reader] <= stage
      }
      guard isDead, schedule.stage[index] <= stage || schedule.pass[index] < pass else { continue }
      free[values[index].height * stride, default: []].append(offset)
      stored[index] = nil
    }
  }

  /// What is done by itself; nil for what is there before, or is done row by row.
  private func step(_ index: Int) -> Step? {
    let value = values[index]
    let last = value.operands[value.kind == .product ? 1 : value.operands.count - 1]
    let (rows, a, out) = (values[last].height, place(last, step: stride), place(index))
    switch value.kind {
    case .product:
      let matrix = value.operands[0]
      let isTurned = values[matrix].kind == .fixed(.placement(.transpose))
      let lying = isTurned ? values[matrix].operands[0] : matrix
      let columns = values[lying].shape.columns
      return .product(
        matrix: fixed[lying] ?? 0, rows: value.height, inner: rows,
        rowStep: isTurned ? 1 : columns, columnStep: isTurned ? columns : 1, a,
        addend: value.operands.count > 2 ? place(value.operands[2]) : nil, out: out)
    case .rowsAdded: return .rowsAdded(rows: rows, a, out: out)
    case .largestRow: return .largestRow(rows: rows, a, out: out)
    case .row(let row):
      let picked: Place =
        switch a {
        case .scratch(let offset, let step): .scratch(offset + row * step, step: 0)
        case .kept(let offset, let step): .kept(offset + row * step, step: 0)
        case .fixed(let offset, let step): .fixed(offset + row * step, step: 0)
        }
      return .group(
        rows: 1, [Entrywise(operation: .loop(.copy), out: out, operands: [picked])])
    case .fixed, .count, .contraction, .sumOfRows, .sumOfAll, .sumOfSquares, .sumOfMagnitudes,
      .data, .entrywise:
      return nil
    }
  }

  // MARK: - Groups

  /// A row goes through all of them; what only they read needs no more than a row.
  private mutating func group(_ members: [Int], _ lanes: [Int: Int]) -> [Entrywise] {
    var rows: [Int: Int] = [:]
    var spare: [Int] = []
    var open = Dictionary(
      uniqueKeysWithValues: members.map { member in
        (member, readers[member].count)
      })
    let inside = Set(members)
    var group: [Entrywise] = []
    var makers: [Int: Int] = [:]
    for index in members {
      let value = values[index]
      guard let operation = value.groupOperation else { continue }
      let operands = value.operands.map { operand -> Place in
        rows[operand].map { .scratch($0, step: 0) } ?? place(operand)
      }
      for operand in value.operands {
        open[operand]? -= 1
        if open[operand] == 0, let row = rows[operand] { spare.append(row) }
      }
      let out: Place
      if value.kind.isReduction {
        out = .scratch(lanes[index] ?? 0, step: value.kind == .sumOfRows ? 8 : 0)
      } else if kept[index] != nil || readers[index].contains(where: { !inside.contains($0) }) {
        memory(index)
        out = place(index)
      } else {
        // A row that is read for the last time may be written by the same operation.
        let row = spare.popLast() ?? newRow()
        rows[index] = row
        out = .scratch(row, step: 0)
      }
      // What was just computed is added up on the way.
      if value.kind.isReduction, let maker = makers[value.operands[0]], group[maker].added == nil {
        group[maker].added = (operation, out)
        continue
      }
      makers[index] = group.count
      group.append(Entrywise(operation: operation, out: out, operands: operands))
    }
    return group
  }

  private mutating func newRow() -> Int {
    scratchSize += stride
    return scratchSize - stride
  }
}

extension TiledValue {
  /// What is done row by row; nil for what is not.
  var groupOperation: TilePlan.Operation? {
    switch kind {
    case .entrywise(let loop): .loop(loop)
    case .sumOfRows, .sumOfAll: .sum
    case .sumOfSquares: .sumOfSquares
    case .sumOfMagnitudes: .sumOfMagnitudes
    case .fixed, .count, .contraction, .data, .product, .row, .rowsAdded, .largestRow:
      nil
    }
  }
}
