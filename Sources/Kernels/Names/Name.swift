package import Notation
import Synchronization

/// The name of a value: a letter or word with what belongs to it. `W^{(1)}`, `\hat{\rho}`, `W^*`
/// and `J_{\text{sparse}}` are names; the index of `x_1` is not part of one unless the lesson
/// defines it so.
///
/// Names are compared, copied and looked up everywhere: of all that are alike the parts are kept
/// once, and a name is the place where.
package struct Name: Sendable {
  private struct Parts: Hashable, Codable {
    var base: String
    var accents: [MathTree.Accent] = []
    var isStarred = false
    var label = ""
    var raised = ""
    var member: Int?
    var memberStyle = MemberStyle.parentheses
    var arguments = ""

    /// Letter, subscript and layer tell nearly all names apart; hashing all of a name costs more
    /// than it saves, and without the subscript a chain of x₁, x₂, … meets in one place.
    func hash(into hasher: inout Hasher) {
      hasher.combine(base)
      hasher.combine(label)
      hasher.combine(member)
    }
  }

  private struct Entry {
    var parts: Parts
    var latex: String
  }

  /// Never given back: a lesson has hundreds of names, and not millions.
  private nonisolated(unsafe) var place: UnsafePointer<Entry>

  private static let kept = Mutex<[Parts: Place]>([:])

  private struct Place: @unchecked Sendable {
    var entry: UnsafePointer<Entry>
  }

  private init(_ parts: Parts) {
    place =
      Self.kept.withLock { kept in
        if let known = kept[parts] { return known }
        let new = UnsafeMutablePointer<Entry>.allocate(capacity: 1)
        new.initialize(to: Entry(parts: parts, latex: Self.latex(parts)))
        let place = Place(entry: UnsafePointer(new))
        kept[parts] = place
        return place
      }.entry
  }

  private var parts: Parts {
    get { place.pointee.parts }
    set { self = Name(newValue) }
  }

  package init(_ base: String) { self.init(Parts(base: base)) }

  /// The letter or word in LaTeX's spelling: `W`, `\rho`, `\text{KL}`.
  package var base: String {
    get { place.pointee.parts.base }
    set { parts.base = newValue }
  }

  package var accents: [MathTree.Accent] {
    get { place.pointee.parts.accents }
    set { parts.accents = newValue }
  }

  package var isStarred: Bool {
    get { place.pointee.parts.isStarred }
    set { parts.isStarred = newValue }
  }

  /// A subscript that belongs to the name, as LaTeX; empty when there is none.
  package var label: String {
    get { place.pointee.parts.label }
    set { parts.label = newValue }
  }

  /// What stands above it and belongs to the name, as LaTeX: `F` in `\mu^F`, a prime; empty when
  /// there is nothing.
  package var raised: String {
    get { place.pointee.parts.raised }
    set { parts.raised = newValue }
  }

  /// The number in `W^{(1)}`, `W^{[1]}` and `W^1`.
  package var member: Int? {
    get { place.pointee.parts.member }
    set { parts.member = newValue }
  }

  /// Members that are numbered otherwise are a family of their own.
  package var memberStyle: MemberStyle {
    get { place.pointee.parts.memberStyle }
    set { parts.memberStyle = newValue }
  }

  /// What a quantity is written with, as LaTeX without spaces: `W,b;x,y` in `J(W,b;x,y)`.
  package var arguments: String {
    get { place.pointee.parts.arguments }
    set { parts.arguments = newValue }
  }

  /// How the number of a member is set.
  package enum MemberStyle: Hashable, Codable, Sendable {
    case parentheses, brackets, bare

    func latex(_ number: Int) -> String {
      switch self {
      case .parentheses: "(\(number))"
      case .brackets: "[\(number)]"
      case .bare: "\(number)"
      }
    }
  }

  /// The name as LaTeX, in one canonical form.
  package var latex: String { place.pointee.latex }

  private static func latex(_ name: Parts) -> String {
    if name.base == nabla { return "\\nabla_{\(name.label)} \(name.arguments)" }
    var written = name.accents.reduce(name.base) { "\\\($1.rawValue){\($0)}" }
    if !name.label.isEmpty { written += "_{\(name.label)}" }
    if !name.raised.isEmpty { written += "^{\(name.raised)}" }
    if let member = name.member { written += "^{\(name.memberStyle.latex(member))}" }
    if name.isStarred { written += "^*" }
    return name.arguments.isEmpty ? written : written + "(\(name.arguments))"
  }

  private static let nabla = "\\nabla"

  /// The derivative of a quantity by a name: what the lesson's own formula for it defines.
  static func derivative(of quantity: Name, by variable: Name) -> Name {
    var name = Name(nabla)
    name.label = variable.latex
    name.arguments = quantity.latex
    return name
  }

  package var isDerivative: Bool { base == Self.nabla }

  /// The name without its member: the family of `W^{(1)}` is `W`.
  var family: Name {
    var whole = self
    whole.member = nil
    return whole
  }

  /// The name without its one prime and its label; nil for one without.
  var unprimed: Name? {
    guard raised == "\\prime" else { return nil }
    var plain = self
    (plain.raised, plain.label) = ("", "")
    return plain
  }

  /// A member of the family.
  func numbered(_ member: Int) -> Name {
    var one = self
    one.member = member
    return one
  }

  /// The name without what belongs to it as a subscript: that of `x_1` is `x`.
  var unlabelled: Name {
    var bare = self
    bare.label = ""
    return bare
  }

  /// The name for messages: `W⁽¹⁾`.
  package var shown: String { MathReader.read(latex).oneLine() }
}

extension Name: Hashable {
  package static func == (a: Name, b: Name) -> Bool { a.place == b.place }
  package func hash(into hasher: inout Hasher) { hasher.combine(place) }

  /// Fibonacci hashing of the place (Knuth, volume 3, 6.4): nobody who writes a lesson chooses where
  /// a name is kept, so that the protection of `Hasher` is only paid for.
  package func _rawHashValue(seed: Int) -> Int {
    let product = (UInt(bitPattern: place) ^ UInt(bitPattern: seed)) &* 0x9E37_79B9_7F4A_7C15
    return Int(bitPattern: product ^ product >> 32)
  }
}

/// For tests and debuggers.
extension Name: CustomStringConvertible {
  package var description: String { latex }
}

extension Name: Codable {
  package init(from decoder: any Decoder) throws { self.init(try Parts(from: decoder)) }
  package func encode(to encoder: any Encoder) throws { try parts.encode(to: encoder) }
}
