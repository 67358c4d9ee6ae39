import Notation

/// What a formula that has to be a whole number is there for.
enum WholeNumberRole {
  case index(MathTree)
  /// The number in `W^{(2)}`.
  case member(of: MathTree)
  /// The bounds of a sum over a letter, or of a loop.
  case first(of: String?)
  case last(of: String?)
  /// Of a shape that is stated.
  case size

  var isIndex: Bool {
    switch self {
    case .index: true
    case .member, .first, .last, .size: false
    }
  }

  /// At the beginning of a sentence.
  var text: String {
    switch self {
    case .index(let tree): "The index \(tree.oneLine())"
    case .member(let node): "The number in \(node.oneLine())"
    case .first(let letter): "The first number of \(letter ?? "the loop")"
    case .last(let letter): "The last number of \(letter ?? "the loop")"
    case .size: "This size"
    }
  }
}
