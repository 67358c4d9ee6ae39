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

/// The sources' formulas with values that NumPy computed (`make-cases.py`).
struct `Conformance` {
  struct Case: Decodable {
    struct Value: Decodable {
      var name: String
      var rows: [[Double]]
    }
    var id: String
    var given: [String]
    var live: String
    var value: Value?
    var claims: [Bool]?
  }

  /// The cases that use only what runs so far. The others must say that they do not run: when one
  /// of them begins to, it belongs here, and the test says so.
  static let running: Set<String> = [
    "unit-a2-1", "unit-a2-2", "unit-agrees", "forward-z2", "tied", "max-activation",
  ]

  static func cases() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: try Repository.data("Tests/Kernels/Conformance/cases.json"))
  }

  private func run(_ text: String) -> (Workspace, [Equation], [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.read(read.lines, in: file, &workspace)
    return (workspace, result.equations, read.findings + result.findings)
  }

  @Test func `values and verdicts are NumPy's`() throws {
    let cases = try Self.cases()
    #expect(cases.count == 51)
    var ran: Set<String> = []
    for test in cases {
      let (workspace, equations, findings) = run((test.given + [test.live]).joined(separator: "\n"))
      let errors = findings.filter { $0.severity == .error && $0.kind != .claimFails }
      guard errors.isEmpty else { continue }
      ran.insert(test.id)
      if let value = test.value {
        let name = try #require(
          workspace.values.keys.first { MathReader.read($0.latex) == MathReader.read(value.name) },
          "\(test.id): \(value.name) is not defined")
        let expected = Matrix(
          shape: Shape(value.rows.count, value.rows[0].count), elements: value.rows.flatMap(\.self))
        let actual = try #require(workspace.values[name])
        #expect(actual.isClose(to: expected, tolerance: 1e-12), "\(test.id)")
      }
      if let claims = test.claims {
        #expect(equations.last?.claims.map(\.holds) == claims, "\(test.id)")
      }
    }
    #expect(ran == Self.running)
  }

  @Test func `every formula is typeset with nothing shown as written`() throws {
    for test in try Self.cases() {
      let file = SourceFile(path: test.id, text: test.live)
      let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
      #expect(read.findings.isEmpty, "\(test.id): \(read.findings.map(\.summary))")
      for line in read.lines {
        let width = MathLayout().box(line, width: 76).width
        #expect(width <= 76, "\(test.id) takes \(width) cells")
        let ascii = MathLayout(ascii: true).box(line, width: 76).lines.map(\.text).joined()
        #expect(ascii.allSatisfy(\.isASCII) && !ascii.contains("?"), "\(test.id)")
        #expect(MathReader.read(line.latex) == line, "\(test.id): \(line.latex)")
      }
    }
  }
}
