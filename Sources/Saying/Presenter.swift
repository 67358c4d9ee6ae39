package import Kernels
package import Learning
package import Lessons
import Matrices
import Notation
import Questions
import SourceText

/// Makes what is said at the stops of a walk.
package struct Presenter: Sendable {
  package let lesson: Lesson
  /// How numbers are written, and how much of a large value is shown.
  package let values: ValueStyle
  /// The equations with the lesson's own givens, when some have been changed.
  private let before: [Equation]?
  /// Why equations have no value, by their place.
  private let breakdowns: [Int: String]

  /// The lesson as its author gave it.
  package init(_ lesson: Lesson, _ values: ValueStyle) {
    self.lesson = lesson
    self.values = values
    before = nil
    breakdowns = [:]
  }

  /// The lesson as a student has changed it.
  package init(_ study: Study, _ values: ValueStyle) {
    lesson = study.lesson
    self.values = values
    before = study.before
    breakdowns = study.breakdowns
  }

  package func shown(_ index: Int, of walk: Walk) -> Shown {
    let stop = walk.stops[index]
    let isFirst = index == 0 || walk.stops[index - 1].step != stop.step
    let question = stop.check.map { self.question($0, stop) }
    let places = stop.equations.indices.map { stop.firstEquation + $0 }
    let hasChoices = question?.choices.isEmpty == false
    let reduced = stop.isReduced ? stop.equations.first : nil
    let reductions = reduced.map { self.reductions($0, place: stop.firstEquation) } ?? []
    let hasManyDraws = stop.equations.count { $0.isPlainDraw } > 1
    var shown = Shown(
      stop: index, heading: isFirst ? heading(stop.step) : nil,
      prose: hasChoices ? Array(stop.prose.dropLast()) : stop.prose,
      formulas: zip(stop.equations, places).map {
        formula($0, place: $1, hasManyDraws && $0.isPlainDraw ? fewRows : values)
      },
      reductions: reductions,
      changes: reduced.map { changes($0, place: stop.firstEquation) } ?? [],
      breakdowns: places.compactMap { breakdowns[$0] },
      verdicts: stop.equations.flatMap { $0.shownVerdicts }, question: question,
      picture: stop.picture.flatMap { ShownPicture($0, values.numbers) })
    shown.training = stop.training.map {
      ShownTraining(place: $0, plan: lesson.plans[$0], numbers: values.numbers)
    }
    shown.derivation = reduced.map { derivation($0, reductions) } ?? []
    return shown
  }

  private func heading(_ step: Int) -> Shown.Heading? {
    let named = lesson.namedSteps
    guard let number = named.firstIndex(of: step) else { return nil }
    return Shown.Heading(
      id: lesson.steps[step].id, title: lesson.steps[step].heading, number: number + 1,
      count: named.count)
  }

  // MARK: - Formulas

  /// Of what is drawn beside other draws a beginning, unless all of every value is wanted: one
  /// random number looks like the other. For ears, which have less room, two rows.
  private var fewRows: ValueStyle {
    guard values.rows < Int.max else { return values }
    var few = values
    few.rows = min(few.rows, max(2, min(3, few.rows / 5)))
    return few
  }

  private func formula(
    _ equation: Equation, place: Int, _ values: ValueStyle
  ) -> Shown.Formula {
    var shown = Shown.Formula(
      place: place, equation: equation, tree: equation.tree, left: equation.leftOfEqualsSign,
      remark: equation.shownRemark)
    guard equation.runs, !equation.hasReductions, let side = equation.sides.first else {
      return shown
    }
    let id = NumberID(equation: place, side: 0).with(node: side.kernel.nodes.count - 1)
    let old = before?[place].value.flatMap { $0 == side.value ? nil : $0 }
    let value = old.map { side.value.tree(values, id, before: $0) } ?? side.value.tree(values, id)
    shown.window = window(side.value, id, values)
    // A given shows itself; a renaming what it renames.
    if side.isWrittenOut {
      let isWhole = old == nil && shown.window == nil
      let written =
        isWhole ? side.tree.taggingEntries(of: side.value.shape, id) : value
      shown.tree = equation.tree.replacing([side.tree.location: written])
    } else {
      shown.value = value
    }
    return shown
  }

  private func reductions(_ equation: Equation, place: Int) -> [Shown.Reduction] {
    let all = equation.reductions(values, place: place)
    let hasSeveral = Set(all.map(\.side)).count > 1
    return all.indices.map { index in
      let (side, reduction) = all[index]
      let begins = index == 0 || all[index - 1].side != side
      let isLast = index + 1 == all.count || all[index + 1].side != side
      return Shown.Reduction(
        begins: begins && hasSeveral ? equation.shownSide(side) : nil, side: side,
        reduction: reduction,
        isLaterSide: index > 0, next: isLast ? nil : all[index + 1].reduction.location,
        // A value that stands by its shape has no part that is shown.
        window: reduction.hasShapes
          ? nil : reduction.value.flatMap { window($0, reduction.id, values) })
    }
  }

  private func changes(_ equation: Equation, place: Int) -> [Shown.Change] {
    guard let before = before?[place], equation.hasReductions else { return [] }
    return equation.sides.indices.compactMap { index in
      let side = equation.sides[index]
      let old = before.sides[index].value
      guard side.value != old else { return nil }
      let id = NumberID(equation: place, side: index).with(node: side.kernel.nodes.count - 1)
      return Shown.Change(tree: side.value.tree(values, id, before: old))
    }
  }

  private func window(
    _ value: Matrix<Double>, _ id: NumberID?, _ values: ValueStyle
  ) -> Shown.Window? {
    let part = value.part(values, id)
    return value.isWhole(part)
      ? nil : Shown.Window(rows: part.rows, columns: part.columns, shape: value.shape)
  }

  // MARK: - Questions

  private func question(_ check: Check, _ stop: Walk.Stop) -> Shown.Question {
    var question = Shown.Question(check: check, choices: [], isTight: true, lines: [], numbers: [])
    if check.question.rightChoices != nil,
      case .list(let items, _, let isTight, _)? = stop.prose.last
    {
      question.choices = items.map { GitHubMarkdown.task($0)?.rest ?? $0 }
      question.isTight = isTight
    }
    question.lines = check.question.lines.enumerated().map {
      Shown.Line(
        number: $0 + 1, tree: $1.tree, value: $1.value?.tree(values, nil),
        window: $1.value.flatMap { window($0, nil, values) }, why: $1.why)
    }
    question.numbers = check.question.needed(in: check.workspace).compactMap { name in
      check.workspace.values[name].map { value in
        Shown.Quantity(
          name: MathReader.read(name.latex), value: value.tree(values, nil),
          window: window(value, nil, values))
      }
    }
    return question
  }
}

