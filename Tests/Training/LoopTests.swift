import Testing
import TileLoops

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Which level of instructions is taken is one for the whole process: one test after the other.
@Suite(.serialized) enum `Training` {}

extension `Training` {
  /// The loops of C by themselves, at every level that this CPU has.
  struct `The loops` {
    static let levels = [0, 1, 2]

    /// Values of a function of one number, through the loop.
    static func values(_ code: Int, _ arguments: [Double]) -> [Double] {
      let count = arguments.count
      let room = (count + 15) / 8 * 8
      let memory = UnsafeMutablePointer<Double>.allocate(capacity: 2 * room)
      defer { memory.deallocate() }
      memory.initialize(repeating: 0, count: 2 * room)
      for (index, argument) in arguments.enumerated() { memory[index] = argument }
      let place = TileOperand(
        space: Int64(TILE_FIXED), offset: 0, tile: 0, row: 0, is_number: 0)
      var out = place
      out.offset = Int64(room)
      var operation = TileEntrywise(
        code: Int64(code), out: out, a: place, b: place, c: place, added: -1, lanes: place)
      tile_entrywise(&operation, memory, Int64(count))
      return (0..<count).map { memory[room + $0] }
    }

    /// How far apart two numbers are, in units of the last place of the second.
    static func units(_ own: Double, _ other: Double) -> Double {
      if own.isNaN && other.isNaN || own == other { return 0 }
      return abs(own - other) / max(other.ulp, Double.leastNonzeroMagnitude)
    }

    static let ends: [Double] = [
      0, -0.0, 1, -1, .infinity, -.infinity, .nan, 708, -708, 709.78, 709.79, 710, -744.4, -745.1,
      -745.2, -746, 1e5, -1e5, 1e300, -1e300, .leastNonzeroMagnitude, .leastNormalMagnitude,
      -.leastNonzeroMagnitude, .greatestFiniteMagnitude, .leastNonzeroMagnitude * 1e9, 0.625,
      -0.625, 800, -800, 0.5, 2,
    ]

    static func arguments(_ range: ClosedRange<Double>) -> [Double] {
      var state: UInt64 = 88_172_645_463_325_252
      return ends
        + (0..<20_000).map { _ in
          state ^= state << 13
          state ^= state >> 7
          state ^= state << 17
          let share = Double(state >> 11) * 0x1p-53
          return range.lowerBound + share * (range.upperBound - range.lowerBound)
        }
    }

    /// Against the C library, which is within one unit itself.
    @Test(arguments: levels)
    func `exp, log and tanh are right to two units at every end`(level: Int) {
      tile_level(Int32(level))
      defer { tile_level(-1) }
      for range in [-746.0...710, -1.0...1, -40.0...40] {
        for (x, own) in zip(Self.arguments(range), Self.values(TILE_EXP, Self.arguments(range))) {
          #expect(Self.units(own, exp(x)) <= 2, "exp \(x)")
        }
        for (x, own) in zip(Self.arguments(range), Self.values(TILE_TANH, Self.arguments(range))) {
          #expect(Self.units(own, tanh(x)) <= 2, "tanh \(x)")
        }
      }
      for range in [0.0...2, 0.9...1.1, 0.0...1e10, 0x1p-1060...0x1p-1000, -1.0...0] {
        for (x, own) in zip(Self.arguments(range), Self.values(TILE_LOG, Self.arguments(range))) {
          #expect(Self.units(own, log(x)) <= 2, "log \(x)")
        }
      }
    }

    @Test(arguments: levels)
    func `the sigmoid has its ends`(level: Int) {
      tile_level(Int32(level))
      defer { tile_level(-1) }
      let values = Self.values(TILE_LOGISTIC, [0, 800, -800, .nan, .infinity, -.infinity, 40, -40])
      #expect(values[0] == 0.5)
      #expect(values[1] == 1)
      #expect(values[2] == 0)
      #expect(values[3].isNaN)
      #expect(values[4] == 1)
      #expect(values[5] == 0)
      #expect(Self.units(values[6], 1 / (1 + exp(-40))) <= 2)
      #expect(Self.units(values[7], 1 / (1 + exp(40))) <= 2)
    }

    @Test(arguments: levels)
    func `corners are those of the formulas`(level: Int) {
      tile_level(Int32(level))
      defer { tile_level(-1) }
      let numbers = [-2.5, 0, 3]
      #expect(Self.values(TILE_SIGN, numbers) == [-1, 0, 1])
      #expect(Self.values(TILE_ABS, numbers) == [2.5, 0, 3])
      #expect(Self.values(TILE_NEGATE, numbers) == [2.5, 0, -3])
      let direction = Self.values(TILE_DIRECTION, numbers)
      #expect(direction[0] == -1)
      #expect(direction[1].isNaN)
      #expect(direction[2] == 1)
    }

