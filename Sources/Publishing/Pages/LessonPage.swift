import Kernels
import Learning
package import Lessons
import Notation
import Questions
import Reasons
import Saying
import SourceText

/// A lesson as one page: everything that is said of it, made from `ShownLesson` as what the
/// terminal shows is. Nothing in it needs a script; the script walks it.
package struct LessonPage {
  private let shown: ShownLesson
  private let frame: PageFrame
  private let speech: SpeechWriter
  let prose: PageProse
  private let numbers: PageNumbers

  /// Of larger values a part is shown.
  private static let (mostRows, mostCells) = (6, 56)

  package init(_ lesson: Lesson, in frame: PageFrame) {
    let style = ValueStyle(lesson.style, rows: Self.mostRows, cells: Self.mostCells)
    shown = ShownLesson(lesson, style)
    self.frame = frame
    speech = SpeechWriter(lesson)
    prose = PageProse(links: frame.links, speech: speech)
    numbers = PageNumbers(lesson, speech)
  }

  private var lesson: Lesson { shown.lesson }

  /// A page above that is slow to load on a telephone.
  private static let mostBytes = 200_000

  /// The page's file; where its formulas are made by the script, one beside it with every line
  /// written out, for who has no script; and where what computes its numbers is long, a script with
  /// that, for who changes a given.
  package struct Written {
    package var html: String
    package var open: String?
    package var program: String?
  }

  /// - Parameters:
  ///   - open: the name of the file with every line written out.
  ///   - program: the name of the file with what computes the numbers.
  package func written(open: String, program: String) -> Written {
    // What is shown comes first: it says which numbers there are.
    let main = sections
    let questions = shown.stops.compactMap(\.question).map {
      PageQuestion($0, of: lesson, prose, math).data(numbers)
    }
    let finished = numbers.finish(beside: program)
    let data = finished.page + [("questions", .list(questions))]
    let script = finished.beside.map { "longhand.loaded(" + $0.text + ");\n" }
    let whole = page(main, JSONValue.object(data + numbers.nodes.json).text)
    if whole.utf8.count - Self.pictureBytes(main) <= Self.mostBytes {
      return Written(html: whole, program: script)
    }
    let shared = SharedFormulas(numbers.nodes)
    let taken = [note(open)] + main.map { shared.taken(from: $0) }
    let json = JSONValue.object(data + shared.json + numbers.nodes.json).text
    return Written(html: page(taken, json), open: page(main, nil), program: script)
  }

  /// - Parameter data: what the script knows of the page; nil for a page without a script.
  private func page(_ sections: [Markup], _ data: String?) -> String {
    var frame = frame
    frame.isScripted = data != nil
    return MarkupWriter.page(
      frame.page(
        title: lesson.title, language: "en",
        main: [.element(.h1, [.id("top.title")], text: lesson.title)] + sections, steps: steps,
        data: data.map { [.data(id: "page.data", json: $0)] } ?? [], isLesson: true))
  }

  /// For who has no script: where its lines are.
  private func note(_ open: String) -> Markup {
    .element(
      .p, [.kind("unscripted")],
      .text("The formulas of this page are made by its script. Without one, "),
      .element(.a, [.href(Address(file: open))], text: "here they all stand open"), .text("."))
  }

  /// The pictures within a page, which come as they are.
  private static func pictureBytes(_ markup: [Markup]) -> Int {
    markup.reduce(0) { sum, markup in
      switch markup {
      case .element(.img, let attributes, _):
        sum
          + attributes.reduce(0) { sum, attribute in
            if case .source(let address) = attribute { return sum + address.text.utf8.count }
            return sum
          }
      case .element(_, _, let inner), .several(let inner): sum + pictureBytes(inner)
      case .text, .data: sum
      }
    }
  }

  /// The steps that have a heading, for the list at the side.
  private var steps: [PageFrame.Step] {
    lesson.namedSteps.enumerated().map { index, step in
      PageFrame.Step(
        number: index + 1, id: lesson.steps[step].id,
        title: prose.inlines(lesson.steps[step].heading))
    }
  }

  // MARK: - Steps

  /// A section for each step, with its stops.
  private var sections: [Markup] {
    var sections: [Markup] = []
    for step in lesson.steps.indices {
      let stops = shown.stops.filter { shown.walk.stops[$0.stop].step == step }
      guard !stops.isEmpty else { continue }
      let heading = stops.lazy.compactMap(\.heading).first
      let inner = stops.map { stop($0) }
      guard let heading else {
        sections.append(.element(.section, [.kind("introduction")], inner))
        continue
      }
      let title = Markup.element(
        .h2, [.id(heading.id)],
        [
          .element(.span, [.kind("place")], text: "\(heading.number)"),
          .element(.span, [], prose.inlines(heading.title)),
        ])
      sections.append(.element(.section, [.labelled(by: heading.id)], [title] + inner))
    }
    return sections
  }

  private func stop(_ stop: Shown) -> Markup {
    var parts = prose.blocks(stop.prose)
    if !stop.formulas.isEmpty { parts.append(formulas(stop)) }
    if let picture = stop.picture { parts.append(PagePictures(prose).picture(picture)) }
    if let training = stop.training { parts.append(self.training(training)) }
    if let question = stop.question {
      parts.append(PageQuestion(question, of: lesson, prose, math).markup)
    }
    return .element(.div, [.kind("stop"), .data(.stop, String(stop.stop))], parts)
  }

  /// What is known of a training, in the words of the terminal.
  private func training(_ training: ShownTraining) -> Markup {
    let (before, cost, after) = training.words
    let formula = cost.map { [Inline.math($0, isDisplay: false)] } ?? []
    let inlines = [.text(before)] + formula + [.text(after)]
    return .element(.p, [.kind("training")], prose.inlines(inlines))
  }

  // MARK: - Formulas

  var math: PageMath { PageMath(speech: speech, numbers: numbers) }

  private func formulas(_ stop: Shown) -> Markup {
    var parts = stop.formulas.flatMap { formula($0, stop) }
    if stop.isDerivation {
      parts.append(.element(.ol, [.kind("lines")], stop.derivation.map { line($0) }))
    } else if stop.isReduced {
      parts.append(
        .element(.ol, [.kind("reductions")], stop.reductions.flatMap { reduction($0) }))
    }
    for sentence in stop.breakdowns {
      parts.append(.element(.p, [.kind("verdict fails")], text: "✗ \(sentence)"))
    }
    if !stop.isDerivation { parts += verdicts(stop) }
    let walks = stop.isReduced || stop.isDerivation
    return .element(.figure, walks ? [.kind("formulas walk")] : [.kind("formulas")], parts)
  }

  private func formula(_ formula: Shown.Formula, _ stop: Shown) -> [Markup] {
    // The first line of a derivation stands for it; the others follow one by one.
    let tree = stop.isDerivation ? formula.equation.sides.first?.tree ?? formula.tree : formula.tree
    var nodes = tree.nodes
    if let value = formula.value { nodes += MathTree.sign("=") + [value] }
    let marked = stop.reductions.first.flatMap { _ in stop.isDerivation ? nil : firstPart(stop) }
    var parts: [Markup] = [math.block(.row(nodes, tree.location), marked: marked)]
    if !formula.remark.text.isEmpty {
      parts.append(.element(.span, [.kind("remark")], text: formula.remark.text))
    }
    var all: [Markup] = [.element(.div, [.kind("head")], parts)]
    if let window = formula.window { all.append(cut(window)) }
    return all
  }

  /// What the first reduction is of, where it is a part of the formula.
  private func firstPart(_ stop: Shown) -> Location? {
    stop.reductions.first?.reduction.location
  }

  private func cut(_ window: Shown.Window) -> Markup {
    .element(.p, [.kind("remark")], text: "Shown: \(window.text).")
  }

  private func reduction(_ own: Shown.Reduction) -> [Markup] {
    let reduction = own.reduction
    var rows: [Markup] = []
    if let side = own.begins {
      rows.append(.element(.li, [.kind("side")], text: side.text))
    }
    let lead = reduction.lead?.nodes ?? []
    let tree = MathTree.row(lead + MathTree.sign("=") + reduction.tree.nodes, .nowhere)
    let whole = reduction.tree.tag == nil ? tree : taggedLine(lead, reduction.tree)
    let label = reduction.act.label + (reduction.namedPart().map { ": " + $0 } ?? "")
    var parts = [
      math.block(whole, marked: own.next), .element(.span, [.kind("note")], text: label),
    ]
    if let window = own.window { parts.append(cut(window)) }
    rows.append(.element(.li, [], parts))
    return rows
  }

  /// A line whose value is one number, which stays one.
  private func taggedLine(_ lead: [MathTree], _ value: MathTree) -> MathTree {
    .row(lead + MathTree.sign("=") + [value], .nowhere)
  }

  private func line(_ line: Shown.DerivationLine) -> Markup {
    let tree = MathTree.row([line.relation] + line.tree.nodes, .nowhere)
    var parts = [math.block(tree, marked: line.next)]
    let words = line.withoutRule ?? line.reasonText
    let sign = line.verdict.holds ? "✓" : "✗"
    parts.append(
      .element(
        .span, [.kind(line.verdict.holds ? "note holds" : "note fails")], text: "\(sign) \(words)"))
    let rules = (line.reason?.rules ?? []).compactMap(\.formula)
    if !rules.isEmpty || !line.parts.isEmpty { parts.append(reason(rules, line)) }
    if !line.numbers.isEmpty {
      parts.append(
        .element(
          .details, [.kind("numbers")], .element(.summary, text: "in numbers"),
          .element(.ol, [.kind("reductions")], line.numbers.flatMap { reduction($0) })))
    }
    return .element(.li, [], parts)
  }

  /// The rules by which a line follows, and what changed.
  private func reason(_ rules: [String], _ line: Shown.DerivationLine) -> Markup {
    let formulas = rules.map { math.block(MathReader.read($0), marked: nil) }
    let changes = line.parts.prefix(3).map { before, after in
      math.block(.row(before.nodes + MathTree.sign("\\to") + after.nodes, .nowhere), marked: nil)
    }
    return .element(
      .details, [.kind("why")], [.element(.summary, text: "why")] + formulas + changes)
  }

  /// The verdicts of a stop, with the places of their claims.
  private func verdicts(_ stop: Shown) -> [Markup] {
    let claims = stop.formulas.flatMap { formula in
      formula.equation.claims.map { (formula.equation, $0) }
    }
    return zip(stop.verdicts, claims).map { verdict, claim in
      self.verdict(verdict, numbers.place(ofClaim: claim.1, in: claim.0))
    }
  }

  private func verdict(_ verdict: Shown.Verdict, _ place: Int?) -> Markup {
    let tree = MathTree.row(
      verdict.left.nodes + [verdict.relation] + verdict.right.nodes, .nowhere)
    let degree = verdict.degreeText
    return .element(
      .div,
      [.kind(verdict.holds ? "verdict holds" : "verdict fails")]
        + (place.map { [.data(.claim, String($0))] } ?? []),
      .element(.span, [.kind("sign")], text: verdict.holds ? "✓ holds" : "✗ does not hold"),
      math.block(tree, marked: nil),
      degree.isEmpty ? .nothing : .element(.span, [.kind("degree")], text: degree))
  }
}

/// Formulas of a lesson, said in its words.
struct PageMath {
  var speech: SpeechWriter
  var numbers: PageNumbers

  private func markup(_ marked: Location?) -> MathMarkup {
    MathMarkup(number: { [numbers] in numbers.place(of: $0) }, marked: marked)
  }

  /// A formula on lines of its own, which is moved sideways where it does not fit.
  func block(_ tree: MathTree, marked: Location?) -> Markup {
    .element(
      .div, [.kind("wide")],
      markup(marked).formula(tree, spoken: speech.text(tree), isBlock: true))
  }
}
