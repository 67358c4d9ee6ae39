/// Formulas that a page's script makes when they are to be seen, each part once.
///
/// A part is a list: the number of its element, the number of its attributes, and what is in it:
/// numbers of other parts, or text. Three kinds of part are written in another way, because there are
/// so many of them:
/// - a row of parts is a string, two signs for the number of each (`WordCode.pair`);
/// - a number that can be opened is `[-1, place, 1 where it stands in parentheses when it is
///   negative, its text]`; what is left away at the end is none, and one without a text is written
///   as its value is at the moment;
/// - a matrix is `[-2, cells, places]`: its rows with `;` between, their cells with blanks between,
///   each a number, dots, or `#` with a part's number, and the places of those that can be opened:
///   `[first, last]` where they follow each other, else −1 and each of them. `!` stands before those.
final class NodeTable {
  /// What is cut out of a matrix, which most cells that are no numbers say.
  private static let dots = ["⋯": "centered dots", "⋮": "vertical dots", "⋱": "diagonal dots"]

  private enum Key: Hashable {
    case number(Int, isSoft: Bool, text: String?)
    case element(Int, Int, [Child])
    case matrix(String, [Int])
  }

  private enum Child: Hashable {
    case text(String)
    case part(Int)
  }

  private var places: [Key: Int] = [:]
  private var parts: [JSONValue] = []
  private var elements: [String: Int] = [:]
  private var elementNames: [String] = []
  private var attributes: [[String]: Int] = [[]: 0]
  private var attributeLists: [[String]] = [[]]
  /// Matrices by what is said of them.
  private var matrices: [String: Int] = [:]

  /// The number of a formula, or of a part.
  /// - Parameter keepsTexts: whether numbers that can be opened are written as they are here.
  func place(of markup: Markup, keepsTexts: Bool = false) -> Int {
    switch markup {
    case .element(.mn, let own, let inner) where Self.number(own) != nil:
      let (place, isSoft) = Self.number(own) ?? (0, false)
      let text = keepsTexts ? Self.text(inner) : nil
      var value: [JSONValue] = [.whole(-1), .whole(place)]
      if isSoft || text != nil { value.append(.whole(isSoft ? 1 : 0)) }
      if let text { value.append(.string(text)) }
      return add(.number(place, isSoft: isSoft, text: text), .list(value))
    case .element(.mtable, [.kind("matrix")], let rows) where keepsTexts:
      return place(ofMatrix: rows)
    case .element(let element, let own, let inner):
      let name = elementPlace(element.rawValue)
      let list = attributePlace(own.flatMap { MarkupWriter.pairs($0) }.flatMap { [$0.0, $0.1] })
      let children = inner.flatMap { self.children($0, keepsTexts) }
      if element == .mrow, own.isEmpty, let row = Self.row(children) {
        if children.count == 1, case .part(let only) = children[0] { return only }
        return add(.element(name, list, children), .string(row))
      }
      return add(
        .element(name, list, children),
        .list(
          [.whole(name), .whole(list)]
            + children.map { child in
              switch child {
              case .text(let text): .string(text)
              case .part(let place): .whole(place)
              }
            }))
    case .text, .several, .data:
      return place(of: .element(.mrow, [], [markup]), keepsTexts: keepsTexts)
    }
  }

  private func children(_ markup: Markup, _ keepsTexts: Bool) -> [Child] {
    switch markup {
    case .text(let text): [.text(text)]
    case .several(let parts): parts.flatMap { children($0, keepsTexts) }
    case .element: [.part(place(of: markup, keepsTexts: keepsTexts))]
    case .data: []
    }
  }

  /// The parts of a row as one string; nil where there is text among them, or so many parts that two
  /// signs cannot tell them apart.
  private static func row(_ children: [Child]) -> String? {
    var signs: [UInt8] = []
    for child in children {
      guard case .part(let place) = child, let pair = WordCode.pair(place) else { return nil }
      signs += pair
    }
    return String(decoding: signs, as: UTF8.self)
  }

  // MARK: - Matrices

