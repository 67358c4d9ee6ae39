import Kernels
import Matrices
import Notation
import SourceText

extension Network {
  private static let keys = [
    "input", "weights", "biases", "sums", "activations", "function", "errors", "target",
    "example", "caption",
  ]

  /// More units have no room on a screen.
  static let mostUnits = 16

  static func read(
    _ fence: OptionFence, in file: SourceFile, _ workspace: Workspace
  ) -> (picture: Lesson.Picture?, findings: [Finding]) {
    var reader = OptionReader(fence, in: file, kind: .network, keys: keys)
    var own = workspace
    let network = network(&reader, &own)
    guard reader.findings.isEmpty, let network else { return (nil, reader.findings) }
    return (
      Lesson.Picture(
        content: .network(network), caption: reader.inlines("caption"),
        location: Location(file, fence.heading), workspace: own, moment: own.moment), []
    )
  }

  private static func network(
    _ reader: inout OptionReader, _ workspace: inout Workspace
  ) -> Network? {
    guard reader.findings.isEmpty, let inputs = reader.required("input", "x"),
      let weights = reader.required("weights", "W^{(1)}, W^{(2)}"),
      let sums = reader.required("sums", "z^{(2)}, z^{(3)}"),
      let activations = reader.required("activations", "a^{(2)}, a^{(3)}"),
      let input = reader.formula(inputs, workspace),
      let through = reader.formulas(weights, workspace)
    else { return nil }
    guard let sumTexts = texts(sums, "a weighted input", like: through, &reader),
      let activationTexts = texts(activations, "an activation", like: through, &reader)
    else { return nil }
    var biases: [OptionReader.Formula] = []
    if let option = reader.option("biases") {
      guard let read = reader.formulas(option, workspace) else { return nil }
      guard read.count == through.count else {
        reader.report(
          at: option.range,
          "There are \(through.count) matrices of weights, and \(read.count) biases",
          help: "Name a bias for each layer behind the first, or leave biases away.")
        return nil
      }
      biases = read
    }
    guard fits(input, inputs, through, biases, &reader) else { return nil }
    let function = reader.option("function")
    let name = function?.text ?? "f"
    let example = reader.whole("example", 1...max(1, input.shape.columns)) ?? 1
    // What the lesson has not defined yet, the picture makes for itself.
    var lines: [String] = []
    for layer in through.indices {
      let before = layer == 0 ? inputs.text : activationTexts[layer - 1]
      let bias = biases.isEmpty ? "" : " + " + reader.text(biases[layer].range)
      for (text, formula) in [
        (sumTexts[layer], "\(reader.text(through[layer].range)) \(before)\(bias)"),
        (activationTexts[layer], "\(name)(\(sumTexts[layer]))"),
      ] where part(text, in: workspace) == nil {
        lines.append("\(text) = \(formula)")
      }
    }
    let definitions = lines.joined(separator: "\n")
    guard define(definitions, in: &workspace) else {
      reader.report(
        at: (function ?? activations).range,
        "The activations cannot be computed from these names with \(name.visible)",
        help: "Name the function of the units: function: f, a function of one number.")
      return nil
    }
    var network = Network(
      input: Part(tree: MathReader.read(inputs.text), kernel: input), connections: [],
      function: MathReader.read(name), target: nil, definitions: definitions, example: example - 1)
    for layer in through.indices {
      guard let own = part(sumTexts[layer], in: workspace),
        let active = part(activationTexts[layer], in: workspace)
      else {
        reader.report(
          at: sums.range,
          "\(sumTexts[layer].visible) and \(activationTexts[layer].visible) are no names",
          help: "Write names such as z^{(2)} and a^{(2)}.")
        return nil
      }
      for (value, option) in [(own, sums), (active, activations)]
      where value.kernel.shape.rows != through[layer].kernel.shape.rows {
        let text = value.tree.oneLine().visible
        reader.report(
          at: option.range,
          "\(text) has \(value.kernel.shape.rows) entries, and the weights lead to "
            + "\(through[layer].kernel.shape.rows) units",
          help: "Name what is made with these weights.")
        return nil
      }
      network.connections.append(
        Connection(
          weights: Part(tree: through[layer].tree, kernel: through[layer].kernel),
          biases: biases.isEmpty
            ? nil : Part(tree: biases[layer].tree, kernel: biases[layer].kernel),
          sums: own, activations: active))
    }
    return backward(network, &reader, workspace, sumTexts, name)
  }

  // MARK: - Names

  /// The pieces of a list of names, one for each matrix of weights.
  private static func texts(
    _ option: OptionFence.Option, _ what: String, like weights: [OptionReader.Formula],
    _ reader: inout OptionReader
  ) -> [String]? {
    let texts = reader.pieces(of: option)
    if texts.count == weights.count { return texts }
    reader.report(
      at: option.range,
      "\(option.key) names \(texts.count), and there are \(weights.count) matrices of weights",
      help: "Name \(what) for each layer behind the first, with commas between them.")
    return nil
  }

