import Kernels
import Matrices
import Notation
import Pictures
import SourceText
import Training

extension Plot {
  private static let keys = [
    "of", "over", "from", "to", "mark", "horizontal", "vertical", "caption",
  ]

  /// - Parameters:
  ///   - equations: of the lesson so far, for loops among them.
  ///   - plans: the trainings so far.
  static func read(
    _ fence: OptionFence, in file: SourceFile, _ equations: [Equation], _ plans: [TrainingPlan],
    _ workspace: Workspace
  ) -> (picture: Lesson.Picture?, findings: [Finding]) {
    var reader = OptionReader(fence, in: file, kind: .plot, keys: keys)
    var own = workspace
    let plot = plot(&reader, equations, plans, &own)
    guard reader.findings.isEmpty, let plot else { return (nil, reader.findings) }
    return (
      Lesson.Picture(
        content: .plot(plot), caption: reader.inlines("caption"),
        location: Location(file, fence.heading), workspace: own, moment: workspace.moment), []
    )
  }

  private static func plot(
    _ reader: inout OptionReader, _ equations: [Equation], _ plans: [TrainingPlan],
    _ workspace: inout Workspace
  ) -> Plot? {
    guard reader.findings.isEmpty, let of = reader.required("of", "J"),
      let over = reader.required("over", "\\rho")
    else { return nil }
    let horizontal = reader.word("horizontal", Axis.Scale.self) ?? .linear
    let vertical = reader.word("vertical", Axis.Scale.self) ?? .linear
    guard reader.findings.isEmpty else { return nil }
    let loop = equations.last { $0.loop?.letter == over.text }?.loop
    let ranged: Over?
    if over.text == "iterations" {
      ranged = iterations(&reader, of, plans, workspace)
    } else if let loop, reader.option("from") == nil, reader.option("to") == nil {
      ranged = .rounds(letter: loop.letter, loop)
    } else {
      ranged = input(&reader, over, horizontal, &workspace).map { .input($0) }
    }
    guard let ranged, let formulas = reader.formulas(of, workspace) else { return nil }
    guard formulas.count <= mostCurves else {
      reader.report(
        at: of.range, "These are \(formulas.count) quantities in one plot",
        help: "\(mostCurves) can be told apart: make two plots of them.")
      return nil
    }
    for formula in formulas {
      let text = reader.file.text(formula.range).visible
      guard formula.kernel.shape.isScalar else {
        reader.report(
          at: formula.range, "A curve is of a number, and \(text) is \(formula.kernel.shape)",
          help: "Name one of its entries, or a length such as \\|\(text)\\|.")
        return nil
      }
      if case .input(let input) = ranged,
        !workspace.closure(of: formula.kernel.names).contains(input.name)
      {
        reader.report(
          at: formula.range, "\(text) does not depend on \(over.text.visible)",
          help: "Plot what is made from it.")
        return nil
      }
    }
    return Plot(
      quantities: formulas.map { Quantity(tree: $0.tree, kernel: $0.kernel) }, over: ranged,
      horizontal: horizontal, vertical: vertical)
  }

  static let mostCurves = 6

  /// The costs of trainings, as they were noted on the way.
  private static func iterations(
    _ reader: inout OptionReader, _ of: OptionFence.Option, _ plans: [TrainingPlan],
    _ workspace: Workspace
  ) -> Over? {
    guard let formulas = reader.formulas(of, workspace) else { return nil }
    var records: [SearchRecord] = []
    var places: [Int] = []
    var own: [Int?] = []
    for formula in formulas {
      guard let place = plans.lastIndex(where: { $0.cost == formula.kernel }) else {
        reader.report(
          at: formula.range,
          "No train fence before minimises \(reader.file.text(formula.range).visible)",
          help: plans.last.map { "The last one minimises \($0.tree.oneLine())." }
            ?? "Let a train fence come before the plot.")
        return nil
      }
      let found = plans[place].found
      records.append(found?.record ?? SearchRecord())
      places.append(place)
      own.append(found?.last == nil ? nil : found?.iteration)
    }
    let from = reader.whole("from", 0...100_000) ?? 0
    let to = reader.whole("to", 1...100_000) ?? Int.max
    return .iterations(Iterations(records: records, plans: places, own: own, from: from, to: to))
  }

  private static func input(
    _ reader: inout OptionReader, _ over: OptionFence.Option, _ scale: Axis.Scale,
    _ workspace: inout Workspace
  ) -> Input? {
    guard let first = reader.required("from", "0.01"), let last = reader.required("to", "0.6"),
      let from = reader.number(first, workspace), let to = reader.number(last, workspace)
    else { return nil }
    guard from < to, (to - from).isFinite else {
      reader.report(
        at: last.range,
        "The plot goes from \(first.text.visible) to \(last.text.visible), which is not more",
        help: "Write the smaller number behind from.")
      return nil
    }
    guard scale == .linear || from > 0 else {
      reader.report(
        at: first.range, "A logarithmic axis begins above 0, and not at \(first.text.visible)",
        help: "Begin with a small number, such as 0.001, or write horizontal: linear.")
      return nil
    }
    var marks: [Kernel] = []
    if let mark = reader.option("mark") {
      guard let formulas = reader.formulas(mark, workspace) else { return nil }
      if let other = formulas.first(where: { !$0.kernel.shape.isScalar }) {
        reader.report(
          at: other.range,
          "A mark stands at a number, and \(reader.file.text(other.range).visible) is "
            + "\(other.kernel.shape)",
          help: "Name one of its entries.")
        return nil
      }
      marks = formulas.map(\.kernel)
    }
    let tree = MathReader.read(over.text)
    let place = Location(reader.file, over.range)
    if let name = reader.newName(over.text, workspace) {
      workspace.define(name, Matrix(from), at: place)
      return Input(
        tree: tree, name: name, row: 0, column: 0, isNew: true, from: from, to: to,
        location: place, marks: marks)
    }
    guard let kernel = reader.formula(over, workspace) else { return nil }
    guard kernel.shape.isScalar,
      let entry = OpenNumber(kernel, atEndOf: workspace).entry,
      !workspace.structural.contains(entry.name)
    else {
      reader.report(
        at: over.range, "\(over.text.visible) is no number that can have other values",
        help: "Name a number of the lesson, an entry such as w_1, or a letter without a value.")
      return nil
    }
    return Input(
      tree: tree, name: entry.name, row: entry.row, column: entry.column, isNew: false, from: from,
      to: to, location: place, marks: marks)
  }
}
