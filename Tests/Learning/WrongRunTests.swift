import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Works the lines of a run out again as a student does: from the numbers that stand in the other
/// lines, and from those of the lesson for what no line shows, all rounded as they are shown.
private struct Recomputation {
  let workspace: Workspace
  let lines: [WrongRun.Line]
  let formulas: [Run.Line]
  let decimals: Int

  private func rounded(_ value: Matrix<Double>) -> Matrix<Double> {
    let unit = (0..<decimals).reduce(1.0) { unit, _ in unit / 10 }
    return value.map { $0.magnitude < unit / 2 ? $0 : ($0 / unit).rounded() * unit }
  }

  /// Every name as a number by itself: none follows from another one.
  private var numbers: Workspace {
    var numbers = workspace
    let nowhere = Location(SourceFile(path: "shown", text: ""), 0..<0)
    for (name, value) in workspace.values {
      numbers.define(name, workspace.isGiven(name) ? value : rounded(value), at: nowhere)
    }
    for (line, formula) in zip(lines, formulas) {
      // An equation entry by entry has an index on its left side.
      numbers.define(formula.name, rounded(line.value), at: nowhere)
      // h = a = f(z) shows the number of both.
      for side in line.tree.nodes.split(whereSeparator: { $0.isSymbol("=") }).dropLast() {
        let left = MathTree.row(Array(side))
        for name in workspace.values.keys where MathReader.read(name.latex) == left {
          numbers.define(name, rounded(line.value), at: nowhere)
        }
      }
    }
    return numbers
  }

  /// The lines, from 0, whose number is not what the lesson's formula gives.
  func wrongLines() -> [Int] {
    let numbers = numbers
    return lines.indices.filter { index in
      let value = formulas[index].side.kernel.value(in: Scope<Double>(numbers))
      let shown = rounded(lines[index].value)
      guard value.shape == shown.shape else { return true }
      // Three units of the last decimal and 1 %: a slip is an order of magnitude further away.
      let slack = (0..<decimals).reduce(3.0) { slack, _ in slack / 10 }
      return zip(value.elements, shown.elements).contains { own, shown in
        !((own - shown).magnitude <= slack + 0.01 * own.magnitude)
      }
    }
  }
}

private struct Wrong: Error {}

/// `LONGHAND_FUZZ=200` draws more.
struct `Runs with a slip` {
  private static let seeds =
    ProcessInfo.processInfo.environment["LONGHAND_FUZZ"].flatMap(UInt64.init) ?? 20

  @Test(arguments: Repository.lessonPaths)
  func `one line is wrong for the numbers that are seen, and no other`(path: String) throws {
    let lesson = try Repository.lesson(path)
    var count = 0
    for item in Item.items(of: lesson) where item.kind == .slip {
      for seed in 0..<Self.seeds {
        guard let question = Question(item, of: lesson, level: 0, seed: seed) else { continue }
        guard case .slip(let slip) = question.check.kind else { throw Wrong() }
        let run = slip.run
        count += 1
        let wrong = Recomputation(
          workspace: question.check.workspace, lines: run.lines,
          formulas: Run(item.equations).lines, decimals: question.lesson.style.decimals
        ).wrongLines()
        #expect(wrong == [run.wrong], "\(item.id), seed \(seed): \(run.explanation)")
      }
    }
    print("slips of \(path): \(count) runs")
    let hasSlips = !path.contains("07-")
    #expect((count > 0) == hasSlips)
  }

  /// What is told and the first hint leave two lines open, of which the slip is now the one and now
  /// the other; and the slip is now in a formula, now in a number.
  @Test func `a hint leaves two lines open`() throws {
    let lesson = try Repository.lesson("lessons/09-sparse-hidden-error.md")
    var (first, second, inNumber, inFormula) = (0, 0, 0, 0)
    for item in Item.items(of: lesson) where item.kind == .slip {
      for seed in 0..<20 as Range<UInt64> {
        guard let question = Question(item, of: lesson, level: Int(seed % 3), seed: seed),
          case .slip(let slip) = question.check.kind
        else { continue }
        let told = question.lesson.steps[0].parts.compactMap { part in
          if case .prose(.paragraph(let inlines)) = part { inlines.plainText } else { nil }
        }.joined(separator: " ")
        var sound = told.contains("Line 1 is right.") ? 1 : 0
        if let match = told.firstMatch(of: /Lines 1 (?:to|and) ([0-9]) are right\./) {
          sound = Int(match.1) ?? 0
        }
        let hint = try #require(question.check.hints.first)
        let open = hint.matches(of: /[0-9]+/).compactMap { Int($0.output) }
        try #require(open.count == 2)
        #expect(open.allSatisfy { $0 > sound && $0 <= slip.run.lines.count }, "\(told) \(hint)")
        #expect(open.contains(slip.run.wrong + 1))
        if open[0] == slip.run.wrong + 1 { first += 1 } else { second += 1 }
        let isNumber = slip.run.explanation.hasPrefix(
          "The formula is right, and its number is not.")
        if isNumber { inNumber += 1 } else { inFormula += 1 }
      }
    }
    #expect(first > 0 && second > 0 && inNumber > 0 && inFormula > 0)
    print("hints: \(first) first, \(second) second; \(inNumber) in a number, \(inFormula) not")
  }

