import Kernels
import Lessons
import Matrices
import Notation
import Pictures
import SourceText

/// A picture as JSON: what it is of, and its numbers.
struct PictureReport: Encodable, Sendable {
  struct Curve: Encodable, Sendable {
    var latex: String
    var x: [Double]
    var y: [Double]
    /// The lowest point.
    var least: [Double]?
    /// The lesson's own points.
    var own: [[Double]]
  }

  /// A unit of a network, in the order in which they are computed.
  struct Unit: Encodable, Sendable {
    /// From 1, which is the input.
    var layer: Int
    var unit: Int
    var isBackward: Bool
    /// What comes along its edges, and their weights; without a value it is a bias.
    var edges: [Edge]
    /// What is computed there, in order.
    var steps: [Step]
  }

  struct Edge: Encodable, Sendable {
    var value: Double?
    var weight: Double?
  }

  struct Step: Encodable, Sendable {
    var latex: String
    var value: Double
  }

  var line: Int
  /// tiles, plot or network.
  var kind: String
  var caption: [InlineReport]
  /// What is to be seen, in sentences.
  var told: [String]
  /// Of tiles: what they are of, whether rows or columns, and rows and columns of pixels.
  var latex: String?
  var direction: String?
  var tile: [Int]?
  var value: [[Double]]?
  /// What is black and what is white; nil where each tile has its own range.
  var range: [Double]?
  /// Of a plot: what is along the horizontal axis, and the scales.
  var over: String?
  var horizontal: String?
  var vertical: String?
  var curves: [Curve]?
  /// Of a network.
  var units: [Unit]?

  init(_ shown: ShownPicture) {
    line = shown.picture.location.position.line
    caption = shown.caption.map(InlineReport.init)
    told = shown.sentences { $0.oneLine() }
    switch shown.content {
    case .tiles(let tiles, let sheet):
      kind = "tiles"
      latex = tiles.tree.latex
      direction = tiles.direction.rawValue
      tile = [tiles.shape.rows, tiles.shape.columns]
      value = tiles.kernel.value(in: Scope<Double>(shown.picture.workspace)).rows
      switch sheet.range {
      case .own: break
      case .shared:
        range = [sheet.tiles.map(\.least).min() ?? 0, sheet.tiles.map(\.largest).max() ?? 0]
      case .between(let low, let high): range = [low, high]
      }
    case .plot(let plot, let chart):
      kind = "plot"
      switch plot.over {
      case .input(let input): over = input.tree.latex
      case .rounds(let letter, _): over = letter
      }
      horizontal = plot.horizontal.rawValue
      vertical = plot.vertical.rawValue
      curves = zip(plot.quantities, chart.curves).enumerated().map { index, pair in
        func points(_ kind: Chart.Mark.Kind) -> [[Double]] {
          chart.marks.filter { $0.kind == kind && $0.curve == index }
            .map { [$0.point.x, $0.point.y] }
        }
        return Curve(
          latex: pair.0.tree.latex, x: pair.1.points.map(\.x), y: pair.1.points.map(\.y),
          least: points(.least).first, own: points(.own))
      }
    case .network(let network):
      kind = "network"
      units = network.units.map { unit in
        let view = network.view(unit, in: shown.picture.workspace)
        return Unit(
          layer: unit.connection + 2, unit: unit.unit + 1, isBackward: unit.isBackward,
          edges: view.edges.map { Edge(value: $0.value?.value, weight: $0.weight?.value) },
          steps: view.steps.map { Step(latex: $0.number.title.latex, value: $0.number.value) })
      }
    }
  }
}
