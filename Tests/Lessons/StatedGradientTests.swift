import Kernels
import Lessons
import Matrices
import SourceText
import Testing
import Training

/// `\nabla_W J = …` before a `train` fence: where it holds, it is what the training goes by.
struct `The lesson's own gradients` {
  typealias Fences = `Data and training`

  static let byWeights = #"\nabla_W J = \frac{1}{m} (h r^T + W r x^T) + \lambda W"#
  static let byBiases = #"\nabla_b J = \frac{1}{m} \sum_{i=1}^m W r_{:,i}"#

  static func lesson(_ statements: String..., decay: String = "0.02") -> Lesson {
    let formulas = #"""
      \lambda = \#(decay)
      h = W x + b
      r = W^T h - x
      J = \frac{1}{2m} \|r\|_F^2 + \frac{\lambda}{2} \|W\|_F^2
      """#
    return Fences.lesson(
      Fences.text().replacing(
        #"J = \frac{1}{2m} \sum_{i=1}^m \|W^T (W x_{:,i} + b) - x_{:,i}\|^2"#,
        with: ([formulas] + statements).joined(separator: "\n")))
  }

  static func plan(_ lesson: Lesson) throws -> TrainingPlan {
    #expect(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    return try #require(lesson.plans.first)
  }

  static func slopes(_ plan: TrainingPlan) throws -> (cost: LessonCost, slopes: [Double]) {
    let cost = try #require(plan.lessonCost { nil })
    #expect(cost.fallback == nil)
    var slopes = plan.start
    _ = cost.evaluate(plan.start.map { 0.9 * $0 + 0.01 }, &slopes)
    return (cost, slopes)
  }

  @Test func `what is stated and holds is what is run`() throws {
    let exact = try Self.plan(Self.lesson())
    let own = try Self.plan(Self.lesson(Self.byWeights, Self.byBiases))
    #expect(own.gradients.values.map(\.holds) == [true, true])
    // Other operations: what was found with others is not found again.
    #expect(own.key != exact.key)
    let (ours, theirs) = (try Self.slopes(own), try Self.slopes(exact))
    #expect(ours.cost.stated == [Name("W"), Name("b")])
    #expect(theirs.cost.stated == [])
    let largest = theirs.slopes.map(\.magnitude).max() ?? 0
    #expect(largest > 0.01)
    for (slope, expected) in zip(ours.slopes, theirs.slopes) {
      #expect(abs(slope - expected) < 1e-12 * max(1, largest))
    }
  }

  @Test func `what is stated by one name leaves the others as they are`() throws {
    let own = try Self.plan(Self.lesson(Self.byBiases))
    let (cost, slopes) = try Self.slopes(own)
    #expect(cost.stated == [Name("b")])
    for (slope, expected) in zip(slopes, try Self.slopes(Self.plan(Self.lesson())).slopes) {
      #expect(abs(slope - expected) < 1e-12)
    }
  }

  @Test func `what is stated wrongly is not used`() throws {
    let wrong = Self.byWeights.replacing("h r^T", with: "h r^T -").replacing("- +", with: "-")
    let own = try Self.plan(Self.lesson(wrong))
    #expect(own.gradients[Name("W")]?.holds == false)
    let exact = try Self.plan(Self.lesson())
    #expect(own.key == exact.key)
    let (cost, slopes) = try Self.slopes(own)
    #expect(cost.stated == [])
    #expect(slopes == (try Self.slopes(exact).slopes))
  }

  /// Without weight decay a gradient that forgot it holds, until λ is another number.
  @Test func `what holds at these numbers only is not used`() throws {
    let forgotten = Self.byWeights.replacing(#" + \lambda W"#, with: "")
    let own = try Self.plan(Self.lesson(forgotten, decay: "0"))
    #expect(own.gradients[Name("W")]?.holds == false)
    #expect(try Self.slopes(own).cost.stated == [])
  }

  /// Three examples are shown, eight are trained on.
  @Test func `what holds on the shown examples only is not used`() throws {
    let counted = Self.byWeights.replacing(#"\frac{1}{m}"#, with: #"\frac{1}{3}"#)
    let own = try Self.plan(Self.lesson(counted, Self.byBiases))
    #expect(own.gradients[Name("W")]?.holds == true)
    let (cost, slopes) = try Self.slopes(own)
    #expect(cost.stated == [Name("b")])
    for (slope, expected) in zip(slopes, try Self.slopes(Self.plan(Self.lesson())).slopes) {
      #expect(abs(slope - expected) < 1e-12)
    }
  }

  @Test func `the derivative in other letters says nothing more`() throws {
    let own = try Self.plan(Self.lesson(#"\nabla_W J = \frac{\partial J}{\partial W}"#))
    #expect(own.gradients.isEmpty)
  }
}
