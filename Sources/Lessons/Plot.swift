package import Kernels
package import Matrices
package import Notation
package import Pictures
import SourceText
package import Training

/// Quantities as curves over a number.
package struct Plot: Sendable {
  package struct Quantity: Sendable {
    package var tree: MathTree
    package var kernel: Kernel
  }

  package enum Over: Sendable {
    case input(Input)
    /// What the statements of a loop did, round by round.
    case rounds(letter: String, Equation.Loop)
    /// The iterations of a training; for each quantity what was noted on the way.
    case iterations(Iterations)
  }

  /// What trainings have noted: costs on all examples, which the page has only some of.
  package struct Iterations: Sendable {
    /// For each quantity, empty where nothing was trained yet.
    package var records: [SearchRecord]
    /// Which of the lesson's plans each is the cost of.
    package var plans: [Int]
    /// After which iteration each plan had the numbers that the lesson has now.
    var own: [Int?]
    var from: Int
    var to: Int

    /// Those of a quantity that are drawn.
    func iterations(_ quantity: Int) -> [Iteration] {
      records[quantity].iterations.filter { $0.number >= from && $0.number <= to }
    }

    /// The nearest that was noted to a number, and the one before it.
    package func near(_ number: Double, of quantity: Int) -> (Iteration, before: Iteration?)? {
      let all = records[quantity].iterations
      let index = all.indices.min {
        abs(Double(all[$0].number) - number) < abs(Double(all[$1].number) - number)
      }
      return index.map { (all[$0], before: $0 > 0 ? all[$0 - 1] : nil) }
    }
  }

  /// A number of the lesson that has other values here, or a letter that has none elsewhere.
  package struct Input: Sendable {
    package var tree: MathTree
    package var name: Name
    /// Of what is no number by itself, from 0.
    var row: Int
    var column: Int
    /// Whether the lesson gives it no value.
    var isNew: Bool
    package var from: Double
    package var to: Double
    var location: Location
    /// Places that are marked, as formulas.
    var marks: [Kernel]
  }

  package var quantities: [Quantity]
  package var over: Over
  package var horizontal: Axis.Scale
  package var vertical: Axis.Scale

  /// How many points a curve over a number has.
  private static let samples = 181
}

extension Plot.Input {
  /// The value of the name in which its entry is another number.
  package func value(_ number: Double, in workspace: Workspace) -> Matrix<Double> {
    guard var matrix = workspace.values[name], matrix.shape.count > 1 else { return Matrix(number) }
    matrix.elements[row * matrix.shape.columns + column] = number
    return matrix
  }

  /// The lesson's own number.
  func own(in workspace: Workspace) -> Double? {
    guard !isNew, let matrix = workspace.values[name] else { return nil }
    return matrix[row, column]
  }
}

// MARK: - Values

extension Plot {
  mutating func move(to workspace: inout Workspace) {
    switch over {
    case .input(let input):
      if input.isNew { workspace.define(input.name, Matrix(input.from), at: input.location) }
    case .rounds, .iterations: break
    }
  }

  /// What a quantity is where the number is another one.
  package func value(
    _ quantity: Int, at number: Double, in workspace: Workspace
  ) -> Double {
    switch over {
    case .input(let input):
      let scope = Scope<Double>(
        workspace, replacing: [input.name: input.value(number, in: workspace)])
      return quantities[quantity].kernel.value(in: scope).elements[0]
    case .rounds(_, let loop):
      var replay = Replay(of: workspace)
      guard let values = loop.values(after: number, &replay) else { return .nan }
      let scope = Scope<Double>(workspace, replacing: values)
      return quantities[quantity].kernel.value(in: scope).elements[0]
    case .iterations(let noted):
      return noted.near(number, of: quantity)?.0.cost ?? .nan
    }
  }

  /// A quantity where the number is another one, to be opened.
  package func number(
    _ quantity: Int, at number: Double, in workspace: Workspace
  ) -> OpenNumber? {
    let kernel = quantities[quantity].kernel
    switch over {
    case .input(let input):
      let replay = Replay(
        of: workspace, giving: [input.name: input.value(number, in: workspace)])
      return OpenNumber(kernel, at: replay.last, in: replay)
    case .rounds(_, let loop):
      var replay = Replay(of: workspace)
      guard let values = loop.values(after: number, &replay) else { return nil }
      var own = workspace
      own.take(values, at: .nowhere)
      replay = Replay(of: own)
      return OpenNumber(kernel, at: replay.last, in: replay)
    case .iterations: return nil
    }
  }

  package func curves(in workspace: Workspace, ascii: Bool = false) -> [Chart.Curve] {
    let names = quantities.map { $0.tree.oneLine(ascii: ascii) }
    switch over {
    case .input(let input):
      let axis = Axis(horizontal, over: [input.from, input.to])
      let last = Double(Self.samples - 1)
      let inner = (1..<Self.samples - 1).map { axis.number(at: Double($0) / last) }
      // The lesson's own numbers are among them, so that one can stand there.
      let numbers = Set([input.from, input.to] + inner + ownNumbers(input, workspace)).sorted()
      return names.indices.map { index in
        Chart.Curve(
          names[index], numbers.map { Chart.Point($0, value(index, at: $0, in: workspace)) })
      }
    case .rounds(_, let loop):
      var replay = Replay(of: workspace)
      var points = Array(repeating: [Chart.Point](), count: quantities.count)
      for round in loop.rounds.map(Double.init) {
        let values = loop.values(after: round, &replay) ?? [:]
        let scope = Scope<Double>(workspace, replacing: values)
        for (index, quantity) in quantities.enumerated() {
          points[index].append(
            Chart.Point(round, quantity.kernel.value(in: scope).elements[0]))
        }
      }
      return zip(names, points).map { Chart.Curve($0, $1) }
    case .iterations(let noted):
      return names.indices.map { index in
        Chart.Curve(
          names[index],
          noted.iterations(index).map { Chart.Point(Double($0.number), $0.cost) })
      }
    }
  }

