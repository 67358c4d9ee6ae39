package import Matrices
import SourceText

/// Numbers from a text file: a line for each example (CSV), or a digit for each. The only reader of
/// such files.
package struct NumberTable: Sendable {
  /// A column for each example.
  package let values: Matrix<Double>

  /// What is wrong, and where in the file.
  package struct Problem: Error, Hashable, Sendable {
    package enum What: Hashable, Sendable {
      case notText
      case empty
      case noNumber(String)
      case emptyCell
      case openQuotes
      case twoMarks(String)
      case ragged(Int, not: Int, first: Int)
      case noDigit(String)
      case tooLarge
    }

    package var what: What
    /// From 1, columns in characters; nil for the whole file.
    package var place: (line: Int, column: Int)?

    package static func == (a: Problem, b: Problem) -> Bool {
      a.what == b.what && a.place?.line == b.place?.line && a.place?.column == b.place?.column
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(what) }

    /// To follow the name of the file in a sentence.
    package var told: String {
      let place = place.map { ", line \($0.line), column \($0.column)" } ?? ""
      return place + (place.isEmpty ? " " : ": ") + what.told
    }
  }

  /// Whether the first line names the columns.
  package enum Header: String, CaseIterable, Sendable { case yes, no }

  // MARK: - Digits

  /// Labels from 0 to 9 without anything between them but blanks and ends of lines.
  package init(digits bytes: [UInt8]) throws(Problem) {
    let text = try Self.text(bytes)
    var digits: [Double] = []
    for (line, content) in Self.lines(of: text).enumerated() {
      for (column, character) in content.enumerated() where !character.isWhitespace {
        guard character.isASCII, let digit = character.wholeNumberValue else {
          throw Problem(
            what: .noDigit(String(character)), place: (line: line + 1, column: column + 1))
        }
        digits.append(Double(digit))
      }
    }
    guard !digits.isEmpty else { throw Problem(what: .empty) }
    values = Matrix(shape: Shape(1, digits.count), elements: digits)
  }

  // MARK: - Comma-separated values

  /// - Parameter header: without it the first line is a header where none of its cells is a number.
  package init(csv bytes: [UInt8], header: Header?) throws(Problem) {
    let text = try Self.text(bytes)
    var lines = Self.lines(of: text)
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines.removeLast() }
    // Where semicolons separate, commas are decimal marks.
    let hasSemicolons = lines.contains { $0.contains(";") }
    let separator: Character =
      hasSemicolons ? ";" : lines.contains { $0.contains("\t") } ? "\t" : ","
    var examples: [[Double]] = []
    var first = 1
    for (index, line) in lines.enumerated() {
      let cells = Self.cells(of: line, separator)
      if index == 0, header != .no {
        let isNamed = cells.allSatisfy { (try? Self.number($0.text, hasSemicolons)) == nil }
        if header == .yes || isNamed && !cells.contains(where: \.text.isEmpty) {
          first = 2
          continue
        }
      }
      var numbers: [Double] = []
      for cell in cells {
        do throws(Problem) {
          numbers.append(try Self.number(cell.text, hasSemicolons))
        } catch {
          throw Problem(what: error.what, place: (line: index + 1, column: cell.column))
        }
      }
      if let known = examples.first, known.count != numbers.count {
        throw Problem(
          what: .ragged(numbers.count, not: known.count, first: first),
          place: (line: index + 1, column: 1))
      }
      examples.append(numbers)
      if examples.count * numbers.count > GreyPicture.mostPixels {
        throw Problem(what: .tooLarge)
      }
    }
    guard let known = examples.first else { throw Problem(what: .empty) }
    values = Matrix(shape: Shape(known.count, examples.count)) { examples[$1][$0] }
  }

  private static func text(_ bytes: [UInt8]) throws(Problem) -> Substring {
    guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else {
      throw Problem(what: .notText)
    }
    return text.first == "\u{FEFF}" ? text.dropFirst() : text[...]
  }

  private static func lines(of text: Substring) -> [Substring] {
    text.split(omittingEmptySubsequences: false) { $0.isNewline }
  }

  private static func cells(
    of line: Substring, _ separator: Character
  ) -> [(text: Substring, column: Int)] {
    var column = 1
    return line.split(separator: separator, omittingEmptySubsequences: false).map { cell in
      defer { column += cell.count + 1 }
      let blanks = cell.prefix(while: \.isWhitespace).count
      var text = cell.dropFirst(blanks)
      while text.last?.isWhitespace == true { text.removeLast() }
      return (text, column + blanks)
    }
  }

  /// A decimal number as programs write it; with a comma in it where that is the mark.
  private static func number(_ cell: Substring, _ hasCommas: Bool) throws(Problem) -> Double {
    var text = cell
    if text.first == "\"" {
      guard text.count > 1, text.last == "\"" else { throw Problem(what: .openQuotes) }
      text = text.dropFirst().dropLast()
    }
    guard !text.isEmpty else { throw Problem(what: .emptyCell) }
    let written = String(text)
    if hasCommas, text.contains(","), text.contains(".") {
      throw Problem(what: .twoMarks(written))
    }
    let plain = hasCommas ? String(text.map { $0 == "," ? "." : $0 }) : written
    guard plain.allSatisfy({ "0123456789+-.eE".contains($0) }), let number = Double(plain),
      number.isFinite
    else { throw Problem(what: .noNumber(written)) }
    return number
  }
}

extension NumberTable.Problem {
  fileprivate init(what: What) { self.init(what: what, place: nil) }
}

extension NumberTable.Problem.What {
  fileprivate var told: String {
    switch self {
    case .notText: "is no text in UTF-8"
    case .empty: "has no numbers in it"
    case .noNumber(let text): "\(text.prefix(20).description.visible) is no number"
    case .emptyCell: "there is no number here"
    case .openQuotes: "these quotes do not end on the line"
    case .twoMarks(let text):
      "\(text.visible) has a point and a comma; which one is the decimal mark?"
    case .ragged(let count, let known, let first):
      "here are \(count) numbers, and \(known) in line \(first)"
    case .noDigit(let text): "\(text.visible) is no digit"
    case .tooLarge: "has more than \(GreyPicture.mostPixels) numbers"
    }
  }
}
