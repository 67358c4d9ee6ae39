package import Kernels
package import Matrices
package import Questions
package import SourceText

/// A lesson, read and run: steps of prose and live equations, and everything found wrong with it.
package struct Lesson: Sendable {
  /// What stands at one place of a step.
  package enum Part: Sendable {
    case prose(Block)
    /// The equations of one fence.
    case live([Equation])
    case check(Check)
    case picture(Picture)
    /// One of the lesson's plans, by its place among them.
    case training(Int)

    package var check: Check? { if case .check(let check) = self { check } else { nil } }
  }

  /// A heading and what follows it up to the next. The first step may have no heading: it is what
  /// stands before any.
  package struct Step: Sendable {
    /// The anchor that GitHub gives the heading.
    package var id: String
    package var heading: [Inline]
    package var parts: [Part]
    /// The line of the file that it begins in, from 0.
    package var line: Int

    package init(id: String, heading: [Inline], parts: [Part], line: Int = 0) {
      self.line = line
      self.id = id
      self.heading = heading
      self.parts = parts
    }

    package var title: String { heading.plainText }

    package var equations: [Equation] {
      parts.flatMap { part -> [Equation] in
        if case .live(let equations) = part { return equations }
        return []
      }
    }

    package var pictures: [Picture] {
      parts.compactMap { part in
        if case .picture(let picture) = part { return picture }
        return nil
      }
    }

    package var checks: [Check] {
      parts.compactMap { part in
        if case .check(let check) = part { return check }
        return nil
      }
    }
  }

  /// The steps that have a heading, which are the ones that are counted.
  package var namedSteps: [Int] { steps.indices.filter { !steps[$0].heading.isEmpty } }

  /// Whether there is nothing to see in it: a title at most.
  package var isEmpty: Bool {
    steps.allSatisfy { step in
      step.heading.isEmpty
        && step.parts.allSatisfy { part in
          switch part {
          case .live(let equations): equations.isEmpty
          case .prose(let block): block.isBlank
          case .check, .picture, .training: false
          }
        }
    }
  }

  /// The file name without number and extension.
  package var name: String
  package var title: String
  package var file: SourceFile
  /// The lesson whose names and values it starts with, as its front matter names it.
  package var continues: String?
  package var style: NumberStyle
  package var steps: [Step]
  /// The names and values it starts with, from a lesson that it continues.
  package var start: Workspace
  /// The names and values it ends with.
  package var workspace: Workspace
  package var findings: [Finding]
  /// The version of the notation it was written for.
  package var notation = NotationVersion.newest
  /// What its `train` fences ask for.
  package var plans: [TrainingPlan] = []
  /// What its `data` fences give names.
  package var shownData: [Name: Matrix<Double>] = [:]

  /// Whether rounds of a loop are left out because there are so many.
  package var hasLongLoops: Bool {
    steps.contains { $0.equations.contains { !$0.leftOut.isEmpty } }
  }
}

extension Lesson {
  /// What is read otherwise than when it was written: in its formulas and in the keys of its
  /// questions.
  func notationFindings() -> [Finding] {
    guard notation < .newest else { return [] }
    let statements =
      equations.map { NotationChange.Statement($0, in: workspace) }
      + steps.flatMap(\.checks).compactMap { check in
        check.formulaKey.map { .init($0.tree, $0.kernel, in: check.workspace) }
      }
    return statements.flatMap { NotationChange.findings(in: $0, writtenFor: notation) }
  }
}
