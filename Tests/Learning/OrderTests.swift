import Kernels
import Learning
import Lessons
import Notation
import Questions
import SourceText
import TestSupport
import Testing

/// Which lines each line is made from, directly or by way of formulas that the question leaves out.
/// Read off the lessons by hand: nothing here comes from the program.
private typealias Needs = [String: Set<String>]

private let ofLessons: [String: Needs] = [
  "01-forward-propagation the-output-layer/2": [
    "z⁽²⁾": [], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"], "h": ["z⁽³⁾"],
  ],
  // z⁽³⁾ = W⁽²⁾ a⁽²⁾ + b⁽²⁾ is not among them, and a⁽³⁾ is made from it.
  "09-sparse-hidden-error the-error-of-the-hidden-layer-with-sparsity/2": [
    "a⁽²⁾": [], "a⁽³⁾": ["a⁽²⁾"], "ρ̂": ["a⁽²⁾"], "δ⁽³⁾": ["a⁽³⁾"], "δ⁽²⁾": ["δ⁽³⁾", "ρ̂"],
  ],
]

private let ofPractice: [String: Needs] = [
  "01-forward-propagation order a_{1}^{(2)} … a_{1}^{(3)}": [
    "a⁽²⁾₁": [], "a⁽²⁾₂": [], "a⁽²⁾₃": [], "a⁽³⁾₁": ["a⁽²⁾₁", "a⁽²⁾₂", "a⁽²⁾₃"],
  ],
  "01-forward-propagation order z^{(2)} … z^{(3)}": [
    "z⁽²⁾": [], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"],
  ],
  "02-many-examples order z^{(2)} … z^{(3)}": [
    "z⁽²⁾": [], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"],
  ],
  "03-cost order y … J(W,b;x,y)": [
    "y": [], "d": ["y"], "q₁": ["d"], "J(W, b; x, y)": ["y"],
  ],
  "04-output-error order z^{(2)} … h_{W, b}(x)": [
    "z⁽²⁾": [], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"], "h_(W,b)(x)": ["z⁽³⁾"],
  ],
  "04-output-error order J(W,b;x,y) … \\delta_{1}^{(3)}": [
    "J(W, b; x, y)": [], "δ⁽³⁾₁": ["J(W, b; x, y)"],
  ],
  "05-hidden-error order \\delta^{(3)} … \\delta^{(2)}": [
    "δ⁽³⁾": [], "c₁": ["δ⁽³⁾"], "δ⁽²⁾₁": ["c₁"], "δ⁽²⁾": ["δ⁽³⁾"],
  ],
  "08-sparsity order \\hat{\\rho} … \\Omega(\\theta)": ["ρ̂": [], "k": ["ρ̂"], "Ω(θ)": ["ρ̂"]],
  "08-sparsity order J(W,b) … J_{\\text{sparse}}(W,b)": [
    "J(W, b)": [], "J_sparse(W, b)": ["J(W, b)"],
  ],
  "09-sparse-hidden-error order z^{(2)} … a^{(3)}": [
    "z⁽²⁾": [], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"], "a⁽³⁾": ["z⁽³⁾"],
  ],
  "09-sparse-hidden-error order \\hat{\\rho} … s": ["ρ̂": [], "P": ["ρ̂"], "s": ["ρ̂"]],
  "06-gradients order A^{(1)} … A^{(2)}": ["A⁽¹⁾": [], "A⁽²⁾": ["A⁽¹⁾"]],
  "06-gradients order A^{(3)} … D^{(2)}": [
    "A⁽³⁾": [], "D⁽³⁾": ["A⁽³⁾"], "D⁽²⁾": ["D⁽³⁾"],
  ],
  "10-rho-hat-gradient order \\hat{\\rho} … s": [
    "ρ̂": [], "Ω(θ)": ["ρ̂"], "D": ["ρ̂", "Ω(θ)"], "s": ["ρ̂"],
  ],
  "19-on-one-page order a^{(1)} … z^{(3)}": [
    "a⁽¹⁾": [], "z⁽²⁾": ["a⁽¹⁾"], "a⁽²⁾": ["z⁽²⁾"], "z⁽³⁾": ["a⁽²⁾"],
  ],
  // ρ̂ is made from a⁽²⁾, which is not among them.
  "19-on-one-page order a^{(3)} … \\delta^{(3)}": [
    "a⁽³⁾": [], "ρ̂": [], "J(W, b)": ["a⁽³⁾", "ρ̂"], "δ⁽³⁾": ["a⁽³⁾"],
  ],
]

private struct Made: Sendable, CustomTestStringConvertible {
  var what: String
  var mathematics: String
  var key: String
  var needs: Needs
  var testDescription: String { what }
}

