import Learning
import Lessons
import SourceText
import TestSupport
import Testing

private let text = #"""
  Before.

  ```math
  x = 2
  y = 3
  ```

  ## One

  ```math
  z = x + y
  w = z
  f(t) = t^2
  ```

  ## Two

  Only prose.
  """#

private func walk(_ source: String = text) -> Walk {
  return Walk(LessonReader(.none).lesson(SourceFile(path: "01-walk.md", text: source)))
}

/// A move as a value that `#expect` can look at.
private func did(_ walk: inout Walk, _ move: (inout Walk) -> Bool) -> Bool { move(&walk) }

struct `Walks` {
  @Test func `givens are one stop, an equation with operations is one of its own`() {
    let stops = walk().stops
    #expect(stops.map(\.step) == [0, 1, 1, 2])
    #expect(stops.map(\.equations.count) == [2, 1, 2, 0])
    #expect(stops.map(\.isReduced) == [false, true, false, false])
    #expect(stops.map(\.firstEquation) == [0, 2, 3, 5])
  }

  @Test func `back is exact, from the end to the beginning`() {
    var walk = walk()
    var places = [walk.place]
    while walk.next() { places.append(walk.place) }
    #expect(walk.isAtEnd)
    #expect(places.count == 6)
    for place in places.dropLast().reversed() {
      #expect(did(&walk) { $0.back() })
      #expect(walk.place == place)
    }
    #expect(!did(&walk) { $0.back() })
  }

  @Test func `finish, and steps forwards and backwards`() {
    var walk = walk()
    #expect(!did(&walk) { $0.finish() })
    #expect(did(&walk) { $0.nextStep() })
    #expect(did(&walk) { $0.finish() })
    #expect(walk.place == Walk.Place(stop: 1, revealed: 2))
    #expect(did(&walk) { $0.previousStep() })
    #expect(walk.place == Walk.Place(stop: 1))
    #expect(did(&walk) { $0.previousStep() })
    #expect(walk.place == Walk.Place())
    #expect(!did(&walk) { $0.previousStep() })
    #expect(did(&walk) { $0.nextStep() })
    #expect(did(&walk) { $0.nextStep() })
    #expect(!did(&walk) { $0.nextStep() })
  }

  @Test(arguments: 0..<50)
  func `any strokes keep the place in range`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    var walk = walk()
    for _ in 0..<60 {
      switch Int.random(in: 0..<6, using: &numbers) {
      case 0: _ = walk.next()
      case 1: _ = walk.back()
      case 2: _ = walk.finish()
      case 3: _ = walk.nextStep()
      case 4: _ = walk.previousStep()
      default:
        walk.go(
          to: Walk.Place(
            stop: Int.random(in: -3...9, using: &numbers),
            revealed: Int.random(in: -3...9, using: &numbers)))
      }
      #expect(walk.stops.indices.contains(walk.place.stop))
      #expect((0...(walk.place.stop == 1 ? 2 : 0)).contains(walk.place.revealed))
    }
  }
}

struct `Progress in a journal` {
  @Test func `a place comes back, also when the lesson has grown before it`() {
    var first = walk()
    first.go(to: Walk.Place(stop: 1, revealed: 1))
    let progress = Progress(journal: JournalEvent(first).line)
    #expect(progress.place(in: walk()) == Walk.Place(stop: 1, revealed: 1))
    let grown = walk("## New\n\n```math\nq = 1\n```\n\n" + text)
    #expect(progress.place(in: grown) == Walk.Place(stop: 2, revealed: 1))
    #expect(progress.place(in: walk("## Other")) == Walk.Place())
    #expect(progress.finished.isEmpty)
  }

  @Test func `the newest line counts, and the end of a lesson is kept`() {
    var study = Study(walk().lesson)
    var journal = JournalEvent(study).line
    while study.move({ $0.next() }) { journal += JournalEvent(study).line }
    let progress = Progress(journal: journal)
    #expect(progress.finished == ["walk"])
  }

  @Test func `torn, foreign and newer lines are passed over`() {
    let line = "1\tplace\twalk\tone\t0\t1\n"
    let journal = "3\tplace\twalk\tx\t9\t9\nrubbish\n\u{0}\n" + line + "1\tplace\twalk\tone\t"
    let places = Progress(journal: journal).places
    #expect(places.keys.sorted() == ["walk"])
    #expect(places["walk"]?.step == "one")
    #expect(places["walk"]?.revealed == 1)
  }

  @Test func `a line that was cut off anywhere is no other line`() {
    let before = "1\tplace\twalk\tone\t0\t1\n"
    for line in ["1\tfinished\twalker", "1\tplace\twalk\ttwo\t12\t15", "1\treset\twalks"] {
      for length in 1...line.count {
        let progress = Progress(journal: before + line.prefix(length) + JournalEvent.tornEnding)
        #expect(progress.lessons == ["walk"], "\(line.prefix(length))")
        #expect(progress.places["walk"]?.step == "one")
        #expect(progress.finished.isEmpty)
      }
    }
  }

  @Test func `a name with a line break of any kind stays in its line`() {
    for mark in ["\n", "\r\n", "\u{B}", "\u{85}", "\u{2028}", "\t", "\u{18}"] {
      let line = JournalEvent.reset(lesson: "a\(mark)b\(mark)").line
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      #expect(fields.count == 3 && line.hasSuffix("\n"))
      #expect(line.unicodeScalars.count { $0.properties.generalCategory == .control } == 3)
      #expect(line.filter(\.isNewline) == "\n")
    }
  }
}
