/// Slips beside the usual ones: anywhere in a formula, or in what one of its names was made from.
/// They explain an answer; nothing is asked about them, and no numbers are chosen for their sake.
package enum FurtherSlip: Hashable, Codable, Sendable {
  /// A factor or function that belongs to a whole bracket was only given to a part of it.
  case bracketLost(of: String)
  /// And the other way round.
  case bracketTooWide(of: String)
  /// A minus before a bracket reached its first term only.
  case minusOnFirstTerm(of: String)
  case extraFactor(String)
  case droppedFactor(String)
  case droppedTerm(String)
  case onlySummand(of: String)
  case extraPower(String)
  /// 1/m for m.
  case turnedOver(String)
  /// A whole number, or one that counts, taken as another.
  case count(String, insteadOf: String)
  case droppedPower(String)
  case doubledForSquared(String)
  case powerOfSum(String)
  case powerOfTerms(String)
  case droppedFunction(String, of: String)
  case extraFunction(String)
  case otherFunction(String, insteadOf: String)
  case otherSlope(String, insteadOf: String)
  case signOfArgument(String, of: String)
  case logarithmBase(Int)
  case complement(of: String)
  case otherIndex(String, insteadOf: String)
  case otherEntry(String)
  case exchangedIndices(of: String)
  case exchanged(Name, Name)
  case exchangedNumbers(String, String)
  /// Another number of the page.
  case numberOfThePage(String)
  case droppedSummand(isFirst: Bool, of: String)
  case signInside(Int, of: String)
  case lostSign(of: String)
  case absoluteValues(String)
  case sumForProduct(String)
  case biasesDecayed
  /// The same at every place where it stands.
  indirect case everywhere(SlipFact)
  /// In what a name was made from, or in a function.
  indirect case inside(Name, SlipFact)

  /// Whether it is made in the formula itself.
  package var isOwn: Bool { if case .inside = self { false } else { true } }

  /// What a tutor would say, without its full stop.
  func told(of who: String) -> String {
    switch self {
    case .bracketLost(let part): "\(who) did that to a part only; it belongs to all of \(part)"
    case .bracketTooWide(let part): "\(who) did that to the whole; it belongs to \(part) alone"
    case .minusOnFirstTerm(let part): "The minus belongs to all of \(part), not to its first term"
    case .extraFactor(let factor): "There is a factor \(factor) too many"
    case .droppedFactor(let factor): "\(who) left out the factor \(factor)"
    case .droppedTerm(let term): "\(who) left out \(term)"
    case .onlySummand(let part): "\(who) took the first summand of \(part) alone"
    case .extraPower(let part): "\(who) took a power of \(part) that is not there"
    case .turnedOver(let part): "\(part) is turned over: below and above are exchanged"
    case .count(let taken, let right): "\(who) took \(taken) where \(right) belongs"
    case .droppedPower(let part): "\(who) left out the power or root of \(part)"
    case .doubledForSquared(let part): "\(who) took \(part) as twice, not as a power"
    case .powerOfSum(let part): "\(who) added before taking the power; in \(part) each has its own"
    case .powerOfTerms(let part):
      "\(who) took the power of each; in \(part) it is that of the whole"
    case .droppedFunction(let function, let part): "\(who) left out \(function) in \(part)"
    case .extraFunction(let function): "\(who) applied \(function) as well"
    case .otherFunction(let taken, let right): "\(who) took \(taken) where \(right) belongs"
    case .otherSlope(let taken, let right): "\(who) took \(taken) for \(right)"
    case .signOfArgument(let part, let function): "The sign of \(part) in \(function) is turned"
    case .logarithmBase(let base):
      "\(who) took the logarithm to base \(base); it is the natural one"
    case .complement(let part): "\(who) took \(part) for 1 minus it, or the other way round"
    case .otherIndex(let taken, let right): "\(who) took \(taken) where \(right) belongs"
    case .otherEntry(let taken): "That is the one for \(taken)"
    case .exchangedIndices(let matrix): "\(who) took rows of \(matrix) for columns"
    case .exchanged(let one, let other): "\(who) exchanged \(one.shown) and \(other.shown)"
    case .exchangedNumbers(let one, let other): "\(who) exchanged \(one) and \(other)"
    case .numberOfThePage(let number): "That is \(number)"
    case .droppedSummand(true, let part): "\(who) left out the first summand of \(part)"
    case .droppedSummand(false, let part): "\(who) left out the last summand of \(part)"
    case .signInside(let place, let part): "The sign of summand \(place) of \(part) is turned"
    case .lostSign(let entry): "The sign of \(entry) was lost"
    case .absoluteValues(let part): "\(who) added up absolute values in \(part)"
    case .sumForProduct(let part): "\(who) added; \(part) is a product"
    case .biasesDecayed: "\(who) decayed the biases as well; weight decay is for weights"
    case .everywhere(let fact): fact.told()
    case .inside(let name, let fact): "In \(name.shown): \(fact.told())"
    }
  }
}