    struct Added: Sendable, CustomTestStringConvertible {
      var title: String
      var code: Int
      /// Which of the three operands are one number for the whole row.
      var numbers: [Bool]
      var value: @Sendable (Double, Double, Double) -> Double

      var testDescription: String { title }
    }

    static let added: [Added] = [
      Added(title: "x − y", code: TILE_SUBTRACT, numbers: [false, false, false]) { x, y, _ in x - y
      },
      Added(title: "3 − y", code: TILE_SUBTRACT, numbers: [true, false, false]) { x, y, _ in x - y
      },
      Added(title: "x y", code: TILE_MULTIPLY, numbers: [false, false, false]) { x, y, _ in x * y },
      Added(title: "x + y", code: TILE_ADD, numbers: [false, false, false]) { x, y, _ in x + y },
      Added(title: "the sigmoid", code: TILE_LOGISTIC, numbers: [false, false, false]) { x, _, _ in
        1 / (1 + exp(-x))
      },
      Added(title: "x (y − y²)", code: TILE_TIMES_SLOPE, numbers: [false, false, false]) {
        x, y, _ in
        x * (y - y * y)
      },
      Added(title: "x (3 − 3²)", code: TILE_TIMES_SLOPE, numbers: [false, true, false]) { x, y, _ in
        x * (y - y * y)
      },
      Added(title: "x + y z", code: TILE_PLUS_PRODUCT, numbers: [false, false, false]) { x, y, z in
        x + y * z
      },
      Added(title: "x − y z", code: TILE_MINUS_PRODUCT, numbers: [false, false, false]) { x, y, z in
        x - y * z
      },
      Added(title: "3 − y z", code: TILE_MINUS_PRODUCT, numbers: [true, false, false]) { x, y, z in
        x - y * z
      },
      Added(title: "x + 3 z", code: TILE_PLUS_PRODUCT, numbers: [false, true, false]) { x, y, z in
        x + y * z
      },
    ]

    /// What is computed is added up on the way, and nothing behind the last example.
    @Test(arguments: added, levels)
    func `a row is added up as it is computed`(own: Added, level: Int) {
      tile_level(Int32(level))
      defer { tile_level(-1) }
      for count in [1, 7, 8, 9, 16, 23, 40] {
        for way in [TILE_SUM, TILE_SUM_OF_SQUARES, TILE_SUM_OF_MAGNITUDES] {
          let (room, memory) = (
            (count + 15) / 8 * 8, UnsafeMutablePointer<Double>.allocate(capacity: 400)
          )
          defer { memory.deallocate() }
          // Where no example is there is no number.
          memory.initialize(repeating: .nan, count: 400)
          let operands = own.numbers.enumerated().map { operand, isNumber in
            let offset = operand * room
            for index in 0..<count {
              memory[offset + index] = 0.3 * Double(index % 5) - 0.2 * Double(operand)
            }
            if isNumber { memory[offset] = 3 }
            return TileOperand(
              space: Int64(TILE_FIXED), offset: Int64(offset), tile: 0, row: 0,
              is_number: isNumber ? 1 : 0)
          }
          var (out, lanes) = (operands[0], operands[0])
          (out.is_number, lanes.is_number) = (0, 0)
          out.offset = Int64(3 * room)
          lanes.offset = Int64(4 * room)
          for lane in 0..<8 { memory[4 * room + lane] = Double(lane) }
          var operation = TileEntrywise(
            code: Int64(own.code), out: out, a: operands[0], b: operands[1], c: operands[2],
            added: Int64(way), lanes: lanes)
          tile_entrywise(&operation, memory, Int64(count))
          var expected = 28.0
          for index in 0..<count {
            let numbers = own.numbers.enumerated().map { memory[$0 * room + ($1 ? 0 : index)] }
            let value = own.value(numbers[0], numbers[1], numbers[2])
            #expect(abs(memory[3 * room + index] - value) < 1e-14 * max(1, abs(value)))
            expected +=
              way == TILE_SUM ? value : way == TILE_SUM_OF_SQUARES ? value * value : abs(value)
          }
          let sum = (0..<8).reduce(0) { $0 + memory[4 * room + $1] }
          #expect(abs(sum - expected) < 1e-12 * expected.magnitude, "\(count) \(way)")
        }
      }
    }
  }
}
