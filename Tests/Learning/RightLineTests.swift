import Kernels
import Learning
import Lessons
import Notation
import Questions
import SourceText
import TestSupport
import Testing

/// Derivatives in the forms in which people write them: 52 right lines, which computer algebra has
/// refused here and there since a difference did not simplify, and 23 wrong ones beside them. The
/// first and second formulas, and some of the forms, were reported to STACK (issues 582, 614, 1055 and
/// 1557) and to IMathAS (145); which lines are right was asked SymPy 1.14 at five draws of the
/// letters.
struct `Lines of computer algebra` {
  struct Case: Sendable, CustomTestStringConvertible {
    var formula: String
    var variable: String
    var right: [String]
    var wrong: [String]

    init(_ formula: String, by variable: String, right: [String], wrong: [String]) {
      (self.formula, self.variable, self.right, self.wrong) = (formula, variable, right, wrong)
    }

    var testDescription: String { formula }
  }

  static let cases: [Case] = [
    Case(
      #"\frac{\arctan x}{(1 - 2 x)^{1/6}}"#, by: "x",
      right: [
        "1/(1+x^2) * (1-2*x)^(-1/6) + 1/3*arctan(x)*(1-2*x)^(-7/6)",
        "((1/(1+x^2))*(-2*x+1)^(1/6)-(1/6)*(-2*x+1)^(-5/6)*(-2)*arctan(x))/((-2*x+1)^(1/3))",
        "arctan(x)/(3*(1-2*x)^(7/6))+1/((1-2*x)^(1/6)*(x^2+1))",
      ],
      wrong: ["1/(1+x^2) * (1-2*x)^(-1/6) - 1/3*arctan(x)*(1-2*x)^(-7/6)"]),
    Case(
      #"6 x e^{6 (y^2 + x^2)}"#, by: "x",
      right: [
        "6*e^(6*(y^2+x^2))+72*x^2*e^(6*(y^2+x^2))", "(72*x^2+6)*e^(6*(y^2+x^2))",
        "6*(1+12*x^2)*e^(6*y^2)*e^(6*x^2)",
      ],
      wrong: ["72*x^2*e^(6*(y^2+x^2))"]),
    Case(
      #"3 \sqrt{x} - \frac{2}{x^8}"#, by: "x",
      right: [
        "3/(2*sqrt(x)) + 16/x^9", "(3*x^9+32*sqrt(x))/(2*sqrt(x^19))", "3/2*x^(-1/2) + 16*x^(-9)",
      ],
      wrong: ["3/(2*sqrt(x)) - 16/x^9"]),
    Case(
      #"\frac{\sin x}{\cos x}"#, by: "x",
      right: ["1/cos(x)^2", "1+(sin(x)/cos(x))^2", "(cos(x)*cos(x)+sin(x)*sin(x))/cos(x)^2"],
      wrong: ["1/sin(x)^2"]),
    Case(
      #"(\sin x)^2"#, by: "x",
      right: ["2*sin(x)*cos(x)", "sin(2*x)"],
      wrong: ["2*sin(x)"]),
    Case(
      #"(\cos x)^2"#, by: "x",
      right: ["-2*sin(x)*cos(x)", "-sin(2*x)"],
      wrong: ["2*cos(x)"]),
    Case(
      #"e^x (2 x + 2 y)"#, by: "x",
      right: ["e^x*(2*x+2*y)+2*e^x", "2*e^x*(x+y+1)"],
      wrong: ["2*e^x", "e^(x*(2*x+2*y))"]),
    Case(
      #"\sqrt{a^2 + x^2}"#, by: "x",
      right: ["x/sqrt(a^2+x^2)", "x*(a^2+x^2)^(-1/2)", "x/sqrt(a^2+x^2)+2-2"],
      wrong: ["1/(2*sqrt(a^2+x^2))", "x/(a+x)"]),
    Case(
      #"\frac{x}{x + 1}"#, by: "x",
      right: ["1/(x+1)^2", "1/(x+1) - x/(x+1)^2", "((x+1)-x)/(x^2+2*x+1)"],
      wrong: ["1"]),
    Case(
      #"\log (1 - p)"#, by: "p",
      right: ["-1/(1-p)", "1/(p-1)"],
      wrong: ["1/(1-p)"]),
    Case(
      #"p \log p + (1 - p) \log (1 - p)"#, by: "p",
      right: ["log(p)-log(1-p)", "log(p/(1-p))", "-log(1/p-1)"],
      wrong: ["log(p)+log(1-p)"]),
    Case(
      #"a c (x + 1)^2"#, by: "x",
      right: ["2*a*c*(x+1)", "2*a*c*x+2*a*c", "a*c*(2*x+2)"],
      wrong: ["2*a*c*(x-1)", "2*(x+1)"]),
    Case(
      #"\frac{1}{1 + e^{-x}}"#, by: "x",
      right: ["e^(-x)/(1+e^(-x))^2", "1/(1+e^(-x))*(1-1/(1+e^(-x)))", "e^x/(1+e^x)^2"],
      wrong: ["e^(-x)/(1+e^(-x))"]),
    Case(
      #"\tanh x"#, by: "x",
      right: ["1-tanh(x)^2", "4/(e^x+e^(-x))^2", "(1-tanh(x))*(1+tanh(x))"],
      wrong: ["1-tanh(x)"]),
    Case(
      #"\log (e^x + 1)"#, by: "x",
      right: ["e^x/(e^x+1)", "1/(1+e^(-x))", "1-1/(1+e^x)"],
      wrong: ["1/(e^x+1)"]),
    Case(
      #"(x - a)^6"#, by: "x",
      right: ["6*(x-a)^5", "-6*(a-x)^5"],
      wrong: ["6*(a-x)^5"]),
    Case(
      #"\arcsin x"#, by: "x",
      right: ["1/sqrt(1-x^2)", "(1-x^2)^(-1/2)"],
      wrong: ["1/sqrt(1+x^2)"]),
    Case(
      #"x^n"#, by: "x",
      right: ["n*x^(n-1)", "n*x^n/x"],
      wrong: ["n*x^n"]),
    Case(
      #"e^{x \log 2}"#, by: "x",
      right: ["e^(x*log(2))*log(2)", "2^x*log(2)"],
      wrong: ["x*2^(x-1)"]),
    Case(
      #"\frac{2 x^2 + 6 x - 25}{10 x}"#, by: "x",
      right: ["0.2+2.5/x^2", "1/5+5/(2*x^2)", "0.1*(2.0+25.0/x^2)"],
      wrong: ["0.2-2.5/x^2"]),
  ]

