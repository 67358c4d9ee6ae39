import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Pictures
import Questions
import SourceText

/// Writes a whole lesson as Markdown with everything opened: a handout to be printed, or read where
/// there is no terminal. Formulas are `$$…$$`; keys of questions stand at the end.
package struct HandoutWriter {
  private var lines: [String] = []
  private var keys: [String] = []

  package static func text(_ shown: ShownLesson) -> String {
    var writer = HandoutWriter()
    writer.write(shown)
    return writer.lines.joined(separator: "\n") + "\n"
  }

  private mutating func paragraph(_ text: String) {
    if !lines.isEmpty { lines.append("") }
    lines.append(text)
  }

  private mutating func write(_ shown: ShownLesson) {
    lines = ["# \(Self.escaped(shown.lesson.title))"]
    for stop in shown.stops {
      if let heading = stop.heading { paragraph("## \(Self.text(heading.title))") }
      for block in stop.prose { write(block) }
      for formula in stop.formulas { write(formula, stop) }
      for sentence in stop.breakdowns { paragraph("✗ \(Self.escaped(sentence))") }
      if stop.isDerivation {
        for line in stop.derivation { write(line) }
      } else {
        for verdict in stop.verdicts { write(verdict) }
      }
      if let picture = stop.picture { write(picture) }
      if let training = stop.training {
        paragraph(training.sentence { "$`\($0.latex)`$" })
      }
      if let question = stop.question { write(question) }
    }
    guard !keys.isEmpty else { return }
    paragraph("## Answers")
    paragraph(keys.joined(separator: "\n"))
  }

  // MARK: - Formulas

  private mutating func write(_ formula: Shown.Formula, _ stop: Shown) {
    let value = formula.value.map { " = " + $0.latex } ?? ""
    let remark = formula.remark.text
    display(formula.tree.latex + value, note: remark)
    for reduction in stop.reductions {
      if let side = reduction.begins { paragraph("*\(side.text)*") }
      let lead = reduction.reduction.lead.map { $0.latex + " " } ?? ""
      display(
        "\(lead)= \(reduction.reduction.tree.latex)", note: reduction.reduction.act.label)
    }
  }

  /// A formula on lines of its own, with what is said at its side.
  private mutating func display(_ latex: String, note: String) {
    let note = note.isEmpty ? "" : " \\qquad \\text{\(note.spoken)}"
    paragraph("$$\(latex)\(note)$$")
  }

  private mutating func write(_ verdict: Shown.Verdict) {
    let statement = [verdict.left, verdict.relation, verdict.right].map(\.latex)
      .joined(separator: " ")
    let degree = verdict.degreeText
    paragraph(
      "\(verdict.holds ? "✓" : "✗") $`\(statement)`$" + (degree.isEmpty ? "" : ", \(degree)"))
  }

  private mutating func write(_ line: Shown.DerivationLine) {
    let mark = line.verdict.holds ? "✓" : "✗"
    let why = line.verdict.holds ? line.reasonText : line.verdict.degreeText
    paragraph(
      "\(mark) $`\(line.relation.latex) \(line.tree.latex)`$"
        + (why.isEmpty ? "" : ", \(Self.escaped(why))"))
  }

  // MARK: - Pictures

  /// As signs, since a page of Markdown has no other pictures without files beside it.
  private mutating func write(_ shown: ShownPicture) {
    let rendition = Rendition(greys: .thresholds, dots: .braille, ascii: false)
    let lines = shown.lines(width: 80, height: 16, rendition)
    paragraph("```text\n\(lines.map(\.text).joined(separator: "\n"))\n```")
    if !shown.caption.isEmpty { paragraph(Self.text(shown.caption)) }
    let sentences = shown.sentences(ends: rendition.ends) { "$`\($0.latex)`$" }
    paragraph(sentences.joined(separator: " "))
  }

  // MARK: - Questions

  private mutating func write(_ question: Shown.Question) {
    for (index, choice) in question.choices.enumerated() {
      var writer = HandoutWriter()
      for block in choice { writer.write(block) }
      paragraph(Self.indented(writer.lines, mark: "\(index + 1). "))
    }
    for line in question.lines {
      let value = line.value.map { " = " + $0.latex } ?? ""
      let sign = line.why == nil ? "" : "= "
      let why = line.why.map(\.text) ?? ""
      paragraph(
        "\(line.number). $`\(sign)\(line.tree.latex)\(value)`$" + (why.isEmpty ? "" : " (\(why))"))
    }
    for quantity in question.numbers { display(quantity.tree.latex, note: "") }
    let check = question.check
    paragraph("*(\(check.question.wanted(hasGrid: false)))*")
    let key: String
    switch check.question.answer {
    case .words(let words): key = words
    case .formula(let tree): key = "$`\(tree.latex)`$"
    case .value(let tree, let value):
      key = "$`\(tree.latex) = \(value.tree(NumberStyle()).latex)`$"
    }
    keys.append("\(keys.count + 1). \(key)")
  }

  // MARK: - Prose

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let inlines):
      paragraph(String(repeating: "#", count: max(3, level)) + " " + Self.text(inlines))
    case .paragraph(let inlines): paragraph(Self.text(inlines))
    case .code(let text):
      let fence = String(repeating: "`", count: text.longestRun(of: "`") + 3)
      paragraph("\(fence)\n\(text.hasSuffix("\n") ? String(text.dropLast()) : text)\n\(fence)")
    case .list(let items, let first, let isTight, _):
      let texts = items.enumerated().map { index, item in
        var writer = HandoutWriter()
        for block in item { writer.write(block) }
        return Self.indented(writer.lines, mark: first.map { "\($0 + index). " } ?? "- ")
      }
      paragraph(texts.joined(separator: isTight ? "\n" : "\n\n"))
    case .quote(let blocks):
      var writer = HandoutWriter()
      for block in blocks { writer.write(block) }
      paragraph(
        writer.lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
          .map { "> " + $0 }.joined(separator: "\n"))
    case .table(let header, let rows, let alignments):
      let rules = alignments.map { alignment in
        switch alignment {
        case .left: ":--"
        case .centre: ":-:"
        case .right: "--:"
        }
      }
      let table = [header.map(Self.cell), rules] + rows.map { $0.map(Self.cell) }
      paragraph(
        table.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n"))
    case .rule: paragraph("---")
    case .live, .check: break
    }
  }

  private static func cell(_ inlines: [Inline]) -> String {
    text(inlines).replacing("|", with: "\\|").replacing("\n", with: " ")
  }

  private static func indented(_ lines: [String], mark: String) -> String {
    let blank = String(repeating: " ", count: mark.count)
    return lines.flatMap { $0.split(separator: "\n", omittingEmptySubsequences: false) }
      .enumerated().map { index, line in
        line.isEmpty ? "" : (index == 0 ? mark : blank) + line
      }.joined(separator: "\n")
  }

  private static func text(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): return escaped(text)
      case .code(let text):
        let mark = String(repeating: "`", count: text.longestRun(of: "`") + 1)
        let gap = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
        return mark + gap + text + gap + mark
      case .math(let tree, let isDisplay):
        return isDisplay ? "$$\(tree.latex)$$" : "$`\(tree.latex)`$"
      case .emphasis(let inner): return "*\(text(inner))*"
      case .strong(let inner): return "**\(text(inner))**"
      case .strikethrough(let inner): return "~~\(text(inner))~~"
      case .link(let inner, let destination, _): return "[\(text(inner))](<\(destination)>)"
      case .image(let inner, let destination, _): return "![\(text(inner))](<\(destination)>)"
      case .softBreak: return "\n"
      case .lineBreak: return "\\\n"
      }
    }.joined()
  }

  /// Text in which no character means anything to Markdown.
  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.visible {
      if "\\`*_{}[]<>#|$~&".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    // A line may not begin like a list.
    if let first = escaped.first, "+-=".contains(first) { escaped = "\\" + escaped }
    return escaped
  }
}

extension String {
  fileprivate func longestRun(of character: Character) -> Int {
    var (longest, run) = (0, 0)
    for own in self {
      run = own == character ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
