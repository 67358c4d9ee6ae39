import Notation
import SourceText

/// An index that is kept while a formula is read. Its first number stands in its places; who reads
/// a number there as one that goes along with the index says so. Once every place was read like
/// that, the formula holds for all numbers of the index.
struct IndexReading {
  let index: RunningIndex
  /// What is added to the letter where a number stands for it.
  private let places: [Location: Int]
  private let letters: [Location]
  private var read: Set<Location> = []
  /// Something was read that is another thing for every number.
  private var isBroken = false

  /// - Parameter keepsLabel: whether a scripted node is a name as a whole.
  /// - Returns: the formula for the first number, to be read.
  static func begin(
    _ index: RunningIndex, in tree: MathTree, _ keepsLabel: (MathTree) -> Bool
  ) -> (MathTree, IndexReading) {
    withoutActuallyEscaping(keepsLabel) { keepsLabel in
      func substitution(_ number: Int) -> IndexSubstitution {
        IndexSubstitution(
          letter: index.letter, number: number, keepsLabel: keepsLabel, places: [:])
      }
      let number = index.numbers.lowerBound
      var first = substitution(number)
      let instance = first.apply(tree) ?? tree
      var second = substitution(number + 1)
      _ = second.apply(tree)
      // i + 1 goes along with i; 3 − i and i + i do not.
      let places = first.places.filter { second.places[$0.key] == $0.value }
      return (instance, IndexReading(index: index, places: places, letters: first.letters))
    }
  }

  private init(index: RunningIndex, places: [Location: Int], letters: [Location]) {
    (self.index, self.places, self.letters) = (index, places, letters)
  }

  /// What is added to the letter at a place of it, which is read herewith.
  mutating func added(at location: Location) -> Int? {
    guard location != .nowhere, let added = places[location] else { return nil }
    read.insert(location)
    return added
  }

  mutating func giveUp() { isBroken = true }

  /// Whether the index was kept wherever it stands.
  var isComplete: Bool {
    !isBroken && letters.allSatisfy { letter in read.contains { $0.overlaps(letter) } }
  }
}

extension ExpressionReader {
  /// The index that a number stands for, and what is added to it.
  mutating func running(at location: Location) -> (index: RunningIndex, added: Int)? {
    for reading in readings.indices.reversed() {
      if let added = readings[reading].added(at: location) {
        return (readings[reading].index, added)
      }
    }
    return nil
  }

  /// Of W^{(i)} or x_i some may be names of their own, as x_2 is once it is defined: then it is
  /// another thing for every number.
  mutating func giveUpIndices(ofNamesLike name: Name) {
    if !readings.isEmpty, isOneOfMany(name) { giveUpIndices() }
  }

  /// Whether a number above or below a name may be a part of another name.
  func isOneOfMany(_ name: Name) -> Bool {
    workspace.isNumbered(name) || !workspace.labelled(name).isEmpty
      || workspace.quantities.keys.contains { !$0.label.isEmpty && $0.unlabelled == name }
  }

  /// What is read here cannot be kept with an index in it.
  mutating func giveUpIndices() {
    for reading in readings.indices { readings[reading].giveUp() }
  }
}
