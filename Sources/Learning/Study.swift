package import Kernels
package import Lessons
package import Matrices
package import Notation
package import Questions
import SourceText

/// A student at work on a lesson: the walk, the givens that were changed, the numbers that are
/// opened. Both the full screen and line mode are readers of one of these.
package struct Study: Sendable {
  /// The walk through the lesson with the givens as they are now.
  package private(set) var walk: Walk
  /// The lesson as its author gave it.
  package private(set) var original: Lesson
  /// Its equations with the author's givens, while some are changed.
  package private(set) var before: [Equation]?
  /// Why equations have no value, or none that is finite, by their place.
  package private(set) var breakdowns: [Int: String] = [:]
  private var replay: Replay
  /// What was changed, after each change.
  private var edits: [Givens] = [[:]]
  private var current = 0

  /// Tries at the lesson's questions, by their id.
  package internal(set) var attempts: [String: Attempt] = [:]

  package typealias Givens = [Name: Matrix<Double>]

  package init(_ lesson: Lesson) {
    original = lesson
    walk = Walk(lesson)
    replay = Replay(of: lesson.workspace)
    findBreakdowns(of: equations)
  }

  package var lesson: Lesson { walk.lesson }
  package var givens: Givens { edits[current] }
  package var equations: [Equation] { lesson.equations }

  /// A move along the way.
  package mutating func move(_ move: (inout Walk) -> Bool) -> Bool { move(&walk) }

  package mutating func go(to place: Walk.Place) { walk.go(to: place) }

  /// The same place in another reading of the file, with the changes that still mean something.
  package mutating func reload(_ lesson: Lesson) {
    let place = Progress(JournalEvent(walk)).place(in: Walk(lesson))
    let kept = givens.filter { name, value in
      lesson.workspace.definitions[name]?.shape == value.shape
    }
    self = Study(lesson)
    restore(kept)
    walk.go(to: place)
  }

  /// The same lesson read again with what training has found: all that was answered stays answered.
  package mutating func take(_ lesson: Lesson) {
    let known = attempts
    reload(lesson)
    attempts = known
  }

  // MARK: - What if

  /// Why a given cannot be changed so.
  package enum Refusal: Error, Equatable {
    case noEntry(Name)
    case noValue(Name)
    case computed(Name)
    /// It decides what was read.
    case structural(Name)
    case shape(Name, Shape, not: Shape)
    case notFinite
    case nothingToUndo, nothingToRedo
    case nothingChanged
  }

  /// What a change led to.
  package struct Consequences: Equatable, Sendable {
    /// Equations of which a value is another one now, and entries of them.
    package var equations = 0
    package var entries = 0
    /// Claims that held and do not, and the other way round.
    package var broken: [Claim] = []
    package var mended: [Claim] = []
    /// Why the first of the equations that had a value has none.
    package var breakdown: String?

    package struct Claim: Equatable, Sendable {
      /// On one line.
      package var statement: String
      /// The title of the step in which it stands.
      package var step: String?
    }
  }

  /// Gives one entry of a given another value.
  package mutating func give(
    _ name: Name, row: Int, column: Int, _ value: Double
  ) throws(Refusal) -> Consequences {
    guard var matrix = given(name), row < matrix.shape.rows, column < matrix.shape.columns else {
      throw .noEntry(name)
    }
    matrix.elements[row * matrix.shape.columns + column] = value
    return try give(name, matrix)
  }

  /// The value that a given has now: changed, or the author's. An update may have followed it.
  package func given(_ name: Name) -> Matrix<Double>? {
    givens[name] ?? original.workspace.given(name)
  }

  /// Gives a name of the lesson's givens another value of the same shape.
  package mutating func give(
    _ name: Name, _ value: Matrix<Double>
  ) throws(Refusal) -> Consequences {
    if let refusal = refusal(name, value) { throw refusal }
    var givens = givens
    givens[name] = value
    edits = Array(edits[...current]) + [givens]
    current += 1
    return apply()
  }

  private func refusal(_ name: Name, _ value: Matrix<Double>) -> Refusal? {
    let workspace = original.workspace
    guard let definition = workspace.definitions[name], workspace.values[name] != nil else {
      return .noValue(name)
    }
    guard workspace.isGiven(name) else {
      return .computed(name)
    }
    guard !workspace.structural.contains(name) else {
      return .structural(name)
    }
    guard value.shape == definition.shape else {
      return .shape(name, definition.shape, not: value.shape)
    }
    guard value.elements.allSatisfy(\.isFinite) else {
      return .notFinite
    }
    return nil
  }

  /// Takes the last change back.
  package mutating func undo() throws(Refusal) -> Consequences {
    guard current > 0 else { throw .nothingToUndo }
    current -= 1
    return apply()
  }

  /// Makes a change again that was taken back.
  package mutating func redo() throws(Refusal) -> Consequences {
    guard current + 1 < edits.count else {
      throw .nothingToRedo
    }
    current += 1
    return apply()
  }

  /// All givens as the author gave them; this, too, can be undone.
  package mutating func giveBack() throws(Refusal) -> Consequences {
    guard !givens.isEmpty else { throw .nothingChanged }
    edits = Array(edits[...current]) + [[:]]
    current += 1
    return apply()
  }

  /// Changes that were kept from another day; those that no longer fit are left out.
  package mutating func restore(_ givens: Givens) {
    let fitting = givens.filter { refusal($0.key, $0.value) == nil }
    guard !fitting.isEmpty else { return }
    edits = [[:], fitting]
    current = 1
    _ = apply()
  }

  private mutating func apply() -> Consequences {
    let old = equations
    let lesson = givens.isEmpty ? original : original.giving(givens)
    walk = walk.moved(to: lesson)
    before = givens.isEmpty ? nil : original.equations
    replay = Replay(of: original.workspace, giving: givens)
    let new = equations
    findBreakdowns(of: new)
    var outcome = Consequences()
    outcome.breakdown =
      breakdowns.filter { old[$0.key].hasValue }.min { $0.key < $1.key }?.value
    for (old, new) in zip(old, new) {
      let changed = zip(old.sides, new.sides).map { old, new in
        zip(old.value.elements, new.value.elements).count { $0 != $1 }
      }
      let entries = changed.first ?? 0
      if new.kind != .given, changed.contains(where: { $0 > 0 }) {
        outcome.equations += 1
        outcome.entries += entries
      }
      for (old, claim) in zip(old.claims, new.claims) {
        guard old.holds != claim.holds else { continue }
        let statement = Consequences.Claim(
          statement: new.statement(of: claim), step: title(of: new))
        if claim.holds {
          outcome.mended.append(statement)
        } else {
          outcome.broken.append(statement)
        }
      }
    }
    return outcome
  }

  private mutating func findBreakdowns(of equations: [Equation]) {
    breakdowns = [:]
    for (index, equation) in equations.enumerated() where !equation.hasValue {
      breakdowns[index] = equation.breakdown(in: &replay)
    }
  }

  /// The title of the step in which an equation stands.
  private func title(of equation: Equation) -> String? {
    let step = lesson.steps.first { step in
      step.equations.contains { $0.location == equation.location }
    }
    return step.flatMap { $0.title.isEmpty ? nil : $0.title }
  }

  // MARK: - Numbers

  /// A number that is shown.
  package mutating func number(_ id: NumberID) -> OpenNumber? {
    let equations = equations
    guard equations.indices.contains(id.equation),
      equations[id.equation].sides.indices.contains(id.side)
    else { return nil }
    let equation = equations[id.equation]
    let side = equation.sides[id.side]
    // What an equation gives to its name is an entry of the name.
    let name = equation.kind == .draw ? equation.names[id.side] : equation.names.first
    if id.terms.isEmpty, id.node == side.kernel.nodes.count - 1, id.entry < side.value.shape.count,
      id.side == 0 || equation.kind == .draw, let name,
      let moment = replay.start(of: name, after: side.moment)
    {
      let (row, column) = id.entry.quotientAndRemainder(dividingBy: side.value.shape.columns)
      return OpenNumber(name, side.value, row: row, column: column, at: moment, in: replay)
    }
    // What is opened in it runs at this moment, too: the way there is gone once.
    replay.look(at: side.moment) { _ in }
    return OpenNumber(side, id, in: replay)
  }

  /// A number of a picture, as it is at the place of the picture.
  package func number(
    _ kernel: Kernel, row: Int, column: Int, in picture: Lesson.Picture
  ) -> OpenNumber {
    OpenNumber(
      kernel, row: row, column: column, at: picture.moment, in: Replay(of: picture.workspace))
  }

  /// The values that names have before the equation at a place is done; behind the last one at the
  /// end.
  ///
  /// - Returns: the values, and those that the lesson's own givens lead to.
  package mutating func values(
    before place: Int
  ) -> (now: [Name: Matrix<Double>], inLesson: [Name: Matrix<Double>]) {
    let next = equations[min(place, equations.count)...].lazy.compactMap(\.sides.first?.moment)
    let moment = next.first ?? replay.last
    let now = replay.look(at: moment) { $0.values }
    guard !givens.isEmpty else { return (now, now) }
    var other = Replay(of: original.workspace)
    return (now, other.look(at: moment) { $0.values })
  }

  /// What cannot be opened, and why.
  package struct Unopenable: Error {
    package var reason: String

    package init(reason: String) { self.reason = reason }
  }

  /// A number that is typed: `delta3_2`, or any formula of one number.
  package func number(typed text: String) throws(Unopenable) -> OpenNumber {
    let file = SourceFile(path: "what you typed", bytes: Array(text.utf8))
    let read = Spellings(lesson.workspace).read(file)
    guard let tree = read.lines.first, read.findings.isEmpty else {
      throw Unopenable(
        reason: read.findings.first.map { "\($0.summary). \($0.help ?? "")" }
          ?? "Name a number, such as z2_1 or W1_12.")
    }
    let found = EquationReader.kernel(of: tree, in: file, lesson.workspace)
    guard let kernel = found.kernel else {
      throw Unopenable(
        reason: found.findings.first.map { "\($0.summary). \($0.help ?? "")" }
          ?? "\(text) cannot be computed.")
    }
    guard kernel.shape.isScalar else {
      throw Unopenable(
        reason: "\(tree.oneLine()) is \(kernel.shape). Name one of its entries, such as "
          + "\(text)_\(kernel.shape.columns == 1 ? "1" : "12").")
    }
    return OpenNumber(kernel, in: replay)
  }

  package func shape(_ id: NumberID) -> Shape? {
    let equations = equations
    guard equations.indices.contains(id.equation),
      equations[id.equation].sides.indices.contains(id.side)
    else { return nil }
    return OpenNumber(equations[id.equation].sides[id.side], id.whole, in: replay)?.shape
  }

  /// Everything further down in the lesson that is made from the number; nil for what has no name.
  package mutating func uses(of number: OpenNumber) -> [Use]? {
    guard let entry = number.entry else { return nil }
    return replay.uses(
      of: entry.name, row: entry.row, column: entry.column, from: entry.moment, in: equations)
  }
}

extension Equation {
  /// Whether every side has a value that is finite.
  fileprivate var hasValue: Bool { sides.allSatisfy { $0.value.isFinite } }

  fileprivate func statement(of claim: Claim) -> String {
    [sides[claim.left].tree, claim.relation, sides[claim.left + 1].tree].map { $0.oneLine() }
      .joined(separator: " ")
  }
}
