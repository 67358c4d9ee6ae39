import Kernels
import Learning
import TestSupport
import Testing

struct `A journal that is compacted` {
  private static let slip = #"[{"pen":{"_0":{"sign":{"entry":0}}}}]"#

  /// Journals of a few lessons, with every event in any order.
  private static func journal(seed: UInt64) -> String {
    var numbers = RandomNumbers(seed: seed)
    func one<T>(of all: [T]) -> T { all[Int(numbers.next() % UInt64(all.count))] }
    let lessons = ["walk", "sum", "a b", "é"]
    var journal = ""
    for _ in 0..<one(of: [3, 20, 200]) {
      let lesson = one(of: lessons)
      let item = one(of: ["entry z", "value y", "é"])
      let event: [String] = one(of: [
        [
          "place", lesson, one(of: ["one", "two", ""]), one(of: ["0", "3"]), one(of: ["0", "1"]),
        ],
        ["place", lesson, "two", "x", "1"],
        ["finished", lesson],
        ["givens", lesson, one(of: ["x=1x1:2.5", "y=1x2:1,2", "y=1x3:1,2"])],
        ["givens", lesson],
        [
          "answer", lesson, one(of: ["one/1", "two/1"]),
          one(of: ["right", "wrong", "helped", "x"]),
        ],
        [
          "practice", lesson, item, one(of: ["right", "right", "right", "wrong", "helped"]),
          one(of: ["20000", "20001", "30000000"]), "1", "0",
        ],
        ["practice", lesson, item, "right", "20002", "2", "1", one(of: ["bare", "shown"])],
        one(of: [
          ["answer", lesson, "one/1", "wrong", "1700000000", "0.5", Self.slip],
          ["answer", lesson, "two/1", "shown"],
          ["tried", lesson, item, "wrong", "1700000000", "7", ""],
        ]),
        ["due", lesson, item, one(of: ["20003", "20010", "x"])],
        ["memory", lesson, item, "4", one(of: ["0", "2"]), "20004"],
        ["again", lesson, "z", one(of: ["find", "make", "mended", "x"]), Self.slip],
        ["seed", lesson, one(of: ["ada", "bob"])],
        one(of: [["reset", lesson], ["place", lesson, "one", "1", "1"]]),
        ["unknown", lesson, "x"],
      ])
      let version = one(of: ["1", "1", "1", "2", "2", "2", "2", "2", "3", "x"])
      let end = one(of: [
        "\n", "\n", "\n", "\n", "\n", "\n", "\r\n", "\u{2028}", JournalEvent.tornEnding,
      ])
      journal += ([version] + event).joined(separator: "\t") + end
    }
    return journal
  }

  @Test(arguments: 0..<UInt64(400))
  func `says the same`(seed: UInt64) {
    let journal = Self.journal(seed: seed)
    let compacted = Progress.compacted(journal)
    #expect(Progress(journal: compacted) == Progress(journal: journal), "\(journal)")
    // What is added afterwards means the same, too.
    let more = Self.journal(seed: seed &+ 1_000_000)
    #expect(Progress(journal: compacted + more) == Progress(journal: journal + more), "\(journal)")
    #expect(Progress.compacted(compacted) == compacted)
  }

  @Test func `a new line counts for many old ones, and each answer stays`() {
    let places = (0..<1000).map { "1\tplace\twalk\tone\t\($0)\t0\n" }.joined()
    let answers = "1\tanswer\twalk\tone/1\twrong\n1\tanswer\twalk\tone/1\tright\n"
    let practice = (0..<50).map { "1\tpractice\twalk\tentry z\tright\t\(20_000 + $0)\t1\t0\n" }
    let newer = "3\tplace\twalk\tone\t1\t0\n"
    #expect(
      Progress.compacted(newer + places + practice.joined() + answers)
        == newer + "1\tplace\twalk\tone\t999\t0\n"
        + "2\tmemory\twalk\tentry z\t10\t49\t20049\n" + answers)
  }

  @Test func `what was forgotten is not in it, also where it came last`() {
    let typed = "2\tanswer\twalk\tone/1\twrong\t1700000000\tmy secret\t\n"
    for journal in [typed, typed + typed, "1\tplace\tsum\tone\t1\t0\n" + typed] {
      let journal = journal + JournalEvent.reset(lesson: "walk").line
      let compacted = Progress.compacted(journal)
      #expect(!compacted.contains("secret"))
      #expect(Progress(journal: compacted).latest == nil)
      #expect(Progress(journal: compacted).lessons == Progress(journal: journal).lessons)
    }
  }
}
