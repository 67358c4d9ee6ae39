import Notation

extension Equation {
  /// Whether it is a derivation: lines, three or more, of which each equals the one above.
  package var isDerivation: Bool {
    kind == .claim && claims.count > 1 && names.isEmpty
      && claims.allSatisfy { $0.relation.isSymbol("=", "\\equiv") }
  }
}
