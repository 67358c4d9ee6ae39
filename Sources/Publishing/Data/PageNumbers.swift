import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Saying
import SourceText

/// The numbers of a page: each has a place, by which the script finds what it is made from and
/// where it is used, and computes it anew when a given is changed.
final class PageNumbers {
  private enum Entry {
    /// Of the list of those that can be opened.
    case opened(Int)
    /// One that is not opened: of a value that is too large, or behind many rounds.
    case shown(Slot)
  }

  /// Where a number is computed.
  private enum Slot: Hashable {
    case none
    case step(Int)
    case constant(Double)
    /// Nowhere on the page; by the group of givens that it is made from.
    case left(Double, Int)

    init(_ number: Recorded) {
      switch number.kind {
      case .constant: self = .constant(number.number)
      case .step(let step): self = .step(step)
      case .left(let group): self = .left(number.number, group)
      }
    }

    var step: Int? {
      if case .step(let step) = self { return step }
      return nil
    }

    func written(_ program: PageProgram) -> JSONValue {
      switch self {
      case .none: .null
      case .step(let step): program.place(step).map { .whole($0) } ?? .null
      case .constant(let number): .list([.number(number)])
      case .left(let number, let group):
        .list([.number(number), .whole(-1 - program.group(group))])
      }
    }

    /// Places of the memory; where they follow each other, the first and, below zero, how many come
    /// after it.
    static func written(_ slots: [Slot], _ program: PageProgram) -> JSONValue {
      var written: [JSONValue] = []
      var last: Int?
      var further = 0
      for slot in slots {
        let place = slot.step.flatMap { program.place($0) }
        if let place, let last, place == last + further + 1 {
          further += 1
          continue
        }
        if further > 0 { written.append(.whole(-further)) }
        (last, further) = (place, 0)
        written.append(slot.written(program))
      }
      if further > 0 { written.append(.whole(-further)) }
      return .list(written)
    }
  }

  private let lesson: Lesson
  private let equations: [Equation]
  private let speech: SpeechWriter
  private var list: NumberList
  private var recorder: Recorder
  /// Steps of the program that are givens.
  private var inputs: Set<Int> = []
  private var entries: [Entry] = []
  private var places: [Int: Int] = [:]
  private var shownPlaces: [Slot: Int] = [:]
  let nodes = NodeTable()
  let texts = TextTable()
  /// Each as its relation and its sides.
  private var claims: [(JSONValue, [[Slot]])] = []
  /// What computes the numbers, once all are known.
  private(set) var program: PageProgram?

  /// What can be said of every number costs as much as the way to it is long.
  init(_ lesson: Lesson, _ speech: SpeechWriter) {
    self.lesson = lesson
    self.speech = speech
    equations = lesson.equations
    list = NumberList(lesson, deepestNameless: 0)
    recorder = Recorder(of: lesson.workspace)
    inputs = Set(recorder.inputs.map(\.step))
  }

  // MARK: - Places

  /// The place of a number that is shown.
  func place(of tag: NumberTag) -> Int? {
    guard case .value(let id) = tag else { return nil }
    let number = recorder.number(id, in: equations)
    // Behind the last of many rounds are all those that nobody sees: there givens open alone, to be
    // changed.
    let isGiven = equations[id.equation].kind == .given
    if !lesson.hasLongLoops || isGiven || number?.step.map(inputs.contains) ?? false,
      let own = list.place(of: id)
    {
      return place(ofOpened: own)
    }
    // What is the same number wherever it is shown is one; what nothing changes is none.
    guard let number, number.kind != .constant else { return nil }
    let slot = Slot(number)
    if let known = shownPlaces[slot] { return known }
    shownPlaces[slot] = entries.count
    entries.append(.shown(slot))
    return entries.count - 1
  }

  private func place(ofOpened own: Int) -> Int {
    if let known = places[own] { return known }
    places[own] = entries.count
    entries.append(.opened(own))
    return entries.count - 1
  }

  /// A claim, to be judged again when a given is changed.
  /// - Returns: its place among the claims.
  func place(ofClaim claim: Equation.Claim, in equation: Equation) -> Int? {
    guard let (left, right) = sides(of: claim, in: equation) else { return nil }
    let relation = Relation(
      claim.relation, equation.sides[claim.left], equation.sides[claim.left + 1])
    claims.append((relation.json, judged(left.map(Slot.init), right.map(Slot.init))))
    return claims.count - 1
  }

  /// The sides of a claim, as far as a page asks for them. With a number that does not follow there
  /// it is not judged again: then it is enough to know which givens change it, and thousands of
  /// entries, and what they are made from, need not be written.
  private func judged(_ left: [Slot], _ right: [Slot]) -> [[Slot]] {
    var groups: [Int: Slot] = [:]
    for slot in left + right {
      if case .left(_, let group) = slot, groups[group] == nil { groups[group] = slot }
    }
    let known = groups.keys.reduce(into: Set<Int>()) { $0.formUnion(recorder.tape.left[$1]) }
    let others = recorder.tape.givens(behind: Set((left + right).compactMap(\.step)))
    guard !groups.isEmpty, others.isSubset(of: known) else { return [left, right] }
    return [groups.sorted { $0.key < $1.key }.map(\.value), []]
  }

  private func sides(
    of claim: Equation.Claim, in equation: Equation
  ) -> ([Recorded], [Recorded])? {
    guard let left = recorder.value(of: equation.sides[claim.left]),
      let right = recorder.value(of: equation.sides[claim.left + 1])
    else { return nil }
    let count = max(left.elements.count, right.elements.count)
    func stretched(_ side: Matrix<Recorded>) -> [Recorded]? {
      if side.elements.count == count { return side.elements }
      return side.shape.isScalar ? Array(repeating: side.elements[0], count: count) : nil
    }
    guard let a = stretched(left), let b = stretched(right) else { return nil }
    return (a, b)
  }

