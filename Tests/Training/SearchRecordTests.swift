import Matrices
import Testing

@testable import Training

extension `Training` {
  struct `The record of a search` {
    static func iteration(_ number: Int) -> Iteration {
      Iteration(number: number, cost: 1 / Double(1 + number), slope: 0.5)
    }

    @Test func `a short one is whole, a long one thinned out, with its ends`() {
      var record = SearchRecord(most: 8)
      for number in 0...8 { record.append(Self.iteration(number)) }
      // Nine are too many: every second is left.
      #expect(record.iterations.map(\.number) == [0, 2, 4, 6, 8])
      for number in 9...100 { record.append(Self.iteration(number)) }
      #expect(record.iterations.map(\.number) == [0, 16, 32, 48, 64, 80, 96, 100])
      #expect(record.iterations.last?.cost == 1.0 / 101)
    }

    @Test func `what goes on from an iteration has it once`() {
      var record = SearchRecord()
      for number in [0, 1, 2, 3, 3, 4] { record.append(Self.iteration(number)) }
      #expect(record.iterations.map(\.number) == [0, 1, 2, 3, 4])
    }

    @Test func `a file has all of it, and one that is torn is none`() throws {
      var progress = SearchProgress(all: 9, theta: [1, -2.5])
      for number in 0...5 { progress.note(Self.iteration(number), [Double(number), -2.5]) }
      let stored = try #require(StoredMinimum(leaving: progress))
      #expect(stored.theta == [5, -2.5] && stored.cost == 1.0 / 6 && !stored.isDone)
      let text = stored.text("k")
      #expect(StoredMinimum(text, key: "k", count: 2) == stored)
      #expect(StoredMinimum(text, key: "k", count: 3) == nil)
      #expect(StoredMinimum(text, key: "l", count: 2) == nil)
      for length in 0..<text.utf8.count {
        #expect(StoredMinimum(String(text.utf8.prefix(length))!, key: "k", count: 2) == nil)
      }
      // It goes on where it was left.
      let again = SearchProgress(stored, all: 9)
      #expect(again.latest?.number == 5 && again.state == .ended(.stopped))
      #expect(again.record == progress.record)
    }

    @Test func `the best is kept where a step made it worse`() {
      var progress = SearchProgress(all: 9, theta: [0])
      for (number, cost) in [3.0, 1, 2].enumerated() {
        progress.note(Iteration(number: number, cost: cost, slope: 0), [Double(number)])
      }
      #expect(progress.best?.theta == [1] && progress.theta == [2])
    }
  }
}
