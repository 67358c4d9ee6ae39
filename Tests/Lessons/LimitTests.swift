import Lessons
import SourceText
import TestSupport
import Testing

/// `Documentation/limits.md` says what is not tried, and which finding says so: each line of its
/// table is tried just within and just beyond.
struct `Limits` {
  /// A line of the table: what, most, and how a lesson gets there.
  struct Limit: Sendable, CustomTestStringConvertible {
    var what: String
    var most: Int
    /// The text of a lesson that has so many of it.
    var lesson: @Sendable (Int) -> String
    /// Numbers tried, where the limit is counted otherwise than in ones.
    var within: Int?
    var beyond: Int?

    var testDescription: String { what }
  }

  private static func fence(_ mathematics: String) -> String { "```math\n\(mathematics)\n```\n" }

  private static func nested(_ count: Int, _ open: String, _ close: String) -> String {
    String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
  }

  static let limits: [Limit] = [
    Limit(
      what: "signs of a formula", most: 200_000,
      lesson: { fence("x = 1" + String(repeating: " + 1", count: $0 / 2 - 2)) },
      within: 100, beyond: 200_010),
    Limit(
      what: "lines of front matter, with its `---`", most: 200,
      lesson: { "---\n" + String(repeating: "\n", count: $0 - 2) + "---\n\nText.\n" }),
    Limit(
      what: "nesting of front matter", most: 60,
      lesson: { "---\ntitle: " + nested($0 - 1, "[", "]") + "\n---\n\nText.\n" }, within: 1),
    Limit(
      what: "nesting of a formula", most: 60,
      lesson: { fence("x = " + nested($0, "{", "}")) }, within: 40),
    Limit(
      what: "operations of a formula inside each other, as in long cases", most: 2000,
      lesson: {
        fence(#"y = \max("# + (1...$0).map(String.init).joined(separator: ", ") + ")")
      }),
    Limit(
      what: "functions inside each other", most: 200,
      lesson: { count in
        let others = (2...count).map { #"\text{f\#($0)}(z) = 2 \text{f\#($0 - 1)}(z)"# }
        return fence(
          ([#"\text{f1}(z) = z + 1"#] + others + [#"y = \text{f\#(count)}(3)"#])
            .joined(separator: "\n"))
      }),
    Limit(
      what: "signs of one term", most: 1000,
      lesson: { fence("b = 1") + "\n" + fence("x = " + String(repeating: "b ", count: $0)) }),
    Limit(
      what: "operations of a formula, with those of its sums and functions", most: 2_000_000,
      lesson: { fence(#"x = \sum_{i=1}^{\#($0 / 5)} (i + i + i + i)"#) },
      within: 10, beyond: 2_000_010),
    Limit(
      what: "derivatives inside each other", most: 4,
      lesson: {
        fence(
          "x = 2\ny = " + String(repeating: #"\frac{\partial}{\partial x} "#, count: $0) + "x^6")
      }),
    Limit(
      what: "an index, a member, a size, a bound of a sum", most: 1_000_000,
      lesson: { fence("x = (1, 2)\ny = x_{\($0 - 1)}") }, within: 3),
    Limit(
      what: "rows or columns that are stated", most: 10_000,
      lesson: { fence(#"A \in \mathbb{R}^{1 \times \#($0)}"#) }),
    Limit(
      what: "entries of a value", most: 1_000_000,
      lesson: { fence(#"A \in \mathbb{R}^{\#($0 / 100) \times 100}"#) }, beyond: 1_000_100),
    Limit(
      what: "turns of a loop", most: 10_000,
      lesson: { fence("x = 0\n\\text{for } i = 1, \\ldots, \($0):\n\\quad x := x + i") },
      within: 20),
    Limit(what: "n!", most: 170, lesson: { fence("x = \($0)!") }),
    Limit(
      what: "numbers of a rule", most: 32,
      lesson: { count in
        let last = (1...count).map { "w^{(\($0))} = \($0).5" }.joined(separator: "\n")
        return fence("\(last)\na^{(1)} = 1\na^{(l+1)} = w^{(l)} a^{(l)}")
      }),
  ]

  /// Those whose finding is tried elsewhere: files are read by what_is_read.py, answers are no
  /// lessons, functions that call functions and derivatives so long take their time, fences of data,
  /// training and networks, and macros have tests of their own.
  private static let elsewhere = [
    "a lesson or a file of answers",
    "numbers for which the formula of a sum is another one",
    "operations of a derivative, written out", "a typed answer", "pixels of a picture of data",
    "sides of a tile", "tiles of a picture", "quantities of a plot", "examples that are shown",
    "iterations of training", "signs of a formula after its macros were put in",
    "uses of macros in a formula; inside each other",
    "units in a layer of a network that is drawn",
  ]

  /// The rows of the table in the documentation.
  private static func rows() throws -> [[String]] {
    try Repository.text("Documentation/limits.md").split(separator: "\n")
      .filter { $0.hasPrefix("| ") }.dropFirst()
      .map { line in
        line.split(separator: "|").map { $0.trimming(" ") }
      }
  }

  @Test func `the table has every limit, with its number`() throws {
    let rows = try Self.rows()
    #expect(rows.map { $0[0] }.sorted() == (Self.limits.map(\.what) + Self.elsewhere).sorted())
    for limit in Self.limits {
      let row = try #require(rows.first { $0[0] == limit.what })
      let number = Int(row[1].filter(\.isNumber))
      #expect(number == limit.most, "\(limit.what)")
    }
  }

  private func findings(_ text: String) -> [Finding] {
    LessonReader(.none).lesson(SourceFile(path: "test.md", bytes: Array(text.utf8))).findings
  }

  @Test(arguments: limits)
  func `what is larger is a finding of its kind, and what is not is none`(limit: Limit) throws {
    let row = try #require(try Self.rows().first { $0[0] == limit.what })
    let kinds = row[2].split(separator: ",").map { $0.trimming(" `") }
    let beyond = findings(limit.lesson(limit.beyond ?? limit.most + 1))
    #expect(
      beyond.contains { kinds.contains($0.kind.rawValue) },
      "\(limit.what): \(beyond.map(\.kind.rawValue).prefix(3))")
    let within = findings(limit.lesson(limit.within ?? limit.most))
    #expect(
      !within.contains { kinds.contains($0.kind.rawValue) },
      "\(limit.what): \(within.map(\.summary).prefix(3))")
  }
}

extension Substring {
  fileprivate func trimming(_ characters: String) -> String {
    var text = self
    while let first = text.first, characters.contains(first) { text.removeFirst() }
    while let last = text.last, characters.contains(last) { text.removeLast() }
    return String(text)
  }
}
