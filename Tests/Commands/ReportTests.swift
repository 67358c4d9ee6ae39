import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A lesson as somebody else writes it, with what is right of it. They were written for Longhand,
/// and are under its licence, after public reports of what went wrong in other tools that read
/// Markdown or LaTeX; the values are NumPy's or by hand. They were there before what mends them.
struct Report: CustomTestStringConvertible, Sendable {
  enum Expectation: Sendable {
    /// Of the last equation; or, where nothing may be taken for granted, a finding, or its help.
    case value([[Double]], orFinding: Bool = false, orHelp: String? = nil)
    /// A finding in which this is said.
    case finding(String?)
    case clean
    /// Anything, at once.
    case answered
    case notSaid(String)
    case questions(Int)
    case shown(String?, not: String?)
    /// A line of answers is marked right; or in words other than these.
    case right(String)
    case understood(String, not: String)
  }

  var name: String
  var expected: Expectation
  var lesson: String

  init(_ name: String, _ expected: Expectation, _ lesson: String) {
    (self.name, self.expected, self.lesson) = (name, expected, lesson)
  }

  var testDescription: String { name }
}

struct `What was reported elsewhere` {
  @Test(arguments: Report.formulas + Report.notation + Report.lessons + Report.answers)
  func `is right here`(report: Report) throws {
    let desk = try Desk(course: false)
    try desk.write(report.lesson + "\n", to: "report.md")
    let path = desk.folder + "/report.md"
    let check = desk.run("check", path)
    let isFound = has("(?m): (error|warning): ", check.output)
    switch report.expected {
    case .value(let value, let orFinding, let orHelp):
      let own = try lastValue(desk, path)
      let isHelped = orHelp.map { has("(?m)^ *(help|fix): .*\($0)", check.output) } ?? false
      #expect(
        isClose(own, value) || (orFinding && isFound) || isHelped, "\(own ?? []) \(check.output)")
    case .finding(let words):
      #expect(isFound && words.map { has($0, check.output) } ?? true, "\(check.output)")
    case .clean: #expect(check.status == 0, "\(check.output)")
    case .answered: #expect(!check.output.isEmpty)
    case .notSaid(let words): #expect(!has(words, check.output), "\(check.output)")
    case .questions(let count):
      #expect(isFound || check.output.contains("\(count) self-check"), "\(check.output)")
    case .shown(let words, let others):
      let shown = desk.run("show", path).output
      #expect(words.map { has("(?m)" + $0, shown) } ?? true, "\(shown)")
      #expect(others.map { !has($0, shown) } ?? true, "\(shown)")
    case .right(let answer):
      let told = try marked(answer, desk, path)
      #expect(told.contains("✓"), "\(told)")
    case .understood(let answer, let words):
      let told = try marked(answer, desk, path)
      #expect(told.contains("✓") || !has(words, told), "\(told)")
    }
  }

  private func has(_ pattern: String, _ text: String) -> Bool {
    guard let regex = try? Regex(pattern) else {
      Issue.record("\(pattern) is no pattern")
      return false
    }
    return text.contains(regex)
  }

  private func lastValue(_ desk: Desk, _ path: String) throws -> [[Double]]? {
    let output = desk.run("show", "--as", "json", path).output
    let lesson = try JSONDecoder().decode(CheckJSON.Lesson.self, from: Data(output.utf8))
    return lesson.steps.flatMap(\.equations).last?.value
  }

  private func isClose(_ a: [[Double]]?, _ b: [[Double]]) -> Bool {
    guard let a, a.map(\.count) == b.map(\.count) else { return false }
    return zip(a.joined(), b.joined()).allSatisfy {
      ($0 - $1).magnitude <= 1e-9 * max(1, $1.magnitude)
    }
  }

  /// What `check --answers` says of the answer.
  private func marked(_ answer: String, _ desk: Desk, _ path: String) throws -> String {
    try desk.write(answer + "\n", to: "report.answers")
    let output = desk.run("check", path, "--answers", desk.folder + "/report.answers").output
    return output.split(separator: "\n").first { $0.contains(".answers:") }.map(String.init) ?? ""
  }
}
