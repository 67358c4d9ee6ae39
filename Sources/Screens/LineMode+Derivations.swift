import Learning
import Saying
import Typesetting

extension LineMode {
  static let noDerivation = "No line of a derivation is here."

  /// Something about the line of a derivation that was shown last.
  mutating func aboutLine(
    _ tell: (any LineWriter, Shown.DerivationLine) -> [StyledLine]
  ) -> [StyledLine] {
    guard let shown = current(), shown.isDerivation else { return remark(Self.noDerivation) }
    let revealed = study.walk.place.revealed
    guard revealed > 0 else {
      return remark("The first line is where it begins: next shows what follows from it.")
    }
    return tell(writer, shown.derivation[revealed - 1])
  }
}
