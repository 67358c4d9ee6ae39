import Kernels
import Matrices
import Notation
import Reasons

// What is said of the lines of a student's derivation, in words.

extension OwnDerivation.Place {
  /// - Parameter count: the number of the lesson's lines.
  func text(of count: Int, isExplained: Bool) -> String {
    let holds = isExplained ? "It holds" : "It holds, and no rule that is known here explains it"
    return switch self {
    case .line(count): "\(holds): that is the lesson's last line."
    case .line(let number): "\(holds): that is line \(number) of the lesson's \(count)."
    case .between(let line, let next):
      "\(holds), between lines \(line) and \(next) of the lesson's \(count)."
    case .otherWay: "\(holds); the lesson goes another way."
    case .back(let line): "\(holds), and goes back: line \(line) said so already."
    }
  }
}

extension WrongLine {
  var text: String {
    var sentences: [String] = []
    if let foreign {
      sentences.append(
        "\(foreign.shown) stands in none of the lines above: it is only as large as what should "
          + "stand there.")
    } else if !steps.isEmpty {
      sentences.append(steps.map(\.text).joined(separator: "; or ").asSentence)
    } else if let slip {
      sentences.append(slip.sentence())
    } else if let factor {
      let isLarge = factor.magnitude > 1
      let shown = NumberStyle(decimals: 4).text(isLarge ? factor : 1 / factor)
      sentences.append("It is \(shown) times too \(isLarge ? "large" : "small").")
    } else {
      sentences.append("It does not follow from the line above.")
    }
    if let part { sentences.append("All but this agrees with the line above: \(part.oneLine()).") }
    if let entry { sentences.append(entry.text) }
    if foreign == nil, entry == nil {
      sentences.append("It has this value with the lesson's numbers, and not with others.")
    }
    return sentences.joined(separator: " ")
  }
}

extension WrongLine.Entry {
  /// `At j=3, l=2 it is 0.1025 above and 0.2447 in this line.` Nothing of it is torn at a line's end.
  var text: String {
    let both = [above, here]
    let style =
      (4...17).lazy.map { NumberStyle(decimals: $0) }.first { Set($0.texts(both)).count == 2 }
      ?? NumberStyle(decimals: 4)
    let texts = style.texts(both)
    let place = indices.map { "\($0.letter)=\($0.number)" }.joined(separator: ", ")
    return (place.isEmpty ? "Here it is" : "At \(place) it is")
      + " \(texts[0]) above and \(texts[1]) in this line."
  }
}

extension DerivationHint {
  var text: String {
    switch self {
    case .rules([]): "Next, the same is said in another way."
    case .rules(let rules): "Next: \(rules.map(\.text).joined(separator: ", "))."
    case .place(let part): "It is done here: \(part.oneLine())."
    case .formulas(let part):
      part.map { "The rule as a formula, to be used on \($0.oneLine()):" }
        ?? "The rule as a formula:"
    case .line: "The next line:"
    }
  }
}

extension String {
  /// With a capital and a full stop.
  fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
