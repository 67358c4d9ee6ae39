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

/// The numbers of a lesson that can be opened, as JSON.
struct NumberBook {
  private var list: NumberList
  private let isOpen: Bool
  private var reports: [NumberReport] = []

  init(_ lesson: Lesson, isOpen: Bool) {
    list = NumberList(lesson)
    self.isOpen = isOpen
  }

  // MARK: - Formulas

  /// The LaTeX of a formula, its numbers tagged.
  mutating func tagged(_ tree: MathTree, marked: Location? = nil) -> String {
    guard isOpen else { return tree.latex }
    let numbered = tagging(tree) { book, tag in
      guard case .value(let id) = tag else { return nil }
      return book.list.place(of: id)
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

  /// All numbers that were named, with those in their arithmetic, down to the givens.
  mutating func finish() -> [NumberReport] {
    while reports.count < list.count { reports.append(report(reports.count)) }
    return reports
  }

  private mutating func report(_ place: Int) -> NumberReport {
    let shown = ShownOpening(list.number(at: place), in: list.study.lesson)
    let opening = shown.opening
    func formula(_ tree: MathTree?) -> String? {
      tree.map { tree in
        tagging(tree) { book, tag in
          guard case .part(let index) = tag else { return nil }
          return book.list.place(ofPart: index, of: opening, at: place)
        }.latex
      }
    }
    let (symbols, arithmetic) = (formula(opening.symbols), formula(opening.numbers))
    return NumberReport(
      title: opening.title.latex, value: opening.value, origin: shown.source.word,
      told: shown.origin(), symbols: symbols, arithmetic: arithmetic,
      uses: list.uses(at: place)?.map { use in
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
