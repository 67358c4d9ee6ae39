package import Questions
import SourceText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The slips by which an answer was made, as the journal keeps them: as JSON, which is read only
/// when somebody asks.
package struct KeptSlips: Hashable, Sendable {
  let text: String

  package static let none = KeptSlips([])

  init(text: String) { self.text = text }

  package init(_ made: [Marking.Made]) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes = made.isEmpty ? nil : try? encoder.encode(made)
    text = bytes.map { String(decoding: $0, as: UTF8.self).escapingHiddenAsJSON } ?? ""
  }

  /// None for what a newer version of the program has written.
  package var made: [Marking.Made] {
    guard !text.isEmpty else { return [] }
    return (try? JSONDecoder().decode([Marking.Made].self, from: Data(text.utf8))) ?? []
  }
}

/// A slip that was made in a formula of a lesson, and comes back in practice until it is mended:
/// first to be found where somebody else makes it, then as an entry in which it would show most.
package struct Mistake: Sendable, Equatable {
  /// What is to come.
  package enum Stage: String, Sendable {
    /// The slip is to be found.
    case find
    /// An entry is to be worked out.
    case make
    /// Nothing more.
    case mended
  }

  /// What the formula is of, as LaTeX.
  package var formula: String
  package var slip: KeptSlips
  package var stage: Stage

  func isOf(_ other: Mistake) -> Bool { formula == other.formula && slip == other.slip }
}

/// A rule of calculation that went wrong in a derivation, and comes back in practice with another
/// one that needs it.
package struct MissedRule: Sendable, Equatable {
  /// As tools know it.
  package var rule: String
  package var lesson: String
  /// The derivation, by the id of the item that asks for its rest.
  package var item: String

  package init(rule: String, lesson: String, item: String) {
    (self.rule, self.lesson, self.item) = (rule, lesson, item)
  }
}
