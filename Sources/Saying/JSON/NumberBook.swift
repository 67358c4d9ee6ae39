import Kernels
import Learning
import Lessons
import Matrices
import Notation
import SourceText

/// A number that can be opened, as JSON. Formulas name the numbers in them as `\number{ID}{…}`.
struct NumberReport: Encodable, Sendable {
  struct Use: Encodable, Sendable {
    /// The place of the equation in the lesson, and which of its sides, from 0.
    var equation: Int
    var side: Int
    /// How many of the side's entries are made from the number.
    var entries: Int
    var of: Int
  }

  /// What it is called.
  var title: String
  var value: Double
  /// computed, given, drawn, constant, derivative or withoutParts.
  var origin: String
  /// In words, where it is from.
  var told: String
  /// The arithmetic behind it, with names and with numbers.
  var symbols: String?
  var arithmetic: String?
  /// Nil for what has no name.
  var uses: [Use]?
}

/// Gives every number of a lesson that can be opened its place in one list. The same entry of the
/// same name at the same time is one number, wherever it is shown.
struct NumberBook {
  /// A number without a name, in the arithmetic of one that is shown, can be opened so far down;
  /// there are more of them than of all others together. Names are followed down to the givens.
  private static let deepestNameless = 1

  /// Numbers of larger values are not opened: a layer of a thousand weights would be followed
  /// weight by weight.
  private static let mostEntries = 100

  private enum Identity: Hashable {
    /// What follows another input has the same name at the same time, and another value.
    case entry(Name, row: Int, column: Int, moment: Int, value: UInt64)
    case shown(NumberID)
    /// A number without a name in the arithmetic of another, by its place there.
    case operand(of: Int, Int)
  }

  private var study: Study
  private let isOpen: Bool
  private var places: [Identity: Int] = [:]
  private var waiting: [(number: OpenNumber, depth: Int)] = []
  private var reports: [NumberReport] = []

  init(_ lesson: Lesson, isOpen: Bool) {
    study = Study(lesson)
    self.isOpen = isOpen
  }

  // MARK: - Formulas

  /// The LaTeX of a formula, its numbers tagged.
  mutating func tagged(_ tree: MathTree, marked: Location? = nil) -> String {
    guard isOpen else { return tree.latex }
    let numbered = tagging(tree) { book, tag in
      guard case .value(let id) = tag else { return nil }
      return book.place(of: id)
    }
    guard let marked, let part = numbered.part(marked) else { return numbered.latex }
    return numbered.replacing([marked: Self.written("\\marked{\(part.latex)}")]).latex
  }

  private mutating func tagging(
    _ tree: MathTree, _ place: (inout NumberBook, NumberTag) -> Int?
  ) -> MathTree {
    if let tag = tree.tag, let place = place(&self, tag) {
      return Self.written("\\number{\(place)}{\(tree.latex)}", tree.location)
    }
    return tree.mappingChildren { tagging($0, place) }
  }

  private static func written(_ latex: String, _ location: Location = .nowhere) -> MathTree {
    MathTree(.unknown(latex), location)
  }

  // MARK: - Numbers

  private mutating func place(of id: NumberID) -> Int? {
    if let known = places[.shown(id)] { return known }
    guard let number = study.number(id) else { return nil }
    let place = place(of: number, .shown(id), depth: 0)
    places[.shown(id)] = place
    return place
  }

  /// - Parameter depth: how many numbers without a name lie between it and one that is shown.
  private mutating func place(of number: OpenNumber, _ otherwise: Identity, depth: Int) -> Int? {
    let entry = number.entry.map {
      Identity.entry(
        $0.name, row: $0.row, column: $0.column, moment: $0.moment, value: number.value.bitPattern)
    }
    if let known = places[entry ?? otherwise] { return known }
    guard number.shape.count <= Self.mostEntries,
      entry != nil || depth <= Self.deepestNameless
    else { return nil }
    places[entry ?? otherwise] = waiting.count
    waiting.append((number, entry == nil ? depth : 0))
    return waiting.count - 1
  }

  /// All numbers that were named, with those in their arithmetic, down to the givens.
  mutating func finish() -> [NumberReport] {
    while reports.count < waiting.count { reports.append(report(reports.count)) }
    return reports
  }

  private mutating func report(_ place: Int) -> NumberReport {
    let (number, depth) = waiting[place]
    let shown = ShownOpening(number, in: study.lesson)
    let opening = shown.opening
    func formula(_ tree: MathTree?) -> String? {
      tree.map { tree in
        tagging(tree) { book, tag in
          guard case .part(let index) = tag else { return nil }
          return book.place(
            of: opening.operands[index], .operand(of: place, index), depth: depth + 1)
        }.latex
      }
    }
    let (symbols, arithmetic) = (formula(opening.symbols), formula(opening.numbers))
    return NumberReport(
      title: opening.title.latex, value: opening.value, origin: shown.source.word,
      told: shown.origin(), symbols: symbols, arithmetic: arithmetic,
      uses: study.uses(of: number)?.map { use in
        NumberReport.Use(
          equation: use.equation, side: use.side, entries: use.count, of: use.shape.count)
      })
  }
}

extension ShownOpening.Source {
  fileprivate var word: String {
    switch self {
    case .computed: "computed"
    case .given: "given"
    case .drawn: "drawn"
    case .withoutParts: "withoutParts"
    case .constant: "constant"
    case .derivative: "derivative"
    }
  }
}
