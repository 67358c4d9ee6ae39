package import Kernels
package import Lessons
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
    case rightButMore, rightAmongOthers, someWrong
    /// Line so and so needs what comes later.
    case order(Arrangement.Problem)
    /// The line that was taken for the slip, from 1, and whether the slip comes below it.
    case line(Int, isBeforeSlip: Bool)
    case turnedShape
    /// The shape of a part of the formula.
    case shapeOf(String)
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
