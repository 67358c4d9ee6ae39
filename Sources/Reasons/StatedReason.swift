package import Kernels
import Notation
package import SourceText

/// What an author says of a step: the words behind % at the end of its line.
package struct StatedReason: Sendable {
  package var text: String
  package var location: Location

  /// The words behind a line, up to the end of the line of text in which it ends.
  package init?(behind line: Location) {
    let bytes = line.file.bytes
    var place = line.bytes.upperBound
    while place < bytes.count, bytes[place] != UInt8(ascii: "%") {
      guard bytes[place] != UInt8(ascii: "\n"), bytes[place] != UInt8(ascii: "\r") else {
        return nil
      }
      // What is escaped is a sign of the formula; a double backslash ends a line of it.
      place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard place < bytes.count else { return nil }
    let end = bytes[place...].firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    let range = place + 1..<(end ?? bytes.count)
    let text = String(decoding: bytes[range], as: UTF8.self)
      .split(separator: " ").joined(separator: " ")
    guard !text.isEmpty else { return nil }
    self.text = text.visible
    location = Location(line.file, range)
  }
}

extension Equation {
  /// What is said at the right of a line instead of the rules that were found.
  package func statedReason(of claim: Int) -> StatedReason? {
    guard isDerivation else { return nil }
    return StatedReason(behind: sides[claims[claim].left + 1].tree.location)
  }

  /// Rules that an author names for a step, and without whose law its lines would agree as well.
  package func rulesNotNeeded(
    in stated: StatedReason, of claim: Int, in workspace: Workspace
  ) -> [String] {
    let (above, line) = (sides[claims[claim].left].kernel, sides[claims[claim].left + 1].kernel)
    let words = stated.text.split(separator: ",").map {
      $0.split(separator: " ").joined(separator: " ").lowercased()
    }
    let lesson = DrawnLesson(workspace, at: sides[0].moment, where: [above, line])
    let inference = Inference(before: Part(above), after: Part(line))
    let found = Reasons.reason(from: above, to: line, lesson)?.rules.map(\.text) ?? []
    return words.filter { word in
      guard !found.contains(where: { $0.lowercased() == word }), let laws = Law.named[word] else {
        return false
      }
      return lesson.needed(laws, by: inference).isEmpty
    }
  }
}

extension Law {
  /// The laws that a rule cannot do without, by what the rule is called.
  fileprivate static let named: [String: [Law]] = {
    let rules: [(Rule, [Law])] = [
      (.derivativeOfSum, [.slopeOfSum]), (.constantFactorOut, [.slopeOfMultiple]),
      (.derivativeInsideSum, [.slopeOfSummation]), (.productRule, [.slopeOfProduct]),
      (.quotientRule, [.slopeOfQuotient]), (.powerRule, [.slopeOfPower, .slopeOfLength]),
      (.derivativeOfLogarithm, [.slopeOfLogarithm]),
      (.derivativeOfExponential, [.slopeOfExponential]),
      (.chainRule, [.slopeOfCall, .slopeOfElementaryFunction, .slopeOfName]),
      (.derivativeOfLinearFormula, [.slopeOfItself]), (.onlyOneTermIsLeft, [.slopeOfItself]),
      (.derivativeOfInverse, [.slopeOfInverse]),
      (.derivativeOfDeterminant, [.slopeOfDeterminant]), (.slopeOfSigmoid, [.slopeFunction]),
      (.logarithmOfQuotient, [.logarithm]), (.lawOfPowers, [.power, .exponential]),
      (.powerLaw, [.exponential]), (.distribution, [.addition, .additionAndSummation]),
      (.factorization, [.addition, .additionAndSummation]), (.cancellation, [.division]),
      (.fractions, [.division]), (.factorOutOfSum, [.summation]),
      (.sumOfEachTerm, [.summation, .addition]), (.sumOfConstant, [.countOfTerms]),
      (.orderOfSums, [.orderOfSummations, .summation]),
      (.productEntryByEntry, [.matrixProduct]), (.recognitionOfProduct, [.matrixProduct]),
      (.transpose, [.transpose]), (.transposeOfProduct, [.transpose]), (.traceAsSum, [.trace]),
      (.lengthAsSum, [.length, .slopeOfLength]),
    ]
    return Dictionary(uniqueKeysWithValues: rules.map { ($0.0.text, $0.1) })
  }()
}