  private static func judge(_ own: Case, x: Double) throws -> Judge {
    let lesson = LessonReader(.none).lesson(
      SourceFile(
        path: "right.md",
        text: #"""
          # Right

          ```math
          \begin{aligned}
          x &= \#(x) \\ y &= 0.7 \\ a &= 1.2 \\ c &= 0.6 \\ p &= 0.2 \\ n &= 3
          \end{aligned}
          ```

          ```math
          \frac{\partial [\#(own.formula)]}{\partial \#(own.variable)} = \frac{\partial [0 + \#(own.formula)]}{\partial \#(own.variable)}
          ```

          Derive it.

          <!-- check
          = derive \frac{\partial [\#(own.formula)]}{\partial \#(own.variable)}
          -->
          """#))
    try #require(lesson.findings.map(\.summary) == [])
    return Judge(try #require(lesson.steps.flatMap(\.checks).first), in: lesson)
  }

  /// Letters side by side are names, and a parenthesis behind one is a factor, unless the lesson
  /// has a function of that name; every line is shown as it was read before it is judged.
  @Test(arguments: [
    (#"a c (x + 1)^2"#, "2ac(x+1)", "2ac(x + 1)"),
    (#"a c (x + 1)^2"#, "2a c(x+1)", "2ac(x + 1)"),
    (#"a c (x + 1)^2"#, "ac(2x+2)", "ac(2x + 2)"),
    (#"e^x (2 x + 2 y)"#, "e^x(2x+2y)+2e^x", "eˣ(2x + 2y) + 2eˣ"),
    (#"a c^2 x"#, "ac^2", "ac²"),
    (#"a x + c x"#, "(ax+cx)/x", "(ax + cx)/x"),
    (#"a c x^2"#, "2acx", "2acx"),
    (#"x y"#, "y", "y"),
    (#"\log x"#, "x^-1", "x⁻¹"),
  ])
  func `are read as the names of the lesson`(formula: String, line: String, shown: String) throws {
    let judge = try Self.judge(Case(formula, by: "x", right: [], wrong: []), x: 0.3)
    let judgement = try judge.judge(line)
    #expect(judgement.isRight)
    #expect(judgement.lines.last?.tree.oneLine() == shown)
  }

  @Test(arguments: ["log*x", "2*sin", "sqrt", "x(x+1", "1/", "xz"])
  func `that are no formula are said to be none`(line: String) throws {
    let judge = try Self.judge(Case(#"\log x"#, by: "x", right: [], wrong: []), x: 0.3)
    #expect(throws: TypedNumbers.Unreadable.self) { try judge.judge(line) }
  }

  /// A slip of computer algebra would be a right line refused, or a wrong one let pass.
  @Test(arguments: cases, [0.3, 0.12]) func `are right or wrong whatever their form is`(
    own: Case, x: Double
  ) throws {
    let judge = try Self.judge(own, x: x)
    for line in own.right {
      #expect(try judge.judge(line).isRight, "\(line)")
    }
    for line in own.wrong {
      #expect(try !judge.judge(line).isRight, "\(line)")
    }
  }
}
