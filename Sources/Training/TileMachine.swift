import Kernels
import Matrices
import TileLoops

/// A plan with its memory, ready to be run by the loops of C. The only file that knows them.
final class TileMachine {
  private let plan: TilePlan
  private let steps: [[TileStep]]
  private let operations: [[TileEntrywise]]
  private let sums: [[TileSum]]
  private let fixedMemory: Memory
  private var keptMemory: Memory
  private var scratch: [Memory] = []
  private var chunkSums: Memory
  private(set) var examples = 0
  var threads = 1 {
    didSet { makeScratch() }
  }

  /// The pieces in which the examples are gone through and added up, whatever the threads.
  static let mostChunks = 16

  /// Numbers that stay where they are, at the beginning of a line of the cache.
  private final class Memory {
    let numbers: UnsafeMutablePointer<Double>
    let count: Int

    init(_ count: Int) {
      self.count = count
      let raw = UnsafeMutableRawPointer.allocate(byteCount: max(1, count) * 8, alignment: 64)
      numbers = raw.bindMemory(to: Double.self, capacity: max(1, count))
      numbers.initialize(repeating: 0, count: max(1, count))
    }

    deinit { numbers.deallocate() }
  }

  init(_ plan: TilePlan) {
    self.plan = plan
    var (steps, operations, sums): ([[TileStep]], [[TileEntrywise]], [[TileSum]]) = ([], [], [])
    for pass in plan.passes {
      var own: [TileEntrywise] = []
      steps.append(pass.steps.map { Self.encoded($0, plan, &own) })
      operations.append(own)
      sums.append(
        pass.sums.map {
          TileSum(lanes: Int64($0.lanes), count: Int64(plan.values[$0.value].shape.count))
        })
    }
    (self.steps, self.operations, self.sums) = (steps, operations, sums)
    fixedMemory = Memory(plan.fixedSize)
    keptMemory = Memory(0)
    chunkSums = Memory(0)
    makeScratch()
  }

  private func makeScratch() {
    while scratch.count < threads { scratch.append(Memory(plan.scratchSize)) }
    scratch.removeLast(scratch.count - threads)
  }

  /// Which loops are taken: 0 those that every CPU can run, 1 with AVX2, 2 with AVX-512. A level
  /// that the CPU has not, or a negative one, gives the best.
  static func takeLevel(_ level: Int) -> Int { Int(tile_level(Int32(level))) }

  // MARK: - Values

  var fixed: UnsafeMutablePointer<Double> { fixedMemory.numbers }

  /// Numbers that are held, in bytes.
  var bytes: Int {
    8
      * (fixedMemory.count + keptMemory.count + chunkSums.count
        + scratch.reduce(0) { $0 + $1.count })
  }

  private var tiles: Int { (examples + plan.width - 1) / plan.width }

  /// Makes room for so many examples.
  func prepare(_ examples: Int) {
    self.examples = examples
    keptMemory = Memory(tiles * plan.keptSize)
    let sums = sums.map { pass in pass.reduce(0) { $0 + Int($1.count) } }.max() ?? 0
    chunkSums = Memory(sums * min(Self.mostChunks, tiles))
  }

  /// Puts data in their tiles: row by row, a column for each example.
  func put(_ elements: [Double], of value: Int) {
    guard let offset = plan.kept[value] else { return }
    let (width, kept) = (plan.width, keptMemory.numbers)
    for tile in 0..<tiles {
      let (first, end) = (tile * width, min(examples, (tile + 1) * width))
      for row in 0..<plan.values[value].height {
        let target = kept + tile * plan.keptSize + offset + row * plan.stride
        for column in first..<end { target[column - first] = elements[row * examples + column] }
      }
    }
  }

  // MARK: - Running

  /// Goes through all examples once, and leaves the sums among the fixed values.
  func run(pass: Int) {
    let size = sums[pass].reduce(0) { $0 + Int($1.count) }
    let chunks = min(Self.mostChunks, tiles)
    let lanes = scratch.map { Optional($0.numbers) }
    steps[pass].withUnsafeBufferPointer { steps in
      operations[pass].withUnsafeBufferPointer { operations in
        sums[pass].withUnsafeBufferPointer { sums in
          lanes.withUnsafeBufferPointer { lanes in
            var work = TilePass(
              steps: steps.baseAddress, step_count: Int64(steps.count),
              operations: operations.baseAddress, sums: sums.baseAddress,
              sum_count: Int64(sums.count), examples: Int64(examples),
              width: Int64(plan.width), stride: Int64(plan.stride), kept: keptMemory.numbers,
              fixed: fixed, scratch: lanes.baseAddress, chunk_sums: chunkSums.numbers,
              sum_size: Int64(size), chunks: Int64(chunks), threads: Int64(threads))
            tile_run(&work)
          }
        }
      }
    }
    var next = chunkSums.numbers
    for (value, _) in plan.passes[pass].sums {
      let count = plan.values[value].shape.count
      if let offset = plan.fixed[value] { (fixed + offset).update(from: next, count: count) }
      next += count
    }
  }

  /// An operation on numbers that lie one after another among the fixed values.
  struct FixedLoop {
    fileprivate var encoded: TileEntrywise
    fileprivate var count: Int

    /// - Parameter operands: where they lie, and whether they are one number for all entries.
    init(_ loop: Loop, _ operands: [(offset: Int, isNumber: Bool)], out: Int, count: Int) {
      let places = operands.map { TilePlan.Place.fixed($0.offset, step: 0) }
      encoded = TileMachine.encoded(
        TilePlan.Entrywise(
          operation: .loop(loop), out: .fixed(out, step: 0), operands: places), 0)
      func mark(_ operand: inout TileOperand, _ position: Int) {
        operand.is_number =
          operands[min(position, operands.count - 1)].isNumber && count > 1 ? 1 : 0
      }
      mark(&encoded.a, 0)
      mark(&encoded.b, 1)
      mark(&encoded.c, 2)
      self.count = count
    }
  }

