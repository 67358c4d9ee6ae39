import Notation
import SourceText

/// The names that statements further down in a fence define. They are asked for only where a name
/// is missing, so which they are is found then, and from few statements: those whose left side
/// begins with the same letter or word.
struct Upcoming: Sendable {
  private let file: SourceFile
  private let statements: [MathTree]
  /// The statements whose left side a name may be, by what of it is spelled there.
  private let places: [Name: [Int]]
  /// Statements that may define any name: what their left side spells depends on values.
  private let others: [Int]
  /// The statement that is being read.
  private var current = 0

  init(_ statements: [MathTree], in file: SourceFile) {
    self.file = file
    self.statements = statements
    var places: [Name: [Int]] = [:]
    var others: [Int] = []
    // Alone, a statement has none after it.
    for index in statements.indices.dropFirst() {
      let left = StatementReader.leftSide(statements[index])
      guard let node = left.nameOrQuantity else { continue }
      if let name = Self.spelled(node, in: file) {
        places[name, default: []].append(index)
      } else {
        others.append(index)
      }
    }
    self.places = places
    self.others = others
  }

  /// Those after a statement.
  func after(_ index: Int) -> Upcoming {
    var upcoming = self
    upcoming.current = index
    return upcoming
  }

  /// The first of the statements that defines a name, as far as the names of a workspace tell.
  func statement(defining name: Name, in workspace: Workspace) -> MathTree? {
    var workspace = workspace
    // A name that is missing on such a left side is not looked for in turn.
    workspace.upcoming = nil
    let reader = EquationReader(workspace, in: file)
    let candidates = (places[name.withoutArguments] ?? []) + others
    return candidates.filter { $0 > current }.sorted().lazy.map { statements[$0] }.first {
      reader.newName(StatementReader.leftSide($0)) == name
    }
  }

  /// The name that a left side spells, without arguments; nil when that takes the values of names.
  private static func spelled(_ node: MathTree, in file: SourceFile) -> Name? {
    var reader = ExpressionReader(.bare, in: file)
    guard let parts = reader.nameParts(node) else { return nil }
    var name = parts.name
    if let lower = parts.lower { name.label = lower.latex }
    return name
  }
}

extension MathTree {
  /// A name, or that of a quantity before its arguments; nothing else on a left side is defined.
  fileprivate var nameOrQuantity: MathTree? {
    if isNameLike { return self }
    guard let nodes = row, nodes.count == 2, nodes[0].isNameLike else { return nil }
    return nodes[0]
  }
}

extension Name {
  fileprivate var withoutArguments: Name {
    var bare = self
    bare.arguments = ""
    return bare
  }
}
