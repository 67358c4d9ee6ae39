import Kernels
import Lessons
import Matrices
import Notation
import SourceText

// What a question of practice shows beside what it asks.

extension Equation.Side {
  /// The formula with other sizes: where the lesson has one number of rows or columns it has one
  /// here, too.
  ///
  /// - Returns: the formula, and the names with values of these sizes; nil when it cannot be read with
  ///   them, as where a size is written as a number.
  func resized(
    in workspace: Workspace, of file: SourceFile, seed: UInt64
  ) -> (Kernel, Workspace)? {
    let values = values(in: workspace)
    let sizes = Set(values.flatMap { [$0.value.shape.rows, $0.value.shape.columns] })
      .subtracting([1]).sorted()
    guard !sizes.isEmpty, sizes.count <= Self.drawnSizes.count else { return nil }
    var numbers = RandomNumbers(seed: seed)
    let drawn = Dictionary(
      zip(sizes, Self.drawnSizes.shuffled(using: &numbers)), uniquingKeysWith: { first, _ in first }
    )
    var resized = workspace
    for (name, value) in values where !value.shape.isScalar {
      let shape = Shape(
        drawn[value.shape.rows] ?? 1, drawn[value.shape.columns] ?? 1)
      resized.define(
        name, Matrix(shape: shape, elements: (0..<shape.count).map { 0.5 + Double($0) / 7 }),
        at: .nowhere)
    }
    let found = EquationReader.kernel(of: tree, in: file, resized)
    guard let own = found.kernel, found.findings.isEmpty,
      own.shape.rows == (drawn[kernel.shape.rows] ?? 1),
      own.shape.columns == (drawn[kernel.shape.columns] ?? 1)
    else { return nil }
    return (own, resized)
  }

  private static let drawnSizes = [2, 3, 4, 5, 6]

  /// The names that it is made from with their values, in the order of the formula.
  func values(in workspace: Workspace) -> [(name: Name, value: Matrix<Double>)] {
    var seen: Set<Name> = []
    let inOrder = kernel.allNodes.compactMap(\.operation.name)
    return (inOrder + kernel.names.sorted { $0.latex < $1.latex }).compactMap { name in
      guard seen.insert(name).inserted, let value = workspace.values[name] else { return nil }
      return (name, value)
    }
  }

  /// The functions of the lesson that are called in it.
  func called(in workspace: Workspace) -> [Name] {
    var seen: Set<Name> = []
    return kernel.allNodes.compactMap { node in
      guard let name = node.operation.call?.function.name, seen.insert(name).inserted,
        workspace.function(name) != nil
      else { return nil }
      return name
    }
  }
}

extension Workspace {
  /// The formula of a name, where it is short enough to stand beside the value.
  func meaning(of name: Name) -> MathTree? {
    guard let tree = formulas[name]?.tree, tree.oneLine().count <= Self.longestMeaning else {
      return nil
    }
    return tree
  }

  /// In characters: beside it stands a value.
  private static let longestMeaning = 32

  /// Functions of the lesson as they are defined, each once.
  func definitions(of functions: [Name]) -> [Block] {
    var seen: Set<Name> = []
    return functions.compactMap { name in
      guard seen.insert(name).inserted, let (parameters, body) = function(name) else { return nil }
      let list = parameters.map(\.latex).joined(separator: ", ")
      return .display(
        .row(MathReader.read("\(name.latex)(\(list)) =").nodes + body.nodes, .nowhere))
    }
  }
}

extension Shape {
  var described: String { isScalar ? "a number" : "\(self)" }
}

extension Name {
  var tree: MathTree { MathReader.read(latex) }
}

extension Block {
  static func display(_ tree: MathTree) -> Block {
    .paragraph([.math(tree, isDisplay: true)])
  }

  static func text(_ text: String) -> Block { .paragraph([.text(text)]) }

  /// What is chosen from; the question counts them.
  static func choices(_ texts: [String]) -> Block {
    .list(items: texts.map { [.text($0)] }, firstNumber: nil, isTight: true, continues: false)
  }

  /// Names with the formulas behind them.
  static func meanings(of names: [Name], in workspace: Workspace) -> [Block] {
    let equals = MathReader.read("=").nodes
    let meanings = names.compactMap { name in
      workspace.meaning(of: name).map {
        Inline.math(.row(name.tree.nodes + equals + $0.nodes, .nowhere), isDisplay: true)
      }
    }
    return meanings.isEmpty ? [] : [.paragraph(meanings)]
  }

  static func equals(_ tree: MathTree) -> Block {
    .display(.row(MathReader.read("=").nodes + tree.nodes, .nowhere))
  }

  static func asking(_ head: String, _ tree: MathTree, _ tail: String) -> Block {
    let gap = tail.count == 1 ? "" : " "
    return .paragraph([.text(head + " "), .math(tree, isDisplay: false), .text(gap + tail)])
  }

  /// `Here W is 3×2, x is 2×1.`
  static func sentence(_ head: String, _ list: [(MathTree, String)]) -> Block {
    let items = list.enumerated().flatMap { index, item -> [Inline] in
      let text = item.1.isEmpty ? "" : " " + item.1
      return [
        .text(index == 0 ? " " : ", "), .math(item.0, isDisplay: false), .text(text),
      ]
    }
    return .paragraph([.text(head)] + items + [.text(".")])
  }

  /// Names with what they mean, which is how they are computed, and their values.
  ///
  /// - Parameter equation: what is asked about, which says already how its own name is computed.
  static func values(
    _ values: [(name: Name, value: Matrix<Double>)], of equation: Equation? = nil,
    in workspace: Workspace, _ style: NumberStyle
  ) -> [Block] {
    guard !values.isEmpty else { return [] }
    let equals = MathReader.read("=").nodes
    return [
      .paragraph(
        values.map { name, value in
          let isAsked = equation?.names.contains(name) ?? false
          let formula = isAsked ? nil : workspace.meaning(of: name)
          let nodes = name.tree.nodes + equals + (formula.map { $0.nodes + equals } ?? [])
          return .math(.row(nodes + [value.tree(style)], .nowhere), isDisplay: true)
        })
    ]
  }
}
