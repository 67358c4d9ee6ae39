import CLibYAML

/// A value of YAML as it is written: a scalar is its text, whatever its tag.
struct YAMLNode: Sendable {
  enum Content: Sendable {
    case scalar(String)
    case sequence([YAMLNode])
    case mapping([(key: YAMLNode, value: YAMLNode)])
  }

  var content: Content
  /// The bytes that it takes, from the beginning of the text.
  var bytes: Range<Int>

  /// The text of a scalar.
  var text: String? {
    if case .scalar(let text) = content { text } else { nil }
  }
}

/// Why a text could not be read as YAML, and the bytes at which that shows.
struct YAMLProblem: Error {
  enum Reason {
    /// It is no YAML, in the words of libyaml; where memory ran out there are none.
    case unreadable(String?)
    /// Keys that stand twice in one mapping.
    case duplicateKeys([String])
    /// A value that is written elsewhere, by its name. Aliases of aliases make a short text
    /// endlessly large, so none is followed.
    case alias(String)
    case nestedTooDeep
  }

  var reason: Reason
  var bytes: Range<Int>
}

/// The only door to libyaml: its events are copied into values in one pass and freed; no pointer
/// leaves this file.
struct YAMLReader {
  /// Values that hold each other thousands deep could not be let go of again.
  static let deepest = 60

  private struct Open {
    var isMapping: Bool
    var start: Int
    /// Of a mapping its keys and values by turns.
    var nodes: [YAMLNode] = []
  }

  private let text: ArraySlice<UInt8>
  /// Where each character begins, since libyaml counts those; empty where each is one byte.
  private let characterStarts: [Int]
  private var stack: [Open] = []
  private var root: YAMLNode?
  private var documents = 0

  /// The one value of a text in UTF-8, or nothing where it holds none.
  static func read(_ text: ArraySlice<UInt8>) throws(YAMLProblem) -> YAMLNode? {
    var reader = YAMLReader(text)
    try reader.read()
    return reader.root
  }

  private init(_ text: ArraySlice<UInt8>) {
    self.text = text
    characterStarts =
      text.allSatisfy { $0 < 0x80 }
      ? [] : text.indices.filter { !Self.continues(text[$0]) }.map { $0 - text.startIndex }
  }

  // MARK: - Events

  private mutating func read() throws(YAMLProblem) {
    // libyaml keeps the address of its parser, so that must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else {
      throw YAMLProblem(reason: .unreadable(nil), bytes: 0..<0)
    }
    defer { yaml_parser_delete(parser) }
    // Asked to find the encoding out, it would take two bytes for the sign of another.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    try text.withUnsafeBufferPointer { (buffer) throws(YAMLProblem) in
      guard let address = buffer.baseAddress else { return }
      yaml_parser_set_input_string(parser, address, buffer.count)
      while try takeEvent(of: parser) {}
    }
  }

  /// Whether there is more.
  private mutating func takeEvent(
    of parser: UnsafeMutablePointer<yaml_parser_t>
  ) throws(YAMLProblem) -> Bool {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw problem(of: parser.pointee) }
    defer { yaml_event_delete(&event) }
    let start = offset(event.start_mark)
    let end = max(start, offset(event.end_mark))
    switch event.type {
    case YAML_STREAM_END_EVENT: return false
    case YAML_DOCUMENT_START_EVENT:
      documents += 1
      guard documents == 1 else {
        throw YAMLProblem(
          reason: .unreadable("but found another document"), bytes: character(at: start))
      }
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      add(.init(content: .scalar(String(decoding: value, as: UTF8.self)), bytes: start..<end))
    case YAML_ALIAS_EVENT:
      let name = event.data.alias.anchor.map { String(cString: $0) } ?? ""
      throw YAMLProblem(reason: .alias(name), bytes: start..<end)
    case YAML_SEQUENCE_START_EVENT, YAML_MAPPING_START_EVENT:
      guard stack.count < Self.deepest else {
        throw YAMLProblem(reason: .nestedTooDeep, bytes: character(at: start))
      }
      stack.append(Open(isMapping: event.type == YAML_MAPPING_START_EVENT, start: start))
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: try close(end: end)
    default: break
    }
    return true
  }

  private mutating func add(_ node: YAMLNode) {
    if stack.isEmpty { root = node } else { stack[stack.count - 1].nodes.append(node) }
  }

  private mutating func close(end: Int) throws(YAMLProblem) {
    guard let open = stack.popLast() else { return }
    var content = YAMLNode.Content.sequence(open.nodes)
    if open.isMapping {
      let nodes = open.nodes
      let pairs = stride(from: 0, to: nodes.count - 1, by: 2).map {
        (key: nodes[$0], value: nodes[$0 + 1])
      }
      try refuseDuplicates(among: pairs.map(\.key))
      content = .mapping(pairs)
    }
    add(YAMLNode(content: content, bytes: open.start..<max(open.start, end)))
  }

  private func refuseDuplicates(among keys: [YAMLNode]) throws(YAMLProblem) {
    var first: [String: YAMLNode] = [:]
    var twice: Set<String> = []
    for key in keys {
      guard let text = key.text else { continue }
      if first[text] == nil { first[text] = key } else { twice.insert(text) }
    }
    let names = twice.sorted()
    guard let name = names.first, let key = first[name] else { return }
    throw YAMLProblem(reason: .duplicateKeys(names), bytes: key.bytes)
  }

  // MARK: - Places

  private func problem(of parser: yaml_parser_t) -> YAMLProblem {
    // What cannot be decoded is found ahead of the marks, and told by its byte.
    let start =
      parser.error == YAML_READER_ERROR
      ? min(parser.problem_offset, text.count) : offset(parser.problem_mark)
    return YAMLProblem(
      reason: .unreadable(parser.problem.map { String(cString: $0) }),
      bytes: character(at: start))
  }

  /// The byte at a mark. Lines and columns of a mark are not used: libyaml breaks lines at more
  /// characters than `SourceFile` does.
  private func offset(_ mark: yaml_mark_t) -> Int {
    let index = Int(mark.index)
    if characterStarts.isEmpty { return min(index, text.count) }
    return index < characterStarts.count ? characterStarts[index] : text.count
  }

  /// The bytes of the character that begins at a byte; none at the end of the text.
  private func character(at start: Int) -> Range<Int> {
    let rest = text.dropFirst(start)
    guard !rest.isEmpty else { return start..<start }
    return start..<start + 1 + rest.dropFirst().prefix(while: Self.continues).count
  }

  private static func continues(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
}
