/// In which order the values are computed: which pass over the examples, and which stage of it.
///
/// A sum over the examples is there when all of them have been through, so what uses it waits for
/// the next pass. Everything is done as late as those who need it allow: then less has to be kept
/// from one pass for the next. Within a pass, entry-by-entry operations on values of one height
/// that follow each other directly are a group, an even stage; what needs all rows of its operand
/// is an odd one.
struct Schedule {
  /// How many times the examples are gone through.
  private(set) var passes = 0
  /// In which pass a value is computed; of a fixed value, before which it is there.
  private(set) var pass: [Int] = []
  private(set) var stage: [Int] = []

  init(_ values: [TiledValue]) {
    var earliest: [Int] = []
    for value in values {
      let after = value.operands.map { earliest[$0] + (values[$0].kind.isReduction ? 1 : 0) }
      earliest.append(after.max() ?? 0)
    }
    let isRun = values.map { $0.isTiled || $0.kind.isReduction }
    passes = 1 + (values.indices.filter { isRun[$0] }.map { earliest[$0] }.max() ?? 0)
    pass = isRun.map { $0 ? passes - 1 : passes }
    for index in values.indices.reversed() {
      for operand in values[index].operands {
        let latest = values[operand].kind.isReduction ? pass[index] - 1 : pass[index]
        pass[operand] = min(pass[operand], latest)
      }
    }
    for index in values.indices { stage.append(stage(of: index, values)) }
  }

  private func stage(of index: Int, _ values: [TiledValue]) -> Int {
    let value = values[index]
    guard value.isTiled || value.kind.isReduction else { return 0 }
    let before = value.operands.filter { operand in
      values[operand].isTiled && !values[operand].isLeaf && pass[operand] == pass[index]
    }
    switch value.kind {
    case .fixed, .count, .data: return 0
    case .contraction: return before.map { stage[$0] }.max() ?? 0
    case .entrywise, .sumOfRows, .sumOfAll, .sumOfSquares, .sumOfMagnitudes:
      let height = value.groupHeight(values)
      return before.map { operand in
        let own = stage[operand]
        if own % 2 == 1 { return own + 1 }
        return values[operand].height == height ? own : own + 2
      }.max() ?? 0
    case .product, .row, .rowsAdded, .largestRow:
      return before.map { stage[$0] % 2 == 1 ? stage[$0] + 2 : stage[$0] + 1 }.max() ?? 1
    }
  }
}

extension TiledValue {
  /// Whether its tiles are there from the beginning.
  var isLeaf: Bool { if case .data = kind { true } else { false } }

  /// Whether it is done row by row, together with others.
  var isGrouped: Bool { groupOperation != nil }

  /// How many rows its group goes through.
  func groupHeight(_ values: [TiledValue]) -> Int {
    kind.isReduction ? values[operands[0]].height : height
  }
}
