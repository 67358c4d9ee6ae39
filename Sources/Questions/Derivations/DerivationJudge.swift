import Kernels
import Matrices
import Notation
import Reasons
import SourceText

/// Reads the lines of a student's derivation, and says of each whether it follows and why.
struct DerivationJudge {
  let author: AuthorDerivation
  private let workspace: Workspace
  private let reader: AnswerReader

  init(_ author: AuthorDerivation, by judge: Judge) {
    self.author = author
    workspace = judge.check.workspace.before(author.equation)
    reader = judge.reader
  }

  enum Outcome {
    case follows(OwnDerivation.Line)
    case isWrong(ShownLine, WrongLine)
    /// It is of another shape than the line above.
    case misfits(ShownLine, Shape, wanted: Shape)
  }

  // MARK: - Reading

  /// Lines that are typed at once: between semicolons, or on lines of LaTeX.
  static func lines(of text: String) -> [String] {
    var depth = 0
    return text.replacing(#"\\"#, with: ";").split { character in
      if "({[".contains(character) { depth += 1 }
      if ")}]".contains(character) { depth -= 1 }
      return (character == ";" || character.isNewline) && depth == 0
    }.map(String.init)
  }

  /// The formula of a line: `= a`, `&= a`, and `u = a` where u is the line above.
  private func formula(
    _ text: String, after lines: [MathTree], isLaTeX: Bool? = nil
  ) throws(TypedNumbers.Unreadable) -> (tree: MathTree, file: SourceFile) {
    let typed = try reader.tree(text.filter { $0 != "&" }, isLaTeX: isLaTeX)
    let sides = typed.tree.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol("=") }
      .map { MathTree.row(Array($0), typed.tree.location) }
    guard sides.count > 1 else { return typed }
    let above = [author.first, lines[lines.count - 1]]
    guard sides.count == 2, sides[0].isEmpty || above.contains(sides[0]), !sides[1].isEmpty else {
      throw TypedNumbers.Unreadable(
        reason: "Type one line at a time: what stands behind its =, and follows from line "
          + "\(lines.count).")
    }
    return (sides[1], typed.file)
  }

  private typealias Reading = (
    tree: MathTree, file: SourceFile, equation: Equation, findings: [Finding]
  )

  /// A line as it is typed; in braces it may be LaTeX without any command, such as z_i^{(3)}.
  private func read(
    _ text: String, after own: OwnDerivation
  ) throws(TypedNumbers.Unreadable) -> Reading {
    do {
      return try read(text, after: own, isLaTeX: nil)
    } catch {
      guard text.contains("{"), !text.contains("\\"),
        let reading = try? read(text, after: own, isLaTeX: true)
      else { throw error }
      return reading
    }
  }

  private func read(
    _ text: String, after own: OwnDerivation, isLaTeX: Bool?
  ) throws(TypedNumbers.Unreadable) -> Reading {
    let above = [author.first] + own.lines.suffix(1).map(\.tree)
    let (tree, file) = try formula(text, after: above, isLaTeX: isLaTeX)
    let (equation, findings) = EquationReader.derivation(above, goingOn: tree, in: file, workspace)
    guard let equation else {
      throw findings.first.map { reader.unreadable($0, file) }
        ?? TypedNumbers.Unreadable(reason: "This cannot be computed.")
    }
    return (tree, file, equation, findings)
  }

  // MARK: - Judging

  func outcome(
    _ text: String, after own: OwnDerivation
  ) throws(TypedNumbers.Unreadable) -> Outcome {
    let (tree, file, equation, findings) = try read(text, after: own)
    let side = equation.sides[equation.sides.count - 1]
    let before = equation.sides[equation.sides.count - 2]
    var shown = ShownLine(
      number: own.next, tree: tree.withoutNeedlessParentheses, why: "", holds: false)
    guard side.value.shape == before.value.shape else {
      return .misfits(shown, side.value.shape, wanted: before.value.shape)
    }
    guard side.value.elements.allSatisfy(\.isFinite) else {
      throw findings.first.map { reader.unreadable($0, file) }
        ?? TypedNumbers.Unreadable(reason: "This has no finite value here.")
    }
    guard Reasons.isShort(before.kernel, side.kernel) else {
      throw TypedNumbers.Unreadable(reason: "This line is too long to be followed.")
    }
    let kernels = author.kernels + [before.kernel, side.kernel]
    let lesson = DrawnLesson(workspace, at: author.moment, where: kernels)
    let holdsHere = equation.claims.last?.holds ?? false
    if holdsHere, let name = foreign(side.tree, own) {
      return .isWrong(shown, WrongLine(steps: [], foreign: name))
    }
    guard holdsHere, let reason = Reasons.reason(from: before.kernel, to: side.kernel, lesson)
    else {
      var wrong = wrongLine(equation, own, lesson)
      if let place = Reasons.difference(between: before.kernel, and: side.kernel, lesson)?.after,
        let part = tree.part(place), part != tree
      {
        shown.mark = place.whole
        wrong.part = part.withoutNeedlessParentheses
      }
      return .isWrong(shown, wrong)
    }
    shown.holds = true
    return .follows(
      OwnDerivation.Line(
        text: text, tree: tree, side: side, reason: reason,
        place: place(side.kernel, after: own, from: before.kernel, lesson)))
  }

  /// A number of things that stands in no line of the lesson: where it is as large as another one,
  /// its value says nothing.
  private func foreign(_ tree: MathTree, _ own: OwnDerivation) -> Name? {
    let counts = workspace.structural.filter { workspace.values[$0]?.shape.isScalar == true }
    func holds(_ tree: MathTree, _ name: MathTree) -> Bool { tree.first { $0 == name } != nil }
    return counts.sorted { $0.latex < $1.latex }.first { name in
      let written = MathReader.read(name.latex)
      guard holds(tree, written) else { return false }
      let known = author.trees + own.lines.map(\.tree)
      if known.contains(where: { holds($0, written) }) { return false }
      // What a name stands for may be written out.
      let names = author.kernels.reduce(into: Set<Name>()) { $0.formUnion($1.names) }
      return !workspace.closure(of: names).contains { inner in
        workspace.formulas[inner].map { holds($0.tree, written) } ?? false
      }
    }
  }

  // MARK: - Its place

  private func place(
    _ line: Kernel, after own: OwnDerivation, from before: Kernel, _ lesson: DrawnLesson
  ) -> OwnDerivation.Place {
    let kernels = author.kernels
    let earlier = [kernels[0]] + own.lines.map(\.side.kernel)
    // The line above said in another order is where one is, and no way back.
    if let back = earlier.dropLast().firstIndex(where: { Reasons.isSame(line, $0, lesson) }) {
      return .back(to: back + 1)
    }
    if let same = kernels.indices.last(where: { Reasons.isSame(line, kernels[$0], lesson) }) {
      return .line(same + 1)
    }
    let last = kernels[kernels.count - 1]
    let needed = rules(from: before, to: last, lesson)
    let left = rules(from: line, to: last, lesson)
    guard left.count < needed.count else { return .otherWay }
    let next = nextLine(from: line, reached: own.reached, lesson)
    return .between(next, next + 1)
  }

  private func rules(from line: Kernel, to other: Kernel, _ lesson: DrawnLesson) -> [Rule] {
    Reasons.reason(from: line, to: other, lesson)?.rules ?? []
  }

  /// The place in the author's lines of the one to which the fewest rules are left.
  private func nextLine(from line: Kernel, reached: Int, _ lesson: DrawnLesson) -> Int {
    let kernels = author.kernels
    let later = (reached + 1)..<kernels.count
    let counts = later.map { (place: $0, count: rules(from: line, to: kernels[$0], lesson).count) }
    let fewest = counts.map(\.count).min()
    return counts.last { $0.count == fewest }?.place ?? kernels.count - 1
  }

  /// Whether nothing is left to be done behind a line.
  func isDone(_ line: OwnDerivation.Line) -> Bool {
    line.place == .line(author.trees.count) || author.derives && !line.side.kernel.hasDerivative
  }

  // MARK: - What went wrong

  private func wrongLine(
    _ equation: Equation, _ own: OwnDerivation, _ lesson: DrawnLesson
  ) -> WrongLine {
    let count = equation.sides.count
    let (before, side) = (equation.sides[count - 2], equation.sides[count - 1])
    let next = min(own.reached + 1, author.kernels.count - 1)
    let steps = Reasons.wrongSteps(
      from: before.kernel, to: side.kernel, insteadOf: author.kernels[next], lesson)
    var wrong = WrongLine(
      steps: steps.prefix(2).map(\.law), entry: entry(equation, before.value, side.value))
    if steps.isEmpty {
      let later = author.range.lowerBound + next
      wrong.slip =
        Slips(
          of: author.kernels[next], author.equation.sides[later].tree, in: workspace
        ).slip(equalTo: side.kernel)?.fact
    }
    if steps.isEmpty, wrong.slip == nil {
      wrong.factor = Reasons.factor(from: before.kernel, to: side.kernel, lesson)
    }
    return wrong
  }

  /// The first entry in which two lines differ.
  private func entry(
    _ equation: Equation, _ above: Matrix<Double>, _ here: Matrix<Double>
  ) -> WrongLine.Entry? {
    let size = max(above.largest, here.largest)
    let first = above.elements.indices.first { index in
      (above.elements[index] - here.elements[index]).magnitude > 1e-9 * size
    }
    guard let first else { return nil }
    let (row, column) = first.quotientAndRemainder(dividingBy: above.shape.columns)
    let numbers = equation.free.count == 1 ? [max(row, column)] : [row, column]
    let indices = zip(equation.free, numbers).map { index, number in
      (letter: index.letter, number: index.numbers.lowerBound + number)
    }
    return WrongLine.Entry(
      indices: equation.free.count <= 2 ? indices : [], above: above.elements[first],
      here: here.elements[first])
  }

  // MARK: - What comes next

  /// What comes next: the rules, where they are used, and the author's line that says so.
  func next(after own: OwnDerivation) -> (reason: Reason?, tree: MathTree, place: Int) {
    if let line = unwrittenLine(below: own.lines.last?.tree ?? author.first) {
      return (line.reason, line.tree, author.trees.count - 1)
    }
    let standing = own.lines.last?.side.kernel ?? author.kernels[0]
    let kernels = author.kernels
    let lesson = DrawnLesson(workspace, at: author.moment, where: kernels + [standing])
    let place =
      own.lines.isEmpty || Reasons.isSame(standing, kernels[own.reached], lesson)
      ? own.reached + 1 : nextLine(from: standing, reached: own.reached, lesson)
    let next = min(place, kernels.count - 1)
    return (
      Reasons.reason(from: standing, to: kernels[next], lesson), author.trees[next], next
    )
  }

  /// One line on the way where the lesson says only where it ends.
  private func unwrittenLine(below tree: MathTree) -> DerivationWriter.Line? {
    guard author.trees.count == 2, author.derives,
      let written = try? DerivationWriter(workspace).lines(below: tree, in: tree.location.file),
      written.isDone
    else { return nil }
    return written.lines.first
  }
}

extension Judge {
  /// The rules by which the next line of a derivation follows.
  func rulesDue(after own: OwnDerivation) -> [Rule] {
    guard let author = check.derivation else { return [] }
    return DerivationJudge(author, by: self).next(after: own).reason?.rules ?? []
  }
}
