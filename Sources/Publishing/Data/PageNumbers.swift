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
    /// One of a value too large to be opened number by number.
    case shown(NumberID)
  }

  private let lesson: Lesson
  private let equations: [Equation]
  private let speech: SpeechWriter
  private var list: NumberList
  private var recorder: Recorder?
  private var entries: [Entry] = []
  private var places: [Int: Int] = [:]
  private var shownPlaces: [NumberID: Int] = [:]
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
    recorder = lesson.hasLongLoops ? nil : Recorder(of: lesson.workspace)
  }

  // MARK: - Places

  /// The place of a number that is shown.
  func place(of tag: NumberTag) -> Int? {
    guard case .value(let id) = tag, !lesson.hasLongLoops else { return nil }
    if let own = list.place(of: id) { return place(ofOpened: own) }
    if let known = shownPlaces[id] { return known }
    guard equations.indices.contains(id.equation) else { return nil }
    shownPlaces[id] = entries.count
    entries.append(.shown(id))
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
    var slots: [Recorded?] = []
    while openings.count < entries.count {
      switch entries[openings.count] {
      case .opened(let own):
        slots.append(recorder?.number(list.number(at: own)))
        openings.append(opening(own))
      case .shown(let id):
        slots.append(recorder?.number(id, in: equations))
        openings.append(.null)
      }
    }
    asked += slots.compactMap { $0?.step }
    var pairs: [(key: String, value: JSONValue)] = [
      ("decimals", .whole(lesson.style.decimals)), ("numbers", .list(openings)),
    ]
    program = recorder.flatMap { PageProgram($0, asked) }
    if let program {
      pairs.append(("program", program.json))
      pairs.append(
        (
          "slots",
          .list(
            slots.map { slot in
              guard let slot else { return .null }
              return slot.step.flatMap(program.place).map { .whole($0) }
                ?? .list([.number(slot.number)])
            })
        ))
      pairs.append(("claims", .list(claims.map { program.placed($0) })))
    } else {
      pairs.append(("fixed", .string(whyFixed)))
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

  /// Why no given can be changed on the page.
  private var whyFixed: String {
    let why: String
    if let recorder {
      why =
        "behind them are \(recorder.tape.steps.count) operations, more than a page should carry."
    } else {
      why = "a loop of this lesson has rounds that are not shown. They do not open here, either."
    }
    return "The numbers of this page cannot be changed: \(why) In the terminal they can: "
      + "longhand \(lesson.name), Tab to a number, o opens it and e changes it."
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
    fields += uses(own)
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
