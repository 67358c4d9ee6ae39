package import Notation
package import SourceText

/// How the names of a workspace are typed: `W1`, `W⁽¹⁾`, `delta3`, `δ³`, `rho_hat`, `rhohat`, `ρ̂`.
package struct Spellings: Sendable {
  package private(set) var vocabulary: [String: MathTree] = [:]
  package private(set) var functions: Set<String> = []
  /// Spellings that two names would have; neither has it.
  package private(set) var clashes: [(spelling: String, names: [Name])] = []

  package init(_ workspace: Workspace) {
    var owners: [String: [Name]] = [:]
    for name in workspace.definitions.keys.sorted(by: { $0.latex < $1.latex })
    where !name.isDerivative {
      for spelling in Self.spellings(of: name) { owners[spelling, default: []].append(name) }
    }
    for (spelling, names) in owners {
      // The shortest way to write a name is its own.
      let exact =
        names.count == 1 ? names : names.filter { $0.spelled == spelling || $0.shown == spelling }
      if names.count == 1 || exact.count == 1 {
        let name = exact.first ?? names[0]
        vocabulary[spelling] = MathReader.read(name.latex)
        if workspace.isFunction(name) { functions.insert(spelling) }
      } else {
        clashes.append((spelling, names))
      }
    }
    clashes.sort { $0.spelling < $1.spelling }
  }

  /// A hint for names of the lesson that would be typed alike.
  package func findings(_ workspace: Workspace, in file: SourceFile) -> [Finding] {
    clashes.compactMap { spelling, names in
      // J(W,b) and J(W,b;x,y) are typed with what they depend on.
      if names.allSatisfy({ !$0.arguments.isEmpty }) { return nil }
      let places = names.compactMap { workspace.definitions[$0]?.location }
        .filter { $0.file.path == file.path }
      guard let last = places.max(by: { $0.startsBefore($1) }) else {
        return nil
      }
      let list = names.map(\.shown).joined(separator: " and ")
      return Finding(
        .spellingClash, .hint, at: last, "\(list) would both be typed \(spelling)",
        help: "In answers neither can be meant by it: rename one of them.")
    }
  }

  /// All spellings of a name, the usual one first.
  package static func spellings(of name: Name) -> [String] {
    var plain = name
    plain.arguments = ""
    let word = plain.spelled
    var all = [word, word.replacing("_", with: ""), plain.shown]
    if let member = name.member {
      let family = plain.family
      all += [family.shown + String(member), family.shown + String(member).raised]
      all += [family.spelled + "^" + name.memberStyle.latex(member)]
    }
    var seen: Set<String> = []
    return all.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// A typed formula as a tree.
  package func read(_ file: SourceFile) -> ReadMath {
    KeyboardReader.read(file, vocabulary: vocabulary, functions: functions)
  }
}

extension String {
  /// The digits raised: ³.
  fileprivate var raised: String {
    let digits = Array("⁰¹²³⁴⁵⁶⁷⁸⁹")
    return String(compactMap { $0.wholeNumberValue.map { digits[$0] } })
  }
}
