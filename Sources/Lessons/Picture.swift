package import Kernels
package import Matrices
package import Notation
package import Pictures
package import SourceText

extension Lesson {
  /// What a `tiles`, `plot` or `network` fence shows: formulas, and how they are drawn. The numbers are those
  /// of its place in the lesson.
  package struct Picture: Sendable {
    package enum Content: Sendable {
      case tiles(Tiles)
      case plot(Plot)
      case network(Network)
    }

    package var content: Content
    package var caption: [Inline]
    package var location: Location
    /// The names and values at its place; a letter that only it knows is among them.
    package var workspace: Workspace
    /// How much had happened in the lesson before it, as entries of the history.
    package var moment: Int

    /// The same with other values of the names.
    package func moved(to workspace: Workspace) -> Picture {
      var picture = self
      picture.workspace = workspace
      switch content {
      case .tiles: break
      case .plot(var plot):
        plot.move(to: &picture.workspace)
        picture.content = .plot(plot)
      case .network(let network):
        _ = Network.define(network.definitions, in: &picture.workspace)
        picture.moment = picture.workspace.moment
      }
      return picture
    }
  }
}

/// Rows or columns of a value as images.
package struct Tiles: Sendable {
  package var direction: TileSheet.Direction
  /// What is shown, as it is written.
  package var tree: MathTree
  package var kernel: Kernel
  /// Rows and columns of pixels.
  package var shape: Shape
  package var range: TileSheet.Range
  /// What one of them is.
  package var called: String

  package func sheet(in workspace: Workspace) -> TileSheet? {
    TileSheet(
      direction, of: kernel.value(in: Scope<Double>(workspace)), as: shape, range: range)
  }

  /// The row and the column of the value that a pixel of a tile is, all from 0.
  package func entry(tile: Int, row: Int, column: Int) -> (row: Int, column: Int) {
    let place = row * shape.columns + column
    return direction == .rows ? (tile, place) : (place, tile)
  }
}

extension Tiles {
  private static let keys = ["rows", "columns", "tile", "range", "called", "caption"]

  static func read(
    _ fence: OptionFence, in file: SourceFile, _ workspace: Workspace
  ) -> (picture: Lesson.Picture?, findings: [Finding]) {
    var reader = OptionReader(fence, in: file, kind: .tiles, keys: keys)
    let picture = tiles(&reader, workspace).map { tiles in
      Lesson.Picture(
        content: .tiles(tiles), caption: reader.inlines("caption"),
        location: Location(file, fence.heading), workspace: workspace, moment: workspace.moment)
    }
    return (reader.findings.isEmpty ? picture : nil, reader.findings)
  }

  private static func tiles(_ reader: inout OptionReader, _ workspace: Workspace) -> Tiles? {
    guard reader.findings.isEmpty else { return nil }
    let direction: TileSheet.Direction
    switch (reader.option("rows"), reader.option("columns")) {
    case (.some, nil): direction = .rows
    case (nil, .some): direction = .columns
    case (nil, nil):
      reader.report(
        at: reader.fence.heading, "This tiles fence has neither rows nor columns",
        help: "Add a line rows: W^{(1)} for the rows of a matrix, or columns: x.")
      return nil
    case (.some, .some(let columns)):
      reader.report(
        at: columns.keyRange, "This tiles fence has both rows and columns",
        help: "Keep the one that is to be shown.")
      return nil
    }
    guard let option = reader.option(direction.rawValue),
      let kernel = reader.formula(option, workspace),
      let shape = shape(direction, of: kernel.shape, &reader, option),
      let range = range(&reader, workspace)
    else { return nil }
    return Tiles(
      direction: direction, tree: MathReader.read(option.text), kernel: kernel, shape: shape,
      range: range, called: reader.option("called")?.text ?? String(direction.rawValue.dropLast()))
  }

  private static func shape(
    _ direction: TileSheet.Direction, of value: Shape, _ reader: inout OptionReader,
    _ option: OptionFence.Option
  ) -> Shape? {
    let (tiles, pixels) =
      direction == .rows ? (value.rows, value.columns) : (value.columns, value.rows)
    guard tiles <= most else {
      reader.report(
        at: option.range, "\(option.text.visible) has \(tiles) \(direction.rawValue)",
        help: "\(most) are the most that are shown: take a part of it.")
      return nil
    }
    guard reader.option("tile") != nil else {
      let side = Int(Double(pixels).squareRoot().rounded())
      if side * side == pixels, side <= 64 { return Shape(side, side) }
      let height = (1...max(1, side)).last { pixels % $0 == 0 } ?? 1
      reader.report(
        at: option.range,
        "A \(direction.rawValue.dropLast()) of \(option.text.visible) has \(pixels) entries, which "
          + "make no square",
        help: "Say how they are laid out, such as tile: \(height) × \(pixels / height).")
      return nil
    }
    guard let shape = reader.tile() else { return nil }
    guard shape.count == pixels else {
      reader.report(
        at: reader.option("tile")?.range ?? option.range,
        "A tile of \(shape) has \(shape.count) pixels, and a \(direction.rawValue.dropLast()) of "
          + "\(option.text.visible), which is \(value), \(pixels) entries",
        help: "Rows times columns of a tile are \(pixels).")
      return nil
    }
    return shape
  }

  /// More are no picture any more.
  private static let most = 1_000

  private static func range(
    _ reader: inout OptionReader, _ workspace: Workspace
  ) -> TileSheet.Range? {
    guard let option = reader.option("range") else { return .own }
    switch option.text {
    case "own": return .own
    case "shared": return .shared
    default:
      guard let numbers = reader.numbers(option, workspace) else { return nil }
      if numbers.count == 2, numbers[0] < numbers[1] { return .between(numbers[0], numbers[1]) }
      reader.report(
        at: option.range, "range is own, shared, or the numbers that are black and white",
        help: "Write range: 0, 1")
      return nil
    }
  }
}
