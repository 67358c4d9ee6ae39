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
    /// One that is not opened, by its step: of a value that is too large, or behind many rounds.
    case shown(Int)
  }

  /// Where a number is computed.
  private enum Slot {
    case none
    case step(Int)
    case constant(Double)

    /// Places of the memory; where they follow each other, the first and, below zero, how many come
    /// after it.
    static func written(_ slots: [Slot], _ program: PageProgram) -> JSONValue {
      var written: [JSONValue] = []
      var last: Int?
      var further = 0
      for slot in slots {
        var place: Int?
        if case .step(let step) = slot { place = program.place(step) }
        if let place, let last, place == last + further + 1 {
          further += 1
          continue
        }
        if further > 0 { written.append(.whole(-further)) }
        (last, further) = (place, 0)
        switch slot {
        case .none: written.append(.null)
        case .step: written.append(place.map { .whole($0) } ?? .null)
        case .constant(let number): written.append(.list([.number(number)]))
        }
      }
      if further > 0 { written.append(.whole(-further)) }
      return .list(written)
    }
  }

  private let lesson: Lesson
  private let equations: [Equation]
  private let speech: SpeechWriter
  private var list: NumberList
  private var recorder: Recorder?
  /// Steps of the program that are givens.
  private var inputs: Set<Int> = []
  private var entries: [Entry] = []
  private var places: [Int: Int] = [:]
  private var shownPlaces: [Int: Int] = [:]
  let nodes = NodeTable()
  let texts = TextTable()
  private var claims: [JSONValue] = []
  /// What computes the numbers, once all are known; nil where it would be too long.
  private(set) var program: PageProgram?
  /// Steps of the program that are asked for.
  private var asked: [Int] = []

  /// What can be said of every number costs as much as the way to it is long.
  init(_ lesson: Lesson, _ speech: SpeechWriter) {
    self.lesson = lesson
    self.speech = speech
    equations = lesson.equations
    list = NumberList(lesson, deepestNameless: 0)
    recorder = Recorder(of: lesson.workspace, showing: lesson.equations)
    inputs = Set(recorder?.inputs.map(\.step) ?? [])
  }

  // MARK: - Places

  /// The place of a number that is shown.
  func place(of tag: NumberTag) -> Int? {
    guard case .value(let id) = tag else { return nil }
    let step = recorder?.number(id, in: equations)?.step
    // Behind the last of many rounds are all those that nobody sees: there givens open alone, to be
    // changed.
    if !lesson.hasLongLoops || step.map(inputs.contains) ?? false,
      let own = list.place(of: id)
    {
      return place(ofOpened: own)
    }
    // What is the same number wherever it is shown is one; what nothing changes is none.
    guard let step else { return nil }
    if let known = shownPlaces[step] { return known }
    shownPlaces[step] = entries.count
    entries.append(.shown(step))
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
    asked += (left + right).compactMap(\.step)
    let places = [left, right].map { side in
      JSONValue.list(side.map { JSONValue.list(slot($0)) })
    }
    claims.append(.list([relation.json] + places))
    return claims.count - 1
  }

  private func sides(
    of claim: Equation.Claim, in equation: Equation
  ) -> ([Recorded], [Recorded])? {
    guard let left = recorder?.value(of: equation.sides[claim.left]),
      let right = recorder?.value(of: equation.sides[claim.left + 1])
    else { return nil }
    let count = max(left.elements.count, right.elements.count)
    func stretched(_ side: Matrix<Recorded>) -> [Recorded]? {
      if side.elements.count == count { return side.elements }
      return side.shape.isScalar ? Array(repeating: side.elements[0], count: count) : nil
    }
    guard let a = stretched(left), let b = stretched(right) else { return nil }
    return (a, b)
  }

  /// A number as a step of the tape, to be found in the program later, or a constant.
  private func slot(_ number: Recorded) -> [JSONValue] {
    number.step.map { [.whole($0)] } ?? [.number(number.number), .bool(true)]
  }

  // MARK: - Data

  /// Everything about the numbers, and the program that computes them; the formulas are in `nodes`.
  func finish() -> [(key: String, value: JSONValue)] {
    var openings: [JSONValue] = []
    var slots: [Slot] = []
    while openings.count < entries.count {
      switch entries[openings.count] {
      case .opened(let own):
        let number = recorder?.number(list.number(at: own))
        slots.append(number.map { $0.step.map(Slot.step) ?? .constant($0.number) } ?? .none)
        openings.append(opening(own))
      case .shown(let step):
        slots.append(.step(step))
        openings.append(.null)
      }
    }
    for case .step(let step) in slots { asked.append(step) }
    var pairs: [(key: String, value: JSONValue)] = [
      ("decimals", .whole(lesson.style.decimals)), ("numbers", Self.written(openings)),
    ]
    program = recorder.flatMap { PageProgram($0, asked) }
    if let program {
      pairs.append(("program", program.json))
      pairs.append(("slots", Slot.written(slots, program)))
      pairs.append(("claims", .list(claims.map { program.placed($0) })))
      if recorder?.fixed.isEmpty == false {
        pairs.append(("fixed", .string(whyFixed("Not every number"))))
      }
    } else {
      pairs.append(("fixed", .string(whyFixed("No number"))))
      // Nothing can be changed; what is opened still has its numbers.
      pairs.append(
        (
          "slots",
          .list(
            entries.map { entry in
              guard case .opened(let own) = entry else { return .null }
              return .list([.number(list.number(at: own).value)])
            })
        ))
    }
    return pairs + [("texts", texts.json)]
  }

  /// What opens; between, how many there are that do not.
  private static func written(_ openings: [JSONValue]) -> JSONValue {
    var written: [JSONValue] = []
    var closed = 0
    for opening in openings {
      if case .null = opening {
        closed += 1
        continue
      }
      if closed > 0 { written.append(.whole(closed)) }
      written.append(opening)
      closed = 0
    }
    return .list(written)
  }

  /// Why a given cannot be changed on the page.
  private func whyFixed(_ what: String) -> String {
    what + " can be changed on this page: what follows from some is more than a page can "
      + "carry. In the terminal they can: longhand \(lesson.name), Tab to a number, o opens "
      + "one and e changes it."
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
      shown.origin()
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
