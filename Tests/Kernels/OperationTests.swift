import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every operation in a formula or two: its value, what goes back through it, and what goes back
/// through that. The numbers are NumPy's (`Operations/make-operations.py`).
struct `Operations` {
  struct Table: Decodable {
    struct Case: Decodable {
      var formula: String
      var value: Double
      /// With the names of `gradients` replaced by the other numbers.
      var moved: Double
      var gradients: [String: [[Double]]]
      /// The name of which `second` is the slope: of its gradient, weighed and added up.
      var by: String
      var direction: [[Double]]
      var second: [[Double]]
    }

    var givens: String
    var other: [String: [[Double]]]
    var cases: [Case]

    static let kernels = Result {
      try JSONDecoder().decode(
        Table.self, from: try Repository.data("Tests/Kernels/Operations/operations.json"))
    }
  }

  private static func matrix(_ rows: [[Double]]) -> Matrix<Double> {
    Matrix(shape: Shape(rows.count, rows[0].count), elements: rows.flatMap(\.self))
  }

  private static func latex(_ rows: [[Double]]) -> String {
    let lines = rows.map { row in row.map { "\($0)" }.joined(separator: " & ") }
    return rows.count == 1 && rows[0].count == 1
      ? lines[0] : "\\begin{bmatrix} \(lines.joined(separator: " \\\\ ")) \\end{bmatrix}"
  }

  private static func read(_ text: String) -> (workspace: Workspace, equations: [Equation]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    let errors = (read.findings + result.findings).filter { $0.severity == .error }
    #expect(errors.map(\.summary) == [], "\(text)")
    return (workspace, result.equations)
  }

  private static func expectClose(
    _ actual: Matrix<Double>?, _ rows: [[Double]], _ tolerance: Double, _ what: String
  ) {
    let expected = matrix(rows)
    let size = max(1, expected.largest)
    let apart = actual.map { actual in
      actual.shape == expected.shape
        ? zip(actual.elements, expected.elements).map { ($0 - $1).magnitude }.max() ?? .nan
        : .infinity
    }
    let isClose = apart.map { $0 <= tolerance * size } ?? false
    #expect(isClose, "\(what): \(actual?.rows as Any) and not \(rows)")
  }

  static let indices = 0..<66

  @Test func `none of the table is left out`() throws {
    #expect(try Table.kernels.get().cases.count == Self.indices.count)
  }

  @Test(arguments: indices)
  func `have NumPy's values, also for other numbers and when they are prepared`(
    index: Int
  ) throws {
    let table = try Table.kernels.get()
    let test = table.cases[index]
    let (workspace, _) = Self.read(table.givens + "J = \(test.formula)\n")
    Self.expectClose(workspace.values[Name("J")], [[test.value]], 1e-12, test.formula)
    let names = test.gradients.keys.map { Name($0) }
    var program = try #require(Program([Name("J")], by: Set(names), workspace), "\(test.formula)")
    program.run()
    Self.expectClose(program.value(0), [[test.value]], 1e-12, "\(test.formula) prepared")
    for name in names {
      program.set(name, Self.matrix(try #require(table.other[name.latex])))
    }
    program.run()
    Self.expectClose(program.value(0), [[test.moved]], 1e-12, "\(test.formula) moved")
  }

  @Test(arguments: indices)
  func `have NumPy's slopes, and slopes of slopes`(index: Int) throws {
    let table = try Table.kernels.get()
    let test = table.cases[index]
    for (name, rows) in test.gradients {
      let (workspace, _) = Self.read(
        table.givens + "J = \(test.formula)\nG = \\frac{\\partial J}{\\partial \(name)}\n")
      Self.expectClose(
        workspace.values[Name("G")], rows, 1e-8, "\(test.formula) by \(name)")
    }
    let (workspace, _) = Self.read(
      table.givens + """
        J = \(test.formula)
        G = \\frac{\\partial J}{\\partial \(test.by)}
        U = \(Self.latex(test.direction))
        s = \\operatorname{tr}(U^T G)
        H = \\frac{\\partial s}{\\partial \(test.by)}

        """)
    Self.expectClose(
      workspace.values[Name("H")], test.second, 1e-5, "\(test.formula) twice by \(test.by)")
  }

  @Test(arguments: indices)
  func `open down to numbers that come to them`(index: Int) throws {
    let table = try Table.kernels.get()
    let test = table.cases[index]
    let (workspace, equations) = Self.read(
      table.givens + "J = \(test.formula)\nG = \\frac{\\partial J}{\\partial \(test.by)}\n")
    for equation in equations.suffix(2) {
      let side = try #require(equation.sides.last)
      for (node, value) in side.values.enumerated() {
        for entry in value.elements.indices.prefix(4) {
          let id = NumberID(equation: 0, side: 0).with(node: node).with(entry: entry)
          let number = try #require(OpenNumber(side, id, in: Replay(of: workspace)))
          #expect(number.value == value.elements[entry])
          guard let again = number.recomputed else { continue }
          let slack = 1e-9 * max(1, number.value.magnitude)
          #expect(
            (again - number.value).magnitude <= slack,
            "\(test.formula): \(number.opening(NumberStyle()).title.oneLine())")
        }
      }
    }
  }
}
