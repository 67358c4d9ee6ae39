/// A piece of Python that has a value.
struct NumPyText {
  /// How tightly a text holds together: what is looser than its place stands in parentheses.
  enum Tightness: Int { case sum, product, sign, power, atom }

  var text: String
  var tightness: Tightness
  /// The text of its square, where that is no square of this text.
  var square: String?

  init(_ text: String, _ tightness: Tightness = .atom, square: String? = nil) {
    self.text = text
    self.tightness = tightness
    self.square = square
  }

  func inside(_ place: Tightness) -> String {
    tightness.rawValue < place.rawValue ? "(\(text))" : text
  }
}