  func run(_ loop: FixedLoop) {
    withUnsafePointer(to: loop.encoded) { tile_entrywise($0, fixed, Int64(loop.count)) }
  }

  // MARK: - For C

  private static func encoded(_ place: TilePlan.Place, _ keptSize: Int) -> TileOperand {
    switch place {
    case .scratch(let offset, let step):
      TileOperand(
        space: Int64(TILE_SCRATCH), offset: Int64(offset), tile: 0, row: Int64(step), is_number: 0)
    case .kept(let offset, let step):
      TileOperand(
        space: Int64(TILE_KEPT), offset: Int64(offset), tile: Int64(keptSize), row: Int64(step),
        is_number: 0)
    case .fixed(let offset, let step):
      TileOperand(
        space: Int64(TILE_FIXED), offset: Int64(offset), tile: 0, row: Int64(step), is_number: 1)
    }
  }

  private static func encoded(_ entrywise: TilePlan.Entrywise, _ keptSize: Int) -> TileEntrywise {
    let operands = entrywise.operands.map { encoded($0, keptSize) }
    let last = operands.count - 1
    let out = encoded(entrywise.out, keptSize)
    return TileEntrywise(
      code: Int64(entrywise.operation.code), out: out, a: operands[0], b: operands[min(1, last)],
      c: operands[min(2, last)], added: Int64(entrywise.added?.0.code ?? -1),
      lanes: entrywise.added.map { encoded($0.lanes, keptSize) } ?? out)
  }

  private static func encoded(
    _ step: TilePlan.Step, _ plan: TilePlan, _ operations: inout [TileEntrywise]
  ) -> TileStep {
    var result = TileStep()
    switch step {
    case .product(
      let matrix, let rows, let inner, let rowStep, let columnStep, let b, let addend, let out):
      result.kind = Int64(TILE_PRODUCT)
      (result.rows, result.inner) = (Int64(rows), Int64(inner))
      (result.row_step, result.column_step) = (Int64(rowStep), Int64(columnStep))
      result.a = encoded(.fixed(matrix, step: 0), plan.keptSize)
      result.b = encoded(b, plan.keptSize)
      result.has_addend = addend == nil ? 0 : 1
      result.c = encoded(addend ?? out, plan.keptSize)
      result.out = encoded(out, plan.keptSize)
    case .contraction(let rows, let columns, let a, let b, let lanes):
      result.kind = Int64(TILE_CONTRACTION)
      (result.rows, result.inner) = (Int64(rows), Int64(columns))
      result.a = encoded(a, plan.keptSize)
      result.b = encoded(b, plan.keptSize)
      result.out = encoded(.scratch(lanes, step: 0), plan.keptSize)
    case .group(let rows, let members):
      result.kind = Int64(TILE_GROUP)
      result.rows = Int64(rows)
      (result.first, result.count) = (Int64(operations.count), Int64(members.count))
      operations += members.map { encoded($0, plan.keptSize) }
    case .rowsAdded(let rows, let a, let out), .largestRow(let rows, let a, let out):
      if case .rowsAdded = step {
        result.kind = Int64(TILE_ROWS_ADDED)
      } else {
        result.kind = Int64(TILE_LARGEST_ROW)
      }
      result.rows = Int64(rows)
      result.a = encoded(a, plan.keptSize)
      result.out = encoded(out, plan.keptSize)
    }
    return result
  }
}

extension TilePlan.Operation {
  fileprivate var code: Int {
    switch self {
    case .loop(let loop): loop.code
    case .sum: TILE_SUM
    case .sumOfSquares: TILE_SUM_OF_SQUARES
    case .sumOfMagnitudes: TILE_SUM_OF_MAGNITUDES
    }
  }
}

extension Loop {
  fileprivate var code: Int {
    switch self {
    case .add: TILE_ADD
    case .subtract: TILE_SUBTRACT
    case .multiply: TILE_MULTIPLY
    case .vanishing: TILE_VANISHING
    case .divide: TILE_DIVIDE
    case .maximum: TILE_MAXIMUM
    case .minimum: TILE_MINIMUM
    case .power: TILE_POWER
    case .choiceOfMaximum: TILE_CHOICE_MAXIMUM
    case .choiceOfMinimum: TILE_CHOICE_MINIMUM
    case .negate: TILE_NEGATE
    case .square: TILE_SQUARE
    case .copy: TILE_COPY
    case .logistic: TILE_LOGISTIC
    case .direction: TILE_DIRECTION
    case .less: TILE_LESS
    case .atMost: TILE_AT_MOST
    case .equal: TILE_EQUAL
    case .chosen: TILE_CHOSEN
    case .plusProduct: TILE_PLUS_PRODUCT
    case .minusProduct: TILE_MINUS_PRODUCT
    case .timesSlope: TILE_TIMES_SLOPE
    case .function(let function):
      switch function {
      case .exp: TILE_EXP
      case .log: TILE_LOG
      case .sqrt: TILE_SQRT
      case .tanh: TILE_TANH
      case .sin: TILE_SIN
      case .cos: TILE_COS
      case .arcsin: TILE_ARCSIN
      case .arccos: TILE_ARCCOS
      case .arctan: TILE_ARCTAN
      case .abs: TILE_ABS
      case .sign: TILE_SIGN
      }
    }
  }
}
