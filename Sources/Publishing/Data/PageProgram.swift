import Kernels

/// What a lesson computes, for a page's script: operations on single numbers in the order in which
/// they are done, only those that something on the page is made from.
///
/// The memory of the program holds first the constants, then the givens, then what each operation
/// comes to. A part of the program has lines that are done one after the other, once or in many
/// rounds; after a round each of its variables takes the number that is its next one.
struct PageProgram {
  private struct Part {
    var times = 1
    var lines: [RepeatedLines.Line] = []
    /// Places of variables, and of what they are next.
    var variables: [Int] = []
    var next: [Int] = []
  }

  private var constants: [Double] = []
  private(set) var givens: [Recorder.Input] = []
  private var parts: [Part] = []
  private var looked: [Int] = []
  private var places: [Int: Int] = [:]
  private var code: [[Int]] = []

  /// What a page takes longer than a moment to do: a change is followed at once.
  private static let mostSteps = 40_000_000
  /// In numbers that are written: more make a page that is slow to load.
  private static let mostWritten = 6_500
  /// A number with all of its digits is as long as so many places.
  private static let lengthOfConstant = 6

  /// - Parameter asked: the steps of the tape whose numbers are on the page.
  /// - Returns: nil when the program would be too long, or does otherwise in another round.
  init?(_ recorder: Recorder, _ asked: [Int]) {
    guard recorder.isWhole else { return nil }
    let steps = recorder.tape.steps
    let loops = recorder.tape.loops
    let needed = Self.needed(steps, loops, asked)
    let isOfRound = Self.isOfRound(steps, loops)
    guard !recorder.tape.looked.contains(where: { isOfRound[$0] }) else { return nil }
    for index in steps.indices where needed[index] && steps[index].operation == .constant {
      places[index] = constants.count
      constants.append(steps[index].constant)
    }
    for input in recorder.inputs where needed[input.step] {
      places[input.step] = constants.count + givens.count
      givens.append(input)
    }
    write(steps, loops, needed, isOfRound)
    looked = recorder.tape.looked.compactMap { places[$0] }.sorted()
    guard parts.reduce(0, { $0 + $1.times * $1.lines.count }) <= Self.mostSteps else { return nil }
    var start = constants.count + givens.count
    for part in parts {
      code.append(RepeatedLines(part.lines).written(from: start))
      start += part.lines.count
    }
    let written = code.reduce(Self.lengthOfConstant * constants.count) { $0 + $1.count }
    guard written <= Self.mostWritten else { return nil }
  }

  private mutating func write(
    _ steps: [Tape.Step], _ loops: [Tape.Loop], _ needed: [Bool], _ isOfRound: [Bool]
  ) {
    var next = constants.count + givens.count
    var part = Part()
    func place(of step: Int) -> Int { places[step] ?? 0 }
    func write(_ index: Int) {
      guard needed[index], places[index] == nil else { return }
      let step = steps[index]
      switch step.operation {
      case .given, .constant: return
      case .variable, .result:
        part.lines.append(
          RepeatedLines.Line(
            Tape.Operation.variable.rawValue, [place(of: step.operands[0])]))
      case .choose:
        part.lines.append(
          RepeatedLines.Line(
            step.operation.rawValue, step.operands.dropFirst().map(place), mask: step.operands[0]))
      case .add, .subtract, .multiply, .divide, .negate, .exp, .log, .sqrt, .tanh, .sin, .cos,
        .arcsin, .arccos, .arctan, .abs, .pow, .maximum:
        part.lines.append(RepeatedLines.Line(step.operation.rawValue, step.operands.map(place)))
      }
      places[index] = next
      next += 1
    }
    func end() {
      if !part.lines.isEmpty { parts.append(part) }
      part = Part()
    }
    var index = 0
    for loop in loops {
      while index < loop.steps.lowerBound {
        write(index)
        index += 1
      }
      index = loop.steps.upperBound
      guard loop.variables.contains(where: { needed[$0] }) else {
        for step in loop.steps { write(step) }
        continue
      }
      // What is the same in every round is done before the first.
      for step in loop.variables { write(step) }
      for step in loop.steps where !isOfRound[step] { write(step) }
      end()
      for step in loop.steps { write(step) }
      (part.times, part.variables) = (loop.times, loop.variables.map(place))
      part.next = loop.next.map(place)
      end()
    }
    while index < steps.count {
      write(index)
      index += 1
    }
    end()
  }

  private static func needed(
    _ steps: [Tape.Step], _ loops: [Tape.Loop], _ asked: [Int]
  ) -> [Bool] {
    var needed = Array(repeating: false, count: steps.count)
    var loop: [Int: Int] = [:]
    for (place, own) in loops.enumerated() { for step in own.variables { loop[step] = place } }
    for step in asked { needed[step] = true }
    for index in steps.indices.reversed() where needed[index] {
      for operand in operands(steps[index]) { needed[operand] = true }
      guard steps[index].operation == .result, let own = loop[steps[index].operands[0]] else {
        continue
      }
      // The rounds need all that they change.
      for step in loops[own].variables + loops[own].next { needed[step] = true }
    }
    return needed
  }

  /// Which steps are another number in every round of a loop.
  private static func isOfRound(_ steps: [Tape.Step], _ loops: [Tape.Loop]) -> [Bool] {
    var isOfRound = Array(repeating: false, count: steps.count)
    for loop in loops {
      for index in loop.steps {
        isOfRound[index] =
          steps[index].operation == .variable
          || operands(steps[index]).contains { isOfRound[$0] && $0 >= loop.steps.lowerBound }
      }
    }
    return isOfRound
  }

  /// The steps that a step is made from.
  private static func operands(_ step: Tape.Step) -> [Int] {
    switch step.operation {
    case .given, .constant: []
    case .choose: Array(step.operands.dropFirst())
    case .variable, .result: [step.operands[0]]
    case .add, .subtract, .multiply, .divide, .negate, .exp, .log, .sqrt, .tanh, .sin, .cos,
      .arcsin, .arccos, .arctan, .abs, .pow, .maximum:
      step.operands
    }
  }

  /// Where in the memory the number of a step is.
  func place(_ step: Int) -> Int? { places[step] }

  /// The same with places of the memory for steps of the tape; numbers that are on none stay.
  func placed(_ claim: JSONValue) -> JSONValue {
    guard case .list(let parts) = claim else { return claim }
    return .list(
      parts.map { part in
        guard case .list(let entries) = part else { return part }
        return .list(
          entries.map { entry in
            guard case .list(let fields) = entry, case .number(let number)? = fields.first else {
              return entry
            }
            return fields.count > 1
              ? .list([.number(number)]) : .whole(places[Int(number)] ?? 0)
          })
      })
  }

  var json: JSONValue {
    .object([
      ("constants", .numbers(constants)), ("givens", .numbers(givens.map(\.value))),
      (
        "parts",
        .list(
          zip(parts, code).map { part, code in
            let rounds: [JSONValue] =
              part.variables.isEmpty
              ? [] : [.whole(part.times), .wholes(part.variables), .wholes(part.next)]
            return .list([.wholes(code)] + rounds)
          })
      ),
      ("looked", .wholes(looked)),
    ])
  }
}
