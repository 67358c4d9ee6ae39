/// Formulas that a page's script makes when somebody asks for them, each part once.
///
/// A part is a list: the number of its element, the number of its attributes, and what is in it:
/// numbers of other parts, or text. A number that can be opened is `[-1, place, 1 where it stands in
/// parentheses when it is negative]`.
final class NodeTable {
  private enum Key: Hashable {
    case number(Int, Bool)
    case element(Int, Int, [Child])
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

  /// The number of a formula, or of a part.
  func place(of markup: Markup) -> Int {
    switch markup {
    case .element(.mn, let own, _) where Self.number(own) != nil:
      let (place, isSoft) = Self.number(own) ?? (0, false)
      return add(
        .number(place, isSoft), .list([.whole(-1), .whole(place)] + (isSoft ? [.whole(1)] : [])))
    case .element(let element, let own, let inner):
      let name = elementPlace(element.rawValue)
      let list = attributePlace(own.flatMap { MarkupWriter.pairs($0) }.flatMap { [$0.0, $0.1] })
      let children = inner.flatMap { self.children($0) }
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
    case .text, .several, .data: return place(of: .element(.mrow, [], [markup]))
    }
  }

  private func children(_ markup: Markup) -> [Child] {
    switch markup {
    case .text(let text): [.text(text)]
    case .several(let parts): parts.flatMap { children($0) }
    case .element: [.part(place(of: markup))]
    case .data: []
    }
  }

  private static func number(_ attributes: [Markup.Attribute]) -> (Int, Bool)? {
    guard case .data(.n, let place)? = attributes.first, let number = Int(place) else {
      return nil
    }
    return (number, attributes.count > 1)
  }

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
