import Kernels
import Lessons
import Reasons
import SourceText
import TestMaterial
import TestSupport
import Testing

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Fourteen derivations with the rules that their author names for each step, and 65 wrong lines
/// with what was done wrong (`Derivations/README.md`).
struct DerivationTests {
  static let derivations: [DerivationMaterial.Derivation] = {
    guard let data = try? Repository.data("Tests/Reasons/Derivations/derivations.json"),
      let material = try? JSONDecoder().decode(DerivationMaterial.self, from: data)
    else { return [] }
    return material.derivations
  }()

  static func lesson(_ derivation: DerivationMaterial.Derivation, chain: [String]) -> Lesson {
    LessonReader(.none).lesson(.derivation(derivation.givens, chain))
  }

  /// Rules that are one for who compares: written out and recognised, split and factored.
  private static let families: [String: String] = [
    "fold": "definition", "substitute": "definition", "d-constant": "d-sum", "d-linear": "delta",
    "collapse": "delta", "d-quadratic": "d-product", "factor": "distribute",
    "fraction": "cancel", "product-as-sum": "product", "recognise-product": "product",
    "trace-as-sum": "product", "diag-as-hadamard": "product", "transpose-product": "transpose",
    "sum-factor": "sum-split", "sum-constant": "sum-split",
  ]

  /// A formula in which ∂ passes to the end needs the rules of sums on the way.
  private static func family(_ rules: some Sequence<String>, besides others: some Sequence<String>)
    -> Set<String>
  {
    let all = Set(rules.map { families[$0] ?? $0 })
    let isWhole = all.union(others.map { families[$0] ?? $0 }).contains("delta")
    return isWhole ? all.subtracting(["d-sum", "d-factor", "d-swap"]) : all
  }

  @Test func rulesAreThoseThatTheAuthorNames() throws {
    var (steps, exact, covered) = (0, 0, 0)
    for derivation in Self.derivations {
      let lesson = Self.lesson(derivation, chain: derivation.lines.map(\.latex))
      let chain = try #require(lesson.equations.last)
      try #require(chain.sides.count == derivation.lines.count, "\(derivation.id)")
      let reasons = chain.reasons(in: lesson.workspace)
      #expect(reasons.count == chain.claims.count, "\(derivation.id)")
      for (index, reason) in reasons {
        let named = derivation.lines[index + 1].reason
        let ids = reason.rules.map(\.id)
        let (label, found) = (Self.family(named, besides: ids), Self.family(ids, besides: named))
        steps += 1
        if label == found { exact += 1 }
        if label.isSubset(of: found) { covered += 1 }
        #expect(!ids.isEmpty, "\(derivation.id), line \(index + 2)")
        if label != found { print("\(derivation.id), line \(index + 2): \(named), found \(ids)") }
      }
    }
    print("reasons: \(steps) steps, \(exact) with the same rules, \(covered) with all of them")
    #expect(steps == 69)
    #expect(Double(exact) >= 0.95 * Double(steps))
    #expect(covered == steps)
  }

  /// What names are called says nothing of a step.
  @Test func rulesStayTheSameWhenNamesChange() throws {
    for derivation in Self.derivations {
      let texts = derivation.givens + derivation.lines.map(\.latex)
      let letters = Set(texts.flatMap(\.loneLetters)).subtracting("edTEO").sorted()
      let free = "ABCDGHKLMNPQRSUVWXYZabcghjkmnpqrstuvwxyz".filter { !texts.joined().contains($0) }
      let renamed = Dictionary(
        uniqueKeysWithValues: zip(letters, letters.dropFirst() + letters.prefix(1)))
      // Those of functions and indices are exchanged with others, too; one gets a new letter.
      var names = renamed
      if let first = letters.first, let new = free.first { names[first] = new }
      func rename(_ text: String) -> String { text.replacingLoneLetters { names[$0] ?? $0 } }
      let own = Self.lesson(derivation, chain: derivation.lines.map(\.latex))
      var other = derivation
      other.givens = derivation.givens.map(rename)
      let lesson = Self.lesson(other, chain: derivation.lines.map { rename($0.latex) })
      let chain = try #require(lesson.equations.last)
      #expect(chain.sides.count == derivation.lines.count, "\(other.givens)")
      let found = chain.reasons(in: lesson.workspace).map { Set($0.reason.rules.map(\.id)) }
      let before = try #require(own.equations.last).reasons(in: own.workspace)
        .map { Set($0.reason.rules.map(\.id)) }
      #expect(found == before, "\(derivation.id)")
    }
  }

  @Test func wrongLinesAreNamed() throws {
    var (lines, named, unread) = (0, 0, 0)
    for derivation in Self.derivations {
      let right = Self.lesson(derivation, chain: derivation.lines.map(\.latex))
      let chain = try #require(right.equations.last)
      for wrong in derivation.wrong {
        lines += 1
        let written = derivation.lines[...wrong.after].map(\.latex) + [wrong.latex]
        let lesson = Self.lesson(derivation, chain: written)
        // Shapes or ranges that do not fit are said where the line is read.
        guard let own = lesson.equations.last, own.sides.count == written.count else {
          unread += 1
          continue
        }
        let laws = Reasons.wrongLaws(
          from: own.sides[wrong.after].kernel, to: own.sides[wrong.after + 1].kernel,
          insteadOf: chain.sides[wrong.after + 1].kernel,
          DrawnLesson(lesson.workspace, at: own.sides[0].moment)
        ).map(\.id)
        if laws.prefix(2).contains(wrong.buggy) {
          named += 1
        } else {
          print("\(derivation.id), line \(written.count): \(wrong.buggy), found \(laws)")
        }
        #expect(
          laws.count != 1 || laws == [wrong.buggy],
          "\(derivation.id), line \(written.count): \(laws) for \(wrong.buggy)")
      }
    }
    print("wrong lines: \(lines), \(named) named, \(unread) that cannot be calculated")
    #expect(lines == 65)
    #expect(Double(named) >= 0.9 * Double(lines))
  }
}

extension String {
  /// The letters that stand alone in LaTeX: not in commands, and not in words in braces behind one.
  fileprivate var loneLetters: [Character] {
    var letters: [Character] = []
    _ = replacingLoneLetters { letter in
      letters.append(letter)
      return letter
    }
    return letters
  }

  fileprivate func replacingLoneLetters(_ replaced: (Character) -> Character) -> String {
    var result = ""
    var rest = self[...]
    while let next = rest.first {
      guard next == "\\" else {
        result.append(next.isASCII && next.isLetter ? replaced(next) : next)
        rest.removeFirst()
        continue
      }
      let name = rest.dropFirst().prefix { $0.isASCII && $0.isLetter }
      result += "\\" + name
      rest = rest.dropFirst(1 + name.count)
      if ["begin", "end", "text", "operatorname", "mathrm"].contains(String(name)),
        let end = rest.firstIndex(of: "}")
      {
        result += rest[...end]
        rest = rest[rest.index(after: end)...]
      } else if name.isEmpty, let sign = rest.first {
        result.append(sign)
        rest.removeFirst()
      }
    }
    return result
  }
}