extension Equation {
  fileprivate var leftOfEqualsSign: MathTree? {
    guard !names.isEmpty, let relation = tree.nodes.firstIndex(where: { $0.isSymbol("=") }),
      relation > 0
    else { return nil }
    return .row(tree.nodes[..<relation])
  }

  fileprivate var shownRemark: Shown.Remark {
    guard runs else { return .doesNotRun }
    if let ruleLetter { return .rule(letter: MathReader.read(ruleLetter)) }
    return shape.flatMap { $0.isScalar ? nil : .shape($0) } ?? .nothing
  }

  /// What a side is called where several are reduced.
  fileprivate func shownSide(_ side: Int) -> Shown.Side {
    let isClaim = sides.count == 2 && names.isEmpty
    return isClaim ? (side == 0 ? .left : .right) : .formula(side + 1)
  }

  var shownVerdicts: [Shown.Verdict] {
    claims.map { claim in
      let (left, right) = (sides[claim.left], sides[claim.left + 1])
      let (row, column) = (claim.difference.row, claim.difference.column)
      func entry(_ value: Matrix<Double>) -> Double {
        value.shape.isScalar ? value.elements[0] : value[row, column]
      }
      return Shown.Verdict(
        left: left.tree, relation: claim.relation, right: right.tree, holds: claim.holds,
        degree: degree(of: claim),
        isOrder: !claim.relation.isSymbol("=", "\\equiv", "\\approx"), place: (row, column),
        entries: (entry(left.value), entry(right.value)))
    }
  }

  private func degree(of claim: Claim) -> Shown.Degree {
    switch (sides[claim.left].value.isFinite, sides[claim.left + 1].value.isFinite) {
    case (false, true): return .noLeftValue
    case (true, false): return .noRightValue
    case (false, false): return .noValues
    case (true, true): break
    }
    let largest = claim.difference.largest
    switch claim.verdict {
    case .holds: return largest == 0 ? .exact : .rounding(largest)
    case .untold: return .untold(largest)
    case .fails: return .apart(largest)
    }
  }
}
