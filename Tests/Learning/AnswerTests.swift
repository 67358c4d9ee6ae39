import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import SourceText
import TestSupport
import Testing

private let mathematics = #"""
  ```math
  x = \begin{bmatrix} 0.9 \\ 0.1 \end{bmatrix}
  y = \begin{bmatrix} 0.3 \\ 0.4 \end{bmatrix}
  W = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \\ 1 & 3 \end{bmatrix}
  f(z) = \frac{1}{1 + e^{-z}}
  d = (x - y) \circ f'(y)
  s = 4 y_1
  m = 5
  ```

  """#

private func lesson(_ question: String) -> Lesson {
  LessonReader(.none).checkedLesson(
    SourceFile(path: "q.md", text: mathematics + question))
}

/// What is said to answers, one after the other.
private func replies(_ check: String, _ answers: String..., question: String = "What is it?") throws
  -> [Reply]
{
  let lesson = lesson("\(question)\n\n<!-- check\n\(check)\n-->\n")
  try #require(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
  let check = try #require(lesson.steps.flatMap(\.checks).first)
  var attempt = Attempt()
  let judge = Judge(check, in: lesson)
  for answer in answers { attempt.answer(answer, by: judge) }
  return attempt.replies
}

struct `Answers` {
  @Test func `a sign between thousands is asked about, and costs nothing`() throws {
    for (key, answer, whole) in [
      ("1000", "1,000", "1000"), ("1000", "1.000", "1000"), ("-2500000", "−2,500,000", "−2500000"),
      ("1250", "x = 1,250", "1250"),
    ] {
      let reply = try #require(try replies("= \(key) y_1 / 0.3", answer).first)
      #expect(!reply.isRight && !reply.isTry, "\(answer)")
      #expect(reply.text.contains("between thousands? Then write \(whole)."), "\(reply.text)")
    }
    // A decimal comma, and what is wrong either way.
    #expect(try replies("= s", "1,200").first?.isRight == true)
    #expect(try replies("= 1000 y_1 / 0.3", "2,000").first?.isTry == true)
  }

  @Test func `a quantity is typed with its arguments, or without them`() throws {
    let question = "```math\nJ(W;y) = \\frac{1}{2} \\|W y\\|^2\n```\n\nWhat is it?"
    let key = #"= formula \sum_i \frac{\partial J(W;y)}{\partial y_i}"#
    for answer in [
      "sum(i, ∂J(W;y)/∂y_i)", "sum(i, D(J(W; y), y_i))", "sum(i, ∂J/∂y_i)",
      "∂J(W;y)/∂y_1 + ∂J/∂y_2",
    ] {
      #expect(try replies(key, answer, question: question).first?.isRight == true, "\(answer)")
    }
    #expect(try replies(key, "sum(i, J(W;y) y_i)", question: question).first?.isTry == true)
  }

  @Test func `a wrong choice is told what to do next`() throws {
    let list = "Which?\n\n- [ ] one\n- [ ] two\n- [ ] three"
    #expect(
      try replies("= 2", "1", question: list).first?.text
        == "Not yet. Choose another one, or ask for a hint.")
    #expect(try replies("= 2", "2", question: list).first?.isRight == true)
  }

  @Test func `numbers as people type them`() throws {
    for answer in ["1.2", "1.20", "6/5", "+1.2", "12e-1", " 1.2 ", "1.2004"] {
      #expect(try replies("= s", answer).first?.isRight == true, "\(answer)")
    }
    #expect(try replies("= s", "1.3").first?.isRight == false)
    #expect(try replies("= -s", "−1.2").first?.isRight == true)
  }

  @Test(arguments: [
    "–1.2", "—1.2", "-120%", "- 6 / 5", "−6 /5", "= -1.2", "y = −1.2", "-1.2\u{200B}", "－１.２",
    "-\\frac{6}{5}",
  ])
  func `numbers as editors, pages and habits make them`(answer: String) throws {
    #expect(try replies("= -s", answer).first?.isRight == true, "\(answer)")
  }

  @Test(arguments: [
    "[0.3, 0.4]", "(0.3, 0.4)", "{0.3, 0.4}", "[0.3 0.4]", "[0.3, 0.4]^T", "(0.3, 0.4).T",
    "[0.3 0.4]'",
    "[0.3; 0.4]", "y = [0.3, 0.4]", "(.3 , 4 / 10)",
    #"\begin{bmatrix} 0.3 \\ 0.4 \end{bmatrix}"#, #"[0.3, 0.4]^{\top}"#,
  ])
  func `a list is a vector as the question has it`(answer: String) throws {
    #expect(try replies("= y", answer).first?.isRight == true, "\(answer)")
    let row = try replies("= y^T", answer).first
    let isColumn = answer.contains(";") || answer.contains("matrix")
    #expect(row?.isRight == !isColumn, "\(answer): \(row?.text ?? "")")
  }

  @Test(arguments: [
    ("1 000", "= s", "Is 1 000 one number or several?"),
    ("y 2 3", "= formula 6 y", "Two numbers stand side by side"),
  ])
  func `what could be one number or two is asked`(answer: String, key: String, text: String) throws
  {
    let reply = try #require(try replies(key, answer).first)
    #expect(reply.text.hasPrefix(text), "\(reply.text)")
    #expect(!reply.isTry)
  }

  @Test(arguments: [
    ("1 1/5", "= s"), ("- 1 1/5", "= -s"), ("1,2", "= s"), ("1,20", "= s"), (".5", "= 2.5 / m"),
    ("2.", "= 10 / m"), ("120%", "= s"), ("≈ 1.2", "= s"), ("s = 1.2", "= s"), ("6 / 5", "= s"),
    ("0.7+0.5", "= s"), ("0.7 + 0.5", "= s"), ("1.5 - 0.3", "= s"), ("(1.2)", "= s"),
    ("1.20.", "= s"), ("~1.2", "= s"), ("$1.2$", "= s"), ("12e-1", "= s"), ("1½", "= s + 0.3"),
    ("[0.3; 0.4]", "= y"), ("(0.3; 0.4)", "= y"), ("(0.3; 0.4)", "= y^T"), ("0,3; 0,4", "= y"),
    ("0,3 0,4", "= y"), ("[0,3 0,4]", "= y"), ("np.array([0.3, 0.4])", "= y"),
    ("np.array([[.3], [.4]])", "= y"), ("0.3\n0.4", "= y"), ("y ≈ [0.3, 0.4]", "= y"),
    ("[-0.3, - 0.4]", "= -y"), ("[1 - 0.7, 0.4]", "= y"), ("[[0.5, -1], [2, 1/4], [1, 3]]", "= W"),
    ("0,5 -1; 2 0,25; 1 3", "= W"), ("0.5 -1\n2 0.25\n1 3", "= W"),
    ("[0.5 2 1; -1 0.25 3]^T", "= W"),
  ])
  func `everyday notation is read`(answer: String, key: String) throws {
    let reply = try #require(try replies(key, answer).first)
    #expect(reply.isRight, "\(answer): \(reply.text)")
  }

  @Test(arguments: [
    ("‖W‖_F^2", "= formula \\|W\\|_F^2"), ("||W||_F^2", "= formula \\|W\\|_F^2"),
    ("sum(W.^2)", "= formula \\|W\\|_F^2"), ("norm(W, F)^2", "= formula \\|W\\|_F^2"),
    ("c = W*y", "= formula W y"), ("W @ y", "= formula W y"),
    ("(y y').^2", #"= formula (y y^T) \circ (y y^T)"#),
  ])
  func `formulas as people write them are read`(answer: String, key: String) throws {
    let reply = try #require(try replies(key, answer).first)
    #expect(reply.isRight, "\(answer): \(reply.text)")
  }

  @Test func `a power with a point is of the entries`() throws {
    #expect(try replies("= formula (y y^T)^2", "(y y').^2").first?.isRight == false)
  }

  /// Names with numbers, as they are typed, copied and printed.
  @Test(arguments: [
    ("W2*a2", #"W^{(2)} a^{(2)}"#), ("delta3 = W2 a2", #"W^{(2)} a^{(2)}"#),
    (#"W^{(2)} a^{(2)}"#, #"W^{(2)} a^{(2)}"#), ("W⁽²⁾ a⁽²⁾", #"W^{(2)} a^{(2)}"#),
    (#"\delta^{(3)} = W^{(2)} a^{(2)}"#, #"W^{(2)} a^{(2)}"#),
    ("δ⁽³⁾ = W⁽²⁾ a⁽²⁾", #"W^{(2)} a^{(2)}"#), ("λW2", #"\lambda W^{(2)}"#),
    ("lambda W2", #"\lambda W^{(2)}"#), ("a2_1 + 1", #"a_1^{(2)} + 1"#),
    ("1/(2m) ‖delta3‖^2", #"\frac{1}{2m} \|\delta^{(3)}\|^2"#),
    ("‖W2‖_F^2", #"\|W^{(2)}\|_F^2"#), ("sum(W2.^2)", #"\|W^{(2)}\|_F^2"#),
    ("m/2 - 0.5m + 1/2 m", #"\frac{m}{2}"#),
  ])
  func `formulas over layers are read`(answer: String, key: String) throws {
    let reply = try #require(try layered(key, answer))
    #expect(reply.isRight, "\(answer): \(reply.text)")
  }

  @Test func `what is divided by a product says as what it was read, and costs nothing`() throws {
    let reply = try #require(try layered(#"\frac{1}{2m} \|\delta^{(3)}\|^2"#, "1/2m ‖delta3‖^2"))
    #expect(!reply.isTry)
    #expect(
      reply.text
        == "1/2m was read as (1/2) m. With all of it below the line it is 1/(2 m); else leave a "
        + "space: 1/2 m.")
    #expect(try layered(#"\frac{m}{2}"#, "1/2m")?.isRight == true)
  }

  private func layered(_ key: String, _ answer: String) throws -> Reply? {
    let text = #"""
      ## S

      ```math
      W^{(2)} = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \end{bmatrix}
      ```

      ```math
      a^{(2)} = \begin{bmatrix} 0.3 \\ 0.4 \end{bmatrix}, \quad \lambda = 0.1, \quad m = 4
      ```

      ```math
      \delta^{(3)} = W^{(2)} a^{(2)}
      ```

      What is it?

      <!-- check
      = formula KEY
      -->
      """#
    let lesson = LessonReader(.none).lesson(
      SourceFile(path: "q.md", text: text.replacing("KEY", with: key)))
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    var attempt = Attempt()
    attempt.answer(answer, by: Judge(check, in: lesson))
    return attempt.replies.first
  }

  @Test func `names that are not there are answered with those that are, as they are typed`() throws
  {
    let reply = try #require(try replies("= formula W y", "V y").first)
    #expect(reply.text.hasSuffix("Names are typed W, d, m, s, x, y."), "\(reply.text)")
    #expect(!reply.isTry)
  }

  @Test func `lines and choices are answered as people do`() throws {
    let list = "- [ ] one\n- [ ] two\n- [ ] three"
    for answer in ["b", "B", "2.", "(2)", "2", "choice 2", "no. 2", "b)"] {
      #expect(try replies("= 2", answer, question: list).first?.isRight == true, "\(answer)")
    }
    #expect(try replies("= 1, 3", "a and c", question: list).first?.isRight == true)
  }

  @Test func `fewer decimals than asked are right so far, and no slip`() throws {
    // d is (0.14671, −0.07208).
    let said = try replies("= d", "0.15 -0.07", "0.147 -0.07", "0.1 -0.1", "0.147 -0.072")
    #expect(
      said.map(\.text) == [
        "Right so far; one decimal more.", "Right so far; one decimal more.",
        "Right so far; one decimal more.", "Right.",
      ])
    #expect(said.map(\.isTry) == [false, false, false, true])
    for answer in ["0.15 -0.08", "0 0"] {
      #expect(try replies("= d", answer).first?.text.hasPrefix("Not yet: ✓ is right") == true)
    }
  }

  @Test func `a question says how many decimals it asks for`() throws {
    let asked = try replies("= d", "0.15 -0.07", question: "What is d, to 2 decimals?")
    #expect(asked.first?.isRight == true)
  }

  @Test func `a product with two meanings is explained with what is typed`() throws {
    let reply = try #require(try replies("= formula W^T W", "(W' W) * (W' W)").first)
    #expect(reply.text.contains("Type @"))
    #expect(!reply.text.contains("\\"))
    #expect(try replies("= formula W y", "W * y").first?.isRight == true)
    #expect(try replies("= formula W y", #"W \cdot y"#).first?.isRight == true)
    #expect(try replies("= formula W y", "= W y").first?.isRight == true)
  }

  @Test func `vectors and matrices in every spelling`() throws {
    for answer in [
      "0.147 -0.072", "0.147, -0.072", "[0.147; -0.072]", "[[0.147],[-0.072]]", "0.147; -0.072",
    ] {
      #expect(try replies("= d", answer).first?.isRight == true, "\(answer)")
    }
    #expect(try replies("= W^T", "[0.5 2 1; -1 0.25 3]").first?.isRight == true)
    let shape = try replies("= W", "[0.5 2 1; -1 0.25 3]").first
    #expect(shape?.text == "Yours is 2×3, it is 3×2: transposed?")
  }

  @Test(arguments: [
    ("", "There is no answer yet."), ("  ", "There is no answer yet."),
    ("1,5", "Is 1,5 one number or two?"), ("1/0", "1/0 is not finite."), ("∞", "∞ is no number."),
    ("nan", "nan is no number."), ("\u{7}\u{1B}", "\u{FFFD}\u{FFFD} is no number."),
    ("[1 2; 3]", "The rows of this matrix differ"), ("[1; foo]", "The name foo is not defined"),
    ("[x_1; 2]", "Numbers are asked for here"),
    (String(repeating: "9", count: 100_000), "That is longer than 2000 characters"),
  ])
  func `what cannot be read says why and costs nothing`(answer: String, text: String) throws {
    let reply = try #require(try replies("= d", answer).first)
    #expect(reply.text.hasPrefix(text), "\(reply.text)")
    #expect(!reply.isTry)
  }

  @Test func `the ladder: verdict, entries, the slip`() throws {
    let said = try replies("= d", "-0.147 0.072", "-0.147 0.072", "-0.147 0.072")
    #expect(
      said.map(\.text) == [
        "Not yet: ✓ is right, ✗ is not. It looks like a slip that has a name; a hint says which.",
        "The difference is turned round: it is x − y.",
        "The difference is turned round: it is x − y.",
      ])
    #expect(said.map(\.entries) == [[false, false], [false, false], [false, false]])
  }

  @Test func `the author's own wording wins, hints come one at a time`() throws {
    let check = """
      = d
      ? First hint.
      ? Second hint.
      ~ (y - x) \\circ f'(y): Turned round!
      """
    let slip = try replies(check, "-0.147 0.072", "-0.147 0.072", "-0.147 0.072")
    #expect(slip.last?.text == "Turned round!")
    let wrong = try replies(check, "3 4", "3 4", "3 4", "3 4", "3 4")
    let entries = "Not yet: ✓ is right, ✗ is not."
    #expect(wrong.map(\.text) == [entries, "First hint.", "Second hint.", entries, entries])
  }

  @Test func `a residual that is a value on the way, and a constant factor`() throws {
    // d + (x − y).
    let residual = try replies("= d", "0.747 -0.372", "0.747 -0.372", "0.747 -0.372")
    #expect(residual.last?.text == "What is too much is exactly x − y.")
    let factor = try replies("= 2 s", "4.8", "4.8")
    #expect(factor.last?.text == "There is a factor 2 too many.")
    let small = try replies("= 2 s", "0.6", "1.2", "1.2")
    #expect(small.last?.text.hasPrefix("You left out the factor 2.") == true)
    let named = try replies("= m^2 s", "6", "6")
    #expect(named.last?.text == "You left out the power or root of m².")
  }

  @Test func `an author's words for a wrong answer of another shape`() throws {
    let said = try replies("= x^T y\n~ x \\circ y: Add them up.", "[0.27; 0.04]")
    #expect(said.last?.text == "Add them up.")
    #expect(try replies("= x^T y", "[1; 2]").last?.text == "Yours is 2×1, it is 1×1.")
  }

  @Test func `a sum along the other axis`() throws {
    // The rows of W are summed: 0.5 − 1, 2 + 0.25, 1 + 3; or for two of them its columns: 3.5,
    // 2.25.
    let check = "= \\sum_{i=1}^2 W_{1i}"
    let said = try replies(check, "3.5", "3.5")
    #expect(said.last?.text == "You summed along the other axis: i numbers the columns of W.")
    let other = try replies("= \\frac{1}{3} \\sum_{i=1}^3 W_{i2} W_{i2}", "1.354", "1.354")
    #expect(other.last?.text == "You summed along the other axis: i numbers the rows of W.")
  }

  @Test func `another value of the lesson`() throws {
    let said = try replies("= d", "0.9 0.1", "0.9 0.1", "0.9 0.1")
    #expect(said.last?.text == "That is x; something else is asked for.")
  }

  /// What is said to answers to the last question, after a wrong one to the question before it.
  private func carriedOn(_ text: String, _ first: String, _ answers: String...) throws -> [Reply] {
    let lesson = lesson(text)
    try #require(lesson.findings.isEmpty, "\(lesson.findings.map(\.summary))")
    var study = Study(lesson)
    study.go(to: Walk.Place(stop: Int.max))
    let last = study.walk.place
    _ = study.move { $0.back() }
    _ = study.answer(first)
    study.go(to: last)
    for answer in answers { _ = study.answer(answer) }
    return study.attempt(try #require(study.walk.stop?.check)).replies
  }

  @Test func `a wrong earlier answer that is carried on`() throws {
    let text =
      "```math\ne = W d\n```\n\nWhat is d?\n\n<!-- check\n= d\n-->\n\n"
      + "And e?\n\n<!-- check\n= e\n-->\n"
    // W (0.5, 0.2)ᵀ by hand.
    let said = try carriedOn(text, "0.5 0.2", "0.05 1.05 1.1", "1 2 3")
    #expect(
      said.map(\.text) == [
        "This is consistent with your d, which was off: the step itself is right. "
          + "Take the exact value and it comes out.", "Not yet: ✓ is right, ✗ is not.",
      ])
    #expect(said.allSatisfy { !$0.isRight })
  }

  @Test func `a wrong part of the formula that is carried on`() throws {
    let text =
      "And x − y?\n\n<!-- check\n= x - y\n-->\n\nAnd d?\n\n<!-- check\n"
      + "= 2 ((x - y) \\circ y)\n-->\n"
    // 2 · 0.6 · 0.3, 2 · 0.5 · 0.4
    let said = try carriedOn(text, "0.6 0.5", "0.36 0.4")
    #expect(said.last?.text.hasPrefix("This is consistent with your x − y, which was off") == true)
  }

  @Test func `a constant that happens to be the right answer before is nothing carried on`() throws
  {
    // 5 s − 4 is 2 at these numbers; 3 s is no follow-up of an answer 3 to that.
    let text =
      "5 s − 4?\n\n<!-- check\n= 5 s - 4\n-->\n\nAnd 2 s?\n\n<!-- check\n= 2 s\n-->\n"
    #expect(try carriedOn(text, "3", "3.6").last?.text.hasPrefix("Not yet.") == true)
  }

  @Test func `shapes, formulas, choices`() throws {
    #expect(try replies("= shape W^T", "2x3").first?.isRight == true)
    #expect(try replies("= shape W^T", "(2, 3)").first?.isRight == true)
    #expect(
      try replies("= shape W^T", "3 by 2", "3×2").last?.text
        == "Rows and columns are the other way round.")
    #expect(try replies("= formula d", "(x - y) .* f'(y)").first?.isRight == true)
    #expect(try replies("= formula d", "-(y - x) .* f'(y)").first?.isRight == true)
    #expect(try replies("= formula d", "(x - y) .* f(y)").first?.isRight == false)
    for key in ["= formula d", "= formula (x - y) \\circ f'(y)", "= formula -(y - x) \\circ f'(y)"]
    {
      let name = try replies(key, "d").first
      #expect(name?.text == "d is what is asked for: write what it is made from.")
      #expect(name?.isTry == false)
    }
    // Right by chance: x₁ is 3 y₁ at these numbers alone.
    #expect(
      try replies("= formula s", "4/3 x_1").first?.text
        == "It gives this number here, and not with other givens.")
    let list = "- [ ] one\n- [ ] two\n- [ ] three"
    #expect(try replies("= 2", "2", question: list).first?.isRight == true)
    #expect(try replies("= 1, 3", "3 1", question: list).first?.isRight == true)
    #expect(
      try replies("= 1, 3", "1", "1", question: list).last?.text == "These are right; more are.")
    #expect(try replies("= 2\n? Not three.", "1", "3", question: list).last?.text == "Not three.")
    #expect(
      try replies("= 1, 3", "2", "1 2 3", question: list).last?.text
        == "The right ones are among them; not all are.")
    #expect(try replies("= 2", "7", question: list).first?.isTry == false)
  }

  @Test func `a question that was answered stays so on another day`() throws {
    let lesson = lesson("What is it?\n\n<!-- check\n= s\n-->\n")
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    var study = Study(lesson)
    study.go(to: Walk.Place(stop: Int.max))
    var journal = study.answer("7").map(\.line).joined()
    #expect(!Progress(journal: journal).study(lesson).attempt(check).isSolved)
    journal += study.answer("nonsense").map(\.line).joined()
    journal += study.answer("1.2").map(\.line).joined()
    // Two tries, of which the wrong one has its formula come back; and the lesson is done with its
    // only question.
    #expect(journal.split(separator: "\n").count == 4)
    #expect(Progress(journal: journal).finished == [lesson.name])
    #expect(Progress(journal: journal).study(lesson).attempt(check).isSolved)
    journal += JournalEvent.reset(lesson: lesson.name).line
    #expect(!Progress(journal: journal).study(lesson).attempt(check).isSolved)
  }

  /// e = W d with W (0.5 −1; 2 0.25; 1 3) and d (0.147; −0.0724…): what went wrong comes before the
  /// hints, the hints before the working, and the answer at last.
  @Test func `help says what went wrong, the hints, the working line by line, the answer`() throws {
    let lesson = lesson(
      "```math\ne = 2 s + 1\n```\n\nWhat is e?\n\n<!-- check\n= e\n? Double it.\n-->\n")
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    var attempt = Attempt()
    // 2 · 1.2 without the 1.
    attempt.answer("2.4", by: Judge(check, in: lesson))
    while attempt.canHelp { attempt.help(check) }
    #expect(
      attempt.replies.map(\.text) == [
        "Not yet. Something is missing; a hint says what.", "You left out the term 1.",
        "Double it.", "Next, names → numbers:", "Next, product:", "It is this.",
      ])
    #expect(
      attempt.replies.map { $0.working.map { $0.oneLine() } } == [
        [], [], [], ["2 · 1.2 + 1"], ["2.4 + 1"], [],
      ])
    #expect(attempt.replies.last?.read == Matrix(3.4))
    #expect(attempt.tries == 1)
  }

  @Test func `right or shown, the working follows`() throws {
    let lesson = lesson(
      "```math\ne = W y\n```\n\nWhat is the first?\n\n<!-- check\n= e_1\n-->\n")
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    // 0.5 · 0.3 − 1 · 0.4, by hand.
    var attempt = Attempt()
    attempt.answer("-0.25", by: Judge(check, in: lesson))
    #expect(attempt.isSolved)
    #expect(attempt.replies.last?.working.map { $0.oneLine() } == ["0.15 − 0.4"])
    #expect(check.question.needed(in: check.workspace).map(\.shown) == ["W", "y"])
  }

  @Test func `help leads to the answer`() throws {
    let lesson = lesson("What is it?\n\n<!-- check\n= formula d\n? Look at the slope.\n-->\n")
    let check = try #require(lesson.steps.flatMap(\.checks).first)
    var attempt = Attempt()
    attempt.help(check)
    attempt.help(check)
    #expect(attempt.replies.map(\.text) == ["Look at the slope.", "It is (x - y) .* f'(y)."])
    #expect(attempt.isRevealed)
    #expect(attempt.tries == 0)
  }

  @Test(arguments: [
    ("", "This check has no key"), ("= \\gamma", "The name γ is not defined"),
    ("= d\n= s", "This check has two keys"), ("= d\nfoo", "A line of a check begins with"),
    ("= d\n~ d: right", "This wrong answer is the right one"),
    ("= d\n~ x", "A known wrong answer needs what to say"),
    ("= \\log(0 - s)", "The key of this check is not finite"),
    ("= y^T y - y^T y + y^T y", ""),
  ])
  func `what is wrong with a check is found`(check: String, summary: String) {
    let findings = lesson("What?\n\n<!-- check\n\(check)\n-->\n").findings
    if summary.isEmpty {
      #expect(!findings.contains { $0.kind == .check })
    } else {
      #expect(findings.contains { $0.summary.hasPrefix(summary) }, "\(findings.map(\.summary))")
    }
  }
}