  /// Formulas that hold together in other ways.
  @Test(arguments: made.indices)
  func `also where lines are left out or formulas are said again`(index: Int) throws {
    let (mathematics, key) = Self.made[index]
    var count = 0
    for seed in 0..<40 {
      // The heading's anchor is what a slip is drawn by.
      let file = SourceFile(
        path: "s.md",
        text:
          "## S\(seed)\n\n```math\n\(mathematics)\n```\n\nWhich?\n\n<!-- check\n= slip \(key)\n-->\n"
      )
      count += try expectOneWrongLine(
        LessonReader(.none).lesson(file), "made \(index), seed \(seed)")
    }
    print("slips of made lesson \(index): \(count) runs")
    // Where a line uses a value that an update has put out of date since, no run is drawn.
    #expect(mathematics.contains(":=") ? count == 0 : count > 20)
  }

  @Test(arguments: Repository.lessonPaths)
  func `the lessons' own`(path: String) throws {
    let lesson = try Repository.lesson(path)
    _ = try expectOneWrongLine(lesson, path)
  }

  private func expectOneWrongLine(_ lesson: Lesson, _ what: String) throws -> Int {
    let equations = lesson.equations
    var count = 0
    for check in lesson.steps.flatMap(\.checks) {
      guard case .slip(let slip) = check.kind else { continue }
      let run = slip.run
      let all = Run(equations).lines
      let formulas = try run.lines.map { line in
        let first = try #require(line.tree.nodes.split { $0.isSymbol("=") }.first)
        return try #require(
          all.first { MathReader.read($0.name.latex) == .row(Array(first)) }, "\(line.tree.latex)")
      }
      let wrong = Recomputation(
        workspace: check.workspace, lines: run.lines, formulas: formulas,
        decimals: lesson.style.decimals
      ).wrongLines()
      #expect(wrong == [run.wrong], "\(what) \(check.id): \(run.explanation)")
      count += 1
    }
    return count
  }

  private static let made = [
    // q, by way of which r is made from p, is not among them.
    ("x = 2\ny = 5\np = 2 x + y\nq = p + 1\nr = 3 q - y\ns = r + p", "p, r, s"),
    // J is worked out by formulas of its own; the lines say again how.
    (
      "x = 2\ny = 5\nw = 3\nJ = \\frac{1}{2} (x - y)^2 + w^2\nE = \\frac{1}{2} (x - y)^2\n"
        + "R = w^2 + x - x\nJ = E + R\nK = 2 J + w", "E, R, J, K"
    ),
    // Two names for one value.
    ("x = 2\ny = 5\nz = 3 x + y\nh = a = z + y\nd = 2 a - y\nE = d h", "z, h, d, E"),
    // An update between the lines.
    ("x = 2\nW = 3\nz = W x + x\ng = 2 z - x\nW := W - 0.1 g\nu = W x + W", "z, g, u"),
    // An entry that has a value of its own.
    (
      "x = (1, 2)\nv = (3, 5)\na_1 = 2 x_1 + v_1\na = 2 x + v\nc = 3 a_1 - v_2\nd = a + 2 v",
      "a_1, a, c, d"
    ),
    // What is small is divided by.
    ("x = 0.0016\ny = 0.001\np = x - 0.5 y\nq = \\frac{x}{p + y}\nr = q + x + 1", "p, q, r"),
    // The derivative of a formula that may be wrong.
    (
      "x = 2\nw = 3\nz = w x + w\nJ = \\frac{1}{2} z^2 - x\n"
        + "d = \\frac{\\partial J}{\\partial z} + w\ne = d + 2 x", "z, J, d, e"
    ),
    // A function in between.
    ("x = 2\nw = 3 x + 1\nf(t) = w t + 1\ny = f(x) + x\nv = 2 y - x", "w, y, v"),
  ]
}
