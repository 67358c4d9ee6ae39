import SourceText

/// What stands between the `---` lines at the head of a lesson.
package struct FrontMatter: Sendable {
  package var title: String?
  /// The lesson whose names and values this one starts with, and where that is said.
  package var continues: (name: String, range: Range<Int>)?
  package var decimals = 4
  /// Where the Markdown begins.
  package var end = 0
  /// Characters in keys and values that cannot be seen.
  private(set) var hidden: Set<Unicode.Scalar> = []

  static let keys = ["title", "continues", "decimals"]
  /// With both lines ---. A lesson that merely begins with a rule is hardly ever mistaken for more.
  private static let mostLines = 200

  static func read(_ file: SourceFile) -> (FrontMatter, [Finding]) {
    var matter = FrontMatter()
    let head = file.text(file.lineRange(0))
    guard head == "---" || head == "\u{FEFF}---" else { return (matter, []) }
    let found = (1..<max(1, file.lineCount)).first {
      file.bytes[file.lineRange($0)].elementsEqual("---".utf8)
    }
    guard let closing = found, closing < Self.mostLines else {
      let isLong = found != nil
      return (
        matter,
        [
          Finding(
            .frontMatter, at: Location(file, file.lineRange(0)),
            "The front matter that begins here is "
              + (isLong ? "not ended within \(Self.mostLines) lines" : "never ended"),
            help: "Add a line --- after its last key.")
        ]
      )
    }
    matter.end =
      closing + 1 < file.lineCount ? file.lineStarts[closing + 1] : file.bytes.count
    let yaml = file.bytes[file.lineStarts[1]..<file.lineStarts[closing]]
    do throws(YAMLProblem) {
      guard let node = try YAMLReader.read(yaml) else { return (matter, []) }
      let problems = matter.take(node, in: file)
      return (matter, problems.map { $0.finding(file) })
    } catch {
      return (matter, [Problem(error).finding(file)])
    }
  }

  private mutating func take(_ node: YAMLNode, in file: SourceFile) -> [Problem] {
    note(node)
    guard case .mapping(let pairs) = node.content else {
      return [Problem(bytes: node.bytes, text: "Front matter is a list of keys with values")]
    }
    var problems: [Problem] = []
    for (key, value) in pairs {
      do throws(Problem) {
        try set(key, value, file)
      } catch {
        problems.append(error)
      }
    }
    return problems
  }

  private mutating func note(_ node: YAMLNode) {
    switch node.content {
    case .scalar(let text): hidden.formUnion(text.hidden.map(\.scalar))
    case .sequence(let nodes): for node in nodes { note(node) }
    case .mapping(let pairs):
      for (key, value) in pairs {
        note(key)
        note(value)
      }
    }
  }

  private mutating func set(
    _ key: YAMLNode, _ value: YAMLNode, _ file: SourceFile
  ) throws(Problem) {
    let name = key.text ?? ""
    switch name {
    case "title":
      guard let text = value.text, !text.isEmpty else {
        throw Problem(
          bytes: key.bytes, text: "The title is empty", help: "Write title: and a few words.")
      }
      title = text.visible
    case "continues":
      guard let text = value.text, !text.isEmpty else {
        throw Problem(
          bytes: key.bytes, text: "Which lesson is continued is not said",
          help: "Write the name of a lesson.")
      }
      continues = (text, Problem(bytes: value.bytes, text: "").range(file))
    case "decimals":
      guard let number = value.text.flatMap({ Int($0) }), (0...12).contains(number) else {
        throw Problem(
          bytes: value.bytes,
          text: "decimals is a whole number from 0 to 12, and not \(value.text ?? "this")",
          help: "Write decimals: 4.")
      }
      decimals = number
    default:
      let near = nearest(to: name, among: Self.keys)
      throw Problem(
        bytes: key.bytes, text: "The key \(name) is not known",
        help: near.map { "Did you mean \($0)?" }
          ?? "Known are \(Self.keys.joined(separator: ", ")).",
        kind: .unknownKey)
    }
  }

  /// Something wrong with some bytes of the front matter, counted from the line after the first ---.
  fileprivate struct Problem: Error {
    var bytes: Range<Int>
    var text: String
    var help: String?
    var kind = FindingKind.frontMatter

    /// The part of them in their first line; one byte at least, where the line has one.
    func range(_ file: SourceFile) -> Range<Int> {
      let first = file.lineStarts[1] + bytes.lowerBound
      let end = file.lineRange(file.line(at: first)).upperBound
      let start = min(first, end)
      return start..<min(start + max(1, bytes.count), end)
    }

    func finding(_ file: SourceFile) -> Finding {
      Finding(kind, at: Location(file, range(file)), text, help: help)
    }
  }
}

extension FrontMatter.Problem {
  fileprivate init(_ problem: YAMLProblem) {
    let unreadable = "This front matter cannot be read"
    self.init(bytes: problem.bytes, text: unreadable, help: "Write one key: value a line.")
    switch problem.reason {
    case .unreadable(let what):
      if let what { text += ": \(what)" }
    case .duplicateKeys(let keys):
      text = "A key stands here twice: \(keys.joined(separator: ", "))"
      help = "Keep one of them."
    case .alias(let name):
      text += ": *\(name) stands for a value that is written elsewhere"
      help = "Write the value itself."
    case .nestedTooDeep:
      text += ": it is nested more than \(YAMLReader.deepest) deep"
    }
  }
}
