import Kernels
import Learning
package import Lessons
import Matrices
import Notation
import Questions
import Saying
package import SourceText
package import Typesetting

/// The preview of line mode: what is new after a save, and nothing else, is appended, for eyes or
/// for ears.
package struct PreviewLines: Sendable {
  private var study: Study
  private var findings: [Finding] = []
  private var saves = 0
  private let style: PageStyle
  private let speaks: Bool

  package init(_ lesson: Lesson, _ style: PageStyle, speaks: Bool) {
    study = Study(lesson)
    self.style = style
    self.speaks = speaks
  }

  private var writer: any LineWriter {
    speaks ? SpokenLines(study.lesson) : PageLines(style, study.lesson.style)
  }

  /// What is watched.
  package mutating func opening() -> [StyledLine] {
    let lesson = study.lesson
    let count = lesson.namedSteps.count
    return writer.remark(
      "\(count) step\(count == 1 ? "" : "s"). What each save changes is told here; quit ends.")
      + told(lesson.findings, at: "At the beginning")
  }

  /// The file was read anew.
  package mutating func show(_ lesson: Lesson) -> [StyledLine] {
    saves += 1
    let old = study
    let revision = Revision(from: old.walk, to: Walk(lesson))
    study = Study(lesson)
    var lines: [StyledLine] = [[]]
    if let stop = revision.stop {
      lines += writer.remark("Save \(saves), \(place(of: stop)):") + new(stop, after: old)
    } else {
      lines += writer.remark("Save \(saves): nothing that is shown has changed.")
    }
    return lines + told(lesson.findings, at: "Save \(saves)")
  }

  /// The file cannot be read any more.
  package mutating func miss(_ findings: [Finding]) -> [StyledLine] {
    saves += 1
    return [[]] + told(findings, at: "Save \(saves)")
  }

  /// All that is wrong with the newest reading is known now.
  package mutating func check(_ findings: [Finding]) -> [StyledLine] {
    guard Set(findings.map(Mark.init)) != Set(self.findings.map(Mark.init)) else { return [] }
    return told(findings, at: saves == 0 ? "After checking" : "Save \(saves), checked")
  }

  /// `step 2 of 5, The hidden layer`.
  private func place(of stop: Int) -> String {
    let lesson = study.lesson
    let step = study.walk.stops[stop].step
    guard let number = lesson.namedSteps.firstIndex(of: step) else {
      return "before the first step"
    }
    return "step \(number + 1) of \(lesson.namedSteps.count), \(lesson.steps[step].title)"
  }

  /// The lines of a stop that stood nowhere in the step before.
  private func new(_ stop: Int, after old: Study) -> [StyledLine] {
    let id = study.lesson.steps[study.walk.stops[stop].step].id
    let before = Set(
      old.walk.stops.indices.filter { old.lesson.steps[old.walk.stops[$0].step].id == id }
        .flatMap { lines(of: $0, old) }.map(\.text))
    let new = lines(of: stop, study).filter { !$0.isEmpty && !before.contains($0.text) }
    return new.isEmpty ? writer.remark("Something was taken out here.") : new
  }

  private func lines(of stop: Int, _ study: Study) -> [StyledLine] {
    let writer: any LineWriter =
      speaks ? SpokenLines(study.lesson) : PageLines(style, study.lesson.style)
    // Nobody can ask for numbers here.
    let shown = Presenter(study, writer.values.withNumbers).shown(stop, of: study.walk)
    return writer.opening(shown) + shown.pieces.flatMap { writer.piece($0, of: shown) }
  }

  /// Findings that were not there before, and how many are left.
  private mutating func told(_ findings: [Finding], at moment: String) -> [StyledLine] {
    let known = Set(self.findings.map(Mark.init))
    let new = findings.filter { !known.contains(Mark($0)) }
    let isSame = new.isEmpty && findings.count == self.findings.count
    self.findings = findings
    if isSame, !findings.isEmpty { return [] }
    let counts = findings.isEmpty ? "nothing is wrong." : PreviewFindings.counts(findings) + "."
    return writer.remark("\(moment): \(counts)")
      + new.flatMap { finding in
        writer.remark(
          "\(PreviewFindings.sentence(finding)). \(finding.help ?? "")")
      }
  }

  /// What tells a finding from the others of a lesson.
  private struct Mark: Hashable {
    var kind: FindingKind
    var line: Int
    var column: Int
    var summary: String

    init(_ finding: Finding) {
      kind = finding.kind
      (line, column) = finding.location.position
      summary = finding.summary
    }
  }
}
