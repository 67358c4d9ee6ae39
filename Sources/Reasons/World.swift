import Matrices

/// One of the worlds that are run side by side: a draw of a lesson in which one law of calculation
/// does not hold, or one mistake is made.
struct World {
  /// A law that does not hold, and how much it is broken: broken too much, a share becomes more
  /// than all, and its logarithm has no value.
  struct Broken {
    var law: Law
    var strength: Double
  }

  /// By its place in the lesson's draws.
  var draw = 0
  var broken: Broken?
  var mistake: Mistake?
}
