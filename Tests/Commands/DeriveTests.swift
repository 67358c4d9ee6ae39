import TestSupport
import Testing

/// The lines are by hand; the labels are those that a lecturer would say.
struct `Deriving a formula` {
  @Test func `writes one rule a line, down to no derivative`() throws {
    let desk = try Desk()
    let run = desk.run("derive", #"\frac{\partial}{\partial x} \log(1 + e^{x})"#, "--ascii")
    #expect(run.status == 0, "\(run.error)")
    let labels = [
      "derivative of log", "derivative of a sum", "derivative of exp",
      "derivative of a linear formula",
    ]
    var rest = run.output[...]
    for label in labels {
      let found = try #require(rest.firstRange(of: label), "\(label) in \(run.output)")
      rest = rest[found.upperBound...]
    }
    #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(run.output.split(separator: " yes\n").count == labels.count + 1, "\(run.output)")
  }

  @Test func `takes the names of a lesson, and formulas as they are typed`() throws {
    let desk = try Desk()
    try desk.write("# A\n\n## B\n\n```math\nx = 2\n```\n\n```math\ny = x^3\n```\n", to: "own.md")
    let run = desk.run("derive", "d(y)/d(x)", desk.folder + "/own.md")
    #expect(run.status == 0, "\(run.error)")
    #expect(run.output.contains("definition of y"))
    #expect(run.output.contains("3x²"), "\(run.output)")
  }

  @Test(arguments: [
    ("x +", 2, "Write the next term"), ("a + b", 2, "there is no derivative in this formula"),
    (#"\frac{\partial J}{\partial"#, 2, "longhand: "),
  ])
  func `says what cannot be derived`(formula: String, status: Int32, said: String) throws {
    let run = try Desk().run("derive", formula)
    #expect(run.status == status)
    #expect(run.output == "")
    #expect(run.error.contains(said), "\(run.error)")
  }

  @Test func `is said for ears in words`() throws {
    let run = try Desk().run("derive", "d(x^2)/d(x)", "--speak")
    #expect(run.status == 0)
    #expect(run.output.utf8.allSatisfy { $0 < 0x80 })
    #expect(run.output.hasPrefix("Line 1: fraction partial x squared over partial x end fraction."))
    #expect(run.output.contains("2 times x, by: derivative of a linear formula."), "\(run.output)")
  }
}