  /// The lowest point of a curve, between its points where it is one over a number.
  package func least(_ quantity: Int, of curve: Chart.Curve, in workspace: Workspace)
    -> Chart.Point?
  {
    guard let rough = curve.least, let index = curve.points.firstIndex(of: rough) else {
      return nil
    }
    guard case .input = over else { return rough }
    var low = curve.points[max(0, index - 1)].x
    var high = curve.points[min(curve.points.count - 1, index + 1)].x
    // Golden section: each time the worse of two inner points is the new end.
    let share = (Double(5).squareRoot() - 1) / 2
    func point(_ x: Double) -> Chart.Point {
      let y = value(quantity, at: x, in: workspace)
      return Chart.Point(x, y.isFinite ? y : .infinity)
    }
    var (first, second) = (point(high - share * (high - low)), point(low + share * (high - low)))
    for _ in 0..<60 where high > low {
      if first.y <= second.y {
        (high, second) = (second.x, first)
        first = point(high - share * (high - low))
      } else {
        (low, first) = (first.x, second)
        second = point(low + share * (high - low))
      }
    }
    let found = first.y <= second.y ? first : second
    let best = found.y < rough.y ? found : rough
    let values = curve.points.map(\.y).filter(\.isFinite)
    let height = (values.max() ?? 0) - rough.y
    // Beside a pole a curve falls without end.
    let neighbours = curve.points[max(0, index - 1)...min(curve.points.count - 1, index + 1)]
    guard best.y >= rough.y - height / 2, neighbours.allSatisfy(\.y.isFinite) else { return nil }
    // A round number that is as good is what was meant.
    for decimals in 1...4 {
      let power = Self.power(decimals)
      let round = point((best.x * power).rounded() / power)
      if round.y <= best.y + 1e-9 * height { return round }
    }
    return best
  }

  private static func power(_ decimals: Int) -> Double {
    (0..<decimals).reduce(1) { power, _ in power * 10 }
  }

  private func ownNumbers(_ input: Input, _ workspace: Workspace) -> [Double] {
    let marked = input.marks.map { $0.value(in: Scope<Double>(workspace)).elements[0] }
    let numbers = input.marks.isEmpty ? [input.own(in: workspace)].compactMap { $0 } : marked
    return numbers.filter { $0.isFinite && $0 >= input.from && $0 <= input.to }
  }

  /// The places of the lesson itself on a curve.
  package func own(_ quantity: Int, in workspace: Workspace) -> [Chart.Point] {
    switch over {
    case .rounds: return []
    case .iterations(let noted):
      return noted.iterations(quantity).filter { $0.number == noted.own[quantity] }
        .map { Chart.Point(Double($0.number), $0.cost) }
    case .input(let input):
      return ownNumbers(input, workspace)
        .map { Chart.Point($0, value(quantity, at: $0, in: workspace)) }
        .filter(\.y.isFinite)
    }
  }

  /// What is along the horizontal axis.
  package func overText(ascii: Bool) -> String {
    switch over {
    case .input(let input): input.tree.oneLine(ascii: ascii)
    case .rounds(let letter, _): MathReader.read(letter).oneLine(ascii: ascii)
    case .iterations: "iteration"
    }
  }

  package func chart(in workspace: Workspace, ascii: Bool = false) -> Chart {
    var curves = curves(in: workspace, ascii: ascii)
    var range: [Double] = []
    if case .input(let input) = over { range = [input.from, input.to] }
    var marks: [Chart.Mark] = []
    for (index, curve) in curves.enumerated() {
      if let least = least(index, of: curve, in: workspace) {
        marks.append(.init(.least, of: index, least))
        if !curve.points.contains(where: { $0.x == least.x }) {
          let next = curve.points.firstIndex { $0.x > least.x } ?? curve.points.count
          curves[index].points.insert(least, at: next)
        }
      }
      marks += own(index, in: workspace).map { Chart.Mark(.own, of: index, $0) }
    }
    return Chart(
      curves, marks: marks, over: overText(ascii: ascii), range: range, horizontal: horizontal,
      vertical: vertical)
  }
}

extension Equation.Loop {
  /// The numbers of its rounds, with the one before the first, where nothing is done yet.
  package var rounds: Range<Int> { first - 1..<first - 1 + moments.count }

  /// What the names of the loop are after a round; nil where there is no such round. What is made
  /// from them may be defined further down.
  func values(after round: Double, _ replay: inout Replay) -> [Name: Matrix<Double>]? {
    let index = Int(round.rounded()) - (first - 1)
    guard moments.indices.contains(index) else { return nil }
    return replay.look(at: moments[index], for: Set(names)) { workspace in
      workspace.values.filter { names.contains($0.key) }
    }
  }
}
