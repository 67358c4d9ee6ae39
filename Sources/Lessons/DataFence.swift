package import Kernels
package import Matrices
import Notation
import SourceText

/// Data of a lesson: a matrix with a column for each example, of which the lesson shows a few.
package struct DataSet: Sendable {
  package var name: Name
  /// What counts the examples.
  package var count: Name?
  package var values: Matrix<Double>
  /// How many of them the lesson's formulas are read on.
  package var shown: Int
  /// Rows and columns of the picture that a column is.
  package var tile: Shape

  /// The first examples.
  package func first(_ count: Int) -> Matrix<Double> {
    Matrix(shape: Shape(values.shape.rows, count)) { values[$0, $1] }
  }
}

extension DataSet {
  private static let keys = ["name", "file", "tile", "examples", "count", "shown"]
  /// Where nothing is said.
  private static let usuallyShown = 4

  /// Reads a `data` fence and gives its names their values.
  ///
  /// - Parameter showsAll: whether the formulas are to be read on all examples.
  static func read(
    _ fence: OptionFence, in file: SourceFile, _ files: Files, showsAll: Bool,
    _ workspace: inout Workspace
  ) -> (data: DataSet?, findings: [Finding]) {
    var reader = OptionReader(fence, in: file, kind: .data, keys: keys)
    let data = read(&reader, file, files, showsAll, &workspace)
    return (data, reader.findings)
  }

  private static func read(
    _ reader: inout OptionReader, _ file: SourceFile, _ files: Files, _ showsAll: Bool,
    _ workspace: inout Workspace
  ) -> DataSet? {
    guard let name = newName("name", "x", &reader, workspace),
      let path = reader.required("file", "data/patches.png"),
      let tile = tile(&reader)
    else { return nil }
    var count: Name?
    if reader.option("examples") != nil {
      guard let own = newName("examples", "m", &reader, workspace) else { return nil }
      if own == name, let option = reader.option("examples") {
        reader.report(
          at: option.range, "\(option.text.visible) has a value already",
          help: "Give what counts the examples a name of its own.")
        return nil
      }
      count = own
    }
    let wanted = reader.whole("count", 2...GreyPicture.mostPixels)
    let shown = reader.whole("shown", 2...1_000) ?? usuallyShown
    guard reader.findings.isEmpty, let picture = picture(path, &reader, file, files) else {
      return nil
    }
    guard let values = picture.tiles(tile.rows, tile.columns, count: wanted) else {
      let size = "\(picture.height)×\(picture.width)"
      let fits = picture.height % tile.rows == 0 && picture.width % tile.columns == 0
      reader.report(
        at: (fits ? reader.option("count") : reader.option("tile"))?.range ?? path.range,
        fits
          ? "There are fewer tiles of \(tile) in this picture of \(size) pixels"
          : "Tiles of \(tile) pixels do not fill this picture of \(size)",
        help: fits
          ? "Take fewer, or leave count away." : "Rows times columns of one tile, as 8 × 8.")
      return nil
    }
    let few = showsAll ? values.shape.columns : min(shown, values.shape.columns)
    let data = DataSet(name: name, count: count, values: values, shown: few, tile: tile)
    let place = Location(file, path.range)
    workspace.define(name, data.first(few), at: place)
    if let count { workspace.define(count, Matrix(Double(few)), at: place) }
    return data
  }

  /// A name that has no value yet.
  private static func newName(
    _ key: String, _ example: String, _ reader: inout OptionReader, _ workspace: Workspace
  ) -> Name? {
    guard let option = reader.required(key, example) else { return nil }
    var own = workspace
    // What a name is is said by how a given is read.
    let given = SourceFile(path: "data", text: "\(option.text) = 1")
    let read = MathReader.read(MathSource(given, given.bytes.indices), for: .live)
    let result = EquationReader.read(read.lines, in: given, &own)
    let names = result.equations.first?.names ?? []
    guard read.findings.isEmpty, result.findings.isEmpty, let name = names.first else {
      let taken = result.findings.contains { $0.kind == .redefined }
      reader.report(
        at: option.range,
        taken
          ? "\(option.text.visible) has a value already" : "\(option.text.visible) is no name",
        help: "Write a new name in LaTeX, as \(example).")
      return nil
    }
    return name
  }

  private static func tile(_ reader: inout OptionReader) -> Shape? {
    guard let option = reader.required("tile", "8 × 8") else { return nil }
    let sides = option.text.split(whereSeparator: { $0 == "×" || $0 == "x" || $0 == " " })
      .map { Int($0) ?? 0 }
    guard sides.count == 2, sides.allSatisfy({ (1...64).contains($0) }) else {
      reader.report(
        at: option.range, "A tile is rows × columns, each from 1 to 64",
        help: "Write tile: 8 × 8.")
      return nil
    }
    return Shape(sides[0], sides[1])
  }

  private static func picture(
    _ option: OptionFence.Option, _ reader: inout OptionReader, _ file: SourceFile, _ files: Files
  ) -> GreyPicture? {
    let text = option.text
    // Beside the lesson: one that is handed on takes its data along.
    guard !text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
      reader.report(
        at: option.range, "Data lie beside the lesson, and not at \(text.visible)",
        help: "Write a path from the folder of the lesson, as data/patches.png.")
      return nil
    }
    do throws(Files.Problem) {
      let bytes = try files.read(Paths.joined(Paths.directory(file.path), text))
      do throws(GreyPicture.Problem) {
        return try GreyPicture(bytes)
      } catch {
        reader.report(
          at: option.range, "\(text.visible) \(error.told)",
          help: "Save it as a grey PNG without transparency.")
        return nil
      }
    } catch {
      reader.report(
        at: option.range, "\(text.visible) cannot be read: \(error.reason)",
        help: "Write a path from the folder of the lesson, as data/patches.png.")
      return nil
    }
  }
}