  // MARK: - Data

  /// What a page says of its numbers; the formulas are in `nodes`.
  struct Data {
    var page: [(key: String, value: JSONValue)]
    /// What computes them, for a file beside the page, where it is long.
    var beside: JSONValue?
  }

  /// In bytes: a longer program stands in a file of its own, so that the page is loaded fast.
  private static let mostInPage = 8_000

  /// - Parameter file: the name of the file beside the page, where one is needed; without, everything
  ///   is in the page.
  func finish(beside file: String?) -> Data {
    var openings: [JSONValue] = []
    var slots: [Slot] = []
    while openings.count < entries.count {
      switch entries[openings.count] {
      case .opened(let own):
        let number = recorder.number(list.number(at: own))
        slots.append(number.map { Slot($0) } ?? .none)
        openings.append(opening(own))
      case .shown(let slot):
        slots.append(slot)
        openings.append(.null)
      }
    }
    let asked = (slots + claims.flatMap { $0.1.joined() }).compactMap(\.step)
    let program = PageProgram(recorder, asked)
    self.program = program
    let computed: [(key: String, value: JSONValue)] = [
      ("program", program.json), ("slots", Slot.written(slots, program)),
      (
        "claims",
        .list(
          claims.map { relation, sides in
            .list([relation] + sides.map { .list($0.map { $0.written(program) }) })
          })
      ),
    ]
    let said: [(key: String, value: JSONValue)] = [
      ("decimals", .whole(lesson.style.decimals)), ("numbers", Self.written(openings)),
      ("texts", texts.json),
    ]
    let text = JSONValue.object(computed).text
    guard let file, text.utf8.count > Self.mostInPage else { return Data(page: computed + said) }
    // A page that was loaded before its course was published again would compute something else.
    let edition = String(RandomNumbers.seed(text), radix: 36)
    let beside = JSONValue.object([("edition", .string(edition))] + computed)
    let page: [(key: String, value: JSONValue)] = [
      ("beside", .list([.string(file), .string(edition)])), ("slots", values(slots, program)),
    ]
    return Data(page: page + said, beside: beside)
  }

  /// What opens has its number, and a given which one it is.
  private func values(_ slots: [Slot], _ program: PageProgram) -> JSONValue {
    Self.written(
      zip(entries, slots).map { entry, slot in
        guard case .opened(let own) = entry else { return .null }
        let number = JSONValue.number(list.number(at: own).value)
        let given = slot.step.flatMap { program.given($0) }
        return .list([number] + (given.map { [.whole($0)] } ?? []))
      })
  }

  /// What opens; between, how many there are that do not.
  private static func written(_ all: [JSONValue]) -> JSONValue {
    var written: [JSONValue] = []
    var closed = 0
    for one in all {
      if case .null = one {
        closed += 1
        continue
      }
      if closed > 0 { written.append(.whole(closed)) }
      written.append(one)
      closed = 0
    }
    return .list(written)
  }

  /// What opening a number shows: what it is called, the arithmetic with names and with numbers,
  /// where it is from, and where it is used.
  private func opening(_ own: Int) -> JSONValue {
    let shown = ShownOpening(list.number(at: own), in: lesson)
    let opening = shown.opening
    func formula(_ tree: MathTree?) -> JSONValue {
      guard let tree else { return .null }
      let math = MathMarkup(number: { [self] tag in
        guard case .part(let part) = tag else { return nil }
        return list.place(ofPart: part, of: opening, at: own).map(place(ofOpened:))
      })
      return .whole(
        nodes.place(of: .element(.mrow, [], math.row(tree.tag == nil ? tree.nodes : [tree]))))
    }
    let isLong = opening.operands.count > Self.mostOperands
    let symbols = opening.symbols == opening.title || isLong ? nil : opening.symbols
    let origin =
      shown.origin() + refusal(own)
      + (isLong
        ? " The arithmetic behind it has \(opening.operands.count) numbers: open it in the terminal."
        : "")
    var fields: [JSONValue] = [
      formula(opening.title), formula(symbols), formula(isLong ? nil : opening.numbers),
      .whole(texts.place(of: origin)),
    ]
    if !lesson.hasLongLoops { fields += uses(own) }
    return .list(fields)
  }

  /// Why a given is not changed.
  private func refusal(_ own: Int) -> String {
    guard let name = list.number(at: own).entry?.name, lesson.workspace.structural.contains(name),
      lesson.workspace.isGiven(name)
    else { return "" }
    return " " + Study.Refusal.structural(name).reason
  }

  private static let mostUses = 24
  /// Nobody reads a longer sum.
  private static let mostOperands = 24

  /// Each as the formula, the entries, and the stop where it stands.
  private func uses(_ own: Int) -> [JSONValue] {
    guard let uses = list.uses(at: own), !uses.isEmpty else { return [] }
    let shown = ShownUses(of: list.number(at: own), uses, in: list.study)
    return shown.rows.prefix(Self.mostUses).flatMap { row -> [JSONValue] in
      [
        .whole(nodes.place(of: .element(.mrow, [], MathMarkup().row(row.formula.nodes)))),
        .whole(texts.place(of: row.entries.text)), .whole(row.place.stop),
      ]
    }
  }
}

extension Relation {
  /// By a word, with the decimals of what is only said roughly.
  fileprivate var json: JSONValue {
    switch self {
    case .equal: .string("=")
    case .less: .string("<")
    case .greater: .string(">")
    case .atMost: .string("<=")
    case .atLeast: .string(">=")
    case .roughly(let decimals): decimals.map { .whole($0) } ?? .string("~")
    }
  }
}
