import Matrices

/// One of the worlds that are run side by side: a draw of a lesson in which one law of calculation
/// does not hold, or one mistake is made.
struct World {
  /// A law that does not hold, and how much it is broken: broken too much, a share becomes more than
  /// all, and its logarithm has no value.
  struct Broken {
    var law: Law
    var strength: Double
  }

  /// By its place in the lesson's draws.
  var draw = 0
  var broken: Broken?
  var mistake: Mistake?
}

/// What belongs to some of the worlds that are run side by side: to each of them a lane.
struct LanesOf<Item> {
  var item: Item
  var lanes: Worlds.Mask
}

extension [LanesOf<Mistake>] {
  /// The mistakes of worlds, each with the lanes of all worlds in which it is made.
  init(of worlds: [World]) {
    self = []
    for (lane, world) in worlds.enumerated() {
      guard let mistake = world.mistake else { continue }
      if let known = firstIndex(where: { $0.item == mistake }) {
        self[known].lanes[lane] = true
      } else {
        append(LanesOf(item: mistake, lanes: .only(lane)))
      }
    }
  }
}

extension Worlds.Mask {
  static let none = Self(repeating: false)
  static let all = Self(repeating: true)

  static func only(_ lane: Int) -> Self {
    var mask = none
    mask[lane] = true
    return mask
  }

  static func first(_ count: Int) -> Self {
    var mask = none
    for lane in 0..<count { mask[lane] = true }
    return mask
  }

  var isEmpty: Bool { self == .none }

  /// The lanes that are in it, by their numbers.
  var numbers: [Int] { (0..<DualLanes.count).filter { self[$0] } }
}
