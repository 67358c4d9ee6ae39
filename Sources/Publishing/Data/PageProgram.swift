import Kernels

/// What a lesson computes, for a page's script: operations on single numbers in the order in which
/// they are done, only those that something on the page is made from.
///
/// The memory of the program holds first the constants, then the givens, then what each operation
/// comes to. `code` has for each operation its number (`Tape.Operation`) and the places of what it
/// is done to.
struct PageProgram {
  private var constants: [Double] = []
  private(set) var givens: [Recorder.Input] = []
  private var code: [Int] = []
  private var looked: [Int] = []
  private var places: [Int: Int] = [:]

  /// More operations make a page that is slow to load.
  private static let mostSteps = 20_000

  /// - Parameter asked: the steps of the tape whose numbers are on the page.
  /// - Returns: nil when the program would be too long.
  init?(_ recorder: Recorder, _ asked: [Int]) {
    let steps = recorder.tape.steps
    var needed = Array(repeating: false, count: steps.count)
    for step in asked { needed[step] = true }
    for index in steps.indices.reversed() where needed[index] {
      for operand in Self.operands(steps[index]) { needed[operand] = true }
    }
    guard needed.count(where: { $0 }) <= Self.mostSteps else { return nil }
    for index in steps.indices where needed[index] && steps[index].operation == .constant {
      places[index] = constants.count
      constants.append(steps[index].constant)
    }
    for input in recorder.inputs where needed[input.step] {
      places[input.step] = constants.count + givens.count
      givens.append(input)
    }
    var next = constants.count + givens.count
    for index in steps.indices where needed[index] && places[index] == nil {
      let step = steps[index]
      code.append(step.operation.rawValue)
      if step.operation == .choose { code.append(step.operands[0]) }
      code += Self.operands(step).map { places[$0] ?? 0 }
      places[index] = next
      next += 1
    }
    looked = recorder.tape.looked.compactMap { places[$0] }.sorted()
  }

  /// The steps that a step is made from.
  private static func operands(_ step: Tape.Step) -> [Int] {
    switch step.operation {
    case .given, .constant: []
    case .choose: Array(step.operands.dropFirst())
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
      ("code", .wholes(code)), ("looked", .wholes(looked)),
    ])
  }
}