  /// Whether definitions could be carried out.
  static func define(_ definitions: String, in workspace: inout Workspace) -> Bool {
    guard !definitions.isEmpty else { return true }
    // A statement is a line of LaTeX's.
    let file = SourceFile(
      path: "network", text: definitions.split(separator: "\n").joined(separator: " \\\\ "))
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    let result = EquationReader.read(read.lines, in: file, &workspace)
    workspace.refresh()
    return !(read.findings + result.findings).contains { $0.severity == .error }
  }

  private static func part(_ text: String, in workspace: Workspace) -> Part? {
    let file = SourceFile(path: "network", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    guard read.findings.isEmpty, read.lines.count == 1,
      let kernel = EquationReader.kernel(of: read.lines[0], in: file, workspace).0
    else { return nil }
    return Part(tree: MathReader.read(text), kernel: kernel)
  }

  // MARK: - Shapes

  private static func fits(
    _ input: Kernel, _ inputs: OptionFence.Option, _ weights: [OptionReader.Formula],
    _ biases: [OptionReader.Formula], _ reader: inout OptionReader
  ) -> Bool {
    var (units, name) = (input.shape.rows, inputs.text.visible)
    guard units <= mostUnits else {
      reader.report(
        at: inputs.range, "\(name) has \(units) entries",
        help: "\(mostUnits) units in a layer are the most that a picture shows.")
      return false
    }
    for (layer, formula) in weights.enumerated() {
      let (shape, text) = (formula.kernel.shape, reader.text(formula.range).visible)
      guard shape.columns == units else {
        reader.report(
          at: formula.range,
          "\(text) is \(shape): it comes from \(shape.columns) units, and \(name) has \(units)",
          help: "A row of weights for each unit of the next layer, an entry for each of this one.")
        return false
      }
      guard shape.rows <= mostUnits else {
        reader.report(
          at: formula.range, "\(text) leads to \(shape.rows) units",
          help: "\(mostUnits) units in a layer are the most that a picture shows.")
        return false
      }
      if biases.indices.contains(layer), biases[layer].kernel.shape != Shape(shape.rows, 1) {
        reader.report(
          at: biases[layer].range,
          "\(reader.text(biases[layer].range).visible) is \(biases[layer].kernel.shape), and "
            + "\(text) leads to \(shape.rows) units", help: "A bias for each of these units.")
        return false
      }
      (units, name) = (shape.rows, text)
    }
    return true
  }

  // MARK: - Backwards

  private static func backward(
    _ forward: Network, _ reader: inout OptionReader, _ workspace: Workspace,
    _ sums: [String], _ function: String
  ) -> Network? {
    guard let option = reader.option("errors") else { return forward }
    var network = forward
    guard let errors = reader.formulas(option, workspace) else { return nil }
    let count = network.connections.count
    guard errors.count <= count else {
      reader.report(
        at: option.range, "errors names \(errors.count), and \(count) layers can have one",
        help: "Name those of the last layers, such as \\delta^{(2)}, \\delta^{(3)}.")
      return nil
    }
    guard let target = reader.required("target", "y"),
      let wanted = reader.formula(target, workspace)
    else { return nil }
    guard wanted.shape.rows == network.count(count) else {
      reader.report(
        at: target.range,
        "\(target.text.visible) is \(wanted.shape), and there are \(network.count(count)) outputs",
        help: "Name what the last layer should answer.")
      return nil
    }
    network.target = Part(tree: MathReader.read(target.text), kernel: wanted)
    for (place, error) in errors.enumerated() {
      let layer = count - errors.count + place
      guard error.kernel.shape.rows == network.count(layer + 1) else {
        reader.report(
          at: error.range,
          "\(reader.text(error.range).visible) is \(error.kernel.shape), and its layer has "
            + "\(network.count(layer + 1)) units", help: "Name them from one layer to the next.")
        return nil
      }
      network.connections[layer].errors = Part(tree: error.tree, kernel: error.kernel)
      let blame =
        layer + 1 == count
        ? "\(reader.pieces(of: reader.option("activations"))[layer]) - \(target.text)"
        : "(\(reader.pieces(of: reader.option("weights"))[layer + 1]))^T "
          + reader.text(errors[place + 1].range)
      network.connections[layer].blame = part(blame, in: workspace)
      guard let slopes = part("\(function)'(\(sums[layer]))", in: workspace) else {
        reader.report(
          at: (reader.option("function") ?? option).range,
          "\(function.visible) has no slope at \(sums[layer].visible)",
          help: "Name the function of the units: function: f, a function of one number.")
        return nil
      }
      network.connections[layer].slopes = slopes
    }
    return network
  }
}

extension OptionReader {
  fileprivate func text(_ range: Range<Int>) -> String { file.text(range) }

  /// The texts of a list.
  fileprivate func pieces(of option: OptionFence.Option?) -> [String] {
    option.map { parts(of: $0).map(\.text) } ?? []
  }
}
