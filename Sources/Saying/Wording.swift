package import Kernels
import Matrices
import Notation
import SourceText

// What is said of formulas and claims, in words. Everything else in here holds values.

extension Shown.Remark {
  package var text: String {
    switch self {
    case .nothing: ""
    case .shape(let shape): shape.description
    case .rule(let letter): "for every \(letter.oneLine())"
    case .doesNotRun: "does not run: see longhand check"
    }
  }
}

extension Shown.Side {
  package var text: String {
    switch self {
    case .left: "left side"
    case .right: "right side"
    case .formula(let number):
      number <= Self.ordinals.count
        ? "\(Self.ordinals[number - 1]) formula" : "next formula"
    }
  }

  private static let ordinals = ["first", "second", "third", "fourth", "fifth"]
}

extension Shown.Window {
  package var text: String {
    [part("row", rows, shape.rows), part("column", columns, shape.columns)]
      .compactMap(\.self).joined(separator: ", ")
  }
}

extension Shown.Window {
  /// Nothing of the one row that there is.
  private func part(_ what: String, _ shown: Range<Int>, _ all: Int) -> String? {
    if all == 1 { return nil }
    let first = shown.lowerBound + 1
    return shown.count == 1
      ? "\(what) \(first) of \(all)" : "\(what)s \(first) to \(shown.upperBound) of \(all)"
  }
}

extension Shown.Degree {
  package var text: String {
    func shown(_ difference: Double) -> String { NumberStyle(decimals: 2).text(difference) }
    return switch self {
    case .exact: "exactly"
    case .rounding(let largest): "but for rounding (largest difference \(shown(largest)))"
    case .untold(let largest):
      "as far as rounding lets one tell (largest difference \(shown(largest)))"
    case .apart(let largest): "the largest difference is \(shown(largest))"
    case .noLeftValue: "the left side has no value"
    case .noRightValue: "the right side has no value"
    case .noValues: "neither side has a value"
    }
  }
}

extension Shown.Verdict {
  /// How far it holds, where that is worth telling.
  package var degreeText: String { isOrder && holds ? "" : degree.text }
  /// Instead of the two sides, where they are too long to be said again.
  package var shortText: String { holds ? "the two sides agree" : "the two sides differ" }
}

extension Reduction {
  /// Longer parts than this are not named beside what was done to them.
  private static let longestNamedPart = 24

  /// What was done to a part of the formula, the part where it is worth naming: not where every
  /// entry is meant, or where it says the same.
  package func namedPart(ascii: Bool = false) -> String? {
    guard let part = subterm?.withoutParentheses, !act.isOfEveryEntry else { return nil }
    let text = part.oneLine(ascii: ascii)
    return text.cellWidth <= Self.longestNamedPart && text != act.label ? text : nil
  }
}
