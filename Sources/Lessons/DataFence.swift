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
  /// Rows and columns of the picture that a column is, where it is one.
  package var tile: Shape?

  /// The first examples.
  package func first(_ count: Int) -> Matrix<Double> {
    Matrix(shape: Shape(values.shape.rows, count)) { values[$0, $1] }
  }
}

extension DataSet {
  private static let keys = [
    "name", "file", "tile", "header", "classes", "columns", "count", "examples", "shown",
  ]
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
      let form = form(path, &reader)
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
    let shown = reader.whole("shown", 2...1_000) ?? usuallyShown
    let tile = reader.option("tile") == nil ? nil : reader.tile()
    guard reader.findings.isEmpty,
      let all = values(form, path, tile, &reader, file, files),
      let part = part(of: all, &reader),
      let values = classes(part, &reader)
    else { return nil }
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
    if let name = reader.newName(option.text, workspace) { return name }
    if let name = reader.entry(option.text) {
      reader.report(
        at: option.range,
        "\(option.text.visible) reads as an entry of \(name.shown), and is no name for data",
        help: "Write a name without an index, such as \(name.latex), \(name.latex)^{(2)} or "
          + "\\tilde{\(name.latex)}.")
      return nil
    }
    let isTaken = reader.isTaken(option.text, workspace)
    reader.report(
      at: option.range,
      isTaken ? "\(option.text.visible) has a value already" : "\(option.text.visible) is no name",
      help: "Write a new name in LaTeX, as \(example).")
    return nil
  }

  // MARK: - Files

  /// What a file holds, by the end of its name.
  private enum Form: String, CaseIterable { case png, csv, txt }

  private static func form(
    _ option: OptionFence.Option, _ reader: inout OptionReader
  ) -> Form? {
    let text = option.text
    // Beside the lesson: one that is handed on takes its data along.
    guard !text.hasPrefix("/"), !text.split(separator: "/").contains("..") else {
      reader.report(
        at: option.range, "Data lie beside the lesson, and not at \(text.visible)",
        help: "Write a path from the folder of the lesson, as data/patches.png.")
      return nil
    }
    guard let form = Form(rawValue: text.split(separator: ".").last.map { $0.lowercased() } ?? "")
    else {
      reader.report(
        at: option.range, "\(text.visible) is neither .png, .csv nor .txt",
        help: "Data are a grey PNG, numbers separated by commas (.csv), or digits (.txt).")
      return nil
    }
    if form == .png, reader.required("tile", "8 × 8") == nil { return nil }
    if form != .csv, let header = reader.option("header") {
      reader.report(
        at: header.keyRange, "Only a .csv has a header", help: "Leave this line away.")
      return nil
    }
    return form
  }

  private static func values(
    _ form: Form, _ option: OptionFence.Option, _ tile: Shape?, _ reader: inout OptionReader,
    _ file: SourceFile, _ files: Files
  ) -> Matrix<Double>? {
    let name = option.text.visible
    let bytes: [UInt8]
    do throws(Files.Problem) {
      bytes = try files.read(Paths.joined(Paths.directory(file.path), option.text))
    } catch {
      reader.report(
        at: option.range, "\(name) cannot be read: \(error.reason)",
        help: "Write a path from the folder of the lesson, as data/patches.png.")
      return nil
    }
    switch form {
    case .png: return tile.flatMap { pictures(bytes, $0, option, &reader) }
    case .csv, .txt:
      do throws(NumberTable.Problem) {
        let table =
          form == .txt
          ? try NumberTable(digits: bytes)
          : try NumberTable(csv: bytes, header: reader.word("header", NumberTable.Header.self))
        return fitting(table.values, tile, &reader)
      } catch {
        reader.report(
          at: option.range, name + error.told,
          help: form == .txt
            ? "Write one digit for each example."
            : "Write a line for each example, numbers with commas.")
        return nil
      }
    }
  }

  private static func fitting(
    _ values: Matrix<Double>, _ tile: Shape?, _ reader: inout OptionReader
  ) -> Matrix<Double>? {
    guard let tile, tile.count != values.shape.rows, let option = reader.option("tile") else {
      return reader.findings.isEmpty ? values : nil
    }
    reader.report(
      at: option.range,
      "A tile of \(tile) has \(tile.count) pixels, and each example here "
        + "\(values.shape.rows) numbers",
      help: "Leave tile away where the numbers are no picture.")
    return nil
  }

  private static func pictures(
    _ bytes: [UInt8], _ tile: Shape, _ option: OptionFence.Option, _ reader: inout OptionReader
  ) -> Matrix<Double>? {
    do throws(GreyPicture.Problem) {
      let picture = try GreyPicture(bytes)
      if let values = picture.tiles(tile.rows, tile.columns, count: nil) { return values }
      reader.report(
        at: reader.option("tile")?.range ?? option.range,
        "Tiles of \(tile) pixels do not fill this picture of \(picture.height)×\(picture.width)",
        help: "Rows times columns of one tile, as 8 × 8.")
    } catch {
      reader.report(
        at: option.range, "\(option.text.visible) \(error.told)",
        help: "Save it as a grey PNG without transparency.")
    }
    return nil
  }

  // MARK: - Parts

  /// The examples that are wanted: `columns: 1-1437`, or the first so many.
  private static func part(
    of all: Matrix<Double>, _ reader: inout OptionReader
  ) -> Matrix<Double>? {
    let count = all.shape.columns
    guard let option = reader.option("columns") ?? reader.option("count") else { return all }
    if option.key == "columns", let other = reader.option("count") {
      reader.report(
        at: other.keyRange, "columns says already which examples are taken",
        help: "Leave count away.")
      return nil
    }
    guard let wanted = range(option) else {
      reader.report(
        at: option.range,
        "\(option.key) is \(option.key == "count" ? "a whole number" : "a range of examples"), and "
          + "not \(option.text.visible)",
        help: option.key == "count"
          ? "Write count: 1000." : "Write columns: 1-1437, counted from 1.")
      return nil
    }
    guard wanted.upperBound <= count, wanted.count >= 2 else {
      reader.report(
        at: option.range,
        wanted.count < 2
          ? "Two examples at least are taken"
          : "There are \(count) examples, and not \(wanted.upperBound)",
        help: "Take from 1 to \(count).")
      return nil
    }
    return Matrix(shape: Shape(all.shape.rows, wanted.count)) {
      all[$0, wanted.lowerBound - 1 + $1]
    }
  }

  private static func range(_ option: OptionFence.Option) -> ClosedRange<Int>? {
    if option.key == "count" {
      return Int(option.text).flatMap { $0 > 0 ? 1...$0 : nil }
    }
    let ends = option.text.split(whereSeparator: { "-–— ".contains($0) }).map { Int($0) }
    guard ends.count == 2, let first = ends[0], let last = ends[1], first > 0, first <= last else {
      return nil
    }
    return first...last
  }

  /// Labels from 0 on, of which each example becomes a column with a 1 in the row of its label.
  private static func classes(
    _ values: Matrix<Double>, _ reader: inout OptionReader
  ) -> Matrix<Double>? {
    guard let option = reader.option("classes") else { return values }
    guard let classes = reader.whole("classes", 2...1_000) else { return nil }
    guard values.shape.rows == 1 else {
      reader.report(
        at: option.keyRange, "A label is one number, and each example here is \(values.shape.rows)",
        help: "Keep the labels in a file of their own.")
      return nil
    }
    let stray = values.elements.firstIndex { label in
      !(0..<Double(classes)).contains(label) || label != label.rounded()
    }
    if let stray {
      reader.report(
        at: option.range,
        "The label of example \(stray + 1) is \(NumberStyle().text(values.elements[stray])), and "
          + "classes go from 0 to \(classes - 1)",
        help: "Labels are whole numbers from 0 on; say how many classes there are.")
      return nil
    }
    return Matrix(shape: Shape(classes, values.shape.columns)) {
      values.elements[$1] == Double($0) ? 1 : 0
    }
  }
}
