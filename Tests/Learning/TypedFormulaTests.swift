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

/// What students may type where a formula or a number is asked for: right answers with typing
/// errors, names of this lesson and of others, Greek words, brackets that do not close, junk.
private struct Typist {
  var random: RandomNumbers
  /// Names and keys of a lesson in the keyboard's spelling.
  let own: [String]
  let key: String

  private static let words =
    #"""
    x y z W b f g h m W1 W2 b1 z2 a2 a3 z3 delta3 delta2 rho rho_hat rhohat sigma Omega theta lambda
    beta Delta delta KL sparse J J_sparse s u P D E R d t nabla partial pi e inf nan log exp sqrt sum
    max min norm tr det diag sin cos tanh abs sign softmax if for lambda import sign
    """#.split { $0 == " " || $0 == "\n" }.map(String.init)

  private static let signs =
    #"""
    + - * / ^ _ . .* @ .^ ' '' T ^T ^(2) ^( ^) ^-1 ^{-1} ^* _1 _12 _{12} _(1,2) _: [1,:] ( ) [ ] { } | ||
    , ; : = == := <= ~ ! & && % $ $$ # \ \\ " ` ´ ' ’ “ ” « » ? … ... → ∘ · × ÷ − – ⁻¹ ᵀ ² ³ ⁽²⁾ ₁ ₁₂ √ ∑ ∂ ∇ ∞
    ρ̂ δ Δ θ λ β μ Ω Σ σ é ü ñ ̂ \u0302 😀 漢 ​
    """#.split { $0 == " " || $0 == "\n" }.map(String.init)

  private static let pieces =
    #"""
    f(x)^( f(z2) f'(z3) f''(z) W^T (W2)^T x_1 x1 x(1) x^(1) x^(i) 2 Delta a3 Delta W1 [1,2;3,4] [[1,2],[3,4]]
    [1 2 (1,2,3) 0.5 .5 5. 1e-3 1e 1e999 -0 1/3 1/0 0x1F 1_000 99999999999999999999 x^99999 x^x^x W[1 W_99
    x_0 x_-1 W_{1 2} W_(1, norm(W1, norm(W1,F)^2 ||a3 - y||^2 |x| sum(i=1..m) sum_i prod( \frac{1}{2} \hat\rho
    \begin{bmatrix} \text{ \left( \sum_{i=1}^m "a b" 'x' x"y f( )f f() ()() ((( ))) -(-( a3-y.*f'(z3)
    hat(rho) rho_hat_j rho_hat_1 J(W,b) J(W, b; x, y) KL(rho, rho_hat) KL(rho||rho_hat)
    """#.split { $0 == "\n" }.flatMap { $0.split(separator: "  ") }.flatMap { line in
      line.split(separator: " ").map(String.init)
    } + ["2 Delta a3", "sum(i=1..m) x_i", "a b c", "f (x)", "x ^ ( 2", "W 1", "( 1 , 2"]

  private mutating func one(_ list: [String]) -> String {
    list.randomElement(using: &random) ?? ""
  }

  private mutating func token() -> String {
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: one(own)
    case 2, 3: one(Self.words)
    case 4, 5: one(Self.signs)
    case 6: one(Self.pieces)
    default: String(Int.random(in: 0...20, using: &random))
    }
  }

  private mutating func junk() -> String {
    let bytes = (0..<Int.random(in: 1...12, using: &random)).map { _ in
      UInt8.random(in: 0...255, using: &random)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A right answer, or a piece, with some characters left out, doubled, swapped or put in.
  private mutating func spoilt() -> String {
    var text = Array(one([key, one(own), one(Self.pieces)]))
    for _ in 0..<Int.random(in: 1...3, using: &random) where !text.isEmpty {
      let place = text.indices.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<5, using: &random) {
      case 0: text.remove(at: place)
      case 1: text.insert(text[place], at: place)
      case 2: text.swapAt(place, text.indices.randomElement(using: &random) ?? 0)
      case 3: text.insert(contentsOf: token(), at: place)
      default: text.removeSubrange(place...)
      }
    }
    return String(text)
  }

  /// Brackets in brackets, some of which stay open.
  private mutating func nested(_ depth: Int) -> String {
    guard depth > 0 else { return token() }
    let open = one(["(", "[", "{", "|", "f(", "sqrt(", "norm(", "-("])
    let close = one([")", "]", "}", "|", ")", ")", "", "^(", ")^T", ")'"])
    return open + nested(depth - 1) + one(["+", "*", " ", ",", ";", "^", "_", ".*"]) + token()
      + close
  }

  mutating func answer() -> String {
    switch Int.random(in: 0..<12, using: &random) {
    case 0: key
    case 1: one(own)
    case 2, 3: one(own) + one(["+", "-", "*", ".*", "/", " ", "^", "^T", ", "]) + one(own)
    case 8, 9, 10: spoilt()
    case 4: nested(Int.random(in: 1...6, using: &random))
    case 5: junk() + token() + junk()
    case 6: (0..<Int.random(in: 1...12, using: &random)).map { _ in token() }.joined()
    default:
      (0..<Int.random(in: 1...12, using: &random)).map { _ in token() }.joined(separator: " ")
    }
  }
}

/// Whatever is typed, it is marked or refused in words; nothing traps.
///
/// Some thousands in every run; `LONGHAND_FUZZ=100000 bin/test --filter Typed` for
/// many. A trap ends the process before a test can say anything: the file `longhand-typed-formula`
/// in the folder for temporary files has the last seed, and `LONGHAND_SEED=17` runs that one.
@Suite(.serialized) struct `Typed formulas` {
  private static let inputs =
    ProcessInfo.processInfo.environment["LONGHAND_FUZZ"].flatMap(Int.init) ?? 1500

  /// Seeds to run: one that is asked for, or so many.
  private static let seeds: Range<UInt64> = {
    let asked = ProcessInfo.processInfo.environment["LONGHAND_SEED"].flatMap(UInt64.init)
    return asked.map { $0..<$0 + 1 } ?? 0..<UInt64(inputs)
  }()

  /// What a crash leaves behind: the process is gone before a test could say anything.
  private static func note(_ seed: UInt64, _ question: String, _ answer: String) {
    let text = "seed \(seed), \(question): \(answer.debugDescription)\n"
    let folder = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    _ = FileManager.default.createFile(
      atPath: folder + "/longhand-typed-formula", contents: Data(text.utf8))
  }

  private struct Asked {
    var lesson: Lesson
    var check: Check
    var judge: Judge
    var own: [String]
    var key: String
  }

  /// Every question of the lessons for which a formula or a number is typed.
  private static func questions() throws -> [Asked] {
    let questions = try Repository.lessonPaths.flatMap { path -> [Asked] in
      let lesson = try Repository.lesson(path)
      let checks = lesson.steps.flatMap(\.checks)
      return checks.compactMap { check in
        switch check.kind {
        case .value, .formula: break
        case .shape, .choice, .order, .slip, .derive: return nil
        }
        let writer = KeyboardWriter(Spellings(check.workspace))
        let formulas = (checks.map(\.tree) + lesson.equations.flatMap(\.sides).map(\.tree))
          .compactMap { writer.text($0) }
        let names = check.workspace.values.keys.compactMap {
          writer.text(MathReader.read($0.latex))
        }
        return Asked(
          lesson: lesson, check: check, judge: Judge(check, in: lesson),
          own: (formulas + names).sorted(),
          key: writer.text(check.tree) ?? "")
      }
    }
    // What is asked for as a number is seldom read as a formula.
    let formulas = questions.filter { $0.check.kindName == "formula" }
    return questions + formulas + formulas
  }

  @Test func `whatever is typed as an answer is marked or refused in words`() throws {
    let questions = try Self.questions()
    #expect(questions.count > 10)
    var count = (right: 0, wrong: 0, refused: 0)
    for seed in Self.seeds {
      // Every question in turn.
      let asked = questions[Int(seed % UInt64(questions.count))]
      var typist = Typist(random: RandomNumbers(seed: seed), own: asked.own, key: asked.key)
      let answer = typist.answer()
      Self.note(seed, "\(asked.lesson.name)/\(asked.check.id)", answer)
      do {
        let judgement = try asked.judge.judge(answer)
        if judgement.isRight { count.right += 1 } else { count.wrong += 1 }
      } catch {
        count.refused += 1
        #expect(error.reason.contains { $0.isLetter }, "seed \(seed): \(answer)")
      }
    }
    print("typed answers: seeds \(Self.seeds), \(count)")
    if Self.seeds.count >= 1000 {
      #expect(count.right > 0 && count.wrong > 50 && count.refused > 50, "\(count)")
    }
  }

  @Test func `whatever stands in a file of answers is marked or refused in words`() throws {
    let questions = try Self.questions()
    let lessons = try Repository.lessonPaths.map { try Repository.lesson($0) }
    for seed in Self.seeds where seed % 20 == 0 || Self.seeds.count == 1 {
      let asked = questions[Int(seed / 20 % UInt64(questions.count))]
      var typist = Typist(random: RandomNumbers(seed: ~seed), own: asked.own, key: asked.key)
      let id = "\(asked.lesson.name)/\(asked.check.id)"
      let lines = (0..<3).map { _ in "\(id): \(typist.answer())" } + [typist.answer()]
      Self.note(seed, "answers", lines.joined(separator: "\n"))
      let sheet = AnswerSheet(SourceFile(path: "answers", text: lines.joined(separator: "\n")))
      for mark in sheet.marks(in: lessons) {
        #expect(!mark.text.isEmpty, "seed \(seed): \(mark.entry.answer)")
      }
    }
  }

  /// Found by hand; each of them trapped.
  @Test(arguments: ["f(x)^(", "2 Delta a3", "Delta a3", "a3 delta", "f'(z3)^(", "norm(W1)^("])
  func `what has trapped before`(answer: String) throws {
    for asked in try Self.questions() {
      Self.note(0, "\(asked.lesson.name)/\(asked.check.id)", answer)
      _ = try? asked.judge.judge(answer)
    }
  }
}