private let made = [
  Made(
    what: "a name in the middle is left out",
    mathematics: "x = 2\np = 2 x\nq = p + 1\nr = q^2\ns = r - x",
    key: "p, r, s", needs: ["p": [], "r": ["p"], "s": ["r"]]),
  Made(
    what: "two names in the middle are left out",
    mathematics: "x = 2\np = 2 x\nq = p + 1\nr = 3 q\ns = r + x\nt = x + 5",
    key: "p, s, t", needs: ["p": [], "s": ["p"], "t": []]),
  Made(
    what: "entry by entry",
    mathematics:
      "x = (1, 2)\nW = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\na = W x\n"
      + "b_1 = 3 a_1\nb_2 = a_2 + b_1\nc = b_1 b_2\nd = a_1 + 1",
    key: "a, b_1, c, d", needs: ["a": [], "b₁": ["a"], "c": ["a", "b₁"], "d": ["a"]]),
  Made(
    what: "an entry that has a value of its own is still an entry to who does not see that",
    mathematics:
      "x = (1, 2)\na_1 = 2 x_1\na = 2 x\nc = a_1 + 1\nd = a^T a",
    key: "a, c, d", needs: ["a": [], "c": ["a"], "d": ["a"]]),
  Made(
    what: "an entry that is a line of its own needs the whole no more",
    mathematics:
      "x = (1, 2)\na_1 = 2 x_1\na = 2 x\nc = a_1 + 1\nd = a^T a",
    key: "a_1, a, c, d", needs: ["a₁": [], "a": [], "c": ["a₁"], "d": ["a"]]),
  Made(
    what: "a function in between",
    mathematics: "x = 2\nw = 3 x\nf(t) = w t + 1\ng(t) = f(t)^2\ny = g(x)\nv = f'(x) + x",
    key: "w, y, v", needs: ["w": [], "y": ["w"], "v": ["w"]]),
  Made(
    what: "an update in between",
    mathematics:
      "x = 2\nW = 3\nz = W x\ne = z - 1\ng = 2 e x\nW := W - 0.1 g\nu = W x + 1",
    key: "z, g, u", needs: ["z": [], "g": ["z"], "u": ["g"]]),
  Made(
    what: "what stood before an update",
    mathematics:
      "x = 2\nW = 3\nh = W^2 + x\ng = 2 x\nW := W - 0.1 g\nu = W x + 1",
    key: "h, g, u", needs: ["h": [], "g": [], "u": ["g"]]),
  Made(
    what: "a derivative in between",
    mathematics:
      "x = 2\nw = 3\nz = w x\nJ = \\frac{1}{2} z^2\nd = \\frac{\\partial J}{\\partial z}\n"
      + "e = d + 1",
    key: "z, J, e", needs: ["z": [], "J": ["z"], "e": ["J"]]),
  Made(
    what: "a derivative by the lesson's own formula",
    mathematics:
      "x = 2\nw = 3\nz = w x\nr = z - 1\nJ = \\frac{1}{2} r^2\n\\nabla_w J = r x\n"
      + "v = w - 0.1 \\nabla_w J",
    key: "z, J, v", needs: ["z": [], "J": ["z"], "v": ["J"]]),
  Made(
    what: "layers of a rule, which are computed in turns",
    mathematics:
      "x = 2\na^{(1)} = 3 x\nW^{(1)} = 2\nW^{(2)} = 4\nW^{(3)} = 5\n"
      + "z^{(l+1)} = W^{(l)} a^{(l)}\na^{(l+1)} = z^{(l+1)} + 1",
    key: "z^{(2)}, z^{(3)}, a^{(4)}",
    needs: ["z⁽²⁾": [], "z⁽³⁾": ["z⁽²⁾"], "a⁽⁴⁾": ["z⁽³⁾"]]),
  Made(
    what: "the second name of a chain",
    mathematics: "x = 2\nz = 3 x\nh = a = z + 1\nd = a^2\nE = d + 1",
    key: "z, h, E", needs: ["z": [], "h": ["z"], "E": ["h"]]),
  Made(
    what: "a formula that is said again",
    mathematics: "x = 2\ny = x + x\ny = 2 x\nz = 3 y\nu = z + 1",
    key: "y, u", needs: ["y": [], "u": ["y"]]),
]

/// Every order of the first so many numbers.
private func orders(_ count: Int) -> [[Int]] {
  guard count > 0 else { return [[]] }
  return orders(count - 1).flatMap { order in
    (0...order.count).map { place in
      var longer = order
      longer.insert(count, at: place)
      return longer
    }
  }
}

