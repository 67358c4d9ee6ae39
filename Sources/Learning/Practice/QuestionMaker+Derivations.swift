import Kernels
import Lessons
import Matrices
import Notation
import Questions
import Reasons
import SourceText

// Questions about derivations: which rule leads to a line, which line a rule leads to, and how it
// goes on. What is hidden grows from the end backwards, as worked examples fade.
extension QuestionMaker {
  /// A derivation at fresh numbers, with why each of its lines follows.
  private struct Chain {
    var equation: Equation
    /// Of the lines below the first.
    var reasons: [Reason]

    var lines: [MathTree] { equation.writtenSides }
  }

  private var chain: Chain? {
    guard let equation = equations.first, equation.claims.allSatisfy(\.holds) else { return nil }
    let reasons = equation.reasons(in: after.before(equation)).map(\.reason)
    return reasons.count == equation.claims.count
      ? Chain(equation: equation, reasons: reasons) : nil
  }

  /// One line of those that fit, counted from 0: the one that a rule leads to which comes back, else
  /// any.
  private func line(of chain: Chain, where fits: (Reason) -> Bool) -> Int? {
    let fitting = chain.reasons.indices.filter { fits(chain.reasons[$0]) }
    var numbers = RandomNumbers(seed: seed)
    guard let rule = aim?.rule else { return fitting.randomElement(using: &numbers).map { $0 + 1 } }
    return fitting.first { chain.reasons[$0].rules.contains { $0.id == rule } }.map { $0 + 1 }
  }

  // MARK: - Which rule

  /// All lines stand; the rule of one is chosen among rules that might have led to it. At first the
  /// others carry theirs.
  func nameOfRule() -> Made? {
    guard let chain, let line = line(of: chain, where: { $0.rules.count == 1 }) else { return nil }
    let (kernels, rule) = (chain.equation.sides.map(\.kernel), chain.reasons[line - 1].rules[0])
    let moment = chain.equation.sides[0].moment
    let drawn = DrawnLesson(after.before(chain.equation), at: moment, where: kernels)
    var numbers = RandomNumbers(seed: seed ^ 0x5EED)
    let near = Reasons.otherRules(from: kernels[line - 1], to: kernels[line], drawn)
      .shuffled(using: &numbers)
    // Those of other lines, where this one has too few operations to be taken for much else.
    let far = chain.reasons.flatMap(\.rules).shuffled(using: &numbers)
    var seen: Set = [rule.text]
    let others = (near + far).filter { seen.insert($0.text).inserted }.prefix(Self.otherChoices)
    guard others.count > 1 else { return nil }
    let choices = (others + [rule]).shuffled(using: &numbers)
    let right = choices.firstIndex(of: rule) ?? 0
    let lines = chain.lines.enumerated().map { index, tree in
      QuestionLine(
        tree: tree, why: index == 0 ? nil : index == line ? .asked : .told(told(chain, index)))
    }
    return Made(
      prose: context(of: chain.equation) + [
        .text("By which rule does line \(line + 1) follow from line \(line)?"),
        .choices(choices.map(\.text)),
      ],
      check: check(
        ChoiceQuestion(
          right: right + 1, of: choices.count, about: lines,
          explanation: rule.formula.map { "\(MathReader.read($0).oneLine())." }),
        hints: hint(rule), in: after), isBare: level > 0, rules: [rule])
  }

  private static let otherChoices = 3

  private func told(_ chain: Chain, _ line: Int) -> String {
    level > 0 ? "" : chain.reasons[line - 1].rules.map(\.text).joined(separator: ", ")
  }

  private func hint(_ rule: Rule) -> [String] {
    rule.formula.map { ["It is used as \(MathReader.read($0).oneLine())."] } ?? []
  }

  // MARK: - Which line

  /// The lines above one stand, and the rule that leads to it is told.
  func missingLine() -> Made? {
    guard let chain, let line = line(of: chain, where: { !$0.rules.isEmpty }) else { return nil }
    let rules = chain.reasons[line - 1].rules
    let names = rules.map(\.text).joined(separator: ", ")
    return derivation(
      chain, to: line, standing: line - 1, rules,
      asked: "Line \(line + 1) follows by: \(names). Write it.", isBare: false)
  }

  /// The last lines are asked for: one at first, one more each time that it was right.
  func restOfDerivation() -> Made? {
    guard let chain else { return nil }
    let last = chain.lines.count - 1
    let hidden = min(level + 1, last)
    let asked =
      hidden == last
      ? "Derive this, line by line."
      : hidden == 1 ? "One line is missing at the end. Write it." : "Carry the derivation on."
    return derivation(
      chain, to: last, standing: last - hidden, chain.reasons[last - hidden].rules, asked: asked,
      isBare: hidden == last)
  }

  private func derivation(
    _ chain: Chain, to last: Int, standing: Int, _ rules: [Rule], asked: String, isBare: Bool
  ) -> Made {
    let sides = chain.equation.sides
    let names = sides[0].values(in: after).map(\.name)
    return Made(
      prose: context(of: chain.equation)
        + after.definitions(of: sides.flatMap { $0.called(in: after) })
        + Block.meanings(of: names, in: after) + [.text(asked)],
      check: check(
        DeriveQuestion(chain.equation, to: last, below: Array(chain.reasons.prefix(standing))),
        in: after), isBare: isBare, rules: rules)
  }
}
