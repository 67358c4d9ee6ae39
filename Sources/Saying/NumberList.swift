package import Kernels
package import Learning
package import Lessons
import Matrices
package import Notation

/// Gives every number of a lesson that can be opened its place in one list. The same entry of the
/// same name at the same time is one number, wherever it is shown.
package struct NumberList {
  /// A number without a name, in the arithmetic of one that is shown, can be opened so far down;
  /// there are more of them than of all others together. Names are followed down to the givens.
  private let deepestNameless: Int

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

  package private(set) var study: Study
  private var places: [Identity: Int] = [:]
  private var waiting: [(number: OpenNumber, depth: Int)] = []

  package init(_ lesson: Lesson, deepestNameless: Int = 1) {
    study = Study(lesson)
    self.deepestNameless = deepestNameless
  }

  /// How many numbers have a place.
  package var count: Int { waiting.count }

  package func number(at place: Int) -> OpenNumber { waiting[place].number }

  /// Everything further down in the lesson that is made from the number at a place.
  package mutating func uses(at place: Int) -> [Use]? { study.uses(of: waiting[place].number) }

  /// The place of a number that is shown; nil for one that is not opened.
  package mutating func place(of id: NumberID) -> Int? {
    if let known = places[.shown(id)] { return known }
    guard let number = study.number(id) else { return nil }
    let place = place(of: number, .shown(id), depth: 0)
    places[.shown(id)] = place
    return place
  }

  /// The place of a number in the arithmetic of another one.
  package mutating func place(ofPart part: Int, of opening: Opening, at place: Int) -> Int? {
    self.place(
      of: opening.operands[part], .operand(of: place, part), depth: waiting[place].depth + 1)
  }

  /// - Parameter depth: how many numbers without a name lie between it and one that is shown.
  private mutating func place(of number: OpenNumber, _ otherwise: Identity, depth: Int) -> Int? {
    let entry = number.entry.map {
      Identity.entry(
        $0.name, row: $0.row, column: $0.column, moment: $0.moment, value: number.value.bitPattern)
    }
    if let known = places[entry ?? otherwise] { return known }
    guard number.shape.count <= Self.mostEntries, entry != nil || depth <= deepestNameless
    else { return nil }
    places[entry ?? otherwise] = waiting.count
    waiting.append((number, entry == nil ? depth : 0))
    return waiting.count - 1
  }
}
