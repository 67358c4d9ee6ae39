import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

private func loop(_ count: Int, _ statements: [String]) -> String {
  "\\text{for } k = 1, \\ldots, \(count): "
    + statements.map { "\\\\ \\quad \($0)" }.joined()
}

struct Loops {
  /// What a round does is done again unread, and most of forty at once; written out, every statement
  /// is read.
  @Test(
    arguments: [
      // Gradient descent by a derivative, and two that use each other's old value.
      ("x = 3 \\\\ J = x^2 + x", [#"x := x - 0.1 \nabla_x J"#]),
      ("a = 1 \\\\ b = 2", ["a := b", "b := a + b"]),
      // The second goes on from the first.
      ("a = 1", ["a := a + 1", "a := \\frac{a}{2}"]),
      // By way of laws, one of them made from the other.
      (
        "u = 0.3 \\\\ f(z) = \\frac{1}{1 + e^{-z}} \\\\ v = f(u) \\\\ w = v^2 - u",
        ["u := u - 0.1 (w - 0.2)"]
      ),
      (
        "a = \\begin{bmatrix} 1 \\\\ 2 \\end{bmatrix} \\\\ B = a a^T",
        [#"a_i := a_i - 0.1 \sum_j B_{ij}"#]
      ),
      // The first round makes c a value that no law gives any more.
      ("a = 1 \\\\ c = 2 a", ["c := c + a"]),
      // A bound that grows: the sum is another one in every round.
      ("n = 1 \\\\ s = 0", [#"n := n + 1"#, #"s := s + \sum_{i=1}^{n} i"#]),
      // An index that moves on.
      (
        "X = \\begin{bmatrix} 1 & 2 & 3 & 4 & 5 & 6 \\end{bmatrix} \\\\ n = 1 \\\\ t = 0",
        ["n := n + 1", "t := t + X_{1,n}"]
      ),
    ], [5, 40])
  func `do the same as their rounds written one by one`(
    one: (givens: String, statements: [String]), rounds: Int
  ) throws {
    let (givens, statements) = one
    // Another index for every round is there for five only.
    if rounds > 5, givens.contains("X = ") { return }
    let looped = EquationReader.lesson(givens + " \\\\ " + loop(rounds, statements))
    try #require(looped.findings.filter { $0.severity == .error }.isEmpty, "\(looped.findings)")
    var written = EquationReader.lesson(givens)
    let file = SourceFile(path: "round", text: statements.joined(separator: " \\\\ "))
    for _ in 0..<rounds {
      let lines = MathReader.read(MathSource(file, file.bytes.indices), for: .live).lines
      _ = EquationReader.read(lines, in: file, &written.workspace)
    }
    var (own, other) = (looped.workspace, written.workspace)
    own.refresh()
    other.refresh()
    #expect(own.values.count == other.values.count)
    for (name, value) in own.values {
      let wanted = try #require(other.values[name])
      #expect(value.isClose(to: wanted, tolerance: rounds > 5 ? 1e-11 : 0), "\(name.latex)")
    }
    var replay = Replay(of: own)
    let again = replay.end()
    for (name, value) in own.values { #expect(again.values[name] == value, "\(name.latex)") }
  }

  /// A what-if comes to what the lesson would with that given, round by round or most of them at once.
  @Test(arguments: [5, 40])
  func `follow another given as if it had been written`(rounds: Int) throws {
    let body = loop(rounds, [#"u := u - 0.1 (w - 0.2)"#, #"k := \frac{k + u}{2}"#])
    func text(_ start: String) -> String {
      #"u = \#(start) \\ k = 0 \\ f(z) = \frac{1}{1 + e^{-z}} \\ v = f(u) \\ w = v^2 - u \\ "#
        + body
    }
    let first = EquationReader.lesson(text("0.3")).workspace
    var written = EquationReader.lesson(text("-0.8")).workspace
    written.refresh()
    var replay = Replay(of: first, giving: [Name("u"): Matrix(-0.8)])
    let changed = replay.end()
    for (name, value) in written.values {
      let own = try #require(changed.values[name])
      #expect(own == value, "\(name.latex)")
    }
    // Moments in the middle, one after the other and back.
    var again = Replay(of: first)
    let last = again.last
    let middle = again.workspace(at: last - 3).values[Name("u")]
    let end = again.workspace(at: last).values[Name("u")]
    #expect(end == first.values[Name("u")])
    #expect(again.workspace(at: last - 3).values[Name("u")] == middle)
    #expect(middle != end)
  }

  @Test func `of NumPy's gradient descent come the same numbers`() {
    // x -= 0.1 * (2 * x + 1), a hundred times, from 3.
    var x = 3.0
    for _ in 0..<100 { x -= 0.1 * (2 * x + 1) }
    let values = EquationReader.lesson(
      "x = 3 \\\\ J = x^2 + x \\\\ " + loop(100, [#"x := x - 0.1 \nabla_x J"#])
    )
    .workspace.values
    #expect(values[Name("x")]?.isClose(to: Matrix(x), tolerance: 1e-13) == true)
  }

  @Test func `that are long show their first rounds and the last one`() throws {
    let found = EquationReader.lesson(
      "x = 3 \\\\ y = 0 \\\\ " + loop(100, ["x := 0.9 x", "y := y + x"]))
    // Two givens, the loop and its two statements, two rounds, what is left out, the last round.
    try #require(found.equations.count == 2 + 3 + 4 + 1 + 2)
    let left = found.equations[9]
    #expect(left.tree.oneLine() == "for k = 3, …, 99, likewise")
    #expect(left.sides.isEmpty)
    #expect(left.leftOut.map(\.times) == [97])
    var writer = NumPyWriter(found.workspace)
    var lines: [String] = []
    for index in found.equations.indices {
      let next = found.equations[(index + 1)...].first
      lines += writer.lines(found.equations[index], next: next)
    }
    let head = try #require(lines.firstIndex(of: "for _ in range(97):"))
    #expect(
      lines[(head + 1)...(head + 4)].map { $0.prefix(4) }.allSatisfy { $0 == "    " }, "\(lines)")
    #expect(!lines[head + 5].hasPrefix(" "), "\(lines)")
    // By hand: x is 3 · 0.9^k, and y the sum of what x was before each update.
    var (x, y) = (3.0, 0.0)
    for _ in 0..<100 { (x, y) = (0.9 * x, y + x) }
    #expect(found.workspace.values[Name("y")]?.isClose(to: Matrix(y), tolerance: 1e-13) == true)
  }

  @Test func `that are long and go wrong show the round in which they do`() {
    let found = EquationReader.lesson("x = 20 \\\\ " + loop(40, ["x := x - 1", "x \\ge 0"]))
    #expect(found.equations.filter { !$0.claims.isEmpty }.last?.claims.first?.holds == false)
    #expect(found.workspace.values[Name("x")]?.elements == [-1])
  }

  @Test func `no two updates draw the same numbers`() {
    let found = EquationReader.lesson(
      "x = 0 \\\\ y = 0 \\\\ "
        + loop(3, ["x := x + \\mathcal{N}(0,1)", "y := y + \\mathcal{N}(0,1)"])
        + "\nx := x + \\mathcal{N}(0,1)")
    let draws = found.equations.filter { $0.kind == .update && $0.sides.count == 1 }
      .map { $0.sides[0].value.elements[0] }
    #expect(draws.count == 7)
    var steps: Set<Double> = []
    var before: [Name: Double] = [:]
    for equation in found.equations where equation.kind == .update && equation.sides.count == 1 {
      let value = equation.sides[0].value.elements[0]
      steps.insert(value - (before[equation.names[0]] ?? 0))
      before[equation.names[0]] = value
    }
    #expect(steps.count == 7, "\(draws)")
  }
}
