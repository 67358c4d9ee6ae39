import Matrices
import Notation
import SourceText

extension EquationReader {
  /// `\rho_l = \frac1n \sum_i H_{li}` where l = 2 has been given: one number, where its author may
  /// have meant one of every l. Where l is no index on the right, as in `n_l = 3`, it is a part of
  /// the name, and where something is said of l behind the formula it is the number.
  mutating func hintAtGivenIndices(_ statement: Statement, _ equation: Equation) {
    guard equation.kind == .definition, statement.ranges.isEmpty, !isTrial else { return }
    let heads = statement.sides.prefix(equation.names.count)
    let reader = reader()
    let used = statement.sides.dropFirst(equation.names.count).flatMap {
      anyLetters($0) { reader.isWholeName($0) }
    }
    var seen: Set<String> = []
    for side in heads where side.isLeftName {
      for index in anyLetters(side, { _ in false }) where workspace.isNumber(Name(index.letter)) {
        let places = used.filter { $0.letter == index.letter }
        guard !places.isEmpty, seen.insert(index.letter).inserted else { continue }
        report(given: index, used: places, side, equation.location)
      }
    }
  }

  /// `Q_{sa} = \sum_t P^{(a)}_{st} V_t`: the numbers of a member one by one give a matrix no columns,
  /// since with the first one it is there.
  mutating func reportsMemberAsIndex(_ left: MathTree, _ letter: String) -> Bool {
    guard let scripts = left.scripts, scripts.upper == nil, let lower = scripts.lower,
      lower.indexParts(splitsDigits: false).count == 2, lower.mentionsFree(letter),
      let name = reader().bareName(scripts.base), workspace.isFree(name),
      !workspace.isSequence(name)
    else { return false }
    let shown = Name(letter).shown
    let rest = lower.indexParts(splitsDigits: false).filter { !$0.mentionsFree(letter) }
    let index = rest.first.map { "_{\($0.latex)}" } ?? ""
    report(
      .doesNotRun, at: left.location,
      "\(shown) numbers members on the right, and is an index of \(left.oneLine()) on the left",
      help: "Make it a member here, too: \(name.latex)^{(\(letter))}\(index) = …; or put what it "
        + "numbers on the right into one matrix.")
    markBroken(name, at: left.location)
    return true
  }

  private mutating func report(
    given index: FreeLetter, used places: [FreeLetter], _ side: MathTree, _ whole: Location
  ) {
    let name = Name(index.letter)
    guard let known = workspace.definitions[name], let value = workspace.values[name] else {
      return
    }
    let number = NumberStyle().text(value.elements[0])
    var fixes: [Finding.Fix] = []
    if let free = freeLetter(beside: side) {
      let all = ([index] + places).map(\.location)
      fixes.append(.init(whole, renaming(all, to: free, in: whole), "one for every \(free)"))
    }
    fixes.append(
      .init(
        index.location, "{\\text{\(index.location.text)}}",
        "only that of \(name.shown) = \(number), with \(name.shown) as a part of the name"))
    findings.append(
      Finding(
        .givenIndex, .hint, at: side.location,
        "\(name.shown) is \(number) here, so this is \(side.oneLine()) for that one "
          + "\(name.shown), and not for every \(name.shown)",
        help: "For every one take a letter that has no value.",
        notes: [.init(known.location, "\(name.shown) has its value from here")], fixes: fixes))
  }

  /// Every letter in the place of an index, whether it has a value or not.
  private func anyLetters(_ tree: MathTree, _ isName: (MathTree) -> Bool) -> [FreeLetter] {
    tree.withoutRanges.statement.freeLetters(in: .bare, isName)
  }

  /// A letter that indices are written with, and that has no meaning here.
  private func freeLetter(beside side: MathTree) -> String? {
    let written = Set(reading?.tree.all { $0.letter != nil }.compactMap(\.letter) ?? [])
    return ["k", "j", "i", "l", "r", "s", "t", "q"].first {
      !written.contains($0) && workspace.definitions[Name($0)] == nil
    }
  }

  /// The text of a statement with another letter at some places.
  private func renaming(_ places: [Location], to letter: String, in whole: Location) -> String {
    var text = ""
    var end = whole.start
    for place in places.sorted(by: { $0.startsBefore($1) }) {
      text += end.gap(to: place).text + letter
      end = place.end
    }
    return text + end.gap(to: whole.end).text
  }
}
