package import SourceText

/// What commands stand for that a lesson defines itself: `\newcommand{\vect}[1]{\mathbf{#1}}`.
///
/// Macros are put in before a formula is read, so that nothing behind knows of them. What was put
/// in stands where the macro is used (`SourceFile.written`), and so do findings about it.
package struct Macros: Sendable {
  struct Macro: Sendable, Equatable {
    var arity: Int
    /// What stands for the first argument where none is given in brackets.
    var first: [UInt8]?
    var body: [UInt8]
  }

  /// A text is no longer than this after macros have been put in.
  static let longest = 200_000
  /// Macros use others inside themselves no deeper than this, and so often at most.
  static let deepest = 100
  static let most = 20_000

  private var known: [String: Macro] = [:]
  /// Those that come from a lesson which is continued: defined anew, the new ones hold.
  private var carried: Set<String> = []

  package init() {}

  subscript(name: String) -> Macro? {
    get { known[name] }
    set {
      known[name] = newValue
      carried.remove(name)
    }
  }

  /// These, and behind them those of a lesson that continues theirs.
  package func continued(by own: Macros) -> Macros {
    var both = own
    both.known.merge(known) { own, _ in own }
    both.carried = Set(known.keys).subtracting(own.known.keys)
    return both
  }

  /// Whether the lesson that is read defines it itself.
  func isOwn(_ name: String) -> Bool { known[name] != nil && !carried.contains(name) }

  var isEmpty: Bool { known.isEmpty }

  static let definers: Set<String> = [
    "newcommand", "renewcommand", "providecommand", "def", "DeclareMathOperator",
  ]

  /// A formula with its macros put in; what it defines is known from there on.
  ///
  /// - Returns: the source itself where it has none; and macros of which it is said why they are
  /// not put in.
  mutating func expanding(
    _ source: MathSource
  ) -> (source: MathSource, findings: [Finding], refused: Set<String>) {
    guard source.text.contains(UInt8(ascii: "\\")), !isEmpty || source.definesMacros else {
      return (source, [], [])
    }
    var expansion = MacroExpansion(source, self)
    expansion.run()
    self = expansion.macros
    guard expansion.isChanged else { return (source, expansion.findings, []) }
    let file = SourceFile(
      path: source.file.path, bytes: expansion.output.bytes,
      written: SourceFile.Written(file: source.file, places: expansion.output.places))
    return (MathSource(file, file.bytes.indices), expansion.findings, expansion.refused)
  }

  /// Takes the macros that a formula defines, which is read elsewhere.
  package mutating func note(_ source: MathSource) { _ = expanding(source) }

  /// The macros that a text defines; what else stands in it is a finding.
  package mutating func read(_ source: MathSource) -> [Finding] {
    var expansion = MacroExpansion(source, self)
    expansion.run()
    self = expansion.macros
    var findings = expansion.findings
    let rest = expansion.output.bytes.indices.filter {
      ![UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r")]
        .contains(expansion.output.bytes[$0])
    }
    if let first = rest.first, !findings.contains(where: { $0.severity == .error }) {
      findings.append(
        Finding(
          .macro, at: Location(source.file, expansion.output.places[first]),
          "Only definitions of macros stand here",
          help: "Write \\newcommand{\\name}[number of arguments]{what it stands for}, one a line."))
    }
    return findings
  }
}

extension MathSource {
  /// Whether a command that defines others stands in it.
  package var definesMacros: Bool {
    text.indices.contains { start in
      guard text[start] == UInt8(ascii: "\\") else { return false }
      let name = text[(start + 1)...].prefix { $0.isLetter }
      return Macros.definers.contains(String(decoding: name, as: UTF8.self))
    }
  }
}
