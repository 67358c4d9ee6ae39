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
  }

  package var isRight = false
  /// Neither right nor wrong yet.
  package var isOpen: Bool { remark == .rightSoFar }
  /// The answer as it was read; nil when it is no matrix.
  package var read: Matrix<Double>?
  /// Row by row which entries are right.
  package var entries: [Bool]?
  package var remark: Remark?
  package var reading: Reading?
}
