import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing
import Typesetting

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
    /// What the reading of a false claim should name: left over right, or left minus right.
    var ratio: Double?
    var difference: Double?
    /// In words; `kinds` says which finding is meant.
    var finding: String?
  }

  static let kinds: [String: FindingKind] = [
    "iteration-index-twice": .boundTwice, "slides-chain-product": .derivativeShape,
  ]

  static func cases() throws -> [Case] {
    try JSONDecoder().decode(
      [Case].self, from: try Repository.data("Tests/Kernels/Conformance/cases.json"))
  }

  private func run(_ text: String) -> (Workspace, [Equation], [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    return (workspace, result.equations, (read.findings + result.findings).inReadingOrder())
  }

  @Test func `values, verdicts and findings are NumPy's`() throws {
    let cases = try Self.cases()
    #expect(cases.count == 51)
    for test in cases {
      let given = test.given.joined(separator: "\n") + "\n"
      let (workspace, equations, findings) = run(given + test.live)
      let errors = findings.filter { $0.severity == .error && $0.kind != .claimFails }
      if test.finding != nil {
        #expect(errors.map(\.kind) == Self.kinds[test.id].map { [$0] }, "\(test.id)")
        continue
      }
      #expect(errors.isEmpty, "\(test.id): \(errors.map(\.summary))")
      if let value = test.value {
        let wanted = MathReader.read(Self.asNabla(value.name))
        let name = workspace.values.keys.first { MathReader.read($0.latex) == wanted }
        let actual = name.flatMap { workspace.values[$0] }
        let expected = Matrix(
          shape: Shape(value.rows.count, value.rows[0].count), elements: value.rows.flatMap(\.self))
        #expect(
          actual?.isClose(to: expected, tolerance: 1e-12) == true, "\(test.id): \(actual as Any)")
      }
      if let claims = test.claims {
        let own = equations.filter { $0.location.bytes.lowerBound >= given.utf8.count }
          .flatMap(\.claims).map(\.holds)
        let reading = findings.last { $0.kind == .claimFails }?.help ?? ""
        if let ratio = test.ratio {
          let wanted =
            ratio == -1 ? "differ in their sign only" : "\(Int(ratio)) times the right one"
          #expect(reading.firstRange(of: wanted) != nil, "\(test.id): \(reading)")
        }
        if let difference = test.difference {
          let largest = equations.last?.claims.first?.difference.largest ?? .nan
          #expect((largest - difference.magnitude).magnitude < 1e-12, "\(test.id)")
        }
        // A rule claims something of every layer.
        if own.count > claims.count {
          #expect(own.allSatisfy { $0 == claims[0] }, "\(test.id)")
        } else {
          #expect(own == claims, "\(test.id)")
        }
      }
    }
  }

  /// A derivative is named the same way however it is written.
  private static func asNabla(_ name: String) -> String {
    guard name.hasPrefix("\\frac{\\partial"),
      let middle = name.firstRange(of: "}{\\partial")
    else { return name }
    let above = name[name.index(name.startIndex, offsetBy: 14)..<middle.lowerBound]
    let below = name[middle.upperBound...].dropLast()
    return "\\nabla_{\(below)} \(above)"
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
