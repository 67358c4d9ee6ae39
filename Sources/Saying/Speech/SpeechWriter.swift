import Kernels
package import Lessons
import Matrices
package import Notation
package import Questions
import Reasons
import SourceText

/// Writes what is said in words, for ears: each line is a sentence or one thing, in ASCII, with no
/// sign that has to be seen.
package struct SpeechWriter: Sendable {
  private let math: SpokenMath
  private let numbers: NumberStyle

  package init(_ lesson: Lesson) {
    numbers = lesson.style
    let names = lesson.workspace.definitions.keys.filter { name in
      lesson.workspace.isFunction(name) || !name.arguments.isEmpty
    }
    var letters: Set<String> = []
    for equation in lesson.equations { equation.tree.collectLetters(&letters) }
    let hasBoth = letters.contains { letter in
      letter.count == 1 && letter != letter.lowercased() && letters.contains(letter.lowercased())
    }
    math = SpokenMath(functions: Set(names.map(\.base)), saysCapitals: hasBoth)
  }

  package func text(_ tree: MathTree) -> String { math.text(tree) }

  package func text(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .code(let text): text.spoken
      case .math(let tree, _): math.text(tree)
      case .emphasis(let inner), .strong(let inner), .strikethrough(let inner): text(inner)
      case .link(let inner, let destination, _):
        destination.contains(":") ? "\(text(inner)), link to \(destination.spoken)," : text(inner)
      case .image(let inner, _, _): "picture: \(text(inner))"
      case .softBreak, .lineBreak: " "
      }
    }.joined()
  }

  /// With a full stop, where no other mark ends it.
  private func ended(_ text: String) -> String {
    text.last.map { ".?!:".contains($0) } == true ? text : text + "."
  }

  // MARK: - Stops

  package func title(_ text: String) -> [String] { ["Lesson: \(text.spoken)."] }

  /// The whole lesson, every reduction said.
  package func whole(_ shown: ShownLesson) -> [String] {
    title(shown.lesson.title)
      + shown.stops.flatMap { stop in
        opening(stop) + stop.pieces.flatMap { piece($0, of: stop) }
      }
  }

  /// What stands at a stop before its first reduction.
  package func opening(_ shown: Shown) -> [String] {
    var lines =
      shown.heading.map { ["Step \($0.number) of \($0.count): \(ended(text($0.title)))"] } ?? []
    lines += shown.prose.flatMap { self.lines(of: $0) }
    for formula in shown.formulas {
      let remark = remark(formula.remark)
      let beginning = shown.isDerivation ? formula.equation.sides.first?.tree : nil
      lines.append(math.text(beginning ?? formula.tree) + (remark.isEmpty ? "" : ". " + remark))
      if let value = formula.value { lines.append("equals \(math.text(value))") }
      if let window = formula.window { lines.append("Shown are \(window.text).") }
    }
    if !shown.isReduced { lines += closing(shown) }
    if let picture = shown.picture {
      lines += (picture.caption.isEmpty ? [] : ["Picture: \(ended(text(picture.caption)))"])
      lines += picture.sentences { math.text($0) }.map(\.spoken)
    }
    if let training = shown.training {
      lines.append(training.sentence { math.text($0) }.spoken)
    }
    if let question = shown.question {
      for (index, choice) in question.choices.enumerated() {
        let words = choice.flatMap { self.lines(of: $0) }.joined(separator: " ")
        lines.append("Choice \(index + 1): \(words)")
      }
      for line in question.lines {
        let value = line.value.map { ", which came to \(math.text($0))" } ?? ""
        let why = line.why.map(\.spoken) ?? ""
        lines.append("Line \(line.number): \(math.text(line.tree))\(value)\(why).")
      }
      lines += question.numbers.map { "With \(math.text($0.tree))." }
    }
    return lines
  }

  private func remark(_ remark: Shown.Remark) -> String {
    switch remark {
    case .nothing: ""
    case .shape(let shape): "It is \(shape.rows) by \(shape.columns)."
    case .rule(let letter): "For every \(math.text(letter))."
    case .doesNotRun: "This does not run: see longhand check."
    }
  }

  /// One reduction, or one line of a derivation; after the last one the verdicts.
  package func piece(_ index: Int, of shown: Shown) -> [String] {
    guard shown.pieces.contains(index) else { return [] }
    let isLast = index == shown.pieces.count - 1
    if shown.isDerivation {
      return line(shown.derivation[index])
        + (isLast ? shown.breakdowns.map { "Wrong: \($0.spoken)" } : [])
    }
    guard isLast else { return reduction(shown.reductions[index]) }
    return reduction(shown.reductions[index])
      + shown.changes.map {
        "In the lesson, then with your numbers: \(math.text($0.tree))"
      } + closing(shown)
  }

  package func reduction(_ own: Shown.Reduction) -> [String] {
    let reduction = own.reduction
    var what = reduction.act.label.spokenLabel
    if let part = reduction.subterm, !reduction.act.isOfEveryEntry {
      what += ", \(math.text(part.withoutParentheses))"
    }
    let lead = reduction.lead.map { math.text($0) + " " } ?? ""
    var lines = own.begins.map { ["\($0.text):"] } ?? []
    lines.append("\(what): \(lead)equals \(math.text(reduction.tree))")
    if let window = own.window { lines.append("Shown are \(window.text).") }
    return lines
  }

  private func line(_ line: Shown.DerivationLine) -> [String] {
    let why = line.reasonText.spoken
    let verdict =
      line.verdict.holds
      ? "It holds\(why.isEmpty ? "" : " by: " + why)."
      : "It does not hold: \(line.verdict.degreeText.spoken)."
    return [
      "Line \(line.number): \(math.text(line.relation)) \(math.text(line.tree))", verdict,
    ]
  }

  /// Why a line of a derivation follows.
  package func reason(of line: Shown.DerivationLine) -> [String] {
    if let text = line.withoutRule { return [text] }
    return (line.reason?.rules ?? []).map { rule in
      let formula = rule.formula.map { ": " + math.text(MathReader.read($0)) } ?? ""
      return rule.text.spoken + formula + "."
    }
      + line.parts.prefix(3).map {
        "From: \(math.text($0.before)). To: \(math.text($0.after))."
      }
  }

  private func closing(_ shown: Shown) -> [String] {
    shown.breakdowns.map { "Wrong: \($0.spoken)" }
      + shown.verdicts.map { verdict in
        let degree = verdict.degreeText
        return "\(verdict.holds ? "Holds" : "Does not hold"): \(math.text(verdict.left)) "
          + "\(math.text(verdict.relation)) \(math.text(verdict.right))"
          + (degree.isEmpty ? "." : ", \(degree.spoken).")
      }
  }

  // MARK: - Prose

  private func lines(of block: Block) -> [String] {
    switch block {
    case .heading(_, let inlines): return ["Heading: \(ended(text(inlines)))"]
    case .paragraph(let inlines): return [text(inlines)]
    case .code(let code):
      return ["Code:"] + code.split(separator: "\n").map(\.spoken) + ["End of code."]
    case .list(let items, let first, _, _):
      return items.enumerated().map { index, item in
        let mark = first.map { "\($0 + index): " } ?? "Item: "
        return mark + item.flatMap { lines(of: $0) }.joined(separator: " ")
      }
    case .quote(let blocks): return blocks.flatMap { lines(of: $0) }
    case .table(let header, let rows, _):
      return ["Table of \(rows.count) rows."]
        + rows.map { row in
          zip(header, row).map { "\(text($0)): \(text($1))" }.joined(separator: "; ") + "."
        }
    case .rule, .live, .check: return []
    }
  }

  // MARK: - Replies

  package func lines(_ reply: Reply) -> [String] {
    var lines: [String] = []
    if let read = reply.read {
      lines.append("Read as \(math.text(read.tree(numbers)))")
      if let entries = reply.entries {
        lines += (0..<read.shape.rows).map { row in
          let marks = (0..<read.shape.columns).map { column in
            let index = row * read.shape.columns + column
            return numbers.text(read.elements[index]).spoken
              + (entries[index] ? " right" : " wrong")
          }
          return "Row \(row + 1): " + marks.joined(separator: ", ")
        }
      }
    }
    if let line = reply.line { lines += self.line(line) }
    let holds = reply.isRight || !reply.isTry || reply.line?.holds == true
    return lines + [(holds ? "" : "Not right. ") + reply.text.spoken]
      + reply.formulas.map { math.text($0) }
      + reply.working.map { "equals \(math.text($0))" }
  }

  /// A line of a derivation that somebody wrote.
  package func line(_ line: ShownLine) -> [String] {
    let why = line.why.isEmpty ? "" : ", by: \(line.why.spoken)"
    return ["Line \(line.number): \(math.text(line.tree))\(why)."]
  }

  // MARK: - Numbers

  /// An opened number, the numbers in it counted.
  package func lines(_ shown: ShownOpening, change: String) -> [String] {
    let opening = shown.opening
    var lines = ["\(math.text(opening.title)) equals \(numbers.text(opening.value).spoken)"]
    if let symbols = opening.symbols, symbols != opening.title {
      lines.append("It is \(math.text(symbols))")
    }
    if let arithmetic = opening.numbers { lines.append("In numbers: \(math.text(arithmetic))") }
    lines += opening.operands.enumerated().map { index, operand in
      "\(index + 1): \(math.text(operand.title)) equals \(numbers.text(operand.value).spoken)"
    }
    return lines + [shown.origin(change: change).spoken]
  }

  package func lines(_ uses: ShownUses) -> [String] {
    ["\(math.text(uses.title)) is used in"]
      + uses.rows.map { row in
        ([math.text(row.formula), row.entries.text, text(row.step)].filter { !$0.isEmpty })
          .joined(separator: ", ")
      }
  }
}

extension MathTree {
  fileprivate func collectLetters(_ letters: inout Set<String>) {
    if let letter { letters.insert(letter) }
    _ = mappingChildren { child in
      child.collectLetters(&letters)
      return child
    }
  }
}

extension String {
  /// `every term, j = 1 … 3` without its signs.
  fileprivate var spokenLabel: String {
    replacing(" … ", with: " to ").replacing(" = ", with: " equals ").spoken
  }
}

extension QuestionLine.Why {
  fileprivate var spoken: String {
    switch self {
    case .told(let words): words.isEmpty ? "" : ", by: \(words.spoken)"
    case .asked: ", by which rule?"
    }
  }
}
