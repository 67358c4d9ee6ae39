import Lessons
import SourceText
import TestMaterial
import TestSupport
import Testing

/// What is said of lines of a derivation that do not follow, and where.
struct WrongLineFindingTests {
  private func findings(_ lines: [String], _ givens: String = "t = 0.4") -> [Finding] {
    LessonReader(.none).checkedLesson(.derivation([givens], lines)).findings
  }

  @Test func theNewLineIsWrong() throws {
    let found = try #require(findings(["(t + 1)^2", "t^2 + 2 t + 1", "t^2 + t + 1"]).first)
    #expect(found.kind == .claimFails)
    #expect(found.location.text == "= t^2 + t + 1")
  }

  @Test func aWrongLineIsReportedOnce() {
    let found = findings(["(t + 1)^2", "t^2 + t + 1", "t^2 + 2 t + 1"])
    #expect(found.filter { $0.kind == .claimFails }.count == 1)
    #expect(found.first?.help?.contains("the mixed term counts twice") == true)
  }

  @Test func aShapeThatChangesIsReportedWhereItDoes() throws {
    let found = findings(
      ["v + v", "2 v", #"v \cdot 2"#, "v^T v"],
      "v = \\begin{bmatrix} 1.5 \\\\ 2 \\end{bmatrix}")
    #expect(found.first { $0.kind == .shapeMismatch }?.location.text == "= v^T v")
  }

  @Test(arguments: [
    (["3 e^{3 t}", "e^{3 t}"], "a constant factor is lost"),
    ([#"\frac{\partial e^{3 t}}{\partial t}"#, #"e^{3 t}"#], "the inner derivative is missing"),
    ([#"\frac{\partial (t^2 e^t)}{\partial t}"#, #"2 t e^t"#], "one term of the product rule"),
    ([#"\frac{\partial (t^2 e^t)}{\partial t}"#, #"2 t e^t e^t"#], "nothing"),
    ([#"\frac{\partial (1 - t^2)}{\partial t}"#, #"2 t"#], "a sign is turned"),
  ])
  func slipsHaveNames(_ lines: [String], _ name: String) throws {
    let found = try #require(
      findings(lines + ["7"]).first { $0.kind == .claimFails })
    #expect(found.help?.contains(name) == (name != "nothing"))
    if name == "nothing" { #expect(found.help?.contains("Perhaps") == false) }
  }

  @Test func aDeterminantTakesTheMatrix() {
    let found = findings(
      [#"\det A \, b"#, #"b \det A"#],
      "A = \\begin{bmatrix} 1.2 & 0.3 \\\\ -0.4 & 0.9 \\end{bmatrix}\nb = 0.7")
    #expect(!found.contains { $0.kind == .claimFails })
  }
}
