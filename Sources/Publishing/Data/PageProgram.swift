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
  private var decisions: [Tape.Decision] = []
  /// The givens behind numbers that cannot be computed on a page, and which of these lists is that
  /// of a group of the tape.
  private var left: [[Int]] = []
  private var groups: [Int] = []
  private var places: [Int: Int] = [:]
  private var code: [[Int]] = []

  /// - Parameter asked: the steps of the tape whose numbers are on the page.
  init(_ recorder: Recorder, _ asked: [Int]) {
    let (steps, loops) = (recorder.tape.steps, recorder.tape.loops)
    decisions = recorder.tape.decisions
    let needed = Self.needed(steps, loops, asked + decisions.flatMap { [$0.left, $0.right] })
    for index in steps.indices where needed[index] && steps[index].operation == .constant {
      places[index] = constants.count
      constants.append(steps[index].constant)
    }
    for input in recorder.inputs where needed[input.step] {
      places[input.step] = constants.count + givens.count
      givens.append(input)
    }
    write(steps, loops, needed, Self.isOfRound(steps, loops))
    for behind in recorder.tape.left {
      let own = behind.compactMap { places[recorder.inputs[$0].step] }.map { $0 - constants.count }
        .sorted()
      if !left.contains(own) { left.append(own) }
      groups.append(left.firstIndex(of: own) ?? 0)
    }
    var start = constants.count + givens.count
    for part in parts {
      code.append(RepeatedLines(part.lines).written(from: start))
      start += part.lines.count
    }
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
      case .choose, .eigenvectors, .entry, .weight:
        part.lines.append(
          RepeatedLines.Line(
            step.operation.rawValue, step.operands.dropFirst().map(place), mask: step.operands[0]))
      case .add, .subtract, .multiply, .divide, .negate, .exp, .log, .sqrt, .tanh, .sin, .cos,
        .arcsin, .arccos, .arctan, .abs, .pow, .maximum, .factorial:
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
      for source in steps[index].sources { needed[source] = true }
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
          || steps[index].sources.contains { isOfRound[$0] && $0 >= loop.steps.lowerBound }
      }
    }
    return isOfRound
  }

  /// Where in the memory the number of a step is.
  func place(_ step: Int) -> Int? { places[step] }

  /// Which given a step is.
  func given(_ step: Int) -> Int? {
    guard let place = places[step], givens.indices.contains(place - constants.count) else {
      return nil
    }
    return place - constants.count
  }

  /// Which group of givens is behind numbers that the tape does not say.
  func group(_ left: Int) -> Int { groups[left] }

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
      (
        "decisions",
        .list(
          decisions.map {
            .wholes([places[$0.left] ?? 0, places[$0.right] ?? 0, $0.mask, $0.isSo ? 1 : 0])
          })
      ), ("left", .list(left.map { .wholes($0) })),
    ])
  }
}