private func isRight(_ order: [String], _ needs: Needs) -> Bool {
  order.indices.allSatisfy { index in
    needs[order[index], default: ["?"]].isSubset(of: Set(order[..<index]))
  }
}

private func expectOrders(_ arrangement: Arrangement, _ needs: Needs, _ what: String) {
  let names = arrangement.lines.map(\.name.shown)
  #expect(Set(names) == Set(needs.keys), "\(what): \(names)")
  let solution = arrangement.solution.map { names[$0 - 1] }
  #expect(isRight(solution, needs), "\(what): \(solution)")
  var count = (right: 0, wrong: 0)
  for order in orders(names.count) {
    let written = order.map { names[$0 - 1] }
    let problem = arrangement.problem(with: order)
    #expect(
      (problem == nil) == isRight(written, needs),
      "\(what): \(written) \(problem.map { "\($0)" } ?? "right")")
    if problem == nil { count.right += 1 } else { count.wrong += 1 }
  }
  #expect(count.right > 0 && count.wrong > 0, "\(what): \(count)")
}

private func arrangement(_ made: Made) throws -> Arrangement {
  let file = SourceFile(
    path: "o.md",
    text:
      "## O\n\n```math\n\(made.mathematics)\n```\n\nWhich?\n\n<!-- check\n= order \(made.key)\n-->\n"
  )
  let lesson = LessonReader(.none).lesson(file)
  let errors = lesson.findings.filter { $0.severity == .error }.map(\.summary)
  try #require(errors.isEmpty, "\(errors)")
  guard case .order(let order)? = lesson.steps.flatMap(\.checks).first?.kind else {
    throw Wrong()
  }
  return order.arrangement
}

private struct Wrong: Error {}

struct `Orders` {
  @Test func `every order question of the lessons, in every order`() throws {
    var known = Set(ofLessons.keys)
    for path in Repository.lessonPaths {
      for check in try Repository.lesson(path).steps.flatMap(\.checks) {
        guard case .order(let order) = check.kind else { continue }
        let arrangement = order.arrangement
        let what = path.dropFirst("lessons/".count).dropLast(".md".count) + " " + check.id
        expectOrders(arrangement, try #require(ofLessons[what], "\(what)"), what)
        known.remove(what)
      }
    }
    #expect(known.isEmpty)
  }

  @Test func `every order question of practice, in every order`() throws {
    var known = Set(ofPractice.keys)
    for path in Repository.lessonPaths {
      let lesson = try Repository.lesson(path)
      for item in Item.items(of: lesson) where item.kind == .order {
        let what = path.dropFirst("lessons/".count).dropLast(".md".count) + " " + item.id
        guard let needs = ofPractice[what] else {
          Issue.record("\(what): nothing is known of it")
          continue
        }
        for seed in 0..<3 as Range<UInt64> {
          let question = try #require(Question(item, of: lesson, level: 0, seed: seed))
          guard case .order(let order) = question.check.kind else { throw Wrong() }
          let arrangement = order.arrangement
          expectOrders(arrangement, needs, what)
        }
        known.remove(what)
      }
    }
    #expect(known.isEmpty)
  }

  @Test(arguments: made)
  private func `what is left out in between counts`(made: Made) throws {
    expectOrders(try arrangement(made), made.needs, made.what)
  }

  @Test func `what is missing is said, and by way of what`() throws {
    func sentence(_ what: String, _ order: [String]) throws -> String? {
      let arrangement = try arrangement(try #require(made.first { $0.what.hasPrefix(what) }))
      let names = arrangement.lines.map(\.name.shown)
      let numbers = try order.map { try #require(names.firstIndex(of: $0)) + 1 }
      // Lines are said by the names here, for numbers are drawn.
      return arrangement.problem(with: numbers).map { problem in
        Judgement.Reading.order(problem).text.split(separator: " ").map { word in
          let digits = word.filter(\.isNumber)
          guard let number = Int(digits), String(digits) == word.filter({ $0 != "." }) else {
            return String(word)
          }
          return "[\(names[number - 1])]" + (word.hasSuffix(".") ? "." : "")
        }.joined(separator: " ")
      }
    }
    #expect(
      try sentence("a name in", ["p", "s", "r"]) == "[s] needs r, which comes only with [r].")
    #expect(
      try sentence("a name in", ["r", "p", "s"])
        == "[r] needs q, which needs p, which comes only with [p].")
    #expect(
      try sentence("two names", ["t", "s", "p"])
        == "[s] needs r, which needs q, which needs p, which comes only with [p].")
    #expect(
      try sentence("an update", ["z", "u", "g"])
        == "[u] needs W, which needs g, which comes only with [g].")
  }
}
