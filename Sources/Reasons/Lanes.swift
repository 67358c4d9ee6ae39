import Matrices

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

extension Worlds.Lanes {
  /// The lanes whose number may be a number of things.
  var areCounts: Worlds.Mask { (self .> 1) .& (self .== rounded(.toNearestOrEven)) }
}

extension Matrix<DualLanes> {
  /// Whether it moves along with what is varied, in one of some lanes.
  func varies(in lanes: Worlds.Mask = .all) -> Bool {
    elements.contains { !(($0.slopes .!= 0) .& lanes).isEmpty }
  }

  /// The lanes in which it moves along with what is varied.
  var moving: Worlds.Mask { elements.reduce(.none) { $0 .| ($1.slopes .!= 0) } }

  /// The lanes in which it has a value and slopes.
  var areFinite: Worlds.Mask {
    elements.reduce(.all) { $0 .& $1.values.areFinite .& $1.slopes.areFinite }
  }

  /// Values and slopes by numbers of their own.
  func scaled(_ value: Worlds.Lanes, slope: Worlds.Lanes) -> Matrix {
    map { DualLanes($0.values * value, slopes: $0.slopes * slope) }
  }

  func withSlopes(times factor: Worlds.Lanes) -> Matrix { scaled(.one, slope: factor) }

  func withSlopes(times factor: Double) -> Matrix {
    withSlopes(times: Worlds.Lanes(repeating: factor))
  }

  /// As another one of the same shape in some lanes.
  func replacing(with other: Matrix, where lanes: Worlds.Mask) -> Matrix {
    combined(with: other) { $0.replacing(with: $1, where: lanes) }
  }
}
