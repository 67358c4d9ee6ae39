package import Kernels
package import Matrices

/// What an answer is worth, all of it. How much of it is said, and when, is the attempt's business.
package struct Judgement: Sendable {
  /// What is said at once.
  package enum Remark: Sendable, Equatable {
    /// What the author says to a wrong answer that was expected.
    case author(String)
    case shape(Shape, wanted: Shape)
    /// Right for what an earlier question was answered wrongly with.
    case carriedOn(Carried)
    /// A formula that gives the number, and not with other givens.
    case onlyHere
    /// With fewer decimals than are asked for.
    case rightSoFar
    /// A line of a derivation, and something is left to be done.
    case follows(OwnDerivation.Place, of: Int, isExplained: Bool)
  }

  /// What an earlier question asked for.
  package enum Carried: Sendable, Equatable {
    case name(Name)
    case formula(String)
    case answerBefore
  }

  /// What went wrong.
  package enum Reading: Sendable, Equatable {
    case author(String)
    case diagnosis(Marking.Diagnosis)
    // What a kind of question has to say to a wrong answer.
    case choice(ChoiceQuestion.Reading)
    case order(Arrangement.Problem)
    case slip(SlipQuestion.Reading)
    case shape(ShapeQuestion.Reading)
    case line(WrongLine)
  }

  package var isRight = false
  /// Neither right nor wrong yet.
  package var isOpen: Bool {
    switch remark {
    case .rightSoFar, .follows: true
    case .author, .shape, .carriedOn, .onlyHere, nil: false
    }
  }
  /// The answer as it was read; nil when it is no matrix.
  package var read: Matrix<Double>?
  /// Row by row which entries are right.
  package var entries: [Bool]?
  package var remark: Remark?
  package var reading: Reading?
  /// Lines of a derivation that were read, and what is written of it then, where any of them holds.
  package var lines: [ShownLine] = []
  package var derivation: OwnDerivation?

  /// The slips by which a wrong answer was made: one, or two that come to the same here; none when
  /// nobody can say.
  package var made: [Marking.Made] {
    if case .author(let words)? = remark { return [.author(words)] }
    switch reading {
    case .author(let words)?: return [.author(words)]
    case .diagnosis(.made(let made))?: return made
    case .diagnosis(.factor)?, .diagnosis(.residual)?, .diagnosis(.other)?, .choice?, .order?,
      .slip?, .shape?, .line?, nil:
      return []
    }
  }
}
