import Kernels
import Learning
import Lessons
import Saying
import TestSupport
import Testing
import Training

@testable import Screens

/// A point of the curve that is chosen, and opened.
extension `Training on the screen` {
  /// The lesson with numbers that iteration 11 may have had.
  private static func lookedAt(_ found: StoredMinimum) throws -> StoredMinimum {
    let noted = try #require(found.record.iterations.first { $0.number == 11 })
    let theta = found.theta.indices.map { Double($0 % 7) / 8 }
    return try #require(found.looking(at: noted, theta))
  }

  @Test func `at a point of the curve the cost opens with the numbers of its iteration`() throws {
    let found = try #require(StoredMinimum(leaving: Self.progress(12)))
    var screen = Self.plotted(found)
    for key: Key in ["i", .left, .enter] { _ = screen.update(key) }
    let other = try Self.lookedAt(found)
    let there = Self.plotted(other).study.lesson
    screen.look(there)
    let opened = screen.shownText.replacing(/\s+/, with: " ")
    for part in [
      "iteration 11 · step 2 of 2",
      "These are the numbers of iteration 11 of 12, on the 4 examples",
      "on all 200 the cost is 1.8115.", "X goes back to those of the last iteration.",
    ] {
      #expect(opened.contains(part), "no \(part) in\n\(screen.shownText)")
    }
    // The entries of W that it opens down to are those of the iteration.
    guard case .opening(let trail, _) = screen.mode, let cost = trail.first?.number else {
      Issue.record("nothing is open")
      return
    }
    var study = screen.study
    let named = try study.number(typed: "J")
    #expect(cost.value == named.value)
    #expect(try study.number(typed: "W_12").value == 1.0 / 8)
    // Back in the picture the point is where it was; the same one opens at once.
    _ = screen.update(.escape)
    #expect(screen.shownText.contains("iteration 11: J = 1.8115"))
    #expect(screen.update("o").isEmpty)
    for _ in 0..<2 { _ = screen.update(.escape) }
    let page = screen.shownText.replacing(/\s+/, with: " ")
    #expect(page.contains("in this lesson 1.8115 at iteration = 11."), "\(screen.shownText)")
    #expect(page.contains("Space end · X last numbers"))
    #expect(page.contains("The numbers of iteration 11 of 12, on 200 examples: J = 1.8115."))
    #expect(screen.update("X") == [.train(.lookAtLast)])
    screen.lookAtLast(Self.plotted(found).study.lesson)
    #expect(screen.shownText.contains("The numbers are those of the last iteration again."))
    #expect(!screen.shownText.contains("iteration 11 ·"))
    study = screen.study
    #expect(try study.number(typed: "W_12").value == found.theta[1])
  }

  @Test func `who goes to an iteration can stop, and who cannot come there is told why`() throws {
    let found = try #require(StoredMinimum(leaving: Self.progress(12)))
    var screen = Self.plotted(found)
    for key: Key in ["i", .left, .enter] { _ = screen.update(key) }
    _ = screen.update("e")
    #expect(screen.shownText.contains("up to iteration 11. Esc stops it."))
    #expect(screen.update(.escape) == [.train(.stop)])
    #expect(screen.shownText.contains("Stopped. The lesson has the numbers that it had."))
    _ = screen.update(.enter)
    screen.stay(saying: "It comes out otherwise.")
    #expect(screen.shownText.contains("It comes out otherwise."))
    // Another cost is another way.
    #expect(found.looking(at: Iteration(number: 11, cost: 1.81, slope: 0.25), []) == nil)
    #expect(found.looking(at: Iteration(number: 13, cost: 1.6, slope: 0.25), []) == nil)
    // The last point has the numbers of the lesson.
    _ = screen.update(.end)
    #expect(screen.update(.enter).isEmpty)
    #expect(
      screen.shownText.replacing(/\s+/, with: " ").contains(
        "These are the numbers of iteration 12 of 12, on the 4 examples"))
    #expect(screen.update("X").isEmpty)
    #expect(screen.shownText.contains("The numbers are those of the last iteration."))
  }

  @Test func `the curve of a training that has ended opens, too`() throws {
    let found = try #require(StoredMinimum(leaving: Self.progress(12)))
    var screen = Self.plotted(found)
    _ = screen.update("T")
    screen.watch(Self.progress(8))
    #expect(screen.update(.left).isEmpty && screen.update(.enter).isEmpty)
    #expect(screen.shownText.contains("A point of the curve opens when the training has ended"))
    screen.watch(Self.progress(12, state: .ended(.stopped)))
    for key: Key in [.home, .right, .left, .right] { _ = screen.update(key) }
    #expect(screen.shownText.contains("iteration 1: J = 50.5, 49.5 less than at 0, ‖∇J‖ = 0.25"))
    _ = screen.frame()
    #expect(screen.update(.enter) == [.train(.look(plan: 0, iteration: 1))])
    _ = screen.update(.escape)
    // Behind its end it goes on, as it did.
    _ = screen.update(.end)
    #expect(screen.update(.right) == [.train(.goOn(plan: 0, SearchOrders()))])
  }
}
