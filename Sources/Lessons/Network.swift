package import Kernels
import Matrices
package import Notation

/// A network of layers that are fully connected, made from the shapes of a lesson's names.
package struct Network: Sendable {
  /// A value of the lesson, or one that only the picture has, with what it looks like.
  package struct Part: Sendable {
    package var tree: MathTree
    package var kernel: Kernel
  }

  /// All that leads from one layer to the next one, and that layer.
  package struct Connection: Sendable {
    /// A row for each unit that it leads to.
    package var weights: Part
    package var biases: Part?
    package var sums: Part
    package var activations: Part
    package var errors: Part?
    /// The slope of the function at the sums.
    package var slopes: Part?
    /// What the errors are made from, before the slope: what comes back through the weights, or, at
    /// the last layer, how far the answer is from its target.
    package var blame: Part?
  }

  package var input: Part
  package var connections: [Connection]
  /// What the units compute from their sums, as it is written.
  package var function: MathTree
  package var target: Part?
  /// How the names that only the picture has are made, one a line.
  var definitions: String
  /// Which example is shown where there is a column for each, from 0.
  package var example: Int
}

extension Network {
  /// One unit being computed: its activation forwards, its error backwards.
  package struct Unit: Hashable, Sendable {
    /// Of the layer behind this connection, from 0.
    package var connection: Int
    package var unit: Int
    package var isBackward: Bool
  }

  /// How many units a layer has; layer 0 is the input.
  package func count(_ layer: Int) -> Int {
    layer == 0 ? input.kernel.shape.rows : connections[layer - 1].weights.kernel.shape.rows
  }

  /// The values of a layer.
  package func values(of layer: Int) -> Part {
    layer == 0 ? input : connections[layer - 1].activations
  }

  /// All units in the order in which they are computed: forwards, layer by layer, and then back.
  package var units: [Unit] {
    let forward = connections.indices.flatMap { layer in
      (0..<count(layer + 1)).map { Unit(connection: layer, unit: $0, isBackward: false) }
    }
    let backward = connections.indices.reversed().filter { connections[$0].errors != nil }
      .flatMap { layer in
        (0..<count(layer + 1)).map { Unit(connection: layer, unit: $0, isBackward: true) }
      }
    return forward + backward
  }

  /// An edge that leads to a unit: what comes along, and the weight.
  package struct Edge: Sendable {
    /// Nil for the bias, along which 1 comes.
    package var value: OpenNumber?
    /// Nil where a target is compared with.
    package var weight: OpenNumber?
  }

  /// What is computed at a unit: forwards its sum and its activation; backwards what comes back to it
  /// (at an output: how far it is above its target), the slope, and the error.
  package enum Step: Sendable {
    case sum(OpenNumber)
    case activation(OpenNumber, of: OpenNumber)
    case blame(OpenNumber)
    case slope(OpenNumber, at: OpenNumber)
    case error(OpenNumber, blame: OpenNumber, slope: OpenNumber)

    package var number: OpenNumber {
      switch self {
      case .sum(let number), .activation(let number, _), .blame(let number),
        .slope(let number, _), .error(let number, _, _):
        number
      }
    }
  }

  /// A unit with its numbers, each of which opens.
  package struct View: Sendable {
    package var edges: [Edge]
    /// In order.
    package var steps: [Step]
    /// The same of the other units of its layer, before and behind it.
    package var before: [OpenNumber]
    package var behind: [OpenNumber]

    /// All of its numbers in reading order.
    package var numbers: [OpenNumber] {
      edges.flatMap { [$0.value, $0.weight].compactMap(\.self) } + steps.map(\.number)
    }
  }

  package func view(_ unit: Unit, in workspace: Workspace) -> View {
    let replay = Replay(of: workspace)
    func number(_ part: Part, _ row: Int, _ column: Int) -> OpenNumber {
      OpenNumber(
        part.kernel, row: row, column: part.kernel.shape.columns == 1 ? 0 : column,
        at: replay.last, in: replay)
    }
    let connection = connections[unit.connection]
    let count = count(unit.connection + 1)
    func others(_ part: Part) -> (before: [OpenNumber], behind: [OpenNumber]) {
      (
        (0..<unit.unit).map { number(part, $0, example) },
        (unit.unit + 1..<count).map { number(part, $0, example) }
      )
    }
    let sum = number(connection.sums, unit.unit, example)
    guard unit.isBackward, let errors = connection.errors, let slopes = connection.slopes,
      let blame = connection.blame
    else {
      let source = values(of: unit.connection)
      var edges = (0..<self.count(unit.connection)).map { index in
        Edge(
          value: number(source, index, example),
          weight: OpenNumber(
            connection.weights.kernel, row: unit.unit, column: index, at: replay.last, in: replay))
      }
      if let biases = connection.biases {
        edges.append(Edge(value: nil, weight: number(biases, unit.unit, 0)))
      }
      let (before, behind) = others(connection.activations)
      let activation = number(connection.activations, unit.unit, example)
      return View(
        edges: edges, steps: [.sum(sum), .activation(activation, of: sum)], before: before,
        behind: behind)
    }
    let (before, behind) = others(errors)
    var edges: [Edge] = []
    if connections.indices.contains(unit.connection + 1),
      let from = connections[unit.connection + 1].errors
    {
      let weights = connections[unit.connection + 1].weights
      edges = (0..<self.count(unit.connection + 2)).map { index in
        Edge(
          value: number(from, index, example),
          weight: OpenNumber(
            weights.kernel, row: index, column: unit.unit, at: replay.last, in: replay))
      }
    } else if let target {
      edges = [Edge(value: number(target, unit.unit, example), weight: nil)]
    }
    let (back, slope) = (number(blame, unit.unit, example), number(slopes, unit.unit, example))
    return View(
      edges: edges,
      steps: [
        .blame(back), .slope(slope, at: sum),
        .error(number(errors, unit.unit, example), blame: back, slope: slope),
      ], before: before, behind: behind)
  }
}