  private func place(ofMatrix rows: [Markup]) -> Int {
    var opened: [Int] = []
    let cells = rows.map { row in
      guard case .element(_, _, let cells) = row else { return "" }
      return cells.map { cell($0, &opened) }.joined(separator: " ")
    }
    let text = cells.joined(separator: ";")
    var value: [JSONValue] = [.whole(-2), .string(text)]
    if let first = opened.first, let last = opened.last {
      let isRow = opened.count > 1 && zip(opened, opened.dropFirst()).allSatisfy { $0 + 1 == $1 }
      value.append(.wholes(isRow ? [first, last] : [-1] + opened))
    }
    let place = add(.matrix(text, opened), .list(value))
    if let said = Self.said(cells) { matrices[said] = matrices[said] ?? place }
    return place
  }

  /// The matrix of which so much is said; nil where it is none of these, or not said so.
  func matrix(said: String) -> Int? { matrices[said] }

  /// What `SpeechWriter` says of a matrix of such cells, as the script says it; nil where a cell is more
  /// than a number. It is compared with what was said, and so cannot be something else.
  private static func said(_ rows: [String]) -> String? {
    var said: [String] = []
    var columns = 0
    for (index, row) in rows.enumerated() {
      let cells = row.split(separator: " ", omittingEmptySubsequences: false).map { word($0) }
      guard !cells.contains(nil) else { return nil }
      columns = max(columns, cells.count)
      said.append("row \(index + 1): " + cells.compactMap { $0 }.joined(separator: ", ") + ";")
    }
    return (["\(rows.count) by \(columns) matrix,"] + said + ["end matrix"]).joined(separator: " ")
  }

  private static func word(_ cell: Substring) -> String? {
    if let dots = dots[String(cell)] { return dots }
    let text = cell.hasPrefix("!") ? cell.dropFirst() : cell
    guard !text.isEmpty, !text.hasPrefix("#") else { return nil }
    let size = text.hasPrefix("−") ? text.dropFirst() : text
    let parts = size.split(separator: "e").map { $0.replacing("−", with: "minus ") }
    return (size.count < text.count ? "minus " : "") + parts.joined(separator: " times ten to the ")
  }

  private func cell(_ cell: Markup, _ opened: inout [Int]) -> String {
    guard case .element(_, _, let inner) = cell else { return "" }
    if inner.count == 1, case .element(.mn, let own, let text) = inner[0],
      let digits = Self.text(text), !digits.contains(where: { " ;#!".contains($0) })
    {
      if own.isEmpty { return digits }
      if let (place, isSoft) = Self.number(own), !isSoft {
        opened.append(place)
        return "!" + digits
      }
    }
    if inner.count == 1, case .element(.mo, [.math(.noSpace)], let sign) = inner[0],
      let text = Self.text(sign), Self.dots[text] != nil
    {
      return text
    }
    let part = inner.count == 1 ? inner[0] : .element(.mrow, [], inner)
    return "#\(place(of: part, keepsTexts: true))"
  }

  private static func text(_ inner: [Markup]) -> String? {
    guard inner.count == 1, case .text(let text) = inner[0] else { return nil }
    return text
  }

  private static func number(_ attributes: [Markup.Attribute]) -> (Int, Bool)? {
    guard case .data(.n, let place)? = attributes.first, let number = Int(place) else {
      return nil
    }
    return (number, attributes.count > 1)
  }

  // MARK: - The table

  private func add(_ key: Key, _ value: @autoclosure () -> JSONValue) -> Int {
    if let known = places[key] { return known }
    let value = value()
    places[key] = parts.count
    parts.append(value)
    return parts.count - 1
  }

  private func elementPlace(_ name: String) -> Int {
    if let known = elements[name] { return known }
    elements[name] = elementNames.count
    elementNames.append(name)
    return elementNames.count - 1
  }

  private func attributePlace(_ list: [String]) -> Int {
    if let known = attributes[list] { return known }
    attributes[list] = attributeLists.count
    attributeLists.append(list)
    return attributeLists.count - 1
  }

  var json: [(key: String, value: JSONValue)] {
    [
      ("elements", .list(elementNames.map { .string($0) })),
      ("attributes", .list(attributeLists.map { .list($0.map { .string($0) }) })),
      ("nodes", .list(parts)),
    ]
  }
}

/// Texts that occur again and again, each once.
final class TextTable {
  private var places: [String: Int] = [:]
  private var texts: [String] = []

  func place(of text: String) -> Int {
    if let known = places[text] { return known }
    places[text] = texts.count
    texts.append(text)
    return texts.count - 1
  }

  var json: JSONValue { .list(texts.map { .string($0) }) }
}
